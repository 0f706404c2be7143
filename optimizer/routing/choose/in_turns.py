"""Several engines on one thread: each goes on from the best routes of those before it."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from domain.progress import StopCriterion
from optimizer.routing.choose.incumbent import Incumbent
from optimizer.routing.engine import (
    BetterElsewhere,
    EndReason,
    Engine,
    OnBetter,
    Outcome,
    Support,
    ignore_better,
    nothing_elsewhere,
)
from optimizer.routing.search_problem import Routes, SearchProblem


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Turn:
    """An engine's part of the time.

    Attributes
    ----------
    share
        Of the whole.
    begins
        Fraction of its part that the engine is told at its start: so that what came before is not
        undone by a search that begins hot.
    """

    engine: Engine
    share: float
    begins: float = 0.0


@dataclass(frozen=True, slots=True)
class _Part:
    """Stops with another criterion, and when a part of its way is done."""

    stop: StopCriterion
    first: float
    last: float
    begins: float

    def should_stop(self) -> bool:
        return self.stop.should_stop() or (
            self.last < 1.0 and self.stop.fraction() >= self.last > 0.0
        )

    def fraction(self) -> float:
        done = (self.stop.fraction() - self.first) / (self.last - self.first)
        return self.begins + (1.0 - self.begins) * min(1.0, max(0.0, done))


class InTurns:
    """Engines one after another, each given the best routes so far to start from."""

    def __init__(self, turns: Sequence[Turn]) -> None:
        self._turns = tuple(turns)
        self.name = " + ".join(turn.engine.name for turn in turns)

    def supports(self, problem: SearchProblem) -> Support:
        """What the last engine would relax: what it proposes is the answer."""
        return self._turns[-1].engine.supports(problem)

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
        """See `Engine.solve`; an iteration limit is shared out like the time."""
        incumbent, first = Incumbent(problem), 0.0
        outcome = Outcome(routes=incumbent.best.routes, reason=EndReason.NOTHING_TO_DO)
        if start is not None:
            incumbent.offer(start, self.name)
        iterations = 0
        for turn in self._turns:
            last = first + turn.share
            limit = None if iteration_limit is None else max(1, int(iteration_limit * turn.share))
            best = incumbent.best.routes
            outcome = turn.engine.solve(
                problem,
                stop=_Part(stop, first, last, turn.begins),
                seed=seed,
                start=best if any(best) else start,
                on_better=_Offer(incumbent, turn.engine.name, on_better),
                better_elsewhere=better_elsewhere,
                iteration_limit=limit,
            )
            incumbent.offer(outcome.routes, turn.engine.name)
            iterations, first = iterations + outcome.iterations, last
            if stop.should_stop():
                break
        return replace(outcome, routes=incumbent.best.routes, iterations=iterations)


@dataclass(slots=True, eq=False)
class _Offer:
    """Keeps the better routes of an engine, and hands them on."""

    incumbent: Incumbent
    name: str
    on_better: OnBetter

    def __call__(self, routes: Routes) -> None:
        if self.incumbent.offer(routes, self.name) <= self.incumbent.best.cost:
            self.on_better(routes)
