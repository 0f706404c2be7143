"""How long and how far it is from place to place, at the hour of departure.

Inside a time bucket ``b`` a trip from ``i`` to ``j`` advances at the rate ``1 / drive_s[b, i, j]``
per second; what is left when the bucket ends goes on at the next bucket's rate. Later departures
therefore never arrive earlier.

References
----------
Ichoua, S., Gendreau, M. & Potvin, J.-Y. (2003). Vehicle dispatching with time-dependent travel
times. European Journal of Operational Research 144(2), section 3.
"""

import math
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Protocol

import numpy as np
import numpy.typing as npt

UNREACHABLE_S = 2**30
"""Drive time of a pair with no way between: 34 years, so that no shift ever admits it."""

UNREACHABLE_M = 2**30
"""Distance of a pair with no way between."""

_ROUNDING_S = 1e-6


def warehouse_place(warehouse_id: str) -> str:
    """Name of a warehouse among the places of a `Travel`."""
    return f"warehouse:{warehouse_id}"


def order_place(order_id: str) -> str:
    """Name of an order's delivery door among the places of a `Travel`."""
    return f"order:{order_id}"


class Travel(Protocol):
    """Travel between numbered places; times are whole seconds since the plan's first midnight."""

    @property
    def places(self) -> tuple[str, ...]:
        """Names of the places, in the order of their numbers."""
        ...

    def index(self, place: str) -> int:
        """Number of a place; KeyError if it is unknown."""
        ...

    def reachable(self, origin: int, destination: int) -> bool:
        """Whether there is a way at all."""
        ...

    def duration_s(self, origin: int, destination: int, depart_s: int) -> int:
        """Seconds from origin to destination when leaving at `depart_s`."""
        ...

    def distance_m(self, origin: int, destination: int, depart_s: int) -> int:
        """Metres of the way taken when leaving at `depart_s`."""
        ...


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class MatrixTravel:
    """Travel read from one matrix per time bucket.

    Parameters
    ----------
    places
        Names of the `n` places, all different.
    bucket_starts_s
        Start of each of the `b` buckets, ascending; the first also covers all earlier times, the
        last all later ones. Shape ``(b,)``.
    drive_s
        Seconds from place to place, `UNREACHABLE_S` where there is no way; ``(b, n, n)`` int32.
    drive_m
        Metres of the same ways, ``(b, n, n)`` int32.

    Raises
    ------
    ValueError
        If shapes disagree, names repeat, a time is negative, the diagonal is not zero, or a pair
        is reachable in one bucket and not in another.
    """

    places: tuple[str, ...]
    bucket_starts_s: npt.NDArray[np.int64]
    drive_s: npt.NDArray[np.int32]
    drive_m: npt.NDArray[np.int32]

    def __post_init__(self) -> None:
        size, buckets = len(self.places), len(self.bucket_starts_s)
        if len(set(self.places)) != size:
            raise ValueError("Two places have the same name.")
        if buckets == 0 or np.any(np.diff(self.bucket_starts_s) <= 0):
            raise ValueError("Buckets must start at ascending times.")
        if self.drive_s.shape != (buckets, size, size) or self.drive_m.shape != self.drive_s.shape:
            raise ValueError(f"Matrices must have shape {(buckets, size, size)}.")
        if size and (self.drive_s.min() < 0 or self.drive_m.min() < 0):
            raise ValueError("Travel times and distances cannot be negative.")
        if np.any(np.diagonal(self.drive_s, axis1=1, axis2=2)):
            raise ValueError("A place is no time away from itself.")
        blocked = self.drive_s >= UNREACHABLE_S
        if np.any(blocked != blocked[:1]):
            raise ValueError("A pair is reachable at one hour and not at another.")

    def index(self, place: str) -> int:
        """Number of a place; KeyError if it is unknown."""
        try:
            return self.places.index(place)
        except ValueError:
            raise KeyError(place) from None

    def reachable(self, origin: int, destination: int) -> bool:
        """Whether there is a way at all."""
        return bool(self.drive_s[0, origin, destination] < UNREACHABLE_S)

    def duration_s(self, origin: int, destination: int, depart_s: int) -> int:
        """Seconds from origin to destination when leaving at `depart_s`, rounded up."""
        column = self.drive_s[:, origin, destination]
        if len(column) == 1:
            return int(column[0])
        time_s, left = float(depart_s), 1.0
        for bucket in range(self._bucket(depart_s), len(column)):
            need_s = left * float(column[bucket])
            last = bucket + 1 == len(column)
            if last or time_s + need_s <= self.bucket_starts_s[bucket + 1]:
                time_s += need_s
                break
            left -= (float(self.bucket_starts_s[bucket + 1]) - time_s) / float(column[bucket])
            time_s = float(self.bucket_starts_s[bucket + 1])
        return math.ceil(time_s - depart_s - _ROUNDING_S)

    def distance_m(self, origin: int, destination: int, depart_s: int) -> int:
        """Metres of the way taken when leaving at `depart_s`."""
        return int(self.drive_m[self._bucket(depart_s), origin, destination])

    def subset(self, places: Sequence[str]) -> "MatrixTravel":
        """The same travel between fewer places, numbered in the order given."""
        number = {place: i for i, place in enumerate(self.places)}
        chosen = np.array([number[place] for place in places], dtype=np.int64)
        pick = np.ix_(np.arange(len(self.bucket_starts_s)), chosen, chosen)
        return MatrixTravel(
            places=tuple(places),
            bucket_starts_s=self.bucket_starts_s,
            drive_s=self.drive_s[pick],
            drive_m=self.drive_m[pick],
        )

    def _bucket(self, time_s: int) -> int:
        """Number of the bucket that a time falls into."""
        return max(0, int(np.searchsorted(self.bucket_starts_s, time_s, side="right")) - 1)


def static_travel(
    places: Sequence[str], drive_s: npt.NDArray[np.int32], drive_m: npt.NDArray[np.int32]
) -> MatrixTravel:
    """Travel that is the same at every hour, from two ``(n, n)`` matrices."""
    return MatrixTravel(
        places=tuple(places),
        bucket_starts_s=np.zeros(1, dtype=np.int64),
        drive_s=drive_s[np.newaxis],
        drive_m=drive_m[np.newaxis],
    )
