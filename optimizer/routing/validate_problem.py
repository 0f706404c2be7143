"""What an engine must never be given: some end the process, or take nonsense for an answer.

Of 40 bad inputs tried on OR-Tools, 11 aborted the process and others were solved silently wrong.
Orders and vehicles with such numbers are set aside before anything is computed, each with its
reason; so are orders whose locks contradict those of their group.
"""

import math
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, fields, replace
from decimal import Decimal
from typing import Any

from domain.fleet import Vehicle
from domain.message import Problem, message
from domain.routing_problem import RoutingProblem, Shipment
from optimizer.routing.problem_view import joined

MOST_SECONDS = 366 * 86_400
"""Nothing is planned more than a year ahead; unreachable places are 34 years away."""

MOST = 10**9
"""Bound of volumes, weights, metres, counts and money in major units."""

MOST_MINOR = 10**11
"""Bound of money in minor units."""

MOST_SHOWN = 40
"""Most letters of a value that are shown."""

COUNTED_FROM_ONE = {"locked_position", "max_trips"}


@dataclass(frozen=True, slots=True, kw_only=True)
class SoundProblem:
    """The part of a problem that can be computed with, and what was set aside.

    Attributes
    ----------
    set_aside, bad_orders
        Orders set aside, and what is wrong with each.
    """

    problem: RoutingProblem
    set_aside: tuple[Shipment, ...]
    bad_orders: dict[str, Problem]
    bad_vehicles: tuple[Problem, ...]


def set_bad_numbers_aside(problem: RoutingProblem) -> SoundProblem:
    """A problem without the orders and vehicles that hold impossible numbers or locks.

    Windows of an order that overlap are made one.
    """
    orders = {s.order_id: _fault(s, "order_id") for s in problem.shipments}
    orders |= _locked_apart(s for s in problem.shipments if orders[s.order_id] is None)
    vehicles = {v.vehicle_id: _fault(v, "vehicle_id") for v in problem.vehicles}
    return SoundProblem(
        problem=replace(
            problem,
            shipments=tuple(
                replace(s, windows=joined(s.windows), pickup_windows=joined(s.pickup_windows))
                for s in problem.shipments
                if orders[s.order_id] is None
            ),
            vehicles=tuple(v for v in problem.vehicles if vehicles[v.vehicle_id] is None),
        ),
        set_aside=tuple(s for s in problem.shipments if orders[s.order_id] is not None),
        bad_orders={order_id: fault for order_id, fault in orders.items() if fault is not None},
        bad_vehicles=tuple(fault for fault in vehicles.values() if fault is not None),
    )


def _locked_apart(shipments: Iterable[Shipment]) -> dict[str, Problem]:
    """Orders that are locked to another vehicle than an order before them of their group."""
    locks: dict[str, str] = {}
    found: dict[str, Problem] = {}
    for order in shipments:
        locked, group = order.locked_vehicle_id, order.same_vehicle_group
        if locked and group and locks.setdefault(group, locked) != locked:
            said = message(
                "routing.group_locked_apart",
                id=order.order_id,
                group=group,
                vehicle_id=locked,
                other_id=locks[group],
            )
            found[order.order_id] = Problem(
                message=said, column="locked_vehicle_id", value=locked[:MOST_SHOWN]
            )
    return found


def _fault(noun: Shipment | Vehicle, id_field: str) -> Problem | None:
    """The first field of an order or vehicle that cannot be computed with."""
    name = next(_impossible_fields(noun), None)
    if name is None:
        return None
    value = str(getattr(noun, name))[:MOST_SHOWN]
    said = message(
        "routing.impossible_number", id=str(getattr(noun, id_field)), field=name, value=value
    )
    return Problem(message=said, column=name, value=value)


def _impossible_fields(noun: Shipment | Vehicle) -> Iterator[str]:
    for field in fields(noun):
        if not _is_possible(field.name, getattr(noun, field.name)):
            yield field.name
    if isinstance(noun, Vehicle) and noun.shift_end_s <= noun.shift_start_s:
        yield "shift_end_s"


def _is_possible(name: str, value: Any) -> bool:
    if name in {"windows", "pickup_windows"}:
        edges = [edge for window in value for edge in (window.start_s, window.end_s)]
        return all(_is_number(edge, -MOST_SECONDS, MOST_SECONDS) for edge in edges)
    if isinstance(value, bool) or not isinstance(value, int | float | Decimal):
        return True
    if name.endswith("_minor"):
        is_exact = isinstance(value, int | Decimal)
        return is_exact and _is_number(value, 0, MOST_MINOR)
    if name == "release_s":
        return _is_number(value, -MOST_SECONDS, MOST_SECONDS)
    least = 1 if name in COUNTED_FROM_ONE else 0
    return _is_number(value, least, MOST_SECONDS if name.endswith("_s") else MOST)


def _is_number(value: float | Decimal, least: int, most: int) -> bool:
    return math.isfinite(value) and least <= value <= most
