"""``python -m tests.benchmarks.roads [--quick]``: a line of JSON for each goal of the roads.

Each measurement is made in a process of its own with two threads, compiled code warm. A full run
keeps what it measured and goes on where an earlier one of the same code stopped; `--fresh` forgets
that. Peers come with the extra ``bench``. What cannot be measured is named on standard error.
"""

import argparse
import json
import sys
import tempfile
from collections.abc import Callable, Iterator
from functools import partial
from pathlib import Path
from typing import Any

from tests.benchmarks.goal import Goal
from tests.benchmarks.roads import growth, hours, matrices, opening
from tests.benchmarks.roads.rows import Rows

MEASUREMENTS: dict[str, Callable[..., dict[str, Any]]] = {
    "porto": matrices.measure_porto,
    "new_york": matrices.measure_new_york,
    "order": matrices.measure_order,
    "hours": hours.measure_hours,
    "turns": hours.measure_turns,
    "approximation": hours.measure_approximation,
    "snapping": opening.measure_snapping,
    "preparing": opening.measure_preparing,
    "reopening": opening.measure_reopening,
    "import": opening.measure_import,
    "osmnx": opening.measure_osmnx,
    "city": growth.measure_city,
    "nodes": growth.measure_nodes,
    "stops": growth.measure_stops,
}


def goal_sections(out: Path) -> dict[str, Callable[..., Iterator[Goal]]]:
    """The goals in groups, by name."""
    return {
        "porto": matrices.porto_goals,
        "new_york": matrices.new_york_goals,
        "order": matrices.order_goals,
        "hours": hours.hours_goals,
        "turns": hours.turns_goals,
        "snapping": opening.snapping_goals,
        "reopening": opening.reopening_goals,
        "import": opening.import_goals,
        "growth": partial(growth.growth_goals, out=out),
        "approximation": hours.approximation_goals,
    }


def main() -> int:
    """Measure, and print a line per goal; 1 if a measurement failed."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--quick", action="store_true", help="at most ten minutes")
    parser.add_argument("--fresh", action="store_true", help="forget what was measured before")
    parser.add_argument("--only", choices=goal_sections(Path()), help="one group of goals")
    parser.add_argument("--out", type=Path, help="folder for tables and picture")
    parser.add_argument("--one", choices=MEASUREMENTS, help=argparse.SUPPRESS)
    parser.add_argument("--with", dest="arguments", type=json.loads, help=argparse.SUPPRESS)
    chosen = parser.parse_args()
    if chosen.one is not None:
        print(json.dumps(MEASUREMENTS[chosen.one](**chosen.arguments)), flush=True)
        return 0
    out = chosen.out or Path(tempfile.mkdtemp(prefix="wayloom-roads-"))
    out.mkdir(parents=True, exist_ok=True)
    rows = Rows(is_kept=not chosen.quick, forgets=chosen.fresh)
    rows.measure("preparing")
    for name, goals in goal_sections(out).items():
        if chosen.only in {None, name}:
            for goal in goals(rows, quick=chosen.quick):
                print(goal.line(), flush=True)
    return 1 if rows.failures else 0


if __name__ == "__main__":
    sys.exit(main())
