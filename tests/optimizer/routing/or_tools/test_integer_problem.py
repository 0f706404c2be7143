"""The last gate before OR-Tools: what it refuses would end the process."""

from dataclasses import replace
from typing import Any

import numpy as np
import pytest

from optimizer.routing.or_tools.integer_problem import LARGEST, IntegerProblem, Pause, Tourer, Visit
from optimizer.routing.or_tools.loading import with_loading_visits


def problem(**facts: Any) -> IntegerProblem:
    """Two visits and a terminal, a minute from each other."""
    matrix = np.full((3, 3), 60, dtype=np.int64) - 60 * np.eye(3, dtype=np.int64)
    usual: dict[str, Any] = {
        "visits": (visit(), visit()),
        "vehicles": (vehicle(),),
        "cost_matrices": (matrix,),
        "time_matrices": (matrix,),
        "dwell_s": np.zeros(3, dtype=np.int64),
    }
    return IntegerProblem(**(usual | facts))


def visit(**facts: Any) -> Visit:
    usual: dict[str, Any] = {"spans": ((0, 1000),), "loads": (1,), "penalty": 500}
    return Visit(**(usual | facts))


def vehicle(**facts: Any) -> Tourer:
    hours = ((0, 1000),)
    usual: dict[str, Any] = {"start": 2, "end": 2, "start_spans": hours, "end_spans": hours}
    usual["capacities"] = (9,)
    return Tourer(**(usual | facts))


MATRIX = np.zeros((3, 3), dtype=np.int64)


@pytest.mark.parametrize(
    "facts",
    [
        {"visits": ()},
        {"vehicles": ()},
        {"cost_matrices": ()},
        {"cost_matrices": (MATRIX[:2],)},
        {"cost_matrices": (MATRIX - 1,)},
        {"cost_matrices": (MATRIX + LARGEST + 1,)},
        {"cost_matrices": (MATRIX + LARGEST // 3,)},
        {"cost_matrices": (MATRIX.astype(np.float64),)},
        {"time_matrices": (np.zeros((4, 4), dtype=np.int64),)},
        {"dwell_s": None},
        {"distance_matrices": (MATRIX - 1,)},
        {"stop_count": MATRIX[:2]},
        {"pairs": ((0, 5),)},
        {"visits": (visit(),) * 3},
        {"visits": (visit(spans=()),)},
        {"visits": (visit(spans=((20, 10),)),)},
        {"visits": (visit(spans=((20, 30), (10, 15))),)},
        {"visits": (visit(spans=((-1, 30),)),)},
        {"visits": (visit(loads=()),)},
        {"visits": (visit(loads=(-1,)),)},
        {"visits": (visit(penalty=-1),)},
        {"visits": (visit(penalty=LARGEST),) * 2},
        {"visits": (visit(vehicles=()),)},
        {"visits": (visit(vehicles=(7,)),)},
        {"visits": (visit(release_s=-1),)},
        {"vehicles": (vehicle(start=0),)},
        {"vehicles": (vehicle(end=9),)},
        {"vehicles": (vehicle(end=-1),)},
        {"vehicles": (vehicle(costs=1),)},
        {"vehicles": (vehicle(times=1),)},
        {"vehicles": (vehicle(times=1),), "time_matrices": (), "distance_matrices": (MATRIX,)},
        {"vehicles": (vehicle(capacities=()), vehicle())},
        {"vehicles": (vehicle(capacities=(-1,)),)},
        {"vehicles": (vehicle(start_spans=()),)},
        {"vehicles": (vehicle(fixed_cost=-1),)},
        {"vehicles": (vehicle(max_stops=-1),)},
        {"vehicles": (vehicle(pause=Pause(duration_s=-1, earliest_s=0, latest_s=1)),)},
        {"vehicles": (vehicle(pause=Pause(duration_s=1, earliest_s=5, latest_s=1)),)},
    ],
)
def test_impossible_problems_are_refused(facts: dict[str, Any]) -> None:
    with pytest.raises(ValueError, match=r"\w"):
        problem(**facts)


def test_a_sound_problem_is_taken() -> None:
    assert problem().nodes == 3
    assert problem().horizon_s == 1000


def test_orders_released_late_get_a_loading_visit_that_no_door_leads_to() -> None:
    plain = problem(visits=(visit(release_s=400), visit()))
    whole = with_loading_visits(plain)
    assert whole.pairs == ((2, 0),)
    assert whole.visits[2].spans == ((400, 1000),)
    assert whole.visits[2].loads == (0,)
    assert (whole.vehicles[0].start, whole.vehicles[0].end) == (3, 3)
    assert (whole.time_matrices[0][:2, 2] > whole.horizon_s).all()
    assert whole.time_matrices[0][3, 2] == 0
    assert whole.time_matrices[0][2, 0] == 60


def test_orders_released_before_the_shift_need_no_loading_visit() -> None:
    shift = replace(vehicle(), start_spans=((400, 1000),))
    plain = problem(visits=(visit(release_s=400), visit()), vehicles=(shift,))
    assert with_loading_visits(plain) is plain


def test_a_terminal_without_vehicles_is_refused() -> None:
    matrix = np.zeros((4, 4), dtype=np.int64)
    with pytest.raises(ValueError, match="terminal"):
        problem(cost_matrices=(matrix,), time_matrices=(), dwell_s=None)
