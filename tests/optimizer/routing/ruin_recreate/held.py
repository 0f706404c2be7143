"""Routes as the search holds them, to be compared with what the judge says of them."""

from dataclasses import replace
from decimal import Decimal

import numpy as np
from hypothesis import strategies as st

from optimizer.routing.compile_problem import compile_problem
from optimizer.routing.judge.judge_route import judge_route, with_reload_nodes
from optimizer.routing.judge.state import empty_state, kernel_problem
from optimizer.routing.problem_view import view_of
from optimizer.routing.ruin_recreate.workspace import Setting, empty_workspace
from optimizer.routing.search_problem import FAR, Routes, SearchProblem
from tests.optimizer.routing.build import Case
from tests.optimizer.routing.random_case import RULES
from tests.optimizer.routing.random_routes import random_routes
from tests.optimizer.routing.ruin_recreate.kernels import cost_at, put

SEEDS = st.integers(0, 10**9)
SETTING = Setting(blink_chance=0.0, counts_stops=True)

SPOT = ("route", "index", "before", "after")
FORWARDS = ("head", "rests", "ready", "rested", "rested_before", "set_up")
BACKWARDS = ("latest", "latest_due", "leave_by", "leave_by_due")
LAID_OUT = ("arrive", "begin", "leave", "ahead", "slack")
OF_ROUTE = ("length", "stops", "trips", "misplaced", "has_soft", "start", "end")


def rules_without(*left_out: str) -> st.SearchStrategy[frozenset[str]]:
    return st.frozensets(st.sampled_from(sorted({*RULES} - {*left_out})))


class Held:
    """Routes with all that the search holds beside them."""

    def __init__(self, problem: SearchProblem, routes: Routes) -> None:
        self.problem, self.packed = problem, kernel_problem(problem)
        self.state = empty_state(problem)
        self.work = empty_workspace(problem, self.state, seed=1)
        for row, route in enumerate(routes):
            for index, node in enumerate(route):
                put(self.packed, self.state, self.work, SETTING, row, index, node)

    def calls(self, row: int) -> tuple[int, ...]:
        """Nodes of a route, its reloads as they are numbered in the state."""
        return tuple(self.state.sequence[row, : self.state.route[row]["length"]].tolist())

    def cost_at(self, row: int, node: int, index: int) -> float:
        return cost_at(self.packed, self.state, self.work, SETTING, row, node, index)


def held_of(problem: SearchProblem, routes: Routes) -> Held:
    """The same routes, each reload by a node of the vehicle's own."""
    own = (with_reload_nodes(problem, v, route).tolist() for v, route in enumerate(routes))
    return Held(problem, tuple(map(tuple, own)))


def assert_same(held: Held, fresh: Held) -> None:
    traits = held.problem.traits
    is_mixed = traits.has_pickups or traits.has_pairs or traits.has_reloads
    is_laid_out = traits.has_time_price or traits.has_soft
    for row in range(held.problem.vehicles):
        calls = list(held.calls(row))
        if not calls:
            continue
        route, other = held.state.route[row], fresh.state.route[row]
        of_route = OF_ROUTE if is_laid_out else OF_ROUTE[:5]
        assert [route[name] for name in of_route] == [other[name] for name in of_route]
        np.testing.assert_allclose(held.state.load[row], fresh.state.load[row], atol=1e-9)
        fields = FORWARDS + BACKWARDS + (("trip",) if is_mixed else ())
        fields += LAID_OUT if is_laid_out and route["end"] < FAR else ()
        for name in SPOT:
            assert held.state.spot[calls][name].tolist() == fresh.state.spot[calls][name].tolist()
        for name in fields:
            assert held.state.call[calls][name].tolist() == fresh.state.call[calls][name].tolist()
        if is_mixed:
            np.testing.assert_allclose(held.state.leg[calls], fresh.state.leg[calls])
            np.testing.assert_allclose(held.state.last_leg[row], fresh.state.last_leg[row])


def problem_of(made: Case) -> SearchProblem:
    return compile_problem(view_of(made.problem, made.locations)).problem


def unpaid(made: Case) -> Case:
    """The same problem, where time costs nothing."""
    vehicles = tuple(
        replace(vehicle, cost_per_hour=Decimal(0), overtime_cost_per_hour=Decimal(0))
        for vehicle in made.problem.vehicles
    )
    return Case(problem=replace(made.problem, vehicles=vehicles), locations=made.locations)


def thinned(problem: SearchProblem, seed: int) -> Routes:
    """Random lawful routes off which some orders are taken; a route that breaks a rule is empty."""
    chance = np.random.default_rng(seed)
    kept = [
        tuple(n for n in route if is_reload(problem, n) or chance.random() < 0.8)
        for route in random_routes(problem, chance)
    ]
    return tuple(
        () if judge_route(problem, vehicle, route).broken else route
        for vehicle, route in enumerate(kept)
    )


def is_reload(problem: SearchProblem, node: int) -> bool:
    return node >= problem.tasks
