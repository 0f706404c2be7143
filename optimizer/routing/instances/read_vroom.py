"""VROOM's problem files: JSON with jobs, shipments, vehicles and matrices of travel.

VROOM itself asks a routing server for travel where a file has no matrices; this program does not
guess it, so they are needed, and `location_index`, `start_index` and `end_index` say which row and
column a place has. Whatever would change the problem and cannot be kept is refused in its place.

References
----------
VROOM's API, https://github.com/VROOM-Project/vroom/blob/master/docs/API.md
"""

from collections import Counter
from dataclasses import replace
from itertools import pairwise
from typing import Any

import numpy as np

from domain.errors import InputError
from domain.message import Problem, message
from domain.travel import UNREACHABLE_S
from optimizer.routing.instances.instance import MOST_CUSTOMERS
from optimizer.routing.instances.json_values import JsonValues
from optimizer.routing.instances.strict_json import NoJson, Object, Path, strict_json
from optimizer.routing.instances.vroom_problem import (
    SECONDS_PER_HOUR,
    Matrices,
    Rest,
    Task,
    TaskType,
    Vehicle,
    VroomProblem,
)
from optimizer.routing.search_problem import Int32

MOST_VEHICLES = 10_000

_STEP = {"id", "description", "location", "location_index", "setup", "service", "time_windows"}
_JOB = _STEP | {"delivery", "pickup", "amount", "skills", "priority"}
_SHIPMENT = {"pickup", "delivery", "amount", "skills", "priority"}
_VEHICLE = {
    "id", "profile", "description", "start", "start_index", "end", "end_index", "capacity", "costs",
    "skills", "time_window", "breaks", "speed_factor", "max_tasks", "max_travel_time",
    "max_distance",
}  # fmt: skip
_BREAK = {"id", "time_windows", "service", "description"}
_COSTS = {"fixed", "per_hour", "per_km"}
_MATRICES = ("durations", "distances", "costs")


def read_vroom(text: str, name: str, file: str) -> VroomProblem:
    """The problem in a text.

    Raises
    ------
    InputError
        With all that is wrong, each by its path and line.
    """
    try:
        content = strict_json(text)
    except NoJson as fault:
        reason = message("vroom.no_json", detail=fault.detail)
        raise InputError([Problem(message=reason, file=file, row=fault.line)]) from None
    values = JsonValues(text, file)
    reading = _Reading(values)
    problem = reading.problem(content, name)
    if values.problems:
        raise InputError(values.problems)
    return problem


