"""VROOM's files are read whole, or refused with the path and line of all that is wrong."""

import json
import random
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from domain.errors import InputError
from domain.message import Problem
from optimizer.routing.instances.read_vroom import read_vroom
from optimizer.routing.instances.strict_json import NoJson, line_of, path_text, strict_json
from optimizer.routing.instances.vroom_problem import TaskType, VroomProblem
from tests.optimizer.routing.instances.vroom_texts import VROOM, changed, without

TEXT = json.dumps(VROOM, indent=1)


def read(text: str) -> VroomProblem:
    return read_vroom(text, "small", "small.json")


def refusals(text: str) -> list[Problem]:
    with pytest.raises(InputError) as caught:
        read(text)
    assert all(problem.file == "small.json" for problem in caught.value.problems)
    return list(caught.value.problems)


def test_everything_is_taken() -> None:
    problem = read(TEXT)
    assert [(task.kind, task.id, task.place) for task in problem.tasks] == [
        (TaskType.JOB, 1, 1),
        (TaskType.JOB, 2, 2),
        (TaskType.JOB, 3, 3),
        (TaskType.PICKUP, 4, 1),
        (TaskType.DELIVERY, 4, 4),
    ]
    first, second = problem.vehicles
    assert (first.start, first.end, first.capacity, first.window) == (0, 0, (10, 4), (0, 1000))
    assert (second.start, second.end) == (0, None)
    assert problem.tasks[1].windows == ((150, 180),)
    assert problem.tasks[2].location == (8.7, 49.4)
    assert [task.partner for task in problem.tasks] == [-1, -1, -1, 4, 3]
    assert problem.durations(first)[1, 4] == 90
    assert problem.dimensions == 2


def test_old_keys_are_understood() -> None:
    old = json.loads(without(("matrices",)))
    old["matrix"] = VROOM["matrices"]["car"]["durations"]
    old["jobs"][0]["amount"] = old["jobs"][0].pop("delivery")
    problem = read(json.dumps(old))
    assert problem.tasks[0].delivery == (4, 1)
    assert problem.durations(problem.vehicles[0])[0, 1] == 50


def test_the_speed_and_prices_of_a_vehicle() -> None:
    problem = read(changed(("vehicles", 0, "speed_factor"), 2))
    assert problem.durations(problem.vehicles[0])[1, 4] == 45
    costly = read(changed(("vehicles", 0, "costs"), {"per_hour": 7200, "per_km": 10}))
    assert costly.costs(costly.vehicles[0])[0, 1] == 2 * 50 + 5


@pytest.mark.parametrize(
    ("path", "value", "code"),
    [
        (("jobs", 0, "id"), 2, "vroom.id_twice"),
        (("jobs", 0, "id"), "1", "vroom.not_whole"),
        (("jobs", 0, "id"), True, "vroom.not_whole"),
        (("jobs", 0, "service"), -5, "vroom.not_whole"),
        (("jobs", 0, "service"), 1.5, "vroom.not_whole"),
        (("jobs", 0, "servise"), 5, "vroom.unknown_key"),
        (("jobs", 0, "location_index"), 5, "vroom.not_whole"),
        (("jobs", 0, "delivery"), [4], "vroom.amounts"),
        (("jobs", 0, "delivery"), 4, "vroom.wrong_type"),
        (("jobs", 0, "pickup"), [1, 1], "vroom.two_ways"),
        (("jobs", 0, "skills"), [1, None], "vroom.not_whole"),
        (("jobs", 0, "priority"), 101, "vroom.not_whole"),
        (("jobs", 0, "time_windows"), [[5, 4]], "vroom.not_window"),
        (("jobs", 0, "time_windows"), [[5]], "vroom.not_window"),
        (("jobs", 0, "time_windows"), [[0, 5], [3, 9]], "vroom.windows_overlap"),
        (("jobs", 2, "location"), [49.4, 108.7], "vroom.not_place"),
        (("jobs", 2, "location"), "8.7,49.4", "vroom.wrong_type"),
        (("jobs", 0), [], "vroom.wrong_type"),
        (("jobs",), {}, "vroom.wrong_type"),
        (("shipments", 0, "pickup", "amount"), [1, 1], "vroom.unknown_key"),
        (("vehicles", 0, "time_window"), [7], "vroom.not_window"),
        (("vehicles", 0, "profile"), "bike", "vroom.no_profile"),
        (("vehicles", 0, "capacity"), [10], "vroom.amounts"),
        (("vehicles", 0, "speed_factor"), 0, "vroom.speed_factor"),
        (("vehicles", 0, "steps"), [], "vroom.unknown_key"),
        (("vehicles", 0, "costs"), {"per_task_hour": 1}, "vroom.unknown_key"),
        (("vehicles", 1, "id"), 7, "vroom.id_twice"),
        (("vehicles",), [], "vroom.no_vehicles"),
        (
            ("vehicles", 0, "breaks"),
            [{"id": 1, "time_windows": [[1, 2]]}, {"id": 2, "time_windows": [[3, 4]]}],
            "vroom.more_breaks",
        ),
        (
            ("vehicles", 0, "breaks"),
            [{"id": 1, "time_windows": [[1, 2], [3, 4]]}],
            "vroom.break_windows",
        ),
        (("vehicles", 0, "breaks"), [{"id": 1, "max_load": [1, 1]}], "vroom.unknown_key"),
        (("matrices", "car", "durations", 2, 1), -1, "vroom.not_whole"),
        (("matrices", "car", "durations", 2, 1), 2**40, "vroom.not_whole"),
        (("matrices", "car", "durations", 2), [1, 2], "vroom.matrix_size"),
        (("matrices", "car", "distances"), [[0]], "vroom.matrix_size"),
        (("matrices", "car"), {}, "vroom.missing_key"),
        (("matrices",), {}, "vroom.no_matrices"),
        (("options",), {"g": True}, "vroom.unknown_key"),
    ],
)
def test_what_is_wrong_is_located(path: tuple[str | int, ...], value: object, code: str) -> None:
    text = changed(path, value)
    head = path_text(path)
    near = [
        problem
        for problem in refusals(text)
        if problem.code == code
        and (problem.column.startswith(head) or head.startswith(problem.column))
    ]
    shown = text.splitlines()[near[0].row - 1]
    last = near[0].column.rpartition(".")[2]
    assert last.endswith("]") or f'"{last}"' in shown or not last


