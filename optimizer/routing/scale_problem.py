"""From a planner's problem to whole numbers, on the safe side but for the hours of traffic.

Loads are rounded up and capacities down. Where traffic changes over the day, `drives` says what a
drive takes and costs; the timeline then tells the truth at the hour that is driven. Two orders at
one place pay its set-up once: an arc between them is shorter by the set-up of the second, so that
every departure is exact and only the second's beginning is taken too early, by its own set-up.
"""

import math
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from itertools import groupby, permutations

import numpy as np
import numpy.typing as npt

from domain.fleet import Vehicle
from domain.orders import TimeWindow
from domain.routing_problem import Shipment
from domain.travel import UNREACHABLE_S
from domain.units import METRES_PER_KM, MINOR_DIGITS, SECONDS_PER_HOUR, minor_units
from optimizer.routing.drives import Drives
from optimizer.routing.fitting import misfit
from optimizer.routing.fleet_drives import FleetDrives, fleet_drives
from optimizer.routing.integer_problem import (
    LARGEST,
    IntegerProblem,
    Matrix,
    Pause,
    Sequences,
    Span,
    Tourer,
    Visit,
    worst_cost,
)
from optimizer.routing.problem_view import ProblemView, clipped, latest_end_s

CM3_PER_M3 = 1_000_000
GRAMS_PER_KG = 1_000
SCALES = (1000, 100, 10, 1)
"""Units of the solver per minor unit of money: the finest is taken that cannot overflow."""

_ROUNDING = 1e-3


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class ScaledProblem:
    """A problem in whole numbers, and whose numbers they are.

    Attributes
    ----------
    order_ids, vehicle_ids
        Ids of the visits and vehicles, by number.
    per_minor
        Units of the solver's cost per minor unit of money.
    left_out
        Orders that no vehicle can bring, whatever the routes.
    """

    problem: IntegerProblem | None
    order_ids: tuple[str, ...]
    vehicle_ids: tuple[str, ...]
    per_minor: int
    left_out: tuple[str, ...]

    def ids(self, routes: Sequences) -> dict[str, tuple[str, ...]]:
        """Order ids of each vehicle that has any."""
        return {
            self.vehicle_ids[vehicle]: tuple(self.order_ids[visit] for visit in route)
            for vehicle, route in enumerate(routes)
            if route
        }

    def numbers(self, routes: dict[str, tuple[str, ...]]) -> Sequences:
        """Visits of each vehicle; ids that are not in the problem are passed over."""
        visit = {order_id: number for number, order_id in enumerate(self.order_ids)}
        return tuple(
            tuple(visit[i] for i in routes.get(vehicle_id, ()) if i in visit)
            for vehicle_id in self.vehicle_ids
        )


def scale_problem(view: ProblemView, seed: int = 0) -> ScaledProblem:
    """A problem in whole numbers; the seed shuffles the visits, which varies the search.

    Raises
    ------
    ValueError
        If the numbers are too large to count with.
    """
    vehicles = [v for v in view.problem.vehicles if _can_work(view, v)]
    allowed = {s.order_id: _allowed(view, vehicles, s) for s in view.problem.shipments}
    shipments = [s for s in view.problem.shipments if allowed[s.order_id]]
    if seed:
        order = np.random.default_rng(seed).permutation(len(shipments))
        shipments = [shipments[number] for number in order]
    left_out = tuple(order_id for order_id, numbers in allowed.items() if not numbers)
    problem, per_minor = None, 1
    if shipments:
        fleet = fleet_drives(view, shipments, vehicles)
        coarse = _integer_problem(view, shipments, vehicles, allowed, fleet, 1)
        worst = worst_cost(coarse)
        per_minor = next((scale for scale in SCALES if worst * scale * 2 < LARGEST), 1)
        problem = _integer_problem(view, shipments, vehicles, allowed, fleet, per_minor)
    return ScaledProblem(
        problem=problem,
        order_ids=tuple(shipment.order_id for shipment in shipments),
        vehicle_ids=tuple(vehicle.vehicle_id for vehicle in vehicles),
        per_minor=per_minor,
        left_out=left_out,
    )


def _can_work(view: ProblemView, vehicle: Vehicle) -> bool:
    hours = view.hours[vehicle.vehicle_id]
    return bool(hours.leaves and _end_spans(view, vehicle))


