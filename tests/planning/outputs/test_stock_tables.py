"""The stock workbook: every line with its figures and reason, and no text that runs."""

from dataclasses import replace
from pathlib import Path
from typing import Any

import openpyxl
import pytest

from planning.outputs.stock_tables import write_stock_tables
from tests.hostile_texts import HOSTILE
from tests.maps.made_up_plan import PlannedDay, plan_day
from tests.plain_wording import say


@pytest.fixture(scope="module")
def day() -> PlannedDay:
    """A small plan with a line to order and a line to move."""
    return plan_day(routes=2, stops=4, side=20)


def written(path: Path, day: PlannedDay) -> Any:
    """The workbook of a day, as a spreadsheet program opens it."""
    write_stock_tables(path, day.plan, day.dataset, say)
    return openpyxl.load_workbook(path)


def test_a_sheet_per_decision_with_its_lines(tmp_path: Path, day: PlannedDay) -> None:
    book = written(tmp_path / "stock.xlsx", day)
    assert book.sheetnames == [
        "stock.to_order",
        "stock.to_move",
        "stock.allocation",
        "stock.left_out",
    ]
    line = day.plan.replenishment[0]
    row = [cell.value for cell in book["stock.to_order"][3]]
    assert row[:3] == [line.from_id, line.to_id, line.sku]
    assert row[4] == line.units
    assert row[5].date() == line.order_date
    assert row[7] == line.cost_minor / 100
    assert row[8] == say(line.explanation)
    left_out = [cell.value for cell in book["stock.left_out"]["A"]][2:]
    assert left_out == [order.order_id for order in day.plan.unassigned]


def test_money_without_decimals_stays_whole(tmp_path: Path, day: PlannedDay) -> None:
    yen = replace(day, plan=replace(day.plan, currency="JPY"))
    cell = written(tmp_path / "stock.xlsx", yen)["stock.to_order"]["H3"]
    assert (cell.value, cell.number_format) == (day.plan.replenishment[0].cost_minor, "#,##0")


def test_hostile_text_stays_text(tmp_path: Path, day: PlannedDay) -> None:
    line = day.plan.replenishment[0]
    lines = tuple(replace(line, from_id=text, sku=text) for text in HOSTILE.values())
    hostile = replace(day, plan=replace(day.plan, replenishment=lines, transfers=lines))
    book = written(tmp_path / "stock.xlsx", hostile)
    for sheet in book:
        for row in sheet.iter_rows():
            assert all(cell.data_type != "f" and cell.hyperlink is None for cell in row)


def test_the_file_names_no_user_and_not_when_it_was_written(
    tmp_path: Path, day: PlannedDay
) -> None:
    properties = written(tmp_path / "stock.xlsx", day).properties
    assert properties.creator == "Wayloom"
    assert properties.created.date() == properties.modified.date() == day.plan.day
