"""Instances solved with the planner's model, checked and written in their own convention."""

from pathlib import Path

import pytest

from domain.progress import MaxRuntime, Progress
from optimizer.routing.instances.check_routes import cost, violations
from optimizer.routing.instances.instance import RoutingInstance
from optimizer.routing.instances.read_instance import read_instance
from optimizer.routing.instances.solve_instance import InstanceSolution, solve_instance
from tests.optimizer.routing.instances.texts import SOLOMON, VRPLIB

PUBLISHED = Path(__file__).resolve().parents[5] / "shared" / "data" / "routing"


def instance(folder: Path, text: str) -> RoutingInstance:
    return read_instance(file(folder, text))


def file(folder: Path, text: str) -> Path:
    path = folder / "instance.txt"
    path.write_text(text, encoding="utf-8")
    return path


def solve(path: Path, seconds: float = 0.5, seed: int = 0) -> InstanceSolution:
    return solve_instance(path, stop=MaxRuntime(seconds), seed=seed)


@pytest.mark.parametrize("seed", [0, 1])
def test_a_capacity_instance_is_solved_to_the_best(tmp_path: Path, seed: int) -> None:
    solution = solve(file(tmp_path, VRPLIB), seed=seed)
    assert solution.feasible
    assert solution.cost == (10 + 1 + 8 + 10) + (10 + 1 + 11)
    assert isinstance(solution.cost, int)


@pytest.mark.parametrize("seed", [0, 1])
def test_an_instance_with_windows_is_solved_in_double_precision(tmp_path: Path, seed: int) -> None:
    solution = solve(file(tmp_path, SOLOMON), seed=seed)
    assert solution.feasible
    # Customers 1 and 2 exclude each other; 3 is cheapest after 2.
    assert solution.cost == pytest.approx(20 + 20 + 500**0.5 + 10)
    assert (solution.instance, solution.objective) == ("TINY101", "distance")


def test_progress_is_reported(tmp_path: Path) -> None:
    seen: list[Progress] = []
    solve_instance(file(tmp_path, VRPLIB), stop=MaxRuntime(0.3), on_progress=seen.append)
    assert seen[-1].cost_minor == 51


def test_the_solution_file_is_that_of_cvrplib(tmp_path: Path) -> None:
    solution = solve(file(tmp_path, VRPLIB))
    path = tmp_path / "tiny.sol"
    solution.write(path)
    lines = path.read_text(encoding="utf-8").splitlines()
    assert lines[0] == f"Route #1: {' '.join(map(str, solution.routes[0]))}"
    assert lines[-1] == "Cost 51"


def test_an_instance_that_needs_more_vehicles_is_not_feasible(tmp_path: Path) -> None:
    few = VRPLIB.replace("CAPACITY : 10", "CAPACITY : 10\nVEHICLES : 1")
    solution = solve(file(tmp_path, few))
    assert not solution.feasible
    assert {found.code for found in solution.violations} == {"instance.visited"}


@pytest.mark.parametrize(
    ("routes", "codes"),
    [
        ([[1, 2], [3, 4], [5]], []),
        ([[1, 2, 5], [3, 4]], []),
        ([[1, 2, 3], [4, 5]], ["instance.overloaded"]),
        ([[1, 2], [3, 4]], ["instance.visited"]),
        ([[1, 2], [3, 4], [5, 5]], ["instance.visited"]),
        ([[1, 2], [3, 4], [5, 9]], ["instance.unknown_customer"]),
        ([[1, 2], [3, 4], [5, 0]], ["instance.unknown_customer"]),
    ],
)
def test_the_check_of_capacity_instances(
    tmp_path: Path, routes: list[list[int]], codes: list[str]
) -> None:
    found = violations(instance(tmp_path, VRPLIB), routes)
    assert [problem.code for problem in found] == codes


@pytest.mark.parametrize(
    ("routes", "codes"),
    [
        ([[2, 1], [3]], ["instance.late"]),
        ([[1], [2], [3]], []),
        ([[1, 2], [3]], ["instance.late"]),
        ([[1], [2], [3], []], []),
        ([[3, 1], [2]], []),
    ],
)
def test_the_check_of_instances_with_windows(
    tmp_path: Path, routes: list[list[int]], codes: list[str]
) -> None:
    found = violations(instance(tmp_path, SOLOMON), routes)
    assert [problem.code for problem in found] == codes


def test_the_cost_is_counted_as_the_instance_does(tmp_path: Path) -> None:
    assert cost(instance(tmp_path, VRPLIB), [[1, 3]]) == 10 + 14 + 10
    assert cost(instance(tmp_path, SOLOMON), [[1, 3]]) == pytest.approx(20 + 200**0.5)


@pytest.mark.torture
@pytest.mark.parametrize(
    ("name", "best_known", "most"),
    [("X/X-n101-k25.vrp", 27_591, 1.03), ("solomon/R101.txt", 1_642.88, 1.02)],
)
def test_published_instances(name: str, best_known: float, most: float) -> None:
    path = PUBLISHED / name
    if not path.exists():
        pytest.skip(f"{path} is not there")
    solution = solve(path, seconds=20)
    assert solution.feasible
    assert solution.cost <= best_known * most
