"""What to reorder and move: base stock per SKU and warehouse, from the forecast's sample paths.

The order-up-to level of a warehouse and SKU is the quantile, at the service level, of demand summed
over lead time and review period. An order lifts the stock position to it.

References
----------
Silver, E. A., Pyke, D. F. & Thomas, D. J. (2017). Inventory and Production Management in Supply
Chains, 4th ed., section 6.8: periodic review, order-up-to-level (R, S) systems.
"""

import datetime
import math
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal

from domain.dataset import Dataset
from domain.demand import Forecast
from domain.message import Message, message
from domain.plan import ReplenishmentLine
from domain.products import ANY_SKU, Inbound, Product, SupplyLane
from domain.units import minor_units
from optimizer.inventory.lot_size import lot_size

Key = tuple[str, str]
"""A warehouse and a SKU."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ReplenishmentPlan:
    """Orders to suppliers, and moves between warehouses."""

    replenishment: tuple[ReplenishmentLine, ...]
    transfers: tuple[ReplenishmentLine, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class StockNeed:
    """What one SKU at one warehouse has and needs.

    `on_hand`, `reserved`, `shipped` (today) and `inbound` (due within the cover) make the position:
    on hand - reserved - shipped + inbound. `usual` and `target` are the middle and the
    service-level quantile of demand over `cover_days`.
    """

    on_hand: int
    reserved: int
    shipped: int
    inbound: int
    cover_days: int
    usual: float
    target: int

    @property
    def position(self) -> int:
        """Stock position after the day's shipments."""
        return self.on_hand - self.reserved - self.shipped + self.inbound

    @property
    def needed(self) -> int:
        """Units short of the target; zero or less where there is enough."""
        return self.target - self.position


def plan_replenishment(
    dataset: Dataset,
    *,
    day: datetime.date,
    forecast: Forecast,
    shipped_units: Mapping[Key, int],
) -> ReplenishmentPlan:
    """What to order and move on a day, after its shipments.

    A warehouse and SKU is supplied over its cheapest lane (a lane of the SKU goes before one of
    all SKUs). A lane from another warehouse is a transfer, and takes only what that one has above
    its own target; what it lacks is ordered when stock is there.

    Returns
    -------
    plan
        Lines ordered by warehouse and SKU.
    """
    lanes = _best_lanes(dataset)
    needs = _needs(dataset, day, forecast, shipped_units, lanes)
    spare = {key: max(0, min(-need.needed, _free(need))) for key, need in needs.items()}
    warehouses = {warehouse.warehouse_id for warehouse in dataset.warehouses}
    products = {product.sku: product for product in dataset.products}
    orders: list[ReplenishmentLine] = []
    moves: list[ReplenishmentLine] = []
    for key in sorted(needs):
        lane, product, need = lanes[key], products[key[1]], needs[key]
        units = lot_size(need.needed, lane, product)
        is_move = lane.from_id in warehouses
        if is_move:
            giver = (lane.from_id, key[1])
            units = _within(spare.get(giver, 0), units, lane, product)
            spare[giver] = spare.get(giver, 0) - units
        if units:
            line = _line(dataset, key, lane, units, day, need, is_move=is_move)
            (moves if is_move else orders).append(line)
    return ReplenishmentPlan(replenishment=tuple(orders), transfers=tuple(moves))


def _free(need: StockNeed) -> int:
    return max(0, need.on_hand - need.reserved - need.shipped)


def _within(spare: int, units: int, lane: SupplyLane, product: Product) -> int:
    """Units of whole lots that a giving warehouse can spare."""
    if units <= spare:
        return units
    step = math.lcm(product.case_pack_units, lane.order_multiple_units)
    most = spare // step * step
    return most if most >= lane.moq_units else 0


