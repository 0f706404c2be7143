"""The files of a plan, written over those of yesterday until a kill."""

import shutil
from functools import cache
from pathlib import Path
from tempfile import mkdtemp
from typing import Any

from planning.outputs.write_results import require_writable
from tests.torture.disk_acts import ACTS
from tests.torture.forked import forked
from tests.torture.kill_runner import Scenario, Tell

ACT = next(act for act in ACTS if act.name == "results")


@cache
def _template() -> tuple[Path, Any, Any]:
    """A folder as of yesterday, and what is found in it before and after writing."""
    folder = Path(mkdtemp())
    forked(lambda: ACT.prepare(folder))
    old = forked(lambda: ACT.state(folder))
    again = Path(mkdtemp())
    shutil.copytree(folder, again, dirs_exist_ok=True)
    forked(lambda: ACT.do(again))
    new = forked(lambda: ACT.state(again))
    shutil.rmtree(again)
    return folder, old, new


def _prepare(folder: Path) -> Any:
    template, old, new = _template()
    shutil.copytree(template, folder, dirs_exist_ok=True)
    return old, new


def _write(folder: Path, _: object, tell: Tell) -> None:
    require_writable(folder / "out")
    ACT.do(folder)
    tell("done 1")


def _check(folder: Path, known: Any, told: list[str]) -> Any:
    old, new = known
    found = ACT.state(folder)
    assert found == new or (found == old and "done 1" not in told), found
    return known


RESULTS = Scenario(name="results", prepare=_prepare, act=_write, check=_check, longest_s=0.5)
