"""The OR-Tools model of a routing problem: one function per rule.

Only matrices and vectors are registered, never Python callbacks: one that fails is taken as cost 0,
silently (google/or-tools issues 2038 and 3224). Every visit is optional at a price: with mandatory
visits and a tight fleet OR-Tools finds nothing at all.
"""

from collections.abc import Callable
from dataclasses import dataclass, field
from itertools import pairwise
from typing import Any

from ortools.constraint_solver import pywrapcp

from optimizer.routing.or_tools.integer_problem import (
    IntegerProblem,
    Matrix,
    Sequences,
    Span,
    Tourer,
    Visit,
)
from optimizer.routing.or_tools.loading import with_loading_visits

TIME = "time"

_FAR = 1_000_000_000
_NEAR = 0


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class RoutingModel:
    """An OR-Tools model with what is needed to feed it and to read it.

    Attributes
    ----------
    visits
        Number of visits that are not loading visits.
    following
        Successors that the first solution shall have, by index: filled to start from given routes.
    """

    problem: IntegerProblem
    visits: int
    manager: Any
    routing: Any
    following: dict[int, int] = field(default_factory=dict)

    def follow(self, routes: Sequences) -> None:
        """Let the next first solution be these routes, one sequence of visits per vehicle."""
        self.following.clear()
        loading = {visit: before for before, visit in self.problem.pairs}
        for vehicle, route in enumerate(routes):
            before = [loading[visit] for visit in route if visit in loading]
            inner = [self.manager.NodeToIndex(visit) for visit in (*before, *route)]
            way = [self.routing.Start(vehicle), *inner, self.routing.End(vehicle)]
            self.following.update(pairwise(way))

    def routes(self) -> Sequences:
        """The routes that the solver holds at this moment, one sequence of visits per vehicle."""
        return self._read(lambda index: self.routing.NextVar(index).Value())

    def routes_of(self, assignment: Any) -> Sequences:
        """The routes of an answer, one sequence of visits per vehicle."""
        return self._read(lambda index: assignment.Value(self.routing.NextVar(index)))

    def _read(self, successor: Callable[[int], int]) -> Sequences:
        routes = []
        for vehicle in range(len(self.problem.vehicles)):
            route, index = [], successor(self.routing.Start(vehicle))
            while not self.routing.IsEnd(index):
                route.append(self.manager.IndexToNode(index))
                index = successor(index)
            routes.append(tuple(visit for visit in route if visit < self.visits))
        return tuple(routes)


def build_model(original: IntegerProblem) -> RoutingModel:
    """The OR-Tools model of a problem."""
    problem = with_loading_visits(original)
    manager = pywrapcp.RoutingIndexManager(
        problem.nodes,
        len(problem.vehicles),
        [vehicle.start for vehicle in problem.vehicles],
        [vehicle.end for vehicle in problem.vehicles],
    )
    routing = pywrapcp.RoutingModel(manager)
    model = RoutingModel(
        problem=problem, visits=len(original.visits), manager=manager, routing=routing
    )
    add_costs(model)
    add_penalties(model)
    add_loads(model)
    add_distance_limits(model)
    add_stop_limits(model)
    restrict_vehicles(model)
    if problem.time_matrices:
        add_clock(model)
    couple(model)
    _add_given_start(model)
    return model


def add_costs(model: RoutingModel) -> None:
    """Driving costs by the vehicle's own matrix, and its use a fixed amount."""
    routing = model.routing
    matrices = [routing.RegisterTransitMatrix(m.tolist()) for m in model.problem.cost_matrices]
    for number, vehicle in enumerate(model.problem.vehicles):
        routing.SetArcCostEvaluatorOfVehicle(matrices[vehicle.costs], number)
        routing.SetFixedCostOfVehicle(vehicle.fixed_cost, number)


def add_penalties(model: RoutingModel) -> None:
    """Every visit may be left out at its price."""
    for node, visit in enumerate(model.problem.visits):
        model.routing.AddDisjunction([model.manager.NodeToIndex(node)], visit.penalty)


