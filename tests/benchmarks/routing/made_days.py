"""Made-up days on a plane: clusters of doors around one warehouse, streets slow at rush hours."""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

import numpy as np
import numpy.typing as npt

from domain.fleet import Vehicle
from domain.geo import Location
from domain.orders import TimeWindow
from domain.routing_problem import RoutingProblem, Shipment
from domain.travel import FleetTravel, MatrixTravel, order_place, warehouse_place
from domain.warehouses import Warehouse

HOUR_S = 3600
WAREHOUSE = "W1"
SHIFT_S = (8 * HOUR_S, 18 * HOUR_S)

RUSH_HOURS = (6, 7, 8, 9, 10, 15, 16, 18, 19, 20)
RUSH_FACTORS = (1.0, 1.25, 1.7, 1.45, 1.2, 1.35, 1.6, 1.75, 1.3, 1.05)
"""Drives take so many times as long from each of the hours on; the outskirts are hit by half."""

_SPEED_MPS, _DETOUR = 9.0, 1.3
_CITY_M, _CLUSTER_M = 12_000.0, 1_500.0
_STOPS_PER_CLUSTER = 40
_DEGREES_PER_M = 1e-5
_ROWS = 512


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class MadeDay:
    """A problem, where its places lie, and the part of the matrices that peers need."""

    problem: RoutingProblem
    locations: dict[str, Location]

    @property
    def travel(self) -> MatrixTravel:
        """The travel of all vehicles."""
        return self.problem.travel.travels[0]


def made_day(
    shipments: Sequence[Shipment],
    vehicles: Sequence[Vehicle],
    travel: MatrixTravel,
    locations: dict[str, Location],
) -> MadeDay:
    """A day of one warehouse."""
    return MadeDay(
        problem=RoutingProblem(
            shipments=tuple(shipments),
            vehicles=tuple(vehicles),
            warehouses=(Warehouse(warehouse_id=WAREHOUSE, lat=0.0, lon=0.0),),
            travel=FleetTravel(
                travels=(travel,), of_vehicle={vehicle.vehicle_id: 0 for vehicle in vehicles}
            ),
            currency="EUR",
        ),
        locations=locations,
    )


def place_names(stops: int) -> list[str]:
    """The warehouse, then the doors."""
    return [warehouse_place(WAREHOUSE), *(order_place(str(i)) for i in range(stops))]


def draw_points(chance: np.random.Generator, stops: int) -> npt.NDArray[np.float64]:
    """The warehouse and the doors, in metres; ``(1 + stops, 2)``."""
    clusters = chance.normal(0, _CITY_M, (max(3, stops // _STOPS_PER_CLUSTER), 2))
    around = clusters[chance.integers(0, len(clusters), stops)]
    doors = around + chance.normal(0, _CLUSTER_M, (stops, 2))
    return np.vstack([chance.normal(0, _CLUSTER_M, (1, 2)), doors])


def plane_travel(points: npt.NDArray[np.float64], *, by_hour: bool) -> MatrixTravel:
    """Travel along straight lines with detours, at every hour or always as at night."""
    metres = _metres(points)
    starts = np.array(RUSH_HOURS if by_hour else (0,)) * HOUR_S
    seconds = np.empty((len(starts), *metres.shape), dtype=np.int32)
    far_out = np.hypot(*points.T) / _CITY_M
    share = np.where(far_out > 1, 0.5, 1.0).astype(np.float32)
    for bucket, factor in enumerate(RUSH_FACTORS[: len(starts)]):
        slow = np.float32(factor if by_hour else 1.0) - 1
        for first in range(0, len(points), _ROWS):
            rows = slice(first, first + _ROWS)
            both = (share[rows, np.newaxis] + share) / 2
            seconds[bucket, rows] = np.ceil(metres[rows] / _SPEED_MPS * (1 + slow * both))
    return MatrixTravel(
        places=tuple(place_names(len(points) - 1)),
        bucket_starts_s=starts,
        drive_s=seconds,
        drive_m=np.broadcast_to(metres, seconds.shape),
    )


def locations_of(points: npt.NDArray[np.float64]) -> dict[str, Location]:
    """Where places lie, as degrees of a grid."""
    degrees = (points * _DEGREES_PER_M).tolist()
    names = place_names(len(points) - 1)
    return {name: Location(y, x) for name, (x, y) in zip(names, degrees, strict=True)}


def parcel(number: int, windows: Sequence[TimeWindow], **facts: Any) -> Shipment:
    """An order to deliver."""
    usual: dict[str, Any] = {
        "order_id": str(number),
        "warehouse_id": WAREHOUSE,
        "windows": tuple(windows),
        "service_s": 300,
        "volume_m3": 1.0,
        "unassigned_cost_minor": 20_000,
    }
    return Shipment(**(usual | facts))


def van(number: int, **facts: Any) -> Vehicle:
    """A vehicle of the warehouse."""
    usual: dict[str, Any] = {
        "vehicle_id": f"V{number}",
        "warehouse_id": WAREHOUSE,
        "capacity_m3": 30.0,
        "shift_start_s": SHIFT_S[0],
        "shift_end_s": SHIFT_S[1],
        "fixed_cost": Decimal(60),
        "cost_per_km": Decimal("0.4"),
        "cost_per_hour": Decimal(25),
    }
    return Vehicle(**(usual | facts))


def drawn_window(chance: np.random.Generator, hours: int) -> TimeWindow:
    """A window of some hours within the shift, from a full hour on."""
    first = int(chance.integers(SHIFT_S[0] // HOUR_S, SHIFT_S[1] // HOUR_S - hours + 1))
    return TimeWindow(first * HOUR_S, (first + hours) * HOUR_S)


def _metres(points: npt.NDArray[np.float64]) -> npt.NDArray[np.int32]:
    """Metres between points, some rows at a time to spare memory."""
    x, y = points.T.astype(np.float32)
    metres = np.empty((len(points), len(points)), dtype=np.int32)
    for first in range(0, len(points), _ROWS):
        rows = slice(first, first + _ROWS)
        exact = np.hypot(x[rows, np.newaxis] - x, y[rows, np.newaxis] - y)
        metres[rows] = np.rint(exact * _DETOUR)
    return metres
