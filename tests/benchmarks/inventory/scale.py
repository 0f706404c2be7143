"""A network of 20 warehouses and 5,000 SKUs: time, memory and certified gap; and one SKU edited."""

import time
from collections.abc import Iterator
from dataclasses import replace

import numpy as np

from domain.check_stock import check_stock
from domain.stock_problem import StockProblem, StockSolution, Whole
from optimizer.inventory.refresh import refresh_series
from optimizer.inventory.solve_stock import solve_stock
from tests.benchmarks.goal import Goal
from tests.benchmarks.inventory.instances import BUDGET, Tightness, made_problem, tighten
from tests.benchmarks.inventory.rows import Row, Rows
from tests.benchmarks.inventory.tight import warm_up
from tests.benchmarks.roads.clocks import peak_mb

WAREHOUSES, SKUS, SEED = 20, 5_000, 11
MEMORY_MB = 1_500.0

_EDITS = 5


def measure_scale(*, warehouses: int, skus: int, seed: int, is_network: bool) -> Row:
    """Plan a network, with a shared budget and moves where asked; then edit single SKUs."""
    problem = made_problem(warehouses, skus, seed=seed, moves=is_network)
    problem = tighten(problem, BUDGET if is_network else Tightness())
    warm_up()
    made_mb = peak_mb()
    began_s, cpu_began_s = time.perf_counter(), time.process_time()
    solution = solve_stock(problem)
    seconds, cpu_s = time.perf_counter() - began_s, time.process_time() - cpu_began_s
    return {
        "seconds": round(seconds, 1),
        "cpu_s": round(cpu_s, 1),
        "peak_mb": peak_mb(),
        "made_mb": made_mb,
        "gap": solution.gap,
        "cost": solution.cost,
        "bound": solution.lower_bound,
        "orders": int((solution.units > 0).sum()),
        "faults": [str(fault) for fault in check_stock(problem, solution)],
        **_edit(problem, solution, skus),
    }


def _edit(problem: StockProblem, solution: StockSolution, skus: int) -> Row:
    """Seconds that refreshes take after some SKUs sell a fifth more everywhere, one at a time."""
    seconds, faults = [], []
    for sku in range(0, skus, skus // _EDITS):
        series = np.arange(sku, len(problem), skus)
        edited = sells_more(problem, series, 1.2)
        began_s = time.perf_counter()
        refreshed = refresh_series(edited, solution, series.tolist())
        seconds.append(round(time.perf_counter() - began_s, 3))
        faults += [str(fault) for fault in check_stock(edited, refreshed)]
    return {"edit_s": seconds, "edit_faults": faults}


def sells_more(problem: StockProblem, series: Whole, factor: float) -> StockProblem:
    """The problem with the demand of some series multiplied."""
    points = problem.points.copy()
    points[series] *= np.float32(factor)
    return replace(problem, points=points)


def scale_goals(rows: Rows, *, quick: bool) -> Iterator[Goal]:
    """The network with storage and receiving; then with budget and moves too."""
    alone = _row(rows, is_network=False)
    if alone:
        name = "20 warehouses x 5,000 SKUs x 28 days"
        yield Goal(goal=f"{name}: seconds", measured=alone["seconds"], target=180, detail=alone)
        yield Goal(
            goal=f"{name}: peak memory, MB", measured=alone["peak_mb"], target=MEMORY_MB, detail={}
        )
        yield Goal(goal=f"{name}: certified gap", measured=alone["gap"], target=0.005, detail={})
        yield _lawful(name, alone)
        yield Goal(
            goal="one SKU edited: longest refresh, s",
            measured=max(alone["edit_s"]),
            target=1.0,
            detail={"seconds": alone["edit_s"]},
        )
    network = None if quick else _row(rows, is_network=True)
    if network:
        name = "the same with budget and moves"
        yield Goal(goal=f"{name}: seconds", measured=network["seconds"], target=600, detail=network)
        yield Goal(goal=f"{name}: certified gap", measured=network["gap"], target=0.01, detail={})
        yield _lawful(name, network)


def _row(rows: Rows, *, is_network: bool) -> Row | None:
    return rows.measure("scale", warehouses=WAREHOUSES, skus=SKUS, seed=SEED, is_network=is_network)


def _lawful(name: str, row: Row) -> Goal:
    faults = row["faults"] + row["edit_faults"]
    return Goal(
        goal=f"{name}: rules broken", measured=len(faults), target=0, detail={"first": faults[:5]}
    )
