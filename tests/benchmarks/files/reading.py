"""A large table with errors: all of them located, in time and in little memory."""

import json
import os
import random
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from planning.reading.source_rows import read_rows_around
from tests.benchmarks.goal import Goal
from tests.planning.reading.small_dataset import small_tables, write_csv_folder

MAIN = Path(__file__).parents[3] / "main.py"
COLUMNS = [
    "order_id",
    "customer_id",
    "customer_name",
    "address",
    "phone",
    "note",
    "lat",
    "lon",
    "due_date",
    "window_start",
    "window_end",
    "service_min",
    "requirements",
]
ERRORS = {
    "lat": ('"49,41"', "value.decimal_comma"),
    "lon": ("", "value.missing"),
    "due_date": ("03/04/2026", "value.date_ambiguous"),
    "window_start": ("8:30 AM", "value.clock_form"),
    "service_min": ("-5", "value.too_small"),
}
ROWS, SPOILT = 1_000_000, 1_000


def write_orders(folder: Path, rows: int, spoilt: int) -> dict[tuple[int, str], str]:
    """Write orders with their lines, some spoilt; codes of the errors by row and column."""
    draw = random.Random(7)
    errors = {n: draw.choice(list(ERRORS)) for n in draw.sample(range(rows), spoilt)}
    with (
        (folder / "orders.csv").open("w", encoding="utf-8") as orders,
        (folder / "order_lines.csv").open("w", encoding="utf-8") as lines,
    ):
        orders.write(",".join(COLUMNS) + "\n")
        lines.write("order_id,sku,units\n")
        for n in range(rows):
            lat, lon = 49.3 + draw.random() / 5, 8.6 + draw.random() / 5
            cells = [f"O{n:07d}", "", f"Customer {n % 70_000}", f'"Mill Lane {n % 900}, {n % 7}"']
            cells += [f"+49 {n}", "", f"{lat:.6f}", f"{lon:.6f}", "2026-11-20", "08:00", "12:00"]
            cells += ["5", "tail_lift"]
            if n in errors:
                cells[COLUMNS.index(errors[n])] = ERRORS[errors[n]][0]
            orders.write(",".join(cells) + "\n")
            lines.write(f"O{n:07d},007,{1 + n % 3}\n")
    return {(n + 2, column): ERRORS[column][1] for n, column in errors.items()}


@dataclass(frozen=True, slots=True, kw_only=True)
class Validated:
    """What ``wayloom validate --json`` prints, and what the whole process took."""

    told: Any
    seconds: float
    peak_mb: float


def validate(folder: Path) -> Validated:
    """Validate a dataset in a process of its own."""
    started_s = time.monotonic()
    with tempfile.TemporaryFile() as out:
        command = [sys.executable, str(MAIN), "validate", str(folder), "--json"]
        process = subprocess.Popen(command, stdout=out, stderr=subprocess.DEVNULL)
        _, _, usage = os.wait4(process.pid, 0)
        process.returncode = 0
        seconds = time.monotonic() - started_s
        out.seek(0)
        told = json.loads(out.read())
    return Validated(told=told, seconds=seconds, peak_mb=usage.ru_maxrss / 1000)


def reading_goals(rows: int, spoilt: int) -> Iterator[Goal]:
    """A large table with errors: all of them listed, in time; rows shown around one of them."""
    with tempfile.TemporaryDirectory() as folder:
        data = write_csv_folder(Path(folder) / "data", small_tables())
        expected = write_orders(data, rows, spoilt)
        done = validate(data)
        found = {(p["row"], p["column"]): p["code"] for p in done.told["problems"]}
        right = sum(found.get(place) == code for place, code in expected.items())
        facts = {"rows": rows, "errors": spoilt, "bytes": (data / "orders.csv").stat().st_size}
        yield Goal(
            goal="validate: seconds to list the errors of a large table",
            measured=done.seconds,
            target=30.0,
            detail=facts,
        )
        yield Goal(
            goal="validate: MB of memory for a large table",
            measured=done.peak_mb,
            target=2_000.0,
            detail=facts,
        )
        yield Goal(
            goal="validate: share of the errors with the right row, column and code",
            measured=right / spoilt,
            target=1.0,
            at_most=False,
            detail=facts,
        )
        took_s = [_seconds_to_show(data, row) for row in (2, rows // 2, rows)]
        yield Goal(
            goal="rows around a problem: seconds at the end of the table",
            measured=took_s[-1],
            target=3.0,
            detail={**facts, "first_s": round(took_s[0], 3), "middle_s": round(took_s[1], 3)},
        )


def _seconds_to_show(folder: Path, row: int) -> float:
    started_s = time.monotonic()
    shown = read_rows_around(folder, "orders.csv", "", row, 9)
    assert any(cells[0] == f"O{row - 2:07d}" for cells in shown.rows), row
    return time.monotonic() - started_s
