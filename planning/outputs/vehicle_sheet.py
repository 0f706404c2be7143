"""The sheet of one vehicle: where to be when, and what to unload."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from domain.plan import Route, StopKind
from domain.units import SECONDS_PER_MINUTE
from maps.plan_facts import NumberedStop, delivery_count, numbered_stops
from maps.plan_text import PlanText
from planning.outputs.sheet_style import StyledWorkbook, header_style, row_height, set_page

Value = str | float

_HEADER_ROW = 3
_SHOWN_DIGITS = 4
_FEWEST_DIGITS = 7


@dataclass(frozen=True, slots=True)
class _Row:
    """What a line of the sheet is about."""

    numbered: NumberedStop
    text: PlanText
    show_phones: bool

    def about_orders(self, fact: Callable[[Any], str], separator: str = "\n") -> str:
        """A fact of all orders of the stop, each different one once."""
        facts = (fact(order) for order in self.text.orders(self.numbered.stop))
        return separator.join(dict.fromkeys(text for text in facts if text))


@dataclass(frozen=True, slots=True)
class _Column:
    """A column of the sheet."""

    name: str
    width: float
    style: str
    value: Callable[[_Row], Value]


def masked_phone(phone: str) -> str:
    """A telephone number with only its last digits to be read."""
    digits = [c for c in phone if c.isdigit()]
    if not phone.strip():
        return ""
    return "•••" + ("".join(digits[-_SHOWN_DIGITS:]) if len(digits) >= _FEWEST_DIGITS else "")


def _customer(row: _Row) -> str:
    """Who it is for, the telephone, and the orders."""
    phone = row.about_orders(lambda o: o.phone if row.show_phones else masked_phone(o.phone))
    name = row.about_orders(lambda order: order.customer_name)
    return "\n".join(part for part in (name, phone, *row.numbered.stop.order_ids) if part)


def _window(row: _Row) -> str:
    stop, text = row.numbered.stop, row.text
    if stop.kind is StopKind.RELOAD:
        return ""
    lines = [row.about_orders(text.windows) or text.say("sheet.any_time")]
    if stop.late_s:
        lines.append(text.say("sheet.late_by", duration=text.duration(stop.late_s)))
    if stop.wait_s:
        lines.append(text.say("sheet.wait", duration=text.duration(stop.wait_s)))
    return "\n".join(lines)


def _address(row: _Row) -> str:
    stop, text = row.numbered.stop, row.text
    if stop.kind is StopKind.RELOAD:
        return text.say("sheet.reload_at", warehouse=text.warehouse_name(stop.warehouse_id))
    at = f"{stop.location.lat:.5f}, {stop.location.lon:.5f}"
    return row.about_orders(lambda order: order.address) or at


def _goods(row: _Row) -> str:
    stop = row.numbered.stop
    return "\n".join(goods for order_id in stop.order_ids for goods in row.text.goods(order_id))


_COLUMNS = (
    _Column("number", 5, "large", lambda r: r.numbered.number or "↻"),
    _Column("arrival", 9, "clock", lambda r: r.text.clock(r.numbered.stop.arrival_s)),
    _Column("window", 14, "text", _window),
    _Column("address", 24, "strong", _address),
    _Column("customer", 18, "text", _customer),
    _Column("unload", 26, "text", _goods),
    _Column("note", 20, "note", lambda r: r.about_orders(lambda o: o.note)),
    _Column("service", 8, "whole", lambda r: r.numbered.stop.service_s / SECONDS_PER_MINUTE),
    _Column("leave", 7.5, "center", lambda r: r.text.clock(r.numbered.stop.departure_s)),
    _Column("load_m3", 7, "hundredths", lambda r: r.numbered.stop.load_m3),
    _Column("load_kg", 6, "whole", lambda r: r.numbered.stop.load_kg),
)


def write_vehicle_sheet(
    book: StyledWorkbook, sheet: Any, route: Route, text: PlanText, *, show_phones: bool
) -> None:
    """Fill the sheet of one vehicle."""
    name = text.vehicle_name(route)
    day = text.plan.day.isoformat()
    book.write_across(sheet, 0, len(_COLUMNS), f"{name}   {day}", "title")
    book.write_across(sheet, 1, len(_COLUMNS), "   ·   ".join(_facts(route, text)), "facts")
    sheet.set_row(0, 28)
    sheet.set_row(1, 30)
    for i, column in enumerate(_COLUMNS):
        sheet.set_column(i, i, column.width)
        title = text.say(f"sheet.{column.name}")
        book.write(sheet, _HEADER_ROW, i, title, header_style(column.style))
    _write_stops(book, sheet, route, text, show_phones)
    page = text.say("sheet.page", page="&P", pages="&N")
    plan_id = text.plan.origin.dataset_fingerprint[:8]
    set_page(sheet, left=f"{name}  {day}", centre=page, right=plan_id, header_row=_HEADER_ROW)


def _facts(route: Route, text: PlanText) -> Iterator[str]:
    """The vehicle's day in a line."""
    driver = text.driver_name(route)
    if driver:
        yield text.say("sheet.driver_is", name=driver)
    yield text.say("sheet.starts_at", warehouse=text.warehouse_name(route.warehouse_id))
    yield text.span(route.start_s, route.end_s)
    yield text.say("sheet.stops", count=delivery_count(route))
    yield text.distance(route.distance_m)
    yield text.volume(route.load_m3)
    yield text.weight(route.load_kg)
    for rest in route.breaks:
        yield text.say("sheet.break_at", span=text.span(rest.start_s, rest.end_s))


def _write_stops(
    book: StyledWorkbook, sheet: Any, route: Route, text: PlanText, show_phones: bool
) -> None:
    at = _HEADER_ROW + 1
    start: dict[str, Value] = {
        "address": text.say("sheet.start_at", warehouse=text.warehouse_name(route.warehouse_id)),
        "leave": text.clock(route.start_s),
        "load_m3": route.load_m3,
        "load_kg": route.load_kg,
    }
    _write_line(book, sheet, at, {"number": "■", **start})
    for numbered in numbered_stops(route):
        at += 1
        row = _Row(numbered, text, show_phones)
        values = {column.name: column.value(row) for column in _COLUMNS}
        _write_line(book, sheet, at, values, is_late=numbered.stop.late_s > 0)
    if route.end_warehouse_id:
        name = text.warehouse_name(route.end_warehouse_id)
        end: dict[str, Value] = {
            "arrival": text.clock(route.end_s),
            "address": text.say("sheet.return_to", warehouse=name),
        }
        _write_line(book, sheet, at + 1, {"number": "■", **end})


def _write_line(
    book: StyledWorkbook,
    sheet: Any,
    at: int,
    values: Mapping[str, Value],
    *,
    is_late: bool = False,
) -> None:
    """Put values under their columns, in a row as high as they need."""
    for i, column in enumerate(_COLUMNS):
        style = column.style if column.name in values else "text"
        if is_late and column.name == "arrival":
            style = "late"
        book.write(sheet, at, i, values.get(column.name, ""), style)
    sheet.set_row(at, row_height((values.get(c.name, ""), c.width) for c in _COLUMNS))
