"""Observed trips on the roads: the way of each at some speeds, and where its time goes.

The time of a trip is the walks at its ends, the turns on its way, and for each hour and class of
road the time that the streets driven there take at free flow, the `work`, divided by the ratio of
speeds there. With its way fixed it is linear in the inverse of the ratios.
"""

from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, fields, replace

import numpy as np
import numpy.typing as npt
from scipy import sparse

from domain.compiled import compiled, thread_count
from domain.errors import Interrupted
from domain.message import message
from domain.progress import Never, StopCriterion
from domain.speed_hours import SPEED_ROWS, HoursOfDay
from maps.driving.conditions import RoadConditions
from maps.driving.exact_travel import Drive, ExactTravel
from maps.snapping.snap import Snapped
from maps.snapping.walks import walks_ms

_CHUNK = 100
_NEVER = Never()
_MS_PER_S = 1000
_INTERRUPTED = "roads.calibration_interrupted"

Floats = npt.NDArray[np.float64]
Ints = npt.NDArray[np.int64]


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class RoadTrips:
    """Trips where they meet the roads, for one or several kinds of vehicles on one network.

    Parameters
    ----------
    conditions, snapped
        The roads as each kind of vehicle finds them, and where the trips' `2n` ends meet them:
        trip `i` leads from place ``2 * i`` to place ``2 * i + 1``.
    driving
        Kind of vehicle of each trip, ``(n,)``.
    hours
        The hours of each different day.
    day
        Day of each trip.
    depart_s
        When it left, in whole seconds since the midnight of its day.
    observed_s
        How long it took from door to door.
    classes
        Names of the columns of a table of speeds.
    edge_class
        Column of each edge of the network.
    """

    conditions: tuple[RoadConditions, ...]
    snapped: tuple[Snapped, ...]
    driving: Ints
    hours: tuple[HoursOfDay, ...]
    day: Ints
    depart_s: Ints
    observed_s: Floats
    classes: tuple[str, ...]
    edge_class: Ints

    def __len__(self) -> int:
        return len(self.driving)

    @property
    def departure_row(self) -> Ints:
        """Row of a table of speeds that each trip leaves in."""
        rows = np.empty(len(self), dtype=np.int64)
        for number, hours in enumerate(self.hours):
            mine = self.day == number
            at = np.searchsorted(hours.starts_s, self.depart_s[mine], side="right") - 1
            rows[mine] = hours.row[at]
        return rows

    def take(self, trips: Ints) -> "RoadTrips":
        """Some of the trips."""
        ends = np.column_stack((2 * trips, 2 * trips + 1)).ravel()
        return replace(
            self,
            snapped=tuple(_take_places(snapped, ends) for snapped in self.snapped),
            driving=self.driving[trips],
            day=self.day[trips],
            depart_s=self.depart_s[trips],
            observed_s=self.observed_s[trips],
        )

    def pool(self, column: Ints, classes: tuple[str, ...]) -> "RoadTrips":
        """The trips with other classes: what is column `i` becomes ``column[i]``."""
        return replace(self, classes=classes, edge_class=column[self.edge_class])


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class TripWork:
    """Where the time of `n` trips goes.

    Parameters
    ----------
    trip_s
        From door to door at the speeds that the ways were chosen for; NaN without a way.
    rest_s
        What no speed changes of it: walks and turns.
    work_s
        Seconds at free flow by trip and cell; cell ``row * classes + column`` of a table of speeds.
    """

    trip_s: Floats
    rest_s: Floats
    work_s: sparse.csr_array

    def take(self, trips: Ints) -> "TripWork":
        """Some of the trips."""
        return TripWork(
            trip_s=self.trip_s[trips], rest_s=self.rest_s[trips], work_s=self.work_s[trips]
        )

    def pool(self, column: Ints, classes: int) -> "TripWork":
        """The same work in other classes: what is column `i` becomes ``column[i]``."""
        trip, cell, work_s = self.entries()
        row, old = np.divmod(cell, len(column))
        shape = (len(self.trip_s), SPEED_ROWS * classes)
        return replace(self, work_s=_table([(trip, row * classes + column[old], work_s)], shape))

    def entries(self) -> tuple[Ints, Ints, Floats]:
        """Trip, cell and work of all that is not zero."""
        found = self.work_s.tocoo()
        return found.row.astype(np.int64), found.col.astype(np.int64), found.data


def route_trips(trips: RoadTrips, speeds: Floats, *, stop: StopCriterion = _NEVER) -> TripWork:
    """The best way of every trip at the speeds of a table, and where its time goes.

    Raises
    ------
    Interrupted
        If `stop` says so.
    """
    chunks = list(_chunks(trips))
    with ThreadPoolExecutor(thread_count(), thread_name_prefix="trips") as pool:
        parts = list(pool.map(lambda chunk: _route(trips.take(chunk), speeds, stop), chunks))
    trip_s, rest_s, found = np.full(len(trips), np.nan), np.zeros(len(trips)), []
    for chunk, part in zip(chunks, parts, strict=True):
        trip_s[chunk], rest_s[chunk] = part.trip_s, part.rest_s
        trip, cell, work_s = part.entries()
        found.append((chunk[trip], cell, work_s))
    shape = (len(trips), SPEED_ROWS * len(trips.classes))
    return TripWork(trip_s=trip_s, rest_s=rest_s, work_s=_table(found, shape))


