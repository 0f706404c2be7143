"""How a problem is searched: by which engines, in parts or whole, and what is recombined."""

from collections.abc import Callable
from dataclasses import replace

from domain.progress import StopCriterion
from optimizer.routing.choose.decompose import needs_parts, search_in_parts
from optimizer.routing.choose.ending import UpToShare, time_limit_s
from optimizer.routing.choose.incumbent import Incumbent
from optimizer.routing.choose.portfolio import engines_for, search_side_by_side
from optimizer.routing.choose.set_partitioning import recombined
from optimizer.routing.engine import EndReason, Outcome
from optimizer.routing.engines import DEFAULT_ENGINE
from optimizer.routing.search_problem import SearchProblem

RECOMBINATION = "recombination"
"""Stands for the name of the engine where routes of several plans were put together."""

MOST_RECOMBINATION_S, RECOMBINATION_SHARE = 1.0, 0.05
"""Seconds, and share of the time, at most, that are kept to recombine routes.

It pays where two engines differ: 0.1 to 0.3 % after 20 s on instances of 258 and 303 customers, in
less than half a second. With seeds of our own search alone it found nothing on 502 customers, and
is not tried.
"""

LEAST_LIMIT_S = 10.0
FEWEST_ROUTES = 50
"""Time, and routes in the pool, without which it is not tried."""


def choose_routes(
    problem: SearchProblem,
    incumbent: Incumbent,
    *,
    stop: StopCriterion,
    seed: int = 0,
    iteration_limit: int | None = None,
    threads: int = 1,
    engine: str | None = None,
    on_look: Callable[[], None] = lambda: None,
) -> Outcome:
    """Let the incumbent become as cheap as it can until told to stop.

    Parameters
    ----------
    iteration_limit
        Of each engine; with it, one thread and no limit of time, the same seed gives the same.
    engine
        Name of the only engine to be asked.
    on_look
        Called in the calling thread every now and then.

    Raises
    ------
    ValueError
        If the engine asked for cannot solve such a problem.
    """
    limit_s = time_limit_s(stop)
    engines = engines_for(problem, threads, engine)
    pays = iteration_limit is None and {one.name for one in engines} != {DEFAULT_ENGINE}
    recombines = pays and LEAST_LIMIT_S <= limit_s < float("inf")
    share = min(RECOMBINATION_SHARE, MOST_RECOMBINATION_S / limit_s) if recombines else 0.0
    before_it = UpToShare(stop, 1.0 - share) if recombines else stop
    if engine is None and iteration_limit is None and needs_parts(problem, threads):
        outcome = search_in_parts(
            problem,
            engines[0],
            incumbent,
            stop=before_it,
            seed=seed,
            threads=threads,
            on_look=on_look,
        )
    else:
        outcome = search_side_by_side(
            problem,
            engines,
            incumbent,
            stop=before_it,
            seed=seed,
            iteration_limit=iteration_limit,
            on_look=on_look,
        )
    if recombines and not stop.should_stop():
        recombine(
            problem,
            incumbent,
            stop=stop,
            seconds=share * limit_s,
            threads=threads,
            on_look=on_look,
        )
    reason = outcome.reason
    if stop.should_stop() and stop.fraction() < 1.0:
        reason = EndReason.STOPPED
    return replace(outcome, routes=incumbent.best.routes, reason=reason)


def recombine(
    problem: SearchProblem,
    incumbent: Incumbent,
    *,
    stop: StopCriterion,
    seconds: float,
    threads: int = 1,
    on_look: Callable[[], None] = lambda: None,
) -> None:
    """Put routes of all better plans together, where there are enough of them."""
    incumbent.pool.keep(incumbent.best.routes)
    pool = incumbent.pool.routes()
    if len(pool) < FEWEST_ROUTES:
        return
    routes = recombined(
        problem,
        pool,
        incumbent.best.routes,
        stop=stop,
        seconds=seconds,
        threads=threads,
        on_look=on_look,
    )
    if routes is not None:
        incumbent.offer(routes, RECOMBINATION)
