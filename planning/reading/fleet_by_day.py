"""The vehicles there are on the days that orders are due, and what they can do together."""

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np

from planning.reading.raw_table import Mask
from planning.reading.read_table import Numbers, ReadTables


@dataclass(frozen=True, slots=True, kw_only=True)
class VehiclesOfDay:
    """What the vehicles of a day offer; the greatest of each, from whichever vehicle.

    Parameters
    ----------
    count
        How many there are.
    shifts
        Start and end of each distinct shift, overtime included; empty where one is not known.
    capacity_kg, capacity_m3
        Of the vehicle that carries most; infinite where one has no limit.
    equipment, carries, zone_ids
        Of each distinct vehicle; an empty `carries` takes all goods.
    """

    count: int
    shifts: frozenset[tuple[float, float]]
    capacity_kg: float
    capacity_m3: float
    equipment: frozenset[frozenset[str]]
    carries: frozenset[frozenset[str]]
    zone_ids: frozenset[frozenset[str]]

    @property
    def earliest_s(self) -> float:
        """When the first shift starts."""
        return min(start for start, _ in self.shifts)

    @property
    def latest_s(self) -> float:
        """When the last shift ends; infinite where that is not known."""
        return max((end for _, end in self.shifts), default=np.inf)


def vehicles_by_day(data: ReadTables) -> Iterator[tuple[VehiclesOfDay, Mask]]:
    """Vehicles and the orders due on their days; nothing without a vehicle.

    Days for which no vehicle is named have the same vehicles, so they come together.
    """
    orders, vehicles = data["orders"], data["vehicles"]
    if not len(vehicles) or not len(orders):
        return
    due, starts = orders.values("due_date"), vehicles.values("start_date")
    always = np.isnat(starts)
    known = orders.good("due_date") & ~np.isnat(due)
    special = np.unique(starts[~always])
    for day in special:
        asked = known & (due == day)
        if asked.any():
            yield _vehicles(data, always | (starts == day)), asked
    others = known & ~np.isin(due, special)
    if others.any():
        yield _vehicles(data, always), others


def _vehicles(data: ReadTables, there: Mask) -> VehiclesOfDay:
    vehicles = data["vehicles"]
    starts, ends = vehicles.numbers("shift_start")[there], vehicles.numbers("shift_end")[there]
    ends = ends + np.nan_to_num(vehicles.numbers("max_overtime_min")[there])
    sure = not np.isnan(starts).any() and not np.isnan(ends).any()
    shifts = zip(starts.tolist(), ends.tolist(), strict=True) if sure else ()
    return VehiclesOfDay(
        count=int(there.sum()),
        shifts=frozenset(shifts),
        capacity_kg=_greatest(vehicles.numbers("capacity_kg")[there]),
        capacity_m3=_greatest(vehicles.numbers("capacity_m3")[there]),
        equipment=frozenset(vehicles.values("equipment")[there]),
        carries=frozenset(vehicles.values("carries")[there]),
        zone_ids=frozenset(vehicles.values("zone_ids")[there]),
    )


def _greatest(capacities: Numbers) -> float:
    """Greatest capacity; one that is not known has no limit."""
    return float(np.nan_to_num(capacities, nan=np.inf).max(initial=0.0))
