"""The street network: main roads and districts joined at corners that they share."""

from dataclasses import dataclass
from typing import Literal

import numpy as np
import numpy.typing as npt
import shapely
from scipy.sparse import coo_array
from scipy.sparse.csgraph import connected_components

from planning.sample.carriageways import with_two_carriageways
from planning.sample.districts import LocalStreets
from planning.sample.polylines import Indices, Mask, Points, cut
from planning.sample.roads import MainRoad

JUNCTION_GAP_M = 17.0
"""Streets that meet a main road this close together meet it in one corner."""

CLEAR_M = 24.0
"""Streets that would join this close to the end of a stretch are left out."""

LEAST_CROSSING = 0.5
"""Sine of the least angle at which a street joins a main road."""


@dataclass(frozen=True, slots=True, eq=False)
class Network:
    """Streets between corners.

    Parameters
    ----------
    corners
        ``(n, 2)`` metres.
    ends
        First and last corner of each street, ``(m, 2)``.
    bends
        Points between, one array per street.
    road
        Class of each street, ``(m,)``.
    main
        Which kind of main road a street is part of, as an index into `main_names`; -1 for a
        street of a district, ``(m,)``.
    main_names
        Kind and number of each main road.
    one_way
        Whether each street is driven from its first to its last corner only, ``(m,)``.
    bridge
        Whether each street is a bridge, ``(m,)``.
    one_way_share
        Share of one-way streets wanted around each street, ``(m,)``.
    """

    corners: Points
    ends: Indices
    bends: tuple[Points, ...]
    road: Indices
    main: Indices
    main_names: tuple[tuple[str, int], ...]
    one_way: Mask
    bridge: Mask
    one_way_share: np.ndarray[tuple[int], np.dtype[np.float64]]

    def line(self, street: int) -> Points:
        """Where a street runs, corners included."""
        first, last = self.corners[self.ends[street]]
        return np.vstack([first, self.bends[street], last])

    def all_points(self) -> tuple[Points, Indices]:
        """Points of all streets, one street after the other, and the street of each."""
        lines = [self.line(street) for street in range(len(self.ends))]
        return np.vstack(lines), np.repeat(np.arange(len(lines)), [len(line) for line in lines])

    def only(self, keep: Mask) -> "Network":
        """The network without some of its streets; corners stay."""
        return Network(
            corners=self.corners,
            ends=self.ends[keep],
            bends=tuple(bend for bend, kept in zip(self.bends, keep, strict=True) if kept),
            road=self.road[keep],
            main=self.main[keep],
            main_names=self.main_names,
            one_way=self.one_way[keep],
            bridge=self.bridge[keep],
            one_way_share=self.one_way_share[keep],
        )

    def junctions(self) -> int:
        """Corners where a driver has a choice or must stop: what a simplified graph keeps."""
        degree = np.bincount(self.ends.ravel(), minlength=len(self.corners))
        one_way = np.bincount(self.ends[self.one_way].ravel(), minlength=len(self.corners))
        passed = (degree == 2) & (one_way != 1)
        return int(((degree > 0) & ~passed).sum())

    def parts(self, connection: Literal["weak", "strong"]) -> Indices:
        """Number of the connected part that each corner belongs to."""
        first, last = self.ends.T
        both = ~self.one_way
        start = np.concatenate([first, last[both]])
        end = np.concatenate([last, first[both]])
        size = len(self.corners)
        links = coo_array((np.ones(len(start)), (start, end)), shape=(size, size))
        _, label = connected_components(links, directed=True, connection=connection)
        return np.asarray(label, dtype=np.int64)


def join(roads: list[MainRoad], districts: tuple[LocalStreets, ...]) -> Network:
    """One network of the main roads that are drawn and the streets of all districts."""
    joins = np.vstack([local.corners[local.joins] for local in districts])
    ways = np.vstack([_joining_ways(local) for local in districts])
    road_of, along_m = _places(roads, joins, ways)
    pieces: list[MainRoad] = []
    met = np.full((len(joins), 2), np.nan)
    for index, road in enumerate(roads):
        rows = np.flatnonzero(road_of == index)
        if not len(rows):
            pieces += [road] if road.is_drawn else []
            continue
        breaks_m, group = _groups(along_m[rows])
        parts = cut(road.line, breaks_m)
        met[rows] = np.array([part[-1] for part in parts[:-1]])[group]
        pieces += [road.along(part) for part in parts]
    return _network(with_two_carriageways(pieces), districts, met)


def _joining_ways(local: LocalStreets) -> Points:
    """Unit direction in which each street of a district arrives at a main road."""
    arriving = local.joins[local.ends[:, 1]]
    first, last = local.ends[arriving].T
    way = local.corners[last] - local.corners[first]
    return np.asarray(way / np.hypot(*way.T)[:, None])


