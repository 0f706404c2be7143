"""Every cost added up again from the data, exact, each part rounded half to even once."""

from collections import defaultdict
from collections.abc import Iterator
from decimal import Decimal

from domain.checks.facts import Facts
from domain.checks.finding import Finding, at, found
from domain.checks.numbers import is_sound
from domain.checks.times import late_s
from domain.checks.tour import Tour, legs_of
from domain.plan import Summary, Unassigned
from domain.units import METRES_PER_KM, SECONDS_PER_HOUR, minor_units


def cost_fixed(facts: Facts, tour: Tour) -> Iterator[Finding]:
    """A route costs its vehicle's fixed cost."""
    real = _minor(facts, tour.vehicle.fixed_cost)
    yield from _wrong_cost(facts, tour, tour.route.cost.fixed_minor, real)


def cost_distance(facts: Facts, tour: Tour) -> Iterator[Finding]:
    """A route costs its kilometres."""
    real = tour.vehicle.cost_per_km * tour.route.distance_m / METRES_PER_KM
    yield from _wrong_cost(facts, tour, tour.route.cost.distance_minor, _minor(facts, real))


def cost_toll(facts: Facts, tour: Tour) -> Iterator[Finding]:
    """A route costs what the zones on its legs charge; one that has no way is reported for that."""
    real = 0
    for leg in legs_of(tour):
        pair, travel = facts.reachable_pair(leg), facts.travel_of(leg)
        if pair is None or travel is None:
            return
        real += travel.toll_minor(*pair, leg.departs_s)
    yield from _wrong_cost(facts, tour, tour.route.cost.toll_minor, real)


def cost_time(facts: Facts, tour: Tour) -> Iterator[Finding]:
    """A route costs its hours from start to end, waiting and breaks included."""
    span_s = max(0, tour.route.end_s - tour.route.start_s)
    real = tour.vehicle.cost_per_hour * span_s / SECONDS_PER_HOUR
    yield from _wrong_cost(facts, tour, tour.route.cost.time_minor, _minor(facts, real))


def cost_overtime(facts: Facts, tour: Tour) -> Iterator[Finding]:
    """A route costs its hours after the shift's end once more, at the overtime rate."""
    over_s = max(0, tour.route.end_s - facts.elapsed_s(tour.vehicle.shift_end_s))
    real = tour.vehicle.overtime_cost_per_hour * over_s / SECONDS_PER_HOUR
    yield from _wrong_cost(facts, tour, tour.route.cost.overtime_minor, _minor(facts, real))


def cost_late(facts: Facts, tour: Tour) -> Iterator[Finding]:
    """A route costs what its late orders cost, each rounded by itself."""
    real = sum(
        _minor(facts, order.late_cost_per_hour * late_s(facts, visit, order) / SECONDS_PER_HOUR)
        for visit in tour.visits()
        for order in facts.orders_of(visit.stop)
    )
    yield from _wrong_cost(facts, tour, tour.route.cost.late_minor, real)


def cost_shortage(facts: Facts, left_out: Unassigned) -> Iterator[Finding]:
    """An order left out costs its own figure, or its goods' value times the shortage share.

    Where the order names no figure, the settings' least cost holds at least.
    """
    order = facts.all_orders.get(left_out.order_id)
    if order is None or not is_sound(left_out):
        return
    settings = facts.dataset.settings
    value = sum(
        (
            facts.all_products[line.sku].unit_value * line.units
            for line in facts.lines[order.order_id]
        ),
        Decimal(0),
    )
    by_value = max(settings.unassigned_cost, value * Decimal(str(settings.shortage_cost_share)))
    own = order.unassigned_cost
    real, said = _minor(facts, by_value if own is None else own), left_out.cost_minor
    if said != real:
        yield found(
            at(order=order.order_id),
            abs(said - real),
            order_id=order.order_id,
            said=facts.money(said),
            real=facts.money(real),
        )


def cost_handling(facts: Facts, said: Summary) -> Iterator[Finding]:
    """Every order served costs its warehouse's handling, each rounded by itself."""
    warehouses = facts.all_warehouses
    real = sum(
        _minor(facts, warehouses[shipped.warehouse_id].handling_cost_per_order)
        for shipped in facts.shipped()
        if shipped.warehouse_id in warehouses
    )
    yield from _wrong_total(facts, said.cost_minor.handling, real)


def cost_holding(facts: Facts, said: Summary) -> Iterator[Finding]:
    """A warehouse costs one day's holding of what stays on hand when the deliveries have left."""
    stays: dict[tuple[str, str], int] = defaultdict(int)
    for level in facts.dataset.stock or ():
        stays[level.warehouse_id, level.sku] += level.on_hand_units
    if facts.dataset.stock is not None:
        for key, units in facts.shipped_units.items():
            stays[key] -= units
    volume_m3: dict[str, Decimal] = defaultdict(Decimal)
    for (warehouse_id, sku), units in stays.items():
        unit_volume_m3 = facts.all_products[sku].unit_volume_m3
        volume_m3[warehouse_id] += Decimal(str(unit_volume_m3)) * units
    real = sum(
        _minor(facts, warehouse.holding_cost_per_m3_day * volume_m3[warehouse.warehouse_id])
        for warehouse in facts.dataset.warehouses
    )
    yield from _wrong_total(facts, said.cost_minor.holding, real)


def _minor(facts: Facts, amount: Decimal) -> int:
    return minor_units(amount, facts.dataset.settings.currency)


def _wrong_cost(facts: Facts, tour: Tour, said: int, real: int) -> Iterator[Finding]:
    if said != real:
        words = {"said": facts.money(said), "real": facts.money(real)}
        yield found(tour.where, abs(said - real), vehicle_id=tour.route.vehicle_id, **words)


def _wrong_total(facts: Facts, said: int, real: int) -> Iterator[Finding]:
    if said != real:
        words = {"said": facts.money(said), "real": facts.money(real)}
        yield found("summary", abs(said - real), **words)
