import csv
import datetime
import gzip
import subprocess
import sys
from collections import defaultdict
from pathlib import Path

import numpy as np
import pyarrow.parquet as pq
import pytest

from domain.column import RESERVED, columns_of
from domain.tables import TABLE_BY_NAME
from planning.reading.read_dataset import read_dataset
from planning.sample.dataset import write_sample

KEPT = Path(__file__).parents[3] / "resources" / "sample_day"
REMAKE = "run: python -m planning.sample resources/sample_day"

Rows = list[dict[str, str]]


def _read(folder: Path, table: str) -> Rows:
    with (folder / f"{table}.csv").open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def _minutes(clock: str) -> int:
    hours, minutes = clock.split(":")
    return 60 * int(hours) + int(minutes)


def test_the_kept_sample_is_what_the_generator_makes(sample_day: Path) -> None:
    made = {path.name: path for path in sample_day.iterdir()}
    kept = {path.name: path for path in KEPT.iterdir()}
    assert made.keys() == kept.keys(), REMAKE
    for name, path in made.items():
        if name.endswith(".parquet"):
            # The bytes are those of one version of the library; the content is not.
            assert pq.read_table(path).equals(pq.read_table(kept[name])), REMAKE
        elif name.endswith(".gz"):
            first, second = (gzip.decompress(one.read_bytes()) for one in (path, kept[name]))
            assert first == second, REMAKE
        else:
            assert path.read_bytes() == kept[name].read_bytes(), f"{name} differs; {REMAKE}"


def test_the_kept_sample_is_small() -> None:
    assert sum(path.stat().st_size for path in KEPT.iterdir()) < 1_000_000
    assert (KEPT / "demand_history.parquet").stat().st_size < 300_000


def test_the_same_seed_gives_the_same_bytes(tmp_path: Path) -> None:
    for name in ("a", "b"):
        write_sample(tmp_path / name, seed=4, nodes=1_000, orders=30, skus=20, days=60)
    for path in (tmp_path / "a").iterdir():
        assert path.read_bytes() == (tmp_path / "b" / path.name).read_bytes(), path.name


def test_the_day_has_the_size_asked_for(sample_day: Path) -> None:
    sizes = {"orders": 400, "vehicles": 24, "warehouses": 3, "products": 200, "stock": 600}
    assert {table: len(_read(sample_day, table)) for table in sizes} == sizes
    history = pq.read_table(sample_day / "demand_history.parquet")
    assert history.num_rows == 3 * 200 * 730
    last = history.column("date").to_numpy().max()
    assert last == np.datetime64(datetime.date(2026, 11, 19))


def test_no_column_is_one_that_nothing_reads(sample_day: Path) -> None:
    for path in sample_day.glob("*.csv"):
        declared = {column.name: column for _, column in columns_of(TABLE_BY_NAME[path.stem].noun)}
        assert all(declared[name].read_by != RESERVED for name in _read(sample_day, path.stem)[0])


def test_the_day_can_be_read(sample_day: Path) -> None:
    reading = read_dataset(sample_day)
    assert reading.dataset is not None
    assert len(reading.dataset.orders) == 400
    # All that is odd about the day are the orders that are meant to be.
    assert {problem.file for problem in reading.problems} <= {"orders.csv", "order_lines.csv"}
    assert len(reading.problems) <= 3


def _impossible(folder: Path) -> dict[str, list[str]]:
    """Reasons by order for which no vehicle of no warehouse can bring it."""
    stock = {
        (row["warehouse_id"], row["sku"]): int(row["on_hand_units"])
        for row in _read(folder, "stock")
    }
    products = {row["sku"]: row for row in _read(folder, "products")}
    lines: dict[str, Rows] = defaultdict(list)
    for row in _read(folder, "order_lines"):
        lines[row["order_id"]].append(row)
    vehicles = _read(folder, "vehicles")
    reasons = {
        order["order_id"]: _reasons(order, lines[order["order_id"]], products, vehicles, stock)
        for order in _read(folder, "orders")
    }
    return {order_id: found for order_id, found in reasons.items() if found}


