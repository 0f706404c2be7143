"""Outlooks on demand small enough to reckon with by hand."""

import datetime
from typing import Any

import numpy as np
import numpy.typing as npt

from domain.demand import Forecast, ForecastBasis, SeriesKey
from domain.demand_alert import DemandAlert
from domain.demand_outlook import DemandOutlook, ForecastExplanation
from domain.message import message

LEVELS = np.array([0.1, 0.5, 0.9])


def forecast_of_paths(
    keys: tuple[SeriesKey, ...], first_date: datetime.date, paths: npt.ArrayLike
) -> Forecast:
    """The forecast that some futures make, ``(series, paths, days)``."""
    futures = np.asarray(paths, np.float32)
    quantiles = np.moveaxis(np.quantile(futures, LEVELS, axis=1), 0, -1).astype(np.float32)
    return Forecast(
        keys=keys,
        first_date=first_date,
        mean=futures.mean(axis=1),
        levels=LEVELS.copy(),
        quantiles=quantiles,
        paths=futures,
        method=message("forecast.method_blend", error_pct=31.5, borrowed=1),
        basis=tuple(
            ForecastBasis.OWN if row == 0 else ForecastBasis.SAME_CATEGORY
            for row in range(len(keys))
        ),
    )


def outlook_of(forecast: Forecast, *alerts: DemandAlert) -> DemandOutlook:
    """An outlook that explains the first series: half of it is habit, the rest has two causes."""
    mean: npt.NDArray[Any] = forecast.mean[:1].astype(np.float64)
    return DemandOutlook(
        forecast=forecast,
        explanation=ForecastExplanation(
            keys=forecast.keys[:1],
            causes=("season", "promotion"),
            baseline=mean / 2,
            contributions=np.stack([mean / 4, mean / 4], axis=2),
        ),
        alerts=alerts,
    )
