"""The search has a process of its own: it ends when told to, and with whoever started it."""

import multiprocessing
import os
import signal
import subprocess
import sys
import threading
import time
from pathlib import Path

import numpy as np
import pytest

from domain.progress import AnyOf, Flag, MaxRuntime, Never, StopCriterion
from optimizer.routing.engine import EndReason
from optimizer.routing.or_tools.integer_problem import IntegerProblem, Sequences, Tourer, Visit
from optimizer.routing.or_tools.own_process import Assignment, search_apart
from optimizer.routing.or_tools.search import SearchOutcome

LONG_S = 60.0


def points(count: int = 40) -> IntegerProblem:
    """Random points around a terminal, one unit of load each, for vehicles of ten."""
    places = np.random.default_rng(count).uniform(0, 1000, (count + 1, 2))
    offsets = places[:, np.newaxis] - places
    tourer = Tourer(start=count, end=count, capacities=(10,))
    return IntegerProblem(
        visits=tuple(Visit(loads=(1,), penalty=10_000) for _ in range(count)),
        vehicles=(tourer,) * 5,
        cost_matrices=(np.rint(np.hypot(*offsets.T)).astype(np.int64),),
    )


def solved(stop: StopCriterion, limit: int | None = None) -> tuple[SearchOutcome, list[Sequences]]:
    told: list[Sequences] = []
    assignment = Assignment(problem=points(), stop=stop, solution_limit=limit)
    return search_apart(assignment, told.append), told


def children() -> set[int]:
    """Numbers of the processes that this one has started and not yet ended."""
    lists = Path(f"/proc/{os.getpid()}/task").glob("*/children")
    return {int(number) for path in lists for number in path.read_text().split()}


def served(routes: Sequences) -> int:
    return sum(len(route) for route in routes)


def test_it_comes_to_the_same_as_a_search_here() -> None:
    one, told = solved(Never(), limit=50)
    other, _ = solved(Never(), limit=50)
    assert one == other
    assert one.reason is EndReason.ITERATION_LIMIT
    assert served(one.routes) == 40
    assert told


def test_a_stop_acts_at_once_and_keeps_the_best() -> None:
    before = children()
    told: list[Sequences] = []
    told_s: list[float] = []

    def hear(routes: Sequences) -> None:
        told.append(routes)
        told_s.append(time.monotonic())

    stop = Flag(lambda: bool(told_s) and time.monotonic() > told_s[0] + 0.2)
    outcome = search_apart(Assignment(problem=points(), stop=stop), hear)
    assert outcome.reason is EndReason.STOPPED
    assert outcome.routes == told[-1]
    assert time.monotonic() - told_s[0] < 2.0
    assert children() <= before


def test_the_time_limit_is_kept() -> None:
    outcome, told = solved(AnyOf((MaxRuntime(0.7), Flag(lambda: False))))
    assert outcome.reason is EndReason.TIME_LIMIT
    assert outcome.routes == (told[-1] if told else ((),) * 5)


def test_the_start_is_kept_where_there_is_no_time_for_more() -> None:
    start: Sequences = ((3, 1), (), (7,), (), ())
    assignment = Assignment(problem=points(), stop=Flag(lambda: True), start=start)
    assert search_apart(assignment, lambda _: None).routes == start


def test_its_death_is_not_ours() -> None:
    told: list[Sequences] = []
    others = children()

    def kill(routes: Sequences) -> None:
        if not told:
            for number in children() - others:
                os.kill(number, signal.SIGKILL)
        told.append(routes)

    outcome = search_apart(Assignment(problem=points(), stop=MaxRuntime(LONG_S)), kill)
    assert outcome.reason is EndReason.STOPPED
    assert outcome.routes == told[-1]


def test_what_fails_there_is_raised_here() -> None:
    bad = points()
    object.__setattr__(bad, "cost_matrices", ("no matrix" * 9,))
    with pytest.raises(RuntimeError, match="AttributeError"):
        search_apart(Assignment(problem=bad, stop=MaxRuntime(LONG_S)), lambda _: None)


def test_what_ends_the_process_of_or_tools_does_not_end_ours() -> None:
    bad = points()
    object.__setattr__(bad, "cost_matrices", (np.zeros((1, 1), np.int64),))
    told: list[Sequences] = []
    outcome = search_apart(Assignment(problem=bad, stop=MaxRuntime(LONG_S)), told.append)
    assert (outcome.routes, told) == (((),) * 5, [])
    assert outcome.reason is EndReason.STOPPED


def test_what_a_listener_raises_ends_it() -> None:
    before = children()

    def fail(_: Sequences) -> None:
        raise BrokenPipeError

    with pytest.raises(BrokenPipeError):
        search_apart(Assignment(problem=points(), stop=MaxRuntime(LONG_S)), fail)
    assert children() <= before


def _solve_in_daemon(queue: "multiprocessing.Queue[int]") -> None:
    queue.put(served(solved(Never(), limit=20)[0].routes))


# A tracker that another test of this process has ended is started again, with a warning.
@pytest.mark.filterwarnings("ignore:resource_tracker:UserWarning")
def test_a_daemon_may_start_it() -> None:
    context = multiprocessing.get_context("spawn")
    queue = context.Queue()
    daemon = context.Process(target=_solve_in_daemon, args=(queue,), daemon=True)
    daemon.start()
    assert queue.get(timeout=60) == 40
    daemon.join()


def test_it_ends_with_a_killed_parent() -> None:
    code = (
        "from tests.optimizer.routing.or_tools.test_own_process import *\n"
        "def tell(_): print(*children(), flush=True)\n"
        "search_apart(Assignment(problem=points(), stop=MaxRuntime(60)), tell)\n"
    )
    parent = subprocess.Popen(
        [sys.executable, "-c", code],
        stdout=subprocess.PIPE,
        text=True,
        env={**os.environ, "PYTHONPATH": os.pathsep.join(sys.path)},
    )
    assert parent.stdout is not None
    child = int(parent.stdout.readline())
    parent.kill()
    parent.communicate()
    deadline_s = time.monotonic() + 20
    while _is_running(child) and time.monotonic() < deadline_s:
        threading.Event().wait(0.05)
    assert not _is_running(child)


def _is_running(number: int) -> bool:
    """Whether a process is there and no corpse."""
    try:
        state = Path(f"/proc/{number}/stat").read_text().rpartition(")")[2].split()[0]
    except OSError:
        return False
    return state != "Z"
