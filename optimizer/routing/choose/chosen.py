"""All engines together behind the interface of one: the best for the problem."""

from dataclasses import dataclass

from domain.progress import StopCriterion
from optimizer.routing.choose.choose_routes import choose_routes
from optimizer.routing.choose.incumbent import Found, Incumbent
from optimizer.routing.engine import (
    BetterElsewhere,
    OnBetter,
    Outcome,
    Support,
    ignore_better,
    nothing_elsewhere,
)
from optimizer.routing.engines import TOGETHER
from optimizer.routing.search_problem import Routes, SearchProblem


class Chosen:
    """The engines that are best for a problem, side by side or in turns."""

    name = TOGETHER

    def __init__(self, threads: int = 1) -> None:
        self._threads = threads

    def supports(self, problem: SearchProblem) -> Support:
        """Everything: our own search is always among them."""
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
        """See `Engine.solve`; it listens to no search beside it."""
        del better_elsewhere
        incumbent = Incumbent(problem)
        if start is not None:
            incumbent.offer(start, self.name)
        return choose_routes(
            problem,
            incumbent,
            stop=stop,
            seed=seed,
            iteration_limit=iteration_limit,
            threads=self._threads,
            on_look=_Look(incumbent, on_better),
        )


@dataclass(slots=True, eq=False)
class _Look:
    """Hands the incumbent on whenever it is better."""

    incumbent: Incumbent
    on_better: OnBetter
    told: Found | None = None

    def __call__(self) -> None:
        best = self.incumbent.best
        if best is not self.told and any(best.routes):
            self.told = best
            self.on_better(best.routes)
