"""Large problems in parts: neighbouring routes go to one thread, are improved, and cut anew.

References
----------
Santini, A., Schneider, M., Vidal, T. & Vigo, D. (2023). Decomposition strategies for vehicle
routing heuristics. INFORMS Journal on Computing 35(3): decomposition by route barycentres.
"""

import logging
import threading
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor, wait

import numpy as np
import numpy.typing as npt

from domain.progress import AnyOf, Flag, StopCriterion
from optimizer.routing.choose.ending import Spell, time_limit_s
from optimizer.routing.choose.incumbent import Incumbent
from optimizer.routing.choose.part_of import Part, part_of
from optimizer.routing.choose.portfolio import LOOK_S, search_side_by_side
from optimizer.routing.engine import EndReason, Engine, Outcome
from optimizer.routing.search_problem import Float64, Int64, Routes, SearchProblem

log = logging.getLogger(__name__)

FEWEST_TASKS, FEWEST_ALONE = 1_500, 3_000
"""Tasks beyond which a problem is solved in parts: on several threads, and on one.

On one thread, 5,000 orders cost 11 % less after 30 s than where they were searched as a whole.
"""

PART_TASKS = 1_000
"""Tasks of a part, about."""

ROUNDS = 3
"""How often the routes are cut anew within the time, at most."""

LEAST_SPELL_S, USUAL_SPELL_S = 3.0, 10.0
"""Time for each part without which there is no further round, and where there is no limit."""

SHORTEST_SPELL_S = 0.1

LATER_BEGINS = 0.5
"""How far a part's search has cooled down at its begin in later rounds."""


def needs_parts(problem: SearchProblem, threads: int) -> bool:
    """Whether a problem is so large that it is better searched in parts."""
    return problem.tasks > (FEWEST_TASKS if threads > 1 else FEWEST_ALONE)


