"""Rules on supply lanes: where they lead, how long they take, and what may be ordered by them."""

from collections import defaultdict
from collections.abc import Iterator

import numpy as np
import pandas as pd

from domain.products import ANY_SKU
from planning.reading.id_rules import likeness
from planning.reading.problems import Finding
from planning.reading.read_table import Numbers, ReadTable, ReadTables

MOST_DAYS_OF_DEMAND = 180
_DAYS_OF_RATE = 365


def lanes_in_a_circle(data: ReadTables) -> Iterator[Finding]:
    """Lanes from a place to itself."""
    lanes = data["supply_lanes"]
    same = (lanes.values("from_id") == lanes.values("to_id")) & lanes.given("to_id")
    yield lanes.finding(same, "lane.to_itself", "to_id")


def lanes_in_a_ring(data: ReadTables) -> Iterator[Finding]:
    """Warehouses that only supply one another: nothing ever comes in from a supplier."""
    lanes = data["supply_lanes"]
    warehouses = set(data["warehouses"].values("warehouse_id"))
    givers, takers = lanes.values("from_id"), lanes.values("to_id")
    if not warehouses.intersection(givers):
        return
    by_sku: dict[str, list[int]] = defaultdict(list)
    for record, sku in enumerate(lanes.values("sku")):
        if givers[record] != takers[record]:
            by_sku[sku or ANY_SKU].append(record)
    found: dict[int, tuple[str, str]] = {}
    of_all: set[str] = set()
    for sku, own in sorted(by_sku.items(), key=lambda item: item[0] != ANY_SKU):
        # A lane of all products is in a ring only where no product comes in from outside.
        others = by_sku if sku == ANY_SKU else {sku, ANY_SKU}
        records = [record for name in others for record in by_sku.get(name, [])]
        sources: dict[str, set[str]] = defaultdict(set)
        for record in records:
            sources[takers[record]].add(givers[record])
        told = set(of_all)
        for record in own:
            ring = _ring(takers[record], sources, warehouses)
            names = ", ".join(ring)
            if givers[record] in ring and names not in told:
                found[record] = (sku, names)
                told.add(names)
        of_all |= told if sku == ANY_SKU else set()
    yield lanes.warning(
        np.array(sorted(found), dtype=np.int64),
        "lane.in_a_ring",
        "from_id",
        lambda record: {"sku": found[record][0][:100], "ring": found[record][1][:100]},
    )


def _ring(start: str, sources: dict[str, set[str]], warehouses: set[str]) -> list[str]:
    """Everything that supplies a warehouse, if all of it is supplied by the warehouse in turn."""
    behind, ahead = {start}, [start]
    while ahead:
        for giver in sources.get(ahead.pop(), set()) - behind:
            if giver not in warehouses or not sources.get(giver):
                return []
            behind.add(giver)
            ahead.append(giver)
    return sorted(behind) if any(start in sources[giver] for giver in behind) else []


def suppliers_like_warehouses(data: ReadTables) -> Iterator[Finding]:
    """Suppliers whose name is nearly that of a warehouse: their stock would have no end."""
    lanes = data["supply_lanes"]
    warehouses = set(data["warehouses"].values("warehouse_id"))
    near = {likeness(name): name for name in warehouses}
    suppliers = set(lanes.values("from_id")) - warehouses
    like = {name: near[likeness(name)] for name in suppliers if likeness(name) in near}
    yield lanes.warning(
        pd.Series(lanes.values("from_id"), dtype=object).isin(like).to_numpy(),
        "lane.supplier_like_warehouse",
        "from_id",
        lambda record: {"near": like[lanes.values("from_id")[record]]},
    )


def odd_lead_times(data: ReadTables) -> Iterator[Finding]:
    """Lanes that bring nothing within the horizon, and such whose lead time may be anything."""
    lanes, horizon_days = data["supply_lanes"], data.settings.horizon_days
    lead, spread = lanes.numbers("lead_time_days"), lanes.numbers("lead_time_sd_days")
    days = {"horizon_days": horizon_days}
    late = np.ceil(lead) >= horizon_days
    yield lanes.warning(late, "lane.beyond_horizon", "lead_time_days", lambda _: days)
    yield lanes.warning(
        lanes.given("lead_time_sd_days") & (spread > lead) & (spread > 0),
        "lane.lead_time_unknown",
        "lead_time_sd_days",
        lanes.detail(lead_days="lead_time_days"),
    )
    seldom = lanes.given("review_days") & (lanes.numbers("review_days") > horizon_days)
    yield lanes.warning(seldom, "lane.reviewed_beyond_horizon", "review_days", lambda _: days)


def odd_lot_sizes(data: ReadTables) -> Iterator[Finding]:
    """Least quantities that are no whole number of case packs."""
    lanes = data["supply_lanes"]
    pack = _of_product(data, "case_pack_units")
    for name in ("moq_units", "order_multiple_units"):
        units = lanes.numbers(name)
        broken = lanes.given(name) & (units > 1) & (np.fmod(units, pack) > 0)
        yield lanes.warning(
            broken, "lane.no_whole_packs", name, lambda record: {"pack": int(pack[record])}
        )


