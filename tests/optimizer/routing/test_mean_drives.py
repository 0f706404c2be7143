"""One number for a drive at every hour: over the hours at which it can be driven, no others."""

from unittest.mock import patch

import numpy as np
import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from domain.travel import UNREACHABLE_S, MatrixTravel
from optimizer.routing import mean_drives as module
from optimizer.routing.compile_drives import compile_drives
from optimizer.routing.mean_drives import MeanDrives, mean_drives
from tests.optimizer.routing.build import H
from tests.optimizer.routing.small_problem import (
    small_problem,
    with_drives,
    with_fleet,
    with_nodes,
    with_traits,
)

A, B = 0, 1
DAY_S = 24 * H


def travel_of(*hourly: tuple[float, int, int, int]) -> MatrixTravel:
    """From A to B: since when, seconds, metres and toll; all other ways a minute and a metre."""
    values = np.zeros((3, len(hourly), 3, 3), dtype=np.int32)
    values[:2] = np.array([60, 1])[:, np.newaxis, np.newaxis, np.newaxis]
    values[:, :, range(3), range(3)] = 0
    for number, (_, *facts) in enumerate(hourly):
        values[:, number, A, B] = facts
    return MatrixTravel(
        places=("A", "B", "W"),
        bucket_starts_s=np.array([int(since_h * H) for since_h, *_ in hourly]),
        drive_s=values[0],
        drive_m=values[1],
        tolls_minor=values[2],
    )


def drives_of(travel: MatrixTravel, first_s: int, last_s: int, closes_s: int) -> MeanDrives:
    """Drives where A is left between two times, and B closes."""
    plain = small_problem(1, frozenset(), tasks=2)
    drives = compile_drives([travel], (0, DAY_S))
    timed = with_drives(plain, drives)
    days = with_fleet(
        timed,
        leave_from=[[-100], [-100]],
        leave_to=[[DAY_S]] * 2,
        end_to=[[DAY_S]] * 2,
        may=np.ones((2, 2)),
    )
    hours = with_nodes(
        days,
        service=[0, 0, 0],
        setup=[0, 0, 0],
        window_from=[[first_s, 0], [0, 0], [0, 0]],
        window_to=[[last_s, 0], [closes_s, 0], [DAY_S, 0]],
    )
    has_tolls = bool(drives.toll.any())
    return mean_drives(with_traits(hours, is_timed_by_hour=True, has_tolls=has_tolls), 0)


RUSH = travel_of((0, 600, 5_000, 0), (8, 1_800, 7_000, 300), (9, 600, 5_000, 0))


@pytest.mark.parametrize(("first_h", "last_h", "closes_h"), [(5, 7, 24), (9, 12, 24), (5, 12, 7)])
def test_hours_at_which_it_cannot_be_driven_count_for_nothing(
    first_h: int, last_h: int, closes_h: int
) -> None:
    found = drives_of(RUSH, first_h * H, last_h * H, closes_h * H)
    assert (found.time[A, B], found.metres[A, B], found.most_m[A, B]) == (600, 5_000, 5_000)
    assert found.toll[A, B] == 0


def test_a_drive_of_the_rush_hour_has_all_of_its_time() -> None:
    found = drives_of(RUSH, 8 * H, 8 * H + 60, 8 * H + 3_000)
    assert (found.time[A, B], found.metres[A, B]) == (1_800, 7_000)
    assert found.toll[A, B] == 300


def test_time_lies_between_mean_and_slowest_cost_is_that_of_the_mean() -> None:
    """An hour in three is slow."""
    found = drives_of(RUSH, 7 * H, 24 * H, 10 * H - 1)
    assert 1_000 < found.time[A, B] < 1_800
    assert found.time[A, B] == 1_000 + module.SLOWEST_SHARE * 800
    assert found.metres[A, B] == pytest.approx(5_667)
    assert found.toll[A, B] == pytest.approx(100)
    assert found.most_m[A, B] == 7_000


def test_a_pair_without_a_way_is_said() -> None:
    blocked = travel_of((0, UNREACHABLE_S, 2**30, 900), (8, UNREACHABLE_S, 2**30, 900))
    found = drives_of(blocked, 0, DAY_S, DAY_S)
    assert found.blocked.tolist() == [[False, True, False]] + [[False] * 3] * 2
    assert (found.time[A, B], found.metres[A, B], found.toll[A, B]) == (0, 0, 0)


@st.composite
def hourly(draw: st.DrawFn) -> MatrixTravel:
    starts_h = [0, *sorted(draw(st.sets(st.integers(1, 23), max_size=5)))]
    return travel_of(*((h, draw(st.integers(1, 3 * H)), 1, 0) for h in starts_h))


@settings(max_examples=50)
@given(
    travel=hourly(),
    first_s=st.integers(0, 20 * H),
    span_s=st.integers(0, 6 * H),
    closes_s=st.integers(0, 24 * H),
    leave=st.floats(0, 1),
)
def test_at_the_slowest_of_its_hours_no_drive_in_time_takes_longer(
    travel: MatrixTravel, first_s: int, span_s: int, closes_s: int, leave: float
) -> None:
    with patch.object(module, "SLOWEST_SHARE", 1.0):
        found = drives_of(travel, first_s, first_s + span_s, closes_s)
    leave_s = first_s + int(leave * span_s)
    needs_s = travel.duration_s(A, B, leave_s)
    assume(leave_s + needs_s <= closes_s)
    assert needs_s <= found.time[A, B]
