"""Backwards through a route: the last time to leave that is still in time, in few questions."""

from bisect import bisect_right
from collections.abc import Callable
from statistics import fmean

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from domain.travel import MatrixTravel
from optimizer.routing.passes import last_at_most
from tests.optimizer.routing.build import H


@st.composite
def legs(draw: st.DrawFn) -> MatrixTravel:
    """Travel from one place to another, slow and fast by turns."""
    gaps_s = draw(st.lists(st.integers(60, 2 * H), min_size=1, max_size=8))
    needs_s = draw(st.lists(st.integers(0, H), min_size=len(gaps_s), max_size=len(gaps_s)))
    drive_s = np.zeros((len(gaps_s), 2, 2), dtype=np.int32)
    drive_s[:, 0, 1] = needs_s
    return MatrixTravel(
        places=("a", "b"),
        bucket_starts_s=np.cumsum(gaps_s),
        drive_s=drive_s,
        drive_m=np.zeros_like(drive_s),
    )


def arrivals(travel: MatrixTravel, asked: list[int]) -> Callable[[int], int]:
    """When one is there after leaving at a time; every time asked for is written down."""

    def arrival_s(leave_s: int) -> int:
        asked.append(leave_s)
        return leave_s + travel.duration_s(0, 1, leave_s)

    return arrival_s


def by_bisection(arrival_s: Callable[[int], int], until_s: int, leave_s: int) -> int:
    times = range(leave_s, until_s + 1)
    return leave_s + bisect_right(times, until_s, key=arrival_s) - 1


@given(travel=legs(), leave_s=st.integers(0, 8 * H), slack_s=st.integers(0, 8 * H))
def test_the_last_time_to_leave_is_that_of_a_bisection(
    travel: MatrixTravel, leave_s: int, slack_s: int
) -> None:
    asked: list[int] = []
    arrival_s = arrivals(travel, asked)
    known = leave_s, arrival_s(leave_s)
    until_s = known[1] + slack_s
    assert last_at_most(arrival_s, until_s, known) == by_bisection(arrival_s, until_s, leave_s)


def test_it_is_found_in_few_questions() -> None:
    """A day of a rush hour that doubles the time in steps, of legs of 2 to 60 minutes."""
    chance = np.random.default_rng(5)
    questions = []
    for _ in range(400):
        levels = np.array([1.0, 1.5, 2.0, 1.6, 1.2, 1.0])
        drive_s = np.zeros((len(levels), 2, 2), dtype=np.int32)
        drive_s[:, 0, 1] = chance.integers(120, H) * levels
        travel = MatrixTravel(
            places=("a", "b"),
            bucket_starts_s=np.array([0, 7 * H, 7.5 * H, 9 * H, 10 * H, 11 * H]).astype(np.int64),
            drive_s=drive_s,
            drive_m=np.zeros_like(drive_s),
        )
        asked: list[int] = []
        arrival_s = arrivals(travel, asked)
        leave_s = int(chance.integers(6 * H, 11 * H))
        known = leave_s, arrival_s(leave_s)
        last_at_most(arrival_s, known[1] + int(chance.integers(0, 3 * H)), known)
        questions.append(len(asked) - 1)
    assert fmean(questions) <= 5
    assert max(questions) <= 12
