"""Goals of files: bad inputs located, nothing lost, edits at once, a million rows in time.

``python -m tests.benchmarks.files [--quick]`` prints a line per goal. `--quick` takes a share of
the bad inputs, kills, failures and rows, and leaves out what needs the real map.
"""

import argparse
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

from tests.benchmarks.files.comparing import comparing_goals
from tests.benchmarks.files.corpus import corpus_goals
from tests.benchmarks.files.databases import database_goals
from tests.benchmarks.files.datum import datum_goals, heidelberg_doors, sample_doors
from tests.benchmarks.files.editing import editing_goals
from tests.benchmarks.files.reading import ROWS, SPOILT, reading_goals
from tests.benchmarks.files.torture import torture_goals
from tests.benchmarks.goal import Goal
from tests.benchmarks.heidelberg_day import ROADS


def goals(*, quick: bool) -> Iterator[Goal]:
    """All goals in turn."""
    yield from editing_goals(quick=quick)
    yield from comparing_goals()
    yield from reading_goals(ROWS // 10 if quick else ROWS, SPOILT)
    yield from database_goals(quick=quick)
    yield from corpus_goals(quick=quick)
    yield from torture_goals(quick=quick)
    with tempfile.TemporaryDirectory() as folder:
        yield from datum_goals(sample_doors(Path(folder)), 3 if quick else 20)
        if not quick and ROADS.exists():
            yield from datum_goals(heidelberg_doors(Path(folder)), 20)


def main() -> int:
    """Print a line per goal."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--quick", action="store_true")
    for goal in goals(quick=parser.parse_args().quick):
        print(goal.line(), flush=True)
    return 0


if __name__ == "__main__":
    sys.exit(main())
