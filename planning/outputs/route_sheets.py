"""Route sheets as one workbook: an overview, and a sheet for each vehicle."""

import datetime
import io
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from domain.dataset import Dataset
from domain.plan import Plan, Route
from domain.units import METRES_PER_KM, MINOR_DIGITS
from maps.network.whole_file import write_whole_file
from maps.picture.plan_facts import late_count, stop_count
from maps.picture.plan_text import PlanText, Say
from planning.outputs.file_names import printable_text
from planning.outputs.papers.vehicle_papers import vehicle_papers
from planning.outputs.plan_id import plan_id
from planning.outputs.sheet_style import (
    WORKBOOK_OPTIONS,
    StyledWorkbook,
    fit_sheet_name,
    header_style,
    row_height,
    set_page,
)
from planning.outputs.vehicle_sheet import write_vehicle_sheet

_HEADER_ROW = 3
_ROUTE_HEIGHT = 18
_OVERVIEW = (
    *(("route", 6, "center"), ("vehicle", 22, "strong"), ("driver", 17, "text")),
    *(("warehouse", 20, "text"), ("start", 8, "center"), ("end", 8, "center")),
    *(("stop_count", 7, "whole"), ("late_count", 7, "whole"), ("distance_km", 10, "tenths")),
    *(("driving", 11, "center"), ("load_m3", 8, "hundredths"), ("load_kg", 8, "whole")),
    ("cost", 11, "hundredths"),
)
"""Name, width and style of the columns of the overview."""

_LEFT_OUT = (("order", 1), ("customer", 2), ("reason", 3))
"""Columns of the orders left out, and where in the overview each begins."""


def write_route_sheets(path: Path, plan: Plan, dataset: Dataset, say: Say) -> None:
    """Write the workbook that drivers and dispatchers work from.

    Raises
    ------
    EnvironmentFault
        If the file cannot be written.
    """
    write_whole_file(path, route_sheets(plan, dataset, say))


def route_sheets(plan: Plan, dataset: Dataset, say: Say) -> bytes:
    """The content of the workbook."""
    import xlsxwriter

    text = PlanText(plan, dataset, say)
    buffer = io.BytesIO()
    with xlsxwriter.Workbook(buffer, WORKBOOK_OPTIONS) as workbook:
        midnight = datetime.datetime.combine(plan.day, datetime.time())
        title = printable_text(text.say("sheet.title", day=plan.day.isoformat()))
        # No name of a user, and the same plan gives the same file.
        workbook.set_properties({"title": title, "author": "Wayloom", "created": midnight})
        book = StyledWorkbook(workbook)
        names = list(_sheet_names(plan.routes, text))
        _write_overview(book, workbook.add_worksheet(names[0]), text)
        for name, route in zip(names[1:], plan.routes, strict=True):
            sheet = workbook.add_worksheet(name)
            papers = vehicle_papers(route, text, dataset.settings)
            write_vehicle_sheet(book, sheet, papers, text, dataset.settings)
    return buffer.getvalue()


def _sheet_names(routes: tuple[Route, ...], text: PlanText) -> Iterator[str]:
    """The overview's name, then one for each route; the number in front keeps them apart."""
    yield fit_sheet_name(text.say("sheet.overview"))
    for i, route in enumerate(routes):
        yield fit_sheet_name(f"{i + 1} {route.vehicle_id}")


def _write_overview(book: StyledWorkbook, sheet: Any, text: PlanText) -> None:
    plan = text.plan
    day = plan.day.isoformat()
    title = text.say("sheet.title", day=day)
    book.write_across(sheet, 0, len(_OVERVIEW), title, "title")
    book.write_across(sheet, 1, len(_OVERVIEW), "   ·   ".join(_facts(text)), "facts")
    sheet.set_row(0, 28)
    sheet.set_row(1, 30)
    for i, (name, width, style) in enumerate(_OVERVIEW):
        sheet.set_column(i, i, width)
        book.write(sheet, _HEADER_ROW, i, _column_title(name, text), header_style(style))
    for i, route in enumerate(plan.routes):
        sheet.set_row(_HEADER_ROW + 1 + i, _ROUTE_HEIGHT)
        for j, value in enumerate(_route_values(i + 1, route, text)):
            book.write(sheet, _HEADER_ROW + 1 + i, j, value, _OVERVIEW[j][2])
    _write_left_out(book, sheet, _HEADER_ROW + len(plan.routes) + 3, text)
    page = text.say("sheet.page", page="&P", pages="&N")
    set_page(sheet, left=title, centre=page, right=plan_id(plan), header_row=_HEADER_ROW)


def _column_title(name: str, text: PlanText) -> str:
    """Title of a column; that of the cost names the currency."""
    if name == "cost":
        return text.say("sheet.cost_in", currency=text.plan.currency)
    return text.say(f"sheet.{name}")


def _facts(text: PlanText) -> Iterator[str]:
    """The plan in a line."""
    summary = text.plan.summary
    yield text.plan.origin.dataset_name
    orders = summary.orders_served + summary.orders_unassigned
    yield text.say("sheet.served_of", count=summary.orders_served, all=orders)
    yield text.say("sheet.vehicles", count=summary.vehicles_used)
    yield text.distance(summary.distance_m)
    yield text.money(summary.cost_minor.transport)


def _route_values(number: int, route: Route, text: PlanText) -> Iterator[str | float]:
    yield number
    yield text.vehicle_name(route)
    yield text.driver_name(route)
    yield text.warehouse_name(route.warehouse_id)
    yield text.clock(route.start_s)
    yield text.clock(route.end_s)
    yield stop_count(route)
    yield late_count(route)
    yield route.distance_m / METRES_PER_KM
    yield text.duration(route.drive_s)
    yield route.load_m3
    yield route.load_kg
    yield route.cost.total_minor / 10 ** MINOR_DIGITS.get(text.plan.currency, 2)


def _write_left_out(book: StyledWorkbook, sheet: Any, row: int, text: PlanText) -> None:
    """Orders that nobody serves, and why."""
    if not text.plan.unassigned:
        return
    last = len(_OVERVIEW) - 1
    book.write(sheet, row, 1, text.say("sheet.unassigned"), "heading")
    for i in range(1, last + 1):
        book.write(sheet, row + 1, i, "", "header")
    for name, column in _LEFT_OUT:
        book.write(sheet, row + 1, column, text.say(f"sheet.{name}"), "header")
    for i, unassigned in enumerate(text.plan.unassigned):
        order = text.order(unassigned.order_id)
        at = row + 2 + i
        book.write(sheet, at, 1, unassigned.order_id, "strong")
        book.write(sheet, at, 2, order.customer_name if order else "", "text")
        sheet.merge_range(at, 3, at, last, "", book.styles["text"])
        reason = text.sentence(unassigned.reason)
        book.write(sheet, at, 3, reason, "text")
        sheet.set_row(at, row_height([(reason, sum(width for _, width, _ in _OVERVIEW[3:]))]))
