"""A lawful plan of the small day, and the arithmetic to make others like it.

What a planner decides stands here as literals: who goes where, when, how long service takes and how
late it is. Only sums are computed.
"""

import datetime
from collections.abc import Sequence
from dataclasses import dataclass, replace
from decimal import ROUND_HALF_EVEN, Decimal
from typing import Any

from domain.dataset import Dataset
from domain.geo import Location
from domain.message import message
from domain.plan import (
    Allocation,
    Break,
    CostSummary,
    Origin,
    Plan,
    Route,
    RouteCost,
    Stop,
    StopKind,
    Summary,
    Unassigned,
)
from domain.supply import ReplenishmentLine
from domain.travel import FleetTravel, Travel, order_place, pickup_place, warehouse_place
from tests.domain.small_data import (
    DAY,
    WAREHOUSES_AT,
    at,
    degrees,
    small_dataset,
    small_travel,
)

SHIPS = {"O1": "W1", "O2": "W1", "O3": "W1", "O4": "W1", "O5": "W1", "O6": "W2", "O7": "W2"}

UNASSIGNED = (
    Unassigned(order_id="O8", reason=message("unassigned.no_time"), cost_minor=3_550),
    Unassigned(order_id="O9", reason=message("unassigned.no_time"), cost_minor=9_165),
)

REPLENISHMENT = (
    ReplenishmentLine(
        from_id="S1",
        to_id="W1",
        sku="A",
        units=24,
        order_date=DAY,
        due_date=DAY + datetime.timedelta(days=2),
        cost_minor=26_500,
        explanation=message("replenish.why"),
    ),
)

