"""PyVRP, in its defaults."""

from collections.abc import Callable, Sequence
from typing import Any

import numpy as np

from tests.benchmarks.routing.peers.answer import Answer, Routes, Trajectory
from tests.benchmarks.routing.peers.problem import FAR, Kind, PeerProblem

Search = Callable[[], Answer]

_UNLIMITED = int(np.iinfo(np.int64).max)


def prepare(problem: PeerProblem, seconds: float, seed: int) -> Search:
    """A search that is ready to start."""
    import pyvrp

    data = _data(problem)

    def search() -> Answer:
        stop = _Noting(seconds)
        found = pyvrp.solve(data, stop, seed=seed, collect_stats=False)
        routes = _routes(problem, found.best) if found.best.is_feasible() else None
        return Answer(
            routes=routes,
            trajectory=tuple(stop.trajectory.points),
            iterations=found.num_iterations,
        )

    return search


class _Noting:
    """PyVRP's limit of time, which notes each better cost on the way."""

    def __init__(self, seconds: float) -> None:
        from pyvrp.stop import MaxRuntime

        self._limit = MaxRuntime(seconds)
        self._best = _UNLIMITED
        self.trajectory = Trajectory()

    def __call__(self, best_cost: int) -> bool:
        # The cost of what breaks a rule is the largest whole number.
        if best_cost < self._best:
            self._best = best_cost
            self.trajectory.note(best_cost)
        return bool(self._limit(best_cost))


def _data(problem: PeerProblem) -> Any:
    import pyvrp

    paired = {node for pair in problem.pairs for node in pair}
    return pyvrp.ProblemData(
        locations=[pyvrp.Location(*point) for point in zip(problem.x, problem.y, strict=True)],
        clients=[_client(problem, i) for i in problem.customers if i not in paired],
        depots=[
            pyvrp.Depot(i, tw_early=int(problem.opens[i]), tw_late=_limit(problem.closes[i]))
            for i in range(problem.depots)
        ],
        vehicle_types=[_vehicle_type(kind) for kind in problem.kinds],
        distance_matrices=_matrices(problem.distances),
        duration_matrices=_matrices(problem.times),
        groups=[],
        shipments=[_shipment(problem, pair) for pair in problem.pairs],
    )


def _matrices(matrices: Sequence[Any]) -> list[Any]:
    return list(matrices)


def _client(problem: PeerProblem, i: int) -> Any:
    import pyvrp

    return pyvrp.Client(
        i,
        delivery=[int(problem.delivered[i])],
        pickup=[int(problem.picked_up[i])],
        service_duration=int(problem.service[i]),
        tw_early=int(problem.opens[i]),
        tw_late=_limit(problem.closes[i]),
        release_time=int(problem.release[i]),
        prize=int(problem.prize[i]),
        required=bool(problem.required[i]),
    )


def _shipment(problem: PeerProblem, pair: tuple[int, int]) -> Any:
    import pyvrp

    begin, end = pair
    return pyvrp.Shipment(
        begin,
        end,
        pickup_tw_early=int(problem.opens[begin]),
        pickup_tw_late=_limit(problem.closes[begin]),
        pickup_service_duration=int(problem.service[begin]),
        delivery_tw_early=int(problem.opens[end]),
        delivery_tw_late=_limit(problem.closes[end]),
        delivery_service_duration=int(problem.service[end]),
        amount=[int(problem.picked_up[begin])],
    )


def _vehicle_type(kind: Kind) -> Any:
    import pyvrp

    return pyvrp.VehicleType(
        len(kind.numbers),
        [kind.capacity],
        kind.start,
        kind.end,
        fixed_cost=kind.fixed,
        tw_early=kind.begins,
        tw_late=_limit(kind.ends),
        shift_duration=_limit(kind.longest),
        unit_distance_cost=kind.per_distance,
        profile=kind.profile,
        reload_depots=list(kind.reloads),
    )


def _limit(value: int) -> int:
    return _UNLIMITED if value >= FAR else int(value)


def _routes(problem: PeerProblem, solution: Any) -> Routes:
    paired = {node for pair in problem.pairs for node in pair}
    single = [i for i in problem.customers if i not in paired]
    free = [list(kind.numbers) for kind in problem.kinds]
    routes: Routes = []
    for route in solution.routes():
        calls = []
        for activity in route:
            if activity.is_client():
                calls.append(single[activity.idx])
            elif activity.is_pickup():
                calls.append(problem.pairs[activity.idx][0])
            elif not activity.is_depot():
                calls.append(problem.pairs[activity.idx][1])
            else:
                calls.append(activity.idx)
        # The first and the last are its own depots.
        routes.append((free[route.vehicle_type()].pop(0), calls[1:-1]))
    return routes
