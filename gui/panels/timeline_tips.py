"""What is told of a route or a bar under the mouse, in lines of plain text."""

from collections.abc import Iterator, Mapping

from domain.plan import Route, Stop, StopKind
from gui.panels.timeline_bars import Bar, BarKind
from gui.tables.stop_name import joined, stop_name
from maps.picture.plan_facts import numbered_stops, stop_count
from maps.picture.plan_text import PlanText


def route_tip(route: Route, text: PlanText) -> str:
    """A route in a few lines."""
    lines = (
        text.vehicle_name(route),
        text.driver_name(route),
        text.say("map.stops", count=stop_count(route)),
        text.span(route.start_s, route.end_s),
        text.distance(route.distance_m),
    )
    return "\n".join(line for line in lines if line)


def bar_tip(bar: Bar, route: Route, text: PlanText, words: Mapping[BarKind, str]) -> str:
    """What a vehicle does at a time, and for a stop all that is of interest there."""
    span = _span(words[bar.kind], bar, text)
    if bar.kind is BarKind.BREAK:
        return span
    if bar.stop == len(route.stops):
        name = text.warehouse_name(route.end_warehouse_id)
        return f"{text.say('sheet.return_to', warehouse=name)}\n{span}"
    numbered = list(numbered_stops(route))[bar.stop]
    name = stop_name(numbered.stop, text)
    heading = f"{numbered.number}  {name}" if numbered.number else name
    facts = () if bar.kind is BarKind.DRIVE else _facts(numbered.stop, text)
    return "\n".join((heading, span, *facts))


def _span(word: str, bar: Bar, text: PlanText) -> str:
    duration = text.duration(bar.end_s - bar.start_s)
    return f"{word}: {text.span(bar.start_s, bar.end_s)} ({duration})"


def _facts(stop: Stop, text: PlanText) -> Iterator[str]:
    orders = text.orders(stop)
    goods = [line for order_id in stop.order_ids for line in text.goods(order_id)]
    rows = (
        ("map.order", ", ".join(stop.order_ids)),
        ("map.address", joined(text.address(order, stop) for order in orders)),
        ("map.window", joined(text.windows(order, stop) for order in orders)),
        ("map.arrival", text.clock(stop.arrival_s)),
        ("map.lateness", text.duration(stop.late_s) if stop.late_s else ""),
        ("map.fetch" if stop.kind is StopKind.PICKUP else "map.unload", ", ".join(goods)),
        ("map.note", joined(order.note for order in orders)),
    )
    return (f"{text.say(code)}: {value}" for code, value in rows if value)
