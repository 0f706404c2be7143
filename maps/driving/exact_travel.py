"""Travel exactly as it is driven: one search through the streets for each drive, at its hour.

It knows nothing of the hierarchy that matrices come from, so that it can judge what was planned
with them. Where nothing is tolled or to be driven round, the way found is the fastest there is;
otherwise the best by the key of `maps.driving.conditions`, followed through time.
"""

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import NamedTuple, TypeVar

import numpy as np
import numpy.typing as npt

from domain.geo import Location
from domain.travel import UNREACHABLE_M, UNREACHABLE_S
from maps.driving.conditions import AVOID_FACTOR, RoadConditions
from maps.driving.exact_kernels import LENGTH, NO_ARC, TIME, TOLL, End, Roads, driven_ms, search
from maps.driving.stops import NO_EDGE, NO_STOP, Stops
from maps.network.road_network import RoadNetwork
from maps.snapping.snap import Snapped
from maps.snapping.walks import walks_ms

_ROUNDING_MS = 1e-3
_MS_PER_S = 1000


@dataclass(frozen=True, slots=True)
class Piece:
    """A part of an edge that is driven: from one share of its length to another.

    Parameters
    ----------
    turn_ms
        Time spent on turning into it.
    """

    edge: int
    from_share: float
    to_share: float
    turn_ms: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Drive:
    """The best way between two places when leaving at some time.

    Parameters
    ----------
    drive_ms
        From road to road, without the walks.
    pieces
        What is driven, in order; none where both places are at the same point.
    """

    drive_ms: float
    length_dm: int
    toll_minor: int
    pieces: tuple[Piece, ...]


class _Told(NamedTuple):
    """A drive without its way, of which very many may be kept."""

    drive_ms: float
    length_dm: int
    toll_minor: int


