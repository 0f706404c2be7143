"""What can be done to a project, and what does not fit it."""

import datetime
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from domain.errors import ProjectError
from planning.project.acts import (
    Act,
    AddRows,
    CellChange,
    ChangeCells,
    ImportTables,
    NewRow,
    RemoveRows,
    SourceSeen,
    StoredTable,
)
from planning.project.import_tables import gather
from planning.project.project import Project
from planning.reading.raw_table import LostRow
from tests.planning.project.made_projects import (
    HEADER,
    a_day,
    a_table,
    added,
    make_day,
    plain,
    written,
)

_HALF = "\ud83d"


def _cells(*changes: tuple[int, str, str, str], table: str = "orders") -> ChangeCells:
    return ChangeCells(
        cells=tuple(
            CellChange(table=table, row=row, column=column, before=before, after=after)
            for row, column, before, after in changes
        )
    )


def _rows(*rows: NewRow, table: str = "orders", header: tuple[str, ...] = HEADER) -> AddRows:
    return AddRows(table=table, header=header, rows=rows)


_ONE = NewRow(row=9, cells=("O9", "x", "1"))
_STORED = StoredTable(name="a", file="a.csv", header=(), rows=0, content="none")

_MISFITS: list[tuple[Act, str]] = [
    (_cells((2, "name", "other", "x")), "project.cell_differs"),
    (_cells((2, "id", "O0", "x"), (2, "id", "O0", "y")), "project.cell_differs"),
    (_cells((3, "id", "O1", "x"), (2, "name", "other", "x")), "project.cell_differs"),
    (_cells((2, "none", "", "x")), "project.unknown_column"),
    (_cells((99, "id", "", "x")), "project.unknown_row"),
    (_cells((1, "id", "id", "x")), "project.unknown_row"),
    (_cells((-1, "id", "", "x")), "project.unknown_row"),
    (_cells((7, "id", "O?", "x")), "project.unknown_row"),
    (_cells((2, "id", "O0", "x"), table="none"), "project.unknown_table"),
    (_cells((2, "id", "O0", f"x{_HALF}")), "project.half_character"),
    (_rows(replace(_ONE, row=2)), "project.row_taken"),
    (_rows(replace(_ONE, row=0)), "project.row_taken"),
    (_rows(replace(_ONE, row=-5)), "project.row_taken"),
    (_rows(replace(_ONE, row=2**63)), "project.row_taken"),
    (_rows(_ONE, _ONE), "project.row_taken"),
    (_rows(replace(_ONE, cells=("O9",))), "project.row_width"),
    (_rows(_ONE, header=("id", "name", "other")), "project.unknown_column"),
    (_rows(replace(_ONE, cells=("a", "b")), header=("id", "id")), "project.column_twice"),
    (_rows(replace(_ONE, cells=("a", "b", _HALF))), "project.half_character"),
    (_rows(_ONE, table=_HALF), "project.half_character"),
    (RemoveRows(table="orders", rows=(2, 2)), "project.unknown_row"),
    (RemoveRows(table="orders", rows=(2, 99)), "project.unknown_row"),
    (RemoveRows(table="none", rows=()), "project.unknown_table"),
    (
        ImportTables(tables=(_STORED, _STORED), source=SourceSeen(location="x")),
        "project.table_twice",
    ),
    (ImportTables(tables=(_STORED,), source=SourceSeen(location="x")), "project.damaged_table"),
]


@pytest.mark.parametrize(("act", "code"), _MISFITS)
def test_act_that_does_not_fit_changes_nothing(tmp_path: Path, act: Act, code: str) -> None:
    with make_day(tmp_path) as project:
        before, content = plain(project.tables()), project.path.read_bytes()
        with pytest.raises(ProjectError) as refused:
            project.do(act)
        assert refused.value.message.code == code
        assert plain(project.tables()) == before
        assert project.revision == 1
        assert project.undoable is None
        assert project.do(written(project, 2, "name", "goes on")) == 2
    assert project.path.read_bytes() != content


def test_cells_of_one_step_may_follow_each_other(tmp_path: Path) -> None:
    with make_day(tmp_path) as project:
        project.do(_cells((2, "id", "O0", "x"), (2, "id", "x", "y")))
        assert project.cell("orders", 2, "id") == "y"
        project.undo()
        assert project.cell("orders", 2, "id") == "O0"


