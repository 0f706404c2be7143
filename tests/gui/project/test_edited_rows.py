"""What the window lays over a table is what the project has, whatever was done and undone."""

import time
from collections.abc import Sequence

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from gui.project.edited_rows import EditedRows
from planning.project.acts import Act, AddRows, ChangeCells, RemoveRows
from planning.project.contents import read_table_bytes
from planning.project.current_tables import CurrentTables
from planning.reading.raw_table import RawTable, text_array
from tests.planning.project.made_projects import HEADER, a_day, plain_table

TEXTS = st.sampled_from(["", "7", "Ä", "顾客", "=1"])


def project_tables() -> CurrentTables:
    """The tables of a small day as a project keeps them, without its file."""
    day = a_day(4)
    tables = CurrentTables(
        lambda stored: read_table_bytes(
            day.contents[stored.content], stored.content, len(stored.header)
        )
    )
    tables.rebuilding([day.act])()
    return tables


def orders_of(tables: CurrentTables) -> RawTable:
    return next(table for table in tables.raw() if table.name == "orders")


def seen(rows: EditedRows) -> tuple[dict[int, tuple[str, ...]], set[int]]:
    """What a planner sees: rows with their cells, and which of them are lost."""
    numbers = [int(row) for row in rows.numbers]
    kept = {row: rows.cells(row) for row in numbers if not rows.is_lost(row)}
    return kept, {row for row in numbers if rows.is_lost(row)}


def a_random_act(rows: EditedRows, data: st.DataObject) -> Act | None:
    """Something that a planner can do to the rows that there are."""
    numbers = [int(row) for row in rows.numbers]
    lost = [row for row in numbers if rows.is_lost(row)]
    sound = [row for row in numbers if not rows.is_lost(row)]
    kinds = ["add"] + ["change", "remove"] * bool(sound) + ["mend"] * bool(lost)
    kind = data.draw(st.sampled_from(kinds))
    if kind == "add":
        return rows.adding([[data.draw(TEXTS)] * data.draw(st.integers(0, 3))])
    if kind == "mend":
        return rows.mending({lost[0]: {"name": data.draw(TEXTS)}})
    if kind == "remove":
        gone = data.draw(st.lists(st.sampled_from(sound), min_size=1, unique=True))
        return RemoveRows(table="orders", rows=tuple(gone))
    places = st.tuples(st.sampled_from(sound), st.sampled_from(HEADER))
    return rows.changes(data.draw(st.dictionaries(places, TEXTS, min_size=1, max_size=4)))


@given(st.data())
def test_edits_here_are_the_edits_of_the_project(data: st.DataObject) -> None:
    tables = project_tables()
    rows = EditedRows(orders_of(tables))
    done: list[Act] = []
    for is_undo in data.draw(st.lists(st.booleans(), min_size=1, max_size=12)):
        if done and is_undo:
            act = done.pop()
            assert isinstance(act, ChangeCells | AddRows | RemoveRows)
            tables.undoing(act)()
            assert rows.revert(act)
        elif (new := a_random_act(rows, data)) is not None:
            tables.doing(new)()
            assert rows.apply(new)
            done.append(new)
        theirs = plain_table(orders_of(tables))
        assert seen(rows) == (theirs.rows, set(theirs.lost))
    # A table that is read after all that has the same rows, and can be edited on.
    anew = EditedRows(orders_of(tables))
    assert seen(anew) == seen(rows)
    assert rows.next_row >= anew.next_row


def test_a_removed_row_that_was_never_seen_must_be_read_anew() -> None:
    tables = project_tables()
    act = RemoveRows(table="orders", rows=(3,))
    tables.doing(act)()
    rows = EditedRows(orders_of(tables))
    assert not rows.revert(act)


def test_a_lost_row_shows_what_could_be_told_apart() -> None:
    rows = EditedRows(orders_of(project_tables()))
    assert rows.is_lost(6)
    assert rows.cells(6) == ("O?", "a", "b")
    first, around = rows.around(6, 4)
    assert (first, around[2][0], around[3]) == (4, "O?", ())


@pytest.mark.parametrize("words", [("顾客",), ("o1",), ("顾客", "12"), ("no",)])
def test_the_filter_finds_words_in_read_and_edited_rows(words: Sequence[str]) -> None:
    rows = EditedRows(orders_of(project_tables()))
    for act in (
        rows.changes({(3, "name"): "no more"}),
        rows.adding([["O12", "new", "顾客 o1"]]),
        RemoveRows(table="orders", rows=(4,)),
    ):
        assert act is not None
        rows.apply(act)
    found = rows.with_edits(rows.rows_with(words), words)
    assert found.tolist() == [row for row in rows.numbers.tolist() if rows.has_words(row, words)]


def test_a_million_rows_cost_an_edit_no_more_than_few() -> None:
    count = 1_000_000
    numbers = np.arange(2, count + 2)
    cells = text_array([f"S{number % 1000}" for number in range(count)])
    table = RawTable(name="demand_history", file="d.csv", header=("sku",), cells=(cells,),
                     rows=numbers)  # fmt: skip
    rows = EditedRows(table)
    begun_s = time.process_time()
    for number in range(10):
        act = rows.changes({(number * 1000 + 5, "sku"): "new"})
        assert act is not None
        rows.apply(act)
        rows.apply(rows.adding([["added"]]))
        rows.apply(RemoveRows(table="demand_history", rows=(number * 7 + 3,)))
    spent_s = time.process_time() - begun_s
    assert len(rows) == count
    assert rows.cell(5, 0) == "new"
    assert spent_s / 30 < 0.05
