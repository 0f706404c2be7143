"""Limits, traffic signals and banned turns of the edges that ways became."""

from typing import Any

import numpy as np
import numpy.typing as npt

from maps.importing.osm_file import OsmWays
from maps.importing.simplify import Chains
from maps.importing.street_arcs import StreetArcs, one_way_rules
from maps.importing.turn_rules import EdgeEnds, ban_turns

_MOST_SIGNALS = 255


def edge_rules(
    ways: OsmWays,
    arcs: StreetArcs,
    chains: Chains,
    part_edge: npt.NDArray[np.int64],
    part_way: npt.NDArray[np.int64],
) -> dict[str, Any]:
    """The fields of a `RoadNetwork` that tell who may drive where.

    Parameters
    ----------
    part_edge, part_way
        Every pair of an edge and a way that it consists of, sorted by edge.
    """
    rules = ways.rules
    starts = np.flatnonzero(np.diff(part_edge, prepend=-1))
    ends = EdgeEnds(
        tail=arcs.node_id[chains.tail],
        head=arcs.node_id[chains.head],
        first_way=ways.way_id[arcs.way[chains.arc[chains.arc_offset[:-1]]]],
        last_way=ways.way_id[arcs.way[chains.arc[chains.arc_offset[1:] - 1]]],
    )
    banned = ban_turns(rules.restrictions, ends)
    height_m = _least(rules.max_height_m[part_way], starts)
    closed_to = np.bitwise_or.reduceat(rules.closed_to[part_way], starts)
    only_to = np.bitwise_or.reduceat(rules.only_to[part_way], starts)
    return {
        "closed_to": closed_to,
        "only_to": only_to & ~closed_to,
        "max_height_m": _under_gates(ways, arcs, chains, height_m),
        "max_weight_kg": _least(rules.max_weight_kg[part_way], starts),
        "signals": _signals(ways, arcs, chains),
        "banned_from": banned.from_edge,
        "banned_to": banned.to_edge,
        "banned_profiles": banned.profiles,
        "skipped_restrictions": rules.skipped_restrictions + banned.skipped,
    }


def _least(
    limit: npt.NDArray[np.float32], starts: npt.NDArray[np.int64]
) -> npt.NDArray[np.float32]:
    """The least limit of each group, 0 where there is none."""
    least = np.minimum.reduceat(np.where(limit > 0, limit, np.inf), starts)
    return np.where(np.isinf(least), 0.0, least).astype(np.float32)


def _under_gates(
    ways: OsmWays, arcs: StreetArcs, chains: Chains, height_m: npt.NDArray[np.float32]
) -> npt.NDArray[np.float32]:
    """Heights of edges, none above that of a bar over one of its inner nodes."""
    if len(ways.rules.gate_node) == 0:
        return height_m
    gate, is_gate = _look_up(arcs.node_id[arcs.head[chains.arc]], ways.rules.gate_node)
    is_gate[chains.arc_offset[1:] - 1] = False
    edge = np.repeat(np.arange(len(chains.tail)), np.diff(chains.arc_offset))[is_gate]
    least = np.where(height_m > 0, height_m, np.float32(np.inf))
    np.minimum.at(least, edge, ways.rules.gate_height_m[gate[is_gate]])
    return np.where(np.isinf(least), np.float32(0.0), least)


def _signals(ways: OsmWays, arcs: StreetArcs, chains: Chains) -> npt.NDArray[np.uint8]:
    """Traffic signals that each edge passes, at its head too but not at its tail."""
    rules = ways.rules
    if len(rules.signal_node) == 0:
        return np.zeros(len(chains.tail), dtype=np.uint8)
    arc = chains.arc
    signal, is_signal = _look_up(arcs.node_id[arcs.head[arc]], rules.signal_node)
    _, is_reversed = one_way_rules(ways)
    is_against = arcs.is_against[arc] | is_reversed[arcs.way[arc]]
    side = rules.signal_side[signal]
    counts = is_signal & np.where(is_against, side <= 0, side >= 0)
    passed = np.add.reduceat(counts.astype(np.int64), chains.arc_offset[:-1])
    return np.minimum(passed, _MOST_SIGNALS).astype(np.uint8)


def _look_up(
    node_id: npt.NDArray[np.int64], table: npt.NDArray[np.int64]
) -> tuple[npt.NDArray[np.int64], npt.NDArray[np.bool_]]:
    """Place of each node in a sorted table that holds one at least, and whether it is there."""
    place = np.minimum(np.searchsorted(table, node_id), len(table) - 1)
    return place, np.asarray(table[place] == node_id)
