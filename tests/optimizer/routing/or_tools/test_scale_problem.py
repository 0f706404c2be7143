"""What the model is told of a problem in arrays."""

import numpy as np
import pytest

from optimizer.routing.or_tools.integer_problem import IntegerProblem, Pause
from optimizer.routing.or_tools.scale_problem import scale_problem
from optimizer.routing.search_problem import FAR, SearchProblem
from tests.optimizer.routing.small_problem import (
    DAY,
    small_problem,
    with_fleet,
    with_nodes,
    with_traits,
)

PLAIN = small_problem(1, frozenset())


def whole(problem: SearchProblem) -> IntegerProblem:
    scaled = scale_problem(problem).problem
    assert scaled is not None
    return scaled


def test_dwelling_is_part_of_the_way_on() -> None:
    stays = with_nodes(PLAIN, service=[3, 0, 0, 0, 0], setup=[2, 0, 0, 0, 0])
    assert whole(stays).time_matrices[0][0, 1] == PLAIN.drives.time[0, 0, 1] + 5


def test_two_tasks_at_one_door_are_set_up_once() -> None:
    joint = with_nodes(PLAIN, door=[0, 0, 2, 3, 4], setup=[2, 2, 0, 0, 0], service=[3] * 5)
    joint = with_nodes(joint, hours=[0, 0, 2, 3, 4])
    times, drive = whole(joint).time_matrices[0], PLAIN.drives.time[0]
    assert times[0, 1] == drive[0, 1] + 3
    assert times[0, 2] == drive[0, 2] + 5


def test_a_stop_served_in_one_go_counts_once() -> None:
    joint = with_nodes(PLAIN, door=[0, 0, 2, 3, 4], hours=[0, 0, 2, 3, 4])
    count = whole(with_fleet(joint, most_stops=[2, FAR])).stop_count
    assert count is not None
    assert count[:4, :4].tolist() == [[1, 0, 1, 1], [0, 1, 1, 1], [1, 1, 1, 1], [1, 1, 1, 1]]
    assert count[:, 4].tolist() == [0] * 5


def test_only_terminals_that_vehicles_use_are_nodes() -> None:
    open_route = with_fleet(PLAIN, end=[4, -1])
    assert whole(PLAIN).nodes == 5
    assert whole(open_route).nodes == 6
    assert [tourer.end for tourer in whole(open_route).vehicles] == [4, 5, 4]
    assert whole(open_route).cost_matrices[0][:, 5].tolist() == [0] * 6


def test_tolls_are_part_of_the_cost_of_a_drive() -> None:
    problem = small_problem(1, frozenset({"tolls"}))
    costs, drives = whole(problem).cost_matrices[0], problem.drives
    assert costs.tolist() == (drives.metres[0] + drives.toll[0]).tolist()


def test_costs_are_as_fine_as_it_takes() -> None:
    priced = with_fleet(PLAIN, per_m=[0.035, 0.5], fixed=[1.25, 2.0])
    tourers = whole(priced).vehicles
    assert [tourer.fixed_cost for tourer in tourers] == [1_250, 2_000, 1_250]
    assert len(whole(priced).cost_matrices) == 2
    assert whole(priced).cost_matrices[0][0, 1] == 35 * PLAIN.drives.metres[0, 0, 1]


def test_large_costs_are_coarser() -> None:
    dear = with_nodes(with_fleet(PLAIN, per_m=[0.035, 0.5]), absent=[1e15] * 4 + [0])
    assert whole(dear).cost_matrices[0].max() < 1_000


def test_times_are_counted_from_the_first_start() -> None:
    """An hour of the clock may be below 0 and above any number."""
    shift = with_fleet(PLAIN, leave_from=[[-100], [-90]], end_to=[[DAY], [DAY]])
    windows = with_nodes(shift, window_from=[[-5, FAR]] * 5, window_to=[[FAR, FAR]] * 5)
    problem = whole(windows)
    assert problem.vehicles[0].start_spans == ((0, 100 + DAY),)
    assert problem.vehicles[1].start_spans == ((10, 95 + DAY),)
    assert problem.visits[0].spans == ((95, 100 + DAY),)


def test_a_break_at_any_time_is_kept_free_at_the_end() -> None:
    rests = with_fleet(PLAIN, rest=[9, 9], rest_from=[11, 11], rest_to=[15, FAR], per_time=[1, 1])
    bound, unbound, _ = whole(with_traits(rests, has_breaks=True)).vehicles
    assert bound.pause == Pause(duration_s=9, earliest_s=11, latest_s=15)
    assert unbound.pause is None
    assert unbound.end_spans == ((0, DAY - 4 - 9),)
    assert unbound.fixed_cost == bound.fixed_cost + 9


def test_a_transport_half_of_which_is_missing_does_not_start() -> None:
    scaled = scale_problem(small_problem(1, frozenset({"pairs"})))
    assert scaled.sequences(((0, 2), (1,), ())) == ((2,), (), ())
    assert scaled.sequences(((0, 2, 1), (3, 3), ())) == ((0, 2, 1), (3,), ())


def test_tasks_that_no_vehicle_may_serve_stay_out() -> None:
    barred = with_fleet(PLAIN, may=[[1, 0, 1, 1], [0, 0, 1, 1]])
    scaled = scale_problem(barred)
    assert scaled.tasks == (0, 2, 3)
    assert scaled.problem is not None
    assert [visit.vehicles for visit in scaled.problem.visits] == [(0, 2), None, None]


@pytest.mark.parametrize("seed", [1, 2])
def test_a_seed_shuffles_the_visits(seed: int) -> None:
    problem = small_problem(3, frozenset({"loads"}), tasks=20)
    plain, mixed = scale_problem(problem), scale_problem(problem, seed)
    assert plain.tasks != mixed.tasks
    assert sorted(plain.tasks) == sorted(mixed.tasks)
    assert mixed.tasks == scale_problem(problem, seed).tasks
    assert mixed.problem is not None
    assert plain.problem is not None
    assert np.array_equal(
        np.sort(mixed.problem.cost_matrices[0], axis=None),
        np.sort(plain.problem.cost_matrices[0], axis=None),
    )
    assert mixed.routes(mixed.sequences((tuple(range(20)), (), ()))) == (tuple(range(20)), (), ())
