"""Which observed trips speeds can be learnt from, and why not from the others."""

import datetime
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from zoneinfo import ZoneInfo

import numpy as np
import numpy.typing as npt

from domain.clock import elapsed_s
from domain.day_kinds import DayKinds
from domain.demand import Holiday
from domain.driving import Driving
from domain.geo import Location
from domain.message import Message, Problem, Severity, message
from domain.progress import StopCriterion
from domain.speed_hours import SPEED_ROWS, hours_of_day
from domain.traffic import SpeedProfile, Trip
from domain.traffic_day import ANY_CLASS, FREE_FLOW
from domain.units import SECONDS_PER_HOUR, SECONDS_PER_MINUTE
from maps.driving.conditions import road_conditions
from maps.driving.open_hierarchy import open_graph
from maps.driving.travel_times import snap_places
from maps.driving.turns import TurnCosts
from maps.importing.speeds import USUAL_KPH
from maps.learning.trip_work import RoadTrips, TripWork, column_of_class, route_trips
from maps.network.road_cache import default_name
from maps.network.road_network import RoadNetwork
from planning.reading.problems import ProblemList
from planning.reading.row_index import TableRows
from planning.road_checks.check_roads import OUTSIDE_M

Ints = npt.NDArray[np.int64]
Mask = npt.NDArray[np.bool_]

PROFILES = ("car", "van")
"""Vehicles whose trips are used. Trucks keep to a limit of their own on fast roads and bikes do not
know congestion, so that the same road has other ratios for them."""

MOST_TRIPS = 20_000
"""More trips make the speeds no better; of more, so many are used, evenly over time."""

LEAST_DRIVE_S = 60.0
"""Trips that take less than this at free flow tell of doors, not of roads."""

MOST_OUTSIDE = 0.5
"""If more of the trips lie outside the region of the roads, it is the roads that are wrong."""

OTHER_REGION = "trip.other_region"
"""Code of the problem that most trips lie outside the region of the roads."""

FASTEST = 1.3
"""Nobody drives the whole way so many times faster than at free flow."""


@dataclass(frozen=True, slots=True, kw_only=True)
class SpeedQuestion:
    """All that learning speeds depends on.

    Parameters
    ----------
    roads
        Name or file of the roads.
    trips, rows
        The observed trips, and where they stand in the dataset.
    profiles
        Speeds that plans are made with so far, besides the built-in ones.
    turn_costs
        Whether turns cost time, as they do for plans.
    """

    roads: str
    trips: tuple[Trip, ...]
    rows: TableRows | None = None
    profiles: tuple[SpeedProfile, ...] = ()
    timezone: str
    holidays: tuple[Holiday, ...] = ()
    regions: frozenset[str] = frozenset()
    turn_costs: bool = True
    snap_limit_m: float

    @property
    def kinds(self) -> DayKinds:
        """The kind of each day."""
        return DayKinds.of(self.holidays, self.regions)


@dataclass(frozen=True, slots=True)
class LeftOut:
    """A trip that nothing is learnt from, and why."""

    trip: int
    reason: Message
    column: str = ""


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class UsableTrips:
    """Trips to learn from, in an order that does not depend on that of the table.

    Parameters
    ----------
    numbers
        Number of each trip in the table.
    free
        The trips at free flow.
    left_out
        The other trips, but for those that are not needed.
    not_needed
        How many trips there are beyond `MOST_TRIPS`.
    """

    trips: RoadTrips
    numbers: Ints
    free: TripWork
    left_out: tuple[LeftOut, ...]
    not_needed: int

    def pool(self, column: Ints, classes: tuple[str, ...]) -> "UsableTrips":
        """The trips with other classes of roads."""
        free = self.free.pool(column, len(classes))
        return replace(self, trips=self.trips.pool(column, classes), free=free)


