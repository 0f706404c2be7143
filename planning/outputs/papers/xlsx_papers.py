"""The papers of a vehicle as one workbook: dispatch sheet, loading list and receipts."""

import datetime
import io
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from domain.settings import Settings
from maps.picture.plan_text import PlanText
from planning.outputs.file_names import printable_text
from planning.outputs.papers.paper_content import Amount, GoodsLine, VehiclePapers
from planning.outputs.papers.vehicle_papers import shown_columns
from planning.outputs.plan_id import plan_id
from planning.outputs.sheet_style import (
    WORKBOOK_OPTIONS,
    StyledWorkbook,
    Value,
    fit_sheet_name,
    header_style,
    row_height,
    set_page,
)
from planning.outputs.vehicle_sheet import write_vehicle_sheet

_HEADER_ROW = 2
_LEAST_RECEIPT_HEIGHT = 30.0


@dataclass(frozen=True, slots=True)
class _Column:
    """A column: code of its heading, width in digits, style, and the paper column it belongs to."""

    heading: str
    width: float
    style: str
    shows: str = ""


_MEASURES = (
    _Column("paper.m3", 9, "thousandths", "volume"),
    _Column("paper.kg", 9, "tenths", "weight"),
)
_LOADING = (
    _Column("paper.tick", 7, "center"),
    _Column("sheet.number", 6, "large"),
    _Column("sheet.address", 28, "strong"),
    _Column("sheet.customer", 20, "text", "contact"),
    _Column("paper.units", 8, "count"),
    _Column("paper.sku", 16, "strong"),
    _Column("paper.product", 28, "text"),
    *_MEASURES,
)
_RECEIPTS = (
    _Column("sheet.number", 6, "large"),
    _Column("sheet.task", 9, "text"),
    _Column("sheet.arrival", 9, "clock"),
    _Column("sheet.address", 24, "strong"),
    _Column("sheet.customer", 18, "text", "contact"),
    _Column("sheet.order", 12, "text"),
    _Column("paper.sku", 14, "strong"),
    _Column("paper.product", 24, "text"),
    _Column("paper.units", 8, "count"),
    _Column("paper.received", 10, "note"),
    _Column("paper.name", 16, "note"),
    _Column("paper.signature", 20, "note"),
    _Column("paper.time", 9, "note"),
)
_TO_WRITE = ("", "", "", "")
"""Received, name, signature and time are left to the pen."""


def xlsx_papers(papers: VehiclePapers, text: PlanText, settings: Settings) -> bytes:
    """The workbook of a vehicle."""
    import xlsxwriter

    content = io.BytesIO()
    with xlsxwriter.Workbook(content, WORKBOOK_OPTIONS) as workbook:
        midnight = datetime.datetime.combine(text.plan.day, datetime.time())
        title = printable_text(f"{papers.vehicle} {text.plan.day.isoformat()}")
        # No name of a user, and the same plan gives the same file.
        workbook.set_properties({"title": title[:255], "author": "Wayloom", "created": midnight})
        book = StyledWorkbook(workbook)
        name = fit_sheet_name(text.say("paper.dispatch"))
        sheet = workbook.add_worksheet(name)
        write_vehicle_sheet(book, sheet, papers, text, settings, with_codes=True)
        tables = _Tables(book, papers, text, shown_columns(settings))
        tables.write("paper.loading", _LOADING, _loading_rows(papers, text), is_upright=True)
        tables.write(papers.receipts_title, _RECEIPTS, _receipt_rows(papers, text))
    return content.getvalue()


