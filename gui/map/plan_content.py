"""What the map of the window shows, as JSON of plain values and ready texts."""

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from types import MappingProxyType
from typing import Any, Literal

from domain.dataset import Dataset
from domain.geo import Location
from domain.orders import Order
from domain.plan import Plan, Route, Stop, StopKind, Unassigned
from domain.warehouses import Warehouse
from maps.picture.plan_facts import NumberedStop, numbered_stops, with_name
from maps.picture.plan_text import PlanText, Say

Kind = Literal["route", "stop", "unassigned", "order", "warehouse"]
Content = dict[str, Any]

OrderStop = tuple[str, bool]
"""An order, and whether its stop is the one where it is fetched."""

_LONGEST_TEXT = 80
_LONGEST_SIGN = 12
_RELOAD = "↻"


@dataclass(frozen=True, slots=True)
class Mark:
    """A thing on the map: its kind and its number; of a stop, that of its route and its own."""

    kind: Kind
    first: int
    second: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class ShownContent:
    """The content of the page, and what is where in it.

    Attributes
    ----------
    text
        The content as JSON, pure ASCII.
    vehicle_ids
        Vehicle of each route.
    stop_ids
        First order of each stop of each route, and whether it is fetched there; no order for a
        reload.
    unassigned_ids, order_ids, warehouse_ids
        Of what is drawn, in order.
    marks
        Where to find an order, and where it is fetched if it is delivered elsewhere.
    """

    text: str
    vehicle_ids: tuple[str, ...] = ()
    stop_ids: tuple[tuple[OrderStop, ...], ...] = ()
    unassigned_ids: tuple[str, ...] = ()
    order_ids: tuple[str, ...] = ()
    warehouse_ids: tuple[str, ...] = ()
    marks: Mapping[OrderStop, Mark] = field(default_factory=lambda: MappingProxyType({}))


NO_CONTENT = ShownContent(text="{}")
"""A map without a plan."""


def plan_content(plan: Plan, dataset: Dataset, say: Say) -> ShownContent:
    """Routes, their stops, what is left out, and the warehouses of a plan."""
    text = PlanText(plan, dataset, say)
    left_out = [
        (unassigned, order)
        for unassigned in plan.unassigned
        if (order := text.order(unassigned.order_id)) is not None
    ]
    content = {
        "routes": [_route(i + 1, route, text) for i, route in enumerate(plan.routes)],
        "unassigned": [_unassigned(unassigned, order, text) for unassigned, order in left_out],
        "warehouses": _warehouses(dataset),
    }
    unassigned_ids = tuple(order.order_id for _, order in left_out)
    return ShownContent(
        text=_json(content),
        vehicle_ids=tuple(route.vehicle_id for route in plan.routes),
        stop_ids=tuple(
            tuple(
                (stop.order_ids[0] if stop.order_ids else "", stop.kind is StopKind.PICKUP)
                for stop in route.stops
            )
            for route in plan.routes
        ),
        unassigned_ids=unassigned_ids,
        warehouse_ids=tuple(w.warehouse_id for w in dataset.warehouses),
        marks={**_marks("unassigned", unassigned_ids), **_stop_marks(plan)},
    )


def orders_content(dataset: Dataset, orders: Sequence[Order]) -> ShownContent:
    """Orders that nobody has planned yet, and the warehouses."""
    content = {
        "orders": [
            {"at": _at(order.location), "tip": [order.order_id, _shortened(_who(order))]}
            for order in orders
        ],
        "warehouses": _warehouses(dataset),
    }
    order_ids = tuple(order.order_id for order in orders)
    return ShownContent(
        text=_json(content),
        order_ids=order_ids,
        warehouse_ids=tuple(w.warehouse_id for w in dataset.warehouses),
        marks=_marks("order", order_ids),
    )


def _marks(kind: Kind, order_ids: Iterable[str]) -> dict[OrderStop, Mark]:
    return {(order_id, False): Mark(kind, i) for i, order_id in enumerate(order_ids)}


def _stop_marks(plan: Plan) -> dict[OrderStop, Mark]:
    return {
        (order_id, stop.kind is StopKind.PICKUP): Mark("stop", i, j)
        for i, route in enumerate(plan.routes)
        for j, stop in enumerate(route.stops)
        for order_id in stop.order_ids
    }


def _route(number: int, route: Route, text: PlanText) -> Content:
    span = text.span(route.start_s, route.end_s)
    return {
        "number": number,
        "tip": [str(number), span, _shortened(text.vehicle_name(route))],
        "way": list(route.geometry) or [_at(place) for place in text.places(route)],
        "stops": [_stop(number, numbered, text) for numbered in numbered_stops(route)],
    }


def _stop(route_number: int, numbered: NumberedStop, text: PlanText) -> Content:
    stop = numbered.stop
    number = str(numbered.number or _RELOAD)
    tip = [f"{route_number} · {number}", text.clock(stop.arrival_s), _stop_name(stop, text)]
    if stop.kind is not StopKind.DELIVERY:
        tip[0] += f" · {text.task(stop)}"
    content: Content = {"at": _at(stop.location), "number": number, "tip": tip}
    content["kind"] = stop.kind.value
    if stop.late_s > 0:
        content["late"] = text.say("window_map.late", duration=text.duration(stop.late_s))
    return content


def _stop_name(stop: Stop, text: PlanText) -> str:
    if stop.kind is StopKind.RELOAD:
        return _shortened(text.warehouse_name(stop.warehouse_id))
    names = dict.fromkeys(_who(order) for order in text.orders(stop))
    return _shortened(", ".join(name for name in names if name) or ", ".join(stop.order_ids))


def _who(order: Order) -> str:
    return order.customer_name or order.address


def _unassigned(unassigned: Unassigned, order: Order, text: PlanText) -> Content:
    tip = [text.say("map.unassigned"), unassigned.order_id, _shortened(_who(order))]
    return {"at": _at(order.location), "tip": tip}


def _warehouses(dataset: Dataset) -> list[Content]:
    return [_warehouse(warehouse) for warehouse in dataset.warehouses]


def _warehouse(warehouse: Warehouse) -> Content:
    identifier = warehouse.warehouse_id
    return {
        "at": _at(warehouse.location),
        "sign": _shortened(identifier, _LONGEST_SIGN),
        "tip": [_shortened(with_name(identifier, warehouse.name))],
    }


def _at(location: Location) -> list[float]:
    return [location.lat, location.lon]


def _shortened(text: str, longest: int = _LONGEST_TEXT) -> str:
    """A text on one line that leaves room for others."""
    line = " ".join(text.split())
    return line if len(line) <= longest else f"{line[: longest - 1]}…"


def _json(content: Content) -> str:
    """JSON in ASCII: half a character of a pair is no text that Qt could pass on."""
    return json.dumps(content, allow_nan=False, separators=(",", ":"))
