"""At which stops of a route each order is fetched and delivered."""

from domain.plan import Route, Stop, StopKind
from maps.picture.plan_facts import numbered_stops, trips


class OrderWay:
    """The way of each order of a route.

    Attributes
    ----------
    fetched_at, delivered_at
        Number of the stop, by order; of what is carried from customer to customer, both.
    """

    def __init__(self, route: Route) -> None:
        self._trips = tuple(trips(route))
        self.fetched_at = _numbers(route, StopKind.PICKUP)
        self.delivered_at = _numbers(route, StopKind.DELIVERY)

    def handed_in(self, reload: Stop | None) -> tuple[str, ...]:
        """Orders that a reload takes in, or the end of the route: fetched and not delivered."""
        begins = [trip[0].stop if trip else None for trip in self._trips]
        ends = self._trips[begins.index(reload) - 1] if reload else self._trips[-1]
        fetched = (n.stop.order_ids for n in ends if n.stop.kind is StopKind.PICKUP)
        return tuple(i for ids in fetched for i in ids if i not in self.delivered_at)


def _numbers(route: Route, kind: StopKind) -> dict[str, int]:
    return {
        order_id: numbered.number
        for numbered in numbered_stops(route)
        if numbered.stop.kind is kind
        for order_id in numbered.stop.order_ids
    }
