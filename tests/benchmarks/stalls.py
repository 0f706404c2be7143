"""How long the event loop of a window stands still."""

import time
from collections.abc import Callable

from PySide6.QtCore import QEventLoop, QObject, Qt, QTimer, Slot


class Stalls(QObject):
    """Counts the gaps between the ticks of a timer.

    Attributes
    ----------
    gaps_ms
        The gaps from the shortest to the longest, once the watch is over.
    """

    def __init__(self, tick_ms: int) -> None:
        super().__init__()
        self.gaps_ms: list[float] = []
        self._loop = QEventLoop()
        self._is_over: Callable[[], bool] = lambda: True
        self._last_s = 0.0
        self._timer = QTimer(self, interval=tick_ms, timerType=Qt.TimerType.PreciseTimer)
        self._timer.timeout.connect(self._tick)

    def watch(self, is_over: Callable[[], bool]) -> None:
        """Let the window live and count, until something is true."""
        self._is_over = is_over
        self._last_s = time.perf_counter()
        self._timer.start()
        self._loop.exec()
        self._timer.stop()
        self.gaps_ms.sort()

    @Slot()
    def _tick(self) -> None:
        now_s = time.perf_counter()
        self.gaps_ms.append(1000 * (now_s - self._last_s))
        self._last_s = now_s
        if self._is_over():
            self._loop.quit()
