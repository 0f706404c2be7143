"""A pool for tests that does a job here and now, in this process."""

import threading
from typing import Any

from planning.jobs.worker import Budget, JobControl


class HerePool:
    """Stands for a `JobPool`: same calls, no processes."""

    stopping = False

    def __enter__(self) -> "HerePool":
        return self

    def __exit__(self, *_: object) -> None:
        pass

    def stop_all(self) -> None:
        """Nothing is at work."""

    def submit(self, _: str, function: Any, *arguments: Any, on_progress: Any) -> "HerePool":
        """Do the job."""
        control = JobControl(lambda *_: None, threading.Event(), Budget(), None)  # type: ignore[arg-type]
        self.value = function(*arguments, control)
        return self

    def result(self) -> Any:
        """What the job came to."""
        return self.value
