"""Exchanging tails: nothing is lost, no rule is broken, and it costs what it says."""

from collections.abc import Iterator
from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from optimizer.routing.judge.judge_route import judge_route
from optimizer.routing.judge.judged import Judged, RouteRule
from optimizer.routing.ruin_recreate.insertion import IMPOSSIBLE
from optimizer.routing.ruin_recreate.neighbourhoods import neighbourhoods
from optimizer.routing.ruin_recreate.workspace import USED
from optimizer.routing.search_problem import Routes, SearchProblem
from tests.optimizer.routing.build import Case
from tests.optimizer.routing.random_case import random_case
from tests.optimizer.routing.ruin_recreate.held import (
    SEEDS,
    SETTING,
    Held,
    assert_same,
    held_of,
    problem_of,
    rules_without,
    thinned,
    unpaid,
)
from tests.optimizer.routing.ruin_recreate.kernels import exchange, undo

TRIES = 20

NEVER_EXCHANGED = {"goods", "groups", "incompatible", "pickups", "reloads", "transports"}
"""Rules under which no tails are exchanged; see `may_exchange`."""

LEFT_TO_THE_EXACT_PRICE = {"breaks", "distance", "overtime", "positions", "release", "stops"}


@settings(max_examples=150)
@given(seed=SEEDS, rules=rules_without(*NEVER_EXCHANGED), has_times=st.booleans())
def test_routes_are_as_if_they_were_new_after_an_exchange_and_after_its_undoing(
    seed: int, rules: frozenset[str], has_times: bool
) -> None:
    """Also where hours do not count, and time has a price all the same."""
    problem = problem_of(alike(random_case(seed, rules)))
    problem = replace(problem, traits=problem.traits._replace(has_times=has_times))
    held = held_of(problem, thinned(problem, seed))
    for before, _ in exchanges(held):
        after = routes_of(held)
        assert sorted(sum(after, ())) == sorted(sum(before, ()))
        assert_same(held, Held(problem, after))
        assert held.work.counts[USED] == used(after)
        undo(held.state, held.work)
        assert routes_of(held) == before
        assert_same(held, Held(problem, before))
        assert held.work.counts[USED] == used(before)


@settings(max_examples=150)
@given(seed=SEEDS, rules=rules_without(*NEVER_EXCHANGED, *LEFT_TO_THE_EXACT_PRICE, "soft", "rush"))
def test_an_exchange_keeps_the_rules_and_costs_what_it_says(
    seed: int, rules: frozenset[str]
) -> None:
    """But for ends behind the shift, which the exact price of the routes rules out."""
    problem = problem_of(alike(unpaid(random_case(seed, rules))))
    if problem.traits.has_shared_doors:
        return
    held = held_of(problem, thinned(problem, seed))
    for before, more in exchanges(held):
        after = judged(problem, routes_of(held))
        if not any(one.broken is RouteRule.END for one in after):
            assert not any(one.broken for one in after)
            extra = sum(one.cost for one in after)
            extra -= sum(one.cost for one in judged(problem, before))
            assert extra == pytest.approx(more, abs=1e-6)


@settings(max_examples=100)
@given(seed=SEEDS, rules=rules_without(*NEVER_EXCHANGED))
def test_nothing_is_exchanged_that_costs_more_than_the_bound(
    seed: int, rules: frozenset[str]
) -> None:
    problem = problem_of(alike(random_case(seed, rules)))
    held = held_of(problem, thinned(problem, seed))
    assert all(more < 0.0 for _, more in exchanges(held, bound=0.0))


def test_vehicles_that_are_alike_do_exchange_and_others_do_not() -> None:
    made = [random_case(seed, frozenset()) for seed in range(30)]
    counts = [len(list(exchanges(held_of(p, thinned(p, 1))))) for p in map(problem_of, made)]
    assert not any(counts)
    same = [problem_of(alike(case)) for case in made]
    assert sum(len(list(exchanges(held_of(p, thinned(p, 1))))) for p in same) > 50


def alike(made: Case) -> Case:
    """The same problem, where every vehicle is like the first."""
    first = made.problem.vehicles[0]
    vehicles = tuple(replace(first, vehicle_id=v.vehicle_id) for v in made.problem.vehicles)
    return Case(problem=replace(made.problem, vehicles=vehicles), locations=made.locations)


def exchanges(held: Held, bound: float = IMPOSSIBLE / 2) -> Iterator[tuple[Routes, float]]:
    """Exchanges one after another: the routes before, and what each costs more."""
    near = neighbourhoods(held.problem)
    for _ in range(TRIES):
        before = routes_of(held)
        more = exchange(held.packed, held.state, near, held.work, SETTING, bound)
        if more < IMPOSSIBLE:
            yield before, more


def routes_of(held: Held) -> Routes:
    return tuple(map(held.calls, range(held.problem.vehicles)))


def used(routes: Routes) -> int:
    return sum(1 for route in routes if route)


def judged(problem: SearchProblem, routes: Routes) -> list[Judged]:
    return [judge_route(problem, vehicle, route) for vehicle, route in enumerate(routes)]
