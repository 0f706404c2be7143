"""What a vehicle does from its start to its end, as spans of time that follow each other."""

from bisect import bisect_right
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from enum import Enum, auto

import numpy as np
from numpy.typing import NDArray

from domain.clock import elapsed_s
from domain.plan import Break, Route, StopKind
from domain.units import SECONDS_PER_DAY, SECONDS_PER_HOUR
from gui.panels.time_scale import TimeScale
from maps.picture.plan_text import PlanText


class BarKind(Enum):
    """What a vehicle does."""

    DRIVE = auto()
    WAIT = auto()
    SERVICE = auto()
    FETCH = auto()
    RELOAD = auto()
    BREAK = auto()


_WORK = {
    StopKind.DELIVERY: BarKind.SERVICE,
    StopKind.PICKUP: BarKind.FETCH,
    StopKind.RELOAD: BarKind.RELOAD,
}
AT_STOPS = frozenset(_WORK.values())
"""What is done at stops."""


@dataclass(frozen=True, slots=True)
class Bar:
    """A span of a route; `stop` is the place in its stops, which a drive leads to.

    On the way back `stop` is the number of stops.
    """

    kind: BarKind
    start_s: int
    end_s: int
    stop: int


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Spans:
    """Bars of one kind in the order of time, as columns to be placed all at once.

    Attributes
    ----------
    starts_s, ends_s
        Times, shape (bars,).
    stops
        Places of their stops.
    """

    starts_s: NDArray[np.int64]
    ends_s: NDArray[np.int64]
    stops: tuple[int, ...]

    def between(self, start_s: float, end_s: float) -> "Spans":
        """Those of which some part lies in a span."""
        first = int(np.searchsorted(self.ends_s, start_s))
        last = int(np.searchsorted(self.starts_s, end_s, side="right"))
        return Spans(
            starts_s=self.starts_s[first:last],
            ends_s=self.ends_s[first:last],
            stops=self.stops[first:last],
        )


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class TimelineRow:
    """A route with its bars in the order of time, none of which overlap.

    Attributes
    ----------
    index
        Place of the route in the plan, counted from 0.
    by_kind
        The same bars by their kind.
    shift
        When the vehicle's shift starts and ends, in seconds of the plan; None where not known.
    """

    index: int
    route: Route
    bars: tuple[Bar, ...]
    starts_s: tuple[int, ...]
    stop_bars: tuple[Bar, ...]
    stop_starts_s: tuple[int, ...]
    by_kind: Mapping[BarKind, Spans]
    shift: tuple[int, int] | None

    def bar_at(self, time_s: float) -> Bar | None:
        """What the vehicle does at a time."""
        at = bisect_right(self.starts_s, time_s) - 1
        found = self.bars[at] if at >= 0 else None
        return found if found and time_s <= found.end_s else None

    def stop_at(self, time_s: float, near_s: float) -> int | None:
        """The stop served at a time, or the nearest one to it within `near_s`."""
        at = bisect_right(self.stop_starts_s, time_s)
        around = self.stop_bars[max(0, at - 1) : at + 1]
        distances = [(max(b.start_s - time_s, time_s - b.end_s, 0.0), b.stop) for b in around]
        near = [(distance, stop) for distance, stop in distances if distance <= near_s]
        return min(near)[1] if near else None


def timeline_rows(text: PlanText) -> tuple[TimelineRow, ...]:
    """The routes of a plan as rows of a timeline."""
    return tuple(_row(i, route, text) for i, route in enumerate(text.plan.routes))


def whole_day(rows: tuple[TimelineRow, ...]) -> TimeScale:
    """The hours in which any vehicle is out, half an hour before and after."""
    if not rows:
        return TimeScale(start_s=0, end_s=SECONDS_PER_DAY, px_per_s=0.01)
    around = SECONDS_PER_HOUR // 2
    start_s = min(row.route.start_s for row in rows) - around
    end_s = max(row.route.end_s for row in rows) + around
    return TimeScale(start_s=start_s, end_s=max(end_s, start_s + 2 * around), px_per_s=0.01)


def _row(index: int, route: Route, text: PlanText) -> TimelineRow:
    bars = tuple(_in_turn(route_bars(route)))
    stops = tuple(bar for bar in bars if bar.kind in AT_STOPS)
    return TimelineRow(
        index=index,
        route=route,
        bars=bars,
        starts_s=tuple(bar.start_s for bar in bars),
        stop_bars=stops,
        stop_starts_s=tuple(bar.start_s for bar in stops),
        by_kind={kind: _spans([bar for bar in bars if bar.kind is kind]) for kind in BarKind},
        shift=_shift(route, text),
    )


def _spans(bars: Sequence[Bar]) -> Spans:
    return Spans(
        starts_s=np.array([bar.start_s for bar in bars], dtype=np.int64),
        ends_s=np.array([bar.end_s for bar in bars], dtype=np.int64),
        stops=tuple(bar.stop for bar in bars),
    )


def _shift(route: Route, text: PlanText) -> tuple[int, int] | None:
    vehicle = text.vehicle(route)
    if vehicle is None:
        return None
    day, zone = text.plan.day, text.zone
    return (
        elapsed_s(day, vehicle.shift_start_s, zone),
        elapsed_s(day, vehicle.shift_end_s, zone),
    )


def route_bars(route: Route) -> Iterator[Bar]:
    """Driving, waiting, service, reloads and breaks of a route, one after the other."""
    left_s = route.start_s
    for i, stop in enumerate(route.stops):
        yield from _stand(left_s, stop.arrival_s - stop.drive_s, route.breaks, i)
        yield Bar(BarKind.DRIVE, max(left_s, stop.arrival_s - stop.drive_s), stop.arrival_s, i)
        begins_s = stop.arrival_s + stop.wait_s
        ends_s = begins_s + stop.service_s
        yield from _stand(stop.arrival_s, begins_s, route.breaks, i)
        yield Bar(_WORK[stop.kind], begins_s, ends_s, i)
        yield from _stand(ends_s, stop.departure_s, route.breaks, i)
        left_s = stop.departure_s
    if route.end_warehouse_id:
        yield Bar(BarKind.DRIVE, left_s, route.end_s, len(route.stops))


def _stand(start_s: int, end_s: int, breaks: tuple[Break, ...], stop: int) -> Iterator[Bar]:
    """A span in which the vehicle stands: its breaks, and waiting between them."""
    for rest in sorted(breaks, key=lambda rest: rest.start_s):
        if start_s <= rest.start_s and rest.end_s <= end_s:
            yield Bar(BarKind.WAIT, start_s, rest.start_s, stop)
            yield Bar(BarKind.BREAK, rest.start_s, rest.end_s, stop)
            start_s = rest.end_s
    yield Bar(BarKind.WAIT, start_s, end_s, stop)


def _in_turn(bars: Iterator[Bar]) -> Iterator[Bar]:
    """Bars that have a length, cut where a plan from elsewhere has two at one time.

    Service without a length stays: it is where a stop is found.
    """
    now_s = None
    for bar in bars:
        start_s = bar.start_s if now_s is None else max(bar.start_s, now_s)
        end_s = max(bar.end_s, start_s)
        if end_s > start_s or bar.kind in AT_STOPS:
            yield Bar(bar.kind, start_s, end_s, bar.stop)
            now_s = end_s
