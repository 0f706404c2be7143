"""Connections to the SQLite file of a project, and its errors as those of Wayloom."""

import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from domain.errors import EnvironmentFault, ProjectError
from domain.message import message

BUSY_S = 5.0
"""How long to wait for another program that reads or writes at this moment."""

_COMPUTER = {
    sqlite3.SQLITE_PERM,
    sqlite3.SQLITE_BUSY,
    sqlite3.SQLITE_LOCKED,
    sqlite3.SQLITE_NOMEM,
    sqlite3.SQLITE_READONLY,
    sqlite3.SQLITE_IOERR,
    sqlite3.SQLITE_FULL,
    sqlite3.SQLITE_CANTOPEN,
    sqlite3.SQLITE_NOLFS,
}
"""Errors that are the computer's; every other one means that the file is damaged."""


def connect(path: Path, *, writing: bool) -> sqlite3.Connection:
    """A connection to a file that must exist; transactions are begun and ended by hand."""
    connection = _connect(path, "mode=rw" if writing else "mode=ro")
    try:
        # Nothing in the file may run: it can come from anybody.
        connection.execute("PRAGMA trusted_schema = OFF")
        connection.execute("PRAGMA cell_size_check = ON")
        connection.execute("PRAGMA mmap_size = 0")
        connection.execute("PRAGMA synchronous = FULL")
        connection.execute("PRAGMA fullfsync = ON")
        # The first one that reads the file: here it is told what cannot be opened.
        connection.execute("SELECT count(*) FROM sqlite_schema").fetchone()
    except BaseException:
        connection.close()
        raise
    return connection


def connect_unlocked(path: Path) -> sqlite3.Connection:
    """A connection that reads a file nobody can change, in a folder where nothing can be made."""
    return _connect(path, "mode=ro&immutable=1")


def _connect(path: Path, parameters: str) -> sqlite3.Connection:
    return sqlite3.connect(
        f"{path.absolute().as_uri()}?{parameters}",
        uri=True,
        timeout=BUSY_S,
        isolation_level=None,
        check_same_thread=False,
    )


@contextmanager
def transaction(connection: sqlite3.Connection) -> Iterator[None]:
    """All or nothing, durable at its end; nobody else writes meanwhile."""
    connection.execute("BEGIN IMMEDIATE")
    try:
        yield
        connection.execute("COMMIT")
    except BaseException:
        # SQLite itself has gone back already where the disk was full.
        if connection.in_transaction:
            connection.execute("ROLLBACK")
        raise


@contextmanager
def said_plainly(path: Path, *, writing: bool = False) -> Iterator[None]:
    """Raise errors of SQLite, the disk and the memory as those of Wayloom."""
    try:
        yield
    except sqlite3.Error as error:
        raise plain_error(error, path, writing=writing) from error
    except UnicodeDecodeError as error:
        # Raised by a text, also one of an error, that is none.
        raise ProjectError(message("project.damaged", file=str(path))) from error
    except MemoryError as error:
        raise EnvironmentFault(message("job.out_of_memory")) from error
    except OSError as error:
        reason = error.strerror or str(error)
        raise _fault(path, reason, writing=writing) from error


def plain_error(
    error: sqlite3.Error, path: Path, *, writing: bool
) -> ProjectError | EnvironmentFault:
    """What an error of SQLite means for a project."""
    number = getattr(error, "sqlite_errorcode", sqlite3.SQLITE_ERROR) & 0xFF
    if number == sqlite3.SQLITE_NOTADB:
        return ProjectError(message("project.not_a_project", file=str(path)))
    if number == sqlite3.SQLITE_TOOBIG:
        return ProjectError(message("project.too_large", file=str(path)))
    if number in _COMPUTER:
        return _fault(path, str(error), writing=writing)
    return ProjectError(message("project.damaged", file=str(path)))


def _fault(path: Path, reason: str, *, writing: bool) -> EnvironmentFault:
    code = "project.not_written" if writing else "project.not_read"
    return EnvironmentFault(message(code, file=str(path), reason=reason))
