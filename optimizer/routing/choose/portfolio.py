"""Engines and seeds side by side, one on each core, with one best plan between them."""

import logging
import threading
import time
from collections.abc import Callable, Sequence
from concurrent.futures import Future, ThreadPoolExecutor, wait
from dataclasses import dataclass, field

import numpy as np

from domain.progress import AnyOf, Flag, StopCriterion
from optimizer.routing.choose.in_turns import InTurns, Turn
from optimizer.routing.choose.incumbent import Incumbent
from optimizer.routing.choose.mend import mended
from optimizer.routing.engine import Engine, Outcome
from optimizer.routing.engines import DEFAULT_ENGINE, ENGINES
from optimizer.routing.search_problem import Float64, Routes, SearchProblem

log = logging.getLogger(__name__)

LOOK_S = 0.05
"""How often the calling thread looks at how far the engines are."""

PYVRP_MOST_TASKS = 500
"""Tasks up to which PyVRP finds as good routes as our own search, or better ones."""

PRIZES_MOST_TASKS = 1_500
"""The same where tasks may be left out at a price that competes with driving."""

PYVRP_SHARE, LUKEWARM = 0.85, 0.7
"""Of the one thread there is, where PyVRP has the first turn; and how far our own search is at its
start, where it goes on from those routes."""

SHORT_PYVRP_SHARE, WARM = 0.3, 0.2
"""The same where ways back are longer: PyVRP is better there if the fleet is tight, else worse."""

ASYMMETRY = 0.01
"""Mean difference of ways there and back, as a share of their length, that counts as clear."""

PRIZE_DRIVES = 5.0
"""A task that costs fewer usual drives than this when left out may well be left out."""

CLEARLY = 0.002
"""Share of its cost by which a search must be behind to be given the best of the others."""

REPAIR_SHARE = 0.05
"""Share of an engine's time that may go into mending proposals that break rules."""


def engines_for(problem: SearchProblem, threads: int, name: str | None = None) -> list[Engine]:
    """Engines that solve a problem best together, one for each thread.

    Parameters
    ----------
    name
        That of the only engine to be asked, with different seeds.

    Raises
    ------
    ValueError
        If there is no such engine, or it cannot be asked at all.
    """
    if name is not None:
        if name not in ENGINES or not ENGINES[name]().supports(problem).is_possible:
            raise ValueError(f"The engine {name} cannot solve this problem.")
        return [ENGINES[name]() for _ in range(threads)]
    ours = [ENGINES[DEFAULT_ENGINE]() for _ in range(threads)]
    pyvrp = ENGINES["pyvrp"]()
    if not _suits_pyvrp(problem) or not pyvrp.supports(problem).is_exact:
        return ours
    if threads > 1:
        return [ours[0], pyvrp, *ours[2:]]
    return [_on_one_thread(problem, pyvrp, ours[0])]


def _suits_pyvrp(problem: SearchProblem) -> bool:
    """Whether a problem is small enough for PyVRP to help."""
    if problem.tasks <= PYVRP_MOST_TASKS:
        return True
    return problem.tasks <= PRIZES_MOST_TASKS and has_prizes(problem)


def _on_one_thread(problem: SearchProblem, pyvrp: Engine, ours: Engine) -> Engine:
    """Our own search, behind PyVRP where that pays: not where some vehicles may not serve all."""
    if not problem.fleet.may.all():
        return ours
    if leans_on_pyvrp(problem):
        return _pyvrp_first(pyvrp, ours, PYVRP_SHARE, LUKEWARM)
    if has_longer_ways_back(problem):
        return _pyvrp_first(pyvrp, ours, SHORT_PYVRP_SHARE, WARM)
    return ours


def _pyvrp_first(pyvrp: Engine, ours: Engine, share: float, begins: float) -> Engine:
    """PyVRP, then our own search from its routes."""
    rest = Turn(engine=ours, share=1.0 - share, begins=begins)
    return InTurns([Turn(engine=pyvrp, share=share), rest])


def leans_on_pyvrp(problem: SearchProblem) -> bool:
    """Whether PyVRP's routes are clearly better than ours after the same time on one thread.

    So it is where vehicles or their warehouses differ, and where vehicles reload or may leave tasks
    out at a price that competes with driving.
    """
    return (
        len(problem.fleet.way) > 1
        or problem.warehouses > 1
        or problem.traits.has_reloads
        or has_prizes(problem)
    )


