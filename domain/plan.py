"""The plan: what to order, which warehouse ships what, which vehicle drives where, at what cost.

Times are elapsed seconds since the local midnight that starts the plan's day, money is in whole
minor units of the plan's currency. Each cost part of a route, stop or line is rounded once, half
to even; totals are sums of rounded parts:

- fixed: the vehicle's fixed cost, where it has a route
- distance: cost per km x the route's metres
- time: cost per hour x the seconds from the route's start to its end, waiting and breaks included
- overtime: overtime cost per hour x the seconds after the shift's end, on top of `time`
- toll: what the zones entered on each leg charge the route's vehicle at the hour it leaves
- late: an order's late cost per hour x the seconds that service at its own door begins after its
  last window; rounded per order
- handling: for each order that is served, whatever its kind, the handling cost of the warehouse
  that it is allocated to; rounded per order
- shortage: the cost of leaving each unassigned order out
- holding: per warehouse, one day's holding cost of the volume that stays on hand, reserved or not,
  after the day's deliveries; 0 where stock is not known
- purchase: each replenishment and transfer line's units x unit cost, plus the lane's fixed cost;
  the lane's unit cost, or where it names none the product's value from a supplier and 0 from a
  warehouse, which owns the goods already

Only deliveries take stock, and only they count against what a warehouse can send out in a day:
goods fetched are not on hand before they are counted in, and a transport touches no warehouse. The
units of every order served, of whatever kind, count as served. Goods may ship up to the day they
expire, no later.

A vehicle carries the deliveries of a trip from the warehouse to their doors, goods fetched from
their doors to the warehouse where the trip ends, and a transport from its one door to its other. A
trip ends at a reload, where all that was fetched is unloaded. The load may nowhere be more than the
vehicle holds; an order is one parcel.

A number of the data that is no decimal (volume, grams of CO2) enters a sum of money or CO2 by its
shortest text, as ``Decimal(str(x))``.
"""

import datetime
from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum

from domain.demand import ForecastBasis
from domain.demand_alert import DemandAlert
from domain.geo import Location
from domain.message import Message
from domain.stock_alert import StockAlert
from domain.supply import LaterSupply, ReplenishmentLine, StockSummary


class StopKind(StrEnum):
    """Why a vehicle stops."""

    DELIVERY = "delivery"
    PICKUP = "pickup"
    RELOAD = "reload"


@dataclass(frozen=True, slots=True, kw_only=True)
class Stop:
    """One stop of a route.

    ``arrival_s + wait_s`` is when service begins, for all orders of the stop, and ``+ service_s``
    when it ends. A break before service lies within the waiting. The vehicle leaves when service
    ends, or when the last break after it does; it may stand idle only before a break.

    Attributes
    ----------
    order_ids
        Orders delivered or fetched here; empty at a reload. A transport is fetched at one stop and
        delivered at a later one of the same trip.
    warehouse_id
        Warehouse reloaded at; empty at other stops.
    drive_s, distance_m
        From the stop before, or from the warehouse.
    service_s
        The orders' service times, and the set-up of the place once: the longest of its orders',
        less what the stops just before at the same place have had of it. At a reload, the
        vehicle's time to reload.
    late_s
        How long after its last window service begins; of several orders, the latest. Where a
        transport is fetched it is never late: its window there is hard.
    load_m3, load_kg
        What is on board when leaving.
    """

    kind: StopKind = StopKind.DELIVERY
    order_ids: tuple[str, ...] = ()
    warehouse_id: str = ""
    location: Location
    drive_s: int
    distance_m: int
    arrival_s: int
    wait_s: int
    service_s: int
    departure_s: int
    late_s: int = 0
    load_m3: float = 0.0
    load_kg: float = 0.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Break:
    """A driver's rest, taken at a stop.

    A vehicle's earliest and latest bound when it begins. It is due where a route starts no later
    than the latest and ends after it; where no latest is given, on every route.
    """

    start_s: int
    end_s: int


@dataclass(frozen=True, slots=True, kw_only=True)
class RouteCost:
    """What a route costs, by part, in minor units."""

    fixed_minor: int
    distance_minor: int
    toll_minor: int = 0
    time_minor: int
    overtime_minor: int
    late_minor: int

    @property
    def total_minor(self) -> int:
        """Sum of the parts."""
        timed = self.time_minor + self.overtime_minor + self.late_minor
        return self.fixed_minor + self.distance_minor + self.toll_minor + timed


@dataclass(frozen=True, slots=True, kw_only=True)
class Route:
    """One vehicle's day.

    Attributes
    ----------
    end_warehouse_id
        Empty for an open route.
    return_drive_s, return_distance_m
        From the last stop to the end warehouse; 0 for an open route.
    drive_s, distance_m
        Of the whole route.
    load_m3, load_kg
        All that the route brings, fetches and carries, over all its trips.
    geometry
        The way on the map, one encoded polyline (five decimals, lat before lon) per leg, the way
        back last.
    """

    vehicle_id: str
    warehouse_id: str
    end_warehouse_id: str
    start_s: int
    end_s: int
    stops: tuple[Stop, ...]
    breaks: tuple[Break, ...] = ()
    return_drive_s: int
    return_distance_m: int
    drive_s: int
    distance_m: int
    load_m3: float
    load_kg: float
    cost: RouteCost
    geometry: tuple[str, ...] = ()

    @property
    def order_ids(self) -> tuple[str, ...]:
        """Orders served, each once, in the order of driving."""
        return tuple(dict.fromkeys(i for stop in self.stops for i in stop.order_ids))


