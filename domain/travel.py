"""How long and how far it is from place to place, at the hour of departure.

Inside a time bucket whose matrix is ``k`` a trip from ``i`` to ``j`` advances at the rate
``1 / drive_s[k, i, j]`` per second; what is left when the bucket ends goes on at the next bucket's
rate. Later departures therefore never arrive earlier.

References
----------
Ichoua, S., Gendreau, M. & Potvin, J.-Y. (2003). Vehicle dispatching with time-dependent travel
times. European Journal of Operational Research 144(2), section 3.
"""

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Generic, Protocol, TypeVar

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
    """Name of the door an order is delivered to among the places of a `Travel`."""
    return f"order:{order_id}"


def pickup_place(order_id: str) -> str:
    """Name of the door an order's goods are fetched from among the places of a `Travel`."""
    return f"pickup:{order_id}"


class Travel(Protocol):
    """Travel between numbered places; times are whole seconds since the plan's first midnight."""

    @property
    def places(self) -> tuple[str, ...]:
        """Names of the places, in the order of their numbers."""
        ...

    @property
    def bucket_starts_s(self) -> npt.NDArray[np.int64]:
        """When travel times change, ascending; the first start also covers all earlier times."""
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

    def toll_minor(self, origin: int, destination: int, depart_s: int) -> int:
        """Charges of the zones entered on the way, in minor units of money."""
        ...


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class MatrixTravel:
    """Travel read from matrices, each good for one or several buckets of time.

    Parameters
    ----------
    places
        Names of the `n` places, all different.
    bucket_starts_s
        Start of each of the `b` buckets, ascending; the first also covers all earlier times, the
        last all later ones. Shape ``(b,)``.
    drive_s
        Seconds from place to place, `UNREACHABLE_S` where there is no way; ``(k, n, n)`` int32.
    drive_m
        Metres of the same ways, ``(k, n, n)`` int32.
    bucket_matrix
        Number of each bucket's matrix, ``(b,)``; where none are given each bucket has its own.
    tolls_minor
        Charges of the zones entered on the same ways, ``(k, n, n)`` int32; None where nothing is
        charged anywhere.

    Raises
    ------
    ValueError
        If shapes disagree, names repeat, a number is negative, the diagonal is not zero, or a pair
        is reachable in one bucket and not in another.
    """

    places: tuple[str, ...]
    bucket_starts_s: npt.NDArray[np.int64]
    drive_s: npt.NDArray[np.int32]
    drive_m: npt.NDArray[np.int32]
    bucket_matrix: npt.NDArray[np.int64] = field(default_factory=lambda: np.empty(0, np.int64))
    tolls_minor: npt.NDArray[np.int32] | None = None

    def __post_init__(self) -> None:
        size, buckets = len(self.places), len(self.bucket_starts_s)
        if not len(self.bucket_matrix):
            object.__setattr__(self, "bucket_matrix", np.arange(buckets))
        if len(set(self.places)) != size:
            raise ValueError("Two places have the same name.")
        if buckets == 0 or np.any(np.diff(self.bucket_starts_s) <= 0):
            raise ValueError("Buckets must start at ascending times.")
        matrices = int(self.bucket_matrix.max(initial=-1)) + 1
        if self.bucket_matrix.shape != (buckets,) or self.bucket_matrix.min() < 0:
            raise ValueError("Every bucket needs a matrix.")
        shapes = {self.drive_s.shape, self.drive_m.shape}
        shapes |= set() if self.tolls_minor is None else {self.tolls_minor.shape}
        if shapes != {(matrices, size, size)}:
            raise ValueError(f"Matrices must have shape {(matrices, size, size)}.")
        if self.tolls_minor is not None and size and self.tolls_minor.min() < 0:
            raise ValueError("Tolls cannot be negative.")
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
        needs_s = self.drive_s[:, origin, destination]
        if len(needs_s) == 1:
            return int(needs_s[0])
        time_s, left = float(depart_s), 1.0
        for bucket in range(self._bucket(depart_s), len(self.bucket_starts_s)):
            whole_s = float(needs_s[self.bucket_matrix[bucket]])
            need_s = left * whole_s
            last = bucket + 1 == len(self.bucket_starts_s)
            if last or time_s + need_s <= self.bucket_starts_s[bucket + 1]:
                time_s += need_s
                break
            left -= (float(self.bucket_starts_s[bucket + 1]) - time_s) / whole_s
            time_s = float(self.bucket_starts_s[bucket + 1])
        return math.ceil(time_s - depart_s - _ROUNDING_S)

    def durations_s(self, depart_s: int) -> npt.NDArray[np.float64]:
        """Seconds between all pairs when leaving at `depart_s`, not rounded, ``(n, n)``."""
        left = np.ones(self.drive_s.shape[1:])
        taken_s = np.zeros_like(left)
        begins_s = float(depart_s)
        first = self._bucket(depart_s)
        for bucket in range(first, len(self.bucket_starts_s)):
            whole_s = self.drive_s[self.bucket_matrix[bucket]]
            last = bucket + 1 == len(self.bucket_starts_s)
            room_s = np.inf if last else float(self.bucket_starts_s[bucket + 1]) - begins_s
            driven_s = np.minimum(left * whole_s, room_s)
            taken_s += driven_s
            left -= np.divide(driven_s, whole_s, out=left.copy(), where=whole_s > 0)
            begins_s += room_s
            if not np.any(left > 0):
                break
        return taken_s

    def distance_m(self, origin: int, destination: int, depart_s: int) -> int:
        """Metres of the way taken when leaving at `depart_s`."""
        return int(self.drive_m[self._matrix(depart_s), origin, destination])

    def toll_minor(self, origin: int, destination: int, depart_s: int) -> int:
        """Charges of the zones entered on the way, in minor units of money."""
        if self.tolls_minor is None:
            return 0
        return int(self.tolls_minor[self._matrix(depart_s), origin, destination])

    def matrices_between(self, first_s: int, last_s: int) -> npt.NDArray[np.int64]:
        """Number of the matrix of each bucket that lies between two times."""
        begin, end = np.searchsorted(self.bucket_starts_s, [first_s, last_s], side="right")
        return self.bucket_matrix[max(0, int(begin) - 1) : max(1, int(end))]

    def subset(self, places: Sequence[str]) -> "MatrixTravel":
        """The same travel between fewer places, numbered in the order given."""
        number = {place: i for i, place in enumerate(self.places)}
        chosen = np.array([number[place] for place in places], dtype=np.int64)
        pick = np.ix_(np.arange(len(self.drive_s)), chosen, chosen)
        return MatrixTravel(
            places=tuple(places),
            bucket_starts_s=self.bucket_starts_s,
            drive_s=self.drive_s[pick],
            drive_m=self.drive_m[pick],
            bucket_matrix=self.bucket_matrix,
            tolls_minor=None if self.tolls_minor is None else self.tolls_minor[pick],
        )

    def _bucket(self, time_s: int) -> int:
        """Number of the bucket that a time falls into."""
        return max(0, int(np.searchsorted(self.bucket_starts_s, time_s, side="right")) - 1)

    def _matrix(self, time_s: int) -> int:
        """Number of the matrix at a time."""
        return int(self.bucket_matrix[self._bucket(time_s)])


