"""The roads of a region as read-only arrays: junctions, directed edges and their shapes."""

from dataclasses import dataclass, fields
from enum import IntFlag
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
import numpy.typing as npt

from domain.geo import Location
from maps.importing.road_filter import DRIVE
from maps.network.land_cover import NO_LAND_COVER, LandCover

if TYPE_CHECKING:
    from collections.abc import Sequence

    import networkx as nx


class EdgeFlag(IntFlag):
    """What is true of an edge or of some part of it."""

    ONE_WAY = 1
    BRIDGE = 2
    TUNNEL = 4
    ROUNDABOUT = 8
    ALONG_WAY = 16
    """Some part runs as its OSM way is drawn."""
    AGAINST_WAY = 32
    """Some part runs against the drawing of its OSM way."""
    TWO_WAY = 64
    """Some part belongs to a way that is driven in both directions."""


@dataclass(frozen=True, slots=True, kw_only=True, eq=False, weakref_slot=True)
class RoadNetwork:
    """Drivable roads, simplified as OSMnx does: nodes are junctions and dead ends only.

    Edges are directed; a two-way street is two edges, each the `twin` of the other. There are `n`
    nodes, `m` edges, `k` shape points, `w` OSM ways.

    Parameters
    ----------
    name
        Name that the network was imported under.
    source
        Name of the file it comes from.
    node_osm_id, node_lat, node_lon
        OSM id and WGS84 degrees of each node, ``(n,)``.
    tail, head
        Nodes that each edge leads from and to, ``(m,)``.
    length_m
        Great-circle length along the shape.
    speed_kph, travel_ms
        Free-flow speed, and the time that it makes in whole milliseconds, at least one.
    maxspeed_kph
        Speed limit of the tags, the mean of the parts where they differ; 0 where there is none.
    road_class
        Number in `classes` of the OSM ``highway`` value that covers most of the edge.
    name_text
        Number in `texts` of the street's name; 0, the empty text, where it has none.
    flags
        Sum of `EdgeFlag`.
    twin
        The same street driven the other way; -1 where that is not allowed.
    shape_offset, shape_lat, shape_lon
        Edge ``e`` runs through the points ``shape_offset[e]`` up to ``shape_offset[e + 1]``.
    way_offset, edge_way
        Edge ``e`` consists of the ways ``edge_way[way_offset[e]:way_offset[e + 1]]``.
    way_osm_id, way_text, way_tags
        OSM id of each way, and the number in `texts` of its value for each of `way_tags`.
    closed_to, only_to
        Sums of `PROFILE_BITS`, ``(m,)``: vehicles that may not drive the edge at all, and those
        that may only to reach a place on it, none of them closed out. What holds for a part holds
        for the edge.
    max_height_m, max_weight_kg
        Greatest height and weight of a vehicle, ``(m,)``; 0 where there is no limit.
    signals
        Traffic signals passed along each edge, one at its head counted and one at its tail not.
    banned_from, banned_to, banned_profiles
        Who comes along edge ``banned_from[i]`` may not go on into ``banned_to[i]``; vehicles as a
        sum of `PROFILE_BITS`. Sorted, and no pair twice.
    classes
        Names of the road classes.
    texts
        All different texts; the first is empty.
    land
        Water and green around the roads.
    is_made_up
        Whether the streets are of our own sample city; otherwise they are OpenStreetMap's.
    skipped_restrictions
        Turn restrictions of the file that `banned_from` and `banned_to` cannot tell.
    network_type
        OSMnx's name of the kind of roads: ``"drive"`` or ``"bike"``.
    cache_path
        File of the cache that the arrays are kept in; None for a network that is in none.

    Raises
    ------
    ValueError
        If shapes or numbers do not fit together.
    """

    name: str
    source: str
    node_osm_id: npt.NDArray[np.int64]
    node_lat: npt.NDArray[np.float64]
    node_lon: npt.NDArray[np.float64]
    tail: npt.NDArray[np.int32]
    head: npt.NDArray[np.int32]
    length_m: npt.NDArray[np.float64]
    speed_kph: npt.NDArray[np.float64]
    travel_ms: npt.NDArray[np.int32]
    maxspeed_kph: npt.NDArray[np.float32]
    road_class: npt.NDArray[np.uint8]
    name_text: npt.NDArray[np.int32]
    flags: npt.NDArray[np.uint8]
    twin: npt.NDArray[np.int32]
    shape_offset: npt.NDArray[np.int64]
    shape_lat: npt.NDArray[np.float64]
    shape_lon: npt.NDArray[np.float64]
    way_offset: npt.NDArray[np.int64]
    edge_way: npt.NDArray[np.int32]
    way_osm_id: npt.NDArray[np.int64]
    way_text: npt.NDArray[np.int32]
    closed_to: npt.NDArray[np.uint8]
    only_to: npt.NDArray[np.uint8]
    max_height_m: npt.NDArray[np.float32]
    max_weight_kg: npt.NDArray[np.float32]
    signals: npt.NDArray[np.uint8]
    banned_from: npt.NDArray[np.int32]
    banned_to: npt.NDArray[np.int32]
    banned_profiles: npt.NDArray[np.uint8]
    way_tags: tuple[str, ...]
    classes: tuple[str, ...]
    texts: tuple[str, ...]
    land: LandCover = NO_LAND_COVER
    is_made_up: bool = False
    skipped_restrictions: int = 0
    network_type: str = DRIVE
    cache_path: Path | None = None

    def __post_init__(self) -> None:
        _check_lengths(self)
        _check_numbers(self)
        for field in fields(self):
            value = getattr(self, field.name)
            if isinstance(value, np.ndarray):
                value.setflags(write=False)

    @property
    def node_count(self) -> int:
        """Number of nodes."""
        return len(self.node_lat)

    @property
    def edge_count(self) -> int:
        """Number of directed edges."""
        return len(self.tail)

    @property
    def length_km(self) -> float:
        """Kilometres of street, each two-way street counted once."""
        counted = (self.twin < 0) | (self.twin > np.arange(self.edge_count))
        return float(self.length_m[counted].sum()) / 1000.0

    @property
    def south_west(self) -> Location:
        """South-western corner of the bounding box of all shapes."""
        return Location(float(self.shape_lat.min()), float(self.shape_lon.min()))

    @property
    def north_east(self) -> Location:
        """North-eastern corner of the bounding box of all shapes."""
        return Location(float(self.shape_lat.max()), float(self.shape_lon.max()))

    def has(self, flag: EdgeFlag) -> npt.NDArray[np.bool_]:
        """Whether each edge has a flag."""
        return np.asarray(self.flags & np.uint8(flag) != 0)

    def edge_name(self, edge: int) -> str:
        """Name of the street of an edge; empty if it has none."""
        return self.texts[int(self.name_text[edge])]

    def edge_class(self, edge: int) -> str:
        """OSM ``highway`` value of an edge."""
        return self.classes[int(self.road_class[edge])]

    def edge_shape(self, edge: int) -> npt.NDArray[np.float64]:
        """Latitude and longitude of the points of an edge, ``(k, 2)``, in driving direction."""
        points = slice(self.shape_offset[edge], self.shape_offset[edge + 1])
        return np.column_stack((self.shape_lat[points], self.shape_lon[points]))

    def to_networkx(self) -> "nx.MultiDiGraph[int]":
        """The network as OSMnx would have made it, to go on with there.

        Made anew at each call: it takes seconds and much memory for a city.
        """
        from maps.importing.osmnx_graph import build_osmnx_graph

        return build_osmnx_graph(self)


