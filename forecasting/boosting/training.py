"""Training of the trees."""

import time
from collections.abc import Callable
from typing import Any

import lightgbm
import numpy as np

from domain.progress import OnProgress, Progress, StopCriterion
from forecasting.boosting.boosting_model import (
    BOOSTED_LEVELS,
    BoostingModel,
    UsualRatios,
    expected_mean,
    log_base,
)
from forecasting.boosting.features import category_columns
from forecasting.boosting.rows import TrainingRows, draw_rows
from forecasting.distribution import DoubleArray
from forecasting.panel import Panel
from forecasting.question import Effort

MEAN_TREES = 30
QUANTILE_TREES = 10

_CLASSES = 8
# Trees are few so that they are quick to ask; each takes a larger step, those of the mean have
# more leaves.
_RATE_FACTOR = 2.0
_MEAN_LEAVES_FACTOR = 2
_TRAINING: dict[str, Any] = {
    "max_bin": 63,
    "bin_construct_sample_cnt": 50_000,
    "feature_fraction": 0.5,
    "bagging_fraction": 0.5,
    "bagging_freq": 1,
    "deterministic": True,
    "force_row_wise": True,
    "verbosity": -1,
}
_MEAN = {"objective": "tweedie", "tweedie_variance_power": 1.5}
_QUANTILE = {"objective": "quantile"}


def train_boosting(
    panel: Panel, effort: Effort, on_progress: OnProgress, stop: StopCriterion
) -> BoostingModel:
    """Train trees on the past of a panel.

    Parameters
    ----------
    panel
        What may be read.
    effort
        How much may be spent; the result is reproducible where the clock does not end it.
    on_progress
        Told the share done.
    stop
        Asked before each tree; a model of the trees grown so far is returned.

    Raises
    ------
    ValueError
        If there is nothing to learn from.
    """
    rounds = (min(MEAN_TREES, effort.max_steps), min(QUANTILE_TREES, effort.max_steps))
    return _grow(panel, effort, rounds, on_progress, stop)


def refresh_boosting(
    model: BoostingModel,
    panel: Panel,
    effort: Effort,
    on_progress: OnProgress,
    stop: StopCriterion,
) -> BoostingModel:
    """Train again on a newer panel, with as many trees as a model has.

    Parameters
    ----------
    model
        The older model.
    panel, effort, on_progress, stop
        As in `train_boosting`.
    """
    rounds = (model.mean.num_trees(), max(booster.num_trees() for booster in model.quantiles))
    return _grow(panel, effort, rounds, on_progress, stop)


def _grow(
    panel: Panel,
    effort: Effort,
    rounds: tuple[int, int],
    on_progress: OnProgress,
    stop: StopCriterion,
) -> BoostingModel:
    rows = draw_rows(panel, effort.seed)
    settings = _settings(effort, len(rows.demand))
    limit = _stop_at(time.monotonic() + effort.training_s, stop)
    table = _table(panel, rows, settings)
    steps = len(BOOSTED_LEVELS) + 1
    table.set_init_score(log_base(rows.features))
    leaves = _MEAN_LEAVES_FACTOR * effort.settings.leaves
    facts = {**settings, **_MEAN, "num_leaves": leaves}
    mean = lightgbm.train(facts, table, rounds[0], callbacks=[limit])
    on_progress(Progress(step="step.forecast_training", fraction=1 / steps))
    expected = expected_mean(mean, rows.features, effort.threads)
    usual = _usual_ratios(rows, expected)
    starts = usual.quantiles(expected, rows.level)
    grown = []
    for column, level in enumerate(BOOSTED_LEVELS):
        table.set_init_score(starts[:, column].copy())
        facts = {**settings, **_QUANTILE, "alpha": level}
        grown.append(lightgbm.train(facts, table, rounds[1], callbacks=[limit]))
        on_progress(Progress(step="step.forecast_training", fraction=(column + 2) / steps))
    return BoostingModel(
        mean=mean,
        quantiles=tuple(grown),
        usual=usual,
        columns=rows.features.shape[1],
        threads=effort.threads,
    )


def _settings(effort: Effort, rows: int) -> dict[str, Any]:
    return {
        **_TRAINING,
        # Leaves of a few hundred days: a quantile in the tail needs as many.
        "min_data_in_leaf": int(np.clip(rows // 100, 20, 300)),
        "learning_rate": _RATE_FACTOR * effort.settings.tree_rate,
        "num_leaves": effort.settings.leaves,
        "seed": effort.seed,
        "num_threads": effort.threads,
    }


def _table(panel: Panel, rows: TrainingRows, settings: dict[str, Any]) -> lightgbm.Dataset:
    """The rows put into bins, once for all trees."""
    table = lightgbm.Dataset(
        rows.features,
        rows.demand,
        weight=rows.weight,
        categorical_feature=sorted(category_columns(panel, rows.features.shape[1])),
        params=settings,
        free_raw_data=False,
    )
    return table.construct()


def _stop_at(ends_s: float, stop: StopCriterion) -> Callable[[lightgbm.callback.CallbackEnv], None]:
    """Ends the growing of trees when time is up or somebody asks for it."""

    def check(env: lightgbm.callback.CallbackEnv) -> None:
        if stop.should_stop() or time.monotonic() >= ends_s:
            raise lightgbm.callback.EarlyStopException(env.iteration, [])

    return check


def _usual_ratios(rows: TrainingRows, expected: DoubleArray) -> UsualRatios:
    """Quantiles of demand over its mean in classes of as many rows by expected units."""
    units = expected * rows.level
    edges = np.quantile(units, np.arange(1, _CLASSES) / _CLASSES)
    which = np.digitize(units, edges)
    ratios = np.ones((_CLASSES, len(BOOSTED_LEVELS)))
    for place in range(_CLASSES):
        chosen = which == place
        if chosen.any():
            ratio = rows.demand[chosen] / expected[chosen]
            ratios[place] = _weighted_quantiles(ratio, rows.weight[chosen])
    return UsualRatios(edges=edges, ratios=ratios)


def _weighted_quantiles(values: DoubleArray, weights: DoubleArray) -> DoubleArray:
    order = np.argsort(values, kind="stable")
    weight = weights[order]
    share = (np.cumsum(weight) - weight / 2) / weight.sum()
    return np.asarray(np.interp(BOOSTED_LEVELS, share, values[order]))