@dataclass(slots=True, kw_only=True, eq=False)
class ExactTravel:
    """Travel between snapped places, found by searching when it is asked for.

    Times, distances and tolls that were found are kept. Use it from one thread at a time.

    Parameters
    ----------
    places
        Names of the places, in the order in which they were snapped.
    """

    places: tuple[str, ...]
    conditions: RoadConditions
    snapped: Snapped
    _stops: Stops = field(init=False)
    _roads: Roads = field(init=False)
    _walk_ms: npt.NDArray[np.int64] = field(init=False)
    _numbers: Mapping[str, int] = field(init=False)
    _labels: npt.NDArray[np.float64] = field(init=False)
    _before: npt.NDArray[np.int32] = field(init=False)
    _kept: dict[tuple[int, int, int], _Told | None] = field(init=False, default_factory=dict)

    def __post_init__(self) -> None:
        states = self.conditions.graph.states
        self._stops = Stops.of(self.snapped, self.conditions)
        self._roads = roads_of(self.conditions)
        self._walk_ms = walks_ms(self.snapped)
        self._numbers = {place: number for number, place in enumerate(self.places)}
        self._labels = np.empty((states, 4))
        self._before = np.empty(states, dtype=np.int32)

    @property
    def network(self) -> RoadNetwork:
        """The roads."""
        return self.conditions.network

    @property
    def bucket_starts_s(self) -> npt.NDArray[np.int64]:
        """When speeds or zones change."""
        return self.conditions.bucket_starts_s

    def index(self, place: str) -> int:
        """Number of a place; KeyError if it is unknown."""
        return self._numbers[place]

    def reachable(self, origin: int, destination: int) -> bool:
        """Whether there is a way at all.

        Places are snapped only to streets that can all be reached from each other.
        """
        is_near = self.snapped.is_near
        return origin == destination or bool(is_near[origin] and is_near[destination])

    def duration_s(self, origin: int, destination: int, depart_s: int) -> int:
        """Seconds from door to door when leaving at `depart_s`, rounded up."""
        if origin == destination:
            return 0
        told = self._told(origin, destination, depart_s)
        if told is None:
            return UNREACHABLE_S
        on_foot_ms = self._on_foot_ms(origin, destination)
        return math.ceil((told.drive_ms + on_foot_ms - _ROUNDING_MS) / _MS_PER_S)

    def distance_m(self, origin: int, destination: int, depart_s: int) -> int:
        """Metres driven when leaving at `depart_s`, rounded to the nearest."""
        if origin == destination:
            return 0
        told = self._told(origin, destination, depart_s)
        return UNREACHABLE_M if told is None else (told.length_dm + 5) // 10

    def toll_minor(self, origin: int, destination: int, depart_s: int) -> int:
        """Charges of the zones entered on the way, in minor units."""
        told = self._told(origin, destination, depart_s)
        return 0 if told is None else told.toll_minor

    def drive(self, origin: int, destination: int, depart_s: int) -> Drive | None:
        """The way from place to place when leaving the door at `depart_s`; None if there is none.

        The vehicle starts when the walk from door to road is done.
        """
        told, pieces = self._search(origin, destination, depart_s)
        return None if told is None else Drive(**told._asdict(), pieces=pieces)

    def road_point(self, place: int) -> Location:
        """Where a place that is near enough meets the road."""
        snapped = self.snapped
        return Location(float(snapped.road_lat[place]), float(snapped.road_lon[place]))

    def piece_times_ms(
        self, drive: Drive, origin: int, destination: int, depart_s: int
    ) -> list[tuple[float, float]]:
        """When the vehicle begins each piece of a drive, turn included, and when it has done it."""
        time_ms, times = self._leaves_ms(origin, destination, depart_s), []
        for piece in drive.pieces:
            free_ms = int(self._roads.free_ms[piece.edge])
            work_ms = round(piece.to_share * free_ms) - round(piece.from_share * free_ms)
            begins_ms = time_ms
            time_ms = driven_ms(self._roads, piece.edge, float(work_ms), time_ms + piece.turn_ms)
            times.append((begins_ms, time_ms))
        return times

    def _on_foot_ms(self, origin: int, destination: int) -> int:
        """Walks at both ends; none between places at the very same point."""
        snapped = self.snapped
        same = (snapped.lat[origin], snapped.lon[origin]) == (
            snapped.lat[destination],
            snapped.lon[destination],
        )
        return 0 if same else int(self._walk_ms[origin] + self._walk_ms[destination])

    def _leaves_ms(self, origin: int, destination: int, depart_s: int) -> float:
        on_foot_ms = self._on_foot_ms(origin, destination)
        return float(depart_s * _MS_PER_S + min(on_foot_ms, int(self._walk_ms[origin])))

    def _told(self, origin: int, destination: int, depart_s: int) -> _Told | None:
        """Time, distance and toll of the way from place to place; None where there is none."""
        key = (origin, destination, depart_s)
        if key not in self._kept:
            self._kept[key], _ = self._search(*key)
        return self._kept[key]

    def _search(
        self, origin: int, destination: int, depart_s: int
    ) -> tuple[_Told | None, tuple[Piece, ...]]:
        a, b = int(self._stops.of_place[origin]), int(self._stops.of_place[destination])
        if NO_STOP in (a, b):
            return None, ()
        if a == b:
            return _Told(0.0, 0, 0), ()
        leaves_ms = self._leaves_ms(origin, destination, depart_s)
        best = np.empty(4)
        found = search(
            self._roads, self._end(a), self._end(b), leaves_ms, self._labels, self._before, best
        )
        if not np.isfinite(best[TIME]):
            return None, ()
        told = _Told(float(best[TIME]) - leaves_ms, int(best[LENGTH]), int(best[TOLL]))
        return told, self._pieces(a, b, *found)

    def _end(self, stop: int) -> End:
        edge, share = self._stops.edge[stop], self._stops.share[stop]
        is_pass, at = edge != NO_EDGE, np.maximum(edge, 0)
        junction = int(self._stops.junction[stop])
        is_way = is_pass & (junction < 0)
        exit_state = self.conditions.graph.exit_state[at].astype(np.int64)
        return End(
            edge=np.where(is_pass, edge, -1),
            along_ms=np.rint(share * self._roads.free_ms[at]).astype(np.int64),
            along_dm=np.rint(share * self._roads.length_dm[at]).astype(np.int64),
            exit_state=np.where(is_way, exit_state, -1),
            junction=junction,
        )

    def _pieces(
        self, a: int, b: int, straight: int, last_state: int, last_side: int
    ) -> tuple[Piece, ...]:
        """What is driven from stop to stop, read off the last search."""
        edges, shares = self._stops.edge, self._stops.share
        if straight >= 0:
            edge = int(edges[a, straight])
            side = int(np.flatnonzero(edges[b] == edge)[0])
            return (Piece(edge, float(shares[a, straight]), float(shares[b, side])),)
        arcs: list[int] = []
        state = last_state
        tail = self.conditions.graph.tail_of
        while (arc := int(self._before[state])) != NO_ARC:
            arcs.append(arc)
            state = tail(arc)
        pieces = [*self._first_piece(a, state)]
        pieces += [
            Piece(int(self._roads.edge[arc]), 0.0, 1.0, int(self._roads.turn_ms[arc]))
            for arc in reversed(arcs)
        ]
        if last_side >= 0:
            edge = int(edges[b, last_side])
            turn_ms = self._turn_ms(last_state, edge)
            pieces.append(Piece(edge, 0.0, float(shares[b, last_side]), turn_ms))
        return tuple(pieces)

    def _first_piece(self, stop: int, state: int) -> Sequence[Piece]:
        """The rest of the street that a stop lies in, up to a state; nothing from a junction."""
        if self._stops.junction[stop] >= 0:
            return ()
        ways = []
        for edge, share in zip(self._stops.edge[stop], self._stops.share[stop], strict=True):
            if edge != NO_EDGE and self.conditions.graph.exit_state[edge] == state:
                rest_ms = int(self._roads.free_ms[edge]) * (1.0 - float(share))
                ways.append((rest_ms, int(edge), float(share)))
        _, edge, share = min(ways)
        return (Piece(edge, share, 1.0),)

    def _turn_ms(self, state: int, edge: int) -> int:
        """Milliseconds of the turn from a state into an edge."""
        arcs = slice(self._roads.offset[state], self._roads.offset[state + 1])
        at = np.flatnonzero(self._roads.edge[arcs] == edge)[0]
        return int(self._roads.turn_ms[arcs][at])


