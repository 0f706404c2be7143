"""Where the names of streets are written: along the street, where they fit and hide no other.

Names are placed in squares of several tiles, each within its square, so that the tiles of a square
agree on them and no name is cut at a border.
"""

import math
from collections import OrderedDict, defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache

import numpy as np
import numpy.typing as npt
from PySide6.QtCore import QRectF
from PySide6.QtGui import QFont, QGlyphRun, QPainterPath, QTextLayout, QTransform

from maps.picture.tile_index import TILE_PX, NamedRoads, TileIndex

Floats = npt.NDArray[np.float64]

SQUARE_TILES = 4
NAMES_FROM_ZOOM = 14
_SQUARES_KEPT = 24
_TEXT_PX = 11
_LONGEST_NAME = 48
_BORDER_PX = 8.0
_CELL_PX = 10.0
_SAME_NAME_CLEAR_PX = 420.0
_EVERY_PX = 600.0
_STRAIGHT_SHARE = 0.93
_BEND_COSINE = 0.93
_AROUND_PX = 10.0


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class PlacedName:
    """A name along its street: the outline of its letters in pixels, and what they cover."""

    outline: QPainterPath
    box: QRectF


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class _Letters:
    """The glyphs of a name in a row: outline and left edge of each, and the width of all."""

    outlines: tuple[QPainterPath, ...]
    left_px: Floats
    centre_px: Floats
    width_px: float


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class _Way:
    """A line, and how far along it each of its points is reached."""

    points: Floats
    reached_px: Floats

    @classmethod
    def through(cls, points: Floats) -> "_Way":
        steps_px = np.hypot(*np.diff(points, axis=0).T)
        reached_px = np.append(0.0, np.cumsum(steps_px))
        is_new = np.append(True, steps_px > 0)
        return cls(points=points[is_new], reached_px=reached_px[is_new])

    @property
    def length_px(self) -> float:
        return float(self.reached_px[-1])

    def at(self, along_px: Floats) -> Floats:
        """Points at distances from its start, ``(n, 2)``."""
        right, down = self.points.T
        return np.column_stack(
            (
                np.interp(along_px, self.reached_px, right),
                np.interp(along_px, self.reached_px, down),
            )
        )

    def turned(self) -> "_Way":
        """The same line from the other end."""
        return _Way(points=self.points[::-1], reached_px=self.length_px - self.reached_px[::-1])


