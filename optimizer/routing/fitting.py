"""Whether an order fits a vehicle at all, whatever else the vehicle carries: one rule each."""

from collections.abc import Callable
from enum import StrEnum

from domain.fleet import Vehicle
from domain.routing_problem import Shipment
from optimizer.routing.problem_view import ProblemView

FLOAT_NOISE = 1e-6
"""By how much a sum of volumes or weights may differ when it is added up in another order."""


class Misfit(StrEnum):
    """Why an order can never travel on a vehicle."""

    OTHER_WAREHOUSE = "other warehouse"
    OTHER_VEHICLE = "locked to another vehicle"
    TERRITORY = "territory"
    EQUIPMENT = "equipment"
    GOODS_CLASS = "goods class"
    VOLUME = "volume"
    WEIGHT = "weight"
    TAKES_NONE = "takes no order"
    NO_ROAD = "no road"


def misfit(view: ProblemView, vehicle: Vehicle, shipment: Shipment) -> Misfit | None:
    """The first rule by which an order cannot travel on a vehicle; None if it can."""
    broken = (rule for rule, holds in RULES if not holds(view, vehicle, shipment))
    return next(broken, None)


def may_load(view: ProblemView, vehicle: Vehicle, shipment: Shipment) -> bool:
    """A vehicle carries what its own warehouse ships, or one at which it may be reloaded."""
    return view.may_load_at(vehicle, shipment.warehouse_id)


def is_unlocked(_: ProblemView, vehicle: Vehicle, shipment: Shipment) -> bool:
    """An order locked to a vehicle travels on no other."""
    return shipment.locked_vehicle_id in {"", vehicle.vehicle_id}


def serves_territory(view: ProblemView, vehicle: Vehicle, shipment: Shipment) -> bool:
    """A vehicle that has territories serves orders of those only."""
    territories = vehicle.zone_ids & view.problem.territories
    return not territories or shipment.territory in territories


def has_equipment(_: ProblemView, vehicle: Vehicle, shipment: Shipment) -> bool:
    """A vehicle has all that an order requires."""
    return shipment.requirements <= vehicle.equipment


def may_carry(_: ProblemView, vehicle: Vehicle, shipment: Shipment) -> bool:
    """A vehicle may carry all of an order's goods."""
    return all(vehicle.may_carry(goods_class) for goods_class in shipment.goods_classes)


def has_volume(_: ProblemView, vehicle: Vehicle, shipment: Shipment) -> bool:
    """An order is not larger than the vehicle."""
    return shipment.volume_m3 <= vehicle.capacity_m3 + FLOAT_NOISE


def bears_weight(_: ProblemView, vehicle: Vehicle, shipment: Shipment) -> bool:
    """An order is not heavier than the vehicle may carry."""
    most_kg = vehicle.capacity_kg
    return most_kg is None or shipment.weight_kg <= most_kg + FLOAT_NOISE


def takes_orders(_: ProblemView, vehicle: Vehicle, shipment: Shipment) -> bool:
    """A vehicle may carry a parcel and make as many stops as an order needs."""
    most_stops, stops = vehicle.max_stops, 2 if shipment.kind == "transport" else 1
    return vehicle.capacity_parcels != 0 and (most_stops is None or most_stops >= stops)


def has_road(view: ProblemView, vehicle: Vehicle, shipment: Shipment) -> bool:
    """There are roads from where the order is loaded to its doors and on to the vehicle's end."""
    return view.may_drive(vehicle, shipment)


RULES: tuple[tuple[Misfit, Callable[[ProblemView, Vehicle, Shipment], bool]], ...] = (
    (Misfit.OTHER_WAREHOUSE, may_load),
    (Misfit.OTHER_VEHICLE, is_unlocked),
    (Misfit.TERRITORY, serves_territory),
    (Misfit.EQUIPMENT, has_equipment),
    (Misfit.GOODS_CLASS, may_carry),
    (Misfit.VOLUME, has_volume),
    (Misfit.WEIGHT, bears_weight),
    (Misfit.TAKES_NONE, takes_orders),
    (Misfit.NO_ROAD, has_road),
)
"""The rules in the order in which they are asked."""
