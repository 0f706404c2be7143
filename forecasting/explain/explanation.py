"""What a forecast owes its difference from the planner's habit to.

Causes are switched off one after the other, in one order and in the reverse one, and each is
given the mean of what the forecast changed by: Shapley values over two orders instead of all.
They add up whatever the model is. What is left when everything is off, less the habit, is the
recent level.

References
----------
Štrumbelj, E., Kononenko, I. (2014). Explaining prediction models and individual predictions with
feature contributions. Knowledge and Information Systems 41 (sampled orders).
Lundberg, S. M., Lee, S.-I. (2017). A unified approach to interpreting model predictions. NIPS.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np

from forecasting.distribution import Distribution, DoubleArray, IntArray
from forecasting.explain.switched_off import SWITCHES, Cause, rows_of
from forecasting.panel import Panel
from forecasting.recent_level import same_weekday_mean

CAUSES = tuple(Cause)
"""Order of the contributions."""


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Explanation:
    """A forecast as the planner's habit and contributions: ``baseline + sum = forecast``.

    Parameters
    ----------
    baseline
        Mean of the last four same weekdays, ``(s, h)``.
    contributions
        Units that each of `CAUSES` adds or takes, ``(s, h, len(CAUSES))``.
    forecast
        Mean forecast, ``(s, h)``.
    """

    baseline: DoubleArray
    contributions: DoubleArray
    forecast: DoubleArray


def explain_forecast(
    predict: Callable[[Panel, IntArray], Distribution], panel: Panel, rows: IntArray
) -> Explanation:
    """Explain the mean forecast of some series.

    Only these series are predicted, some dozen times.

    Parameters
    ----------
    predict
        The model: a panel and rows of it -> distributions.
    panel
        What the forecast was made of.
    rows
        Series to explain.
    """
    wanted = rows_of(panel, rows)
    every = np.arange(len(rows))

    def mean(altered: Panel) -> DoubleArray:
        return predict(altered, every).mean.astype(np.float64)

    order = tuple(SWITCHES)
    forecast, baseline = mean(wanted), weekday_mean(wanted)
    first, bare = _switched_off(mean, wanted, order, forecast, None)
    second, _ = _switched_off(mean, wanted, order[::-1], forecast, bare)
    contributions = np.zeros((*forecast.shape, len(CAUSES)))
    for cause in order:
        contributions[..., CAUSES.index(cause)] = (first[cause] + second[cause]) / 2
    rest = forecast - baseline - contributions.sum(axis=2)
    contributions[..., CAUSES.index(Cause.RECENT_LEVEL)] = rest
    return Explanation(baseline=baseline, contributions=contributions, forecast=forecast)


def _switched_off(
    mean: Callable[[Panel], DoubleArray],
    panel: Panel,
    order: Sequence[Cause],
    forecast: DoubleArray,
    bare: DoubleArray | None,
) -> tuple[dict[Cause, DoubleArray], DoubleArray]:
    """What each cause takes along when switched off in an order, and what is left after the last.

    `bare` is what is left, where it is known already.
    """
    taken = {}
    before = forecast
    for cause in order:
        panel = SWITCHES[cause](panel)
        after = bare if bare is not None and cause is order[-1] else mean(panel)
        taken[cause] = before - after
        before = after
    return taken, before


def weekday_mean(panel: Panel) -> DoubleArray:
    """The planner's habit: mean of the last four same weekdays, the level where none was observed.

    Returns
    -------
    array
        ``(s, h)``.
    """
    ahead = np.arange(panel.horizon_days)
    lead_weeks = ahead // 7 + 1
    days = panel.days + ahead
    mean, count = same_weekday_mean(panel.units, panel.observed, days, lead_weeks)
    known_on = np.clip(days - 7 * lead_weeks + 1, 0, panel.days)
    return np.where(count > 0, mean, panel.level[:, known_on])
