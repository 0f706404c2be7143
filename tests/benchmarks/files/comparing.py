"""How soon two plans, and two projects of 20,000 orders, are compared."""

import statistics
import tempfile
import time
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path

from domain.plan import Plan
from planning.compare.plans import compare_plans
from planning.compare.tables import compare_tables
from planning.project.acts import CellChange, ChangeCells
from planning.project.project import Project
from tests.benchmarks.files.editing import ORDERS, make_project
from tests.benchmarks.goal import Goal
from tests.maps.made_up_plan import plan_day

PLANS_S, PROJECTS_S = 1.0, 3.0
RUNS = 5


def comparing_goals() -> Iterator[Goal]:
    """Plans of 400 orders that all differ, and projects that differ in one cell."""
    plan = plan_day(routes=20, stops=20, side=40).plan
    later = _all_later(plan)
    yield Goal(
        goal="seconds to compare two plans of 400 orders",
        measured=_median_s(lambda: len(compare_plans(plan, later).arrivals), 400),
        target=PLANS_S,
        detail={"runs": RUNS},
    )
    with tempfile.TemporaryDirectory() as folder:
        first = make_project(Path(folder))
        second = _with_a_note(first, Path(folder) / "other.wayloom")
        yield Goal(
            goal=f"seconds to compare two projects of {ORDERS:,} orders",
            measured=_median_s(lambda: _cells_changed(first, second), 1),
            target=PROJECTS_S,
            detail={"runs": RUNS},
        )


def _all_later(plan: Plan) -> Plan:
    """The plan with every stop half an hour later."""
    routes = tuple(
        replace(route, stops=tuple(replace(s, arrival_s=s.arrival_s + 1_800) for s in route.stops))
        for route in plan.routes
    )
    return replace(plan, routes=routes)


def _with_a_note(project: Path, other: Path) -> Path:
    """A copy of a project with one cell changed."""
    with Project.open(project) as opened:
        opened.copy_to(other)
    with Project.open(other) as opened:
        before = opened.cell("orders", 2, "note")
        change = CellChange(table="orders", row=2, column="note", before=before, after="call")
        opened.do(ChangeCells(cells=(change,)))
    return other


def _cells_changed(first: Path, second: Path) -> int:
    with Project.open(first) as one, Project.open(second) as other:
        return sum(table.cells_changed for table in compare_tables(one.tables(), other.tables()))


def _median_s(count: Callable[[], int], expected: int) -> float:
    """Median seconds of some runs, each of which must find as many differences as there are."""
    took_s = []
    for _ in range(RUNS):
        started_s = time.perf_counter()
        assert count() == expected
        took_s.append(time.perf_counter() - started_s)
    return statistics.median(took_s)
