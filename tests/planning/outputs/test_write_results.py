"""Results are written whole or not at all, and an old plan stays until the new one is there."""

import contextlib
import shutil
from collections.abc import Callable, Mapping
from pathlib import Path

import pytest

from domain.errors import EnvironmentFault
from planning.outputs import write_results as module
from planning.outputs.write_results import (
    ALL_FORMATS,
    PLAN_FILE,
    Format,
    require_writable,
    write_results,
)
from planning.wording import Wording
from tests.maps.made_up_plan import PlannedDay, plan_day


@pytest.fixture(scope="module")
def planned() -> PlannedDay:
    """A plan, its dataset and made-up streets."""
    return plan_day(routes=2, stops=3, side=12)


def write(
    folder: Path, planned: PlannedDay, formats: frozenset[Format] = ALL_FORMATS
) -> Mapping[str, Path]:
    return write_results(
        folder, planned.plan, planned.dataset, planned.roads, Wording("en"), formats=formats
    )


def test_a_new_folder_appears_with_every_file(tmp_path: Path, planned: PlannedDay) -> None:
    out = tmp_path / "out"
    write(out, planned)
    assert {path.name for path in out.iterdir()} == {
        *("gpx", "map.html", "papers", "papers.pdf", "plan.json"),
        *("route_sheets.xlsx", "routes.geojson", "routes.kml", "stock_plan.xlsx"),
        *("supply_orders.csv", "supply_orders.xlsx", "vroom_solution.json"),
    }
    assert list(tmp_path.iterdir()) == [out]


@pytest.mark.parametrize(
    ("asked", "names"),
    [
        ("pdf", {"papers", "papers.pdf"}),
        ("xlsx", {"papers", "route_sheets.xlsx", "stock_plan.xlsx"}),
        ("gpx", {"gpx"}),
        ("geojson", {"routes.geojson"}),
        ("kml", {"routes.kml"}),
        ("orders", {"supply_orders.csv", "supply_orders.xlsx"}),
        ("vroom", {"vroom_solution.json"}),
        ("map", {"map.html"}),
        ("plan", {"plan.json"}),
    ],
)
def test_only_the_files_asked_for_are_written(
    tmp_path: Path, planned: PlannedDay, asked: str, names: set[str]
) -> None:
    out = tmp_path / "out"
    files = write(out, planned, frozenset({Format(asked)}))
    assert {path.name for path in out.iterdir()} == names == {p.name for p in files.values()}


def test_without_roads_there_is_no_map(tmp_path: Path, planned: PlannedDay) -> None:
    files = write_results(tmp_path / "out", planned.plan, planned.dataset, None, Wording("en"))
    assert "map" not in files
    assert not (tmp_path / "out" / "map.html").exists()


def test_progress_runs_to_the_last_vehicle(tmp_path: Path, planned: PlannedDay) -> None:
    seen: list[tuple[str, float | None]] = []
    write_results(
        tmp_path / "out",
        planned.plan,
        planned.dataset,
        None,
        Wording("en"),
        on_progress=lambda progress: seen.append((progress.step, progress.fraction)),
    )
    assert seen == [("step.files", None), ("step.files", 0), ("step.files", 0.5)]


def test_an_old_plan_is_replaced_and_other_files_stay(tmp_path: Path, planned: PlannedDay) -> None:
    out = tmp_path / "out"
    write(out, planned)
    (out / "notes.txt").write_text("mine")
    (out / PLAN_FILE).write_text("old")
    (out / "gpx" / "vehicle of yesterday.gpx").write_text("old")
    (out / "papers" / "03 of yesterday.pdf").write_text("old")
    write(out, planned)
    assert (out / PLAN_FILE).read_text("utf-8") != "old"
    assert (out / "notes.txt").read_text() == "mine"
    assert not (out / "gpx" / "vehicle of yesterday.gpx").exists()
    assert not (out / "papers" / "03 of yesterday.pdf").exists()
    assert list(tmp_path.iterdir()) == [out]


@pytest.mark.parametrize(
    "step",
    [
        *("write_plan_map", "write_papers", "write_route_sheets", "write_stock_tables"),
        *("write_plan", "write_kml", "write_orders_xlsx", "write_vroom_solution"),
    ],
)
def test_a_full_disk_leaves_the_old_plan(
    tmp_path: Path, planned: PlannedDay, monkeypatch: pytest.MonkeyPatch, step: str
) -> None:
    out = tmp_path / "out"
    write(out, planned)
    before = {p: p.read_bytes() for p in out.rglob("*") if p.is_file()}

    def full(*_: object, **__: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(module, step, full)
    with pytest.raises(OSError, match="No space"):
        write(out, planned)
    assert {p: p.read_bytes() for p in out.rglob("*") if p.is_file()} == before
    assert list(tmp_path.iterdir()) == [out]


class Killed(BaseException):
    """Stands for the end of the process."""


class Killer:
    """Ends a run before one of the files that it moves; nothing that it would clean up then runs.

    Parameters
    ----------
    moves
        How many files may be moved before.
    """

    def __init__(self, moves: int, patch: pytest.MonkeyPatch) -> None:
        self.moves, self.struck = moves, False
        self._rename, self._replace, self._rmtree = Path.rename, Path.replace, shutil.rmtree
        patch.setattr(Path, "rename", lambda path, to: self._move(self._rename, path, to))
        patch.setattr(Path, "replace", lambda path, to: self._move(self._replace, path, to))
        patch.setattr(shutil, "rmtree", self._clear)

    def _move(self, move: Callable[[Path, Path], Path], path: Path, to: Path) -> Path:
        self.struck = self.struck or not self.moves
        if self.struck:
            raise Killed
        self.moves -= 1
        return move(path, to)

    def _clear(self, folder: Path, *, ignore_errors: bool = False) -> None:
        if not self.struck:
            self._rmtree(folder, ignore_errors=ignore_errors)


def test_a_run_killed_between_any_two_files_leaves_the_old_or_the_new_ones(
    tmp_path: Path, planned: PlannedDay, monkeypatch: pytest.MonkeyPatch
) -> None:
    formats = frozenset({Format.GPX, Format.GEOJSON, Format.PLAN})
    seen = set()
    for moves in range(40):
        out = tmp_path / str(moves) / "out"
        out.parent.mkdir()
        write(out, planned, formats)
        for file in (path for path in out.rglob("*") if path.is_file()):
            file.write_text("old")
        names = {path.relative_to(out) for path in out.rglob("*")}
        with monkeypatch.context() as patch, contextlib.suppress(Killed):
            killer = Killer(moves, patch)
            write(out, planned, formats)
        require_writable(out)
        assert {path.relative_to(out) for path in out.rglob("*")} == names
        assert [path.name for path in out.parent.iterdir()] == ["out"]
        old = {path.read_text("utf-8") == "old" for path in out.rglob("*") if path.is_file()}
        assert len(old) == 1, moves
        seen |= old
        if not killer.struck:
            break
    assert seen == {True, False}
    assert moves > len(names)


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
