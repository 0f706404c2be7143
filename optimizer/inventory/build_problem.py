"""From tables and a forecast to the stock decision of a horizon."""

import datetime
import math
from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np

from domain.dataset import Dataset
from domain.demand import Forecast
from domain.products import ANY_SKU, Product, SupplyLane
from domain.stock_problem import Flags, Floats, Shared, StockProblem, SupplyWays, Whole
from domain.units import MINOR_DIGITS
from optimizer.inventory.demand_points import WEIGHTS, CumulativeDemand, cumulative_demand
from optimizer.inventory.lane_uses import LaneUses, lane_uses, planned_codes
from optimizer.inventory.left_out import LeftOut, lanes_left_out, series_left_out
from optimizer.inventory.shared_limits import orders_by_warehouse, shared_limits
from optimizer.inventory.shelf_life import shelf_life_ceiling
from optimizer.inventory.sku_codes import UNKNOWN, SkuCodes
from optimizer.inventory.stock_there import StockThere, stock_there
from optimizer.inventory.supply_ways import FoundWays, find_ways

DAYS_PER_YEAR = 365
LEAST_HOLDING_COST = 1e-4
"""Of a unit-day, in minor units: goods of no value still go out of the way of others."""


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class BuiltProblem:
    """A stock problem, and what its lines and explanations tell beside it.

    The position of a series is ``on_hand - reserved - shipped + inbound``.

    Parameters
    ----------
    lanes
        Lane of each way of the problem, ``n`` of them.
    products
        Product of each of `m` series.
    forecast_rows
        Row of the forecast of each series, or -1 where it has no demand of its own; ``(m,)``.
    main_ways
        Way that each series mainly relies on, the first of its ways, or -1; ``(m,)``.
    cover_days
        Days that an order of today must last: lead time and review of the main way, at most the
        horizon; the horizon where nothing can be ordered. ``(m,)``.
    expected
        Mean cumulative demand by the end of each day, less what is shipped on day 0; ``(m, t)``.
    on_hand, reserved, shipped
        Units lying there that have not expired, reserved, and shipped on the day; ``(m,)``.
    inbound, overdue, expired
        Units on their way that come within the cover, those of them that should have come before
        the day, and units lying there that have expired; ``(m,)``.
    service_level
        Share of cycles in which stock should last.
    left_out
        What is not planned though something is known of it.
    unusable_lanes
        Lanes of what is planned that cannot bring it.
    """

    problem: StockProblem
    lanes: tuple[SupplyLane, ...]
    products: tuple[Product, ...]
    forecast_rows: Whole
    main_ways: Whole
    cover_days: Whole
    expected: Floats
    on_hand: Whole
    reserved: Whole
    shipped: Whole
    inbound: Whole
    overdue: Whole
    expired: Whole
    service_level: float
    left_out: tuple[LeftOut, ...]
    unusable_lanes: tuple[LeftOut, ...]

    @property
    def position(self) -> Whole:
        """Stock position of each series after the day's shipments, ``(m,)``."""
        return self.on_hand - self.reserved - self.shipped + self.inbound


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class _Tables:
    """What the parts of a problem are made from."""

    dataset: Dataset
    forecast: Forecast
    codes: SkuCodes
    there: StockThere
    row_of_code: Whole
    minor: float

    @property
    def days(self) -> int:
        return self.forecast.horizon_days


def build_problem(
    dataset: Dataset,
    *,
    day: datetime.date,
    forecast: Forecast,
    shipped_units: Mapping[tuple[str, str], int],
    orders_out: Mapping[str, float] | None = None,
) -> BuiltProblem:
    """The stock decision from a day on, over the days of its forecast.

    A series is a SKU at a warehouse that has a forecast and a lane that can bring it, or that gives
    to such a series.

    Parameters
    ----------
    shipped_units
        Units that leave with the day's deliveries, by warehouse and SKU.
    orders_out
        Orders that leave each warehouse on the day, which later days are taken to be like; where
        None is given, the deliveries due, shared out by the units shipped.

    Raises
    ------
    ValueError
        If the forecast does not begin on the day, or looks no day ahead.
    """
    tables = _tables(dataset, day, forecast, shipped_units)
    uses = lane_uses(
        dataset,
        tables.codes,
        skus=np.unique(np.flatnonzero(tables.row_of_code >= 0) % max(1, len(dataset.products))),
        has_stock=tables.there.is_any,
        horizon_days=tables.days,
    )
    planned = planned_codes(uses, tables.row_of_code >= 0)
    found = find_ways(dataset, uses, planned, days=tables.days, minor=tables.minor)
    if orders_out is None:
        orders_out = orders_by_warehouse(dataset, day, shipped_units)
    shared = shared_limits(
        dataset,
        day,
        found,
        unplanned_m3=_unplanned_m3(tables, planned),
        orders_out=orders_out,
        minor=tables.minor,
    )
    return _built(tables, uses, planned, found, shared)


