"""A road network as the networkx graph that OSMnx would have made of the same file."""

from collections import defaultdict
from importlib.metadata import version
from typing import Any

import networkx as nx
import shapely

from maps.road_network import EdgeFlag, RoadNetwork


def build_osmnx_graph(network: RoadNetwork) -> "nx.MultiDiGraph[int]":
    """Make a MultiDiGraph with OSMnx's attributes: nodes are OSM ids, keys count parallel edges.

    Where the ways that an edge consists of differ in a tag, its value is a list, as with OSMnx;
    `travel_time` is in seconds.
    """
    graph: nx.MultiDiGraph[int] = nx.MultiDiGraph(
        crs="epsg:4326", created_with=f"OSMnx {version('osmnx')}", simplified=True
    )
    ids = network.node_osm_id.tolist()
    places = zip(ids, network.node_lat.tolist(), network.node_lon.tolist(), strict=True)
    graph.add_nodes_from((node, {"y": lat, "x": lon}) for node, lat, lon in places)
    key: dict[tuple[int, int], int] = defaultdict(int)
    for edge in range(network.edge_count):
        ends = ids[network.tail[edge]], ids[network.head[edge]]
        graph.add_edge(*ends, key=key[ends], **_attributes(network, edge))
        key[ends] += 1
    return graph


def _attributes(network: RoadNetwork, edge: int) -> dict[str, Any]:
    """Attributes of an edge, under OSMnx's names."""
    ways = network.edge_way[network.way_offset[edge] : network.way_offset[edge + 1]]
    flags = EdgeFlag(int(network.flags[edge]))
    return {
        "osmid": _one_or_list(network.way_osm_id[ways].tolist()),
        "oneway": _truths(flags, EdgeFlag.TWO_WAY, EdgeFlag.ONE_WAY),
        "reversed": _truths(flags, EdgeFlag.ALONG_WAY, EdgeFlag.AGAINST_WAY),
        "length": float(network.length_m[edge]),
        **_tags(network, ways.tolist()),
        "speed_kph": float(network.speed_kph[edge]),
        "travel_time": float(network.length_m[edge] / network.speed_kph[edge] * 3.6),
        "geometry": shapely.LineString(network.edge_shape(edge)[:, ::-1]),
    }


def _truths(flags: EdgeFlag, no: EdgeFlag, yes: EdgeFlag) -> Any:
    """False if an edge has the flag `no`, True if it has `yes`, both if its parts differ."""
    return _one_or_list([is_yes for flag, is_yes in ((no, False), (yes, True)) if flag & flags])


def _tags(network: RoadNetwork, ways: list[int]) -> dict[str, Any]:
    """OSM tags of the ways of an edge, without those that no way has."""
    tags = {}
    for column, tag in enumerate(network.way_tags):
        if tag == "oneway":
            continue
        texts = dict.fromkeys(network.texts[network.way_text[way, column]] for way in ways)
        values = [text for text in texts if text]
        if values:
            tags[tag] = _one_or_list(values)
    return tags


def _one_or_list(values: list[Any]) -> Any:
    """The only value, or all of them."""
    return values[0] if len(values) == 1 else values
