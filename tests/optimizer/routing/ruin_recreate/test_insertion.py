"""Insertions judged without walking a route again agree with the judge, and so do the passes."""

from collections.abc import Iterator
from itertools import product

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from optimizer.routing.judge.judge_route import judge_route
from optimizer.routing.judge.judged import Judged
from optimizer.routing.ruin_recreate.insertion import IMPOSSIBLE
from optimizer.routing.ruin_recreate.neighbourhoods import neighbourhoods
from optimizer.routing.search_problem import NodeKind, Routes, SearchProblem
from tests.optimizer.routing.choose.made_days import in_arrays, scattered
from tests.optimizer.routing.random_case import random_case
from tests.optimizer.routing.ruin_recreate.held import (
    SEEDS,
    SETTING,
    Held,
    assert_same,
    held_of,
    is_reload,
    problem_of,
    rules_without,
    thinned,
    unpaid,
)
from tests.optimizer.routing.ruin_recreate.kernels import (
    best_beside,
    best_pair,
    best_single,
    best_trip,
    put,
    put_two,
    take_off,
)

BY_EXACT_PRICE = {"distance", "groups", "positions", "stops"}
"""Rules that are left to the exact price of a changed route, or to the choice of the route."""


@settings(max_examples=150)
@given(seed=SEEDS, rules=rules_without(*BY_EXACT_PRICE, "breaks"))
def test_an_insertion_is_feasible_where_the_judge_lets_it_pass(
    seed: int, rules: frozenset[str]
) -> None:
    """Exactly so where no two orders share a door."""
    problem = problem_of(random_case(seed, rules))
    for feasible, judged, _ in insertions(problem, seed):
        assert feasible == (not judged.broken) or problem.traits.has_shared_doors


@settings(max_examples=150)
@given(seed=SEEDS, rules=rules_without(*BY_EXACT_PRICE, "release").map(lambda r: r | {"breaks"}))
def test_an_insertion_leaves_time_for_the_break(seed: int, rules: frozenset[str]) -> None:
    """It is refused too where the route could avoid the break only by starting after it."""
    problem = problem_of(random_case(seed, rules))
    if problem.traits.has_shared_doors:
        return
    for feasible, judged, vehicle in insertions(problem, seed):
        rest_to = problem.fleet.rest_to[problem.fleet.type_of[vehicle]]
        assert not (feasible and judged.broken)
        assert feasible or judged.broken or judged.start > rest_to


@settings(max_examples=100)
@given(seed=SEEDS, rules=rules_without(*BY_EXACT_PRICE, "soft", "rush"))
def test_without_a_price_of_time_insertions_are_priced_exactly(
    seed: int, rules: frozenset[str]
) -> None:
    assert_exact_prices(problem_of(unpaid(random_case(seed, rules))), seed)


@settings(max_examples=100)
@given(seed=SEEDS, rules=rules_without(*BY_EXACT_PRICE, "breaks", "release", "rush", "windows"))
def test_where_nothing_waits_time_is_priced_exactly(seed: int, rules: frozenset[str]) -> None:
    """Nothing is late then either, however soft its window."""
    assert_exact_prices(problem_of(random_case(seed, rules)), seed)


@settings(max_examples=100)
@given(seed=SEEDS, rules=rules_without(*BY_EXACT_PRICE, "breaks", "rush", "soft", "overtime"))
def test_the_price_of_time_is_off_by_waiting_at_most(seed: int, rules: frozenset[str]) -> None:
    problem = problem_of(random_case(seed, rules))
    if problem.traits.has_shared_doors:
        return
    for price, before, after, vehicle in priced(problem, seed):
        rate = problem.fleet.per_time[problem.fleet.type_of[vehicle]]
        off = abs(price - (after.cost - before.cost))
        assert off <= rate * max(waiting(before), waiting(after)) + 1e-6


