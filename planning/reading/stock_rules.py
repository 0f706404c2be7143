"""Rules on stock and goods on their way, and on what warehouses have room for."""

import datetime
from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
import pandas as pd

from domain.message import Parameter
from domain.products import ANY_SKU
from planning.reading.lane_rules import looked_up
from planning.reading.problems import Finding
from planning.reading.raw_table import Indices, Mask
from planning.reading.read_table import Numbers, ReadTable, ReadTables

_MOST_NAMED = 5
_FAR_DAYS = 365
"""Nobody orders goods that come in more than a year: the year of the date is wrong."""


def first_day(data: ReadTables) -> datetime.date | None:
    """The day the data is about: the settings' day, else the first on which an order is due."""
    due = data["orders"].values("due_date")
    known = due[data["orders"].good("due_date") & ~np.isnat(due)]
    day = known.min().item() if len(known) else None
    return data.settings.plan_date or day


def stale_stock(data: ReadTables) -> Iterator[Finding]:
    """Stock counted more than a day before the day to plan, or only after it."""
    stock, day = data["stock"], first_day(data)
    if day is not None:
        counted = stock.values("as_of_date")
        limit = np.datetime64(day - datetime.timedelta(days=1))
        old = stock.given("as_of_date") & (counted < limit)
        if old.any():
            yield stock.one_warning(old, "stock.stale", "as_of_date", day=day.isoformat())
        later = stock.given("as_of_date") & (counted > np.datetime64(day))
        if later.any():
            yield stock.one_warning(later, "stock.counted_later", "as_of_date", day=day.isoformat())


def reserved_beyond_stock(data: ReadTables) -> Iterator[Finding]:
    """More units reserved than lie there."""
    stock = data["stock"]
    over = stock.numbers("reserved_units") > stock.numbers("on_hand_units")
    yield stock.warning(over, "stock.reserved_beyond", "reserved_units")


def odd_expiry_dates(data: ReadTables) -> Iterator[Finding]:
    """Stock that has expired, or lasts longer than the product does when it is fresh."""
    stock, day = data["stock"], first_day(data)
    if day is None or not stock.given("expiry_date").any():
        return
    expires = stock.values("expiry_date")
    there = stock.given("expiry_date") & (stock.numbers("on_hand_units") > 0)
    detail = {"day": day.isoformat()}
    gone = there & (expires < np.datetime64(day))
    yield stock.warning(gone, "stock.expired", "expiry_date", lambda _: detail)
    fresh = looked_up(data["products"], "sku", "shelf_life_days", stock, "sku")
    left = (expires - np.datetime64(day)).astype("timedelta64[D]").astype(np.float64)
    yield stock.warning(
        there & ~np.isnat(expires) & (left > fresh),
        "stock.lasts_too_long",
        "expiry_date",
        lambda record: {"shelf_life_days": int(fresh[record])},
    )


def stock_without_demand(data: ReadTables) -> Iterator[Finding]:
    """Stock of products that no record of the demand history is about: nothing is forecast."""
    stock, history, products = data["stock"], data["demand_history"], data["products"]
    categories = dict(zip(products.values("sku"), products.values("category"), strict=True))
    items = {*history.values("sku"), *history.values("category")} - {""}
    if not items or not items <= {*categories, *categories.values()}:
        # Names that are misspelt are told of; nothing more can be known.
        return
    skus = pd.Series(stock.values("sku"), dtype=object)
    known = skus.isin(items) | skus.map(categories).isin(items)
    without = ~known.to_numpy() & (stock.numbers("on_hand_units") > 0)
    yield stock.warning(without & stock.good("sku"), "stock.no_demand_known", "sku")


def sold_where_no_lane_leads(data: ReadTables) -> Iterator[Finding]:
    """Products sold at a warehouse that no lane brings them to, though one leads elsewhere."""
    history, lanes = data["demand_history"], data["supply_lanes"]
    if not len(history) or not len(lanes):
        return
    brought = set(zip(lanes.values("to_id"), lanes.values("sku"), strict=True))
    skus = {sku for _, sku in brought}
    for_all = {to_id for to_id, sku in brought if sku == ANY_SKU}
    place, sku = history.values("warehouse_id"), history.values("sku")
    known = set(data["warehouses"].values("warehouse_id"))
    products = set(data["products"].values("sku"))
    _, first = np.unique(history.key_codes(("warehouse_id", "sku")), return_index=True)
    records = [
        record
        for record in sorted(first.tolist())
        if place[record] in known
        and sku[record] in products
        and (place[record], sku[record]) not in brought
        and place[record] not in for_all
        and (sku[record] in skus or ANY_SKU in skus)
    ]
    yield history.warning(np.array(records, dtype=np.int64), "lane.none_leads_there", "sku")


def overdue_inbound(data: ReadTables) -> Iterator[Finding]:
    """Goods that should have come before the day to plan, or that come in a year or more."""
    inbound, day = data["inbound"], first_day(data)
    if day is not None:
        due, detail = inbound.values("due_date"), {"day": day.isoformat()}
        late = inbound.given("due_date") & (due < np.datetime64(day))
        yield inbound.warning(late, "inbound.overdue", "due_date", lambda _: detail)
        far = np.datetime64(day + datetime.timedelta(days=_FAR_DAYS))
        never = inbound.given("due_date") & (due > far)
        yield inbound.warning(never, "inbound.far_ahead", "due_date", lambda _: detail)


def odd_inbound(data: ReadTables) -> Iterator[Finding]:
    """Goods on their way that are none, or are moved from nowhere or from where they go."""
    inbound = data["inbound"]
    yield inbound.warning(inbound.numbers("units") == 0, "inbound.nothing", "units")
    moved = inbound.values("type") == "transfer"
    from_id = inbound.values("from_id")
    yield inbound.warning(moved & ~inbound.given("from_id"), "inbound.no_giver", "from_id")
    same = inbound.given("from_id") & (from_id == inbound.values("warehouse_id"))
    yield inbound.finding(same, "inbound.to_itself", "from_id")


