"""Vehicles and drivers."""

import datetime
from dataclasses import dataclass
from decimal import Decimal

from domain.column import Kind, ValueProblem, column, validate
from domain.message import message
from domain.units import METRES_PER_KM, SECONDS_PER_MINUTE

PROFILES = ("car", "van", "truck", "bike")
OPEN_ROUTE = "none"
"""`end_warehouse_id` of a vehicle whose route ends at its last stop."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Vehicle:
    """One vehicle on one day.

    Clock times are local, in seconds after midnight.
    """

    vehicle_id: str = column(Kind.ID, read_by="everything")
    name: str = column(Kind.TEXT, default="", read_by="sheets")
    warehouse_id: str = column(Kind.ID, read_by="routes: start")
    end_warehouse_id: str = column(Kind.TEXT, default="", read_by="routes: end")
    reload_warehouse_ids: frozenset[str] = column(
        Kind.WORDS, default=frozenset(), read_by="routes: trips"
    )
    reload_s: int = column(
        Kind.NUMBER,
        name="reload_min",
        default=0,
        minimum=0,
        scale=SECONDS_PER_MINUTE,
        read_by="routes: trips",
    )
    max_trips: int = column(Kind.WHOLE, default=1, minimum=1, read_by="routes: trips")
    start_date: datetime.date | None = column(
        Kind.DATE, default=None, read_by="choice of the day's vehicles"
    )
    profile: str = column(Kind.CHOICE, default="van", choices=PROFILES, read_by="travel: roads")
    height_m: float | None = column(
        Kind.NUMBER, default=None, above_zero=True, read_by="travel: roads"
    )
    gross_weight_kg: float | None = column(
        Kind.NUMBER, default=None, above_zero=True, read_by="travel: roads"
    )
    capacity_m3: float = column(Kind.NUMBER, minimum=0, read_by="routes: capacity")
    capacity_kg: float | None = column(
        Kind.NUMBER, default=None, minimum=0, read_by="routes: capacity"
    )
    capacity_parcels: int | None = column(
        Kind.WHOLE, default=None, minimum=0, read_by="routes: capacity"
    )
    carries: frozenset[str] = column(
        Kind.WORDS, default=frozenset(), read_by="routes: goods classes"
    )
    fixed_cost: Decimal = column(Kind.MONEY, default=Decimal(0), minimum=0, read_by="routes: cost")
    cost_per_km: Decimal = column(Kind.MONEY, default=Decimal(0), minimum=0, read_by="routes: cost")
    cost_per_hour: Decimal = column(
        Kind.MONEY, default=Decimal(0), minimum=0, read_by="routes: cost"
    )
    overtime_cost_per_hour: Decimal = column(
        Kind.MONEY, default=Decimal(0), minimum=0, read_by="routes: cost"
    )
    shift_start_s: int = column(Kind.CLOCK, name="shift_start", read_by="routes: shift")
    shift_end_s: int = column(
        Kind.CLOCK, name="shift_end", not_before="shift_start_s", read_by="routes: shift"
    )
    max_overtime_s: int = column(
        Kind.NUMBER,
        name="max_overtime_min",
        default=0,
        minimum=0,
        scale=SECONDS_PER_MINUTE,
        read_by="routes: shift",
    )
    max_distance_m: float | None = column(
        Kind.NUMBER,
        name="max_distance_km",
        default=None,
        minimum=0,
        scale=METRES_PER_KM,
        read_by="routes: limits",
    )
    max_stops: int | None = column(Kind.WHOLE, default=None, minimum=0, read_by="routes: limits")
    break_s: int = column(
        Kind.NUMBER,
        name="break_min",
        default=0,
        minimum=0,
        scale=SECONDS_PER_MINUTE,
        read_by="routes: break",
    )
    break_earliest_s: int | None = column(
        Kind.CLOCK, name="break_earliest", default=None, read_by="routes: break"
    )
    break_latest_s: int | None = column(
        Kind.CLOCK,
        name="break_latest",
        default=None,
        not_before="break_earliest_s",
        read_by="routes: break",
    )
    driving_rules: str = column(Kind.CHOICE, default="none", choices=("none", "eu", "us"))
    equipment: frozenset[str] = column(Kind.WORDS, default=frozenset(), read_by="routes: equipment")
    zone_ids: frozenset[str] = column(
        Kind.WORDS, default=frozenset(), read_by="travel: permits, routes: territories"
    )
    co2_g_per_km: float = column(Kind.NUMBER, default=0.0, minimum=0, read_by="summary: CO2")
    driver_id: str = column(Kind.TEXT, default="", read_by="sheets")

    def __post_init__(self) -> None:
        validate(self)
        if self.shift_end_s <= self.shift_start_s:
            raise ValueProblem("shift_end_s", message("shift.reversed"))
        earliest, latest = self.break_earliest_s, self.break_latest_s
        if earliest is not None and latest is not None and latest < earliest:
            raise ValueProblem("break_latest_s", message("window.reversed"))

    @property
    def ends_at(self) -> str | None:
        """Warehouse where the route ends; None for an open route."""
        if self.end_warehouse_id == OPEN_ROUTE:
            return None
        return self.end_warehouse_id or self.warehouse_id

    @property
    def reloads_at(self) -> frozenset[str]:
        """Warehouses where it may be loaded again: at home if it names none."""
        if self.max_trips == 1:
            return frozenset()
        return self.reload_warehouse_ids or frozenset({self.warehouse_id})

    @property
    def loaded_at(self) -> frozenset[str]:
        """Warehouses where its trips may begin."""
        return self.reloads_at | {self.warehouse_id}

    def may_carry(self, goods_class: str) -> bool:
        """Whether the vehicle takes goods of a class; one that names none takes all."""
        return not self.carries or not goods_class or goods_class in self.carries


@dataclass(frozen=True, slots=True, kw_only=True)
class Driver:
    """A person who drives."""

    driver_id: str = column(Kind.ID, read_by="sheets")
    name: str = column(Kind.TEXT, default="", read_by="sheets")
    languages: frozenset[str] = column(Kind.WORDS, default=frozenset())
    known_zones: frozenset[str] = column(Kind.WORDS, default=frozenset())
    licence: str = column(Kind.TEXT, default="")
    off_dates: frozenset[datetime.date] = column(Kind.DATES, default=frozenset())

    def __post_init__(self) -> None:
        validate(self)