@settings(max_examples=100)
@given(seed=SEEDS, rules=rules_without(*BY_EXACT_PRICE, "bikes", "breaks", "soft", "rush", "tolls"))
def test_the_cheapest_insertion_is_found(seed: int, rules: frozenset[str]) -> None:
    """Of single tasks and of transports, against all that the judge lets pass.

    Of transports where no detour is cheaper than the straight way, as bikes and tolls make it here.
    """
    problem = problem_of(unpaid(random_case(seed, rules)))
    if problem.traits.has_shared_doors:
        return
    routes = thinned(problem, seed)
    held, near = held_of(problem, routes), neighbourhoods(problem)
    for node in absent(problem, routes):
        if problem.nodes.partner[node] >= 0:
            found = best_pair(held.packed, held.state, near, held.work, SETTING, node)[0]
            tried = pair_insertions(problem, routes, node)
        else:
            found = best_single(held.packed, held.state, near, held.work, SETTING, node)[0]
            tried = single_insertions(problem, routes, node)
        assert found == pytest.approx(min(tried, default=IMPOSSIBLE), abs=1e-6)


@settings(max_examples=100)
@given(
    seed=SEEDS,
    rules=rules_without(*BY_EXACT_PRICE, "breaks", "soft", "rush", "tolls", "transports").map(
        lambda rules: rules | {"reloads"}
    ),
)
def test_the_cheapest_new_trip_is_found(seed: int, rules: frozenset[str]) -> None:
    problem = problem_of(unpaid(random_case(seed, rules)))
    if problem.traits.has_shared_doors:
        return
    routes = thinned(problem, seed)
    held, near = held_of(problem, routes), neighbourhoods(problem)
    for node in absent(problem, routes):
        found = best_trip(held.packed, held.state, near, node)[0]
        tried = trip_insertions(problem, routes, node)
        assert found == pytest.approx(min(tried, default=IMPOSSIBLE), abs=1e-6)


@settings(max_examples=100)
@given(orders=st.integers(2, 25), seed=SEEDS)
def test_places_passed_over_as_too_far_are_never_the_cheapest(orders: int, seed: int) -> None:
    """Where it is as far there as back, and all others are beside each order."""
    problem = in_arrays(scattered(orders, 4, capacity_m3=100.0))
    chance = np.random.default_rng(seed)
    node, *others = chance.permutation(problem.tasks).tolist()
    cuts = np.sort(chance.integers(0, len(others) + 1, problem.vehicles - 1))
    held = held_of(problem, tuple(tuple(part.tolist()) for part in np.split(others, cuts)))
    world = held.packed, held.state, neighbourhoods(problem), held.work, SETTING, node
    assert best_beside(*world)[0] == pytest.approx(best_single(*world)[0])


@settings(max_examples=150)
@given(seed=SEEDS, rules=rules_without())
def test_changed_routes_are_as_if_they_were_new(seed: int, rules: frozenset[str]) -> None:
    """All that follows from a sequence is the same after any changes as for a fresh state."""
    problem = problem_of(random_case(seed, rules))
    chance = np.random.default_rng(seed)
    held = Held(problem, ((),) * problem.vehicles)
    for _ in range(12):
        change(held, int(chance.integers(problem.vehicles)), chance)
        fresh = Held(problem, tuple(map(held.calls, range(problem.vehicles))))
        assert_same(held, fresh)


def change(held: Held, row: int, chance: np.random.Generator) -> None:
    """Put an order, or one with a reload, into a route, or take a string off it."""
    problem, length = held.problem, len(held.calls(row))
    left_out = [n for n in range(problem.tasks) if held.state.spot[n]["route"] < 0]
    left_out = [n for n in left_out if problem.nodes.kind[n] != NodeKind.DROP]
    world = held.packed, held.state, held.work, SETTING, row
    if length and (not left_out or chance.random() < 0.3):
        first, last = np.sort(chance.integers(0, length + 1, 2)).tolist()
        take_off(*world, first, last)
        return
    if not left_out:
        return
    node = int(chance.choice(left_out))
    first, last = np.sort(chance.integers(0, length + 1, 2)).tolist()
    partner = int(problem.nodes.partner[node])
    reloads = [n for n in problem.fleet.reloads[row].tolist() if n >= 0]
    free = [n for n in reloads if held.state.spot[n]["route"] < 0]
    if partner >= 0:
        put_two(*world, (first, node), (last + 1, partner))
    elif length and free and chance.random() < 0.5:
        put_two(*world, (first, free[0]), (first + 1, node))
    else:
        put(*world, first, node)


