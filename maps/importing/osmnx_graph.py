"""A road network as the networkx graph that OSMnx would have made of the same file.

What OSMnx does not know goes along under names of our own, so that nothing is lost on the way back:
see `MAIN_TAGS`, `LIMITS` and `BANNED_TURNS`.
"""

import json
from collections import defaultdict
from collections.abc import Mapping, Sequence
from importlib.metadata import version
from typing import Any

import networkx as nx
import shapely

from maps.network.road_limits import PROFILE_BITS
from maps.network.road_network import EdgeFlag, RoadNetwork

MAIN_TAGS: Mapping[str, str] = {"highway": "main_highway", "name": "main_name"}
"""Attribute with the class or name of most of an edge, where it has several."""

LIMITS = ("closed_to", "only_to", "max_height_m", "max_weight_kg", "signals")
"""Attributes of edges, as in `RoadNetwork`, where they are not 0; vehicles are named in words."""

BANNED_TURNS = "banned_turns"
"""Attribute of the graph: JSON of two edges and the vehicles that may not turn so, for each."""


def build_osmnx_graph(network: RoadNetwork) -> "nx.MultiDiGraph[int]":
    """Make a MultiDiGraph with OSMnx's attributes: nodes are OSM ids, keys count parallel edges.

    Where the ways that an edge consists of differ in a tag, its value is a list, as with OSMnx;
    `travel_time` is in seconds.
    """
    graph: nx.MultiDiGraph[int] = nx.MultiDiGraph(
        crs="epsg:4326",
        created_with=f"OSMnx {version('osmnx')}",
        simplified=True,
        network_type=network.network_type,
        skipped_restrictions=network.skipped_restrictions,
    )
    ids = network.node_osm_id.tolist()
    places = zip(ids, network.node_lat.tolist(), network.node_lon.tolist(), strict=True)
    graph.add_nodes_from((node, {"y": lat, "x": lon}) for node, lat, lon in places)
    key: dict[tuple[int, int], int] = defaultdict(int)
    keys = []
    for edge in range(network.edge_count):
        ends = ids[network.tail[edge]], ids[network.head[edge]]
        keys.append((*ends, key[ends]))
        graph.add_edge(*ends, key=key[ends], **_attributes(network, edge))
        key[ends] += 1
    graph.graph[BANNED_TURNS] = json.dumps(_banned_turns(network, keys))
    return graph


def profile_words(profiles: int) -> str:
    """Vehicles in words."""
    return " ".join(profile for profile, bit in PROFILE_BITS.items() if profiles & bit)


def _banned_turns(network: RoadNetwork, keys: Sequence[tuple[int, int, int]]) -> list[Any]:
    """Each banned turn as its two edges and the vehicles it is banned for."""
    turns = zip(
        network.banned_from.tolist(),
        network.banned_to.tolist(),
        network.banned_profiles.tolist(),
        strict=True,
    )
    return [[keys[a], keys[b], profile_words(profiles)] for a, b, profiles in turns]


def _attributes(network: RoadNetwork, edge: int) -> dict[str, Any]:
    """Attributes of an edge, under OSMnx's names."""
    ways = network.edge_way[network.way_offset[edge] : network.way_offset[edge + 1]]
    flags = EdgeFlag(int(network.flags[edge]))
    return {
        "osmid": _one_or_list(network.way_osm_id[ways].tolist()),
        "oneway": _truths(flags, EdgeFlag.TWO_WAY, EdgeFlag.ONE_WAY),
        "reversed": _truths(flags, EdgeFlag.ALONG_WAY, EdgeFlag.AGAINST_WAY),
        "length": float(network.length_m[edge]),
        **_tags(network, edge, ways.tolist()),
        "speed_kph": float(network.speed_kph[edge]),
        "travel_time": float(network.length_m[edge] / network.speed_kph[edge] * 3.6),
        "geometry": shapely.LineString(network.edge_shape(edge)[:, ::-1]),
        **_limits(network, edge),
    }


def _limits(network: RoadNetwork, edge: int) -> dict[str, Any]:
    """What OSMnx does not know of an edge, where there is something to know."""
    limits = {name: getattr(network, name)[edge].item() for name in LIMITS}
    for name in ("closed_to", "only_to"):
        limits[name] = profile_words(limits[name])
    return {name: value for name, value in limits.items() if value}


def _truths(flags: EdgeFlag, no: EdgeFlag, yes: EdgeFlag) -> Any:
    """False if an edge has the flag `no`, True if it has `yes`, both if its parts differ."""
    return _one_or_list([is_yes for flag, is_yes in ((no, False), (yes, True)) if flag & flags])


def _tags(network: RoadNetwork, edge: int, ways: list[int]) -> dict[str, Any]:
    """OSM tags of the ways of an edge, without those that no way has."""
    tags = {}
    for column, tag in enumerate(network.way_tags):
        if tag == "oneway":
            continue
        texts = dict.fromkeys(network.texts[network.way_text[way, column]] for way in ways)
        values = [text for text in texts if text]
        if values:
            tags[tag] = _one_or_list(values)
    main = {"highway": network.edge_class(edge), "name": network.edge_name(edge)}
    several = [tag for tag in MAIN_TAGS if isinstance(tags.get(tag), list)]
    return tags | {MAIN_TAGS[tag]: main[tag] for tag in several}


def _one_or_list(values: list[Any]) -> Any:
    """The only value, or all of them."""
    return values[0] if len(values) == 1 else values
