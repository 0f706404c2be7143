"""A made-up city: streets with names, classes and limits, a river, parks and house numbers."""

from dataclasses import dataclass

import numpy as np
import shapely

from domain.geo import EARTH_RADIUS_M, Location
from planning.sample.districts import fill_districts
from planning.sample.doors import Doors, place_doors
from planning.sample.main_roads import build_main_roads
from planning.sample.network import Network, join
from planning.sample.polylines import Indices, Points
from planning.sample.roads import Road
from planning.sample.streets import Streets, build_streets
from planning.sample.terrain import Terrain, build_terrain

CENTRE = Location(47.59, 9.42)
"""Out on a lake, so that no real city is mistaken for this one."""

MIN_NODES, MAX_NODES = 1_000, 500_000

SIZE_TOLERANCE = 0.03
ATTEMPTS = 6

LIMITS_KPH = {
    Road.MOTORWAY: (120,),
    Road.MOTORWAY_LINK: (60,),
    Road.TRUNK: (80,),
    Road.PRIMARY: (50, 50, 60),
    Road.SECONDARY: (50,),
    Road.TERTIARY: (50, 30),
    Road.UNCLASSIFIED: (50,),
    Road.RESIDENTIAL: (30,),
}
UNSIGNED = {Road.TERTIARY: 0.15, Road.RESIDENTIAL: 0.3}
"""Share of streets without a speed limit in the map, as real maps have them."""


@dataclass(frozen=True, slots=True, eq=False)
class City:
    """The made-up city. Plane coordinates are metres east and north of its centre.

    Parameters
    ----------
    terrain
        River, outline and size.
    streets
        Streets with their names.
    limit_kph
        Speed limit of each street; 0 where no sign is known.
    parks
        Parks without streets.
    doors
        House numbers.
    """

    terrain: Terrain
    streets: Streets
    limit_kph: Indices
    parks: tuple[shapely.Polygon, ...]
    doors: Doors

    def address(self, door: int) -> str:
        """Street and house number of a door."""
        return f"{self.streets.names[self.doors.street[door]]} {self.doors.number[door]}"

    def door(self, door: int) -> Location:
        """Where a door is."""
        return location_of(self.doors.places[door])


@dataclass(frozen=True, slots=True, eq=False)
class _Draft:
    """A city before its streets are named."""

    terrain: Terrain
    network: Network
    parks: tuple[shapely.Polygon, ...]

    def size_error(self, nodes: int) -> float:
        """How far the number of junctions is from the one wanted, as a share of it."""
        return abs(self.network.junctions() / nodes - 1)


def location_of(place: Points) -> Location:
    """Location of a point of the plane, to about a metre."""
    lat, lon = degrees(place[None])[0]
    return Location(float(lat), float(lon))


def degrees(places: Points) -> Points:
    """Latitude and longitude of points of the plane, rounded to five decimals; ``(n, 2)``."""
    metre = np.degrees(1 / EARTH_RADIUS_M)
    lat = CENTRE.lat + places[:, 1] * metre
    lon = CENTRE.lon + places[:, 0] * metre / np.cos(np.radians(CENTRE.lat))
    return np.round(np.column_stack([lat, lon]), 5)


def build_city(nodes: int, doors: int, seed: int) -> City:
    """A city of about `nodes` street junctions with up to `doors` house numbers.

    Parameters
    ----------
    nodes
        Junctions and dead ends wanted, 1,000 to 500,000; met to a few per cent.
    doors
        House numbers wanted.
    seed
        The same seed gives the same city.

    Raises
    ------
    ValueError
        If the size is out of range.
    """
    if not MIN_NODES <= nodes <= MAX_NODES:
        raise ValueError(f"A city has {MIN_NODES} to {MAX_NODES} junctions, not {nodes}.")
    draft = _fitted(nodes, seed)
    rng = np.random.default_rng([seed, 2])
    streets = build_streets(draft.network, rng)
    limits = _limits_kph(streets, rng)
    return City(draft.terrain, streets, limits, draft.parks, place_doors(streets, doors, rng))


def _fitted(nodes: int, seed: int) -> _Draft:
    """Ground, network and parks; built again larger or smaller until the size is right."""
    scale, best = 1.0, _draft(nodes, seed)
    draft = best
    for _ in range(ATTEMPTS):
        if best.size_error(nodes) < SIZE_TOLERANCE:
            break
        # Streets come and go in whole districts: a full correction would swing back and forth.
        scale *= (nodes / draft.network.junctions()) ** 0.8
        draft = _draft(round(nodes * scale), seed)
        best = min(best, draft, key=lambda one: one.size_error(nodes))
    return best


def _draft(nodes: int, seed: int) -> _Draft:
    rng = np.random.default_rng([seed, 1])
    terrain = build_terrain(nodes, rng)
    roads = build_main_roads(terrain, rng)
    districts = fill_districts(terrain, roads, rng)
    return _Draft(terrain, join(roads, districts.streets), districts.parks)


def _limits_kph(streets: Streets, rng: np.random.Generator) -> Indices:
    """Speed limit of each street, 0 for none known: one draw for all its stretches."""
    limits = []
    for chain in streets.chains:
        road = Road(streets.network.road[chain[0]])
        is_unsigned = rng.random() < UNSIGNED.get(road, 0.0)
        limits.append(0 if is_unsigned else int(rng.choice(LIMITS_KPH[road])))
    return np.array(limits)
