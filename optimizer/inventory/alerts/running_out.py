"""Stock that may run out before goods ordered today could come, and goods that are overdue."""

from collections.abc import Iterator

import numpy as np

from domain.dataset import Dataset
from domain.message import Message, Parameter, message
from domain.products import Inbound
from domain.stock_alert import StockAlert, StockAlertKind
from optimizer.inventory.alerts.shortfall import NEVER, shortfall
from optimizer.inventory.alerts.stock_outlook import StockOutlook

ALERT_CHANCE = 0.2
"""Least chance of running out that is worth a planner's look.

On held-back history, where chances spread evenly from 0 to 1, alerts from here on announce 19 in 20
of all stock-outs, and six in ten of them come true; from 0.4 on it would be 17 in 20 and seven in
ten. To miss one costs more than to look twice, and the ranking by money puts unlikely ones last.
"""


def stock_outs(ahead: StockOutlook) -> Iterator[StockAlert]:
    """What may run out before goods ordered today could come."""
    # Those with the same wait go together, for their futures are then cut to the days looked at.
    for some in ahead.chunks(np.argsort(ahead.orderable_from, kind="stable")):
        until = ahead.orderable_from[some]
        demand = ahead.demand(some, max(1, int(until.max())))
        found = shortfall(ahead.supplied[some], demand, until)
        for place in np.flatnonzero(found.chance >= ALERT_CHANCE).tolist():
            number, first_day = int(some[place]), int(found.first_day[place])
            chance = float(found.chance[place])
            warehouse_id, sku = ahead.keys[number]
            yield StockAlert(
                kind=StockAlertKind.STOCK_OUT,
                warehouse_id=warehouse_id,
                sku=sku,
                date=ahead.date(first_day),
                chance=chance,
                money_at_risk_minor=round(found.units[place] * ahead.margin_minor(number)),
                message=_runs_out(ahead, number, chance, first_day),
            )


def _runs_out(ahead: StockOutlook, number: int, chance: float, first_day: int) -> Message:
    warehouse_id, sku = ahead.keys[number]
    facts: dict[str, Parameter] = {
        "sku": sku,
        "warehouse": warehouse_id,
        "date": str(ahead.date(first_day)),
        "chance_pct": round(100 * chance),
        "on_hand": int(ahead.on_hand[number]),
        "free": max(0, int(ahead.free[number])),
    }
    receipts = np.diff(ahead.supplied[number])
    coming = np.flatnonzero(receipts > 0)
    if not len(coming):
        return message("stock_alert.stock_out_nothing_comes", **facts)
    return message(
        "stock_alert.stock_out",
        receipt_units=round(receipts[coming[0]]),
        receipt_date=str(ahead.date(coming[0] + 1)),
        **facts,
    )


def overdue_inbound(ahead: StockOutlook, dataset: Dataset) -> Iterator[StockAlert]:
    """Goods that should have come, and what happens before others could if they never do."""
    place = {key: number for number, key in enumerate(ahead.keys)}
    for delivery in dataset.inbound:
        number = place.get((delivery.warehouse_id, delivery.sku))
        if delivery.due_date < ahead.first_day and delivery.units and number is not None:
            yield _overdue(ahead, number, delivery)


def _overdue(ahead: StockOutlook, number: int, delivery: Inbound) -> StockAlert:
    one = np.array([number])
    demand, until = ahead.demand(one), ahead.orderable_from[one]
    # The plan takes goods that are overdue as coming today.
    kept = shortfall(ahead.supplied[one], demand, until)
    lost = shortfall(ahead.supplied[one] - delivery.units, demand, until)
    chance, first_day = float(lost.chance[0]), int(lost.first_day[0])
    missing = float(lost.units[0] - kept.units[0])
    return StockAlert(
        kind=StockAlertKind.OVERDUE_INBOUND,
        warehouse_id=delivery.warehouse_id,
        sku=delivery.sku,
        date=ahead.date(0 if first_day == NEVER else first_day),
        chance=chance,
        money_at_risk_minor=round(missing * ahead.margin_minor(number)),
        message=message(
            "stock_alert.overdue_inbound",
            inbound=delivery.inbound_id,
            sku=delivery.sku,
            warehouse=delivery.warehouse_id,
            units=delivery.units,
            late_days=(ahead.first_day - delivery.due_date).days,
            until=str(ahead.date(until[0])),
            with_pct=round(100 * float(kept.chance[0])),
            without_pct=round(100 * chance),
        ),
    )
