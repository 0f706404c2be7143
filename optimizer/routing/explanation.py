"""What the reasons for leaving an order out have in common: who could serve it, and their words."""

from domain.fleet import Vehicle
from domain.message import Message, message
from domain.routing_problem import Shipment
from domain.units import SECONDS_PER_MINUTE, clock_text
from optimizer.routing.insertion import Insertion
from optimizer.routing.problem_view import ProblemView

DECIMALS = 3

Explanation = tuple[Message, Message | None]
"""A reason, and the smallest change that was found to let the order in."""


def loaded_at(view: ProblemView, warehouse_id: str) -> list[Vehicle]:
    """Vehicles that start at a warehouse, or may be reloaded there."""
    return [v for v in view.problem.vehicles if view.may_load_at(v, warehouse_id)]


def candidates(view: ProblemView, order: Shipment) -> list[Vehicle]:
    """Vehicles that the order's warehouse may load; the one it is locked to where it is."""
    vehicles = loaded_at(view, order.warehouse_id)
    return [v for v in vehicles if order.locked_vehicle_id in {"", v.vehicle_id}]


def until(late: Insertion) -> Message:
    """That a window that reaches to a late insertion would let the order in."""
    return message("relax.window_until", until=clock_text(full_minute_s(late.begin_s)))


def more_kg(kg: float) -> Message:
    """That a vehicle which carries more would let the order in."""
    return message("relax.more_kg", kg=short(kg))


def more_m3(m3: float) -> Message:
    """That a vehicle which holds more would let the order in."""
    return message("relax.more_m3", m3=short(m3))


def full_minute_s(time_s: int) -> int:
    """The next full minute, so that a time in words is never too early."""
    return -(-time_s // SECONDS_PER_MINUTE) * SECONDS_PER_MINUTE


def short(amount: float) -> float:
    """An amount as a person reads it."""
    return round(amount, DECIMALS)
