"""Orders to suppliers and transfers: a lane to come by, lots, dates, stock, room and cost.

Both kinds of line obey the same lanes. A lane for any SKU (``*``) stands for one lane per SKU; one
that names the SKU comes before it.
"""

import datetime
import math
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal

from domain.checks.facts import Facts
from domain.checks.finding import Finding, at, found
from domain.checks.numbers import FLOAT_NOISE, is_sound, line_name
from domain.plan import Plan
from domain.products import ANY_SKU, SupplyLane
from domain.supply import ReplenishmentLine
from domain.units import minor_units


@dataclass(frozen=True, slots=True, kw_only=True)
class SupplyLine:
    """A line of the replenishment or of the transfers whose numbers are sound."""

    where: str
    line: ReplenishmentLine
    is_transfer: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class LaneDay:
    """All units of a SKU ordered by one lane on one day."""

    from_id: str
    to_id: str
    sku: str
    day: datetime.date
    units: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Giving:
    """All units of a SKU that a warehouse gives away to other warehouses."""

    warehouse_id: str
    sku: str
    units: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Arriving:
    """Volume of today's orders and moves that comes to a warehouse on a day, beside what is due."""

    warehouse_id: str
    date: datetime.date
    ordered_m3: float
    inbound_m3: float


def supply_lines(facts: Facts) -> Iterator[SupplyLine]:
    """Lines of the replenishment and of the transfers."""
    plan = facts.plan
    for table, lines in (("replenishment", plan.replenishment), ("transfers", plan.transfers)):
        for number, line in enumerate(lines, start=1):
            if is_sound(line):
                where = line_name(table, number, line)
                yield SupplyLine(where=where, line=line, is_transfer=table == "transfers")


def lane_days(facts: Facts) -> Iterator[LaneDay]:
    """What is ordered by each lane on each day."""
    units: dict[tuple[str, str, str, datetime.date], int] = defaultdict(int)
    for supply in supply_lines(facts):
        line = supply.line
        units[line.from_id, line.to_id, line.sku, line.order_date] += line.units
    for (from_id, to_id, sku, day), total in units.items():
        yield LaneDay(from_id=from_id, to_id=to_id, sku=sku, day=day, units=total)


def giving(facts: Facts) -> Iterator[Giving]:
    """What each warehouse gives to others, by SKU."""
    units: dict[tuple[str, str], int] = defaultdict(int)
    for supply in supply_lines(facts):
        if supply.line.from_id in facts.all_warehouses:
            units[supply.line.from_id, supply.line.sku] += supply.line.units
    for (warehouse_id, sku), total in units.items():
        yield Giving(warehouse_id=warehouse_id, sku=sku, units=total)


def supply_lane(facts: Facts, supply: SupplyLine) -> Iterator[Finding]:
    """A line names a SKU and comes by a lane of the data; a transfer comes from a warehouse."""
    line = supply.line
    if line.sku not in facts.all_products:
        yield found(supply.where, 1, "sku", sku=line.sku)
    elif supply.is_transfer and line.from_id not in facts.all_warehouses:
        yield found(supply.where, 1, "giver", sku=line.sku, from_id=line.from_id)
    elif lane_of(facts, line.from_id, line.to_id, line.sku) is None:
        yield found(supply.where, 1, sku=line.sku, from_id=line.from_id, to_id=line.to_id)


def supply_lot(facts: Facts, supply: SupplyLine) -> Iterator[Finding]:
    """A line orders something, in whole case packs and whole multiples of its lane."""
    line = supply.line
    product = facts.all_products.get(line.sku)
    lane = lane_of(facts, line.from_id, line.to_id, line.sku)
    if line.units == 0:
        yield found(supply.where, 1, "nothing", sku=line.sku, to_id=line.to_id)
    if product is not None:
        yield from _broken_lot(supply, product.case_pack_units, "case")
    if lane is not None:
        yield from _broken_lot(supply, lane.order_multiple_units, "")


def supply_least(facts: Facts, supply: SupplyLine) -> Iterator[Finding]:
    """A line orders no less than its lane's least order."""
    line = supply.line
    lane = lane_of(facts, line.from_id, line.to_id, line.sku)
    if lane is not None and line.units < lane.moq_units:
        yield found(
            supply.where,
            lane.moq_units - line.units,
            sku=line.sku,
            to_id=line.to_id,
            units=line.units,
            least=lane.moq_units,
            short=lane.moq_units - line.units,
        )


def supply_most(facts: Facts, ordered: LaneDay) -> Iterator[Finding]:
    """No more of a SKU is ordered by a lane on one day than it takes."""
    lane = lane_of(facts, ordered.from_id, ordered.to_id, ordered.sku)
    most = None if lane is None else lane.max_units_per_day
    if most is not None and ordered.units > most:
        yield found(
            at(lane=f"{ordered.from_id}-{ordered.to_id}", sku=ordered.sku),
            ordered.units - most,
            from_id=ordered.from_id,
            to_id=ordered.to_id,
            sku=ordered.sku,
            day=str(ordered.day),
            units=ordered.units,
            most=most,
            over=ordered.units - most,
        )


