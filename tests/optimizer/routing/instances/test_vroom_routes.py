"""Routes of VROOM problems: their times, the rules they break, and how engines see them."""

import itertools
import json
import random
from pathlib import Path

import pytest

from domain.errors import InputError
from domain.progress import Never
from optimizer.routing.instances.read_vroom import read_vroom
from optimizer.routing.instances.solve_instance import InstanceSolution, solve_instance
from optimizer.routing.instances.vroom_answer import vroom_answer
from optimizer.routing.instances.vroom_problem import VroomProblem
from optimizer.routing.instances.vroom_routes import drive, violations
from optimizer.routing.instances.vroom_search import VroomSearch
from optimizer.routing.judge.judge_route import judge_route
from optimizer.routing.ruin_recreate.ruin_recreate import RuinRecreate
from tests.optimizer.routing.instances.vroom_texts import VROOM, changed


def problem_of(text: str) -> VroomProblem:
    return read_vroom(text, "small", "small.json")


SMALL = problem_of(json.dumps(VROOM))


def codes(problem: VroomProblem, *routes: tuple[int, ...]) -> list[str]:
    driven = [drive(problem, number, route) for number, route in enumerate(routes) if route]
    return [found.code for found in violations(problem, driven)]


def test_a_route_in_time() -> None:
    steps = drive(SMALL, 0, (0, 1)).steps
    told = [(s.kind, s.arrival, s.waiting, s.travelled_s, s.travelled_m, s.load) for s in steps]
    assert told == [
        ("start", 60, 0, 0, 0, (4, 1)),
        ("job", 110, 0, 50, 500, (0, 0)),
        ("job", 150, 0, 80, 800, (5, 1)),
        ("end", 210, 0, 140, 1400, (5, 1)),
    ]
    assert drive(SMALL, 0, (0, 1)).cost == 140


def test_an_open_route_ends_at_its_last_task() -> None:
    driven = drive(SMALL, 1, (1,))
    assert driven.cost == 60
    assert driven.steps[-1].arrival == 150


def test_setup_is_only_needed_at_another_place() -> None:
    problem = problem_of(changed(("shipments", 0, "pickup", "setup"), 20))
    alone, behind = drive(problem, 0, (3, 4)), drive(problem, 0, (0, 3, 4))
    assert [step.setup for step in alone.steps] == [0, 20, 0, 0]
    assert [step.setup for step in behind.steps] == [0, 0, 0, 0, 0]


def test_the_break_lies_in_its_window() -> None:
    rest = [{"id": 1, "service": 30, "time_windows": [[100, 120]]}]
    problem = problem_of(changed(("vehicles", 0, "breaks"), rest))
    (step,) = [step for step in drive(problem, 0, (0, 1)).steps if step.kind == "break"]
    assert 100 <= step.arrival + step.waiting <= 120
    assert codes(problem, (0, 1)) == []
    missed = problem_of(
        changed(("vehicles", 0, "breaks"), [{"id": 1, "service": 900, "time_windows": [[10, 20]]}])
    )
    assert "vroom.break_missed" in codes(missed, (0, 1))


@pytest.mark.parametrize(
    ("routes", "code"),
    [
        (((), (0,)), "instance.not_allowed"),
        (((3,),), "instance.pair_split"),
        (((4, 3),), "instance.pair_split"),
        (((3,), (4,)), "instance.pair_split"),
        (((0, 2),), "instance.overloaded"),
        (((2, 3, 4),), None),
        (((0, 0),), "instance.visited"),
    ],
)
def test_broken_rules_are_told(routes: tuple[tuple[int, ...], ...], code: str | None) -> None:
    assert (code is None) == (codes(SMALL, *routes) == []), codes(SMALL, *routes)
    assert code is None or code in codes(SMALL, *routes)


@pytest.mark.parametrize(
    ("key", "value", "code"),
    [
        ("max_tasks", 1, "vroom.too_many_tasks"),
        ("max_travel_time", 139, "vroom.too_much_travel"),
        ("max_distance", 1399, "instance.too_far"),
        ("time_window", [0, 200], "vroom.ends_late"),
    ],
)
def test_limits_of_a_vehicle(key: str, value: object, code: str) -> None:
    assert codes(problem_of(changed(("vehicles", 0, key), value)), (0, 1)) == [code]


