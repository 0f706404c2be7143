"""A day on which a van delivers, fetches, carries from door to door and loads twice.

Its first route, with what is done where::

    1 deliver BRING-1, 2 fetch BACK-1, 3 fetch CARRY, 4 deliver CARRY,
    reload at W2, 5 deliver BRING-2, 6 fetch BACK-2
"""

from dataclasses import replace
from itertools import accumulate

import numpy as np

from domain.orders import Order, OrderLine
from domain.plan import Route, Stop, StopKind
from domain.products import Product
from maps.picture.polyline import encode_polyline
from tests.maps.made_up_plan import RELOAD, PlannedDay, plan_day

IDS = ("BRING-1", "BACK-1", "", "CARRY", "BRING-2", "BACK-2")
"""Orders of the six stops; the third is where CARRY is fetched."""

KINDS = ("delivery", "pickup", "", "transport", "delivery", "pickup")
"""Kinds of these orders."""

TASKS = (
    *(StopKind.DELIVERY, StopKind.PICKUP, StopKind.PICKUP),
    *(StopKind.DELIVERY, StopKind.DELIVERY, StopKind.PICKUP),
)
"""What is done at the stops."""

UNITS = {"BRING-1": 10, "BACK-1": 20, "CARRY": 40, "BRING-2": 80, "BACK-2": 160}
"""Each number of units tells by which orders a sum is made."""

SKU = "CRATE"
UNIT_M3, UNIT_KG = 0.02, 1.5
RELOAD_S = 1_200


def carrying_day(*, routes: int = 2, side: int = 30) -> PlannedDay:
    """The day with `routes` routes of six stops, of which the others deliver only."""
    made = plan_day(routes=routes, stops=6, side=side)
    old = made.plan.routes[0]
    known = {order.order_id: order for order in made.dataset.orders}
    was = [known[stop.order_ids[0]] for stop in old.stops]
    kept = {order.order_id: order for order in made.dataset.orders if order not in was}
    dataset = replace(
        made.dataset,
        orders=(*_orders(was).values(), *kept.values()),
        order_lines=(
            *(OrderLine(order_id=i, sku=SKU, units=units) for i, units in UNITS.items()),
            *(line for line in made.dataset.order_lines if line.order_id in kept),
        ),
        products=(
            *made.dataset.products,
            Product(
                sku=SKU,
                name="Crate",
                unit_value=made.dataset.products[0].unit_value,
                unit_volume_m3=UNIT_M3,
                unit_weight_kg=UNIT_KG,
            ),
        ),
    )
    w2 = next(w for w in dataset.warehouses if w.warehouse_id == "W2")
    route = _route(old, replace(RELOAD, location=w2.location, service_s=RELOAD_S))
    plan = replace(made.plan, routes=(route, *made.plan.routes[1:]))
    return replace(made, plan=plan, dataset=dataset)


def _orders(was: list[Order]) -> dict[str, Order]:
    """The five orders, at the doors that the made-up plan goes to."""
    orders = {
        order_id: replace(order, order_id=order_id, kind=kind, window_kind="hard")
        for order_id, kind, order in zip(IDS, KINDS, was, strict=True)
        if kind in {"delivery", "pickup"}
    }
    orders["CARRY"] = replace(
        was[3],
        order_id="CARRY",
        kind="transport",
        customer_name="Weber",
        address="Rosengasse 7",
        window_kind="hard",
        window_start_s=9 * 3600,
        window_end_s=16 * 3600,
        pickup_lat=was[2].lat,
        pickup_lon=was[2].lon,
        pickup_window_start_s=8 * 3600,
        pickup_window_end_s=11 * 3600,
    )
    return orders


def _route(old: Route, reload: Stop) -> Route:
    """The route with its stops given their tasks, and a reload after the fourth."""
    tasks = [
        replace(stop, order_ids=(order_id or "CARRY",), kind=kind, late_s=0)
        for stop, order_id, kind in zip(old.stops, IDS, TASKS, strict=True)
    ]
    shift_s = reload.drive_s + RELOAD_S
    stays, follow = tasks[:4], [_later(stop, shift_s) for stop in tasks[4:]]
    arrives_s = stays[-1].departure_s + reload.drive_s
    reload = replace(reload, arrival_s=arrives_s, departure_s=arrives_s + RELOAD_S)
    changes = (-10, 20, 40, -40, 60, -80, 160)
    stops = [
        replace(stop, load_m3=units * UNIT_M3, load_kg=units * UNIT_KG)
        for stop, units in zip(
            (*stays, reload, *follow), list(accumulate(changes, initial=10))[1:], strict=True
        )
    ]
    ends = [[stop.location.lat, stop.location.lon] for stop in (stays[-1], reload, follow[0])]
    legs = (encode_polyline(np.array(ends[:2])), encode_polyline(np.array(ends[1:])))
    return replace(
        old,
        stops=tuple(stops),
        breaks=(),
        end_s=old.end_s + shift_s,
        drive_s=old.drive_s + reload.drive_s,
        distance_m=old.distance_m + reload.distance_m,
        load_m3=sum(UNITS.values()) * UNIT_M3,
        load_kg=sum(UNITS.values()) * UNIT_KG,
        geometry=(*old.geometry[:4], *legs, *old.geometry[5:]),
    )


def _later(stop: Stop, by_s: int) -> Stop:
    return replace(stop, arrival_s=stop.arrival_s + by_s, departure_s=stop.departure_s + by_s)
