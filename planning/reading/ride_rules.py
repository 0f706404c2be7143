"""Rules on what must or may not ride together: locks, groups, goods that exclude each other, areas.

Orders of different days never meet, so every day is looked at by itself.
"""

from collections import defaultdict
from collections.abc import Iterator

import numpy as np
import pandas as pd

from domain.message import Parameter
from domain.orders import PICKUP
from planning.reading.fleet_by_day import vehicles_by_day
from planning.reading.problems import Detail, Finding
from planning.reading.raw_table import Indices
from planning.reading.read_table import ReadTable, ReadTables

_SAME_STOP = (
    "lat", "lon", "window_start", "window_end", "window2_start", "window2_end", "window_kind",
)  # fmt: skip
"""What neighbours on a route share when they are one stop, besides being brought or fetched."""


def locks_without_vehicle(data: ReadTables) -> Iterator[Finding]:
    """Locked positions without a locked vehicle: then on whichever vehicle serves the order."""
    orders = data["orders"]
    alone = orders.given("locked_position") & ~orders.given("locked_vehicle_id")
    alone &= orders.good("locked_vehicle_id")
    yield orders.warning(alone, "order.lock_without_vehicle", "locked_position")


def positions_locked_twice(data: ReadTables) -> Iterator[Finding]:
    """Two orders locked to one position of one vehicle on one day, which are no one stop."""
    orders = data["orders"]
    locked = orders.given("locked_position") & orders.given("locked_vehicle_id")
    if not locked.any():
        return
    places = orders.key_codes(("due_date", "locked_vehicle_id", "locked_position"))
    doors = orders.key_codes(_SAME_STOP) * 2 + (orders.values("kind") == PICKUP)
    indices = np.flatnonzero(locked & (places >= 0) & (doors >= 0))
    first = pd.Series(doors[indices]).groupby(places[indices]).transform("first")
    yield orders.finding(
        indices[first.to_numpy() != doors[indices]],
        "order.position_locked_twice",
        "locked_position",
        detail=orders.detail(vehicle="locked_vehicle_id", position="locked_position"),
    )


def groups_locked_apart(data: ReadTables) -> Iterator[Finding]:
    """Orders that must ride on one vehicle, and are locked to two."""
    orders = data["orders"]
    locked, vehicles = orders.given("locked_vehicle_id"), orders.values("locked_vehicle_id")
    for members in _groups(orders):
        bound = members[locked[members]]
        if len(bound):
            first = str(vehicles[bound[0]])
            yield orders.finding(
                bound[vehicles[bound] != first],
                "order.group_locked_apart",
                "locked_vehicle_id",
                detail=_always(group=_group(orders, bound), vehicle=first),
            )


def groups_that_exclude_each_other(data: ReadTables) -> Iterator[Finding]:
    """Orders that must ride on one vehicle but on no trip together, where none makes two trips."""
    orders, trips = data["orders"], data["vehicles"].numbers("max_trips")
    excluded = orders.values("incompatible_with")
    if not orders.given("incompatible_with").any() or (np.nan_to_num(trips, nan=2) > 1).any():
        return
    goods_of = _goods_classes(data)
    for members in _groups(orders):
        holders: dict[str, set[int]] = defaultdict(set)
        for record in members.tolist():
            for goods in goods_of[orders.values("order_id")[record]]:
                holders[goods].add(record)
        for record in members.tolist():
            met = sorted(g for g in excluded[record] if holders.get(g, set()) - {record})
            if met:
                yield orders.warning(
                    np.array([record], dtype=np.int64),
                    "order.group_excludes_itself",
                    "incompatible_with",
                    _always(group=_group(orders, members), goods=", ".join(met)),
                )


def zones_that_bind_nobody(data: ReadTables) -> Iterator[Finding]:
    """Zones of orders that are no territories; one that there is not at all is told as such."""
    orders, zones = data["orders"], data["zones"]
    given = orders.given("zone_id")
    if not zones.present:
        if given.any():
            yield orders.one_warning(given, "order.no_zones", "zone_id")
        return
    others = set(zones.values("zone_id")) - territories(data)
    unbound = given & np.array(
        [zone in others for zone in orders.values("zone_id")], dtype=np.bool_
    )
    yield orders.warning(unbound, "order.zone_no_territory", "zone_id")


def orders_outside_all_territories(data: ReadTables) -> Iterator[Finding]:
    """Orders that no vehicle of their day may serve, as each has territories and theirs in none."""
    orders, all_zones = data["orders"], territories(data)
    zones = pd.Series(orders.values("zone_id"), dtype=object)
    for vehicles, asked in vehicles_by_day(data):
        own = [zone_ids & all_zones for zone_ids in vehicles.zone_ids]
        if own and all(own):
            served = frozenset[str]().union(*own)
            inside = zones.isin(served).to_numpy()
            yield orders.warning(
                asked & ~inside & orders.good("zone_id"),
                "order.no_vehicle_of_territory",
                "zone_id",
                _always(territories=", ".join(sorted(served))[:100]),
            )


def _always(**facts: Parameter) -> Detail:
    """The same parameters for every record."""
    return lambda _: facts


def territories(data: ReadTables) -> frozenset[str]:
    """Zones that bind vehicles."""
    zones = data["zones"]
    is_territory = zones.values("kind") == "territory"
    return frozenset(map(str, zones.values("zone_id")[is_territory]))


def _goods_classes(data: ReadTables) -> dict[str, set[str]]:
    """Classes of the goods of each order."""
    lines, products = data["order_lines"], data["products"]
    class_of = dict(zip(products.values("sku"), products.values("goods_class"), strict=True))
    classes: dict[str, set[str]] = defaultdict(set)
    for order_id, sku in zip(lines.values("order_id"), lines.values("sku"), strict=True):
        if class_of.get(sku):
            classes[order_id].add(class_of[sku])
    return classes


def _group(orders: ReadTable, members: Indices) -> str:
    return str(orders.values("same_vehicle_group")[members[0]])[:100]


def _groups(orders: ReadTable) -> Iterator[Indices]:
    """Records of the orders of each group of a day that has more than one."""
    grouped = orders.given("same_vehicle_group")
    if not grouped.any():
        return
    codes = orders.key_codes(("due_date", "same_vehicle_group"))
    indices = np.flatnonzero(grouped & (codes >= 0))
    for _, members in pd.Series(indices).groupby(codes[indices]):
        if len(members) > 1:
            yield members.to_numpy(dtype=np.int64)