def _best_lanes(dataset: Dataset) -> dict[Key, SupplyLane]:
    """The lane that supplies each warehouse and SKU: its own before a common one, the cheapest."""
    products = {product.sku: product for product in dataset.products}
    warehouses = {warehouse.warehouse_id for warehouse in dataset.warehouses}
    best: dict[Key, tuple[tuple[bool, bool, Decimal, float], SupplyLane]] = {}
    for lane in dataset.supply_lanes:
        if lane.to_id not in warehouses:
            continue
        skus = products if lane.sku == ANY_SKU else [lane.sku]
        for sku in skus:
            between = lane.from_id in warehouses
            price = _unit_cost(lane, products[sku], is_move=between)
            rank = (lane.sku == ANY_SKU, between, price, lane.lead_time_days)
            key = (lane.to_id, sku)
            if key not in best or rank < best[key][0]:
                best[key] = (rank, lane)
    return {key: lane for key, (_, lane) in best.items()}


def _needs(
    dataset: Dataset,
    day: datetime.date,
    forecast: Forecast,
    shipped_units: Mapping[Key, int],
    lanes: Mapping[Key, SupplyLane],
) -> dict[Key, StockNeed]:
    on_hand: dict[Key, int] = defaultdict(int)
    reserved: dict[Key, int] = defaultdict(int)
    for level in dataset.stock or ():
        on_hand[level.warehouse_id, level.sku] += level.on_hand_units
        reserved[level.warehouse_id, level.sku] += level.reserved_units
    inbound: dict[Key, list[Inbound]] = defaultdict(list)
    for delivery in dataset.inbound:
        inbound[delivery.warehouse_id, delivery.sku].append(delivery)
    needs = {}
    for i, series in enumerate(forecast.keys):
        key = (series.place_id, series.item_id)
        lane = lanes.get(key)
        if lane is None:
            continue
        cover_days = min(forecast.horizon_days, math.ceil(lane.lead_time_days) + lane.review_days)
        levels = [0.5, dataset.settings.service_level]
        usual, target = forecast.sum_quantiles(i, cover_days, levels)
        needs[key] = StockNeed(
            on_hand=on_hand[key],
            reserved=reserved[key],
            shipped=shipped_units.get(key, 0),
            inbound=_due_within(inbound[key], day, cover_days),
            cover_days=cover_days,
            usual=round(float(usual), 1),
            target=math.ceil(float(target) - 1e-6),
        )
    return needs


def _due_within(inbound: Sequence[Inbound], day: datetime.date, cover_days: int) -> int:
    """Units on their way that are due before the cover ends, overdue ones too."""
    last = day + datetime.timedelta(days=cover_days)
    return sum(delivery.units for delivery in inbound if delivery.due_date <= last)


def _unit_cost(lane: SupplyLane, product: Product, *, is_move: bool) -> Decimal:
    """What a unit costs over a lane; where it does not say, only a supplier is paid its value."""
    if lane.unit_cost is not None:
        return lane.unit_cost
    return Decimal(0) if is_move else product.unit_value


def _line(
    dataset: Dataset,
    key: Key,
    lane: SupplyLane,
    units: int,
    day: datetime.date,
    need: StockNeed,
    *,
    is_move: bool,
) -> ReplenishmentLine:
    product = next(product for product in dataset.products if product.sku == key[1])
    cost = _unit_cost(lane, product, is_move=is_move) * units + lane.fixed_cost_per_order
    return ReplenishmentLine(
        from_id=lane.from_id,
        to_id=lane.to_id,
        sku=key[1],
        units=units,
        order_date=day,
        due_date=day + datetime.timedelta(days=math.ceil(lane.lead_time_days)),
        cost_minor=minor_units(cost, dataset.settings.currency),
        explanation=_explanation(need, units, lane, product, dataset.settings.service_level),
    )


def _explanation(
    need: StockNeed, units: int, lane: SupplyLane, product: Product, service_level: float
) -> Message:
    """Why so many: the numbers of the sentence add up to the units ordered."""
    return message(
        "replenish.why",
        on_hand=need.on_hand,
        reserved=need.reserved,
        shipped=need.shipped,
        inbound=need.inbound,
        position=need.position,
        days=need.cover_days,
        usual=need.usual,
        target=need.target,
        service_percent=round(100 * service_level, 1),
        needed=need.needed,
        moq=lane.moq_units,
        multiple=math.lcm(product.case_pack_units, lane.order_multiple_units),
        units=units,
    )
