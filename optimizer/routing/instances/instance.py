"""A published routing instance, and how its lengths, times and costs are counted."""

import math
from dataclasses import dataclass
from enum import StrEnum

from optimizer.routing.search_problem import Int32

MOST_CUSTOMERS = 10_000
"""A matrix has a number per pair: 400 MB at this size, twice that where times differ from it."""


class Counting(StrEnum):
    """How the length of an edge is counted; times of the instance are in the same unit."""

    ROUNDED = "Euclidean, rounded to the nearest whole number"
    TENTHS = "Euclidean, times 10 and truncated"
    THOUSANDTHS = "Euclidean, times 1000 and rounded to the nearest whole number"
    DOUBLE = "Euclidean, in double precision"
    GIVEN = "as the file gives it, in whole numbers"

    @property
    def scale(self) -> int:
        """What the numbers of the file are multiplied by."""
        return {Counting.TENTHS: 10, Counting.THOUSANDTHS: 1000}.get(self, 1)

    def counted(self, number: float) -> int:
        """A time or price of the file in the unit of the instance."""
        exact = number * self.scale
        return math.floor(exact) if self is Counting.TENTHS else round(exact)

    def length(self, exact: float) -> float:
        """Length of an edge that is `exact` long in the unit of the file."""
        match self:
            case Counting.ROUNDED:
                return float(math.floor(exact + 0.5))
            case Counting.TENTHS:
                return float(math.floor(10 * exact))
            case Counting.THOUSANDTHS:
                return float(round(1000 * exact))
            case _:
                return exact


class Objective(StrEnum):
    """What makes one solution better than another."""

    DISTANCE = "distance"
    VEHICLES_THEN_DISTANCE = "vehicles, then distance"


@dataclass(frozen=True, slots=True, kw_only=True)
class Site:
    """A depot or a customer.

    Attributes
    ----------
    x, y
        Where it is, in the unit of the file.
    demand
        Goods brought from the depot; where there is a partner, goods put aboard, negative at the
        site that receives them.
    backhaul
        Goods fetched for the depot.
    ready, due
        When service may begin; a vehicle that comes early waits. `due` is None for no end.
    service
        How long it takes.
    release
        A trip that brings the goods leaves its depot no earlier.
    prize
        What it costs to leave the customer out; 0 for a customer that must be served.
    partner
        The site that receives what is put aboard here, or the other way round; 0 for none.
    """

    x: float
    y: float
    demand: int = 0
    backhaul: int = 0
    ready: int = 0
    due: int | None = None
    service: int = 0
    release: int = 0
    prize: int = 0
    partner: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class InstanceVehicle:
    """A vehicle that starts and ends at one depot.

    Attributes
    ----------
    depot
        Number of its site.
    fixed_cost, unit_cost
        Cost of using it, and of each unit of length.
    most_time, most_length
        Longest time from start to end, and longest way; None for no limit.
    allowed
        Customers it may serve; None for all.
    reloads
        Depots where it may begin another trip.
    most_trips
        Most trips of its route; None for no limit.
    """

    capacity: int
    depot: int = 0
    fixed_cost: int = 0
    unit_cost: float = 1.0
    most_time: int | None = None
    most_length: int | None = None
    allowed: frozenset[int] | None = None
    reloads: tuple[int, ...] = ()
    most_trips: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class RoutingInstance:
    """Customers served from depots by vehicles, at the least total cost.

    Times, lengths and prices are in the unit of `counting`; an edge takes as long as it is long.

    Attributes
    ----------
    depots
        How many of the sites are depots.
    sites
        The depots first, then the customers; sites are numbered from 0.
    vehicles
        Each vehicle; where the fleet has no limit, one that stands for all.
    has_limited_fleet
        Whether there are no more vehicles than `vehicles`.
    has_times
        Whether windows, releases or limits of time play any role.
    backhauls_last
        Whether each trip serves a customer with demand first and all of them before its backhauls.
    matrix
        Lengths from site to site, ``(sites, sites)``, where the file gives them; else None.
    """

    name: str
    counting: Counting
    objective: Objective
    depots: int
    sites: tuple[Site, ...]
    vehicles: tuple[InstanceVehicle, ...]
    has_limited_fleet: bool
    has_times: bool
    backhauls_last: bool = False
    matrix: Int32 | None = None

    @property
    def customers(self) -> range:
        """Numbers of the customers."""
        return range(self.depots, len(self.sites))

    @property
    def has_equal_vehicles(self) -> bool:
        """Whether any vehicle can stand for any other."""
        return all(vehicle == self.vehicles[0] for vehicle in self.vehicles)

    def length(self, origin: int, destination: int) -> float:
        """Length of an edge between two sites, as it is counted."""
        if self.matrix is not None:
            return float(self.matrix[origin, destination])
        a, b = self.sites[origin], self.sites[destination]
        return self.counting.length(math.hypot(a.x - b.x, a.y - b.y))
