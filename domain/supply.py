"""The supply side of a plan: what to order and to move, why, and what there is too little of."""

import datetime
from dataclasses import dataclass

from domain.message import Message


@dataclass(frozen=True, slots=True, kw_only=True)
class OtherQuantity:
    """What would come of ordering another quantity of a line today, all else planned anew.

    Attributes
    ----------
    cost_minor
        What the SKU at the warehouse is then expected to cost over the horizon: holding, shortage
        and ordering.
    stock_out_percent
        Chance that stock runs out between its receipt and the next that could be ordered after it:
        before its receipt no quantity helps.
    cover_days
        Days until stock is expected to run out if nothing more were ordered.
    """

    units: int
    cost_minor: int
    stock_out_percent: float
    cover_days: int


@dataclass(frozen=True, slots=True, kw_only=True)
class ReplenishmentLine:
    """Units of a SKU to order from a supplier, or to move from another warehouse.

    Attributes
    ----------
    explanation
        Why so many, in one sentence whose numbers add up to the units.
    reasons
        What the sentence leaves out: the target, what is scarce, what would change the quantity,
        why it is not moved from elsewhere.
    others
        Other quantities to compare it with, the line's own among them; ascending.
    """

    from_id: str
    to_id: str
    sku: str
    units: int
    order_date: datetime.date
    due_date: datetime.date
    cost_minor: int
    explanation: Message
    reasons: tuple[Message, ...] = ()
    others: tuple[OtherQuantity, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class LaterSupply:
    """Units that are likely to be ordered or moved on a later day; the day itself will decide."""

    from_id: str
    to_id: str
    sku: str
    units: int
    order_date: datetime.date
    due_date: datetime.date


@dataclass(frozen=True, slots=True, kw_only=True)
class Scarcity:
    """Something that the stock plan has too little of on a day, and what more of it would save.

    Attributes
    ----------
    kind
        ``receiving``, ``storage`` or ``outbound`` of a warehouse, or the ``budget``.
    price_minor
        What one more cubic metre, move or unit of money would save.
    """

    kind: str
    warehouse_id: str = ""
    date: datetime.date | None = None
    price_minor: float


@dataclass(frozen=True, slots=True, kw_only=True)
class StockSummary:
    """The stock plan in figures.

    Attributes
    ----------
    days
        Days that it looks ahead.
    cost_minor
        What holding, shortage and ordering are expected to cost over these days.
    lower_bound_minor
        What no plan could cost less than.
    gap_percent
        By how much of its cost the plan may be dearer than the best there is.
    spent_minor, budget_minor
        What all orders take of the budget; None where there is no budget.
    scarce
        What there is too little of, the dearest first.
    """

    days: int
    cost_minor: int
    lower_bound_minor: int
    gap_percent: float
    spent_minor: int
    budget_minor: int | None = None
    scarce: tuple[Scarcity, ...] = ()
