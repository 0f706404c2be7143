"""Two years of made-up sales: seasons, trend, promotions, empty shelves and chance."""

import datetime
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import numpy.typing as npt
import pyarrow as pa
import pyarrow.parquet as pq

from planning.sample.goods import Good
from planning.sample.polylines import Floats, Indices
from planning.sample.seasons import Campaign, calendar_factor

SLOW_UNITS_PER_DAY = 0.35
"""Below this mean a SKU sells in bursts with days of nothing between."""

FAST_UNITS_PER_DAY = 4.0
"""From this mean on a SKU sells every day."""

EMPTY_SHELF_PER_DAY = 0.0022
"""Chance that a SKU runs out at a warehouse on a day."""


@dataclass(frozen=True, slots=True, eq=False)
class Sales:
    """Units sold by warehouse, SKU and day.

    Parameters
    ----------
    days
        The days, ``t`` of them.
    units
        Units sold, ``(w, s, t)``.
    empty
        Whether the shelf was empty for a part of the day or all of it, ``(w, s, t)``.
    campaign
        Index of the promotion on each day, -1 for none, ``(s, t)``.
    mean_units
        Expected units of an ordinary day at the end of the history, ``(w, s)``.
    """

    days: tuple[datetime.date, ...]
    units: npt.NDArray[np.int32]
    empty: npt.NDArray[np.bool_]
    campaign: Indices
    mean_units: Floats


def simulate_sales(
    goods: tuple[Good, ...],
    shares: Floats,
    days: tuple[datetime.date, ...],
    promotions: tuple[Campaign, ...],
    units_per_day: float,
    rng: np.random.Generator,
) -> Sales:
    """Sales of each SKU at each warehouse on each day.

    Parameters
    ----------
    goods
        What is sold.
    shares
        Each warehouse's share of the sales, ``(w,)``.
    days
        Consecutive days.
    promotions
        Promotions; days outside the history are left alone.
    units_per_day
        Units sold at all warehouses together on an ordinary day.
    rng
        Source of chance.
    """
    campaign = _campaign_of(goods, days, promotions)
    level = units_per_day * np.array([good.popularity for good in goods])
    taste = rng.lognormal(0.0, 0.25, (len(shares), len(goods)))
    base = shares[:, None] * level * taste / (shares[:, None] * taste).sum(axis=0)
    course = _course(goods, days, promotions, campaign, rng)
    mean = base[:, :, None] * course
    units = _draws(mean, base, rng)
    empty = _empty_shelves(units.shape, rng)
    left = np.where(empty, rng.random(units.shape) * 0.5, 1.0)
    return Sales(
        days, (units * left).astype(np.int32), empty, campaign, base * course[:, -28:].mean(1)
    )


def _campaign_of(
    goods: tuple[Good, ...], days: tuple[datetime.date, ...], promotions: tuple[Campaign, ...]
) -> Indices:
    found = np.full((len(goods), len(days)), -1, dtype=np.int64)
    for index, one in enumerate(promotions):
        first, last = ((day - days[0]).days for day in (one.first, one.last))
        for row, good in enumerate(goods):
            if one.covers(good) and last >= 0:
                found[row, max(first, 0) : last + 1] = index
    return found


def _course(
    goods: tuple[Good, ...],
    days: tuple[datetime.date, ...],
    promotions: tuple[Campaign, ...],
    campaign: Indices,
    rng: np.random.Generator,
) -> Floats:
    """Sales of each SKU on each day over its mean, ``(s, t)``."""
    uplift = np.array([one.uplift for one in promotions] + [1.0])
    calendar = {good.category: calendar_factor(days, good.category) for good in goods}
    seasonal = np.array([calendar[good.category] for good in goods])
    years = (np.arange(len(days)) - len(days) / 2) / 365.25
    trend = 1 + np.outer(rng.normal(0.06, 0.12, len(goods)), years)
    return np.asarray(seasonal * np.maximum(trend, 0.3) * uplift[campaign])


def _draws(mean: Floats, base: Floats, rng: np.random.Generator) -> npt.NDArray[np.int64]:
    """Negative binomial units; slow movers sell nothing on most days and several on the others."""
    size = rng.uniform(3.0, 10.0, base.shape)[:, :, None]
    is_slow = (base < SLOW_UNITS_PER_DAY)[:, :, None]
    active = np.where(is_slow, rng.uniform(0.25, 0.7, base.shape)[:, :, None], 1.0)
    sells = rng.random(mean.shape) < active
    units = rng.negative_binomial(np.broadcast_to(size, mean.shape), size / (size + mean / active))
    # Days without a sale would look like forgotten stock-outs in what sells all the time.
    return np.maximum(units * sells, (base >= FAST_UNITS_PER_DAY)[:, :, None])


def _empty_shelves(shape: tuple[int, ...], rng: np.random.Generator) -> npt.NDArray[np.bool_]:
    """Runs of days with an empty shelf, one to six days each."""
    empty = np.zeros(shape, dtype=bool)
    starts = np.argwhere(rng.random(shape) < EMPTY_SHELF_PER_DAY)
    for (place, item, day), run in zip(starts, rng.integers(1, 7, len(starts)), strict=True):
        empty[place, item, day : day + run] = True
    return empty


def write_history(
    sales: Sales,
    warehouse_ids: tuple[str, ...],
    goods: tuple[Good, ...],
    promotions: tuple[Campaign, ...],
    path: Path,
) -> None:
    """Write the table ``demand_history`` as Parquet, one series after the other.

    The price is left out: it follows from the product and its promotion.
    """
    places, items, days = sales.units.shape
    series = np.arange(places * items)
    promo_ids = [one.promo_id for one in promotions]
    campaign = np.broadcast_to(sales.campaign, sales.units.shape).ravel()
    table = pa.table(
        {
            "date": pa.array(np.tile(np.array(sales.days, dtype="datetime64[D]"), len(series))),
            "warehouse_id": _words(np.repeat(series // items, days), warehouse_ids),
            "sku": _words(np.repeat(series % items, days), [good.sku for good in goods]),
            "units": pa.array(sales.units.ravel()),
            "stockout": pa.array(sales.empty.ravel().astype(np.int8)),
            "promo_id": _words(campaign, promo_ids),
        }
    )
    pq.write_table(
        table,
        path,
        compression="zstd",
        compression_level=19,
        # Counts are nearly random: split into bytes they pack far better than by a dictionary.
        use_dictionary=["warehouse_id", "sku", "stockout", "promo_id"],  # type: ignore[arg-type]
        column_encoding={"units": "BYTE_STREAM_SPLIT", "date": "DELTA_BINARY_PACKED"},
        row_group_size=1 << 20,
        store_schema=False,
    )


def _words(codes: Indices, words: Sequence[str]) -> pa.StringArray:
    """A text column from indices; -1 is an empty cell."""
    cells = np.array([*words, None], dtype=object)
    return pa.array(cells[codes], pa.string())
