"""Buckets: runs of hours, for a kind of day and a class of road, in which enough was driven.

The hours of a bucket are faster or slower than the default speeds by the same factor. Hours that
belong to none keep the default.
"""

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
from scipy import sparse

from domain.speed_hours import HOURS, LEAST_RATIO, MOST_RATIO, SPEED_ROWS
from domain.traffic import WEEKDAY_GROUPS
from maps.learning.speed_fit import Observed, Prior
from maps.learning.trip_work import TripWork

Floats = npt.NDArray[np.float64]
Ints = npt.NDArray[np.int64]

LEAST_DRIVEN_H = 1.0
"""Hours that must have been driven in a bucket."""

MOST_HOURS = 4
"""Hours of the clock that a bucket covers at most."""

NO_BUCKET = -1
_SECONDS_PER_HOUR = 3600


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Buckets:
    """The buckets of a table of speeds.

    Parameters
    ----------
    of_cell
        Bucket of each cell, `NO_BUCKET` where the default holds; ``(SPEED_ROWS, classes)``.
    row, end_row, column
        First row of each bucket, the row behind its last, and its column.
    """

    of_cell: Ints
    row: Ints
    end_row: Ints
    column: Ints

    def __len__(self) -> int:
        return len(self.row)

    @property
    def kinds(self) -> tuple[str, ...]:
        """Kinds of day that have a bucket."""
        return tuple(WEEKDAY_GROUPS[kind] for kind in np.unique(self.row // HOURS).tolist())

    def speeds(self, default: Floats, factor: Floats) -> Floats:
        """The table of speeds that factors of the slowness make of the default."""
        of_cell = np.append(factor, 1.0)[self.of_cell]
        speeds = np.asarray(default / of_cell)
        return np.where(self.of_cell == NO_BUCKET, speeds, np.clip(speeds, LEAST_RATIO, MOST_RATIO))

    def sums(self, of_cell: Floats) -> Floats:
        """Sum of the cells of each bucket."""
        inside = self.of_cell != NO_BUCKET
        sums = np.bincount(self.of_cell[inside], of_cell[inside], minlength=len(self))
        return np.asarray(sums, dtype=np.float64)

    def observed(self, work: TripWork, observed_s: Floats, default: Floats) -> Observed:
        """What the fit of the factors needs to know of trips."""
        at_default = work.work_s @ sparse.diags_array(1.0 / default.ravel())
        bucket = self.of_cell.ravel()
        cell = np.flatnonzero(bucket != NO_BUCKET)
        chosen = sparse.csr_array(
            (np.ones(len(cell)), (cell, bucket[cell])), shape=(bucket.size, len(self))
        )
        fixed_s = at_default @ (bucket == NO_BUCKET).astype(np.float64)
        return Observed(
            per_factor_s=sparse.csr_array(at_default @ chosen),
            rest_s=work.rest_s + fixed_s,
            observed_s=observed_s,
        )

    def prior(self, default: Floats) -> Prior:
        """What is known of the factors beforehand: their bounds, and who is whose neighbour."""
        low, high = np.zeros(len(self)), np.full(len(self), np.inf)
        inside = self.of_cell != NO_BUCKET
        np.maximum.at(low, self.of_cell[inside], default[inside] / MOST_RATIO)
        np.minimum.at(high, self.of_cell[inside], default[inside] / LEAST_RATIO)
        order = np.lexsort((self.row, self.column))
        first, second = order[:-1], order[1:]
        same = (self.column[first] == self.column[second]) & (
            self.row[first] // HOURS == self.row[second] // HOURS
        )
        first, second = first[same], second[same]
        middle = (self.row + self.end_row) / 2
        return Prior(
            low=low,
            high=high,
            neighbours=np.column_stack((first, second)),
            hours_apart=middle[second] - middle[first],
        )


def choose_buckets(driven_s: Floats) -> Buckets:
    """Buckets for a table of the seconds that were driven in every cell.

    An hour in which too little was driven is put together with the neighbour in which less was
    driven than in the other, until there is enough or the bucket gets too long.
    """
    of_cell = np.full(driven_s.shape, NO_BUCKET, dtype=np.int64)
    found: list[tuple[int, int, int]] = []
    for column in range(driven_s.shape[1]):
        for first in range(0, SPEED_ROWS, HOURS):
            by_hour = driven_s[first : first + HOURS, column] / _SECONDS_PER_HOUR
            for start, end in _runs(by_hour.tolist()):
                of_cell[first + start : first + end, column] = len(found)
                found.append((first + start, first + end, column))
    row, end_row, columns = np.array(found, dtype=np.int64).reshape(-1, 3).T
    return Buckets(of_cell=of_cell, row=row, end_row=end_row, column=columns)


def _runs(by_hour: list[float]) -> list[tuple[int, int]]:
    """Start and end of the runs of hours in which enough was driven."""
    runs = [(hour, hour + 1, driven) for hour, driven in enumerate(by_hour) if driven > 0]
    enough = [run for run in runs if run[2] >= LEAST_DRIVEN_H]
    thin = [run for run in runs if run[2] < LEAST_DRIVEN_H]
    while thin:
        start, end, driven = run = min(thin, key=lambda run: (run[2], run[0]))
        thin.remove(run)
        near = [
            other
            for other in (*thin, *enough)
            if (other[1] == start or other[0] == end)
            and max(end, other[1]) - min(start, other[0]) <= MOST_HOURS
        ]
        if not near:
            continue
        other = min(near, key=lambda run: (run[2], run[0]))
        (thin if other in thin else enough).remove(other)
        both = min(start, other[0]), max(end, other[1]), driven + other[2]
        (enough if both[2] >= LEAST_DRIVEN_H else thin).append(both)
    return sorted((start, end) for start, end, _ in enough)