def _places(roads: list[MainRoad], joins: Points, ways: Points) -> tuple[Indices, Points]:
    """Main road that each arriving street meets, -1 for none, and how far along it."""
    lines = np.array([shapely.LineString(road.line) for road in roads], dtype=object)
    points = shapely.points(joins)
    road_of = np.asarray(shapely.STRtree(lines).nearest(points))
    along_m = shapely.line_locate_point(lines[road_of], points)
    total_m = shapely.length(lines[road_of])
    ahead = shapely.get_coordinates(
        shapely.line_interpolate_point(lines[road_of], np.minimum(along_m + 5, total_m))
    )
    run = ahead - joins
    run /= np.maximum(np.hypot(*run.T), 1e-9)[:, None]
    sine = np.abs(run[:, 0] * ways[:, 1] - run[:, 1] * ways[:, 0])
    open_ = np.array([road.is_open and road.is_drawn for road in roads])[road_of]
    clear = (along_m > CLEAR_M) & (along_m < total_m - CLEAR_M)
    near = shapely.distance(lines[road_of], points) < 1
    return np.where(open_ & clear & near & (sine > LEAST_CROSSING), road_of, -1), along_m


def _groups(along_m: Points) -> tuple[Points, Indices]:
    """Ascending distances of the corners on a road, and the corner of each arriving street."""
    order = np.argsort(along_m, kind="stable")
    is_new = np.diff(along_m[order], prepend=-np.inf) > JUNCTION_GAP_M
    number = np.cumsum(is_new) - 1
    group = np.empty(len(order), dtype=np.int64)
    group[order] = number
    count = np.bincount(group)
    return np.bincount(group, weights=along_m) / count, group


def _network(pieces: list[MainRoad], districts: tuple[LocalStreets, ...], met: Points) -> Network:
    ends = np.array([road.line[[0, -1]] for road in pieces]).reshape(-1, 2)
    main_corners, numbers = np.unique(np.round(ends, 2), axis=0, return_inverse=True)
    names = sorted({road.name for road in pieces})
    number_of = {name: index for index, name in enumerate(names)}
    local_corners, local_ends, is_joined = _local(districts, main_corners, met)
    count = [len(local.ends) for local in districts]
    bends = [road.line[1:-1] for road in pieces]
    bends += [bend for local in districts for bend in local.bends]
    pad = np.zeros(sum(count), dtype=bool)
    network = Network(
        corners=np.vstack([main_corners, local_corners]),
        ends=np.vstack([numbers.reshape(-1, 2), local_ends]),
        bends=tuple(bends),
        road=np.concatenate([[road.road for road in pieces], *(d.road for d in districts)]),
        main=np.concatenate([[number_of[road.name] for road in pieces], np.full(len(pad), -1)]),
        main_names=tuple(names),
        one_way=np.concatenate([[road.is_one_way for road in pieces], pad]),
        bridge=np.concatenate([[road.is_bridge for road in pieces], pad]),
        one_way_share=np.concatenate(
            [np.zeros(len(pieces)), np.repeat([d.one_way for d in districts], count)]
        ),
    )
    network = network.only(np.concatenate([np.ones(len(pieces), bool), is_joined]))
    return _largest_part(network.only(~_crossing(network)))


def _local(
    districts: tuple[LocalStreets, ...], main_corners: Points, met: Points
) -> tuple[Points, Indices, Mask]:
    """Corners and ends of all districts' streets, numbered behind the main roads' corners."""
    corner_of = {tuple(corner): index for index, corner in enumerate(main_corners.tolist())}
    shift, row = len(main_corners), 0
    all_corners, all_ends = [], []
    for local in districts:
        number = shift + np.arange(len(local.corners))
        for corner in np.flatnonzero(local.joins):
            place = tuple(np.round(met[row], 2).tolist())
            number[corner] = corner_of.get(place, -1)
            row += 1
        all_corners.append(local.corners)
        all_ends.append(number[local.ends])
        shift += len(local.corners)
    ends = np.vstack(all_ends)
    return np.vstack(all_corners), ends, (ends >= 0).all(axis=1) & (ends[:, 0] != ends[:, 1])


def _lines(network: Network) -> npt.NDArray[np.object_]:
    points, street = network.all_points()
    return np.asarray(shapely.linestrings(points, indices=street))


def _crossing(network: Network) -> Mask:
    """Streets of districts that cross another street between corners, one of each pair."""
    lines = _lines(network)
    one, other = shapely.STRtree(lines).query(lines, predicate="crosses")
    # Main roads come first: of a pair with one, the street of the district goes.
    later = np.maximum(one, other)[~network.bridge[one] & ~network.bridge[other]]
    crossing = np.zeros(len(lines), dtype=bool)
    crossing[later] = True
    return crossing & (network.main < 0)


def _largest_part(network: Network) -> Network:
    """The network without streets that hang together with nothing else."""
    label = network.parts("weak")
    largest = np.bincount(label[network.ends[:, 0]]).argmax()
    return network.only(label[network.ends[:, 0]] == largest)
