"""Long work in processes of its own, told of in the window's thread."""

from collections.abc import Callable
from concurrent.futures import Future
from typing import Any

from PySide6.QtCore import QObject, Qt, QTimer, Signal, Slot

from domain.errors import Interrupted, PlannerError
from domain.progress import Progress
from planning.jobs.pool import Job, JobPool

STOP_GRACE_S = 120.0
"""How long a stopped plan may take to be finished and checked; a person may cancel it before."""


class Operation(QObject):
    """One piece of long work, from its start to its result.

    It ends in exactly one way: its result is shown, or `failed` or `cancelled` is announced; and
    `ended` after it.

    Parameters
    ----------
    show
        Takes the result, in the window's thread.
    """

    progressed = Signal(Progress)
    best_found = Signal()
    """There is a first result that would be kept."""
    failed = Signal(Exception)
    cancelled = Signal()
    ended = Signal()
    _finished = Signal(object)

    def __init__(self, name: str, show: Callable[[Any], None], parent: QObject) -> None:
        super().__init__(parent)
        self.name = name
        self.has_best = False
        self._show = show
        self._job: Job | None = None
        self._finished.connect(self._take, Qt.ConnectionType.QueuedConnection)
        self.progressed.connect(self._look_for_best)

    @property
    def is_stopping(self) -> bool:
        """Whether the work was asked to end."""
        return self._job is not None and self._job.stopping

    def stop(self) -> None:
        """Ask the work to end soon and keep its best result so far."""
        if self._job is not None:
            self._job.stop()

    def cancel(self) -> None:
        """End the work at once; nothing is kept."""
        if self._job is not None:
            self._job.cancel()

    def start(self, pool: JobPool, function: Callable[..., Any], *arguments: Any) -> None:
        """Start ``function(*arguments, control)`` in a process."""
        self._job = pool.submit(self.name, function, *arguments, on_progress=self.progressed.emit)
        self._job.future.add_done_callback(self._finished.emit)

    @Slot(Progress)
    def _look_for_best(self, progress: Progress) -> None:
        if progress.cost_minor is not None and not self.has_best:
            self.has_best = True
            self.best_found.emit()

    @Slot(object)
    def _take(self, future: Future[Any]) -> None:
        # The result is on the screen before anything else is done, so that neither waits long; and
        # the work has ended even where its result cannot be shown.
        QTimer.singleShot(0, self, self._end)
        error = future.exception()
        # What was cancelled after it was done, but before it was shown, is cancelled all the same.
        if isinstance(error, Interrupted) or (self._job is not None and self._job.cancelled):
            self.cancelled.emit()
        elif error is None:
            self._show(future.result())
        elif isinstance(error, Exception):
            self.failed.emit(error)

    @Slot()
    def _end(self) -> None:
        self.ended.emit()
        self.deleteLater()


class Background(QObject):
    """Starts operations; ends what is still at work when the window closes."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._pool = JobPool(workers=3, retries=0, stop_grace_s=STOP_GRACE_S)
        self._running: list[Operation] = []

    def operation(self, name: str, show: Callable[[Any], None]) -> Operation:
        """A new operation, to be listened to before it is started; `show` takes its result."""
        return Operation(name, show, self)

    def start(self, operation: Operation, function: Callable[..., Any], *arguments: Any) -> None:
        """Start an operation with a function that a process can import by name."""
        self._running.append(operation)
        operation.ended.connect(self._forget)
        operation.start(self._pool, function, *arguments)

    def close(self) -> None:
        """Cancel all that is still at work and wait until it is gone."""
        for operation in self._running:
            operation.cancel()
        with self._pool:
            pass

    @Slot()
    def _forget(self) -> None:
        ended = self.sender()
        self._running = [operation for operation in self._running if operation is not ended]


def is_our_fault(error: Exception) -> bool:
    """Whether an error is a fault of the program, not of the data or the computer."""
    return not isinstance(error, PlannerError | OSError)
