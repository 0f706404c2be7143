"""Warehouses: where goods lie and vehicles start."""

from dataclasses import dataclass
from decimal import Decimal

from domain.column import Kind, column, validate
from domain.geo import Location
from domain.units import SECONDS_PER_DAY

WAREHOUSE_TYPES = ("rdc", "fdc", "front", "sort_centre", "station", "store", "crossdock")


@dataclass(frozen=True, slots=True, kw_only=True)
class Warehouse:
    """A place that holds stock and sends out vehicles.

    Clock times are local, in seconds after midnight.
    """

    warehouse_id: str = column(Kind.ID, read_by="everything")
    name: str = column(Kind.TEXT, default="", read_by="map and sheets")
    type: str = column(Kind.CHOICE, default="fdc", choices=WAREHOUSE_TYPES)
    region_id: str = column(Kind.TEXT, default="", read_by="demand history by region")
    lat: float = column(Kind.NUMBER, minimum=-90, maximum=90, read_by="travel")
    lon: float = column(Kind.NUMBER, minimum=-180, maximum=180, read_by="travel")
    open_time_s: int = column(Kind.CLOCK, name="open_time", default=0, read_by="routes: hours")
    close_time_s: int = column(
        Kind.CLOCK,
        name="close_time",
        default=SECONDS_PER_DAY,
        not_before="open_time_s",
        read_by="routes: hours",
    )
    timezone: str = column(Kind.TEXT, default="", read_by="clock times")
    storage_capacity_m3: float | None = column(
        Kind.NUMBER, default=None, minimum=0, read_by="replenishment: storage"
    )
    inbound_capacity_m3_per_day: float | None = column(
        Kind.NUMBER, default=None, minimum=0, read_by="replenishment: receiving"
    )
    outbound_capacity_orders_per_day: int | None = column(
        Kind.WHOLE, default=None, minimum=0, read_by="order allocation"
    )
    holding_cost_per_m3_day: Decimal = column(
        Kind.MONEY, default=Decimal(0), minimum=0, read_by="holding cost"
    )
    handling_cost_per_order: Decimal = column(
        Kind.MONEY, default=Decimal(0), minimum=0, read_by="order allocation"
    )
    docks: int | None = column(Kind.WHOLE, default=None, minimum=0)

    def __post_init__(self) -> None:
        validate(self)

    @property
    def location(self) -> Location:
        """Where the warehouse stands."""
        return Location(self.lat, self.lon)
