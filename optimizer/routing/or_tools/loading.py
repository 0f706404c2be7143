"""Goods that are released late, as loading visits at the warehouse before the first door.

A vehicle may not leave before everything that it carries is released. Each late order gets a
loading visit at its warehouse, open from its release: the same vehicle makes both, the loading
first, and no way leads back from a door to a loading visit. OR-Tools' insertion and local search
know such pairs; a plain constraint between the start and the orders they would only run into. A
visit can be one of two only once: transports get none.
"""

from dataclasses import replace

import numpy as np

from domain.travel import UNREACHABLE_S
from optimizer.routing.or_tools.integer_problem import IntegerProblem, Matrix, Visit


def with_loading_visits(problem: IntegerProblem) -> IntegerProblem:
    """The problem with a loading visit for every order that is released after vehicles may leave.

    Loading visits come behind the other visits; `pairs` couples each to its order.
    """
    coupled = {number for pair in problem.transports for number in pair}
    late = [
        number
        for number, visit in enumerate(problem.visits)
        if number not in coupled and _is_late(problem, visit)
    ]
    if problem.dwell_s is None or not late:
        return problem
    visits, added = len(problem.visits), len(late)
    homes = [problem.vehicles[_vehicles(problem, number)[0]].start for number in late]
    order = np.array([*range(visits), *homes, *range(visits, problem.nodes)])
    times = tuple(_widened(matrix, order) for matrix in problem.time_matrices)
    for time_s in times:
        time_s[:visits, visits : visits + added] = UNREACHABLE_S
    return IntegerProblem(
        visits=(*problem.visits, *(_loading(problem, number) for number in late)),
        vehicles=tuple(
            replace(vehicle, start=vehicle.start + added, end=vehicle.end + added)
            for vehicle in problem.vehicles
        ),
        cost_matrices=tuple(_widened(matrix, order) for matrix in problem.cost_matrices),
        time_matrices=times,
        dwell_s=problem.dwell_s[order],
        distance_matrices=tuple(_widened(matrix, order) for matrix in problem.distance_matrices),
        stop_count=None if problem.stop_count is None else _widened(problem.stop_count, order),
        pairs=tuple((visits + i, number) for i, number in enumerate(late)),
        transports=problem.transports,
    )


def _is_late(problem: IntegerProblem, visit: Visit) -> bool:
    numbers = visit.vehicles or range(len(problem.vehicles))
    first_s = min(
        (span[0] for n in numbers for span in problem.vehicles[n].start_spans[:1]), default=0
    )
    return visit.release_s > first_s


def _vehicles(problem: IntegerProblem, number: int) -> tuple[int, ...]:
    return problem.visits[number].vehicles or tuple(range(len(problem.vehicles)))


def _loading(problem: IntegerProblem, number: int) -> Visit:
    visit = problem.visits[number]
    return Visit(
        spans=((visit.release_s, max(visit.release_s, problem.horizon_s)),),
        loads=tuple(0 for _ in visit.loads),
        vehicles=visit.vehicles,
        penalty=0,
    )


def _widened(matrix: Matrix, order: np.ndarray[tuple[int], np.dtype[np.int64]]) -> Matrix:
    return np.ascontiguousarray(matrix[np.ix_(order, order)])
