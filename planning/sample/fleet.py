"""The made-up fleet: cargo vans, large vans and box trucks, with their shifts and drivers."""

import datetime
from dataclasses import dataclass

import numpy as np

from planning.sample import names
from planning.sample.tables import Row


@dataclass(frozen=True, slots=True, kw_only=True)
class VehicleKind:
    """A kind of vehicle; costs in major units of the currency."""

    name: str
    capacity_m3: float
    capacity_kg: float
    capacity_parcels: int
    equipment: frozenset[str]
    fixed_cost: float
    cost_per_km: float
    cost_per_hour: float
    co2_g_per_km: float
    shifts: tuple[tuple[datetime.time, datetime.time], ...]


def _shift(start: str, end: str) -> tuple[datetime.time, datetime.time]:
    return datetime.time.fromisoformat(start), datetime.time.fromisoformat(end)


CARGO_VAN = VehicleKind(
    name="Cargo van",
    capacity_m3=8.0,
    capacity_kg=850,
    capacity_parcels=160,
    equipment=frozenset(),
    fixed_cost=46,
    cost_per_km=0.31,
    cost_per_hour=21.5,
    co2_g_per_km=195,
    shifts=(
        _shift("07:30", "14:30"),
        _shift("13:00", "20:30"),
        _shift("08:30", "16:00"),
        _shift("13:00", "20:30"),
    ),
)
LARGE_VAN = VehicleKind(
    name="Large van",
    capacity_m3=14.0,
    capacity_kg=1_250,
    capacity_parcels=260,
    equipment=frozenset({"two_person"}),
    fixed_cost=68,
    cost_per_km=0.38,
    cost_per_hour=31.0,
    co2_g_per_km=240,
    shifts=(_shift("12:30", "20:30"), _shift("07:30", "15:00"), _shift("08:00", "16:00")),
)
BOX_TRUCK = VehicleKind(
    name="Box truck",
    capacity_m3=28.0,
    capacity_kg=2_000,
    capacity_parcels=420,
    equipment=frozenset({"tail_lift", "two_person"}),
    fixed_cost=105,
    cost_per_km=0.61,
    cost_per_hour=36.0,
    co2_g_per_km=410,
    shifts=(_shift("07:00", "15:30"), _shift("08:00", "16:30")),
)


def vehicle_rows(count: int, warehouse_ids: tuple[str, ...]) -> list[Row]:
    """The table ``vehicles``: every warehouse has its share of each kind, trucks first."""
    trucks = min(count, max(len(warehouse_ids), count // 6))
    large = min(count - trucks, max(len(warehouse_ids), count // 3))
    kinds = [(BOX_TRUCK, trucks), (LARGE_VAN, large), (CARGO_VAN, count - trucks - large)]
    return [_row(kind, index, warehouse_ids) for kind, number in kinds for index in range(number)]


def _row(kind: VehicleKind, index: int, warehouse_ids: tuple[str, ...]) -> Row:
    round_, home = divmod(index, len(warehouse_ids))
    start, end = kind.shifts[round_ % len(kind.shifts)]
    code = "".join(word[0] for word in kind.name.upper().split())
    return {
        "vehicle_id": f"{code}-{index + 1:02d}",
        "name": f"{kind.name} {index + 1}",
        "warehouse_id": warehouse_ids[home],
        "capacity_m3": kind.capacity_m3,
        "capacity_kg": kind.capacity_kg,
        "capacity_parcels": kind.capacity_parcels,
        "fixed_cost": kind.fixed_cost,
        "cost_per_km": kind.cost_per_km,
        "cost_per_hour": kind.cost_per_hour,
        "shift_start": start,
        "shift_end": end,
        "equipment": kind.equipment,
        "co2_g_per_km": kind.co2_g_per_km,
        "driver_id": f"D-{code}-{index + 1:02d}",
    }


def driver_rows(vehicles: list[Row], rng: np.random.Generator) -> list[Row]:
    """The table ``drivers``: one for each vehicle."""
    spoken = (("en",), ("de", "en"), ("de",), ("en", "zh"))
    return [
        {
            "driver_id": vehicle["driver_id"],
            "name": f"{rng.choice(names.GIVEN_NAMES)} {rng.choice(names.FAMILY_NAMES)}",
            "languages": frozenset(spoken[int(rng.integers(len(spoken)))]),
        }
        for vehicle in vehicles
    ]
