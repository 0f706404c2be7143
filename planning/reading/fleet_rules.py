"""Rules on warehouses and vehicles."""

from collections.abc import Iterator
from zoneinfo import ZoneInfo

import numpy as np
import pandas as pd

from domain.units import SECONDS_PER_DAY
from planning.reading.problems import Finding
from planning.reading.raw_table import Mask
from planning.reading.read_table import ReadTables, Values

SENDS_OUT_VEHICLES = {"fdc", "front", "station", "store", "crossdock"}
"""Types of warehouse from which orders go to customers."""


def unknown_time_zones(data: ReadTables) -> Iterator[Finding]:
    """Names that are no time zone."""
    warehouses = data["warehouses"]
    zones = warehouses.values("timezone")
    unknown = warehouses.given("timezone") & ~_are_time_zones(zones)
    yield warehouses.finding(unknown, "warehouse.no_time_zone", "timezone")


def _are_time_zones(names: Values) -> Mask:
    return np.array([bool(name) and is_time_zone(name) for name in names], dtype=np.bool_)


def is_time_zone(name: str) -> bool:
    """Whether there is a time zone of this name."""
    try:
        ZoneInfo(name)
    except (KeyError, ValueError, OSError):
        # Odd paths and names of folders raise errors of the file system.
        return False
    return True


def different_time_zones(data: ReadTables) -> Iterator[Finding]:
    """Warehouses in other zones than the first: one plan has one clock."""
    warehouses = data["warehouses"]
    zones = warehouses.values("timezone")
    given = warehouses.given("timezone") & _are_time_zones(zones)
    if given.any():
        first = str(zones[given][0])
        other = given & (zones != first)
        yield warehouses.finding(
            other,
            "warehouse.time_zones_differ",
            "timezone",
            detail=lambda record: {"zone": str(zones[record]), "first": first},
        )


def warehouses_without_vehicles(data: ReadTables) -> Iterator[Finding]:
    """Warehouses that should send out vehicles and have none."""
    warehouses, vehicles = data["warehouses"], data["vehicles"]
    if not len(vehicles) or not vehicles.good("warehouse_id").all():
        return
    used = set(vehicles.values("warehouse_id"))
    names = pd.Series(warehouses.values("warehouse_id"), dtype=object)
    sends = pd.Series(warehouses.values("type"), dtype=object).isin(SENDS_OUT_VEHICLES)
    without = (~names.isin(used) & sends).to_numpy() & warehouses.good("warehouse_id")
    yield warehouses.warning(without, "warehouse.no_vehicles", "warehouse_id")


def reversed_shifts(data: ReadTables) -> Iterator[Finding]:
    """Shifts of no length; one that ends before it starts ends on the next day."""
    vehicles = data["vehicles"]
    nothing = vehicles.numbers("shift_end") <= vehicles.numbers("shift_start")
    yield vehicles.finding(nothing, "shift.reversed", "shift_end")


def breaks_outside_shifts(data: ReadTables) -> Iterator[Finding]:
    """Breaks that lie before or after the shift."""
    vehicles = data["vehicles"]
    has_break = vehicles.numbers("break_min") > 0
    late = vehicles.numbers("break_earliest") > vehicles.numbers("shift_end")
    early = vehicles.numbers("break_latest") < vehicles.numbers("shift_start")
    yield vehicles.warning(has_break & late, "vehicle.break_outside_shift", "break_earliest")
    yield vehicles.warning(has_break & early, "vehicle.break_outside_shift", "break_latest")


def breaks_past_midnight(data: ReadTables) -> Iterator[Finding]:
    """Breaks that end before they start, of vehicles that do not work past midnight."""
    vehicles = data["vehicles"]
    past = vehicles.given("break_latest") & (vehicles.numbers("break_latest") > SECONDS_PER_DAY)
    at_home = vehicles.numbers("shift_end") <= SECONDS_PER_DAY
    yield vehicles.warning(past & at_home, "vehicle.break_past_midnight", "break_latest")


def vehicles_twice_a_day(data: ReadTables) -> Iterator[Finding]:
    """A vehicle without a date beside the same one with a date: there twice on that day."""
    vehicles = data["vehicles"]
    names = pd.Series(vehicles.values("vehicle_id"), dtype=object)
    dated = vehicles.given("start_date")
    always = set(names[~dated & vehicles.good("vehicle_id") & vehicles.good("start_date")])
    again = dated & names.isin(always).to_numpy()
    yield vehicles.finding(again, "vehicle.twice_that_day", "start_date")


def vehicles_without_capacity(data: ReadTables) -> Iterator[Finding]:
    """Vehicles that can carry nothing."""
    vehicles = data["vehicles"]
    for name in ("capacity_m3", "capacity_kg", "capacity_parcels", "max_stops"):
        yield vehicles.warning(vehicles.numbers(name) == 0, "vehicle.no_capacity", name)
