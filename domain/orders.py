"""Customer orders: what is to be brought where, and when."""

import datetime
from dataclasses import dataclass
from decimal import Decimal

from domain.column import Kind, ValueProblem, column, validate
from domain.geo import Location
from domain.message import message
from domain.units import SECONDS_PER_DAY, SECONDS_PER_MINUTE

DELIVERY, PICKUP, TRANSPORT = "delivery", "pickup", "transport"
ORDER_KINDS = (DELIVERY, PICKUP, TRANSPORT)
"""Brought from a warehouse, fetched to one, or carried from one door to another."""


@dataclass(frozen=True, slots=True)
class TimeWindow:
    """A span in which service may begin, both ends allowed; seconds after the plan's midnight."""

    start_s: int
    end_s: int

    def __post_init__(self) -> None:
        if self.end_s < self.start_s:
            raise ValueError("A time window cannot end before it starts.")


@dataclass(frozen=True, slots=True, kw_only=True)
class OrderLine:
    """Units of one SKU in an order."""

    order_id: str = column(Kind.ID, read_by="everything")
    sku: str = column(Kind.ID, read_by="everything")
    units: int = column(Kind.WHOLE, minimum=1, read_by="everything")

    def __post_init__(self) -> None:
        validate(self)


@dataclass(frozen=True, slots=True, kw_only=True)
class Order:
    """One customer order: to be delivered, fetched, or carried from one door to another.

    Clock times are local to its due day, in seconds after midnight.

    The windows bound when service begins. Whole-day windows stand where a cell is empty. Its own
    door is where a delivery or a transport ends, and where a pickup is fetched.
    """

    order_id: str = column(Kind.ID, read_by="everything")
    customer_id: str = column(Kind.TEXT, default="")
    customer_name: str = column(Kind.TEXT, default="", read_by="sheets")
    address: str = column(Kind.TEXT, default="", read_by="sheets")
    phone: str = column(Kind.TEXT, default="", read_by="sheets")
    note: str = column(Kind.TEXT, default="", read_by="sheets")
    lat: float = column(Kind.NUMBER, minimum=-90, maximum=90, read_by="travel")
    lon: float = column(Kind.NUMBER, minimum=-180, maximum=180, read_by="travel")
    due_date: datetime.date = column(Kind.DATE, read_by="choice of the day's orders")
    allowed_days: frozenset[datetime.date] = column(Kind.DATES, default=frozenset())
    window_start_s: int = column(
        Kind.CLOCK, name="window_start", default=0, read_by="routes: time windows"
    )
    window_end_s: int = column(
        Kind.CLOCK,
        name="window_end",
        default=SECONDS_PER_DAY,
        not_before="window_start_s",
        read_by="routes: time windows",
    )
    window2_start_s: int | None = column(
        Kind.CLOCK, name="window2_start", default=None, read_by="routes: time windows"
    )
    window2_end_s: int | None = column(
        Kind.CLOCK,
        name="window2_end",
        default=None,
        not_before="window2_start_s",
        read_by="routes: time windows",
    )
    window_kind: str = column(
        Kind.CHOICE, default="hard", choices=("hard", "soft"), read_by="routes: time windows"
    )
    late_cost_per_hour: Decimal = column(
        Kind.MONEY, default=Decimal(0), minimum=0, read_by="routes: late cost"
    )
    setup_s: int = column(
        Kind.WHOLE,
        name="setup_min",
        default=0,
        minimum=0,
        maximum=24 * 60,
        scale=SECONDS_PER_MINUTE,
        read_by="routes: service time",
    )
    service_s: int = column(
        Kind.NUMBER,
        name="service_min",
        default=0,
        minimum=0,
        maximum=24 * 60,
        scale=SECONDS_PER_MINUTE,
        read_by="routes: service time",
    )
    priority: int = column(Kind.WHOLE, default=0, minimum=0, maximum=100)
    unassigned_cost: Decimal | None = column(
        Kind.MONEY, default=None, minimum=0, read_by="routes: cost of leaving an order out"
    )
    requirements: frozenset[str] = column(
        Kind.WORDS, default=frozenset(), read_by="routes: equipment"
    )
    zone_id: str = column(Kind.TEXT, default="", read_by="routes: territories")
    same_vehicle_group: str = column(
        Kind.TEXT, default="", read_by="routes: orders that ride on one vehicle"
    )
    incompatible_with: frozenset[str] = column(
        Kind.WORDS, default=frozenset(), read_by="routes: goods that may not ride together"
    )
    locked_vehicle_id: str = column(Kind.TEXT, default="", read_by="routes: locks")
    locked_position: int | None = column(
        Kind.WHOLE, default=None, minimum=1, read_by="routes: locks"
    )
    release_time_s: int = column(
        Kind.CLOCK, name="release_time", default=0, read_by="routes: release times"
    )
    kind: str = column(
        Kind.CHOICE,
        default="delivery",
        choices=ORDER_KINDS,
        read_by="routes: deliveries, pickups, transports",
    )
    pickup_lat: float | None = column(
        Kind.NUMBER, default=None, minimum=-90, maximum=90, read_by="travel"
    )
    pickup_lon: float | None = column(
        Kind.NUMBER, default=None, minimum=-180, maximum=180, read_by="travel"
    )
    pickup_window_start_s: int | None = column(
        Kind.CLOCK, name="pickup_window_start", default=None, read_by="routes: time windows"
    )
    pickup_window_end_s: int | None = column(
        Kind.CLOCK,
        name="pickup_window_end",
        default=None,
        not_before="pickup_window_start_s",
        read_by="routes: time windows",
    )

    def __post_init__(self) -> None:
        validate(self)
        if self.window_end_s < self.window_start_s:
            raise ValueProblem("window_end_s", message("window.reversed"))
        if (self.window2_start_s is None) != (self.window2_end_s is None):
            raise ValueProblem("window2_end_s", message("window.half_given"))
        self._validate_pickup()

    def _validate_pickup(self) -> None:
        """Refuse a transport from nowhere, or in half a window or a reversed one."""
        if self.kind != TRANSPORT:
            return
        if self.pickup_lat is None or self.pickup_lon is None:
            missing = "pickup_lat" if self.pickup_lat is None else "pickup_lon"
            raise ValueProblem(missing, message("order.transport_from_nowhere"))
        start_s, end_s = self.pickup_window_start_s, self.pickup_window_end_s
        if (start_s is None) != (end_s is None):
            raise ValueProblem("pickup_window_end_s", message("window.half_given"))
        if start_s is not None and end_s is not None and end_s < start_s:
            raise ValueProblem("pickup_window_end_s", message("window.reversed"))

    @property
    def location(self) -> Location:
        """Its own door."""
        return Location(self.lat, self.lon)

    @property
    def pickup_location(self) -> Location:
        """Where its goods are fetched: a transport's other door, else its own."""
        if self.kind != TRANSPORT or self.pickup_lat is None or self.pickup_lon is None:
            return self.location
        return Location(self.pickup_lat, self.pickup_lon)

    @property
    def windows(self) -> tuple[TimeWindow, ...]:
        """Windows in which service may begin, in the order of the day; local clock."""
        first = TimeWindow(self.window_start_s, self.window_end_s)
        if self.window2_start_s is None or self.window2_end_s is None:
            return (first,)
        second = TimeWindow(self.window2_start_s, self.window2_end_s)
        return tuple(sorted((first, second), key=lambda window: window.start_s))

    @property
    def pickup_windows(self) -> tuple[TimeWindow, ...]:
        """Windows in which fetching a transport may begin, always hard; none for other kinds."""
        if self.kind != TRANSPORT:
            return ()
        if self.pickup_window_start_s is None or self.pickup_window_end_s is None:
            return (TimeWindow(0, SECONDS_PER_DAY),)
        return (TimeWindow(self.pickup_window_start_s, self.pickup_window_end_s),)

    @property
    def is_soft(self) -> bool:
        """Whether arriving after the last window costs money instead of being refused."""
        return self.window_kind == "soft"
