"""Routes on exact times: every drive is that of its hour, and no hard rule is broken by it."""

from dataclasses import replace

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from domain.driving import Driving
from domain.message import message
from domain.orders import ORDER_KINDS, TimeWindow
from domain.plan import Route, Unassigned
from domain.routing_problem import RoutingProblem, Shipment
from domain.travel import FleetTravel, warehouse_place
from domain.warehouses import Warehouse
from maps.driving.conditions import road_conditions
from maps.driving.exact_travel import ExactTravel
from maps.driving.travel_times import road_travel
from maps.driving.turns import TurnCosts
from optimizer.routing.engine import EndReason
from optimizer.routing.insertion import Allowance, insert_left_out
from optimizer.routing.problem_view import view_of
from optimizer.routing.routing_result import RoutingResult, Termination
from optimizer.routing.settle import left_out, routes_of
from planning.retime import Retimed, retime
from tests.maps.road_worlds import traffic_of
from tests.maps.small_networks import Street, location, network_of
from tests.optimizer.routing.build import Case, parcel, van
from tests.optimizer.routing.recheck import broken_rules, place_of

SIDE = 7
TOWN = network_of(
    [(x, y) for y in range(SIDE) for x in range(SIDE)],
    [
        Street(a, a + step, None, 10.0, False)
        for a in range(SIDE * SIDE)
        for step, there in ((1, a % SIDE < SIDE - 1), (SIDE, a < SIDE * (SIDE - 1)))
        if there
    ],
)
"""A square of streets about 50 m apart, driven at 10 km/h."""

NIGHT_S, RUSH_S, NOON_S = 0, 8 * 3600 + 600, 9 * 3600
TRAFFIC = traffic_of([NIGHT_S, RUSH_S, NOON_S], [1.0, 0.25, 0.8])


def _day(
    doors: list[tuple[float, float]],
    windows: list[int],
    *,
    optimism: float,
    kinds: tuple[str, ...] = (),
) -> tuple[Case, FleetTravel[ExactTravel]]:
    """A day whose matrices say less time than the roads take; orders are deliveries if not said."""
    orders = tuple(
        _order(f"O{i}", kind, closes_s)
        for i, (kind, closes_s) in enumerate(
            zip(kinds or ("delivery",) * len(doors), windows, strict=True)
        )
    )
    places = [(warehouse_place("W1"), location(3, 3))]
    for order, (x, y) in zip(orders, doors, strict=True):
        places += [(fetched, location(SIDE - 1 - x, y)) for fetched in order.places[:-1]]
        places.append((order.place, location(x, y)))
    conditions = road_conditions(TOWN, Driving(), TRAFFIC, turns=TurnCosts())
    found = road_travel(conditions, places)
    drive_s = np.ceil(found.travel.drive_s * optimism).astype(np.int32)
    shift = {"shift_start_s": 8 * 3600, "shift_end_s": 10 * 3600}
    vehicles = tuple(van(f"V{i}", capacity_m3=3.0, max_trips=2, **shift) for i in range(2))
    of_vehicle = {vehicle.vehicle_id: 0 for vehicle in vehicles}
    problem = RoutingProblem(
        shipments=orders,
        vehicles=vehicles,
        warehouses=(Warehouse(warehouse_id="W1", lat=0.0, lon=0.0),),
        travel=FleetTravel(
            travels=(replace(found.travel, drive_s=drive_s),), of_vehicle=of_vehicle
        ),
        currency="EUR",
    )
    names = tuple(name for name, _ in places)
    exact = ExactTravel(places=names, conditions=conditions, snapped=found.snapped)
    return Case(problem=problem, locations=dict(places)), FleetTravel(
        travels=(exact,), of_vehicle=of_vehicle
    )


def _order(order_id: str, kind: str, closes_s: int) -> Shipment:
    windows = (TimeWindow(8 * 3600, 8 * 3600 + closes_s),)
    fetched = {"pickup_windows": windows} if kind == "transport" else {}
    return parcel(order_id, kind=kind, windows=windows, service_s=60, **fetched)


def _planned(made: Case) -> tuple[tuple[Route, ...], list[str]]:
    """Routes by the matrices, and the orders that find no place on them."""
    view = view_of(made.problem, made.locations)
    everything = tuple(shipment.order_id for shipment in made.problem.shipments)
    plan = insert_left_out(view, {}, everything, Allowance(2_000))
    return routes_of(view, plan), [order.order_id for order in left_out(view, plan)]


