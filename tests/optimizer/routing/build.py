"""Small routing problems on a plane: 10 m/s along straight lines, one degree of grid per metre."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from typing import Any

import numpy as np

from domain.fleet import Vehicle
from domain.geo import Location
from domain.orders import TimeWindow
from domain.routing_problem import RoutingProblem, Shipment
from domain.travel import FleetTravel, MatrixTravel, static_travel, warehouse_place
from domain.warehouses import Warehouse

H = 3600
SPEED_MPS = 10
DAY = TimeWindow(0, 24 * H)


@dataclass(frozen=True)
class Case:
    """A problem with the locations of its places."""

    problem: RoutingProblem
    locations: dict[str, Location]


def van(vehicle_id: str = "V1", **facts: Any) -> Vehicle:
    usual: dict[str, Any] = {
        "vehicle_id": vehicle_id,
        "warehouse_id": "W1",
        "capacity_m3": 10.0,
        "cost_per_km": Decimal(1),
        "cost_per_hour": Decimal(20),
        "shift_start_s": 8 * H,
        "shift_end_s": 17 * H,
    }
    return Vehicle(**(usual | facts))


def parcel(order_id: str, **facts: Any) -> Shipment:
    usual: dict[str, Any] = {
        "order_id": order_id,
        "warehouse_id": "W1",
        "windows": (DAY,),
        "service_s": 300,
        "volume_m3": 1.0,
        "weight_kg": 10.0,
        "unassigned_cost_minor": 100_000,
    }
    return Shipment(**(usual | facts))


def pickup(order_id: str, **facts: Any) -> Shipment:
    return parcel(order_id, **({"kind": "pickup"} | facts))


def transport(order_id: str, **facts: Any) -> Shipment:
    return parcel(order_id, **({"kind": "transport", "pickup_windows": (DAY,)} | facts))


def window(opens_h: float, closes_h: float) -> TimeWindow:
    return TimeWindow(int(opens_h * H), int(closes_h * H))


def location(x_m: float, y_m: float) -> Location:
    """A point on the plane as degrees, so that places a metre apart are different ones."""
    return Location(y_m / 100_000, x_m / 100_000)


def case(
    shipments: Sequence[Shipment],
    vehicles: Sequence[Vehicle],
    at: Sequence[tuple[float, float]],
    *,
    warehouses: Sequence[Warehouse] = (),
    warehouses_at: Sequence[tuple[float, float]] = ((0.0, 0.0),),
    fetched_at: Mapping[str, tuple[float, float]] | None = None,
    cut_off: Sequence[str] = (),
    territories: Collection[str] = (),
) -> Case:
    """A problem whose shipments lie at points of the plane, in metres.

    Parameters
    ----------
    fetched_at
        Where each transport is fetched, by its id; at the first warehouse if it is not said.
    cut_off
        Places that no road leads to.
    """
    depots = tuple(warehouses) or tuple(
        Warehouse(warehouse_id=f"W{i + 1}", lat=0.0, lon=0.0) for i in range(len(warehouses_at))
    )
    names = [warehouse_place(warehouse.warehouse_id) for warehouse in depots]
    spots = dict(zip(names, warehouses_at, strict=True))
    for shipment, spot in zip(shipments, at, strict=True):
        fetched = (fetched_at or {}).get(shipment.order_id, warehouses_at[0])
        spots |= {place: fetched for place in shipment.places[:-1]} | {shipment.place: spot}
    places, points = list(spots), np.array(list(spots.values()), dtype=float)
    offsets = points[:, np.newaxis] - points[np.newaxis]
    metres = np.rint(np.hypot(offsets[..., 0], offsets[..., 1])).astype(np.int32)
    seconds = np.ceil(metres / SPEED_MPS).astype(np.int32)
    for place in cut_off:
        number = places.index(place)
        for matrix in (metres, seconds):
            matrix[number, :] = matrix[:, number] = 2**30
            matrix[number, number] = 0
    return Case(
        problem=RoutingProblem(
            shipments=tuple(shipments),
            vehicles=tuple(vehicles),
            warehouses=depots,
            travel=FleetTravel(
                travels=(static_travel(places, seconds, metres),),
                of_vehicle={vehicle.vehicle_id: 0 for vehicle in vehicles},
            ),
            currency="EUR",
            territories=frozenset(territories),
        ),
        locations={p: location(*point) for p, point in zip(places, points, strict=True)},
    )


def rush_hour(made: Case, from_s: int, until_s: int, factor: float) -> Case:
    """The same problem, where all drive slower by a factor between two times."""
    travel = made.problem.travel
    slow = tuple(slowed(matrices, from_s, until_s, factor) for matrices in travel.travels)
    return with_travel(made, FleetTravel(travels=slow, of_vehicle=travel.of_vehicle))


def with_travel(made: Case, travel: FleetTravel[MatrixTravel]) -> Case:
    """The same problem with another travel."""
    return Case(problem=replace(made.problem, travel=travel), locations=made.locations)


def mixed(made: Case, of_vehicle: Mapping[str, int]) -> Case:
    """The same problem, where vehicles of number 1 need half the time on half the way."""
    (usual,) = made.problem.travel.travels
    fast = replace(usual, drive_s=usual.drive_s // 2, drive_m=usual.drive_m // 2)
    return with_travel(made, FleetTravel(travels=(usual, fast), of_vehicle=of_vehicle))


def tolled(made: Case, charges: Mapping[tuple[str, str], int], number: int = 0) -> Case:
    """The same problem, where one way of driving is charged for some drives at every hour."""
    travels = list(made.problem.travel.travels)
    travel = travels[number]
    tolls = np.zeros_like(travel.drive_s)
    for (origin, destination), minor in charges.items():
        tolls[:, travel.index(origin), travel.index(destination)] = minor
    travels[number] = replace(travel, tolls_minor=tolls)
    of_vehicle = made.problem.travel.of_vehicle
    return with_travel(made, FleetTravel(travels=tuple(travels), of_vehicle=of_vehicle))


def slowed(travel: MatrixTravel, from_s: int, until_s: int, factor: float) -> MatrixTravel:
    """A static travel, slower by a factor between two times."""
    free = travel.drive_s[0]
    slow = np.where(free < 2**30, np.rint(free * factor), free).astype(np.int32)
    metres = travel.drive_m[0]
    return MatrixTravel(
        places=travel.places,
        bucket_starts_s=np.array([0, from_s, until_s]),
        drive_s=np.stack([free, slow, free]),
        drive_m=np.stack([metres, metres, metres]),
    )
