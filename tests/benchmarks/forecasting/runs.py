"""Forecasts, each made in a process of its own on one thread; what they answered is kept.

It is kept by who made it: our own by the text of all modules it runs, a peer's by the version of
the peer. So a benchmark that was cut short goes on where it stopped, and peers are run once.
"""

import hashlib
import json
import os
import subprocess
import sys
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import cache
from pathlib import Path
from typing import Any

import numpy as np

from forecasting.distribution import FloatArray
from planning.environment import directories
from tests.benchmarks.roads.clocks import machine
from tests.benchmarks.roads.rows import say_not_measured
from tests.benchmarks.routing.tasks import peer_state

ROOT = Path(__file__).parents[3]
OURS = "ours"
MEASURED = ("domain", "forecasting")

_LONGEST_S = 6 * 3600
_ONE_THREAD = dict.fromkeys(("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS"), "1")


@dataclass(frozen=True, slots=True, kw_only=True)
class Run:
    """One forecast of one set by one model, or a measurement of times.

    Attributes
    ----------
    model
        Name in the table.
    data
        Name of the set.
    work
        ``module:function`` of this package.
    arguments
        What the function is given, as JSON.
    package
        The peer's distribution; `OURS` for the program itself.
    """

    model: str
    data: str
    work: str
    arguments: str
    package: str = OURS


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Found:
    """What a run answered: arrays, seconds and steps."""

    arrays: Mapping[str, FloatArray]
    row: Mapping[str, Any]


class Runs:
    """Makes runs one after the other, or finds what they answered before.

    Parameters
    ----------
    peers_python
        Interpreter that has the peers.
    forgotten
        Models whose answers are not looked up.
    only_kept_peers
        Whether peers that were not run before are left out.
    """

    def __init__(
        self,
        *,
        peers_python: str = sys.executable,
        forgotten: Sequence[str] = (),
        only_kept_peers: bool = False,
    ) -> None:
        self.peers_python = peers_python
        self.failures = 0
        self._forgotten = set(forgotten)
        self._only_kept_peers = only_kept_peers
        self._made: set[Path] = set()
        self._folder = directories().cache / "benchmarks" / "forecasting"

    def find(self, run: Run) -> Found | None:
        """What a run answered; None if it failed, which is told on standard error."""
        state = our_state() if run.package == OURS else peer_state(self.peers_python, run.package)
        if state is None:
            say_not_measured(f"{run.model} on {run.data}", f"{run.package} is not installed")
            return None
        path = self._folder / f"{run.data}-{run.model}-{_key(run, state)}.npz"
        if run.model in self._forgotten and path not in self._made:
            path.unlink(missing_ok=True)
        is_left_out = self._only_kept_peers and run.package != OURS
        if not path.exists() and not is_left_out and not self._make(run, path):
            self.failures += 1
        return _read(path) if path.exists() else None

    def _make(self, run: Run, path: Path) -> bool:
        self._made.add(path)
        print(f"{datetime.now(UTC):%H:%M:%S} {run.model} on {run.data}", file=sys.stderr)
        python = sys.executable if run.package == OURS else self.peers_python
        command = [python, "-m", f"{__package__}.child", run.work, str(path), run.arguments]
        try:
            subprocess.run(
                command,
                cwd=ROOT,
                env=os.environ | _ONE_THREAD,
                stdout=subprocess.DEVNULL,
                check=True,
                timeout=_LONGEST_S,
            )
        except subprocess.SubprocessError as error:
            say_not_measured(f"{run.model} on {run.data}", str(error))
            return False
        return True


def _key(run: Run, state: str) -> str:
    text = json.dumps([run.work, run.arguments, state, machine()])
    return hashlib.sha256(text.encode()).hexdigest()[:12]


def _read(path: Path) -> Found:
    with np.load(path) as kept:
        arrays = {name: kept[name] for name in kept.files if name != "row"}
        return Found(arrays=arrays, row=json.loads(str(kept["row"])))


@cache
def our_state() -> str:
    """Hash of all that our own forecasts depend on, whatever the checkout."""
    digest = hashlib.sha256()
    files = [path for folder in MEASURED for path in sorted((ROOT / folder).rglob("*.py"))]
    for path in [*files, Path(__file__).with_name("ours.py")]:
        digest.update(str(path.relative_to(ROOT)).encode() + b"\0" + path.read_bytes())
    return digest.hexdigest()
