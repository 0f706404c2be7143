"""A VROOM problem as arrays, which the engines work on.

What travel costs is told to the engines as distance where no route has a limit of distance or
travel time, so that those that know no tolls find the cheapest routes too; else as toll.
"""

import numpy as np

from domain.travel import UNREACHABLE_M, MatrixTravel
from optimizer.routing.arrays import float64, int8, int32, int64, padded
from optimizer.routing.compile_drives import compile_drives
from optimizer.routing.instances.vroom_problem import Task, TaskType, Vehicle, VroomProblem
from optimizer.routing.search_problem import (
    FAR,
    NOWHERE,
    Fleet,
    Float64,
    NodeKind,
    Nodes,
    SearchProblem,
    Traits,
)

UNITS_OF_COST = 100
"""Units of the search per unit of cost, where costs are not whole."""

DEAREST_EDGES = 20
"""Cost of leaving out a task, in dearest edges; two would do."""

_NOTHING = (0, FAR)

_Way = tuple[str, float, float, float]


class VroomSearch:
    """The problem in arrays; node ``i`` is task ``i``."""

    def __init__(self, vroom: VroomProblem) -> None:
        self._vroom = vroom
        self._ways: dict[_Way, Vehicle] = {}
        for vehicle in vroom.vehicles:
            self._ways.setdefault(_way(vehicle), vehicle)
        self._nowhere = vroom.places
        self._costs = [vroom.costs(vehicle) for vehicle in self._ways.values()]
        self._units = self._units_of_cost()
        starts = [self._start(vehicle) for vehicle in vroom.vehicles]
        ends = [vehicle.end for vehicle in vroom.vehicles if vehicle.end is not None]
        self._homes = list(dict.fromkeys([*starts, *ends]))

    def problem(self) -> SearchProblem:
        """Nodes, vehicles and drives."""
        nodes = self._nodes()
        limited_m = any(vehicle.most_m is not None for vehicle in self._vroom.vehicles)
        limited_s = any(vehicle.most_travel_s is not None for vehicle in self._vroom.vehicles)
        has_tolls = limited_m or limited_s
        travels = [
            self._travel(vehicle, cost, by_distance=limited_m, by_time=limited_s)
            for vehicle, cost in zip(self._ways.values(), self._costs, strict=True)
        ]
        fleet = self._fleet(per_m=0.0 if has_tolls else 1.0)
        return SearchProblem(
            tasks=len(self._vroom.tasks),
            warehouses=len(self._homes),
            nodes=nodes,
            fleet=fleet,
            drives=compile_drives(travels, (0, 1)),
            traits=self._traits(nodes, fleet, has_tolls=has_tolls),
            vehicles_first=False,
        )

    def _start(self, vehicle: Vehicle) -> int:
        """Place of the start: one from where everything is near, where the vehicle has none."""
        return self._nowhere if vehicle.start is None else vehicle.start

    def _units_of_cost(self) -> int:
        whole = all((cost == np.rint(cost)).all() for cost in self._costs)
        dearest = max(float(cost.max(initial=0)) for cost in self._costs)
        return 1 if whole or dearest * UNITS_OF_COST >= UNREACHABLE_M else UNITS_OF_COST

    def _travel(
        self, vehicle: Vehicle, cost: Float64, *, by_distance: bool, by_time: bool
    ) -> MatrixTravel:
        times = self._wide(self._vroom.durations(vehicle))
        prices = self._wide(np.rint(cost * self._units))
        metres = self._wide(self._vroom.distances(vehicle)) if by_distance else times
        return MatrixTravel(
            places=tuple(map(str, range(self._nowhere + 1))),
            bucket_starts_s=np.zeros(1, dtype=np.int64),
            drive_s=times[np.newaxis],
            drive_m=(metres if by_distance or by_time else prices)[np.newaxis],
            tolls_minor=prices[np.newaxis] if by_distance or by_time else None,
        )

    def _wide(self, matrix: Float64) -> np.ndarray[tuple[int, ...], np.dtype[np.int32]]:
        """A matrix with a row and column of zeros behind, for the place that is nowhere."""
        bounded = np.minimum(matrix, UNREACHABLE_M)
        return int32(np.pad(bounded, ((0, 1), (0, 1))))

    def _nodes(self) -> Nodes:
        tasks, homes = self._vroom.tasks, self._homes
        count, others = len(tasks) + len(homes), len(homes)
        has_setup = any(task.setup for task in tasks)
        doors = [task.place if has_setup else i for i, task in enumerate(tasks)]
        first_free = max([*doors, self._nowhere], default=0) + 1
        windows = [task.windows or (_NOTHING,) for task in tasks] + [(_NOTHING,)] * others
        nothing = [0] * count
        return Nodes(
            place=int32([*(task.place for task in tasks), *homes]),
            kind=int8([*map(_kind, tasks), *[NodeKind.WAREHOUSE] * others]),
            partner=int32([*(t.partner for t in tasks), *[NOWHERE] * others]),
            service=int64([*(task.service for task in tasks), *[0] * others]),
            setup=int64([*(task.setup for task in tasks), *[0] * others]),
            door=int32([*doors, *range(first_free, first_free + others)]),
            hours=int32(np.arange(count)),
            windows=int32([len(found) for found in windows]),
            window_from=padded([[begin for begin, _ in found] for found in windows]),
            window_to=padded([[end for _, end in found] for found in windows]),
            is_soft=int8(nothing),
            late_rate=float64(nothing),
            release=int64(nothing),
            load=float64([*map(self._load, tasks), *[self._no_load()] * others]),
            absent=float64([*self._absent(), *[0.0] * others]),
            classes=int64(nothing),
            forbids=int64(nothing),
            group=int32([-1] * count),
            position=int32(nothing),
            depot=int32([NOWHERE] * count),
        )

    def _no_load(self) -> list[int]:
        return [0] * max(1, self._vroom.dimensions)

    def _load(self, task: Task) -> list[int]:
        return list(task.pickup if any(task.pickup) else task.delivery) or self._no_load()

    def _absent(self) -> list[float]:
        """Cost of leaving out each task: priorities first, then the number, then the cost."""
        dearest_edge = max(float(cost.max(initial=0)) for cost in self._costs)
        fixed = max(vehicle.fixed for vehicle in self._vroom.vehicles)
        dearest = self._units * (fixed + DEAREST_EDGES * max(1.0, dearest_edge))
        steps = len(self._vroom.tasks) + 1
        return [
            0.0 if task.kind is TaskType.DELIVERY else dearest * (1 + task.priority * steps)
            for task in self._vroom.tasks
        ]

    def _fleet(self, *, per_m: float) -> Fleet:
        vehicles = self._vroom.vehicles
        count = len(vehicles)
        ways = list(self._ways)
        home = {place: len(self._vroom.tasks) + i for i, place in enumerate(self._homes)}
        spans = [vehicle.window or _NOTHING for vehicle in vehicles]
        one, nothing = int32([1] * count), float64([0.0] * count)
        begins = padded([[begin] for begin, _ in spans])
        ends = padded([[end] for _, end in spans])
        rests = [vehicle.rest for vehicle in vehicles]
        rest_spans = [rest.windows[0] if rest and rest.windows else _NOTHING for rest in rests]
        return Fleet(
            type_of=int32(np.arange(count)),
            way=int32([ways.index(_way(vehicle)) for vehicle in vehicles]),
            start=int32([home[self._start(vehicle)] for vehicle in vehicles]),
            end=int32([NOWHERE if v.end is None else home[v.end] for v in vehicles]),
            fixed=float64([self._units * vehicle.fixed for vehicle in vehicles]),
            per_m=float64([per_m] * count),
            per_time=nothing,
            overtime_from=int64([FAR] * count),
            overtime_rate=nothing,
            leaves=one,
            leave_from=begins,
            leave_to=ends,
            ends=one,
            end_from=begins,
            end_to=ends,
            capacity=float64([list(v.capacity) or [FAR] for v in vehicles]),
            most_m=int64([_limit(v.most_m, v.most_travel_s) for v in vehicles]),
            most_stops=int64([_limit(vehicle.most_tasks) for vehicle in vehicles]),
            most_time=int64([FAR] * count),
            rest=int64([rest.service if rest else 0 for rest in rests]),
            rest_from=int64([begin for begin, _ in rest_spans]),
            rest_to=int64([end for _, end in rest_spans]),
            trips=one,
            reloads=int32(padded([[]] * count, fill=NOWHERE)),
            may=int8([[t.skills <= v.skills for t in self._vroom.tasks] for v in vehicles]),
        )

    def _traits(self, nodes: Nodes, fleet: Fleet, *, has_tolls: bool) -> Traits:
        vroom = self._vroom
        kinds = set(nodes.kind.tolist())
        has_breaks = bool(fleet.rest.any())
        is_bound = any(task.windows for task in vroom.tasks)
        is_bound = is_bound or any(vehicle.window for vehicle in vroom.vehicles)
        return Traits(
            has_times=is_bound or has_breaks,
            has_time_price=False,
            is_timed_by_hour=False,
            has_tolls=has_tolls,
            has_pickups=NodeKind.PICK_UP in kinds,
            has_pairs=NodeKind.COLLECT in kinds,
            has_reloads=False,
            has_breaks=has_breaks,
            has_soft=False,
            has_groups=False,
            has_classes=False,
            has_positions=False,
            has_releases=False,
            has_shared_doors=len(np.unique(nodes.door)) < len(nodes.door),
        )


def _way(vehicle: Vehicle) -> _Way:
    return vehicle.profile, vehicle.speed_factor, vehicle.per_hour, vehicle.per_km


def _kind(task: Task) -> NodeKind:
    if task.kind is TaskType.PICKUP:
        return NodeKind.COLLECT
    if task.kind is TaskType.DELIVERY:
        return NodeKind.DROP
    return NodeKind.PICK_UP if any(task.pickup) else NodeKind.DELIVER


def _limit(*limits: int | None) -> int:
    return min((limit for limit in limits if limit is not None), default=FAR)
