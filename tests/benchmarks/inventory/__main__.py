"""``python -m tests.benchmarks.inventory [--quick]``: a line of JSON for each goal of the stock.

Each measurement is made in a process of its own with two threads, compiled code warm. A full run
keeps what it measured and goes on where an earlier one of the same code stopped; `--fresh` forgets
that. Peers of the textbooks come with the extra ``bench``. What cannot be measured is named on
standard error.
"""

import argparse
import json
import sys
from collections.abc import Callable, Iterator

from tests.benchmarks.goal import Goal
from tests.benchmarks.inventory import calibration, inventory_routing, scale, stability, tight
from tests.benchmarks.inventory.rows import Row, Rows
from tests.benchmarks.inventory.textbook import SAME, TextbookRow, textbook_rows
from tests.benchmarks.roads.rows import say_not_measured

MEASUREMENTS: dict[str, Callable[..., Row]] = {
    "routing_stock": inventory_routing.measure_routing_stock,
    "tight": tight.measure_tight,
    "peer": tight.measure_peer,
    "stability": stability.measure_stability,
    "scale": scale.measure_scale,
}

_TEXTBOOKS = 30


def textbook_goals(rows: Rows, *, quick: bool) -> Iterator[Goal]:
    """Instances of textbooks that our policies answer as stockpyl does; a table of all."""
    del rows, quick
    try:
        found = textbook_rows()
    except ModuleNotFoundError as error:
        say_not_measured("textbooks", str(error))
        return
    for row in found:
        print(f"{row.instance}: {_told(row)}")
    answered = [row for row in found if not row.left_out]
    same = [row for row in answered if row.is_same]
    yield Goal(
        goal=f"textbooks: answers that differ from stockpyl's by more than {SAME:g}",
        measured=len(answered) - len(same),
        target=0,
        detail={"different": [row.instance for row in answered if not row.is_same]},
    )
    yield Goal(
        goal="textbooks: instances reproduced",
        measured=len(same),
        target=_TEXTBOOKS,
        at_most=False,
        detail={"left_out": len(found) - len(answered)},
    )


def _told(row: TextbookRow) -> str:
    if row.left_out:
        return f"left out, {row.left_out}"
    figures = ", ".join(f"{name} {value:.6g}" for name, value in row.ours.items())
    return f"{'same' if row.is_same else 'DIFFERENT'}, {figures}"


def calibration_goals(rows: Rows, *, quick: bool) -> Iterator[Goal]:
    """Chances of running out, judged on history held back; too long for a quick run."""
    del rows
    if not quick:
        yield from calibration.calibration_goals()


SECTIONS: dict[str, Callable[..., Iterator[Goal]]] = {
    "textbook": textbook_goals,
    "routing": inventory_routing.routing_stock_goals,
    "tight": tight.tight_goals,
    "stability": stability.stability_goals,
    "scale": scale.scale_goals,
    "calibration": calibration_goals,
}


def main() -> int:
    """Measure, and print a line per goal; 1 if a measurement failed."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--quick", action="store_true", help="at most ten minutes")
    parser.add_argument("--fresh", action="store_true", help="forget what was measured before")
    parser.add_argument("--only", choices=SECTIONS, nargs="+", help="some groups of goals")
    parser.add_argument("--one", choices=MEASUREMENTS, help=argparse.SUPPRESS)
    parser.add_argument("--with", dest="arguments", type=json.loads, help=argparse.SUPPRESS)
    chosen = parser.parse_args()
    if chosen.one is not None:
        print(json.dumps(MEASUREMENTS[chosen.one](**chosen.arguments)), flush=True)
        return 0
    rows = Rows(is_kept=not chosen.quick, forgets=chosen.fresh)
    for name, goals in SECTIONS.items():
        if chosen.only is None or name in chosen.only:
            for goal in goals(rows, quick=chosen.quick):
                print(goal.line(), flush=True)
    return 1 if rows.failures else 0


if __name__ == "__main__":
    sys.exit(main())
