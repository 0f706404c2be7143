"""Measurements, each made in a process of its own; those of a full run are kept.

They are kept for the state of the code that they measure, the machine and the peers installed: the
same commit finds them again, and a run that was cut short goes on where it stopped.
"""

import hashlib
import json
import os
import shutil
import subprocess
import sys
from contextlib import suppress
from datetime import UTC, datetime
from functools import cache
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path
from typing import Any

from planning.environment import directories
from tests.benchmarks.roads.clocks import THREADS, machine

ROOT = Path(__file__).parents[3]
PEERS = ("pyroutingkit", "pandana", "routingkit-cch", "matplotlib", "scipy", "osmnx")
MEASURED = ("domain", "maps", "planning/sample", "tests/benchmarks/roads", "tests/maps")

_STATES_KEPT = 3
_FOLDER_VARIABLE = "WAYLOOM_BENCHMARK_FOLDER"
_LONGEST_S = 3 * 3600


class Rows:
    """Measurements by name and arguments.

    Parameters
    ----------
    is_kept
        Whether measurements are looked up and kept; a quick run makes each anew.
    forgets
        Whether those kept before are thrown away.
    """

    def __init__(self, *, is_kept: bool, forgets: bool = False) -> None:
        self._file = state_folder() / "rows.jsonl"
        self._is_kept = is_kept
        self._rows: dict[str, dict[str, Any]] = {}
        self.failures = 0
        if forgets:
            self._file.unlink(missing_ok=True)
        if is_kept and self._file.exists():
            for line in self._file.read_text(encoding="utf-8").splitlines():
                # A run that was cut short may have left half a line.
                with suppress(ValueError):
                    kept = json.loads(line)
                    self._rows[kept["key"]] = kept["row"]

    def measure(self, name: str, /, **arguments: Any) -> dict[str, Any] | None:
        """What a measurement found; None if it failed, which is told on standard error."""
        key = json.dumps([name, arguments], sort_keys=True)
        if key in self._rows:
            return self._rows[key]
        started = datetime.now(UTC).isoformat(timespec="seconds")
        load = round(os.getloadavg()[0], 2)
        found = _in_process(name, arguments)
        if found is None:
            self.failures += 1
            return None
        # Who reads the figures must see whether the machine had other work.
        found["run"] = {"at": started, "load_before": load, "machine": machine()}
        if self._is_kept:
            self._rows[key] = found
            with self._file.open("a", encoding="utf-8") as file:
                file.write("\n" + json.dumps({"key": key, "row": found}))
        return found


def say_not_measured(goal: str, reason: str) -> None:
    """Say on standard error that a goal was not measured."""
    print(f"not measured: {goal}: {reason}", file=sys.stderr, flush=True)


@cache
def state_folder() -> Path:
    """Folder of what was measured of this state of the code, and of the roads it imported."""
    if _FOLDER_VARIABLE in os.environ:
        return Path(os.environ[_FOLDER_VARIABLE])
    parent = directories().cache / "benchmarks" / "roads"
    folder = parent / _state()
    folder.mkdir(parents=True, exist_ok=True)
    os.utime(folder)
    states = sorted(parent.iterdir(), key=lambda state: state.stat().st_mtime)
    for old in states[:-_STATES_KEPT]:
        shutil.rmtree(old, ignore_errors=True)
    return folder


def _state() -> str:
    """Hash of the code measured, the machine and the peers."""
    digest = hashlib.sha256(machine().encode())
    for peer in PEERS:
        digest.update(f"{peer} {_version(peer)}\0".encode())
    for folder in MEASURED:
        for path in sorted((ROOT / folder).rglob("*.py")):
            digest.update(str(path.relative_to(ROOT)).encode() + b"\0" + path.read_bytes())
    return digest.hexdigest()[:16]


def _version(package: str) -> str:
    try:
        return version(package)
    except PackageNotFoundError:
        return "none"


def _in_process(name: str, arguments: dict[str, Any]) -> dict[str, Any] | None:
    """Make one measurement in a fresh process."""
    command = [sys.executable, "-m", "tests.benchmarks.roads", "--one", name]
    command += ["--with", json.dumps(arguments)]
    variables = ("NUMBA_NUM_THREADS", "OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS")
    environment = os.environ | dict.fromkeys(variables, str(THREADS))
    # Code that is edited during a long run must not part it from what it has kept.
    environment[_FOLDER_VARIABLE] = str(state_folder())
    try:
        done = subprocess.run(
            command,
            cwd=ROOT,
            env=environment,
            stdout=subprocess.PIPE,
            text=True,
            check=True,
            timeout=_LONGEST_S,
        )
    except (subprocess.CalledProcessError, subprocess.TimeoutExpired) as error:
        say_not_measured(name, str(error))
        return None
    found: dict[str, Any] = json.loads(done.stdout.splitlines()[-1])
    return found
