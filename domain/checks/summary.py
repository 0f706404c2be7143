"""Sums: what routes and the plan's summary say, added up again from their parts.

A part that is wrong in itself is reported by its own rule; here it counts as it stands, so that one
mistake is reported once.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from decimal import ROUND_HALF_EVEN, Decimal

from domain.checks.facts import Facts
from domain.checks.finding import Finding, found
from domain.checks.numbers import is_sound, parts_of
from domain.checks.tour import Tour
from domain.units import METRES_PER_KM


@dataclass(frozen=True, slots=True, kw_only=True)
class Figure:
    """A figure of the summary: what the plan says, and what its parts add up to."""

    name: str
    said: int
    real: int


def route_drive(_: Facts, tour: Tour) -> Iterator[Finding]:
    """A route drives as long as its legs."""
    route = tour.route
    real_s = sum(stop.drive_s for stop in route.stops) + route.return_drive_s
    yield from _wrong_sum(tour, route.drive_s, real_s)


def route_distance(_: Facts, tour: Tour) -> Iterator[Finding]:
    """A route is as long as its legs."""
    route = tour.route
    real_m = sum(stop.distance_m for stop in route.stops) + route.return_distance_m
    yield from _wrong_sum(tour, route.distance_m, real_m)


def figures(facts: Facts) -> Iterator[Figure]:
    """Figures of the summary; none where a number among their parts is impossible."""
    if all(is_sound(part.noun) for part in parts_of(facts.plan)):
        yield from _route_figures(facts)
        yield from _order_figures(facts)


def costs(facts: Facts) -> Iterator[Figure]:
    """Parts of the summary's cost; none where a number among their parts is impossible."""
    plan = facts.plan
    if not all(is_sound(part.noun) for part in parts_of(plan)):
        return
    said, routes = plan.summary.cost_minor, [route.cost for route in plan.routes]
    lines = (*plan.replenishment, *plan.transfers)
    shortage = sum(order.cost_minor for order in plan.unassigned)
    yield Figure(name="fixed", said=said.fixed, real=sum(c.fixed_minor for c in routes))
    yield Figure(name="distance", said=said.distance, real=sum(c.distance_minor for c in routes))
    yield Figure(name="toll", said=said.toll, real=sum(c.toll_minor for c in routes))
    yield Figure(name="time", said=said.time, real=sum(c.time_minor for c in routes))
    yield Figure(name="overtime", said=said.overtime, real=sum(c.overtime_minor for c in routes))
    yield Figure(name="late", said=said.late, real=sum(c.late_minor for c in routes))
    yield Figure(name="shortage", said=said.shortage, real=shortage)
    yield Figure(name="purchase", said=said.purchase, real=sum(c.cost_minor for c in lines))


def summary(_: Facts, figure: Figure) -> Iterator[Finding]:
    """A figure of the summary is what its parts add up to."""
    if figure.said != figure.real:
        off = abs(figure.said - figure.real)
        yield found("summary", off, figure.name, said=figure.said, real=figure.real)


def cost_sum(facts: Facts, figure: Figure) -> Iterator[Finding]:
    """A cost of the summary is what its parts add up to."""
    if figure.said != figure.real:
        said, real = facts.money(figure.said), facts.money(figure.real)
        off = abs(figure.said - figure.real)
        yield found("summary", off, figure.name, said=said, real=real)


def _route_figures(facts: Facts) -> Iterator[Figure]:
    plan, said = facts.plan, facts.plan.summary
    stops = [stop for route in plan.routes for stop in route.stops]
    distance_m, drive_s = (
        sum(route.distance_m for route in plan.routes),
        sum(route.drive_s for route in plan.routes),
    )
    yield Figure(name="distance_m", said=said.distance_m, real=distance_m)
    yield Figure(name="drive_s", said=said.drive_s, real=drive_s)
    yield Figure(name="wait_s", said=said.wait_s, real=sum(stop.wait_s for stop in stops))
    yield Figure(name="late_s", said=said.late_s, real=sum(stop.late_s for stop in stops))
    yield Figure(name="vehicles_used", said=said.vehicles_used, real=len(facts.driven))
    if len(facts.sound_tours) == len(plan.routes):
        co2_g = sum(_co2_g(tour) for tour in facts.sound_tours)
        yield Figure(name="co2_g", said=said.co2_g, real=co2_g)


def _order_figures(facts: Facts) -> Iterator[Figure]:
    said = facts.plan.summary
    ordered = sum(facts.units(order_id) for order_id in facts.due)
    served = sum(facts.units(order_id) for order_id in facts.served)
    unassigned = len(facts.plan.unassigned)
    yield Figure(name="orders_served", said=said.orders_served, real=len(facts.served))
    yield Figure(name="orders_unassigned", said=said.orders_unassigned, real=unassigned)
    yield Figure(name="units_ordered", said=said.units_ordered, real=ordered)
    yield Figure(name="units_served", said=said.units_served, real=served)


def _co2_g(tour: Tour) -> int:
    """Grams of one route, rounded half to even once."""
    per_km = Decimal(str(tour.vehicle.co2_g_per_km))
    grams = per_km * tour.route.distance_m / METRES_PER_KM
    return int(grams.to_integral_value(rounding=ROUND_HALF_EVEN))


def _wrong_sum(tour: Tour, said: int, real: int) -> Iterator[Finding]:
    if said != real:
        vehicle_id = tour.route.vehicle_id
        yield found(tour.where, abs(said - real), vehicle_id=vehicle_id, said=said, real=real)
