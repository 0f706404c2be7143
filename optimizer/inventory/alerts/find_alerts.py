"""All that a planner should look at in the stock, the most money at risk first."""

import datetime
import math
from collections.abc import Mapping

from domain.check_stock import use_of
from domain.dataset import Dataset
from domain.demand import Forecast
from domain.stock_alert import StockAlert
from domain.stock_problem import StockProblem, StockSolution
from optimizer.inventory.alerts.crowded import crowded_days
from optimizer.inventory.alerts.peaks import unready_peaks
from optimizer.inventory.alerts.running_out import overdue_inbound, stock_outs
from optimizer.inventory.alerts.stock_outlook import stock_outlook
from optimizer.inventory.alerts.unsold import expiry, overstock


def find_alerts(
    dataset: Dataset,
    *,
    day: datetime.date,
    forecast: Forecast,
    problem: StockProblem,
    solution: StockSolution,
    shipped_units: Mapping[tuple[str, str], int],
) -> tuple[StockAlert, ...]:
    """What of the stock a planner should look at, once a plan is made.

    Parameters
    ----------
    day
        The day planned, the first one of forecast and problem.
    shipped_units
        Units that leave with the day's deliveries, by warehouse and SKU.

    Returns
    -------
    alerts
        The most money at risk first; those without a figure last.
    """
    use = use_of(problem, solution.units.astype(float))
    ahead = stock_outlook(dataset, day, forecast, problem, use, shipped_units)
    alerts = (
        *stock_outs(ahead),
        *overdue_inbound(ahead, dataset),
        *overstock(ahead),
        *expiry(ahead, dataset),
        *crowded_days(ahead, dataset, problem, solution, use),
        *unready_peaks(ahead, dataset),
    )
    return tuple(sorted(alerts, key=_rank))


def _rank(alert: StockAlert) -> tuple[float, str, str, str, datetime.date]:
    money = alert.money_at_risk_minor
    at_risk = -math.inf if money is None else money
    return -at_risk, alert.kind.value, alert.warehouse_id, alert.sku, alert.date
