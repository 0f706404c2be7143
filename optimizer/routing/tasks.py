"""The calls that an order needs: one at its door, and for a transport one more to fetch it."""

from dataclasses import dataclass

from domain.orders import TimeWindow
from domain.plan import StopKind
from domain.routing_problem import Shipment
from domain.travel import order_place, pickup_place


@dataclass(frozen=True, slots=True, kw_only=True)
class Task:
    """One call that an order needs.

    Attributes
    ----------
    place
        Name of the door.
    kind
        Whether goods are delivered there or fetched.
    is_own_door
        Whether it is the order's own door; every order has one such task.
    windows, is_soft
        When service may begin, and whether the last window may be overrun.
    """

    place: str
    order: Shipment
    kind: StopKind
    is_own_door: bool
    windows: tuple[TimeWindow, ...]
    is_soft: bool


def tasks_of(order: Shipment) -> tuple[Task, ...]:
    """The calls that an order needs, in the order in which they are made."""
    if order.kind == "delivery":
        return (_own(order, order_place(order.order_id), StopKind.DELIVERY),)
    fetched = pickup_place(order.order_id)
    if order.kind == "pickup":
        return (_own(order, fetched, StopKind.PICKUP),)
    fetching = Task(
        place=fetched,
        order=order,
        kind=StopKind.PICKUP,
        is_own_door=False,
        windows=order.pickup_windows,
        is_soft=False,
    )
    return fetching, _own(order, order_place(order.order_id), StopKind.DELIVERY)


def _own(order: Shipment, place: str, kind: StopKind) -> Task:
    return Task(
        place=place,
        order=order,
        kind=kind,
        is_own_door=True,
        windows=order.windows,
        is_soft=order.is_soft,
    )
