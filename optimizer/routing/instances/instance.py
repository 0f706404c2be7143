"""A published routing instance and how its cost is counted."""

import math
from dataclasses import dataclass
from enum import StrEnum

MOST_CUSTOMERS = 5_000
"""An instance's matrix has a number per pair: 200 MB at this size."""


class Counting(StrEnum):
    """How the length of an edge is counted."""

    ROUNDED = "Euclidean, rounded to the nearest whole number"
    EXACT = "Euclidean, in double precision"


@dataclass(frozen=True, slots=True, kw_only=True)
class Customer:
    """Where one customer is, and what and when it takes; the depot is one without demand."""

    x: float
    y: float
    demand: int = 0
    ready: int = 0
    due: int = 0
    service: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class RoutingInstance:
    """Customers served from one depot by vehicles that are all alike, at the least total length.

    Attributes
    ----------
    customers
        The depot first, then the customers by their numbers.
    fleet
        Most vehicles; None where there is no limit.
    has_windows
        Whether service begins between `ready` and `due`, and everything takes time; an edge takes
        as long as it is long.
    """

    name: str
    counting: Counting
    customers: tuple[Customer, ...]
    capacity: int
    fleet: int | None
    has_windows: bool

    def length(self, origin: int, destination: int) -> float:
        """Length of an edge between two customers, as it is counted."""
        a, b = self.customers[origin], self.customers[destination]
        exact = math.hypot(a.x - b.x, a.y - b.y)
        return float(math.floor(exact + 0.5)) if self.counting is Counting.ROUNDED else exact
