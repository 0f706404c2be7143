"""A day of 300 orders at real addresses of Heidelberg, as a dataset folder.

``python -m tests.benchmarks.heidelberg_day OUT [--orders 300] [--seed 1]``, then
``wayloom plan OUT --roads ../shared/data/roads/heidelberg.osm.pbf --out PLAN``.

Addresses are those of the OpenStreetMap extract (``addr:housenumber`` on points, and on ways by
the middle of their nodes), drawn with a seed. The demand history is that of three stores x seven
departments of the M5 set: store CA 1, 2, 3 is warehouse W1, W2, W3, and each department is a SKU.
"""

import argparse
import csv
import datetime
import sys
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import osmium
from osmium.osm.types import Node, Way

from domain.geo import Location, great_circle_m

SHARED = Path(__file__).parents[3] / "shared" / "data"
ROADS = SHARED / "roads" / "heidelberg.osm.pbf"
SALES = SHARED / "demand" / "m5_dept" / "sales_state_store_dept_train.csv"

STATE = "CA"
WAREHOUSE_OF_STORE = {"1": "W1", "2": "W2", "3": "W3"}
DAY = datetime.date(2016, 4, 25)
HISTORY_FROM = datetime.date(2014, 4, 25)
VANS = 15

PRODUCTS = {
    "FOODS_1": (0.012, 2.0),
    "FOODS_2": (0.010, 1.5),
    "FOODS_3": (0.008, 1.2),
    "HOBBIES_1": (0.020, 1.0),
    "HOBBIES_2": (0.015, 0.8),
    "HOUSEHOLD_1": (0.025, 2.5),
    "HOUSEHOLD_2": (0.030, 3.0),
}
"""Volume in m3 and weight in kg of a unit of each department's goods; made up."""

WINDOWS = (("08:00", "18:00"), ("08:00", "12:00"), ("13:00", "18:00"), ("10:00", "13:00"))
STORES_FILE_DATES_FROM = 4


@dataclass(frozen=True, slots=True)
class Address:
    """A door with its address."""

    text: str
    location: Location


def write_day(folder: Path, *, orders: int, seed: int) -> None:
    """Write the dataset of the day into a folder."""
    rng = np.random.default_rng(seed)
    addresses = read_addresses(ROADS)
    print(f"{len(addresses)} addresses in {ROADS.name}")
    depots = _far_apart(addresses, len(WAREHOUSE_OF_STORE), rng)
    doors = [addresses[i] for i in rng.choice(len(addresses), size=orders, replace=False)]
    folder.mkdir(parents=True, exist_ok=True)
    _write_warehouses(folder, depots)
    _write_products(folder)
    mean = _write_history(folder)
    _write_stock_and_lanes(folder, mean)
    _write_orders(folder, doors, _shares(mean), rng)
    _write_vehicles(folder)
    for store, warehouse in WAREHOUSE_OF_STORE.items():
        print(f"demand of {warehouse} is that of M5 store {STATE} {store}")


def read_addresses(path: Path) -> list[Address]:
    """All addresses with street and house number in an OpenStreetMap file."""
    found = []
    for entity in osmium.FileProcessor(str(path)).with_locations():
        if "addr:housenumber" not in entity.tags or "addr:street" not in entity.tags:
            continue
        text = f"{entity.tags['addr:street']} {entity.tags['addr:housenumber']}"
        if isinstance(entity, Node):
            found.append(Address(text, Location(entity.location.lat, entity.location.lon)))
        elif isinstance(entity, Way):
            points = [(n.lat, n.lon) for n in entity.nodes if n.location.valid()]
            if points:
                lat, lon = np.mean(points, axis=0)
                found.append(Address(text, Location(float(lat), float(lon))))
    return found


def _far_apart(addresses: Sequence[Address], count: int, rng: np.random.Generator) -> list[Address]:
    """Addresses far from each other: each next one farthest from those chosen, of a sample."""
    sample = [addresses[i] for i in rng.choice(len(addresses), size=60, replace=False)]
    chosen = [sample[0]]
    while len(chosen) < count:
        chosen.append(
            max(
                sample,
                key=lambda a: min(great_circle_m(a.location, c.location) for c in chosen),
            )
        )
    return chosen


def _write_warehouses(folder: Path, depots: Sequence[Address]) -> None:
    rows = [
        (warehouse, depot.text, depot.location.lat, depot.location.lon, "06:00", "20:00", 0.5)
        for warehouse, depot in zip(WAREHOUSE_OF_STORE.values(), depots, strict=True)
    ]
    header = [
        "warehouse_id",
        "name",
        "lat",
        "lon",
        "open_time",
        "close_time",
        "holding_cost_per_m3_day",
    ]
    _write(folder / "warehouses.csv", [*header, "timezone"], [(*r, "Europe/Berlin") for r in rows])


