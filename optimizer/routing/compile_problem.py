"""From a planner's problem to arrays, and from routes in arrays back to names of places."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

import numpy as np

from optimizer.routing.compile_drives import compile_drives
from optimizer.routing.compile_fit import fits
from optimizer.routing.compile_fleet import (
    compile_fleet,
    limited_dimensions,
    reloads_of,
    vehicle_types,
)
from optimizer.routing.compile_nodes import compile_nodes, node_places
from optimizer.routing.problem_view import ProblemView
from optimizer.routing.search_problem import (
    FAR,
    Drives,
    Fleet,
    NodeKind,
    Nodes,
    Routes,
    SearchProblem,
    Traits,
)


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class CompiledDay:
    """A planner's problem in arrays, and whose numbers they are.

    Attributes
    ----------
    places
        Name of each node's place: tasks, then warehouses, then reloads.
    vehicle_ids
        Id of each vehicle, by its number.
    """

    problem: SearchProblem
    places: tuple[str, ...]
    vehicle_ids: tuple[str, ...]

    def routes(self, plan: Mapping[str, tuple[str, ...]]) -> Routes:
        """Nodes that each vehicle calls at; what is not there, and tasks again, are passed over.

        Parameters
        ----------
        plan
            Names of the places at which each vehicle calls, by its id.
        """
        last = self.problem.tasks + self.problem.warehouses
        numbers = {place: number for number, place in enumerate(self.places[:last])}
        called: set[int] = set()
        return tuple(
            tuple(self._fresh(plan.get(vehicle_id, ()), numbers, called))
            for vehicle_id in self.vehicle_ids
        )

    def plan(self, routes: Routes) -> dict[str, tuple[str, ...]]:
        """Names of the places that each vehicle calls at, of those that call at any."""
        return {
            vehicle_id: tuple(self.places[node] for node in route)
            for vehicle_id, route in zip(self.vehicle_ids, routes, strict=True)
            if route
        }

    def _fresh(
        self, places: tuple[str, ...], numbers: Mapping[str, int], called: set[int]
    ) -> Iterator[int]:
        """Nodes of the places that are known, each task only the first time."""
        for place in places:
            node = numbers.get(place)
            if node is None or node in called:
                continue
            if node < self.problem.tasks:
                called.add(node)
            yield node


def compile_problem(view: ProblemView) -> CompiledDay:
    """A planner's problem in arrays.

    Matrices are shared with the problem's travel where it has one way of driving.

    Raises
    ------
    ValueError
        If orders forbid more classes of goods than can be told apart.
    """
    problem = view.problem
    tasks = tuple(view.tasks.values())
    numbers = {order.order_id: number for number, order in enumerate(problem.shipments)}
    reloads, limited = reloads_of(view), limited_dimensions(view)
    nodes = compile_nodes(view, tasks, reloads, limited)
    types = vehicle_types(view)
    used = {problem.travel.of_vehicle[vehicle.vehicle_id] for vehicle in problem.vehicles}
    ways = sorted(used) or [0]
    fleet = compile_fleet(
        view,
        types,
        reloads,
        ways=ways,
        may=fits(view, types.models)[:, [numbers[task.order.order_id] for task in tasks]],
        limited=limited,
    )
    drives = compile_drives([problem.travel.travels[way] for way in ways], _hours_s(view))
    return CompiledDay(
        problem=SearchProblem(
            tasks=len(tasks),
            warehouses=len(problem.warehouses),
            nodes=nodes,
            fleet=fleet,
            drives=drives,
            traits=_traits(nodes, fleet, drives, len(tasks)),
        ),
        places=node_places(view, tasks, reloads),
        vehicle_ids=tuple(vehicle.vehicle_id for vehicle in problem.vehicles),
    )


def _hours_s(view: ProblemView) -> tuple[int, int]:
    """First and last time at which any vehicle may drive."""
    starts = [span.start_s for hours in view.hours.values() for span in hours.leaves]
    ends = [span.end_s for hours in view.hours.values() for span in hours.ends]
    first_s = min(starts, default=0)
    return first_s, max([first_s, *ends])


def _traits(nodes: Nodes, fleet: Fleet, drives: Drives, tasks: int) -> Traits:
    """What the problem has at all; a planner's day always has times."""
    kinds = set(nodes.kind.tolist())
    by_hour = len(drives.time) > len(drives.matrix)
    earliest = fleet.leave_from[:, 0].min(initial=FAR)
    has_tolls, is_paid = bool(drives.toll.any()), bool(fleet.per_time.any())
    return Traits(
        has_times=True,
        has_time_price=is_paid or bool(fleet.overtime_rate.any()) or (has_tolls and by_hour),
        is_timed_by_hour=by_hour,
        has_tolls=has_tolls,
        has_pickups=NodeKind.PICK_UP in kinds,
        has_pairs=NodeKind.COLLECT in kinds,
        has_reloads=NodeKind.RELOAD in kinds,
        has_breaks=bool(fleet.rest.any()),
        has_soft=bool(nodes.is_soft.any()),
        has_groups=bool((nodes.group >= 0).any()),
        has_classes=bool(nodes.forbids.any()),
        has_positions=bool(nodes.position.any()),
        has_releases=bool((nodes.release[:tasks] > earliest).any()),
        has_shared_doors=len(np.unique(nodes.door[:tasks])) < tasks,
    )
