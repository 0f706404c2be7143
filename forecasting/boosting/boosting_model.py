"""Demand by gradient-boosted trees: one set of trees for the mean, one for each of a few quantiles.

The trees of the mean multiply the mean of the last same weekdays. Those of a quantile correct what
that quantile usually is of a mean of such a size, and so need to be few. Quantiles between are
interpolated on the scale of the normal distribution.
"""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from statistics import NormalDist

import lightgbm
import numpy as np

from forecasting.boosting.features import days_ahead, same_weekdays
from forecasting.boosting.model_text import checked_text
from forecasting.distribution import (
    LEVELS,
    Distribution,
    DoubleArray,
    FloatArray,
    IntArray,
    lawful,
)
from forecasting.model import ModelName
from forecasting.panel import Panel

BOOSTED_LEVELS = (0.025, 0.1, 0.3, 0.5, 0.7, 0.9, 0.975)
"""Levels that have trees of their own."""

FACTS_FILE = "boosting.json"
MEAN_FILE = "boosting_mean.txt"
FORMAT = "wayloom.boosting"
VERSION = 1

_SERIES_AT_ONCE = 1024
_PRIOR = 0.1
_EXPONENT_LIMIT = 4.0


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class UsualRatios:
    """Quantiles of demand over its expected mean, by how large the mean is.

    Parameters
    ----------
    edges
        Expected units that part the classes, ascending, ``(c - 1,)``.
    ratios
        Quantiles at `BOOSTED_LEVELS` in each class, ``(c, q)``.
    """

    edges: DoubleArray
    ratios: DoubleArray

    def quantiles(self, mean: DoubleArray, level: DoubleArray) -> DoubleArray:
        """Usual quantiles of means over a level, both ``(n,)``; over the level, ``(n, q)``."""
        return np.asarray(mean[:, None] * self.ratios[np.digitize(mean * level, self.edges)])


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class BoostingModel:
    """Trained trees.

    Parameters
    ----------
    mean
        Trees of the logarithm of the mean over that of the last same weekdays.
    quantiles
        Trees of the correction of the usual quantiles, one set for each of `BOOSTED_LEVELS`.
    usual
        Usual quantiles of a mean.
    columns
        Columns of the table of features.
    threads
        Threads of the processor to predict with.
    """

    mean: lightgbm.Booster
    quantiles: tuple[lightgbm.Booster, ...]
    usual: UsualRatios
    columns: int
    threads: int

    @property
    def name(self) -> ModelName:
        """Which model it is."""
        return ModelName.BOOSTING

    def predict(self, panel: Panel, rows: IntArray) -> Distribution:
        """Distributions for the days after a panel, of some of its series.

        Parameters
        ----------
        panel
            What may be read; with as many channels as the one trained on.
        rows
            Series, ``(s,)``.

        Raises
        ------
        ValueError
            If the panel does not have the channels that the trees were trained on.
        """
        days = panel.horizon_days
        mean = np.empty((len(rows), days))
        quantiles = np.empty((len(rows), days, len(LEVELS)), np.float32)
        for first in range(0, len(rows), _SERIES_AT_ONCE):
            part = slice(first, first + _SERIES_AT_ONCE)
            mean[part], quantiles[part] = self._predict_part(panel, rows[part])
        return lawful(mean, quantiles)

    def _predict_part(self, panel: Panel, rows: IntArray) -> tuple[DoubleArray, FloatArray]:
        days = panel.horizon_days
        steps = np.broadcast_to(np.arange(days), (len(rows), days))
        ahead = days_ahead(panel, rows, np.full(len(rows), panel.days), steps)
        if ahead.features.shape[1] != self.columns:
            raise ValueError("The panel does not have the channels that the trees know.")
        level = np.repeat(ahead.level.astype(np.float64), days)
        mean = expected_mean(self.mean, ahead.features, self.threads)
        boosted = self.usual.quantiles(mean, level)
        for column, booster in enumerate(self.quantiles):
            boosted[:, column] += _raw(booster, ahead.features, self.threads)
        shape = (len(rows), days)
        quantiles = _at_all_levels(boosted) * level[:, None]
        return (mean * level).reshape(shape), quantiles.astype(np.float32).reshape(*shape, -1)

    def files(self) -> Mapping[str, bytes]:
        """Trees in LightGBM's own text format, and the figures beside them as JSON."""
        facts = {
            "format": FORMAT,
            "version": VERSION,
            "columns": self.columns,
            "levels": BOOSTED_LEVELS,
            "edges": self.usual.edges.tolist(),
            "ratios": self.usual.ratios.tolist(),
        }
        boosters = zip(map(quantile_file, BOOSTED_LEVELS), self.quantiles, strict=True)
        return {
            FACTS_FILE: json.dumps(facts, indent=1, sort_keys=True).encode(),
            MEAN_FILE: self.mean.model_to_string().encode(),
            **{name: booster.model_to_string().encode() for name, booster in boosters},
        }


