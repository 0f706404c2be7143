"""When the search ends, what it starts from, and that it is the same twice."""

import time
from itertools import pairwise

import numpy as np
import pytest

from domain.progress import AnyOf, Flag, MaxRuntime, Never, StopCriterion
from optimizer.routing.engine import EndReason
from optimizer.routing.or_tools.integer_problem import IntegerProblem, Sequences, Tourer, Visit
from optimizer.routing.or_tools.search import Watcher, search, seconds_left


def points(count: int, vehicles: int, capacity: int = 100, penalty: int = 10_000) -> IntegerProblem:
    """Random points around a terminal, each with a load of 10."""
    places = np.random.default_rng(count).uniform(0, 1000, (count + 1, 2))
    places[-1] = 500
    offsets = places[:, np.newaxis] - places
    lengths = np.rint(np.hypot(offsets[..., 0], offsets[..., 1])).astype(np.int64)
    tourer = Tourer(start=count, end=count, capacities=(capacity,))
    return IntegerProblem(
        visits=tuple(Visit(loads=(10,), penalty=penalty) for _ in range(count)),
        vehicles=(tourer,) * vehicles,
        cost_matrices=(lengths,),
    )


def length(problem: IntegerProblem, routes: Sequences) -> int:
    depot, total = len(problem.visits), 0
    for route in routes:
        way = [depot, *route, depot] if route else []
        total += sum(int(problem.cost_matrices[0][a, b]) for a, b in pairwise(way))
    return total


def test_all_are_visited_once_within_the_capacity() -> None:
    problem = points(24, 4, capacity=70)
    outcome = search(problem, Never(), solution_limit=300)
    assert sorted(i for route in outcome.routes for i in route) == list(range(24))
    assert max(len(route) for route in outcome.routes) <= 7
    assert outcome.cost == length(problem, outcome.routes)


def test_visits_are_left_out_where_that_is_cheaper() -> None:
    outcome = search(points(10, 2, penalty=1), Never(), solution_limit=100)
    assert outcome.cost == 10
    assert outcome.reason is EndReason.NO_IMPROVEMENT


def test_the_same_search_twice() -> None:
    problem = points(30, 5)
    one, two = (search(problem, Never(), solution_limit=200) for _ in range(2))
    assert one == two
    assert one.reason is EndReason.ITERATION_LIMIT


def test_more_search_is_no_worse() -> None:
    problem = points(40, 6)
    costs = [search(problem, Never(), solution_limit=limit).cost for limit in (1, 30, 300)]
    assert costs[0] is not None
    assert costs[2] is not None
    assert costs[2] < costs[0]


def test_the_given_routes_are_where_it_starts() -> None:
    problem = points(30, 5)
    good = search(problem, Never(), solution_limit=300)
    again = search(problem, Never(), start=good.routes, solution_limit=1)
    assert again.cost == good.cost
    assert again.routes == good.routes


def test_a_given_start_that_cannot_be_is_followed_as_far_as_it_can() -> None:
    problem = points(12, 2, capacity=60)
    start = (tuple(range(12)), ())
    outcome = search(problem, Never(), start=start, solution_limit=50)
    assert sorted(i for route in outcome.routes for i in route) == list(range(12))


@pytest.mark.parametrize("visits", [1, 2, 3])
def test_very_small_problems(visits: int) -> None:
    outcome = search(points(visits, 2), MaxRuntime(0.3))
    assert sorted(i for route in outcome.routes for i in route) == list(range(visits))
    assert outcome.reason is EndReason.TIME_LIMIT


def test_a_search_without_any_limit_ends_by_itself(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("optimizer.routing.or_tools.search.SHORTEST_SLICE_S", 0.1)
    outcome = search(points(5, 1), Never())
    assert outcome.reason is EndReason.NO_IMPROVEMENT


def test_a_stop_before_the_start_serves_nobody() -> None:
    outcome = search(points(5, 1), Flag(lambda: True))
    assert (outcome.routes, outcome.cost) == (((),), None)
    assert outcome.reason is EndReason.STOPPED


def test_what_a_watcher_raises_is_raised() -> None:
    def fail(_: Sequences) -> None:
        raise BrokenPipeError

    with pytest.raises(BrokenPipeError):
        search(points(12, 2), MaxRuntime(30), watcher=Watcher(on_better=fail))


def test_the_time_limit_is_kept() -> None:
    started_s = time.monotonic()
    outcome = search(points(60, 8), MaxRuntime(1.2))
    assert outcome.reason is EndReason.TIME_LIMIT
    assert 1.0 < time.monotonic() - started_s < 2.5


@pytest.mark.parametrize(
    ("stop", "limit_s"),
    [
        (Never(), None),
        (Flag(lambda: False), None),
        (MaxRuntime(30_000), 30_000),
        (
            AnyOf((Never(), MaxRuntime(50_000), AnyOf((MaxRuntime(20_000), Flag(lambda: False))))),
            20_000,
        ),
    ],
)
def test_the_time_limit_of_a_criterion(stop: StopCriterion, limit_s: float | None) -> None:
    left_s = seconds_left(stop)
    if limit_s is None:
        assert left_s is None
    else:
        assert left_s == pytest.approx(limit_s, abs=900)
