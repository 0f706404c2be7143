"""PyVRP proposes nothing wrong where it is called exact, and ends when it should."""

import math
import time
from dataclasses import replace
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from domain.progress import Flag, MaxRuntime, Never
from optimizer.routing.engine import EndReason, Relaxation
from optimizer.routing.pyvrp_engine import PyVrpEngine
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

ENGINE = PyVrpEngine()
SEEDS = st.integers(0, 10**6)
RELAXED = {"overtime", "several windows", "soft"}
EXACT = sorted(set(RULES) - RELAXED)
RULE_SETS = st.frozensets(st.sampled_from(EXACT), max_size=6)


def solved(problem: SearchProblem, start: Routes | None = None, iterations: int = 100) -> Routes:
    outcome = ENGINE.solve(problem, stop=Never(), start=start, iteration_limit=iterations)
    assert outcome.reason in {EndReason.ITERATION_LIMIT, EndReason.NOTHING_TO_DO}
    return outcome.routes


@settings(max_examples=100)
@given(seed=SEEDS, rules=RULE_SETS)
def test_what_is_called_exact_keeps_every_rule(seed: int, rules: frozenset[str]) -> None:
    problem = small_problem(seed, rules)
    if ENGINE.supports(problem).is_exact:
        assert plan_cost(problem, solved(problem)) < math.inf


@settings(max_examples=30)
@given(seed=SEEDS, rules=RULE_SETS)
def test_the_best_of_all_plans_is_taken_and_kept(seed: int, rules: frozenset[str]) -> None:
    problem = small_problem(seed, rules)
    if ENGINE.supports(problem).is_exact:
        best = best_plan(problem)
        again = solved(problem, start=best, iterations=3)
        assert plan_cost(problem, again) == pytest.approx(plan_cost(problem, best))


@pytest.mark.parametrize("rule", EXACT)
def test_rules_that_pyvrp_knows_are_exact(rule: str) -> None:
    supported = [ENGINE.supports(small_problem(seed, frozenset({rule}))) for seed in range(5)]
    assert all(support.is_exact for support in supported)


@pytest.mark.parametrize(
    ("rules", "relaxed"),
    [
        ({"overtime"}, Relaxation.OVERTIME),
        ({"several windows"}, Relaxation.SEVERAL_WINDOWS),
        ({"soft"}, Relaxation.SOFT_WINDOWS),
        ({"stops", "reloads"}, Relaxation.STOP_LIMIT),
        ({"stops", "pairs"}, Relaxation.STOP_LIMIT),
        ({"tolls", "distance"}, Relaxation.TOLLS),
    ],
)
def test_rules_that_it_does_not_know_are_said(rules: set[str], relaxed: Relaxation) -> None:
    assert ENGINE.supports(small_problem(1, frozenset(rules))).relaxes == {relaxed}


@pytest.mark.parametrize(
    ("trait", "relaxed"),
    [
        ("is_timed_by_hour", Relaxation.HOURS),
        ("has_breaks", Relaxation.BREAKS),
        ("has_groups", Relaxation.GROUPS),
        ("has_classes", Relaxation.INCOMPATIBLE),
        ("has_positions", Relaxation.POSITIONS),
    ],
)
def test_rules_that_no_model_has_are_said(trait: str, relaxed: Relaxation) -> None:
    problem = with_traits(small_problem(1, frozenset()), **{trait: True})
    assert ENGINE.supports(problem).relaxes == {relaxed}


def test_tasks_at_one_door_are_relaxed_as_far_as_it_matters() -> None:
    plain = with_traits(small_problem(1, frozenset()), has_shared_doors=True)
    one_door = np.array([0, 0, 2, 3, 4])
    no_setup, setup = np.zeros(5, np.int64), np.ones(5, np.int64)
    at_door = with_nodes(plain, door=one_door, setup=no_setup)
    assert ENGINE.supports(at_door).is_exact
    assert ENGINE.supports(with_nodes(at_door, hours=one_door)).relaxes == {Relaxation.STOPS}
    assert ENGINE.supports(with_nodes(at_door, setup=setup)).relaxes == {Relaxation.SET_UP}
    timeless = with_traits(with_nodes(at_door, hours=one_door), has_times=False)
    assert ENGINE.supports(timeless).is_exact


def test_a_task_that_only_some_trips_may_carry_is_said() -> None:
    problem = small_problem(1, frozenset({"reloads", "two warehouses"}))
    depot = np.array([problem.tasks, *[-1] * (len(problem.nodes.place) - 1)])
    assert ENGINE.supports(with_nodes(problem, depot=depot)).relaxes == {Relaxation.RELOADS}


def test_the_same_routes_twice() -> None:
    problem = small_problem(3, frozenset({"loads", "windows", "may"}), tasks=12)
    assert solved(problem) == solved(problem)


@settings(max_examples=20)
@given(seed=SEEDS, rules=RULE_SETS)
def test_a_warm_start_is_never_made_worse(seed: int, rules: frozenset[str]) -> None:
    problem = small_problem(seed, rules, tasks=10)
    first = solved(problem, iterations=5)
    if ENGINE.supports(problem).is_exact:
        again = solved(problem, start=first, iterations=5)
        assert plan_cost(problem, again) <= plan_cost(problem, first) + 1e-6


