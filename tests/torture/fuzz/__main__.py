"""Feeds parsers with inputs that are nearly right; none may crash, or take a gigabyte.

``python -m tests.torture.fuzz [--parser NAME] [--runs N] [--seed N]``
prints a line per goal; ``--again RUN`` writes the input of a crash to standard output. What inputs
are chosen by coverage says `coverage`.
"""

import argparse
import sys

from tests.benchmarks.goal import Goal
from tests.torture.fuzz.fuzz import Fuzzed, fuzz
from tests.torture.fuzz.target import Target
from tests.torture.fuzz.targets import TARGETS
from tests.torture.fuzz.worker import input_of

MOST_MB = 1_000.0


def goals_of(fuzzed: Fuzzed) -> tuple[Goal, Goal]:
    """That nothing went unanswered, and how much memory it took."""
    detail = {
        "runs": fuzzed.runs,
        "runs_per_s": round(fuzzed.runs / fuzzed.seconds, 1),
        "crashes": [f"run {crash.run}: {crash.kind}" for crash in fuzzed.crashes],
    }
    return (
        Goal(
            goal=f"fuzzing {fuzzed.name}: inputs that were not answered",
            measured=len(fuzzed.crashes),
            target=0,
            detail=detail,
        ),
        Goal(
            goal=f"fuzzing {fuzzed.name}: MB of memory at most",
            measured=fuzzed.peak_mb,
            target=MOST_MB,
            detail={"runs": fuzzed.runs},
        ),
    )


def main() -> int:
    """Feed one parser or all."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--parser", choices=TARGETS)
    parser.add_argument("--runs", type=int, help="by default as many as each must stand")
    parser.add_argument("--seed", type=int, default=0)
    parser.add_argument("--again", type=int, metavar="RUN")
    arguments = parser.parse_args()
    if arguments.again is not None:
        target = TARGETS[arguments.parser]
        data = input_of(target, target.seeds(), arguments.seed, arguments.again)
        sys.stdout.buffer.write(data)
        return 0
    chosen = [TARGETS[arguments.parser]] if arguments.parser else TARGETS.values()
    return max(_feed(target, arguments) for target in chosen)


def _feed(target: Target, arguments: argparse.Namespace) -> int:
    runs = arguments.runs or target.runs
    fuzzed = fuzz(target, runs=runs, seed=arguments.seed)
    for goal in goals_of(fuzzed):
        print(goal.line(), flush=True)
    return int(bool(fuzzed.crashes))


if __name__ == "__main__":
    sys.exit(main())
