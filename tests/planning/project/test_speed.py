"""A large project is opened and edited quickly, in time of the processor: disks differ."""

import statistics
import time
from collections.abc import Callable
from pathlib import Path

import numpy as np

from planning.project.acts import CellChange, ChangeCells, SourceSeen
from planning.project.import_tables import gather
from planning.project.project import Project
from planning.reading.raw_table import RawTable, text_array


def _table(name: str, count: int, width: int) -> RawTable:
    numbers = np.random.default_rng(1).integers(0, 10**6, (width, count))
    return RawTable(
        name=name,
        file=f"{name}.csv",
        header=tuple(f"col{at}" for at in range(width)),
        cells=tuple(text_array([f"{cell}" for cell in column]) for column in numbers),
        rows=np.arange(2, count + 2, dtype=np.int64),
    )


def _median_s(work: Callable[[int], object], times: int) -> float:
    taken = []
    for at in range(times):
        started = time.process_time()
        work(at)
        taken.append(time.process_time() - started)
    return statistics.median(taken)


def test_large_project(tmp_path: Path) -> None:
    tables = [
        _table("orders", 20_000, 40),
        _table("order_lines", 45_000, 6),
        _table("products", 2_000, 12),
    ]
    path = tmp_path / "large.wayloom"
    project = Project.create(path, gather(tables, SourceSeen(location="/x")), name="large")

    def edit(at: int) -> None:
        row = 2 + at * 7 % 20_000
        before = project.cell("orders", row, "col3")
        change = CellChange(table="orders", row=row, column="col3", before=before, after=f"{at}")
        project.do(ChangeCells(cells=(change,)))

    # An act waits for the disk once, some 2 to 4 ms; beyond that it costs next to nothing.
    assert _median_s(edit, 200) < 0.002
    assert _median_s(lambda _: project.undo(), 100) < 0.002
    assert _median_s(lambda _: project.redo(), 100) < 0.002
    project.close()

    def reopen(_: int) -> None:
        with Project.open(path) as again:
            again.tables()

    assert _median_s(reopen, 3) < 0.5