def test_cells_may_be_given_for_some_columns_in_any_order(tmp_path: Path) -> None:
    with make_day(tmp_path) as project:
        row = project.next_row("orders")
        project.do(_rows(NewRow(row=row, cells=("7", "N")), header=("load_kg", "id")))
        assert plain(project.tables())["orders"].rows[row] == ("N", "", "7")


def test_mended_row_stands_where_it_was_and_is_lost_no_more(tmp_path: Path) -> None:
    orders = a_table(
        "orders", [("A", "", ""), ("C", "", "")], rows=[2, 4], lost=[LostRow(row=3, cells=("B",))]
    )
    gathered = gather([orders], SourceSeen(location="/x"))
    with Project.create(tmp_path / "p.wayloom", gathered, name="p") as project:
        project.do(added(3, "B", "", ""))
        (table,) = project.tables()
        assert table.rows.tolist() == [2, 3, 4]
        assert table.cells[0].to_pylist() == ["A", "B", "C"]
        assert (table.lost, table.lost_rows) == ((), 0)
        with pytest.raises(ProjectError):
            project.do(added(3, "B", "", ""))
        project.undo()
        (table,) = project.tables()
        assert [record.row for record in table.lost] == [3]
        project.do(RemoveRows(table="orders", rows=(3,)))
        assert project.tables()[0].lost_rows == 0
        assert project.next_row("orders") == 5


def test_rows_lost_beyond_those_that_are_told_stay_counted(tmp_path: Path) -> None:
    orders = replace(a_table("orders", [], lost=[LostRow(row=3, cells=())]), lost_rows=5000)
    gathered = gather([orders], SourceSeen(location="/x"))
    with Project.create(tmp_path / "p.wayloom", gathered, name="p") as project:
        project.do(added(3, "B", "", ""))
        assert project.tables()[0].lost_rows == 4999


def test_number_cells_follow_their_rows(tmp_path: Path) -> None:
    orders = a_table(
        "orders",
        [("A", "1", "1"), ("B", "2", "2"), ("C", "3", "3")],
        rows=[2, 4, 5],
        lost=[LostRow(row=3, cells=())],
        numbers={1: [0, 1, 2], 2: [2]},
    )
    gathered = gather([orders], SourceSeen(location="/x"))
    with Project.create(tmp_path / "p.wayloom", gathered, name="p") as project:
        project.do(added(3, "L", "9", "9"))
        project.do(RemoveRows(table="orders", rows=(2,)))
        project.do(written(project, 5, "name", "3.0"))
        (table,) = project.tables()
        assert table.cells[0].to_pylist() == ["L", "B", "C"]
        assert {at: found.tolist() for at, found in table.number_cells.items()} == {
            1: [1],
            2: [2],
        }


def test_rows_without_ascending_numbers_are_numbered_anew(tmp_path: Path) -> None:
    twice = a_table("orders", [("A", "", ""), ("B", "", ""), ("C", "", "")], rows=[2, 3, 2])
    gathered = gather([twice], SourceSeen(location="/x"))
    with Project.create(tmp_path / "p.wayloom", gathered, name="p") as project:
        assert project.tables()[0].rows.tolist() == [2, 3, 4]


def test_tables_that_did_not_change_are_the_same(tmp_path: Path) -> None:
    with make_day(tmp_path) as project:
        orders, vehicles = project.tables()
        project.do(written(project, 2, "name", "x"))
        changed, same = project.tables()
        assert same is vehicles
        assert changed is not orders
        assert changed.cells[0] is orders.cells[0]
        assert orders.text("name", 0) == "顾客 0"


def test_import_of_some_tables_keeps_the_others_and_is_undone(tmp_path: Path) -> None:
    with make_day(tmp_path) as project:
        project.do(written(project, 2, "name", "edited"))
        edited = plain(project.tables())
        vehicles = a_table("vehicles", [("V9", "tram", "1")])
        goods = a_table("goods", [("G", "x", "1")])
        seen = SourceSeen(location="/second")
        project.import_tables(gather([goods, vehicles], seen, replaces_all=False))
        now = plain(project.tables())
        assert list(now) == ["orders", "vehicles", "goods"]
        assert now["orders"] == edited["orders"]
        assert project.source == seen
        project.do(RemoveRows(table="vehicles", rows=(2,)))
        project.import_tables(gather([goods], SourceSeen(location="/third")))
        assert list(plain(project.tables())) == ["goods"]
        project.undo()
        assert plain(project.tables())["vehicles"].rows == {}
        project.undo()
        assert plain(project.tables()) == now
        project.undo()
        assert plain(project.tables()) == edited
        assert project.source.location == "/data/day"


