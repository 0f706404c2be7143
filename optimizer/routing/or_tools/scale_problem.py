"""From a problem in arrays to OR-Tools' whole numbers.

Where traffic changes over the day, `mean_drives` says what a drive takes and costs. Two tasks at
one door pay its set-up once: an arc between them is shorter by the set-up of the second, so that
every departure is exact and only the second's beginning is taken too early, by its own set-up.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field, replace

import numpy as np

from optimizer.routing.eligible import Flags, eligible
from optimizer.routing.mean_drives import MeanDrives, mean_drives
from optimizer.routing.or_tools.integer_problem import (
    IntegerProblem,
    Matrix,
    Pause,
    Sequences,
    Span,
    Tourer,
    Visit,
)
from optimizer.routing.search_problem import FAR, NOWHERE, Int64, NodeKind, Routes, SearchProblem
from optimizer.routing.whole_numbers import cost_scale, refuse_bad_numbers, whole_loads

LONGEST = 2**40
"""Stands for the end of time where a problem names none."""


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class ScaledProblem:
    """A problem in whole numbers, and whose numbers they are.

    Attributes
    ----------
    problem
        None where no vehicle can serve any task.
    tasks
        Task of each visit.
    vehicles
        Vehicle of each tourer.
    fleet
        Number of all vehicles.
    """

    problem: IntegerProblem | None
    tasks: tuple[int, ...]
    vehicles: tuple[int, ...]
    fleet: int

    def routes(self, sequences: Sequences) -> Routes:
        """Tasks of each vehicle, from the visits of each tourer."""
        routes: list[tuple[int, ...]] = [()] * self.fleet
        for vehicle, visits in zip(self.vehicles, sequences, strict=True):
            routes[vehicle] = tuple(self.tasks[visit] for visit in visits)
        return tuple(routes)

    def sequences(self, routes: Routes) -> Sequences:
        """Visits of each tourer; what has no visit is passed over, and half of a transport."""
        visits = {task: number for number, task in enumerate(self.tasks)}
        pairs = self.problem.transports if self.problem is not None else ()
        partners = dict(pairs) | {drop: collect for collect, drop in pairs}
        sequences = []
        for vehicle in self.vehicles:
            sequence = [visits[node] for node in routes[vehicle] if node in visits]
            whole = [v for v in sequence if partners.get(v, v) in sequence]
            sequences.append(tuple(dict.fromkeys(whole)))
        return tuple(sequences)


def scale_problem(problem: SearchProblem, seed: int = 0) -> ScaledProblem:
    """A problem in whole numbers; the seed shuffles the visits, which varies the search.

    Raises
    ------
    ValueError
        If numbers are impossible, or too large to count with.
    """
    refuse_bad_numbers(problem)
    may = eligible(problem)
    vehicles = np.flatnonzero(may[problem.fleet.type_of].any(axis=1))
    tasks = np.flatnonzero(may.any(axis=0))
    if seed:
        tasks = np.random.default_rng(seed).permutation(tasks)
    whole = None
    if len(tasks):
        whole = _Scaler(problem, may, tasks.tolist(), vehicles.tolist()).scaled()
    return ScaledProblem(
        problem=whole,
        tasks=tuple(tasks.tolist()),
        vehicles=tuple(vehicles.tolist()),
        fleet=problem.vehicles,
    )


@dataclass(slots=True, eq=False)
class _Scaler:
    problem: SearchProblem
    may: Flags
    tasks: list[int]
    vehicles: list[int]
    base: int = field(init=False)
    horizon: int = field(init=False)
    drives: dict[int, MeanDrives] = field(init=False)
    scale: float = field(init=False)
    fewest: int = field(init=False)

    def __post_init__(self) -> None:
        fleet, types = self.problem.fleet, self._types()
        self.base = int(fleet.leave_from[types, 0].min()) if self._is_timed() else 0
        last = fleet.end_to[types, fleet.ends[types] - 1]
        bound = last[last < FAR // 2]
        self.horizon = max(0, int(bound.max()) - self.base) if len(bound) == len(last) else LONGEST
        self.drives = {way: mean_drives(self.problem, way) for way in self._ways()}
        self._price()

    def scaled(self) -> IntegerProblem:
        """The whole problem."""
        fleet, problem, types = self.problem.fleet, self.problem, self._types()
        loads, capacities = whole_loads(problem, types)
        rates = sorted({(int(fleet.way[kind]), float(fleet.per_m[kind])) for kind in types})
        is_limited_m = bool((fleet.most_m[types] < FAR).any())
        is_limited_stops = bool((fleet.most_stops[types] < FAR).any())
        ways = self._ways()
        visit = {task: number for number, task in enumerate(self.tasks)}
        collects = [t for t in self.tasks if problem.nodes.kind[t] == NodeKind.COLLECT]
        return IntegerProblem(
            visits=tuple(self._visit(task, loads[task].tolist()) for task in self.tasks),
            vehicles=tuple(
                self._tourer(
                    int(fleet.type_of[vehicle]),
                    rates,
                    capacities[types.index(int(fleet.type_of[vehicle]))].tolist(),
                )
                for vehicle in self.vehicles
            ),
            cost_matrices=tuple(self._costs(way, per_m) for way, per_m in rates),
            time_matrices=tuple(self._times(way) for way in ways) if self._is_timed() else (),
            dwell_s=self._on_nodes(self._dwell()) if self._is_timed() else None,
            distance_matrices=tuple(
                self._between_nodes(self.drives[way].most_m) for way in ways if is_limited_m
            ),
            stop_count=self._stop_count() if is_limited_stops else None,
            transports=tuple((visit[t], visit[int(problem.nodes.partner[t])]) for t in collects),
        )

    def _is_timed(self) -> bool:
        return self.problem.traits.has_times

    def _types(self) -> list[int]:
        return sorted(set(self.problem.fleet.type_of[self.vehicles].tolist()))

    def _ways(self) -> list[int]:
        return sorted(set(self.problem.fleet.way[self._types()].tolist()))

    def _price(self) -> None:
        """How fine costs can be counted, and what a vehicle costs where they should be few."""
        fleet, nodes = self.problem.fleet, self.problem.nodes
        types, absent = self._types(), nodes.absent[self.tasks]
        per_m, arcs = float(fleet.per_m[types].max()), len(self.tasks) + len(self.vehicles)
        arc = max(float((per_m * d.metres + d.toll).max(initial=0.0)) for d in self.drives.values())
        fewest = 2.0 * arcs * arc if self.problem.vehicles_first else 0.0
        arc = max(arc, 2 * float(absent.max()))
        per_time = (fleet.per_time + fleet.overtime_rate)[fleet.type_of[self.vehicles]].sum()
        worst = arcs * (arc + 2 * fewest) + absent.sum() + len(self.vehicles) * fleet.fixed.max()
        if self._is_timed():
            worst += self.horizon * (per_time + nodes.late_rate[self.tasks].sum())
        rates = np.concatenate(
            [fleet.fixed, fleet.per_m, fleet.per_time, fleet.overtime_rate, nodes.late_rate, absent]
        )
        self.scale = cost_scale(rates[rates > 0], 2 * float(worst))
        self.fewest = round(fewest * self.scale)

    def _visit(self, task: int, loads: list[int]) -> Visit:
        nodes = self.problem.nodes
        may = self.may[self.problem.fleet.type_of[self.vehicles], task]
        kind, is_soft = int(nodes.kind[task]), bool(nodes.is_soft[task]) and self._is_timed()
        closes = int(nodes.window_to[task, nodes.windows[task] - 1])
        is_drop = kind == NodeKind.DROP
        return Visit(
            spans=self._windows(task) if self._is_timed() else (),
            free_until_s=self._clipped(closes) if is_soft else None,
            late_cost_per_s=round(float(nodes.late_rate[task]) * self.scale) if is_soft else 0,
            release_s=self._clipped(int(nodes.release[task])) if self._is_timed() else 0,
            loads=tuple(loads),
            is_fetched=kind in {NodeKind.PICK_UP, NodeKind.COLLECT},
            vehicles=None if may.all() else tuple(np.flatnonzero(may).tolist()),
            penalty=0 if is_drop else round(nodes.absent[task] * self.scale) + self.fewest,
        )

    def _tourer(
        self, kind: int, rates: Sequence[tuple[int, float]], capacities: list[int]
    ) -> Tourer:
        fleet = self.problem.fleet
        way, nodes = int(fleet.way[kind]), self._numbers()
        tourer = Tourer(
            start=nodes.index(int(fleet.start[kind])),
            end=nodes.index(int(fleet.end[kind])),
            costs=rates.index((way, float(fleet.per_m[kind]))),
            times=self._ways().index(way),
            fixed_cost=round(float(fleet.fixed[kind]) * self.scale) + self.fewest,
            capacities=tuple(capacities),
            max_distance_m=_limit(fleet.most_m[kind]),
            max_stops=_limit(fleet.most_stops[kind]),
        )
        return self._with_hours(tourer, kind) if self._is_timed() else tourer

    def _with_hours(self, tourer: Tourer, kind: int) -> Tourer:
        """A tourer with its hours; a break that may be at any time is kept free at the end."""
        fleet = self.problem.fleet
        per_time, over = float(fleet.per_time[kind]), float(fleet.overtime_rate[kind])
        always = int(fleet.rest[kind]) if fleet.rest_to[kind] >= FAR else 0
        leaves, ends = int(fleet.leaves[kind]), int(fleet.ends[kind])
        until = self._clipped(int(fleet.end_to[kind, ends - 1])) - always
        return replace(
            tourer,
            fixed_cost=tourer.fixed_cost + round(per_time * self.scale * always),
            cost_per_s=round(per_time * self.scale),
            start_spans=self._spans(fleet.leave_from[kind, :leaves], fleet.leave_to[kind, :leaves]),
            end_spans=self._spans(fleet.end_from[kind, :ends], fleet.end_to[kind, :ends], until),
            overtime_from_s=self._clipped(int(fleet.overtime_from[kind])),
            overtime_cost_per_s=round(over * self.scale),
            max_time_s=_limit(fleet.most_time[kind] - always),
            pause=self._pause(kind),
        )

    def _pause(self, kind: int) -> Pause | None:
        """The break as an interval; None where nothing bounds when it begins."""
        fleet = self.problem.fleet
        latest = int(fleet.rest_to[kind])
        if not fleet.rest[kind] or latest >= FAR:
            return None
        earliest = max(int(fleet.rest_from[kind]), min(int(fleet.leave_from[kind, 0]), latest))
        return Pause(
            duration_s=int(fleet.rest[kind]),
            earliest_s=self._clipped(earliest),
            latest_s=self._clipped(latest),
        )

    def _windows(self, task: int) -> tuple[Span, ...]:
        """When a visit may begin; a soft one at any time after its last window opens."""
        nodes = self.problem.nodes
        count = int(nodes.windows[task])
        begins, ends = nodes.window_from[task, :count], nodes.window_to[task, :count].copy()
        if nodes.is_soft[task]:
            ends[-1] = FAR
        return self._spans(begins, ends)

    def _spans(self, begins: Int64, ends: Int64, until: int | None = None) -> tuple[Span, ...]:
        """Spans within the horizon, or until a time in it; its first moment if there are none."""
        most = self.horizon if until is None else max(0, until)
        spans = tuple(
            (self._clipped(int(begin)), min(most, self._clipped(int(end))))
            for begin, end in zip(begins, ends, strict=True)
            if end >= self.base and begin - self.base <= most
        )
        return spans or ((0, 0),)

    def _clipped(self, time: int) -> int:
        return min(self.horizon, max(0, time - self.base))

    def _dwell(self) -> Int64:
        nodes = self.problem.nodes
        stays: Int64 = nodes.setup[: self._places()] + nodes.service[: self._places()]
        stays[self.problem.tasks :] = 0
        return stays

    def _costs(self, way: int, per_m: float) -> Matrix:
        """What each drive costs by its metres and tolls; too much where there is no way."""
        drives = self.drives[way]
        costs = np.rint((drives.metres * per_m + drives.toll) * self.scale).astype(np.int64)
        if not self._is_timed():
            costs[drives.blocked] = 2 * round(self.problem.nodes.absent.max() * self.scale)
        return self._between_nodes(costs)

    def _times(self, way: int) -> Matrix:
        """Time from the beginning of a visit to the earliest at the next."""
        nodes, drives, tasks = self.problem.nodes, self.drives[way], self.problem.tasks
        times = drives.time + self._dwell()[:, np.newaxis]
        times[:tasks, :tasks] -= np.where(self._is_same_door(), nodes.setup[:tasks], 0)
        times = np.clip(times, 0, self.horizon + 1)
        times[drives.blocked] = self.horizon + 1
        return self._between_nodes(times)

    def _stop_count(self) -> Matrix:
        """Every arc to a task adds a stop, unless it is served in one go with the one before."""
        hours, tasks = self.problem.nodes.hours[: self.problem.tasks], self.problem.tasks
        count = np.zeros((self._places(), self._places()), dtype=np.int64)
        is_one_stop = self._is_same_door() & (hours[:, np.newaxis] == hours)
        count[:, :tasks] = 1
        count[:tasks, :tasks] -= is_one_stop
        return self._between_nodes(count)

    def _is_same_door(self) -> Flags:
        door = self.problem.nodes.door[: self.problem.tasks]
        same: Flags = door[:, np.newaxis] == door
        np.fill_diagonal(same, val=False)
        return same

    def _places(self) -> int:
        return self.problem.tasks + self.problem.warehouses

    def _numbers(self) -> list[int]:
        """Tasks by the numbers of their visits, then the terminals, of which nowhere is the last.

        None but those where vehicles start or end: OR-Tools would send one there.
        """
        fleet, types = self.problem.fleet, self._types()
        used = sorted({*fleet.start[types].tolist(), *fleet.end[types].tolist()} - {NOWHERE})
        return [*self.tasks, *used, *([NOWHERE] if (fleet.end[types] == NOWHERE).any() else [])]

    def _on_nodes(self, values: Int64) -> Matrix:
        """Values of tasks and warehouses as those of nodes."""
        # Nowhere, -1, is the last in what is padded.
        return np.pad(values, (0, 1))[self._numbers()]

    def _between_nodes(self, values: Int64) -> Matrix:
        """A matrix of tasks and warehouses as one of nodes; nowhere is no way off."""
        numbers = self._numbers()
        return np.pad(values, (0, 1))[np.ix_(numbers, numbers)]


def _limit(most: int) -> int | None:
    return None if most >= FAR // 2 else max(0, int(most))
