"""Routes of several plans put together: no rule is broken, and the better combination is found."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from domain.progress import Flag, Never
from optimizer.routing.choose.incumbent import Incumbent
from optimizer.routing.choose.route_pool import MOST_ROUTES, RoutePool
from optimizer.routing.choose.set_partitioning import recombined
from optimizer.routing.judge.judge_route import judged_cost
from optimizer.routing.search_problem import Routes, SearchProblem
from tests.optimizer.routing.build import case, parcel, van
from tests.optimizer.routing.choose.made_days import in_arrays, scattered
from tests.optimizer.routing.random_case import RULES, random_case
from tests.optimizer.routing.random_routes import random_routes


def in_four_corners() -> SearchProblem:
    """Two orders in each of four corners; a van holds two."""
    corners = [(9_000, 9_000), (-9_000, 9_000), (-9_000, -9_000), (9_000, -9_000)]
    at = [(x + shift, y) for x, y in corners for shift in (0, 500)]
    vans = [van(f"V{i}", capacity_parcels=2) for i in range(4)]
    return in_arrays(case([parcel(f"O{i}") for i in range(8)], vans, at))


def best_of(problem: SearchProblem, *plans: Routes) -> Routes:
    incumbent = Incumbent(problem)
    for plan in plans:
        incumbent.offer(plan, "given")
    routes = recombined(
        problem, incumbent.pool.routes(), incumbent.best.routes, stop=Never(), seconds=5.0
    )
    assert routes is not None
    return routes


def test_the_better_halves_of_two_plans_are_put_together() -> None:
    problem = in_four_corners()
    one = ((0, 1), (2, 3), (4, 6), (5, 7))
    other = ((0, 2), (1, 3), (4, 5), (6, 7))
    found = best_of(problem, one, other)
    assert sorted(map(sorted, found)) == [[0, 1], [2, 3], [4, 5], [6, 7]]
    assert judged_cost(problem, found) < min(judged_cost(problem, p) for p in (one, other))


def test_no_more_vehicles_are_used_than_there_are() -> None:
    problem = in_four_corners()
    one: Routes = ((0,), (1,), (2,), (3,))
    other: Routes = ((4,), (5,), (6,), (7,))
    found = best_of(problem, one, other)
    assert judged_cost(problem, found) < np.inf


@settings(max_examples=60)
@given(seed=st.integers(0, 10**6), rules=st.frozensets(st.sampled_from(RULES)))
def test_no_rule_is_ever_broken_and_no_plan_was_better(seed: int, rules: frozenset[str]) -> None:
    problem = in_arrays(random_case(seed, rules))
    chance = np.random.default_rng(seed)
    plans = [random_routes(problem, chance) for _ in range(6)]
    cost = judged_cost(problem, best_of(problem, *plans))
    assert cost <= min(judged_cost(problem, plan) for plan in plans) + 0.01


def test_it_stops_when_told() -> None:
    problem = in_four_corners()
    incumbent = Incumbent(problem)
    incumbent.offer(((0, 1), (2, 3), (4, 5), (6, 7)), "given")
    recombined(
        problem,
        incumbent.pool.routes(),
        incumbent.best.routes,
        stop=Flag(lambda: True),
        seconds=600.0,
    )


def test_of_two_routes_with_the_same_tasks_the_cheaper_is_kept() -> None:
    problem = in_four_corners()
    pool = RoutePool(problem)
    pool.keep(((0, 4), (4, 0), (), ()))
    (kept,) = pool.routes()
    assert kept.cost == pytest.approx(min(pool.price(0, (0, 4)), pool.price(1, (4, 0))))
    assert kept.tasks == {0, 4}


def test_the_pool_keeps_what_was_proposed_last() -> None:
    problem = in_arrays(scattered(100, 1, capacity_m3=1_000.0))
    pool = RoutePool(problem)
    pairs = [(one, other) for one in range(100) for other in range(one)][: MOST_ROUTES + 10]
    for pair in pairs:
        pool.keep((pair,))
    assert [set(one.tasks) for one in pool.routes()] == [set(p) for p in pairs[-MOST_ROUTES:]]
