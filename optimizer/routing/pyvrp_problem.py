"""A routing problem as PyVRP takes it: whole numbers, and only the rules that it knows.

Tasks are optional at the price of leaving them out. What a type may not serve is a load of which it
can carry none, and a limit of stops is one that every task adds to.
"""

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

import numpy as np
import numpy.typing as npt
from pyvrp import Client, Depot, Location, ProblemData, Shipment, VehicleType

from optimizer.routing.eligible import Flags, eligible, reload_nodes, warehouse_of
from optimizer.routing.mean_drives import MeanDrives, mean_drives
from optimizer.routing.relaxations import has_stop_limit
from optimizer.routing.search_problem import FAR, NOWHERE, NodeKind, SearchProblem
from optimizer.routing.whole_numbers import cost_scale, refuse_bad_numbers, whole_loads

MOST_PICK_DIMENSIONS = 16
"""Loads that stand for what types may not serve: every one slows the search."""

MUCH_DEARER = 10
"""A task that costs so many of the dearest drives when left out must be served.

PyVRP searches better with tasks that it may not leave out: on 240 customers with a tight fleet that
not every vehicle may serve, all were served in 6 s; 14 were left out where each was optional.
"""

# PyVRP's own annotation of its matrices names no dtype that numpy's types know.
Matrix = Any
_UNBOUND: int = np.iinfo(np.int64).max


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class PyVrpProblem:
    """A problem of PyVRP, and whose numbers it has.

    Attributes
    ----------
    clients
        Task of each client.
    shipments
        Tasks of each shipment: where it is collected, and where it is dropped.
    vehicles
        Vehicles of each of PyVRP's vehicle types.
    reloads
        Warehouse of each depot at which vehicles are loaded again.
    is_strict
        Whether tasks that are much dearer to leave out than to serve must be served.
    spares_vehicles
        Whether a vehicle costs more than any drives that it could save.
    dearest
        Largest price of anything optional.
    """

    data: ProblemData
    clients: tuple[int, ...]
    shipments: tuple[tuple[int, int], ...]
    vehicles: tuple[tuple[int, ...], ...]
    reloads: Mapping[int, int]
    is_strict: bool
    spares_vehicles: bool
    dearest: int


def pyvrp_problem(problem: SearchProblem, *, strictly: bool) -> PyVrpProblem | None:
    """A problem as PyVRP takes it; None where no vehicle can serve any task.

    Parameters
    ----------
    strictly
        Whether tasks that are much dearer to leave out than to serve must be served.

    Raises
    ------
    ValueError
        If a cost, a load or a time is no number, or below 0 where it must not be.
    """
    refuse_bad_numbers(problem)
    may = eligible(problem)
    types = np.flatnonzero(may.any(axis=1)).tolist()
    if not types:
        return None
    return _Builder(problem, may, types, strictly).build()


def pick_rows(may: Flags) -> npt.NDArray[np.int64]:
    """Loads that keep types from tasks: 1 for the tasks concerned; ``(dimensions, tasks)``.

    One for each set of tasks that a type may not serve, of those that some type may.
    """
    served = may[may.any(axis=1)]
    forbidden = np.unique(~served & served.any(axis=0), axis=0)
    return forbidden[forbidden.any(axis=1)].astype(np.int64)


