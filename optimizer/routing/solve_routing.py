"""Routes for a planner's problem: OR-Tools proposes sequences, the exact timeline disposes."""

import time
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from domain.geo import Location
from domain.message import Problem, message
from domain.plan import Unassigned
from domain.progress import OnProgress, Progress, StopCriterion, ignore_progress
from domain.routing_problem import RoutingProblem, Shipment
from optimizer.routing.insertion import Allowance, Plan, insert_left_out
from optimizer.routing.problem_view import ProblemView, view_of
from optimizer.routing.routing_result import RouteOrder, RoutingResult, Termination
from optimizer.routing.or_tools.scale_problem import ScaledProblem, scale_problem
from optimizer.routing.engine import EndReason
from optimizer.routing.or_tools.search import Watcher, search
from optimizer.routing.settle import cheapest, left_out, routes_of, settle
from optimizer.routing.unassigned import explain_unassigned
from optimizer.routing.validate_problem import SoundProblem, set_bad_numbers_aside

ENGINE = "OR-Tools"
STEP = "step.routes"

INSERTION_TIMELINES = 4_000
EXPLANATION_TIMELINES = 4_000
"""Timelines that may be tried at the end: some two seconds, whatever the number of orders."""

REPORT_SHARE = 0.05
"""Share of the time that may go into timing plans on the way, as it is lost to the search."""

LEAST_REPORT_INTERVAL_S = 0.2

OnBest = Callable[[RoutingResult], None]


def ignore_best(_: RoutingResult) -> None:
    """Take a better answer and do nothing."""


def solve_routing(
    problem: RoutingProblem,
    *,
    locations: Mapping[str, Location],
    stop: StopCriterion,
    seed: int = 0,
    start: Sequence[RouteOrder] | None = None,
    on_progress: OnProgress = ignore_progress,
    on_best: OnBest = ignore_best,
    solution_limit: int | None = None,
) -> RoutingResult:
    """Routes at the least cost that can be found until told to stop.

    Runs in the calling process and holds Python's lock while it searches: start it in a process of
    its own. Bad numbers never reach OR-Tools; the orders concerned are left out, with the reason.

    Parameters
    ----------
    locations
        Where each place of the travel lies, by its name.
    stop
        Its time limit is kept; anything else ends the search within some seconds.
    start
        Routes to start from, such as those of an earlier result: as far as they keep the rules,
        what comes out is never worse.
    on_best
        Given better answers on the way, so that a killed process has not worked for nothing; the
        reasons in them are not yet looked into.
    solution_limit
        Number of solutions after which the search ends. The same limit, seed and problem give the
        same result where `stop` has no time limit.
    """
    started_s = time.monotonic()
    sound = set_bad_numbers_aside(problem)
    view = view_of(sound.problem, locations)
    reporter = _Reporter(
        view=view, sound=sound, on_progress=on_progress, on_best=on_best, stop=stop
    )
    given = {route.vehicle_id: route.order_ids for route in start or ()}
    proposals: list[Plan] = [settle(view, given)]
    reason = EndReason.NOTHING_TO_DO
    scaled = _scaled(view, seed, reporter)
    if scaled is not None and scaled.problem is not None:
        outcome = search(
            scaled.problem,
            stop,
            start=scaled.numbers(given) if given else None,
            solution_limit=solution_limit,
            watcher=Watcher(
                on_better=lambda routes: reporter.report(scaled.ids(routes)),
                on_look=reporter.report_progress,
            ),
        )
        proposals.append(settle(view, scaled.ids(outcome.routes)))
        if solution_limit is None:
            proposals.append(reporter.best_plan)
        reason = outcome.reason
    plan = _completed(view, cheapest(view, proposals))
    seconds = round(time.monotonic() - started_s, 3)
    termination = Termination(reason=reason, seconds=seconds, solutions=reporter.solutions)
    return reporter.result(plan, _explained(view, plan), termination)


def _scaled(view: ProblemView, seed: int, reporter: "_Reporter") -> ScaledProblem | None:
    try:
        return scale_problem(view, seed)
    except ValueError:
        reporter.problems.append(Problem(message=message("routing.too_large")))
        return None


def _completed(view: ProblemView, plan: Plan) -> Plan:
    """A plan with the orders put in that had to be taken off it, or that the engine left out."""
    missing = [order.order_id for order in left_out(view, plan)]
    return insert_left_out(view, plan, tuple(missing), Allowance(INSERTION_TIMELINES))


def _explained(view: ProblemView, plan: Plan) -> Iterable[Unassigned]:
    allowance = Allowance(EXPLANATION_TIMELINES)
    dearest = sorted(left_out(view, plan), key=lambda order: -order.unassigned_cost_minor)
    return [explain_unassigned(view, plan, order, allowance) for order in dearest]


def _unexplained(view: ProblemView, plan: Plan) -> Iterable[Unassigned]:
    return [_without_place(order) for order in left_out(view, plan)]


def _without_place(order: Shipment) -> Unassigned:
    reason, cost_minor = message("unassigned.no_place_found"), order.unassigned_cost_minor
    return Unassigned(order_id=order.order_id, reason=reason, cost_minor=cost_minor)


def _set_aside(order: Shipment, problem: Problem) -> Unassigned:
    """An order with an impossible number; where that is its own cost, it costs nothing."""
    cost_minor = order.unassigned_cost_minor
    if problem.column == "unassigned_cost_minor":
        cost_minor = 0
    return Unassigned(order_id=order.order_id, reason=problem.message, cost_minor=cost_minor)


@dataclass(slots=True, kw_only=True, eq=False)
class _Reporter:
    """Turns plans into results, and hands on the better ones."""

    view: ProblemView
    sound: SoundProblem
    stop: StopCriterion
    on_progress: OnProgress
    on_best: OnBest
    problems: list[Problem] = field(default_factory=list)
    solutions: int = 0
    _next_report_s: float = 0.0
    best_plan: Plan = field(default_factory=dict)
    _best_minor: int | None = None

    def report(self, proposed: Plan) -> None:
        """Hand on a better plan, unless the last one was just now."""
        self.solutions += 1
        now_s = time.monotonic()
        if now_s < self._next_report_s:
            return
        plan = settle(self.view, proposed)
        termination = Termination(reason=EndReason.STOPPED, seconds=0.0, solutions=self.solutions)
        result = self.result(plan, _unexplained(self.view, plan), termination)
        if self._best_minor is None or result.cost_minor < self._best_minor:
            self._best_minor, self.best_plan = result.cost_minor, plan
            self.on_best(result)
        self.report_progress()
        spent_s = time.monotonic() - now_s
        self._next_report_s = now_s + max(LEAST_REPORT_INTERVAL_S, spent_s / REPORT_SHARE)

    def report_progress(self) -> None:
        """Say how far the search is, and what the best plan so far costs."""
        fraction = self.stop.fraction()
        self.on_progress(Progress(step=STEP, fraction=fraction, cost_minor=self._best_minor))

    def result(
        self, plan: Plan, unassigned: Iterable[Unassigned], termination: Termination
    ) -> RoutingResult:
        """A settled plan as an answer; orders and vehicles set aside are in it."""
        bad = self.sound.bad_orders
        set_aside = [_set_aside(order, bad[order.order_id]) for order in self.sound.set_aside]
        return RoutingResult(
            routes=routes_of(self.view, plan),
            unassigned=(*unassigned, *set_aside),
            engine=ENGINE,
            termination=termination,
            problems=(*bad.values(), *self.sound.bad_vehicles, *self.problems),
        )
