"""The shift that brings places to the streets that their addresses name."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from scipy import ndimage

from maps.network.road_network import RoadNetwork
from planning.road_checks.street_field import Indices, Numbers, StreetDots

LEAST_NAMED = 12
"""Fewer places with a street of theirs tell nothing."""

NEAR_M = 40.0
"""A place this near to its street is at it."""

_REACH_M = 2_000.0
_CELL_M = 20.0
_SHORTEST_NAME = 2


@dataclass(frozen=True, slots=True, kw_only=True)
class NamedShift:
    """How many places are at the street that their address names, as they are and moved.

    Parameters
    ----------
    places
        Places whose address names a street nearby.
    share_here
        Share of them that are at it.
    east_m, north_m
        The move that brings most of them there.
    votes
        Places that each move brings to their streets, the move to the south-west first.
    """

    places: int
    share_here: float
    east_m: float
    north_m: float
    votes: Numbers

    @property
    def share_there(self) -> float:
        """Share that is at its street after the best move."""
        return float(self.votes.max()) / self.places

    def share_after(self, east_m: float, north_m: float) -> float:
        """Share that is at its street after a move."""
        line, column = (int(_cell(np.array(metres))) for metres in (north_m, east_m))
        inside = min(line, column) >= 0 and max(line, column) < len(self.votes)
        return float(self.votes[line, column]) / self.places if inside else 0.0


def named_shift(
    network: RoadNetwork, dots: StreetDots, east_m: Numbers, north_m: Numbers, texts: Sequence[str]
) -> NamedShift | None:
    """Compare places with the streets of their addresses; None where too few are named.

    Every place votes for all moves that bring it to its own street. Streets run in many
    directions, so that few moves get the votes of nearly all; the shortest of those counts.
    """
    size = 2 * int(_REACH_M / _CELL_M) + 1
    votes = np.zeros((size, size))
    near, places = 0, 0
    for place, street in enumerate(_streets_of(network, dots, texts)):
        if street is None:
            continue
        east, north = dots.east_m[street] - east_m[place], dots.north_m[street] - north_m[place]
        close = (np.abs(east) < _REACH_M) & (np.abs(north) < _REACH_M)
        if not close.any():
            continue
        places += 1
        near += bool(np.hypot(east[close], north[close]).min() <= NEAR_M)
        votes += _within_reach(_cell(east[close]), _cell(north[close]), size)
    if places < LEAST_NAMED:
        return None
    lines, columns = np.nonzero(votes == votes.max())
    north, east = (lines - size // 2) * _CELL_M, (columns - size // 2) * _CELL_M
    least = int(np.hypot(north, east).argmin())
    return NamedShift(
        places=places,
        share_here=near / places,
        east_m=float(east[least]),
        north_m=float(north[least]),
        votes=votes,
    )


def _cell(metres: Numbers) -> Indices:
    return np.rint((metres + _REACH_M) / _CELL_M).astype(np.int64)


def _within_reach(column: Indices, line: Indices, size: int) -> Numbers:
    """One vote for every move that brings a place near to its street."""
    field = np.zeros((size, size), dtype=np.bool_)
    field[line, column] = True
    steps = int(NEAR_M / _CELL_M)
    along = np.arange(-steps, steps + 1)
    disc = np.hypot(along[:, np.newaxis], along) <= steps
    return ndimage.binary_dilation(field, disc).astype(np.float64)


def _streets_of(
    network: RoadNetwork, dots: StreetDots, texts: Sequence[str]
) -> list[Indices | None]:
    """Dots of the street with the longest name that each text contains."""
    by_name: dict[int, list[Indices]] = defaultdict(list)
    name_of_dot = network.name_text[dots.edge]
    order = np.argsort(name_of_dot, kind="stable")
    starts = np.flatnonzero(np.diff(name_of_dot[order], prepend=-1))
    for group in np.split(order, starts[1:]):
        if len(group):
            by_name[int(name_of_dot[group[0]])].append(group)
    names = {
        network.texts[number].casefold(): groups[0]
        for number, groups in by_name.items()
        if len(network.texts[number]) >= _SHORTEST_NAME
    }
    longest_first = sorted(names, key=lambda name: (-len(name), name))
    found = []
    for text in texts:
        plain = text.casefold()
        name = next((name for name in longest_first if name in plain), None)
        found.append(None if name is None else names[name])
    return found