def lanes_that_take_no_order(data: ReadTables) -> Iterator[Finding]:
    """Lanes whose daily limit is below their least order, or below one whole lot."""
    lanes = data["supply_lanes"]
    most, moq = lanes.numbers("max_units_per_day"), lanes.numbers("moq_units")
    yield lanes.warning(most == 0, "lane.closed", "max_units_per_day")
    lot = _lots(data)
    too_little = (most > 0) & (np.fmax(moq, lot) > most)
    yield lanes.warning(
        too_little,
        "lane.takes_no_order",
        "max_units_per_day",
        lambda record: {"least": int(np.fmax(moq, lot)[record])},
    )


def lots_beyond_warehouses(data: ReadTables) -> Iterator[Finding]:
    """Least orders that the warehouse cannot take in on one day, or has no room for at all."""
    lanes = data["supply_lanes"]
    least = np.fmax(lanes.numbers("moq_units"), _lots(data))
    volume = least * _of_product(data, "unit_volume_m3")
    for column, code in (
        ("inbound_capacity_m3_per_day", "lane.lot_beyond_receiving"),
        ("storage_capacity_m3", "lane.lot_beyond_storage"),
    ):
        room = _of_taker(data, column)
        yield lanes.warning(
            volume > room,
            code,
            "moq_units" if "moq_units" in lanes.columns else "to_id",
            lambda record, room=room: {  # type: ignore[misc]
                "volume": round(float(volume[record]), 3),
                "room": round(float(room[record]), 3),
            },
        )


def odd_trucks(data: ReadTables) -> Iterator[Finding]:
    """Trucks that cost nothing, have no size, or are smaller than what they carry."""
    lanes = data["supply_lanes"]
    size, cost = lanes.numbers("truck_capacity_m3"), lanes.numbers("fixed_cost_per_truck")
    sized = lanes.given("truck_capacity_m3")
    yield lanes.warning(sized & ~(cost > 0), "lane.truck_costs_nothing", "truck_capacity_m3")
    yield lanes.warning(~sized & (cost > 0), "lane.truck_without_size", "fixed_cost_per_truck")
    yield lanes.warning(
        sized & (_of_product(data, "unit_volume_m3") > size),
        "lane.truck_too_small",
        "truck_capacity_m3",
    )


def dear_lanes(data: ReadTables) -> Iterator[Finding]:
    """Lanes by which a unit costs more than it is sold for."""
    lanes = data["supply_lanes"]
    price = _of_product(data, "unit_price")
    yield lanes.warning(
        lanes.given("unit_cost") & (price > 0) & (lanes.numbers("unit_cost") > price),
        "lane.dearer_than_price",
        "unit_cost",
        lambda record: {"price": float(price[record])},
    )


def large_least_quantities(data: ReadTables) -> Iterator[Finding]:
    """Least quantities that last for more than half a year."""
    lanes = data["supply_lanes"]
    moq = lanes.numbers("moq_units")
    if not (moq > 0).any():
        return
    rates = _daily_rates(data)
    keys = zip(lanes.values("to_id"), lanes.values("sku"), strict=True)
    rate = np.array([rates.get(key, np.nan) for key in keys], dtype=np.float64)
    with np.errstate(over="ignore"):
        days = np.divide(moq, rate, out=np.zeros(len(lanes)), where=rate > 0)
    yield lanes.warning(
        days > MOST_DAYS_OF_DEMAND,
        "lane.moq_lasts_long",
        "moq_units",
        lambda record: {"days": round(min(1e9, float(days[record]))), "limit": MOST_DAYS_OF_DEMAND},
    )


def _daily_rates(data: ReadTables) -> dict[tuple[str, str], float]:
    """Units sold a day, by warehouse and SKU, over the last year of the history."""
    history = data["demand_history"]
    if not len(history):
        return {}
    frame = pd.DataFrame(
        {
            "place": history.values("warehouse_id"),
            "sku": history.values("sku"),
            "date": history.values("date"),
            "units": history.numbers("units"),
        }
    ).dropna()
    recent = frame[frame["date"] > frame["date"].max() - pd.Timedelta(days=_DAYS_OF_RATE)]
    mean = recent.groupby(["place", "sku"])["units"].mean()
    return {(str(place), str(sku)): float(rate) for (place, sku), rate in mean.items()}


def _lots(data: ReadTables) -> Numbers:
    """Units of the least lot of each lane: whole case packs and whole order multiples."""
    pack = np.nan_to_num(_of_product(data, "case_pack_units"), nan=1.0).astype(np.int64)
    multiple = np.nan_to_num(data["supply_lanes"].numbers("order_multiple_units"), nan=1.0)
    return np.lcm(np.maximum(pack, 1), np.maximum(multiple, 1).astype(np.int64)).astype(np.float64)


def _of_product(data: ReadTables, column: str) -> Numbers:
    """A number of each lane's product; NaN where the lane brings all of them."""
    return looked_up(data["products"], "sku", column, data["supply_lanes"], "sku")


def _of_taker(data: ReadTables, column: str) -> Numbers:
    """A number of the warehouse that each lane leads to."""
    return looked_up(data["warehouses"], "warehouse_id", column, data["supply_lanes"], "to_id")


def looked_up(parent: ReadTable, key: str, column: str, table: ReadTable, name: str) -> Numbers:
    """A number that each record's row in another table has, by its key; NaN where it has none."""
    known = dict(zip(parent.values(key), parent.numbers(column), strict=True))
    return np.array([known.get(value, np.nan) for value in table.values(name)], dtype=np.float64)
