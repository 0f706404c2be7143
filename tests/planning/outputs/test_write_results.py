"""Results are written whole or not at all, and an old plan stays until the new one is there."""

from pathlib import Path
from typing import Any

import pytest

from domain.errors import EnvironmentFault
from planning.outputs import write_results as module
from planning.outputs.write_results import PLAN_FILE, require_writable, write_results
from planning.pipeline import PlannedDay
from planning.road_steps import DayRoads
from planning.wording import Wording
from tests.maps.made_up_plan import plan_day


@pytest.fixture(scope="module")
def planned() -> tuple[Any, PlannedDay]:
    """A dataset, and its plan on made-up streets."""
    made = plan_day(routes=2, stops=3, side=12)
    roads = DayRoads(network=made.roads, day_travel=None)  # type: ignore[arg-type]
    return made.dataset, PlannedDay(plan=made.plan, roads=roads)


def write(folder: Path, planned: tuple[Any, PlannedDay]) -> None:
    write_results(folder, *planned, Wording("en"))


def test_a_new_folder_appears_with_every_file(tmp_path: Path, planned: Any) -> None:
    out = tmp_path / "out"
    write(out, planned)
    assert PLAN_FILE in {path.name for path in out.iterdir()}
    assert list(tmp_path.iterdir()) == [out]


def test_an_old_plan_is_replaced_and_other_files_stay(tmp_path: Path, planned: Any) -> None:
    out = tmp_path / "out"
    write(out, planned)
    (out / "notes.txt").write_text("mine")
    (out / PLAN_FILE).write_text("old")
    (out / "gpx" / "vehicle of yesterday.gpx").write_text("old")
    write(out, planned)
    assert (out / PLAN_FILE).read_text("utf-8") != "old"
    assert (out / "notes.txt").read_text() == "mine"
    assert not (out / "gpx" / "vehicle of yesterday.gpx").exists()
    assert list(tmp_path.iterdir()) == [out]


@pytest.mark.parametrize(
    "step", ["write_plan_map", "write_route_sheets", "write_stock_tables", "write_plan"]
)
def test_a_full_disk_leaves_the_old_plan(
    tmp_path: Path, planned: Any, monkeypatch: pytest.MonkeyPatch, step: str
) -> None:
    out = tmp_path / "out"
    write(out, planned)
    before = {p: p.read_bytes() for p in out.rglob("*") if p.is_file()}

    def full(*_: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(module, step, full)
    with pytest.raises(OSError, match="No space"):
        write(out, planned)
    assert {p: p.read_bytes() for p in out.rglob("*") if p.is_file()} == before
    assert list(tmp_path.iterdir()) == [out]


def test_a_file_in_the_way_is_named(tmp_path: Path) -> None:
    taken = tmp_path / "taken"
    taken.write_text("")
    with pytest.raises(EnvironmentFault) as refused:
        require_writable(taken)
    assert refused.value.message.code == "out.is_a_file"
    with pytest.raises(EnvironmentFault) as refused:
        require_writable(taken / "below")
    assert refused.value.message.code == "out.not_writable"


def test_what_a_killed_run_left_goes_and_that_of_another_stays(tmp_path: Path) -> None:
    ours = tmp_path / ".out-unfinished-abc"
    another = tmp_path / ".other-unfinished-abc"
    ours.mkdir()
    another.mkdir()
    require_writable(tmp_path / "out")
    assert list(tmp_path.iterdir()) == [another]