def _reasons(
    order: dict[str, str],
    lines: Rows,
    products: dict[str, dict[str, str]],
    vehicles: Rows,
    stock: dict[tuple[str, str], int],
) -> list[str]:
    def load(column: str) -> float:
        return sum(int(line["units"]) * float(products[line["sku"]][column]) for line in lines)

    homes = {vehicle["warehouse_id"] for vehicle in vehicles}
    sources = {
        home
        for home in homes
        if all(stock[home, line["sku"]] >= int(line["units"]) for line in lines)
    }
    needed = set(filter(None, order["requirements"].split(";")))
    fit = [v for v in vehicles if needed <= set(v["equipment"].split(";"))]
    carrying = [
        v
        for v in fit
        if load("unit_weight_kg") <= float(v["capacity_kg"])
        and load("unit_volume_m3") <= float(v["capacity_m3"])
    ]
    start, end = _minutes(order["window_start"]), _minutes(order["window_end"])
    on_shift = [
        v
        for v in fit
        if _minutes(v["shift_start"]) + 45 <= end and start <= _minutes(v["shift_end"]) - 90
    ]
    found = {"stock": not sources, "load": not carrying, "window": not on_shift}
    bringing = [v for v in carrying if v in on_shift and v["warehouse_id"] in sources]
    return [name for name, holds in found.items() if holds] or ["fleet"] * (not bringing)


def test_exactly_three_orders_are_impossible_each_for_a_reason_of_its_own(
    sample_day: Path,
) -> None:
    found = _impossible(sample_day)
    assert sorted(found.values()) == [["load"], ["stock"], ["window"]]


@pytest.mark.parametrize("seed", [1, 2])
def test_other_days_have_the_same_three(seed: int, tmp_path: Path) -> None:
    write_sample(tmp_path, seed=seed, nodes=1_000, orders=150, skus=60, days=60)
    assert sorted(_impossible(tmp_path).values()) == [["load"], ["stock"], ["window"]]


def test_stock_lets_every_possible_order_ship_in_any_sequence(sample_day: Path) -> None:
    needed: dict[str, int] = defaultdict(int)
    impossible = _impossible(sample_day)
    for line in _read(sample_day, "order_lines"):
        if line["order_id"] not in impossible:
            needed[line["sku"]] += int(line["units"])
    low: dict[str, set[str]] = defaultdict(set)
    for row in _read(sample_day, "stock"):
        if int(row["on_hand_units"]) < needed[row["sku"]]:
            low[row["warehouse_id"]].add(row["sku"])
    assert all(low.values()), "allocation should matter at every warehouse"
    wanted: dict[str, set[str]] = defaultdict(set)
    for line in _read(sample_day, "order_lines"):
        if line["order_id"] not in impossible:
            wanted[line["order_id"]].add(line["sku"])
    for skus in wanted.values():
        assert any(not skus & short for short in low.values())


def test_a_day_scales(tmp_path: Path) -> None:
    write_sample(tmp_path, seed=8, nodes=1_000, orders=1_000, warehouses=5, skus=40, days=20)
    assert len(_read(tmp_path, "orders")) == 1_000
    assert len(_read(tmp_path, "vehicles")) == 60
    homes = {vehicle["warehouse_id"] for vehicle in _read(tmp_path, "vehicles")}
    assert homes == {row["warehouse_id"] for row in _read(tmp_path, "warehouses")}


def test_the_smallest_day(tmp_path: Path) -> None:
    write_sample(tmp_path, seed=8, nodes=1_000, orders=10, warehouses=1, skus=10, days=1)
    assert len(_read(tmp_path, "orders")) == 10
    assert len(_impossible(tmp_path)) == 3


@pytest.mark.parametrize(
    ("orders", "skus", "days"), [(9, 10, 1), (20_001, 10, 1), (10, 9, 1), (10, 10, 0)]
)
def test_a_size_out_of_range_is_refused(orders: int, skus: int, days: int, tmp_path: Path) -> None:
    with pytest.raises(ValueError, match="A sample has"):
        write_sample(tmp_path, seed=1, orders=orders, skus=skus, days=days)


def test_the_command_writes_a_day(tmp_path: Path) -> None:
    sizes = ["--nodes", "1000", "--orders", "12", "--skus", "10", "--days", "5"]
    command = [sys.executable, "-m", "planning.sample", str(tmp_path / "day"), *sizes]
    subprocess.run(command, check=True, cwd=Path(__file__).parents[3])
    assert len(_read(tmp_path / "day", "orders")) == 12
