"""Water and green of a region as read-only arrays: what lies under the streets of a map."""

from dataclasses import dataclass, fields
from enum import IntEnum

import numpy as np
import numpy.typing as npt

_LAT_LIMIT_E7 = 900_000_000
_LON_LIMIT_E7 = 1_800_000_000


class LandKind(IntEnum):
    """What an outline encloses or a line is; drawn in this order."""

    GREEN = 0
    """Park, wood, grass."""
    WATER = 1
    """Lake, pond, river bank."""
    WATERWAY = 2
    """Middle line of a river or canal."""


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class LandCover:
    """Outlines of areas and lines of waterways, `s` shapes with `k` points together.

    An outline is closed. It runs counter-clockwise around an area and clockwise around a hole in
    one, so that all outlines of a kind can be filled as one path by the non-zero rule.

    Parameters
    ----------
    kind
        `LandKind` of each shape, ``(s,)``.
    offset
        Shape ``i`` runs through the points ``offset[i]`` up to ``offset[i + 1]``.
    lat_e7, lon_e7
        WGS84 degrees times 10^7 of each point, ``(k,)``.

    Raises
    ------
    ValueError
        If the arrays do not fit together or a point leaves the earth.
    """

    kind: npt.NDArray[np.uint8]
    offset: npt.NDArray[np.int64]
    lat_e7: npt.NDArray[np.int32]
    lon_e7: npt.NDArray[np.int32]

    def __post_init__(self) -> None:
        _check(self)
        for field in fields(self):
            getattr(self, field.name).setflags(write=False)

    def __len__(self) -> int:
        return len(self.kind)

    def points(self, shape: int) -> npt.NDArray[np.float64]:
        """Latitude and longitude of the points of a shape, ``(n, 2)``."""
        part = slice(self.offset[shape], self.offset[shape + 1])
        return np.column_stack((self.lat_e7[part], self.lon_e7[part])) / 1e7


def _check(land: LandCover) -> None:
    """Raise ValueError if the arrays do not fit together or a point leaves the earth."""
    if any(getattr(land, field.name).ndim != 1 for field in fields(land)):
        raise ValueError("Arrays of land cover have one dimension.")
    if len(land.lat_e7) != len(land.lon_e7) or len(land.offset) != len(land.kind) + 1:
        raise ValueError("Arrays of land cover differ in length.")
    if land.offset[0] != 0 or land.offset[-1] != len(land.lat_e7):
        raise ValueError("Offsets of land cover do not span its points.")
    if len(land) and (np.diff(land.offset).min() < 2 or land.kind.max() > max(LandKind)):
        raise ValueError("A shape of land cover is too short or of no known kind.")
    # In 64 bits, because the least number of 32 bits is its own absolute value.
    lat_e7, lon_e7 = land.lat_e7.astype(np.int64), land.lon_e7.astype(np.int64)
    if (np.abs(lat_e7) > _LAT_LIMIT_E7).any() or (np.abs(lon_e7) > _LON_LIMIT_E7).any():
        raise ValueError("A shape of land cover leaves the earth.")


NO_LAND_COVER = LandCover(
    kind=np.empty(0, np.uint8),
    offset=np.zeros(1, np.int64),
    lat_e7=np.empty(0, np.int32),
    lon_e7=np.empty(0, np.int32),
)
"""Bare land."""
