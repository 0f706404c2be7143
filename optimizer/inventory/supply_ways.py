"""The ways by which series are supplied, from the lanes that can be used."""

import math
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from domain.dataset import Dataset
from domain.products import ANY_SKU, Product, SupplyLane
from domain.stock_problem import NO_TRUCK, SUPPLIER, Flags, Floats, SupplyWays, Whole
from optimizer.inventory.lane_uses import LaneUses


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class FoundWays:
    """Ways of supply, the trucks on them, and the way that each series mainly relies on.

    Parameters
    ----------
    lane
        Row of the table of lanes of each way, ``(n,)``.
    main
        Way that each series relies on, or -1 where nothing brings it; ``(m,)``.
    truck_m3, truck_cost
        Volume and cost of a truck of each lane that goes by trucks, ``(g,)``.
    """

    ways: SupplyWays
    lane: Whole
    main: Whole
    truck_m3: Floats
    truck_cost: Floats


def find_ways(
    dataset: Dataset, uses: LaneUses, planned: Flags, *, days: int, minor: float
) -> FoundWays:
    """The ways of all series that are planned.

    Those of a series stand together: first the suppliers, then the moves, each from the lane of the
    SKU itself to that of all SKUs, from cheap to dear, from fast to slow. The first is the one that
    the series mainly relies on.

    Parameters
    ----------
    planned
        Whether each code is planned, ``(k,)``; the series are these, ascending.
    minor
        Minor units of one unit of money.
    """
    lanes = dataset.supply_lanes
    price = _unit_prices(lanes, dataset.products, uses) * minor
    series_of_code, series = np.cumsum(planned) - 1, int(planned.sum())
    chosen = np.flatnonzero(uses.usable & planned[uses.taker])
    chosen = chosen[_ranked(lanes, uses, price, chosen)]
    lane, taker = uses.lane[chosen], series_of_code[uses.taker[chosen]]
    bought = uses.giver[chosen] == SUPPLIER
    cheapest = np.full(series, np.inf)
    np.minimum.at(cheapest, taker[bought], price[chosen][bought])
    extra = price[chosen].copy()
    extra[bought] -= cheapest[taker[bought]]
    truck, truck_m3, truck_cost = _trucks(lanes, minor)
    fixed = np.array([float(row.fixed_cost_per_order) for row in lanes], dtype=np.float64)
    ways = SupplyWays(
        taker=taker,
        giver=np.where(bought, SUPPLIER, series_of_code[uses.giver[chosen]]),
        lead_days=uses.lead_days[chosen],
        lot_units=uses.lot[chosen],
        least_units=uses.least[chosen],
        most_units=uses.most[chosen],
        fixed_cost=fixed[lane] * minor,
        extra_cost=extra,
        spending=np.where(bought, price[chosen], 0.0),
        allowed=_order_days(lanes, days)[lane],
        truck=truck[lane],
    )
    main = np.full(series, -1, dtype=np.int64)
    firsts = np.flatnonzero(np.diff(taker, prepend=-1))
    main[taker[firsts]] = firsts
    return FoundWays(ways=ways, lane=lane, main=main, truck_m3=truck_m3, truck_cost=truck_cost)


def _unit_prices(
    lanes: Sequence[SupplyLane], products: Sequence[Product], uses: LaneUses
) -> Floats:
    """What a unit costs over a lane; where it does not say, only a supplier is paid its value."""
    said = [np.nan if row.unit_cost is None else float(row.unit_cost) for row in lanes]
    values = np.array([float(product.unit_value) for product in products], dtype=np.float64)
    price = np.array(said, dtype=np.float64)[uses.lane]
    value = np.where(uses.giver == SUPPLIER, values[uses.taker % max(1, len(values))], 0.0)
    return np.where(np.isnan(price), value, price)


def _ranked(lanes: Sequence[SupplyLane], uses: LaneUses, price: Floats, chosen: Whole) -> Whole:
    """Order of the lanes of each taker, the one to rely on first."""
    lane = uses.lane[chosen]
    names = np.unique([row.from_id for row in lanes], return_inverse=True)[1]
    is_common = np.array([row.sku == ANY_SKU for row in lanes], dtype=np.bool_)
    return np.lexsort(
        (
            names[lane],
            np.array([row.lead_time_days for row in lanes], dtype=np.float64)[lane],
            price[chosen],
            is_common[lane],
            uses.giver[chosen] != SUPPLIER,
            uses.taker[chosen],
        )
    )


def _order_days(lanes: Sequence[SupplyLane], days: int) -> Flags:
    """Days on which each lane may be ordered by: reviews from day 0 on whose goods come in time."""
    review = np.array([row.review_days for row in lanes], dtype=np.int64)[:, None]
    lead_days = np.array([math.ceil(row.lead_time_days) for row in lanes], dtype=np.int64)[:, None]
    day = np.arange(days)
    allowed: Flags = (day % review == 0) & (day + lead_days < days)
    return allowed


def _trucks(lanes: Sequence[SupplyLane], minor: float) -> tuple[Whole, Floats, Floats]:
    """Trucks of each lane, or `NO_TRUCK`; the same where both ends and the truck are the same."""
    kinds: dict[tuple[str, str, float, float], int] = {}
    truck = np.full(len(lanes), NO_TRUCK, dtype=np.int64)
    for row, lane in enumerate(lanes):
        cost = float(lane.fixed_cost_per_truck) * minor
        if lane.truck_capacity_m3 is not None and cost > 0:
            kind = (lane.from_id, lane.to_id, lane.truck_capacity_m3, cost)
            truck[row] = kinds.setdefault(kind, len(kinds))
    volume_m3 = np.array([kind[2] for kind in kinds], dtype=np.float64)
    return truck, volume_m3, np.array([kind[3] for kind in kinds], dtype=np.float64)
