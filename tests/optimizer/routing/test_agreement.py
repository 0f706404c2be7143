"""Search, judge and plan checker agree: on every rule, to the second and to the cent."""

from collections.abc import Iterator
from fractions import Fraction

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from domain.fleet import Vehicle
from domain.plan import Route
from domain.progress import Never
from domain.units import METRES_PER_KM, SECONDS_PER_HOUR, minor_units
from optimizer.routing.broken import Rule
from optimizer.routing.compile_problem import CompiledDay, compile_problem
from optimizer.routing.decode_routes import route_of
from optimizer.routing.judge.judge_route import judge_route
from optimizer.routing.plan_route import plan_route
from optimizer.routing.problem_view import ProblemView, view_of
from optimizer.routing.search_problem import NodeKind, Routes
from optimizer.routing.solve_routing import solve_routing
from optimizer.routing.timeline import Timeline, time_sequence
from tests.optimizer.routing.day_of_case import as_in_tables, violations
from tests.optimizer.routing.random_case import RULES, random_case
from tests.optimizer.routing.random_routes import random_routes, with_order

SEEDS = st.integers(0, 10**9)
RULE_SETS = st.frozensets(st.sampled_from(RULES))
ITERATIONS = 30
NOISE_MINOR = 1e-6
ROUNDING_MINOR = 5.0


@settings(max_examples=400)
@given(seed=SEEDS, rules=RULE_SETS)
def test_what_the_judge_lets_pass_the_checker_does_too(seed: int, rules: frozenset[str]) -> None:
    assert_judge_and_checker_agree(seed, rules)


@settings(max_examples=1_000)
@given(seed=SEEDS, rules=RULE_SETS)
def test_what_the_search_finds_keeps_every_rule(seed: int, rules: frozenset[str]) -> None:
    assert_search_and_checker_agree(seed, rules)


@settings(max_examples=150)
@given(seed=SEEDS, rules=RULE_SETS)
def test_the_judge_finds_what_the_timeline_finds(seed: int, rules: frozenset[str]) -> None:
    assert_judge_and_timeline_agree(seed, rules)


@pytest.mark.torture
@settings(max_examples=5_000)
@given(seed=SEEDS, rules=RULE_SETS)
def test_the_judge_and_the_checker_agree_on_thousands(seed: int, rules: frozenset[str]) -> None:
    assert_judge_and_checker_agree(seed, rules)


@pytest.mark.torture
@settings(max_examples=5_000)
@given(seed=SEEDS, rules=RULE_SETS)
def test_the_judge_and_the_timeline_agree_on_thousands(seed: int, rules: frozenset[str]) -> None:
    assert_judge_and_timeline_agree(seed, rules)


@pytest.mark.torture
@settings(max_examples=10_000)
@given(seed=SEEDS, rules=RULE_SETS)
def test_the_search_keeps_every_rule_on_thousands(seed: int, rules: frozenset[str]) -> None:
    assert_search_and_checker_agree(seed, rules)


def assert_judge_and_checker_agree(seed: int, rules: frozenset[str]) -> None:
    """Routes of random calls that the judge finds lawful, and their price, are as the plan says."""
    made = as_in_tables(random_case(seed, rules))
    view = view_of(made.problem, made.locations)
    day = compile_problem(view)
    routes = random_routes(day.problem, np.random.default_rng(seed))
    assert violations(made, decoded(view, day, routes)) == ()


def assert_judge_and_timeline_agree(seed: int, rules: frozenset[str]) -> None:
    """The judge lets pass what the timeline does, and finds no dearer schedule.

    It also finds starts at which no break is due any more, or the end warehouse is open. But for
    those, what it finds costs the same where travel does: the timeline compares rounded parts.
    """
    made = random_case(seed, rules)
    view = view_of(made.problem, made.locations)
    day = compile_problem(view)
    chance = np.random.default_rng(seed)
    routes: list[tuple[int, ...]] = [()] * day.problem.vehicles
    for node in chance.permutation(day.problem.tasks).tolist():
        if day.problem.nodes.kind[node] == NodeKind.DROP:
            continue
        number = int(chance.integers(day.problem.vehicles))
        calls = with_order(day.problem, routes[number], node, chance)
        judged = judge_route(day.problem, number, calls)
        vehicle = view.vehicles[day.vehicle_ids[number]]
        timed = time_sequence(view, vehicle, [day.places[call] for call in calls])
        if isinstance(timed, Timeline):
            assert not judged.broken
            exact = sum(exact_parts(view, vehicle, plan_route(timed, vehicle)))
            saved_minor = float(exact) - judged.cost
            assert saved_minor >= -NOISE_MINOR
            latest_s = vehicle.break_latest_s
            is_behind = latest_s is not None and timed.course.start_s <= latest_s < judged.start
            if not day.problem.traits.is_timed_by_hour and not is_behind:
                assert saved_minor <= ROUNDING_MINOR
            routes[number] = calls
        elif not judged.broken:
            assert timed.rule in {Rule.BREAK, Rule.END}


def assert_search_and_checker_agree(seed: int, rules: frozenset[str]) -> None:
    """What the search finds is lawful, and costs what the judge says of the same calls."""
    made = as_in_tables(random_case(seed, rules))
    result = solve_routing(
        made.problem,
        locations=made.locations,
        stop=Never(),
        seed=seed % 3,
        iteration_limit=ITERATIONS,
    )
    assert result.problems == ()
    assert violations(made, result.routes) == ()
    view = view_of(made.problem, made.locations)
    day = compile_problem(view)
    plan = {calls.vehicle_id: calls.places for calls in result.sequences()}
    said = [route.cost.total_minor for route in decoded(view, day, day.routes(plan))]
    assert said == [route.cost.total_minor for route in result.routes]


def decoded(view: ProblemView, day: CompiledDay, routes: Routes) -> tuple[Route, ...]:
    """Judged routes in the form of the plan; their cost is the judge's but for its rounding."""
    found = []
    for number, (vehicle_id, calls) in enumerate(zip(day.vehicle_ids, routes, strict=True)):
        if not calls:
            continue
        judged = judge_route(day.problem, number, calls)
        assert not judged.broken
        vehicle, places = view.vehicles[vehicle_id], tuple(day.places[node] for node in calls)
        route = route_of(view, vehicle, places, judged)
        parts = list(exact_parts(view, vehicle, route))
        assert float(sum(parts)) == pytest.approx(judged.cost, abs=NOISE_MINOR)
        assert route.cost.total_minor == sum(round(part) for part in parts)
        assert (route.distance_m, route.cost.toll_minor) == (judged.metres, judged.toll)
        found.append(route)
    return tuple(found)


def exact_parts(view: ProblemView, vehicle: Vehicle, route: Route) -> Iterator[Fraction]:
    """What a route costs, each part before it is rounded."""
    currency, minor = view.problem.currency, 100
    yield Fraction(minor_units(vehicle.fixed_cost, currency))
    yield Fraction(route.cost.toll_minor)
    yield Fraction(vehicle.cost_per_km) * minor * route.distance_m / METRES_PER_KM
    span_s, over_s = route.end_s - route.start_s, max(0, route.end_s - vehicle.shift_end_s)
    yield Fraction(vehicle.cost_per_hour) * minor * span_s / SECONDS_PER_HOUR
    yield Fraction(vehicle.overtime_cost_per_hour) * minor * over_s / SECONDS_PER_HOUR
    for stop in route.stops:
        for order_id in stop.order_ids:
            rate = Fraction(view.shipments[order_id].late_cost_per_hour_minor)
            yield rate * stop.late_s / SECONDS_PER_HOUR
