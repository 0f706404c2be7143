"""Every rule of a routing result looked at again, from the problem alone, in the plainest way."""

from collections.abc import Iterator, Sequence
from decimal import ROUND_HALF_EVEN, Decimal

from domain.fleet import Vehicle
from domain.orders import TimeWindow
from domain.plan import Route, Stop, StopKind
from domain.routing_problem import Shipment
from domain.travel import order_place, pickup_place, warehouse_place
from optimizer.routing.routing_result import RoutingResult
from tests.optimizer.routing.build import Case
from tests.optimizer.routing.recheck_trips import broken_trips

NOISE = 1e-6


def broken_rules(made: Case, result: RoutingResult) -> list[str]:
    """What a result breaks, in words."""
    found = list(_served_once(made, result))
    for route in result.routes:
        found += [f"{route.vehicle_id}: {rule}" for rule in broken_on(made, route)]
    return found


def broken_on(made: Case, route: Route) -> list[str]:
    """What one route breaks, in words."""
    vehicle = next(v for v in made.problem.vehicles if v.vehicle_id == route.vehicle_id)
    return [
        *_broken_fit(made, vehicle, route),
        *broken_trips(made, vehicle, route),
        *_broken_positions(made, route),
        *_broken_clock(made, vehicle, route),
        *_broken_breaks(vehicle, route),
        *_broken_costs(made, vehicle, route),
    ]


def _served_once(made: Case, result: RoutingResult) -> Iterator[str]:
    served = [order_id for route in result.routes for order_id in route.order_ids]
    unassigned = [order.order_id for order in result.unassigned]
    if sorted(served + unassigned) != sorted(s.order_id for s in made.problem.shipments):
        yield "an order is not served once or left out once"
    if any(not order.reason.code for order in result.unassigned):
        yield "an order is left out without a reason"
    if len({route.vehicle_id for route in result.routes}) != len(result.routes):
        yield "a vehicle drives twice"
    groups = {
        (order.same_vehicle_group, route.vehicle_id)
        for route in result.routes
        for order in _orders(made, route.order_ids)
        if order.same_vehicle_group
    }
    if len({group for group, _ in groups}) != len(groups):
        yield "a group rides on two vehicles"


def _broken_fit(made: Case, vehicle: Vehicle, route: Route) -> Iterator[str]:
    stops = sum(stop.kind is not StopKind.RELOAD for stop in route.stops)
    sums: dict[str, tuple[float, float | None]] = {
        "stops": (stops, vehicle.max_stops),
        "distance": (route.distance_m, vehicle.max_distance_m),
        "shift end": (route.end_s, vehicle.shift_end_s + vehicle.max_overtime_s),
    }
    yield from (name for name, (n, most) in sums.items() if most is not None and n > most + NOISE)
    if route.start_s < vehicle.shift_start_s:
        yield "start"
    territories = vehicle.zone_ids & made.problem.territories
    for order in _orders(made, route.order_ids):
        if order.locked_vehicle_id not in {"", vehicle.vehicle_id}:
            yield "lock"
        if not order.requirements <= vehicle.equipment:
            yield "equipment"
        if vehicle.carries and not order.goods_classes <= vehicle.carries:
            yield "goods class"
        if territories and order.territory not in territories:
            yield "territory"


def _broken_positions(made: Case, route: Route) -> Iterator[str]:
    doors = [stop for stop in route.stops if stop.kind is not StopKind.RELOAD]
    for number, stop in enumerate(doors, start=1):
        for order in _orders(made, stop.order_ids):
            is_own_door = order.kind != "transport" or stop.kind is StopKind.DELIVERY
            if is_own_door and order.locked_position not in {None, number}:
                yield "position"


def _broken_clock(made: Case, vehicle: Vehicle, route: Route) -> Iterator[str]:
    travel = made.problem.travel.of(vehicle.vehicle_id)
    place, leave_s = travel.index(warehouse_place(vehicle.warehouse_id)), route.start_s
    metres, tolls, set_up_s, before = 0, 0, 0, None
    yield from _closed(made, vehicle.warehouse_id, route.start_s)
    for stop in route.stops:
        door = travel.index(place_of(stop))
        if stop.drive_s != travel.duration_s(place, door, leave_s):
            yield "drive time"
        if stop.distance_m != travel.distance_m(place, door, leave_s):
            yield "drive distance"
        if stop.arrival_s != leave_s + stop.drive_s or stop.wait_s < 0:
            yield "arrival"
        if stop.kind is StopKind.RELOAD:
            yield from _broken_reload(made, vehicle, stop)
            set_up_s, before = 0, None
        else:
            set_up_s = set_up_s if before == stop.location else 0
            yield from _broken_service(_orders(made, stop.order_ids), stop, set_up_s)
            longest_s = max(order.setup_s for order in _orders(made, stop.order_ids))
            set_up_s, before = max(set_up_s, longest_s), stop.location
        done_s = stop.arrival_s + stop.wait_s + stop.service_s
        if stop.departure_s != max([done_s, *_ends_after(route, stop)]):
            yield "departure"
        tolls += travel.toll_minor(place, door, leave_s)
        place, leave_s, metres = door, stop.departure_s, metres + stop.distance_m
    if vehicle.ends_at is not None:
        end = travel.index(warehouse_place(vehicle.ends_at))
        if route.return_drive_s != travel.duration_s(place, end, leave_s):
            yield "way back"
        metres += travel.distance_m(place, end, leave_s)
        tolls += travel.toll_minor(place, end, leave_s)
        yield from _closed(made, vehicle.ends_at, route.end_s)
    if route.cost.toll_minor != tolls:
        yield "toll"
    if (route.end_s, route.distance_m) != (leave_s + route.return_drive_s, metres):
        yield "end"


