"""The stock workbook: every line with its figures and reason, and no text that runs."""

from dataclasses import replace
from pathlib import Path
from typing import Any

import openpyxl
import pytest

from domain.message import message
from domain.stock_alert import StockAlert, StockAlertKind
from domain.supply import LaterSupply, OtherQuantity, Scarcity, StockSummary
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
        "stock.later",
        "stock.alerts",
        "stock.scarce",
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


def test_what_follows_what_is_scarce_and_what_to_look_at_have_sheets(
    tmp_path: Path, day: PlannedDay
) -> None:
    plan = day.plan
    line = plan.replenishment[0]
    other = OtherQuantity(units=24, cost_minor=800, stock_out_percent=12.5, cover_days=9)
    told = replace(
        plan,
        replenishment=(
            replace(line, reasons=(message("a.why"), message("b.why")), others=(other, other)),
        ),
        later_supply=(
            LaterSupply(
                from_id="S1", to_id="W1", sku=line.sku, units=12,
                order_date=plan.day, due_date=plan.day,
            ),
        ),
        stock_summary=StockSummary(
            days=28, cost_minor=9, lower_bound_minor=8, gap_percent=1.0, spent_minor=5,
            scarce=(
                Scarcity(kind="storage", warehouse_id="W1", date=plan.day, price_minor=310.5),
                Scarcity(kind="budget", price_minor=50.0),
            ),
        ),
        stock_alerts=(
            StockAlert(
                kind=StockAlertKind.PEAK, warehouse_id="W1", date=plan.day, chance=0.25,
                message=message("c.why"),
            ),
        ),
    )  # fmt: skip
    book = written(tmp_path / "stock.xlsx", replace(day, plan=told))
    ordered, later, alert, *scarce = (
        [cell.value for cell in book[sheet][row]]
        for sheet, row in (
            ("stock.to_order", 3),
            ("stock.later", 3),
            ("stock.alerts", 3),
            ("stock.scarce", 3),
            ("stock.scarce", 4),
        )
    )
    assert ordered[9] == "\n".join(map(say, (message("a.why"), message("b.why"))))
    assert ordered[10].count("\n") == 1
    assert [later[0], later[1], later[4]] == ["S1", "W1", 12]
    assert alert[1] == "W1"
    assert alert[4] == 25
    assert [row[3] for row in scarce] == [3.105, 0.5]


def test_a_stock_plan_alone_has_no_sheets_of_orders(tmp_path: Path, day: PlannedDay) -> None:
    path = tmp_path / "stock.xlsx"
    write_stock_tables(path, day.plan, day.dataset, say, with_orders=False)
    assert "stock.allocation" not in openpyxl.load_workbook(path).sheetnames
