"""Parting the orders of a warehouse into regions, where one matrix of all would be too large."""

import math
from collections.abc import Mapping, Sequence

from domain.fleet import Vehicle
from domain.geo import Location
from domain.routing_problem import Shipment

MOST_STOPS = 5_000
"""Orders of one region: its matrix of times and distances takes 200 MB for each hour."""

Region = tuple[tuple[Shipment, ...], tuple[Vehicle, ...]]


def split_into_regions(
    shipments: Sequence[Shipment],
    vehicles: Sequence[Vehicle],
    start: Location,
    doors: Mapping[str, Location],
    *,
    most_stops: int = MOST_STOPS,
) -> list[Region]:
    """Sectors around a warehouse, none with more than `most_stops`, each with its vehicles.

    Vehicles are dealt so that each sector has its share of the room; an order locked to a vehicle
    goes with it, whatever its sector. Where one region is enough, or there are fewer vehicles than
    regions, all stay together.

    Parameters
    ----------
    doors
        Where each order is brought, by its id.
    """
    count = math.ceil(len(shipments) / most_stops)
    if count <= 1 or len(vehicles) < count:
        return [(tuple(shipments), tuple(vehicles))]
    around = sorted(shipments, key=lambda s: (_bearing(start, doors[s.order_id]), s.order_id))
    size = math.ceil(len(around) / count)
    sectors = [around[first : first + size] for first in range(0, len(around), size)]
    fleets = _deal(vehicles, [sum(s.volume_m3 for s in sector) for sector in sectors])
    home = {v.vehicle_id: number for number, fleet in enumerate(fleets) for v in fleet}
    own: list[list[Shipment]] = [[] for _ in sectors]
    for number, sector in enumerate(sectors):
        for shipment in sector:
            own[home.get(shipment.locked_vehicle_id, number)].append(shipment)
    return [
        (tuple(orders), tuple(fleet)) for orders, fleet in zip(own, fleets, strict=True) if orders
    ]


def _bearing(start: Location, door: Location) -> float:
    """Direction from a warehouse to a door."""
    east = (door.lon - start.lon) * math.cos(math.radians(start.lat))
    return math.atan2(door.lat - start.lat, east)


def _deal(vehicles: Sequence[Vehicle], volumes_m3: Sequence[float]) -> list[list[Vehicle]]:
    """Vehicles dealt to sectors, the largest first, each to the one that is shortest of room."""
    fleets: list[list[Vehicle]] = [[] for _ in volumes_m3]
    room_m3 = [0.0] * len(volumes_m3)
    for vehicle in sorted(vehicles, key=lambda v: (-v.capacity_m3, v.vehicle_id)):
        need = [room / max(volume, 1e-9) for room, volume in zip(room_m3, volumes_m3, strict=True)]
        empty = [number for number, fleet in enumerate(fleets) if not fleet]
        chosen = min(empty or range(len(fleets)), key=lambda number: need[number])
        fleets[chosen].append(vehicle)
        room_m3[chosen] += vehicle.capacity_m3
    return fleets
