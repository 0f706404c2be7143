"""Models of single series by statsforecast, made anew from every date."""

import time
from typing import Any

import numpy as np
from statsforecast import StatsForecast
from statsforecast.models import (
    TSB,
    AutoARIMA,
    AutoETS,
    AutoTheta,
    CrostonOptimized,
    SeasonalNaive,
    SeasonalWindowAverage,
)
from statsforecast.utils import ConformalIntervals

from tests.benchmarks.forecasting.peers.answer import BANDS, Answer, answer_of
from tests.benchmarks.forecasting.peers.long_table import banded, in_order, long_table
from tests.benchmarks.forecasting.sets import load_set

_HISTORY_DAYS = 730
_WINDOWS, _FEW_WINDOWS = 8, 6


def forecast_series(*, data: str, model: str) -> Answer:
    """Forecast a set with one of statsforecast's models.

    Parameters
    ----------
    data
        Name of the set.
    model
        Name of the model in `_model`.
    """
    demand = load_set(data)
    quantiles, means = [], []
    started_s = time.process_time()
    for origin in demand.origins:
        known = long_table(demand, max(0, origin - _HISTORY_DAYS), origin)
        windows = _FEW_WINDOWS if demand.is_intermittent else _WINDOWS
        made = StatsForecast([_model(model, windows, demand.horizon_days)], freq="D", n_jobs=1)
        table = made.forecast(df=known, h=demand.horizon_days, level=list(BANDS))
        name = next(one for one in table if one not in ("unique_id", "ds") and "-" not in str(one))
        quantiles.append(banded(demand, table, name, name))
        means.append(in_order(demand, table, [name])[..., 0])
    taken_s = time.process_time() - started_s
    return answer_of(demand, np.stack(quantiles), np.stack(means), cpu_s=taken_s)


def _model(name: str, windows: int, horizon_days: int) -> Any:
    """A model; those without bands of their own get them from past errors."""
    conformal = ConformalIntervals(n_windows=windows, h=horizon_days)
    return {
        "SeasonalNaive": lambda: SeasonalNaive(7),
        "SeasMA4": lambda: SeasonalWindowAverage(7, 4, prediction_intervals=conformal),
        "AutoETS": lambda: AutoETS(7),
        "AutoTheta": lambda: AutoTheta(7),
        "AutoARIMA": lambda: AutoARIMA(
            season_length=7, max_p=3, max_q=3, max_P=1, max_Q=1, max_order=4, approximation=True
        ),
        "TSB": lambda: TSB(0.1, 0.1, prediction_intervals=conformal),
        "Croston": lambda: CrostonOptimized(prediction_intervals=conformal),
    }[name]()
