"""What driving along edges costs in one bucket of time, in the form that a search adds up.

A search weighs a path by one number: its key in whole milliseconds times 2^26, plus one thing that
is told of the path, its load. Loads are the length in decimetres, the part of the key that is not
time, or the tolls. Sums of such numbers are exact in double precision up to 2^53, and of equally
good paths the one of the smallest load wins, so that results never depend on the order of a search.
"""

from dataclasses import dataclass
from enum import StrEnum

import numpy as np
import numpy.typing as npt

from maps.driving.conditions import AVOID_FACTOR, RoadConditions

LOAD_LIMIT = 2**26
"""What every path's load must stay below: 6,710 km."""

KEY_LIMIT_MS = 2**27
"""What every path's key must stay below: 37 hours."""


class Load(StrEnum):
    """What a search tells of a path besides its key."""

    LENGTH_DM = "length_dm"
    DETOUR_MS = "detour_ms"
    TOLL_MINOR = "toll_minor"


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class EdgeCosts:
    """Costs of whole edges, and of parts of them.

    Parameters
    ----------
    drive_ms
        Milliseconds to drive each edge, ``(m,)``.
    factor
        What its time counts: 1, or more where it is to be driven round.
    toll_ms
        Time that is worth the charge for driving to its end.
    length_dm, toll_minor
        Its length, and that charge.
    """

    drive_ms: npt.NDArray[np.int64]
    factor: npt.NDArray[np.int64]
    toll_ms: npt.NDArray[np.int64]
    length_dm: npt.NDArray[np.int64]
    toll_minor: npt.NDArray[np.int64]

    @classmethod
    def of(cls, conditions: RoadConditions, bucket: int) -> "EdgeCosts":
        """Costs in a bucket of time."""
        toll_minor = conditions.tolls(bucket)
        return cls(
            drive_ms=conditions.drive_ms(bucket),
            factor=1 + AVOID_FACTOR * conditions.avoided(bucket).astype(np.int64),
            toll_ms=np.rint(toll_minor * conditions.ms_per_minor).astype(np.int64),
            length_dm=conditions.length_dm,
            toll_minor=toll_minor,
        )

    def whole(self, load: Load) -> npt.NDArray[np.float64]:
        """Packed weight of each edge."""
        key_ms = self.drive_ms * self.factor + self.toll_ms
        loads = {
            Load.LENGTH_DM: self.length_dm,
            Load.DETOUR_MS: key_ms - self.drive_ms,
            Load.TOLL_MINOR: self.toll_minor,
        }
        return pack(key_ms, loads[load])

    def along(
        self, edge: npt.NDArray[np.int64], share: npt.NDArray[np.float64], load: Load
    ) -> npt.NDArray[np.float64]:
        """Packed weight of the first share of the length of edges; nothing is charged there."""
        drive_ms = np.rint(share * self.drive_ms[edge]).astype(np.int64)
        key_ms = drive_ms * self.factor[edge]
        loads = {
            Load.LENGTH_DM: np.rint(share * self.length_dm[edge]).astype(np.int64),
            Load.DETOUR_MS: key_ms - drive_ms,
            Load.TOLL_MINOR: np.zeros(len(edge), dtype=np.int64),
        }
        return pack(key_ms, loads[load])


def pack(key_ms: npt.NDArray[np.integer], load: npt.NDArray[np.integer]) -> npt.NDArray[np.float64]:
    """One number of a key and a load."""
    return np.asarray(key_ms.astype(np.float64) * LOAD_LIMIT + load)


def unpack(weight: npt.NDArray[np.float64]) -> tuple[npt.NDArray[np.int64], npt.NDArray[np.int64]]:
    """Keys in milliseconds and loads of finite weights."""
    key_ms, load = np.divmod(weight.astype(np.int64), LOAD_LIMIT)
    return key_ms, load
