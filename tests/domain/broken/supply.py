"""Mistakes about orders to suppliers and transfers."""

import datetime
from dataclasses import replace
from decimal import Decimal
from typing import Any

from domain.dataset import Dataset
from domain.plan import Plan
from domain.products import Inbound
from tests.domain.broken.case import Case, breaks
from tests.domain.small_data import small_dataset, with_lane
from tests.domain.small_plan import REPLENISHMENT, TRANSFERS, plan_of, small_plan


def ordering(**changes: Any) -> Plan:
    """The lawful plan with another order to the supplier."""
    line = replace(REPLENISHMENT[0], **changes)
    return plan_of(small_dataset(), small_plan().routes, replenishment=(line,))


def moving(**changes: Any) -> Plan:
    """The lawful plan with another transfer."""
    line = replace(TRANSFERS[0], **changes)
    return plan_of(small_dataset(), small_plan().routes, transfers=(line,))


@breaks("supply_lane", "replenishment:1 warehouse:W1 sku:A", 1)
def orders_where_no_lane_comes_from() -> Case:
    return Case(plan=ordering(from_id="S9"))


@breaks("supply_lane", "replenishment:1 warehouse:W1 sku:Z", 1, "sku")
def orders_what_nobody_sells() -> Case:
    return Case(plan=ordering(sku="Z"))


@breaks("supply_lane", "transfers:1 warehouse:W1 sku:A", 1, "giver")
def moves_from_a_supplier() -> Case:
    return Case(
        plan=plan_of(
            small_dataset(), small_plan().routes, replenishment=(), transfers=REPLENISHMENT
        )
    )


@breaks("supply_lot", "replenishment:1 warehouse:W1 sku:A", 2)
def orders_half_a_multiple() -> Case:
    return Case(plan=ordering(units=30, cost_minor=32_500))


@breaks("supply_lot", "replenishment:1 warehouse:W1 sku:A", 4, "case")
def orders_half_a_case() -> Case:
    return Case(plan=ordering(units=28, cost_minor=30_500))


@breaks("supply_lot", "transfers:1 warehouse:W2 sku:A", 1, "nothing")
def moves_nothing() -> Case:
    return Case(plan=moving(units=0))


@breaks("supply_least", "replenishment:1 warehouse:W1 sku:A", 12)
def orders_too_little() -> Case:
    return Case(dataset=with_lane(small_dataset(), "S1", moq_units=36))


@breaks("supply_most", "lane:S1-W1 sku:A", 4)
def orders_too_much_for_a_day() -> Case:
    return Case(dataset=with_lane(small_dataset(), "S1", max_units_per_day=20))


@breaks("supply_dates", "replenishment:1 warehouse:W1 sku:A", 1)
def expects_goods_too_soon() -> Case:
    due = REPLENISHMENT[0].due_date - datetime.timedelta(days=1)
    return Case(plan=ordering(due_date=due))


@breaks("supply_dates", "transfers:1 warehouse:W2 sku:A", 3, "past")
def orders_last_week() -> Case:
    earlier = datetime.timedelta(days=3)
    line = TRANSFERS[0]
    past = {"order_date": line.order_date - earlier, "due_date": line.due_date - earlier}
    return Case(plan=moving(**past))


@breaks("supply_stock", "warehouse:W1 sku:A", 5)
def moves_what_the_orders_took() -> Case:
    # 100 on hand, 20 reserved, 43 shipped: 37 are left to give.
    return Case(plan=moving(units=42))


@breaks("cost_supply", "replenishment:1 warehouse:W1 sku:A", 1)
def miscounts_a_purchase() -> Case:
    return Case(plan=ordering(cost_minor=26_501))


@breaks("cost_supply", "transfers:1 warehouse:W2 sku:A", 600)
def forgets_what_a_transfer_costs() -> Case:
    return Case(dataset=with_lane(small_dataset(), "W1", unit_cost=Decimal("0.50")))


RECEIVING = f"warehouse:W1 date:{REPLENISHMENT[0].due_date}"


def with_gate(capacity_m3: float, *inbound: Inbound) -> Dataset:
    """The small day where W1 takes in no more than this on a day."""
    dataset = small_dataset()
    warehouses = (
        replace(w, inbound_capacity_m3_per_day=capacity_m3) if w.warehouse_id == "W1" else w
        for w in dataset.warehouses
    )
    return replace(dataset, warehouses=tuple(warehouses), inbound=inbound)


def coming(units: int) -> Inbound:
    """Goods on their way that come with the order to the supplier."""
    return Inbound(
        inbound_id="PO-1",
        warehouse_id="W1",
        sku="A",
        units=units,
        due_date=REPLENISHMENT[0].due_date,
    )


@breaks("supply_receiving", RECEIVING, 0.14)
def orders_more_than_is_taken_in() -> Case:
    return Case(dataset=with_gate(0.1))


@breaks("supply_receiving", RECEIVING, 0.24)
def orders_what_comes_with_too_much_already() -> Case:
    return Case(dataset=with_gate(0.1, coming(12)))


@breaks("supply_budget", "plan", 1)
def spends_a_cent_too_much() -> Case:
    dataset = small_dataset()
    budget = Decimal("239.99")
    return Case(
        dataset=replace(dataset, settings=replace(dataset.settings, purchase_budget=budget))
    )
