"""The vehicles of a planner's problem, those that may stand for each other as one type."""

import math
from collections.abc import Hashable, Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from domain.fleet import Vehicle
from domain.units import METRES_PER_KM, MINOR_DIGITS, SECONDS_PER_HOUR, minor_units
from optimizer.routing.arrays import float64, int8, int32, int64, padded
from optimizer.routing.fitting import FLOAT_NOISE
from optimizer.routing.problem_view import ProblemView
from optimizer.routing.search_problem import FAR, NOWHERE, Fleet, Float64

MOST_RELOADS = 12
"""Reloads of a route that the search knows at most."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Reload:
    """A call that a vehicle may make at a warehouse between two trips."""

    vehicle: Vehicle
    warehouse_id: str


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class VehicleTypes:
    """Vehicles grouped by all that matters to a route.

    Attributes
    ----------
    type_of
        Type of each vehicle, by its number in the problem.
    models
        One vehicle of each type, which stands for all of it.
    """

    type_of: tuple[int, ...]
    models: tuple[Vehicle, ...]


def reloads_of(view: ProblemView) -> tuple[Reload, ...]:
    """All calls of vehicles at warehouses between two trips, in the order of the vehicles."""
    return tuple(
        Reload(vehicle=vehicle, warehouse_id=warehouse_id)
        for vehicle in view.problem.vehicles
        for warehouse_id in view.hours[vehicle.vehicle_id].reloads
        for _ in range(_most_trips(view, vehicle) - 1)
    )


def vehicle_types(view: ProblemView) -> VehicleTypes:
    """The types of the problem's vehicles."""
    shipments = view.problem.shipments
    relevant = _Relevant(
        equipment=frozenset[str]().union(*(s.requirements for s in shipments)),
        goods=frozenset[str]().union(*(s.goods_classes for s in shipments)),
        locks=frozenset(s.locked_vehicle_id for s in shipments) - {""},
    )
    types: dict[Hashable, int] = {}
    type_of: list[int] = []
    models: list[Vehicle] = []
    for vehicle in view.problem.vehicles:
        number = types.setdefault(_traits(view, vehicle, relevant), len(types))
        type_of.append(number)
        models += [vehicle] if number == len(models) else []
    return VehicleTypes(type_of=tuple(type_of), models=tuple(models))


def compile_fleet(
    view: ProblemView,
    types: VehicleTypes,
    reloads: Sequence[Reload],
    *,
    ways: Sequence[int],
    may: npt.NDArray[np.bool_],
    limited: Sequence[int],
) -> Fleet:
    """All that is known of the vehicles.

    Parameters
    ----------
    ways
        Numbers of the fleet's travels that are driven, in their order in the drives.
    may
        Whether a type may serve a task, ``(types, tasks)``.
    limited
        Numbers of the dimensions in which loads are counted: volume, weight, parcels.
    """
    models, currency = types.models, view.problem.currency
    warehouses = view.problem.warehouses
    node = {w.warehouse_id: may.shape[1] + i for i, w in enumerate(warehouses)}
    hours = [view.hours[vehicle.vehicle_id] for vehicle in models]
    of_vehicle = view.problem.travel.of_vehicle
    per_major = 10 ** MINOR_DIGITS.get(currency, 2)
    return Fleet(
        type_of=int32(types.type_of),
        way=int32([ways.index(of_vehicle[v.vehicle_id]) for v in models]),
        start=int32([node[v.warehouse_id] for v in models]),
        end=int32([NOWHERE if v.ends_at is None else node[v.ends_at] for v in models]),
        fixed=float64([minor_units(v.fixed_cost, currency) for v in models]),
        per_m=float64([float(v.cost_per_km * per_major) / METRES_PER_KM for v in models]),
        per_time=float64([float(v.cost_per_hour * per_major) / SECONDS_PER_HOUR for v in models]),
        overtime_from=int64([v.shift_end_s for v in models]),
        overtime_rate=float64(
            [float(v.overtime_cost_per_hour * per_major) / SECONDS_PER_HOUR for v in models]
        ),
        leaves=int32([len(h.leaves) for h in hours]),
        leave_from=padded([[span.start_s for span in h.leaves] for h in hours]),
        leave_to=padded([[span.end_s for span in h.leaves] for h in hours]),
        ends=int32([len(h.ends) for h in hours]),
        end_from=padded([[span.start_s for span in h.ends] for h in hours]),
        end_to=padded([[span.end_s for span in h.ends] for h in hours]),
        capacity=float64(_capacities(models)[:, list(limited)] + FLOAT_NOISE),
        most_m=int64([_most_m(v) for v in models]),
        most_stops=int64([FAR if v.max_stops is None else v.max_stops for v in models]),
        most_time=int64([FAR] * len(models)),
        rest=int64([math.ceil(v.break_s) for v in models]),
        rest_from=int64([v.break_earliest_s or 0 for v in models]),
        rest_to=int64([FAR if v.break_latest_s is None else v.break_latest_s for v in models]),
        trips=int32([_most_trips(view, v) for v in models]),
        reloads=_reload_nodes(view, reloads, may.shape[1] + len(warehouses)),
        may=int8(may),
    )


