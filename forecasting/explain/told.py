"""An explanation in a planner's words, in figures that still add up."""

import datetime
from dataclasses import dataclass

import numpy as np

from domain.demand import SeriesKey
from domain.message import Message, message
from forecasting.distribution import IntArray
from forecasting.explain.explanation import CAUSES, Explanation
from forecasting.explain.switched_off import Cause
from forecasting.known_facts import EVERYWHERE, KnownFacts

_NAMED = {Cause.EVENT, Cause.PROMOTION}


@dataclass(frozen=True, slots=True, kw_only=True)
class DayNames:
    """What a day is called; empty where it has no name."""

    event: str = ""
    promotion: str = ""


_UNNAMED = DayNames()


def day_names(facts: KnownFacts, key: SeriesKey, date: datetime.date) -> DayNames:
    """Names of the holiday and the promotion of a series on a day.

    Parameters
    ----------
    facts
        Holidays and promotions.
    key
        The series.
    date
        The day.
    """
    regions = {"", key.place_id, facts.region_of(key.place_id)}
    scopes = {key.item_id, facts.group_of(key.item_id), key.place_id, EVERYWHERE}
    events = (
        holiday.name
        for holiday in facts.holidays
        if holiday.date == date and holiday.region_id in regions
    )
    promotions = (
        promotion.name or promotion.promo_id
        for promotion in facts.promotions
        if promotion.start_date <= date <= promotion.end_date and promotion.scope in scopes
    )
    return DayNames(event=next(events, ""), promotion=next(promotions, ""))


def explanation_messages(
    explanation: Explanation, row: int, day: int, names: DayNames = _UNNAMED
) -> tuple[Message, ...]:
    """The usual figure of the weekday, what adds or takes a tenth of a unit or more, the forecast.

    Largest contributions come first. The rounded figures add up to the rounded forecast.

    Parameters
    ----------
    explanation
        Of the forecast.
    row, day
        Which series and day of it.
    names
        What the day is called.
    """
    usual, *contributions = tenths(explanation, row, day).tolist()
    said = [
        _contribution(cause, contribution / 10, names)
        for cause, contribution in sorted(
            zip(CAUSES, contributions, strict=True), key=lambda pair: -abs(pair[1])
        )
        if contribution
    ]
    total = (usual + sum(contributions)) / 10
    return (
        message("explain.usual", units=usual / 10),
        *said,
        message("explain.forecast", units=total),
    )


def tenths(explanation: Explanation, row: int, day: int) -> IntArray:
    """Baseline and contributions in tenths of a unit, which add up to those of the forecast.

    All are rounded down, and those with the largest remainders then rounded up (Hamilton's
    method of apportionment).
    """
    parts = 10 * np.append(explanation.baseline[row, day], explanation.contributions[row, day])
    floors = np.floor(parts)
    missing = round(10 * float(explanation.forecast[row, day])) - int(floors.sum())
    largest = np.argsort(floors - parts, kind="stable")[: max(missing, 0)]
    floors[largest] += 1
    return np.asarray(floors, np.int64)


def _contribution(cause: Cause, units: float, names: DayNames) -> Message:
    name = {Cause.EVENT: names.event, Cause.PROMOTION: names.promotion}.get(cause, "")
    if name:
        return message(f"explain.{cause.value}_named", units=units, name=name)
    if cause in _NAMED or cause is Cause.PRICE:
        return message(f"explain.{cause.value}", units=units)
    way = "more" if units > 0 else "less"
    return message(f"explain.{cause.value}_{way}", units=units)
