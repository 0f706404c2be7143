"""Ctrl-C: the first asks for the best plan so far, the second ends at once."""

import signal
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from types import FrameType


class StopRequest:
    """Whether the person asked to stop."""

    def __init__(self) -> None:
        self.made = False


@contextmanager
def stop_on_interrupt(stop: Callable[[], None]) -> Iterator[StopRequest]:
    """Call `stop` at the first interrupt; a second raises KeyboardInterrupt."""
    request = StopRequest()

    def handle(_number: int, _frame: FrameType | None) -> None:
        if request.made:
            raise KeyboardInterrupt
        request.made = True
        stop()

    before = signal.signal(signal.SIGINT, handle)
    try:
        yield request
    finally:
        signal.signal(signal.SIGINT, before)
