"""The solver of reinterpretcat through vrp-cli, one pool of one thread."""

import json
from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any

import numpy as np

from tests.benchmarks.routing.peers.answer import Answer, Routes
from tests.benchmarks.routing.peers.problem import BLOCKED, FAR, CannotSolve, Kind, PeerProblem

_LAST = 10**9
_MOST_LOAD = 2**31 - 1


def prepare(problem: PeerProblem, seconds: float, seed: int) -> Callable[[], Answer]:
    """A search that is ready to start; it takes no seed.

    Raises
    ------
    CannotSolve
        If the problem has what it does not: prizes, release times.
    """
    import vrp_cli

    if not problem.required.all():
        raise CannotSolve("no prizes")
    if problem.release.any():
        raise CannotSolve("no release times")
    question = json.dumps(_question(problem))
    matrices = _matrices(problem)
    config = json.dumps(
        {
            "termination": {"maxTime": max(1, int(seconds))},
            "environment": {
                "parallelism": {"numThreadPools": 1, "threadsPerPool": 1},
                "logging": {"enabled": False},
            },
        }
    )

    def search() -> Answer:
        found = vrp_cli.solve_pragmatic(problem=question, matrices=matrices, config=config)
        return Answer(routes=_routes(json.loads(found)))

    return search


def _question(problem: PeerProblem) -> dict[str, Any]:
    paired = {i for pair in problem.pairs for i in pair}
    jobs = [_job(problem, i) for i in problem.customers if i not in paired]
    jobs += [_pair(problem, pair) for pair in problem.pairs]
    objectives = ["minimize-unassigned", "minimize-cost"]
    return {
        "plan": {"jobs": jobs},
        "fleet": {
            "vehicles": [_vehicle(problem, kind) for kind in problem.kinds],
            "profiles": [{"name": str(profile)} for profile in range(len(problem.times))],
        },
        "objectives": [[{"type": objective}] for objective in objectives],
    }


def _job(problem: PeerProblem, i: int) -> dict[str, Any]:
    kind = "pickups" if problem.picked_up[i] else "deliveries"
    load = int(problem.picked_up[i] or problem.delivered[i])
    return {"id": str(i), kind: [{"places": [_place(problem, i)], "demand": [load]}]}


def _pair(problem: PeerProblem, pair: tuple[int, int]) -> dict[str, Any]:
    load = [int(problem.picked_up[pair[0]])]
    pickup, delivery = (
        [{"places": [_place(problem, i) | {"tag": str(i)}], "demand": load}] for i in pair
    )
    return {"id": f"{pair[0]}-{pair[1]}", "pickups": pickup, "deliveries": delivery}


def _place(problem: PeerProblem, i: int) -> dict[str, Any]:
    place: dict[str, Any] = {"location": {"index": i}, "duration": float(problem.service[i])}
    if problem.closes[i] < FAR:
        place["times"] = [[_clock(problem.opens[i]), _clock(problem.closes[i])]]
    return place


def _vehicle(problem: PeerProblem, kind: Kind) -> dict[str, Any]:
    begins = max(kind.begins, int(problem.opens[kind.start]))
    ends = min(kind.ends, int(problem.closes[kind.end]), _LAST)
    vehicle: dict[str, Any] = {
        "typeId": str(problem.kinds.index(kind)),
        "vehicleIds": [str(number) for number in kind.numbers],
        "profile": {"matrix": str(kind.profile)},
        "costs": {"fixed": float(kind.fixed), "distance": float(kind.per_distance), "time": 0.0},
        "shifts": [
            {
                "start": {"earliest": _clock(begins), "location": {"index": kind.start}},
                "end": {"latest": _clock(ends), "location": {"index": kind.end}},
            }
        ],
        "capacity": [int(min(kind.capacity, _MOST_LOAD))],
    }
    if kind.longest < FAR:
        vehicle["limits"] = {"maxDuration": float(kind.longest)}
    return vehicle


def _matrices(problem: PeerProblem) -> list[str]:
    made = []
    for profile, (distances, times) in enumerate(
        zip(problem.distances, problem.times, strict=True)
    ):
        durations = times if problem.has_times else np.zeros_like(times)
        matrix: dict[str, Any] = {
            "profile": str(profile),
            "travelTimes": durations.ravel().tolist(),
            "distances": distances.ravel().tolist(),
        }
        is_blocked = distances >= BLOCKED
        if is_blocked.any():
            matrix["errorCodes"] = is_blocked.astype(int).ravel().tolist()
        made.append(json.dumps(matrix))
    return made


def _clock(seconds: int) -> str:
    return f"{datetime(2020, 1, 1) + timedelta(seconds=int(seconds)):%Y-%m-%dT%H:%M:%SZ}"


def _routes(found: dict[str, Any]) -> Routes:
    routes: Routes = []
    for tour in found.get("tours", []):
        calls = [
            int(activity.get("jobTag") or activity["jobId"])
            for stop in tour["stops"]
            for activity in stop["activities"]
            if activity["type"] in {"delivery", "pickup"}
        ]
        if calls:
            routes.append((int(tour["vehicleId"]), calls))
    return routes
