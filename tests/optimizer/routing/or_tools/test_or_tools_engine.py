"""OR-Tools proposes nothing wrong where it is called exact."""

import math
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from domain.progress import Flag, Never
from optimizer.routing.engine import EndReason, Relaxation
from optimizer.routing.or_tools.or_tools_engine import OrToolsEngine
from optimizer.routing.or_tools.scale_problem import scale_problem
from optimizer.routing.or_tools.search import search
from optimizer.routing.search_problem import Routes, SearchProblem
from tests.optimizer.routing.small_problem import (
    IMPOSSIBLE_TASKS,
    RULES,
    best_plan,
    plan_cost,
    small_problem,
    with_fleet,
    with_nodes,
    with_traits,
)

ENGINE = OrToolsEngine()
SEEDS = st.integers(0, 10**6)
EXACT = sorted(set(RULES) - {"reloads"})
RULE_SETS = st.frozensets(st.sampled_from(EXACT), max_size=6)


def searched_here(
    problem: SearchProblem, start: Routes | None = None, solutions: int = 20
) -> Routes:
    """What the engine's search comes to, without a process of its own."""
    scaled = scale_problem(problem)
    if scaled.problem is None:
        return ((),) * problem.vehicles
    given_start = None if start is None else scaled.sequences(start)
    outcome = search(scaled.problem, Never(), start=given_start, solution_limit=solutions)
    return scaled.routes(outcome.routes)


@settings(max_examples=30)
@given(seed=SEEDS, rules=RULE_SETS)
def test_what_is_called_exact_keeps_every_rule(seed: int, rules: frozenset[str]) -> None:
    problem = small_problem(seed, rules)
    if ENGINE.supports(problem).is_exact:
        assert plan_cost(problem, searched_here(problem)) < math.inf


@settings(max_examples=20)
@given(seed=SEEDS, rules=RULE_SETS)
def test_the_best_of_all_plans_is_taken_and_kept(seed: int, rules: frozenset[str]) -> None:
    problem = small_problem(seed, rules)
    if ENGINE.supports(problem).is_exact:
        best = best_plan(problem)
        again = searched_here(problem, start=best, solutions=1)
        assert plan_cost(problem, again) == pytest.approx(plan_cost(problem, best))


@pytest.mark.parametrize("rule", EXACT)
def test_rules_of_the_model_are_exact(rule: str) -> None:
    assert ENGINE.supports(small_problem(1, frozenset({rule}))).is_exact


@pytest.mark.parametrize(
    ("rules", "relaxed"),
    [
        ({"reloads"}, Relaxation.RELOADS),
        ({"releases", "pairs"}, Relaxation.RELEASES),
        ({"releases", "two warehouses"}, Relaxation.RELEASES),
    ],
)
def test_rules_that_it_does_not_know_are_said(rules: set[str], relaxed: Relaxation) -> None:
    assert ENGINE.supports(small_problem(1, frozenset(rules))).relaxes == {relaxed}


def test_stops_served_in_one_go_are_said() -> None:
    problem = with_traits(small_problem(1, frozenset()), has_shared_doors=True)
    joint = with_nodes(problem, door=[0, 0, 2, 3, 4], hours=[0, 0, 2, 3, 4], setup=[0] * 5)
    assert ENGINE.supports(joint).relaxes == {Relaxation.STOPS}


def test_a_route_that_may_end_only_later_is_said() -> None:
    late = with_fleet(small_problem(1, frozenset()), end_from=[[5], [5]])
    assert ENGINE.supports(late).relaxes == {Relaxation.SEVERAL_SPANS}


def test_the_whole_engine_twice() -> None:
    problem = small_problem(3, frozenset({"loads", "windows", "pairs", "pickups"}), tasks=12)
    told: list[Routes] = []
    one, other = (
        ENGINE.solve(problem, stop=Never(), seed=2, iteration_limit=30, on_better=told.append)
        for _ in range(2)
    )
    assert one == other
    assert one.reason is EndReason.ITERATION_LIMIT
    assert plan_cost(problem, one.routes) <= min(plan_cost(problem, routes) for routes in told)


def test_a_stop_keeps_what_was_found() -> None:
    problem = small_problem(3, frozenset({"loads", "windows"}), tasks=60)
    told: list[Routes] = []
    outcome = ENGINE.solve(problem, stop=Flag(lambda: bool(told)), on_better=told.append)
    assert outcome.reason is EndReason.STOPPED
    assert outcome.routes == told[-1]


def test_where_no_vehicle_can_do_anything_there_is_nothing_to_do() -> None:
    nobody = with_fleet(small_problem(1, frozenset()), may=np.zeros((2, 4)))
    outcome = ENGINE.solve(nobody, stop=Never())
    assert (outcome.reason, outcome.routes) == (EndReason.NOTHING_TO_DO, ((), (), ()))


@pytest.mark.parametrize(
    "facts",
    [
        {"fixed": [math.nan, 1.0]},
        {"per_m": [-1.0, 1.0]},
        {"overtime_rate": [math.inf, 1.0]},
        {"capacity": [[-1.0], [2.0]]},
        {"rest": [-5, 7]},
        {"fixed": [1e300, 1.0]},
    ],
)
def test_impossible_numbers_never_reach_or_tools(facts: dict[str, list[float]]) -> None:
    problem = with_fleet(small_problem(1, frozenset()), **facts)
    with pytest.raises(ValueError, match=r"\w"):
        ENGINE.solve(problem, stop=Never(), iteration_limit=1)


@settings(max_examples=15)
@given(seed=SEEDS, rules=RULE_SETS)
def test_a_warm_start_is_never_made_worse(seed: int, rules: frozenset[str]) -> None:
    problem = small_problem(seed, rules, tasks=8)
    first = searched_here(problem, solutions=2)
    if ENGINE.supports(problem).is_exact:
        again = searched_here(problem, start=first, solutions=2)
        assert plan_cost(problem, again) <= plan_cost(problem, first) + 1e-6


@pytest.mark.parametrize("facts", IMPOSSIBLE_TASKS)
def test_tasks_with_impossible_numbers_are_refused(facts: dict[str, list[Any]]) -> None:
    problem = with_nodes(small_problem(1, frozenset()), **facts)
    with pytest.raises(ValueError, match=r"\w"):
        ENGINE.solve(problem, stop=Never(), iteration_limit=1)


def test_a_task_that_is_never_open_is_left_out() -> None:
    closed = with_nodes(small_problem(1, frozenset()), windows=[0, 1, 1, 1, 1])
    routes = ENGINE.solve(closed, stop=Never(), iteration_limit=5).routes
    assert not any(0 in route for route in routes)
