"""A warehouse with one SKU, demand in a few futures, and a plan, small enough to reckon by hand."""

import datetime
from collections.abc import Mapping, Sequence
from dataclasses import replace
from decimal import Decimal

import numpy as np

from domain.dataset import Dataset
from domain.demand import DemandHistory, Forecast, SeriesKey
from domain.message import message
from domain.products import Product, StockLevel, SupplyLane
from domain.settings import Settings
from domain.stock_alert import StockAlert
from domain.stock_problem import Prices, StockProblem, StockSolution
from domain.warehouses import Warehouse
from optimizer.inventory.alerts.find_alerts import find_alerts
from optimizer.inventory.build_problem import build_problem

DAY = datetime.date(2026, 11, 20)
KEY = ("W1", "A")
PRODUCT = Product(
    sku="A", unit_value=Decimal(3), unit_price=Decimal(5), unit_volume_m3=0.1, case_pack_units=6
)
LANE = SupplyLane(from_id="SUP", to_id="W1", lead_time_days=3, review_days=1)


def after(days: int) -> datetime.date:
    """A day after the day planned."""
    return DAY + datetime.timedelta(days=days)


def stock(units: int, **facts: object) -> StockLevel:
    """Units of A at W1."""
    level = StockLevel(warehouse_id="W1", sku="A", on_hand_units=units)
    return replace(level, **facts)  # type: ignore[arg-type]


def dataset(**changes: object) -> Dataset:
    """One warehouse and one SKU from one supplier; nothing on hand."""
    base = Dataset(
        name="test",
        fingerprint="",
        settings=Settings(service_level=0.9, shortage_cost_share=0.5),
        warehouses=(Warehouse(warehouse_id="W1", lat=47, lon=10),),
        products=(PRODUCT,),
        orders=(),
        order_lines=(),
        vehicles=(),
        supply_lanes=(LANE,),
        stock=(),
    )
    return replace(base, **changes)  # type: ignore[arg-type]


def forecast(futures: Sequence[Sequence[float]], place: str = "W1") -> Forecast:
    """Equally likely futures of A at a place, one row each."""
    paths = np.array([futures], dtype=np.float32)
    levels = np.array([0.1, 0.5, 0.9])
    return Forecast(
        keys=(SeriesKey(place_id=place, item_id="A"),),
        first_date=DAY,
        mean=paths.mean(axis=1),
        levels=levels,
        quantiles=np.moveaxis(np.quantile(paths, levels, axis=1), 0, -1).astype(np.float32),
        paths=paths,
        method=message("test"),
    )


def history(units: float, days: int = 28) -> DemandHistory:
    """So many units of A sold at W1 on each of the days before the day planned."""
    sold = np.full((1, days), units, np.float32)
    return DemandHistory(
        keys=(SeriesKey(place_id="W1", item_id="A"),),
        first_date=after(-days),
        units=sold,
        observed=np.ones(sold.shape, bool),
        promoted=np.zeros(sold.shape, bool),
    )


def solution_of(
    problem: StockProblem, ordered: Mapping[int, int], prices: Prices | None = None
) -> StockSolution:
    """Orders over the first way by day."""
    units = np.zeros(problem.ways.allowed.shape, dtype=np.int64)
    for day, number in ordered.items():
        units[0, day] = number
    return StockSolution(
        units=units, cost=0.0, lower_bound=0.0, prices=prices or Prices.free(problem)
    )


def alerts(
    data: Dataset,
    futures: Sequence[Sequence[float]],
    *,
    shipped: int = 0,
    ordered: Mapping[int, int] | None = None,
    storage_price: float = 0.0,
    place: str = "W1",
) -> tuple[StockAlert, ...]:
    """The alerts of a plan that orders so many units on some days."""
    expected = forecast(futures, place)
    problem = build_problem(data, day=DAY, forecast=expected, shipped_units={KEY: shipped}).problem
    prices = replace(Prices.free(problem), storage=np.full((1, problem.days), storage_price))
    return find_alerts(
        data,
        day=DAY,
        forecast=expected,
        problem=problem,
        solution=solution_of(problem, ordered or {}, prices),
        shipped_units={KEY: shipped},
    )
