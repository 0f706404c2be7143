"""A set as the long table that statsforecast and neuralforecast take."""

import numpy as np
import pandas as pd

from forecasting.distribution import DoubleArray
from tests.benchmarks.forecasting.peers.answer import BANDS
from tests.benchmarks.forecasting.sets import DemandSet


def series_names(demand: DemandSet) -> list[str]:
    """A name for each series, in order."""
    return [f"{key.place_id}|{key.item_id}" for key in demand.history.keys]


def covariate_names(demand: DemandSet) -> list[str]:
    """Names of the columns of what is known of each day."""
    count = demand.covariates.shape[1] + bool(demand.promoted.size)
    return [f"x{number}" for number in range(count)]


def long_table(
    demand: DemandSet, first: int, behind: int, *, with_covariates: bool = False
) -> pd.DataFrame:
    """Rows of all series from one day to before another."""
    days, series = behind - first, len(demand.history.keys)
    table = {
        "unique_id": np.repeat(series_names(demand), days),
        "ds": np.tile(demand.dates[first:behind], series),
        "y": demand.history.units[:, first:behind].ravel().astype(np.float64),
    }
    if with_covariates:
        columns = list(np.tile(demand.covariates[first:behind].T, (1, series)))
        if demand.promoted.size:
            columns.append(demand.promoted[:, first:behind].ravel())
        table |= dict(zip(covariate_names(demand), columns, strict=True))
    return pd.DataFrame(table)


def banded(demand: DemandSet, table: pd.DataFrame, middle: str, name: str) -> DoubleArray:
    """Bands and the middle of a forecast in a long table, as quantiles ``(s, h, q)``."""
    columns = [
        *(f"{name}-lo-{band}" for band in reversed(BANDS)),
        middle,
        *(f"{name}-hi-{band}" for band in BANDS),
    ]
    return in_order(demand, table, columns)


def in_order(demand: DemandSet, table: pd.DataFrame, columns: list[str]) -> DoubleArray:
    """Columns of a long table as ``(s, h, c)``, the series in the set's order."""
    by_series = table.set_index("unique_id") if "unique_id" in table else table
    flat = by_series[columns].to_numpy(np.float64)
    values = flat.reshape(-1, demand.horizon_days, len(columns))
    found = list(by_series.index[:: demand.horizon_days])
    place = {name: row for row, name in enumerate(found)}
    return values[[place[name] for name in series_names(demand)]]
