"""Hard rules that a route can break, and what to take off it then."""

from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum

from domain.routing_problem import Shipment


class Rule(StrEnum):
    """A hard rule that a route can break."""

    FIT = "fit"
    TRIPS = "trips"
    """A trip is one too many, serves nothing, or is loaded where the order does not lie."""
    PAIR = "pair"
    """A transport is delivered without being fetched before, on the same trip."""
    VOLUME = "volume"
    WEIGHT = "weight"
    PARCELS = "parcels"
    INCOMPATIBLE = "incompatible"
    STOPS = "stops"
    POSITION = "position"
    DISTANCE = "distance"
    RELEASE = "release"
    WINDOW = "window"
    RELOAD = "reload"
    """The warehouse is not open for a reload once the vehicle and its goods are there."""
    BREAK = "break"
    END = "end"


@dataclass(frozen=True, slots=True, kw_only=True)
class Broken:
    """The rule that a route breaks, and the order to take off it; empty where it has none."""

    rule: Rule
    order_id: str


def cheapest_to_leave(orders: Iterable[Shipment]) -> str:
    """The order that costs least to leave out; empty where there is none."""
    cheapest = min(orders, key=lambda order: order.unassigned_cost_minor, default=None)
    return "" if cheapest is None else cheapest.order_id
