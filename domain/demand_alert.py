"""Something in the demand that a planner should look at."""

import datetime
from dataclasses import dataclass
from enum import StrEnum

from domain.demand import SeriesKey
from domain.message import Message


class AlertKind(StrEnum):
    """What is unusual."""

    UNUSUAL_DAYS = "unusual_days"
    """One or a few days far outside what was usual for them."""
    LEVEL_SHIFT = "level_shift"
    """More, or less, than expected day after day."""
    NO_SALES = "no_sales"
    """Days on end recorded with nothing sold, where something was expected."""
    DATA_STOPPED = "data_stopped"
    """No record any more, for longer than gaps of the series usually last."""
    STOCKOUTS = "stockouts"
    """Many days without a figure of demand: what would have been sold is hidden."""
    STALE_HISTORY = "stale_history"
    """All records end too long before the day planned."""


@dataclass(frozen=True, slots=True, kw_only=True)
class DemandAlert:
    """Something in the demand of one series, or of all, that a planner should look at.

    Parameters
    ----------
    key
        The series; without its item where the alert is about many at one place, without its place
        where about one item at many, and None where about everything.
    kind
        What is unusual.
    first_date, days
        Where it begins, and how many days it spans.
    expected, actual
        Units expected and sold over these days.
    units_at_risk
        Units that were sold beyond or below expectation, or that no record vouches for.
    money_at_risk
        What they are worth; None where the price of the item is not known.
    message
        The alert as a sentence.
    """

    key: SeriesKey | None
    kind: AlertKind
    first_date: datetime.date
    days: int
    expected: float
    actual: float
    units_at_risk: float
    money_at_risk: float | None
    message: Message
