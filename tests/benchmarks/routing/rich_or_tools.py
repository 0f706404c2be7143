"""A rich day in OR-Tools as a careful user would put it, on the matrix of the slowest hours.

Everything but the hour is modelled: windows of all kinds, loads, breaks, locks, reloads by copies
of the warehouse, overtime, and the cost of leaving orders out.
"""

from decimal import Decimal
from typing import Any

import numpy as np
import numpy.typing as npt

from domain.fleet import Vehicle
from domain.routing_problem import Shipment
from tests.benchmarks.routing.made_days import MadeDay
from tests.benchmarks.routing.peers.with_or_tools import search_parameters
from tests.benchmarks.routing.rich_days import MOST_TRIPS

RELOAD = -1
"""Stands for a reload among the numbers of orders."""

_COST = 100
"""Units of the model's cost per minor unit of money: its rates are whole numbers."""

_LOAD = 10
_TIME_SLACK_S = 12 * 3600
_SECONDS_PER_HOUR = 3600


class RichModel:
    """The day's model; node 0 is the warehouse, then the orders, then each van's reloads."""

    def __init__(self, day: MadeDay) -> None:
        from ortools.constraint_solver import pywrapcp

        self.day = day
        self.orders, self.vans = day.problem.shipments, day.problem.vehicles
        self.reload_vans = [v for v in range(len(self.vans)) for _ in range(MOST_TRIPS - 1)]
        self.place = [0, *range(1, len(self.orders) + 1), *[0] * len(self.reload_vans)]
        self.manager = pywrapcp.RoutingIndexManager(len(self.place), len(self.vans), 0)
        self.routing = pywrapcp.RoutingModel(self.manager)
        self._add_costs()
        self.time = self._add_times()
        self._add_loads()
        for number, order in enumerate(self.orders, start=1):
            self._add_order(self.manager.NodeToIndex(number), order)
        for vehicle, van in enumerate(self.vans):
            self._add_van(vehicle, van)

    def solve(self, seconds: float) -> list[tuple[int, list[int]]] | None:
        """When each van starts, and the orders it serves by number; None where none are found."""
        found = self.routing.SolveWithParameters(search_parameters(seconds, is_timed=True))
        if found is None:
            return None
        return [self._route(found, vehicle) for vehicle in range(len(self.vans))]

    def _route(self, found: Any, vehicle: int) -> tuple[int, list[int]]:
        start = self.routing.Start(vehicle)
        calls, index = [], found.Value(self.routing.NextVar(start))
        while not self.routing.IsEnd(index):
            node = self.manager.IndexToNode(index)
            calls.append(node - 1 if node <= len(self.orders) else RELOAD)
            index = found.Value(self.routing.NextVar(index))
        return int(found.Value(self.time.CumulVar(start))), calls

    def _matrix(self, values: npt.NDArray[np.int64]) -> int:
        return int(self.routing.RegisterTransitMatrix(values.tolist()))

    def _add_costs(self) -> None:
        van = self.vans[0]
        pick = np.ix_(self.place, self.place)
        metres = self.day.travel.drive_m[0][pick].astype(np.int64)
        rate = int(van.cost_per_km * 100 * _COST / 1000)
        self.routing.SetArcCostEvaluatorOfAllVehicles(self._matrix(metres * rate))
        self.routing.SetFixedCostOfAllVehicles(int(van.fixed_cost * 100 * _COST))

    def _add_times(self) -> Any:
        drive_s = self.day.travel.drive_s
        slowest = drive_s[drive_s.mean(axis=(1, 2)).argmax()]
        self.service_s = [0, *(order.service_s + order.setup_s for order in self.orders)]
        self.service_s += [self.vans[v].reload_s for v in self.reload_vans]
        pick = np.ix_(self.place, self.place)
        transit = slowest[pick].astype(np.int64) + np.array(self.service_s)[:, np.newaxis]
        last_s = max(van.shift_end_s + van.max_overtime_s for van in self.vans)
        self.routing.AddDimension(self._matrix(transit), _TIME_SLACK_S, last_s, False, "time")
        return self.routing.GetDimensionOrDie("time")

    def _add_loads(self) -> None:
        """Loads brought since the last reload; only a reload sets them back."""
        capacity = int(self.vans[0].capacity_m3 * _LOAD)
        loads = [0, *(round(order.volume_m3 * _LOAD) for order in self.orders)]
        loads += [-capacity] * len(self.reload_vans)
        transit = self.routing.RegisterUnaryTransitVector(loads)
        self.routing.AddDimension(transit, capacity, capacity, True, "load")
        load = self.routing.GetDimensionOrDie("load")
        for number in range(1, len(self.orders) + 1):
            load.SlackVar(self.manager.NodeToIndex(number)).SetValue(0)
        for copy, vehicle in enumerate(self.reload_vans, start=len(self.orders) + 1):
            index = self.manager.NodeToIndex(copy)
            self.routing.AddDisjunction([index], 0)
            self.routing.VehicleVar(index).SetValues([-1, vehicle])

    def _add_order(self, index: int, order: Shipment) -> None:
        begins = self.time.CumulVar(index)
        begins.SetMin(order.windows[0].start_s)
        for one, other in zip(order.windows[:-1], order.windows[1:], strict=True):
            begins.RemoveInterval(one.end_s + 1, other.start_s - 1)
        end_s = order.windows[-1].end_s
        if order.is_soft:
            rate = _per_second(order.late_cost_per_hour_minor)
            self.time.SetCumulVarSoftUpperBound(index, end_s, rate)
        else:
            begins.SetMax(end_s)
        self.routing.AddDisjunction([index], order.unassigned_cost_minor * _COST)
        if order.locked_vehicle_id:
            vehicle = [van.vehicle_id for van in self.vans].index(order.locked_vehicle_id)
            self.routing.VehicleVar(index).SetValues([-1, vehicle])
            if order.locked_position == 1:
                first = self.routing.NextVar(self.routing.Start(vehicle))
                is_served = self.routing.ActiveVar(index)
                self.routing.solver().Add((first == index) == is_served)

    def _add_van(self, vehicle: int, van: Vehicle) -> None:
        start, end = self.routing.Start(vehicle), self.routing.End(vehicle)
        self.time.CumulVar(start).SetRange(van.shift_start_s, van.shift_end_s)
        last_s = int(van.shift_end_s + van.max_overtime_s)
        self.time.CumulVar(end).SetRange(van.shift_start_s, last_s)
        rate = _per_second(van.overtime_cost_per_hour * 100)
        self.time.SetCumulVarSoftUpperBound(end, van.shift_end_s, rate)
        rate = _per_second(van.cost_per_hour * 100)
        self.time.SetSpanCostCoefficientForVehicle(rate, vehicle)
        rest = self.routing.solver().FixedDurationIntervalVar(
            van.break_earliest_s, van.break_latest_s, van.break_s, False, f"break {vehicle}"
        )
        nodes = map(self.manager.IndexToNode, range(self.routing.Size()))
        stays_s = [self.service_s[node] for node in nodes]
        self.time.SetBreakIntervalsOfVehicle([rest], vehicle, stays_s)


def _per_second(per_hour_minor: Decimal | int) -> int:
    return round(per_hour_minor * _COST / _SECONDS_PER_HOUR)
