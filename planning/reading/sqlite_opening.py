"""An SQLite file opened for nothing but reading, whatever its schema tries."""

import sqlite3
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from domain.errors import PlannerError
from planning.reading.read_share import OnPart

LONGEST_VALUE_BYTES = 16 * 1024**2
"""SQLite itself refuses longer texts and rows, before memory is taken for them."""

_SIGNATURE = b"SQLite format 3\x00"
_WAL_VERSION = 2
_VERSION_BYTE = 18

_STEPS_PER_LOOK = 100_000
"""Steps of SQLite's machine, some milliseconds, between two looks at the clock."""

_ALLOWED = {sqlite3.SQLITE_SELECT, sqlite3.SQLITE_READ, sqlite3.SQLITE_RECURSIVE}
_REFUSED_FUNCTIONS = {"load_extension", "fts3_tokenizer", "readfile", "writefile", "edit"}


class Watch:
    """Stops a statement that takes too long, or that the user no longer wants."""

    def __init__(self, on_part: OnPart, time_limit_s: float) -> None:
        self._on_part = on_part
        self._time_limit_s = time_limit_s
        self._deadline_s = 0.0
        self.share = 0.0
        self.stopped: PlannerError | None = None

    def begin(self, share: float) -> None:
        """Start the clock for the next statement, `share` of the work being done."""
        self.share = share
        self._deadline_s = time.monotonic() + self._time_limit_s

    @property
    def is_over(self) -> bool:
        """Whether the statement has had its time."""
        return time.monotonic() > self._deadline_s

    def __call__(self) -> int:
        """Anything but 0 ends the statement; an exception would be lost in SQLite."""
        try:
            self._on_part(self.share)
        except PlannerError as stopped:
            self.stopped = stopped
        return int(self.stopped is not None or self.is_over)


@contextmanager
def opened_sqlite(path: Path, watch: Watch | None = None) -> Iterator[sqlite3.Connection]:
    """A connection that can only read, and runs nothing that the file's own schema asks for.

    Raises
    ------
    sqlite3.Error
        If the file is damaged, locked, or no database.
    OSError
        If it cannot be read at all.
    """
    connection = sqlite3.connect(_address(path), uri=True, isolation_level=None, timeout=5.0)
    try:
        connection.text_factory = _text
        connection.setlimit(sqlite3.SQLITE_LIMIT_LENGTH, LONGEST_VALUE_BYTES)
        connection.setlimit(sqlite3.SQLITE_LIMIT_ATTACHED, 0)
        for pragma in ("trusted_schema = OFF", "query_only = ON", "cell_size_check = ON"):
            connection.execute(f"PRAGMA {pragma}")
        connection.set_authorizer(_authorize)
        if watch is not None:
            connection.set_progress_handler(watch, _STEPS_PER_LOOK)
        yield connection
    finally:
        connection.close()


def _address(path: Path) -> str:
    """The file as an address that opens it without writing beside it.

    A file in WAL mode that nobody has open would be given two files beside it by a mere look; it is
    read as one that does not change.
    """
    with path.open("rb") as file:
        head = file.read(100)
    if not head.startswith(_SIGNATURE):
        raise sqlite3.DatabaseError("file is not a database")
    is_wal = head[_VERSION_BYTE : _VERSION_BYTE + 1] == bytes([_WAL_VERSION])
    log = path.with_name(path.name + "-wal")
    is_at_rest = is_wal and not (log.exists() and log.stat().st_size)
    return f"{path.resolve().as_uri()}?mode=ro{'&immutable=1' if is_at_rest else ''}"


def _text(raw: bytes) -> str:
    """Bytes that are no UTF-8 come as lost characters, which are refused in their place."""
    return raw.decode("utf-8", "replace")


def _authorize(action: int, _: str | None, function: str | None, *__: str | None) -> int:
    if action == sqlite3.SQLITE_FUNCTION:
        is_safe = (function or "").lower() not in _REFUSED_FUNCTIONS
        return sqlite3.SQLITE_OK if is_safe else sqlite3.SQLITE_DENY
    return sqlite3.SQLITE_OK if action in _ALLOWED else sqlite3.SQLITE_DENY
