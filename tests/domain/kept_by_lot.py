"""The small day with goods kept by lot: C at W1, of which one lot has expired, and A at W2."""

import datetime
from dataclasses import replace

from domain.dataset import Dataset
from domain.plan import LotUse, Plan
from domain.products import StockLevel
from tests.domain.small_data import DAY, small_dataset
from tests.domain.small_plan import plan_of, small_plan

SOON, LATE = DAY + datetime.timedelta(days=2), DAY + datetime.timedelta(days=30)
PAST = DAY - datetime.timedelta(days=1)

LOTS = (
    ("W1", "C", "OLD", 6, 0, PAST),
    ("W1", "C", "SOON", 3, 1, SOON),
    ("W1", "C", "LATE", 2, 0, LATE),
    ("W2", "A", "X", 20, 2, None),
)

USES = {
    "O3": (LotUse(sku="C", lot_id="SOON", units=1, expiry_date=SOON),),
    "O5": (
        LotUse(sku="C", lot_id="SOON", units=1, expiry_date=SOON),
        LotUse(sku="C", lot_id="LATE", units=1, expiry_date=LATE),
    ),
    "O6": (LotUse(sku="A", lot_id="X", units=5),),
}
"""Lots that the orders of the lawful plan take."""


def lot_dataset() -> Dataset:
    """The small day's data, some of its stock told apart by lot."""
    by_lot = {(warehouse_id, sku) for warehouse_id, sku, *_ in LOTS}
    dataset = small_dataset()
    kept = tuple(s for s in dataset.stock or () if (s.warehouse_id, s.sku) not in by_lot)
    lots = tuple(
        StockLevel(
            warehouse_id=warehouse_id,
            sku=sku,
            lot_id=lot_id,
            on_hand_units=on_hand,
            reserved_units=reserved,
            expiry_date=expiry,
        )
        for warehouse_id, sku, lot_id, on_hand, reserved, expiry in LOTS
    )
    return replace(dataset, stock=kept + lots)


def lot_plan(**uses: tuple[LotUse, ...]) -> Plan:
    """The small day's plan with the lots of each order; other lots for some orders, if asked."""
    plan, named = plan_of(lot_dataset(), small_plan().routes), USES | uses
    allocation = (replace(line, lots=named.get(line.order_id, ())) for line in plan.allocation)
    return replace(plan, allocation=tuple(allocation))
