"""Whatever nonsense the arrays hold, the judge answers; run with NUMBA_BOUNDSCHECK=1 for memory."""

from collections.abc import Callable
from dataclasses import replace
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from optimizer.routing.arrays import read_only
from optimizer.routing.judge.judge_route import judge_route, judged_cost
from optimizer.routing.search_problem import FAR, SearchProblem
from tests.optimizer.routing.build import case, van
from tests.optimizer.routing.judge.lines import problem_of
from tests.optimizer.routing.random_case import RULES, random_case

Spoil = Callable[[SearchProblem], SearchProblem]


def of_nodes(**values: Any) -> Spoil:
    """Every node has these values, or the values of other fields where a name is given."""
    return lambda problem: replace(
        problem, nodes=problem.nodes._replace(**filled(problem.nodes, values))
    )


def of_fleet(**values: Any) -> Spoil:
    return lambda problem: replace(
        problem, fleet=problem.fleet._replace(**filled(problem.fleet, values))
    )


def of_drives(**values: Any) -> Spoil:
    return lambda problem: replace(
        problem, drives=problem.drives._replace(**filled(problem.drives, values))
    )


def filled(arrays: object, values: dict[str, Any]) -> dict[str, Any]:
    return {
        name: getattr(arrays, value)
        if isinstance(value, str)
        else read_only(np.full_like(getattr(arrays, name), value))
        for name, value in values.items()
    }


SPOILS: dict[str, Spoil] = {
    "windows reversed": of_nodes(window_from="window_to", window_to="window_from"),
    "windows far away": of_nodes(window_from=FAR, window_to=FAR),
    "windows long ago": of_nodes(window_from=-FAR, window_to=-FAR),
    "no windows": of_nodes(windows=0),
    "endless service": of_nodes(service=2**50, setup=2**50),
    "service backwards": of_nodes(service=-10_000, setup=-10_000),
    "endless release": of_nodes(release=2**50),
    "heavy as nothing": of_nodes(load=np.inf),
    "lighter than air": of_nodes(load=-1.0),
    "no number of loads": of_nodes(load=np.nan),
    "everybody first": of_nodes(position=1),
    "everybody far behind": of_nodes(position=10**6),
    "one door": of_nodes(door=0, hours=0),
    "all goods forbidden": of_nodes(classes=-1, forbids=-1),
    "lateness paid": of_nodes(is_soft=1, late_rate=-5.0),
    "endless lateness": of_nodes(is_soft=1, late_rate=1e300),
    "never starts": of_fleet(leaves=0),
    "never ends": of_fleet(ends=0),
    "hours reversed": of_fleet(leave_from="leave_to", leave_to="leave_from"),
    "ends reversed": of_fleet(end_from="end_to", end_to="end_from"),
    "break reversed": of_fleet(rest=900, rest_from="rest_to", rest_to="rest_from"),
    "break too long": of_fleet(rest=2**50, rest_from=0, rest_to=2**40),
    "no trips": of_fleet(trips=0),
    "no room": of_fleet(capacity=-1.0),
    "limits below nothing": of_fleet(most_m=-1, most_stops=-1, most_time=-1),
    "paid to drive": of_fleet(per_m=-1.0, per_time=-1.0, overtime_rate=-1.0),
    "no roads": of_drives(time=2**30, metres=2**30),
    "no distances": of_drives(time=0, metres=0),
    "buckets long ago": of_drives(slot_from=-FAR // 2, bucket_from=-FAR // 2),
}


@pytest.mark.parametrize("spoiled", SPOILS)
@settings(max_examples=8)
@given(seed=st.integers(0, 10**9), rules=st.frozensets(st.sampled_from(RULES)))
def test_the_judge_answers_whatever_it_is_asked(
    spoiled: str, seed: int, rules: frozenset[str]
) -> None:
    problem = SPOILS[spoiled](problem_of(random_case(seed, rules)))
    chance = np.random.default_rng(seed)
    for vehicle in range(problem.vehicles):
        most = problem.tasks + problem.warehouses
        calls = chance.integers(0, most, int(chance.integers(0, problem.tasks + 1)))
        judged = judge_route(problem, vehicle, calls.tolist())
        assert len(judged.arrive) == len(judged.begin) == len(judged.leave) == len(calls)
        assert judged.broken or not np.isposinf(judged.cost)


def test_a_problem_without_orders_or_without_vehicles_has_no_price() -> None:
    assert judged_cost(problem_of(case([], [van()], [])), ((),)) == 0.0
    assert judged_cost(problem_of(case([], [], [])), ()) == 0.0


def test_a_vehicle_that_is_not_there_is_refused() -> None:
    with pytest.raises(IndexError):
        judge_route(problem_of(case([], [], [])), 0, ())