def boosting_model_of(files: Mapping[str, bytes], threads: int = 1) -> BoostingModel:
    """The model that some files hold.

    Parameters
    ----------
    files
        From `BoostingModel.files`.
    threads
        Threads of the processor to predict with.

    Raises
    ------
    ValueError
        If a file is missing or damaged, or of a version that this program does not know.
    """
    try:
        facts = json.loads(files[FACTS_FILE])
        known = (facts["format"], facts["version"], tuple(facts["levels"]))
        columns = int(facts["columns"])
        edges, ratios = np.array(facts["edges"], float), np.array(facts["ratios"], float)
        names = (MEAN_FILE, *map(quantile_file, BOOSTED_LEVELS))
        texts = [files[name] for name in names]
    except (KeyError, TypeError, OverflowError, RecursionError) as error:
        raise ValueError("The description of the trees is damaged.") from error
    if known != (FORMAT, VERSION, BOOSTED_LEVELS):
        raise ValueError("The trees are of a version that is not known.")
    if edges.ndim != 1 or ratios.shape != (len(edges) + 1, len(BOOSTED_LEVELS)):
        raise ValueError("The usual quantiles are damaged.")
    if not (np.isfinite(ratios).all() and np.isfinite(edges).all() and (np.diff(edges) >= 0).all()):
        raise ValueError("The usual quantiles are damaged.")
    mean, *quantiles = (_booster_of(text, columns) for text in texts)
    return BoostingModel(
        mean=mean,
        quantiles=tuple(quantiles),
        usual=UsualRatios(edges=edges, ratios=ratios),
        columns=columns,
        threads=threads,
    )


def quantile_file(level: float) -> str:
    """Name of the file with the trees of a level."""
    return f"boosting_q{level * 100:g}.txt"


def expected_mean(booster: lightgbm.Booster, features: FloatArray, threads: int) -> DoubleArray:
    """Mean over the level, ``(n,)``."""
    change = np.clip(_raw(booster, features, threads), -_EXPONENT_LIMIT, _EXPONENT_LIMIT)
    return np.asarray(np.exp(log_base(features) + change))


def log_base(features: FloatArray) -> DoubleArray:
    """Logarithm of the mean of the last same weekdays over the level, drawn to 1, ``(n,)``."""
    base = np.nan_to_num(same_weekdays(features).astype(np.float64), nan=1.0)
    return np.asarray(np.log((1 - _PRIOR) * base + _PRIOR))


def _booster_of(text: bytes, columns: int) -> lightgbm.Booster:
    checked = checked_text(text, columns)
    try:
        return lightgbm.Booster(model_str=checked)
    except lightgbm.basic.LightGBMError as error:
        raise ValueError("The trees are damaged.") from error


def _raw(booster: lightgbm.Booster, features: FloatArray, threads: int) -> DoubleArray:
    return np.asarray(booster.predict(features, raw_score=True, num_threads=threads))


def _at_all_levels(boosted: DoubleArray) -> DoubleArray:
    """Quantiles at `LEVELS` from those at `BOOSTED_LEVELS`, ``(n, q)`` to ``(n, len(LEVELS))``.

    Crossing ones are put in order first (Chernozhukov, V. et al. (2010). Quantile and probability
    curves without crossing. Econometrica 78).
    """
    return np.asarray(np.sort(boosted, axis=1) @ _BLEND)


def _blend() -> DoubleArray:
    score = np.array([NormalDist().inv_cdf(level) for level in LEVELS])
    known = np.array([NormalDist().inv_cdf(level) for level in BOOSTED_LEVELS])
    below = np.clip(np.searchsorted(known, score, side="right") - 1, 0, len(known) - 2)
    share = (score - known[below]) / (known[below + 1] - known[below])
    blend = np.zeros((len(known), len(score)))
    column = np.arange(len(score))
    blend[below, column] = 1 - share
    blend[below + 1, column] += share
    return blend


_BLEND = _blend()