def _broken_reload(made: Case, vehicle: Vehicle, stop: Stop) -> Iterator[str]:
    if stop.service_s != vehicle.reload_s or stop.late_s or stop.order_ids:
        yield "reload"
    yield from _closed(made, stop.warehouse_id, stop.arrival_s + stop.wait_s)
    yield from _closed(made, stop.warehouse_id, stop.departure_s)


def _broken_service(orders: Sequence[Shipment], stop: Stop, set_up_s: int) -> Iterator[str]:
    longest_s = max(order.setup_s for order in orders)
    needs_s = max(0, longest_s - set_up_s) + sum(order.service_s for order in orders)
    if stop.service_s != needs_s:
        yield "service time"
    begin_s, late_s = stop.arrival_s + stop.wait_s, 0
    for order in orders:
        windows, is_soft = _windows(order, stop)
        in_window = any(w.start_s <= begin_s <= w.end_s for w in windows)
        is_late = begin_s > windows[-1].end_s
        late_s = max(late_s, begin_s - windows[-1].end_s)
        if not in_window and not (is_soft and is_late):
            yield "time window"
    if stop.late_s != late_s:
        yield "lateness"


def _closed(made: Case, warehouse_id: str, time_s: int) -> Iterator[str]:
    """Hours come again every day; those of these tests never span midnight."""
    warehouse = next(w for w in made.problem.warehouses if w.warehouse_id == warehouse_id)
    days = (warehouse.close_time_s - warehouse.open_time_s) >= 24 * 3600
    if not days and not warehouse.open_time_s <= time_s % 86_400 <= warehouse.close_time_s:
        yield "warehouse closed"


def _ends_after(route: Route, stop: Stop) -> list[int]:
    done_s = stop.arrival_s + stop.wait_s + stop.service_s
    return [b.end_s for b in route.breaks if done_s <= b.start_s < stop.departure_s]


def _broken_breaks(vehicle: Vehicle, route: Route) -> Iterator[str]:
    latest_s = vehicle.break_latest_s
    is_due = latest_s is None or route.start_s <= latest_s < route.end_s
    if vehicle.break_s > 0 and is_due:
        first_s = vehicle.break_earliest_s or 0
        last_s = route.end_s if latest_s is None else latest_s
        good = [b for b in route.breaks if first_s <= b.start_s <= last_s]
        if max((b.end_s - b.start_s for b in good), default=0) < vehicle.break_s:
            yield "break not taken"
    for rest in route.breaks:
        if not any(_is_at(rest.start_s, rest.end_s, stop) for stop in route.stops):
            yield "break while serving or driving"


def _is_at(start_s: int, end_s: int, stop: Stop) -> bool:
    begin_s = stop.arrival_s + stop.wait_s
    is_before = stop.arrival_s <= start_s and end_s <= begin_s
    return is_before or (begin_s + stop.service_s <= start_s and end_s <= stop.departure_s)


def _broken_costs(made: Case, vehicle: Vehicle, route: Route) -> Iterator[str]:
    late = 0
    for stop in route.stops:
        for order in _orders(made, stop.order_ids):
            if _windows(order, stop)[0] == order.windows:
                late_s = max(0, stop.arrival_s + stop.wait_s - order.windows[-1].end_s)
                late += _whole(Decimal(order.late_cost_per_hour_minor * late_s) / 3600)
    over_s = max(0, route.end_s - vehicle.shift_end_s)
    parts = (
        _whole(vehicle.fixed_cost * 100),
        _whole(vehicle.cost_per_km * route.distance_m / 10),
        _whole(vehicle.cost_per_hour * (route.end_s - route.start_s) / 36),
        _whole(vehicle.overtime_cost_per_hour * over_s / 36),
        late,
    )
    cost = route.cost
    said = (
        cost.fixed_minor, cost.distance_minor, cost.time_minor, cost.overtime_minor,
        cost.late_minor,
    )  # fmt: skip
    if said != parts:
        yield f"cost {said} instead of {parts}"


def _orders(made: Case, order_ids: Sequence[str]) -> list[Shipment]:
    return [s for i in order_ids for s in made.problem.shipments if s.order_id == i]


def place_of(stop: Stop) -> str:
    """Name of the place of a stop: that of its first order."""
    if stop.kind is StopKind.RELOAD:
        return warehouse_place(stop.warehouse_id)
    name = order_place if stop.kind is StopKind.DELIVERY else pickup_place
    return name(stop.order_ids[0])


def _windows(order: Shipment, stop: Stop) -> tuple[tuple[TimeWindow, ...], bool]:
    """When an order may be served at a stop, and whether it may be late."""
    if order.kind == "transport" and stop.kind is StopKind.PICKUP:
        return order.pickup_windows, False
    return order.windows, order.is_soft


def _whole(amount: Decimal) -> int:
    return int(amount.to_integral_value(rounding=ROUND_HALF_EVEN))
