"""Engines side by side: the best plan wins, whoever fails, and nothing unlawful passes."""

import time

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from domain.progress import Flag, MaxRuntime, Never
from optimizer.routing.choose.incumbent import Incumbent
from optimizer.routing.choose.mend import lawful, mended
from optimizer.routing.choose.portfolio import engines_for, search_side_by_side
from optimizer.routing.compile_problem import compile_problem
from optimizer.routing.engine import EndReason
from optimizer.routing.judge.judge_route import judged_cost
from optimizer.routing.problem_view import view_of
from optimizer.routing.search_problem import Routes, SearchProblem
from tests.optimizer.routing.choose.made_days import Told, in_arrays, scattered
from tests.optimizer.routing.random_case import RULES, random_case, random_plan

ITERATIONS = 200


@pytest.fixture(scope="module")
def day() -> SearchProblem:
    return in_arrays(scattered(12, 3))


def one_by_one(problem: SearchProblem) -> Routes:
    """All tasks in the sequence of their numbers, on the first vehicle as far as it holds them."""
    return (tuple(range(6)), tuple(range(6, 12)), ())


def other_way(_: SearchProblem) -> Routes:
    return (tuple(range(6)), (), ())


def test_the_better_of_two_engines_wins(day: SearchProblem) -> None:
    good, poor = one_by_one(day), other_way(day)
    incumbent = Incumbent(day)
    engines = [Told([poor], name="poor"), Told([good], name="good")]
    outcome = search_side_by_side(day, engines, incumbent, stop=Never())
    assert outcome.routes == good
    assert incumbent.best.engine == "good"
    assert incumbent.best.cost == pytest.approx(judged_cost(day, good))


def test_an_engine_that_fails_does_not_harm_the_others(day: SearchProblem) -> None:
    incumbent = Incumbent(day)
    engines = [Told(failure=RuntimeError("broken")), Told([one_by_one(day)])]
    outcome = search_side_by_side(day, engines, incumbent, stop=Never())
    assert outcome.routes == one_by_one(day)
    assert outcome.reason is EndReason.STOPPED


def test_if_all_fail_the_first_failure_is_raised(day: SearchProblem) -> None:
    engines = [Told(failure=RuntimeError("first")), Told(failure=ValueError("second"))]
    with pytest.raises(RuntimeError, match="first"):
        search_side_by_side(day, engines, Incumbent(day), stop=Never())


@pytest.mark.parametrize(
    "unlawful",
    [
        pytest.param(((0, 1), (1,), ()), id="a task twice"),
        pytest.param((tuple(range(12)), (), ()), id="more than a vehicle holds"),
    ],
)
def test_what_breaks_a_rule_is_mended_before_it_counts(
    day: SearchProblem, unlawful: Routes
) -> None:
    incumbent = Incumbent(day)
    assert incumbent.offer(unlawful, "any") == np.inf
    assert not any(incumbent.best.routes)
    search_side_by_side(day, [Told([unlawful])], incumbent, stop=Never())
    assert incumbent.best.cost == pytest.approx(judged_cost(day, incumbent.best.routes))
    assert incumbent.best.cost < np.inf
    assert sum(map(len, incumbent.best.routes)) == 12


@settings(max_examples=100)
@given(seed=st.integers(0, 10**6), rules=st.frozensets(st.sampled_from(RULES)))
def test_whatever_is_mended_is_lawful(seed: int, rules: frozenset[str]) -> None:
    made = random_case(seed, rules)
    plan = compile_problem(view_of(made.problem, made.locations)).routes(random_plan(made, seed))
    problem = in_arrays(made)
    assert judged_cost(problem, lawful(problem, plan)) < np.inf
    assert judged_cost(problem, mended(problem, plan)) < np.inf


def test_a_search_that_is_behind_is_given_the_best(day: SearchProblem) -> None:
    behind = Told([other_way(day)], waits=True)
    search_side_by_side(day, [Told([one_by_one(day)]), behind], Incumbent(day), stop=Never())
    assert behind.heard == one_by_one(day)


def test_the_one_that_leads_is_given_nothing(day: SearchProblem) -> None:
    leads = Told([one_by_one(day)], waits=True)
    engines = [Told([other_way(day)]), leads]
    search_side_by_side(day, engines, Incumbent(day), stop=MaxRuntime(0.2))
    assert leads.heard is None


def test_engines_start_from_the_incumbent_and_never_make_it_worse(day: SearchProblem) -> None:
    incumbent = Incumbent(day)
    incumbent.offer(one_by_one(day), "before")
    engine = Told([other_way(day)])
    search_side_by_side(day, [engine], incumbent, stop=Never())
    assert engine.start == one_by_one(day)
    assert incumbent.best.routes == one_by_one(day)
    assert incumbent.best.engine == "before"


def test_engines_stop_when_told(day: SearchProblem) -> None:
    raised_s = time.monotonic() + 0.1
    engines = [Told([one_by_one(day)], waits=True) for _ in range(2)]
    stop = Flag(lambda: time.monotonic() > raised_s)
    assert search_side_by_side(day, engines, Incumbent(day), stop=stop).routes == one_by_one(day)


def test_engines_stop_when_the_caller_fails(day: SearchProblem) -> None:
    def fail() -> None:
        raise KeyError("closed")

    with pytest.raises(KeyError):
        search_side_by_side(day, [Told(waits=True)], Incumbent(day), stop=Never(), on_look=fail)


def test_iterations_of_all_are_counted(day: SearchProblem) -> None:
    engines = [Told([one_by_one(day)]), Told([one_by_one(day)])]
    outcome = search_side_by_side(day, engines, Incumbent(day), stop=Never(), seed=4)
    assert outcome.iterations == 5 + 6


def test_two_real_engines_are_no_worse_than_each_was_on_its_way(day: SearchProblem) -> None:
    engines = engines_for(day, threads=2)
    assert [engine.name for engine in engines] == ["ruin-recreate", "pyvrp"]
    outcome = search_side_by_side(
        day, engines, Incumbent(day), stop=Never(), iteration_limit=ITERATIONS
    )
    cost = judged_cost(day, outcome.routes)
    for engine in engines:
        alone = engine.solve(day, stop=Never(), seed=0, iteration_limit=1)
        assert cost <= judged_cost(day, mended(day, alone.routes)) + 1e-6


def test_only_the_engine_asked_for_is_used(day: SearchProblem) -> None:
    assert [engine.name for engine in engines_for(day, 2, "pyvrp")] == ["pyvrp", "pyvrp"]
    with pytest.raises(ValueError, match="nobody"):
        engines_for(day, 1, "nobody")
    assert [engine.name for engine in engines_for(day, 1)] == ["ruin-recreate"]
