"""What a vehicle has on board, computed anew from order lines and products.

An order is one parcel. A trip is loaded whole when it leaves its warehouse.
"""

import math
from collections.abc import Callable, Iterator, Mapping

from domain.checks.facts import Facts
from domain.checks.finding import Finding, found
from domain.checks.numbers import FLOAT_NOISE
from domain.checks.tour import Tour, Trip, Visit, is_reload
from domain.message import Parameter

SHOWN_DECIMALS = 3


def capacity_m3(facts: Facts, trip: Trip) -> Iterator[Finding]:
    """No trip carries more volume than its vehicle holds."""
    may, load = facts.fleet[trip.vehicle_id].capacity_m3, _sum(facts.volume_m3, trip.order_ids)
    yield from _too_much(trip, load, may, "m3")


def capacity_kg(facts: Facts, trip: Trip) -> Iterator[Finding]:
    """No trip carries more weight than its vehicle may."""
    may, load = facts.fleet[trip.vehicle_id].capacity_kg, _sum(facts.weight_kg, trip.order_ids)
    if may is not None:
        yield from _too_much(trip, load, may, "kg")


def capacity_parcels(facts: Facts, trip: Trip) -> Iterator[Finding]:
    """No trip carries more parcels than its vehicle holds."""
    may = facts.fleet[trip.vehicle_id].capacity_parcels
    if may is not None:
        yield from _too_much(trip, len(trip.order_ids), may, "parcels")


def stop_load(facts: Facts, visit: Visit) -> Iterator[Finding]:
    """A stop says rightly what is on board when the vehicle leaves."""
    aboard, stop = _order_ids_aboard(visit), visit.stop
    about: dict[str, Parameter] = {"vehicle_id": visit.vehicle_id, "stop": visit.number}
    real_m3, real_kg = _sum(facts.volume_m3, aboard), _sum(facts.weight_kg, aboard)
    yield from _misstated(visit.where, "m3", stop.load_m3, real_m3, about)
    yield from _misstated(visit.where, "kg", stop.load_kg, real_kg, about)


def route_load(facts: Facts, tour: Tour) -> Iterator[Finding]:
    """A route says rightly what it brings over all its trips."""
    route = tour.route
    about: dict[str, Parameter] = {"vehicle_id": route.vehicle_id}
    real_m3, real_kg = (_sum(of, route.order_ids) for of in (facts.volume_m3, facts.weight_kg))
    yield from _misstated(tour.where, "m3", route.load_m3, real_m3, about)
    yield from _misstated(tour.where, "kg", route.load_kg, real_kg, about)


def _order_ids_aboard(visit: Visit) -> tuple[str, ...]:
    """Orders on board when a vehicle leaves a stop: those of its trip that come later."""
    later = visit.tour.route.stops[visit.number :]
    until = next((i for i, stop in enumerate(later) if is_reload(stop)), len(later))
    return tuple(order_id for stop in later[:until] for order_id in stop.order_ids)


def _sum(measure: Callable[[str], float], order_ids: tuple[str, ...]) -> float:
    return math.fsum(measure(order_id) for order_id in order_ids)


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
