"""Which lane can bring which SKU, and what is planned because of it."""

import math
from collections.abc import Sequence
from dataclasses import dataclass
from enum import IntEnum

import numpy as np

from domain.dataset import Dataset
from domain.products import ANY_SKU, SupplyLane
from domain.stock_problem import NO_LIMIT, SUPPLIER, Flags, Whole
from optimizer.inventory.sku_codes import SkuCodes


class LaneFault(IntEnum):
    """Why a lane cannot bring a SKU."""

    NONE = 0
    TOO_LONG = 1
    """Nothing ordered comes within the horizon."""
    LIMITED = 2
    """Its daily limit is less than its least order."""
    GIVER_EMPTY = 3
    """The warehouse that it starts from has none and gets none."""


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class LaneUses:
    """Lanes and the SKUs that each might bring: one row for each pair.

    Parameters
    ----------
    lane
        Row of the table of lanes, ``(n,)``.
    taker, giver
        Codes of the SKU where the lane ends and where it starts, or `SUPPLIER`; ``(n,)``.
    lead_days
        Whole days from order to receipt, ``(n,)``.
    lot, least, most
        Units of an order: a multiple of the lot between least and most; ``(n,)``.
    fault
        Why it cannot be used, a `LaneFault`; ``(n,)``.
    """

    lane: Whole
    taker: Whole
    giver: Whole
    lead_days: Whole
    lot: Whole
    least: Whole
    most: Whole
    fault: Whole

    @property
    def usable(self) -> Flags:
        """Whether each can be used."""
        return np.equal(self.fault, LaneFault.NONE)


def lane_uses(
    dataset: Dataset, codes: SkuCodes, *, skus: Whole, has_stock: Flags, horizon_days: int
) -> LaneUses:
    """Every lane with every SKU, of some, that it might bring.

    A lane of the SKU itself takes the place of one of all SKUs: among the suppliers of a warehouse,
    and between the same two warehouses.

    Parameters
    ----------
    skus
        Numbers of the SKUs looked at.
    has_stock
        Whether there is, or will come, any of each code by itself.
    """
    lane, taker, giver = _pairs(dataset.supply_lanes, codes, skus)
    kept = ~_replaced(dataset.supply_lanes, lane, taker, giver)
    lane, taker, giver = lane[kept], taker[kept], giver[kept]
    packs = np.array([p.case_pack_units for p in dataset.products], dtype=np.int64)
    lanes = dataset.supply_lanes
    multiple = _of_lanes([row.order_multiple_units for row in lanes])[lane]
    lot = np.lcm(packs[taker % len(packs)], multiple)
    moq = _of_lanes([row.moq_units for row in lanes])[lane]
    limit = _of_lanes([_daily_limit(row) for row in lanes])[lane]
    lead_days = _of_lanes([math.ceil(row.lead_time_days) for row in lanes])[lane]
    least, most = np.maximum(1, -(-moq // lot)) * lot, limit // lot * lot
    fault = np.full(len(lane), LaneFault.NONE, dtype=np.int64)
    fault[
        _nothing_to_give(taker, giver, (lead_days < horizon_days) & (least <= most), has_stock)
    ] = LaneFault.GIVER_EMPTY
    fault[most < least] = LaneFault.LIMITED
    fault[lead_days >= horizon_days] = LaneFault.TOO_LONG
    return LaneUses(
        lane=lane,
        taker=taker,
        giver=giver,
        lead_days=lead_days,
        lot=lot,
        least=least,
        most=most,
        fault=fault,
    )


def planned_codes(uses: LaneUses, forecast: Flags) -> Flags:
    """Whether each code is planned: what has a forecast and a lane, and whatever gives to that."""
    planned = np.zeros(len(forecast), dtype=np.bool_)
    planned[uses.taker[uses.usable]] = True
    planned &= forecast
    moves = uses.usable & (uses.giver != SUPPLIER)
    taker, giver = uses.taker[moves], uses.giver[moves]
    while (more := planned[taker] & ~planned[giver]).any():
        planned[giver[more]] = True
    return planned


def _of_lanes(values: Sequence[int]) -> Whole:
    return np.array(values, dtype=np.int64)


def _daily_limit(lane: SupplyLane) -> int:
    return NO_LIMIT if lane.max_units_per_day is None else lane.max_units_per_day


def _pairs(lanes: Sequence[SupplyLane], codes: SkuCodes, skus: Whole) -> tuple[Whole, Whole, Whole]:
    """Lane, taker and giver of every lane that ends at a warehouse, with every SKU of some."""
    wanted = frozenset(skus.tolist())
    rows, takers, givers = [[np.empty(0, dtype=np.int64)] for _ in range(3)]
    for row, lane in enumerate(lanes):
        end = codes.warehouse_number.get(lane.to_id)
        brings = skus if lane.sku == ANY_SKU else _one(codes.sku_number[lane.sku], wanted)
        if end is None or not len(brings):
            continue
        start = codes.warehouse_number.get(lane.from_id)
        rows.append(np.full(len(brings), row, dtype=np.int64))
        takers.append(end * len(codes.skus) + brings)
        givers.append(
            np.full(len(brings), SUPPLIER, dtype=np.int64)
            if start is None
            else start * len(codes.skus) + brings
        )
    return np.concatenate(rows), np.concatenate(takers), np.concatenate(givers)


def _one(sku: int, wanted: frozenset[int]) -> Whole:
    return np.array([sku] if sku in wanted else [], dtype=np.int64)


def _replaced(lanes: Sequence[SupplyLane], lane: Whole, taker: Whole, giver: Whole) -> Flags:
    """Whether a lane of the SKU itself takes the place of a lane of all SKUs."""
    is_common = np.array([row.sku == ANY_SKU for row in lanes], dtype=np.bool_)[lane]
    # One number for each pair of taker and giver, all suppliers being one.
    between = taker * (max(giver.max(initial=0), taker.max(initial=0)) + 2) + giver + 1
    replaced: Flags = is_common & np.isin(between, between[~is_common])
    return replaced


def _nothing_to_give(taker: Whole, giver: Whole, in_order: Flags, has_stock: Flags) -> Flags:
    """Whether a lane starts at a warehouse that has none of the SKU and can get none."""
    bought = giver == SUPPLIER
    reached = has_stock.copy()
    reached[taker[bought & in_order]] = True
    while (more := ~bought & in_order & reached[giver] & ~reached[taker]).any():
        reached[taker[more]] = True
    missing: Flags = ~bought & ~reached[giver]
    return missing