@pytest.mark.parametrize(
    ("path", "code"),
    [
        (("jobs", 0, "id"), "vroom.missing_key"),
        (("jobs", 0, "location_index"), "vroom.missing_index"),
        (("vehicles",), "vroom.missing_key"),
        (("vehicles", 1, "start_index"), "vroom.no_start"),
        (("vehicles", 0, "start_index"), "vroom.missing_index"),
        (("shipments", 0, "delivery"), "vroom.missing_key"),
        (("matrices",), "vroom.no_matrices"),
    ],
)
def test_what_is_missing_is_named(path: tuple[str | int, ...], code: str) -> None:
    assert code in {problem.code for problem in refusals(without(path))}


def test_distances_are_needed_where_they_count() -> None:
    bare = json.loads(without(("matrices", "car", "distances")))
    for key, value in (("max_distance", 5), ("costs", {"per_km": 3})):
        bare["vehicles"][0].pop("costs", None)
        bare["vehicles"][0][key] = value
        codes = [(p.code, p.column) for p in refusals(json.dumps(bare))]
        assert ("vroom.no_distances", f"vehicles[0].{key}") in codes


def test_limits_and_prices_that_exclude_each_other() -> None:
    both = json.loads(changed(("vehicles", 0, "max_distance"), 5))
    both["vehicles"][1]["max_travel_time"] = 7
    assert [(p.code, p.column) for p in refusals(json.dumps(both))] == [
        ("vroom.two_limits", "vehicles[1].max_travel_time")
    ]
    own = json.loads(changed(("vehicles", 0, "costs"), {"per_hour": 1}))
    own["matrices"]["car"]["costs"] = own["matrices"]["car"]["durations"]
    assert [p.code for p in refusals(json.dumps(own))] == ["vroom.costs_twice"]


@pytest.mark.parametrize("number", ["NaN", "Infinity", "-Infinity", "1e999", "9" * 400])
def test_numbers_that_are_none_are_refused(number: str) -> None:
    text = TEXT.replace('"service": 10', f'"service": {number}')
    (problem,) = refusals(text)
    assert (problem.code, problem.column) == ("vroom.not_whole", "jobs[0].service")
    assert problem.value == number[:80]
    assert number[:20] in text.splitlines()[problem.row - 1]


def test_a_key_that_stands_twice_is_refused() -> None:
    text = TEXT.replace('"service": 10,', '"service": 10,\n "service": 11,')
    (problem,) = refusals(text)
    assert (problem.code, problem.column) == ("vroom.key_twice", "jobs[0].service")
    assert '"service": 11' in text.splitlines()[problem.row - 1]


@pytest.mark.parametrize("text", ["{", '{"jobs": [1,]}', "{" + '"a":{' * 5_000, '{"a": 01}', "{}x"])
def test_what_is_no_json_is_named_by_its_line(text: str) -> None:
    (problem,) = refusals(text)
    assert problem.code == "vroom.no_json"
    assert problem.row >= 1


def test_all_that_is_wrong_is_told_at_once() -> None:
    text = TEXT.replace('"service"', '"servise"').replace('"capacity"', '"capasity"')
    assert len(refusals(text)) >= 4


PARTS = st.recursive(
    st.none() | st.booleans() | st.integers(-3, 10**7) | st.floats() | st.text(max_size=3),
    lambda inner: (
        st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=3), inner, max_size=3)
    ),
    max_leaves=4,
)


@settings(max_examples=200, deadline=None)
@given(seed=st.integers(0, 10**6), value=PARTS)
def test_any_change_is_read_or_refused(seed: int, value: object) -> None:
    draw, paths = random.Random(seed), list(_paths(VROOM))
    try:
        problem = read(changed(draw.choice(paths), value))
    except InputError as refused:
        assert all(p.row > 0 and p.file for p in refused.problems)  # noqa: PT017
        return
    assert problem.tasks
    assert problem.vehicles


def _paths(value: Any, path: tuple[str | int, ...] = ()) -> list[tuple[str | int, ...]]:
    found = [path] if path else []
    members: list[tuple[Any, Any]] = list(value.items()) if isinstance(value, dict) else []
    members = list(enumerate(value)) if isinstance(value, list) else members
    for key, inner in members:
        found += _paths(inner, (*path, key))
    return found


@settings(max_examples=100, deadline=None)
@given(seed=st.integers(0, 10**6))
def test_a_path_leads_to_its_line(seed: int) -> None:
    path = random.Random(seed).choice(_paths(VROOM))
    marked = changed(path, "here it is")
    assert "here it is" in marked.splitlines()[line_of(marked, path) - 1]


def test_strict_json_says_where_a_text_breaks() -> None:
    with pytest.raises(NoJson) as fault:
        strict_json('{"a": 1,\n "b": }')
    assert fault.value.line == 2
