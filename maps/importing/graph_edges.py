"""What the attributes of the edges of an OSMnx graph say, as the arrays of a road network.

An attribute holds one value, or a list where the ways of an edge differ.
"""

import itertools
import json
import math
from collections.abc import Callable, Mapping, Sequence
from typing import Any

import numpy as np
import numpy.typing as npt

from maps.importing.build_network import rank_classes
from maps.importing.osm_file import WAY_TAGS
from maps.importing.osmnx_graph import LIMITS, MAIN_TAGS
from maps.importing.speeds import parse_maxspeed_kph
from maps.network.road_limits import LIMITING_TAGS, PROFILE_BITS, WayLimits, limits_of
from maps.network.road_network import EdgeFlag

Attributes = Mapping[str, Any]
EdgeKey = tuple[int, int, Any]

UNKNOWN_CLASS = "unclassified"
_MOST_VARIANTS = 64
_NOT_THERE = frozenset({"", "no"})


def values_of(data: Attributes, name: str) -> list[Any]:
    """All values of an attribute; none where it is missing or empty."""
    value = data.get(name)
    values = list(value) if isinstance(value, list | tuple | set) else [value]
    return [one for one in values if one is not None and str(one) not in ("", "nan")]


def tag_fields(edges: Sequence[Attributes]) -> dict[str, Any]:
    """The fields of a network that tell of streets, their names and their ways."""
    texts: dict[str, int] = {"": 0}
    rows: dict[tuple[int, ...], int] = {}
    edge_way: list[int] = []
    way_offset = [0]
    for data in edges:
        edge_way += [rows.setdefault(row, len(rows)) for row in _way_rows(data, texts)]
        way_offset.append(len(edge_way))
    road_class = [_number(_main(data, "highway") or UNKNOWN_CLASS, texts) for data in edges]
    name_text = [_number(_main(data, "name"), texts) for data in edges]
    classes, class_number = rank_classes(np.array(road_class), tuple(texts))
    ways = np.array(list(rows), dtype=np.int64).reshape(-1, 1 + len(WAY_TAGS))
    return {
        "road_class": class_number,
        "classes": classes,
        "name_text": np.array(name_text, dtype=np.int32),
        "flags": np.array([_flags(data) for data in edges], dtype=np.uint8),
        "way_offset": np.array(way_offset, dtype=np.int64),
        "edge_way": np.array(edge_way, dtype=np.int32),
        "way_osm_id": ways[:, 0].copy(),
        "way_text": ways[:, 1:].astype(np.int32),
        "way_tags": WAY_TAGS,
        "texts": tuple(texts),
    }


def maxspeeds_kph(edges: Sequence[Attributes]) -> npt.NDArray[np.float64]:
    """Mean of the different speed limits of each edge, NaN where there is none."""
    known: dict[str, float] = {}
    means = []
    for data in edges:
        limits = dict.fromkeys(str(value) for value in values_of(data, "maxspeed"))
        kph = [known.setdefault(text, parse_maxspeed_kph(text)) for text in limits]
        kph = [limit for limit in kph if not math.isnan(limit)]
        means.append(sum(kph) / len(kph) if kph else math.nan)
    return np.array(means, dtype=np.float64)


def limit_fields(
    edges: Sequence[Attributes], signals_at_head: Sequence[int], *, is_ours: bool
) -> dict[str, Any]:
    """The fields of a network that tell of limits and signals.

    Parameters
    ----------
    signals_at_head
        Traffic signals at the end of each edge, all that the graph of OSMnx itself tells of them.
    is_ours
        Whether the edges carry `LIMITS`; else they are told from what tags there are.
    """
    told = [_own_limits(data) if is_ours else _tagged_limits(data) for data in edges]
    signals = [int(data.get("signals", 0)) for data in edges] if is_ours else signals_at_head
    kinds = dict.fromkeys(LIMITS[:2], np.uint8) | dict.fromkeys(LIMITS[2:4], np.float32)
    fields = {
        name: np.array([getattr(limits, name) for limits in told], dtype=kind)
        for name, kind in kinds.items()
    }
    return fields | {"signals": np.array(signals, dtype=np.uint8)}


