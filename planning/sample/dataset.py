"""The whole sample: a folder that holds the tables of one day and the roads of its city."""

import datetime
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from planning.sample.city import City, build_city
from planning.sample.customers import CustomerOrder, choose_impossible, draw_orders
from planning.sample.demand import Sales, simulate_sales, write_history
from planning.sample.fleet import BOX_TRUCK, driver_rows, vehicle_rows
from planning.sample.goods import Good, build_goods
from planning.sample.osm_file import write_osm
from planning.sample.seasons import Campaign, campaigns, days_before, holidays
from planning.sample.tables import Row, write_table
from planning.sample.warehousing import (
    Site,
    Units,
    choose_sites,
    inbound_rows,
    lane_rows,
    product_rows,
    shares_of,
    stock_rows,
    stock_units,
    warehouse_rows,
)

ROADS_FILE = "city.osm.gz"
HISTORY_FILE = "demand_history.parquet"
SEED = 17
"""Seed of the sample that travels with the program."""

PLAN_DATE = datetime.date(2026, 11, 20)
LOOKAHEAD = datetime.timedelta(days=42)
"""Time after the plan for which holidays and promotions are known."""

UNITS_PER_ORDER = 2.9
MIN_ORDERS, MAX_ORDERS = 10, 20_000


def write_sample(
    folder: Path,
    *,
    seed: int,
    nodes: int = 8_000,
    orders: int = 400,
    vehicles: int | None = None,
    warehouses: int = 3,
    skus: int = 200,
    days: int = 730,
    date: datetime.date = PLAN_DATE,
) -> None:
    """Write a made-up day as a dataset, its roads beside it as ``city.osm.gz``.

    Exactly three orders cannot be served: one is heavier than any vehicle may carry, one wants to
    be served before any shift begins, one wants more of a SKU than any warehouse has.

    Parameters
    ----------
    folder
        Where to write; made if it is not there.
    seed
        The same seed and sizes give the same files.
    nodes
        Street junctions of the city, 1,000 to 500,000.
    orders
        Orders of the day, 10 to 20,000.
    vehicles
        Vehicles; six for a hundred orders where not given.
    warehouses, skus
        Warehouses and SKUs.
    days
        Days of demand history; the last is the day before the plan.
    date
        Day of the plan.

    Raises
    ------
    ValueError
        If a size is out of range.
    """
    if not MIN_ORDERS <= orders <= MAX_ORDERS:
        raise ValueError(f"A sample has {MIN_ORDERS} to {MAX_ORDERS} orders, not {orders}.")
    if warehouses < 1 or skus < 10 or days < 1:
        raise ValueError("A sample has a warehouse, 10 SKUs and a day of history at least.")
    city = build_city(nodes, max(nodes // 4, orders), seed)
    shop = _open_shop(city, orders, warehouses, skus, days_before(date, days), seed)
    if vehicles is None:
        vehicles = max(3 * warehouses, round(0.06 * orders))
    fleet = vehicle_rows(vehicles, shop.warehouse_ids)
    folder.mkdir(parents=True, exist_ok=True)
    write_osm(city, folder / ROADS_FILE)
    write_history(
        shop.sales, shop.warehouse_ids, shop.goods, shop.promotions, folder / HISTORY_FILE
    )
    for name, rows in (_shop_tables(shop, date, seed) | _fleet_tables(fleet, seed)).items():
        write_table(folder, name, rows)


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class _Shop:
    """The made-up shop: what it sells from where, what it sold, what is wanted and in stock."""

    goods: tuple[Good, ...]
    sites: tuple[Site, ...]
    promotions: tuple[Campaign, ...]
    sales: Sales
    orders: tuple[CustomerOrder, ...]
    on_hand: Units

    @property
    def warehouse_ids(self) -> tuple[str, ...]:
        return tuple(site.warehouse_id for site in self.sites)


def _open_shop(
    city: City,
    orders: int,
    warehouses: int,
    skus: int,
    history: tuple[datetime.date, ...],
    seed: int,
) -> _Shop:
    """The shop on the day after its history."""
    rng = np.random.default_rng([seed, 3])
    goods, sites = build_goods(skus, rng), choose_sites(city, warehouses)
    promotions = campaigns(goods, history[0], history[-1] + LOOKAHEAD, rng)
    shares, units_per_day = shares_of(city, sites), UNITS_PER_ORDER * orders
    sales = simulate_sales(goods, shares, history, promotions, units_per_day, rng)
    impossible = choose_impossible(goods, BOX_TRUCK.capacity_kg, BOX_TRUCK.capacity_m3)
    wanted = draw_orders(city, goods, orders, impossible, rng)
    on_hand = stock_units(sites, goods, wanted, sales.mean_units, impossible, rng)
    return _Shop(
        goods=goods,
        sites=sites,
        promotions=promotions,
        sales=sales,
        orders=wanted,
        on_hand=on_hand,
    )


def _shop_tables(shop: _Shop, date: datetime.date, seed: int) -> dict[str, list[Row]]:
    goods, sites, mean = shop.goods, shop.sites, shop.sales.mean_units
    rng = np.random.default_rng([seed, 4])
    return {
        "warehouses": warehouse_rows(sites, len(shop.orders)),
        "products": product_rows(goods, mean),
        "supply_lanes": lane_rows(sites, goods, mean),
        "stock": stock_rows(sites, goods, shop.on_hand, date),
        "inbound": inbound_rows(sites, goods, mean, date, rng),
        "promotions": _promotion_rows(shop.promotions),
        "holidays": _holiday_rows(shop.sales.days[0], date + LOOKAHEAD),
        "orders": [_order_row(order, date) for order in shop.orders],
        "order_lines": _line_rows(shop.orders, goods),
        "settings": _setting_rows(date),
    }


def _fleet_tables(fleet: list[Row], seed: int) -> dict[str, list[Row]]:
    return {"vehicles": fleet, "drivers": driver_rows(fleet, np.random.default_rng([seed, 5]))}


def _promotion_rows(promotions: tuple[Campaign, ...]) -> list[Row]:
    return [
        {
            "promo_id": one.promo_id,
            "name": one.name,
            "start_date": one.first,
            "end_date": one.last,
            "scope": one.scope,
            "discount_pct": one.discount_pct,
            "expected_uplift": one.uplift,
        }
        for one in promotions
    ]


def _holiday_rows(first: datetime.date, last: datetime.date) -> list[Row]:
    return [
        {"date": day, "name": name, "region_id": "AVER", "working": False}
        for day, name in holidays(first, last)
    ]


def _order_row(order: CustomerOrder, date: datetime.date) -> Row:
    start, end = order.window
    return {
        "order_id": order.order_id,
        "customer_id": order.customer_id,
        "customer_name": order.name,
        "address": order.address,
        "phone": order.phone,
        "note": order.note,
        "lat": order.place.lat,
        "lon": order.place.lon,
        "due_date": date,
        "window_start": start,
        "window_end": end,
        "service_min": order.service_min,
        "requirements": order.requirements,
    }


def _line_rows(orders: tuple[CustomerOrder, ...], goods: tuple[Good, ...]) -> list[Row]:
    return [
        {"order_id": order.order_id, "sku": goods[item].sku, "units": units}
        for order in orders
        for item, units in order.lines
    ]


def _setting_rows(date: datetime.date) -> list[Row]:
    values = {
        "currency": "EUR",
        "coordinate_datum": "wgs84",
        "plan_date": date.isoformat(),
        "horizon_days": "28",
        "service_level": "0.95",
    }
    return [{"key": key, "value": value} for key, value in values.items()]
