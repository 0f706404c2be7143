"""A part of a problem as a problem of its own: some of its tasks, for some of its vehicles."""

from dataclasses import dataclass, replace
from typing import Any

import numpy as np
import numpy.typing as npt

from optimizer.routing.search_problem import (
    NOWHERE,
    Drives,
    Fleet,
    Int32,
    Int64,
    Nodes,
    Routes,
    SearchProblem,
)


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Part:
    """A part, and whose numbers its own are.

    Attributes
    ----------
    tasks, vehicles
        Numbers in the whole problem of its tasks and vehicles, ascending.
    """

    problem: SearchProblem
    tasks: Int64
    vehicles: Int64
    whole: SearchProblem

    def routes_in(self, routes: Routes) -> Routes:
        """Routes of the whole problem as those of the part's vehicles."""
        number = np.full(self.whole.tasks + self.whole.warehouses, NOWHERE)
        number[self.tasks] = np.arange(len(self.tasks))
        number[self.whole.tasks :] = len(self.tasks) + np.arange(self.whole.warehouses)
        return tuple(
            tuple(number[list(routes[vehicle])].tolist()) if routes[vehicle] else ()
            for vehicle in self.vehicles.tolist()
        )

    def put_back(self, routes: Routes, whole: Routes) -> Routes:
        """Routes of the whole problem, where the part's vehicles drive routes of the part."""
        warehouses = self.whole.tasks + np.arange(self.whole.warehouses)
        number = np.concatenate([self.tasks, warehouses])
        better = list(whole)
        for vehicle, calls in zip(self.vehicles.tolist(), routes, strict=True):
            better[vehicle] = tuple(number[list(calls)].tolist()) if calls else ()
        return tuple(better)


def part_of(problem: SearchProblem, tasks: Int64, vehicles: Int64) -> Part:
    """A part of a problem, with the drives between its own places alone.

    Parameters
    ----------
    tasks
        Numbers of tasks, ascending: of a transport both or none.
    vehicles
        Numbers of vehicles, ascending.
    """
    first = problem.tasks + problem.warehouses
    reloads = problem.fleet.reloads[vehicles]
    own_reloads = np.unique(reloads[reloads >= 0])
    nodes = np.concatenate([tasks, np.arange(problem.tasks, first), own_reloads])
    number = np.full(len(problem.nodes.place) + 1, NOWHERE, dtype=np.int32)
    number[nodes] = np.arange(len(nodes), dtype=np.int32)
    own = _nodes(problem.nodes, nodes, number)
    places, place = np.unique(own.place, return_inverse=True)
    return Part(
        problem=replace(
            problem,
            tasks=len(tasks),
            nodes=own._replace(place=_read_only(place.astype(np.int32))),
            fleet=_fleet(problem.fleet, tasks, vehicles, number),
            drives=_drives(problem.drives, places),
        ),
        tasks=tasks,
        vehicles=vehicles,
        whole=problem,
    )


def _nodes(nodes: Nodes, chosen: Int64, number: Int32) -> Nodes:
    """What is known of some nodes; `number` tells the new number of each, NOWHERE for none."""
    own = Nodes(*(_read_only(array[chosen]) for array in nodes))
    return own._replace(
        partner=_read_only(number[own.partner]), depot=_read_only(number[own.depot])
    )


def _drives(drives: Drives, places: Int32) -> Drives:
    """The drives between some places: of a large problem, few enough to stay in the cache."""
    count = drives.usual_m.shape[1]
    between = {
        name: _read_only(array[:, places[:, None], places])
        for name, array in drives._asdict().items()
        if array.ndim == 3 and array.shape[1:] == (count, count)
    }
    return drives._replace(**between)


def _fleet(fleet: Fleet, tasks: Int64, vehicles: Int64, number: Int32) -> Fleet:
    """Some vehicles, and all types."""
    return fleet._replace(
        type_of=_read_only(fleet.type_of[vehicles]),
        start=_read_only(number[fleet.start]),
        end=_read_only(number[fleet.end]),
        reloads=_read_only(number[fleet.reloads[vehicles]]),
        may=_read_only(fleet.may[:, tasks]),
    )


def _read_only(array: npt.NDArray[Any]) -> npt.NDArray[Any]:
    """The array, laid out like all others: machine code is made for one layout only."""
    array = np.ascontiguousarray(array)
    array.flags.writeable = False
    return array
