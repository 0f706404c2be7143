"""``python -m tests.benchmarks.routing.child MODULE:FUNCTION CORES ARGUMENTS``: one measurement.

A process of its own that keeps to the cores named, calls a function of this package with the
arguments, a JSON object, and prints what it returns as the last line.
"""

import json
import os
import sys
from importlib import import_module


def main() -> int:
    """Measure what the command line asks for."""
    work, cores, arguments = sys.argv[1:]
    os.sched_setaffinity(0, {int(core) for core in cores.split(",")})
    module, _, function = work.partition(":")
    measure = getattr(import_module(f"{__package__}.{module}"), function)
    print(json.dumps(measure(**json.loads(arguments))), flush=True)
    return 0


if __name__ == "__main__":
    sys.exit(main())
