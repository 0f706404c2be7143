"""Python functions compiled to machine code, which is kept on disk where that is possible."""

import pickle
from collections.abc import Callable
from typing import ParamSpec, TypeVar

from numba import config, njit

_Arguments = ParamSpec("_Arguments")
_Answer = TypeVar("_Answer")

_CACHE_FAILURES = (OSError, EOFError, pickle.UnpicklingError)


def compiled(function: Callable[_Arguments, _Answer]) -> Callable[_Arguments, _Answer]:
    """Compile a function at its first call, unless an earlier run left its machine code.

    The code is kept in ``NUMBA_CACHE_DIR``. Where no folder can be written, or what is in it is
    damaged, each process compiles for itself. The function runs without the interpreter's lock.
    """
    in_memory = compiled_part(function)
    try:
        kept = _typed(njit(nogil=True, cache=True)(function), function)
    except RuntimeError:
        # numba found no folder that it can write.
        return in_memory

    def run(*args: _Arguments.args, **kwargs: _Arguments.kwargs) -> _Answer:
        try:
            return kept(*args, **kwargs)
        except _CACHE_FAILURES:
            return in_memory(*args, **kwargs)

    return run


def compiled_part(function: Callable[_Arguments, _Answer]) -> Callable[_Arguments, _Answer]:
    """Compile a function together with those of the same file that call it."""
    return _typed(njit(nogil=True)(function), function)


def thread_count() -> int:
    """Threads that compiled functions may use: ``NUMBA_NUM_THREADS``, or one for each core."""
    return int(vars(config)["NUMBA_NUM_THREADS"])


def _typed(
    machine_code: object, function: Callable[_Arguments, _Answer]
) -> Callable[_Arguments, _Answer]:
    """What numba made of a function, with that function's types."""
    assert callable(machine_code), function
    return machine_code
