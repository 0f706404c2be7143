"""What series share, from the capacities of warehouses and the budget."""

import datetime
import math
from collections import Counter
from collections.abc import Mapping, Sequence

import numpy as np

from domain.dataset import Dataset
from domain.orders import DELIVERY
from domain.stock_problem import Floats, Shared
from optimizer.inventory.stock_there import due_day
from optimizer.inventory.supply_ways import FoundWays


def shared_limits(
    dataset: Dataset,
    day: datetime.date,
    found: FoundWays,
    *,
    unplanned_m3: Floats,
    orders_out: Mapping[str, float],
    minor: float,
) -> Shared:
    """What the orders of a plan may take, beside what is on its way or leaves anyway.

    Parameters
    ----------
    unplanned_m3
        Volume expected on hand of what is not planned, ``(w, t)``.
    orders_out
        Orders of customers that leave each warehouse on a day.
    minor
        Minor units of one unit of money.
    """
    warehouses, budget = dataset.warehouses, dataset.settings.purchase_budget
    days = unplanned_m3.shape[1]
    room = _limits([w.storage_capacity_m3 for w in warehouses], days)
    dock = _limits([w.inbound_capacity_m3_per_day for w in warehouses], days)
    sent = _limits([w.outbound_capacity_orders_per_day for w in warehouses], days)
    leaving = np.array([orders_out.get(w.warehouse_id, 0.0) for w in warehouses])
    return Shared(
        receiving_m3=dock - inbound_m3(dataset, day, days),
        storage_m3=room - unplanned_m3,
        outbound_lines=np.maximum(0, np.floor(sent - leaving[:, None])),
        budget=math.inf if budget is None else float(budget) * minor,
        truck_m3=found.truck_m3,
        truck_cost=found.truck_cost,
    )


def inbound_m3(dataset: Dataset, day: datetime.date, days: int) -> Floats:
    """Volume already on its way to each warehouse by the day it comes, ``(w, t)``."""
    number = {w.warehouse_id: i for i, w in enumerate(dataset.warehouses)}
    volume_m3 = {product.sku: product.unit_volume_m3 for product in dataset.products}
    coming = np.zeros((len(dataset.warehouses), days))
    for delivery in dataset.inbound:
        if (due := due_day(delivery, day)) < days:
            volume = delivery.units * volume_m3[delivery.sku]
            coming[number[delivery.warehouse_id], due] += volume
    return coming


def orders_by_warehouse(
    dataset: Dataset, day: datetime.date, shipped_units: Mapping[tuple[str, str], int]
) -> dict[str, float]:
    """About how many deliveries leave each warehouse on a day, by its share of what is shipped."""
    deliveries = sum(order.kind == DELIVERY for order in dataset.orders_due(day))
    units = Counter[str]()
    for (warehouse_id, _), shipped in shipped_units.items():
        units[warehouse_id] += shipped
    every = max(1, units.total())
    return {warehouse_id: deliveries * n / every for warehouse_id, n in units.items()}


def _limits(capacities: Sequence[float | None], days: int) -> Floats:
    """A capacity of each warehouse on every day; infinity where none is given."""
    each = np.array([math.inf if c is None else c for c in capacities], dtype=np.float64)
    return np.repeat(each[:, None], days, axis=1)
