"""Python functions compiled to machine code, which is kept on disk where that is possible."""

import pickle
from collections.abc import Callable
from typing import ParamSpec, TypeVar

from numba import njit

_Arguments = ParamSpec("_Arguments")
_Answer = TypeVar("_Answer")

_CACHE_FAILURES = (OSError, EOFError, pickle.UnpicklingError)


def compiled(function: Callable[_Arguments, _Answer]) -> Callable[_Arguments, _Answer]:
    """Compile a function at its first call, unless an earlier run left its machine code.

    The code is kept in ``NUMBA_CACHE_DIR``. Where no folder can be written, or what is in it is
    damaged, each process compiles for itself. The function runs without the interpreter's lock.
    """
    in_memory = njit(nogil=True)(function)
    try:
        kept = njit(nogil=True, cache=True)(function)
    except RuntimeError:
        # numba found no folder that it can write.
        return in_memory

    def run(*args: _Arguments.args, **kwargs: _Arguments.kwargs) -> _Answer:
        try:
            return kept(*args, **kwargs)
        except _CACHE_FAILURES:
            return in_memory(*args, **kwargs)

    return run