def _allowed(view: ProblemView, vehicles: Sequence[Vehicle], shipment: Shipment) -> tuple[int, ...]:
    """Numbers of the vehicles on which an order can travel at some time of their shift."""
    return tuple(
        number
        for number, vehicle in enumerate(vehicles)
        if misfit(view, vehicle, shipment) is None and _visit_spans(shipment, latest_end_s(vehicle))
    )


def _integer_problem(
    view: ProblemView,
    shipments: Sequence[Shipment],
    vehicles: Sequence[Vehicle],
    allowed: dict[str, tuple[int, ...]],
    fleet: FleetDrives,
    per_minor: int,
) -> IntegerProblem:
    nodes = fleet.nodes
    kinds = sorted({fleet.priced(vehicle) for vehicle in vehicles})
    limited_m = any(vehicle.max_distance_m is not None for vehicle in vehicles)
    limited_stops = any(vehicle.max_stops is not None for vehicle in vehicles)
    dwell_s = _dwell_s(shipments, len(nodes))
    horizon_s = max(latest_end_s(vehicle) for vehicle in vehicles)
    return IntegerProblem(
        visits=tuple(
            _visit(shipment, allowed[shipment.order_id], len(vehicles), horizon_s, per_minor)
            for shipment in shipments
        ),
        vehicles=tuple(
            _tourer(view, vehicle, fleet, kinds.index(fleet.priced(vehicle)), per_minor)
            for vehicle in vehicles
        ),
        cost_matrices=tuple(
            nodes.matrix(
                _costs(fleet.drives[number], _minor_per(view, rate, METRES_PER_KM), per_minor)
            )
            for number, rate in kinds
        ),
        time_matrices=tuple(
            _times(view, shipments, nodes.matrix(drives.time_s), dwell_s) for drives in fleet.drives
        ),
        dwell_s=dwell_s,
        distance_matrices=tuple(
            nodes.matrix(drives.most_m) for drives in fleet.drives if limited_m
        ),
        stop_count=_stop_count(view, shipments, len(nodes)) if limited_stops else None,
    )


def _costs(drives: Drives, minor_per_m: float, per_minor: int) -> Matrix:
    """What each drive costs by its metres and tolls, in units of the solver."""
    cost = drives.metres * (minor_per_m * per_minor) + drives.toll_minor * per_minor
    return np.rint(cost).astype(np.int64)


def _visit(
    shipment: Shipment, allowed: tuple[int, ...], fleet: int, horizon_s: int, per_minor: int
) -> Visit:
    return Visit(
        spans=_visit_spans(shipment, horizon_s),
        free_until_s=max(0, shipment.windows[-1].end_s) if shipment.is_soft else None,
        late_cost_per_s=round(
            float(shipment.late_cost_per_hour_minor) * per_minor / SECONDS_PER_HOUR
        ),
        release_s=max(0, shipment.release_s),
        loads=(
            math.ceil(shipment.volume_m3 * CM3_PER_M3 - _ROUNDING),
            math.ceil(shipment.weight_kg * GRAMS_PER_KG - _ROUNDING),
            1,
        ),
        vehicles=None if len(allowed) == fleet else allowed,
        penalty=shipment.unassigned_cost_minor * per_minor,
    )


def _tourer(
    view: ProblemView, vehicle: Vehicle, fleet: FleetDrives, kind: int, per_minor: int
) -> Tourer:
    most_kg, most_m = vehicle.capacity_kg, vehicle.max_distance_m
    per_s = _minor_per(view, vehicle.cost_per_hour, SECONDS_PER_HOUR) * per_minor
    always_s = math.ceil(vehicle.break_s) if vehicle.break_latest_s is None else 0
    over_per_s = _minor_per(view, vehicle.overtime_cost_per_hour, SECONDS_PER_HOUR) * per_minor
    leaves = view.hours[vehicle.vehicle_id].leaves
    return Tourer(
        start=fleet.nodes.terminals[vehicle.warehouse_id],
        end=fleet.nodes.terminals[vehicle.ends_at],
        costs=kind,
        times=fleet.of_vehicle[vehicle.vehicle_id],
        fixed_cost=minor_units(vehicle.fixed_cost, view.problem.currency) * per_minor
        + round(per_s * always_s),
        cost_per_s=round(per_s),
        start_spans=tuple((span.start_s, span.end_s) for span in leaves),
        end_spans=_end_spans(view, vehicle),
        overtime_from_s=max(0, vehicle.shift_end_s),
        overtime_cost_per_s=round(over_per_s),
        capacities=(
            math.floor(vehicle.capacity_m3 * CM3_PER_M3 + _ROUNDING),
            None if most_kg is None else math.floor(most_kg * GRAMS_PER_KG + _ROUNDING),
            vehicle.capacity_parcels,
        ),
        max_distance_m=None if most_m is None else math.floor(most_m + _ROUNDING),
        max_stops=vehicle.max_stops,
        pause=_pause(vehicle),
    )


