"""The small day with a whole stock plan: reasons, other quantities, later supply, alerts."""

import datetime
from dataclasses import replace
from typing import Any

from domain.message import message
from domain.plan import Plan
from domain.stock_alert import StockAlert, StockAlertKind
from domain.supply import LaterSupply, OtherQuantity, ReplenishmentLine, Scarcity, StockSummary
from tests.domain.small_data import DAY
from tests.gui.charts.demand_day import days, demand_plan, line

SAID = message("replenish.why_the_rest")
"""Stands for any sentence."""

SUMMARY = StockSummary(
    days=28,
    cost_minor=812_040,
    lower_bound_minor=808_000,
    gap_percent=0.5,
    spent_minor=1_500_000,
    budget_minor=2_000_000,
    scarce=(
        Scarcity(kind="receiving", warehouse_id="W1", date=DAY + days(4), price_minor=1_234.0),
        Scarcity(kind="outbound", warehouse_id="W2", date=DAY, price_minor=50.0),
        Scarcity(kind="storage", warehouse_id="W2", date=DAY + days(9), price_minor=2.5),
        Scarcity(kind="budget", price_minor=0.12),
    ),
)


def stock_plan(**changes: Any) -> Plan:
    facts: dict[str, Any] = {
        "replenishment": (explained("S1", 24, days(4), others(18, 24, 30)),),
        "transfers": (explained("W2", 12, days(1), others(0, 12), is_move=True),),
        "later_supply": (
            later("S1", "W1", 36, 9, lead=4),
            later("W2", "W1", 6, 5, lead=1),
            later("S1", "W2", 60, 2, lead=4),
        ),
        "stock_summary": SUMMARY,
        "stock_alerts": (
            stock_alert(StockAlertKind.OVERSTOCK, "W2", "A", money=None, chance=None),
            stock_alert(StockAlertKind.STOCK_OUT, "W1", "A", money=25_000, chance=0.34, after=3),
            stock_alert(StockAlertKind.CAPACITY, "W2", "", money=90_000, chance=0.6, after=4),
        ),
    }
    return demand_plan(**(facts | changes))


def explained(
    from_id: str,
    units: int,
    lead: datetime.timedelta,
    compared: tuple[OtherQuantity, ...],
    *,
    is_move: bool = False,
) -> ReplenishmentLine:
    """A line to W1 with reasons and other quantities; moves have no reasons beside the first."""
    reasons = () if is_move else (SAID, message("unassigned.no_time"))
    return replace(line(from_id, "W1", units, lead), reasons=reasons, others=compared)


def others(*units: int) -> tuple[OtherQuantity, ...]:
    """Quantities that are the dearer the more they are, and last a day per two units."""
    return tuple(
        OtherQuantity(
            units=n, cost_minor=10_000 + 100 * n, stock_out_percent=30.0 - n, cover_days=n // 2
        )
        for n in units
    )


def later(from_id: str, to_id: str, units: int, after: int, *, lead: int) -> LaterSupply:
    """Product A, to be ordered so many days after the day planned."""
    return LaterSupply(
        from_id=from_id,
        to_id=to_id,
        sku="A",
        units=units,
        order_date=DAY + days(after),
        due_date=DAY + days(after + lead),
    )


def stock_alert(
    kind: StockAlertKind,
    warehouse_id: str,
    sku: str,
    *,
    money: int | None,
    chance: float | None,
    after: int = 0,
) -> StockAlert:
    """An alert about a day so many days after the one planned."""
    return StockAlert(
        kind=kind,
        warehouse_id=warehouse_id,
        sku=sku,
        date=DAY + days(after),
        chance=chance,
        money_at_risk_minor=money,
        message=SAID,
    )
