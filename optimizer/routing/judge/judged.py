"""What the judge says of a route."""

from dataclasses import dataclass
from enum import IntEnum

from optimizer.routing.search_problem import Int64


class RouteRule(IntEnum):
    """A hard rule that a route can break; NONE where it keeps them all."""

    NONE = 0
    FIT = 1
    """A vehicle serves what it may not, or is reloaded where or as often as it may not."""
    WAY = 2
    LOAD = 3
    STOPS = 4
    PAIR = 5
    """A transport is delivered without being fetched before, on the same trip."""
    INCOMPATIBLE = 6
    POSITION = 7
    RELEASE = 8
    WINDOW = 9
    BREAK = 10
    END = 11
    DISTANCE = 12
    TIME = 13
    EMPTY_TRIP = 14


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Judged:
    """A route in time and its price, or the rule that it breaks.

    Attributes
    ----------
    broken, at
        The rule, and the place in the sequence where it shows, if it shows at one.
    start, end
        When the vehicle leaves, and when it is back or done.
    arrive, begin, leave
        Of each node called at; ``(calls,)``. A break lies between arriving and beginning, or
        between the end of service and leaving.
    rest_at, rest_is_before, rest_from
        Place in the sequence of the call at which the break is taken, whether before its service,
        and when it begins; -1 where none is taken.
    metres, toll
        Sums over the drives, each at the hour it is driven.
    overtime, late_cost
        Time after the shift, and the price of what begins late.
    cost
        Sum of all parts, not rounded.
    """

    broken: RouteRule = RouteRule.NONE
    at: int = -1
    start: int = 0
    end: int = 0
    arrive: Int64
    begin: Int64
    leave: Int64
    rest_at: int = -1
    rest_is_before: bool = False
    rest_from: int = 0
    metres: int = 0
    toll: float = 0.0
    overtime: int = 0
    late_cost: float = 0.0
    cost: float = 0.0
