"""A million orders with a thousand errors: every one is listed, within a minute on one core."""

import random
import time
from pathlib import Path

import pytest

from planning.reading.read_dataset import read_dataset
from tests.planning.reading.small_dataset import small_tables, write_csv_folder

ORDERS, ERRORS = 1_000_000, 1_000
LIMIT_S = 60.0

COLUMNS = (
    "order_id,customer_id,customer_name,address,phone,note,lat,lon,due_date,"
    "window_start,window_end,service_min,requirements"
)
SPOILT = {
    6: ('"49,41"', "value.decimal_comma"),
    7: ("", "value.missing"),
    8: ("03/04/2026", "value.date_ambiguous"),
    9: ("8:30 AM", "value.clock_form"),
    11: ("-5", "value.too_small"),
}


def _write_orders(folder: Path) -> dict[int, tuple[int, str]]:
    """Write orders and their lines; the spoilt ones by row, with column and code."""
    draw = random.Random(7)
    spoilt = {n: draw.choice(list(SPOILT)) for n in draw.sample(range(ORDERS), ERRORS)}
    with (
        (folder / "orders.csv").open("w") as orders,
        (folder / "order_lines.csv").open("w") as lines,
    ):
        orders.write(COLUMNS + "\n")
        lines.write("order_id,sku,units\n")
        for n in range(ORDERS):
            lat, lon = 49.3 + draw.random() / 5, 8.6 + draw.random() / 5
            row = [
                f"O{n:07d}",
                "",
                f"Customer {n % 70_000}",
                f'"Mill Lane {n % 900}, {n % 7}"',
                f"+49 {n}",
            ]
            row += [
                "",
                f"{lat:.6f}",
                f"{lon:.6f}",
                "2026-11-20",
                "08:00",
                "12:00",
                "5",
                "tail_lift",
            ]
            if n in spoilt:
                row[spoilt[n]] = SPOILT[spoilt[n]][0]
            orders.write(",".join(row) + "\n")
            lines.write(f"O{n:07d},007,{1 + n % 3}\n")
    return {n + 2: (column, SPOILT[column][1]) for n, column in spoilt.items()}


@pytest.mark.torture
def test_a_thousand_errors_in_a_million_orders_are_listed_in_a_minute(tmp_path: Path) -> None:
    folder = write_csv_folder(tmp_path / "data", small_tables())
    expected = _write_orders(folder)
    started_s = time.process_time()
    reading = read_dataset(folder)
    taken_s = time.process_time() - started_s
    names = COLUMNS.split(",")
    found = {p.row: (names.index(p.column), p.code) for p in reading.problems if p.row in expected}
    assert found == expected
    assert reading.error_count == ERRORS
    assert taken_s < LIMIT_S
