"""Work with a server that is watched from outside, so that it can be stopped at any moment.

Drivers block while a server is busy. So the work is done in a thread of its own, and whoever asked
for it waits beside it: tells how far it is, and can be stopped within a second whatever the server
does.
"""

import threading
import time
from collections.abc import Callable
from typing import Generic, TypeVar

from domain.errors import EnvironmentFault, PlannerError
from domain.message import Message

Result = TypeVar("Result")

OnRow = Callable[[int], None]
"""Takes how many rows have been read; may raise a `PlannerError` to stop."""

_LOOK_S = 0.05
_END_S = 0.8
"""How long a stopped thread is waited for; one that a server holds longer ends by itself."""


class Stopped(Exception):
    """Raised within the work when nobody waits for it any more."""


class Watch:
    """What the work tells those who wait for it, and they tell the work."""

    def __init__(self) -> None:
        self.rows = 0
        self._stopping = threading.Event()
        self._cancel: Callable[[], None] | None = None
        self._deadline_s = float("inf")
        self._too_late: Message | None = None

    def look(self) -> None:
        """To be called by the work between two steps.

        Raises
        ------
        Stopped
            If nobody waits any more.
        """
        if self._stopping.is_set():
            raise Stopped

    def expect(self, within_s: float, too_late: Message) -> None:
        """Say how long the next step may take, and what to say when it takes longer."""
        self._too_late = too_late
        self._deadline_s = time.monotonic() + within_s

    def cancel_by(self, cancel: Callable[[], None] | None) -> None:
        """Say how another thread makes the server give up what it does for the work."""
        self._cancel = cancel
        self.look()

    def require_in_time(self) -> None:
        """Raise EnvironmentFault if the step takes longer than was said."""
        if time.monotonic() > self._deadline_s and self._too_late is not None:
            raise EnvironmentFault(self._too_late)

    def stop(self) -> None:
        """Ask the work to end, and the server to give up."""
        self._stopping.set()
        cancel = self._cancel
        if cancel is not None:
            # In a thread of its own: a server that does not answer must hold nobody up.
            threading.Thread(target=_quietly, args=(cancel,), daemon=True).start()


class _Work(threading.Thread, Generic[Result]):
    """The thread that does the work."""

    def __init__(self, work: Callable[[Watch], Result], watch: Watch) -> None:
        super().__init__(name="database", daemon=True)
        self._work = work
        self._watch = watch
        self.done = threading.Event()
        self.result: list[Result] = []
        self.failure: BaseException | None = None

    def run(self) -> None:
        """Do the work and keep what comes of it."""
        try:
            self.result.append(self._work(self._watch))
        except BaseException as error:
            self.failure = error
        finally:
            self.done.set()


def watched(work: Callable[[Watch], Result], on_row: OnRow) -> Result:
    """Do work with a server; what `on_row` raises, or Ctrl-C, stops it within a second.

    Raises
    ------
    PlannerError
        What the work or `on_row` raises, or EnvironmentFault where the server does not answer.
    """
    watch = Watch()
    thread = _Work(work, watch)
    thread.start()
    try:
        while not thread.done.wait(_LOOK_S):
            on_row(watch.rows)
            watch.require_in_time()
    except BaseException:
        watch.stop()
        thread.done.wait(_END_S)
        raise
    if thread.failure is not None:
        raise _alone(thread.failure)
    on_row(watch.rows)
    return thread.result[0]


def _alone(failure: BaseException) -> BaseException:
    """An error of ours without what led to it: a driver's error holds the password."""
    if isinstance(failure, PlannerError):
        failure.__cause__ = failure.__context__ = failure.__traceback__ = None
    return failure


def _quietly(cancel: Callable[[], None]) -> None:
    try:
        cancel()
    except Exception:
        return
