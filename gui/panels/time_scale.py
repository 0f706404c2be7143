"""Times on a line of pixels."""

from collections.abc import Iterator
from dataclasses import dataclass, replace

from domain.units import SECONDS_PER_HOUR, SECONDS_PER_MINUTE

NARROWEST_PX_PER_S = 16 / SECONDS_PER_HOUR
WIDEST_PX_PER_S = 30 / SECONDS_PER_MINUTE

_STEPS_S = (
    *(SECONDS_PER_MINUTE, 5 * SECONDS_PER_MINUTE, 10 * SECONDS_PER_MINUTE),
    *(15 * SECONDS_PER_MINUTE, 30 * SECONDS_PER_MINUTE, SECONDS_PER_HOUR),
    *(2 * SECONDS_PER_HOUR, 3 * SECONDS_PER_HOUR, 6 * SECONDS_PER_HOUR, 12 * SECONDS_PER_HOUR),
)


@dataclass(frozen=True, slots=True, kw_only=True)
class TimeScale:
    """Where a time stands, in pixels from the left end of the whole line.

    Attributes
    ----------
    start_s, end_s
        Times at the two ends.
    px_per_s
        Pixels of one second.
    """

    start_s: int
    end_s: int
    px_per_s: float

    @property
    def width_px(self) -> float:
        """Length of the whole line."""
        return (self.end_s - self.start_s) * self.px_per_s

    def x_of(self, time_s: float) -> float:
        """Where a time stands."""
        return (time_s - self.start_s) * self.px_per_s

    def time_of(self, x: float) -> float:
        """The time that stands at a place."""
        return self.start_s + x / self.px_per_s

    def fitted(self, width_px: float) -> "TimeScale":
        """The scale at which the whole line just fits a width."""
        span_s = max(1, self.end_s - self.start_s)
        return self.zoomed(width_px / span_s / self.px_per_s)

    def zoomed(self, factor: float) -> "TimeScale":
        """The scale with wider seconds, as far as is of use."""
        wanted = self.px_per_s * factor
        return replace(self, px_per_s=min(max(wanted, NARROWEST_PX_PER_S), WIDEST_PX_PER_S))

    def ticks(self, from_s: float, to_s: float, least_px: float) -> Iterator[int]:
        """Round times in a span, at least some pixels apart."""
        fitting = (step for step in _STEPS_S if step * self.px_per_s >= least_px)
        step = next(fitting, _STEPS_S[-1])
        first = -int(-from_s // step)
        yield from range(first * step, int(to_s) + 1, step)
