"""Routes of a VROOM problem in time, and the rules they break: from the raw data alone.

A vehicle leaves as late as that saves waiting without making its end later. Set-up is only needed
where the place before is another. Its break, which every route has, lies before a drive or before
the service behind it, where the route ends first.
"""

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from itertools import pairwise

from domain.message import Message, message
from optimizer.routing.instances.vroom_problem import Amounts, Task, TaskType, Vehicle, VroomProblem
from optimizer.routing.search_problem import FAR, Float64

Routes = Sequence[Sequence[int]]


@dataclass(frozen=True, slots=True, kw_only=True)
class Step:
    """What a vehicle does at a time.

    Attributes
    ----------
    kind
        ``start``, ``end``, ``break``, or the kind of the task.
    task
        Number of the task; -1 for none.
    travelled_s, travelled_m
        Travel so far.
    late
        By how much it misses its last window.
    """

    kind: str
    task: int = -1
    place: int = -1
    arrival: int
    waiting: int = 0
    setup: int = 0
    service: int = 0
    travelled_s: int = 0
    travelled_m: int = 0
    load: Amounts = ()
    late: int = 0
    spare: int = FAR

    @property
    def leaves(self) -> int:
        """When the vehicle goes on."""
        return self.arrival + self.waiting + self.setup + self.service


@dataclass(frozen=True, slots=True, kw_only=True)
class Driven:
    """A route in time; the number of its vehicle from 0."""

    vehicle: int
    tasks: tuple[int, ...]
    steps: tuple[Step, ...]
    cost: float

    @property
    def late(self) -> int:
        """By how much its steps miss their windows, together."""
        return sum(step.late for step in self.steps)


def drive(problem: VroomProblem, number: int, tasks: Sequence[int]) -> Driven:
    """A vehicle's route in time, with its break where that is best."""
    vehicle = problem.vehicles[number]
    places: list[tuple[int, bool] | None] = [None]
    if vehicle.rest is not None:
        places = [(at, before) for at in range(len(tasks) + 1) for before in (True, False)]
    tried = (_Drive(problem, vehicle, tasks, place).steps() for place in places)
    steps = min(tried, key=lambda steps: (sum(step.late for step in steps), steps[-1].arrival))
    costs = problem.costs(vehicle)
    path = [step.place for step in steps if step.place >= 0]
    travel = sum(float(costs[a, b]) for a, b in pairwise(path))
    return Driven(
        vehicle=number, tasks=tuple(tasks), steps=tuple(steps), cost=vehicle.fixed + travel
    )


@dataclass(slots=True)
class _Drive:
    """One route on its way, its break at a place of the sequence, before the drive or behind."""

    problem: VroomProblem
    vehicle: Vehicle
    tasks: Sequence[int]
    rest: tuple[int, bool] | None
    durations: Float64 = field(init=False)
    distances: Float64 = field(init=False)

    def __post_init__(self) -> None:
        self.durations = self.problem.durations(self.vehicle)
        self.distances = self.problem.distances(self.vehicle)

    def steps(self) -> list[Step]:
        """The steps; the start is put off as long as that only saves waiting."""
        first = self.vehicle.window[0] if self.vehicle.window else 0
        steps = list(self._from(first))
        waited, most = 0, FAR
        for step in steps[1:]:
            waited += step.waiting
            most = min(most, waited + step.spare)
        put_off = max(0, min(most, waited))
        return list(self._from(first + put_off)) if put_off else steps

    def _from(self, time: int) -> Iterator[Step]:
        problem, vehicle = self.problem, self.vehicle
        load = _sum(problem, [problem.tasks[i].delivery for i in self.tasks if _is_job(problem, i)])
        place = -1 if vehicle.start is None else vehicle.start
        now = Step(kind="start", place=place, arrival=time, load=load)
        yield now
        for at, number in enumerate(self.tasks):
            task = problem.tasks[number]
            before = now.place
            for is_before in (True, False):
                if not is_before:
                    now = self._moved(now, task.place)
                if self.rest == (at, is_before):
                    now = self._rested(now)
                    yield now
            setup = 0 if before == task.place else task.setup
            now = self._served(now, task, number, setup)
            yield now
        if self.rest is not None and self.rest[0] == len(self.tasks):
            now = self._rested(now)
            yield now
        end = now.place if vehicle.end is None else vehicle.end
        now = self._moved(now, end)
        last = vehicle.window[1] if vehicle.window else FAR
        late = max(0, now.arrival - last)
        yield Step(
            kind="end",
            place=end if vehicle.end is not None else -1,
            arrival=now.arrival,
            travelled_s=now.travelled_s,
            travelled_m=now.travelled_m,
            load=now.load,
            late=late,
            spare=max(0, last - now.arrival),
        )

    def _moved(self, now: Step, place: int) -> Step:
        """Arrived at a place, nothing done there yet."""
        drive_s = drive_m = 0
        if now.place >= 0:
            drive_s = int(self.durations[now.place, place])
            drive_m = int(self.distances[now.place, place])
        return Step(
            kind="moved",
            place=place,
            arrival=now.leaves + drive_s,
            travelled_s=now.travelled_s + drive_s,
            travelled_m=now.travelled_m + drive_m,
            load=now.load,
        )

    def _rested(self, now: Step) -> Step:
        rest = self.vehicle.rest
        assert rest is not None
        waiting, late, spare = _window(rest.windows, now.leaves)
        return Step(
            kind="break",
            place=now.place,
            arrival=now.leaves,
            waiting=waiting,
            service=rest.service,
            travelled_s=now.travelled_s,
            travelled_m=now.travelled_m,
            load=now.load,
            late=late,
            spare=spare,
        )

    def _served(self, now: Step, task: Task, number: int, setup: int) -> Step:
        waiting, late, spare = _window(task.windows, now.leaves)
        return Step(
            kind=task.kind.value,
            task=number,
            place=task.place,
            arrival=now.leaves,
            waiting=waiting,
            setup=setup,
            service=task.service,
            travelled_s=now.travelled_s,
            travelled_m=now.travelled_m,
            load=_loaded(self.problem, now.load, task),
            late=late,
            spare=spare,
        )


