"""What if: the same stock decision with other demand, lead times, room, service or budget."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal, InvalidOperation

from domain.column import ValueProblem
from domain.dataset import Dataset
from domain.demand import Forecast
from domain.errors import InputError
from domain.message import Message, Problem, message
from domain.settings import Settings
from domain.stock_alert import StockAlertKind
from domain.warehouses import Warehouse
from planning.stock_decision import CostParts, StockPlan

MOST_FACTOR = 100.0
MOST_LEAD_CHANGE_DAYS = 365

_TEXT = re.compile(r"(?P<key>[a-z-]+)=(?P<value>[+-]?[0-9]+(?:\.[0-9]+)?)(?P<percent>%?)")


@dataclass(frozen=True, slots=True, kw_only=True)
class WhatIf:
    """What is different from the data; None where nothing is.

    Parameters
    ----------
    demand_factor
        What all demand is multiplied by.
    lead_time_days
        Days added to the lead time of every lane, no lane falling below zero.
    capacity_factor
        What storage, receiving and outbound capacity are multiplied by.
    service_level
        Share of replenishment cycles that demand should not outrun the stock.
    budget
        What all orders to suppliers may cost, in major units.
    """

    demand_factor: float | None = None
    lead_time_days: float | None = None
    capacity_factor: float | None = None
    service_level: float | None = None
    budget: Decimal | None = None


def parse_what_if(text: str) -> WhatIf:
    """What-if of a text such as ``demand=+20%,lead-time=+2,capacity=-10%,service=98%``.

    Demand and capacity are changed by a share, lead time by days; service and budget are set.

    Raises
    ------
    InputError
        If a part cannot be read, is there twice or makes no sense.
    """
    changes: dict[str, float | Decimal] = {}
    for part in text.split(","):
        name, value = _change(part.strip())
        if name in changes:
            raise _refused("what_if.twice", part)
        changes[name] = value
    return WhatIf(**changes)  # type: ignore[arg-type]


def _change(part: str) -> tuple[str, float | Decimal]:
    found = _TEXT.fullmatch(part)
    if not found:
        raise _refused("what_if.unreadable", part)
    key, number, percent = found["key"], float(found["value"]), bool(found["percent"])
    is_signed = found["value"][0] in "+-"
    if key in {"demand", "capacity"} and percent and is_signed:
        factor = 1 + number / 100
        if 0 <= factor <= MOST_FACTOR:
            return f"{key}_factor", factor
    elif key == "lead-time" and not percent and is_signed:
        if abs(number) <= MOST_LEAD_CHANGE_DAYS:
            return "lead_time_days", number
    elif key == "service" and percent and not is_signed:
        level = number / 100
        if _is_service_level(level):
            return "service_level", level
    elif key == "budget" and not percent and not is_signed:
        try:
            return "budget", Decimal(found["value"])
        except InvalidOperation:
            raise _refused("what_if.unreadable", part) from None
    else:
        raise _refused("what_if.unreadable", part)
    raise _refused("what_if.out_of_range", part)


def _is_service_level(level: float) -> bool:
    try:
        Settings(service_level=level)
    except ValueProblem:
        return False
    return True


def _refused(code: str, part: str) -> InputError:
    reason = message(code, text=part[:80])
    return InputError([Problem(message=reason, column="--what-if", value=part[:80])])


def describe(what_if: WhatIf) -> tuple[Message, ...]:
    """What is different, a sentence each."""
    said = []
    for code, factor in (
        ("what_if.demand", what_if.demand_factor),
        ("what_if.capacity", what_if.capacity_factor),
    ):
        if factor is not None:
            said.append(message(code, percent=f"{100 * (factor - 1):+g}"))
    if what_if.lead_time_days is not None:
        said.append(message("what_if.lead_time", days=f"{what_if.lead_time_days:+g}"))
    if what_if.service_level is not None:
        said.append(message("what_if.service", percent=f"{100 * what_if.service_level:g}"))
    if what_if.budget is not None:
        said.append(message("what_if.budget", budget=str(what_if.budget)))
    return tuple(said)


def changed_dataset(dataset: Dataset, what_if: WhatIf) -> Dataset:
    """The dataset with the lead times, capacities and settings of a what-if."""
    settings = dataset.settings
    if what_if.service_level is not None:
        settings = replace(settings, service_level=what_if.service_level)
    if what_if.budget is not None:
        settings = replace(settings, purchase_budget=what_if.budget)
    added_days = what_if.lead_time_days or 0.0
    lanes = dataset.supply_lanes
    if added_days:
        lanes = tuple(
            replace(lane, lead_time_days=min(730.0, max(0.0, lane.lead_time_days + added_days)))
            for lane in lanes
        )
    warehouses = dataset.warehouses
    if what_if.capacity_factor is not None:
        warehouses = tuple(_resized(w, what_if.capacity_factor) for w in warehouses)
    return replace(dataset, settings=settings, supply_lanes=lanes, warehouses=warehouses)


def _resized(warehouse: Warehouse, factor: float) -> Warehouse:
    room, gate = warehouse.storage_capacity_m3, warehouse.inbound_capacity_m3_per_day
    lines = warehouse.outbound_capacity_orders_per_day
    return replace(
        warehouse,
        storage_capacity_m3=None if room is None else room * factor,
        inbound_capacity_m3_per_day=None if gate is None else gate * factor,
        outbound_capacity_orders_per_day=None if lines is None else int(lines * factor),
    )


def changed_forecast(forecast: Forecast, what_if: WhatIf) -> Forecast:
    """The forecast with the demand of a what-if."""
    factor = what_if.demand_factor
    if factor is None:
        return forecast
    return replace(
        forecast,
        mean=forecast.mean * factor,
        quantiles=forecast.quantiles * factor,
        paths=forecast.paths * factor,
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class StockVariant:
    """The stock plan of one variant."""

    name: str
    what_if: WhatIf = WhatIf()
    plan: StockPlan


@dataclass(frozen=True, slots=True, kw_only=True)
class LineChange:
    """A SKU at a warehouse of which another number of units is ordered or moved today."""

    warehouse_id: str
    sku: str
    units_before: int
    units_after: int


@dataclass(frozen=True, slots=True, kw_only=True)
class VariantFigures:
    """One row of a comparison.

    Attributes
    ----------
    costs
        What the plan is expected to cost over its days.
    lines, units
        Lines to order or move today, and their units.
    gap_percent
        By how much the plan may be dearer than the best there is.
    stock_out_alerts
        How many SKUs may run out before goods ordered now could come.
    changes
        Lines that differ from the first variant, most units first.
    """

    name: str
    costs: CostParts
    lines: int
    units: int
    spent_minor: int
    gap_percent: float
    stock_out_alerts: int
    changes: tuple[LineChange, ...] = ()


def compare(variants: Sequence[StockVariant]) -> tuple[VariantFigures, ...]:
    """Variants side by side, each with what differs from the first."""
    base = _units(variants[0].plan) if variants else {}
    return tuple(_figures(variant, base) for variant in variants)


def _figures(variant: StockVariant, base: Mapping[tuple[str, str], int]) -> VariantFigures:
    plan, own = variant.plan, _units(variant.plan)
    changes = [
        LineChange(
            warehouse_id=key[0],
            sku=key[1],
            units_before=base.get(key, 0),
            units_after=own.get(key, 0),
        )
        for key in {*base, *own}
        if base.get(key, 0) != own.get(key, 0)
    ]
    changes.sort(key=lambda c: (-abs(c.units_after - c.units_before), c.warehouse_id, c.sku))
    return VariantFigures(
        name=variant.name,
        costs=plan.costs,
        lines=len(plan.lines),
        units=sum(own.values()),
        spent_minor=0 if plan.summary is None else plan.summary.spent_minor,
        gap_percent=0.0 if plan.summary is None else plan.summary.gap_percent,
        stock_out_alerts=sum(a.kind is StockAlertKind.STOCK_OUT for a in plan.alerts),
        changes=tuple(changes),
    )


def _units(plan: StockPlan) -> dict[tuple[str, str], int]:
    """Units that come to each warehouse, by SKU."""
    units: dict[tuple[str, str], int] = {}
    for line in plan.lines:
        units[line.to_id, line.sku] = units.get((line.to_id, line.sku), 0) + line.units
    return units
