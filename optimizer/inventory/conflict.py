"""Goods that cannot fit though nothing more is ordered: what lies there and what is on its way."""

import datetime
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np

from domain.check_stock import use_of
from domain.dataset import Dataset
from domain.message import Message, Parameter, message
from domain.products import Inbound
from domain.stock_problem import Floats, StockProblem, Whole
from optimizer.inventory.build_problem import BuiltProblem
from optimizer.inventory.stock_there import due_day

NAMED_INBOUND = 5
"""How many deliveries a sentence names; the rest are counted."""

_TOLERANCE_M3 = 1e-6


@dataclass(frozen=True, slots=True, kw_only=True)
class StockConflict:
    """A day on which a warehouse must take in or hold more than it can.

    Parameters
    ----------
    capacity_m3, taken_m3
        What it can, and what it must without any new order.
    inbound_ids
        The fewest deliveries on their way that cannot all fit, the largest first; none where what
        lies there already is too much.
    at_dock
        Whether it cannot take it in; else it cannot keep it.
    """

    warehouse_id: str
    date: datetime.date
    capacity_m3: float
    taken_m3: float
    inbound_ids: tuple[str, ...] = ()
    at_dock: bool

    @property
    def over_m3(self) -> float:
        """By how much it is too much."""
        return self.taken_m3 - self.capacity_m3

    @property
    def message(self) -> Message:
        """The conflict as a sentence."""
        if self.at_dock:
            return message("stock.conflict.receiving", **_facts(self))
        if self.inbound_ids:
            return message("stock.conflict.storage_inbound", **_facts(self))
        return message("stock.conflict.storage", **_facts(self))


def find_conflicts(
    built: BuiltProblem, dataset: Dataset, day: datetime.date
) -> tuple[StockConflict, ...]:
    """Where goods on their way, or lying there, cannot fit, and the fewest of them that cannot.

    Returns
    -------
    conflicts
        By day: each day on which a warehouse cannot take in what comes, and the first on which it
        cannot keep what is there.
    """
    found = (*_receiving(built, dataset, day), *_storage(built, dataset, day))
    return tuple(sorted(found, key=lambda c: (c.date, c.warehouse_id, not c.at_dock)))


def _receiving(
    built: BuiltProblem, dataset: Dataset, day: datetime.date
) -> Iterator[StockConflict]:
    """Days on which more comes than can be taken in."""
    left = built.problem.shared.receiving_m3
    volume_m3 = {product.sku: product.unit_volume_m3 for product in dataset.products}
    coming: dict[tuple[str, int], list[tuple[float, str]]] = defaultdict(list)
    for delivery in dataset.inbound:
        volume = delivery.units * volume_m3[delivery.sku]
        due = (delivery.warehouse_id, due_day(delivery, day))
        coming[due].append((-volume, delivery.inbound_id))
    for number, on_day in np.argwhere(left < -_TOLERANCE_M3).tolist():
        warehouse = dataset.warehouses[number]
        capacity = warehouse.inbound_capacity_m3_per_day or 0.0
        named, left_m3 = [], capacity
        for less_m3, inbound_id in sorted(coming[warehouse.warehouse_id, on_day]):
            named.append(inbound_id)
            left_m3 += less_m3
            if left_m3 < -_TOLERANCE_M3:
                break
        yield StockConflict(
            at_dock=True,
            warehouse_id=warehouse.warehouse_id,
            date=day + datetime.timedelta(days=on_day),
            capacity_m3=capacity,
            taken_m3=capacity - float(left[number, on_day]),
            inbound_ids=tuple(named),
        )


def _storage(built: BuiltProblem, dataset: Dataset, day: datetime.date) -> Iterator[StockConflict]:
    """The first day of each warehouse on which more is there than it has room for."""
    problem = built.problem
    no_orders = np.broadcast_to(0.0, problem.ways.allowed.shape)
    over = use_of(problem, no_orders).stored_m3 - problem.shared.storage_m3
    for number in np.flatnonzero((over > _TOLERANCE_M3).any(axis=1)).tolist():
        on_day = int(np.argmax(over[number] > _TOLERANCE_M3))
        warehouse = dataset.warehouses[number]
        capacity = warehouse.storage_capacity_m3 or 0.0
        yield StockConflict(
            at_dock=False,
            warehouse_id=warehouse.warehouse_id,
            date=day + datetime.timedelta(days=on_day),
            capacity_m3=capacity,
            taken_m3=capacity + float(over[number, on_day]),
            inbound_ids=_too_much_with(built, dataset, day, number, on_day),
        )


def _too_much_with(
    built: BuiltProblem, dataset: Dataset, day: datetime.date, number: int, on_day: int
) -> tuple[str, ...]:
    """The fewest deliveries that by a day are too much beside what lies there; perhaps none.

    First comes the one of which most is still there on that day.
    """
    problem = built.problem
    ours = np.flatnonzero(problem.warehouse == number)
    row = {problem.keys[series][1]: series for series in ours.tolist()}
    supplied = (built.on_hand - built.reserved - built.shipped).astype(np.float64)
    room = float(problem.shared.storage_m3[number, on_day])
    held = float(_held_m3(problem, ours, on_day, supplied[ours]).sum())

    def adds_m3(delivery: Inbound) -> float:
        """Volume that a delivery adds to what is there at the end of the day."""
        series = np.array([row[delivery.sku]])
        before = supplied[series]
        with_it = _held_m3(problem, series, on_day, before + delivery.units)
        return float((with_it - _held_m3(problem, series, on_day, before)).sum())

    coming = [
        delivery
        for delivery in dataset.inbound
        if delivery.warehouse_id == problem.warehouse_ids[number]
        and delivery.sku in row
        and due_day(delivery, day) <= on_day
    ]
    named: list[str] = []
    for delivery in sorted(coming, key=lambda d: (-adds_m3(d), d.inbound_id)):
        if held > room + _TOLERANCE_M3:
            break
        held += adds_m3(delivery)
        supplied[row[delivery.sku]] += delivery.units
        named.append(delivery.inbound_id)
    return tuple(named)


def _held_m3(problem: StockProblem, series: Whole, day: int, supplied: Floats) -> Floats:
    """Volume of some series expected on hand at the end of a day."""
    over = np.maximum(supplied[:, None] - problem.points[series, day], 0)
    held: Floats = (over @ problem.weights) * problem.volume_m3[series]
    return held


def _facts(conflict: StockConflict) -> dict[str, Parameter]:
    """What the sentence of a conflict tells; of many deliveries it names the first."""
    named: dict[str, Parameter] = {}
    if conflict.inbound_ids:
        named["count"] = len(conflict.inbound_ids)
        named["inbound"] = ", ".join(conflict.inbound_ids[:NAMED_INBOUND])
    return {
        "warehouse": conflict.warehouse_id,
        "day": conflict.date.isoformat(),
        "capacity": round(conflict.capacity_m3, 3),
        "taken": round(conflict.taken_m3, 3),
        "over": round(conflict.over_m3, 3),
        **named,
    }
