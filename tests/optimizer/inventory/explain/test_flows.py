"""Flows between warehouses, and what they mean for a series and its sum."""

from dataclasses import replace

import numpy as np
import pytest

from domain.check_stock import use_of
from domain.stock_problem import SUPPLIER, Prices, StockProblem, StockSolution
from optimizer.inventory.explain.flows import flows_of
from optimizer.inventory.explain.one_series import as_planned, one_series
from optimizer.inventory.explain.parts import plan_alone
from tests.optimizer.inventory.explain.stock_cases import (
    built_of,
    planned,
    random_dataset,
    random_forecast,
)


@pytest.mark.parametrize("seed", range(5))
def test_flows_leave_what_the_checker_says_is_there(seed: int) -> None:
    data = random_dataset(seed, is_shared=True, has_moves=True)
    built, solution, _ = planned(data, random_forecast(data, seed))
    flows = flows_of(built.problem, solution)
    use = use_of(built.problem, solution.units.astype(np.float64))
    np.testing.assert_allclose(flows.supplied, use.supplied)
    moves = built.problem.ways.giver != SUPPLIER
    assert flows.taken[:, -1].sum() == solution.units[moves].sum()
    assert (flows.moved_today + flows.moved_later).sum() == solution.units[moves].sum()


@pytest.fixture(scope="module")
def problem() -> StockProblem:
    data = random_dataset(5, has_moves=True)
    return built_of(data, random_forecast(data, 5)).problem


def moved(problem: StockProblem, way: int, day: int, units: int) -> StockSolution:
    """A plan of one move."""
    plan = np.zeros((len(problem.ways), problem.days), dtype=np.int64)
    plan[way, day] = units
    prices = Prices.free(problem)
    return StockSolution(units=plan, cost=0.0, lower_bound=0.0, prices=prices)


def test_a_series_as_planned_has_its_other_moves_and_may_still_order(
    problem: StockProblem,
) -> None:
    way = int(np.flatnonzero(problem.ways.giver != SUPPLIER)[0])
    solution, series = moved(problem, way, 2, 8), int(problem.ways.taker[way])
    one = one_series(problem, solution.prices, series)
    own_way = way - int(one.ways[0])
    units, nothing = solution.units[one.ways], np.zeros(problem.days)
    fixed = as_planned(one, units, nothing, 0)
    arrival = 2 + int(problem.ways.lead_days[way])
    added = fixed.supplied[0] - problem.supplied[series]
    assert added.tolist() == [0] * arrival + [8] * (problem.days - arrival)
    assert fixed.ways.allowed[0].any()
    assert not fixed.ways.allowed[own_way].any()
    its_own = as_planned(one, units, nothing, own_way)
    assert its_own.ways.allowed[own_way].tolist() == [True] + [False] * (problem.days - 1)


def test_what_others_take_today_is_ordered_on_top(problem: StockProblem) -> None:
    flat = np.zeros_like(problem.ways.fixed_cost)
    plain = replace(problem, ways=replace(problem.ways, fixed_cost=flat))
    nothing = flows_of(plain, moved(plain, 0, 0, 0))
    alone = plan_alone(plain, np.arange(len(plain)), nothing, 0.95)
    assert all(plans.with_moves == plans.alone for plans in alone.values())
    moves = np.flatnonzero(plain.ways.giver != SUPPLIER).tolist()
    way = next(n for n in moves if alone[int(plain.ways.giver[n])].alone)
    giver = int(plain.ways.giver[way])
    taken = 10 * int(plain.ways.lot_units[plain.ways.taker == giver].max())
    flows = flows_of(plain, moved(plain, way, 0, taken))
    plans = plan_alone(plain, np.array([giver]), flows, 0.95)[giver]
    assert plans.alone == alone[giver].alone
    assert plans.with_moves == plans.alone + taken
