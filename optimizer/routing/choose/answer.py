"""From chosen routes to an answer, on the way and at the end."""

import time
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field

from domain.message import Problem, message
from domain.plan import Route, Unassigned
from domain.progress import OnProgress, Progress, StopCriterion
from domain.routing_problem import Shipment
from optimizer.routing.choose.incumbent import Found, Incumbent
from optimizer.routing.compile_problem import CompiledDay
from optimizer.routing.decode_routes import route_of
from optimizer.routing.engine import EndReason
from optimizer.routing.judge.judge_route import judge_route
from optimizer.routing.problem_view import ProblemView
from optimizer.routing.routing_result import RoutingResult, Termination
from optimizer.routing.search_problem import Routes
from optimizer.routing.settle import left_out
from optimizer.routing.validate_problem import SoundProblem

STEP = "step.routes"

REPORT_SHARE = 0.05
"""Share of the time that may go into telling of plans on the way, as it is lost to the search."""

LEAST_REPORT_INTERVAL_S = 0.2

OnBest = Callable[[RoutingResult], None]


def ignore_best(_: RoutingResult) -> None:
    """Take a better answer and do nothing."""


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Decoder:
    """Judged routes in the form of the plan; each is decoded once as long as it stays."""

    view: ProblemView
    day: CompiledDay
    _known: dict[tuple[int, tuple[int, ...]], Route] = field(default_factory=dict)

    def routes(self, routes: Routes) -> tuple[Route, ...]:
        """Routes of vehicles that call anywhere; they break no rule."""
        driven = {(vehicle, calls) for vehicle, calls in enumerate(routes) if calls}
        for gone in self._known.keys() - driven:
            del self._known[gone]
        for vehicle, calls in driven - self._known.keys():
            self._known[vehicle, calls] = self._decoded(vehicle, calls)
        return tuple(self._known[key] for key in sorted(driven))

    def _decoded(self, vehicle: int, calls: tuple[int, ...]) -> Route:
        judged = judge_route(self.day.problem, vehicle, calls)
        names = [self.day.places[node] for node in calls]
        return route_of(self.view, self.view.problem.vehicles[vehicle], names, judged)


def answer(
    sound: SoundProblem,
    routes: tuple[Route, ...],
    unassigned: Iterable[Unassigned],
    engine: str,
    termination: Termination,
    problems: Iterable[Problem] = (),
) -> RoutingResult:
    """Routes and orders left out as an answer; orders and vehicles set aside are in it."""
    bad = sound.bad_orders
    return RoutingResult(
        routes=routes,
        unassigned=(*unassigned, *(_set_aside(o, bad[o.order_id]) for o in sound.set_aside)),
        engine=engine,
        termination=termination,
        problems=(*bad.values(), *sound.bad_vehicles, *problems),
    )


@dataclass(slots=True, kw_only=True, eq=False)
class BestReport:
    """Hands on the incumbent whenever it is better, but not all the time."""

    decoder: Decoder
    sound: SoundProblem
    incumbent: Incumbent
    stop: StopCriterion
    on_progress: OnProgress
    on_best: OnBest
    _told: Found | None = None
    _told_minor: int | None = None
    _next_report_s: float = 0.0
    _next_progress_s: float = 0.0

    def look(self) -> None:
        """Tell of a better plan and of how far the search is, unless the last was just now."""
        now_s, best = time.monotonic(), self.incumbent.best
        if any(best.routes) and best is not self._told and now_s >= self._next_report_s:
            self._tell(best)
            spent_s = time.monotonic() - now_s
            self._next_report_s = now_s + max(LEAST_REPORT_INTERVAL_S, spent_s / REPORT_SHARE)
        if now_s >= self._next_progress_s:
            self._next_progress_s = now_s + LEAST_REPORT_INTERVAL_S
            self.tell_progress()

    def _tell(self, best: Found) -> None:
        """Hand on the incumbent, if it is cheaper by whole units of money."""
        result = self._unexplained(best)
        if self._told_minor is None or result.cost_minor < self._told_minor:
            self._told_minor = result.cost_minor
            self.on_best(result)
        self._told = best

    def tell_progress(self) -> None:
        """Say how far the search is, and what the best plan so far costs."""
        best = self.incumbent.best
        cost_minor = round(best.cost) if any(best.routes) else None
        fraction = self.stop.fraction()
        self.on_progress(Progress(step=STEP, fraction=fraction, cost_minor=cost_minor))

    def _unexplained(self, best: Found) -> RoutingResult:
        view, day = self.decoder.view, self.decoder.day
        missing = left_out(view, day.plan(best.routes))
        return answer(
            self.sound,
            self.decoder.routes(best.routes),
            [_without_place(order) for order in missing],
            best.engine,
            Termination(
                reason=EndReason.STOPPED,
                seconds=0.0,
                improvements=self.incumbent.improvements,
            ),
        )


def _without_place(order: Shipment) -> Unassigned:
    reason, cost_minor = message("unassigned.no_place_found"), order.unassigned_cost_minor
    return Unassigned(order_id=order.order_id, reason=reason, cost_minor=cost_minor)


def _set_aside(order: Shipment, problem: Problem) -> Unassigned:
    """An order with an impossible number; where that is its own cost, it costs nothing."""
    cost_minor = order.unassigned_cost_minor
    if problem.column == "unassigned_cost_minor":
        cost_minor = 0
    return Unassigned(order_id=order.order_id, reason=problem.message, cost_minor=cost_minor)
