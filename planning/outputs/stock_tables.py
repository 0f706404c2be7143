"""The stock decisions as a workbook: what to order, what to move, which warehouse ships what."""

import datetime
import io
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path

import xlsxwriter

from domain.dataset import Dataset
from domain.message import Message, message
from domain.plan import Plan
from domain.supply import OtherQuantity, ReplenishmentLine
from domain.units import MINOR_DIGITS, major_units
from maps.network.whole_file import write_whole_file
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

Say = Callable[[Message], str]

_TITLE_HEIGHT = 28
_HEADER_ROW = 1


@dataclass(frozen=True, slots=True)
class _Column:
    """A column of a table: code of its heading, width in digits, style of its cells."""

    heading: str
    width: int
    style: str


_FROM = _Column("stock.from", 14, "text")
_TO = _Column("stock.to", 10, "text")
_SKU = _Column("stock.sku", 12, "strong")
_PRODUCT = _Column("stock.product", 24, "text")
_UNITS = _Column("stock.units", 8, "whole")
_ORDER_ON = _Column("stock.order_on", 12, "date")
_ARRIVES_ON = _Column("stock.arrives_on", 12, "date")
_LATER = (_FROM, _TO, _SKU, _PRODUCT, _UNITS, _ORDER_ON, _ARRIVES_ON)
_WHY = _Column("stock.why", 64, "reason")
_ORDER = _Column("stock.order", 14, "strong")
_ALLOCATION = (_ORDER, _Column("stock.ships_from", 16, "text"), _WHY)


def write_stock_tables(
    path: Path, plan: Plan, dataset: Dataset, say: Say, *, with_orders: bool = True
) -> None:
    """Write what to order and move now and later, what to look at and what is scarce, a sheet each.

    Parameters
    ----------
    with_orders
        Whether to write which warehouse ships each order, and which orders are left out, too.

    Raises
    ------
    EnvironmentFault
        If the file cannot be written.
    """
    content = io.BytesIO()
    money = "whole" if MINOR_DIGITS.get(plan.currency) == 0 else "hundredths"
    names = {product.sku: product.name for product in dataset.products}
    with xlsxwriter.Workbook(content, WORKBOOK_OPTIONS) as workbook:
        midnight = datetime.datetime.combine(plan.day, datetime.time())
        title = say(message("stock.title"))
        # No name of a user, and the same plan gives the same file.
        workbook.set_properties({"author": "Wayloom", "title": title, "created": midnight})
        tables = _Tables(StyledWorkbook(workbook), plan, say)
        lines = _line_columns(money)
        tables.write("stock.to_order", lines, _lines(plan.replenishment, names, plan, say))
        tables.write("stock.to_move", lines, _lines(plan.transfers, names, plan, say))
        tables.write("stock.later", _LATER, _later(plan, names))
        tables.write("stock.alerts", _alert_columns(money), _alerts(plan, say))
        tables.write("stock.scarce", _scarce_columns(money), _scarce(plan, say))
        if with_orders:
            tables.write("stock.allocation", _ALLOCATION, _allocation(plan, say))
            tables.write("stock.left_out", _left_out_columns(money), _left_out(plan, say))
    write_whole_file(path, content.getvalue())


class _Tables:
    """Writes one table after the other, each on a sheet of its own."""

    def __init__(self, book: StyledWorkbook, plan: Plan, say: Say) -> None:
        self._book = book
        self._plan = plan
        self._say = say

    def write(
        self, title: str, columns: Sequence[_Column], rows: Iterable[Sequence[Value]]
    ) -> None:
        """Write a table with its title and headings."""
        text = self._say(message(title))
        sheet = self._book.workbook.add_worksheet(cell_text(text)[:31])
        heading = f"{text}   {self._plan.day.isoformat()}"
        self._book.write_across(sheet, 0, len(columns), heading, "title")
        sheet.set_row(0, _TITLE_HEIGHT)
        for i, column in enumerate(columns):
            sheet.set_column(i, i, column.width)
            self._book.write(
                sheet, _HEADER_ROW, i, self._heading(column), header_style(column.style)
            )
        last = _HEADER_ROW
        for last, row in enumerate(rows, start=_HEADER_ROW + 1):
            widths = (column.width for column in columns)
            sheet.set_row(last, row_height(zip(row, widths, strict=True)))
            for i, value in enumerate(row):
                self._book.write(sheet, last, i, value, columns[i].style)
        sheet.autofilter(_HEADER_ROW, 0, last, len(columns) - 1)
        page = self._say(message("sheet.page", page="&P", pages="&N"))
        right = plan_id(self._plan)
        set_page(sheet, left=text, centre=page, right=right, header_row=_HEADER_ROW)

    def _heading(self, column: _Column) -> str:
        """Heading of a column; that of money names the currency."""
        return self._say(message(column.heading, currency=self._plan.currency))


