"""Between routes in nodes and solutions of PyVRP."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from pyvrp import Activity, ActivityType, Route, Solution

from optimizer.routing.pyvrp_problem import PyVrpProblem
from optimizer.routing.search_problem import Routes


@dataclass(slots=True, eq=False)
class Translator:
    """Turns routes into solutions of a problem, and back.

    Attributes
    ----------
    vehicles
        Number of all vehicles, also those that PyVRP is not told of.
    activities
        What PyVRP calls a visit of each task.
    partners
        The other task of each that is of a transport.
    prizes
        Cost of leaving out all tasks.
    """

    whole: PyVrpProblem
    vehicles: int
    activities: dict[int, Activity] = field(init=False, default_factory=dict)
    partners: dict[int, int] = field(init=False, default_factory=dict)
    prizes: int = field(init=False)

    def __post_init__(self) -> None:
        for number, node in enumerate(self.whole.clients):
            self.activities[node] = Activity(ActivityType.CLIENT, number)
        for number, (collect, drop) in enumerate(self.whole.shipments):
            self.activities[collect] = Activity(ActivityType.PICKUP, number)
            self.activities[drop] = Activity(ActivityType.DELIVERY, number)
            self.partners |= {collect: drop, drop: collect}
        data = self.whole.data
        self.prizes = sum(client.prize for client in data.clients())
        self.prizes += sum(shipment.prize for shipment in data.shipments())

    def plan(self, solution: Solution) -> tuple[Routes, int]:
        """Routes of a solution that keep the rules; their cost, and that of tasks not on them."""
        free = [list(reversed(numbers)) for numbers in self.whole.vehicles]
        routes: list[tuple[int, ...]] = [()] * self.vehicles
        cost = self.prizes
        for found in solution.routes():
            nodes, number = self._nodes(found), found.vehicle_type()
            route = self._feasible(nodes, number) if found.num_trips() > 1 else found
            if route is not None and route.is_feasible() and nodes:
                routes[free[number].pop()] = nodes
                cost += route.distance_cost() + route.duration_cost() - route.prizes()
                cost += route.fixed_vehicle_cost()
        return tuple(routes), cost

    def solution(self, routes: Routes) -> Solution:
        """A solution with the routes, without what of them breaks a rule."""
        kept, served = [], set[int]()
        for number, vehicles in enumerate(self.whole.vehicles):
            for vehicle in vehicles:
                nodes = [n for n in routes[vehicle] if n not in served]
                served.update(node for node in nodes if node in self.activities)
                route = self._route(nodes, number)
                if route is not None:
                    kept.append(route)
        return Solution(self.whole.data, kept)

    def _nodes(self, route: Route) -> tuple[int, ...]:
        """Nodes that a route calls at; a trip without tasks, which may be a detour, is none."""
        nodes: list[int] = []
        for activity in list(route.schedule())[1:-1]:
            if activity.is_depot():
                reload = self.whole.reloads[activity.idx]
                nodes += [reload] if nodes and nodes[-1] in self.activities else []
            elif activity.is_client():
                nodes.append(self.whole.clients[activity.idx])
            else:
                nodes.append(self.whole.shipments[activity.idx][activity.is_delivery()])
        return tuple(nodes if not nodes or nodes[-1] in self.activities else nodes[:-1])

    def _route(self, nodes: Sequence[int], number: int) -> Route | None:
        """A route of a vehicle type, without the tasks that do not fit; None if none are left."""
        whole = self._feasible(nodes, number)
        if whole is not None or not nodes:
            return whole
        best, kept = None, {node for node in nodes if node not in self.activities}
        for node in nodes:
            unit = {node, self.partners.get(node, node)}
            if node in kept or node not in self.activities or not unit <= set(nodes):
                continue
            longer = self._feasible([n for n in nodes if n in kept | unit], number)
            if longer is not None:
                best, kept = longer, kept | unit
        return best

    def _feasible(self, nodes: Iterable[int], number: int) -> Route | None:
        """A route that calls at the nodes; None where it breaks a rule."""
        depots = self.whole.data.vehicle_type(number).reload_depots
        reload = {self.whole.reloads[depot]: depot for depot in reversed(depots)}
        activities = []
        for node in nodes:
            if node in self.activities:
                activities.append(self.activities[node])
            elif node in reload:
                activities.append(Activity(ActivityType.DEPOT, reload[node]))
        try:
            route = Route(self.whole.data, activities, number)
        except ValueError:
            return None
        has_tasks = any(not activity.is_depot() for activity in activities)
        return route if has_tasks and route.is_feasible() else None
