"""Arrays as compiled code is given them: always of one kind, so that it is compiled once."""

from collections.abc import Sequence
from typing import Any

import numpy as np
import numpy.typing as npt

from optimizer.routing.search_problem import FAR, Float64, Int8, Int32, Int64


def int8(values: npt.ArrayLike) -> Int8:
    """Values as a read-only array, not copied where they are one already."""
    return read_only(np.ascontiguousarray(values, dtype=np.int8))


def int32(values: npt.ArrayLike) -> Int32:
    """Values as a read-only array, not copied where they are one already."""
    return read_only(np.ascontiguousarray(values, dtype=np.int32))


def int64(values: npt.ArrayLike) -> Int64:
    """Values as a read-only array, not copied where they are one already."""
    return read_only(np.ascontiguousarray(values, dtype=np.int64))


def float64(values: npt.ArrayLike) -> Float64:
    """Values as a read-only array, not copied where they are one already."""
    return read_only(np.ascontiguousarray(values, dtype=np.float64))


def read_only(array: npt.NDArray[Any]) -> npt.NDArray[Any]:
    """The same memory, which nobody can change through this array."""
    seen = array.view()
    seen.flags.writeable = False
    return seen


def padded(rows: Sequence[Sequence[int]], fill: int = FAR) -> Int64:
    """Rows of unlike length one below the other, at least one column wide."""
    width = max((len(row) for row in rows), default=0)
    table = np.full((len(rows), max(1, width)), fill, dtype=np.int64)
    for number, row in enumerate(rows):
        table[number, : len(row)] = row
    return read_only(table)