def _check_lengths(network: RoadNetwork) -> None:
    """Raise ValueError if two arrays that describe the same things differ in length."""
    groups: Sequence[tuple[str, ...]] = (
        ("node_osm_id", "node_lat", "node_lon"),
        (
            *("tail", "head", "length_m", "speed_kph", "travel_ms", "maxspeed_kph"),
            *("road_class", "name_text", "flags", "twin"),
            *("closed_to", "only_to", "max_height_m", "max_weight_kg", "signals"),
        ),
        ("banned_from", "banned_to", "banned_profiles"),
        ("shape_lat", "shape_lon"),
        ("way_osm_id", "way_text"),
    )
    for group in groups:
        if len({len(getattr(network, name)) for name in group}) != 1:
            raise ValueError(f"Arrays of different lengths: {', '.join(group)}.")
    for name, target in (("shape_offset", network.shape_lat), ("way_offset", network.edge_way)):
        offset = getattr(network, name)
        if len(offset) != network.edge_count + 1 or offset[0] != 0 or offset[-1] != len(target):
            raise ValueError(f"{name} does not span its array.")
    if network.edge_count and np.diff(network.shape_offset).min() < 2:
        raise ValueError("The shape of an edge has two points at least.")


def _check_numbers(network: RoadNetwork) -> None:
    """Raise ValueError if a number points outside its table or a quantity is impossible."""
    edges, nodes, texts = network.edge_count, network.node_count, len(network.texts)
    bounded = (
        ("tail", 0, nodes),
        ("head", 0, nodes),
        ("road_class", 0, len(network.classes)),
        ("name_text", 0, texts),
        ("twin", -1, edges),
        ("edge_way", 0, len(network.way_osm_id)),
        ("way_text", 0, texts),
        ("banned_from", 0, edges),
        ("banned_to", 0, edges),
    )
    for name, low, high in bounded:
        values = getattr(network, name)
        if values.size and not (low <= values.min() and values.max() < high):
            raise ValueError(f"{name} points outside its table.")
    if edges and not (network.travel_ms.min() >= 1 and network.length_m.min() >= 0):
        raise ValueError("Travel times must be positive and lengths must not be negative.")
    if not (network.tail[network.banned_to] == network.head[network.banned_from]).all():
        raise ValueError("The edges of a banned turn do not meet.")
    limits = (network.max_height_m, network.max_weight_kg)
    if not all(np.isfinite(limit).all() and (limit >= 0).all() for limit in limits):
        raise ValueError("Limits must be finite and must not be negative.")
    if not (np.abs(network.shape_lat) <= 90).all() or not (np.abs(network.shape_lon) <= 180).all():
        raise ValueError("A shape leaves the earth.")
