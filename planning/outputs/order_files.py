"""What to order from suppliers and to move between warehouses, to be sent to both: CSV and XLSX."""

import datetime
import io
from collections.abc import Iterator
from pathlib import Path

from domain.dataset import Dataset
from domain.message import Message, message
from domain.plan import Plan
from domain.supply import ReplenishmentLine
from domain.units import MINOR_DIGITS, major_units
from maps.network.whole_file import write_whole_file
from maps.picture.plan_text import Say
from planning.outputs.plan_id import plan_id
from planning.outputs.sheet_style import (
    WORKBOOK_OPTIONS,
    StyledWorkbook,
    Value,
    cell_text,
    header_style,
    row_height,
    set_page,
)
from planning.outputs.spreadsheet_text import csv_bytes

_HEADER_ROW = 1
_COLUMNS = (
    *(("kind", 11, "text"), ("order_date", 12, "date"), ("due_date", 12, "date")),
    *(("from_id", 14, "text"), ("from_name", 20, "text")),
    *(("to_id", 12, "text"), ("to_name", 20, "text")),
    *(("sku", 14, "strong"), ("product_name", 24, "text"), ("units", 9, "whole")),
    *(("volume_m3", 10, "thousandths"), ("weight_kg", 10, "tenths")),
    *(("cost", 13, "hundredths"), ("reason", 60, "reason")),
)
"""Name, width and style of each column; the names are the headings of the CSV file."""

_HEADINGS = {
    "order_date": "stock.order_on",
    "due_date": "stock.arrives_on",
    "from_id": "stock.from",
    "to_id": "stock.to",
    "sku": "stock.sku",
    "product_name": "stock.product",
    "units": "stock.units",
    "volume_m3": "sheet.load_m3",
    "weight_kg": "sheet.load_kg",
    "cost": "stock.cost",
    "reason": "stock.why",
}
"""Texts that other tables have for the same; the rest is under ``orders.``."""


def write_orders_csv(path: Path, plan: Plan, dataset: Dataset, say: Say) -> None:
    """Write all orders and transfers of a plan as CSV, with the mark by which Excel knows UTF-8.

    Raises
    ------
    EnvironmentFault
        If the file cannot be written.
    """
    names = [name for name, _, _ in _COLUMNS]
    header = [f"cost_{plan.currency}" if name == "cost" else name for name in names]
    rows = [[_plain(value) for value in row] for row in order_rows(plan, dataset, say)]
    write_whole_file(path, csv_bytes([header, *rows]))


def write_orders_xlsx(path: Path, plan: Plan, dataset: Dataset, say: Say) -> None:
    """Write all orders and transfers of a plan as a workbook of one sheet.

    Raises
    ------
    EnvironmentFault
        If the file cannot be written.
    """
    import xlsxwriter

    content = io.BytesIO()
    with xlsxwriter.Workbook(content, WORKBOOK_OPTIONS) as workbook:
        title = cell_text(say(message("orders.title", day=plan.day.isoformat())))
        midnight = datetime.datetime.combine(plan.day, datetime.time())
        # No name of a user, and the same plan gives the same file.
        workbook.set_properties({"title": title, "author": "Wayloom", "created": midnight})
        _write_sheet(StyledWorkbook(workbook), title, plan, dataset, say)
    write_whole_file(path, content.getvalue())


def order_rows(plan: Plan, dataset: Dataset, say: Say) -> Iterator[tuple[Value, ...]]:
    """A row for each line, those that go to the same sender and receiver one after the other."""
    places = {w.warehouse_id: w.name for w in dataset.warehouses}
    products = {product.sku: product for product in dataset.products}
    kinds = (("orders.order", plan.replenishment), ("orders.transfer", plan.transfers))
    for code, lines in kinds:
        kind = say(message(code))
        for line in sorted(lines, key=_by_sender):
            product = products.get(line.sku)
            yield (
                kind,
                line.order_date,
                line.due_date,
                *(line.from_id, places.get(line.from_id, "")),
                *(line.to_id, places.get(line.to_id, "")),
                *(line.sku, product.name if product else "", line.units),
                round(line.units * product.unit_volume_m3, 6) if product else "",
                round(line.units * product.unit_weight_kg, 6) if product else "",
                float(major_units(line.cost_minor, plan.currency)),
                _reason(line.explanation, say),
            )


def _by_sender(line: ReplenishmentLine) -> tuple[str, str, datetime.date, str]:
    return line.from_id, line.to_id, line.due_date, line.sku


def _reason(explanation: Message, say: Say) -> str:
    return " ".join(say(explanation).split())


def _plain(value: Value) -> str:
    return value.isoformat() if isinstance(value, datetime.date) else str(value)


def _write_sheet(book: StyledWorkbook, title: str, plan: Plan, dataset: Dataset, say: Say) -> None:
    sheet = book.workbook.add_worksheet(cell_text(say(message("orders.sheet")))[:31])
    book.write_across(sheet, 0, len(_COLUMNS), title, "title")
    sheet.set_row(0, 28)
    for i, (name, width, style) in enumerate(_COLUMNS):
        sheet.set_column(i, i, width)
        code = _HEADINGS.get(name, f"orders.{name}")
        heading = say(message(code, currency=plan.currency))
        book.write(sheet, _HEADER_ROW, i, heading, header_style(style))
    money = "whole" if MINOR_DIGITS.get(plan.currency) == 0 else "hundredths"
    last = _HEADER_ROW
    for last, row in enumerate(order_rows(plan, dataset, say), start=_HEADER_ROW + 1):
        widths = (width for _, width, _ in _COLUMNS)
        sheet.set_row(last, row_height(zip(row, widths, strict=True)))
        for i, (value, (name, _, style)) in enumerate(zip(row, _COLUMNS, strict=True)):
            shown = money if name == "cost" else style
            book.write(sheet, last, i, value, "text" if value == "" else shown)
    sheet.autofilter(_HEADER_ROW, 0, last, len(_COLUMNS) - 1)
    page = say(message("sheet.page", page="&P", pages="&N"))
    set_page(sheet, left=title, centre=page, right=plan_id(plan), header_row=_HEADER_ROW)
