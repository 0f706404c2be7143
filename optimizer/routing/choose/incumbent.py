"""The best routes of all searches: judged, lawful, and ever cheaper."""

import threading
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import chain

import numpy as np

from optimizer.routing.choose.route_pool import RoutePool
from optimizer.routing.search_problem import Routes, SearchProblem

Worth = tuple[float, int, float]
"""What plans are compared by, the smaller the better: where fewer vehicles come first, the price
of what is left out, and the number of vehicles; the whole cost."""

DECIMALS = 6
"""To which costs are compared: sums of the same routes in another order are the same."""


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Found:
    """Routes that keep every rule.

    Attributes
    ----------
    cost
        That of the tasks left out included.
    engine
        Name of the engine that proposed them.
    """

    routes: Routes
    cost: float
    worth: Worth
    engine: str


class Incumbent:
    """Takes proposals from any thread and keeps the best that is lawful.

    At first it serves nothing, which breaks no rule.

    Attributes
    ----------
    pool
        The lawful routes of all proposals.
    improvements
        How often it became better.
    """

    def __init__(self, problem: SearchProblem, engine: str = "") -> None:
        self.pool = RoutePool(problem)
        self.improvements = 0
        self._problem = problem
        self._lock = threading.Lock()
        nothing: Routes = ((),) * problem.vehicles
        cost = self.cost(nothing)
        worth = self._worth(nothing, cost)
        self._best = Found(routes=nothing, cost=cost, worth=worth, engine=engine)

    @property
    def best(self) -> Found:
        """The best so far."""
        return self._best

    def offer(self, routes: Routes, engine: str) -> float:
        """Keep routes if they are lawful and better; what they cost, infinite if unlawful."""
        cost = self.cost(routes)
        if np.isinf(cost):
            return cost
        worth = self._worth(routes, cost)
        with self._lock:
            if worth < self._best.worth:
                self._best = Found(routes=routes, cost=cost, worth=worth, engine=engine)
                self.improvements += 1
        return cost

    def cost(self, routes: Routes) -> float:
        """As `judge.judged_cost`, without judging again the routes that are known."""
        if self._calls_twice(routes) or self._parts_a_group(routes):
            return np.inf
        return self._absent(routes) + sum(
            self.pool.price(vehicle, calls) for vehicle, calls in enumerate(routes)
        )

    def _worth(self, routes: Routes, cost: float) -> Worth:
        """What routes of a cost are compared by."""
        cost = round(cost, DECIMALS)
        if not self._problem.vehicles_first:
            return 0.0, 0, cost
        return round(self._absent(routes), DECIMALS), sum(1 for calls in routes if calls), cost

    def _absent(self, routes: Routes) -> float:
        """Price of the tasks that are left out."""
        absent = self._problem.nodes.absent[: self._problem.tasks]
        served = np.array(list(self._tasks(routes)), dtype=np.int64)
        is_out = np.ones(len(absent), dtype=bool)
        is_out[served] = False
        return float(absent[is_out].sum())

    def _calls_twice(self, routes: Routes) -> bool:
        tasks = list(self._tasks(routes))
        return len(set(tasks)) < len(tasks)

    def _parts_a_group(self, routes: Routes) -> bool:
        if not self._problem.traits.has_groups:
            return False
        group = self._problem.nodes.group
        pairs = {
            (int(group[node]), vehicle)
            for vehicle, calls in enumerate(routes)
            for node in self._tasks((calls,))
            if group[node] >= 0
        }
        return len({number for number, _ in pairs}) < len(pairs)

    def _tasks(self, routes: Routes) -> Iterator[int]:
        return (node for node in chain.from_iterable(routes) if node < self._problem.tasks)