def turn_fields(text: str, edge_of: Mapping[EdgeKey, int]) -> dict[str, Any]:
    """The fields of a network that tell of banned turns, from the attribute of a graph."""
    turns = sorted(
        (edge_of[_edge_key(come)], edge_of[_edge_key(go)], profile_bits(words))
        for come, go, words in json.loads(text)
    )
    columns = np.array(turns, dtype=np.int32).reshape(-1, 3).T
    names = ("banned_from", "banned_to", "banned_profiles")
    fields = {name: column.copy() for name, column in zip(names, columns, strict=True)}
    return fields | {"banned_profiles": columns[2].astype(np.uint8)}


def profile_bits(words: str) -> int:
    """Sum of the bits of vehicles named in words."""
    return sum(PROFILE_BITS[word] for word in set(words.split()))


def _edge_key(key: Sequence[int]) -> EdgeKey:
    tail, head, number = key
    return tail, head, number


def _number(text: str, texts: dict[str, int]) -> int:
    """Number of a text, given to it now if it is new."""
    return texts.setdefault(text, len(texts))


def _main(data: Attributes, tag: str) -> str:
    """The value of a tag that counts for the whole edge."""
    values = values_of(data, MAIN_TAGS[tag]) or values_of(data, tag)
    return str(values[0]) if values else ""


def _way_rows(data: Attributes, texts: dict[str, int]) -> list[tuple[int, ...]]:
    """OSM id and text numbers of each way of an edge, as far as its attributes tell them apart."""
    ids = [int(value) for value in values_of(data, "osmid")] or [0]
    columns = [[_number(str(value), texts) for value in values_of(data, tag)] for tag in WAY_TAGS]
    oneway = WAY_TAGS.index("oneway")
    columns[oneway] = [_number("yes", texts)] if True in values_of(data, "oneway") else []
    count = max(len(ids), *(len(column) for column in columns))
    return [
        (
            ids[min(row, len(ids) - 1)],
            *(column[row] if row < len(column) else 0 for column in columns),
        )
        for row in range(count)
    ]


def _flags(data: Attributes) -> int:
    """Sum of `EdgeFlag`."""
    one_way = values_of(data, "oneway") or [False]
    against = values_of(data, "reversed") or [False]

    def is_there(tag: str) -> bool:
        return any(str(value) not in _NOT_THERE for value in values_of(data, tag))

    is_so = {
        EdgeFlag.ONE_WAY: True in one_way,
        EdgeFlag.TWO_WAY: False in one_way,
        EdgeFlag.AGAINST_WAY: True in against,
        EdgeFlag.ALONG_WAY: False in against,
        EdgeFlag.BRIDGE: is_there("bridge"),
        EdgeFlag.TUNNEL: is_there("tunnel"),
        EdgeFlag.ROUNDABOUT: "roundabout" in values_of(data, "junction"),
    }
    return sum(flag for flag, holds in is_so.items() if holds)


def _own_limits(data: Attributes) -> WayLimits:
    """Limits that went into a graph from a network."""
    return WayLimits(
        profile_bits(str(data.get("closed_to", ""))),
        profile_bits(str(data.get("only_to", ""))),
        float(data.get("max_height_m", 0.0)),
        float(data.get("max_weight_kg", 0.0)),
    )


def _tagged_limits(data: Attributes) -> WayLimits:
    """Limits by tags: the strictest that any mixture of their values makes."""
    names = [name for name in ("highway", *LIMITING_TAGS) if values_of(data, name)]
    mixtures = itertools.product(*([str(v) for v in values_of(data, name)] for name in names))
    limits = [
        limits_of(dict(zip(names, values, strict=True)))
        for values in itertools.islice(mixtures, _MOST_VARIANTS)
    ]
    closed_to = only_to = 0
    for one in limits:
        closed_to |= one.closed_to
        only_to |= one.only_to
    return WayLimits(
        closed_to,
        only_to,
        _least(limits, lambda one: one.max_height_m),
        _least(limits, lambda one: one.max_weight_kg),
    )


def _least(limits: Sequence[WayLimits], limit: Callable[[WayLimits], float]) -> float:
    return min((limit(one) for one in limits if limit(one) > 0), default=0.0)
