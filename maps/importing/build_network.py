"""From ways to a `RoadNetwork`: simplify, gather tags, add speeds, times, rules and land."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np
import numpy.typing as npt
import shapely

from domain.errors import RoadDataError
from domain.message import message
from maps.importing.build_land_cover import build_land_cover
from maps.importing.edge_rules import edge_rules
from maps.importing.osm_file import WAY_TAGS, OsmWays
from maps.importing.road_filter import BIKE
from maps.importing.simplify import Chains, simplify
from maps.importing.speeds import bike_kph, fill_missing_kph, parse_maxspeed_kph, travel_ms
from maps.importing.street_arcs import (
    StreetArcs,
    build_arcs,
    clip_arcs,
    largest_component,
    one_way_rules,
)
from maps.importing.twins import find_twins
from maps.network.road_network import EdgeFlag, RoadNetwork

OTHER_CLASS = "other"
_MOST_CLASSES = 255
_LENGTH_STEP_M = 1e-3


def build_network(
    ways: OsmWays, *, name: str, source: str, area: shapely.Geometry | None = None
) -> RoadNetwork:
    """Make a network of the largest connected part of the ways, within an area where one is given.

    Raises
    ------
    RoadDataError
        If no road is left.
    """
    arcs = build_arcs(ways)
    if area is not None:
        arcs = clip_arcs(arcs, area)
    if len(arcs.tail) == 0:
        raise RoadDataError(message("roads.empty", file=source))
    arcs = largest_component(arcs)
    chains = simplify(arcs)
    if len(chains.tail) == 0:
        raise RoadDataError(message("roads.empty", file=source))
    network = _assemble(ways, arcs, chains, name=name, source=source)
    land = build_land_cover(ways.land, network.shape_lat, network.shape_lon, area)
    return replace(network, land=land, is_made_up=ways.is_made_up)


def _assemble(
    ways: OsmWays, arcs: StreetArcs, chains: Chains, *, name: str, source: str
) -> RoadNetwork:
    """Put the arrays of a network together."""
    nodes, ends = np.unique((chains.tail, chains.head), return_inverse=True)
    tail, head = ends.astype(np.int32)
    parts = _parts(arcs, chains, ways)
    length_m = np.add.reduceat(arcs.length_m[chains.arc], chains.arc_offset[:-1])
    main_class = _dominant(parts, ways.tag("highway")[parts.way])
    classes, road_class = rank_classes(main_class, ways.texts)
    maxspeed_kph = _maxspeed_kph(parts, ways)
    speed_kph = (
        bike_kph(road_class, classes)
        if ways.network_type == BIKE
        else fill_missing_kph(maxspeed_kph, road_class, classes)
    )
    shape_offset, shape_node = _shapes(arcs, chains)
    lat_e7, lon_e7 = arcs.lat_e7[shape_node], arcs.lon_e7[shape_node]
    used_ways, edge_way = np.unique(parts.way, return_inverse=True)
    return RoadNetwork(
        name=name,
        source=source,
        node_osm_id=arcs.node_id[nodes],
        node_lat=arcs.lat_e7[nodes] / 1e7,
        node_lon=arcs.lon_e7[nodes] / 1e7,
        tail=tail,
        head=head,
        length_m=length_m,
        speed_kph=speed_kph,
        travel_ms=travel_ms(length_m, speed_kph),
        maxspeed_kph=np.nan_to_num(maxspeed_kph, nan=0.0).astype(np.float32),
        road_class=road_class,
        name_text=_dominant(parts, ways.tag("name")[parts.way]).astype(np.int32),
        flags=_flags(arcs, chains, parts, ways),
        twin=find_twins(tail, head, shape_offset, lat_e7, lon_e7),
        shape_offset=shape_offset,
        shape_lat=lat_e7 / 1e7,
        shape_lon=lon_e7 / 1e7,
        way_offset=np.append(0, np.cumsum(np.bincount(parts.edge, minlength=len(tail)))),
        edge_way=edge_way.astype(np.int32),
        way_osm_id=ways.way_id[used_ways],
        way_text=ways.way_text[used_ways],
        way_tags=WAY_TAGS,
        classes=classes,
        texts=ways.texts,
        network_type=ways.network_type,
        **edge_rules(ways, arcs, chains, parts.edge, parts.way),
    )


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class _Parts:
    """The ways of each edge, each once, sorted by edge and in driving order within."""

    edge: npt.NDArray[np.int64]
    way: npt.NDArray[np.int64]
    length_m: npt.NDArray[np.float64]


def _parts(arcs: StreetArcs, chains: Chains, ways: OsmWays) -> _Parts:
    """Sum up the arcs of each edge by way."""
    count = len(ways.way_id)
    edge = _edge_of_arc(chains)
    key, first, part = np.unique(
        edge * count + arcs.way[chains.arc], return_index=True, return_inverse=True
    )
    length_m = np.bincount(part, weights=arcs.length_m[chains.arc]).astype(np.float64)
    order = np.argsort(first, kind="stable")
    return _Parts(edge=key[order] // count, way=key[order] % count, length_m=length_m[order])


def _edge_of_arc(chains: Chains) -> npt.NDArray[np.int64]:
    """Edge that each arc of the chains belongs to."""
    return np.repeat(np.arange(len(chains.tail)), np.diff(chains.arc_offset))


def _shapes(
    arcs: StreetArcs, chains: Chains
) -> tuple[npt.NDArray[np.int64], npt.NDArray[np.int64]]:
    """Nodes that each edge runs through, its two ends included, and where each edge starts."""
    edges = np.arange(len(chains.tail))
    offset = chains.arc_offset + np.append(edges, len(edges))
    node = np.empty(offset[-1], dtype=np.int64)
    node[np.arange(len(chains.arc)) + _edge_of_arc(chains)] = arcs.tail[chains.arc]
    node[offset[1:] - 1] = chains.head
    return offset, node


def _dominant(parts: _Parts, text: npt.NDArray[np.integer]) -> npt.NDArray[np.int64]:
    """The text that covers most of each edge, text 0 only where there is no other.

    Lengths count in millimetres and ties go to the smaller number, so that both directions of a
    street agree.
    """
    size = int(text.max(initial=0)) + 1
    key, part = np.unique(parts.edge * size + text, return_inverse=True)
    length = np.rint(np.bincount(part, weights=parts.length_m) / _LENGTH_STEP_M)
    edge, choice = np.divmod(key, size)
    length[choice == 0] = -1.0
    order = np.lexsort((choice, -length, edge))
    return choice[order][np.flatnonzero(np.diff(edge[order], prepend=-1))]


def rank_classes(
    text: npt.NDArray[np.integer], texts: Sequence[str]
) -> tuple[tuple[str, ...], npt.NDArray[np.uint8]]:
    """Names of the road classes, the most frequent first, and the class of each edge.

    Parameters
    ----------
    text
        Number in `texts` of the class of each edge.
    """
    number, edge_class, count = np.unique(text, return_inverse=True, return_counts=True)
    order = np.argsort(-count, kind="stable")
    rank = np.empty(len(order), dtype=np.int64)
    rank[order] = np.minimum(np.arange(len(order)), _MOST_CLASSES)
    names = [texts[number[i]] for i in order]
    if len(names) > _MOST_CLASSES:
        names[_MOST_CLASSES:] = [OTHER_CLASS]
    return tuple(names), rank[edge_class].astype(np.uint8)


def _maxspeed_kph(parts: _Parts, ways: OsmWays) -> npt.NDArray[np.float64]:
    """Mean of the different speed limits along each edge, NaN where there is none."""
    tag = ways.tag("maxspeed")
    kph = np.full(len(ways.texts), np.nan)
    for number in np.unique(tag[tag > 0]):
        kph[number] = parse_maxspeed_kph(ways.texts[number])
    count, size = len(ways.texts), int(parts.edge[-1]) + 1
    edge, limit = np.divmod(np.unique(parts.edge * count + tag[parts.way]), count)
    is_known = ~np.isnan(kph[limit])
    total = np.bincount(edge[is_known], weights=kph[limit[is_known]], minlength=size)
    number_known = np.bincount(edge[is_known], minlength=size)
    return np.where(number_known > 0, total / np.maximum(number_known, 1), np.nan)


def _flags(arcs: StreetArcs, chains: Chains, parts: _Parts, ways: OsmWays) -> npt.NDArray[np.uint8]:
    """`EdgeFlag` sums: each is set where some part of the edge is so."""
    flags = np.zeros(len(chains.tail), dtype=np.uint8)
    one_way, _ = one_way_rules(ways)
    is_no = np.array([text in ("", "no") for text in ways.texts])
    is_round = np.array([text == "roundabout" for text in ways.texts])
    is_so = {
        EdgeFlag.ONE_WAY: one_way,
        EdgeFlag.TWO_WAY: ~one_way,
        EdgeFlag.BRIDGE: ~is_no[ways.tag("bridge")],
        EdgeFlag.TUNNEL: ~is_no[ways.tag("tunnel")],
        EdgeFlag.ROUNDABOUT: is_round[ways.tag("junction")],
    }
    for flag, of_way in is_so.items():
        flags[parts.edge[of_way[parts.way]]] |= np.uint8(flag)
    edge, is_against = _edge_of_arc(chains), arcs.is_against[chains.arc]
    flags[edge[~is_against]] |= np.uint8(EdgeFlag.ALONG_WAY)
    flags[edge[is_against]] |= np.uint8(EdgeFlag.AGAINST_WAY)
    return flags
