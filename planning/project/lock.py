"""Who has a project open for writing: a lock of the operating system on a file beside it."""

import contextlib
import datetime
import getpass
import os
import socket
import sys
from dataclasses import dataclass
from io import FileIO
from pathlib import Path

import msgspec

_LOCKED_BYTE = 2**30
"""On Windows a locked range cannot be read, so it lies behind the owner's lines."""

_LONGEST_OWNER = 4096


@dataclass(frozen=True, slots=True, kw_only=True)
class LockOwner:
    """Who has a project open; texts are empty and the number 0 where that cannot be told."""

    person: str = ""
    computer: str = ""
    process: int = 0
    since: datetime.datetime | None = None


class ProjectLock:
    """A lock that is held; the system gives it back also when the process is killed.

    Attributes
    ----------
    was_left
        Whether another one had not been given back in order.
    """

    def __init__(self, path: Path, file: FileIO, *, was_left: bool) -> None:
        self.was_left = was_left
        self._path = path
        self._file = file

    def release(self) -> None:
        """Give the lock back and remove its file."""
        if self._file.closed:
            return
        # Removed while it is held, so that nobody's later file is taken away.
        if sys.platform != "win32" and _is_file(self._path, self._file):
            with contextlib.suppress(OSError):
                self._path.unlink()
        self._file.close()
        if sys.platform == "win32":
            with contextlib.suppress(OSError):
                self._path.unlink()


def lock_path(project: Path) -> Path:
    """The file whose lock stands for a project."""
    return project.with_name(f".{project.name}.lock")


def take_lock(project: Path) -> ProjectLock | LockOwner:
    """The lock of a project, or who holds it.

    Raises
    ------
    OSError
        If no lock can be had beside the project: its folder cannot be written to.
    """
    path = lock_path(project)
    while True:
        file = _open(path)
        try:
            if not _lock(file):
                owner = _owner(file)
                file.close()
                return owner
            # Between opening and locking, the one who held it may have removed it.
            if _is_file(path, file):
                was_left = bool(file.seek(0, os.SEEK_END))
                if file.mode == "rb":
                    # Left by another person, whose file cannot be written: make an own one.
                    path.unlink()
                else:
                    _write_owner(file)
                    return ProjectLock(path, file, was_left=was_left)
            file.close()
        except BaseException:
            file.close()
            raise


def _open(path: Path) -> FileIO:
    # Never through a link, which would let others have a file of this person emptied.
    flags = getattr(os, "O_NOFOLLOW", 0) | getattr(os, "O_BINARY", 0)
    try:
        return os.fdopen(os.open(path, flags | os.O_RDWR | os.O_CREAT, 0o644), "r+b", buffering=0)
    except PermissionError:
        return os.fdopen(os.open(path, flags | os.O_RDONLY), "rb", buffering=0)


def _is_file(path: Path, file: FileIO) -> bool:
    try:
        return os.path.samestat(path.stat(), os.fstat(file.fileno()))
    except FileNotFoundError:
        return False


def _write_owner(file: FileIO) -> None:
    owner = LockOwner(
        person=_person(),
        computer=socket.gethostname(),
        process=os.getpid(),
        since=datetime.datetime.now(datetime.UTC),
    )
    # The lock holds without it: nobody can be told who has it while the disk is full.
    with contextlib.suppress(OSError):
        file.truncate(0)
        file.seek(0)
        file.write(msgspec.json.encode(owner))


def _owner(file: FileIO) -> LockOwner:
    try:
        file.seek(0)
        return msgspec.json.decode(file.read(_LONGEST_OWNER), type=LockOwner)
    except (OSError, ValueError):
        return LockOwner()


def _person() -> str:
    try:
        return getpass.getuser().encode("utf-8", "replace").decode()
    except (KeyError, OSError, ImportError):
        return ""


if sys.platform == "win32":
    import msvcrt

    def _lock(file: FileIO) -> bool:
        file.seek(_LOCKED_BYTE)
        try:
            msvcrt.locking(file.fileno(), msvcrt.LK_NBLCK, 1)
        except OSError:
            return False
        return True

else:
    import fcntl

    def _lock(file: FileIO) -> bool:
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            return False
        return True
