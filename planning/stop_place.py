"""Where a stop of a plan is among the places of a travel."""

from domain.plan import Stop, StopKind
from domain.travel import order_place, pickup_place, warehouse_place


def stop_place(stop: Stop) -> str:
    """Name of the place of a stop: a warehouse, or the door of its first order."""
    match stop.kind:
        case StopKind.RELOAD:
            return warehouse_place(stop.warehouse_id)
        case StopKind.PICKUP:
            return pickup_place(stop.order_ids[0])
        case StopKind.DELIVERY:
            return order_place(stop.order_ids[0])
