"""``python -m tests.benchmarks.forecasting [--quick]``: a line of JSON for each goal of forecasts.

Two real histories are forecast by every model of the program and by those of other packages, all
from the same dates and judged by the same measures; see `sets`. Peers come from the interpreter
`--peers-python`; what is not at hand is named on standard error. Every answer is kept, a peer's for
its version, ours for the text of the code, so a run that was cut short goes on where it stopped.
"""

import argparse
import sys
import tempfile
from collections.abc import Iterator, Sequence
from importlib.util import find_spec
from pathlib import Path

from forecasting.model import ModelName
from tests.benchmarks.forecasting.comparison import Comparison, compare
from tests.benchmarks.forecasting.quality import (
    accuracy_goals,
    calibration_goals,
    event_goals,
    sum_goals,
)
from tests.benchmarks.forecasting.runs import Runs
from tests.benchmarks.forecasting.sets import SETS
from tests.benchmarks.forecasting.tables import write_table
from tests.benchmarks.forecasting.times import time_goals
from tests.benchmarks.goal import Goal
from tests.benchmarks.roads.rows import say_not_measured

SECTIONS = ("accuracy", "calibration", "events", "times", "alerts")


def main() -> int:
    """Measure, and print a line per goal; 1 if a measurement failed."""
    chosen = _arguments()
    out = chosen.out or Path(tempfile.mkdtemp(prefix="wayloom-forecasting-"))
    out.mkdir(parents=True, exist_ok=True)
    runs = Runs(
        peers_python=chosen.peers_python, forgotten=chosen.forget, only_kept_peers=chosen.kept_peers
    )
    found = [
        one
        for one in (
            compare(runs, name, quick=chosen.quick, slowest=chosen.slowest) for name in chosen.sets
        )
        if one is not None
    ]
    _tell(found, out)
    for goal in _goals(runs, found, chosen.only, quick=chosen.quick):
        print(goal.line(), flush=True)
    print(f"tables and pictures: {out}", file=sys.stderr)
    return 1 if runs.failures else 0


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--quick", action="store_true", help="at most ten minutes: no networks")
    parser.add_argument("--sets", nargs="+", choices=tuple(SETS), default=tuple(SETS))
    parser.add_argument("--only", nargs="+", choices=SECTIONS, default=SECTIONS)
    parser.add_argument("--slowest", action="store_true", help="peers that take hours as well")
    parser.add_argument("--kept-peers", action="store_true", help="only peers that were run before")
    parser.add_argument("--forget", nargs="+", default=(), metavar="MODEL", help="run these anew")
    parser.add_argument("--peers-python", default=sys.executable, help="interpreter with the peers")
    parser.add_argument("--out", type=Path, help="folder for tables and pictures")
    return parser.parse_args()


def _goals(
    runs: Runs, found: Sequence[Comparison], sections: Sequence[str], *, quick: bool
) -> Iterator[Goal]:
    for one in found:
        if "accuracy" in sections and one.peers:
            yield from accuracy_goals(one.name, one.default, one.peers)
        if "calibration" in sections:
            yield from calibration_goals(one.name, one.demand, one.default)
            yield from sum_goals(one.name, one.demand, one.sum_q90)
        if "events" in sections:
            for model in (ModelName.COMBINATION, ModelName.LSTM, ModelName.BOOSTING):
                if model in one.without_events:
                    told, untold = one.ours[model], one.without_events[model]
                    yield from event_goals(one.name, one.demand, told, untold, model)
    if "times" in sections:
        for one in found:
            yield from one.share_of_their_time()
        yield from time_goals(runs, quick=quick)
    if "alerts" in sections:
        from tests.benchmarks.forecasting.alerts import alert_goals

        yield from alert_goals()


def _tell(found: Sequence[Comparison], out: Path) -> None:
    """Write the table and the pictures."""
    lines = [line for one in found for line in one.lines()]
    write_table(lines, out)
    if find_spec("matplotlib") is None:
        say_not_measured("pictures", "matplotlib is not installed")
        return
    from tests.benchmarks.forecasting.picture import draw_bands, draw_errors

    if lines:
        draw_errors(lines, [line_name for one in found for line_name in one.our_names()], out)
        draw_bands(found, out)


if __name__ == "__main__":
    sys.exit(main())
