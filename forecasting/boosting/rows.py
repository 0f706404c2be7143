"""Rows to train on: days ahead of past origins, drawn within a budget."""

from dataclasses import dataclass

import numpy as np

from forecasting.boosting.features import days_ahead
from forecasting.distribution import DoubleArray, FloatArray
from forecasting.panel import Panel

ROW_BUDGET = 200_000
"""Rows at most, however many series there are."""

_STEPS_PER_ORIGIN = 7
_LEAST_HISTORY_DAYS = 28
_SIZE_POWER = 0.5


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class TrainingRows:
    """Rows to train on.

    Parameters
    ----------
    features
        As in `Ahead`, ``(n, f)``.
    demand
        Units sold over the level at the origin, ``(n,)``.
    level
        That level, ``(n,)``.
    weight
        How much each row counts, ``(n,)``: large sellers more, none without end.
    """

    features: FloatArray
    demand: DoubleArray
    level: DoubleArray
    weight: DoubleArray


def draw_rows(panel: Panel, seed: int) -> TrainingRows:
    """Draw series and origins at random, and a few of the days ahead of each.

    The days ahead of one origin look alike, so few of them from many origins teach more than all
    of them from few.

    Parameters
    ----------
    panel
        What may be read.
    seed
        Seed of the draw.

    Raises
    ------
    ValueError
        If no origin has a history before it, or none a day ahead of it with demand.
    """
    last = panel.days - panel.horizon_days
    first = min(_LEAST_HISTORY_DAYS, last)
    if first < 1:
        raise ValueError("The history is too short to learn from.")
    generator = np.random.default_rng(seed)
    chosen = min(_STEPS_PER_ORIGIN, panel.horizon_days)
    pairs = panel.series * (last - first + 1)
    drawn = generator.choice(pairs, min(pairs, ROW_BUDGET // chosen), replace=False)
    rows, origins = drawn % panel.series, first + drawn // panel.series
    shuffled = np.argsort(generator.random((len(rows), panel.horizon_days)), axis=1)
    steps = np.sort(shuffled[:, :chosen], axis=1)
    return _rows_at(panel, rows, origins, steps)


def _rows_at(
    panel: Panel,
    rows: np.ndarray[tuple[int], np.dtype[np.int64]],
    origins: np.ndarray[tuple[int], np.dtype[np.int64]],
    steps: np.ndarray[tuple[int, int], np.dtype[np.int64]],
) -> TrainingRows:
    ahead = days_ahead(panel, rows, origins, steps)
    days = origins[:, None] + steps
    level = np.repeat(ahead.level.astype(np.float64), steps.shape[1])
    counted = panel.observed[rows[:, None], days].ravel() > 0
    demand = panel.units[rows[:, None], days].ravel() / level
    if not demand[counted].any():
        raise ValueError("Nothing was ever sold.")
    size = level[counted] ** _SIZE_POWER
    return TrainingRows(
        features=ahead.features[counted],
        demand=demand[counted],
        level=level[counted],
        weight=np.clip(size / size.mean(), 0.02, 50.0),
    )