def add_loads(model: RoutingModel) -> None:
    """No vehicle carries more than its capacity, in any dimension."""
    problem = model.problem
    terminals = [0] * (problem.nodes - len(problem.visits))
    dropped = {second for _, second in problem.transports}
    for kind in range(len(problem.vehicles[0].capacities)):
        loads = [visit.loads[kind] for visit in problem.visits]
        limits = [vehicle.capacities[kind] for vehicle in problem.vehicles]
        most = [sum(loads) if limit is None else min(limit, sum(loads)) for limit in limits]
        brought = [
            0 if visit.is_fetched or number in dropped else load
            for number, (visit, load) in enumerate(zip(problem.visits, loads, strict=True))
        ]
        if brought == loads:
            _add_sum(model, [*loads, *terminals], most, f"load {kind}")
            continue
        signs = [1 if visit.is_fetched else -1 for visit in problem.visits]
        changes = [sign * load for sign, load in zip(signs, loads, strict=True)]
        if not any(brought):
            _add_sum(model, [*changes, *terminals], most, f"load {kind}")
            continue
        _add_sum(model, [*brought, *terminals], most, f"brought {kind}")
        _add_sum(model, [*changes, *terminals], most, f"load {kind}", starts_empty=False)
        _load_at_start(model, kind)


def _add_sum(
    model: RoutingModel,
    values: list[int],
    most: list[int],
    name: str,
    *,
    starts_empty: bool = True,
) -> None:
    """Keep the sum of the nodes' values along a route between 0 and the vehicle's most."""
    transit = model.routing.RegisterUnaryTransitVector(values)
    model.routing.AddDimensionWithVehicleCapacity(transit, 0, most, starts_empty, name)


def _load_at_start(model: RoutingModel, kind: int) -> None:
    """What a vehicle starts with is what it brings."""
    routing = model.routing
    aboard, brought = (routing.GetDimensionOrDie(f"{name} {kind}") for name in ("load", "brought"))
    for number in range(len(model.problem.vehicles)):
        at_start = aboard.CumulVar(routing.Start(number))
        routing.solver().Add(at_start == brought.CumulVar(routing.End(number)))


def add_distance_limits(model: RoutingModel) -> None:
    """No vehicle drives further than it may."""
    limits = [vehicle.max_distance_m for vehicle in model.problem.vehicles]
    _add_limited_sum(model, model.problem.distance_matrices, limits, "distance")


def add_stop_limits(model: RoutingModel) -> None:
    """No vehicle makes more stops than it may."""
    limits = [vehicle.max_stops for vehicle in model.problem.vehicles]
    count = model.problem.stop_count
    _add_limited_sum(model, () if count is None else (count,), limits, "stops")


def restrict_vehicles(model: RoutingModel) -> None:
    """A visit is made only by vehicles that fit, or by none (-1)."""
    for node, visit in enumerate(model.problem.visits):
        if visit.vehicles is not None:
            index = model.manager.NodeToIndex(node)
            model.routing.VehicleVar(index).SetValues([-1, *visit.vehicles])


def add_clock(model: RoutingModel) -> None:
    """When each visit begins, and each vehicle leaves and comes back."""
    problem, routing = model.problem, model.routing
    transits = _transits(model, problem.time_matrices)
    slack_s = horizon_s = problem.horizon_s
    if len(problem.time_matrices) == 1:
        routing.AddDimension(transits[0], slack_s, horizon_s, False, TIME)
    else:
        routing.AddDimensionWithVehicleTransits(transits, slack_s, horizon_s, False, TIME)
    clock = routing.GetDimensionOrDie(TIME)
    for node, visit in enumerate(problem.visits):
        index = model.manager.NodeToIndex(node)
        keep_windows(clock, index, visit)
        price_lateness(clock, index, visit)
    for number, vehicle in enumerate(problem.vehicles):
        keep_hours(model, clock, number, vehicle)
        price_hours(model, clock, number, vehicle)
        if vehicle.max_time_s is not None:
            clock.SetSpanUpperBoundForVehicle(vehicle.max_time_s, number)
        if vehicle.pause is not None:
            take_break(model, clock, number, vehicle)


def keep_windows(clock: Any, index: int, visit: Visit) -> None:
    """A visit begins within one of its windows."""
    _keep_spans(clock.CumulVar(index), visit.spans)


