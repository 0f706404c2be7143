"""Painter's paths from arrays, without a call per point."""

import struct
from collections.abc import Iterator
from itertools import pairwise

import numpy as np
from PySide6.QtCore import QByteArray, QDataStream, Qt
from PySide6.QtGui import QPainterPath

from maps.picture.tile_index import Lines

_ELEMENT = np.dtype([("type", ">i4"), ("x", ">f8"), ("y", ">f8")])
_MOVE, _LINE = 0, 1
_POINTS_AT_ONCE = 16


def area_path(lines: Lines) -> QPainterPath:
    """One path around all areas, to be filled by the non-zero rule."""
    path = _path(_elements(lines).tobytes(), len(lines.points))
    path.setFillRule(Qt.FillRule.WindingFill)
    return path


def line_paths(lines: Lines) -> Iterator[QPainterPath]:
    """Paths of a few lines each.

    Qt takes far longer to stroke one path of many lines than many paths of few, and Python's lock
    is held meanwhile; it is free for the window between two paths.
    """
    elements = _elements(lines)
    groups = np.unique(lines.offset[:-1] // _POINTS_AT_ONCE, return_index=True)[1]
    bounds = np.append(lines.offset[:-1][groups], lines.offset[-1]).tolist()
    for begin, end in pairwise(bounds):
        yield _path(elements[begin:end].tobytes(), end - begin)


def _elements(lines: Lines) -> np.ndarray[tuple[int], np.dtype[np.void]]:
    """Points in the form in which Qt writes paths."""
    elements = np.empty(len(lines.points), _ELEMENT)
    elements["type"] = _LINE
    elements["type"][lines.offset[:-1]] = _MOVE
    elements["x"], elements["y"] = lines.points.T
    return elements


def _path(elements: bytes, count: int) -> QPainterPath:
    path = QPainterPath()
    written = struct.pack(">i", count) + elements + struct.pack(">ii", 0, 0)
    stream = QDataStream(QByteArray(written))
    stream >> path
    return path
