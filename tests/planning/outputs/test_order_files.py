import csv
import io
from dataclasses import replace
from pathlib import Path
from zipfile import ZipFile

import openpyxl
import pytest

from domain.plan import Plan
from domain.supply import ReplenishmentLine
from planning.outputs.order_files import write_orders_csv, write_orders_xlsx
from planning.outputs.sheet_style import cell_text
from tests.hostile_day import HostileDay, hostile_day
from tests.hostile_texts import HOSTILE
from tests.maps.made_up_plan import PlannedDay, plan_day
from tests.plain_wording import say

FORMULA = tuple("=+-@\t\r")


@pytest.fixture(scope="module")
def day() -> PlannedDay:
    """A plan with an order to a supplier and a transfer."""
    return plan_day(routes=1, stops=2, side=10)


@pytest.fixture(scope="module")
def hostile() -> HostileDay:
    """A plan that orders a hostile SKU from a hostile supplier, for each hostile text."""
    day, line = hostile_day(), plan_day(routes=1, stops=1, side=10).plan.replenishment[0]
    lines = tuple(replace(line, from_id=t, to_id=t, sku=t) for t in HOSTILE.values())
    return replace(day, plan=replace(day.plan, replenishment=lines))


def read(path: Path) -> list[dict[str, str]]:
    content = path.read_bytes()
    assert content.startswith(b"\xef\xbb\xbf")
    return list(csv.DictReader(io.StringIO(content.decode("utf-8-sig"), newline="")))


def test_the_csv_tells_both_kinds_with_their_places_days_and_units(
    tmp_path: Path, day: PlannedDay
) -> None:
    write_orders_csv(tmp_path / "orders.csv", day.plan, day.dataset, say)
    bought, moved = read(tmp_path / "orders.csv")
    assert (bought["kind"], moved["kind"]) == ("orders.order", "orders.transfer")
    assert (bought["from_id"], bought["from_name"]) == ("SUPPLIER", "")
    assert (moved["from_id"], moved["from_name"]) == ("W2", "Depot 2")
    assert (moved["to_id"], moved["to_name"], moved["sku"]) == ("W1", "Depot 1", "SKU001")
    assert (moved["order_date"], moved["due_date"]) == ("2026-11-20", "2026-11-23")
    assert (moved["units"], moved["volume_m3"], moved["cost_EUR"]) == ("24", "0.48", "480.0")
    assert moved["reason"] == "replenish.cover 5 6.5"


def test_the_workbook_holds_the_same_with_numbers_and_dates_as_such(
    tmp_path: Path, day: PlannedDay
) -> None:
    write_orders_xlsx(tmp_path / "orders.xlsx", day.plan, day.dataset, say)
    sheet = openpyxl.load_workbook(tmp_path / "orders.xlsx").worksheets[0]
    rows = list(sheet.iter_rows(min_row=3, values_only=True))
    assert len(rows) == 2
    kind, order_date, _, from_id, *_, units, _volume, _weight, cost, reason = rows[1]
    assert (kind, from_id, units, cost) == ("orders.transfer", "W2", 24, 480)
    assert getattr(order_date, "year", 0) == 2026
    assert reason == "replenish.cover 5 6.5"


def test_lines_of_one_sender_stand_together(tmp_path: Path, day: PlannedDay) -> None:
    line = day.plan.replenishment[0]
    lines = [replace(line, from_id=who, sku=sku) for sku in "AB" for who in ("S2", "S1")]
    write_orders_csv(tmp_path / "o.csv", _with(day.plan, lines), day.dataset, say)
    senders = [row["from_id"] for row in read(tmp_path / "o.csv")]
    assert senders == ["S1", "S1", "S2", "S2", "W2"]


def _with(plan: Plan, lines: list[ReplenishmentLine]) -> Plan:
    return replace(plan, replenishment=tuple(lines))


def test_nothing_to_order_is_a_table_without_rows(tmp_path: Path, day: PlannedDay) -> None:
    plan = replace(day.plan, replenishment=(), transfers=())
    write_orders_csv(tmp_path / "o.csv", plan, day.dataset, say)
    write_orders_xlsx(tmp_path / "o.xlsx", plan, day.dataset, say)
    assert read(tmp_path / "o.csv") == []
    assert openpyxl.load_workbook(tmp_path / "o.xlsx").worksheets[0].max_row == 2


def test_no_cell_is_a_formula_for_a_spreadsheet(tmp_path: Path, hostile: HostileDay) -> None:
    write_orders_csv(tmp_path / "o.csv", hostile.plan, hostile.dataset, say)
    rows = read(tmp_path / "o.csv")
    assert len(rows) == len(HOSTILE)
    assert not [cell for row in rows for cell in row.values() if cell.startswith(FORMULA)]
    write_orders_xlsx(tmp_path / "o.xlsx", hostile.plan, hostile.dataset, say)
    sheet = openpyxl.load_workbook(tmp_path / "o.xlsx").worksheets[0]
    rows_of_cells = list(sheet.iter_rows(min_row=3))
    cells = [cell for row in rows_of_cells for cell in row]
    assert {cell.data_type for cell in cells} <= {"s", "n", "d"}
    assert not [cell for cell in cells if cell.hyperlink]
    # XML takes a line end of any kind for one; the writer escapes the rest.
    read_back = {str(row[7].value) for row in rows_of_cells}
    kept = {cell_text(text) for text in HOSTILE.values()}
    assert len(read_back & kept) >= len(kept) - 2


def test_no_user_is_named_in_the_workbook(tmp_path: Path, day: PlannedDay) -> None:
    write_orders_xlsx(tmp_path / "o.xlsx", day.plan, day.dataset, say)
    with ZipFile(tmp_path / "o.xlsx") as workbook:
        core = workbook.read("docProps/core.xml").decode()
    assert "<dc:creator>Wayloom</dc:creator>" in core
    assert "<cp:lastModifiedBy>Wayloom</cp:lastModifiedBy>" in core
