"""A route in time: forwards from its start, and backwards to the latest start that keeps its end.

Leaving later never makes anything earlier, so that a later start can only save waiting.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field

from domain.orders import TimeWindow
from domain.travel import Travel
from optimizer.routing.broken import Broken, Rule
from optimizer.routing.calls import Call
from optimizer.routing.problem_view import ProblemView
from optimizer.routing.trips import Trip

_SLOW_GUESSES = 3


@dataclass(frozen=True, slots=True, kw_only=True)
class Rest:
    """Where a break is taken: at which call, and whether before its service or after.

    Attributes
    ----------
    earliest_s, latest_s
        When the break may begin; None for no bound.
    """

    call: int
    is_before: bool
    duration_s: int
    earliest_s: int | None
    latest_s: int | None

    def begin_s(self, from_s: int) -> int | None:
        """Earliest time that the break may begin, not before `from_s`; None if too late."""
        begin_s = from_s if self.earliest_s is None else max(from_s, self.earliest_s)
        return None if self.latest_s is not None and begin_s > self.latest_s else begin_s

    def last_begin_s(self, until_s: int) -> int:
        """Latest time that the break may begin to end by `until_s`."""
        last_s = until_s - self.duration_s
        return last_s if self.latest_s is None else min(last_s, self.latest_s)


@dataclass(frozen=True, slots=True, kw_only=True)
class Moments:
    """When a vehicle arrives at a call, begins, is done and leaves, and its break there."""

    arrival_s: int
    begin_s: int
    done_s: int
    leave_s: int
    rest: tuple[int, int] | None = None


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Way:
    """Calls in order between a start and an end, and how they are driven.

    Attributes
    ----------
    travel
        The vehicle's own.
    trips
        What the calls do, cut at the reloads.
    start, end
        Numbers of the places; no end for an open route.
    """

    view: ProblemView
    travel: Travel
    trips: tuple[Trip, ...]
    calls: tuple[Call, ...]
    start: int
    end: int | None
    rest: Rest | None = None

    def drive_s(self, origin: int, destination: int, leave_s: int) -> int:
        """Seconds from place to place."""
        return self.travel.duration_s(origin, destination, leave_s)


@dataclass(frozen=True, slots=True, kw_only=True)
class Course:
    """A way in time."""

    start_s: int
    end_s: int
    moments: tuple[Moments, ...] = field(default=())

    @property
    def rests(self) -> tuple[tuple[int, int], ...]:
        """Breaks taken, each with its start and end."""
        return tuple(m.rest for m in self.moments if m.rest is not None)


def run_forwards(way: Way, start_s: int) -> Course | Broken:
    """What comes of leaving at a time: everything as early as it can be."""
    place, leave_s, moments = way.start, start_s, []
    for number, call in enumerate(way.calls):
        arrival_s = leave_s + way.drive_s(place, call.place, leave_s)
        rest = way.rest if way.rest is not None and way.rest.call == number else None
        stay = _stay(call, arrival_s, rest)
        if isinstance(stay, Broken):
            return stay
        moments.append(stay)
        place, leave_s = call.place, stay.leave_s
    back_s = 0 if way.end is None else way.drive_s(place, way.end, leave_s)
    return Course(start_s=start_s, end_s=leave_s + back_s, moments=tuple(moments))


def latest_start_s(way: Way, course: Course) -> int:
    """Latest time to leave that ends no later, and makes nothing late that is not late anyway."""
    until_s, arrival_s, place = course.end_s, course.end_s, way.end
    for number in reversed(range(len(way.calls))):
        call, moments = way.calls[number], course.moments[number]
        rest = way.rest if way.rest is not None and way.rest.call == number else None
        if place is not None:
            pair = call.place, place
            until_s = _latest_leave_s(way, pair, moments.leave_s, arrival_s, until_s)
        until_s = _latest_arrival_s(call, moments, rest, until_s)
        place, arrival_s = call.place, moments.arrival_s
    if place is None:
        return course.start_s
    return _latest_leave_s(way, (way.start, place), course.start_s, arrival_s, until_s)


def _stay(call: Call, arrival_s: int, rest: Rest | None) -> Moments | Broken:
    taken: tuple[int, int] | None = None
    ready_s = arrival_s
    if rest is not None and rest.is_before:
        taken = _taken(rest, arrival_s)
        if taken is None:
            return Broken(rule=Rule.BREAK, order_id=call.offender_id)
        ready_s = taken[1]
    begin_s = call.begin_s(ready_s)
    if begin_s is None:
        rule = Rule.WINDOW if call.tasks else Rule.RELOAD
        return Broken(rule=rule, order_id=call.offender_id)
    done_s = leave_s = begin_s + call.service_s
    if rest is not None and not rest.is_before:
        taken = _taken(rest, done_s)
        if taken is None or not call.may_leave(taken[1]):
            return Broken(rule=Rule.BREAK, order_id=call.offender_id)
        leave_s = taken[1]
    return Moments(arrival_s=arrival_s, begin_s=begin_s, done_s=done_s, leave_s=leave_s, rest=taken)


def _taken(rest: Rest, from_s: int) -> tuple[int, int] | None:
    begin_s = rest.begin_s(from_s)
    return None if begin_s is None else (begin_s, begin_s + rest.duration_s)


def _latest_arrival_s(call: Call, moments: Moments, rest: Rest | None, leave_by_s: int) -> int:
    """Latest arrival at a call that still leaves by a time, and in the window that was chosen."""
    done_by_s = leave_by_s
    if rest is not None and not rest.is_before:
        open_until_s = _end_of_span(call.open, moments.leave_s, leave_by_s)
        done_by_s = rest.last_begin_s(min(leave_by_s, open_until_s))
    closes_s = _end_of_span(call.windows, moments.begin_s, moments.begin_s)
    begin_by_s = min(done_by_s - call.service_s, closes_s)
    if rest is not None and rest.is_before:
        return max(moments.arrival_s, rest.last_begin_s(begin_by_s))
    return max(moments.arrival_s, begin_by_s)


def _end_of_span(spans: Iterable[TimeWindow], time_s: int, default_s: int) -> int:
    """End of the span that a time lies in."""
    return next((s.end_s for s in spans if s.start_s <= time_s <= s.end_s), default_s)


def _latest_leave_s(
    way: Way, pair: tuple[int, int], leave_s: int, arrival_s: int, until_s: int
) -> int:
    """Latest time to leave a place and be at the next by `until_s`; leaving at `leave_s` is."""
    if len(way.travel.bucket_starts_s) == 1:
        return leave_s + until_s - arrival_s
    return last_at_most(lambda s: s + way.drive_s(*pair, s), until_s, (leave_s, arrival_s))


def last_at_most(rising: Callable[[int], int], bound: int, known: tuple[int, int]) -> int:
    """Last whole number whose value is at most a bound, for a function that never falls.

    Parameters
    ----------
    rising
        A function that is nowhere below its argument; asked as seldom as possible, as it may be
        a search on a road network.
    known
        A number whose value is at most the bound, and that value.

    Notes
    -----
    The secant method in whole numbers: a guess lies on the line through the last two that were
    asked, on one of slope 1 where there are no two. Several that do not halve what is left are
    followed by its middle.
    """
    low, high = known[0], bound + 1
    asked: list[tuple[int, int]] = []
    slow = 0
    while high - low > 1:
        size = high - low
        is_stuck = slow == _SLOW_GUESSES
        guess = low + size // 2 if is_stuck else _on_line(asked[-2:] or [known], bound)
        guess = min(max(guess, low + 1), high - 1)
        asked.append((guess, rising(guess)))
        low, high = (guess, high) if asked[-1][1] <= bound else (low, guess)
        slow = slow + 1 if not is_stuck and high - low > size // 2 else 0
    return low


def _on_line(points: list[tuple[int, int]], bound: int) -> int:
    """Where the line through one or two points reaches a bound, rounded down."""
    (first, first_value), (last, last_value) = points[0], points[-1]
    run, rise = last - first, last_value - first_value
    if run == 0 or rise == 0:
        run = rise = 1
    return last + (bound - last_value) * run // rise
