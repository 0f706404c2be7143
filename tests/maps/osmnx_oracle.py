"""The same roads by OSMnx's own pipeline, from its own filter to its own travel times."""

import re
from pathlib import Path
from typing import TYPE_CHECKING, Any

import osmium
import osmnx as ox
from osmnx import _overpass, graph, simplification, truncate

from maps.network.road_network import RoadNetwork

if TYPE_CHECKING:
    import networkx as nx


def osmnx_keeps(tags: dict[str, str], network_type: str = "drive") -> bool:
    """Whether the Overpass query of OSMnx for a network type lets a way through."""
    query = _overpass._get_network_filter(network_type)
    clauses = re.findall(r'\["(\w+)"(?:!~"([^"]*)")?\]', query)
    for key, pattern in clauses:
        if not pattern and key not in tags:
            return False
        if pattern and key in tags and re.search(pattern, tags[key]):
            return False
    return True


def osmnx_graph(source: Path, network_type: str = "drive") -> "nx.MultiDiGraph[int]":
    """The simplified graph of a file's largest component, without speeds."""
    ways, needed = [], set()
    way: Any
    node: Any
    for way in osmium.FileProcessor(str(source), osmium.osm.WAY):
        tags = {tag.k: tag.v for tag in way.tags}
        if osmnx_keeps(tags, network_type):
            nodes = [node.ref for node in way.nodes]
            needed.update(nodes)
            ways.append({"type": "way", "id": way.id, "nodes": nodes, "tags": tags})
    elements: list[dict[str, Any]] = []
    for node in osmium.FileProcessor(str(source), osmium.osm.NODE):
        if node.id in needed:
            place = {"lat": node.location.lat, "lon": node.location.lon}
            elements.append({"type": "node", "id": node.id, **place})
    raw = graph._create_graph([{"elements": elements + ways}], False)
    return simplification.simplify_graph(truncate.largest_component(raw, strongly=False))


def add_speeds(
    oracle: "nx.MultiDiGraph[int]", classes: dict[tuple[int, int, int], str]
) -> "nx.MultiDiGraph[int]":
    """Add OSMnx's speeds and times, with `classes` chosen where an edge has several.

    OSMnx takes the first of a set there, which changes from run to run.
    """
    for edge, data in oracle.edges.items():
        if isinstance(data["highway"], list):
            assert classes[edge] in data["highway"]
            data["highway"] = classes[edge]
    return ox.add_edge_travel_times(ox.add_edge_speeds(oracle))


def matched_edges(
    network: RoadNetwork, oracle: "nx.MultiDiGraph[int]"
) -> list[tuple[int, tuple[int, int, int]]]:
    """Pairs of an edge of the network and the oracle's edge of the same shape and ways."""
    ours = sorted((_identity(network, edge), edge) for edge in range(network.edge_count))
    theirs = sorted((_oracle_identity(oracle, edge), edge) for edge in oracle.edges)
    assert [identity for identity, _ in ours] == [identity for identity, _ in theirs]
    return [(mine[1], other[1]) for mine, other in zip(ours, theirs, strict=True)]


def _identity(network: RoadNetwork, edge: int) -> tuple[Any, ...]:
    """Ends, points and ways of an edge."""
    ends = network.node_osm_id[[network.tail[edge], network.head[edge]]].tolist()
    ways = network.edge_way[network.way_offset[edge] : network.way_offset[edge + 1]]
    points = map(tuple, network.edge_shape(edge).tolist())
    return (*ends, tuple(points), tuple(sorted(network.way_osm_id[ways].tolist())))


def _oracle_identity(oracle: "nx.MultiDiGraph[int]", edge: tuple[int, int, int]) -> tuple[Any, ...]:
    """Ends, points and ways of an edge of OSMnx's graph."""
    data = oracle.edges[edge]
    ends = ((oracle.nodes[node]["x"], oracle.nodes[node]["y"]) for node in edge[:2])
    points = data["geometry"].coords if "geometry" in data else ends
    ways = data["osmid"] if isinstance(data["osmid"], list) else [data["osmid"]]
    return (*edge[:2], tuple((y, x) for x, y in points), tuple(sorted(ways)))
