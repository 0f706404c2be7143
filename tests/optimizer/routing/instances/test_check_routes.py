"""The check finds every rule that routes break, and counts cost as the instance does."""

from pathlib import Path

import pytest

from optimizer.routing.instances.check_routes import cost, count_trips, violations
from optimizer.routing.instances.instance import RoutingInstance
from optimizer.routing.instances.read_instance import read_instance
from tests.optimizer.routing.instances.texts import (
    BACKHAULS,
    LI_LIM,
    MATRIX,
    RICH,
    SOLOMON,
    VRPLIB,
)


def instance(folder: Path, text: str) -> RoutingInstance:
    path = folder / "instance.txt"
    path.write_text(text, encoding="utf-8")
    return read_instance(path)


@pytest.mark.parametrize(
    ("text", "routes", "codes"),
    [
        (VRPLIB, [[1, 2], [3, 4], [5]], []),
        (VRPLIB, [[1, 2, 5], [3, 4]], []),
        (VRPLIB, [[1, 2, 3], [4, 5]], ["overloaded"]),
        (VRPLIB, [[1, 2], [3, 4]], ["visited"]),
        (VRPLIB, [[1, 2], [3, 4], [5, 5]], ["visited"]),
        (VRPLIB, [[1, 2], [3, 4], [5, 9]], ["unknown_customer"]),
        (VRPLIB, [[1, 2], [3, 4], [5, -1]], ["unknown_customer"]),
        (VRPLIB, [[1, 2], [3, 4, 0, 5]], ["wrong_reload"]),
        (SOLOMON, [[2, 1], [3]], ["late"]),
        (SOLOMON, [[1], [2], [3]], []),
        (SOLOMON, [[1, 2], [3]], ["late"]),
        (SOLOMON, [[1], [2], [3], []], []),
        (SOLOMON, [[3, 1], [2]], []),
        (SOLOMON.replace("3          10", "2          10"), [[1], [2], [3]], ["too_many_routes"]),
        (LI_LIM, [[1, 2, 4, 3]], []),
        (LI_LIM, [[1, 4, 3, 2]], []),
        (LI_LIM, [[1, 4, 2, 3]], []),
        (LI_LIM.replace("2 10 1", "2 8 1"), [[1, 4, 2, 3]], ["overloaded"]),
        (LI_LIM, [[2, 1], [4, 3]], ["pair_split"]),
        (LI_LIM, [[1, 4], [2, 3]], ["pair_split"] * 4),
        (BACKHAULS, [[1, 2, 5], [3, 4]], []),
        (BACKHAULS, [[1, 5, 2], [3, 4]], ["backhaul_first"]),
        (BACKHAULS, [[1, 2], [3], [5, 4]], ["overloaded", "backhaul_first"]),
        (BACKHAULS, [[1, 2], [3, 4], [5]], ["backhaul_first"]),
        (MATRIX, [[1, 2]], []),
        (MATRIX, [[2, 1]], []),
        (MATRIX.replace("2 10 20", "2 10 12"), [[2, 1]], ["late"]),
        (RICH, [[3, 0, 2], [4, 5]], []),
        (RICH, [[3, 0, 2], [4]], []),
        (RICH, [[], [4], [3, 2]], ["too_long"]),
        (RICH, [[], [], [3], [2], [4]], ["too_many_routes", "not_allowed"]),
    ],
)
def test_every_rule_that_is_broken_is_found(
    tmp_path: Path, text: str, routes: list[list[int]], codes: list[str]
) -> None:
    found = violations(instance(tmp_path, text), routes)
    assert [problem.code for problem in found] == [f"instance.{code}" for code in codes]


def test_loads_of_different_trips_do_not_add_up(tmp_path: Path) -> None:
    rich = instance(tmp_path, RICH)
    assert not violations(rich, [[2, 0, 3], [4]])
    assert [v.code for v in violations(rich, [[2, 3], [4]])] == ["instance.overloaded"]
    assert count_trips(rich, [[2, 0, 3], [4]]) == 3


def test_a_trip_waits_for_what_is_released_last(tmp_path: Path) -> None:
    late = RICH.replace("3 2\n4 0\n5 0\n6 0\nPRIZE", "3 15.5\n4 0\n5 0\n6 0\nPRIZE")
    assert [v.code for v in violations(instance(tmp_path, late), [[2], [4]])][1:] == [
        "instance.late"
    ]


@pytest.mark.parametrize(
    ("text", "routes", "expected"),
    [
        (VRPLIB, [[1, 3]], 10 + 14 + 10),
        (SOLOMON, [[1, 3]], 20 + 200**0.5),
        (MATRIX, [[1, 2], []], 7 + 3 + 8),
        (RICH, [[2, 3], [4, 5]], 100_000 + 2 * (5000 + 4243 + 1000) + 200_000 + 1500),
        (RICH, [[], [4]], 200_000 + 1000 + 7000),
    ],
)
def test_the_cost_is_counted_as_the_instance_does(
    tmp_path: Path, text: str, routes: list[list[int]], expected: float
) -> None:
    assert cost(instance(tmp_path, text), routes) == pytest.approx(expected)


def test_the_longest_time_counts_from_the_latest_start(tmp_path: Path) -> None:
    # Customer 3 opens at 10, one from the depot: there and back takes 1 + 1.5 + 1.
    for limit, codes in (("3.5", []), ("3.4", ["instance.too_long"])):
        text = RICH.replace("1 30\n2 30", f"1 {limit}\n2 30")
        found = violations(instance(tmp_path, text), [[3], [4], [2]])
        assert [v.code for v in found] == codes
