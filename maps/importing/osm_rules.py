"""What a file of OpenStreetMap says of limits, traffic signals and turns."""

from array import array
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

import numpy as np
import numpy.typing as npt

from maps.importing.turn_rules import TurnRestriction, read_restrictions
from maps.network.road_limits import limits_of, parse_height_m

NODE_TAGS = (("highway", "traffic_signals"), ("barrier", "height_restrictor"))
"""Tags of the nodes that matter to who drives past them."""

_SIDES = {"forward": 1, "backward": -1}


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class OsmRules:
    """Rules by way and by node, as they stand in the file.

    Parameters
    ----------
    closed_to, only_to, max_height_m, max_weight_kg
        What each way allows, ``(w,)``, see `WayLimits`.
    signal_node, signal_side
        OSM id of each traffic signal, and whether it is for traffic along the drawing of its way
        (1), against it (-1) or both (0).
    gate_node, gate_height_m
        OSM id of each node with a bar overhead, and its height.
    restrictions
        Turn restrictions.
    skipped_restrictions
        How many relations say more of turns than can be told.
    """

    closed_to: npt.NDArray[np.uint8]
    only_to: npt.NDArray[np.uint8]
    max_height_m: npt.NDArray[np.float32]
    max_weight_kg: npt.NDArray[np.float32]
    signal_node: npt.NDArray[np.int64]
    signal_side: npt.NDArray[np.int8]
    gate_node: npt.NDArray[np.int64]
    gate_height_m: npt.NDArray[np.float32]
    restrictions: tuple[TurnRestriction, ...]
    skipped_restrictions: int


@dataclass(slots=True)
class RuleCollector:
    """Gathers rules while a file is read."""

    closed_to: "array[int]" = field(default_factory=lambda: array("B"))
    only_to: "array[int]" = field(default_factory=lambda: array("B"))
    max_height_m: "array[float]" = field(default_factory=lambda: array("f"))
    max_weight_kg: "array[float]" = field(default_factory=lambda: array("f"))
    signals: list[tuple[int, int]] = field(default_factory=list)
    gates: list[tuple[int, float]] = field(default_factory=list)
    restrictions: list[TurnRestriction] = field(default_factory=list)
    skipped: int = 0

    def add_way(self, tags: Mapping[str, str]) -> None:
        """Take what the next way allows."""
        limits = limits_of(tags)
        self.closed_to.append(limits.closed_to)
        self.only_to.append(limits.only_to)
        self.max_height_m.append(limits.max_height_m)
        self.max_weight_kg.append(limits.max_weight_kg)

    def add_node(self, node_id: int, tags: Mapping[str, str]) -> None:
        """Take a traffic signal or a bar overhead."""
        if tags.get("highway") == "traffic_signals":
            side = _SIDES.get(tags.get("traffic_signals:direction", ""), 0)
            self.signals.append((node_id, side))
        height_m = parse_height_m(tags.get("maxheight", ""))
        if tags.get("barrier") == "height_restrictor" and height_m:
            self.gates.append((node_id, height_m))

    def add_relation(self, relation: Any, tags: Mapping[str, str]) -> None:
        """Take a turn restriction."""
        members = [(member.type, member.ref, member.role) for member in relation.members]
        restrictions, is_skipped = read_restrictions(tags, members)
        self.restrictions += restrictions
        self.skipped += is_skipped

    def finish(self) -> OsmRules:
        """Turn what was gathered into arrays, nodes sorted by id."""
        signals, gates = sorted(dict(self.signals).items()), sorted(dict(self.gates).items())
        return OsmRules(
            closed_to=np.array(self.closed_to, dtype=np.uint8),
            only_to=np.array(self.only_to, dtype=np.uint8),
            max_height_m=np.array(self.max_height_m, dtype=np.float32),
            max_weight_kg=np.array(self.max_weight_kg, dtype=np.float32),
            signal_node=np.array([node for node, _ in signals], dtype=np.int64),
            signal_side=np.array([side for _, side in signals], dtype=np.int8),
            gate_node=np.array([node for node, _ in gates], dtype=np.int64),
            gate_height_m=np.array([height for _, height in gates], dtype=np.float32),
            restrictions=tuple(self.restrictions),
            skipped_restrictions=self.skipped,
        )