def price_lateness(clock: Any, index: int, visit: Visit) -> None:
    """A late visit costs by the second."""
    if visit.free_until_s is not None and visit.late_cost_per_s:
        clock.SetCumulVarSoftUpperBound(index, visit.free_until_s, visit.late_cost_per_s)


def keep_hours(model: RoutingModel, clock: Any, number: int, vehicle: Tourer) -> None:
    """A vehicle leaves and comes back within its shift and its warehouses' hours."""
    _keep_spans(clock.CumulVar(model.routing.Start(number)), vehicle.start_spans)
    _keep_spans(clock.CumulVar(model.routing.End(number)), vehicle.end_spans)


def price_hours(model: RoutingModel, clock: Any, number: int, vehicle: Tourer) -> None:
    """Every second on the way costs, and those after the shift's end cost more."""
    if vehicle.cost_per_s:
        clock.SetSpanCostCoefficientForVehicle(vehicle.cost_per_s, number)
    if vehicle.overtime_from_s is not None and vehicle.overtime_cost_per_s:
        end = model.routing.End(number)
        clock.SetCumulVarSoftUpperBound(end, vehicle.overtime_from_s, vehicle.overtime_cost_per_s)


def take_break(model: RoutingModel, clock: Any, number: int, vehicle: Tourer) -> None:
    """A vehicle rests once between two visits, or before or after its route altogether."""
    pause, dwell_s = vehicle.pause, model.problem.dwell_s
    if pause is None or dwell_s is None:
        return
    interval = model.routing.solver().FixedDurationIntervalVar(
        pause.earliest_s, pause.latest_s, pause.duration_s, False, f"break {number}"
    )
    nodes = [model.manager.IndexToNode(index) for index in range(model.routing.Size())]
    clock.SetBreakIntervalsOfVehicle([interval], number, [int(dwell_s[node]) for node in nodes])


def couple(model: RoutingModel) -> None:
    """What belongs together is on one vehicle, in its sequence."""
    routing, solver = model.routing, model.routing.solver()
    for before, visit in (*model.problem.pairs, *model.problem.transports):
        first, second = model.manager.NodeToIndex(before), model.manager.NodeToIndex(visit)
        routing.AddPickupAndDelivery(first, second)
        solver.Add(routing.VehicleVar(first) == routing.VehicleVar(second))


def _add_limited_sum(
    model: RoutingModel, matrices: tuple[Matrix, ...], limits: list[int | None], name: str
) -> None:
    """Keep the sum of a vehicle's matrix along its route at or below its limit.

    One matrix serves all vehicles, several each its own.
    """
    if not matrices or all(limit is None for limit in limits):
        return
    unlimited = max(int(matrix.max()) for matrix in matrices) * (len(model.problem.visits) + 1)
    most = [unlimited if limit is None else min(limit, unlimited) for limit in limits]
    transits, routing = _transits(model, matrices), model.routing
    if len(matrices) == 1:
        routing.AddDimensionWithVehicleCapacity(transits[0], 0, most, True, name)
    else:
        routing.AddDimensionWithVehicleTransitAndCapacity(transits, 0, most, True, name)


def _transits(model: RoutingModel, matrices: tuple[Matrix, ...]) -> list[int]:
    """Each matrix registered once, and the number of every vehicle's."""
    numbers = [model.routing.RegisterTransitMatrix(matrix.tolist()) for matrix in matrices]
    if len(numbers) == 1:
        return numbers * len(model.problem.vehicles)
    return [numbers[vehicle.times] for vehicle in model.problem.vehicles]


def _keep_spans(variable: Any, spans: tuple[Span, ...]) -> None:
    variable.SetRange(spans[0][0], spans[-1][1])
    for (_, closes), (opens, _) in pairwise(spans):
        if opens - closes > 1:
            variable.RemoveInterval(closes + 1, opens - 1)


def _add_given_start(model: RoutingModel) -> None:
    """Prepare the first solution that follows given routes.

    It runs before the search, so that a Python callback costs nothing there; nothing in it can
    fail.
    """
    following = model.following
    model.routing.SetFirstSolutionEvaluator(
        lambda here, there: _NEAR if following.get(here) == there else _FAR
    )
