"""OR-Tools' routing as a careful user would set it up: guided local search, nothing mandatory.

Measured beforehand: guided search from an automatic first solution was best of those tried on
capacities alone, from parallel cheapest insertion with time windows; with mandatory customers a
tight fleet gives no answer at all.
"""

from collections.abc import Callable, Sequence
from typing import Any

import numpy as np

from tests.benchmarks.routing.peers.answer import Answer, Routes, Trajectory
from tests.benchmarks.routing.peers.problem import FAR, CannotSolve, Kind, PeerProblem

_NOBODY = -1
_TIME, _LOAD, _BROUGHT_BACK = "time", "load", "brought back"


def prepare(problem: PeerProblem, seconds: float, seed: int) -> Callable[[], Answer]:
    """A search that is ready to start; it draws nothing, so the seed is of no use.

    Raises
    ------
    CannotSolve
        If vehicles may reload: the library has no trips.
    """
    if any(kind.reloads for kind in problem.kinds) or problem.release.any():
        raise CannotSolve("no trips")
    model = _Model(problem)
    parameters = search_parameters(seconds, is_timed=problem.has_times)

    def search() -> Answer:
        trajectory = Trajectory()
        best = [float("inf")]

        def note() -> None:
            cost = float(model.routing.CostVar().Min())
            if cost < best[0]:
                best[0] = cost
                trajectory.note(cost)

        model.routing.AddAtSolutionCallback(note)
        found = model.routing.SolveWithParameters(parameters)
        routes = None if found is None else model.routes(found)
        return Answer(routes=routes, trajectory=tuple(trajectory.points))

    return search


def search_parameters(seconds: float, *, is_timed: bool) -> Any:
    """Guided local search from the first solution that suits the problem."""
    from ortools.constraint_solver import pywrapcp, routing_enums_pb2

    parameters = pywrapcp.DefaultRoutingSearchParameters()
    strategies = routing_enums_pb2.FirstSolutionStrategy
    parameters.first_solution_strategy = (
        strategies.PARALLEL_CHEAPEST_INSERTION if is_timed else strategies.AUTOMATIC
    )
    metaheuristics = routing_enums_pb2.LocalSearchMetaheuristic
    parameters.local_search_metaheuristic = metaheuristics.GUIDED_LOCAL_SEARCH
    parameters.time_limit.FromMilliseconds(int(seconds * 1000))
    return parameters


class _Model:
    """The problem in OR-Tools' words; its nodes are numbered as ours."""

    def __init__(self, problem: PeerProblem) -> None:
        from ortools.constraint_solver import pywrapcp

        self.problem = problem
        self.fleet = problem.fleet
        starts = [kind.start for _, kind in self.fleet]
        ends = [kind.end for _, kind in self.fleet]
        self.manager = pywrapcp.RoutingIndexManager(problem.nodes, len(starts), starts, ends)
        self.routing = pywrapcp.RoutingModel(self.manager)
        self._add_costs()
        self._add_loads()
        if problem.has_times:
            self._add_times()
        self._add_pairs()
        self._add_customers()

    def routes(self, found: Any) -> Routes:
        """Calls of each vehicle that is used."""
        routes: Routes = []
        for vehicle, (number, _) in enumerate(self.fleet):
            calls, index = [], found.Value(self.routing.NextVar(self.routing.Start(vehicle)))
            while not self.routing.IsEnd(index):
                calls.append(self.manager.IndexToNode(index))
                index = found.Value(self.routing.NextVar(index))
            if calls:
                routes.append((number, calls))
        return routes

    def _matrix(self, values: Any) -> int:
        return int(self.routing.RegisterTransitMatrix(values.tolist()))

    def _by_kind(self, make: Callable[[Kind], Any]) -> list[int]:
        """A matrix for each vehicle, made once per kind."""
        made = [self._matrix(make(kind)) for kind in self.problem.kinds]
        return [made[self.problem.kinds.index(kind)] for _, kind in self.fleet]

    def _add_costs(self) -> None:
        distances = self.problem.distances
        matrices = self._by_kind(lambda kind: distances[kind.profile] * kind.per_distance)
        for vehicle, (_, kind) in enumerate(self.fleet):
            self.routing.SetArcCostEvaluatorOfVehicle(matrices[vehicle], vehicle)
            self.routing.SetFixedCostOfVehicle(int(kind.fixed), vehicle)

    def _add_loads(self) -> None:
        problem = self.problem
        if problem.pairs:
            loads = {_LOAD: problem.picked_up - _received(problem)}
        else:
            # Backhauls follow deliveries by the matrix: each has the vehicle to itself.
            loads = {_LOAD: problem.delivered, _BROUGHT_BACK: problem.picked_up}
        capacities = [min(kind.capacity, FAR) for _, kind in self.fleet]
        for name, load in loads.items():
            if load.any():
                transit = self.routing.RegisterUnaryTransitVector(load.tolist())
                self.routing.AddDimensionWithVehicleCapacity(transit, 0, capacities, True, name)

    def _add_times(self) -> None:
        problem = self.problem
        horizon = self._horizon()
        service = problem.service[:, np.newaxis]
        matrices = self._by_kind(lambda kind: problem.times[kind.profile] + service)
        self.routing.AddDimensionWithVehicleTransits(matrices, horizon, horizon, False, _TIME)
        time = self.routing.GetDimensionOrDie(_TIME)
        for customer in problem.customers:
            closes = min(int(problem.closes[customer]), horizon)
            index = self.manager.NodeToIndex(customer)
            time.CumulVar(index).SetRange(int(problem.opens[customer]), closes)
        for vehicle, (_, kind) in enumerate(self.fleet):
            begins = max(kind.begins, int(problem.opens[kind.start]))
            ends = min(kind.ends, int(problem.closes[kind.end]), horizon)
            time.CumulVar(self.routing.Start(vehicle)).SetRange(begins, ends)
            time.CumulVar(self.routing.End(vehicle)).SetRange(begins, ends)
            if kind.longest < FAR:
                time.SetSpanUpperBoundForVehicle(int(kind.longest), vehicle)

    def _horizon(self) -> int:
        limits: Sequence[int] = [
            *self.problem.closes.tolist(),
            *(kind.ends for kind in self.problem.kinds),
        ]
        return max((limit for limit in limits if limit < FAR), default=FAR)

    def _add_pairs(self) -> None:
        solver = self.routing.solver()
        for pair in self.problem.pairs:
            begin, end = (self.manager.NodeToIndex(i) for i in pair)
            time = self.routing.GetDimensionOrDie(_TIME)
            self.routing.AddPickupAndDelivery(begin, end)
            solver.Add(self.routing.VehicleVar(begin) == self.routing.VehicleVar(end))
            solver.Add(time.CumulVar(begin) <= time.CumulVar(end))

    def _add_customers(self) -> None:
        problem = self.problem
        for customer in problem.customers:
            index = self.manager.NodeToIndex(customer)
            is_required = problem.required[customer]
            cost = problem.leaving_out if is_required else int(problem.prize[customer])
            self.routing.AddDisjunction([index], cost)
            may = [v for v, (_, kind) in enumerate(self.fleet) if problem.may_serve(kind, customer)]
            if len(may) < len(self.fleet):
                self.routing.VehicleVar(index).SetValues([_NOBODY, *may])


def _received(problem: PeerProblem) -> Any:
    """What leaves the vehicle at the second of a pair."""
    received = np.zeros(problem.nodes, np.int64)
    for begin, end in problem.pairs:
        received[end] = problem.picked_up[begin]
    return received