@dataclass(slots=True, eq=False)
class _Builder:
    problem: SearchProblem
    may: Flags
    types: list[int]
    strictly: bool
    depots: list[Depot] = field(default_factory=list)
    reloads: dict[int, int] = field(default_factory=dict)
    base: int = field(init=False)
    horizon: int = field(init=False)
    scale: float = field(init=False)
    fewest: int = field(init=False)
    must_from: float = field(init=False)
    loads: npt.NDArray[np.int64] = field(init=False)
    capacities: npt.NDArray[np.int64] = field(init=False)

    def __post_init__(self) -> None:
        problem, fleet = self.problem, self.problem.fleet
        last = fleet.end_to[self.types, fleet.ends[self.types] - 1]
        self.base = int(fleet.leave_from[self.types, 0].min()) if problem.traits.has_times else 0
        ends = last[last < FAR // 2]
        self.horizon = max(1, int(ends.max()) - self.base) if len(ends) else 2**36
        self.loads, self.capacities = _loads(problem, self.may, self.types)

    def build(self) -> PyVrpProblem:
        """The whole problem."""
        problem = self.problem
        drives = {way: mean_drives(problem, way) for way in self._ways()}
        self._price(drives)
        clients, pairs = self._served()
        size = problem.tasks + problem.warehouses + 1
        self.depots = [Depot(place) for place in range(problem.tasks, size)]
        profiles: dict[tuple[int, float | None], int] = {}
        types = [self._type(kind, profiles) for kind in self.types]
        matrices = [self._matrices(drives[way], per_m) for way, per_m in profiles]
        data = ProblemData(
            [Location(0, 0)] * size,
            [self._client(node) for node in clients],
            self.depots,
            types,
            [metres for metres, _ in matrices],
            [time for _, time in matrices],
            [],
            [self._shipment(*pair) for pair in pairs],
        )
        priced = [*clients, *(collect for collect, _ in pairs)]
        optional = [node for node in priced if not self._must(node)]
        return PyVrpProblem(
            data=data,
            clients=tuple(clients),
            shipments=tuple(pairs),
            vehicles=tuple(self._vehicles(kind) for kind in self.types),
            reloads=self.reloads,
            is_strict=len(optional) < len(priced),
            spares_vehicles=problem.vehicles_first,
            dearest=max([t.fixed_cost for t in types] + [self._prize(i) for i in optional]),
        )

    def _served(self) -> tuple[list[int], list[tuple[int, int]]]:
        """Tasks of their own, and transports, without those whose drop closes before they open."""
        nodes = self.problem.nodes
        served = np.flatnonzero(self.may.any(axis=0))
        kind = nodes.kind[served]
        alone = (kind == NodeKind.DELIVER) | (kind == NodeKind.PICK_UP)
        collects = served[kind == NodeKind.COLLECT].tolist()
        pairs = [(node, int(nodes.partner[node])) for node in collects]
        in_turn = [(a, b) for a, b in pairs if self._window(a)[0] <= self._window(b)[1]]
        return served[alone].tolist(), in_turn

    def _ways(self) -> list[int]:
        return sorted(set(self.problem.fleet.way[self.types].tolist()))

    def _vehicles(self, kind: int) -> tuple[int, ...]:
        return tuple(np.flatnonzero(self.problem.fleet.type_of == kind).tolist())

    def _price(self, drives: Mapping[int, MeanDrives]) -> None:
        """Find how fine costs can be counted, and what a vehicle costs that should be spared."""
        problem, fleet, absent = self.problem, self.problem.fleet, self.problem.nodes.absent
        per_m, tasks = float(fleet.per_m[self.types].max()), self.problem.tasks
        dearest = max(float((per_m * d.metres + d.toll).max(initial=0.0)) for d in drives.values())
        rates = [fleet.per_m, fleet.per_time, fleet.fixed]
        worst = 2 * (tasks + problem.vehicles) * dearest + float(absent[:tasks].sum())
        worst += problem.vehicles * float(fleet.fixed.max() + fleet.per_time.max() * self.horizon)
        star = sum(float(per_m * d.metres[tasks:].sum()) for d in drives.values())
        fewest = 2 * star if problem.vehicles_first else 0.0
        worst += 2 * (tasks + problem.vehicles) * fewest
        self.must_from = MUCH_DEARER * dearest + float(fleet.fixed.max()) or math.inf
        numbers = np.concatenate([*(rate[self.types] for rate in rates), absent[:tasks]])
        self.scale = cost_scale(numbers[numbers > 0], worst)
        self.fewest = round(fewest * self.scale)

    def _prize(self, node: int) -> int:
        return round(float(self.problem.nodes.absent[node]) * self.scale) + self.fewest

    def _must(self, node: int) -> bool:
        return self.strictly and float(self.problem.nodes.absent[node]) >= self.must_from

    def _client(self, node: int) -> Client:
        nodes = self.problem.nodes
        load = self.loads[node].tolist()
        fetched = nodes.kind[node] == NodeKind.PICK_UP
        inner = self.problem.nodes.load.shape[1]
        nothing = [0] * inner
        early, late = self._window(node)
        return Client(
            node,
            delivery=[*nothing, *load[inner:]] if fetched else load,
            pickup=[*load[:inner], *[0] * (len(load) - inner)] if fetched else [],
            service_duration=self._stay(node),
            tw_early=early,
            tw_late=late,
            release_time=self._released(node),
            prize=self._prize(node),
            required=self._must(node),
        )

    def _shipment(self, collect: int, drop: int) -> Shipment:
        from_early, from_late = self._window(collect)
        to_early, to_late = self._window(drop)
        return Shipment(
            collect,
            drop,
            from_early,
            from_late,
            self._stay(collect),
            to_early,
            to_late,
            self._stay(drop),
            amount=np.maximum(self.loads[collect], self.loads[drop]).tolist(),
            prize=self._prize(collect),
            required=self._must(collect),
        )

    def _is_timed(self) -> bool:
        return self.problem.traits.has_times

    def _stay(self, node: int) -> int:
        nodes = self.problem.nodes
        return int(nodes.service[node] + nodes.setup[node]) if self._is_timed() else 0

    def _window(self, node: int) -> tuple[int, int]:
        """When service may begin, between the first window's begin and the last one's end.

        A soft one is kept, if it can be kept at all.
        """
        nodes = self.problem.nodes
        if not self._is_timed():
            return 0, _UNBOUND
        early = max(0, int(nodes.window_from[node, 0]) - self.base)
        late = self._until(int(nodes.window_to[node, nodes.windows[node] - 1]))
        if nodes.is_soft[node] and late < max(self._reach(node), self._released(node)):
            late = _UNBOUND
        return early, late

    def _released(self, node: int) -> int:
        return max(0, int(self.problem.nodes.release[node]) - self.base) if self._is_timed() else 0

    def _reach(self, node: int) -> int:
        """Earliest time at which any vehicle can be at a task."""
        fleet, nodes = self.problem.fleet, self.problem.nodes
        least, starts = self.problem.drives.least_time, nodes.place[fleet.start[self.types]]
        there = least[fleet.way[self.types], starts, nodes.place[node]]
        return int((fleet.leave_from[self.types, 0] - self.base + there).min())

    def _until(self, time: int) -> int:
        return _UNBOUND if time >= FAR // 2 else max(0, time - self.base)

    def _type(self, kind: int, profiles: dict[tuple[int, float | None], int]) -> VehicleType:
        fleet, tasks = self.problem.fleet, self.problem.tasks
        per_m, most_m = float(fleet.per_m[kind]), int(fleet.most_m[kind])
        has_toll = self.problem.traits.has_tolls and most_m >= FAR
        key = int(fleet.way[kind]), per_m if has_toll else None
        row = self.types.index(kind)
        end, reloads = int(fleet.end[kind]), self._reload_depots(kind)
        plain = VehicleType(
            len(self._vehicles(kind)),
            self.capacities[row].tolist(),
            int(fleet.start[kind]) - tasks,
            self.problem.warehouses if end == NOWHERE else end - tasks,
            fixed_cost=round(float(fleet.fixed[kind]) * self.scale) + self.fewest,
            max_distance=_UNBOUND if most_m >= FAR else most_m,
            unit_distance_cost=1 if has_toll else round(per_m * self.scale),
            profile=profiles.setdefault(key, len(profiles)),
            reload_depots=reloads,
            max_reloads=int(fleet.trips[kind]) - 1 if reloads else 0,
        )
        return self._with_hours(plain, kind) if self._is_timed() else plain

    def _with_hours(self, plain: VehicleType, kind: int) -> VehicleType:
        """A type with when it may be on its way; its break is kept free at the end."""
        fleet = self.problem.fleet
        rest, most = int(fleet.rest[kind]), int(fleet.most_time[kind])
        starts = int(fleet.leave_from[kind, 0]) - self.base
        until = self._until(int(fleet.end_to[kind, fleet.ends[kind] - 1]))
        start_late = self._until(int(fleet.leave_to[kind, fleet.leaves[kind] - 1]))
        late = max(starts, until - rest) if until < _UNBOUND else until
        return plain.replace(
            tw_early=starts,
            tw_late=late,
            start_late=min(start_late, late),
            shift_duration=_UNBOUND if most >= FAR else max(0, most - rest),
            unit_duration_cost=round(float(fleet.per_time[kind]) * self.scale),
        )

    def _reload_depots(self, kind: int) -> list[int]:
        """Depots for the reloads of a type, each with its own hours and the time that it takes."""
        found = []
        for node in reload_nodes(self.problem, kind):
            depot = self._reload_depot(node)
            if depot is not None and depot not in found:
                found.append(depot)
        return found

    def _reload_depot(self, node: int) -> int | None:
        """Number of the depot for a reload; None where it is never open."""
        nodes, warehouse = self.problem.nodes, warehouse_of(self.problem, node)
        if not nodes.windows[node]:
            return None
        early, late = self._window(node)
        if early > late:
            return None
        depot = Depot(warehouse, early, late, self._stay(node))
        for number in self.reloads:
            if self.depots[number] == depot:
                return number
        self.reloads[len(self.depots)] = warehouse
        self.depots.append(depot)
        return len(self.depots) - 1

    def _matrices(self, drives: MeanDrives, per_m: float | None) -> tuple[Matrix, Matrix]:
        """Distances and times between locations, of which the last is where open routes end."""
        if per_m is None:
            metres = drives.metres.copy()
        else:
            metres = np.rint((per_m * drives.metres + drives.toll) * self.scale).astype(np.int64)
        metres[drives.blocked] = self._blocked_metres(per_m)
        time = np.where(drives.blocked, 2 * self.horizon + 1, drives.time)
        np.fill_diagonal(metres, 0)
        np.fill_diagonal(time, 0)
        if not self._is_timed():
            time[:] = 0
        return np.pad(metres, (0, 1)), np.pad(time, (0, 1))

    def _blocked_metres(self, per_m: float | None) -> int:
        """Distance where there is no way: dearer than to leave any task out."""
        dearest = 2 * (round(float(self.problem.nodes.absent.max()) * self.scale) + self.fewest)
        rate = round(float(self.problem.fleet.per_m[self.types].max()) * self.scale)
        return min(2**44, dearest if per_m is not None else -(-dearest // max(1, rate)))


def _loads(
    problem: SearchProblem, may: Flags, types: Sequence[int]
) -> tuple[npt.NDArray[np.int64], npt.NDArray[np.int64]]:
    """Loads of tasks and capacities of types, with what stands for other rules behind them.

    The real dimensions come first, one for each of the problem's.
    """
    loads, capacities = whole_loads(problem, types)
    more_loads, more_capacities = [], []
    if has_stop_limit(problem):
        more_loads.append(np.ones(problem.tasks, np.int64))
        more_capacities.append(np.minimum(problem.fleet.most_stops[types], problem.tasks))
    rows = pick_rows(may)
    for row in rows if len(rows) <= MOST_PICK_DIMENSIONS else ():
        more_loads.append(row)
        barred = (may[types][:, row == 1] == 0).all(axis=1)
        more_capacities.append(np.where(barred, 0, problem.tasks))
    return np.column_stack([loads, *more_loads]), np.column_stack([capacities, *more_capacities])
