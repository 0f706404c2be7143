"""Prices of what is scarce: raised where plans use too much, lowered where something is left.

At any prices the plans of all series for themselves, less what all that is shared would cost, cost
no more than the best plan that keeps the limits: a certified lower bound. The steps are scaled for
each price by the size of its past surpluses, for cubic metres, money and units have no common
measure.

References
----------
Geoffrion, A. M. (1974). Lagrangean relaxation for integer programming. Mathematical Programming
Study 2. Kingma, D. P. & Ba, J. (2015). Adam: a method for stochastic optimization. ICLR, for the
scaling.
"""

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np

from domain.stock_problem import Floats, Prices, StockProblem
from optimizer.inventory.grid import Grid
from optimizer.inventory.limits import Limits, Use, cost_of_limits, use_of_plans
from optimizer.inventory.series_plan import Measures, PricedPlans, measure, plan_all, units_taken

_MOMENTUM, _MEMORY = 0.8, 0.95
_FIRST_STEP, _LAST_STEP = 0.5, 0.02
_TINY = 1e-12


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Priced:
    """Plans at prices, what they use, and the bound that the prices certify."""

    prices: Prices
    plans: PricedPlans
    measures: Measures
    use: Use
    bound: float


def price(problem: StockProblem, grid: Grid, limits: Limits, prices: Prices) -> Priced:
    """Plan all series at prices."""
    plans = plan_all(problem, grid, prices)
    measures = measure(problem, grid, plans.units, plans.given)
    return Priced(
        prices=prices,
        plans=plans,
        measures=measures,
        use=use_of_plans(problem, plans.units, measures),
        bound=float(plans.values.sum()) - cost_of_limits(limits, prices),
    )


def raise_prices(
    problem: StockProblem,
    grid: Grid,
    limits: Limits,
    start: Prices,
    rounds: int,
    look: Callable[[Priced], bool],
) -> Priced:
    """The prices with the best bound of some rounds; `look` sees every one and may end them."""
    scales = _scales(problem)
    vector = _vector(start)
    mean, square = np.zeros_like(vector), np.zeros_like(vector)
    best: Priced | None = None
    for number in range(rounds):
        now = price(problem, grid, limits, _prices(problem, vector))
        if best is None or now.bound > best.bound:
            best = now
        if look(now):
            break
        surplus = _surplus(problem, limits, now)
        mean = _MOMENTUM * mean + (1 - _MOMENTUM) * surplus
        square = _MEMORY * square + (1 - _MEMORY) * surplus**2
        age = number + 1
        direction = mean / (1 - _MOMENTUM**age)
        size = np.sqrt(square / (1 - _MEMORY**age)) + _TINY
        step = _FIRST_STEP * (_LAST_STEP / _FIRST_STEP) ** (number / max(1, rounds - 1))
        vector = np.maximum(vector + step * scales * direction / size, 0.0)
    assert best is not None
    return best


def _surplus(problem: StockProblem, limits: Limits, now: Priced) -> Floats:
    """Use beyond the limits, for each price."""
    use = now.use
    taken = units_taken(problem, now.plans.units) - now.plans.given
    budget = use.budget - limits.budget
    parts = (
        use.receiving - limits.receiving,
        use.storage - limits.storage,
        use.outbound - limits.outbound,
        np.array([budget]),
        taken.astype(np.float64),
    )
    surplus = np.concatenate([part.ravel() for part in parts])
    return np.where(np.isfinite(surplus), surplus, 0.0)


def _scales(problem: StockProblem) -> Floats:
    """What is a large step for each price."""
    warehouses = len(problem.warehouse_ids) * problem.days
    room = np.maximum(problem.volume_m3, _TINY)
    keep = float(np.median(problem.holding_cost / room)) if len(problem) else 1.0
    order = float(np.median(problem.ways.fixed_cost)) if len(problem.ways) else 1.0
    parts = (
        np.full(warehouses, 3 * keep),
        np.full(warehouses, keep),
        np.full(warehouses, max(order, _TINY)),
        np.array([0.02]),
        np.repeat(problem.shortage_cost * 0.2, problem.days),
    )
    return np.concatenate(parts)


def _vector(prices: Prices) -> Floats:
    parts = (prices.receiving, prices.storage, prices.outbound, prices.giving)
    flat = [part.ravel() for part in parts]
    return np.concatenate([*flat[:3], np.array([prices.budget]), flat[3]])


def _prices(problem: StockProblem, vector: Floats) -> Prices:
    days = problem.days
    shape = (len(problem.warehouse_ids), days)
    size = shape[0] * days
    return Prices(
        receiving=vector[:size].reshape(shape).copy(),
        storage=vector[size : 2 * size].reshape(shape).copy(),
        outbound=vector[2 * size : 3 * size].reshape(shape).copy(),
        budget=float(vector[3 * size]),
        giving=vector[3 * size + 1 :].reshape(len(problem), days).copy(),
    )
