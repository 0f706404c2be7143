"""How a vehicle drives: what the roads look like to it."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from domain.fleet import Vehicle
from domain.units import minor_units


@dataclass(frozen=True, slots=True, kw_only=True)
class Driving:
    """What decides which roads a vehicle may take, how fast it is there, and what it pays.

    Vehicles whose values are equal share one travel.

    Parameters
    ----------
    profile
        ``car``, ``van``, ``truck`` or ``bike``.
    height_m, gross_weight_kg
        What limits of height and weight are compared with; None where it is not known, and no
        limit holds then.
    permits
        Ids of the zones that the vehicle may enter freely.
    cost_per_hour_minor
        Worth of an hour on the road in minor units of money, which a toll is weighed against.
    """

    profile: str = "van"
    height_m: float | None = None
    gross_weight_kg: float | None = None
    permits: frozenset[str] = frozenset()
    cost_per_hour_minor: int = 0


def driving_of(vehicle: Vehicle, currency: str) -> Driving:
    """How a vehicle drives."""
    return Driving(
        profile=vehicle.profile,
        height_m=vehicle.height_m,
        gross_weight_kg=vehicle.gross_weight_kg,
        permits=vehicle.zone_ids,
        cost_per_hour_minor=minor_units(vehicle.cost_per_hour, currency),
    )


def ways_of_driving(
    vehicles: Iterable[Vehicle], currency: str
) -> tuple[tuple[Driving, ...], Mapping[str, int]]:
    """All different ways of driving of a fleet, and the number of each vehicle's, by its id."""
    numbers: dict[Driving, int] = {}
    of_vehicle = {}
    for vehicle in vehicles:
        driving = driving_of(vehicle, currency)
        of_vehicle[vehicle.vehicle_id] = numbers.setdefault(driving, len(numbers))
    return tuple(numbers), of_vehicle