def _tables(
    dataset: Dataset,
    day: datetime.date,
    forecast: Forecast,
    shipped_units: Mapping[tuple[str, str], int],
) -> _Tables:
    if forecast.first_date != day or forecast.horizon_days < 1:
        raise ValueError("A stock plan needs a forecast from its own day on.")
    codes, days = SkuCodes.of_dataset(dataset), forecast.horizon_days
    of_row = codes.of_series(forecast.keys)
    row_of_code = np.full(len(codes), -1, dtype=np.int64)
    row_of_code[of_row[of_row != UNKNOWN]] = np.flatnonzero(of_row != UNKNOWN)
    return _Tables(
        dataset=dataset,
        forecast=forecast,
        codes=codes,
        there=stock_there(dataset, codes, day=day, days=days, shipped_units=shipped_units),
        row_of_code=row_of_code,
        minor=float(10 ** MINOR_DIGITS.get(dataset.settings.currency, 2)),
    )


def _built(
    tables: _Tables, uses: LaneUses, planned: Flags, found: FoundWays, shared: Shared
) -> BuiltProblem:
    """The problem with all that is told beside it."""
    dataset, codes, there = tables.dataset, tables.codes, tables.there
    series, skus = np.flatnonzero(planned), max(1, len(dataset.products))
    lanes = tuple(dataset.supply_lanes[row] for row in found.lane.tolist())
    main = [lanes[way] if way >= 0 else None for way in found.main.tolist()]
    leads = [math.ceil(lane.lead_time_days) if lane else 0 for lane in main]
    covers = [math.ceil(n.lead_time_days) + n.review_days if n else tables.days for n in main]
    cover_days = np.minimum(np.array(covers, dtype=np.int64), tables.days)
    demand = cumulative_demand(
        tables.forecast.paths,
        tables.row_of_code[series],
        shipped=there.shipped[series],
        lead_days=np.array(leads, dtype=np.int64),
        lead_sd_days=np.array([n.lead_time_sd_days if n else 0 for n in main], dtype=np.float64),
    )
    supplied = there.supplied(series, tables.days)
    free, last = there.free[series], cover_days[:, None] - 1
    within = np.take_along_axis(supplied, last, axis=1)[:, 0].astype(np.int64) - free
    return BuiltProblem(
        problem=_problem(tables, series, supplied, demand, found.ways, shared),
        lanes=lanes,
        products=tuple(dataset.products[number] for number in (series % skus).tolist()),
        forecast_rows=tables.row_of_code[series],
        main_ways=found.main,
        cover_days=cover_days,
        expected=demand.mean,
        on_hand=there.on_hand[series],
        reserved=there.reserved[series],
        shipped=there.shipped[series],
        inbound=within,
        overdue=there.overdue[series],
        expired=there.expired[series],
        service_level=dataset.settings.service_level,
        left_out=series_left_out(
            dataset, tables.forecast, codes, uses, planned, _known(dataset, codes, there)
        ),
        unusable_lanes=lanes_left_out(dataset, codes, uses, planned, tables.days),
    )


