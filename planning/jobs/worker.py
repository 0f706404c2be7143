"""The inside of a job's process.

Imports nothing heavy: the budget of threads must be set before any numeric library is loaded.
"""

import contextlib
import os
import signal
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass
from multiprocessing import parent_process
from multiprocessing.connection import Connection, wait
from multiprocessing.synchronize import Event
from pathlib import Path
from typing import Any

from domain.errors import EnvironmentFault, PlannerError
from domain.message import message
from domain.progress import Flag, Progress

PROGRESS_INTERVAL_S = 0.1

THREAD_VARIABLES = (
    "OMP_NUM_THREADS",
    "OPENBLAS_NUM_THREADS",
    "MKL_NUM_THREADS",
    "NUMBA_NUM_THREADS",
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Budget:
    """What one job may use: threads, and bytes of memory where that is limited."""

    threads: int = 1
    memory_bytes: int | None = None

    def __post_init__(self) -> None:
        if self.threads < 1:
            raise ValueError("A job needs a thread.")


class JobControl:
    """What a job's function is given to talk to its supervisor."""

    def __init__(
        self, send: Callable[[str, Any], None], stop_event: Event, budget: Budget, best: Any
    ) -> None:
        self.stop = Flag(stop_event.is_set)
        self.threads = budget.threads
        self.best = best
        """The best answer of an earlier try that was killed, to start from; None at first."""
        self._send = send
        self._next_progress_s = 0.0

    def on_progress(self, progress: Progress) -> None:
        """Report progress; reports that follow too quickly are left out."""
        now_s = time.monotonic()
        if now_s >= self._next_progress_s:
            self._next_progress_s = now_s + PROGRESS_INTERVAL_S
            self._send("progress", progress)

    def keep(self, best: Any) -> None:
        """Hand over the best answer so far, which outlives this process."""
        self._send("best", best)


def run_job(connection: Connection, stop_event: Event, folder: str, budget: Budget) -> None:
    """Read a task from the connection, do it, and send back its value or its failure."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    _end_with_parent()
    _apply(budget)
    from planning.jobs.crossing import pack, unpack

    def send(kind: str, value: Any) -> None:
        connection.send_bytes(pack((kind, value), Path(folder)))

    try:
        function, arguments, best = unpack(connection.recv_bytes())
        value = function(*arguments, JobControl(send, stop_event, budget, best))
        send("done", value)
    except PlannerError as error:
        send("failed", error)
    except MemoryError:
        send("failed", EnvironmentFault(message("job.out_of_memory")))
    except Exception as error:
        from planning.failure_text import failure_text

        send("broken", failure_text(error))
    finally:
        connection.close()


def _apply(budget: Budget) -> None:
    for variable in THREAD_VARIABLES:
        os.environ[variable] = str(budget.threads)
    if budget.memory_bytes is None:
        return
    with contextlib.suppress(ImportError, ValueError, OSError):
        import resource

        _, hard = resource.getrlimit(resource.RLIMIT_DATA)
        resource.setrlimit(resource.RLIMIT_DATA, (budget.memory_bytes, hard))


def _end_with_parent() -> None:
    """End this process when its parent is gone, however that ended."""
    parent = parent_process()
    if parent is None:
        return

    def watch() -> None:
        wait([parent.sentinel])
        os._exit(1)

    threading.Thread(target=watch, daemon=True).start()
