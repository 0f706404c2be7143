"""VROOM through pyvroom, one thread, at its most thorough."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import numpy as np
import numpy.typing as npt

from tests.benchmarks.routing.peers.answer import Answer, Routes
from tests.benchmarks.routing.peers.problem import BLOCKED, FAR, CannotSolve, Kind, PeerProblem

MOST_THOROUGH = 5

_WHOLE = 2**31
"""Sums of its numbers over all stops must stay below twice this."""

_COARSER = 10
_MOST_LOAD = 2**31


def prepare(problem: PeerProblem, seconds: float, seed: int) -> Callable[[], Answer]:
    """A search that is ready to start; it draws nothing, so the seed is of no use.

    Raises
    ------
    CannotSolve
        If the problem has what VROOM does not: prizes, trips, limits of a route's duration.
    """
    if not problem.required.all():
        raise CannotSolve("no prizes")
    if problem.release.any() or any(kind.reloads for kind in problem.kinds):
        raise CannotSolve("no trips")
    if any(kind.longest < FAR for kind in problem.kinds):
        raise CannotSolve("no limit of a route's duration")
    question = _Question(problem)

    def search() -> Answer:
        found = question.input.solve(
            exploration_level=MOST_THOROUGH, nb_threads=1, timeout=timedelta(seconds=seconds)
        )
        return Answer(routes=_routes(found))

    return search


class _Question:
    """The problem in VROOM's words."""

    def __init__(self, problem: PeerProblem) -> None:
        import vroom

        self.problem = problem
        sums = [int(np.where(m < BLOCKED, m, 0).max(axis=1).sum()) for m in problem.times]
        self.coarser = _COARSER if max(sums) > _WHOLE else 1
        first = problem.kinds[0]
        prices = {(kind.fixed, kind.per_distance) for kind in problem.kinds}
        self.is_priced_by_kind = len(prices) > 1 or first.per_distance != 1
        self.input = vroom.Input()
        self._add_matrices()
        for number, kind in problem.fleet:
            self.input.add_vehicle(self._vehicle(number, kind))
        self._add_tasks()

    def _add_matrices(self) -> None:
        pairs = zip(self.problem.distances, self.problem.times, strict=True)
        for profile, (distances, times) in enumerate(pairs):
            name = str(profile)
            durations = times if self.problem.has_times else np.zeros_like(times)
            self.input.set_durations_matrix(name, self._whole(durations))
            self.input.set_distances_matrix(name, self._whole(distances))
            if not self.is_priced_by_kind:
                self.input.set_costs_matrix(name, self._whole(distances))

    def _whole(self, matrix: npt.NDArray[np.int64]) -> npt.NDArray[np.uint32]:
        most = _WHOLE // self.problem.nodes
        return np.minimum(-(-matrix // self.coarser), most).astype(np.uint32)

    def _time(self, time: int) -> int:
        return -(-int(time) // self.coarser)

    def _vehicle(self, number: int, kind: Kind) -> Any:
        import vroom

        problem, options = self.problem, {}
        begins = max(kind.begins, int(problem.opens[kind.start]))
        ends = min(kind.ends, int(problem.closes[kind.end]))
        if ends < FAR:
            options["time_window"] = vroom.TimeWindow(self._time(begins), self._time(ends))
        if self.is_priced_by_kind:
            # Lengths are metres to it.
            options["costs"] = vroom.VehicleCosts(
                fixed=int(kind.fixed) // self.coarser,
                per_hour=0,
                per_km=int(kind.per_distance) * 1000,
            )
        elif kind.fixed:
            options["costs"] = vroom.VehicleCosts(fixed=min(kind.fixed // self.coarser, _WHOLE))
        return vroom.Vehicle(
            number,
            start=kind.start,
            end=kind.end,
            profile=str(kind.profile),
            capacity=[min(kind.capacity, _MOST_LOAD)],
            **options,
        )

    def _windows(self, i: int) -> list[Any]:
        import vroom

        if self.problem.closes[i] >= FAR:
            return []
        begin, end = self._time(self.problem.opens[i]), self._time(self.problem.closes[i])
        return [vroom.TimeWindow(begin, end)]

    def _add_tasks(self) -> None:
        import vroom

        problem = self.problem
        for begin, end in problem.pairs:
            load = vroom.Amount([int(problem.picked_up[begin])])
            self.input.add_shipment(self._step(begin), self._step(end), amount=load)
        paired = {i for pair in problem.pairs for i in pair}
        for i in problem.customers:
            if i not in paired:
                job = vroom.Job(
                    i,
                    location=i,
                    default_service=self._time(problem.service[i]),
                    delivery=[int(problem.delivered[i])],
                    pickup=[int(problem.picked_up[i])],
                    time_windows=self._windows(i),
                )
                self.input.add_job(job)

    def _step(self, i: int) -> Any:
        import vroom

        service = self._time(self.problem.service[i])
        return vroom.ShipmentStep(
            i, location=i, default_service=service, time_windows=self._windows(i)
        )


def _routes(found: Any) -> Routes:
    routes: dict[int, list[int]] = {}
    steps = found.routes
    for vehicle, kind, task in zip(steps["vehicle_id"], steps["type"], steps["id"], strict=True):
        if kind in {"job", "pickup", "delivery"}:
            routes.setdefault(int(vehicle), []).append(int(task))
    return list(routes.items())