class StreetNames:
    """Names of streets, tile by tile; to be used in the thread that paints."""

    def __init__(self, index: TileIndex) -> None:
        self._index = index
        self._squares: OrderedDict[tuple[int, int, int], list[PlacedName]] = OrderedDict()

    def tile(self, zoom: int, x: int, y: int) -> list[PlacedName]:
        """Names on a tile, in pixels from its corner."""
        if zoom < NAMES_FROM_ZOOM:
            return []
        square = (zoom, x // SQUARE_TILES, y // SQUARE_TILES)
        right, down = x % SQUARE_TILES * TILE_PX, y % SQUARE_TILES * TILE_PX
        tile = QRectF(right, down, TILE_PX, TILE_PX)
        return [
            PlacedName(outline=name.outline.translated(-right, -down), box=name.box)
            for name in self._square(square)
            if name.box.intersects(tile)
        ]

    def _square(self, square: tuple[int, int, int]) -> list[PlacedName]:
        if square not in self._squares:
            zoom, column, row = square
            side = SQUARE_TILES * TILE_PX
            roads = self._index.named(zoom, (column * side, row * side), side)
            self._squares[square] = _placed(roads, float(side))
            if len(self._squares) > _SQUARES_KEPT:
                self._squares.popitem(last=False)
        self._squares.move_to_end(square)
        return self._squares[square]


def _placed(roads: NamedRoads, side_px: float) -> list[PlacedName]:
    """As many names as fit in a square, the greatest roads and the longest ways first."""
    taken = _Taken()
    placed = []
    for name, way in _ways(roads):
        letters = _letters(name)
        for middle_px in _middles(way.length_px, letters.width_px):
            if taken.has_near(name, way.at(np.array([middle_px]))):
                continue
            spots = _along(way, letters, middle_px)
            if spots is None or not _is_inside(spots, side_px) or taken.is_covered(spots):
                continue
            taken.add(name, way.at(np.array([middle_px])), spots)
            placed.append(_name_at(letters, spots))
    return placed


class _Taken:
    """Where letters stand already: by cells of the ground, and the middles by name."""

    def __init__(self) -> None:
        self._cells: set[tuple[int, int]] = set()
        self._middles: dict[str, list[Floats]] = defaultdict(list)

    def add(self, name: str, middle: Floats, spots: Floats) -> None:
        self._middles[name].append(middle[0])
        for column, row in _cells(spots):
            self._cells.update(
                (column + right, row + down) for right in (-1, 0, 1) for down in (-1, 0, 1)
            )

    def has_near(self, name: str, middle: Floats) -> bool:
        """Whether the same name stands close by."""
        return any(
            math.dist(middle[0], other) < _SAME_NAME_CLEAR_PX for other in self._middles[name]
        )

    def is_covered(self, spots: Floats) -> bool:
        """Whether letters would touch others."""
        return not self._cells.isdisjoint(_cells(spots))


def _cells(spots: Floats) -> Iterator[tuple[int, int]]:
    """The cells that letters stand in; two names apart by more than a cell never touch."""
    return map(tuple, (spots[:, :2] // _CELL_PX).astype(int).tolist())


def _is_inside(spots: Floats, side_px: float) -> bool:
    return bool((spots[:, :2] > _BORDER_PX).all() and (spots[:, :2] < side_px - _BORDER_PX).all())


def _ways(roads: NamedRoads) -> Iterator[tuple[str, _Way]]:
    """Each street in one line as far as it can be drawn without lifting the pen."""
    by_name: dict[str, list[int]] = defaultdict(list)
    for road, name in enumerate(roads.names):
        by_name[_readable(name)].append(road)
    by_name.pop("", None)
    ways = []
    for name, numbers in by_name.items():
        rank = max(int(roads.kind[number]) for number in numbers)
        for line in _joined([roads.lines[number] for number in numbers]):
            way = _Way.through(line)
            ways.append((-rank, -way.length_px, name, _spot(line[0]), way))
    for *_, name, _, way in sorted(ways, key=lambda found: found[:4]):
        yield name, way


def _readable(name: str) -> str:
    """A name as one line without characters that no map shows."""
    return " ".join("".join(c if c.isprintable() else " " for c in name).split())[:_LONGEST_NAME]


def _joined(lines: list[Floats]) -> Iterator[Floats]:
    """Lines put together end to end, whichever way each of them runs."""
    ends: dict[tuple[float, float], list[int]] = defaultdict(list)
    for i, line in enumerate(lines):
        for point in (line[0], line[-1]):
            ends[_spot(point)].append(i)
    left = dict.fromkeys(range(len(lines)))
    while left:
        first = next((i for i in left if _is_loose(lines[i], ends)), next(iter(left)))
        yield _walk(first, lines, ends, left)


def _spot(point: Floats) -> tuple[float, float]:
    return round(float(point[0]), 2), round(float(point[1]), 2)


def _is_loose(line: Floats, ends: dict[tuple[float, float], list[int]]) -> bool:
    """Whether nothing, or too much, follows at one of its ends."""
    return any(len(ends[_spot(point)]) != 2 for point in (line[0], line[-1]))


def _walk(
    first: int,
    lines: list[Floats],
    ends: dict[tuple[float, float], list[int]],
    left: dict[int, None],
) -> Floats:
    """One line from a loose end on, until nothing follows or the street parts."""
    del left[first]
    way = lines[first]
    if len(ends[_spot(way[0])]) == 2:
        way = way[::-1]
    pieces = [way]
    while True:
        here = _spot(pieces[-1][-1])
        following = [i for i in ends[here] if i in left]
        if len(ends[here]) != 2 or not following:
            return np.concatenate(pieces)
        line = lines[following[0]]
        del left[following[0]]
        pieces.append((line if _spot(line[0]) == here else line[::-1])[1:])


def _middles(length_px: float, width_px: float) -> Iterator[float]:
    """Where along a way a name may have its middle: at best in the middle, else to its sides."""
    if length_px < width_px:
        return
    count = max(1, round(length_px / _EVERY_PX))
    step_px = length_px / count
    for i in range(count):
        for share in (0.5, 0.7, 0.3, 0.9, 0.1):
            yield min(max((i + share) * step_px, width_px / 2), length_px - width_px / 2)


def _along(way: _Way, letters: _Letters, middle_px: float) -> Floats | None:
    """Place and turn of each letter, ``(n, 3)``: right, down, radians; None where it bends."""
    half_px = letters.width_px / 2
    first, last = way.at(middle_px + np.array([-half_px, half_px]))
    if math.dist(first, last) < _STRAIGHT_SHARE * letters.width_px:
        return None
    if last[0] < first[0]:
        way, middle_px = way.turned(), way.length_px - middle_px
    middles_px = middle_px - half_px + letters.centre_px
    reach_px = np.repeat([[-_AROUND_PX / 2], [_AROUND_PX / 2], [0.0]], len(middles_px), axis=1)
    before, after, here = way.at((middles_px + reach_px).ravel()).reshape(3, -1, 2)
    turn = np.arctan2(after[:, 1] - before[:, 1], after[:, 0] - before[:, 0])
    if (np.cos(np.diff(turn)) < _BEND_COSINE).any():
        return None
    return np.column_stack((here, turn))


def _name_at(letters: _Letters, spots: Floats) -> PlacedName:
    outline = QPainterPath()
    for glyph, left, centre, (right, down, turn) in zip(
        letters.outlines, letters.left_px, letters.centre_px, spots.tolist(), strict=True
    ):
        place = QTransform().translate(right, down).rotateRadians(turn)
        outline.addPath(place.translate(left - centre, _TEXT_PX * 0.36).map(glyph))
    around = _AROUND_PX / 2
    box = outline.boundingRect().adjusted(-around, -around, around, around)
    return PlacedName(outline=outline, box=box)


_OUTLINES: dict[tuple[str, int], QPainterPath] = {}
"""Outlines of glyphs by family and number; a city's names need a few hundred."""


@lru_cache(maxsize=4096)
def _letters(name: str) -> _Letters:
    """The glyphs of a name, as its script joins and orders them."""
    font = QFont()
    font.setPixelSize(_TEXT_PX)
    font.setHintingPreference(QFont.HintingPreference.PreferNoHinting)
    layout = QTextLayout(name, font)
    layout.beginLayout()
    line = layout.createLine()
    line.setLineWidth(1e6)
    layout.endLayout()
    glyphs = [glyph for run in layout.glyphRuns() for glyph in _glyphs(run)]
    glyphs.sort(key=lambda glyph: glyph[1])
    width_px = line.naturalTextWidth()
    left_px = np.array([left for _, left in glyphs])
    right_px = np.append(left_px[1:], width_px)
    return _Letters(
        outlines=tuple(outline for outline, _ in glyphs),
        left_px=left_px,
        centre_px=(left_px + right_px) / 2,
        width_px=width_px,
    )


def _glyphs(run: QGlyphRun) -> Iterator[tuple[QPainterPath, float]]:
    font = run.rawFont()
    family = font.familyName()
    for glyph, position in zip(run.glyphIndexes(), run.positions(), strict=True):
        if (family, glyph) not in _OUTLINES:
            _OUTLINES[family, glyph] = font.pathForGlyph(glyph)
        yield _OUTLINES[family, glyph], position.x()