def _problem(
    tables: _Tables,
    series: Whole,
    supplied: Floats,
    demand: CumulativeDemand,
    ways: SupplyWays,
    shared: Shared,
) -> StockProblem:
    """The stock problem of the codes that are planned."""
    dataset, skus = tables.dataset, max(1, len(tables.dataset.products))
    settings, products = dataset.settings, dataset.products
    warehouse, number = np.divmod(series, skus)
    value = np.array([float(p.unit_value) for p in products], dtype=np.float64)[number]
    volume_m3 = np.array([p.unit_volume_m3 for p in products], dtype=np.float64)[number]
    room = np.array([float(w.holding_cost_per_m3_day) for w in dataset.warehouses])[warehouse]
    capital = value * settings.capital_cost_share / DAYS_PER_YEAR
    holding = np.maximum(LEAST_HOLDING_COST, (capital + volume_m3 * room) * tables.minor)
    return StockProblem(
        keys=tuple(tables.codes.key(code) for code in series.tolist()),
        warehouse_ids=tables.codes.warehouse_ids,
        warehouse=warehouse,
        points=demand.points,
        weights=WEIGHTS,
        supplied=supplied,
        ceiling=shelf_life_ceiling(
            [products[n].shelf_life_days for n in number.tolist()], supplied, demand.mean, ways
        ),
        holding_cost=holding,
        shortage_cost=_shortage_cost(settings.service_level, holding, demand.mean, ways),
        volume_m3=volume_m3,
        ways=ways,
        shared=shared,
    )


def _shortage_cost(
    service_level: float, holding: Floats, demand: Floats, ways: SupplyWays
) -> Floats:
    """Cost of a unit missing for a day at which stock lasts in as many cycles as wanted, ``(m,)``.

    Where orders come every Q / d days, the best stock runs out in a share ``h Q / (b d)`` of cycles
    (Hadley & Whitin 1963, section 4-2, the least cost of a reorder point with backorders). A cycle
    is as long as the economic lot lasts (Harris 1913), or the least lot, or the review period.
    """
    daily = np.maximum(demand[:, -1] / demand.shape[1], LEAST_DAILY_UNITS)
    lot = np.maximum(ways.lot_units, ways.least_units)
    wanted = np.sqrt(2 * ways.fixed_cost * daily[ways.taker] / holding[ways.taker])
    days = np.maximum(lot, wanted) / daily[ways.taker]
    shortest = np.full(len(holding), LONGEST_CYCLE_DAYS)
    np.minimum.at(shortest, ways.taker, np.maximum(days, _review_days(ways)))
    return np.asarray(holding * np.maximum(shortest, 1.0) / (1 - service_level))


def _review_days(ways: SupplyWays) -> Floats:
    """Days between two days on which each way may be ordered, ``(n,)``."""
    second = np.argmax(ways.allowed[:, 1:], axis=1) + 1.0 if ways.allowed.shape[1] > 1 else 1.0
    return np.broadcast_to(np.asarray(second, dtype=np.float64), (len(ways),))


def _unplanned_m3(tables: _Tables, planned: Flags) -> Floats:
    """Volume expected on hand of what is not planned, by warehouse and day; ``(w, t)``."""
    others = np.flatnonzero(~planned & tables.there.is_any)
    left = tables.there.supplied(others, tables.days)
    rows = tables.row_of_code[others]
    sold = np.cumsum(tables.forecast.mean[rows[rows >= 0]], axis=1, dtype=np.float64)
    left[rows >= 0] -= sold
    warehouse, number = np.divmod(others, max(1, len(tables.dataset.products)))
    volume_m3 = np.array([p.unit_volume_m3 for p in tables.dataset.products])[number]
    there = np.zeros((len(tables.dataset.warehouses), tables.days))
    np.add.at(there, warehouse, np.maximum(left, 0) * volume_m3[:, None])
    return there


def _known(dataset: Dataset, codes: SkuCodes, there: StockThere) -> Whole:
    """Codes that lie somewhere, come, are sold, or have a lane of their own."""
    lanes = ((n.to_id, n.sku) for n in dataset.supply_lanes if n.sku != ANY_SKU)
    sold = () if dataset.demand is None else dataset.demand.keys
    named = np.concatenate([codes.of_pairs(lanes), codes.of_series(sold)])
    lying = np.flatnonzero(there.is_any | (there.shipped > 0))
    return np.union1d(named[named != UNKNOWN], lying)


LEAST_DAILY_UNITS = 1e-3
LONGEST_CYCLE_DAYS = 90.0
"""Of what hardly sells a missing unit would otherwise cost more than the unit."""