def _window(windows: Sequence[tuple[int, int]], arrival: int) -> tuple[int, int, int]:
    """Waiting for the first window that is still open, lateness for the last, and what is spare."""
    for begin, end in windows:
        if arrival <= end:
            waiting = max(0, begin - arrival)
            return waiting, 0, end - arrival - waiting
    return (0, arrival - windows[-1][1], 0) if windows else (0, 0, FAR)


def _is_job(problem: VroomProblem, number: int) -> bool:
    return problem.tasks[number].kind is TaskType.JOB


def _sum(problem: VroomProblem, amounts: Sequence[Amounts]) -> Amounts:
    return tuple(sum(amount[d] for amount in amounts if amount) for d in range(problem.dimensions))


def _loaded(problem: VroomProblem, load: Amounts, task: Task) -> Amounts:
    nothing = (0,) * problem.dimensions
    pickup, delivery = task.pickup or nothing, task.delivery or nothing
    return tuple(on + up - off for on, up, off in zip(load, pickup, delivery, strict=True))


def violations(problem: VroomProblem, driven: Sequence[Driven]) -> list[Message]:
    """Every rule that routes break; tasks may be left out."""
    times = Counter(number for route in driven for number in route.tasks)
    found = [
        message("instance.visited", customer=problem.tasks[i].id, times=n)
        for i, n in times.items()
        if n > 1
    ]
    for route in driven:
        found += _wrong_tasks(problem, route)
        found += _wrong_loads(problem, route)
        found += _wrong_times(problem, route)
    return found


def _wrong_tasks(problem: VroomProblem, route: Driven) -> Iterator[Message]:
    vehicle, number = problem.vehicles[route.vehicle], route.vehicle + 1
    position = {task: at for at, task in enumerate(route.tasks)}
    for index in route.tasks:
        task = problem.tasks[index]
        if not task.skills <= vehicle.skills:
            yield message("instance.not_allowed", route=number, customer=task.id)
        if task.partner >= 0:
            other = position.get(task.partner, -1)
            is_wrong = other > position[index] if task.kind is TaskType.DELIVERY else False
            if other < 0 or is_wrong:
                yield message("instance.pair_split", route=number, customer=task.id)
    if vehicle.most_tasks is not None and len(route.tasks) > vehicle.most_tasks:
        tasks, most = len(route.tasks), vehicle.most_tasks
        yield message("vroom.too_many_tasks", route=number, tasks=tasks, most=most)


def _wrong_loads(problem: VroomProblem, route: Driven) -> Iterator[Message]:
    capacity = problem.vehicles[route.vehicle].capacity
    over = max(
        (on - room for step in route.steps for on, room in zip(step.load, capacity, strict=True)),
        default=0,
    )
    if over > 0:
        yield message("instance.overloaded", route=route.vehicle + 1, over=over)


def _wrong_times(problem: VroomProblem, route: Driven) -> Iterator[Message]:
    vehicle, number = problem.vehicles[route.vehicle], route.vehicle + 1
    for step in route.steps:
        if step.late and step.task >= 0:
            task = problem.tasks[step.task]
            yield message("instance.late", route=number, customer=task.id, late=step.late)
        elif step.late and step.kind == "break":
            yield message("vroom.break_missed", route=number, late=step.late)
        elif step.late:
            yield message("vroom.ends_late", route=number, late=step.late)
    last = route.steps[-1]
    if vehicle.most_travel_s is not None and last.travelled_s > vehicle.most_travel_s:
        yield message(
            "vroom.too_much_travel", route=number, over=last.travelled_s - vehicle.most_travel_s
        )
    if vehicle.most_m is not None and last.travelled_m > vehicle.most_m:
        yield message("instance.too_far", route=number, over=last.travelled_m - vehicle.most_m)