TRANSFERS = (
    ReplenishmentLine(
        from_id="W1",
        to_id="W2",
        sku="A",
        units=12,
        order_date=DAY,
        due_date=DAY + datetime.timedelta(days=1),
        cost_minor=750,
        explanation=message("replenish.why"),
    ),
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Halt:
    """What a planner decides about a stop: whom it serves, and how long each part takes.

    `rest_s` is a break right after service.
    """

    orders: tuple[str, ...] = ()
    fetches: bool = False
    reload_at: str = ""
    wait_s: int = 0
    service_s: int
    rest_s: int = 0
    late_s: int = 0


def small_routes(dataset: Dataset, travel: FleetTravel[Travel]) -> tuple[Route, ...]:
    """V1 waits for a second window and rests; V2 is late and reloads; V3 ends open, in overtime."""
    v1 = (
        Halt(orders=("O1", "O2"), service_s=720),
        Halt(orders=("O3",), wait_s=6_075, service_s=600, rest_s=1_800),
    )
    v2 = (
        Halt(orders=("O4",), service_s=360, late_s=60),
        Halt(reload_at="W1", service_s=900),
        Halt(orders=("O5",), service_s=420),
    )
    v3 = (
        Halt(orders=("O6",), service_s=300),
        Halt(orders=("O7",), service_s=300),
    )
    return (
        timed_route(dataset, travel, "V1", at(7, 55, 30), v1),
        timed_route(dataset, travel, "V2", at(7, 35), v2),
        timed_route(dataset, travel, "V3", at(8), v3),
    )


def small_plan() -> Plan:
    dataset = small_dataset()
    return plan_of(dataset, small_routes(dataset, small_travel()))


def timed_route(
    dataset: Dataset,
    fleet_travel: FleetTravel[Travel],
    vehicle_id: str,
    start_s: int,
    halts: Sequence[Halt],
) -> Route:
    """A vehicle's route through some stops, with times, loads and costs added up."""
    travel = fleet_travel.of(vehicle_id)
    vehicle = next(v for v in dataset.vehicles if v.vehicle_id == vehicle_id)
    place, time_s, stops, breaks = warehouse_place(vehicle.warehouse_id), start_s, [], []
    for halt in halts:
        there = _place(halt)
        stop = _stop(dataset, travel, place, time_s, halt)
        served_s = stop.departure_s - halt.rest_s
        if halt.rest_s:
            breaks.append(Break(start_s=served_s, end_s=stop.departure_s))
        stops.append(stop)
        place, time_s = there, stop.departure_s
    back_s, back_m = 0, 0
    if vehicle.ends_at is not None:
        home = warehouse_place(vehicle.ends_at)
        back_s, back_m = _leg(travel, place, home, time_s)
    loaded = _with_loads(dataset, stops)
    return costed(
        dataset,
        Route(
            vehicle_id=vehicle_id,
            warehouse_id=vehicle.warehouse_id,
            end_warehouse_id=vehicle.ends_at or "",
            start_s=start_s,
            end_s=time_s + back_s,
            stops=loaded,
            breaks=tuple(breaks),
            return_drive_s=back_s,
            return_distance_m=back_m,
            drive_s=sum(stop.drive_s for stop in stops) + back_s,
            distance_m=sum(stop.distance_m for stop in stops) + back_m,
            load_m3=sum(_load(dataset, o)[0] for o in _orders_of(stops)),
            load_kg=sum(_load(dataset, o)[1] for o in _orders_of(stops)),
            cost=RouteCost(
                fixed_minor=0, distance_minor=0, time_minor=0, overtime_minor=0, late_minor=0
            ),
        ),
    )


def costed(dataset: Dataset, route: Route) -> Route:
    """A route with its cost, as its times and distances stand."""
    vehicle = next(v for v in dataset.vehicles if v.vehicle_id == route.vehicle_id)
    late_cost = {o.order_id: o.late_cost_per_hour for o in dataset.orders}
    over_s = max(0, route.end_s - vehicle.shift_end_s)
    cost = RouteCost(
        fixed_minor=cents(vehicle.fixed_cost),
        distance_minor=cents(vehicle.cost_per_km * route.distance_m / 1_000),
        time_minor=cents(vehicle.cost_per_hour * (route.end_s - route.start_s) / 3_600),
        overtime_minor=cents(vehicle.overtime_cost_per_hour * over_s / 3_600),
        late_minor=sum(
            cents(late_cost[order_id] * stop.late_s / 3_600)
            for stop in route.stops
            for order_id in stop.order_ids
        ),
    )
    return replace(route, cost=cost)


def plan_of(
    dataset: Dataset,
    routes: Sequence[Route],
    *,
    unassigned: Sequence[Unassigned] = UNASSIGNED,
    replenishment: Sequence[ReplenishmentLine] = REPLENISHMENT,
    transfers: Sequence[ReplenishmentLine] = TRANSFERS,
    **facts: Any,
) -> Plan:
    """The plan of some routes, with its figures added up."""
    ships = dict(pair for route in routes for pair in ships_of(route))
    allocation = tuple(
        Allocation(order_id=o, warehouse_id=w, explanation=message("allocation.nearest"))
        for o, w in ships.items()
    )
    lines = (*replenishment, *transfers)
    figures = _figures(dataset, routes, unassigned, sum(line.cost_minor for line in lines))
    plan = Plan(
        day=DAY,
        timezone="Europe/Berlin",
        currency="EUR",
        origin=Origin(dataset_name="small", dataset_fingerprint=dataset.fingerprint, seed=1),
        summary=figures,
        routes=tuple(routes),
        unassigned=tuple(unassigned),
        allocation=allocation,
        replenishment=tuple(replenishment),
        transfers=tuple(transfers),
    )
    return replace(plan, **facts)


def cents(amount: Decimal) -> int:
    return int((amount * 100).quantize(Decimal(1), rounding=ROUND_HALF_EVEN))


def ships_of(route: Route) -> list[tuple[str, str]]:
    """Orders of a route, each once, with the warehouse that loads the vehicle before it."""
    ships: dict[str, str] = {}
    warehouse_id = route.warehouse_id
    for stop in route.stops:
        warehouse_id = stop.warehouse_id or warehouse_id
        for order_id in stop.order_ids:
            ships.setdefault(order_id, warehouse_id)
    return list(ships.items())


def _place(halt: Halt) -> str:
    if halt.reload_at:
        return warehouse_place(halt.reload_at)
    return (pickup_place if halt.fetches else order_place)(halt.orders[0])


def _stop(dataset: Dataset, travel: Travel, place: str, left_s: int, halt: Halt) -> Stop:
    drive_s, distance_m = _leg(travel, place, _place(halt), left_s)
    kind = StopKind.RELOAD if halt.reload_at else StopKind.DELIVERY
    if halt.reload_at:
        location = Location(**degrees(WAREHOUSES_AT[halt.reload_at]))
    else:
        order = next(o for o in dataset.orders if o.order_id == halt.orders[0])
        location = order.pickup_location if halt.fetches else order.location
    return Stop(
        kind=StopKind.PICKUP if halt.fetches else kind,
        order_ids=halt.orders,
        warehouse_id=halt.reload_at,
        location=location,
        drive_s=drive_s,
        distance_m=distance_m,
        arrival_s=left_s + drive_s,
        wait_s=halt.wait_s,
        service_s=halt.service_s,
        departure_s=left_s + drive_s + halt.wait_s + halt.service_s + halt.rest_s,
        late_s=halt.late_s,
    )


def _leg(travel: Travel, origin: str, destination: str, left_s: int) -> tuple[int, int]:
    pair = travel.index(origin), travel.index(destination)
    return travel.duration_s(*pair, left_s), travel.distance_m(*pair, left_s)


def _load(dataset: Dataset, order_id: str) -> tuple[float, float]:
    products = {product.sku: product for product in dataset.products}
    lines = [line for line in dataset.order_lines if line.order_id == order_id]
    m3 = sum(products[line.sku].unit_volume_m3 * line.units for line in lines)
    return m3, sum(products[line.sku].unit_weight_kg * line.units for line in lines)


def _orders_of(stops: Sequence[Stop]) -> list[str]:
    """Orders of some stops, each once."""
    return list(dict.fromkeys(order_id for stop in stops for order_id in stop.order_ids))


def _with_loads(dataset: Dataset, stops: Sequence[Stop]) -> tuple[Stop, ...]:
    """Stops with what is on board after each."""
    return tuple(
        replace(
            stop,
            load_m3=sum(_load(dataset, o)[0] for o in _aboard(stops, number)),
            load_kg=sum(_load(dataset, o)[1] for o in _aboard(stops, number)),
        )
        for number, stop in enumerate(stops)
    )


def _aboard(stops: Sequence[Stop], number: int) -> set[str]:
    """Orders on board when leaving a stop: fetched since the last reload, or still to bring."""
    reloads = [i for i, stop in enumerate(stops) if stop.kind == StopKind.RELOAD]
    first = max((i for i in reloads if i <= number), default=-1) + 1
    end = min((i for i in reloads if i > number), default=len(stops))
    aboard: set[str] = set()
    for stop in reversed(stops[number + 1 : end]):
        aboard |= set(stop.order_ids) if stop.kind == StopKind.DELIVERY else set()
        aboard -= set(stop.order_ids) if stop.kind == StopKind.PICKUP else set()
    for i, stop in enumerate(stops[first : number + 1], start=first):
        if stop.kind == StopKind.PICKUP:
            brought = {
                order_id
                for later in stops[i + 1 : number + 1]
                if later.kind == StopKind.DELIVERY
                for order_id in later.order_ids
            }
            aboard |= set(stop.order_ids) - brought
    return aboard


def _figures(
    dataset: Dataset, routes: Sequence[Route], unassigned: Sequence[Unassigned], purchase: int
) -> Summary:
    stops = [stop for route in routes for stop in route.stops]
    served = {order_id for route in routes for order_id in route.order_ids}
    units = {o.order_id: 0 for o in dataset.orders}
    for line in dataset.order_lines:
        units[line.order_id] += line.units
    return Summary(
        cost_minor=_costs(dataset, routes, unassigned, purchase),
        distance_m=sum(route.distance_m for route in routes),
        drive_s=sum(route.drive_s for route in routes),
        wait_s=sum(stop.wait_s for stop in stops),
        late_s=sum(stop.late_s for stop in stops),
        co2_g=sum(round(Decimal("210.5") * r.distance_m / 1_000) for r in routes),
        orders_served=len(served),
        orders_unassigned=len(unassigned),
        units_ordered=sum(units[o.order_id] for o in dataset.orders if o.due_date == DAY),
        units_served=sum(units.get(order_id, 0) for order_id in served),
        vehicles_used=len({route.vehicle_id for route in routes}),
    )


def _costs(
    dataset: Dataset, routes: Sequence[Route], unassigned: Sequence[Unassigned], purchase: int
) -> CostSummary:
    warehouses = {w.warehouse_id: w for w in dataset.warehouses}
    kinds = {order.order_id: order.kind for order in dataset.orders}
    shipped = [pair for route in routes for pair in ships_of(route) if pair[0] in kinds]
    handled = [cents(warehouses[w].handling_cost_per_order) for _, w in shipped]
    return CostSummary(
        fixed=sum(route.cost.fixed_minor for route in routes),
        distance=sum(route.cost.distance_minor for route in routes),
        toll=sum(route.cost.toll_minor for route in routes),
        time=sum(route.cost.time_minor for route in routes),
        overtime=sum(route.cost.overtime_minor for route in routes),
        late=sum(route.cost.late_minor for route in routes),
        handling=sum(handled),
        shortage=sum(order.cost_minor for order in unassigned),
        holding=_holding(dataset, [s for s in shipped if kinds[s[0]] == "delivery"]),
        purchase=purchase,
    )


def _holding(dataset: Dataset, shipped: Sequence[tuple[str, str]]) -> int:
    volume = {p.sku: Decimal(str(p.unit_volume_m3)) for p in dataset.products}
    total = 0
    for warehouse in dataset.warehouses if dataset.stock is not None else ():
        name = warehouse.warehouse_id
        stays = [(s.sku, s.on_hand_units) for s in dataset.stock or () if s.warehouse_id == name]
        gone = [o for o, w in shipped if w == name]
        stays += [
            (line.sku, -line.units * gone.count(line.order_id)) for line in dataset.order_lines
        ]
        m3 = sum((volume[sku] * units for sku, units in stays), Decimal(0))
        total += cents(m3 * warehouse.holding_cost_per_m3_day)
    return total
