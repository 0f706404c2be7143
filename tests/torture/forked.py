"""Something done in a process of its own that costs no start: a fork of this one."""

import contextlib
import os
import pickle
import sys
import traceback
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any, NoReturn


class Died(Exception):
    """The process ended before it told what came of it."""


def forked(function: Callable[[], Any]) -> Any:
    """What a function returns in a fork of this process."""
    reading, writing = os.pipe()
    child = os.fork()
    if child == 0:
        os.close(reading)
        _do(function, writing)
    os.close(writing)
    with os.fdopen(reading, "rb") as pipe:
        told = pipe.read()
    _, status = os.waitpid(child, 0)
    if not told:
        raise Died(f"ended with {os.waitstatus_to_exitcode(status)}")
    done, value = pickle.loads(told)
    if not done:
        raise Died(value)
    return value


def _do(function: Callable[[], Any], writing: int) -> NoReturn:
    code = 1
    try:
        told = pickle.dumps((True, function()))
        code = 0
    except BaseException:
        told = pickle.dumps((False, traceback.format_exc()))
    with os.fdopen(writing, "wb") as pipe:
        pipe.write(told)
    os._exit(code)


@contextlib.contextmanager
def silent() -> Iterator[None]:
    """Let nothing that is done meanwhile write to standard output or error."""
    sys.stdout.flush()
    sys.stderr.flush()
    kept = os.dup(1), os.dup(2)
    with Path(os.devnull).open("w") as nowhere:
        os.dup2(nowhere.fileno(), 1)
        os.dup2(nowhere.fileno(), 2)
    try:
        yield
    finally:
        sys.stdout.flush()
        sys.stderr.flush()
        for descriptor, copy in zip((1, 2), kept, strict=True):
            os.dup2(copy, descriptor)
            os.close(copy)
