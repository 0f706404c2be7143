"""Our own search: slack induction by string removals, on the judge of all rules.

References
----------
Christiaens, J. & Vanden Berghe, G. (2020). Slack induction by string removals for vehicle routing
problems. Transportation Science 54(2).
"""

import math
import time
from dataclasses import dataclass, field

from domain.progress import StopCriterion
from optimizer.routing.engine import (
    BetterElsewhere,
    EndReason,
    OnBetter,
    Outcome,
    Support,
    ignore_better,
    nothing_elsewhere,
)
from optimizer.routing.ruin_recreate.fewer_vehicles import (
    use_cheaper_vehicles,
    use_fewest_vehicles,
)
from optimizer.routing.ruin_recreate.search import (
    FEW_STEPS,
    Budget,
    Search,
    is_large,
    lawful_routes,
)
from optimizer.routing.ruin_recreate.workspace import BETTER
from optimizer.routing.search_problem import Routes, SearchProblem

HOT, COLD = 1.0, 0.03
"""Temperature at the start and at the end, in mean prices of a drive."""

COOLER_HOT, COOLER_COLD = 0.7, 0.025
"""The same where hours count, as on every planner's day, and for a large problem, which has fewer
steps for each task."""

FEWEST_SHARE = 0.4
"""Share of the time for doing with fewer vehicles, where those come first."""

CLOSING_MARKS, CLOSING_SHARE = (0.0, 0.4, 0.65), 0.02
"""Where they do not: shares of the time after which routes are closed, and how long.

A hot search opens vehicles that a colder one does not get rid of.
"""

PATIENCE_STEPS = 300_000
"""Steps without a better plan after which a search without any limit ends."""

REPORT_S = 0.25
"""Least time between two better plans handed on."""

LOOK_S = 1.0
"""Least time between two looks at what other searches have found."""


class RuinRecreate:
    """Ruins routes in strings of neighbouring calls, and recreates them by cheap insertions.

    It knows every rule. Under an iteration limit, where the stop has no time limit, the same seed
    gives the same routes.
    """

    name = "ruin-recreate"

    def supports(self, problem: SearchProblem) -> Support:
        """Everything."""
        return Support(is_possible=problem.tasks > 0 and problem.vehicles > 0)

    def solve(
        self,
        problem: SearchProblem,
        *,
        stop: StopCriterion,
        seed: int = 0,
        start: Routes | None = None,
        on_better: OnBetter = ignore_better,
        better_elsewhere: BetterElsewhere = nothing_elsewhere,
        iteration_limit: int | None = None,
    ) -> Outcome:
        """See `Engine.solve`."""
        if not self.supports(problem).is_possible:
            routes: Routes = ((),) * problem.vehicles
            return Outcome(routes=routes, reason=EndReason.NOTHING_TO_DO)
        budget = Budget(stop, iteration_limit)
        began = budget.used_share(0)
        search = Search.begin(problem, seed, start)
        on_better(search.best())
        cooling = _Cooling(search, budget, on_better, better_elsewhere)
        if problem.vehicles_first:
            use_fewest_vehicles(search, budget, FEWEST_SHARE)
            on_better(search.best())
            cooling.begins = FEWEST_SHARE
        else:
            cooling.closing_marks = _marks_from(began, iteration_limit)
        reason = cooling.run()
        return Outcome(routes=search.best(), reason=reason, iterations=search.steps)


def _marks_from(began: float, iteration_limit: int | None) -> list[float]:
    """Marks at which routes are closed, last first: but for those before a search began."""
    if iteration_limit is not None and iteration_limit * CLOSING_SHARE < FEW_STEPS:
        return []
    return [mark for mark in reversed(CLOSING_MARKS) if mark + CLOSING_SHARE > began]


@dataclass(slots=True, eq=False)
class _Cooling:
    """Steps that accept dearer routes ever more rarely.

    Attributes
    ----------
    begins
        Share of the budget up to which the temperature stays what it was at first.
    closing_marks
        Shares of the budget after which routes are to be closed, last first.
    """

    search: Search
    budget: Budget
    on_better: OnBetter
    better_elsewhere: BetterElsewhere
    begins: float = 0.0
    closing_marks: list[float] = field(default_factory=list)
    best_step: int = 0
    _next_report_s: float = 0.0
    _next_look_s: float = 0.0

    def run(self) -> EndReason:
        """Take steps until told to stop."""
        search, better = self.search, self.search.work.counts
        self.best_step = search.steps
        while True:
            reason = self._reason_to_end()
            if reason is not None:
                return reason
            self._look_elsewhere()
            before = int(better[BETTER])
            self._close_routes()
            search.take_steps(self._temperature(), self.budget)
            if better[BETTER] > before:
                self.best_step = search.steps
                now_s = time.monotonic()
                if now_s >= self._next_report_s:
                    self._next_report_s = now_s + REPORT_S
                    self.on_better(search.best())

    def _look_elsewhere(self) -> None:
        """Go on from better routes of another search, where there are any."""
        now_s = time.monotonic()
        if now_s < self._next_look_s:
            return
        self._next_look_s = now_s + LOOK_S
        routes = self.better_elsewhere()
        if routes is not None:
            self.search.go_back_to(lawful_routes(self.search.problem, routes))

    def _close_routes(self) -> None:
        """Close routes if a mark is passed."""
        done, marks = self.budget.used_share(self.search.steps), self.closing_marks
        if marks and done >= marks[-1]:
            while marks and done >= marks[-1]:
                marks.pop()
            use_cheaper_vehicles(self.search, self.budget, done + CLOSING_SHARE)

    def _reason_to_end(self) -> EndReason | None:
        limit, stop = self.budget.iteration_limit, self.budget.stop
        if limit is not None and self.search.steps >= limit:
            return EndReason.ITERATION_LIMIT
        if stop.should_stop():
            return EndReason.TIME_LIMIT if stop.fraction() >= 1.0 else EndReason.STOPPED
        if self.budget.is_endless and self.search.steps - self.best_step > PATIENCE_STEPS:
            return EndReason.NO_IMPROVEMENT
        return None

    def _temperature(self) -> float:
        done = self.budget.used_share(self.search.steps)
        done = min(1.0, max(0.0, done - self.begins) / (1.0 - self.begins))
        hot, cold = HOT, COLD
        if self.search.problem.traits.has_times or is_large(self.search.problem):
            hot, cold = COOLER_HOT, COOLER_COLD
        return self.search.edge * hot * math.pow(cold / hot, done)
