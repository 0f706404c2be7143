"""What logs tell of a failure: where in the program it was and of which kind, never its words.

The words of an exception hold values of the data: a key that was not found, a text that was no
number. Names, addresses and telephone numbers have no place in a log.
"""

import logging
import sys
import traceback
from types import TracebackType

from domain.errors import PlannerError

_CAUSED = "\nThe above exception was the direct cause of the following exception:\n\n"
_MEANWHILE = "\nDuring handling of the above exception, another exception occurred:\n\n"

ExceptionInfo = (
    tuple[type[BaseException], BaseException, TracebackType | None] | tuple[None, None, None]
)


class FailureTold(RuntimeError):
    """A failure whose words are a text made by `failure_text`, and nothing else."""


def failure_text(error: BaseException) -> str:
    """The places in the program and the kind of an exception, and of those it came from."""
    return "".join(_parts(error, set()))


class PlainFormatter(logging.Formatter):
    """Formats records of a log; of exceptions only what `failure_text` tells."""

    def formatException(self, ei: ExceptionInfo) -> str:
        """The text of an exception."""
        return failure_text(ei[1]).rstrip("\n") if ei[1] is not None else ""


def log_to_stderr(level: int) -> None:
    """Log from a level on to standard error, without the words of exceptions."""
    handler = logging.StreamHandler(sys.stderr)
    handler.setFormatter(PlainFormatter("%(levelname)s %(name)s: %(message)s"))
    logging.basicConfig(handlers=[handler], level=level)


def _parts(error: BaseException, seen: set[int]) -> list[str]:
    seen.add(id(error))
    before: list[str] = []
    if error.__cause__ is not None and id(error.__cause__) not in seen:
        before = [*_parts(error.__cause__, seen), _CAUSED]
    elif (
        error.__context__ is not None
        and not error.__suppress_context__
        and id(error.__context__) not in seen
    ):
        before = [*_parts(error.__context__, seen), _MEANWHILE]
    where = traceback.format_tb(error.__traceback__)
    return [*before, "Traceback (most recent call last):\n", *where, f"{_kind(error)}\n"]


def _kind(error: BaseException) -> str:
    """The kind of an exception, with a code or number that says more."""
    name = type(error).__qualname__
    if isinstance(error, FailureTold):
        return f"{name}: {error}"
    if isinstance(error, PlannerError):
        return f"{name}: {error.message.code}"
    if isinstance(error, OSError) and error.errno is not None:
        return f"{name}: {error.errno} {error.strerror}"
    return name
