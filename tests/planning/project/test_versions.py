"""Projects of every version that was released open, and older ones become new ones or stay."""

import datetime
import shutil
import sqlite3
from contextlib import closing
from pathlib import Path

import pytest

from domain.errors import ProjectError
from planning.project.acts import AddRows, ChangeCells, ImportTables, RemoveRows
from planning.project.journal import PlanKept
from planning.project.migrations import STEPS, newest_version
from planning.project.project import Project
from planning.project.schema import VERSION
from tests.planning.project.golden_project import DAY, FIRST, PLAN, SECOND, make_golden
from tests.planning.project.made_projects import beside, closed_day, plain, written

_GOLDEN = Path(__file__).parent / "golden"


@pytest.fixture(
    params=[*sorted(_GOLDEN.glob("*.wayloom")), None], ids=lambda path: path and path.stem
)
def golden(request: pytest.FixtureRequest, tmp_path: Path) -> Path:
    """A copy of a project of each version, and one that is made now."""
    path = tmp_path / "golden.wayloom"
    if request.param is None:
        make_golden(path)
    else:
        shutil.copy(request.param, path)
    return path


def test_there_is_a_project_of_every_version() -> None:
    names = {path.stem for path in _GOLDEN.iterdir()}
    assert names == {f"version_{number}" for number in range(1, VERSION + 1)}
    assert newest_version(STEPS) == VERSION


def test_tables_of_golden_project(golden: Path) -> None:
    with Project.open(golden) as project:
        assert project.left_open is None
        assert project.name == "Golden 金"
        orders, vehicles, depots = project.tables()
        assert [orders.name, vehicles.name, depots.name] == ["orders", "vehicles", "depots"]
        seen = plain([orders, vehicles, depots])
        assert seen["orders"].rows == {
            2: ("O1", 'quote " and \\ and \x07', "12.5"),
            3: ("O2", "line\nbreak", "2"),
            4: ("O4", "mended", "3"),
            7: ("O7", "new", "4"),
        }
        assert seen["orders"].lost == {5: ()}
        assert seen["orders"].lost_rows == 1
        assert {at: found.tolist() for at, found in orders.number_cells.items()} == {2: [0]}
        assert (orders.file, orders.sheet, orders.header_row) == ("orders.csv", "", 1)
        assert seen["vehicles"].rows == {2: ("V2", "bike", "80")}
        assert seen["depots"].rows == {2: ("D1", "depot", "")}


def test_journal_of_golden_project(golden: Path) -> None:
    with Project.open(golden) as project:
        entries = project.history()
        assert [type(entry.act) for entry in entries] == [
            ImportTables,
            *(ChangeCells, ChangeCells, AddRows, AddRows, AddRows, PlanKept),
            *(RemoveRows, ImportTables, ChangeCells, ChangeCells),
        ]
        assert [entry.undone for entry in entries] == [False] * 9 + [True, True]
        assert [entry.revision for entry in entries] == [1, 2, 3, 4, 5, 6, 8, 9, 10, 11, 13]
        assert all(entry.at.tzinfo == datetime.UTC for entry in entries)
        assert project.revision == 14
        assert project.day == DAY
        assert project.kept_plan("f" * 64, DAY) == PLAN
        assert project.source == SECOND
        assert project.redoable == entries[-1].act
        assert project.undoable == entries[8].act


def test_golden_project_is_undone_to_its_import(golden: Path) -> None:
    with Project.open(golden) as project:
        undone = 0
        while project.undo():
            undone += 1
        assert undone == 7
        seen = plain(project.tables())
        assert project.source == FIRST
        assert list(seen) == ["orders", "vehicles"]
        assert seen["orders"].rows[2] == ("O1", "李 明", "12.5")
        assert seen["orders"].lost == {4: ("O?", "one", "two", "three"), 5: ()}
        numbers = project.tables()[0].number_cells
        assert {at: found.tolist() for at, found in numbers.items()} == {2: [0, 2]}
        for _ in range(7):
            assert project.redo() is not None
        assert plain(project.tables())["orders"].rows[4] == ("O4", "mended", "3")


def _adds_notes(connection: sqlite3.Connection) -> None:
    connection.execute("CREATE TABLE notes (text TEXT)")


def _renames(connection: sqlite3.Connection) -> None:
    connection.execute("UPDATE about SET value = 'renamed' WHERE key = 'name'")


def _version(path: Path) -> int:
    with closing(sqlite3.connect(path)) as connection:
        return int(connection.execute("PRAGMA user_version").fetchone()[0])


def test_older_project_is_brought_on_and_its_copy_stays(tmp_path: Path) -> None:
    path = closed_day(tmp_path)
    content = path.read_bytes()
    with Project.open(path, steps={1: _adds_notes, 2: _renames}) as project:
        assert project.name == "renamed"
        project.do(written(project, 2, "name", "x"))
    assert _version(path) == 3
    assert beside(path) == ["day.wayloom.version-1"]
    old = path.with_name("day.wayloom.version-1")
    assert _version(old) == 1
    with Project.open(path, steps={1: _adds_notes, 2: _renames}) as project:
        assert project.cell("orders", 2, "name") == "x"
    assert beside(path) == ["day.wayloom.version-1"]
    with Project.open(old) as project:
        assert project.name == "A day"
    assert len(old.read_bytes()) <= len(content)


def test_copy_of_an_older_time_is_kept(tmp_path: Path) -> None:
    path = closed_day(tmp_path)
    path.with_name("day.wayloom.version-1").write_bytes(b"precious")
    Project.open(path, steps={1: _adds_notes}).close()
    assert beside(path) == ["day.wayloom.version-1", "day.wayloom.version-1-2"]
    assert path.with_name("day.wayloom.version-1").read_bytes() == b"precious"


@pytest.mark.parametrize("failure", [RuntimeError("bug"), sqlite3.OperationalError("no such")])
def test_failing_step_leaves_the_older_project(tmp_path: Path, failure: Exception) -> None:
    path = closed_day(tmp_path)

    def fails(connection: sqlite3.Connection) -> None:
        connection.execute("DELETE FROM journal")
        raise failure

    with pytest.raises((RuntimeError, ProjectError)):
        Project.open(path, steps={1: _adds_notes, 2: fails})
    assert _version(path) == 1
    assert beside(path) == []
    with Project.open(path) as project:
        assert project.cell("orders", 2, "id") == "O0"
        assert not project.is_read_only


def test_missing_step_is_told(tmp_path: Path) -> None:
    path = closed_day(tmp_path)
    with pytest.raises(ProjectError) as refused:
        Project.open(path, steps={2: _renames})
    assert refused.value.message.code == "project.too_old"
    assert beside(path) == []


def test_project_that_is_held_is_never_brought_on(tmp_path: Path) -> None:
    path = closed_day(tmp_path)
    with Project.open(path), pytest.raises(ProjectError) as refused:
        Project.open(path, steps={1: _adds_notes})
    assert refused.value.message.code == "project.old_read_only"
    assert _version(path) == 1
    assert beside(path) == []
