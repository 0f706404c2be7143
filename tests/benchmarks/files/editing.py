"""A project of 20,000 orders: how soon an edit is safe on the disk, and how soon it opens."""

import random
import statistics
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path

from planning.project.acts import CellChange, ChangeCells, SourceSeen
from planning.project.import_tables import gather
from planning.project.project import Project
from planning.reading.csv_text import read_csv
from tests.benchmarks.files.reading import write_orders
from tests.benchmarks.goal import Goal

ORDERS = 20_000
EDIT_MS, OPEN_S = 5.0, 0.5
OPENINGS = 7


def make_project(folder: Path) -> Path:
    """A project of orders with their lines."""
    write_orders(folder, ORDERS, 0)
    files = [folder / "orders.csv", folder / "order_lines.csv"]
    tables = [table for file in files if (table := read_csv(file, [], lambda _: None))]
    path = folder / "day.wayloom"
    Project.create(path, gather(tables, SourceSeen(location=str(folder))), name="day").close()
    return path


def edits_ms(path: Path, count: int) -> list[float]:
    """How long each of some edits of one cell took, until it was durable."""
    draw, took_ms = random.Random(3), []
    with Project.open(path) as project:
        for number in range(count):
            row = draw.randrange(ORDERS) + 2
            before = project.cell("orders", row, "note")
            change = CellChange(
                table="orders", row=row, column="note", before=before, after=f"call {number}"
            )
            started_s = time.perf_counter()
            project.do(ChangeCells(cells=(change,)))
            took_ms.append(1000 * (time.perf_counter() - started_s))
    return sorted(took_ms)


def opening_s(path: Path) -> list[float]:
    """How long it took, each time, to open the project and have its tables."""
    took_s = []
    for _ in range(OPENINGS):
        started_s = time.perf_counter()
        with Project.open(path) as project:
            project.tables()
            took_s.append(time.perf_counter() - started_s)
    return sorted(took_s)


def editing_goals(*, quick: bool) -> Iterator[Goal]:
    """One edit durable in 5 ms, and the project open in half a second."""
    count = 500 if quick else 5_000
    with tempfile.TemporaryDirectory() as folder:
        path = make_project(Path(folder))
        took_ms = edits_ms(path, count)
        opened_s = opening_s(path)
        facts = {"orders": ORDERS, "edits": count, "bytes": path.stat().st_size}
    for share, name in ((0.5, "median"), (0.99, "99th percentile")):
        yield Goal(
            goal=f"project: ms until an edit is durable, {name}",
            measured=took_ms[int(share * len(took_ms))],
            target=EDIT_MS,
            detail={**facts, "longest_ms": round(took_ms[-1], 2)},
        )
    yield Goal(
        goal="project: seconds to open it and have its tables",
        measured=statistics.median(opened_s),
        target=OPEN_S,
        detail={**facts, "longest_s": round(opened_s[-1], 3)},
    )
