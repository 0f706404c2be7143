"""Rich days: windows hard, soft and double, breaks, rush hours, locks, and several trips a day."""

from decimal import Decimal

import numpy as np

from domain.fleet import Vehicle
from domain.orders import TimeWindow
from domain.routing_problem import Shipment
from tests.benchmarks.routing.made_days import (
    HOUR_S,
    SHIFT_S,
    WAREHOUSE,
    MadeDay,
    draw_points,
    drawn_window,
    locations_of,
    made_day,
    parcel,
    plane_travel,
    van,
)

MOST_TRIPS = 3
LATE_PER_HOUR_MINOR = 1_200

_STOPS_PER_VAN, _SPARE_VANS = 12, 3
_HARD, _SOFT, _DOUBLE = 0.3, 0.5, 0.6
"""Shares of orders up to which windows are hard, soft, double; the others have the whole day."""

_LOCKED_EVERY = 30
_TWO_SPANS = (
    TimeWindow(8 * HOUR_S, 10 * HOUR_S),
    TimeWindow(15 * HOUR_S, 17 * HOUR_S),
)


def rich_day(stops: int, seed: int) -> MadeDay:
    """A day of so many orders; the same for the same seed."""
    chance = np.random.default_rng([stops, seed])
    points = draw_points(chance, stops)
    vans = [_van(i) for i in range(_SPARE_VANS + stops // _STOPS_PER_VAN)]
    shipments = [_order(chance, i, len(vans)) for i in range(stops)]
    travel = plane_travel(points, by_hour=True)
    return made_day(shipments, vans, travel, locations_of(points))


def _van(number: int) -> Vehicle:
    """A van that holds some ten orders, with a break at noon and an hour of overtime."""
    return van(
        number,
        capacity_m3=14.0,
        reload_warehouse_ids=frozenset({WAREHOUSE}),
        reload_s=20 * 60,
        max_trips=MOST_TRIPS,
        break_s=45 * 60,
        break_earliest_s=11 * HOUR_S,
        break_latest_s=14 * HOUR_S,
        overtime_cost_per_hour=Decimal(15),
        max_overtime_s=HOUR_S,
    )


def _order(chance: np.random.Generator, number: int, vans: int) -> Shipment:
    """An order; now and then one is the first of a vehicle, or bound to one."""
    facts = {
        "volume_m3": float(chance.integers(5, 21)) / 10,
        "service_s": int(chance.integers(240, 601)),
    }
    whole = (TimeWindow(*SHIFT_S),)
    if number % _LOCKED_EVERY == 0:
        locked = number // _LOCKED_EVERY
        position = 1 if locked % 2 else None
        return parcel(
            number, whole, locked_vehicle_id=f"V{locked % vans}", locked_position=position, **facts
        )
    kind = chance.random()
    if kind < _HARD:
        return parcel(number, [drawn_window(chance, 2)], **facts)
    if kind < _SOFT:
        return parcel(
            number,
            [drawn_window(chance, 1)],
            is_soft=True,
            late_cost_per_hour_minor=LATE_PER_HOUR_MINOR,
            **facts,
        )
    return parcel(number, _TWO_SPANS if kind < _DOUBLE else whole, **facts)
