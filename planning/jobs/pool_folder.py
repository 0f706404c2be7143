"""The folder that a pool keeps the arrays of its jobs in, and what became of those of others.

A pool holds a lock on its folder for as long as its process lives, however that ends. A folder
whose lock is free is left over, and the next pool removes it.
"""

import contextlib
import shutil
import sys
import tempfile
import time
import weakref
from pathlib import Path
from typing import IO

_PREFIX = "wayloom-jobs-"
_LOCK = "lock"
_SETTLED_S = 60.0
"""After this a new folder has its lock."""


class PoolFolder:
    """A new folder, which goes when it is removed or no longer referred to.

    Folders that are left over are removed first.
    """

    def __init__(self) -> None:
        _remove_left_over()
        self.path = Path(tempfile.mkdtemp(prefix=_PREFIX))
        lock = (self.path / _LOCK).open("wb")
        _try_lock(lock)
        self._finalizer = weakref.finalize(self, _remove, self.path, lock)

    def job_folder(self) -> Path:
        """A new folder for the arrays of a job."""
        return Path(tempfile.mkdtemp(dir=self.path))

    def remove(self) -> None:
        """Remove the folder; arrays in use stay whole."""
        self._finalizer()


def _remove(folder: Path, lock: IO[bytes]) -> None:
    lock.close()
    # On Windows a file in use stays, and the folder is left over.
    shutil.rmtree(folder, ignore_errors=True)


def _remove_left_over() -> None:
    for folder in Path(tempfile.gettempdir()).glob(f"{_PREFIX}*"):
        with contextlib.suppress(OSError):
            if time.time() - folder.stat().st_mtime > _SETTLED_S and _is_left_over(folder):
                shutil.rmtree(folder, ignore_errors=True)


def _is_left_over(folder: Path) -> bool:
    """Whether no process holds the lock of a folder."""
    with (folder / _LOCK).open("rb") as lock:
        return _try_lock(lock)


def _try_lock(file: IO[bytes]) -> bool:
    """Lock a file until it is closed; False if another process has locked it."""
    try:
        if sys.platform == "win32":
            import msvcrt

            msvcrt.locking(file.fileno(), msvcrt.LK_NBLCK, 1)
        else:
            import fcntl

            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError:
        return False
    return True