class _Tables:
    """Writes a vehicle's tables, each on a sheet of its own."""

    def __init__(
        self, book: StyledWorkbook, papers: VehiclePapers, text: PlanText, shown: frozenset[str]
    ) -> None:
        self._book = book
        self._papers = papers
        self._text = text
        self._shown = shown

    def write(
        self,
        title: str,
        columns: Sequence[_Column],
        rows: Iterable[Sequence[Value | None]],
        *,
        is_upright: bool = False,
    ) -> None:
        """Write a table with its title and headings, without the columns that are not shown."""
        kept = [i for i, c in enumerate(columns) if not c.shows or c.shows in self._shown]
        name, vehicle = self._text.say(title), self._papers.vehicle
        sheet = self._book.workbook.add_worksheet(fit_sheet_name(name))
        heading = f"{name}   {vehicle}   {self._text.plan.day.isoformat()}"
        self._book.write_across(sheet, 0, len(kept), heading, "title")
        sheet.set_row(0, 28)
        for at, i in enumerate(kept):
            sheet.set_column(at, at, columns[i].width)
            head, style = self._text.say(columns[i].heading), header_style(columns[i].style)
            self._book.write(sheet, _HEADER_ROW, at, head, style)
        for row, values in enumerate(rows, start=_HEADER_ROW + 1):
            self._row(sheet, row, [(columns[i], values[i]) for i in kept])
        set_page(
            sheet,
            left=f"{vehicle}  {self._text.plan.day.isoformat()}",
            centre=self._text.say("sheet.page", page="&P", pages="&N"),
            right=plan_id(self._text.plan),
            header_row=_HEADER_ROW,
            is_upright=is_upright,
        )

    def _row(self, sheet: Any, row: int, cells: Sequence[tuple[_Column, Value | None]]) -> None:
        """Write the cells of a row; None leaves one out, an empty text leaves it to the pen."""
        for at, (column, value) in enumerate(cells):
            if value is not None:
                style = "text" if value == "" and column.style != "note" else column.style
                self._book.write(sheet, row, at, value, style)
        height = row_height((value or "", column.width) for column, value in cells)
        has_pen = any(column.style == "note" for column, _ in cells)
        sheet.set_row(row, max(height, _LEAST_RECEIPT_HEIGHT) if has_pen else height)


def _loading_rows(papers: VehiclePapers, text: PlanText) -> Iterator[Sequence[Value]]:
    for number, trip in enumerate(papers.trips, start=1):
        code = "paper.trip" if len(papers.trips) > 1 else "paper.only_trip"
        heading = text.say(
            code,
            number=number,
            trips=len(papers.trips),
            warehouse=trip.warehouse,
            time=trip.departure,
        )
        yield "", "", heading, "", "", "", "", "", ""
        for stop in trip.stops:
            for i, line in enumerate(stop.lines):
                door = ("", "", "") if i else (stop.number, stop.place, stop.contact)
                yield "☐", *door, *_goods(line)
        if not trip.stops:
            yield "", "", text.say("paper.nothing_to_load"), "", "", "", "", "", ""
        yield _loading_sum(text.say("paper.total"), trip.total)
    if len(papers.trips) > 1:
        yield _loading_sum(text.say("paper.all_trips"), papers.loaded)


def _loading_sum(label: str, total: Amount) -> Sequence[Value]:
    return "", "", label, "", total.units, "", "", total.volume_m3, total.weight_kg


def _goods(line: GoodsLine) -> Sequence[Value]:
    amount = line.amount
    return amount.units, line.sku, line.name, amount.volume_m3, amount.weight_kg


def _receipt_rows(papers: VehiclePapers, text: PlanText) -> Iterator[Sequence[Value | None]]:
    for stop in papers.receipts:
        door: tuple[Value, ...] = (stop.number, stop.task, stop.arrival, stop.place, stop.contact)
        for order in stop.orders:
            for line in order.lines:
                goods = (order.order_id, line.sku, line.name, line.amount.units)
                yield *door, *goods, *_TO_WRITE
                door = ("", "", "", "", "")
    sums = ("", "", "", text.say("paper.total"), "", "", "", "", papers.total.units)
    yield *sums, *(None for _ in _TO_WRITE)
