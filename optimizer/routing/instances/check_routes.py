"""Whether routes answer an instance, and at what cost: from the raw data, with no solver code."""

from collections import Counter
from collections.abc import Sequence
from itertools import pairwise

from domain.message import Message, message
from optimizer.routing.instances.instance import RoutingInstance

TOLERANCE = 1e-6
"""By how much a time may miss its window: the noise of adding up lengths in double precision."""

Routes = Sequence[Sequence[int]]


def violations(instance: RoutingInstance, routes: Routes) -> list[Message]:
    """Every rule of the instance that routes break; only strange customers where there are any."""
    strange = {i for route in routes for i in route} - set(range(1, len(instance.customers)))
    if strange:
        return [message("instance.unknown_customer", customer=i) for i in sorted(strange)]
    found = _wrong_visits(instance, routes)
    used = sum(1 for route in routes if route)
    if instance.fleet is not None and used > instance.fleet:
        found.append(message("instance.too_many_routes", routes=used, most=instance.fleet))
    for number, route in enumerate(routes, start=1):
        load = sum(instance.customers[i].demand for i in route)
        if load > instance.capacity:
            over = load - instance.capacity
            found.append(message("instance.overloaded", route=number, over=over))
        if instance.has_windows:
            found += _missed_windows(instance, number, route)
    return found


def cost(instance: RoutingInstance, routes: Routes) -> float:
    """Total length of routes, as the instance counts it."""
    return sum(
        instance.length(a, b) for route in routes if route for a, b in pairwise([0, *route, 0])
    )


def _wrong_visits(instance: RoutingInstance, routes: Routes) -> list[Message]:
    times = Counter(i for route in routes for i in route)
    wrong = [i for i in range(1, len(instance.customers)) if times[i] != 1]
    return [message("instance.visited", customer=i, times=times[i]) for i in wrong]


def _missed_windows(instance: RoutingInstance, number: int, route: Sequence[int]) -> list[Message]:
    depot = instance.customers[0]
    found, time = [], float(depot.ready)
    for a, b in pairwise([0, *route, 0]):
        customer = instance.customers[b]
        time += instance.customers[a].service + instance.length(a, b)
        if time > customer.due + TOLERANCE:
            late = round(time - customer.due, 6)
            found.append(message("instance.late", route=number, customer=b, late=late))
        time = max(time, float(customer.ready))
    return found
