"""What a planner does with a table beside reading it: copy, hide columns, keep their widths."""

import csv
import io

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from gui.tables.planner_table import PlannerTable
from gui.tables.row_model import RowModel
from gui.theme import LIGHT
from planning.outputs.spreadsheet_text import csv_bytes, safe_cell, tab_separated
from tests.gui.tables.test_row_model import COLUMNS, Row
from tests.hostile_texts import HOSTILE


@pytest.fixture
def table(qtbot: QtBot) -> PlannerTable[Row]:
    """Three rows."""
    model = RowModel(COLUMNS, LIGHT)
    model.set_rows([Row("=1+1", 1234.5), Row("two\nlines", -2.0), Row("three", None)])
    made = PlannerTable(model)
    qtbot.addWidget(made)
    return made


def test_rows_are_copied_as_a_spreadsheet_expects(table: PlannerTable[Row], qtbot: QtBot) -> None:
    table.selectAll()
    QTest.keyClick(table, Qt.Key.Key_C, Qt.KeyboardModifier.ControlModifier)
    expected = "Name\tAmount\n'=1+1\t1234.5\ntwo lines\t-2.0\nthree\t"
    assert QApplication.clipboard().text() == expected
    table.show_row(0)
    assert table.copied_text() == "'=1+1\t1234.5"


def test_a_hidden_column_is_not_copied_and_comes_back(table: PlannerTable[Row]) -> None:
    name, amount = table.columns_menu().actions()
    name.trigger()
    table.show_row(0)
    assert table.copied_text() == "1234.5"
    assert not table.columns_menu().actions()[1].isEnabled()
    table.columns_menu().actions()[0].trigger()
    assert table.copied_text() == "'=1+1\t1234.5"
    assert amount.isEnabled()


def test_a_layout_comes_back(table: PlannerTable[Row], qtbot: QtBot) -> None:
    header = table.horizontalHeader()
    header.moveSection(1, 0)
    header.resizeSection(1, 321)
    table.sortByColumn(1, Qt.SortOrder.DescendingOrder)
    layout = table.save_layout()
    other = PlannerTable(RowModel(COLUMNS, LIGHT))
    qtbot.addWidget(other)
    other.restore_layout(layout)
    assert other.save_layout() == layout
    assert other.columnWidth(1) == 321
    table.setColumnHidden(0, True)
    other.restore_layout(table.save_layout())
    assert other.isColumnHidden(0)


@pytest.mark.parametrize(
    "junk",
    [
        {},
        {"order": 3, "hidden": [None], "widths": {"name": "wide", "amount": -4}, "sorted_by": []},
        {"order": ["no such", "name"], "hidden": ["name", "amount"], "descending": "yes"},
    ],
)
def test_a_layout_that_makes_no_sense_is_passed_over(
    table: PlannerTable[Row], junk: dict[str, object]
) -> None:
    table.restore_layout(junk)
    assert not table.isColumnHidden(0)
    assert table.columnWidth(1) > 0


def test_no_cell_is_taken_for_a_formula() -> None:
    for text in HOSTILE.values():
        cell = safe_cell(text)
        assert not cell.lstrip().startswith(("=", "+", "-", "@"))
        assert cell[:1] == text[:1] or cell[:2] == f"'{text[:1]}"
    assert [safe_cell(text) for text in ("-38.20", "+4", "1e5")] == ["-38.20", "+4", "1e5"]


def test_cells_stay_in_their_row_and_column() -> None:
    rows = [[text, "end"] for text in HOSTILE.values()]
    lines = tab_separated(rows).split("\n")
    assert [line.count("\t") for line in lines] == [1] * len(rows)
    read = csv.reader(io.StringIO(csv_bytes(rows).decode("utf-8-sig"), newline=""))
    assert [row[1] for row in read] == ["end"] * len(rows)
