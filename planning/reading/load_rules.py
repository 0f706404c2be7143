"""Rules on what orders weigh and need, against the vehicles of their day.

All are warnings: the plan is made without such an order, which is then listed with its reason.
"""

from collections.abc import Iterator

import numpy as np
import pandas as pd

from domain.orders import DELIVERY
from planning.reading.fleet_by_day import VehiclesOfDay, vehicles_by_day
from planning.reading.problems import Detail, Finding
from planning.reading.raw_table import Indices, Mask
from planning.reading.read_table import Numbers, ReadTables, Values

ROUNDING = 1 + 1e-9
"""What adding up weights may be off by."""


def days_without_vehicles(data: ReadTables) -> Iterator[Finding]:
    """Days on which orders are due, but no vehicle is there."""
    orders = data["orders"]
    for vehicles, asked in vehicles_by_day(data):
        if not vehicles.count:
            day = str(orders.values("due_date")[asked].min())
            yield orders.one_warning(asked, "vehicle.none_that_day", "due_date", day=day)


def too_heavy_or_large(data: ReadTables) -> Iterator[Finding]:
    """Orders beyond the largest vehicle."""
    orders = data["orders"]
    weights_kg, volumes_m3 = order_loads(data)
    for vehicles, asked in vehicles_by_day(data):
        if not vehicles.count:
            continue
        for loads, most, code in (
            (weights_kg, vehicles.capacity_kg, "order.too_heavy"),
            (volumes_m3, vehicles.capacity_m3, "order.too_large"),
        ):
            beyond = asked & (loads > most * ROUNDING)
            yield orders.warning(beyond, code, "order_id", _load_detail(loads, most))


def _load_detail(loads: Numbers, most: float) -> Detail:
    return lambda record: {"load": float(f"{loads[record]:.6g}"), "most": most}


def missing_equipment(data: ReadTables) -> Iterator[Finding]:
    """Orders that require what no vehicle has."""
    orders = data["orders"]
    needs = orders.values("requirements")
    for vehicles, asked in vehicles_by_day(data):
        if not vehicles.count:
            continue
        asking = asked & orders.given("requirements")
        unmet = {need for need in set(needs[asking]) if not _is_met(need, vehicles)}
        without = asking & np.array([need in unmet for need in needs], dtype=np.bool_)
        yield orders.warning(
            without,
            "order.no_vehicle_with_equipment",
            "requirements",
            orders.detail(needs="requirements"),
        )


def _is_met(need: frozenset[str], vehicles: VehiclesOfDay) -> bool:
    return any(need <= equipment for equipment in vehicles.equipment)


def goods_nobody_carries(data: ReadTables) -> Iterator[Finding]:
    """Order lines of a goods class that no vehicle takes."""
    lines, products = data["order_lines"], data["products"]
    carried = data["vehicles"].values("carries")
    if not len(carried) or not all(carried):
        return
    taken = frozenset[str]().union(*carried)
    class_of = dict(zip(products.values("sku"), products.values("goods_class"), strict=True))
    refused = {sku for sku, goods_class in class_of.items() if goods_class not in taken | {""}}
    for_nobody = pd.Series(lines.values("sku"), dtype=object).isin(refused).to_numpy()
    yield lines.warning(
        for_nobody,
        "order.goods_not_carried",
        "sku",
        lambda record: {"goods_class": class_of[lines.values("sku")[record]]},
    )


def more_than_in_stock(data: ReadTables) -> Iterator[Finding]:
    """Lines of deliveries of more units than any one warehouse has free."""
    lines, stock = data["order_lines"], data["stock"]
    if not stock.present or not (stock.good("on_hand_units") & stock.good("sku")).all():
        return
    free = stock.numbers("on_hand_units") - stock.numbers("reserved_units")
    held = pd.Series(free, dtype=float).groupby(
        [stock.values("warehouse_id").astype(str), stock.values("sku").astype(str)]
    )
    most = held.sum().groupby(level=1).max().clip(lower=0.0)
    skus = pd.Series(lines.values("sku"), dtype=object)
    known = skus.isin(set(data["products"].values("sku"))).to_numpy() & lines.given("units")
    known &= _are_delivered(data)
    reach = skus.map(most).fillna(0.0).to_numpy()
    yield lines.warning(
        known & (lines.numbers("units") > reach),
        "order.not_in_stock",
        "units",
        lambda record: {"most": int(reach[record])},
    )


def _are_delivered(data: ReadTables) -> Mask:
    """Which order lines are of deliveries; goods fetched or carried are in no stock."""
    orders = data["orders"]
    others = set(orders.values("order_id")[orders.values("kind") != DELIVERY])
    lines = pd.Series(data["order_lines"].values("order_id"), dtype=object)
    return np.asarray(~lines.isin(others), dtype=np.bool_)


def order_loads(data: ReadTables) -> tuple[Numbers, Numbers]:
    """Weight and volume of each order; NaN where a line or a product is not known."""
    orders, lines, products = data["orders"], data["order_lines"], data["products"]
    of_order = _positions(orders.values("order_id"), lines.values("order_id"))
    of_product = _positions(products.values("sku"), lines.values("sku"))
    units = lines.numbers("units")
    count = len(orders)
    loads = []
    for name in ("unit_weight_kg", "unit_volume_m3"):
        each = np.append(products.numbers(name), np.nan)[of_product]
        total = np.bincount(of_order + 1, weights=units * each, minlength=count + 1)
        loads.append(total[1 : count + 1].astype(np.float64))
    return loads[0], loads[1]


def _positions(ids: Values, asked: Values) -> Indices:
    """Where each id asked for first stands among others; -1 where it does not."""
    distinct = pd.Index(ids).drop_duplicates()
    first = np.flatnonzero(~pd.Index(ids).duplicated())
    found = distinct.get_indexer(pd.Index(asked))
    return np.where(found < 0, -1, np.append(first, 0)[found]).astype(np.int64)
