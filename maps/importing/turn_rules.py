"""Turn restrictions of OpenStreetMap, told as pairs of edges.

A restriction names ways; here it forbids to go on from one edge into another at the node where both
meet. What cannot be told so is counted, never dropped in silence: restrictions by way of another
way, at some hours only, or whose ways run through the node in place of ending there.

References
----------
OpenStreetMap wiki: Relation:restriction.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from maps.network.road_limits import ALL_PROFILES, PROFILE_BITS

_MOTOR = PROFILE_BITS["car"] | PROFILE_BITS["van"] | PROFILE_BITS["truck"]
_VEHICLES: Mapping[str, int] = {
    **{"motorcar": PROFILE_BITS["car"], "goods": PROFILE_BITS["van"]},
    **{"hgv": PROFILE_BITS["truck"], "bicycle": PROFILE_BITS["bike"]},
    **{"motor_vehicle": _MOTOR, "vehicle": ALL_PROFILES},
}
"""Profiles that each kind of vehicle of OSM stands for; none for a bus or a caravan."""

_KEY = "restriction"
_SOME_HOURS = ("day_on", "day_off", "hour_on", "hour_off")

Member = tuple[str, int, str]
"""Type (``n``, ``w`` or ``r``), OSM id and role of a member of a relation."""


@dataclass(frozen=True, slots=True, kw_only=True)
class TurnRestriction:
    """One restriction at one node, by OSM ids.

    Parameters
    ----------
    from_ways, via_node, to_ways
        Who comes along one of `from_ways` to `via_node` may not go on into any of `to_ways`.
    is_only
        Whether it is the other way round: who comes so must go on into one of `to_ways`.
    profiles
        Sum of `PROFILE_BITS` of those that it holds for.
    """

    from_ways: tuple[int, ...]
    via_node: int
    to_ways: tuple[int, ...]
    is_only: bool
    profiles: int


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class EdgeEnds:
    """OSM ids at both ends of each edge, all ``(m,)``: nodes, and the ways there."""

    tail: npt.NDArray[np.int64]
    head: npt.NDArray[np.int64]
    first_way: npt.NDArray[np.int64]
    last_way: npt.NDArray[np.int64]


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class BannedTurns:
    """Pairs of edges that may not follow each other, and how many restrictions are not told so.

    The pairs are sorted and each is there once; `profiles` are sums of `PROFILE_BITS`.
    """

    from_edge: npt.NDArray[np.int32]
    to_edge: npt.NDArray[np.int32]
    profiles: npt.NDArray[np.uint8]
    skipped: int


def read_restrictions(
    tags: Mapping[str, str], members: Sequence[Member]
) -> tuple[tuple[TurnRestriction, ...], bool]:
    """The restrictions that a relation means, and whether some of it cannot be told.

    A relation may hold one for all vehicles and others for some kinds.
    """
    rules = {key: value for key, value in tags.items() if key.split(":")[0] == _KEY}
    is_skipped = any(key.endswith(":conditional") for key in rules)
    excepted = _profiles_of(tags.get("except", "").split(";"))
    whole_day = not any(key in tags for key in _SOME_HOURS)
    ends = _ends(members)
    restrictions = []
    for key, value in rules.items():
        kinds = key.split(":")[1:]
        profiles = (_profiles_of(kinds) if kinds else ALL_PROFILES) & ~excepted
        if not profiles or "conditional" in kinds:
            continue
        is_known = value.startswith(("no_", "only_"))
        if ends is None or not is_known or not whole_day:
            is_skipped = True
            continue
        from_ways, via_node, to_ways = ends
        restrictions.append(
            TurnRestriction(
                from_ways=from_ways,
                via_node=via_node,
                to_ways=to_ways,
                is_only=value.startswith("only_"),
                profiles=profiles,
            )
        )
    return tuple(restrictions), is_skipped


def ban_turns(restrictions: Sequence[TurnRestriction], ends: EdgeEnds) -> BannedTurns:
    """Tell restrictions as pairs of edges.

    One whose node or ways did not become part of the network has no effect there.
    """
    nodes = np.array([restriction.via_node for restriction in restrictions], dtype=np.int64)
    into = _edges_by_node(ends.head, ends.last_way, nodes)
    out_of = _edges_by_node(ends.tail, ends.first_way, nodes)
    banned: dict[tuple[int, int], int] = defaultdict(int)
    skipped = 0
    for restriction in restrictions:
        pairs = _pairs(restriction, into[restriction.via_node], out_of[restriction.via_node])
        if pairs is None:
            skipped += 1
            continue
        for pair in pairs:
            banned[pair] |= restriction.profiles
    pairs_sorted = np.array(sorted(banned), dtype=np.int32).reshape(-1, 2)
    return BannedTurns(
        from_edge=pairs_sorted[:, 0].copy(),
        to_edge=pairs_sorted[:, 1].copy(),
        profiles=np.array([banned[pair] for pair in sorted(banned)], dtype=np.uint8),
        skipped=skipped,
    )


def _profiles_of(kinds: Iterable[str]) -> int:
    """Profiles that some kinds of vehicle stand for."""
    profiles = 0
    for kind in kinds:
        profiles |= _VEHICLES.get(kind.strip(), 0)
    return profiles


def _ends(members: Sequence[Member]) -> tuple[tuple[int, ...], int, tuple[int, ...]] | None:
    """Ways to come along, node, and ways to go on into; None if they are not just that."""
    from_ways = tuple(ref for kind, ref, role in members if (kind, role) == ("w", "from"))
    to_ways = tuple(ref for kind, ref, role in members if (kind, role) == ("w", "to"))
    via = [(kind, ref) for kind, ref, role in members if role == "via"]
    if not from_ways or not to_ways or len(via) != 1 or via[0][0] != "n":
        return None
    return from_ways, via[0][1], to_ways


_Edges = dict[int, list[int]]
"""Edges at a node, by the way along which they reach or leave it."""


def _edges_by_node(
    node: npt.NDArray[np.int64], way: npt.NDArray[np.int64], wanted: npt.NDArray[np.int64]
) -> dict[int, _Edges]:
    """The edges at each wanted node."""
    edges = np.flatnonzero(np.isin(node, wanted))
    found: dict[int, _Edges] = defaultdict(lambda: defaultdict(list))
    for edge, at, along in zip(
        edges.tolist(), node[edges].tolist(), way[edges].tolist(), strict=True
    ):
        found[at][along].append(edge)
    return found


def _pairs(
    restriction: TurnRestriction, into: _Edges, out_of: _Edges
) -> set[tuple[int, int]] | None:
    """Pairs of edges that a restriction bans; None if it does not tell which."""
    coming = [into[way] for way in restriction.from_ways if way in into]
    going = [out_of[way] for way in restriction.to_ways if way in out_of]
    if any(len(edges) > 1 for edges in (*coming, *going)):
        return None
    targets = {edges[0] for edges in going}
    if restriction.is_only:
        if coming and not targets:
            return None
        targets = {edge for edges in out_of.values() for edge in edges} - targets
    return {(edges[0], target) for edges in coming for target in targets}
