"""The drives of a planner's problem: every way of driving, at every hour."""

from collections.abc import Sequence
from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from domain.travel import MatrixTravel
from optimizer.routing.arrays import float64, int32, int64, padded
from optimizer.routing.search_problem import Drives, Float64, Int32, Int64

MOST_SLOTS = 2_048
"""Slots of the table in which the bucket of a time is looked up."""

_NONE = np.zeros((1, 1, 1), dtype=np.int32)


def compile_drives(travels: Sequence[MatrixTravel], hours_s: tuple[int, int]) -> Drives:
    """The drives of some ways of driving.

    The matrices of one way are not copied; where it is the same at every hour, nothing is.

    Parameters
    ----------
    hours_s
        First and last time at which any vehicle may drive.
    """
    starts = [_bucket_starts(travel) for travel in travels]
    first = np.cumsum([0, *(len(travel.drive_s) for travel in travels)])[:-1].tolist()
    matrices = [
        (travel.bucket_matrix[: len(begins)] + offset).tolist()
        for travel, begins, offset in zip(travels, starts, first, strict=True)
    ]
    slots = _slots(starts)
    time = _joined([travel.drive_s for travel in travels])
    metres = _joined([travel.drive_m for travel in travels])
    charges = _charges(travels)
    toll = int32(_NONE) if charges is None else _joined(charges)
    is_static = len(time) == len(travels)
    least_time, usual_m, usual_toll = time, metres, float64(toll)
    if not is_static:
        weights = [_weights(travel, hours_s) for travel in travels]
        least_time = int32(np.stack([travel.drive_s.min(axis=0) for travel in travels]))
        usual_m = int32(np.rint(_means([travel.drive_m for travel in travels], weights)))
        usual_toll = float64(_NONE if charges is None else _means(charges, weights))
    return Drives(
        time=time,
        metres=metres,
        toll=toll,
        matrix=padded(matrices, fill=0),
        bucket_from=padded([begins.tolist() for begins in starts]),
        slot_from=slots.begin,
        slots_per_time=slots.per_time,
        slot_bucket=slots.bucket,
        least_time=least_time,
        usual_m=usual_m,
        usual_toll=usual_toll,
    )


class _Slots(NamedTuple):
    """Tables of slots, one for each way, of as many slots."""

    begin: Int64
    per_time: Float64
    bucket: Int32


def _bucket_starts(travel: MatrixTravel) -> Int64:
    """When each bucket begins; those of one matrix are one."""
    return travel.bucket_starts_s[: 1 if len(travel.drive_s) == 1 else None]


def _slots(starts: Sequence[Int64]) -> _Slots:
    """The table of each way, from its second bucket to its last.

    Its first slot begins just before the second bucket, so that it holds for all earlier times. A
    slot is as long as a power of two, so that no time is rounded into another one.
    """
    begins = [int(edges[1:].min(initial=1)) - 1 for edges in starts]
    spans = [max(0, int(edges[-1]) - begin) for edges, begin in zip(starts, begins, strict=True)]
    lengths = [1 << max(0, span // (MOST_SLOTS - 1)).bit_length() for span in spans]
    counts = [span // length + 1 for span, length in zip(spans, lengths, strict=True)]
    most = max(counts)
    buckets = [
        np.maximum(0, np.searchsorted(edges, begin + length * np.arange(most), side="right") - 1)
        for edges, begin, length in zip(starts, begins, lengths, strict=True)
    ]
    return _Slots(
        begin=int64(begins),
        per_time=float64([1.0 / length for length in lengths]),
        bucket=int32(np.stack(buckets)),
    )


def _joined(matrices: Sequence[Int32]) -> Int32:
    """All matrices behind each other; those of one way as they are."""
    return int32(matrices[0] if len(matrices) == 1 else np.concatenate(matrices))


def _charges(travels: Sequence[MatrixTravel]) -> list[Int32] | None:
    """Charges of each way; None where nothing is charged anywhere."""
    if not any(t.tolls_minor is not None and t.tolls_minor.any() for t in travels):
        return None
    return [np.zeros_like(t.drive_s) if t.tolls_minor is None else t.tolls_minor for t in travels]


def _weights(travel: MatrixTravel, hours_s: tuple[int, int]) -> Float64:
    """Share of the hours in which each matrix holds."""
    first_s, last_s = hours_s
    edges = np.array([-np.inf, *travel.bucket_starts_s[1:], np.inf])
    inside_s = np.minimum(edges[1:], last_s + 1) - np.maximum(edges[:-1], first_s)
    held_s = np.bincount(travel.bucket_matrix, np.maximum(0.0, inside_s), len(travel.drive_s))
    return float64(held_s / held_s.sum())


def _means(matrices: Sequence[Int32], weights: Sequence[Float64]) -> npt.NDArray[np.float64]:
    """Weighted mean of the matrices of each way, ``(ways, places, places)``."""
    means = np.zeros((len(matrices), *matrices[0].shape[1:]))
    for way, (own, shares) in enumerate(zip(matrices, weights, strict=True)):
        for number in np.flatnonzero(shares).tolist():
            means[way] += shares[number] * own[number]
    return means
