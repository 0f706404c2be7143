"""Find which edge is the same street driven the other way."""

import numpy as np
import numpy.typing as npt

_SEED = 1
_NONE = -1


def find_twins(
    tail: npt.NDArray[np.int32],
    head: npt.NDArray[np.int32],
    shape_offset: npt.NDArray[np.int64],
    lat_e7: npt.NDArray[np.int64],
    lon_e7: npt.NDArray[np.int64],
) -> npt.NDArray[np.int32]:
    """For each edge the edge back along the same points, -1 where there is none.

    Of several edges along the same points the first forth goes with the first back, and so on. A
    loop that is the same in both directions is no twin of itself.
    """
    edges = np.arange(len(tail))
    forth, back = _signatures(shape_offset, lat_e7, lon_e7)
    own = np.column_stack((tail.astype(np.int64), head, forth, back))
    mirrored = own[:, [1, 0, 3, 2]]
    _, number = np.unique(np.concatenate((own, mirrored)), axis=0, return_inverse=True)
    number = number.reshape(2, -1) * len(edges)
    rank = _rank_within(number[0])
    order = np.argsort(number[0] + rank)
    wanted = number[1] + rank
    found = np.searchsorted((number[0] + rank)[order], wanted)
    match = order[np.minimum(found, len(edges) - 1)]
    is_twin = ((number[0] + rank)[match] == wanted) & (match != edges)
    return np.where(is_twin, match, _NONE).astype(np.int32)


def _signatures(
    shape_offset: npt.NDArray[np.int64],
    lat_e7: npt.NDArray[np.int64],
    lon_e7: npt.NDArray[np.int64],
) -> tuple[npt.NDArray[np.int64], npt.NDArray[np.int64]]:
    """A 64-bit fingerprint of the points of each edge, in driving order and backwards."""
    length = np.diff(shape_offset)
    place = np.arange(shape_offset[-1]) - np.repeat(shape_offset[:-1], length)
    from_end = np.repeat(length, length) - 1 - place
    limits = np.iinfo(np.int64)
    factors = np.random.default_rng(_SEED).integers(
        limits.min, limits.max, size=(2, int(length.max(initial=0)))
    )
    forth, back = (
        np.add.reduceat(factors[0, i] * lat_e7 + factors[1, i] * lon_e7, shape_offset[:-1])
        for i in (place, from_end)
    )
    return forth, back


def _rank_within(group: npt.NDArray[np.int64]) -> npt.NDArray[np.int64]:
    """How many earlier members of its group each element has."""
    order = np.argsort(group, kind="stable")
    starts = np.flatnonzero(np.diff(group[order], prepend=_NONE))
    size = np.diff(np.append(starts, len(group)))
    rank = np.empty(len(group), dtype=np.int64)
    rank[order] = np.arange(len(group)) - np.repeat(starts, size)
    return rank
