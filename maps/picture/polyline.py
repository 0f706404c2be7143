"""Encoded polylines: ways on the map as short texts, five decimals, latitude before longitude.

The format is Google's: each coordinate is the difference from the one before in units of 1e-5
degrees, its sign moved to the lowest bit, in groups of five bits from the lowest up, each group a
character from ``?`` on; all groups of a number but the last have 32 added. The characters run from
``?`` to ``~``, so the text can close no tag and start no entity.
"""

from collections.abc import Sequence
from itertools import pairwise

import numpy as np
import numpy.typing as npt

Degrees = npt.NDArray[np.float64]

UNITS_PER_DEGREE = 100_000
_FIRST_CHARACTER = ord("?")
_MORE_FOLLOWS = 32
_LONGEST_NUMBER = 6
"""Characters of 360 degrees."""


def encode_polyline(points: Degrees) -> str:
    """The polyline of points given as rows of latitude and longitude."""
    return encode_polylines(points, [0, len(points)])[0]


def encode_polylines(points: Degrees, offsets: Sequence[int] | npt.NDArray[np.int64]) -> list[str]:
    """Many polylines at once.

    Parameters
    ----------
    points
        Latitude and longitude of all points, ``(k, 2)``.
    offsets
        Line ``i`` runs through the points ``offsets[i]`` up to ``offsets[i + 1]``.
    """
    units = np.rint(np.asarray(points, float).reshape(-1, 2) * UNITS_PER_DEGREE).astype(np.int64)
    steps = np.diff(units, axis=0, prepend=np.zeros((1, 2), np.int64))
    starts = np.asarray(offsets[:-1], np.int64)
    starts = starts[starts < len(units)]
    steps[starts] = units[starts]
    characters, ends = _characters(steps.ravel())
    text = characters.tobytes().decode("ascii")
    reached = np.append(0, ends)[2 * np.asarray(offsets, np.int64)].tolist()
    return [text[a:b] for a, b in pairwise(reached)]


def decode_polyline(text: str) -> Degrees:
    """Latitude and longitude of the points of a polyline, ``(k, 2)``.

    Raises
    ------
    ValueError
        If the text is no polyline, or leaves the earth.
    """
    if not text.isascii():
        raise ValueError("A character that no polyline has.")
    groups = np.frombuffer(text.encode(), np.uint8).astype(np.int64) - _FIRST_CHARACTER
    if not groups.size:
        return np.empty((0, 2))
    ends = np.flatnonzero(groups < _MORE_FOLLOWS)
    if groups.min() < 0 or groups.max() >= 2 * _MORE_FOLLOWS or not ends.size:
        raise ValueError("A character that no polyline has.")
    starts = np.append(0, ends[:-1] + 1)
    lengths = ends - starts + 1
    if ends[-1] != len(groups) - 1 or len(ends) % 2 or lengths.max() > _LONGEST_NUMBER:
        raise ValueError("The polyline is cut short.")
    place = np.arange(len(groups)) - np.repeat(starts, lengths)
    numbers = np.add.reduceat((groups % _MORE_FOLLOWS) << (5 * place), starts)
    steps = np.where(numbers % 2, ~(numbers >> 1), numbers >> 1).reshape(-1, 2)
    points = np.asarray(np.cumsum(steps, axis=0) / UNITS_PER_DEGREE)
    if not (np.abs(points) <= (90, 180)).all():
        raise ValueError("The polyline leaves the earth.")
    return points


def _characters(
    steps: npt.NDArray[np.int64],
) -> tuple[npt.NDArray[np.uint8], npt.NDArray[np.int64]]:
    """Characters of all numbers in a row, and where each number ends."""
    numbers = np.where(steps < 0, ~(steps << 1), steps << 1)
    groups = (numbers[:, None] >> (5 * np.arange(_LONGEST_NUMBER))) % _MORE_FOLLOWS
    is_used = np.cumsum(groups[:, ::-1], axis=1)[:, ::-1] > 0
    is_used[:, 0] = True
    lengths = is_used.sum(axis=1)
    follows = np.arange(1, _LONGEST_NUMBER + 1) < lengths[:, None]
    characters = groups + _FIRST_CHARACTER + _MORE_FOLLOWS * follows
    return characters[is_used].astype(np.uint8), np.cumsum(lengths)
