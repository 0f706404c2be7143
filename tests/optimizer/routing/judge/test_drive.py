"""The twin of travel in machine code: the same arrivals, and their exact inverse."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain.compiled import lean
from domain.travel import UNREACHABLE_S, FleetTravel, MatrixTravel
from optimizer.routing.compile_problem import compile_problem
from optimizer.routing.judge.drive import arrive_at, begin_by, begin_from, leave_by, matrix_at
from optimizer.routing.judge.state import Problem, kernel_problem
from optimizer.routing.problem_view import view_of
from optimizer.routing.search_problem import FAR
from tests.optimizer.routing.build import Case, H, case, parcel, van, window, with_travel

SEEDS = st.integers(0, 10**9)
WAY, ORIGIN, DESTINATION = 0, 0, 1


@lean
def arrival(problem: Problem, leave: int) -> int:
    return arrive_at(problem, WAY, ORIGIN, DESTINATION, leave)


@lean
def departure(problem: Problem, arrive: int) -> int:
    return leave_by(problem, WAY, ORIGIN, DESTINATION, arrive)


@lean
def matrix(problem: Problem, time: int) -> int:
    return matrix_at(problem, WAY, time)


@lean
def earliest(problem: Problem, node: int, time: int) -> int:
    return begin_from(problem, node, time)


@lean
def latest(problem: Problem, node: int, time: int) -> int:
    return begin_by(problem, node, time)


@given(seed=SEEDS)
def test_a_drive_arrives_when_travel_says(seed: int) -> None:
    travel, chance = random_travel(seed)
    problem = packed(travel)
    for leave in times_of_interest(travel, chance):
        drive_s = travel.duration_s(ORIGIN, DESTINATION, leave)
        assert arrival(problem, leave) == leave + drive_s
        metres = travel.distance_m(ORIGIN, DESTINATION, leave)
        assert problem.metres[matrix(problem, leave), ORIGIN, DESTINATION] == metres


@given(seed=SEEDS)
def test_leaving_at_the_latest_is_the_inverse(seed: int) -> None:
    """The latest whole time whose arrival is not later; arrivals never fall."""
    travel, chance = random_travel(seed)
    problem = packed(travel)
    for time in times_of_interest(travel, chance):
        leave = departure(problem, time)
        assert arrival(problem, leave) <= time < arrival(problem, leave + 1)


@given(seed=SEEDS)
def test_a_way_that_is_the_same_at_all_hours_is_one_bucket(seed: int) -> None:
    travel, chance = random_travel(seed, buckets=1)
    problem = packed(travel)
    drive_s = int(travel.drive_s[0, ORIGIN, DESTINATION])
    for time in times_of_interest(travel, chance):
        assert arrival(problem, time) == time + drive_s
        assert departure(problem, time) == time - drive_s


@pytest.mark.parametrize(
    ("time", "from_it", "by_it"),
    [
        (8 * H, 9 * H, -FAR),
        (9 * H, 9 * H, 9 * H),
        (10 * H, 10 * H, 10 * H),
        (10 * H + 1, 12 * H, 10 * H),
        (12 * H, 12 * H, 12 * H),
        (13 * H, 13 * H, 13 * H),
        (13 * H + 1, FAR, 13 * H),
    ],
)
def test_service_begins_inside_a_window(time: int, from_it: int, by_it: int) -> None:
    windows = (window(9, 10), window(12, 13))
    problem = compiled(
        case([parcel("hard", windows=windows), parcel("soft", windows=windows, is_soft=True)],
             [van()], at=[(0, 0), (0, 100)])
    )  # fmt: skip
    late = time > 13 * H
    assert (earliest(problem, 0, time), latest(problem, 0, time)) == (from_it, by_it)
    assert earliest(problem, 1, time) == (time if late else from_it)
    assert latest(problem, 1, time) == (time if late else by_it)


def random_travel(
    seed: int, buckets: int | None = None
) -> tuple[MatrixTravel, np.random.Generator]:
    """Travel between two places, quick or slow by the hour; now and then no way at all."""
    chance = np.random.default_rng(seed)
    count = buckets or int(chance.integers(2, 9))
    matrices = int(chance.integers(1, count + 1))
    longest_s = int(chance.choice([3, 600, 20_000, 200_000]))
    widest_s = int(chance.choice([5, 900, 30_000]))
    drive_s = chance.integers(0, longest_s, (matrices, 2, 2)).astype(np.int32)
    if chance.random() < 0.1:
        drive_s[:] = UNREACHABLE_S
    np.einsum("kii->ki", drive_s)[:] = 0
    travel = MatrixTravel(
        places=("warehouse:W1", "order:A"),
        bucket_starts_s=int(chance.integers(-5_000, 30_000))
        + np.cumsum(chance.integers(1, widest_s + 1, count)),
        drive_s=drive_s,
        drive_m=chance.integers(0, 10**6, drive_s.shape).astype(np.int32),
        bucket_matrix=np.concatenate(
            [np.arange(matrices), chance.integers(0, matrices, count - matrices)]
        ),
    )
    return travel, chance


def times_of_interest(travel: MatrixTravel, chance: np.random.Generator) -> list[int]:
    """Around the beginning of each bucket, somewhere in between, and far outside."""
    starts = travel.bucket_starts_s
    borders = np.concatenate([starts - 1, starts, starts + 1])
    between = chance.integers(starts[0] - 300_000, starts[-1] + 300_000, 20)
    near = chance.integers(starts[0] - 10, starts[-1] + 10, 20)
    return [*borders.tolist(), *between.tolist(), *near.tolist(), -(10**12), 10**12]


def packed(travel: MatrixTravel) -> Problem:
    made = case([parcel("A")], [van()], at=[(0, 0)])
    return compiled(with_travel(made, FleetTravel(travels=(travel,), of_vehicle={"V1": 0})))


def compiled(made: Case) -> Problem:
    return kernel_problem(compile_problem(view_of(made.problem, made.locations)).problem)
