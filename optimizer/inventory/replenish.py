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
from domain.message import Message, Parameter, message
from domain.products import ANY_SKU, Inbound, Product, SupplyLane
from domain.supply import ReplenishmentLine
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

    What a warehouse lacks of a SKU first comes from other warehouses, as far as they have more than
    their own target, over lanes that cost no more per unit than buying; the rest is ordered over
    the supplier's cheapest lane. A lane of the SKU goes before one of all SKUs.

    Returns
    -------
    plan
        Lines ordered by warehouse and SKU.
    """
    lanes = _lanes(dataset)
    needs = _needs(dataset, day, forecast, shipped_units, lanes)
    spare = {key: max(0, min(-need.needed, _free(need))) for key, need in needs.items()}
    maker = _LineMaker(dataset, day)
    orders: list[ReplenishmentLine] = []
    moves: list[ReplenishmentLine] = []
    for key in sorted(needs):
        need, moved = needs[key], 0
        for lane in lanes[key].moves:
            giver = (lane.from_id, key[1])
            units = _movable(spare.get(giver, 0), need.needed - moved, lane, maker.product(key))
            if units:
                spare[giver] -= units
                moves.append(maker.line(key, lane, units, need, moved, is_move=True))
                moved += units
        supplier = lanes[key].supplier
        if supplier is None:
            continue
        units = lot_size(need.needed - moved, supplier, maker.product(key))
        if units:
            orders.append(maker.line(key, supplier, units, need, moved, is_move=False))
    return ReplenishmentPlan(replenishment=tuple(orders), transfers=tuple(moves))


def _free(need: StockNeed) -> int:
    return max(0, need.on_hand - need.reserved - need.shipped)


def _movable(spare: int, needed: int, lane: SupplyLane, product: Product) -> int:
    """Units of whole lots that a giving warehouse can spare, none beyond what is needed in lots."""
    units = lot_size(needed, lane, product)
    if units <= spare:
        return units
    step = math.lcm(product.case_pack_units, lane.order_multiple_units)
    most = spare // step * step
    return most if most and most >= lane.moq_units else 0


@dataclass(frozen=True, slots=True, kw_only=True)
class _Lanes:
    """How a SKU comes to a warehouse: from its supplier, and from other warehouses by cost."""

    supplier: SupplyLane | None
    moves: tuple[SupplyLane, ...]

    @property
    def longest_days(self) -> int:
        """Days that stock must last: lead time and review of the lane relied on."""
        lane = self.supplier or self.moves[0]
        return math.ceil(lane.lead_time_days) + lane.review_days


def _lanes(dataset: Dataset) -> dict[Key, _Lanes]:
    """The lanes of every warehouse and SKU that has any."""
    products = {product.sku: product for product in dataset.products}
    warehouses = {warehouse.warehouse_id for warehouse in dataset.warehouses}
    found: dict[Key, list[tuple[bool, Decimal, float, bool, SupplyLane]]] = defaultdict(list)
    for lane in dataset.supply_lanes:
        is_move = lane.from_id in warehouses
        for sku in products if lane.sku == ANY_SKU else [lane.sku]:
            price = _unit_cost(lane, products[sku], is_move=is_move)
            rank = (lane.sku == ANY_SKU, price, lane.lead_time_days, is_move, lane)
            found[lane.to_id, sku].append(rank)
    return {key: _sorted_lanes(ranks) for key, ranks in found.items() if key[0] in warehouses}


def _sorted_lanes(ranks: list[tuple[bool, Decimal, float, bool, SupplyLane]]) -> _Lanes:
    ranks = sorted(ranks, key=lambda rank: (*rank[:3], rank[4].from_id))
    bought = next((rank for rank in ranks if not rank[3]), None)
    moves = [rank for rank in ranks if rank[3] and (bought is None or rank[1] <= bought[1])]
    return _Lanes(supplier=bought and bought[4], moves=tuple(rank[4] for rank in moves))


def _needs(
    dataset: Dataset,
    day: datetime.date,
    forecast: Forecast,
    shipped_units: Mapping[Key, int],
    lanes: Mapping[Key, _Lanes],
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
        if key not in lanes:
            continue
        cover_days = min(forecast.horizon_days, lanes[key].longest_days)
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


class _LineMaker:
    """Makes lines with their dates, cost and explanation."""

    def __init__(self, dataset: Dataset, day: datetime.date) -> None:
        self._products = {product.sku: product for product in dataset.products}
        self._settings = dataset.settings
        self._day = day

    def product(self, key: Key) -> Product:
        """Product of a key."""
        return self._products[key[1]]

    def line(
        self, key: Key, lane: SupplyLane, units: int, need: StockNeed, moved: int, *, is_move: bool
    ) -> ReplenishmentLine:
        """A line over a lane; `moved` units of the need come over other lanes already."""
        unit_cost = _unit_cost(lane, self.product(key), is_move=is_move)
        return ReplenishmentLine(
            from_id=lane.from_id,
            to_id=lane.to_id,
            sku=key[1],
            units=units,
            order_date=self._day,
            due_date=self._day + datetime.timedelta(days=math.ceil(lane.lead_time_days)),
            cost_minor=minor_units(
                unit_cost * units + lane.fixed_cost_per_order, self._settings.currency
            ),
            explanation=self._explanation(key, lane, units, need, moved),
        )

    def _explanation(
        self, key: Key, lane: SupplyLane, units: int, need: StockNeed, moved: int
    ) -> Message:
        """Why so many: the numbers of the sentence add up to the units ordered."""
        facts: dict[str, Parameter] = {
            "on_hand": need.on_hand,
            "reserved": need.reserved,
            "shipped": need.shipped,
            "inbound": need.inbound,
            "position": need.position,
            "days": need.cover_days,
            "usual": need.usual,
            "target": need.target,
            "service_percent": round(100 * self._settings.service_level, 1),
            "needed": need.needed,
            "moq": lane.moq_units,
            "multiple": math.lcm(self.product(key).case_pack_units, lane.order_multiple_units),
            "units": units,
        }
        if moved:
            return message("replenish.why_the_rest", moved=moved, **facts)
        return message("replenish.why", **facts)
