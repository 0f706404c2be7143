"""Random routes that the judge finds lawful, without any search."""

from itertools import chain

import numpy as np

from optimizer.routing.judge.judge_route import judge_route
from optimizer.routing.search_problem import NOWHERE, NodeKind, Routes, SearchProblem

TRIES = 4
"""Places at which each order is tried."""


def random_routes(problem: SearchProblem, chance: np.random.Generator) -> Routes:
    """Orders put, one after the other, where they break no rule; some are left out."""
    routes: list[tuple[int, ...]] = [()] * problem.vehicles
    vehicle_of_group: dict[int, int] = {}
    for node in chance.permutation(problem.tasks).tolist():
        if problem.nodes.kind[node] == NodeKind.DROP:
            continue
        group = int(problem.nodes.group[node])
        for _ in range(TRIES):
            vehicle = vehicle_of_group.get(group, int(chance.integers(problem.vehicles)))
            longer = with_order(problem, routes[vehicle], node, chance)
            if not judge_route(problem, vehicle, longer).broken:
                routes[vehicle] = longer
                if group >= 0:
                    vehicle_of_group[group] = vehicle
                break
    return tuple(routes)


def with_order(
    problem: SearchProblem, route: tuple[int, ...], node: int, chance: np.random.Generator
) -> tuple[int, ...]:
    """A route with an order more at random places, now and then on a trip of its own."""
    partner = int(problem.nodes.partner[node])
    calls = [node] if partner == NOWHERE else [node, partner]
    if route and problem.traits.has_reloads and chance.random() < 0.3:
        return (*route, int(problem.nodes.depot[node]), *calls)
    first, last = np.sort(chance.integers(0, len(route) + 1, 2)).tolist()
    if partner == NOWHERE:
        return (*route[:first], node, *route[first:])
    return tuple(chain(route[:first], [node], route[first:last], [partner], route[last:]))
