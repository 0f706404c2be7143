"""From which lots the goods of each order leave: first expired, first out."""

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from domain.dataset import Lot
from domain.orders import OrderLine
from domain.plan import Allocation, LotUse

Key = tuple[str, str]
"""Warehouse and SKU."""


def use_lots(
    allocation: Sequence[Allocation],
    lines_by_order: Mapping[str, Sequence[OrderLine]],
    free_lots: Mapping[Key, Sequence[Lot]],
    kept_by_lot: Collection[Key],
) -> tuple[Allocation, ...]:
    """Name the lots that each order takes; the lot that expires first goes first.

    Orders take in the order given, which no route changes: who drives when does not decide which
    lot is picked.

    Parameters
    ----------
    allocation
        Orders that take no more of a SKU than the lots of their warehouse have.
    lines_by_order
        Goods of the orders that take stock; others are left as they are.
    free_lots
        Lots that may ship, by warehouse and SKU, in the order in which they are to leave.
    kept_by_lot
        Warehouses and SKUs of which lots are told apart.
    """
    shelves = {key: _Shelf(free_lots.get(key, ())) for key in kept_by_lot}
    return tuple(
        replace(line, lots=tuple(_lots_of(line, lines_by_order, shelves))) for line in allocation
    )


def _lots_of(
    line: Allocation,
    lines_by_order: Mapping[str, Sequence[OrderLine]],
    shelves: Mapping[Key, "_Shelf"],
) -> Iterator[LotUse]:
    """Lots that an order takes; two lines of one SKU take one after the other."""
    for goods in lines_by_order.get(line.order_id, ()):
        shelf = shelves.get((line.warehouse_id, goods.sku))
        for lot, units in shelf.take(goods.units) if shelf is not None else ():
            yield LotUse(sku=goods.sku, lot_id=lot.lot_id, units=units, expiry_date=lot.expiry_date)


@dataclass(slots=True)
class _Shelf:
    """Lots of a SKU at a warehouse, and what is left of the first that is not empty."""

    lots: Sequence[Lot]
    number: int = 0
    taken: int = 0

    def take(self, units: int) -> Iterator[tuple[Lot, int]]:
        """Take units lot after lot; fewer where the lots have fewer."""
        while units and self.number < len(self.lots):
            lot = self.lots[self.number]
            some = min(units, lot.units - self.taken)
            if some:
                yield lot, some
            units, self.taken = units - some, self.taken + some
            if self.taken == lot.units:
                self.number, self.taken = self.number + 1, 0
