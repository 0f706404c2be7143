"""Faults of the program itself: told to the planner, logged, and never the end of the work."""

import logging
import sys
from types import TracebackType

from PySide6.QtCore import QObject, Signal

log = logging.getLogger(__name__)


class Faults(QObject):
    """Takes every exception that nothing else took.

    Without it, PySide6 prints the exception of a slot and the planner sees nothing happen.
    """

    happened = Signal()

    def install(self) -> None:
        """Take uncaught exceptions from now on."""
        sys.excepthook = self._take

    def _take(
        self, kind: type[BaseException], error: BaseException, trace: TracebackType | None
    ) -> None:
        if issubclass(kind, KeyboardInterrupt):
            sys.__excepthook__(kind, error, trace)
            return
        log.critical("a fault of the program", exc_info=(kind, error, trace))
        self.happened.emit()
