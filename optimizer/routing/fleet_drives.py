"""The nodes of a routing model: where they lie, and how each vehicle drives between them."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal

import numpy as np
import numpy.typing as npt

from domain.fleet import Vehicle
from domain.routing_problem import Shipment
from domain.travel import MatrixTravel
from optimizer.routing.drives import Drives, NodeHours, drives_between
from optimizer.routing.integer_problem import Matrix
from optimizer.routing.problem_view import ProblemView, latest_end_s


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Nodes:
    """Doors, then warehouses, then nowhere for the end of open routes.

    Attributes
    ----------
    places
        Numbers of the places where all nodes but nowhere lie.
    terminals
        Node of each warehouse by its id; that of nowhere is named None.
    """

    places: npt.NDArray[np.int64]
    terminals: Mapping[str | None, int]

    def __len__(self) -> int:
        return len(self.places) + (None in self.terminals)

    def matrix(self, values: Matrix) -> Matrix:
        """A matrix of the nodes that lie somewhere with nowhere added, which is no way off."""
        return np.pad(values, (0, len(self) - len(values)))


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class FleetDrives:
    """The nodes, and the drives between them of every vehicle.

    Attributes
    ----------
    drives
        One for each way of driving.
    of_vehicle
        Number in `drives` of each vehicle's, by its id.
    """

    nodes: Nodes
    drives: tuple[Drives, ...]
    of_vehicle: Mapping[str, int]

    def priced(self, vehicle: Vehicle) -> tuple[int, Decimal]:
        """What decides the cost of a vehicle's drives: how it drives, and at what rate."""
        return self.of_vehicle[vehicle.vehicle_id], vehicle.cost_per_km


def fleet_drives(
    view: ProblemView, shipments: Sequence[Shipment], vehicles: Sequence[Vehicle]
) -> FleetDrives:
    """The drives of some vehicles between the doors of some shipments."""
    nodes, travel = _nodes(view, shipments, vehicles), view.problem.travel
    numbers = [travel.of_vehicle[vehicle.vehicle_id] for vehicle in vehicles]
    driven = sorted(set(numbers))
    drives = []
    for number in driven:
        alike = [v for v, own in zip(vehicles, numbers, strict=True) if own == number]
        matrices = travel.travels[number]
        hours = _hours(shipments, alike, nodes, matrices)
        drives.append(drives_between(matrices, nodes.places, hours))
    of_vehicle = {v.vehicle_id: driven.index(own) for v, own in zip(vehicles, numbers, strict=True)}
    return FleetDrives(nodes=nodes, drives=tuple(drives), of_vehicle=of_vehicle)


def _nodes(view: ProblemView, shipments: Sequence[Shipment], vehicles: Sequence[Vehicle]) -> Nodes:
    doors = [view.door(shipment.order_id) for shipment in shipments]
    used: dict[str | None, int] = {}
    for vehicle in vehicles:
        used[vehicle.warehouse_id] = view.start(vehicle)
        end = view.end(vehicle)
        if end is not None:
            used[vehicle.ends_at] = end
    terminals = {name: len(doors) + i for i, name in enumerate(used)}
    if any(vehicle.ends_at is None for vehicle in vehicles):
        terminals[None] = len(doors) + len(used)
    places = np.array([*doors, *used.values()], dtype=np.int64)
    return Nodes(places=places, terminals=terminals)


def _hours(
    shipments: Sequence[Shipment],
    vehicles: Sequence[Vehicle],
    nodes: Nodes,
    travel: MatrixTravel,
) -> NodeHours:
    """When vehicles that drive alike can leave the doors, and the warehouses behind them."""
    first_s = min(vehicle.shift_start_s for vehicle in vehicles)
    last_s = max(latest_end_s(vehicle) for vehicle in vehicles)
    first_leave_s = np.full(len(nodes.places), first_s, dtype=np.int64)
    last_leave_s = np.full(len(nodes.places), last_s, dtype=np.int64)
    closes_s = last_leave_s.copy()
    rests = any(vehicle.break_s > 0 for vehicle in vehicles)
    starts = sorted({nodes.terminals[vehicle.warehouse_id] for vehicle in vehicles})
    there_s = travel.drive_s[:, nodes.places[starts]].min(axis=(0, 1))[nodes.places]
    for number, shipment in enumerate(shipments):
        begins_s = max(shipment.windows[0].start_s, first_s + int(there_s[number]))
        first_leave_s[number] = begins_s + shipment.service_s
        if not shipment.is_soft:
            closes_s[number] = min(last_s, shipment.windows[-1].end_s)
            if not rests:
                stay_s = shipment.setup_s + shipment.service_s
                last_leave_s[number] = closes_s[number] + stay_s
    return NodeHours(first_leave_s=first_leave_s, last_leave_s=last_leave_s, closes_s=closes_s)
