"""A routing problem in whole numbers and matrices: all that the OR-Tools model is built from.

Nodes 0 to n - 1 are the visits; the terminals, where vehicles start and end, come behind them. Time
is in whole units of any length, here called seconds; distances are in metres.
"""

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

LARGEST = 2**53
"""Bound of every number, and of the sum of all costs: far from where 64 bits overflow."""

Matrix = npt.NDArray[np.int64]
Span = tuple[int, int]
"""A stretch of time, both ends belonging to it."""

Sequences = tuple[tuple[int, ...], ...]
"""Visits in the order of driving, one sequence per vehicle."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Visit:
    """A place to visit once, or to leave out at a price.

    Attributes
    ----------
    spans
        When the visit may begin, ascending and apart; empty where time plays no role.
    free_until_s, late_cost_per_s
        Every second that the visit begins after `free_until_s` costs that much.
    release_s
        No vehicle with this visit may leave earlier.
    loads
        What it takes up of each load dimension.
    is_fetched
        Whether that comes aboard at the visit, instead of leaving the vehicle.
    vehicles
        Numbers of the vehicles that may come; None for all.
    penalty
        Cost of leaving it out.
    """

    spans: tuple[Span, ...] = ()
    free_until_s: int | None = None
    late_cost_per_s: int = 0
    release_s: int = 0
    loads: tuple[int, ...] = ()
    is_fetched: bool = False
    vehicles: tuple[int, ...] | None = None
    penalty: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Pause:
    """A break that must begin between two times, or before or after the route altogether."""

    duration_s: int
    earliest_s: int
    latest_s: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Tourer:
    """A vehicle as the model sees it.

    Attributes
    ----------
    start, end
        Nodes where it starts and ends.
    costs
        Number of its matrix among the cost matrices.
    times
        Number of its matrix among those of time, and among those of distance.
    cost_per_s
        Cost of each second between leaving and coming back, beside the matrix.
    start_spans, end_spans
        When it may leave and when it may come back; empty where time plays no role.
    overtime_from_s, overtime_cost_per_s
        Every second that it ends later costs that much more.
    capacities
        Most it may carry in each load dimension; None for no limit.
    """

    start: int
    end: int
    costs: int = 0
    times: int = 0
    fixed_cost: int = 0
    cost_per_s: int = 0
    start_spans: tuple[Span, ...] = ()
    end_spans: tuple[Span, ...] = ()
    overtime_from_s: int | None = None
    overtime_cost_per_s: int = 0
    capacities: tuple[int | None, ...] = ()
    max_distance_m: int | None = None
    max_time_s: int | None = None
    max_stops: int | None = None
    pause: Pause | None = None


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class IntegerProblem:
    """Visits, vehicles and what lies between the nodes.

    Attributes
    ----------
    cost_matrices
        Cost of driving from node to node, one matrix per kind of vehicle.
    time_matrices
        Seconds from the beginning of a visit to the earliest at the next: dwelling at the first
        and the drive; one matrix per way of driving. None at all where time plays no role.
    dwell_s
        Seconds spent at each node.
    distance_matrices
        Metres from node to node, one matrix per way of driving; none where no vehicle has a limit.
    stop_count
        How many stops an arc's end adds; None where no vehicle has a limit.
    pairs
        Visits of which the first comes before the second on the same vehicle, or both are left out.
    transports
        The same of visits of which the first fetches what the second brings; what other visits
        bring is aboard from the start, and what they fetch is aboard to the end.

    Raises
    ------
    ValueError
        If anything lies out of bounds or contradicts itself. OR-Tools ends the whole process on
        such input, so that nothing may reach it unchecked.
    """

    visits: tuple[Visit, ...]
    vehicles: tuple[Tourer, ...]
    cost_matrices: tuple[Matrix, ...]
    time_matrices: tuple[Matrix, ...] = ()
    dwell_s: Matrix | None = None
    distance_matrices: tuple[Matrix, ...] = ()
    stop_count: Matrix | None = None
    pairs: tuple[tuple[int, int], ...] = ()
    transports: tuple[tuple[int, int], ...] = ()

    def __post_init__(self) -> None:
        if not self.visits or not self.vehicles or not self.cost_matrices:
            raise ValueError("A problem needs a visit, a vehicle and a cost matrix.")
        _refuse_matrices(self)
        for vehicle in self.vehicles:
            _refuse_vehicle(vehicle, self)
        used = {terminal for vehicle in self.vehicles for terminal in (vehicle.start, vehicle.end)}
        if used != set(range(len(self.visits), self.nodes)):
            raise ValueError("No terminal may be without vehicles: one would be sent there.")
        for visit in self.visits:
            _refuse_visit(visit, self)
        couples = (*self.pairs, *self.transports)
        if {number for pair in couples for number in pair} - set(range(len(self.visits))):
            raise ValueError("A pair names a visit that is not there.")
        _refuse_sums(self)

    @property
    def nodes(self) -> int:
        """Number of nodes, terminals included."""
        return len(self.cost_matrices[0])

    @property
    def horizon_s(self) -> int:
        """Last second at which anything may happen."""
        ends = [span[1] for vehicle in self.vehicles for span in vehicle.end_spans]
        return max([*ends, *(span[1] for visit in self.visits for span in visit.spans)], default=0)


def _refuse_matrices(problem: IntegerProblem) -> None:
    size = problem.nodes
    stops = () if problem.stop_count is None else (problem.stop_count,)
    driven = (*problem.time_matrices, *problem.distance_matrices)
    for matrix in (*problem.cost_matrices, *driven, *stops):
        if matrix.shape != (size, size) or matrix.dtype != np.int64:
            raise ValueError("Matrices must be square, of one size and of 64-bit integers.")
        if matrix.min() < 0 or matrix.max() > LARGEST:
            raise ValueError("A matrix holds a number out of bounds.")
    if problem.time_matrices and (problem.dwell_s is None or problem.dwell_s.shape != (size,)):
        raise ValueError("Every node needs the time spent there.")
    if size < len(problem.visits) + 1:
        raise ValueError("There must be a terminal behind the visits.")


def _refuse_vehicle(vehicle: Tourer, problem: IntegerProblem) -> None:
    terminals = range(len(problem.visits), problem.nodes)
    if vehicle.start not in terminals or vehicle.end not in terminals:
        raise ValueError("A vehicle must start and end at terminals.")
    if vehicle.costs not in range(len(problem.cost_matrices)):
        raise ValueError("A vehicle names no cost matrix.")
    for matrices in filter(None, (problem.time_matrices, problem.distance_matrices)):
        if vehicle.times not in range(len(matrices)):
            raise ValueError("A vehicle names no matrix of its way of driving.")
    if len(vehicle.capacities) != len(problem.vehicles[0].capacities):
        raise ValueError("Every vehicle needs one capacity per load dimension.")
    if problem.time_matrices:
        _refuse_spans(vehicle.start_spans)
        _refuse_spans(vehicle.end_spans)
    sums = (vehicle.max_distance_m, vehicle.max_stops, vehicle.max_time_s)
    limits = (*sums, vehicle.overtime_from_s)
    costs = (vehicle.fixed_cost, vehicle.cost_per_s, vehicle.overtime_cost_per_s)
    _refuse_numbers(*costs, *(n for n in (*limits, *vehicle.capacities) if n is not None))
    if vehicle.pause is not None:
        _refuse_numbers(vehicle.pause.duration_s)
        _refuse_spans(((vehicle.pause.earliest_s, vehicle.pause.latest_s),))


def _refuse_visit(visit: Visit, problem: IntegerProblem) -> None:
    if problem.time_matrices:
        _refuse_spans(visit.spans)
    if len(visit.loads) != len(problem.vehicles[0].capacities):
        raise ValueError("Every visit needs one load per load dimension.")
    _refuse_numbers(*visit.loads, visit.penalty, visit.late_cost_per_s, visit.release_s)
    if visit.vehicles is not None and not visit.vehicles:
        raise ValueError("A visit that no vehicle may make must be left out beforehand.")
    if set(visit.vehicles or ()) - set(range(len(problem.vehicles))):
        raise ValueError("A visit names a vehicle that is not there.")


def _refuse_spans(spans: tuple[Span, ...]) -> None:
    edges = [edge for span in spans for edge in span]
    if not edges or edges != sorted(edges):
        raise ValueError("Spans must be there, ascending and apart.")
    _refuse_numbers(*edges)


def _refuse_numbers(*numbers: int) -> None:
    if any(not 0 <= number <= LARGEST for number in numbers):
        raise ValueError("A number is out of bounds.")


def worst_cost(problem: IntegerProblem) -> int:
    """More than any plan of a problem can cost."""
    arcs = len(problem.visits) + len(problem.vehicles)
    worst = arcs * max(int(matrix.max()) for matrix in problem.cost_matrices)
    worst += sum(visit.penalty for visit in problem.visits)
    worst += sum(vehicle.fixed_cost for vehicle in problem.vehicles)
    per_s = sum(v.cost_per_s + v.overtime_cost_per_s for v in problem.vehicles)
    per_s += sum(visit.late_cost_per_s for visit in problem.visits)
    return worst + problem.horizon_s * per_s


def _refuse_sums(problem: IntegerProblem) -> None:
    if worst_cost(problem) > LARGEST:
        raise ValueError("The costs could add up to more than can be counted.")