def test_of_a_start_that_breaks_rules_the_rest_is_kept() -> None:
    problem = small_problem(2, frozenset({"loads"}), tasks=8)
    told: list[Routes] = []
    everything: Routes = (tuple(range(8)), (0, 1), ())
    ENGINE.solve(problem, stop=Never(), start=everything, iteration_limit=0, on_better=told.append)
    assert len(told[0][0]) >= 1
    assert all(plan_cost(problem, routes) < math.inf for routes in told)


def test_better_routes_come_as_they_are_found() -> None:
    problem = small_problem(5, frozenset({"loads", "windows"}), tasks=12)
    told: list[Routes] = []
    outcome = ENGINE.solve(problem, stop=Never(), iteration_limit=300, on_better=told.append)
    costs = [plan_cost(problem, routes) for routes in told]
    assert costs == sorted(costs, reverse=True)
    assert outcome.routes == told[-1]


def test_it_takes_up_better_routes_from_elsewhere(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("optimizer.routing.pyvrp_engine.LOOK_INTERVAL_S", 0.0)
    problem = small_problem(22, frozenset({"blocked", "pairs"}))
    best = best_plan(problem)
    outcome = ENGINE.solve(problem, stop=Never(), iteration_limit=5, better_elsewhere=lambda: best)
    assert plan_cost(problem, outcome.routes) == pytest.approx(plan_cost(problem, best))


def test_a_stop_acts_at_once() -> None:
    problem = small_problem(5, frozenset({"loads", "windows"}), tasks=60)
    started_s = time.monotonic()
    outcome = ENGINE.solve(problem, stop=Flag(lambda: time.monotonic() > started_s + 0.2))
    assert outcome.reason is EndReason.STOPPED
    assert time.monotonic() - started_s < 2.0


def test_the_time_limit_is_kept() -> None:
    outcome = ENGINE.solve(small_problem(5, frozenset(), tasks=60), stop=MaxRuntime(0.2))
    assert outcome.reason is EndReason.TIME_LIMIT


def test_a_search_that_finds_nothing_more_ends(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("optimizer.routing.pyvrp_engine.PATIENCE", 50)
    outcome = ENGINE.solve(small_problem(5, frozenset()), stop=Never())
    assert outcome.reason is EndReason.NO_IMPROVEMENT


@pytest.mark.filterwarnings("error")
def test_what_must_be_served_but_cannot_is_left_out(monkeypatch: pytest.MonkeyPatch) -> None:
    """Loads of twelve and capacities of six: PyVRP finds nothing that serves all."""
    monkeypatch.setattr("optimizer.routing.pyvrp_engine.HOPELESS", 50)
    dear = np.array([1e9] * 12 + [0])
    problem = with_nodes(small_problem(5, frozenset(), tasks=12), absent=dear)
    routes = solved(problem, iterations=200)
    assert sum(len(route) for route in routes) == 6
    assert plan_cost(problem, routes) < math.inf


def test_where_no_vehicle_can_do_anything_there_is_nothing_to_do() -> None:
    problem = small_problem(1, frozenset())
    nobody = with_fleet(problem, may=np.zeros((2, 4), np.int8))
    outcome = ENGINE.solve(nobody, stop=Never())
    assert outcome.reason is EndReason.NOTHING_TO_DO
    assert outcome.routes == ((), (), ())


def test_fewer_vehicles_go_before_shorter_ways() -> None:
    problem = small_problem(7, frozenset(), tasks=6)
    roomy = with_fleet(problem, capacity=np.full((2, 1), 6.0), fixed=np.zeros(2))
    dear = with_nodes(roomy, absent=np.array([1e5] * 6 + [0]))
    spared = solved(replace(dear, vehicles_first=True), iterations=300)
    assert sum(1 for route in spared if route) == 1


@pytest.mark.parametrize(
    "facts",
    [
        {"fixed": np.array([np.nan, 1.0])},
        {"per_m": np.array([-1.0, 1.0])},
        {"per_time": np.array([np.inf, 1.0])},
        {"capacity": np.array([[-1.0], [2.0]])},
        {"most_time": np.array([-5, 7])},
        {"fixed": np.array([1e300, 1.0])},
    ],
)
def test_impossible_numbers_are_refused(facts: dict[str, np.ndarray]) -> None:
    problem = with_fleet(small_problem(1, frozenset()), **facts)
    with pytest.raises(ValueError, match=r"\w"):
        ENGINE.solve(problem, stop=Never(), iteration_limit=1)


@pytest.mark.parametrize("facts", IMPOSSIBLE_TASKS)
def test_tasks_with_impossible_numbers_are_refused(facts: dict[str, list[Any]]) -> None:
    problem = with_nodes(small_problem(1, frozenset()), **facts)
    with pytest.raises(ValueError, match=r"\w"):
        ENGINE.solve(problem, stop=Never(), iteration_limit=1)


def test_a_task_that_is_never_open_is_left_out() -> None:
    closed = with_nodes(small_problem(1, frozenset()), windows=[0, 1, 1, 1, 1])
    routes = ENGINE.solve(closed, stop=Never(), iteration_limit=5).routes
    assert not any(0 in route for route in routes)
