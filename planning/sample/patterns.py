"""Street patterns that a district is filled with, before its edge cuts them off."""

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
from scipy.spatial import Voronoi

from planning.sample.polylines import Indices, Points, Swell, polar, rotated
from planning.sample.roads import Road


@dataclass(frozen=True, slots=True, eq=False)
class Pattern:
    """Corners and the streets between them, spread over more ground than the district.

    Parameters
    ----------
    corners
        ``(n, 2)`` metres.
    ends
        First and last corner of each street between two corners, ``(m, 2)``.
    bends
        Points between those corners, ``(m, q, 2)``; `q` may be 0.
    rank
        Which of the pattern's long lines a street belongs to; 0 is the one through the middle,
        ``(m,)``. -1 where the pattern has no long lines.
    is_cross
        Whether a street runs across the long side of the blocks, ``(m,)``.
    """

    corners: Points
    ends: Indices
    bends: Points
    rank: Indices
    is_cross: np.ndarray[tuple[int], np.dtype[np.bool_]]


@dataclass(frozen=True, slots=True, kw_only=True)
class Style:
    """How a district is laid out.

    Parameters
    ----------
    block_m
        Depth of a block.
    stretch
        Length of a block over its depth.
    sway
        How far streets bend away from straight lines, in blocks.
    bow
        How many blocks beyond the district's edge crescents have their centre; 0 for straight
        rows.
    missing, missing_cross
        Share of streets left out, along the blocks and across them.
    dead_ends
        Share of cross streets that end before the next corner.
    is_organic
        Whether blocks are irregular, as in an old town.
    one_way
        Share of streets that are one-way.
    road
        Class of the streets.
    """

    block_m: float
    stretch: float = 1.4
    sway: float = 0.0
    bow: float = 0.0
    missing: float = 0.04
    missing_cross: float = 0.08
    dead_ends: float = 0.0
    is_organic: bool = False
    one_way: float = 0.0
    road: Road = Road.RESIDENTIAL


def build_pattern(
    style: Style, middle: Points, reach_m: float, heading: float, rng: np.random.Generator
) -> Pattern:
    """A pattern around a point, at least `reach_m` wide to each side."""
    if style.is_organic:
        return _organic(style, middle, reach_m, rng)
    return _lattice(style, middle, reach_m, heading, rng)


def _lattice(
    style: Style, middle: Points, reach_m: float, heading: float, rng: np.random.Generator
) -> Pattern:
    """Rows and columns of blocks, bent into crescents and swayed as the style says."""
    half = int(np.ceil(reach_m / style.block_m)) + 1
    half_long = int(np.ceil(reach_m / (style.block_m * style.stretch))) + 1
    across = _spaced(half, style.block_m, rng)
    along = _spaced(half_long, style.block_m * style.stretch, rng)
    rows, columns = len(across), len(along)
    index = np.arange(rows * columns).reshape(rows, columns)
    long_ends = np.column_stack([index[:, :-1].ravel(), index[:, 1:].ravel()])
    cross_ends = np.column_stack([index[:-1].ravel(), index[1:].ravel()])
    ends = np.vstack([long_ends, cross_ends])
    flat = np.stack(np.meshgrid(along, across), axis=-1).reshape(-1, 2)
    steps = _bend_steps(style)
    shares = (np.arange(1, steps + 1) / (steps + 1))[:, None]
    bends = flat[ends[:, 0], None] * (1 - shares) + flat[ends[:, 1], None] * shares
    bent = _bender(style, middle, reach_m, heading, rng)
    row = np.repeat(np.arange(rows) - half, columns - 1)
    column = np.tile(np.arange(columns) - half_long, rows - 1)
    return Pattern(
        corners=bent(flat),
        ends=ends,
        bends=bent(bends),
        rank=np.concatenate([np.abs(row), np.abs(column)]),
        is_cross=np.arange(len(ends)) >= len(long_ends),
    )


def _spaced(half: int, step_m: float, rng: np.random.Generator) -> np.ndarray:
    """Ascending positions on both sides of 0, unevenly spaced."""
    steps = step_m * rng.uniform(0.82, 1.18, 2 * half)
    at = np.concatenate(([0.0], np.cumsum(steps)))
    return np.asarray(at - at[half])


def _bend_steps(style: Style) -> int:
    if style.bow or style.sway > 0.2:
        return 2
    return 1 if style.sway else 0


def _bender(
    style: Style, middle: Points, reach_m: float, heading: float, rng: np.random.Generator
) -> Callable[[Points], Points]:
    """The map from the flat lattice to the ground."""
    sway = Swell.random(
        rng, length_m=6.5 * style.block_m, push_m=max(style.sway, 1e-6) * style.block_m
    )
    bow_m = reach_m + style.bow * style.block_m

    def bent(flat: Points) -> Points:
        ground = flat
        if style.bow:
            ground = polar(np.maximum(bow_m + flat[..., 1], 1.0), flat[..., 0] / bow_m) - [
                bow_m,
                0.0,
            ]
        return middle + sway.moved(rotated(ground, heading))

    return bent


def _organic(style: Style, middle: Points, reach_m: float, rng: np.random.Generator) -> Pattern:
    """Streets between irregular blocks: the borders of the land nearest to each scattered point."""
    step_m = style.block_m
    half = int(np.ceil(reach_m / step_m)) + 2
    column, row = np.meshgrid(np.arange(-half, half + 1), np.arange(-half, half + 1))
    seeds = np.column_stack([(column + 0.5 * (row % 2)).ravel(), 0.87 * row.ravel()]) * step_m
    seeds = middle + seeds + rng.normal(0, 0.34 * step_m, seeds.shape)
    cells = Voronoi(seeds)
    ends = np.asarray(cells.ridge_vertices)
    ends = ends[(ends >= 0).all(axis=1)]
    corners, ends = _merged(cells.vertices, ends, 0.3 * step_m)
    run = corners[ends[:, 1]] - corners[ends[:, 0]]
    sideways = np.column_stack([-run[:, 1], run[:, 0]]) * rng.normal(0, 0.06, (len(ends), 1))
    bends = (corners[ends].mean(axis=1) + sideways)[:, None]
    no_line = np.full(len(ends), -1)
    return Pattern(corners, ends, bends, no_line, np.zeros(len(ends), dtype=bool))


def _merged(corners: Points, ends: Indices, least_m: float) -> tuple[Points, Indices]:
    """Corners that lie close together made one, each with at most one other."""
    length = np.hypot(*(corners[ends[:, 1]] - corners[ends[:, 0]]).T)
    into = np.arange(len(corners))
    taken = np.zeros(len(corners), dtype=bool)
    for first, last in ends[np.argsort(length, kind="stable")][: int((length < least_m).sum())]:
        if not taken[first] and not taken[last]:
            into[last] = first
            taken[[first, last]] = True
    ends = into[ends]
    ends = ends[ends[:, 0] != ends[:, 1]]
    return corners, np.unique(np.sort(ends, axis=1), axis=0)
