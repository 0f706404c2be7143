"""One thread beside the window's, for work that is too long for a frame and too short for a job."""

import logging
from collections.abc import Callable
from typing import Any, TypeVar

from PySide6.QtCore import QObject, Qt, QThreadPool, Signal, Slot

log = logging.getLogger(__name__)

_Value = TypeVar("_Value")


class OneWorker(QObject):
    """Computes one value after the other, and hands each back in the window's thread."""

    _computed = Signal(object, object)

    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)
        self._is_closed = False
        self._pool = QThreadPool(self)
        self._pool.setMaxThreadCount(1)
        self._computed.connect(self._hand_back, Qt.ConnectionType.QueuedConnection)

    def start(self, compute: Callable[[], _Value], then: Callable[[_Value | None], None]) -> None:
        """Compute a value after all those asked for before.

        `then` gets it in the window's thread; None where the computation failed, which is logged.
        Neither is called once the worker is closed.
        """

        def run() -> None:
            value: _Value | None = None
            try:
                value = compute()
            except Exception:
                log.exception("work beside the window failed")
            self._computed.emit(then, value)

        if not self._is_closed:
            self._pool.start(run)

    def finish(self) -> None:
        """Wait until all is done that was asked for."""
        self._pool.waitForDone()

    def close(self) -> None:
        """Drop what has not begun and wait for what has."""
        self._is_closed = True
        self._pool.clear()
        self._pool.waitForDone()

    @Slot(object, object)
    def _hand_back(self, then: Callable[[Any], None], value: Any) -> None:
        if not self._is_closed:
            then(value)
