"""Rows of a table: their order, their filter, and that many of them are quick."""

from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from time import perf_counter

import pytest
from PySide6.QtCore import QModelIndex, Qt
from PySide6.QtTest import QAbstractItemModelTester
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from gui.tables.column import Column, natural_key
from gui.tables.planner_table import PlannerTable
from gui.tables.row_model import RowModel
from gui.theme import LIGHT

MANY = 50_000


@dataclass(frozen=True, slots=True)
class Row:
    """A row for tests."""

    name: str
    amount: float | None


COLUMNS = (
    Column[Row](key="name", title=lambda: "Name", text=lambda row: row.name),
    Column[Row](
        key="amount",
        title=lambda: "Amount",
        text=lambda row: "" if row.amount is None else f"{row.amount:,.1f}",
        value=lambda row: row.amount,
        is_number=True,
    ),
)


@pytest.fixture
def model(qapp: QApplication) -> RowModel[Row]:
    """Three rows and one without an amount."""
    made = RowModel(COLUMNS, LIGHT)
    made.set_rows([Row("van 10", 9.5), Row("Van 2", 1000.0), Row("bike", None), Row("van 1", 80.0)])
    return made


def names(model: RowModel[Row]) -> list[str]:
    return [model.row(i).name for i in range(model.rowCount())]


def test_numbers_are_sorted_by_size_and_what_is_not_known_comes_last(
    model: RowModel[Row],
) -> None:
    model.sort(1, Qt.SortOrder.AscendingOrder)
    assert names(model) == ["van 10", "van 1", "Van 2", "bike"]
    model.sort(1, Qt.SortOrder.DescendingOrder)
    assert names(model) == ["Van 2", "van 1", "van 10", "bike"]
    model.sort(-1)
    assert names(model) == ["van 10", "Van 2", "bike", "van 1"]


def test_numbers_within_texts_count_by_size(model: RowModel[Row]) -> None:
    model.sort(0, Qt.SortOrder.AscendingOrder)
    assert names(model) == ["bike", "van 1", "Van 2", "van 10"]
    assert natural_key("9" * 5_000) < natural_key("1" + "0" * 5_000)


def test_the_filter_wants_every_word_in_any_case_and_keeps_the_order(
    model: RowModel[Row],
) -> None:
    QAbstractItemModelTester(model)
    model.sort(0, Qt.SortOrder.AscendingOrder)
    model.set_filter("VAN 1")
    assert names(model) == ["van 1", "van 10"]
    model.sort(1, Qt.SortOrder.AscendingOrder)
    assert names(model) == ["van 10", "van 1"]
    model.set_filter("")
    assert model.rowCount() == 4


def test_a_row_stays_selected_when_the_order_changes(model: RowModel[Row], qtbot: QtBot) -> None:
    table = PlannerTable(model)
    qtbot.addWidget(table)
    table.show_row(1)
    table.sortByColumn(1, Qt.SortOrder.DescendingOrder)
    assert [model.row(at).name for at in table.selected_positions()] == ["Van 2"]
    assert model.rowCount(model.index(0, 0)) == 0
    assert model.columnCount(QModelIndex()) == 2


def test_fifty_thousand_rows_are_quick(qtbot: QtBot) -> None:
    model = RowModel(COLUMNS, LIGHT)
    table = PlannerTable(model)
    qtbot.addWidget(table)
    table.resize(800, 500)
    table.show()
    rows = [Row(f"customer {i * 7919 % MANY}", i / 3) for i in range(MANY)]
    assert seconds(lambda: model.set_rows(rows)) < 0.2
    model.set_filter("customer 4999")
    qtbot.waitUntil(lambda: 0 < model.rowCount() < MANY, timeout=10_000)
    assert model.rowCount() == sum("4999" in row.name for row in rows)
    assert min(seconds(partial(model.set_filter, f"customer {i}")) for i in range(5)) < 0.05
    model.set_filter("")
    assert min(seconds(partial(_scroll, table, i)) for i in range(5)) < 0.05
    table.sortByColumn(1, Qt.SortOrder.DescendingOrder)
    assert model.row(0).amount == (MANY - 1) / 3


def _scroll(table: PlannerTable[Row], step: int) -> None:
    table.verticalScrollBar().setValue(step * 9_000)
    table.viewport().repaint()


def seconds(act: Callable[[], None]) -> float:
    start = perf_counter()
    act()
    return perf_counter() - start
