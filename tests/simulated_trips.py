"""Trips as they would be observed, driven by exact search at speeds that only the test knows."""

import datetime
import itertools
from collections.abc import Sequence
from dataclasses import dataclass, replace
from zoneinfo import ZoneInfo

import numpy as np
import numpy.typing as npt

from domain.day_kinds import DayKinds
from domain.driving import Driving
from domain.geo import Location
from domain.speed_hours import HOURS, as_profiles, hours_of_day, speeds_in_force
from domain.traffic import WEEKDAY_GROUPS, SpeedProfile, Trip
from domain.traffic_day import ANY_CLASS, FREE_FLOW, traffic_day
from maps.driving.conditions import road_conditions
from maps.driving.exact_travel import ExactTravel
from maps.driving.open_hierarchy import open_graph
from maps.driving.travel_times import snap_places
from maps.driving.turns import TurnCosts
from maps.learning.trip_work import RoadTrips, column_of_class
from maps.network.road_network import RoadNetwork

ZONE = ZoneInfo("Europe/Berlin")
SPANS = (0, 6, 7, 9, 11, 13, 15, 17, 19, 21, 24)


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Simulated:
    """Trips, and what is true of them.

    Parameters
    ----------
    true_s
        Duration without noise.
    is_outlier
        Whether the duration was spoilt.
    """

    trips: tuple[Trip, ...]
    true_s: npt.NDArray[np.float64]
    is_outlier: npt.NDArray[np.bool_]


def hidden_profiles(
    network: RoadNetwork, rng: np.random.Generator, low: float, high: float
) -> tuple[SpeedProfile, ...]:
    """Built-in ratios times a factor between two bounds, drawn for each class, day and span."""
    names = sorted({name.removesuffix("_link") for name in network.classes})
    classes = (ANY_CLASS, *names)
    speeds = speeds_in_force((), classes)
    for kind in range(len(WEEKDAY_GROUPS)):
        for start, end in itertools.pairwise(SPANS):
            rows = slice(kind * HOURS + start, kind * HOURS + end)
            speeds[rows] *= rng.uniform(low, high, len(classes))
    return as_profiles(speeds, classes, WEEKDAY_GROUPS)


def simulate_trips(
    network: RoadNetwork,
    profiles: Sequence[SpeedProfile] | None,
    rng: np.random.Generator,
    *,
    count: int,
    days: Sequence[datetime.date],
    hours: tuple[float, float] = (5.5, 21.0),
    noise: float = 0.1,
    outliers: float = 0.03,
    turn_costs: bool = True,
) -> Simulated:
    """Trips between doors near random junctions, by day and time of departure.

    Parameters
    ----------
    profiles
        Hidden speeds; None for free flow.
    noise
        Standard deviation of a normal factor of the durations.
    outliers
        Share of trips that took two to five times as long, or a half to a fifth.
    """
    turns = TurnCosts() if turn_costs else None
    at = rng.integers(0, network.node_count, 2 * count)
    jitter = rng.normal(0.0, 0.0003, (2, 2 * count))
    places = [
        (str(i), Location(float(lat), float(lon)))
        for i, (lat, lon) in enumerate(
            zip(network.node_lat[at] + jitter[0], network.node_lon[at] + jitter[1], strict=True)
        )
    ]
    graph = open_graph(network, turns)
    departs_s = rng.integers(int(hours[0] * 3600), int(hours[1] * 3600), count)
    day_of = np.sort(rng.integers(0, len(days), count))
    trips: list[Trip] = []
    for number, day in enumerate(days):
        traffic = traffic_day(day, ZONE, profiles=profiles or (), with_speeds=profiles is not None)
        conditions = road_conditions(network, Driving(), traffic, turns=turns, graph=graph)
        mine = np.flatnonzero(day_of == number).tolist()
        ends = [places[end] for i in mine for end in (2 * i, 2 * i + 1)]
        travel = ExactTravel(
            places=tuple(name for name, _ in ends),
            conditions=conditions,
            snapped=snap_places(conditions, ends),
        )
        midnight = datetime.datetime.combine(day, datetime.time())
        for k, i in enumerate(mine):
            (_, start), (_, end) = ends[2 * k : 2 * k + 2]
            depart_s = int(departs_s[i])
            trips.append(
                Trip(
                    from_lat=start.lat,
                    from_lon=start.lon,
                    to_lat=end.lat,
                    to_lon=end.lon,
                    departed_at=midnight + datetime.timedelta(seconds=depart_s),
                    duration_s=float(travel.duration_s(2 * k, 2 * k + 1, depart_s)),
                    profile=("van", "car")[i % 2],
                )
            )
    return _spoil(trips, rng, noise, outliers)


def road_trips(network: RoadNetwork, rng: np.random.Generator, *, count: int) -> RoadTrips:
    """Trips of three mornings up to a Friday, and of the last minutes before midnight."""
    turns = TurnCosts()
    graph = open_graph(network, turns)
    conditions = road_conditions(network, Driving(), FREE_FLOW, turns=turns, graph=graph)
    at = rng.integers(0, network.node_count, 2 * count)
    ends = [
        (str(i), Location(float(lat), float(lon)))
        for i, (lat, lon) in enumerate(zip(network.node_lat[at], network.node_lon[at], strict=True))
    ]
    dates = [datetime.date(2026, 11, day) for day in (18, 19, 20)]
    classes = (ANY_CLASS, *sorted(network.classes))
    column = np.array([column_of_class(classes, name) for name in network.classes])
    return RoadTrips(
        conditions=(conditions,),
        snapped=(snap_places(conditions, ends),),
        driving=np.zeros(count, dtype=np.int64),
        hours=tuple(hours_of_day(date, ZONE, DayKinds({})) for date in dates),
        day=rng.integers(0, len(dates), count),
        depart_s=np.where(
            rng.random(count) < 0.1,
            rng.integers(86_100, 86_400, count),
            rng.integers(7 * 3600, 10 * 3600, count),
        ),
        observed_s=np.ones(count),
        classes=classes,
        edge_class=column[network.road_class],
    )


def _spoil(
    trips: Sequence[Trip], rng: np.random.Generator, noise: float, outliers: float
) -> Simulated:
    true_s = np.array([trip.duration_s for trip in trips])
    factor = np.clip(1.0 + noise * rng.normal(size=len(trips)), 0.5, 1.5)
    is_outlier = rng.random(len(trips)) < outliers
    slow, fast = rng.uniform(2.0, 5.0, len(trips)), rng.uniform(0.2, 0.5, len(trips))
    factor[is_outlier] *= np.where(rng.random(len(trips)) < 0.5, slow, fast)[is_outlier]
    observed = tuple(
        replace(trip, duration_s=float(max(1.0, round(duration_s))))
        for trip, duration_s in zip(trips, true_s * factor, strict=True)
    )
    return Simulated(trips=observed, true_s=true_s, is_outlier=is_outlier)
