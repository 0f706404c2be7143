"""The city as an OpenStreetMap file, ``.osm.gz``: the same bytes for the same city."""

import gzip
from collections.abc import Iterable, Iterator
from itertools import islice
from pathlib import Path
from xml.sax.saxutils import quoteattr

import numpy as np
import shapely

from planning.sample.city import City, degrees
from planning.sample.polylines import Indices, Points
from planning.sample.roads import Road

LINES_AT_ONCE = 20_000

Tags = list[tuple[str, str]]
Way = tuple[list[int], Tags]


def write_osm(city: City, path: Path) -> None:
    """Write the city's streets, river, parks and house numbers.

    Nodes are numbered in the order in which the ways pass them, which keeps the file small.
    """
    nodes = _NodeList()
    ways = [*_street_ways(city, nodes), *_area_ways(city, nodes)]
    with path.open("wb") as raw, gzip.GzipFile("", "wb", 9, raw, mtime=0) as packed:
        packed.write(b"<?xml version='1.0' encoding='UTF-8'?>\n")
        packed.write(b'<osm version="0.6" generator="wayloom sample">\n')
        for lines in (_node_lines(nodes.places()), _door_lines(city, len(nodes)), _way_lines(ways)):
            # Single lines would cost far more in calls than in compression.
            while block := "".join(islice(lines, LINES_AT_ONCE)):
                packed.write(block.encode())
        packed.write(b"</osm>\n")


class _NodeList:
    """Nodes in the order in which they are first asked for; corners are shared between ways."""

    def __init__(self) -> None:
        self._places: list[Points] = []
        self._of_corner: dict[int, int] = {}

    def __len__(self) -> int:
        return len(self._places)

    def add(self, place: Points) -> int:
        """A node of its own; its number."""
        self._places.append(place)
        return len(self._places)

    def corner(self, number: int, place: Points) -> int:
        """The node of a corner of the network, made at the first call."""
        if number not in self._of_corner:
            self._of_corner[number] = self.add(place)
        return self._of_corner[number]

    def places(self) -> Points:
        """Where the nodes are, ``(n, 2)``."""
        return np.array(self._places)


def _street_ways(city: City, nodes: _NodeList) -> Iterator[Way]:
    """Ways of all streets, in parts where a bridge or a one-way stretch begins or ends."""
    network = city.streets.network
    for street, chain in enumerate(city.streets.chains):
        for part in _alike(city, chain):
            first = network.ends[part[0], 0]
            refs = [nodes.corner(int(first), network.corners[first])]
            for stretch in part:
                last = network.ends[stretch, 1]
                refs += [nodes.add(bend) for bend in network.bends[stretch]]
                refs.append(nodes.corner(int(last), network.corners[last]))
            yield refs, _street_tags(city, street, int(part[0]))


def _alike(city: City, chain: Indices) -> list[Indices]:
    """Runs of a street's stretches that carry the same tags."""
    network = city.streets.network
    facts = np.column_stack([network.road[chain], network.one_way[chain], network.bridge[chain]])
    changes = np.flatnonzero((facts[1:] != facts[:-1]).any(axis=1)) + 1
    # A street may pass a corner twice only as two ways; long chains stay readable in parts.
    return [part for run in np.split(chain, changes) for part in _short(run)]


def _short(run: Indices) -> list[Indices]:
    return np.array_split(run, -(-len(run) // 60))


def _street_tags(city: City, street: int, stretch: int) -> Tags:
    network = city.streets.network
    road = Road(network.road[stretch])
    tags = [("highway", road.name.lower())]
    if city.streets.names[street]:
        tags.append(("name", city.streets.names[street]))
    if city.limit_kph[street]:
        tags.append(("maxspeed", str(city.limit_kph[street])))
    if network.one_way[stretch]:
        tags.append(("oneway", "yes"))
    if network.bridge[stretch]:
        tags += [("bridge", "yes"), ("layer", "1")]
    if road is Road.MOTORWAY:
        tags.append(("ref", "M 1"))
    return tags


def _area_ways(city: City, nodes: _NodeList) -> Iterator[Way]:
    """River and parks."""
    river = city.terrain.river
    yield (
        [nodes.add(place) for place in river.middle],
        [("waterway", "river"), ("name", "River Aver")],
    )
    yield _ring(river.water(), nodes), [("natural", "water"), ("water", "river")]
    for number, park in enumerate(city.parks):
        name = ("Castle Park", "Meadow Park", "Old Cemetery Park")[number % 3]
        yield _ring(park, nodes), [("leisure", "park"), ("name", name)]


def _ring(area: shapely.Polygon, nodes: _NodeList) -> list[int]:
    outline = shapely.get_coordinates(shapely.simplify(area, 2.0).exterior)[:-1]
    refs = [nodes.add(place) for place in outline]
    return [*refs, refs[0]]


def _node_lines(places: Points) -> Iterator[str]:
    for number, (lat, lon) in enumerate(degrees(places).tolist(), start=1):
        yield f'<node id="{number}" version="1" lat="{lat:.5f}" lon="{lon:.5f}"/>\n'


def _door_lines(city: City, before: int) -> Iterator[str]:
    doors = city.doors
    for door, (lat, lon) in enumerate(degrees(doors.places).tolist()):
        tags: Tags = [
            ("addr:housenumber", str(doors.number[door])),
            ("addr:street", city.streets.names[doors.street[door]]),
        ]
        number = before + 1 + door
        yield f'<node id="{number}" version="1" lat="{lat:.5f}" lon="{lon:.5f}">\n'
        yield from _tag_lines(tags)
        yield "</node>\n"


def _way_lines(ways: list[Way]) -> Iterator[str]:
    for number, (refs, tags) in enumerate(ways, start=1):
        yield f'<way id="{number}" version="1">\n'
        yield from (f'<nd ref="{ref}"/>\n' for ref in refs)
        yield from _tag_lines(tags)
        yield "</way>\n"


def _tag_lines(tags: Iterable[tuple[str, str]]) -> Iterator[str]:
    return (f"<tag k={quoteattr(key)} v={quoteattr(value)}/>\n" for key, value in tags)
