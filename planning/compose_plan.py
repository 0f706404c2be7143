"""From the engines' answers to one plan: costs, figures and the forecast in brief."""

import datetime
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from decimal import Decimal
from importlib.metadata import version

import domain
from domain.dataset import Dataset
from domain.demand_outlook import DemandOutlook
from domain.orders import DELIVERY
from domain.plan import Allocation, CostSummary, Origin, Plan, Route, Summary, Unassigned
from domain.units import METRES_PER_KM, minor_units
from planning.day_roads import DayRoads
from planning.demand_in_plan import demand_parts
from planning.stock_decision import StockPlan


def compose_plan(
    dataset: Dataset,
    day: datetime.date,
    origin: Origin,
    *,
    allocation: Sequence[Allocation],
    routes: Sequence[Route],
    unassigned: Sequence[Unassigned],
    stock_plan: StockPlan,
    outlook: DemandOutlook | None,
) -> Plan:
    """The plan of a day, with its summary, not yet checked."""
    return Plan(
        day=day,
        timezone=dataset.timezone,
        currency=dataset.settings.currency,
        origin=origin,
        summary=_summary(dataset, day, allocation, routes, unassigned, stock_plan),
        routes=tuple(sorted(routes, key=lambda route: route.vehicle_id)),
        unassigned=tuple(sorted(unassigned, key=lambda order: order.order_id)),
        allocation=tuple(sorted(allocation, key=lambda order: order.order_id)),
        replenishment=stock_plan.replenishment,
        transfers=stock_plan.transfers,
        later_supply=stock_plan.later_supply,
        stock_summary=stock_plan.summary,
        stock_alerts=stock_plan.alerts,
        **({} if outlook is None else demand_parts(dataset, outlook)),
    )


def origin_of(dataset: Dataset, roads: DayRoads, seed: int) -> Origin:
    """What a plan is made from, and with."""
    engines = ("ortools", "torch", "numpy", "scipy")
    return Origin(
        dataset_name=dataset.name,
        dataset_fingerprint=dataset.fingerprint,
        roads_name=roads.network.name,
        roads_fingerprint=roads.fingerprint(),
        speeds=roads.question.traffic.source.value,
        seed=seed,
        versions={"wayloom": domain.__version__} | {name: version(name) for name in engines},
    )


def shipped_units(
    dataset: Dataset, allocation: Iterable[Allocation], served: set[str]
) -> dict[tuple[str, str], int]:
    """Units that leave each warehouse with the deliveries served, by warehouse and SKU."""
    delivered = served & {order.order_id for order in dataset.orders if order.kind == DELIVERY}
    lines = dataset.lines_by_order()
    shipped: dict[tuple[str, str], int] = defaultdict(int)
    for order in allocation:
        if order.order_id in delivered:
            for line in lines[order.order_id]:
                shipped[order.warehouse_id, line.sku] += line.units
    return dict(shipped)


def _summary(
    dataset: Dataset,
    day: datetime.date,
    allocation: Sequence[Allocation],
    routes: Sequence[Route],
    unassigned: Sequence[Unassigned],
    stock_plan: StockPlan,
) -> Summary:
    lines = dataset.lines_by_order()
    served = {order_id for route in routes for order_id in route.order_ids}
    stops = [stop for route in routes for stop in route.stops]
    co2 = {vehicle.vehicle_id: vehicle.co2_g_per_km for vehicle in dataset.vehicles_on(day)}
    shipped = shipped_units(dataset, allocation, served)
    return Summary(
        cost_minor=_costs(dataset, allocation, routes, unassigned, stock_plan, served, shipped),
        distance_m=sum(route.distance_m for route in routes),
        drive_s=sum(route.drive_s for route in routes),
        wait_s=sum(stop.wait_s for stop in stops),
        late_s=sum(stop.late_s for stop in stops),
        co2_g=sum(
            round(Decimal(str(co2[route.vehicle_id])) * route.distance_m / METRES_PER_KM)
            for route in routes
        ),
        orders_served=len(served),
        orders_unassigned=len(unassigned),
        units_ordered=sum(
            line.units for order in dataset.orders_due(day) for line in lines[order.order_id]
        ),
        units_served=sum(line.units for order_id in served for line in lines[order_id]),
        vehicles_used=len(routes),
    )


def _costs(
    dataset: Dataset,
    allocation: Sequence[Allocation],
    routes: Sequence[Route],
    unassigned: Sequence[Unassigned],
    stock_plan: StockPlan,
    served: set[str],
    shipped: Mapping[tuple[str, str], int],
) -> CostSummary:
    handling = {
        warehouse.warehouse_id: minor_units(
            warehouse.handling_cost_per_order, dataset.settings.currency
        )
        for warehouse in dataset.warehouses
    }
    return CostSummary(
        fixed=sum(route.cost.fixed_minor for route in routes),
        distance=sum(route.cost.distance_minor for route in routes),
        toll=sum(route.cost.toll_minor for route in routes),
        time=sum(route.cost.time_minor for route in routes),
        overtime=sum(route.cost.overtime_minor for route in routes),
        late=sum(route.cost.late_minor for route in routes),
        handling=sum(handling[a.warehouse_id] for a in allocation if a.order_id in served),
        shortage=sum(order.cost_minor for order in unassigned),
        holding=_holding_minor(dataset, shipped),
        purchase=sum(line.cost_minor for line in stock_plan.lines),
    )


def _holding_minor(dataset: Dataset, shipped: Mapping[tuple[str, str], int]) -> int:
    """One day's holding cost of what stays on hand, rounded once per warehouse."""
    volume = {p.sku: Decimal(str(p.unit_volume_m3)) for p in dataset.products}
    stays_m3: dict[str, Decimal] = defaultdict(Decimal)
    for level in dataset.stock or ():
        stays_m3[level.warehouse_id] += volume[level.sku] * level.on_hand_units
    if dataset.stock is not None:
        for (warehouse_id, sku), units in shipped.items():
            stays_m3[warehouse_id] -= volume[sku] * units
    return sum(
        minor_units(
            stays_m3[warehouse.warehouse_id] * warehouse.holding_cost_per_m3_day,
            dataset.settings.currency,
        )
        for warehouse in dataset.warehouses
    )
