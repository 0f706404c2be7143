"""What a routing engine is asked: shipments, vehicles and the travel between them."""

from dataclasses import dataclass
from decimal import Decimal

from domain.fleet import Vehicle
from domain.orders import TimeWindow
from domain.travel import FleetTravel, MatrixTravel, order_place, warehouse_place
from domain.warehouses import Warehouse


@dataclass(frozen=True, slots=True, kw_only=True)
class Shipment:
    """One order to be brought from its warehouse to its door, in one visit.

    Times are seconds after the plan's midnight. `windows` bound when service begins; they ascend.
    With `is_soft` the last window may be overrun at `late_cost_per_hour_minor`, a rate not rounded.
    """

    order_id: str
    warehouse_id: str
    windows: tuple[TimeWindow, ...]
    is_soft: bool = False
    late_cost_per_hour_minor: Decimal | int = 0
    release_s: int = 0
    setup_s: int = 0
    service_s: int = 0
    volume_m3: float = 0.0
    weight_kg: float = 0.0
    goods_classes: frozenset[str] = frozenset()
    requirements: frozenset[str] = frozenset()
    locked_vehicle_id: str = ""
    unassigned_cost_minor: int = 0

    def __post_init__(self) -> None:
        if not self.windows:
            raise ValueError("A shipment needs a time window.")

    @property
    def place(self) -> str:
        """Name of the door among the places of the travel."""
        return order_place(self.order_id)


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class RoutingProblem:
    """Shipments to serve or leave out at a cost, at the least sum of costs.

    Clock times of vehicles and warehouses are elapsed seconds after the plan's midnight.

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

    def __post_init__(self) -> None:
        places = set(self.travel.places)
        known = {warehouse.warehouse_id for warehouse in self.warehouses}
        _refuse_repeats([shipment.order_id for shipment in self.shipments])
        _refuse_repeats([vehicle.vehicle_id for vehicle in self.vehicles])
        for shipment in self.shipments:
            if shipment.warehouse_id not in known or shipment.place not in places:
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
