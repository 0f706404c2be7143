"""Forecasts made as if at past dates, judged by what came after.

A model is given a view of the history that ends at the forecast date: it cannot see later.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from domain.demand import DemandHistory
from forecasting.distribution import BoolArray, Distribution, FloatArray, IntArray
from forecasting.metrics import (
    coverage,
    mean_absolute_scaled_error,
    root_mean_squared_error,
    seasonal_naive_error,
    weighted_quantile_loss,
)
from forecasting.model import Predictor
from forecasting.usable_history import usable_history, view_until

SCORED_DAYS = 28
"""At most this many days after each date are judged, so that a long horizon leaves history."""

ROWS_JUDGED = 2000
_DATES = 3
_LEAST_HISTORY_DAYS = 56


@dataclass(frozen=True, slots=True, kw_only=True)
class Score:
    """How good a model was after past forecast dates.

    Parameters
    ----------
    wql
        Weighted quantile loss over the deciles, as a share of what was sold.
    mase
        Error of the median over that of repeating last week.
    rmse
        Root of the mean squared error of the mean, in units.
    coverage_80, coverage_95
        Share of days inside the 80 and 95 % bands.
    """

    wql: float
    mase: float
    rmse: float
    coverage_80: float
    coverage_95: float


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Trial:
    """A past forecast date: what was sold and whether it counts ``(s, d)``, the forecast."""

    origin: int
    actual: FloatArray
    observed: BoolArray
    forecast: Distribution


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Judgement:
    """What a model forecast from past dates, and how good that was."""

    trials: tuple[Trial, ...]
    score: Score


def backtest_origins(days: int, horizon_days: int) -> tuple[int, ...]:
    """Days to forecast from, the earliest first; none where the history is too short.

    Parameters
    ----------
    days
        Days of history.
    horizon_days
        Days to forecast.
    """
    scored = scored_days(horizon_days)
    apart = max(7, scored // 2)
    origins = [days - scored - apart * back for back in reversed(range(_DATES))]
    return tuple(origins) if origins[0] >= _LEAST_HISTORY_DAYS else ()


def scored_days(horizon_days: int) -> int:
    """Days judged after each forecast date."""
    return min(horizon_days, SCORED_DAYS)


def judged_rows(history: DemandHistory, seed: int) -> IntArray:
    """Series that are judged: all, or enough of them drawn at random."""
    series = len(history.keys)
    if series <= ROWS_JUDGED:
        return np.arange(series)
    drawn = np.random.default_rng(seed).choice(series, ROWS_JUDGED, replace=False)
    return np.sort(drawn)


def judge(
    history: DemandHistory,
    origins: tuple[int, ...],
    horizon_days: int,
    predictor: Predictor,
    rows: IntArray,
) -> Judgement:
    """Let a model forecast from each past date, and compare with what came.

    Parameters
    ----------
    history
        The whole history.
    origins
        Days to forecast from.
    horizon_days
        Days to forecast.
    predictor
        The model.
    rows
        Series to judge.
    """
    days = scored_days(horizon_days)
    whole = usable_history(history)
    trials = []
    for origin in origins:
        known = usable_history(view_until(history, origin))
        after = slice(origin, origin + days)
        trials.append(
            Trial(
                origin=origin,
                actual=whole.units[rows, after],
                observed=whole.observed[rows, after],
                forecast=predictor(known, rows).first_days(days),
            )
        )
    return judgement_of(trials, history, rows)


def judgement_of(trials: Sequence[Trial], history: DemandHistory, rows: IntArray) -> Judgement:
    """How good forecasts from past dates were.

    Parameters
    ----------
    trials
        The forecasts, the earliest date first.
    history
        The whole history.
    rows
        Series that the trials are of.
    """
    actual, observed, forecast = joined(trials)
    before = usable_history(view_until(history, trials[0].origin))
    season_error = seasonal_naive_error(before.units[rows], before.observed[rows])
    quantiles = forecast.quantiles
    score = Score(
        wql=weighted_quantile_loss(actual, observed, quantiles),
        mase=mean_absolute_scaled_error(actual, observed, quantiles, season_error),
        rmse=root_mean_squared_error(actual, observed, forecast.mean),
        coverage_80=coverage(actual, observed, quantiles, 0.8),
        coverage_95=coverage(actual, observed, quantiles, 0.95),
    )
    return Judgement(trials=tuple(trials), score=score)


def joined(trials: Sequence[Trial]) -> tuple[FloatArray, BoolArray, Distribution]:
    """What was sold, whether it counts and what was forecast, all dates side by side."""
    return (
        np.concatenate([trial.actual for trial in trials], axis=1),
        np.concatenate([trial.observed for trial in trials], axis=1),
        Distribution(
            mean=np.concatenate([trial.forecast.mean for trial in trials], axis=1),
            quantiles=np.concatenate([trial.forecast.quantiles for trial in trials], axis=1),
        ),
    )
