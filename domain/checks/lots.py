"""Goods kept by lot leave from lots that are there and have not expired, every unit of them."""

import datetime
from collections import Counter, defaultdict
from collections.abc import Iterator
from dataclasses import dataclass

from domain.checks.facts import Facts
from domain.checks.finding import Finding, at, found
from domain.checks.numbers import is_sound
from domain.orders import DELIVERY
from domain.plan import Allocation, LotUse
from domain.products import StockLevel


@dataclass(frozen=True, slots=True, kw_only=True)
class LotTaken:
    """A lot that the allocation takes goods from, and all that it takes."""

    level: StockLevel
    units: int


def lots(facts: Facts, line: Allocation) -> Iterator[Finding]:
    """The lots named for an order add up to its goods; each is there and has not expired.

    A plan that names lots names them for all goods that are kept by lot; an older one names none.
    """
    named: Counter[str] = Counter()
    for use in line.lots:
        if is_sound(use):
            named[use.sku] += use.units
            yield from _wrong_lot(facts, line, use)
    takes = _takes(facts, line)
    must = {*named, *(takes.keys() & _kept_by_lot(facts, line.warehouse_id))}
    for sku in sorted(must if any(other.lots for other in facts.plan.allocation) else ()):
        if named[sku] != takes[sku]:
            yield found(
                at(order=line.order_id, sku=sku),
                abs(named[sku] - takes[sku]),
                order_id=line.order_id,
                sku=sku,
                said=named[sku],
                real=takes[sku],
            )


def lots_taken(facts: Facts) -> Iterator[LotTaken]:
    """Lots that are there and that the allocation takes goods from."""
    taken: dict[StockLevel, int] = defaultdict(int)
    for line in facts.plan.allocation:
        for use in line.lots:
            level = _level(facts, line.warehouse_id, use)
            if level is not None and is_sound(use):
                taken[level] += use.units
    for level, units in taken.items():
        yield LotTaken(level=level, units=units)


def lot_stock(_: Facts, taken: LotTaken) -> Iterator[Finding]:
    """No more is taken from a lot than it has on hand and not reserved."""
    level = taken.level
    free = max(0, level.on_hand_units - level.reserved_units)
    if taken.units > free:
        yield found(
            at(warehouse=level.warehouse_id, sku=level.sku, lot=level.lot_id),
            taken.units - free,
            warehouse_id=level.warehouse_id,
            sku=level.sku,
            lot_id=level.lot_id,
            units=taken.units,
            available=free,
            short=taken.units - free,
        )


def _wrong_lot(facts: Facts, line: Allocation, use: LotUse) -> Iterator[Finding]:
    level, day = _level(facts, line.warehouse_id, use), facts.plan.day
    names = {"order_id": line.order_id, "sku": use.sku, "lot_id": use.lot_id}
    where = at(order=line.order_id, sku=use.sku)
    if level is None:
        yield found(where, 1, "unknown", **names, warehouse_id=line.warehouse_id)
    elif use.expiry_date != level.expiry_date:
        said, real = _words(use.expiry_date), _words(level.expiry_date)
        yield found(where, 1, "expiry", **names, said=said, real=real)
    elif use.expiry_date is not None and use.expiry_date < day:
        past = (day - use.expiry_date).days
        yield found(where, past, "expired", **names, expiry_date=str(use.expiry_date), day=str(day))


def _level(facts: Facts, warehouse_id: str, use: LotUse) -> StockLevel | None:
    """The row of the stock that a lot is."""
    key = (warehouse_id, use.sku, use.lot_id)
    return facts.stock_rows.get(key)


def _takes(facts: Facts, line: Allocation) -> Counter[str]:
    """Units of each SKU that an order takes out of its warehouse: none but for a delivery."""
    order = facts.all_orders.get(line.order_id)
    takes: Counter[str] = Counter()
    if order is not None and order.kind == DELIVERY:
        for wanted in facts.lines[order.order_id]:
            takes[wanted.sku] += wanted.units
    return takes


def _kept_by_lot(facts: Facts, warehouse_id: str) -> set[str]:
    return {sku for home, sku, lot_id in facts.stock_rows if home == warehouse_id and lot_id}


def _words(expiry_date: datetime.date | None) -> str:
    return "-" if expiry_date is None else str(expiry_date)