def assert_exact_prices(problem: SearchProblem, seed: int) -> None:
    if problem.traits.has_shared_doors:
        return
    for price, before, after, _ in priced(problem, seed):
        assert price == pytest.approx(after.cost - before.cost, abs=1e-6)


def absent(problem: SearchProblem, routes: Routes) -> list[int]:
    """Orders on no route, transports by the node where they are collected."""
    called = {node for route in routes for node in route}
    nodes = set(range(problem.tasks)) - called
    return [n for n in sorted(nodes) if problem.nodes.kind[n] != NodeKind.DROP]


def insertions(problem: SearchProblem, seed: int) -> Iterator[tuple[bool, Judged, int]]:
    """Every insertion of a task into a route: whether it is feasible, and what the judge says."""
    routes = thinned(problem, seed)
    held = held_of(problem, routes)
    for vehicle, node, index in single_places(problem, routes):
        price = held.cost_at(vehicle, node, index)
        route = routes[vehicle]
        judged = judge_route(problem, vehicle, (*route[:index], node, *route[index:]))
        yield price < IMPOSSIBLE / 2, judged, vehicle


def priced(problem: SearchProblem, seed: int) -> Iterator[tuple[float, Judged, Judged, int]]:
    """Feasible insertions with their price, and what the judge says before and after."""
    routes = thinned(problem, seed)
    held = held_of(problem, routes)
    before = [judge_route(problem, v, route) for v, route in enumerate(routes)]
    for vehicle, node, index in single_places(problem, routes):
        price, route = held.cost_at(vehicle, node, index), routes[vehicle]
        after = judge_route(problem, vehicle, (*route[:index], node, *route[index:]))
        if price < IMPOSSIBLE / 2 and not after.broken:
            yield price, before[vehicle], after, vehicle


def single_places(problem: SearchProblem, routes: Routes) -> Iterator[tuple[int, int, int]]:
    """Vehicles in use, tasks of one call that are on no route, and places of the sequence."""
    nodes = [n for n in absent(problem, routes) if problem.nodes.partner[n] < 0]
    for vehicle, route in enumerate(routes):
        for node, index in product(nodes, range(len(route) + 1)):
            if route:
                yield vehicle, node, index


def single_insertions(problem: SearchProblem, routes: Routes, node: int) -> Iterator[float]:
    for vehicle, route in enumerate(routes):
        for index in range(len(route) + 1):
            longer = (*route[:index], node, *route[index:])
            yield from extra(problem, vehicle, route, longer)


def pair_insertions(problem: SearchProblem, routes: Routes, node: int) -> Iterator[float]:
    for vehicle, route in enumerate(routes):
        for first in range(len(route) + 1):
            for last in range(first, len(route) + 1):
                drop = int(problem.nodes.partner[node])
                longer = (*route[:first], node, *route[first:last], drop, *route[last:])
                yield from extra(problem, vehicle, route, longer)


def trip_insertions(problem: SearchProblem, routes: Routes, node: int) -> Iterator[float]:
    """Trips of a task alone: behind another trip, or before all at the home warehouse."""
    depot = int(problem.nodes.depot[node])
    for vehicle, route in enumerate(routes):
        for index in range(1, len(route) + 1):
            if index == len(route) or is_reload(problem, route[index]):
                longer = (*route[:index], depot, node, *route[index:])
                yield from extra(problem, vehicle, route, longer)
        home = int(problem.fleet.start[problem.fleet.type_of[vehicle]])
        yield from extra(problem, vehicle, route, (node, home, *route))


def extra(
    problem: SearchProblem, vehicle: int, route: tuple[int, ...], longer: tuple[int, ...]
) -> Iterator[float]:
    """How much dearer a longer route is, if that is lawful and the vehicle in use."""
    judged = judge_route(problem, vehicle, longer) if route else None
    if judged is not None and not judged.broken:
        yield judged.cost - judge_route(problem, vehicle, route).cost


def waiting(judged: Judged) -> int:
    """How long a route waits in all for windows and warehouses."""
    return int((judged.begin - judged.arrive).sum())
