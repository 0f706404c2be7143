"""Parting the orders of some warehouses into regions, where one matrix of all would be too large.

What belongs together stays together: the orders of a group, both doors of a transport, and orders
with the vehicle they are locked to.
"""

import math
from collections.abc import Iterable, Mapping, Sequence
from itertools import accumulate, chain

from domain.fleet import Vehicle
from domain.geo import Location
from domain.routing_problem import Shipment

MOST_STOPS = 5_000
"""Doors of one region: its matrix of times and distances takes 200 MB for each hour."""

Region = tuple[tuple[Shipment, ...], tuple[Vehicle, ...]]


def split_into_regions(
    shipments: Sequence[Shipment],
    vehicles: Sequence[Vehicle],
    starts: Sequence[Location],
    doors: Mapping[str, Location],
    *,
    most_stops: int = MOST_STOPS,
) -> list[Region]:
    """Sectors around the middle of some warehouses, about `most_stops` doors each, and vehicles.

    Vehicles are dealt so that each sector has its share of the room. An order locked to a vehicle
    goes with it, whatever its sector, and its group with it; so do orders of a warehouse that loads
    no vehicle of their sector. Where one region is enough, or there are fewer vehicles than
    regions, all stay together.

    Parameters
    ----------
    starts
        Where the warehouses stand.
    doors
        Own door of each order, by its id.
    """
    stops = sum(len(shipment.places) for shipment in shipments)
    count = math.ceil(stops / most_stops)
    if count <= 1 or len(vehicles) < count:
        return [(tuple(shipments), tuple(vehicles))]
    sectors = _sectors(_bundles(shipments), _middle(starts), doors, count)
    fleets = _deal(vehicles, [sum(s.volume_m3 for b in sector for s in b) for sector in sectors])
    home = {v.vehicle_id: number for number, fleet in enumerate(fleets) for v in fleet}
    loaded_at = [frozenset[str]().union(*(v.loaded_at for v in fleet)) for fleet in fleets]
    own: list[list[Shipment]] = [[] for _ in sectors]
    for number, sector in enumerate(sectors):
        for bundle in sector:
            own[_where(bundle, number, home, loaded_at)].extend(bundle)
    return [
        (tuple(orders), tuple(fleet)) for orders, fleet in zip(own, fleets, strict=True) if orders
    ]


def _bundles(shipments: Iterable[Shipment]) -> list[list[Shipment]]:
    """Orders that must ride on one vehicle, together; every other order by itself."""
    bundles: dict[tuple[str, str], list[Shipment]] = {}
    for shipment in shipments:
        group = shipment.same_vehicle_group
        key = ("group", group) if group else ("order", shipment.order_id)
        bundles.setdefault(key, []).append(shipment)
    return list(bundles.values())


def _sectors(
    bundles: Sequence[list[Shipment]],
    middle: Location,
    doors: Mapping[str, Location],
    count: int,
) -> list[list[list[Shipment]]]:
    """Bundles by the direction they lie in, in so many sectors with about as many doors each."""
    around = sorted(bundles, key=lambda b: (_bearing(middle, doors[b[0].order_id]), b[0].order_id))
    sizes = [sum(len(shipment.places) for shipment in bundle) for bundle in around]
    sectors: list[list[list[Shipment]]] = [[] for _ in range(count)]
    for bundle, size, stops in zip(around, sizes, accumulate(sizes), strict=True):
        sectors[(stops - size) * count // sum(sizes)].append(bundle)
    return [sector for sector in sectors if sector]


def _where(
    bundle: Sequence[Shipment],
    number: int,
    home: Mapping[str, int],
    loaded_at: Sequence[frozenset[str]],
) -> int:
    """Sector of a bundle: where it is locked to, its own, or else one that is loaded for it."""
    locked = (home[s.locked_vehicle_id] for s in bundle if s.locked_vehicle_id in home)
    own = (n for n in (number,) if bundle[0].warehouse_id in loaded_at[n])
    loaded = (n for n, places in enumerate(loaded_at) if bundle[0].warehouse_id in places)
    return next(chain(locked, own, loaded), number)


def _middle(starts: Sequence[Location]) -> Location:
    return Location(
        sum(start.lat for start in starts) / len(starts),
        sum(start.lon for start in starts) / len(starts),
    )


def _bearing(start: Location, door: Location) -> float:
    """Direction from a place to a door."""
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