def _answer(found: Retimed, missing: list[str]) -> RoutingResult:
    lost = {order.order_id for order in found.unassigned}
    assert not lost & set(missing)
    others = [_out(order_id) for order_id in missing]
    return RoutingResult(
        routes=found.routes,
        unassigned=(*found.unassigned, *others),
        engine="",
        termination=Termination(reason=EndReason.STOPPED, seconds=0.0),
    )


def _out(order_id: str) -> Unassigned:
    return Unassigned(order_id=order_id, reason=message("unassigned.no_place_found"), cost_minor=0)


@settings(max_examples=15)
@given(
    st.lists(st.tuples(st.integers(0, 6), st.integers(0, 6)), min_size=1, max_size=8, unique=True),
    st.lists(st.integers(300, 3_000), min_size=8, max_size=8),
    st.sampled_from([0.5, 0.9, 1.0]),
    st.lists(st.sampled_from(ORDER_KINDS), min_size=8, max_size=8),
)
def test_every_drive_is_exact_and_every_rule_is_kept(
    doors: list[tuple[int, int]], closes_s: list[int], optimism: float, kinds: list[str]
) -> None:
    made, exact = _day(
        [(x + 0.3, y) for x, y in doors],
        closes_s[: len(doors)],
        optimism=optimism,
        kinds=tuple(kinds[: len(doors)]),
    )
    routes, missing = _planned(made)
    found = retime(made.problem, made.locations, exact, routes, ())
    judged = Case(problem=replace(made.problem, travel=exact), locations=made.locations)  # type: ignore[arg-type]
    assert broken_rules(judged, _answer(found, missing)) == []
    for route in found.routes:
        _check_drives(route, exact.of(route.vehicle_id))


def _check_drives(route: Route, exact: ExactTravel) -> None:
    """Every drive of a route takes what the exact search says at its hour, to the second."""
    here, leaves_s = exact.index(warehouse_place("W1")), route.start_s
    for stop in route.stops:
        door = exact.index(place_of(stop))
        assert stop.drive_s == exact.duration_s(here, door, leaves_s)
        assert stop.distance_m == exact.distance_m(here, door, leaves_s)
        here, leaves_s = door, stop.departure_s
    home = exact.index(warehouse_place("W1"))
    assert route.return_drive_s == exact.duration_s(here, home, leaves_s)


def test_an_order_that_only_rounded_times_admit_is_moved_or_left_out() -> None:
    """Both far doors fit one van by half the true times; by the true ones each needs its own."""
    made, exact = _day([(0.2, 0), (6, 5.8), (0.2, 1)], [420, 420, 420], optimism=0.4)
    routes, missing = _planned(made)
    assert missing == []
    found = retime(made.problem, made.locations, exact, routes, ())
    served = {order_id for route in found.routes for order_id in route.order_ids}
    lost = {order.order_id for order in found.unassigned}
    assert served | lost == {"O0", "O1", "O2"}
    assert set(found.moved) <= served
    assert {order.reason.code for order in found.unassigned} <= {"unassigned.by_exact_times"}
    assert found.moved or lost, "the example is too easy"


def test_where_times_are_exact_already_nothing_moves() -> None:
    made, exact = _day([(1.2, 0), (4.5, 6)], [3_000, 3_000], optimism=1.0)
    routes, _ = _planned(made)
    found = retime(made.problem, made.locations, exact, routes, ())
    assert found.moved == ()
    assert found.unassigned == ()
    assert {r.vehicle_id: r.order_ids for r in found.routes} == {
        r.vehicle_id: r.order_ids for r in routes
    }


def test_the_hour_at_which_a_route_started_is_not_lost() -> None:
    """Whatever start the routes come with, the exact ones cost no more than by starting then."""
    made, exact = _day([(1.2, 0), (4.5, 6)], [3_000, 3_000], optimism=1.0)
    routes, _ = _planned(made)
    usual = retime(made.problem, made.locations, exact, routes, ()).routes
    for start_s in range(8 * 3600, 8 * 3600 + 1_500, 300):
        moved = [replace(route, start_s=start_s) for route in routes]
        found = retime(made.problem, made.locations, exact, moved, ()).routes
        pairs = zip(found, usual, strict=True)
        assert all(one.cost.total_minor <= other.cost.total_minor for one, other in pairs)
