"""How still a plan stays: the same input twice, and inputs that hardly differ."""

from collections.abc import Callable, Iterator
from dataclasses import replace

import numpy as np

from domain.stock_problem import StockProblem, Whole
from optimizer.inventory.solve_stock import solve_stock
from tests.benchmarks.goal import Goal
from tests.benchmarks.inventory.instances import Tightness, made_problem, tighten
from tests.benchmarks.inventory.rows import Row, Rows
from tests.benchmarks.inventory.scale import sells_more

WAREHOUSES, SKUS, SEEDS = 5, 400, (1, 2, 3)
TOUCHED = 0.01
"""Share of the series that a small change touches."""

_MOST_MOVED = 0.05


def measure_stability(*, seed: int) -> Row:
    """Shares of lines that differ by more than a case pack, after each small change."""
    problem = tighten(made_problem(WAREHOUSES, SKUS, seed=seed), Tightness())
    plan = solve_stock(problem).units
    random = np.random.default_rng(seed)
    count = max(1, round(TOUCHED * len(problem)))
    touched = np.sort(random.choice(len(problem), count, replace=False))
    changes: dict[str, Callable[[], StockProblem]] = {
        "demand up 1 %": lambda: sells_more(problem, touched, 1.01),
        "demand down 1 %": lambda: sells_more(problem, touched, 0.99),
        "one unit more": lambda: _with_stock(problem, touched, 1),
        "one unit less": lambda: _with_stock(problem, touched, -1),
    }
    moved, moved_today = {}, {}
    for name, change in changes.items():
        other = solve_stock(change()).units
        lots = problem.ways.lot_units[:, None]
        moved[name] = moved_share(plan, other, lots)
        moved_today[name] = moved_share(plan[:, :1], other[:, :1], lots)
    return {
        "is_same": bool(np.array_equal(plan, solve_stock(problem).units)),
        "moved": moved,
        "moved_today": moved_today,
        "lines": int((plan > 0).sum()),
        "lines_today": int((plan[:, 0] > 0).sum()),
    }


def moved_share(one: Whole, other: Whole, lots: Whole) -> float:
    """Share of the lines of two plans that differ by more than a lot."""
    lines = (one > 0) | (other > 0)
    moved = np.abs(one - other) > lots
    return float(moved.sum() / max(1, lines.sum()))


def _with_stock(problem: StockProblem, series: Whole, units: int) -> StockProblem:
    """The problem with more or less on hand of some series, never less than nothing."""
    supplied = problem.supplied.copy()
    supplied[series] = np.maximum(supplied[series] + units, 0)
    return replace(problem, supplied=supplied)


def stability_goals(rows: Rows, *, quick: bool) -> Iterator[Goal]:
    """The same plan from the same input, and nearly the same from nearly the same."""
    seeds = SEEDS[:1] if quick else SEEDS
    found = [row for seed in seeds if (row := rows.measure("stability", seed=seed))]
    if not found:
        return
    yield Goal(
        goal="same input: plans that differ",
        measured=sum(not row["is_same"] for row in found),
        target=0,
        detail={"plans": len(found)},
    )
    for when, key in (("today", "moved_today"), ("over the horizon", "moved")):
        yield Goal(
            goal=f"small input change: share of lines {when} that move by more than a case pack",
            measured=max(max(row[key].values()) for row in found),
            target=_MOST_MOVED,
            detail={"by_seed": [row[key] for row in found]},
        )