class _Reading:
    """One file on its way to a problem."""

    def __init__(self, values: JsonValues) -> None:
        self._values = values
        self._places = 0

    def problem(self, content: Any, name: str) -> VroomProblem:
        """The problem; of no use where anything was found to be wrong."""
        values = self._values
        top = values.record(
            content, (), {"jobs", "shipments", "vehicles", "matrices", "matrix"}, {"vehicles"}
        )
        matrices = self._matrices(top)
        jobs = values.each(top, "jobs", (), self._job)
        tasks = list(jobs)
        for pickup, delivery in values.each(top, "shipments", (), self._shipment):
            at = len(tasks)
            tasks += [_paired(pickup, at + 1), _paired(delivery, at)]
        vehicles = values.each(top, "vehicles", (), self._vehicle)
        found = VroomProblem(name=name, tasks=tuple(tasks), vehicles=vehicles, matrices=matrices)
        self._check(found, len(jobs))
        return found

    def _matrices(self, top: Object) -> dict[str, Matrices]:
        values = self._values
        if "matrix" in top and "matrices" not in top:
            top = Object(matrices=Object(car=Object(durations=top["matrix"])))
            path: Path = ("matrix",)
        elif "matrices" in top:
            path = ("matrices",)
        else:
            values.refuse((), message("vroom.no_matrices"))
            return {}
        profiles = top["matrices"]
        if not isinstance(profiles, Object) or not profiles:
            values.refuse(path, message("vroom.no_matrices"))
            return {}
        return {profile: self._profile(profiles[profile], (*path, profile)) for profile in profiles}

    def _profile(self, value: Any, path: Path) -> Matrices:
        own = self._values.record(value, path, _MATRICES, {"durations"})
        found = {key: self._matrix(own[key], (*path, key)) for key in _MATRICES if key in own}
        nothing = np.zeros((self._places, self._places), dtype=np.int32)
        return Matrices(
            durations=found.get("durations", nothing),
            distances=found.get("distances"),
            costs=found.get("costs"),
        )

    def _matrix(self, value: Any, path: Path) -> Int32:
        """A square of whole numbers; the way from a place to itself is none."""
        rows = self._values.items(value, path)
        size = len(rows)
        self._places = self._places or size
        if size != self._places or not 0 < size <= MOST_CUSTOMERS + 2:
            reason = message("vroom.matrix_size", rows=size, wanted=self._places)
            self._values.refuse(path, reason)
            return np.zeros((self._places, self._places), dtype=np.int32)
        for number, row in enumerate(rows):
            if not isinstance(row, list) or len(row) != size:
                found = len(row) if isinstance(row, list) else 0
                reason = message("vroom.matrix_size", rows=found, wanted=size)
                self._values.refuse((*path, number), reason)
                rows[number] = [0] * size
            elif not all(type(cell) is int and 0 <= cell < UNREACHABLE_S for cell in row):
                for column, cell in enumerate(row):
                    self._values.whole_at(cell, (*path, number, column), UNREACHABLE_S - 1)
                rows[number] = [0] * size
        matrix = np.array(rows, dtype=np.int32)
        np.fill_diagonal(matrix, 0)
        matrix.flags.writeable = False
        return matrix

    def _job(self, value: Any, path: Path) -> Task:
        values = self._values
        job = values.record(value, path, _JOB, {"id"})
        delivery = values.wholes(job, "delivery", path)
        pickup = values.wholes(job, "pickup", path)
        if "amount" in job:
            if delivery:
                values.refuse((*path, "amount"), message("vroom.amount_twice"))
            delivery = values.wholes(job, "amount", path)
        if any(delivery) and any(pickup):
            values.refuse((*path, "pickup"), message("vroom.two_ways"))
        return self._task(TaskType.JOB, job, path, job, path, delivery=delivery, pickup=pickup)

    def _shipment(self, value: Any, path: Path) -> tuple[Task, Task]:
        values = self._values
        shipment = values.record(value, path, _SHIPMENT, {"pickup", "delivery"})
        amount = values.wholes(shipment, "amount", path)
        halves = []
        for key in ("pickup", "delivery"):
            at = (*path, key)
            step = values.record(shipment.get(key, Object()), at, _STEP, {"id"})
            loads = {key: amount}
            halves.append(self._task(TaskType(key), step, at, shipment, path, **loads))
        return halves[0], halves[1]

    def _task(
        self, kind: TaskType, step: Object, at: Path, whole: Object, path: Path, **loads: Any
    ) -> Task:
        """A task; skills and priority stand at the whole of a shipment."""
        values = self._values
        return Task(
            kind=kind,
            id=values.whole(step, "id", at, most=2**63),
            place=self._index(step, "location_index", at),
            location=values.place(step, "location", at),
            description=values.word(step, "description", at),
            setup=values.whole(step, "setup", at),
            service=values.whole(step, "service", at),
            skills=frozenset(values.wholes(whole, "skills", path)),
            priority=values.whole(whole, "priority", path, most=100),
            windows=self._windows(step, at),
            **loads,
        )

    def _windows(self, record: Object, path: Path) -> tuple[tuple[int, int], ...]:
        """Time windows, ascending and apart."""
        found = self._values.each(record, "time_windows", path, self._values.window)
        for index, (before, after) in enumerate(pairwise(found)):
            if after[0] <= before[1]:
                at = (*path, "time_windows", index + 1)
                self._values.refuse(at, message("vroom.windows_overlap"), list(after))
        return found

    def _index(self, record: Object, key: str, path: Path) -> int:
        if key not in record:
            self._values.refuse(path, message("vroom.missing_index", key=key))
            return 0
        return self._values.whole_at(record[key], (*path, key), max(0, self._places - 1))

    def _vehicle(self, value: Any, path: Path) -> Vehicle:
        values = self._values
        own = values.record(value, path, _VEHICLE, {"id"})
        costs = values.record(own.get("costs", Object()), (*path, "costs"), _COSTS)
        at = (*path, "costs")
        ends = [
            self._index(own, f"{key}_index", path) if {key, f"{key}_index"} & own.keys() else None
            for key in ("start", "end")
        ]
        if ends == [None, None]:
            values.refuse(path, message("vroom.no_start"))
        speed = values.number(own, "speed_factor", path, 1.0)
        if not 0 < speed <= 5:
            values.refuse((*path, "speed_factor"), message("vroom.speed_factor"), speed)
        return Vehicle(
            id=values.whole(own, "id", path, most=2**63),
            profile=values.word(own, "profile", path, "car"),
            start=ends[0],
            end=ends[1],
            start_location=values.place(own, "start", path),
            end_location=values.place(own, "end", path),
            description=values.word(own, "description", path),
            capacity=values.wholes(own, "capacity", path),
            skills=frozenset(values.wholes(own, "skills", path)),
            window=(
                values.window(own["time_window"], (*path, "time_window"))
                if "time_window" in own
                else None
            ),
            rest=self._rest(own, path),
            speed_factor=speed or 1.0,
            fixed=values.number(costs, "fixed", at, 0.0),
            per_hour=values.number(costs, "per_hour", at, SECONDS_PER_HOUR),
            per_km=values.number(costs, "per_km", at, 0.0),
            most_tasks=values.whole(own, "max_tasks", path) if "max_tasks" in own else None,
            most_travel_s=(
                values.whole(own, "max_travel_time", path) if "max_travel_time" in own else None
            ),
            most_m=values.whole(own, "max_distance", path) if "max_distance" in own else None,
        )

    def _rest(self, own: Object, path: Path) -> Rest | None:
        """The break of a vehicle, of which the search knows one with one window."""
        rests = self._values.each(own, "breaks", path, self._break)
        if len(rests) > 1:
            self._values.refuse((*path, "breaks", 1), message("vroom.more_breaks"))
        if rests and len(rests[0].windows) > 1:
            at = (*path, "breaks", 0, "time_windows", 1)
            self._values.refuse(at, message("vroom.break_windows"))
        return rests[0] if rests else None

    def _break(self, value: Any, path: Path) -> Rest:
        values = self._values
        own = values.record(value, path, _BREAK, {"id"})
        return Rest(
            id=values.whole(own, "id", path, most=2**63),
            service=values.whole(own, "service", path),
            windows=self._windows(own, path),
            description=values.word(own, "description", path),
        )

    def _check(self, problem: VroomProblem, jobs: int) -> None:
        """What only shows when all parts are seen together."""
        values = self._values
        if not problem.tasks:
            values.refuse((), message("instance.no_customers"))
        if len(problem.tasks) > MOST_CUSTOMERS:
            reason = message(
                "instance.too_large", customers=len(problem.tasks), most=MOST_CUSTOMERS
            )
            values.refuse((), reason)
        if not 0 < len(problem.vehicles) <= MOST_VEHICLES:
            values.refuse(("vehicles",), message("vroom.no_vehicles", most=MOST_VEHICLES))
        paths = [("jobs", i) if i < jobs else _half(i - jobs) for i in range(len(problem.tasks))]
        twice = Counter((task.kind, task.id) for task in problem.tasks)
        width = problem.dimensions
        for task, path in zip(problem.tasks, paths, strict=True):
            if twice[task.kind, task.id] > 1:
                values.refuse((*path, "id"), message("vroom.id_twice"), task.id)
            for amounts in (task.delivery, task.pickup):
                if amounts and len(amounts) != width:
                    reason = message("vroom.amounts", found=len(amounts), wanted=width)
                    values.refuse(path, reason)
        self._check_vehicles(problem, width)

    def _check_vehicles(self, problem: VroomProblem, width: int) -> None:
        values = self._values
        twice = Counter(vehicle.id for vehicle in problem.vehicles)
        for index, vehicle in enumerate(problem.vehicles):
            path: Path = ("vehicles", index)
            own = problem.matrices.get(vehicle.profile)
            if twice[vehicle.id] > 1:
                values.refuse((*path, "id"), message("vroom.id_twice"), vehicle.id)
            if len(vehicle.capacity) != width:
                reason = message("vroom.amounts", found=len(vehicle.capacity), wanted=width)
                values.refuse((*path, "capacity"), reason)
            if own is None:
                values.refuse((*path, "profile"), message("vroom.no_profile"), vehicle.profile)
                continue
            if own.distances is None and (vehicle.per_km or vehicle.most_m is not None):
                key = "costs" if vehicle.per_km else "max_distance"
                values.refuse((*path, key), message("vroom.no_distances"))
            if own.costs is not None and (vehicle.per_km or vehicle.per_hour != SECONDS_PER_HOUR):
                values.refuse((*path, "costs"), message("vroom.costs_twice"))
        limited = [v.most_travel_s is not None for v in problem.vehicles]
        if any(limited) and any(v.most_m is not None for v in problem.vehicles):
            path = ("vehicles", limited.index(True), "max_travel_time")
            values.refuse(path, message("vroom.two_limits"))


def _half(at: int) -> tuple[str, int, str]:
    """Path of a half of a shipment, by its number among them."""
    return "shipments", at // 2, "delivery" if at % 2 else "pickup"


def _paired(task: Task, partner: int) -> Task:
    return replace(task, partner=partner)