def search_in_parts(
    problem: SearchProblem,
    engine: Engine,
    incumbent: Incumbent,
    *,
    stop: StopCriterion,
    seed: int = 0,
    threads: int,
    on_look: Callable[[], None] = lambda: None,
) -> Outcome:
    """Build routes of the whole problem, and improve them part by part until told to stop.

    It also ends when a round makes nothing better and there is no limit of time.
    """
    first = search_side_by_side(
        problem, [engine], incumbent, stop=stop, seed=seed, iteration_limit=1, on_look=on_look
    )
    chance, iterations = np.random.default_rng(seed), first.iterations
    reason: EndReason | None = None
    number = 0
    while reason is None:
        before = incumbent.best.cost
        parts = cut(problem, incumbent.best.routes, threads, chance)
        spell_s = _spell_s(stop, -(-len(parts) // threads), ROUNDS - number)
        turn = _Round(engine, incumbent, stop, spell_s, LATER_BEGINS if number else 0.0)
        iterations += turn.improve(parts, seed + number, threads, on_look)
        reason = _reason_to_end(stop, is_better=incumbent.best.cost < before)
        number += 1
    return Outcome(routes=incumbent.best.routes, reason=reason, iterations=iterations)


def _spell_s(stop: StopCriterion, turns: int, rounds: int) -> float:
    """Seconds that each part is searched, where there may be so many rounds of some turns."""
    limit_s = time_limit_s(stop)
    if limit_s == np.inf:
        return USUAL_SPELL_S
    left_s = limit_s * (1.0 - stop.fraction()) / turns
    return max(SHORTEST_SPELL_S, left_s / max(1, min(rounds, int(left_s / LEAST_SPELL_S))))


def _reason_to_end(stop: StopCriterion, *, is_better: bool) -> EndReason | None:
    """Why to end after a round; None if there is another one."""
    if stop.should_stop():
        return EndReason.TIME_LIMIT if stop.fraction() >= 1.0 else EndReason.STOPPED
    return None if is_better or stop.fraction() > 0.0 else EndReason.NO_IMPROVEMENT


class _Round:
    """One round: every part is searched for a spell, several at a time."""

    def __init__(
        self,
        engine: Engine,
        incumbent: Incumbent,
        stop: StopCriterion,
        spell_s: float,
        begins: float,
    ) -> None:
        self._engine, self._incumbent = engine, incumbent
        self._is_over = threading.Event()
        self._stop = AnyOf((stop, Flag(self._is_over.is_set)))
        self._spell_s, self._begins = spell_s, begins
        self._routes, self._cost = incumbent.best.routes, incumbent.best.cost
        self._lock = threading.Lock()

    def improve(
        self, parts: list[Part], seed: int, threads: int, on_look: Callable[[], None]
    ) -> int:
        """Search all parts; the number of iterations."""
        with ThreadPoolExecutor(threads, thread_name_prefix="part") as workers:
            futures = [workers.submit(self._improve, part, seed) for part in parts]
            try:
                while wait(futures, timeout=LOOK_S).not_done:
                    on_look()
            finally:
                self._is_over.set()
        return sum(future.result() for future in futures)

    def _improve(self, part: Part, seed: int) -> int:
        """Search one part; its routes stay as they are where the engine fails."""
        if self._stop.should_stop() or not len(part.tasks) or not len(part.vehicles):
            return 0
        try:
            outcome = self._engine.solve(
                part.problem,
                stop=Spell(self._stop, self._spell_s, self._begins),
                seed=seed,
                start=part.routes_in(self._routes),
                on_better=lambda routes: self._offer(part, routes),
            )
        except Exception:
            log.exception("engine %s failed on a part", self._engine.name)
            return 0
        self._offer(part, outcome.routes)
        return outcome.iterations

    def _offer(self, part: Part, routes: Routes) -> None:
        """Put a part's routes among those of the others, if that makes them better."""
        with self._lock:
            together = part.put_back(routes, self._routes)
            cost = self._incumbent.offer(together, self._engine.name)
            if cost < self._cost:
                self._routes, self._cost = together, cost


def cut(
    problem: SearchProblem, routes: Routes, threads: int, chance: np.random.Generator
) -> list[Part]:
    """Parts of neighbouring routes, each with about as many tasks, another cut every time.

    Vehicles that stand still are dealt out; what is left out goes to the nearest part.
    """
    used = np.array([vehicle for vehicle, calls in enumerate(routes) if calls], dtype=np.int64)
    parts = threads * -(-problem.tasks // (PART_TASKS * threads))
    parts = max(1, min(parts, len(used)))
    middles = np.array([_middle(problem, routes[vehicle]) for vehicle in used.tolist()])
    part_of_route = np.zeros(len(used), dtype=np.int64)
    if parts > 1:
        sizes = np.array([len(routes[vehicle]) for vehicle in used.tolist()])
        apart = _apart(problem, middles, middles)
        for number, members in enumerate(_split(apart, np.arange(len(used)), sizes, parts, chance)):
            part_of_route[members] = number
    of_vehicle = _deal_out(problem, used, part_of_route, parts, chance)
    of_task = _tasks_of_parts(problem, routes, of_vehicle, middles, part_of_route)
    return [
        part_of(problem, np.flatnonzero(of_task == number), np.flatnonzero(of_vehicle == number))
        for number in range(parts)
    ]


def _middle(problem: SearchProblem, calls: tuple[int, ...]) -> int:
    """Place of the task of a route that is nearest to all its tasks."""
    places = problem.nodes.place[[node for node in calls if node < problem.tasks]]
    metres = problem.drives.usual_m[0][np.ix_(places, places)].astype(np.float64)
    return int(places[(metres.sum(axis=0) + metres.sum(axis=1)).argmin()])


def _apart(problem: SearchProblem, here: Int64, there: Int64) -> Float64:
    """Metres between places, there and back."""
    metres = problem.drives.usual_m[0]
    back = metres[np.ix_(there, here)].T
    return np.asarray(metres[np.ix_(here, there)].astype(np.float64) + back)


def _split(
    apart: Float64, members: Int64, sizes: Int64, parts: int, chance: np.random.Generator
) -> list[Int64]:
    """Members in so many groups of about the same size, halved again and again.

    Each cut lies across the line from a random member to the one farthest from it.
    """
    if parts == 1:
        return [members]
    one = int(chance.choice(members))
    other = int(members[apart[one, members].argmax()])
    ordered = members[np.argsort(apart[one, members] - apart[other, members], kind="stable")]
    first = parts // 2
    reached = np.cumsum(sizes[ordered]) / sizes[ordered].sum()
    at = int(np.searchsorted(reached, first / parts)) + 1
    at = min(max(first, at), len(ordered) - (parts - first))
    return [
        *_split(apart, ordered[:at], sizes, first, chance),
        *_split(apart, ordered[at:], sizes, parts - first, chance),
    ]


def _deal_out(
    problem: SearchProblem,
    used: Int64,
    part_of_route: Int64,
    parts: int,
    chance: np.random.Generator,
) -> Int64:
    """Part of each vehicle; those of a type that stand still go to one part after the other."""
    of_vehicle = np.full(problem.vehicles, -1)
    of_vehicle[used] = part_of_route
    for kind in range(len(problem.fleet.way)):
        idle = np.flatnonzero((problem.fleet.type_of == kind) & (of_vehicle < 0))
        of_vehicle[idle] = (int(chance.integers(parts)) + np.arange(len(idle))) % parts
    return of_vehicle


def _tasks_of_parts(
    problem: SearchProblem,
    routes: Routes,
    of_vehicle: Int64,
    middles: Int64,
    part_of_route: Int64,
) -> Int64:
    """Part of each task; a group's and a transport's are never in several."""
    of_task = np.full(problem.tasks, -1)
    for vehicle, calls in enumerate(routes):
        of_task[[node for node in calls if node < problem.tasks]] = of_vehicle[vehicle]
    left_out = np.flatnonzero(of_task < 0)
    if len(left_out) and len(middles):
        places = problem.nodes.place[left_out].astype(np.int64)
        nearest = _apart(problem, places, middles).argmin(axis=1)
        of_task[left_out] = part_of_route[nearest]
    elif len(left_out):
        of_task[left_out] = 0
    _keep_together(problem, of_task, left_out)
    return of_task


def _keep_together(problem: SearchProblem, of_task: Int64, left_out: npt.NDArray[np.int64]) -> None:
    """Let what is left out follow those of its group, and a transport's call its other one."""
    partner, group = problem.nodes.partner, problem.nodes.group
    is_out = np.zeros(problem.tasks, dtype=bool)
    is_out[left_out] = True
    for number in np.unique(group[left_out][group[left_out] >= 0]).tolist():
        mates = np.flatnonzero(group[: problem.tasks] == number)
        leads = mates[np.argmin(is_out[mates])]
        of_task[mates] = of_task[leads]
    for task in left_out.tolist():
        if 0 <= partner[task] < task:
            of_task[task] = of_task[partner[task]]