def roads_of(conditions: RoadConditions) -> Roads:
    """The graph and conditions as the search reads them."""
    graph = conditions.graph
    is_usable = conditions.is_open[graph.edge] & graph.is_open_to(conditions.driving.profile)
    return Roads(
        offset=_fixed(graph.offset),
        head=_fixed(graph.head),
        edge=_fixed(graph.edge),
        turn_ms=_fixed(graph.turn_ms),
        is_usable=_fixed(is_usable),
        free_ms=_fixed(conditions.free_ms),
        length_dm=_fixed(conditions.length_dm),
        edge_class=_fixed(conditions.edge_class),
        starts_ms=_fixed(conditions.bucket_starts_s.astype(np.float64) * _MS_PER_S),
        ratios=_fixed(conditions.ratios),
        avoid=_fixed(conditions.avoid),
        toll_minor=_fixed(conditions.toll_minor),
        avoid_factor=float(AVOID_FACTOR),
        ms_per_minor=float(conditions.ms_per_minor),
    )


_Scalar = TypeVar("_Scalar", bound=np.generic)


def _fixed(array: npt.NDArray[_Scalar]) -> npt.NDArray[_Scalar]:
    """A read-only view: arrays that may be written to are another type to the compiled search."""
    view = np.ascontiguousarray(array).view()
    view.setflags(write=False)
    return view
