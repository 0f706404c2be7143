"""Jobs in threads of the test's own process: quicker than processes that must load everything."""

import threading
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import Any, Self

from domain.progress import OnProgress
from planning.jobs.pool import Job
from planning.jobs.worker import Budget, JobControl


class InProcessPool:
    """Stands in for a `JobPool`; a job that is cancelled ends when it looks whether it should."""

    def __init__(self, **_: Any) -> None:
        self._threads = ThreadPoolExecutor(3)

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self._threads.shutdown()

    def submit(
        self, name: str, function: Callable[..., Any], *arguments: Any, on_progress: OnProgress
    ) -> Job:
        event = threading.Event()

        def send(kind: str, value: Any) -> None:
            if kind == "progress":
                on_progress(value)

        control = JobControl(send, event, Budget(), None)  # type: ignore[arg-type]
        job = Job(name, event)  # type: ignore[arg-type]
        job.future = self._threads.submit(function, *arguments, control)
        return job