def closed_warehouses(data: ReadTables) -> Iterator[Finding]:
    """Warehouses that lanes lead to, but that take nothing in or have no room."""
    warehouses = data["warehouses"]
    supplied = pd.Series(warehouses.values("warehouse_id"), dtype=object).isin(
        set(data["supply_lanes"].values("to_id"))
    )
    for column, code in (
        ("inbound_capacity_m3_per_day", "warehouse.takes_nothing_in"),
        ("storage_capacity_m3", "warehouse.no_room"),
        ("outbound_capacity_orders_per_day", "warehouse.sends_nothing_out"),
    ):
        none = warehouses.given(column) & (warehouses.numbers(column) == 0)
        yield warehouses.warning(none & supplied.to_numpy(), code, column)


def more_than_fits(data: ReadTables) -> Iterator[Finding]:
    """Opening stock, alone or with what is due by the day to plan, beyond a warehouse's storage."""
    warehouses, stock, inbound = data["warehouses"], data["stock"], data["inbound"]
    ids, room = warehouses.values("warehouse_id"), warehouses.numbers("storage_capacity_m3")
    stored = _volumes(data, stock, "on_hand_units")
    held = pd.Series(stored).groupby(stock.values("warehouse_id").astype(str)).sum()
    lying = pd.Series(ids, dtype=object).map(held).fillna(0.0).to_numpy(dtype=np.float64)
    over = (lying > room) & (room > 0)
    yield warehouses.warning(
        over,
        "stock.beyond_storage",
        "storage_capacity_m3",
        lambda record: {"volume": round(float(lying[record]), 3), "room": float(room[record])},
    )
    day = first_day(data)
    if day is None:
        return
    due = inbound.given("due_date") & (inbound.values("due_date") <= np.datetime64(day))
    for record in np.flatnonzero(~over & (room > 0)).tolist():
        rows = np.flatnonzero(due & (inbound.values("warehouse_id") == ids[record]))
        coming = float(np.nansum(_volumes(data, inbound, "units")[rows]))
        if rows.size and lying[record] + coming > room[record]:
            facts: dict[str, Parameter] = {
                "stored": round(float(lying[record]), 3),
                "coming": round(coming, 3),
                "room": float(room[record]),
                "names": _names(inbound, rows),
            }
            yield _at(warehouses, record, "inbound.beyond_storage", "storage_capacity_m3", facts)


@dataclass(frozen=True, slots=True, kw_only=True)
class _DayOfInbound:
    """What is due at a warehouse on one day beyond what it can take in."""

    day: str
    volume: float
    rows: Indices


def more_than_can_be_taken_in(data: ReadTables) -> Iterator[Finding]:
    """Days on which more is due at a warehouse than it can take in; what is late counts today."""
    warehouses, inbound, day = data["warehouses"], data["inbound"], first_day(data)
    room = warehouses.numbers("inbound_capacity_m3_per_day")
    if day is None or not len(inbound) or not (room > 0).any():
        return
    volume = _volumes(data, inbound, "units")
    for record in np.flatnonzero(room > 0).tolist():
        own = inbound.values("warehouse_id") == warehouses.values("warehouse_id")[record]
        worst = _worst_day(inbound, own, volume, day)
        if worst is not None and worst.volume > room[record]:
            facts: dict[str, Parameter] = {
                "day": worst.day,
                "volume": round(worst.volume, 3),
                "room": float(room[record]),
                "names": _names(inbound, worst.rows),
            }
            column = "inbound_capacity_m3_per_day"
            yield _at(warehouses, record, "inbound.beyond_receiving", column, facts)


def settings_without_effect(data: ReadTables) -> Iterator[Finding]:
    """A budget of nothing, and stock that costs nothing to keep."""
    settings, table = data.settings, data["settings"]
    keys = table.values("key")
    if settings.purchase_budget == 0:
        yield table.warning(keys == "purchase_budget", "setting.no_budget", "value")
    rates = data["warehouses"].numbers("holding_cost_per_m3_day")
    if settings.capital_cost_share == 0 and not (rates > 0).any():
        yield table.warning(keys == "capital_cost_share", "setting.stock_costs_nothing", "value")


def _worst_day(
    inbound: ReadTable, own: Mask, volume: Numbers, today: datetime.date
) -> _DayOfInbound | None:
    rows = np.flatnonzero(own & inbound.given("due_date"))
    if not rows.size:
        return None
    due = np.maximum(inbound.values("due_date")[rows], np.datetime64(today))
    days, which = np.unique(due, return_inverse=True)
    sums = np.bincount(which, weights=np.nan_to_num(volume[rows]))
    worst = int(np.argmax(sums))
    return _DayOfInbound(day=str(days[worst]), volume=float(sums[worst]), rows=rows[which == worst])


def _volumes(data: ReadTables, table: ReadTable, units: str) -> Numbers:
    """Volume of the units of each record."""
    return table.numbers(units) * looked_up(data["products"], "sku", "unit_volume_m3", table, "sku")


def _names(inbound: ReadTable, rows: Indices) -> str:
    """What is on its way by its ids, the first few of them."""
    names = [inbound.raw.text("inbound_id", row)[:100] for row in rows[:_MOST_NAMED].tolist()]
    return ", ".join(names) + (", …" if len(rows) > _MOST_NAMED else "")


def _at(
    table: ReadTable, record: int, code: str, column: str, facts: dict[str, Parameter]
) -> Finding:
    return table.warning(np.array([record]), code, column, lambda _: facts)
