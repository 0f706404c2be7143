"""When a part of a search ends: at a share of the time, or after some seconds of it."""

import math
import time
from dataclasses import dataclass, field

from domain.progress import AnyOf, MaxRuntime, StopCriterion


@dataclass(frozen=True, slots=True)
class UpToShare:
    """Stops with another criterion, and at a share of its time."""

    stop: StopCriterion
    share: float

    def should_stop(self) -> bool:
        """Whether the share is used up, or the other stops."""
        return self.stop.should_stop() or self.stop.fraction() >= self.share

    def fraction(self) -> float:
        """Part of the share used."""
        return min(1.0, self.stop.fraction() / self.share)


def time_limit_s(stop: StopCriterion) -> float:
    """Seconds from its start to when it stops at the latest; infinite where time does not end it.

    Only limits that are seen are told: those of `MaxRuntime`, also within `AnyOf` and `UpToShare`.
    """
    if isinstance(stop, UpToShare):
        return stop.share * time_limit_s(stop.stop)
    if isinstance(stop, MaxRuntime):
        return stop.limit_s
    if isinstance(stop, AnyOf):
        return min(map(time_limit_s, stop.criteria), default=math.inf)
    return math.inf


@dataclass(frozen=True, slots=True)
class Spell:
    """Stops with another criterion, and after some seconds.

    Attributes
    ----------
    begins
        Fraction that it tells at its start, so that a search begins less hot.
    """

    stop: StopCriterion
    seconds: float
    begins: float = 0.0
    started_s: float = field(default_factory=time.monotonic)

    def should_stop(self) -> bool:
        """Whether the seconds are over, or the other stops."""
        return self.stop.should_stop() or time.monotonic() >= self.started_s + self.seconds

    def fraction(self) -> float:
        """How far it is, from `begins` to 1."""
        share = min(1.0, (time.monotonic() - self.started_s) / self.seconds)
        return self.begins + (1.0 - self.begins) * share
