"""Routes that were part of a better proposal: what each costs, judged once, and kept for later."""

import threading
from dataclasses import dataclass

import numpy as np

from optimizer.routing.judge.judge_route import judge_route
from optimizer.routing.search_problem import Routes, SearchProblem

MOST_ROUTES = 4_000
"""Routes kept to be recombined: those that were proposed last."""

MOST_PRICES = 100_000
"""Routes whose price is remembered."""


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class PooledRoute:
    """A lawful route of a type of vehicle.

    Attributes
    ----------
    tasks
        The tasks that it serves.
    calls
        Those, and its reloads, in the order of driving.
    """

    kind: int
    tasks: frozenset[int]
    calls: tuple[int, ...]
    cost: float


class RoutePool:
    """Prices routes by the judge, and keeps the cheapest of each type of vehicle and set of tasks.

    Used from several threads. A route costs the same on every vehicle of a type.
    """

    def __init__(self, problem: SearchProblem) -> None:
        self._problem = problem
        self._type_of: list[int] = problem.fleet.type_of.tolist()
        self._prices: dict[tuple[int, tuple[int, ...]], float] = {}
        self._routes: dict[tuple[int, frozenset[int]], PooledRoute] = {}
        self._lock = threading.Lock()

    def price(self, vehicle: int, calls: tuple[int, ...]) -> float:
        """What a route costs; infinite where it breaks a rule. Nothing where it is empty."""
        if not calls:
            return 0.0
        key = self._type_of[vehicle], calls
        cost = self._prices.get(key)
        if cost is None:
            judged = judge_route(self._problem, vehicle, calls)
            cost = np.inf if judged.broken else judged.cost
            with self._lock:
                if len(self._prices) >= MOST_PRICES:
                    self._prices.clear()
                self._prices[key] = cost
            if not judged.broken:
                self._keep(vehicle, calls, cost)
        return cost

    def keep(self, routes: Routes) -> None:
        """Keep lawful routes, as if they had been proposed just now."""
        for vehicle, calls in enumerate(routes):
            if calls:
                self._keep(vehicle, calls, self.price(vehicle, calls))

    def _keep(self, vehicle: int, calls: tuple[int, ...], cost: float) -> None:
        tasks = frozenset(node for node in calls if node < self._problem.tasks)
        key = self._type_of[vehicle], tasks
        with self._lock:
            known = self._routes.pop(key, None)
            if known is None or cost < known.cost:
                known = PooledRoute(kind=key[0], tasks=tasks, calls=calls, cost=cost)
            self._routes[key] = known
            if len(self._routes) > MOST_ROUTES:
                del self._routes[next(iter(self._routes))]

    def routes(self) -> tuple[PooledRoute, ...]:
        """The routes kept, those proposed last behind."""
        with self._lock:
            return tuple(self._routes.values())
