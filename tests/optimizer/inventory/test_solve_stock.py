"""Every plan keeps all rules, is no better than its bound, and close to the best there is."""

from dataclasses import replace
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from domain.check_stock import check_stock, use_of
from domain.stock_problem import StockProblem
from optimizer.inventory.refresh import refresh_series
from optimizer.inventory.solve_stock import Effort, solve_stock
from tests.benchmarks.inventory.instances import TIGHT, made_problem, tighten
from tests.benchmarks.inventory.peers import solve_exactly
from tests.optimizer.inventory.small_stock import Draw, draw_problem

_EXACTLY_S = 60.0
_CLOSE = 0.01
_TIGHT_GAP = 0.05

seeds = st.integers(0, 2**32 - 1)

draws = st.builds(
    Draw,
    warehouses=st.integers(1, 3),
    skus=st.integers(1, 4),
    days=st.integers(2, 6),
    scarcity=st.sampled_from([np.inf, 2.0, 0.5, 0.1]),
    has_moves=st.booleans(),
    has_trucks=st.booleans(),
    has_ceilings=st.booleans(),
    has_budget=st.booleans(),
)


def _problem(seed: int, draw: Draw) -> StockProblem:
    return draw_problem(np.random.default_rng(seed), draw)


@settings(max_examples=40)
@given(seed=seeds, draw=draws)
def test_every_plan_keeps_all_rules_and_its_bound(seed: int, draw: Draw) -> None:
    problem = _problem(seed, draw)
    solution = solve_stock(problem, effort=Effort.QUICK)
    assert check_stock(problem, solution) == ()
    assert solution.lower_bound <= solution.cost * (1 + 1e-5) + 1e-3


@pytest.mark.torture
@settings(max_examples=3_000)
@given(seed=seeds, draw=draws)
def test_thousands_of_plans_keep_all_rules(seed: int, draw: Draw) -> None:
    problem = _problem(seed, draw)
    assert check_stock(problem, solve_stock(problem, effort=Effort.QUICK)) == ()


@settings(max_examples=6)
@given(seed=seeds, scarcity=st.sampled_from([np.inf, 1.0, 0.5]))
def test_the_best_plan_lies_between_bound_and_plan(seed: int, scarcity: float) -> None:
    draw = Draw(skus=3, days=5, most_ways=2, scarcity=scarcity)
    problem = _problem(seed, draw)
    best = solve_exactly(problem, "SCIP", seconds=_EXACTLY_S)
    assert best.is_proven
    assert best.solution is not None
    assert best.faults == ()
    ours = solve_stock(problem)
    slack = 1e-5 * best.solution.cost + 1e-3
    assert ours.lower_bound <= best.solution.cost + slack
    assert ours.cost >= best.solution.cost - slack
    assert ours.cost <= best.solution.cost * (1 + _CLOSE) + slack


@settings(max_examples=10)
@given(seed=seeds)
def test_without_limits_the_plan_is_the_best(seed: int) -> None:
    problem = _problem(seed, Draw(skus=6))
    solution = solve_stock(problem)
    assert solution.gap <= 1e-6


@pytest.mark.parametrize("limit", ["receiving_m3", "storage_m3"])
@pytest.mark.parametrize("seed", range(5))
def test_where_there_is_no_room_a_plan_adds_nothing(seed: int, limit: str) -> None:
    problem = _problem(seed, Draw(warehouses=2, skus=3, has_moves=True))
    none: Any = {limit: np.zeros((2, problem.days))}
    problem = replace(problem, shared=replace(problem.shared, **none))
    solution = solve_stock(problem, effort=Effort.QUICK)
    assert check_stock(problem, solution) == ()
    if limit == "receiving_m3":
        assert not solution.units.any()


@pytest.mark.parametrize("seed", range(5))
def test_without_money_nothing_is_bought(seed: int) -> None:
    problem = _problem(seed, Draw(skus=3))
    problem = replace(problem, shared=replace(problem.shared, budget=0.0))
    solution = solve_stock(problem)
    assert check_stock(problem, solution) == ()
    assert not solution.units.any()


def test_without_ways_there_is_nothing_to_order() -> None:
    problem = _problem(1, Draw(skus=3))
    ways = replace(problem.ways, allowed=np.zeros_like(problem.ways.allowed))
    problem = replace(problem, ways=ways)
    solution = solve_stock(problem)
    assert check_stock(problem, solution) == ()
    assert not solution.units.any()
    assert solution.gap <= 1e-6


def test_the_same_input_gives_the_same_plan() -> None:
    problem = tighten(made_problem(2, 5, seed=5, moves=True, days=14), TIGHT)
    one, other = (solve_stock(problem, seed=3) for _ in range(2))
    assert np.array_equal(one.units, other.units)
    assert (one.cost, one.lower_bound) == (other.cost, other.lower_bound)


def test_a_tight_problem_is_solved_within_what_is_certified() -> None:
    problem = tighten(made_problem(1, 60, seed=2), TIGHT)
    solution = solve_stock(problem, effort=Effort.QUICK)
    assert check_stock(problem, solution) == ()
    assert solution.gap <= _TIGHT_GAP
    free = use_of(problem, np.zeros(problem.ways.allowed.shape))
    assert solution.cost < free.cost


@settings(max_examples=15)
@given(seed=seeds, draw=draws)
def test_a_refreshed_plan_keeps_all_rules(seed: int, draw: Draw) -> None:
    random = np.random.default_rng(seed)
    problem = draw_problem(random, draw)
    solution = solve_stock(problem, effort=Effort.QUICK)
    edited = [int(random.integers(len(problem)))]
    points = problem.points.copy()
    points[edited] *= np.float32(random.choice([0.5, 1.5]))
    problem = replace(problem, points=points)
    refreshed = refresh_series(problem, solution, edited)
    assert check_stock(problem, refreshed) == ()
    stays = ~np.isin(problem.ways.taker, edited)
    if not draw.has_moves:
        assert np.array_equal(refreshed.units[stays], solution.units[stays])
