"""Days on which a warehouse takes in, holds or sends out more than it can, or hardly less."""

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np

from domain.check_stock import StockUse
from domain.dataset import Dataset
from domain.message import message
from domain.stock_alert import StockAlert, StockAlertKind
from domain.stock_problem import Flags, Floats, StockProblem, StockSolution
from optimizer.inventory.alerts.stock_outlook import StockOutlook
from optimizer.inventory.explain.money_text import amount_text

NEARLY_FULL = 0.95
"""Share of a capacity from which on there is hardly room, where more of it would save money."""

_TOLERANCE = 1e-6


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class _Load:
    """What is used of a capacity on each day, and what more of it would save; ``(w, t)``.

    Figures are told with `digits` decimal places; whole where it is None.
    """

    name: str
    digits: int | None
    used: Floats
    capacity: Floats
    price: Floats


def crowded_days(
    ahead: StockOutlook,
    dataset: Dataset,
    problem: StockProblem,
    solution: StockSolution,
    use: StockUse,
) -> Iterator[StockAlert]:
    """Warehouses with days over their capacity or near it, what is on its way and all orders in.

    One alert for each warehouse and capacity, about its worst day.
    """
    for load in _loads(ahead, dataset, problem, solution, use):
        over = load.used > load.capacity * (1 + _TOLERANCE)
        full = (load.used > NEARLY_FULL * load.capacity) & (load.price > 0)
        for row, warehouse_id in enumerate(problem.warehouse_ids):
            if over[row].any():
                yield _alert(ahead, load, row, warehouse_id, over[row], "over")
            elif full[row].any():
                yield _alert(ahead, load, row, warehouse_id, full[row], "full")


def _loads(
    ahead: StockOutlook,
    dataset: Dataset,
    problem: StockProblem,
    solution: StockSolution,
    use: StockUse,
) -> Iterator[_Load]:
    """The capacities; of what is shared the problem says what is left beside all else."""
    shared, prices = problem.shared, solution.prices
    by_id = {warehouse.warehouse_id: warehouse for warehouse in dataset.warehouses}
    places = [by_id[warehouse_id] for warehouse_id in problem.warehouse_ids]
    dock = _capacities([place.inbound_capacity_m3_per_day for place in places])
    room = _capacities([place.storage_capacity_m3 for place in places])
    sent = _capacities([place.outbound_capacity_orders_per_day for place in places])
    for name, capacity, left, used, price in (
        ("receiving", dock, shared.receiving_m3, use.received_m3, prices.receiving),
        ("storage", room, shared.storage_m3, use.stored_m3, prices.storage),
    ):
        anyway = np.zeros_like(left)
        np.subtract(capacity, left, out=anyway, where=np.isfinite(left))
        yield _Load(name=name, digits=1, used=anyway + used, capacity=capacity, price=price)
    orders = _orders_out(ahead, dataset, problem.warehouse_ids)
    if orders is not None:
        yield _Load(
            name="outbound",
            digits=None,
            used=orders + use.lines_out,
            capacity=sent,
            price=prices.outbound,
        )


def _capacities(given: list[float | None] | list[int | None]) -> Floats:
    """Capacity of each warehouse, infinite where none is given; ``(w, 1)``."""
    return np.array([[np.inf if one is None else float(one)] for one in given]).reshape(-1, 1)


def _orders_out(
    ahead: StockOutlook, dataset: Dataset, warehouse_ids: tuple[str, ...]
) -> Floats | None:
    """Orders expected to leave each warehouse by day; None where no order tells their size."""
    if not dataset.order_lines:
        return None
    orders = len({line.order_id for line in dataset.order_lines})
    units_each = max(1.0, sum(line.units for line in dataset.order_lines) / orders)
    number = {warehouse_id: row for row, warehouse_id in enumerate(warehouse_ids)}
    units = np.zeros((len(warehouse_ids), ahead.days))
    rows = np.array([number[warehouse_id] for warehouse_id, _ in ahead.keys], dtype=np.int64)
    np.add.at(units, rows, ahead.mean_demand())
    return units / units_each


def _alert(
    ahead: StockOutlook,
    load: _Load,
    row: int,
    warehouse_id: str,
    days: Flags,
    how: str,
) -> StockAlert:
    used, capacity, price = load.used[row], float(load.capacity[row, 0]), load.price[row]
    worst = int(np.argmax(np.where(days, used, -np.inf)))
    excess = np.maximum(used - capacity, 0)
    saved = float((price * np.where(days, excess if how == "over" else 1.0, 0)).sum())
    return StockAlert(
        kind=StockAlertKind.CAPACITY,
        warehouse_id=warehouse_id,
        date=ahead.date(worst),
        money_at_risk_minor=round(saved) if saved > 0 else None,
        message=message(
            f"stock_alert.{load.name}_{how}",
            warehouse=warehouse_id,
            date=str(ahead.date(worst)),
            used=round(float(used[worst]), load.digits),
            capacity=round(capacity, load.digits),
            days=int(days.sum()),
            saved=amount_text(float(price[worst]), ahead.settings.currency),
        ),
    )