def test_new_act_ends_what_could_be_done_again(tmp_path: Path) -> None:
    with make_day(tmp_path) as project:
        first = written(project, 2, "name", "a")
        project.do(first)
        assert project.undo() == first
        assert project.redoable == first
        project.keep_plan(b"p", datetime.date(2026, 1, 1), "f")
        project.keep_day(datetime.date(2026, 1, 2))
        assert project.redoable == first
        project.do(written(project, 2, "name", "b"))
        assert project.redoable is None
        assert project.redo() is None
        assert [entry.undone for entry in project.history()] == [False, True, False, False]


def test_first_import_is_never_undone(tmp_path: Path) -> None:
    with make_day(tmp_path) as project:
        assert project.undoable is None
        assert project.undo() is None
        assert project.revision == 1


def test_same_table_again_takes_no_room(tmp_path: Path) -> None:
    with make_day(tmp_path, 2000) as project:
        project.import_tables(a_day(2000))
    once = make_day(tmp_path, 2000, name="once.wayloom")
    once.close()
    assert project.path.stat().st_size == once.path.stat().st_size


def test_project_of_no_tables_is_filled_by_hand(tmp_path: Path) -> None:
    gathered = gather([], SourceSeen(location=""))
    with Project.create(tmp_path / "p.wayloom", gathered, name="p") as project:
        project.do(added(2, "O1", "x", "1"))
        assert plain(project.tables())["orders"].rows == {2: ("O1", "x", "1")}
        project.undo()
        assert project.tables() == ()
        project.redo()
        project.do(RemoveRows(table="orders", rows=(2,)))
        assert project.next_row("orders") == 3


def test_tables_of_the_same_name_make_no_project(tmp_path: Path) -> None:
    table = a_table("orders", [])
    with pytest.raises(ProjectError) as refused:
        Project.create(
            tmp_path / "p.wayloom", gather([table, table], SourceSeen(location="")), name="p"
        )
    assert refused.value.message.code == "project.table_twice"
    assert list(tmp_path.iterdir()) == []


def test_halves_of_characters_in_names_are_replaced(tmp_path: Path) -> None:
    table = replace(a_table("orders", []), file=f"caf{_HALF}.csv", header=(_HALF, "b", "c"))
    gathered = gather([table], SourceSeen(location=f"/data/caf{_HALF}"))
    with Project.create(tmp_path / "p.wayloom", gathered, name=f"p{_HALF}") as project:
        (found,) = project.tables()
        assert (found.file, found.header) == ("caf?.csv", ("?", "b", "c"))
        assert (project.name, project.source.location) == ("p?", "/data/caf?")


def test_plan_of_a_revision_that_is_none(tmp_path: Path) -> None:
    with make_day(tmp_path) as project, pytest.raises(ProjectError) as refused:
        project.plan_of(1)
    assert refused.value.message.code == "project.unknown_plan"


def test_chosen_day_is_kept(tmp_path: Path) -> None:
    with make_day(tmp_path) as project:
        assert project.day is None
        project.keep_day(datetime.date(2026, 3, 9))
    with Project.open(project.path) as again:
        assert again.day == datetime.date(2026, 3, 9)
        again.keep_day(None)
        assert again.day is None


def test_wide_and_long_and_empty_tables(tmp_path: Path) -> None:
    wide = a_table("wide", [tuple("x" * 300)], header=tuple(f"c{at}" for at in range(300)))
    none = a_table("none", [], header=())
    rows = np.arange(2, 30_002)
    long = a_table("long", [("1", "2", "3")] * 30_000, rows=rows.tolist())
    gathered = gather([wide, none, long], SourceSeen(location=""))
    with Project.create(tmp_path / "p.wayloom", gathered, name="p") as project:
        assert [len(table) for table in project.tables()] == [1, 0, 30_000]
        assert project.cell("wide", 2, "c299") == "x"
