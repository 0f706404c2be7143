"""Every local model under its name, with one way to ask it."""

from collections.abc import Callable, Mapping

from domain.demand import DemandHistory
from forecasting.classical.arima import forecast_arima
from forecasting.classical.averages import moving_average, seasonal_naive
from forecasting.classical.intermittent import forecast_intermittent
from forecasting.classical.rule import Rule, forecast_by_rule
from forecasting.classical.smoothing import smoothing
from forecasting.classical.theta import theta
from forecasting.distribution import Distribution, IntArray
from forecasting.model import ModelName, Predictor
from forecasting.seasonal_baseline import seasonal_forecast

ForecastRows = Callable[[DemandHistory, int, IntArray], Distribution]
"""Usable history, days to forecast, series wanted -> distributions."""


def _by(rule: Rule) -> ForecastRows:
    def forecast(history: DemandHistory, horizon_days: int, rows: IntArray) -> Distribution:
        return forecast_by_rule(rule, history, horizon_days, rows)

    return forecast


CLASSICAL: Mapping[ModelName, ForecastRows] = {
    ModelName.SEASONAL: seasonal_forecast,
    ModelName.SEASONAL_NAIVE: _by(seasonal_naive),
    ModelName.MOVING_AVERAGE: _by(moving_average),
    ModelName.SMOOTHING: _by(smoothing),
    ModelName.THETA: _by(theta),
    ModelName.INTERMITTENT: forecast_intermittent,
    ModelName.ARIMA: forecast_arima,
}
"""The local models: each forecasts a series from its own past alone."""


def classical_predictor(name: ModelName, horizon_days: int) -> Predictor:
    """A local model that forecasts so many days.

    Parameters
    ----------
    name
        One of `CLASSICAL`.
    horizon_days
        Days to forecast.

    Raises
    ------
    KeyError
        If the name is not that of a local model.
    """
    forecast = CLASSICAL[name]

    def predictor(known: DemandHistory, rows: IntArray) -> Distribution:
        return forecast(known, horizon_days, rows)

    return predictor
