"""Packed weights told apart: keys and loads of whole matrices, in machine code."""

from concurrent.futures import ThreadPoolExecutor

import numpy as np
import numpy.typing as npt

from domain.compiled import compiled, thread_count

NO_WAY = -1
"""Key and load of a pair of stops without a way between."""

_PARTS_PER_THREAD = 4


def tell_apart(
    weight: npt.NDArray[np.float64],
    load_limit: int,
    key: npt.NDArray[np.int32],
    load: npt.NDArray[np.int32],
    *,
    threads: int | None = None,
) -> int:
    """Fill in keys and loads of a matrix of packed weights; return the largest key.

    Parameters
    ----------
    weight
        Keys times `load_limit` plus loads, infinite where there is no way; ``(k, m)``.
    key, load
        Room for them, ``(k, m)``.
    threads
        Threads to work on; all of them where no number is given.
    """
    threads = threads or thread_count()
    if threads == 1:
        return _tell_rows(weight, load_limit, 0, len(weight), key, load)
    edges = np.linspace(0, len(weight), _PARTS_PER_THREAD * threads + 1).astype(np.int64)

    def tell(part: int) -> int:
        first, last = int(edges[part]), int(edges[part + 1])
        return _tell_rows(weight, load_limit, first, last, key, load)

    with ThreadPoolExecutor(threads) as pool:
        return max(pool.map(tell, range(len(edges) - 1)))


def warm_up_told_weights() -> None:
    """Compile for the types of a matrix."""
    room = np.empty((2, 1, 1), np.int32)
    tell_apart(np.ones((1, 1)), 2, room[0], room[1], threads=1)


@compiled
def _tell_rows(
    weight: npt.NDArray[np.float64],
    load_limit: int,
    first: int,
    last: int,
    key: npt.NDArray[np.int32],
    load: npt.NDArray[np.int32],
) -> int:
    """Fill in some rows; return their largest key."""
    largest = 0
    for row in range(first, last):
        for column in range(weight.shape[1]):
            packed = weight[row, column]
            if packed < np.inf:
                whole = np.int64(packed)
                # Weights are at least 0, so that the division rounds down.
                own = whole // load_limit
                key[row, column] = own
                load[row, column] = whole - own * load_limit
                largest = max(largest, int(own))
            else:
                key[row, column] = NO_WAY
                load[row, column] = NO_WAY
    return largest
