"""Parts of a large problem: rules and prices are those of the whole."""

from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from domain.progress import MaxRuntime, Never
from optimizer.routing.choose import decompose
from optimizer.routing.choose.decompose import cut, search_in_parts
from optimizer.routing.choose.incumbent import Incumbent
from optimizer.routing.choose.part_of import part_of
from optimizer.routing.engine import EndReason, Outcome
from optimizer.routing.judge.judge_route import judge_route, judged_cost
from optimizer.routing.judge.state import kernel_problem
from optimizer.routing.ruin_recreate.ruin_recreate import RuinRecreate
from optimizer.routing.search_problem import NOWHERE, Routes, SearchProblem
from tests.optimizer.routing.choose.made_days import Told, in_arrays, scattered
from tests.optimizer.routing.random_case import RULES, random_case
from tests.optimizer.routing.random_routes import random_routes


class FailsOnParts(Told):
    """Proposes a plan of the whole, and fails when it is asked again."""

    def solve(self, problem: SearchProblem, **how: Any) -> Outcome:
        outcome = super().solve(problem, **how)
        self.failure = RuntimeError("parts")
        return outcome


SEEDS = st.integers(0, 10**6)
RULE_SETS = st.frozensets(st.sampled_from(RULES))


@settings(max_examples=100)
@given(seed=SEEDS, rules=RULE_SETS)
def test_a_route_is_the_same_in_its_part(seed: int, rules: frozenset[str]) -> None:
    problem = in_arrays(random_case(seed, rules))
    chance = np.random.default_rng(seed)
    routes = random_routes(problem, chance)
    mine = np.flatnonzero(chance.random(problem.vehicles) < 0.5)
    tasks = sorted({n for v in mine for n in routes[v] if n < problem.tasks})
    part = part_of(problem, np.array(tasks, dtype=np.int64), mine)
    own = part.routes_in(routes)
    assert part.put_back(own, routes) == routes
    places = np.unique(part.problem.nodes.place)
    assert part.problem.drives.usual_m.shape[1:] == (len(places), len(places))
    for number, vehicle in enumerate(mine.tolist()):
        one, whole = (
            judge_route(part.problem, number, own[number]),
            judge_route(problem, vehicle, routes[vehicle]),
        )
        assert not one.broken
        assert not own[number] or (one.cost, one.start, one.end) == (
            whole.cost,
            whole.start,
            whole.end,
        )


def test_parts_need_no_machine_code_of_their_own() -> None:
    problem = in_arrays(random_case(1, frozenset(RULES)))
    half = np.arange(0, problem.vehicles, 2)
    part = part_of(problem, np.arange(problem.tasks), half).problem
    own, whole = kernel_problem(part), kernel_problem(problem)
    for name in whole._fields:
        one, other = getattr(own, name), getattr(whole, name)
        assert (one.dtype, one.ndim) == (other.dtype, other.ndim)
        assert one.flags.c_contiguous
        assert not one.flags.writeable


@settings(max_examples=60)
@given(seed=SEEDS, rules=RULE_SETS)
def test_parts_hold_everything_once_and_leave_together_what_belongs_together(
    seed: int, rules: frozenset[str]
) -> None:
    problem = in_arrays(random_case(seed, rules))
    chance = np.random.default_rng(seed)
    routes = random_routes(problem, chance)
    parts = cut(problem, routes, 3, chance)
    assert sorted(t for part in parts for t in part.tasks.tolist()) == list(range(problem.tasks))
    assert sorted(v for part in parts for v in part.vehicles.tolist()) == list(
        range(problem.vehicles)
    )
    for part in parts:
        tasks = set(part.tasks.tolist())
        for task in tasks:
            partner, group = int(problem.nodes.partner[task]), int(problem.nodes.group[task])
            assert partner == NOWHERE or partner in tasks
            if group >= 0:
                assert tasks >= set(np.flatnonzero(problem.nodes.group == group).tolist())


@settings(max_examples=30)
@given(seed=SEEDS, rules=RULE_SETS)
def test_parts_searched_by_themselves_keep_every_rule_together(
    seed: int, rules: frozenset[str]
) -> None:
    problem = in_arrays(random_case(seed, rules))
    chance = np.random.default_rng(seed)
    routes = random_routes(problem, chance)
    before = judged_cost(problem, routes)
    for part in cut(problem, routes, 2, chance):
        if len(part.tasks) and len(part.vehicles):
            own = part.routes_in(routes)
            found = RuinRecreate().solve(part.problem, stop=Never(), start=own, iteration_limit=20)
            cheaper = min((own, found.routes), key=lambda one: judged_cost(part.problem, one))
            routes = part.put_back(cheaper, routes)
    assert judged_cost(problem, routes) <= before + 1e-6


def test_an_engine_that_fails_on_parts_loses_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(decompose, "LEAST_SPELL_S", 0.1)
    problem = in_arrays(scattered(12, 3))
    plan = (tuple(range(6)), tuple(range(6, 12)), ())
    outcome = search_in_parts(
        problem, FailsOnParts([plan]), Incumbent(problem), stop=MaxRuntime(0.2), threads=2
    )
    assert outcome.routes == plan


def test_a_problem_in_parts_becomes_better(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(decompose, "PART_TASKS", 30)
    monkeypatch.setattr(decompose, "LEAST_SPELL_S", 0.1)
    problem = in_arrays(scattered(120, 20))
    first = Incumbent(problem)

    def first_told(routes: Routes) -> None:
        first.offer(routes, "first")

    RuinRecreate().solve(
        problem,
        stop=Never(),
        on_better=first_told,
        iteration_limit=1,
    )
    incumbent = Incumbent(problem)
    outcome = search_in_parts(
        problem, RuinRecreate(), incumbent, stop=MaxRuntime(1.5), seed=1, threads=2
    )
    assert outcome.reason is EndReason.TIME_LIMIT
    assert judged_cost(problem, outcome.routes) == pytest.approx(incumbent.best.cost)
    assert incumbent.best.cost <= first.best.cost
    assert sum(map(len, outcome.routes)) == 120