def usable_trips(question: SpeedQuestion, network: RoadNetwork, stop: StopCriterion) -> UsableTrips:
    """Trips of cars and vans that have a way and take as long as they may."""
    trips_given = question.trips
    order = sorted(range(len(trips_given)), key=lambda number: _key(trips_given[number]))
    driven = [number for number in order if trips_given[number].profile in PROFILES]
    others = [number for number in order if trips_given[number].profile not in PROFILES]
    left_out = [_other_profile(trips_given[number], number) for number in others]
    chosen = _evenly(driven, MOST_TRIPS)
    numbers, trips = np.array(chosen, dtype=np.int64), _on_roads(question, network, chosen)
    for why_not in (_start_too_far, _end_too_far):
        found = [why_not(trips, i) for i in range(len(trips))]
        numbers, trips, _ = _leave(numbers, trips, None, found, left_out)
    free = route_trips(trips, np.ones((SPEED_ROWS, len(trips.classes))), stop=stop)
    found = [_implausible(trips, free, i) for i in range(len(trips))]
    numbers, trips, kept = _leave(numbers, trips, free, found, left_out)
    assert kept is not None
    return UsableTrips(
        trips=trips,
        numbers=numbers,
        free=kept,
        left_out=tuple(left_out),
        not_needed=len(driven) - len(chosen),
    )


def left_out_problems(left_out: Sequence[LeftOut], question: SpeedQuestion) -> tuple[Problem, ...]:
    """Trips that nothing is learnt from, as warnings at their rows.

    Where most trips lie outside the region of the roads, they are one warning at the header.
    """
    problems = ProblemList()
    outside = [left for left in left_out if _is_outside(left)]
    driven = sum(trip.profile in PROFILES for trip in question.trips)
    looked_at = min(driven, MOST_TRIPS)
    if len(outside) > MOST_OUTSIDE * looked_at:
        roads = default_name(Path(question.roads))
        reason = message(OTHER_REGION, count=len(outside), trips=looked_at, roads=roads)
        header_row = question.rows.header_row if question.rows else 1
        problems.add([_warning(question, reason, header_row, "from_lat")])
        left_out = [left for left in left_out if not _is_outside(left)]
    problems.add(
        _warning(question, left.reason, _row(question, left.trip), left.column) for left in left_out
    )
    return problems.listed()


def at_trips(question: SpeedQuestion, problem: Problem) -> Problem:
    """A problem of the table of trips, with its file and sheet."""
    rows = question.rows
    return replace(problem, file=rows.file, sheet=rows.sheet) if rows else problem


def _warning(question: SpeedQuestion, reason: Message, row: int, column: str) -> Problem:
    problem = Problem(message=reason, severity=Severity.WARNING, row=row, column=column)
    return at_trips(question, problem)


def _row(question: SpeedQuestion, trip: int) -> int:
    """The row of a trip in its table; without one, below a header."""
    return int(question.rows.rows[trip]) if question.rows else trip + 2


def _is_outside(left: LeftOut) -> bool:
    """Whether a trip lies so far from the roads that it is one of another region."""
    return float(left.reason.parameters.get("distance_m", 0)) > OUTSIDE_M


def _evenly(numbers: list[int], most: int) -> list[int]:
    """As many numbers as may be, evenly over the list."""
    if len(numbers) <= most:
        return numbers
    return [numbers[i] for i in np.linspace(0, len(numbers) - 1, most).round().astype(int)]


def _key(trip: Trip) -> tuple[datetime.datetime, float, float, float, float, float, str]:
    ends = trip.from_lat, trip.from_lon, trip.to_lat, trip.to_lon
    return trip.departed_at, *ends, trip.duration_s, trip.profile


