"""Numbers that a plan can hold at all; what breaks them, no other rule can compute with."""

from collections.abc import Iterator
from dataclasses import dataclass, fields
from typing import Any

from domain.checks.finding import Finding, at, found
from domain.plan import Plan, Route
from domain.supply import ReplenishmentLine

MOST_SECONDS = 2**31
MOST = 2**53
"""Greatest whole number below which every whole number is a float too."""

FLOAT_NOISE = 1e-6
"""How far loads may lie apart, or below zero, from being added up in another order."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Part:
    """A part of the plan that holds numbers."""

    where: str
    noun: Any


def parts_of(plan: Plan) -> Iterator[Part]:
    """Every part of a plan that holds numbers some rule computes with."""
    yield Part(where="summary", noun=plan.summary)
    yield Part(where="summary", noun=plan.summary.cost_minor)
    for route in plan.routes:
        yield from parts_of_route(route)
    for order in plan.unassigned:
        yield Part(where=at(order=order.order_id), noun=order)
    for allocated in plan.allocation:
        for lot in allocated.lots:
            yield Part(where=at(order=allocated.order_id), noun=lot)
    for name, lines in (("replenishment", plan.replenishment), ("transfers", plan.transfers)):
        for number, line in enumerate(lines, start=1):
            yield Part(where=line_name(name, number, line), noun=line)


def parts_of_route(route: Route) -> Iterator[Part]:
    """The route, its cost, its stops and its breaks."""
    where = at(vehicle=route.vehicle_id)
    yield Part(where=where, noun=route)
    yield Part(where=where, noun=route.cost)
    for number, stop in enumerate(route.stops, start=1):
        yield Part(where=at(vehicle=route.vehicle_id, stop=number), noun=stop)
    for number, rest in enumerate(route.breaks, start=1):
        yield Part(where=at(vehicle=route.vehicle_id, **{"break": number}), noun=rest)


def line_name(table: str, number: int, line: ReplenishmentLine) -> str:
    """Name of a replenishment or transfer line as a place."""
    return at(**{table: number}, warehouse=line.to_id, sku=line.sku)


def numbers(_: object, part: Part) -> Iterator[Finding]:
    """Every number is finite, not negative, and whole where it must be.

    Nothing here may be negative: times count from the midnight that starts the plan.
    """
    for name in unsound_fields(part.noun):
        value = str(getattr(part.noun, name))
        yield found(part.where, 1, field=name, where=part.where, value=value[:40])


def is_sound(noun: Any) -> bool:
    """Whether a part of the plan holds only numbers to compute with."""
    return not unsound_fields(noun)


def is_sound_route(route: Route) -> bool:
    """Whether a route, its cost, stops and breaks hold only numbers to compute with."""
    return all(is_sound(part.noun) for part in parts_of_route(route))


def unsound_fields(noun: Any) -> list[str]:
    """Fields of a noun that are declared a number and hold none."""
    sound = {int: _is_count, float: _is_load}
    return [
        field.name
        for field in fields(noun)
        if field.type in sound and not sound[field.type](field.name, getattr(noun, field.name))
    ]


def _is_count(name: str, value: Any) -> bool:
    """Seconds, metres, grams, units or minor units: whole and within reason."""
    most = MOST_SECONDS if name.endswith("_s") else MOST
    return isinstance(value, int) and not isinstance(value, bool) and 0 <= value <= most


def _is_load(_: str, value: Any) -> bool:
    is_number = isinstance(value, int | float) and not isinstance(value, bool)
    return is_number and -FLOAT_NOISE <= value <= MOST
