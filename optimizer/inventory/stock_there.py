"""What lies where and what is on its way, from the tables of stock and inbound."""

import datetime
from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np

from domain.dataset import Dataset
from domain.products import Inbound
from domain.stock_problem import Flags, Floats, Whole
from optimizer.inventory.sku_codes import SkuCodes


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class StockThere:
    """Units lying there and on their way, by the code of SKU and warehouse.

    Parameters
    ----------
    on_hand, expired
        Units lying there that have not expired by the day, and that have; ``(k,)``.
    reserved, shipped, overdue
        Units reserved, shipped on the day, and that should have come before it; ``(k,)``.
    coming_code, coming_day, coming_units
        Code, day and units of each delivery on its way within the horizon.
    """

    on_hand: Whole
    expired: Whole
    reserved: Whole
    shipped: Whole
    overdue: Whole
    coming_code: Whole
    coming_day: Whole
    coming_units: Whole

    @property
    def free(self) -> Whole:
        """Units left after the day's shipments, ``(k,)``."""
        return self.on_hand - self.reserved - self.shipped

    @property
    def is_any(self) -> Flags:
        """Whether any is free or comes, ``(k,)``."""
        there: Flags = self.free > 0
        there[self.coming_code[self.coming_units > 0]] = True
        return there

    def supplied(self, chosen: Whole, days: int) -> Floats:
        """Units there by the end of each day without new orders, of some codes, ascending."""
        change = np.zeros((len(chosen), days))
        change[:, 0] = self.free[chosen]
        ours = np.flatnonzero(np.isin(self.coming_code, chosen))
        series = np.searchsorted(chosen, self.coming_code[ours])
        np.add.at(change, (series, self.coming_day[ours]), self.coming_units[ours])
        return np.cumsum(change, axis=1)


def due_day(delivery: Inbound, day: datetime.date) -> int:
    """Day on which goods on their way come: 0 for those that should have come before."""
    return max(0, (delivery.due_date - day).days)


def stock_there(
    dataset: Dataset,
    codes: SkuCodes,
    *,
    day: datetime.date,
    days: int,
    shipped_units: Mapping[tuple[str, str], int],
) -> StockThere:
    """What lies where on a day and what comes in the days after it."""
    levels = dataset.stock or ()
    at = codes.of_pairs((level.warehouse_id, level.sku) for level in levels)
    units = np.array([level.on_hand_units for level in levels], dtype=np.int64)
    expired = np.array(
        [level.expiry_date is not None and level.expiry_date < day for level in levels],
        dtype=np.bool_,
    )
    coming = [delivery for delivery in dataset.inbound if due_day(delivery, day) < days]
    comes_to = codes.of_pairs((delivery.warehouse_id, delivery.sku) for delivery in coming)
    coming_units = np.array([delivery.units for delivery in coming], dtype=np.int64)
    overdue = np.array([delivery.due_date < day for delivery in coming], dtype=np.bool_)
    return StockThere(
        on_hand=codes.sums(at, units * ~expired),
        expired=codes.sums(at, units * expired),
        reserved=codes.sums(at, [level.reserved_units for level in levels]),
        shipped=codes.sums(codes.of_pairs(shipped_units), list(shipped_units.values())),
        overdue=codes.sums(comes_to, coming_units * overdue),
        coming_code=comes_to,
        coming_day=np.array([due_day(delivery, day) for delivery in coming], dtype=np.int64),
        coming_units=coming_units,
    )
