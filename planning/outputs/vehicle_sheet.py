"""The sheet of one vehicle: where to be when, and what to deliver and fetch."""

import io
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

from domain.settings import Settings
from domain.units import SECONDS_PER_MINUTE
from maps.picture.plan_text import PlanText
from planning.outputs.papers.navigation_code import (
    QR_IMAGE_SCALE,
    navigation_uri,
    qr_image,
    qr_rows,
)
from planning.outputs.papers.paper_content import DayEntry, EntryKind, VehiclePapers
from planning.outputs.papers.vehicle_papers import shown_columns
from planning.outputs.plan_id import plan_id
from planning.outputs.sheet_style import (
    StyledWorkbook,
    Value,
    header_style,
    row_height,
    set_page,
)

_HEADER_ROW = 3
_CODE_PIXELS = 92
_CODE_HEIGHT = 72.0
_SIGNS = {
    EntryKind.START: "■",
    EntryKind.RETURN: "■",
    EntryKind.RELOAD: "↻",
    EntryKind.BREAK: "‖",
}


@dataclass(frozen=True, slots=True)
class _Column:
    """A column of the sheet, there where one of `shows` is shown."""

    name: str
    width: float
    style: str
    value: Callable[[DayEntry], Value]
    shows: frozenset[str] = frozenset()


def _customer(entry: DayEntry) -> str:
    return "\n".join(part for part in (entry.contact, entry.phone, *entry.orders) if part)


def _window(entry: DayEntry) -> str:
    return "\n".join(part for part in (entry.windows, *entry.remarks) if part)


def _service(entry: DayEntry) -> Value:
    return "" if entry.service_s is None else entry.service_s / SECONDS_PER_MINUTE


_COLUMNS = (
    _Column("number", 5, "large", lambda e: e.number or _SIGNS[e.kind]),
    _Column("task", 9, "text", lambda e: e.task),
    _Column("arrival", 9, "clock", lambda e: e.arrival),
    _Column("window", 14, "text", _window),
    _Column("address", 22, "strong", lambda e: e.place),
    _Column("customer", 17, "text", _customer, frozenset({"contact", "phone", "orders"})),
    _Column("goods", 26, "text", lambda e: "\n".join(e.goods), frozenset({"goods"})),
    _Column("note", 16, "note", lambda e: e.note, frozenset({"note"})),
    _Column("service", 8, "whole", _service),
    _Column("leave", 7.5, "center", lambda e: e.departure),
    _Column("load_m3", 7, "hundredths", lambda e: _or_empty(e.load_m3), frozenset({"volume"})),
    _Column("load_kg", 6, "whole", lambda e: _or_empty(e.load_kg), frozenset({"weight"})),
)
_CODE = _Column("code", 13, "text", lambda _: "", frozenset({"qr"}))


def write_vehicle_sheet(
    book: StyledWorkbook,
    sheet: Any,
    papers: VehiclePapers,
    text: PlanText,
    settings: Settings,
    *,
    with_codes: bool = False,
) -> None:
    """Fill the sheet of one vehicle.

    Parameters
    ----------
    with_codes
        Whether each stop has the code that opens the driver's navigation app, where the settings
        show it.
    """
    shown = shown_columns(settings)
    offered = (*_COLUMNS, _CODE) if with_codes else _COLUMNS
    columns = [c for c in offered if not c.shows or c.shows & shown]
    day = text.plan.day.isoformat()
    book.write_across(sheet, 0, len(columns), f"{papers.vehicle}   {day}", "title")
    book.write_across(sheet, 1, len(columns), "   ·   ".join(_facts(papers, text)), "facts")
    sheet.set_row(0, 28)
    sheet.set_row(1, 30)
    for i, column in enumerate(columns):
        sheet.set_column(i, i, column.width)
        title = text.say(f"sheet.{column.name}")
        book.write(sheet, _HEADER_ROW, i, title, header_style(column.style))
    for at, entry in enumerate(papers.day, start=_HEADER_ROW + 1):
        _write_entry(book, sheet, at, entry, columns)
        if columns[-1] is _CODE and entry.number and entry.location:
            uri = navigation_uri(entry.location, settings.navigation_app)
            _insert_code(sheet, at, len(columns) - 1, uri)
    page = text.say("sheet.page", page="&P", pages="&N")
    left = f"{papers.vehicle}  {day}"
    set_page(sheet, left=left, centre=page, right=plan_id(text.plan), header_row=_HEADER_ROW)


def _facts(papers: VehiclePapers, text: PlanText) -> Iterator[str]:
    """The vehicle's day in a line."""
    yield from papers.about
    yield text.say("sheet.stops", count=papers.stop_count)
    yield text.distance(papers.distance_m)
    yield text.say("paper.driving", duration=text.duration(papers.drive_s))
    yield text.say("paper.units_are", count=f"{papers.total.units:,}")
    yield text.volume(papers.total.volume_m3)
    yield text.weight(papers.total.weight_kg)


def _write_entry(
    book: StyledWorkbook, sheet: Any, at: int, entry: DayEntry, columns: list[_Column]
) -> None:
    """Put an entry under its columns, in a row as high as it needs."""
    values = [column.value(entry) for column in columns]
    for i, (column, value) in enumerate(zip(columns, values, strict=True)):
        style = "text" if value == "" else column.style
        if entry.is_late and column.name == "arrival":
            style = "late"
        book.write(sheet, at, i, value, style)
    height = row_height(zip(values, (column.width for column in columns), strict=True))
    has_code = columns[-1] is _CODE and entry.number
    sheet.set_row(at, max(height, _CODE_HEIGHT) if has_code else height)


def _insert_code(sheet: Any, row: int, column: int, uri: str) -> None:
    """A QR code as large as any other, however much it holds."""
    dots = (len(qr_rows(uri)) + 2 * 4) * QR_IMAGE_SCALE
    scale = _CODE_PIXELS / dots
    options = {
        "image_data": io.BytesIO(qr_image(uri)),
        "description": uri,
        "x_scale": scale,
        "y_scale": scale,
        "x_offset": 2,
        "y_offset": 2,
        "object_position": 1,
    }
    sheet.insert_image(row, column, "code.png", options)


def _or_empty(value: float | None) -> Value:
    return "" if value is None else value
