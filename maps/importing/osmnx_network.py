"""A simplified graph of OSMnx as a road network."""

import math
from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

import numpy as np
import numpy.typing as npt
import shapely

from domain.errors import RoadDataError
from domain.message import message
from maps.importing.graph_edges import (
    Attributes,
    limit_fields,
    maxspeeds_kph,
    tag_fields,
    turn_fields,
    values_of,
)
from maps.importing.osmnx_graph import BANNED_TURNS
from maps.importing.road_filter import BIKE, DRIVE
from maps.importing.speeds import bike_kph, fill_missing_kph, travel_ms
from maps.importing.twins import find_twins
from maps.network.road_network import RoadNetwork

if TYPE_CHECKING:
    import networkx as nx

_CRS = "epsg:4326"
_LARGEST_ID = 2**63 - 1
_LONGEST_M = 1e7
_FASTEST_KPH = 1000.0

_Key = int | tuple[int, int, Any]
"""Of a node its id, of an edge the ids of its ends and its number among those between them."""
_WRONG_TYPE = {DRIVE: "roads.graph_not_for_driving", BIKE: "roads.graph_not_for_bikes"}


def network_of_osmnx(
    graph: "nx.MultiDiGraph[int]",
    *,
    name: str = "graph",
    source: str = "graph",
    network_type: str = DRIVE,
) -> RoadNetwork:
    """Make a network of a simplified graph in degrees.

    Speeds are those of ``speed_kph`` where edges have them, else those of their limits; travel
    times follow from them. Nodes are sorted by id, edges by their nodes.

    Parameters
    ----------
    name, source, network_type
        Labels of the network; a graph that tells its type must be of that type.

    Raises
    ------
    RoadDataError
        If the graph is projected, not simplified, of another type, or no graph of OSMnx; where one
        node or edge is to blame, the message says which.
    """
    _check_graph(graph, source, network_type)
    try:
        return _converted(graph, name, source, network_type)
    except (ValueError, TypeError, KeyError, OverflowError) as error:
        raise RoadDataError(message("roads.graph_foreign", file=source)) from error


def _converted(
    graph: "nx.MultiDiGraph[int]", name: str, source: str, network_type: str
) -> RoadNetwork:
    """The network of a graph that is of the right kind as a whole."""
    nodes = sorted(graph.nodes)
    keys = sorted(graph.edges(keys=True), key=lambda edge: edge[:2])
    edges = [graph.edges[key] for key in keys]
    places_e7 = _node_places(graph, nodes, source)
    number = {node: i for i, node in enumerate(nodes)}
    tail, head = (np.array([number[key[end]] for key in keys], dtype=np.int32) for end in (0, 1))
    told = _told_fields(graph, edges, keys)
    length_m = _numbers(edges, "length", keys, source, 0.0, _LONGEST_M)
    maxspeed_kph = maxspeeds_kph(edges)
    speed_kph = _speeds_kph(edges, keys, source, maxspeed_kph, told, network_type)
    shape_offset, shape_lat_e7, shape_lon_e7 = _shapes(
        edges, keys, source, places_e7[:, tail], places_e7[:, head]
    )
    return RoadNetwork(
        name=name,
        source=source,
        node_osm_id=np.array(nodes, dtype=np.int64),
        node_lat=places_e7[0] / 1e7,
        node_lon=places_e7[1] / 1e7,
        tail=tail,
        head=head,
        length_m=length_m,
        speed_kph=speed_kph,
        travel_ms=travel_ms(length_m, speed_kph),
        maxspeed_kph=np.nan_to_num(maxspeed_kph, nan=0.0).astype(np.float32),
        twin=find_twins(tail, head, shape_offset, shape_lat_e7, shape_lon_e7),
        shape_offset=shape_offset,
        shape_lat=shape_lat_e7 / 1e7,
        shape_lon=shape_lon_e7 / 1e7,
        network_type=network_type,
        **told,
    )


def _check_graph(graph: "nx.MultiDiGraph[int]", source: str, network_type: str) -> None:
    """Raise RoadDataError unless OSMnx made the graph, simplified it and left it in degrees."""
    import pyproj

    if not (graph.is_multigraph() and graph.is_directed() and graph.graph.get("crs")):
        raise RoadDataError(message("roads.graph_foreign", file=source))
    try:
        is_in_degrees = pyproj.CRS(graph.graph["crs"]) == pyproj.CRS(_CRS)
    except pyproj.exceptions.CRSError as error:
        raise RoadDataError(message("roads.graph_foreign", file=source)) from error
    if not is_in_degrees:
        raise RoadDataError(message("roads.graph_projected", file=source))
    if graph.graph.get("simplified") is not True:
        raise RoadDataError(message("roads.graph_not_simplified", file=source))
    if graph.graph.get("network_type", network_type) != network_type:
        raise RoadDataError(message(_WRONG_TYPE[network_type], file=source))
    if graph.number_of_edges() == 0:
        raise RoadDataError(message("roads.empty", file=source))
    if not all(isinstance(node, int) and abs(node) <= _LARGEST_ID for node in graph.nodes):
        raise RoadDataError(message("roads.graph_foreign", file=source))


