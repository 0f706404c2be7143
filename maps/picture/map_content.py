"""What the map of a plan shows, as plain values and ready texts; the page only places them."""

from collections.abc import Iterator
from typing import Any

from domain.dataset import Dataset
from domain.geo import Location
from domain.orders import PICKUP
from domain.plan import Plan, Route, Stop, StopKind, Unassigned
from maps.network.road_network import RoadNetwork
from maps.picture.base_map import Area, land_lines, line_size, road_lines
from maps.picture.plan_facts import (
    NumberedStop,
    fullest_load,
    late_count,
    numbered_stops,
    stop_count,
)
from maps.picture.plan_text import PlanText, Say

Content = dict[str, Any]
Row = tuple[str, str]

PAGE_TEXTS = (
    *("routes", "all_routes", "warehouse", "stop", "late", "unassigned", "order", "customer"),
    *("address", "window", "arrival", "lateness", "waiting", "unload", "service", "departure"),
    *("note", "reason", "relaxation", "zoom_in", "zoom_out", "close", "fetch", "pickup", "reload"),
)
"""Texts that the page looks up by name; their codes have ``map.`` before it."""

_MARGIN_M = 1_500.0


def map_content(plan: Plan, dataset: Dataset, roads: RoadNetwork | None, say: Say) -> Content:
    """Everything on the map of a plan."""
    text = PlanText(plan, dataset, say)
    places = list(_places(plan, dataset))
    return {
        "language": text.say("map.language"),
        "title": text.say("map.title", day=plan.day.isoformat()),
        "subtitle": plan.origin.dataset_name,
        "figures": _figures(plan, text),
        "bounds": _corners(places),
        "attribution": _attribution(roads, text),
        "texts": {name: text.say(f"map.{name}") for name in PAGE_TEXTS},
        **_ground(roads, Area.around(places, _MARGIN_M)),
        "warehouses": [
            {"id": w.warehouse_id, "name": w.name, "at": _at(w.location)}
            for w in dataset.warehouses
        ],
        "routes": [_route(i + 1, route, text) for i, route in enumerate(plan.routes)],
        "unassigned": [_unassigned(order, text) for order in plan.unassigned],
    }


def _places(plan: Plan, dataset: Dataset) -> Iterator[Location]:
    """Where anything of the plan lies; never nothing."""
    left_out = {order.order_id for order in plan.unassigned}
    used = {route.warehouse_id for route in plan.routes}
    yield from (w.location for w in dataset.warehouses if w.warehouse_id in used or not used)
    yield from (order.location for order in dataset.orders if order.order_id in left_out)
    yield from (stop.location for route in plan.routes for stop in route.stops)
    if not dataset.warehouses:
        yield Location(0.0, 0.0)


def _corners(places: list[Location]) -> list[list[float]]:
    lats, lons = [p.lat for p in places], [p.lon for p in places]
    return [[min(lats), min(lons)], [max(lats), max(lons)]]


def _at(location: Location) -> list[float]:
    return [location.lat, location.lon]


def _ground(roads: RoadNetwork | None, drawn: Area) -> Content:
    """Land and roads under the plan; nothing without roads."""
    if roads is None:
        return {"land": (), "roads": ()}
    land = land_lines(roads.land, drawn)
    return {"land": land, "roads": road_lines(roads, drawn, taken=line_size(land))}


def _attribution(roads: RoadNetwork | None, text: PlanText) -> str:
    if roads is None:
        return ""
    code = "map.attribution_made_up" if roads.is_made_up else "map.attribution"
    return text.say(code, name=roads.name)


def _figures(plan: Plan, text: PlanText) -> list[Content]:
    """What the plan is worth, in one line."""
    summary = plan.summary
    late = sum(late_count(route) for route in plan.routes)
    orders = summary.orders_served + summary.orders_unassigned
    left_out = summary.orders_unassigned
    return [
        _figure(text, "cost", text.money(summary.cost_minor.operating)),
        _figure(text, "distance", text.distance(summary.distance_m)),
        _figure(text, "served", text.say("map.of", count=summary.orders_served, all=orders)),
        _figure(text, "unassigned", str(left_out), "bad" if left_out else ""),
        _figure(text, "late_stops", str(late), "warning" if late else ""),
        _figure(text, "fill_rate", f"{100 * summary.fill_rate_units:.1f} %"),
        *_check_figure(plan, text),
    ]


