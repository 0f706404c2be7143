"""Speeds by the hour, trips they are learnt from, zones, and what happened on the road."""

import datetime
from dataclasses import dataclass
from decimal import Decimal

from domain.column import Kind, column, validate
from domain.fleet import PROFILES

WEEKDAY_GROUPS = ("mon-fri", "sat", "sun", "holiday")
ZONE_KINDS = ("territory", "avoid", "low_emission", "toll")
EVENT_KINDS = (
    "departed", "arrived", "delivered", "failed", "returned", "stock_counted", "sold",
)  # fmt: skip


@dataclass(frozen=True, slots=True, kw_only=True)
class SpeedProfile:
    """Ratio of real speed to free flow for one class of road in one span of the week."""

    road_class: str = column(Kind.ID, read_by="travel: speeds")
    weekdays: str = column(Kind.CHOICE, choices=WEEKDAY_GROUPS, read_by="travel: speeds")
    start_time_s: int = column(Kind.CLOCK, name="start_time", read_by="travel: speeds")
    end_time_s: int = column(
        Kind.CLOCK, name="end_time", not_before="start_time_s", read_by="travel: speeds"
    )
    speed_ratio: float = column(
        Kind.NUMBER, above_zero=True, minimum=0.05, maximum=2, read_by="travel: speeds"
    )

    def __post_init__(self) -> None:
        validate(self)


@dataclass(frozen=True, slots=True, kw_only=True)
class Trip:
    """One drive as it was measured."""

    from_lat: float = column(Kind.NUMBER, minimum=-90, maximum=90, read_by="calibration of speeds")
    from_lon: float = column(
        Kind.NUMBER, minimum=-180, maximum=180, read_by="calibration of speeds"
    )
    to_lat: float = column(Kind.NUMBER, minimum=-90, maximum=90, read_by="calibration of speeds")
    to_lon: float = column(Kind.NUMBER, minimum=-180, maximum=180, read_by="calibration of speeds")
    departed_at: datetime.datetime = column(Kind.TIMESTAMP, read_by="calibration of speeds")
    duration_s: float = column(Kind.NUMBER, above_zero=True, read_by="calibration of speeds")
    profile: str = column(
        Kind.CHOICE, default="van", choices=PROFILES, read_by="calibration of speeds"
    )

    def __post_init__(self) -> None:
        validate(self)


@dataclass(frozen=True, slots=True, kw_only=True)
class Zone:
    """An area of the map with a rule of its own."""

    zone_id: str = column(Kind.ID, read_by="travel: zones")
    name: str = column(Kind.TEXT, default="", read_by="label only")
    kind: str = column(
        Kind.CHOICE, default="territory", choices=ZONE_KINDS, read_by="travel: zones"
    )
    charge: Decimal = column(Kind.MONEY, default=Decimal(0), minimum=0, read_by="travel: tolls")
    geometry: str = column(Kind.POLYGON, read_by="travel: zones")
    active_from_s: int | None = column(
        Kind.CLOCK, name="active_from", default=None, read_by="travel: zones"
    )
    active_to_s: int | None = column(
        Kind.CLOCK,
        name="active_to",
        default=None,
        not_before="active_from_s",
        read_by="travel: zones",
    )
    profiles: frozenset[str] = column(
        Kind.WORDS, default=frozenset(), choices=PROFILES, read_by="travel: zones"
    )

    def __post_init__(self) -> None:
        validate(self)


@dataclass(frozen=True, slots=True, kw_only=True)
class Event:
    """Something that happened to a vehicle, an order or a stock."""

    at: datetime.datetime = column(Kind.TIMESTAMP)
    kind: str = column(Kind.CHOICE, choices=EVENT_KINDS)
    vehicle_id: str = column(Kind.TEXT, default="")
    order_id: str = column(Kind.TEXT, default="")
    warehouse_id: str = column(Kind.TEXT, default="")
    sku: str = column(Kind.TEXT, default="")
    units: int | None = column(Kind.WHOLE, default=None)
    lat: float | None = column(Kind.NUMBER, default=None, minimum=-90, maximum=90)
    lon: float | None = column(Kind.NUMBER, default=None, minimum=-180, maximum=180)
    reason_code: str = column(Kind.TEXT, default="")

    def __post_init__(self) -> None:
        validate(self)
