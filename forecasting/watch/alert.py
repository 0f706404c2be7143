"""Alerts in the order of what is at stake, and units as a person says them."""

from collections.abc import Iterable, Mapping

import numpy as np

from domain.demand_alert import DemandAlert

_WHOLE_UNITS_FROM = 10


def ranked(alerts: Iterable[DemandAlert], prices: Mapping[str, float]) -> tuple[DemandAlert, ...]:
    """Alerts by money at risk, dearest first; where a price is not known it is the usual one."""
    usual = float(np.median(list(prices.values()))) if prices else 1.0

    def dearness(alert: DemandAlert) -> float:
        money = alert.money_at_risk
        return alert.units_at_risk * usual if money is None else money

    return tuple(sorted(alerts, key=dearness, reverse=True))


def told_units(units: float) -> float:
    """Units as a person says them: whole from ten on, else with one decimal."""
    return round(units) if abs(units) >= _WHOLE_UNITS_FROM else round(units, 1)
