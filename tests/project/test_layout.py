import subprocess
import sys
from pathlib import Path

import pytest

from tests.project.lock_files import ROOT

ROOMS = ("domain", "forecasting", "gui", "maps", "optimizer", "planning", "resources")
HEAVY = {"PySide6", "folium", "numba", "ortools", "osmnx", "pandas", "pyvrp", "scipy", "torch"}
LONGEST_FILE = 400


def python_files(*folders: str) -> list[Path]:
    return [path for folder in folders for path in sorted((ROOT / folder).rglob("*.py"))]


def test_no_file_is_longer_than_400_lines() -> None:
    lengths = {
        str(path.relative_to(ROOT)): len(path.read_text(encoding="utf-8").splitlines())
        for path in [ROOT / "main.py", *python_files(*ROOMS, "tests", "tooling")]
    }
    assert {path: lines for path, lines in lengths.items() if lines > LONGEST_FILE} == {}


@pytest.mark.parametrize("room", ROOMS)
def test_every_folder_with_python_is_a_package(room: str) -> None:
    folders = {path.parent for path in python_files(room)}
    assert ROOT / room in folders
    assert [folder for folder in folders if not (folder / "__init__.py").is_file()] == []


def test_main_imports_nothing_heavy() -> None:
    """Spawned jobs import main again, and headless commands must start at once."""
    code = f"import sys, main; print(*sorted({HEAVY!r} & sys.modules.keys()))"
    result = subprocess.run(
        [sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, check=True
    )
    assert result.stdout.strip() == ""
