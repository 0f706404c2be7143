"""State graphs and hierarchies of networks: made once, kept on disk and while the network is."""

from dataclasses import astuple
from weakref import WeakKeyDictionary

import numpy as np

from maps.driving.state_graph import StateGraph, graph_of_turns, state_graph
from maps.driving.turns import TurnCosts
from maps.hierarchy.hierarchy import Hierarchy
from maps.network.road_cache import load_derived, store_derived
from maps.network.road_network import RoadNetwork

_TURN_GRAPH = "turn_graph"
_TURNS = ("offset", "edge", "turn_ms", "closed_to")

_GRAPHS: WeakKeyDictionary[RoadNetwork, dict[TurnCosts | None, StateGraph]] = WeakKeyDictionary()
_HIERARCHIES: WeakKeyDictionary[RoadNetwork, dict[bool, Hierarchy]] = WeakKeyDictionary()


def open_graph(network: RoadNetwork, turns: TurnCosts | None) -> StateGraph:
    """The state graph of a network, with turns where costs of turning are given."""
    graphs = _GRAPHS.setdefault(network, {})
    if turns not in graphs:
        kept = None if turns is None else _load_turns(network, turns)
        graphs[turns] = kept or _make_graph(network, turns)
    return graphs[turns]


def open_hierarchy(network: RoadNetwork, graph: StateGraph) -> Hierarchy:
    """The hierarchy of a network's state graph: from memory, from disk, or made now.

    It does not depend on what turns cost, nor on which roads are closed to whom.
    """
    opened = _HIERARCHIES.setdefault(network, {})
    if graph.with_turns not in opened:
        opened[graph.with_turns] = _load(network, graph) or _make(network, graph)
    return opened[graph.with_turns]


def _load_turns(network: RoadNetwork, turns: TurnCosts) -> StateGraph | None:
    """The graph of turns kept on disk; None if there is none, or none for these costs."""
    kept = load_derived(network, _TURN_GRAPH)
    if kept is None or kept.keys() != {"costs", *_TURNS}:
        return None
    offset, second = kept["offset"], kept["edge"]
    edges = network.edge_count
    fits = (
        np.array_equal(kept["costs"], astuple(turns))
        and offset.shape == (edges + 1,)
        and offset[0] == 0
        and bool((np.diff(offset) >= 0).all())
        and all(len(kept[name]) == offset[-1] for name in _TURNS[1:])
        and (not second.size or bool(second.min() >= 0 and second.max() < edges))
    )
    return graph_of_turns(*(kept[name] for name in _TURNS)) if fits else None


def _make_graph(network: RoadNetwork, turns: TurnCosts | None) -> StateGraph:
    graph = state_graph(network, turns)
    if turns is not None:
        arrays = {name: getattr(graph, name) for name in _TURNS}
        store_derived(network, _TURN_GRAPH, {"costs": np.array(astuple(turns)), **arrays})
    return graph


def _kind(graph: StateGraph) -> str:
    return "turn_hierarchy" if graph.with_turns else "hierarchy"


def _load(network: RoadNetwork, graph: StateGraph) -> Hierarchy | None:
    arrays = load_derived(network, _kind(graph))
    if arrays is None:
        return None
    try:
        hierarchy = Hierarchy.from_arrays(arrays)
    except ValueError:
        return None
    fits = hierarchy.nodes == graph.states and len(hierarchy.slot) == len(graph.head)
    return hierarchy if fits else None


def _make(network: RoadNetwork, graph: StateGraph) -> Hierarchy:
    if graph.with_turns:
        middle = (network.shape_offset[:-1] + network.shape_offset[1:]) // 2
        lat, lon = network.shape_lat[middle], network.shape_lon[middle]
    else:
        lat, lon = network.node_lat, network.node_lon
    hierarchy = Hierarchy.build(
        nodes=graph.states,
        tail=graph.tail,
        head=graph.head,
        lat=np.ascontiguousarray(lat),
        lon=np.ascontiguousarray(lon),
    )
    store_derived(network, _kind(graph), hierarchy.arrays())
    return hierarchy
