import shutil
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

from tests.project.lock_files import ROOT
from tests.project.test_layout import ROOMS


def is_source(path: Path) -> bool:
    return path.is_file() and "__pycache__" not in path.parts


@pytest.fixture(scope="module")
def wheel_names(tmp_path_factory: pytest.TempPathFactory) -> set[str]:
    """Names in a wheel built from a copy, so that the source tree stays as it is."""
    source = tmp_path_factory.mktemp("source")
    for file in ("pyproject.toml", "main.py", "README.md", "LICENSE"):
        shutil.copy(ROOT / file, source)
    for room in (*ROOMS, "tests"):
        shutil.copytree(ROOT / room, source / room, ignore=shutil.ignore_patterns("__pycache__"))
    command = [sys.executable, "-m", "pip", "--disable-pip-version-check", "wheel", "--quiet"]
    command += ["--no-deps", "--no-build-isolation", "--wheel-dir", str(source), str(source)]
    subprocess.run(command, check=True)
    (wheel,) = source.glob("wayloom-*.whl")
    with zipfile.ZipFile(wheel) as archive:
        return set(archive.namelist())


def test_wheel_holds_the_rooms_and_main_and_nothing_else(wheel_names: set[str]) -> None:
    top = {name.partition("/")[0] for name in wheel_names}
    assert {name for name in top if not name.endswith(".dist-info")} == {*ROOMS, "main.py"}


def test_wheel_holds_every_file_of_the_rooms(wheel_names: set[str]) -> None:
    files = {
        path.relative_to(ROOT).as_posix()
        for room in ROOMS
        for path in (ROOT / room).rglob("*")
        if is_source(path)
    }
    assert files - wheel_names == set()