def _chunks(trips: RoadTrips) -> Iterator[Ints]:
    """Trips by kind of vehicle and day, a number at a time."""
    keys = trips.driving * len(trips.hours) + trips.day
    for key in np.unique(keys):
        mine = np.flatnonzero(keys == key)
        for first in range(0, len(mine), _CHUNK):
            yield mine[first : first + _CHUNK]


def _route(trips: RoadTrips, speeds: Floats, stop: StopCriterion) -> TripWork:
    """Route trips of one kind of vehicle on one day."""
    driving, hours = int(trips.driving[0]), trips.hours[int(trips.day[0])]
    conditions = replace(
        trips.conditions[driving],
        bucket_starts_s=hours.starts_s,
        edge_class=trips.edge_class,
        ratios=np.ascontiguousarray(speeds[hours.row]),
    )
    snapped = trips.snapped[driving]
    travel = ExactTravel(
        places=tuple(str(place) for place in range(len(snapped))),
        conditions=conditions,
        snapped=snapped,
    )
    walk_ms = walks_ms(snapped).reshape(-1, 2)
    trip_s, rest_s, parts = np.full(len(trips), np.nan), np.zeros(len(trips)), []
    for i, depart_s in enumerate(trips.depart_s.tolist()):
        if stop.should_stop():
            raise Interrupted(message(_INTERRUPTED))
        drive = travel.drive(2 * i, 2 * i + 1, depart_s)
        if drive is None:
            continue
        start_ms = float(depart_s * _MS_PER_S + walk_ms[i, 0])
        work_ms, turns_ms = _work_of(drive, start_ms, conditions, hours)
        rest_s[i] = (walk_ms[i].sum() + turns_ms) / _MS_PER_S
        trip_s[i] = (walk_ms[i].sum() + drive.drive_ms) / _MS_PER_S
        cell = np.flatnonzero(work_ms)
        parts.append((np.full(len(cell), i), cell, work_ms[cell] / _MS_PER_S))
    work_s = _table(parts, (len(trips), SPEED_ROWS * len(trips.classes)))
    return TripWork(trip_s=trip_s, rest_s=rest_s, work_s=work_s)


def _work_of(
    drive: Drive, start_ms: float, conditions: RoadConditions, hours: HoursOfDay
) -> tuple[Floats, int]:
    """Milliseconds at free flow that a drive works in every cell, and those it turns in all."""
    pieces = drive.pieces
    edge = np.array([piece.edge for piece in pieces], dtype=np.int64)
    shares = np.array([(piece.from_share, piece.to_share) for piece in pieces]).reshape(-1, 2)
    turn_ms = np.array([piece.turn_ms for piece in pieces], dtype=np.int64)
    along_ms = np.rint(shares * conditions.free_ms[edge][:, np.newaxis])
    work_ms = np.zeros((SPEED_ROWS, conditions.ratios.shape[1]))
    add_work(
        along_ms[:, 1] - along_ms[:, 0],
        turn_ms,
        conditions.edge_class[edge],
        start_ms,
        hours.starts_s.astype(np.float64) * _MS_PER_S,
        hours.row,
        conditions.ratios,
        work_ms,
    )
    return work_ms.ravel(), int(turn_ms.sum())


@compiled
def add_work(
    piece_ms: Floats,
    turn_ms: Ints,
    column: Ints,
    start_ms: float,
    starts_ms: Floats,
    row: Ints,
    ratios: Floats,
    work_ms: Floats,
) -> float:
    """Drive pieces one after the other; add the work done in each hour to a table of cells.

    Parameters
    ----------
    piece_ms, turn_ms, column
        For each piece its milliseconds at free flow, those of the turn into it, and its class.
    starts_ms, row, ratios
        Start of each span of time, its row in the table, and the ratios that hold in it.

    Returns
    -------
    When the last piece is driven.
    """
    time_ms, bucket = start_ms, 0
    for piece in range(len(piece_ms)):
        time_ms += turn_ms[piece]
        left_ms = piece_ms[piece]
        while left_ms > 0:
            while bucket + 1 < len(starts_ms) and starts_ms[bucket + 1] <= time_ms:
                bucket += 1
            ratio = ratios[bucket, column[piece]]
            done_ms = left_ms
            if bucket + 1 < len(starts_ms):
                done_ms = min(left_ms, (starts_ms[bucket + 1] - time_ms) * ratio)
            work_ms[row[bucket], column[piece]] += done_ms
            if done_ms < left_ms:
                time_ms = starts_ms[bucket + 1]
            else:
                time_ms += done_ms / ratio
            left_ms -= done_ms
    return time_ms


def _table(found: Sequence[tuple[Ints, Ints, Floats]], shape: tuple[int, int]) -> sparse.csr_array:
    """A sparse table of parts that each name rows, columns and values."""
    nothing: tuple[Ints, Ints, Floats] = (np.zeros(0, int), np.zeros(0, int), np.zeros(0))
    row, column, value = (np.concatenate(some) for some in zip(*found, nothing, strict=True))
    return sparse.csr_array(sparse.coo_array((value, (row, column)), shape=shape))


def _take_places(snapped: Snapped, places: Ints) -> Snapped:
    arrays = [field.name for field in fields(Snapped) if field.name != "limit_m"]
    return replace(snapped, **{name: getattr(snapped, name)[places] for name in arrays})


def column_of_class(classes: Sequence[str], road_class: str) -> int:
    """Column of a class of road, a link's being that of its road; 0 where there is none."""
    base = road_class.removesuffix("_link")
    return classes.index(base) if base in classes else 0
