"""Stock that will not be sold over the horizon, and lots that expire before they are."""

import datetime
from collections import defaultdict
from collections.abc import Iterator, Mapping

import numpy as np

from domain.dataset import Dataset
from domain.message import message
from domain.stock_alert import StockAlert, StockAlertKind
from domain.stock_problem import Floats
from domain.units import minor_units
from optimizer.inventory.alerts.shortfall import HALF_A_UNIT
from optimizer.inventory.alerts.stock_outlook import Key, StockOutlook
from optimizer.inventory.explain.money_text import amount_text

OVERSTOCK_LEVEL = 0.9
"""Chance that demand over the horizon stays within what is not too much."""

LEAST_LOST_UNITS = 1.0
"""Fewer units expected to expire are not worth a sentence."""

LONGEST_DAYS = 365
"""Longer than this nobody plans to keep goods, nor counts what keeping them costs."""


def overstock(ahead: StockOutlook) -> Iterator[StockAlert]:
    """What lies there beyond a high demand over the horizon, by a case pack or more.

    At risk is what it costs to keep the units that are too many until they are likely to be sold;
    what they are worth stands in the sentence.
    """
    expected = ahead.mean_demand().sum(axis=1)
    for some in ahead.chunks(np.flatnonzero(ahead.free > expected)):
        high = np.quantile(ahead.demand(some).sum(axis=2), OVERSTOCK_LEVEL, axis=1)
        excess = np.floor(ahead.free[some] - high).astype(np.int64)
        packs = [ahead.products[number].case_pack_units for number in some.tolist()]
        for place in np.flatnonzero(excess >= np.array(packs)).tolist():
            number = int(some[place])
            yield _too_many(ahead, number, int(excess[place]), float(expected[number]))


def _too_many(ahead: StockOutlook, number: int, excess: int, expected: float) -> StockAlert:
    (warehouse_id, sku), free = ahead.keys[number], int(ahead.free[number])
    a_day = expected / ahead.days
    cover_days = min(free / a_day, LONGEST_DAYS) if a_day > 0 else LONGEST_DAYS
    kept_days = min(cover_days, (free - excess / 2) / a_day) if a_day > 0 else LONGEST_DAYS
    return StockAlert(
        kind=StockAlertKind.OVERSTOCK,
        warehouse_id=warehouse_id,
        sku=sku,
        date=ahead.first_day,
        chance=OVERSTOCK_LEVEL,
        money_at_risk_minor=round(excess * kept_days * float(ahead.holding_cost[number])),
        message=message(
            "stock_alert.overstock" if cover_days < LONGEST_DAYS else "stock_alert.overstock_year",
            sku=sku,
            warehouse=warehouse_id,
            units=excess,
            value=amount_text(excess * ahead.value_minor(number), ahead.settings.currency),
            free=free,
            days=ahead.days,
            cover_days=round(cover_days),
        ),
    )


def expiry(ahead: StockOutlook, dataset: Dataset) -> Iterator[StockAlert]:
    """Lots that have expired, and those likely to expire unsold, the oldest leaving first.

    A lot can still be sold on the day that it expires. What expires unsold by then is the greatest
    excess so far of what expires over what was wanted.
    """
    lots = _lots(dataset)
    yield from _expired(ahead, dataset, lots)
    dated = [number for number, key in enumerate(ahead.keys) if key in lots]
    for some in ahead.chunks(np.array(dated, dtype=np.int64)):
        sold = np.cumsum(ahead.demand(some), axis=2, dtype=np.float64)
        for number, futures in zip(some.tolist(), sold, strict=True):
            yield from _expiring(ahead, number, lots[ahead.keys[number]], futures)


def _lots(dataset: Dataset) -> dict[Key, dict[datetime.date, int]]:
    """Units of each SKU at a warehouse by the day on which they expire, the oldest first."""
    units: dict[Key, dict[datetime.date, int]] = defaultdict(lambda: defaultdict(int))
    dated = [level for level in dataset.stock or () if level.expiry_date is not None]
    for level in sorted(dated, key=lambda level: str(level.expiry_date)):
        if level.expiry_date is not None and level.on_hand_units:
            units[level.warehouse_id, level.sku][level.expiry_date] += level.on_hand_units
    return units


def _expired(
    ahead: StockOutlook, dataset: Dataset, lots: Mapping[Key, Mapping[datetime.date, int]]
) -> Iterator[StockAlert]:
    values = {product.sku: product.unit_value for product in dataset.products}
    currency = dataset.settings.currency
    for (warehouse_id, sku), by_date in lots.items():
        for date, units in by_date.items():
            if date < ahead.first_day:
                value_minor = minor_units(values[sku] * units, currency)
                yield StockAlert(
                    kind=StockAlertKind.EXPIRY,
                    warehouse_id=warehouse_id,
                    sku=sku,
                    date=date,
                    money_at_risk_minor=value_minor,
                    message=message(
                        "stock_alert.expired",
                        sku=sku,
                        warehouse=warehouse_id,
                        units=units,
                        date=str(date),
                        value=amount_text(value_minor, currency),
                    ),
                )


def _expiring(
    ahead: StockOutlook, number: int, lots: Mapping[datetime.date, int], sold: Floats
) -> Iterator[StockAlert]:
    """Lots of one SKU at a warehouse; `sold` are futures of demand added up, ``(p, t)``."""
    # What is reserved or shipped today leaves before what customers will want.
    lying = int(ahead.free[number] - ahead.on_hand[number])
    lost = np.zeros(len(sold))
    for date, units in lots.items():
        day = (date - ahead.first_day).days
        if not 0 <= day < ahead.days:
            continue
        lying += units
        after = np.maximum(lost, lying - sold[:, day])
        of_lot, lost = after - lost, after
        if of_lot.mean() >= LEAST_LOST_UNITS:
            yield _likely_lost(ahead, number, date, units, of_lot)


def _likely_lost(
    ahead: StockOutlook, number: int, date: datetime.date, units: int, lost: Floats
) -> StockAlert:
    warehouse_id, sku = ahead.keys[number]
    expected = float(lost.mean())
    value_minor = expected * ahead.value_minor(number)
    return StockAlert(
        kind=StockAlertKind.EXPIRY,
        warehouse_id=warehouse_id,
        sku=sku,
        date=date,
        chance=float((lost >= HALF_A_UNIT).mean()),
        money_at_risk_minor=round(value_minor),
        message=message(
            "stock_alert.expiry",
            sku=sku,
            warehouse=warehouse_id,
            units=units,
            lost=round(expected),
            date=str(date),
            value=amount_text(value_minor, ahead.settings.currency),
        ),
    )
