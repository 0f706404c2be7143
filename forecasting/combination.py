"""Several models as one: their quantiles averaged, each series trusting what did well on it.

References
----------
Bates, J. M., Granger, C. W. J. (1969). The combination of forecasts. Operational Research
Quarterly 20. Lichtendahl, K. C., Grushka-Cockayne, Y., Winkler, R. L. (2013). Is it better to
average probabilities or quantiles? Management Science 59.
"""

from collections.abc import Mapping, Sequence

import numpy as np

from forecasting.backtest import Trial
from forecasting.distribution import Distribution, DoubleArray, lawful
from forecasting.metrics import quantile_loss
from forecasting.model import ModelName

SHARPNESS = 15.0
"""How quickly trust falls with error: a model 7 % worse than the best is trusted 1/e as much.
Trusting all alike and trusting the best alone were both worse."""

_NEGLIGIBLE = 0.02
_PRIOR_DATES = 2.0


def soft_weights(
    trials: Mapping[ModelName, Sequence[Trial]], names: Sequence[ModelName]
) -> tuple[DoubleArray, DoubleArray]:
    """How far to trust each model, for each judged series and for one that was not judged.

    A series' own loss is little evidence, so it leans on the loss over all series as if that had
    been seen at two more dates.

    Parameters
    ----------
    trials
        What each model forecast at the same past dates for the same series.
    names
        Models in the order of the columns.

    Returns
    -------
    own, common
        Weights ``(s, m)`` and ``(m,)``; they add up to 1.
    """
    losses = np.stack([_loss_of_series(trials[name]) for name in names], axis=1)
    common_loss = losses.sum(axis=0)
    dates = len(trials[names[0]])
    scale = losses.mean(axis=1, keepdims=True)
    expected = scale * common_loss / max(float(common_loss.mean()), 1e-12)
    own_loss = (dates * losses + _PRIOR_DATES * expected) / (dates + _PRIOR_DATES)
    return _trust(own_loss), _trust(common_loss[None])[0]


def _loss_of_series(trials: Sequence[Trial]) -> DoubleArray:
    """Pinball loss of each series over all dates, ``(s,)``."""
    losses = [quantile_loss(t.actual, t.observed, t.forecast.quantiles) for t in trials]
    return np.asarray(np.sum([loss.sum(axis=1) for loss in losses], axis=0))


def _trust(losses: DoubleArray) -> DoubleArray:
    """Weights from losses along the last axis; equal where nothing was lost by any."""
    best = losses.min(axis=-1, keepdims=True)
    excess = np.divide(losses, best, out=np.ones_like(losses), where=best > 0) - 1
    excess[(best <= 0)[..., 0]] = np.where(losses[(best <= 0)[..., 0]] > 0, np.inf, 0.0)
    weights = np.exp(-SHARPNESS * excess)
    weights /= weights.sum(axis=-1, keepdims=True)
    weights[weights < _NEGLIGIBLE] = 0.0
    return np.asarray(weights / weights.sum(axis=-1, keepdims=True))


def combine(forecasts: Sequence[Distribution], weights: DoubleArray) -> Distribution:
    """Average forecasts of the same series and days, mean by mean and quantile by quantile.

    Parameters
    ----------
    forecasts
        One of each model.
    weights
        Trust in each, ``(s, m)``.
    """
    mean = np.zeros(forecasts[0].mean.shape)
    quantiles = np.zeros(forecasts[0].quantiles.shape)
    for column, forecast in enumerate(forecasts):
        weight = weights[:, column, None]
        mean += weight * forecast.mean
        quantiles += weight[..., None] * forecast.quantiles
    return lawful(mean, quantiles)


def combined_trials(
    trials: Mapping[ModelName, Sequence[Trial]], names: Sequence[ModelName], weights: DoubleArray
) -> tuple[Trial, ...]:
    """What the models together would have forecast at the same dates.

    Parameters
    ----------
    trials, names
        As in `soft_weights`.
    weights
        Trust of the judged series in each, ``(s, m)``.
    """
    return tuple(
        Trial(
            origin=one[0].origin,
            actual=one[0].actual,
            observed=one[0].observed,
            forecast=combine([trial.forecast for trial in one], weights),
        )
        for one in zip(*(trials[name] for name in names), strict=True)
    )


def cross_fitted_trials(
    trials: Mapping[ModelName, Sequence[Trial]], names: Sequence[ModelName]
) -> tuple[Trial, ...]:
    """What the models together would have forecast, each date with the trust that others earned.

    Judged so, the combination knows nothing of the date it is judged at.
    """
    dates = range(len(trials[names[0]]))
    found: list[Trial] = []
    for date in dates:
        others = {n: [trials[n][d] for d in dates if d != date] or trials[n] for n in names}
        own, _ = soft_weights(others, names)
        found += combined_trials({n: [trials[n][date]] for n in names}, names, own)
    return tuple(found)
