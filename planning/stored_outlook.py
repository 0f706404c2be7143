"""The outlook on demand in the store of results: its figures as arrays, all else as JSON."""

import datetime
from collections.abc import Mapping
from typing import Any

import numpy as np

from domain.demand import Forecast, ForecastBasis, SeriesKey
from domain.demand_alert import AlertKind, DemandAlert
from domain.demand_outlook import DemandOutlook, ForecastExplanation
from domain.message import Message

Arrays = dict[str, np.ndarray[Any, Any]]

_OF_FORECAST = ("mean", "levels", "quantiles", "paths")
_OF_EXPLANATION = ("baseline", "contributions")


def outlook_to_store(outlook: DemandOutlook) -> tuple[Any, Arrays]:
    """JSON facts and arrays of an outlook."""
    forecast, explanation = outlook.forecast, outlook.explanation
    facts = {
        "series": [_key_fact(key) for key in forecast.keys],
        "first_date": str(forecast.first_date),
        "method": _message_fact(forecast.method),
        "basis": [basis.value for basis in forecast.basis],
        "explained": [_key_fact(key) for key in explanation.keys],
        "causes": list(explanation.causes),
        "alerts": [_alert_fact(alert) for alert in outlook.alerts],
    }
    arrays = {name: getattr(forecast, name) for name in _OF_FORECAST}
    return facts, arrays | {name: getattr(explanation, name) for name in _OF_EXPLANATION}


def outlook_from_store(facts: Mapping[str, Any], arrays: Arrays) -> DemandOutlook:
    """The outlook that was stored."""
    return DemandOutlook(
        forecast=Forecast(
            keys=tuple(_key_of(fact) for fact in facts["series"]),
            first_date=datetime.date.fromisoformat(facts["first_date"]),
            method=_message_of(facts["method"]),
            basis=tuple(ForecastBasis(basis) for basis in facts["basis"]),
            **{name: arrays[name] for name in _OF_FORECAST},
        ),
        explanation=ForecastExplanation(
            keys=tuple(_key_of(fact) for fact in facts["explained"]),
            causes=tuple(facts["causes"]),
            **{name: arrays[name] for name in _OF_EXPLANATION},
        ),
        alerts=tuple(_alert_of(fact) for fact in facts["alerts"]),
    )


def _key_fact(key: SeriesKey) -> list[str]:
    return [key.place_id, key.item_id]


def _key_of(fact: Any) -> SeriesKey:
    place_id, item_id = fact
    return SeriesKey(place_id=place_id, item_id=item_id)


def _message_fact(told: Message) -> list[Any]:
    return [told.code, dict(told.parameters)]


def _message_of(fact: Any) -> Message:
    code, parameters = fact
    return Message(code, parameters)


def _alert_fact(alert: DemandAlert) -> dict[str, Any]:
    return {
        "key": None if alert.key is None else _key_fact(alert.key),
        "kind": alert.kind.value,
        "first_date": str(alert.first_date),
        "days": alert.days,
        "expected": alert.expected,
        "actual": alert.actual,
        "units_at_risk": alert.units_at_risk,
        "money_at_risk": alert.money_at_risk,
        "message": _message_fact(alert.message),
    }


def _alert_of(fact: Mapping[str, Any]) -> DemandAlert:
    return DemandAlert(
        key=None if fact["key"] is None else _key_of(fact["key"]),
        kind=AlertKind(fact["kind"]),
        first_date=datetime.date.fromisoformat(fact["first_date"]),
        days=fact["days"],
        expected=fact["expected"],
        actual=fact["actual"],
        units_at_risk=fact["units_at_risk"],
        money_at_risk=fact["money_at_risk"],
        message=_message_of(fact["message"]),
    )
