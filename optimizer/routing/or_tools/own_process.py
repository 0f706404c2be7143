"""A search in a process of its own: OR-Tools holds the interpreter's lock, and may end its process.

It is started by `subprocess`: a daemon of `multiprocessing` may not start another.
"""

import contextlib
import ctypes
import math
import os
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from multiprocessing.connection import Connection, Pipe, wait

from domain.progress import MaxRuntime, Never, StopCriterion
from optimizer.routing.engine import EndReason
from optimizer.routing.or_tools.integer_problem import IntegerProblem, Sequences
from optimizer.routing.or_tools.search import SearchOutcome, Watcher, search, seconds_left

LOOK_INTERVAL_S = 0.05
"""How often the stop is asked."""

GRACE_S = 0.2
"""How long a search may take to end by itself once its time is over."""

PR_SET_PDEATHSIG = 1


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Assignment:
    """What a search is asked; the arguments of `search`."""

    problem: IntegerProblem
    stop: StopCriterion
    start: Sequences | None = None
    solution_limit: int | None = None


def search_apart(assignment: Assignment, on_better: Callable[[Sequences], None]) -> SearchOutcome:
    """Search in another process, which is ended at once when told to stop.

    What it found until then is kept, also if it dies; the start, if nothing.

    Raises
    ------
    RuntimeError
        If the search fails there.
    """
    stop = assignment.stop
    best: Sequences = assignment.start or ((),) * len(assignment.problem.vehicles)
    left_s = seconds_left(stop)
    until_s = math.inf if left_s is None else time.monotonic() + left_s + GRACE_S
    inner = Never() if left_s is None else MaxRuntime(max(left_s, 1e-3))
    with _process() as connection:
        is_alive = _send(connection, replace(assignment, stop=inner))
        while is_alive and time.monotonic() < until_s and not _is_told(stop):
            if not connection.poll(LOOK_INTERVAL_S):
                continue
            answer = _receive(connection)
            if isinstance(answer, SearchOutcome):
                return answer
            if isinstance(answer, str):
                raise RuntimeError(answer)
            is_alive = answer is not None
            if answer is not None:
                best = answer
                on_better(best)
    reason = EndReason.TIME_LIMIT if time.monotonic() >= until_s else EndReason.STOPPED
    return SearchOutcome(routes=best, cost=None, reason=reason)


def serve(descriptor: int, parent: int) -> None:
    """Be the process: read an assignment from a pipe, do it, and send back what is better.

    Parameters
    ----------
    parent
        Number of the process that started this one; it ends with that.
    """
    connection = Connection(descriptor)
    _end_with(parent)
    assignment: Assignment = connection.recv()
    threading.Thread(target=_end_when_closed, args=(connection,), daemon=True).start()
    try:
        answer: SearchOutcome | str = search(
            assignment.problem,
            assignment.stop,
            start=assignment.start,
            solution_limit=assignment.solution_limit,
            watcher=Watcher(on_better=connection.send),
        )
    except Exception as failure:
        answer = f"{type(failure).__name__}: {failure}"
    connection.send(answer)


@contextlib.contextmanager
def _process() -> Iterator[Connection]:
    """The line to a new process that serves until the line is left."""
    ours, theirs = Pipe()
    code = (
        f"import sys; sys.path[:] = {sys.path!r}; from {__name__} import serve; "
        f"serve({theirs.fileno()}, {os.getpid()})"
    )
    process = subprocess.Popen(
        [sys.executable, "-c", code],
        stdin=subprocess.DEVNULL,
        stdout=subprocess.DEVNULL,
        pass_fds=[theirs.fileno()],
    )
    theirs.close()
    try:
        yield ours
    finally:
        process.kill()
        process.wait()
        ours.close()


def _send(connection: Connection, assignment: Assignment) -> bool:
    """Whether an assignment reached the process."""
    with contextlib.suppress(ConnectionError):
        connection.send(assignment)
        return True
    return False


def _receive(connection: Connection) -> Sequences | SearchOutcome | str | None:
    """What the process has to say: better routes, its outcome, or why it failed; None if dead."""
    with contextlib.suppress(EOFError, ConnectionError):
        answer: Sequences | SearchOutcome | str = connection.recv()
        return answer
    return None


def _is_told(stop: StopCriterion) -> bool:
    """Whether anything but the time is over, which the search knows itself."""
    left_s = seconds_left(stop)
    return stop.should_stop() and (left_s is None or left_s > 0)


def _end_with(parent: int) -> None:
    """Let the system end this process with the thread that started it, however that ends.

    A thread of ours might wait for the interpreter's lock for long.
    """
    if sys.platform == "linux":
        ctypes.CDLL(None).prctl(PR_SET_PDEATHSIG, signal.SIGKILL)
    if os.getppid() != parent:
        os._exit(1)


def _end_when_closed(connection: Connection) -> None:
    wait([connection])
    os._exit(1)
