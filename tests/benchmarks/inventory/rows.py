"""Measurements, each made in a process of its own; those of a full run are kept.

They are kept for the text of all code that our plans depend on and of this package: a run that was
cut short goes on where it stopped.
"""

import hashlib
import json
import os
import subprocess
import sys
from contextlib import suppress
from datetime import UTC, datetime
from functools import cache
from pathlib import Path
from typing import Any

from planning.environment import directories
from tests.benchmarks.roads.clocks import THREADS, machine
from tests.benchmarks.roads.rows import say_not_measured
from tests.benchmarks.routing.tasks import our_state

ROOT = Path(__file__).parents[3]

_LONGEST_S = 2 * 3600
_THREADS = ("NUMBA_NUM_THREADS", "OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS")

Row = dict[str, Any]


class Rows:
    """Measurements by name and arguments.

    Parameters
    ----------
    is_kept
        Whether measurements are looked up and kept; a quick run makes each anew.
    forgets
        Whether those kept before are not looked up.
    """

    def __init__(self, *, is_kept: bool, forgets: bool = False) -> None:
        self._file = directories().cache / "benchmarks" / "inventory" / "rows.jsonl"
        self._is_kept = is_kept
        self._rows: dict[str, Row] = {}
        self.failures = 0
        if is_kept and not forgets and self._file.exists():
            for line in self._file.read_text(encoding="utf-8").splitlines():
                # A run that was cut short may have left half a line.
                with suppress(ValueError):
                    kept = json.loads(line)
                    self._rows[kept["key"]] = kept["row"]

    def measure(self, name: str, /, **arguments: Any) -> Row | None:
        """What a measurement found; None if it failed, which is told on standard error."""
        key = json.dumps([name, arguments, _state(), machine()], sort_keys=True)
        if key in self._rows:
            return self._rows[key]
        began, load = datetime.now(UTC).isoformat(timespec="seconds"), os.getloadavg()[0]
        print(f"{began} {name} {arguments}", file=sys.stderr, flush=True)
        found = _in_process(name, arguments)
        if found is None:
            self.failures += 1
            return None
        # Who reads the figures must see whether the machine had other work.
        found["run"] = {"at": began, "load_before": round(load, 2)}
        self._rows[key] = found
        if self._is_kept:
            self._file.parent.mkdir(parents=True, exist_ok=True)
            with self._file.open("a", encoding="utf-8") as file:
                file.write("\n" + json.dumps({"key": key, "row": found}))
        return found


@cache
def _state() -> str:
    """Hash of the text of all that is measured, and of how."""
    digest = hashlib.sha256(our_state().encode())
    for path in sorted(Path(__file__).parent.rglob("*.py")):
        digest.update(path.name.encode() + b"\0" + path.read_bytes())
    return digest.hexdigest()[:16]


def _in_process(name: str, arguments: dict[str, Any]) -> Row | None:
    """Make one measurement in a fresh process."""
    command = [sys.executable, "-m", __package__, "--one", name, "--with", json.dumps(arguments)]
    try:
        done = subprocess.run(
            command,
            cwd=ROOT,
            env=os.environ | dict.fromkeys(_THREADS, str(THREADS)),
            stdout=subprocess.PIPE,
            text=True,
            check=True,
            timeout=_LONGEST_S,
        )
    except (subprocess.CalledProcessError, subprocess.TimeoutExpired) as error:
        say_not_measured(name, str(error))
        return None
    found: Row = json.loads(done.stdout.splitlines()[-1])
    return found
