"""The levels of supply that each series may reach: whole steps up and down from what is there."""

import math
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from domain.stock_problem import SUPPLIER, Flags, StockProblem, Whole

MOST_LEVELS = 512
"""Finer steps are made larger, so that a day of a series is planned in microseconds."""

_HEADROOM = 1.1
"""Beyond the greatest demand, for holding more until capacity is there again."""


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Grid:
    """Levels of supply of each series; level `base` is what is there without new orders.

    Parameters
    ----------
    step
        Units between two levels, ``(m,)``.
    levels
        Number of levels, ``(m,)``.
    base
        Level at which each series starts, ``(m,)``; those below it can be given away.
    gives
        Whether others may take from a series, ``(m,)``.
    is_coarse
        Whether lots were made larger to keep the levels few, ``(m,)``.
    lot, least, most
        Of each way, in steps, ``(n,)``.
    way_first
        First way of each series, and the number of ways at the end, ``(m + 1,)``.
    """

    step: Whole
    levels: Whole
    base: Whole
    gives: Flags
    is_coarse: Flags
    lot: Whole
    least: Whole
    most: Whole
    way_first: Whole


def build_grid(problem: StockProblem, most_levels: int = MOST_LEVELS, extra_units: int = 0) -> Grid:
    """Levels fine enough for all lots of a series, and as many as its demand can need.

    Parameters
    ----------
    extra_units
        Units beyond all need that must be possible all the same.
    """
    ways, series = problem.ways, len(problem)
    way_first = np.searchsorted(ways.taker, np.arange(series + 1)).astype(np.int64)
    moves = ways.giver != SUPPLIER
    gives = np.zeros(series, dtype=np.bool_)
    gives[ways.giver[moves]] = True
    finest = _finest_steps(problem, way_first, moves)
    up = _needed_up(problem, way_first) + extra_units
    np.add.at(up, ways.giver[moves], _taken(problem, up)[moves])
    down = np.where(gives, np.maximum(problem.supplied[:, 0], 0), 0)
    factor = np.maximum(1, np.ceil((up + down) / finest / (most_levels - 2))).astype(np.int64)
    step = _coarsened(finest, factor, ways.lot_units, way_first, ways.giver)
    base = np.floor(down / step).astype(np.int64)
    levels = base + np.ceil(up / step).astype(np.int64) + 2
    per_way = step[ways.taker]
    lot = np.maximum(1, np.lcm(ways.lot_units, per_way) // per_way)
    least = np.ceil(ways.least_units / (lot * per_way)).astype(np.int64) * lot
    most = (ways.most_units // (lot * per_way) * lot).astype(np.int64)
    return Grid(
        step=step,
        levels=levels,
        base=base,
        gives=gives,
        is_coarse=factor > 1,
        lot=lot,
        least=np.maximum(least, lot),
        most=most,
        way_first=way_first,
    )


def _needed_up(problem: StockProblem, way_first: Whole) -> npt.NDArray[np.float64]:
    """Most units that may sensibly be added to what is there."""
    ways = problem.ways
    short = (problem.points[:, :, -1] - problem.supplied).max(axis=1)
    up = np.maximum(short.astype(np.float64) * _HEADROOM, 0)
    at_once = np.maximum(ways.least_units, ways.lot_units).astype(np.float64)
    largest = np.zeros(len(problem))
    np.maximum.at(largest, ways.taker, at_once)
    return np.where(np.diff(way_first) > 0, up + largest, 0.0)


def _taken(problem: StockProblem, up: npt.NDArray[np.float64]) -> npt.NDArray[np.float64]:
    """Units that each way may take from its giver: what its taker needs, at most."""
    return np.asarray(up[problem.ways.taker] / _HEADROOM)


def _finest_steps(problem: StockProblem, way_first: Whole, moves: Flags) -> Whole:
    """Greatest common divisor of all lots in which a series is supplied or taken from."""
    ways = problem.ways
    finest = np.zeros(len(problem), dtype=np.int64)
    np.gcd.at(finest, ways.taker, ways.lot_units)
    np.gcd.at(finest, ways.giver[moves], ways.lot_units[moves])
    return np.maximum(finest, 1)


def _coarsened(finest: Whole, factor: Whole, lots: Whole, way_first: Whole, giver: Whole) -> Whole:
    """Steps made larger by a factor; those of givers and takers of one SKU stay multiples."""
    step = finest * factor
    for series in np.flatnonzero(factor > 1):
        own = lots[way_first[series] : way_first[series + 1]]
        if len(own) > 1:
            # Several lots still fit where the step is a multiple of all, or divides them all.
            step[series] = math.lcm(*map(int, own)) * max(
                1, round(step[series] / math.lcm(*map(int, own)))
            )
    return step