def _on_roads(question: SpeedQuestion, network: RoadNetwork, numbers: Sequence[int]) -> RoadTrips:
    """Trips where they meet the roads."""
    trips = [question.trips[number] for number in numbers]
    turns = TurnCosts() if question.turn_costs else None
    graph, zone = open_graph(network, turns), ZoneInfo(question.timezone)
    conditions = tuple(
        road_conditions(network, Driving(profile=name), FREE_FLOW, turns=turns, graph=graph)
        for name in PROFILES
    )
    ends = [
        (str(number), Location(lat, lon))
        for number, trip in zip(numbers, trips, strict=True)
        for lat, lon in ((trip.from_lat, trip.from_lon), (trip.to_lat, trip.to_lon))
    ]
    dates = sorted({trip.departed_at.date() for trip in trips})
    classes = _classes(network)
    column = np.array([column_of_class(classes, name) for name in network.classes], dtype=np.int64)
    return RoadTrips(
        conditions=conditions,
        snapped=tuple(
            snap_places(found, ends, limit_m=question.snap_limit_m) for found in conditions
        ),
        driving=np.array([PROFILES.index(trip.profile) for trip in trips], dtype=np.int64),
        hours=tuple(hours_of_day(date, zone, question.kinds) for date in dates),
        day=np.array([dates.index(trip.departed_at.date()) for trip in trips], dtype=np.int64),
        depart_s=np.array([_depart_s(trip, zone) for trip in trips], dtype=np.int64),
        observed_s=np.array([trip.duration_s for trip in trips], dtype=np.float64),
        classes=classes,
        edge_class=column[network.road_class],
    )


def _classes(network: RoadNetwork) -> tuple[str, ...]:
    """Classes of the roads, links with their roads; unusual ones are among all others."""
    names = {name.removesuffix("_link") for name in network.classes}
    return (ANY_CLASS, *sorted(names & set(USUAL_KPH)))


def _depart_s(trip: Trip, zone: ZoneInfo) -> int:
    at = trip.departed_at
    clock_s = at.hour * SECONDS_PER_HOUR + at.minute * SECONDS_PER_MINUTE + at.second
    return elapsed_s(at.date(), clock_s, zone)


def _leave(
    numbers: Ints,
    trips: RoadTrips,
    work: TripWork | None,
    found: Sequence[Callable[[int], LeftOut] | None],
    left_out: list[LeftOut],
) -> tuple[Ints, RoadTrips, TripWork | None]:
    """The trips without a reason to leave them out; the others are added to a list."""
    left_out += [
        why_not(int(number))
        for number, why_not in zip(numbers, found, strict=True)
        if why_not is not None
    ]
    kept = np.flatnonzero([why_not is None for why_not in found])
    return numbers[kept], trips.take(kept), work.take(kept) if work else None


def _because(
    code: str, column: str = "", **parameters: str | int | float
) -> Callable[[int], LeftOut]:
    return lambda number: LeftOut(number, message(code, **parameters), column)


def _other_profile(trip: Trip, number: int) -> LeftOut:
    return LeftOut(number, message(f"trip.of_{trip.profile}"), "profile")


def _start_too_far(trips: RoadTrips, i: int) -> Callable[[int], LeftOut] | None:
    return _too_far(trips, i, 2 * i, "trip.start_too_far", "from_lat")


def _end_too_far(trips: RoadTrips, i: int) -> Callable[[int], LeftOut] | None:
    return _too_far(trips, i, 2 * i + 1, "trip.end_too_far", "to_lat")


def _too_far(
    trips: RoadTrips, i: int, place: int, code: str, column: str
) -> Callable[[int], LeftOut] | None:
    snapped = trips.snapped[trips.driving[i]]
    if snapped.is_near[place]:
        return None
    distance_m = float(snapped.distance_m[place])
    if not np.isfinite(distance_m):
        return _no_way(trips, i)
    limit_m = round(snapped.limit_m)
    return _because(code, column, distance_m=round(distance_m), limit_m=limit_m)


def _no_way(trips: RoadTrips, i: int) -> Callable[[int], LeftOut]:
    return _because(f"trip.no_way_{PROFILES[trips.driving[i]]}")


def _implausible(trips: RoadTrips, free: TripWork, i: int) -> Callable[[int], LeftOut] | None:
    """Why a trip cannot have been as it is told, or tells nothing."""
    free_s, observed_s = float(free.trip_s[i]), float(trips.observed_s[i])
    if np.isnan(free_s):
        return _no_way(trips, i)
    if free_s - free.rest_s[i] < LEAST_DRIVE_S:
        return _because("trip.too_short", seconds=round(free_s - float(free.rest_s[i])))
    if observed_s * FASTEST < free_s:
        minutes = {"observed_min": observed_s / 60, "free_min": free_s / 60}
        return _because("trip.too_fast", "duration_s", **minutes)
    return None