def _line_columns(money: str) -> tuple[_Column, ...]:
    return (
        *_LATER,
        _Column("stock.cost", 12, money),
        _WHY,
        _Column("stock.reasons", 64, "reason"),
        _Column("stock.others", 44, "reason"),
    )


def _alert_columns(money: str) -> tuple[_Column, ...]:
    return (
        _Column("stock.alert_kind", 16, "text"),
        _Column("stock.warehouse", 12, "text"),
        _SKU,
        _Column("stock.date", 12, "date"),
        _Column("stock.chance", 10, "tenths"),
        _Column("stock.at_risk", 14, money),
        _Column("stock.alert", 64, "reason"),
    )


def _scarce_columns(money: str) -> tuple[_Column, ...]:
    return (
        _Column("stock.scarce_kind", 24, "text"),
        _Column("stock.warehouse", 12, "text"),
        _Column("stock.date", 12, "date"),
        _Column("stock.more_saves", 20, money),
    )


def _left_out_columns(money: str) -> tuple[_Column, ...]:
    return (
        _ORDER,
        _Column("stock.cost", 12, money),
        _WHY,
        _Column("stock.would_help", 40, "text"),
    )


def _lines(
    lines: Iterable[ReplenishmentLine], names: dict[str, str], plan: Plan, say: Say
) -> Iterable[Sequence[Value]]:
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
            "\n".join(map(say, line.reasons)),
            "\n".join(_other(other, plan, say) for other in line.others),
        )


def _other(other: OtherQuantity, plan: Plan, say: Say) -> str:
    """Another quantity with what would come of it."""
    return say(
        message(
            "stock.other_quantity",
            units=other.units,
            cost=str(major_units(other.cost_minor, plan.currency)),
            currency=plan.currency,
            percent=round(other.stock_out_percent, 1),
            days=other.cover_days,
        )
    )


def _later(plan: Plan, names: dict[str, str]) -> Iterable[Sequence[Value]]:
    for line in plan.later_supply:
        product = names.get(line.sku, "")
        yield (
            *(line.from_id, line.to_id, line.sku, product),
            *(line.units, line.order_date, line.due_date),
        )


def _alerts(plan: Plan, say: Say) -> Iterable[Sequence[Value]]:
    for alert in plan.stock_alerts:
        money = alert.money_at_risk_minor
        yield (
            say(message(f"stock.alert.{alert.kind.value}")),
            alert.warehouse_id,
            alert.sku,
            alert.date,
            "" if alert.chance is None else 100 * alert.chance,
            "" if money is None else float(major_units(money, plan.currency)),
            say(alert.message),
        )


def _scarce(plan: Plan, say: Say) -> Iterable[Sequence[Value]]:
    for scarce in () if plan.stock_summary is None else plan.stock_summary.scarce:
        yield (
            say(message(f"stock.scarce.{scarce.kind}")),
            scarce.warehouse_id,
            "" if scarce.date is None else scarce.date,
            float(scarce.price_minor * float(major_units(1, plan.currency))),
        )


def _allocation(plan: Plan, say: Say) -> Iterable[Sequence[Value]]:
    for order in plan.allocation:
        yield order.order_id, order.warehouse_id, say(order.explanation)


def _left_out(plan: Plan, say: Say) -> Iterable[Sequence[Value]]:
    for order in plan.unassigned:
        help_text = say(order.relaxation) if order.relaxation else ""
        cost = float(major_units(order.cost_minor, plan.currency))
        yield order.order_id, cost, say(order.reason), help_text
