"""Jobs shaped like `concurrent.futures`: one supervised process each.

A killed process costs only its own job, which is tried again from its best answer so far.
"""

import contextlib
import logging
import multiprocessing
import threading
from collections.abc import Callable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass, field
from multiprocessing.connection import wait
from multiprocessing.process import BaseProcess
from multiprocessing.synchronize import Event
from pathlib import Path
from types import TracebackType
from typing import Any

from domain.errors import EnvironmentFault, Interrupted
from domain.message import message
from domain.progress import OnProgress, Progress, ignore_progress
from planning.failure_text import FailureTold
from planning.jobs.crossing import drop_files, pack, unpack
from planning.jobs.pool_folder import PoolFolder
from planning.jobs.worker import Budget, run_job

log = logging.getLogger(__name__)

STOP_GRACE_S = 10.0
"""How long a job that was told to stop may say nothing before it is ended."""


class JobBroken(FailureTold):
    """A job failed by a fault of ours; the text says where, and of which kind it was."""


@dataclass(slots=True, eq=False)
class Job:
    """A job that was submitted: its future, and the means to stop it.

    A stopped job's future holds its best answer so far; where there is none it raises
    `Interrupted`.
    """

    name: str
    future: Future[Any] = field(init=False)
    _stop_event: Event
    best: Any = None
    cancelled: bool = False

    def stop(self) -> None:
        """Ask the job to end soon, keeping its best answer."""
        self._stop_event.set()

    def cancel(self) -> None:
        """End the job at once; its future raises `Interrupted`."""
        self.cancelled = True
        self.best = None
        self._stop_event.set()

    @property
    def stopping(self) -> bool:
        """Whether the job was asked to end."""
        return self._stop_event.is_set()

    def result(self, timeout_s: float | None = None) -> Any:
        """The job's value; raises what the job raised."""
        return self.future.result(timeout_s)


class JobPool:
    """Runs jobs in spawned processes, a limited number at a time.

    Large arrays cross to jobs and back as files in a folder of the pool, mapped into memory. What
    came from one job goes to the next in the same file. A file is kept while an array of this
    process needs it, by its name no longer than the pool.

    Parameters
    ----------
    workers
        Processes at a time.
    budget
        What each may use.
    retries
        How often a job is tried again after its process died.
    stop_grace_s
        How long a job that was told to stop may say nothing before it is ended.
    """

    def __init__(
        self,
        *,
        workers: int,
        budget: Budget | None = None,
        retries: int = 1,
        stop_grace_s: float = STOP_GRACE_S,
    ) -> None:
        self.workers = workers
        self._stop_grace_s = stop_grace_s
        self._context = multiprocessing.get_context("spawn")
        self._budget = budget or Budget()
        self._retries = retries
        self._supervisors = ThreadPoolExecutor(workers, thread_name_prefix="job")
        self._jobs: set[Job] = set()
        self._folder: PoolFolder | None = None
        self._lock = threading.Lock()

    def __enter__(self) -> "JobPool":
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        if error is not None:
            self.stop_all()
        self._supervisors.shutdown(wait=True, cancel_futures=error is not None)
        if self._folder is not None:
            self._folder.remove()

    def submit(
        self,
        name: str,
        function: Callable[..., Any],
        /,
        *arguments: Any,
        on_progress: OnProgress = ignore_progress,
    ) -> Job:
        """Start ``function(*arguments, control)`` in a process of its own.

        The function must be importable by name. It is given a `JobControl` as last argument.
        `on_progress` is called in a thread of this process.
        """
        job = Job(name, self._context.Event())
        with self._lock:
            self._jobs.add(job)
        job.future = self._supervisors.submit(self._run, job, function, arguments, on_progress)
        return job

    def stop_all(self) -> None:
        """Ask every job to end soon, keeping its best answer."""
        with self._lock:
            for job in self._jobs:
                job.stop()

    @contextlib.contextmanager
    def _folder_of(self, job: Job) -> Iterator[Path]:
        """A folder for the arrays of a job, which is forgotten when it ends."""
        try:
            with self._lock:
                self._folder = self._folder or PoolFolder()
                folder = self._folder.job_folder()
            try:
                yield folder
            finally:
                drop_files(folder)
        finally:
            with self._lock:
                self._jobs.discard(job)

    def _run(
        self,
        job: Job,
        function: Callable[..., Any],
        arguments: tuple[Any, ...],
        on_progress: OnProgress,
    ) -> Any:
        with self._folder_of(job) as folder:
            for attempt in range(self._retries + 1):
                attempted = self._attempt(job, function, arguments, folder, on_progress)
                if attempted.finished:
                    return attempted.value
                if job.stopping:
                    break
                log.warning("job %s: its process died, try %d", job.name, attempt + 1)
            if job.best is not None and not job.cancelled:
                return job.best
            if job.stopping:
                raise Interrupted(message("job.stopped", job=job.name))
            raise EnvironmentFault(message("job.killed", job=job.name, tries=self._retries + 1))

    def _attempt(
        self,
        job: Job,
        function: Callable[..., Any],
        arguments: tuple[Any, ...],
        folder: Path,
        on_progress: OnProgress,
    ) -> "_Attempt":
        ours, theirs = self._context.Pipe()
        process = self._context.Process(
            target=run_job,
            args=(theirs, job._stop_event, str(folder), self._budget),
            name=f"wayloom {job.name}",
            # A job may have jobs of its own, which Python refuses to daemons; all end with their
            # parents anyway.
            daemon=False,
        )
        process.start()
        theirs.close()
        attempt = _Attempt(job, on_progress)
        try:
            ours.send_bytes(pack((function, arguments, job.best), folder))
            while not attempt.finished and _wait_for(ours, process, job, self._stop_grace_s):
                attempt.take(*unpack(ours.recv_bytes()))
        except (EOFError, BrokenPipeError, ConnectionResetError):
            pass
        finally:
            ours.close()
            _end(process, grace_s=0.0 if job.cancelled else 2.0)
        return attempt


class _Attempt:
    """What one process of a job has sent so far."""

    def __init__(self, job: Job, on_progress: OnProgress) -> None:
        self.finished = False
        self.value: Any = None
        self._job = job
        self._on_progress = on_progress

    def take(self, kind: str, value: Any) -> None:
        """Take one message of the process."""
        if kind == "progress":
            self._report(value)
        elif kind == "best":
            self._job.best = value
        elif kind == "done":
            self.finished, self.value = True, value
        elif kind == "failed":
            raise value
        else:
            raise JobBroken(value)

    def _report(self, progress: Progress) -> None:
        try:
            self._on_progress(progress)
        except Exception:
            log.exception("job %s: its progress could not be shown", self._job.name)


def _wait_for(connection: Any, process: BaseProcess, job: Job, grace_s: float) -> bool:
    """Wait until the process has something to say; False if it has died or must be ended."""
    told_to_stop_for_s = 0.0
    while told_to_stop_for_s < grace_s and not job.cancelled:
        ready = wait([connection, process.sentinel], timeout=0.25)
        if connection in ready:
            return True
        if ready:
            return bool(connection.poll())
        told_to_stop_for_s += 0.25 if job.stopping else 0.0
    return False


def _end(process: BaseProcess, grace_s: float) -> None:
    process.join(timeout=grace_s)
    if process.is_alive():
        process.kill()
        process.join()
