"""Every published set is read, and what is best known of it is right by our own check."""

from pathlib import Path

import pytest

from optimizer.routing.instances.check_routes import cost, violations
from optimizer.routing.instances.instance_problem import search_problem_of
from optimizer.routing.instances.read_instance import read_instance
from optimizer.routing.judge.judge_route import judge_route
from tests.benchmarks.routing.best_known import ROUTING, best_known

PUBLISHED = sorted([*ROUTING.glob("*/*.vrp"), *ROUTING.glob("*/*.txt")])


@pytest.mark.skipif(not PUBLISHED, reason=f"{ROUTING} is not there")
def test_all_sets_are_there() -> None:
    assert {path.parent.name for path in PUBLISHED} >= {
        "X", "GH1000", "solomon", "homberger", "ortec", "PDPTW",
        "HFVRP", "MDVRPTW", "MTVRPTWR", "PCVRPTW", "SDVRPTW", "VRPB",
    }  # fmt: skip


@pytest.mark.parametrize("path", PUBLISHED, ids=lambda path: path.stem)
def test_the_best_known_is_feasible_and_costs_what_it_says(path: Path) -> None:
    instance, known = read_instance(path), best_known(path)
    assert instance.objective is known.objective
    if known.routes is None:
        assert known.vehicles <= len(instance.vehicles)
        return
    assert not violations(instance, known.routes)
    assert cost(instance, known.routes) == known.cost


@pytest.mark.parametrize("path", PUBLISHED, ids=lambda path: path.stem)
def test_the_judge_prices_the_best_known_alike(path: Path) -> None:
    instance, known = read_instance(path), best_known(path)
    problem = search_problem_of(instance)
    assert problem.vehicles >= known.vehicles
    if known.routes is None:
        return
    routes = [
        [site - instance.depots if site >= instance.depots else problem.tasks + site for site in r]
        for r in known.routes
        if r or not instance.has_equal_vehicles
    ]
    judged = [judge_route(problem, v, route) for v, route in enumerate(routes) if route]
    assert not [one.broken for one in judged if one.broken]
    served = {node for route in routes for node in route}
    left_out = sum(
        problem.nodes.absent[task] for task in range(problem.tasks) if task not in served
    )
    assert sum(one.cost for one in judged) + left_out == known.cost
