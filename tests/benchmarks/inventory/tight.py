"""Small problems with too little room: the gap that we certify, and the peers' plans beside ours.

A peer has a minute, we have twenty seconds, on the same problem and priced by the same checker.
"""

import time
from collections.abc import Iterator, Mapping
from typing import Any

from domain.check_stock import check_stock
from domain.progress import MaxRuntime
from domain.stock_problem import StockProblem
from optimizer.inventory.solve_stock import solve_stock
from tests.benchmarks.goal import Goal
from tests.benchmarks.inventory.instances import TIGHT, made_problem, tighten
from tests.benchmarks.inventory.peers import SOLVERS, solve_exactly
from tests.benchmarks.inventory.rows import Row, Rows

GAPS: Mapping[int, float] = {10: 0.04, 30: 0.02, 200: 0.003}
"""Certified gap wanted, by the number of SKUs."""

SEEDS = (1, 2, 3)
OUR_S, PEER_S = 20.0, 60.0

_EQUAL = 1e-6


def tight_problem(skus: int, seed: int) -> StockProblem:
    """A problem of one warehouse with less than half of the receiving that it would use."""
    return tighten(made_problem(1, skus, seed=seed), TIGHT)


def warm_up() -> None:
    """Have all that is compiled ready."""
    solve_stock(tight_problem(3, 0), stop=MaxRuntime(5.0))


def measure_tight(*, skus: int, seed: int) -> Row:
    """Our plan of a tight problem."""
    problem = tight_problem(skus, seed)
    warm_up()
    began_s = time.perf_counter()
    solution = solve_stock(problem, stop=MaxRuntime(OUR_S))
    return {
        "cost": solution.cost,
        "bound": solution.lower_bound,
        "gap": solution.gap,
        "seconds": round(time.perf_counter() - began_s, 2),
        "faults": [str(fault) for fault in check_stock(problem, solution)],
    }


def measure_peer(*, skus: int, seed: int, peer: str) -> Row:
    """A peer's plan of a tight problem; its cost is None where it found no lawful plan."""
    found = solve_exactly(tight_problem(skus, seed), peer, seconds=PEER_S)
    solution = found.solution
    return {
        "cost": None if solution is None or found.faults else solution.cost,
        "bound": None if solution is None else solution.lower_bound,
        "is_proven": found.is_proven,
        "faults": [str(fault) for fault in found.faults],
    }


def tight_goals(rows: Rows, *, quick: bool) -> Iterator[Goal]:
    """Gaps by size, and plans no dearer than the peers'."""
    seeds = SEEDS[:1] if quick else SEEDS
    for skus, gap in GAPS.items():
        ours = {seed: row for seed in seeds if (row := rows.measure("tight", skus=skus, seed=seed))}
        if len(ours) == len(seeds):
            yield from _gap_goals(skus, gap, ours)
            if not quick:
                yield from _peer_goals(rows, skus, ours)


def _gap_goals(skus: int, gap: float, ours: Mapping[int, Row]) -> Iterator[Goal]:
    detail: dict[str, Any] = {"seeds": ours}
    yield Goal(
        goal=f"tight, {skus} SKUs: largest certified gap in {OUR_S:.0f} s",
        measured=max(row["gap"] for row in ours.values()),
        target=gap,
        detail=detail,
    )
    yield Goal(
        goal=f"tight, {skus} SKUs: longest time, s",
        measured=max(row["seconds"] for row in ours.values()),
        target=OUR_S,
        detail={},
    )
    yield Goal(
        goal=f"tight, {skus} SKUs: rules broken",
        measured=sum(len(row["faults"]) for row in ours.values()),
        target=0,
        detail={},
    )


def _peer_goals(rows: Rows, skus: int, ours: Mapping[int, Row]) -> Iterator[Goal]:
    """The worst of our plans against each peer's; a peer that found none is as dear as can be."""
    for peer in SOLVERS:
        theirs = {
            seed: row
            for seed in ours
            if (row := rows.measure("peer", skus=skus, seed=seed, peer=peer))
        }
        if len(theirs) < len(ours):
            continue
        dearer = {
            seed: ours[seed]["cost"] / row["cost"] - 1 if row["cost"] is not None else -1.0
            for seed, row in theirs.items()
        }
        yield Goal(
            goal=f"tight, {skus} SKUs: how much dearer than {peer} with {PEER_S:.0f} s",
            measured=max(dearer.values()),
            target=_EQUAL,
            detail={"dearer": dearer, "peer": theirs},
        )