CHANGES: list[tuple[tuple[str | int, ...], object]] = [
    (("vehicles", 0, "max_distance"), 2000),
    (("vehicles", 0, "max_travel_time"), 180),
    (("vehicles", 0, "max_tasks"), 2),
    (("vehicles", 0, "costs"), {"fixed": 100, "per_hour": 1800, "per_km": 100.5}),
    (("vehicles", 0, "speed_factor"), 0.7),
    (("vehicles", 1), {"id": 9, "end_index": 3, "capacity": [10, 4], "skills": [1]}),
    (("vehicles", 0, "time_window"), [0, 300]),
    (("jobs", 2, "time_windows"), [[0, 30], [60, 90], [200, 300]]),
]


@pytest.mark.parametrize(("path", "value"), CHANGES)
def test_the_search_sees_the_same_problem(path: tuple[str | int, ...], value: object) -> None:
    """The judge in arrays and the check from the raw data agree on rules and on costs."""
    problem = problem_of(changed(path, value))
    search = VroomSearch(problem).problem()
    draw, numbers = random.Random(5), range(len(problem.tasks))
    orders = [o for k in range(1, 6) for o in itertools.permutations(numbers, k)]
    units = set()
    for order in draw.sample(orders, 120):
        for vehicle in range(len(problem.vehicles)):
            driven = drive(problem, vehicle, order)
            judged = judge_route(search, vehicle, order)
            assert bool(judged.broken) == bool(violations(problem, [driven])), (order, judged)
            if not judged.broken and driven.cost == 0:
                assert judged.cost == 0
            elif not judged.broken:
                units.add(round(judged.cost / driven.cost, 3))
    assert units in ({1.0}, {100.0})


def solved(folder: Path, text: str) -> InstanceSolution:
    path = folder / "problem.json"
    path.write_text(text, encoding="utf-8")
    return solve_instance(path, stop=Never(), engine=RuinRecreate(), seed=1, iteration_limit=300)


def test_a_problem_is_solved_and_answered_in_vrooms_form(tmp_path: Path) -> None:
    solution = solved(tmp_path, json.dumps(VROOM))
    assert solution.feasible
    assert 250 <= solution.cost <= 260
    out = tmp_path / "out.json"
    solution.write(out)
    answer = json.loads(out.read_text(encoding="utf-8"))
    assert answer["code"] == 0
    assert answer["unassigned"] == []
    assert answer["summary"]["cost"] == solution.cost
    assert solution.cost == sum(route["cost"] for route in answer["routes"])
    route = answer["routes"][0]
    assert (route["vehicle"], route["description"]) == (7, "Sprinter")
    kinds = [step["type"] for step in route["steps"]]
    assert (kinds[0], kinds[-1]) == ("start", "end")
    assert set(kinds[1:-1]) <= {"job", "pickup", "delivery"}
    keys = {"type", "location_index", "arrival", "duration", "service", "waiting_time", "load"}
    assert all(keys <= step.keys() for step in route["steps"])
    assert route["steps"][0]["location"] == [8.68, 49.41]


def test_the_task_of_least_priority_is_left_out(tmp_path: Path) -> None:
    tight = json.loads(json.dumps(VROOM))
    tight["vehicles"] = [{**tight["vehicles"][0], "max_tasks": 1}]
    del tight["shipments"]
    answer = json.loads(solved(tmp_path, json.dumps(tight)).answer)
    assert [step.get("id") for step in answer["routes"][0]["steps"]] == [None, 3, None]
    assert [(job["id"], job["type"], job["reason"]) for job in answer["unassigned"]] == [
        (1, "job", "no_route_found"),
        (2, "job", "no_route_found"),
    ]


def test_why_a_task_is_left_out() -> None:
    small = json.loads(json.dumps(VROOM))
    small["jobs"][0]["skills"] = [5]
    small["jobs"][1]["pickup"] = [50, 1]
    answer = json.loads(vroom_answer(problem_of(json.dumps(small)), [], []))
    reasons = {task["id"]: task["reason"] for task in answer["unassigned"][:3]}
    assert reasons == {
        1: "no_vehicle_with_skills",
        2: "too_large_for_any_vehicle",
        3: "no_route_found",
    }


def test_a_wrong_problem_is_refused_before_any_search(tmp_path: Path) -> None:
    with pytest.raises(InputError):
        solved(tmp_path, changed(("jobs", 0, "id"), "x"))
