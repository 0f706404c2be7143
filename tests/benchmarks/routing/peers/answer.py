"""What every peer answers."""

import time
from dataclasses import dataclass, field

Routes = list[tuple[int, list[int]]]
"""Number of the vehicle, and what it calls at in order; a depot on the way is a reload."""


@dataclass(slots=True)
class Trajectory:
    """Costs of ever better answers, in the engine's own counting, and when they were found."""

    started_s: float = field(default_factory=time.perf_counter)
    points: list[tuple[float, float]] = field(default_factory=list)

    def note(self, cost: float) -> None:
        """A better answer has been found now."""
        self.points.append((round(time.perf_counter() - self.started_s, 2), float(cost)))


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    """Routes; None where the engine found none."""

    routes: Routes | None
    trajectory: tuple[tuple[float, float], ...] = ()
    iterations: int | None = None