def _pause(vehicle: Vehicle) -> Pause | None:
    """The break as an interval; None where nothing bounds when it begins."""
    if vehicle.break_s <= 0 or vehicle.break_latest_s is None:
        return None
    earliest_s = vehicle.break_earliest_s or 0
    return Pause(
        duration_s=math.ceil(vehicle.break_s),
        earliest_s=max(0, earliest_s, min(vehicle.shift_start_s, vehicle.break_latest_s)),
        latest_s=vehicle.break_latest_s,
    )


def _end_spans(view: ProblemView, vehicle: Vehicle) -> tuple[Span, ...]:
    """When a route may end; a break that may be at any time is kept free at the end."""
    ends = view.hours[vehicle.vehicle_id].ends
    if vehicle.break_s > 0 and vehicle.break_latest_s is None:
        ends = clipped(ends, 0, latest_end_s(vehicle) - math.ceil(vehicle.break_s))
    return tuple((span.start_s, span.end_s) for span in ends)


def _visit_spans(shipment: Shipment, horizon_s: int) -> tuple[Span, ...]:
    """When a visit may begin; a soft one at any time after its last window opens."""
    windows = list(shipment.windows)
    if shipment.is_soft:
        windows[-1] = TimeWindow(windows[-1].start_s, max(windows[-1].end_s, horizon_s))
    return tuple((span.start_s, span.end_s) for span in clipped(windows, 0, horizon_s))


def _dwell_s(shipments: Sequence[Shipment], nodes: int) -> npt.NDArray[np.int64]:
    stays = [shipment.setup_s + shipment.service_s for shipment in shipments]
    return np.array([*stays, *[0] * (nodes - len(stays))], dtype=np.int64)


def _times(
    view: ProblemView,
    shipments: Sequence[Shipment],
    drive_s: Matrix,
    dwell_s: npt.NDArray[np.int64],
) -> Matrix:
    """Seconds from the beginning of a visit to the earliest at the next."""
    times = drive_s + dwell_s[:, np.newaxis]
    setup_s = np.array([shipment.setup_s for shipment in shipments], dtype=np.int64)
    for group in _same_place_groups(view, shipments):
        pairs = np.ix_(group, group)
        times[pairs] = np.maximum(0, times[pairs] - setup_s[group])
    capped: Matrix = np.minimum(times, UNREACHABLE_S)
    return capped


def _stop_count(view: ProblemView, shipments: Sequence[Shipment], nodes: int) -> Matrix:
    """Every arc to an order adds a stop, unless it is served in one go with the one before."""
    count = np.zeros((nodes, nodes), dtype=np.int64)
    count[:, : len(shipments)] = 1
    for group in _same_place_groups(view, shipments):
        for one, other in permutations(group.tolist(), 2):
            if view.is_one_stop(shipments[one], shipments[other]):
                count[one, other] = 0
    return count


def _same_place_groups(
    view: ProblemView, shipments: Sequence[Shipment]
) -> list[npt.NDArray[np.int64]]:
    """Visits at one place, for every place that has several."""

    def cell(number: int) -> tuple[float, float]:
        location = view.location(shipments[number].order_id)
        return round(location.lat, 5), round(location.lon, 5)

    groups = []
    for _, members in groupby(sorted(range(len(shipments)), key=cell), key=cell):
        first, *others = members
        door = shipments[first].order_id
        near = [n for n in others if view.is_same_place(door, shipments[n].order_id)]
        if near:
            groups.append(np.array([first, *near], dtype=np.int64))
    return groups


def _minor_per(view: ProblemView, rate: Decimal, units: int) -> float:
    """A rate in major units of money per `units`, in minor units per one of them."""
    digits = MINOR_DIGITS.get(view.problem.currency, 2)
    return float(rate.scaleb(digits)) / units