def limited_dimensions(view: ProblemView) -> tuple[int, ...]:
    """Numbers of the dimensions of load that some vehicle limits: volume, weight, parcels."""
    limits = _capacities(view.problem.vehicles)
    return tuple(np.flatnonzero(np.isfinite(limits).any(axis=0)).tolist())


@dataclass(frozen=True, slots=True, kw_only=True)
class _Relevant:
    """What of a vehicle's words any order asks for, and the vehicles that orders are locked to."""

    equipment: frozenset[str]
    goods: frozenset[str]
    locks: frozenset[str]


def _traits(view: ProblemView, vehicle: Vehicle, relevant: _Relevant) -> Hashable:
    """All that a route of a vehicle depends on."""
    name = vehicle.vehicle_id
    hours = view.hours[name]
    return (
        view.problem.travel.of_vehicle[name],
        vehicle.warehouse_id,
        vehicle.ends_at,
        (tuple(hours.reloads.items()), vehicle.max_trips, vehicle.reload_s),
        (vehicle.capacity_m3, vehicle.capacity_kg, vehicle.capacity_parcels),
        (vehicle.fixed_cost, vehicle.cost_per_km, vehicle.cost_per_hour),
        (hours.leaves, hours.ends, vehicle.shift_end_s, vehicle.overtime_cost_per_hour),
        (vehicle.max_distance_m, vehicle.max_stops),
        (vehicle.break_s, vehicle.break_earliest_s, vehicle.break_latest_s),
        frozenset(filter(vehicle.may_carry, relevant.goods)),
        vehicle.equipment & relevant.equipment,
        vehicle.zone_ids & view.problem.territories,
        name if name in relevant.locks else "",
    )


def _most_trips(view: ProblemView, vehicle: Vehicle) -> int:
    """Most trips of a route: every trip serves an order, and reloads are bounded."""
    if not view.hours[vehicle.vehicle_id].reloads:
        return 1
    return max(1, min(vehicle.max_trips, len(view.problem.shipments), MOST_RELOADS + 1))


def _most_m(vehicle: Vehicle) -> int:
    """Most whole metres of a route."""
    most = vehicle.max_distance_m
    return FAR if most is None else math.floor(most + FLOAT_NOISE)


def _capacities(vehicles: Sequence[Vehicle]) -> Float64:
    """Most volume, weight and parcels of each vehicle, infinite where it names no limit."""
    rows = [
        [math.inf if most is None else float(most) for most in limits]
        for limits in ((v.capacity_m3, v.capacity_kg, v.capacity_parcels) for v in vehicles)
    ]
    return np.array(rows, np.float64).reshape(-1, 3)


def _reload_nodes(
    view: ProblemView, reloads: Sequence[Reload], first: int
) -> npt.NDArray[np.int32]:
    """Nodes of each vehicle's reloads, ``(vehicles, most)``; they are numbered from `first`."""
    nodes: dict[str, list[int]] = {v.vehicle_id: [] for v in view.problem.vehicles}
    for number, reload in enumerate(reloads, start=first):
        nodes[reload.vehicle.vehicle_id].append(number)
    return int32(padded(list(nodes.values()), fill=NOWHERE))
