"""Places numbered so that near ones lie together in memory.

An insertion is tried beside thirty near tasks: with their columns side by side, a row of a matrix
is read from a few lines of the cache instead of from as many as there are tasks.
"""

from typing import Any

import numpy as np
import numpy.typing as npt

from optimizer.routing.judge.state import Problem

MOST_BYTES = 2**28
"""Matrices that take more together are left as they are."""

_TOGETHER = 8
"""Places that need no order among themselves: half a line of the cache."""


def nearby_in_memory(problem: Problem) -> Problem:
    """The same problem with places numbered by nearness."""
    matrices = _by_place(problem)
    if sum(array.nbytes for array in matrices.values()) > MOST_BYTES:
        return problem
    order = _nearness_order(problem.usual_m[0].astype(np.float32) + problem.usual_m[0].T)
    rank = np.argsort(order)
    place = np.where(problem.place >= 0, rank[problem.place], problem.place)
    place.flags.writeable = False
    ordered = {id(array): _in_order(array, order) for array in matrices.values()}
    fields: dict[str, Any] = {name: ordered[id(array)] for name, array in matrices.items()}
    return problem._replace(place=place, **fields)


def _in_order(
    matrices: npt.NDArray[np.generic], order: npt.NDArray[np.int64]
) -> npt.NDArray[np.generic]:
    taken = np.ascontiguousarray(matrices[:, order[:, None], order[None, :]])
    taken.flags.writeable = False
    return taken


def _by_place(problem: Problem) -> dict[str, npt.NDArray[np.generic]]:
    """All arrays with an origin and a destination."""
    names = (
        "time", "metres", "toll", "least_time", "usual_m", "usual_toll", "least_time_to",
        "usual_m_to",
    )  # fmt: skip
    places = problem.usual_m.shape[1]
    arrays = ((name, getattr(problem, name)) for name in names)
    return {name: array for name, array in arrays if array.shape[1] == places}


def _nearness_order(apart: npt.NDArray[np.float32]) -> npt.NDArray[np.int64]:
    """Halve the places, again and again, by which of two distant ones they are nearer to."""
    pieces, parts = [np.arange(len(apart))], []
    while pieces:
        piece = pieces.pop()
        if len(piece) <= _TOGETHER:
            parts.append(piece)
            continue
        one = piece[np.argmax(apart[piece[0], piece])]
        other = piece[np.argmax(apart[one, piece])]
        halves = piece[np.argsort(apart[one, piece] - apart[other, piece], kind="stable")]
        middle = len(piece) // 2
        pieces += [halves[middle:], halves[:middle]]
    return np.concatenate(parts)
