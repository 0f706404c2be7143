"""What alerts look at: every SKU at a warehouse with a forecast, its stock, supply and futures."""

import datetime
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from domain.check_stock import StockUse
from domain.dataset import Dataset
from domain.demand import Forecast
from domain.products import Product
from domain.settings import Settings
from domain.stock_problem import SUPPLIER, Floats, StockProblem, Whole
from domain.units import major_units
from optimizer.inventory.sku_codes import UNKNOWN, SkuCodes
from optimizer.inventory.stock_there import stock_there

Key = tuple[str, str]
"""A warehouse and a SKU."""

_CHUNK_ENTRIES = 4_000_000


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class StockOutlook:
    """Stock, supply and demand of `n` SKUs at warehouses over `t` days, the plan included.

    Parameters
    ----------
    first_day
        The day planned.
    keys, products
        Warehouse and SKU of each, and what it is.
    on_hand, shipped
        Units that lie there and have not expired, and those shipped today; ``(n,)``.
    free
        Units neither reserved nor shipped today, ``(n,)``.
    supplied
        Units there by the end of each day in all: free, on their way and planned; ``(n, t)``.
    orderable_from
        First day on which goods ordered today could come; `t` where none could; ``(n,)``.
    holding_cost
        Of a unit on hand for a day; 0 of what is not planned; ``(n,)``.
    forecast, forecast_row
        The forecast, and the row of each there.
    """

    first_day: datetime.date
    settings: Settings
    keys: tuple[Key, ...]
    products: tuple[Product, ...]
    on_hand: Whole
    free: Whole
    shipped: Whole
    supplied: Floats
    orderable_from: Whole
    holding_cost: Floats
    forecast: Forecast
    forecast_row: Whole

    @property
    def days(self) -> int:
        """Number of days."""
        return int(self.supplied.shape[1])

    def date(self, day: int) -> datetime.date:
        """Date of a day."""
        return self.first_day + datetime.timedelta(days=int(day))

    def demand(self, some: Whole, days: int | None = None) -> npt.NDArray[np.float32]:
        """Futures of some of them, less what is shipped today already; ``(c, p, t)``.

        Parameters
        ----------
        days
            Only so many days, at least one.
        """
        paths = self.forecast.paths[:, :, : self.days if days is None else days]
        futures = np.maximum(paths[self.forecast_row[some]], 0)
        first = futures[..., 0] - self.shipped[some, np.newaxis]
        futures[..., 0] = np.maximum(first, 0)
        return futures

    def mean_demand(self) -> Floats:
        """Units expected on each day, ``(n, t)``."""
        return self.forecast.mean[self.forecast_row, : self.days].astype(np.float64)

    def chunks(self, some: Whole) -> Iterator[Whole]:
        """Some of them in groups whose futures need little memory."""
        size = max(1, _CHUNK_ENTRIES // max(1, self.forecast.paths[0].size if len(some) else 1))
        for start in range(0, len(some), size):
            yield some[start : start + size]

    def margin_minor(self, number: int) -> float:
        """What a unit that cannot be sold costs, in minor units.

        Price less value; where no price is known, the settings' share of the value.
        """
        product = self.products[number]
        if product.unit_price is None:
            return self.value_minor(number) * self.settings.shortage_cost_share
        margin = float(product.unit_price - product.unit_value)
        return max(0.0, margin) / self._minor_unit

    def value_minor(self, number: int) -> float:
        """What a unit is worth, in minor units."""
        return float(self.products[number].unit_value) / self._minor_unit

    @property
    def _minor_unit(self) -> float:
        return float(major_units(1, self.settings.currency))


def stock_outlook(
    dataset: Dataset,
    day: datetime.date,
    forecast: Forecast,
    problem: StockProblem,
    use: StockUse,
    shipped_units: Mapping[Key, int],
) -> StockOutlook:
    """What alerts look at; what is not planned has its stock and what is on its way only."""
    codes, days = SkuCodes.of_dataset(dataset), problem.days
    there = stock_there(dataset, codes, day=day, days=days, shipped_units=shipped_units)
    code, row = _by_code(codes.of_series(forecast.keys))
    series_of_code = np.full(len(codes), -1, dtype=np.int64)
    series_of_code[codes.of_pairs(problem.keys)] = np.arange(len(problem))
    planned = np.flatnonzero(series_of_code[code] >= 0)
    series = series_of_code[code[planned]]
    supplied = there.supplied(code, days)
    supplied[planned] = use.supplied[series]
    orderable_from = np.full(len(code), days, dtype=np.int64)
    orderable_from[planned] = _orderable_from(problem)[series]
    holding_cost = np.zeros(len(code))
    holding_cost[planned] = problem.holding_cost[series]
    return StockOutlook(
        first_day=day,
        settings=dataset.settings,
        keys=tuple(codes.key(one) for one in code.tolist()),
        products=tuple(dataset.products[one] for one in (code % max(1, len(codes.skus))).tolist()),
        on_hand=there.on_hand[code],
        free=there.free[code],
        shipped=there.shipped[code],
        supplied=supplied,
        orderable_from=orderable_from,
        holding_cost=holding_cost,
        forecast=forecast,
        forecast_row=row,
    )


def _by_code(codes: Whole) -> tuple[Whole, Whole]:
    """Codes known, ascending, and the row of each."""
    rows = np.flatnonzero(codes != UNKNOWN)
    order = np.argsort(codes[rows], kind="stable")
    return codes[rows][order], rows[order]


def _orderable_from(problem: StockProblem) -> Whole:
    """First day on which goods ordered today could come to each series.

    Of its suppliers; of other warehouses only where it has no supplier, for what they can give is
    in the plan already.
    """
    ways, days = problem.ways, problem.days
    first = np.where(ways.allowed.any(axis=1), ways.allowed.argmax(axis=1) + ways.lead_days, days)
    bought, moved = (np.full(len(problem), days, dtype=np.int64) for _ in range(2))
    is_bought = ways.giver == SUPPLIER
    np.minimum.at(bought, ways.taker[is_bought], first[is_bought])
    np.minimum.at(moved, ways.taker[~is_bought], first[~is_bought])
    has_supplier = np.bincount(ways.taker[is_bought], minlength=len(problem)) > 0
    return np.where(has_supplier, bought, moved)