def has_longer_ways_back(problem: SearchProblem) -> bool:
    """Whether ways there and back differ clearly, as they do on roads."""
    metres = _metres(problem)
    return bool(np.abs(metres - metres.T).sum() > ASYMMETRY * max(1.0, float(metres.sum())))


def has_prizes(problem: SearchProblem) -> bool:
    """Whether some task may be left out at a price that competes with driving."""
    absent = problem.nodes.absent[: problem.tasks]
    # Of a transport, the price stands at one of its two nodes.
    priced = absent[absent > 0.0]
    # The middle one: where there is no way, its length stands for that and is no length.
    usual = problem.fleet.per_m[0] * np.median(_metres(problem))
    return bool(len(priced) and priced.min() < PRIZE_DRIVES * max(1.0, float(usual)))


def _metres(problem: SearchProblem) -> Float64:
    """Distances between tasks as the first vehicle drives."""
    served = problem.nodes.place[: problem.tasks]
    metres: Float64 = problem.drives.usual_m[0][np.ix_(served, served)].astype(np.float64)
    return metres


def search_side_by_side(
    problem: SearchProblem,
    engines: Sequence[Engine],
    incumbent: Incumbent,
    *,
    stop: StopCriterion,
    seed: int = 0,
    iteration_limit: int | None = None,
    on_look: Callable[[], None] = lambda: None,
) -> Outcome:
    """Let engines search, each in a thread of its own and with a seed of its own.

    One that fails does not harm the others. With one engine and an iteration limit, and no limit
    of time, the same seed gives the same routes.

    Parameters
    ----------
    incumbent
        Where they start from, if it serves anything, and where their better routes go.
    on_look
        Called in the calling thread every now and then; when it fails, the engines are stopped.

    Returns
    -------
    The incumbent's routes, why the first engine ended, and the iterations of them all.
    """
    is_over = threading.Event()
    ending = AnyOf((stop, Flag(is_over.is_set)))
    start = incumbent.best.routes if any(incumbent.best.routes) else None
    runs = [_Run(problem, engine, incumbent) for engine in engines]
    with ThreadPoolExecutor(len(runs), thread_name_prefix="engine") as threads:
        futures = [
            threads.submit(run.solve, ending, seed + number, start, iteration_limit)
            for number, run in enumerate(runs)
        ]
        try:
            while wait(futures, timeout=LOOK_S).not_done:
                on_look()
        finally:
            is_over.set()
    outcomes = _succeeded(engines, futures)
    return Outcome(
        routes=incumbent.best.routes,
        reason=outcomes[0].reason,
        iterations=sum(outcome.iterations for outcome in outcomes),
    )


def _succeeded(engines: Sequence[Engine], futures: Sequence[Future[Outcome]]) -> list[Outcome]:
    """Outcomes of the engines that did not fail; raises what the first raised where all did."""
    failures = [future.exception() for future in futures]
    for engine, failure in zip(engines, failures, strict=True):
        if failure is not None:
            log.error("engine %s failed", engine.name, exc_info=failure)
    if failures[0] is not None and None not in failures:
        raise failures[0]
    return [future.result() for future in futures if future.exception() is None]


@dataclass(slots=True, eq=False)
class _Run:
    """One engine at work, and how good its own best is."""

    problem: SearchProblem
    engine: Engine
    incumbent: Incumbent
    own: float = np.inf
    _next_repair_s: float = field(default=0.0)

    def solve(
        self, stop: StopCriterion, seed: int, start: Routes | None, iteration_limit: int | None
    ) -> Outcome:
        """Search until the end, and hand in what was found."""
        outcome = self.engine.solve(
            self.problem,
            stop=stop,
            seed=seed,
            start=start,
            on_better=self.offer,
            better_elsewhere=self.better_elsewhere,
            iteration_limit=iteration_limit,
        )
        self._next_repair_s = 0.0
        self.offer(outcome.routes)
        return outcome

    def offer(self, routes: Routes) -> None:
        """Hand in routes; those that break a rule are mended where there is time for it."""
        cost = self.incumbent.offer(routes, self.engine.name)
        now_s = time.monotonic()
        if np.isinf(cost) and now_s >= self._next_repair_s:
            cost = self.incumbent.offer(mended(self.problem, routes), self.engine.name)
            spent_s = time.monotonic() - now_s
            self._next_repair_s = now_s + spent_s / REPAIR_SHARE
        self.own = min(self.own, cost)

    def better_elsewhere(self) -> Routes | None:
        """The incumbent, where this search is clearly behind it."""
        best = self.incumbent.best
        if not self.own - best.cost > CLEARLY * abs(self.own):
            return None
        self.own = best.cost
        return best.routes