def _told_fields(
    graph: "nx.MultiDiGraph[int]",
    edges: Sequence[Attributes],
    keys: Sequence[tuple[int, int, Any]],
) -> dict[str, Any]:
    """All fields that attributes tell without any geometry."""
    has_signal = {
        node: int("traffic_signals" in values_of(data, "highway"))
        for node, data in graph.nodes(data=True)
    }
    edge_of = {key: edge for edge, key in enumerate(keys)}
    is_ours = BANNED_TURNS in graph.graph
    return {
        **tag_fields(edges),
        **limit_fields(edges, [has_signal[key[1]] for key in keys], is_ours=is_ours),
        **turn_fields(graph.graph.get(BANNED_TURNS, "[]"), edge_of),
        "skipped_restrictions": int(graph.graph.get("skipped_restrictions", 0)),
    }


def _node_places(
    graph: "nx.MultiDiGraph[int]", nodes: Sequence[int], source: str
) -> npt.NDArray[np.int64]:
    """Latitudes and longitudes of nodes in degrees times 10^7, ``(2, n)``."""
    data = [graph.nodes[node] for node in nodes]
    lat = _numbers(data, "y", nodes, source, -90.0, 90.0)
    lon = _numbers(data, "x", nodes, source, -180.0, 180.0)
    return np.rint(np.stack((lat, lon)) * 1e7).astype(np.int64)


def _speeds_kph(
    edges: Sequence[Attributes],
    keys: Sequence[_Key],
    source: str,
    maxspeed_kph: npt.NDArray[np.float64],
    told: dict[str, Any],
    network_type: str,
) -> npt.NDArray[np.float64]:
    """Speeds that edges have, and those that they get where they have none."""
    filled = (
        bike_kph(told["road_class"], told["classes"])
        if network_type == BIKE
        else fill_missing_kph(maxspeed_kph, told["road_class"], told["classes"])
    )
    has_speed = np.array(["speed_kph" in data for data in edges])
    chosen = np.flatnonzero(has_speed).tolist()
    filled[has_speed] = _numbers(
        [edges[i] for i in chosen],
        "speed_kph",
        [keys[i] for i in chosen],
        source,
        0.1,
        _FASTEST_KPH,
    )
    return filled


def _numbers(
    things: Sequence[Attributes],
    field: str,
    keys: Sequence[_Key],
    source: str,
    low: float,
    high: float,
) -> npt.NDArray[np.float64]:
    """A number of each node or edge; RoadDataError at the first without one within the bounds."""
    values = []
    for data, key in zip(things, keys, strict=True):
        try:
            value = float(data[field])
        except (KeyError, TypeError, ValueError):
            value = math.nan
        if not low <= value <= high:
            raise _damaged(source, key, field)
        values.append(value)
    return np.array(values, dtype=np.float64)


def _shapes(
    edges: Sequence[Attributes],
    keys: Sequence[_Key],
    source: str,
    start_e7: npt.NDArray[np.int64],
    end_e7: npt.NDArray[np.int64],
) -> tuple[npt.NDArray[np.int64], npt.NDArray[np.int64], npt.NDArray[np.int64]]:
    """Offset, latitude and longitude of the points of all edges, straight where none are given."""
    lines = []
    for edge, (data, key) in enumerate(zip(edges, keys, strict=True)):
        line = data.get("geometry")
        if line is None:
            lat_lon = np.column_stack((start_e7[:, edge], end_e7[:, edge])).T
        elif isinstance(line, shapely.LineString) and not line.is_empty:
            lat_lon = np.rint(shapely.get_coordinates(line)[:, ::-1] * 1e7)
        else:
            raise _damaged(source, key, "geometry")
        if not (np.abs(lat_lon) <= (90e7, 180e7)).all():
            raise _damaged(source, key, "geometry")
        if _runs_backwards(lat_lon, start_e7[:, edge], end_e7[:, edge]):
            lat_lon = lat_lon[::-1]
        lines.append(lat_lon.astype(np.int64))
    offset = np.append(0, np.cumsum([len(line) for line in lines]))
    lat, lon = np.concatenate(lines).T.copy()
    return offset, lat, lon


def _runs_backwards(
    line: npt.NDArray[Any], start: npt.NDArray[np.int64], end: npt.NDArray[np.int64]
) -> bool:
    """Whether a line is drawn from the end of its edge to its start.

    Graphs that were undirected for a while hold such lines.
    """
    forth = np.abs(line[0] - start).sum() + np.abs(line[-1] - end).sum()
    back = np.abs(line[0] - end).sum() + np.abs(line[-1] - start).sum()
    return bool(back < forth)


def _damaged(source: str, key: _Key, field: str) -> RoadDataError:
    if isinstance(key, int):
        return RoadDataError(message("roads.node_damaged", file=source, node=key, column=field))
    tail, head, number = key
    return RoadDataError(
        message(
            "roads.edge_damaged",
            file=source,
            tail=tail,
            head=head,
            number=str(number),
            column=field,
        )
    )
