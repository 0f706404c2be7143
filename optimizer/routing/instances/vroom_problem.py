"""A routing problem as VROOM states it: jobs, shipments and vehicles between numbered places."""

from dataclasses import dataclass
from enum import StrEnum

from optimizer.routing.search_problem import Float64, Int32

SECONDS_PER_HOUR = 3_600
METRES_PER_KM = 1_000

Windows = tuple[tuple[int, int], ...]
Amounts = tuple[int, ...]
LonLat = tuple[float, float]


class TaskType(StrEnum):
    """What is done at a task, as VROOM calls it."""

    JOB = "job"
    PICKUP = "pickup"
    DELIVERY = "delivery"


@dataclass(frozen=True, slots=True, kw_only=True)
class Task:
    """A job, or one half of a shipment.

    Attributes
    ----------
    place
        Row and column in the matrices.
    location
        Longitude and latitude, to repeat in the answer.
    delivery, pickup
        What is loaded where the route starts and brought here, and what is fetched here; of a
        shipment, what is fetched here or brought here.
    windows
        When it may begin, set-up included; empty for any time.
    partner
        Number of the task that is the other half of the shipment; -1 for none.
    """

    kind: TaskType
    id: int
    place: int
    location: LonLat | None = None
    description: str = ""
    setup: int = 0
    service: int = 0
    delivery: Amounts = ()
    pickup: Amounts = ()
    skills: frozenset[int] = frozenset()
    priority: int = 0
    windows: Windows = ()
    partner: int = -1


@dataclass(frozen=True, slots=True, kw_only=True)
class Rest:
    """A break that every route of its vehicle has, beginning in one of the windows."""

    id: int
    service: int
    windows: Windows
    description: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Vehicle:
    """A vehicle.

    Attributes
    ----------
    start, end
        Places where it starts and ends; None where that is its first or last task.
    window
        When it may be out; None for any time.
    fixed, per_hour, per_km
        What it costs: to be used, and by the time and distance of its travel.
    most_tasks, most_travel_s, most_m
        Limits of a route; None for no limit.
    """

    id: int
    profile: str
    start: int | None
    end: int | None
    start_location: LonLat | None = None
    end_location: LonLat | None = None
    description: str = ""
    capacity: Amounts = ()
    skills: frozenset[int] = frozenset()
    window: tuple[int, int] | None = None
    rest: Rest | None = None
    speed_factor: float = 1.0
    fixed: float = 0.0
    per_hour: float = SECONDS_PER_HOUR
    per_km: float = 0.0
    most_tasks: int | None = None
    most_travel_s: int | None = None
    most_m: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Matrices:
    """What lies between the places for one profile; each ``(places, places)``.

    Attributes
    ----------
    costs
        Cost of travel instead of that by time and distance; None where the vehicles have it.
    distances
        None where the file gives none.
    """

    durations: Int32
    distances: Int32 | None = None
    costs: Int32 | None = None


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class VroomProblem:
    """The whole problem; matrices by profile."""

    name: str
    tasks: tuple[Task, ...]
    vehicles: tuple[Vehicle, ...]
    matrices: dict[str, Matrices]

    @property
    def places(self) -> int:
        """How many places the matrices have."""
        return len(next(iter(self.matrices.values())).durations)

    @property
    def dimensions(self) -> int:
        """How many amounts a load has."""
        return max((len(vehicle.capacity) for vehicle in self.vehicles), default=0)

    def durations(self, vehicle: Vehicle) -> Float64:
        """Whole seconds of travel between the places, ``(places, places)``."""
        exact = self.matrices[vehicle.profile].durations / vehicle.speed_factor
        return rounded(exact)

    def distances(self, vehicle: Vehicle) -> Float64:
        """Metres between the places; 0 where the file gives none."""
        found = self.matrices[vehicle.profile].distances
        given = self.matrices[vehicle.profile].durations * 0 if found is None else found
        return given.astype("float64")

    def costs(self, vehicle: Vehicle) -> Float64:
        """What travel between the places costs."""
        own = self.matrices[vehicle.profile].costs
        if own is not None:
            return own.astype("float64")
        by_time = self.durations(vehicle) * (vehicle.per_hour / SECONDS_PER_HOUR)
        by_distance = self.distances(vehicle) * (vehicle.per_km / METRES_PER_KM)
        total: Float64 = by_time + by_distance
        return total


def rounded(exact: Float64) -> Float64:
    """Whole numbers, halves rounded up."""
    whole: Float64 = (exact + 0.5) // 1
    return whole
