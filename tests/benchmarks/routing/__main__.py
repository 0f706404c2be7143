"""``python -m tests.benchmarks.routing [--quick]``: a line of JSON for each goal of routing.

Each run has a core of its own, in a process of its own. What was measured is kept: a peer's runs
for its version, ours for the text of the code; a run that was cut short goes on where it stopped.
Peers come with the extra ``bench``, or with another interpreter, `--peers-python`. Everything else
that cannot be measured is named on standard error.
"""

import argparse
import sys
import tempfile
from collections.abc import Callable, Iterator
from functools import partial
from importlib.util import find_spec
from pathlib import Path

from tests.benchmarks.goal import Goal
from tests.benchmarks.roads.rows import say_not_measured
from tests.benchmarks.routing import growth, hours, kayros, rich
from tests.benchmarks.routing.gap_table import write_runs, write_table
from tests.benchmarks.routing.gaps import class_goals
from tests.benchmarks.routing.instances import CLASSES, OURS, PEERS, InstanceClass
from tests.benchmarks.routing.tasks import Row, Tasks
from tests.benchmarks.routing.versus import Race, Run, race

SECTIONS = {
    "hours": hours.hours_goals,
    "truth": hours.truth_goals,
    "kayros": kayros.kayros_goals,
    "rich": rich.rich_goals,
}
QUICK = ("X 100-300", "X 502", "X 1001", "ORTEC 880", "hours")
SECONDS = (10.0, 30.0)


def main() -> int:
    """Measure, and print a line per goal; 1 if a measurement failed."""
    chosen = _arguments()
    tasks = Tasks(
        peers_python=chosen.peers_python,
        side_by_side=chosen.side_by_side,
        again=chosen.again,
        forgotten=chosen.forget,
    )
    out = chosen.out or Path(tempfile.mkdtemp(prefix="wayloom-routing-"))
    out.mkdir(parents=True, exist_ok=True)
    seeds = chosen.seeds or ((1,) if chosen.quick else (1, 2, 3))
    who = Race(
        engines=tuple(chosen.engines),
        seeds=tuple(seeds),
        seconds=tuple(sorted(chosen.seconds)),
        only_rivals=chosen.quick,
    )
    wanted = chosen.only or (QUICK if chosen.quick else None)
    for goal in _goals(tasks, who, wanted, out, quick=chosen.quick):
        print(goal.line(), flush=True)
    print(f"tables and pictures: {out}", file=sys.stderr)
    return 1 if tasks.failures else 0


def _arguments() -> argparse.Namespace:
    names = [one.name for one in CLASSES]
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--quick", action="store_true", help="at most ten minutes, one seed")
    parser.add_argument(
        "--only", nargs="+", choices=[*names, *SECTIONS, "growth"], help="classes and sections"
    )
    parser.add_argument("--engines", nargs="+", choices=(OURS, *PEERS), default=(OURS, *PEERS))
    parser.add_argument("--seeds", nargs="+", type=int, help="by default 1 2 3")
    parser.add_argument("--seconds", nargs="+", type=float, default=SECONDS)
    parser.add_argument("--again", action="store_true", help="repeat runs that got < 0.9 of a core")
    parser.add_argument(
        "--forget", nargs="+", default=(), metavar="WHAT", help="ours, or a package: run anew"
    )
    parser.add_argument("--side-by-side", type=int, help="runs at a time; by default one per core")
    parser.add_argument("--peers-python", default=sys.executable, help="interpreter with the peers")
    parser.add_argument("--out", type=Path, help="folder for tables and pictures")
    return parser.parse_args()


def _goals(
    tasks: Tasks, who: Race, wanted: list[str] | tuple[str, ...] | None, out: Path, *, quick: bool
) -> Iterator[Goal]:
    """All goals that are wanted, the published instances first."""
    by_class: dict[InstanceClass, dict[Run, Row]] = {}
    for asked in CLASSES:
        if wanted is None or asked.name in wanted:
            rows = race(tasks, asked, who)
            if rows:
                by_class[asked] = rows
                _tell(by_class, who, out)
                yield from class_goals(asked, rows)
    sections: dict[str, Callable[..., Iterator[Goal]]] = {
        **SECTIONS,
        "growth": partial(growth.growth_goals, out=out),
    }
    for name, goals in sections.items():
        if wanted is None or name in wanted:
            yield from goals(tasks, quick=quick)


def _tell(by_class: dict[InstanceClass, dict[Run, Row]], who: Race, out: Path) -> None:
    """Write the tables and the picture of the classes run so far."""
    write_table(by_class, who.seconds, out)
    write_runs({run: row for rows in by_class.values() for run, row in rows.items()}, out)
    if find_spec("matplotlib") is None:
        say_not_measured("picture of gaps", "matplotlib is not installed")
        return
    from tests.benchmarks.routing.picture import draw_gaps

    draw_gaps({asked.name: rows for asked, rows in by_class.items()}, out)


if __name__ == "__main__":
    sys.exit(main())
