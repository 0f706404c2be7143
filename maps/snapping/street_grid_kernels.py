"""The inner loops of the grid of streets, in machine code.

A cell's number is its row times the columns plus its column. `frame` holds the western and the
southern edge of the grid and the width of a cell; `shape` its rows and columns.
"""

import math

import numpy as np
import numpy.typing as npt

from domain.compiled import compiled, compiled_part

SLACK_M = 1e-3
"""Far more than what rounding can move a point by."""

NOTHING = -1


@compiled
def register(
    plane_m: npt.NDArray[np.float64],
    shape_offset: npt.NDArray[np.int64],
    is_street: npt.NDArray[np.bool_],
    frame: tuple[float, float, float],
    shape: tuple[int, int],
    end: npt.NDArray[np.int64],
    segment: npt.NDArray[np.int32],
) -> None:
    """Enter each segment of the streets into the cells that it touches.

    `end`, where the entries of each cell go, moves on with each. Without room in `segment` the
    entries are only counted.
    """
    west, south, cell_m = frame
    for edge in range(len(shape_offset) - 1):
        if not is_street[edge]:
            continue
        for point in range(shape_offset[edge], shape_offset[edge + 1] - 1):
            x, y = plane_m[point, 0], plane_m[point, 1]
            dx, dy = plane_m[point + 1, 0] - x, plane_m[point + 1, 1] - y
            low, high = min(y, y + dy) - SLACK_M, max(y, y + dy) + SLACK_M
            for row in range(_cell(low - south, cell_m, shape[0]), shape[0]):
                bottom, top = south + row * cell_m - SLACK_M, south + (row + 1) * cell_m + SLACK_M
                if bottom > high:
                    break
                start, stop = _share_between(y, dy, bottom, top)
                left, right = min(x + start * dx, x + stop * dx), max(x + start * dx, x + stop * dx)
                first = _cell(left - SLACK_M - west, cell_m, shape[1])
                last = _cell(right + SLACK_M - west, cell_m, shape[1])
                for cell in range(row * shape[1] + first, row * shape[1] + last + 1):
                    if len(segment) > 0:
                        segment[end[cell], 0], segment[end[cell], 1] = edge, point
                    end[cell] += 1


@compiled
def find_nearest(
    plane_m: npt.NDArray[np.float64],
    offset: npt.NDArray[np.int64],
    segment: npt.NDArray[np.int32],
    frame: tuple[float, float, float],
    shape: tuple[int, int],
    is_open: npt.NDArray[np.bool_],
    place_m: npt.NDArray[np.float64],
    edge: npt.NDArray[np.int64],
    point: npt.NDArray[np.int64],
    share: npt.NDArray[np.float64],
) -> None:
    """Fill in the nearest open edge of each place, its segment there and how far along that is.

    Rings of cells around the place are searched until one holds an open edge; then all cells
    within the distance of the nearest found so far.
    """
    for i in range(len(place_m)):
        x, y = place_m[i, 0], place_m[i, 1]
        found = (np.inf, NOTHING, NOTHING, 0.0)
        row, column = (
            _cell(y - frame[1], frame[2], shape[0]),
            _cell(x - frame[0], frame[2], shape[1]),
        )
        for ring in range(max(shape)):
            for at in range(max(row - ring, 0), min(row + ring + 1, shape[0])):
                is_whole = ring == 0 or abs(at - row) == ring
                for beside in range(column - ring, column + ring + 1, 1 if is_whole else 2 * ring):
                    if 0 <= beside < shape[1]:
                        cell = at * shape[1] + beside
                        found = _in_cell(plane_m, offset, segment, is_open, cell, x, y, found)
            if found[1] != NOTHING:
                break
        found = _in_circle(plane_m, offset, segment, frame, shape, is_open, x, y, found)
        edge[i], point[i], share[i] = found[1], found[2], found[3]


