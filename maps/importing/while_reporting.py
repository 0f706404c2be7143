"""Work that cannot be asked to stop, given up when its caller must."""

import contextlib
import queue
import threading
from collections.abc import Callable
from typing import TypeVar

_Answer = TypeVar("_Answer")

_POLL_S = 0.1


def while_reporting(work: Callable[[], _Answer], report: Callable[[], None]) -> _Answer:
    """The answer of some work, done in a thread that is given up when `report` raises.

    What a thread that was given up still finds out is thrown away. `report` is called before the
    work begins, and ten times a second until it is done.
    """
    answers: queue.SimpleQueue[tuple[_Answer, None] | tuple[None, BaseException]]
    answers = queue.SimpleQueue()

    def run() -> None:
        try:
            answers.put((work(), None))
        except BaseException as error:  # the caller raises it
            answers.put((None, error))

    report()
    threading.Thread(target=run, name=run.__qualname__, daemon=True).start()
    while True:
        with contextlib.suppress(queue.Empty):
            answer, error = answers.get(timeout=_POLL_S)
            if error is not None:
                raise error
            # Where there is no error there is an answer.
            return answer  # type: ignore[return-value]
        report()