def _write_products(folder: Path) -> None:
    header = ["sku", "category", "unit_value", "unit_volume_m3", "unit_weight_kg"]
    rows = [
        (sku, sku.split("_")[0], 4 + i, volume_m3, weight_kg, 12)
        for i, (sku, (volume_m3, weight_kg)) in enumerate(PRODUCTS.items())
    ]
    _write(folder / "products.csv", [*header, "case_pack_units"], rows)


def _write_history(folder: Path) -> dict[tuple[str, str], float]:
    """Write two years of sales; return the mean units per day of the last eight weeks."""
    rows, mean = [], {}
    with SALES.open(newline="") as file:
        reader = csv.reader(file)
        dates = [datetime.date.fromisoformat(d) for d in next(reader)[STORES_FILE_DATES_FROM:]]
        for state, store, category, department, *units in reader:
            if state != STATE or store not in WAREHOUSE_OF_STORE:
                continue
            warehouse, sku = WAREHOUSE_OF_STORE[store], f"{category}_{department}"
            mean[warehouse, sku] = float(np.mean([float(u) for u in units[-56:]]))
            rows += [
                (date, warehouse, sku, sold)
                for date, sold in zip(dates, units, strict=True)
                if HISTORY_FROM <= date < DAY
            ]
    _write(folder / "demand_history.csv", ["date", "warehouse_id", "sku", "units"], rows)
    return mean


def _write_stock_and_lanes(folder: Path, mean: dict[tuple[str, str], float]) -> None:
    stock = [(w, sku, int(2.5 * units), DAY) for (w, sku), units in mean.items()]
    header = ["warehouse_id", "sku", "on_hand_units", "as_of_date"]
    _write(folder / "stock.csv", header, stock)
    lanes = [("SUPPLIER", w, 2, 1, 24, 12) for w in WAREHOUSE_OF_STORE.values()]
    header = ["from_id", "to_id", "lead_time_days", "review_days", "moq_units"]
    _write(folder / "supply_lanes.csv", [*header, "order_multiple_units"], lanes)


def _shares(mean: dict[tuple[str, str], float]) -> list[float]:
    """Share of each SKU in all that is sold, in the order of `PRODUCTS`."""
    sold = [sum(units for (_, sku), units in mean.items() if sku == wanted) for wanted in PRODUCTS]
    return [units / sum(sold) for units in sold]


def _write_orders(
    folder: Path, doors: Sequence[Address], shares: Sequence[float], rng: np.random.Generator
) -> None:
    """Orders of one to three SKUs, drawn as they sell."""
    orders, lines = [], []
    for number, door in enumerate(doors, start=1):
        order_id = f"H{number:04d}"
        start, end = WINDOWS[rng.choice(len(WINDOWS), p=[0.4, 0.25, 0.2, 0.15])]
        place = (door.text, door.location.lat, door.location.lon)
        orders.append((order_id, *place, DAY, start, end, int(rng.integers(3, 9))))
        skus = rng.choice(list(PRODUCTS), size=rng.integers(1, 4), replace=False, p=shares)
        for sku in skus:
            lines.append((order_id, sku, int(rng.integers(1, 9))))
    header = [
        "order_id",
        "address",
        "lat",
        "lon",
        "due_date",
        "window_start",
        "window_end",
        "service_min",
    ]
    _write(folder / "orders.csv", header, orders)
    _write(folder / "order_lines.csv", ["order_id", "sku", "units"], lines)


def _write_vehicles(folder: Path) -> None:
    homes = list(WAREHOUSE_OF_STORE.values())
    rows = [
        (f"VAN{i + 1:02d}", homes[i % len(homes)], 8, 900, 60, 0.35, 24, "07:30", "17:30")
        for i in range(VANS)
    ]
    header = [
        "vehicle_id",
        "warehouse_id",
        "capacity_m3",
        "capacity_kg",
        "fixed_cost",
        "cost_per_km",
    ]
    header += ["cost_per_hour", "shift_start", "shift_end"]
    _write(folder / "vehicles.csv", header, rows)


def _write(path: Path, header: Sequence[str], rows: Iterable[Sequence[object]]) -> None:
    with path.open("w", newline="", encoding="utf-8") as file:
        writer = csv.writer(file)
        writer.writerow(header)
        writer.writerows(rows)


def main() -> int:
    """Write the day."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("out", type=Path)
    parser.add_argument("--orders", type=int, default=300)
    parser.add_argument("--seed", type=int, default=1)
    arguments = parser.parse_args()
    write_day(arguments.out, orders=arguments.orders, seed=arguments.seed)
    return 0


if __name__ == "__main__":
    sys.exit(main())