@compiled_part
def _in_circle(
    plane_m: npt.NDArray[np.float64],
    offset: npt.NDArray[np.int64],
    segment: npt.NDArray[np.int32],
    frame: tuple[float, float, float],
    shape: tuple[int, int],
    is_open: npt.NDArray[np.bool_],
    x: float,
    y: float,
    found: tuple[float, int, int, float],
) -> tuple[float, int, int, float]:
    """The nearest open edge in all cells that may hold one as near as what was found."""
    west, south, cell_m = frame
    if found[1] == NOTHING:
        return found
    reach_m = math.sqrt(found[0]) + SLACK_M
    last_row = _cell(y + reach_m - south, cell_m, shape[0])
    for row in range(_cell(y - reach_m - south, cell_m, shape[0]), last_row + 1):
        reach_m = math.sqrt(found[0]) + SLACK_M
        bottom = south + row * cell_m
        away_m = max(bottom - y, y - bottom - cell_m, 0.0)
        if away_m > reach_m:
            continue
        half_m = math.sqrt(reach_m * reach_m - away_m * away_m)
        first = _cell(x - half_m - west, cell_m, shape[1])
        last = _cell(x + half_m - west, cell_m, shape[1])
        for cell in range(row * shape[1] + first, row * shape[1] + last + 1):
            found = _in_cell(plane_m, offset, segment, is_open, cell, x, y, found)
    return found


@compiled_part
def _in_cell(
    plane_m: npt.NDArray[np.float64],
    offset: npt.NDArray[np.int64],
    segment: npt.NDArray[np.int32],
    is_open: npt.NDArray[np.bool_],
    cell: int,
    x: float,
    y: float,
    found: tuple[float, int, int, float],
) -> tuple[float, int, int, float]:
    """What was found, or what is nearer in a cell; of what is equally near, the first."""
    nearest_m2, edge, point, share = found
    for entry in range(offset[cell], offset[cell + 1]):
        entry_edge, entry_point = segment[entry, 0], segment[entry, 1]
        if is_open[entry_edge]:
            distance_m2, along = _to_segment(plane_m, entry_point, x, y)
            is_earlier = entry_edge < edge or (entry_edge == edge and entry_point < point)
            if distance_m2 < nearest_m2 or (distance_m2 == nearest_m2 and is_earlier):
                nearest_m2, share = distance_m2, along
                edge, point = int(entry_edge), int(entry_point)
    return nearest_m2, edge, point, share


@compiled_part
def _to_segment(
    plane_m: npt.NDArray[np.float64], point: int, x: float, y: float
) -> tuple[float, float]:
    """Squared distance to a segment, and the share of it up to its nearest point.

    Both segments that meet in a point give the very same distance to it.
    """
    from_x, from_y = x - plane_m[point, 0], y - plane_m[point, 1]
    to_x, to_y = x - plane_m[point + 1, 0], y - plane_m[point + 1, 1]
    step_x, step_y = from_x - to_x, from_y - to_y
    along_m2 = from_x * step_x + from_y * step_y
    length_m2 = step_x * step_x + step_y * step_y
    if along_m2 <= 0.0:
        return from_x * from_x + from_y * from_y, 0.0
    if along_m2 >= length_m2:
        return to_x * to_x + to_y * to_y, 1.0
    share = along_m2 / length_m2
    off_x, off_y = from_x - share * step_x, from_y - share * step_y
    return off_x * off_x + off_y * off_y, share


@compiled_part
def _share_between(start: float, step: float, low: float, high: float) -> tuple[float, float]:
    """The shares of a step at which it enters and leaves a band, in any order."""
    if abs(step) < SLACK_M:
        return 0.0, 1.0
    at_low, at_high = (low - start) / step, (high - start) / step
    return min(max(at_low, 0.0), 1.0), min(max(at_high, 0.0), 1.0)


@compiled_part
def _cell(distance_m: float, cell_m: float, count: int) -> int:
    """Row or column at a distance from the edge of the grid, the nearest there is."""
    return int(min(max(distance_m / cell_m, 0.0), count - 1.0))
