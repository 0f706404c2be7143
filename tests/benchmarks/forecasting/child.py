"""``python -m tests.benchmarks.forecasting.child MODULE:FUNCTION OUT ARGUMENTS``: one forecast.

A process of its own that calls a function of this package with the arguments, a JSON object, and
writes what it answers to a file ``.npz``: the arrays, and the row as JSON.
"""

import json
import sys
from importlib import import_module
from pathlib import Path

import numpy as np


def main() -> int:
    """Forecast what the command line asks for."""
    work, out, arguments = sys.argv[1:]
    module, _, function = work.partition(":")
    answer = getattr(import_module(f"{__package__}.{module}"), function)(**json.loads(arguments))
    half = Path(out).with_suffix(".half.npz")
    half.parent.mkdir(parents=True, exist_ok=True)
    np.savez_compressed(half, row=np.array(json.dumps(answer.row)), **answer.arrays)
    half.replace(out)
    return 0


if __name__ == "__main__":
    sys.exit(main())
