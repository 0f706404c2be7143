"""What a routing engine is asked: shipments, vehicles and the travel between them."""

from dataclasses import dataclass
from decimal import Decimal

from domain.fleet import Vehicle
from domain.orders import ORDER_KINDS, TimeWindow
from domain.travel import (
    FleetTravel,
    MatrixTravel,
    order_place,
    pickup_place,
    warehouse_place,
)
from domain.warehouses import Warehouse


@dataclass(frozen=True, slots=True, kw_only=True)
class Shipment:
    """One order: to be delivered, fetched, or carried from one door to another by one vehicle.

    A delivery is loaded at its warehouse and brought to its door; a pickup is fetched at its door
    and brought to the warehouse where the vehicle's trip ends; a transport is fetched at one door
    and delivered to another on the same trip.

    Attributes
    ----------
    warehouse_id
        Warehouse that loads the vehicle for the trip that serves the order, whatever its kind.
    windows
        When service at the order's own door may begin (a transport's: its delivery), ascending;
        seconds after the plan's midnight.
    pickup_windows
        When a transport may be fetched, ascending; these are hard. Empty for other kinds.
    is_soft
        Whether the last of `windows` may be overrun at `late_cost_per_hour_minor`, a rate that is
        not rounded.
    release_s
        No vehicle leaves its warehouse for the trip earlier.
    setup_s, service_s
        A transport needs both at each of its doors.
    territory
        Zone whose vehicles serve the order; empty where any may.
    same_vehicle_group
        Those orders of a group that are served ride on one vehicle; empty for none.
    incompatible_with
        Classes of goods that may not be on the same trip.
    locked_position
        Number of the stop at which it is served, reloads not counted; a transport's: its delivery.
    """

    order_id: str
    warehouse_id: str
    windows: tuple[TimeWindow, ...]
    kind: str = "delivery"
    pickup_windows: tuple[TimeWindow, ...] = ()
    is_soft: bool = False
    late_cost_per_hour_minor: Decimal | int = 0
    release_s: int = 0
    setup_s: int = 0
    service_s: int = 0
    volume_m3: float = 0.0
    weight_kg: float = 0.0
    goods_classes: frozenset[str] = frozenset()
    requirements: frozenset[str] = frozenset()
    territory: str = ""
    same_vehicle_group: str = ""
    incompatible_with: frozenset[str] = frozenset()
    locked_vehicle_id: str = ""
    locked_position: int | None = None
    unassigned_cost_minor: int = 0

    def __post_init__(self) -> None:
        if not self.windows:
            raise ValueError("A shipment needs a time window.")
        if self.kind not in ORDER_KINDS:
            raise ValueError("A shipment is a delivery, a pickup or a transport.")
        if (self.kind == "transport") != bool(self.pickup_windows):
            raise ValueError("A transport, and nothing else, needs windows to be fetched in.")

    @property
    def places(self) -> tuple[str, ...]:
        """Names of its doors among the places of the travel, in the order they are called at."""
        fetched, delivered = pickup_place(self.order_id), order_place(self.order_id)
        return {"pickup": (fetched,), "transport": (fetched, delivered)}.get(
            self.kind, (delivered,)
        )

    @property
    def place(self) -> str:
        """Name of its own door among the places of the travel."""
        return self.places[-1]


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class RoutingProblem:
    """Shipments to serve or leave out at a cost, at the least sum of costs.

    Clock times of vehicles and warehouses are elapsed seconds after the plan's midnight. A vehicle
    among whose zones are `territories` serves only orders of those.

    Raises
    ------
    ValueError
        If ids repeat, a shipment or vehicle names a warehouse or place that is not there, or the
        travel does not know a vehicle.
    """

    shipments: tuple[Shipment, ...]
    vehicles: tuple[Vehicle, ...]
    warehouses: tuple[Warehouse, ...]
    travel: FleetTravel[MatrixTravel]
    currency: str
    territories: frozenset[str] = frozenset()

    def __post_init__(self) -> None:
        places = set(self.travel.places)
        known = {warehouse.warehouse_id for warehouse in self.warehouses}
        _refuse_repeats([shipment.order_id for shipment in self.shipments])
        _refuse_repeats([vehicle.vehicle_id for vehicle in self.vehicles])
        for shipment in self.shipments:
            if shipment.warehouse_id not in known or not places.issuperset(shipment.places):
                raise ValueError(f"Shipment {shipment.order_id} names an unknown place.")
        for vehicle in self.vehicles:
            if {vehicle.warehouse_id, vehicle.ends_at or vehicle.warehouse_id} - known:
                raise ValueError(f"Vehicle {vehicle.vehicle_id} names an unknown warehouse.")
            if vehicle.vehicle_id not in self.travel.of_vehicle:
                raise ValueError(f"Vehicle {vehicle.vehicle_id} has no travel.")
        if {warehouse_place(warehouse_id) for warehouse_id in known} - places:
            raise ValueError("A warehouse is no place of the travel.")


def _refuse_repeats(ids: list[str]) -> None:
    if len(set(ids)) != len(ids):
        raise ValueError("Two shipments or vehicles have the same id.")
