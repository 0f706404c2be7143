"""A route in time: forwards from its start, and backwards to the latest start that keeps its end.

Leaving later never makes anything earlier, so that a later start can only save waiting.
"""

from collections.abc import Callable
from dataclasses import dataclass, field
from enum import StrEnum

from domain.orders import TimeWindow
from domain.routing_problem import Shipment
from domain.travel import Travel
from optimizer.routing.problem_view import ProblemView, next_time

_SLOW_GUESSES = 3


class Rule(StrEnum):
    """A hard rule that a route can break."""

    FIT = "fit"
    VOLUME = "volume"
    WEIGHT = "weight"
    PARCELS = "parcels"
    STOPS = "stops"
    DISTANCE = "distance"
    RELEASE = "release"
    WINDOW = "window"
    BREAK = "break"
    END = "end"


@dataclass(frozen=True, slots=True, kw_only=True)
class Broken:
    """The rule that a route breaks, and the order to take off it."""

    rule: Rule
    order_id: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Call:
    """Orders served in one go at one place.

    Attributes
    ----------
    place
        Number of the place.
    service_s
        Service of all its orders, and the set-up that the place has not had yet.
    """

    orders: tuple[Shipment, ...]
    place: int
    service_s: int

    @property
    def windows(self) -> tuple[TimeWindow, ...]:
        """When service may begin; the orders of a call share their windows."""
        return self.orders[0].windows

    @property
    def closes_s(self) -> int:
        """When service should begin at the latest."""
        return self.windows[-1].end_s

    def begin_s(self, from_s: int) -> int | None:
        """Earliest time that service may begin, not before `from_s`; None if it is too late."""
        if self.orders[0].is_soft and from_s > self.closes_s:
            return from_s
        return next_time(self.windows, from_s)


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
    start, end
        Numbers of the places; no end for an open route.
    """

    view: ProblemView
    travel: Travel
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


def calls_of(view: ProblemView, orders: tuple[Shipment, ...]) -> tuple[Call, ...]:
    """Orders in their sequence as calls: neighbours at one place with the same windows are one.

    The set-up of a place is the longest of its orders', less what the calls just before at the
    same place have had of it.
    """
    calls: list[Call] = []
    set_up_s = 0
    for group in _one_stop_groups(view, orders):
        first = group[0]
        if not calls or not view.is_same_place(calls[-1].orders[0].order_id, first.order_id):
            set_up_s = 0
        missing_s = max(0, max(order.setup_s for order in group) - set_up_s)
        set_up_s += missing_s
        service_s = missing_s + sum(order.service_s for order in group)
        calls.append(Call(orders=group, place=view.door(first.order_id), service_s=service_s))
    return tuple(calls)


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


def _one_stop_groups(view: ProblemView, orders: tuple[Shipment, ...]) -> list[tuple[Shipment, ...]]:
    groups: list[tuple[Shipment, ...]] = []
    for order in orders:
        if groups and view.is_one_stop(groups[-1][0], order):
            groups[-1] = (*groups[-1], order)
        else:
            groups.append((order,))
    return groups


def _stay(call: Call, arrival_s: int, rest: Rest | None) -> Moments | Broken:
    order_id = call.orders[0].order_id
    taken: tuple[int, int] | None = None
    ready_s = arrival_s
    if rest is not None and rest.is_before:
        taken = _taken(rest, arrival_s)
        if taken is None:
            return Broken(rule=Rule.BREAK, order_id=order_id)
        ready_s = taken[1]
    begin_s = call.begin_s(ready_s)
    if begin_s is None:
        return Broken(rule=Rule.WINDOW, order_id=order_id)
    done_s = leave_s = begin_s + call.service_s
    if rest is not None and not rest.is_before:
        taken = _taken(rest, done_s)
        if taken is None:
            return Broken(rule=Rule.BREAK, order_id=order_id)
        leave_s = taken[1]
    return Moments(arrival_s=arrival_s, begin_s=begin_s, done_s=done_s, leave_s=leave_s, rest=taken)


def _taken(rest: Rest, from_s: int) -> tuple[int, int] | None:
    begin_s = rest.begin_s(from_s)
    return None if begin_s is None else (begin_s, begin_s + rest.duration_s)


def _latest_arrival_s(call: Call, moments: Moments, rest: Rest | None, leave_by_s: int) -> int:
    """Latest arrival at a call that still leaves by a time, and in the window that was chosen."""
    done_by_s = leave_by_s
    if rest is not None and not rest.is_before:
        done_by_s = rest.last_begin_s(leave_by_s)
    chosen = (w.end_s for w in call.windows if w.start_s <= moments.begin_s <= w.end_s)
    begin_by_s = min(done_by_s - call.service_s, next(chosen, moments.begin_s))
    if rest is not None and rest.is_before:
        return max(moments.arrival_s, rest.last_begin_s(begin_by_s))
    return max(moments.arrival_s, begin_by_s)


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
