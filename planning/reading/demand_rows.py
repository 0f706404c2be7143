"""Demand records in the order of series and day; columns all the way, never a value per row."""

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
import pandas as pd

from domain.demand import SeriesKey
from planning.reading.raw_table import Indices, Mask
from planning.reading.read_table import ReadTable


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class DemandRows:
    """The records of a demand history, in the order of series and day.

    Parameters
    ----------
    keys
        The series, ascending.
    series
        Index of each record's series.
    day
        Days since 1970-01-01.
    units
        Units sold.
    censored
        Whether the day was a stock-out.
    promoted
        Whether the record names a promotion.
    price
        Price of a unit, NaN where none is given.
    record
        Index of the record in the table.
    """

    keys: tuple[SeriesKey, ...]
    series: Indices
    day: Indices
    units: npt.NDArray[np.float64]
    censored: Mask
    promoted: Mask
    price: npt.NDArray[np.float64]
    record: Indices


def demand_rows(table: ReadTable) -> DemandRows:
    """Sort the usable records of the table by series and day."""
    usable = _usable(table)
    record = np.flatnonzero(usable)
    place = np.where(table.given("warehouse_id"), table.values("warehouse_id"), "")
    place = np.where(place == "", table.values("region_id"), place)
    item = np.where(table.values("sku") != "", table.values("sku"), table.values("category"))
    place_code, places = pd.factorize(place[record], sort=True)
    item_code, items = pd.factorize(item[record], sort=True)
    pairs, series = np.unique(place_code * max(1, len(items)) + item_code, return_inverse=True)
    keys = tuple(
        SeriesKey(place_id=str(places[pair // len(items)]), item_id=str(items[pair % len(items)]))
        for pair in pairs.tolist()
    )
    day = table.values("date")[record].astype("datetime64[D]").astype(np.int64)
    order = np.lexsort((day, series))
    chosen = record[order]
    return DemandRows(
        keys=keys,
        series=series[order].astype(np.int64),
        day=day[order],
        units=table.numbers("units")[chosen],
        censored=table.values("stockout")[chosen].astype(np.bool_),
        promoted=table.given("promo_id")[chosen],
        price=table.numbers("price")[chosen],
        record=chosen.astype(np.int64),
    )


def _usable(table: ReadTable) -> Mask:
    names = ("date", "warehouse_id", "region_id", "sku", "category", "units", "stockout")
    usable = np.ones(len(table), dtype=np.bool_)
    for name in names:
        usable &= table.good(name)
    return usable