Travel_co = TypeVar("Travel_co", bound=Travel, covariant=True)


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class FleetTravel(Generic[Travel_co]):
    """Travel of every vehicle of a fleet; vehicles that drive alike share one.

    Parameters
    ----------
    travels
        Travel of each way of driving, all between the same places.
    of_vehicle
        Number in `travels` of each vehicle's, by its id.

    Raises
    ------
    ValueError
        If there is no travel, their places differ, or a vehicle names none of them.
    """

    travels: tuple[Travel_co, ...]
    of_vehicle: Mapping[str, int]

    def __post_init__(self) -> None:
        if not self.travels or any(t.places != self.travels[0].places for t in self.travels):
            raise ValueError("A fleet's travels lie between the same places.")
        if not set(self.of_vehicle.values()) <= set(range(len(self.travels))):
            raise ValueError("A vehicle names a travel that is not there.")

    @property
    def places(self) -> tuple[str, ...]:
        """Names of the places, in the order of their numbers."""
        return self.travels[0].places

    def of(self, vehicle_id: str) -> Travel_co:
        """Travel of a vehicle; KeyError if it is unknown."""
        return self.travels[self.of_vehicle[vehicle_id]]


def fleet_subset(
    travel: FleetTravel[MatrixTravel], places: Sequence[str]
) -> FleetTravel[MatrixTravel]:
    """The same travel of a fleet between fewer places."""
    return FleetTravel(
        travels=tuple(matrix.subset(places) for matrix in travel.travels),
        of_vehicle=travel.of_vehicle,
    )


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
