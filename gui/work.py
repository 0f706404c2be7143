"""What the window does that takes time: where it is started, how it ends, what is said of it."""

import logging
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from PySide6.QtCore import QObject, Signal, Slot

from domain.errors import InputError, PlannerError
from domain.message import Message, message
from gui.background import Background, Operation, is_our_fault
from gui.session import Session
from planning.environment import Directories

log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True, kw_only=True)
class Notice:
    """Something the planner should know.

    Attributes
    ----------
    tone
        ``good``, ``warning``, ``bad`` or empty.
    folder
        A folder to open from the notice, if any.
    action
        Name of an action of the window that is offered with it; empty for none.
    """

    message: Message
    tone: str = ""
    folder: Path | None = None
    action: str = ""


class Work(QObject):
    """Starts work in processes of its own; there is one that the planner waits for at most."""

    noticed = Signal(Notice)
    work_changed = Signal()
    """Work began or ended; see `work`."""
    data_refused = Signal()
    """The data cannot be planned; the session holds the problems."""

    def __init__(self, session: Session, folders: Directories, parent: QObject) -> None:
        super().__init__(parent)
        self.work: Operation | None = None
        """What the planner waits for; None while there is nothing."""
        self.session = session
        self.folders = folders
        self.background = Background(self)

    def stop(self) -> None:
        """End the work soon and keep its best result."""
        if self.work is not None:
            self.work.stop()
            self.work_changed.emit()

    def cancel(self) -> None:
        """End the work at once."""
        if self.work is not None:
            self.work.cancel()

    def make_way(self) -> None:
        """End the work for other data; files that are being written are finished."""
        if self.work is not None and self.work.name != "export":
            self.work.cancel()

    def close(self) -> None:
        """End everything, because the window closes."""
        self.background.close()

    def start(
        self,
        name: str,
        show: Callable[[Any], None],
        function: Callable[..., Any],
        *arguments: Any,
    ) -> None:
        """Start work that the planner waits for; `show` takes its result."""
        operation = self.operation(name, show)
        operation.cancelled.connect(self._tell_cancelled)
        operation.ended.connect(self._end_work)
        operation.best_found.connect(self.work_changed)
        self.work = operation
        self.background.start(operation, function, *arguments)
        self.work_changed.emit()

    def operation(self, name: str, show: Callable[[Any], None]) -> Operation:
        """Work that nobody waits for, to be started on `background`."""
        operation = self.background.operation(name, show)
        operation.failed.connect(self.tell_failure)
        return operation

    @Slot()
    def _end_work(self) -> None:
        if self.sender() is self.work:
            self.work = None
            self.work_changed.emit()

    @Slot()
    def _tell_cancelled(self) -> None:
        # Work that other work has taken the place of ends without a word.
        if self.sender() is not self.work:
            return
        self.noticed.emit(Notice(message=message("window.cancelled"), tone="warning"))

    @Slot(Exception)
    def tell_failure(self, error: Exception) -> None:
        """Say why work failed."""
        if is_our_fault(error):
            log.error("work failed: %s", error)
        if isinstance(error, InputError):
            self.session.show_roads(self.session.roads, error.problems)
            self.data_refused.emit()
        self.noticed.emit(Notice(message=failure_message(error), tone="bad"))


def failure_message(error: Exception) -> Message:
    """What to say of an error that ended work."""
    if isinstance(error, PlannerError):
        return error.message
    if isinstance(error, OSError):
        reason = error.strerror or str(error)
        return message("disk.refused", path=str(error.filename or ""), reason=reason)
    return message("window.fault")
