"""Python functions compiled to machine code, which is kept on disk where that is possible."""

import pickle
from collections.abc import Callable
from typing import Any, ParamSpec, TypeVar

from numba import config, njit

_Arguments = ParamSpec("_Arguments")
_Answer = TypeVar("_Answer")

_CACHE_FAILURES = (OSError, EOFError, pickle.UnpicklingError)


def compiled(function: Callable[_Arguments, _Answer]) -> Callable[_Arguments, _Answer]:
    """Compile a function at its first call, unless an earlier run left its machine code.

    The code is kept in ``NUMBA_CACHE_DIR``. Where no folder can be written, or what is in it is
    damaged, each process compiles for itself. The function runs without the interpreter's lock.
    """
    return _kept(function, {"nogil": True})


def _kept(
    function: Callable[_Arguments, _Answer], options: dict[str, Any]
) -> Callable[_Arguments, _Answer]:
    in_memory = _typed(njit(**options)(function), function)
    try:
        kept = _typed(njit(cache=True, **options)(function), function)
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


_LEAN: dict[str, Any] = {"nogil": True, "_nrt": False, "error_model": "numpy"}
_NEVER_FROM_PYTHON: dict[str, Any] = {"no_cpython_wrapper": True, "no_cfunc_wrapper": True}


def lean(function: Callable[_Arguments, _Answer]) -> Callable[_Arguments, _Answer]:
    """Like `compiled`, for a function that makes no array and has parts of `lean_part`.

    numba counts who uses each array, at every call. Where a small function takes fifty and is
    called a million times a second, that takes forty times as long as its work.
    """
    return _kept(function, _LEAN)


def lean_part(function: Callable[_Arguments, _Answer]) -> Callable[_Arguments, _Answer]:
    """Compile a part of a function of `lean`."""
    return _typed(njit(**_LEAN, **_NEVER_FROM_PYTHON)(function), function)


def lean_inline(function: Callable[_Arguments, _Answer]) -> Callable[_Arguments, _Answer]:
    """Like `lean_part`, and put whole wherever it is called."""
    return _typed(njit(forceinline=True, **_LEAN, **_NEVER_FROM_PYTHON)(function), function)


def thread_count() -> int:
    """Threads that compiled functions may use: ``NUMBA_NUM_THREADS``, or one for each core."""
    return int(vars(config)["NUMBA_NUM_THREADS"])


def _typed(
    machine_code: object, function: Callable[_Arguments, _Answer]
) -> Callable[_Arguments, _Answer]:
    """What numba made of a function, with that function's types."""
    assert callable(machine_code), function
    return machine_code
