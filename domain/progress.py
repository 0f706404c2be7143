"""Progress of long work, and when to stop it.

Engines take a `StopCriterion` and a progress callback, and know neither processes nor windows.
"""

import time
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Protocol

from domain.message import Message


@dataclass(frozen=True, slots=True, kw_only=True)
class Progress:
    """How far a piece of work is.

    Parameters
    ----------
    step
        Name of the step, a key of the catalogue.
    fraction
        Share done, 0 to 1; None where it cannot be told.
    cost_minor
        Cost of the best answer so far in minor units, where there is one.
    note
        What there is to say, if anything.
    """

    step: str
    fraction: float | None = None
    cost_minor: int | None = None
    note: Message | None = None


OnProgress = Callable[[Progress], None]


def ignore_progress(_: Progress) -> None:
    """Take a progress report and do nothing."""


class StopCriterion(Protocol):
    """Says when to stop, and how much of the way is done."""

    def should_stop(self) -> bool:
        """Whether the work should end now, keeping the best answer so far."""
        ...

    def fraction(self) -> float:
        """Share of the allowance used up, 0 to 1."""
        ...


@dataclass(frozen=True, slots=True)
class Never:
    """Never stops: the work ends by itself."""

    def should_stop(self) -> bool:
        """Return False."""
        return False

    def fraction(self) -> float:
        """Return 0: nothing is used up."""
        return 0.0


@dataclass(frozen=True, slots=True)
class MaxRuntime:
    """Stops after a number of seconds, counted from its construction."""

    limit_s: float
    started_s: float = field(default_factory=time.monotonic)

    def __post_init__(self) -> None:
        if not self.limit_s > 0:
            raise ValueError("The time limit must be positive.")

    def should_stop(self) -> bool:
        """Whether the time is used up."""
        return self.elapsed_s() >= self.limit_s

    def fraction(self) -> float:
        """Share of the time used."""
        return min(1.0, self.elapsed_s() / self.limit_s)

    def elapsed_s(self) -> float:
        """Seconds since the start."""
        return time.monotonic() - self.started_s


@dataclass(frozen=True, slots=True)
class Flag:
    """Stops when a flag is raised, such as the `is_set` of an event."""

    is_raised: Callable[[], bool]

    def should_stop(self) -> bool:
        """Whether the flag is up."""
        return self.is_raised()

    def fraction(self) -> float:
        """Return 0: a flag uses nothing up."""
        return 0.0


@dataclass(frozen=True, slots=True)
class AnyOf:
    """Stops when any of its criteria does."""

    criteria: tuple[StopCriterion, ...]

    def should_stop(self) -> bool:
        """Whether any criterion says stop."""
        return any(criterion.should_stop() for criterion in self.criteria)

    def fraction(self) -> float:
        """Largest share used by any criterion."""
        return max((criterion.fraction() for criterion in self.criteria), default=0.0)
