"""Measurements, each in a process of its own on a core of its own; what they found is kept.

It is kept by what was measured: our own by the text of all modules it runs, a peer's by the version
of the peer. So a run that was cut short goes on where it stopped, and peers are run once.
"""

import hashlib
import json
import os
import subprocess
import sys
from collections.abc import Iterable, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import cache
from pathlib import Path
from queue import SimpleQueue
from threading import Lock
from typing import Any

from planning.environment import directories
from tests.benchmarks.roads.clocks import machine
from tests.benchmarks.roads.rows import say_not_measured

ROOT = Path(__file__).parents[3]
MEASURED = ("domain", "optimizer")

STARVED = 0.9
"""A run that got less of its core than this is marked."""

_SPARE_S, _TIMES = 600, 3
_ONE_THREAD = dict.fromkeys(("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "NUMBA_NUM_THREADS"), "1")

Row = dict[str, Any]


@dataclass(frozen=True, slots=True, kw_only=True)
class Task:
    """One measurement.

    Attributes
    ----------
    work
        ``module:function`` of this package.
    arguments
        What the function is given, as JSON.
    state
        What it measures: see `our_state` and `peer_state`.
    seconds
        About how long it takes; several times that is too long.
    is_wide
        Whether it has all cores, and nothing runs beside it.
    for_peer
        Whether it runs in the peers' interpreter.
    """

    work: str
    arguments: str
    state: str
    seconds: float
    is_wide: bool = False
    for_peer: bool = False

    @property
    def key(self) -> str:
        """By what its row is found again."""
        return json.dumps([self.work, self.arguments, self.state, machine()])


class Tasks:
    """Runs tasks, as many side by side as there are cores, or finds what they found before.

    Parameters
    ----------
    peers_python
        Interpreter that has the peers.
    side_by_side
        Most tasks at a time.
    again
        Whether runs that got too little of their core are made anew.
    forgotten
        Beginnings of states whose rows are not looked up.
    """

    def __init__(
        self,
        *,
        peers_python: str = sys.executable,
        side_by_side: int | None = None,
        again: bool = False,
        forgotten: Sequence[str] = (),
    ) -> None:
        self.peers_python = peers_python
        self.failures = 0
        self._cores = sorted(os.sched_getaffinity(0))
        self._side_by_side = min(side_by_side or len(self._cores), len(self._cores))
        self._file = directories().cache / "benchmarks" / "routing" / "rows.jsonl"
        self._lock = Lock()
        self._rows = dict(self._kept(again, forgotten))

    def find(self, tasks: Sequence[Task]) -> dict[Task, Row]:
        """What each task found; those that fail are missing, and told on standard error."""
        missing = [task for task in dict.fromkeys(tasks) if task.key not in self._rows]
        free: SimpleQueue[int] = SimpleQueue()
        for core in self._cores[: self._side_by_side]:
            free.put(core)
        with ThreadPoolExecutor(self._side_by_side) as pool:
            list(pool.map(lambda task: self._run(task, free), _narrow(missing)))
        for task in missing:
            if task.is_wide:
                self._measure(task, self._cores)
        return {task: self._rows[task.key] for task in tasks if task.key in self._rows}

    def _run(self, task: Task, free: "SimpleQueue[int]") -> None:
        core = free.get()
        try:
            self._measure(task, [core])
        finally:
            free.put(core)

    def _measure(self, task: Task, cores: Sequence[int]) -> None:
        print(f"{datetime.now(UTC):%H:%M:%S} {task.work} {task.arguments}", file=sys.stderr)
        began, load = datetime.now(UTC), os.getloadavg()[0]
        row = self._in_process(task, cores)
        if row is None:
            self.failures += 1
            return
        row["run"] = {"at": began.isoformat(timespec="seconds"), "load_before": round(load, 2)}
        with self._lock:
            self._rows[task.key] = row
            self._file.parent.mkdir(parents=True, exist_ok=True)
            with self._file.open("a", encoding="utf-8") as file:
                file.write("\n" + json.dumps({"key": task.key, "row": row}))

    def _in_process(self, task: Task, cores: Sequence[int]) -> Row | None:
        python = self.peers_python if task.for_peer else sys.executable
        command = [python, "-m", f"{__package__}.child", task.work]
        threads = {} if task.is_wide else _ONE_THREAD
        try:
            done = subprocess.run(
                [*command, ",".join(map(str, cores)), task.arguments],
                cwd=ROOT,
                env=os.environ | threads,
                stdout=subprocess.PIPE,
                text=True,
                check=True,
                timeout=_SPARE_S + _TIMES * task.seconds,
            )
            row: Row = json.loads(done.stdout.splitlines()[-1])
        except (subprocess.SubprocessError, ValueError, IndexError) as error:
            say_not_measured(f"{task.work} {task.arguments}", str(error))
            return None
        return row

    def _kept(self, again: bool, forgotten: Sequence[str]) -> Iterable[tuple[str, Row]]:
        if not self._file.exists():
            return
        for line in self._file.read_text(encoding="utf-8").splitlines():
            # A run that was cut short may have left half a line.
            with suppress(ValueError):
                kept = json.loads(line)
                state = json.loads(kept["key"])[2]
                is_starved = again and kept["row"].get("core_share", 1) < STARVED
                if not is_starved and not state.startswith(tuple(forgotten)):
                    yield kept["key"], kept["row"]


def _narrow(tasks: Iterable[Task]) -> list[Task]:
    return [task for task in tasks if not task.is_wide]


@cache
def our_state() -> str:
    """Hash of all that our own runs depend on: the same at one commit, whatever its checkout."""
    digest = hashlib.sha256()
    for folder in MEASURED:
        for path in sorted((ROOT / folder).rglob("*.py")):
            digest.update(str(path.relative_to(ROOT)).encode() + b"\0" + path.read_bytes())
    return f"ours {digest.hexdigest()[:16]}"


@cache
def peer_state(python: str, package: str) -> str | None:
    """Name and version of a peer; None where the interpreter has it not."""
    asked = f"import importlib.metadata as m; print(m.version({package!r}))"
    done = subprocess.run([python, "-c", asked], capture_output=True, text=True, check=False)
    return f"{package} {done.stdout.strip()}" if done.returncode == 0 else None