def _check_figure(plan: Plan, text: PlanText) -> Iterator[Content]:
    if plan.checks is not None:
        broken = len(plan.checks.violations)
        value = text.say("map.broken_rules", count=broken)
        yield _figure(text, "check", value, "bad" if broken else "good")


def _figure(text: PlanText, name: str, value: str, tone: str = "") -> Content:
    return {"label": text.say(f"figure.{name}"), "value": value, "tone": tone}


def _route(number: int, route: Route, text: PlanText) -> Content:
    return {
        "number": number,
        "name": text.vehicle_name(route),
        "facts": [
            text.say("map.stops", count=stop_count(route)),
            text.distance(route.distance_m),
            text.duration(route.end_s - route.start_s),
            _load(route, text),
        ],
        "span": text.span(route.start_s, route.end_s),
        "driver": text.driver_name(route),
        "leaves": (text.clock(route.start_s), text.warehouse_name(route.warehouse_id)),
        "returns": _return(route, text),
        "late": late_count(route),
        "way": _way(route, text),
        "stops": [_stop(numbered, text) for numbered in numbered_stops(route)],
    }


def _return(route: Route, text: PlanText) -> Row | None:
    """When and where the route ends; None for an open one."""
    if not route.end_warehouse_id:
        return None
    return text.clock(route.end_s), text.warehouse_name(route.end_warehouse_id)


def _load(route: Route, text: PlanText) -> str:
    vehicle = text.vehicle(route)
    if vehicle is None or not vehicle.capacity_m3:
        return text.volume(route.load_m3)
    return text.say("map.load", percent=round(100 * fullest_load(route)[0] / vehicle.capacity_m3))


def _way(route: Route, text: PlanText) -> list[list[float]] | list[str]:
    """The way on the streets; straight from stop to stop where the plan has none."""
    if route.geometry:
        return list(route.geometry)
    return [_at(place) for place in text.places(route)]


def _stop(numbered: NumberedStop, text: PlanText) -> Content:
    stop = numbered.stop
    return {
        "kind": stop.kind.value,
        "number": numbered.number,
        "at": _at(stop.location),
        "clock": text.clock(stop.arrival_s),
        "name": _stop_name(stop, text),
        "late": stop.late_s > 0,
        "rows": [row for row in _stop_rows(stop, text) if row[1]],
    }


def _stop_name(stop: Stop, text: PlanText) -> str:
    if stop.kind is StopKind.RELOAD:
        return text.warehouse_name(stop.warehouse_id)
    orders = text.orders(stop)
    names = dict.fromkeys(o.customer_name or text.address(o, stop) for o in orders)
    return ", ".join(name for name in names if name) or ", ".join(stop.order_ids)


def _stop_rows(stop: Stop, text: PlanText) -> Iterator[Row]:
    orders = text.orders(stop)
    yield "order", ", ".join(stop.order_ids)
    yield "address", _joined(text.address(order, stop) for order in orders)
    yield "window", _joined(text.windows(order, stop) for order in orders)
    yield "arrival", text.clock(stop.arrival_s)
    yield "lateness", text.duration(stop.late_s) if stop.late_s else ""
    yield "waiting", text.duration(stop.wait_s) if stop.wait_s else ""
    goods = "fetch" if stop.kind is StopKind.PICKUP else "unload"
    yield goods, "\n".join(line for i in stop.order_ids for line in text.goods(i))
    yield "service", text.duration(stop.service_s)
    yield "departure", text.clock(stop.departure_s)
    yield "note", _joined(order.note for order in orders)


def _joined(texts: Iterator[str]) -> str:
    """Different texts that are not empty, each once."""
    return "; ".join(dict.fromkeys(text for text in texts if text))


def _unassigned(unassigned: Unassigned, text: PlanText) -> Content:
    order = text.order(unassigned.order_id)
    relaxation = unassigned.relaxation
    rows = (
        ("reason", text.sentence(unassigned.reason)),
        ("relaxation", text.sentence(relaxation) if relaxation else ""),
        ("customer", order.customer_name if order else ""),
        ("address", order.address if order else ""),
        ("window", text.windows(order) if order else ""),
        (
            "fetch" if order and order.kind == PICKUP else "unload",
            "\n".join(text.goods(unassigned.order_id)),
        ),
    )
    return {
        "order": unassigned.order_id,
        "at": _at(order.location) if order else None,
        "reason": rows[0][1],
        "rows": [row for row in rows if row[1]],
    }