def supply_dates(facts: Facts, supply: SupplyLine) -> Iterator[Finding]:
    """Nothing is ordered before the plan's day, and it is due after the lead time in whole days."""
    line, day = supply.line, facts.plan.day
    if line.order_date < day:
        early = (day - line.order_date).days
        order_date = str(line.order_date)
        yield found(supply.where, early, "past", sku=line.sku, order_date=order_date, day=str(day))
    lane = lane_of(facts, line.from_id, line.to_id, line.sku)
    if lane is None:
        return
    due = line.order_date + datetime.timedelta(days=math.ceil(lane.lead_time_days))
    if line.due_date != due:
        off = abs((line.due_date - due).days)
        said, real = str(line.due_date), str(due)
        days = lane.lead_time_days
        yield found(supply.where, off, sku=line.sku, said=said, real=real, lead_days=days)


def supply_stock(facts: Facts, given: Giving) -> Iterator[Finding]:
    """A warehouse gives to others only what it has when the day's orders have left."""
    key = (given.warehouse_id, given.sku)
    left = max(0, facts.available_units.get(key, 0) - facts.shipped_units.get(key, 0))
    if given.units > left:
        short = given.units - left
        yield found(
            at(warehouse=given.warehouse_id, sku=given.sku),
            short,
            warehouse_id=given.warehouse_id,
            sku=given.sku,
            units=given.units,
            left=left,
            short=short,
        )


def arrivals(facts: Facts) -> Iterator[Arriving]:
    """What each warehouse takes in on each day on which an order or a move of today comes."""
    volumes: dict[tuple[str, datetime.date], list[float]] = defaultdict(list)
    for supply in supply_lines(facts):
        line = supply.line
        if line.sku in facts.all_products and line.to_id in facts.all_warehouses:
            volume = line.units * facts.all_products[line.sku].unit_volume_m3
            volumes[line.to_id, line.due_date].append(volume)
    for (warehouse_id, date), parts in volumes.items():
        yield Arriving(
            warehouse_id=warehouse_id,
            date=date,
            ordered_m3=math.fsum(parts),
            inbound_m3=_inbound_m3(facts, warehouse_id, date),
        )


def supply_receiving(facts: Facts, arriving: Arriving) -> Iterator[Finding]:
    """What is ordered today comes on days on which there is room for it beside what is due.

    Where more is due than can be taken in, nothing may come beside it.
    """
    warehouse = facts.all_warehouses[arriving.warehouse_id]
    capacity = warehouse.inbound_capacity_m3_per_day
    if capacity is None:
        return
    left = max(0.0, capacity - arriving.inbound_m3)
    over = arriving.ordered_m3 - left
    if over > FLOAT_NOISE * max(1.0, capacity):
        yield found(
            at(warehouse=arriving.warehouse_id, date=arriving.date),
            over,
            warehouse_id=arriving.warehouse_id,
            date=str(arriving.date),
            ordered=round(arriving.ordered_m3, 3),
            inbound=round(arriving.inbound_m3, 3),
            capacity=capacity,
        )


def supply_budget(facts: Facts, plan: Plan) -> Iterator[Finding]:
    """What is bought today costs no more than the budget of the days ahead, fixed costs apart."""
    budget = facts.dataset.settings.purchase_budget
    if budget is None:
        return
    spent = Decimal(0)
    for supply in supply_lines(facts):
        line = supply.line
        product = facts.all_products.get(line.sku)
        lane = lane_of(facts, line.from_id, line.to_id, line.sku)
        if not supply.is_transfer and product is not None and lane is not None:
            price = product.unit_value if lane.unit_cost is None else lane.unit_cost
            spent += line.units * price
    if spent > budget:
        currency = facts.dataset.settings.currency
        over = minor_units(spent - budget, currency)
        words = {"spent": str(spent), "budget": str(budget), "currency": plan.currency}
        yield found("plan", over, **words)


def cost_supply(facts: Facts, supply: SupplyLine) -> Iterator[Finding]:
    """A line costs its units at the lane's unit cost, plus the lane's fixed cost.

    Where the lane names no unit cost, goods from a supplier cost the product's value, and goods
    from a warehouse nothing: they are owned already.
    """
    line = supply.line
    lane = lane_of(facts, line.from_id, line.to_id, line.sku)
    product = facts.all_products.get(line.sku)
    if lane is None or product is None:
        return
    unit_cost = Decimal(0) if line.from_id in facts.all_warehouses else product.unit_value
    unit_cost = unit_cost if lane.unit_cost is None else lane.unit_cost
    amount = line.units * unit_cost + lane.fixed_cost_per_order
    said, real = line.cost_minor, minor_units(amount, facts.dataset.settings.currency)
    if said != real:
        words = {"said": facts.money(said), "real": facts.money(real)}
        yield found(supply.where, abs(said - real), sku=line.sku, to_id=line.to_id, **words)


def lane_of(facts: Facts, from_id: str, to_id: str, sku: str) -> SupplyLane | None:
    """The lane of a SKU from a supplier or warehouse to a warehouse."""
    lanes = facts.lanes
    return lanes.get((from_id, to_id, sku)) or lanes.get((from_id, to_id, ANY_SKU))


def _inbound_m3(facts: Facts, warehouse_id: str, date: datetime.date) -> float:
    """Volume due at a warehouse on a day; what is late counts on the day of the plan."""
    return math.fsum(
        coming.units * facts.all_products[coming.sku].unit_volume_m3
        for coming in facts.dataset.inbound
        if coming.warehouse_id == warehouse_id and max(coming.due_date, facts.plan.day) == date
    )


def _broken_lot(supply: SupplyLine, lot: int, variant: str) -> Iterator[Finding]:
    line = supply.line
    rest = line.units % lot
    if rest:
        goes = {"sku": line.sku, "to_id": line.to_id}
        yield found(supply.where, rest, variant, **goes, units=line.units, lot=lot)
