"""Routes for a planner's problem: engines propose, the judge prices, the best is chosen."""

import time
from collections.abc import Mapping, Sequence

from domain.geo import Location
from domain.message import Problem, message
from domain.plan import Unassigned
from domain.progress import OnProgress, StopCriterion, ignore_progress
from domain.routing_problem import RoutingProblem
from optimizer.routing.choose.answer import BestReport, Decoder, OnBest, answer, ignore_best
from optimizer.routing.choose.choose_routes import choose_routes
from optimizer.routing.choose.incumbent import Incumbent
from optimizer.routing.compile_problem import CompiledDay, compile_problem
from optimizer.routing.engine import EndReason, Outcome
from optimizer.routing.engines import DEFAULT_ENGINE
from optimizer.routing.insertion import Allowance, Plan, insert_left_out
from optimizer.routing.problem_view import ProblemView, view_of
from optimizer.routing.routing_result import RouteCalls, RoutingResult, Termination
from optimizer.routing.settle import left_out, routes_of, settle
from optimizer.routing.unassigned import explain_unassigned
from optimizer.routing.validate_problem import SoundProblem, set_bad_numbers_aside

INSERTION = "insertion"
"""Stands for the name of the engine where none could be asked."""

FEW_LEFT_OUT = 20
"""Orders left out that are tried once more."""

INSERTION_TIMELINES = 1_000
EXPLANATION_TIMELINES = 4_000
"""Timelines that may be tried at the end: some two seconds, whatever the number of orders."""

STOPPED_TIMELINES = 150
"""Those for explanations where someone waits for the search to end."""


def solve_routing(
    problem: RoutingProblem,
    *,
    locations: Mapping[str, Location],
    stop: StopCriterion,
    seed: int = 0,
    start: Sequence[RouteCalls] | None = None,
    on_progress: OnProgress = ignore_progress,
    on_best: OnBest = ignore_best,
    iteration_limit: int | None = None,
    threads: int = 1,
    engine: str | None = None,
) -> RoutingResult:
    """Routes at the least cost that can be found until told to stop.

    Bad numbers never reach an engine; the orders concerned are left out, with the reason.

    Parameters
    ----------
    locations
        Where each place of the travel lies, by its name.
    stop
        Its time limit is kept but for explanations; anything else ends the search at once.
    start
        Routes to start from, such as those of an earlier result: as far as they keep the rules,
        what comes out is never worse.
    on_best
        Given better answers on the way, so that a killed process has not worked for nothing; the
        reasons in them are not yet looked into. Called in the calling thread.
    iteration_limit
        Number of iterations after which each engine ends. The same limit, seed and problem give the
        same result on one thread where `stop` has no time limit.
    threads
        Searches side by side.
    engine
        Name of the only engine to be asked; the best for the problem if none is given.

    Raises
    ------
    ValueError
        If the engine asked for cannot solve the problem at all.
    KeyError
        If a place has no location.
    """
    started_s = time.monotonic()
    sound = set_bad_numbers_aside(problem)
    view = view_of(sound.problem, locations)
    try:
        day = compile_problem(view)
    except ValueError:
        return _by_insertion(view, sound, started_s)
    incumbent = _begin(view, day, start or (), engine or DEFAULT_ENGINE)
    report = BestReport(
        decoder=Decoder(view=view, day=day),
        sound=sound,
        incumbent=incumbent,
        stop=stop,
        on_progress=on_progress,
        on_best=on_best,
    )
    outcome = Outcome(routes=incumbent.best.routes, reason=EndReason.NOTHING_TO_DO)
    if day.problem.tasks and day.problem.vehicles:
        outcome = choose_routes(
            day.problem,
            incumbent,
            stop=stop,
            seed=seed,
            iteration_limit=iteration_limit,
            threads=threads,
            engine=engine,
            on_look=report.look,
        )
    report.tell_progress()
    return _finished(report, outcome, started_s)


def _begin(
    view: ProblemView, day: CompiledDay, start: Sequence[RouteCalls], engine: str
) -> Incumbent:
    """The routes to start from, as far as they keep the rules."""
    incumbent = Incumbent(day.problem, engine)
    given = settle(view, {calls.vehicle_id: calls.places for calls in start})
    incumbent.offer(day.routes(given), engine)
    return incumbent


def _finished(report: BestReport, outcome: Outcome, started_s: float) -> RoutingResult:
    """The answer: with few orders left out tried once more, and the others explained."""
    view, day = report.decoder.view, report.decoder.day
    timelines = STOPPED_TIMELINES
    if outcome.reason is not EndReason.STOPPED:
        timelines = EXPLANATION_TIMELINES
        _insert_left_out(view, day, report.incumbent)
    best = report.incumbent.best
    routes = report.decoder.routes(best.routes)
    explained = _explained(view, day.plan(best.routes), Allowance(timelines))
    termination = Termination(
        reason=outcome.reason,
        seconds=round(time.monotonic() - started_s, 3),
        iterations=outcome.iterations,
        improvements=report.incumbent.improvements,
    )
    return answer(report.sound, routes, explained, best.engine, termination)


def _insert_left_out(view: ProblemView, day: CompiledDay, incumbent: Incumbent) -> None:
    """Try few orders that are left out once more, where they cost least."""
    best = incumbent.best
    plan = day.plan(best.routes)
    missing = tuple(order.order_id for order in left_out(view, plan))
    if 0 < len(missing) <= FEW_LEFT_OUT:
        fuller = insert_left_out(view, plan, missing, Allowance(INSERTION_TIMELINES))
        incumbent.offer(day.routes(fuller), best.engine)


def _by_insertion(view: ProblemView, sound: SoundProblem, started_s: float) -> RoutingResult:
    """An answer without any engine, for a problem that cannot be put into arrays."""
    orders = tuple(order.order_id for order in view.problem.shipments)
    plan = insert_left_out(view, {}, orders, Allowance(EXPLANATION_TIMELINES))
    explained = _explained(view, plan, Allowance(EXPLANATION_TIMELINES))
    seconds = round(time.monotonic() - started_s, 3)
    termination = Termination(reason=EndReason.NO_IMPROVEMENT, seconds=seconds)
    unable = Problem(message=message("routing.too_many_classes"))
    return answer(sound, routes_of(view, plan), explained, INSERTION, termination, [unable])


def _explained(view: ProblemView, plan: Plan, allowance: Allowance) -> list[Unassigned]:
    """The orders left out with their reasons, the dearest first."""
    dearest = sorted(left_out(view, plan), key=lambda order: -order.unassigned_cost_minor)
    return [explain_unassigned(view, plan, order, allowance) for order in dearest]
