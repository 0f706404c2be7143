"""Equally likely futures that keep the dependence of days and series on each other.

Sums over a lead time or a region are read from these paths: errors of a forecast persist from day
to day, so a sum is wider than independent days would make it. Each day's figures are ordered like
a Gaussian process and valued by that day's quantiles, as in the Schaake shuffle, so that every
day on its own agrees with its quantiles exactly.

References
----------
Clark, M. et al. (2004). The Schaake shuffle: a method for reconstructing space-time variability
in forecasted precipitation and temperature fields. Journal of Hydrometeorology 5.
Czado, C., Gneiting, T., Held, L. (2009). Predictive model assessment for count data.
Biometrics 65 (the randomised probability integral transform).
"""

from dataclasses import dataclass
from statistics import NormalDist

import numpy as np
from numpy.random import Generator

from forecasting.distribution import (
    LEVELS,
    BoolArray,
    Distribution,
    DoubleArray,
    FloatArray,
    IntArray,
)

_CHUNK_ENTRIES = 20_000_000
_DECAYS = np.linspace(0.0, 0.95, 20)
_ALMOST_ALWAYS = 0.98


@dataclass(frozen=True, slots=True, kw_only=True)
class Dependence:
    """How forecast errors, as normal scores, go together.

    Two days `k` apart correlate by ``lasting + fading * decay**k``; two series on the same day by
    `shared`.
    """

    lasting: float = 0.15
    fading: float = 0.25
    decay: float = 0.7
    shared: float = 0.05


def normal_scores(actual: FloatArray, quantiles: FloatArray, generator: Generator) -> DoubleArray:
    """Where each figure fell in its distribution, as a standard normal score, ``(s, h)``.

    A figure at which many quantiles tie, such as zero, is spread over all of their levels at
    random; else half of the days of a slow seller would look like the same surprise.
    """
    levels = np.concatenate([[0.0], LEVELS, [1.0]])
    below = (quantiles < actual[..., None]).sum(axis=2)
    reached = (quantiles <= actual[..., None]).sum(axis=2)
    low, high = levels[below], levels[reached + 1]
    inside = (reached == below) & (below > 0) & (below < len(LEVELS))
    share = np.where(inside, _share_between(actual, quantiles, below), generator.random(low.shape))
    return normal_quantile(np.clip(low + share * (high - low), 0.002, 0.998))


def _share_between(actual: FloatArray, quantiles: FloatArray, below: IntArray) -> DoubleArray:
    last = quantiles.shape[2] - 1
    left = np.take_along_axis(quantiles, np.clip(below - 1, 0, last)[..., None], 2)[..., 0]
    right = np.take_along_axis(quantiles, np.clip(below, 0, last)[..., None], 2)[..., 0]
    return np.asarray((actual - left) / np.maximum(right - left, 1e-9), np.float64)


def fit_dependence(scores: list[DoubleArray], observed: list[BoolArray]) -> Dependence:
    """Dependence of the errors after past forecast dates.

    Parameters
    ----------
    scores, observed
        Normal scores and whether they count, ``(s, h)`` for each date; all of one shape.
    """
    counted = np.stack(observed).astype(np.float64)
    values = np.stack(scores) * counted
    variance = _mean_product(values, counted, 0)
    days = values.shape[2]
    if days < 3 or variance <= 0:
        return Dependence()
    lags = np.arange(1, days - 1)
    correlation = np.array([_mean_product(values, counted, int(lag)) for lag in lags]) / variance
    # Far lags have few pairs.
    lasting, fading, decay = _fit_decay(lags, correlation, weight=days - lags.astype(np.float64))
    return Dependence(
        lasting=lasting, fading=fading, decay=decay, shared=_shared(values, counted, variance)
    )


def _mean_product(values: DoubleArray, counted: DoubleArray, lag: int) -> float:
    """Mean product of scores `lag` days apart."""
    days = values.shape[2]
    early, late = slice(0, days - lag), slice(lag, days)
    pairs = float((counted[..., early] * counted[..., late]).sum())
    return float((values[..., early] * values[..., late]).sum()) / max(pairs, 1.0)


def _fit_decay(
    lags: IntArray, correlation: DoubleArray, weight: DoubleArray
) -> tuple[float, float, float]:
    """The lasting and the fading part and its decay that fit best, all valid as a correlation."""
    best, answer = np.inf, (0.0, 0.0, 0.0)
    root = np.sqrt(weight)
    for decay in _DECAYS:
        fading_column = decay**lags
        columns = np.stack([np.ones(len(lags)), fading_column], axis=1)
        found = np.linalg.lstsq(columns * root[:, None], correlation * root, rcond=None)[0]
        lasting, fading = (max(float(part), 0.0) for part in found)
        scale = min(1.0, _ALMOST_ALWAYS / max(lasting + fading, 1e-9))
        lasting, fading = lasting * scale, fading * scale
        misfit = float(((lasting + fading * fading_column - correlation) ** 2 * weight).sum())
        if misfit < best:
            best, answer = misfit, (lasting, fading, float(decay))
    return answer