@dataclass(frozen=True, slots=True, kw_only=True)
class Unassigned:
    """An order nobody serves, why, and the cheapest change that would let it in, if known."""

    order_id: str
    reason: Message
    cost_minor: int
    relaxation: Message | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class LotUse:
    """Units of a lot that leave with an order.

    `lot_id` is empty for goods that lie there without one, `expiry_date` None for what keeps.
    """

    sku: str
    lot_id: str
    units: int
    expiry_date: datetime.date | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Allocation:
    """Which warehouse serves an order, and why.

    The vehicle is loaded there for the trip that serves it, whatever its kind: a delivery ships
    from there.

    Attributes
    ----------
    lots
        Of a delivery, where its goods are taken from that the warehouse keeps by lot: all units of
        each such SKU, those that expire first before others.
    """

    order_id: str
    warehouse_id: str
    explanation: Message
    lots: tuple[LotUse, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class ForecastLine:
    """Demand expected of one series, a figure per day, and over its lead time.

    `quantiles` and `lead_time_quantiles` are keyed by level in percent: ``"10"``, ``"50"``.
    `basis` says whose history it rests on. Of the best selling series, `baseline` is the mean of
    the last four same weekdays, and `contributions` are what each cause adds to it: they add up
    to `mean` day by day.
    """

    place_id: str
    item_id: str
    mean: tuple[float, ...]
    quantiles: Mapping[str, tuple[float, ...]]
    lead_time_days: int
    lead_time_quantiles: Mapping[str, float]
    basis: ForecastBasis = ForecastBasis.OWN
    baseline: tuple[float, ...] = ()
    contributions: Mapping[str, tuple[float, ...]] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class ExpectedLoad:
    """What a warehouse is expected to send out on a day: stops, weight and volume.

    Keyed by level in percent, as in `ForecastLine`; read from futures in which the items of a day
    rise and fall together.
    """

    warehouse_id: str
    date: datetime.date
    stops: Mapping[str, float]
    load_kg: Mapping[str, float]
    volume_m3: Mapping[str, float]


@dataclass(frozen=True, slots=True, kw_only=True)
class Violation:
    """A rule that a plan breaks: which, where and by how much.

    `amount` is in the unit the message names: seconds, kilograms, orders, minor units.
    """

    rule: str
    where: str
    amount: float
    message: Message


@dataclass(frozen=True, slots=True, kw_only=True)
class RuleResult:
    """Whether a rule was looked at, and how many things it was tried on."""

    rule: str
    checked: bool
    tried: int


@dataclass(frozen=True, slots=True, kw_only=True)
class CheckReport:
    """What the plan checker found."""

    rules: tuple[RuleResult, ...]
    violations: tuple[Violation, ...]

    @property
    def ok(self) -> bool:
        """Whether no rule is broken."""
        return not self.violations


@dataclass(frozen=True, slots=True, kw_only=True)
class CostSummary:
    """What the plan costs, by part, in minor units."""

    fixed: int = 0
    distance: int = 0
    toll: int = 0
    time: int = 0
    overtime: int = 0
    late: int = 0
    handling: int = 0
    shortage: int = 0
    holding: int = 0
    purchase: int = 0

    @property
    def transport(self) -> int:
        """Cost of all routes."""
        return self.fixed + self.distance + self.toll + self.time + self.overtime + self.late

    @property
    def operating(self) -> int:
        """What the day itself costs: all parts but the goods purchased."""
        return self.transport + self.handling + self.shortage + self.holding

    @property
    def total(self) -> int:
        """Sum of all parts."""
        return self.operating + self.purchase


@dataclass(frozen=True, slots=True, kw_only=True)
class Summary:
    """The plan in figures."""

    cost_minor: CostSummary
    distance_m: int
    drive_s: int
    wait_s: int
    late_s: int
    co2_g: int
    orders_served: int
    orders_unassigned: int
    units_ordered: int
    units_served: int
    vehicles_used: int

    @property
    def fill_rate_units(self) -> float:
        """Share of the units ordered that are served; 1 where nothing was ordered."""
        return self.units_served / self.units_ordered if self.units_ordered else 1.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Origin:
    """What a plan was made from, and with.

    `versions` names the program and the engines; `roads_fingerprint` is empty where the travel
    times did not come from roads. `speeds` says where the speeds of the day come from: a
    `domain.traffic_day.SpeedSource`, or nothing in plans that are older.
    """

    dataset_name: str
    dataset_fingerprint: str
    roads_name: str = ""
    roads_fingerprint: str = ""
    speeds: str = ""
    seed: int
    versions: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class Plan:
    """A whole day's plan."""

    day: datetime.date
    timezone: str
    currency: str
    origin: Origin
    summary: Summary
    routes: tuple[Route, ...]
    unassigned: tuple[Unassigned, ...]
    allocation: tuple[Allocation, ...] = ()
    replenishment: tuple[ReplenishmentLine, ...] = ()
    transfers: tuple[ReplenishmentLine, ...] = ()
    later_supply: tuple[LaterSupply, ...] = ()
    stock_summary: StockSummary | None = None
    stock_alerts: tuple[StockAlert, ...] = ()
    forecast: tuple[ForecastLine, ...] = ()
    forecast_method: Message | None = None
    demand_alerts: tuple[DemandAlert, ...] = ()
    expected_loads: tuple[ExpectedLoad, ...] = ()
    checks: CheckReport | None = None
