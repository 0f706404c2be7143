"""What a vehicle has on board, computed anew from order lines and products.

An order is one parcel. What a trip delivers without having fetched it is aboard when the trip
leaves its warehouse; what it fetches and does not deliver stays aboard to its end.
"""

import math
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import accumulate

from domain.checks.facts import Facts
from domain.checks.finding import Finding, found
from domain.checks.numbers import FLOAT_NOISE
from domain.checks.tour import Tour, Trip, Visit, trips_of
from domain.message import Parameter
from domain.plan import Stop, StopKind

SHOWN_DECIMALS = 3

Measure = Callable[[str], float]


@dataclass(frozen=True, slots=True, kw_only=True)
class Laden:
    """A stop, and what is really on board when the vehicle leaves it."""

    visit: Visit
    load_m3: float
    load_kg: float


def laden(facts: Facts) -> Iterator[Laden]:
    """The stops of the tours with their loads; a reload leaves with what its trip delivers."""
    for tour in facts.tours():
        volumes_m3, weights_kg = (
            _loads_of_tour(tour, measure) for measure in (facts.volume_m3, facts.weight_kg)
        )
        for visit, m3, kg in zip(tour.visits(), volumes_m3, weights_kg, strict=True):
            yield Laden(visit=visit, load_m3=m3, load_kg=kg)


def capacity_m3(facts: Facts, trip: Trip) -> Iterator[Finding]:
    """Nowhere on a trip is there more volume aboard than its vehicle holds."""
    may, loads = facts.fleet[trip.vehicle_id].capacity_m3, _loads(trip.stops, facts.volume_m3)
    yield from _too_much(trip, max(loads), may, "m3")


def capacity_kg(facts: Facts, trip: Trip) -> Iterator[Finding]:
    """Nowhere on a trip is there more weight aboard than its vehicle may carry."""
    may, loads = facts.fleet[trip.vehicle_id].capacity_kg, _loads(trip.stops, facts.weight_kg)
    if may is not None:
        yield from _too_much(trip, max(loads), may, "kg")


def capacity_parcels(facts: Facts, trip: Trip) -> Iterator[Finding]:
    """Nowhere on a trip are there more parcels aboard than its vehicle holds."""
    may, loads = facts.fleet[trip.vehicle_id].capacity_parcels, _loads(trip.stops, lambda _: 1)
    if may is not None:
        yield from _too_much(trip, max(loads), may, "parcels")


def stop_load(_: Facts, laden: Laden) -> Iterator[Finding]:
    """A stop says rightly what is on board when the vehicle leaves."""
    visit, stop = laden.visit, laden.visit.stop
    about: dict[str, Parameter] = {"vehicle_id": visit.vehicle_id, "stop": visit.number}
    yield from _misstated(visit.where, "m3", stop.load_m3, laden.load_m3, about)
    yield from _misstated(visit.where, "kg", stop.load_kg, laden.load_kg, about)


def route_load(facts: Facts, tour: Tour) -> Iterator[Finding]:
    """A route says rightly what it brings, fetches and carries over all its trips."""
    route = tour.route
    about: dict[str, Parameter] = {"vehicle_id": route.vehicle_id}
    real_m3, real_kg = (
        math.fsum(map(of, route.order_ids)) for of in (facts.volume_m3, facts.weight_kg)
    )
    yield from _misstated(tour.where, "m3", route.load_m3, real_m3, about)
    yield from _misstated(tour.where, "kg", route.load_kg, real_kg, about)


def _loads_of_tour(tour: Tour, measure: Measure) -> list[float]:
    """Load when leaving each stop of a tour, reloads among them."""
    trips = [_loads(trip.stops, measure) for trip in trips_of(tour.route)]
    return [load for trip in trips for load in trip][1:]


def _loads(stops: Sequence[Stop], measure: Measure) -> list[float]:
    """Load when a trip leaves its warehouse, and when it leaves each stop."""
    fetched: set[str] = set()
    changes = [0.0]
    for stop in stops:
        change = 0.0
        for order_id in stop.order_ids:
            amount = measure(order_id)
            if stop.kind == StopKind.PICKUP:
                fetched.add(order_id)
                change += amount
                continue
            if order_id not in fetched:
                changes[0] += amount
            fetched.discard(order_id)
            change -= amount
        changes.append(change)
    return list(accumulate(changes))


def _too_much(trip: Trip, load: float, may: float, unit: str) -> Iterator[Finding]:
    over = load - may
    if over > FLOAT_NOISE:
        yield found(
            trip.where,
            over,
            vehicle_id=trip.vehicle_id,
            trip=trip.number,
            **{
                f"load_{unit}": round(load, SHOWN_DECIMALS),
                f"may_{unit}": round(may, SHOWN_DECIMALS),
                f"over_{unit}": round(over, SHOWN_DECIMALS),
            },
        )


def _misstated(
    where: str, unit: str, said: float, real: float, about: Mapping[str, Parameter]
) -> Iterator[Finding]:
    off = abs(said - real)
    if off > FLOAT_NOISE:
        shown = {"said": round(said, SHOWN_DECIMALS), "real": round(real, SHOWN_DECIMALS)}
        yield found(where, off, unit, **about, **shown)
