"""Which orders fit which vehicles: the rules of `fitting`, for all of them at once."""

import math
from collections.abc import Callable, Hashable, Sequence
from typing import TypeVar

import numpy as np
import numpy.typing as npt

from domain.fleet import Vehicle
from domain.routing_problem import Shipment
from domain.travel import UNREACHABLE_S, warehouse_place
from optimizer.routing.fitting import FLOAT_NOISE
from optimizer.routing.problem_view import ProblemView

Fits = npt.NDArray[np.bool_]
Value = TypeVar("Value", bound=Hashable)


def fits(view: ProblemView, vehicles: Sequence[Vehicle]) -> Fits:
    """Whether `fitting.misfit` finds nothing, of each vehicle and order; ``(vehicles, orders)``."""
    shipments, territories = view.problem.shipments, view.problem.territories
    rules = (
        _asked(vehicles, [s.warehouse_id for s in shipments], view.may_load_at),
        _asked(
            vehicles, [s.locked_vehicle_id for s in shipments], lambda v, i: i in {"", v.vehicle_id}
        ),
        _asked(
            vehicles,
            [s.territory for s in shipments],
            lambda v, zone: zone in (v.zone_ids & territories or {zone}),
        ),
        _asked(
            vehicles, [s.requirements for s in shipments], lambda v, asked: asked <= v.equipment
        ),
        _asked(
            vehicles,
            [s.goods_classes for s in shipments],
            lambda v, goods: all(v.may_carry(one) for one in goods),
        ),
        _holds(shipments, vehicles),
        _reaches(view, vehicles),
    )
    return np.asarray(np.logical_and.reduce(rules))


def _asked(
    vehicles: Sequence[Vehicle], values: Sequence[Value], holds: Callable[[Vehicle, Value], bool]
) -> Fits:
    """Whether a rule holds for each vehicle and each order's value, asked once for each value."""
    kinds = {value: number for number, value in enumerate(dict.fromkeys(values))}
    table = np.array([[holds(vehicle, kind) for kind in kinds] for vehicle in vehicles], np.bool_)
    numbers = np.array([kinds[value] for value in values], np.int64)
    return table.reshape(len(vehicles), len(kinds))[:, numbers]


def _holds(shipments: Sequence[Shipment], vehicles: Sequence[Vehicle]) -> Fits:
    """Whether orders are neither too large nor too heavy, and may be called at."""
    asked = [(s.volume_m3, s.weight_kg, 1, len(s.places)) for s in shipments]
    limits = [(v.capacity_m3, v.capacity_kg, v.capacity_parcels, v.max_stops) for v in vehicles]
    most = [[math.inf if most is None else most for most in own] for own in limits]
    loads = np.array(asked, np.float64).reshape(1, -1, 4)
    return np.asarray(
        (loads <= np.array(most, np.float64).reshape(-1, 1, 4) + FLOAT_NOISE).all(axis=2)
    )


def _reaches(view: ProblemView, vehicles: Sequence[Vehicle]) -> Fits:
    """Whether there are roads from where an order is loaded to its doors, and on to the end."""
    shipments, travel = view.problem.shipments, view.problem.travel
    loaded = _numbers(view, [warehouse_place(s.warehouse_id) for s in shipments])
    first = _numbers(view, [s.places[0] for s in shipments])
    last = _numbers(view, [s.place for s in shipments])
    known: dict[tuple[int, int | None], Fits] = {}
    rows = []
    for vehicle in vehicles:
        way, end = travel.of_vehicle[vehicle.vehicle_id], view.end(vehicle)
        if (way, end) not in known:
            drive_s = travel.travels[way].drive_s[0]
            slowest_s = np.maximum(drive_s[loaded, first], drive_s[first, last])
            if end is not None:
                slowest_s = np.maximum(slowest_s, drive_s[last, end])
            known[way, end] = slowest_s < UNREACHABLE_S
        rows.append(known[way, end])
    return np.array(rows, np.bool_).reshape(len(vehicles), len(shipments))


def _numbers(view: ProblemView, places: Sequence[str]) -> npt.NDArray[np.int64]:
    return np.array([view.numbers[place] for place in places], np.int64)
