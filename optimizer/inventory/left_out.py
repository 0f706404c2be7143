"""What a stock plan leaves out, and why: SKUs that cannot be planned, lanes that cannot be used."""

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np

from domain.dataset import Dataset
from domain.demand import Forecast
from domain.message import Message, message
from domain.products import ANY_SKU
from domain.stock_problem import Flags, Whole
from optimizer.inventory.lane_uses import LaneFault, LaneUses
from optimizer.inventory.sku_codes import UNKNOWN, SkuCodes


@dataclass(frozen=True, slots=True, kw_only=True)
class LeftOut:
    """A SKU at a warehouse that is not planned, or a lane that cannot bring it.

    Parameters
    ----------
    sku
        What is left out; all SKUs of a lane where it is ``*``.
    from_id
        Where the lane starts that cannot be used; empty where the SKU itself is not planned.
    """

    warehouse_id: str
    sku: str
    from_id: str = ""
    message: Message


def series_left_out(
    dataset: Dataset,
    forecast: Forecast,
    codes: SkuCodes,
    uses: LaneUses,
    planned: Flags,
    known: Whole,
) -> tuple[LeftOut, ...]:
    """Every SKU at a warehouse that is not planned though something is known of it.

    Parameters
    ----------
    planned
        Whether each code is planned.
    known
        Codes of which there is stock, inbound, a lane of their own or sales.
    """
    return (
        *_of_no_warehouse_and_sku(forecast, codes),
        *_without_supply(dataset, forecast, codes, uses, planned),
        *_without_forecast(forecast, codes, planned, known),
    )


def lanes_left_out(
    dataset: Dataset, codes: SkuCodes, uses: LaneUses, planned: Flags, horizon_days: int
) -> tuple[LeftOut, ...]:
    """Lanes of what is planned that cannot be used, one entry for all SKUs where all share why."""
    told: dict[tuple[int, str], LeftOut] = {}
    wrong = np.isin(uses.fault, (LaneFault.TOO_LONG, LaneFault.LIMITED)) & planned[uses.taker]
    for use in np.flatnonzero(wrong).tolist():
        lane = dataset.supply_lanes[uses.lane[use]]
        shares = uses.fault[use] == LaneFault.TOO_LONG and lane.sku == ANY_SKU
        sku = ANY_SKU if shares else codes.key(int(uses.taker[use]))[1]
        if (int(uses.lane[use]), sku) not in told:
            told[int(uses.lane[use]), sku] = LeftOut(
                warehouse_id=lane.to_id,
                sku=sku,
                from_id=lane.from_id,
                message=_lane_fault(dataset, uses, use, sku, horizon_days),
            )
    return tuple(told.values())


def _of_no_warehouse_and_sku(forecast: Forecast, codes: SkuCodes) -> Iterator[LeftOut]:
    """Forecasts of a region or of a category."""
    for key in forecast.keys:
        if codes.of(key.place_id, key.item_id) == UNKNOWN:
            yield LeftOut(
                warehouse_id=key.place_id,
                sku=key.item_id,
                message=message("stock.left_out.not_by_sku", place=key.place_id, item=key.item_id),
            )


def _without_supply(
    dataset: Dataset, forecast: Forecast, codes: SkuCodes, uses: LaneUses, planned: Flags
) -> Iterator[LeftOut]:
    """What is sold but cannot come: no lane leads there, or none that can be used."""
    wanted = codes.of_series(forecast.keys)
    missing = np.unique(wanted[wanted != UNKNOWN])
    missing = missing[~planned[missing]]
    first_use: dict[int, int] = {}
    for use in np.flatnonzero(np.isin(uses.taker, missing)).tolist():
        first_use.setdefault(int(uses.taker[use]), use)
    for code in missing.tolist():
        warehouse_id, sku = codes.key(code)
        why = message("stock.left_out.no_lane", warehouse=warehouse_id, sku=sku)
        if code in first_use:
            why = _lane_fault(dataset, uses, first_use[code], sku, forecast.horizon_days)
        yield LeftOut(warehouse_id=warehouse_id, sku=sku, message=why)


def _without_forecast(
    forecast: Forecast, codes: SkuCodes, planned: Flags, known: Whole
) -> Iterator[LeftOut]:
    """What lies, comes or is sold somewhere but has no forecast there."""
    for code in np.setdiff1d(known, codes.of_series(forecast.keys)).tolist():
        if not planned[code]:
            warehouse_id, sku = codes.key(code)
            why = message("stock.left_out.no_forecast", warehouse=warehouse_id, sku=sku)
            yield LeftOut(warehouse_id=warehouse_id, sku=sku, message=why)


def _lane_fault(dataset: Dataset, uses: LaneUses, use: int, sku: str, horizon_days: int) -> Message:
    """Why a lane cannot bring a SKU."""
    lane = dataset.supply_lanes[uses.lane[use]]
    named = {"from_id": lane.from_id, "warehouse": lane.to_id, "sku": sku}
    match LaneFault(int(uses.fault[use])):
        case LaneFault.TOO_LONG:
            days = {"days": int(uses.lead_days[use]), "horizon": horizon_days}
            return message("stock.lane.lead_time", **named, **days)
        case LaneFault.LIMITED:
            limit = {"limit": lane.max_units_per_day or 0, "least": int(uses.least[use])}
            return message("stock.lane.daily_limit", **named, **limit)
        case _:
            return message("stock.lane.giver_empty", **named)
