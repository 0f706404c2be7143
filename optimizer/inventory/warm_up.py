"""Compile what the stock decision needs, so that the first plan does not wait for it."""

import numpy as np

from domain.stock_problem import (
    NO_LIMIT,
    NO_TRUCK,
    SUPPLIER,
    Prices,
    Shared,
    StockProblem,
    SupplyWays,
)
from optimizer.inventory.refresh import refresh_series
from optimizer.inventory.series_plan import plan_series
from optimizer.inventory.solve_stock import Effort, solve_stock

_DAYS = 3


def warm_up() -> None:
    """Plan one SKU at one warehouse: kernels are the same whatever the rules."""
    problem = _one_series()
    solution = solve_stock(problem, effort=Effort.QUICK)
    refresh_series(problem, solution, [0])
    plan_series(problem, 0, Prices.free(problem))


def _one_series() -> StockProblem:
    whole = np.array([1], dtype=np.int64)
    money = np.array([1.0])
    room = np.full((1, _DAYS), 10.0)
    return StockProblem(
        keys=(("home", "sku"),),
        warehouse_ids=("home",),
        warehouse=np.zeros(1, dtype=np.int64),
        points=np.arange(2 * _DAYS, dtype=np.float32).reshape(1, _DAYS, 2),
        weights=np.array([0.5, 0.5]),
        supplied=np.zeros((1, _DAYS)),
        ceiling=np.full((1, _DAYS), np.inf),
        holding_cost=money,
        shortage_cost=9 * money,
        volume_m3=money,
        ways=SupplyWays(
            taker=np.zeros(1, dtype=np.int64),
            giver=np.array([SUPPLIER]),
            lead_days=whole,
            lot_units=whole,
            least_units=whole,
            most_units=np.array([NO_LIMIT]),
            fixed_cost=money,
            extra_cost=np.zeros(1),
            spending=money,
            allowed=np.array([[True, True, False]]),
            truck=np.array([NO_TRUCK]),
        ),
        shared=Shared(
            receiving_m3=room,
            storage_m3=room,
            outbound_lines=room,
            budget=np.inf,
            truck_m3=np.zeros(0),
            truck_cost=np.zeros(0),
        ),
    )
