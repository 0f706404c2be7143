"""Compile what the search for routes needs, so that the first plan does not wait for it."""

import numpy as np

from domain.fleet import Vehicle
from domain.geo import Location
from domain.orders import TimeWindow
from domain.progress import Never
from domain.routing_problem import RoutingProblem, Shipment
from domain.travel import FleetTravel, order_place, static_travel, warehouse_place
from domain.units import SECONDS_PER_DAY
from domain.warehouses import Warehouse
from optimizer.routing.compile_problem import compile_problem
from optimizer.routing.judge.judge_route import judge_route
from optimizer.routing.problem_view import view_of
from optimizer.routing.ruin_recreate.ruin_recreate import RuinRecreate

_HOME = "home"


def warm_up() -> None:
    """Search for the routes of two orders, and judge one."""
    problem = _two_orders()
    here = Location(0.0, 0.0)
    day = compile_problem(view_of(problem, dict.fromkeys(problem.travel.places, here))).problem
    RuinRecreate().solve(day, stop=Never(), iteration_limit=1)
    judge_route(day, 0, range(day.tasks))


def _two_orders() -> RoutingProblem:
    """Two orders and a vehicle, all a minute apart: kernels are the same whatever the rules."""
    shipments = tuple(
        Shipment(
            order_id=order_id,
            warehouse_id=_HOME,
            windows=(TimeWindow(0, SECONDS_PER_DAY),),
            unassigned_cost_minor=1_000,
        )
        for order_id in ("a", "b")
    )
    vehicle = Vehicle(
        vehicle_id="v",
        warehouse_id=_HOME,
        capacity_m3=1.0,
        shift_start_s=0,
        shift_end_s=SECONDS_PER_DAY,
    )
    places = [warehouse_place(_HOME), *(order_place(s.order_id) for s in shipments)]
    apart = 60 * (1 - np.eye(len(places), dtype=np.int32))
    return RoutingProblem(
        shipments=shipments,
        vehicles=(vehicle,),
        warehouses=(Warehouse(warehouse_id=_HOME, lat=0.0, lon=0.0),),
        travel=FleetTravel(
            travels=(static_travel(places, apart, apart),), of_vehicle={vehicle.vehicle_id: 0}
        ),
        currency="EUR",
    )
