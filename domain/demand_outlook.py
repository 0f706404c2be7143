"""What is expected of demand, why, and what of it looks odd."""

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from domain.demand import Forecast, SeriesKey
from domain.demand_alert import DemandAlert


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class ForecastExplanation:
    """Forecasts as the planner's habit and contributions: they add up to the mean forecast.

    Parameters
    ----------
    keys
        The `e` series explained.
    causes
        Names of the `c` causes.
    baseline
        Mean of the last four same weekdays, ``(e, h)``.
    contributions
        Units that each cause adds or takes, ``(e, h, c)``.
    """

    keys: tuple[SeriesKey, ...]
    causes: tuple[str, ...]
    baseline: npt.NDArray[np.float64]
    contributions: npt.NDArray[np.float64]

    def __post_init__(self) -> None:
        if len(self.baseline) != len(self.keys):
            raise ValueError("One baseline is needed per series explained.")
        if self.contributions.shape != (*self.baseline.shape, len(self.causes)):
            raise ValueError("One contribution is needed per series, day and cause.")


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class DemandOutlook:
    """A forecast, the explanation of its largest series, and alerts, the dearest first."""

    forecast: Forecast
    explanation: ForecastExplanation
    alerts: tuple[DemandAlert, ...]
