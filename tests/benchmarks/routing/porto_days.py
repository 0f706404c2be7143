"""Days between random nodes of Porto: matrices of 24 hours with rush hours, and of free flow."""

from dataclasses import dataclass
from decimal import Decimal

import numpy as np

from domain.geo import Location
from domain.orders import TimeWindow
from domain.travel import MatrixTravel
from maps.driving.travel_times import road_travel
from tests.benchmarks.roads.graphs import conditions_of, draw_places, porto_roads
from tests.benchmarks.roads.hours import synthetic_rush
from tests.benchmarks.routing.made_days import (
    SHIFT_S,
    MadeDay,
    drawn_window,
    made_day,
    parcel,
    place_names,
    van,
)

_STOPS_PER_VAN, _SPARE_VANS = 12, 4
_WINDOW_HOURS = 2
_SERVICE_S = (240, 480)


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class PortoTravel:
    """The same places by the hour, and as if roads were empty; the most central is the warehouse.

    The metres are those at free flow at every hour, so that no engine pays for detours.
    """

    by_hour: MatrixTravel
    free_flow: MatrixTravel
    locations: dict[str, Location]


def porto_travel(stops: int) -> PortoTravel:
    """Travel between a warehouse and some doors, always the same."""
    roads = porto_roads()
    drawn = [location for _, location in draw_places(roads, stops + 1)]
    middle = np.median([(one.lat, one.lon) for one in drawn], axis=0)
    drawn.sort(key=lambda one: abs(one.lat - middle[0]) + abs(one.lon - middle[1]))
    places = list(zip(place_names(stops), drawn, strict=True))
    free_flow = road_travel(conditions_of(roads), places).travel
    rush = road_travel(synthetic_rush(roads, turns=False), places).travel
    by_hour = MatrixTravel(
        places=rush.places,
        bucket_starts_s=rush.bucket_starts_s,
        drive_s=rush.drive_s,
        drive_m=np.broadcast_to(free_flow.drive_m[0], rush.drive_s.shape),
        bucket_matrix=rush.bucket_matrix,
    )
    return PortoTravel(by_hour=by_hour, free_flow=free_flow, locations=dict(places))


def porto_day(
    travel: MatrixTravel,
    locations: dict[str, Location],
    *,
    per_km: Decimal,
    per_hour: Decimal,
    per_van: Decimal = Decimal(0),
) -> MadeDay:
    """A day with a window of two hours for every second stop, at these costs."""
    stops = len(travel.places) - 1
    chance = np.random.default_rng(1)
    whole = TimeWindow(*SHIFT_S)
    shipments = [
        parcel(
            i,
            [drawn_window(chance, _WINDOW_HOURS) if i % 2 else whole],
            service_s=int(chance.integers(*_SERVICE_S)),
            unassigned_cost_minor=100_000,
        )
        for i in range(stops)
    ]
    vans = [
        van(i, fixed_cost=per_van, cost_per_km=per_km, cost_per_hour=per_hour)
        for i in range(_SPARE_VANS + stops // _STOPS_PER_VAN)
    ]
    return made_day(shipments, vans, travel, locations)
