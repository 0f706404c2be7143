"""The planner's habit as a forecast: the mean of the last four same weekdays.

Its quantiles are those of the errors that the same rule made on each series in the last half
year. Every model has to beat it, and it serves where none can be trained.
"""

from domain.demand import DemandHistory
from forecasting.classical.averages import seasonal_mean
from forecasting.classical.rule import forecast_by_rule
from forecasting.distribution import Distribution, IntArray


def seasonal_forecast(history: DemandHistory, horizon_days: int, rows: IntArray) -> Distribution:
    """Forecast every series by the mean of its last four same weekdays.

    Parameters
    ----------
    history
        Usable history as known at the forecast date.
    horizon_days
        Days to forecast.
    rows
        Series wanted.
    """
    return forecast_by_rule(seasonal_mean, history, horizon_days, rows)
