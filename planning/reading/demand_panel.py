"""Demand records as a panel of series by days."""

from dataclasses import replace

import numpy as np

from domain.demand import DemandHistory
from domain.settings import Settings
from planning.reading.demand_rows import DemandRows, demand_rows
from planning.reading.read_table import ReadTable
from planning.reading.settle_demand import settle_rows, with_no_sales

MOST_DAYS = 366 * 30
"""Longest history: beyond it a single wrong year would fill the memory."""

_DEFAULTS = Settings()


def build_panel(table: ReadTable, settings: Settings = _DEFAULTS) -> DemandHistory | None:
    """The panel of a table; None where the table has no records.

    Days of a stock-out are not observed, and days without a record neither, unless the settings
    take them for days without a sale.
    """
    rows, changes = settle_rows(demand_rows(table), settings)
    if not len(rows.record):
        return None
    history = replace(_panel_of(rows), changes=changes)
    if settings.demand_missing == "zero":
        history = with_no_sales(history)
    for array in (history.units, history.observed, history.promoted):
        array.flags.writeable = False
    return history


def _panel_of(rows: DemandRows) -> DemandHistory:
    """The records where they belong in the panel."""
    first = int(rows.day.min())
    shape = (len(rows.keys), int(rows.day.max()) - first + 1)
    at = (rows.series, rows.day - first)
    units = np.zeros(shape, dtype=np.float32)
    observed, promoted, stockout = (np.zeros(shape, dtype=np.bool_) for _ in range(3))
    units[at] = rows.units
    observed[at] = ~rows.censored
    promoted[at] = rows.promoted
    stockout[at] = rows.censored
    price = np.full(shape, np.nan, dtype=np.float32) if np.isfinite(rows.price).any() else None
    if price is not None:
        price[at] = rows.price
    return DemandHistory(
        keys=rows.keys,
        first_date=np.datetime64(first, "D").item(),
        units=units,
        observed=observed,
        promoted=promoted,
        price=price,
        stockout=stockout if stockout.any() else None,
    )
