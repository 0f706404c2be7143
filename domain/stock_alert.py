"""Something about the stock that a planner should look at."""

import datetime
from dataclasses import dataclass
from enum import StrEnum

from domain.message import Message


class StockAlertKind(StrEnum):
    """What is wrong, or will be."""

    STOCK_OUT = "stock_out"
    """Stock may run out before goods ordered now could come."""
    OVERSTOCK = "overstock"
    """More than is likely to be sold over the horizon."""
    EXPIRY = "expiry"
    """Goods that are likely to expire before they are sold."""
    OVERDUE_INBOUND = "overdue_inbound"
    """Goods on their way that should have come."""
    CAPACITY = "capacity"
    """A day on which a warehouse takes in, holds or sends out more than it can."""
    PEAK = "peak"
    """A peak of demand ahead that stock and orders do not cover."""


@dataclass(frozen=True, slots=True, kw_only=True)
class StockAlert:
    """Something about the stock of a SKU at a warehouse, or of a whole warehouse.

    Parameters
    ----------
    kind
        What is wrong.
    warehouse_id, sku
        Where; without its SKU where the alert is about the whole warehouse.
    date
        When it is, or is likely to be.
    chance
        How likely it is, 0 to 1; None where it is certain.
    money_at_risk_minor
        What it costs if it happens, times how likely that is; None where no price tells.
    message
        The alert as a sentence.
    """

    kind: StockAlertKind
    warehouse_id: str
    sku: str = ""
    date: datetime.date
    chance: float | None = None
    money_at_risk_minor: int | None = None
    message: Message