def _shared(values: DoubleArray, counted: DoubleArray, variance: float) -> float:
    """Correlation of two series on the same day."""
    total, squares, count = values.sum(axis=1), (values**2).sum(axis=1), counted.sum(axis=1)
    pairs = float((count * (count - 1)).sum())
    if pairs <= 0:
        return 0.0
    return min(max(float((total**2 - squares).sum()) / pairs / variance, 0.0), _ALMOST_ALWAYS)


def draw_paths(
    distribution: Distribution, dependence: Dependence, paths: int, seed: int
) -> FloatArray:
    """Draw equally likely futures of every series, ``(s, p, h)``.

    Path `k` of one series and path `k` of another belong to the same future, so sums over series
    may be taken too.

    Parameters
    ----------
    distribution
        Demand of each series and day.
    dependence
        How errors go together.
    paths
        How many futures.
    seed
        Seed of the draw.
    """
    series, days = distribution.mean.shape
    generator = np.random.default_rng(seed)
    together = _process(generator, (1, paths), days, dependence)
    weights = _interpolation(paths)
    drawn = np.empty((series, paths, days), np.float32)
    chunk = max(1, _CHUNK_ENTRIES // max(paths * days, 1))
    for first in range(0, series, chunk):
        rows = slice(first, min(first + chunk, series))
        alone = _process(generator, (rows.stop - rows.start, paths), days, dependence)
        share = np.float32(dependence.shared)
        scores = np.sqrt(share) * together + np.sqrt(1 - share) * alone
        values = np.maximum(distribution.quantiles[rows] @ weights, 0)
        order = np.argsort(np.argsort(scores, axis=1), axis=1)
        drawn[rows] = np.take_along_axis(values.transpose(0, 2, 1), order, axis=1)
    return drawn


def _process(
    generator: Generator, shape: tuple[int, int], days: int, dependence: Dependence
) -> FloatArray:
    """Normal scores whose days correlate as the dependence says, ``(*shape, days)``."""
    scores = generator.standard_normal((*shape, days), dtype=np.float32)
    scores *= np.float32(np.sqrt(max(1 - dependence.lasting - dependence.fading, 0.0)))
    lasting = generator.standard_normal(shape, dtype=np.float32)
    scores += np.float32(np.sqrt(dependence.lasting)) * lasting[..., None]
    fading = generator.standard_normal(shape, dtype=np.float32)
    innovation = np.float32(np.sqrt(1 - dependence.decay**2))
    for day in range(days):
        scores[..., day] += np.float32(np.sqrt(dependence.fading)) * fading
        fresh = generator.standard_normal(shape, dtype=np.float32)
        fading = np.float32(dependence.decay) * fading + innovation * fresh
    return scores


def _interpolation(paths: int) -> FloatArray:
    """Weights on the quantiles ``(q, p)`` that give the values at evenly spread levels.

    Linear between the levels; beyond the outermost an exponential tail, whose distance grows with
    the logarithm of the remaining probability.
    """
    wanted = (np.arange(paths) + 0.5) / paths
    weights = np.zeros((len(LEVELS), paths))
    right = np.clip(np.searchsorted(LEVELS, wanted), 1, len(LEVELS) - 1)
    left = right - 1
    share = (wanted - LEVELS[left]) / (LEVELS[right] - LEVELS[left])
    low, high = wanted < LEVELS[0], wanted > LEVELS[-1]
    share[low] = -np.log(LEVELS[0] / wanted[low]) / np.log(LEVELS[1] / LEVELS[0])
    rest = np.log((1 - LEVELS[-1]) / (1 - wanted[high]))
    share[high] = 1 + rest / np.log((1 - LEVELS[-2]) / (1 - LEVELS[-1]))
    columns = np.arange(paths)
    weights[left, columns] = 1 - share
    weights[right, columns] += share
    return weights.astype(np.float32)


def normal_quantile(probability: DoubleArray) -> DoubleArray:
    """Standard normal quantile, read from a table."""
    return np.interp(probability, _TABLE, [NormalDist().inv_cdf(float(p)) for p in _TABLE])


_TABLE = np.linspace(0.001, 0.999, 999)
