"""The stock decisions as a workbook: what to order, what to move, which warehouse ships what."""

import datetime
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

import xlsxwriter
from xlsxwriter.workbook import Workbook

from domain.dataset import Dataset
from domain.message import Message, message
from domain.plan import Plan, ReplenishmentLine
from domain.units import MINOR_DIGITS, major_units
from planning.outputs.file_names import printable_text

if TYPE_CHECKING:
    from xlsxwriter.format import Format

Cell = str | int | float | datetime.date
Say = Callable[[Message], str]

_NO_FORMULAS = {"strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False}


@dataclass(frozen=True, slots=True)
class _Column:
    """A column of a table: code of its heading, width in characters, number format."""

    heading: str
    width: int
    number_format: str = ""


def write_stock_tables(path: Path, plan: Plan, dataset: Dataset, say: Say) -> None:
    """Write orders to suppliers, transfers, order allocation and orders left out."""
    names = {product.sku: product.name for product in dataset.products}
    with xlsxwriter.Workbook(str(path), _NO_FORMULAS) as book:
        book.set_properties({"author": "Wayloom", "title": say(message("stock.title"))})
        money = "#,##0" + ("." + "0" * MINOR_DIGITS.get(plan.currency, 2)).rstrip(".")
        lines = _line_columns(money)
        _write(book, say, "stock.to_order", lines, _lines(plan.replenishment, names, plan, say))
        _write(book, say, "stock.to_move", lines, _lines(plan.transfers, names, plan, say))
        _write(book, say, "stock.allocation", _ALLOCATION, _allocation(plan, say))
        _write(book, say, "stock.left_out", _unassigned_columns(money), _unassigned(plan, say))


_ALLOCATION = (
    _Column("stock.order", 14),
    _Column("stock.ships_from", 14),
    _Column("stock.why", 80),
)


def _line_columns(money: str) -> tuple[_Column, ...]:
    return (
        _Column("stock.from", 16),
        _Column("stock.to", 14),
        _Column("stock.sku", 16),
        _Column("stock.product", 32),
        _Column("stock.units", 10, "#,##0"),
        _Column("stock.order_on", 12, "yyyy-mm-dd"),
        _Column("stock.arrives_on", 12, "yyyy-mm-dd"),
        _Column("stock.cost", 14, money),
        _Column("stock.why", 110),
    )


def _unassigned_columns(money: str) -> tuple[_Column, ...]:
    return (
        _Column("stock.order", 14),
        _Column("stock.cost", 14, money),
        _Column("stock.why", 80),
        _Column("stock.would_help", 60),
    )


def _lines(
    lines: Iterable[ReplenishmentLine], names: dict[str, str], plan: Plan, say: Say
) -> Iterable[Sequence[Cell]]:
    for line in lines:
        yield (
            line.from_id,
            line.to_id,
            line.sku,
            names.get(line.sku, ""),
            line.units,
            line.order_date,
            line.due_date,
            float(major_units(line.cost_minor, plan.currency)),
            say(line.explanation),
        )


def _allocation(plan: Plan, say: Say) -> Iterable[Sequence[Cell]]:
    for order in plan.allocation:
        yield order.order_id, order.warehouse_id, say(order.explanation)


def _unassigned(plan: Plan, say: Say) -> Iterable[Sequence[Cell]]:
    for order in plan.unassigned:
        help_text = say(order.relaxation) if order.relaxation else ""
        cost = float(major_units(order.cost_minor, plan.currency))
        yield order.order_id, cost, say(order.reason), help_text


def _write(
    book: Workbook,
    say: Say,
    title: str,
    columns: Sequence[_Column],
    rows: Iterable[Sequence[Cell]],
) -> None:
    sheet = book.add_worksheet(printable_text(say(message(title)))[:31])
    heading = book.add_format({"bold": True, "bottom": 1, "text_wrap": True, "valign": "top"})
    formats: list[Format] = []
    for number, column in enumerate(columns):
        formats.append(book.add_format({"num_format": column.number_format or "General"}))
        sheet.set_column(number, number, column.width)
        sheet.write_string(0, number, say(message(column.heading)), heading)
    last = 0
    for last, row in enumerate(rows, start=1):
        for number, cell in enumerate(row):
            if isinstance(cell, str):
                sheet.write_string(last, number, printable_text(cell))
            elif isinstance(cell, datetime.date):
                sheet.write_datetime(last, number, cell, formats[number])
            else:
                sheet.write_number(last, number, cell, formats[number])
    sheet.freeze_panes(1, 0)
    sheet.autofilter(0, 0, last, len(columns) - 1)
    sheet.set_landscape()
    sheet.set_paper(9)
    sheet.fit_to_pages(1, 0)
