"""LightGBM on lags, levels, season and calendar; all days of the horizon by one model per level."""

import time
from typing import Any

import lightgbm
import numpy as np

from forecasting.distribution import DoubleArray, FloatArray
from tests.benchmarks.forecasting.peers.answer import LEVELS, Answer, answer_of
from tests.benchmarks.forecasting.sets import DemandSet, load_set

_YEAR_DAYS, _WEEKS = 364, 8
_STEP_DAYS, _REACH_DAYS, _LEAST_DAYS = 7, 700, 63
_MOST_ROWS = 700_000
_ROUNDS = {False: 120, True: 60}
"""Rounds of boosting, on a set that sells daily and on an intermittent one."""

_SETTINGS: dict[str, Any] = {
    "learning_rate": 0.06,
    "num_leaves": 63,
    "min_data_in_leaf": 100,
    "feature_fraction": 0.7,
    "bagging_fraction": 0.5,
    "bagging_freq": 1,
    "max_bin": 63,
    "num_threads": 1,
    "seed": 0,
    "verbose": -1,
}


def forecast_boosted(*, data: str) -> Answer:
    """Forecast a set with 13 models of quantiles and one of the mean.

    Parameters
    ----------
    data
        Name of the set.
    """
    demand = load_set(data)
    started_s = time.process_time()
    table, target, weights = _examples(demand)
    codes = demand.codes.shape[1]
    learned = lightgbm.Dataset(
        table,
        target,
        weight=weights**0.5,
        categorical_feature=list(range(table.shape[1] - codes, table.shape[1])),
        free_raw_data=False,
    )
    rounds = _ROUNDS[demand.is_intermittent]
    mean: dict[str, Any] = {"objective": "tweedie" if demand.is_intermittent else "l2"}
    objectives: list[dict[str, Any]] = [
        {"objective": "quantile", "alpha": level} for level in LEVELS
    ]
    models = [
        lightgbm.train({**_SETTINGS, **objective}, learned, rounds)
        for objective in [*objectives, mean]
    ]
    trained_s = time.process_time()
    answers = np.stack([_predict(demand, models, origin) for origin in demand.origins])
    return answer_of(
        demand,
        answers[..., :-1],
        answers[..., -1],
        cpu_s=time.process_time() - started_s,
        train_cpu_s=trained_s - started_s,
        rows=len(target),
    )


def _examples(demand: DemandSet) -> tuple[FloatArray, DoubleArray, DoubleArray]:
    """Features, demand over level and level, from dates before the first, a week apart."""
    horizon = demand.horizon_days
    last = demand.origins[0] - horizon
    dates = range(last, max(_LEAST_DAYS, last - _REACH_DAYS), -_STEP_DAYS)
    parts = [_features(demand, day) for day in dates]
    table = np.concatenate([features for features, _ in parts])
    level = np.concatenate([np.tile(level, horizon) for _, level in parts])
    units = [demand.history.units[:, day : day + horizon].T.ravel() for day in dates]
    is_open = [np.repeat(demand.open_days[day : day + horizon], len(parts[0][1])) for day in dates]
    counted = np.flatnonzero(np.concatenate(is_open))
    if len(counted) > _MOST_ROWS:
        counted = np.random.default_rng(0).choice(counted, _MOST_ROWS, replace=False)
    return table[counted], (np.concatenate(units) / level)[counted], level[counted]


def _predict(demand: DemandSet, models: list[lightgbm.Booster], origin: int) -> DoubleArray:
    table, level = _features(demand, origin)
    series = len(level)
    answers = [np.asarray(model.predict(table)) for model in models]
    shaped = [answer.reshape(demand.horizon_days, series).T * level[:, None] for answer in answers]
    return np.stack(shaped, axis=-1)


def _features(demand: DemandSet, origin: int) -> tuple[FloatArray, DoubleArray]:
    """What is known at a date of each day ahead, the days one after the other; and the level."""
    sums = np.pad(demand.history.units.cumsum(axis=1, dtype=np.float64), ((0, 0), (1, 0)))
    units = demand.history.units

    def recent(days: int, until: int = origin) -> DoubleArray:
        """Mean of the last days."""
        first = max(0, until - days)
        return np.asarray((sums[:, until] - sums[:, first]) / max(1, until - first))

    level = np.maximum(recent(28), 1e-3) + 0.1 * recent(365) + 1e-2
    weeks = np.stack([units[:, origin - 7 * k : origin - 7 * k + 7] for k in range(1, _WEEKS + 1)])
    means = [recent(days) / level for days in (7, 14, 56, 182)]
    rows = []
    for ahead in range(demand.horizon_days):
        lags = weeks[:, :, ahead % 7].T / level[:, None]
        rows.append(
            np.column_stack(
                [
                    np.full(len(level), ahead),
                    lags[:, :4],
                    lags.mean(axis=1),
                    lags[:, :4].mean(axis=1),
                    lags.std(axis=1),
                    *means,
                    np.log(level),
                    *_last_year(units, sums, origin, ahead, level),
                    units[:, origin - 1] / level,
                    np.tile(demand.covariates[origin + ahead], (len(level), 1)),
                    demand.promoted[:, origin + ahead : origin + ahead + 1],
                    demand.codes,
                ]
            )
        )
    return np.concatenate(rows).astype(np.float32), level


def _last_year(
    units: FloatArray, sums: DoubleArray, origin: int, ahead: int, level: DoubleArray
) -> tuple[DoubleArray, DoubleArray, DoubleArray]:
    """The same weekday a year before, the week about it, and how the level has grown since."""
    unknown = np.full(len(level), np.nan)
    day, before = origin + ahead - _YEAR_DAYS, origin - _YEAR_DAYS
    same = units[:, day] / level if day >= 0 else unknown
    week = (sums[:, min(day + 4, origin)] - sums[:, day - 3]) / 7 / level if day >= 3 else unknown
    if before <= 28:
        return same, week, unknown
    then = (sums[:, before] - sums[:, before - 28]) / 28
    return same, week, level / np.maximum(then + 0.1, 1e-3)
