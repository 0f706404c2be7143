"""What all engines have in common: each says what it would get wrong, and proposes routes."""

from collections.abc import Callable
from dataclasses import dataclass
from enum import StrEnum
from typing import Protocol

from domain.progress import StopCriterion
from optimizer.routing.search_problem import Routes, SearchProblem


class Relaxation(StrEnum):
    """Something of a problem that an engine passes over or only comes near to."""

    HOURS = "travel by the hour"
    BREAKS = "breaks"
    SOFT_WINDOWS = "soft windows"
    SEVERAL_WINDOWS = "several windows"
    SEVERAL_SPANS = "several opening spans"
    SET_UP = "set-up per door"
    STOPS = "stops served in one go"
    STOP_LIMIT = "limit of stops"
    PICKUPS = "pickups"
    RELOADS = "reloads"
    GROUPS = "groups on one vehicle"
    INCOMPATIBLE = "incompatible goods"
    POSITIONS = "locked positions"
    RELEASES = "release times"
    TOLLS = "tolls"
    OVERTIME = "overtime"
    TIME_LIMIT = "limit of a route's time"
    FIXED_PICKS = "vehicles that may not serve a task"


class EndReason(StrEnum):
    """Why a search ended."""

    TIME_LIMIT = "time limit"
    STOPPED = "stopped"
    ITERATION_LIMIT = "iteration limit"
    NO_IMPROVEMENT = "no improvement"
    NOTHING_TO_DO = "nothing to do"


@dataclass(frozen=True, slots=True, kw_only=True)
class Support:
    """How much of a problem an engine covers.

    Attributes
    ----------
    relaxes
        What it does not keep exactly; empty where what it proposes is right as it stands.
    is_possible
        Whether it can be asked at all.
    """

    relaxes: frozenset[Relaxation] = frozenset()
    is_possible: bool = True

    @property
    def is_exact(self) -> bool:
        """Whether the engine covers the whole problem."""
        return self.is_possible and not self.relaxes


@dataclass(frozen=True, slots=True, kw_only=True)
class Outcome:
    """The best routes that an engine found, and why it ended.

    Attributes
    ----------
    iterations
        How often it tried something else, in its own counting.
    """

    routes: Routes
    reason: EndReason
    iterations: int = 0


OnBetter = Callable[[Routes], None]


def ignore_better(_: Routes) -> None:
    """Take better routes and do nothing."""


BetterElsewhere = Callable[[], Routes | None]


def nothing_elsewhere() -> None:
    """Know of no other search."""


class Engine(Protocol):
    """A search for routes.

    What it proposes is judged by others: an engine that relaxes a rule may break it.
    """

    name: str

    def supports(self, problem: SearchProblem) -> Support:
        """What the engine would relax of a problem."""
        ...

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
        """The cheapest routes that can be found until told to stop.

        Parameters
        ----------
        start
            Routes to start from; what of them breaks a rule is left out.
        on_better
            Called, from whatever thread, with routes that the engine holds for better.
        better_elsewhere
            Asked now and then for routes of a search beside this one, where those are better.
        iteration_limit
            After so many iterations the search ends; with it, and no time limit, the same seed and
            problem give the same routes.
        """
        ...
