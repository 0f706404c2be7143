"""The file of a project: opened, checked, locked, read, appended to, and closed."""

import datetime
import logging
import os
import sqlite3
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress
from pathlib import Path

from domain.errors import ProjectError
from domain.message import Message, message
from planning.project.connection import connect, connect_unlocked, said_plainly, transaction
from planning.project.contents import DamagedContent
from planning.project.journal import BrokenRecord, Entry, Record, entry_of, row_of
from planning.project.journal_mode import begin_log, end_log, has_log, settle_log
from planning.project.lock import LockOwner, ProjectLock, take_lock
from planning.project.migrations import STEPS, Step, migrate, newest_version
from planning.project.schema import check_tables, version_of
from planning.project.whole_copy import (
    copy_into,
    publish_new,
    publish_over,
    remove_side_files,
    remove_unfinished,
    unfinished,
)

log = logging.getLogger(__name__)

Identity = tuple[int, int]


class ProjectFile:
    """A file that is held for writing, or read now and then.

    One that is only read has no connection between two readings, so that whoever writes can close
    it to one plain file.

    Attributes
    ----------
    why_read_only
        Why nothing can be written; None where it can.
    was_left
        Whether whoever wrote it last did not close it.
    """

    def __init__(self, path: Path) -> None:
        self.path = path
        self.holder: LockOwner | None = None
        self.why_read_only: Message | None = None
        self.was_left = False
        self._lock: ProjectLock | None = None
        self._connection: sqlite3.Connection | None = None
        self._identity = _identity(path)
        self._closed = False

    @property
    def is_read_only(self) -> bool:
        """Whether nothing can be written."""
        return self._lock is None

    def is_gone(self) -> bool:
        """Whether the file was deleted, moved or replaced since it was opened."""
        try:
            return _identity(self.path) != self._identity
        except OSError:
            return True

    @contextmanager
    def reading(self) -> Iterator[sqlite3.Connection]:
        """A connection that may read."""
        with said_plainly(self.path):
            if self._connection is not None:
                yield self._connection
                return
            self._refuse_closed()
            if self.is_gone():
                raise ProjectError(message("project.gone", file=str(self.path)))
            had_log = _log_of(self.path).exists()
            self._connection = _reader(self.path)
            try:
                yield self._connection
            finally:
                self._connection.close()
                self._connection = None
                if not had_log:
                    _remove_empty_log(self.path)

    @contextmanager
    def writing(self) -> Iterator[sqlite3.Connection]:
        """A connection inside a transaction, which is durable at the end."""
        self._refuse_closed()
        if self.why_read_only is not None:
            raise ProjectError(self.why_read_only)
        if self._connection is None or self.is_gone():
            raise ProjectError(message("project.gone", file=str(self.path)))
        with said_plainly(self.path, writing=True), transaction(self._connection):
            yield self._connection

    def hold(self, lock: ProjectLock, steps: Mapping[int, Step]) -> None:
        """Open for writing under a lock, which is kept until the end."""
        with said_plainly(self.path):
            connection = connect(self.path, writing=True)
            try:
                version = version_of(connection, self.path, newest=newest_version(steps))
                check_tables(connection, self.path)
                self.was_left = has_log(connection) or lock.was_left
                migrate(connection, self.path, version, steps)
            except BaseException:
                connection.close()
                raise
        self._connection, self._lock = connection, lock

    def begin(self) -> None:
        """Make ready for acts, once the whole file is known to be sound."""
        if self._connection is not None:
            with said_plainly(self.path):
                begin_log(self._connection, self.path)
        remove_unfinished(self.path)

    def check(self, steps: Mapping[int, Step] = STEPS) -> None:
        """Refuse a file that is no project of the newest version; for one that is only read."""
        newest = newest_version(steps)
        with self.reading() as connection:
            if version_of(connection, self.path, newest=newest) < newest:
                raise ProjectError(message("project.old_read_only", file=str(self.path)))
            check_tables(connection, self.path)

    def copy_to(self, path: Path) -> None:
        """Write a whole copy under another name, in place of what is there."""
        if path == self.path:
            self._make_again()
            return
        with said_plainly(path, writing=True):
            lock = take_lock(path)
            if isinstance(lock, LockOwner):
                raise ProjectError(held_by(lock, path))
            try:
                with self.reading() as connection, unfinished(path) as part:
                    copy_into(connection, part)
                    # A log that belongs to the file before would spoil the new one.
                    remove_side_files(path)
                    publish_over(part, path)
            finally:
                lock.release()

    def close(self) -> None:
        """Close to one plain file, and give back the lock."""
        self._closed = True
        connection, self._connection = self._connection, None
        if connection is not None:
            gone = self.is_gone()
            done = (settle_log if gone else end_log)(connection)
            connection.close()
            if not done:
                log.warning("a project is read by somebody, or its disk refuses: its log stays")
            elif gone:
                # SQLite leaves a log alone when the file is not in its place any more.
                remove_side_files(self.path)
        if self._lock is not None:
            self._lock.release()

    def _make_again(self) -> None:
        """Write a file that was deleted under its own name again, and go on with it."""
        if self._connection is None or os.path.lexists(self.path):
            raise ProjectError(message("project.exists", file=str(self.path)))
        deleted = self._connection
        with said_plainly(self.path, writing=True):
            with unfinished(self.path) as part:
                copy_into(deleted, part)
                # A log of the deleted file would spoil the new one.
                settle_log(deleted)
                publish_new(part, self.path)
            deleted.close()
            remove_side_files(self.path)
            self._connection = connect(self.path, writing=True)
            self._identity = _identity(self.path)
            begin_log(self._connection, self.path)

    def _refuse_closed(self) -> None:
        if self._closed:
            raise ProjectError(message("project.closed", file=str(self.path)))


def existing_project(path: Path) -> Path:
    """Where a project really lies; refused where there is no file."""
    with said_plainly(path):
        try:
            path = path.resolve(strict=True)
        except FileNotFoundError as error:
            raise ProjectError(message("project.missing", file=str(path))) from error
        if not path.is_file():
            raise ProjectError(message("project.not_a_project", file=str(path)))
        return path


def held_by(owner: LockOwner, path: Path) -> Message:
    """That somebody has a project open."""
    return message(
        "project.held", file=str(path), person=owner.person or "?", computer=owner.computer or "?"
    )


def read_entries(connection: sqlite3.Connection, path: Path, after: int) -> list[Entry]:
    """The entries of the journal after a revision.

    Raises
    ------
    ProjectError
        If one is damaged, or of a kind that this program does not know.
    """
    rows = connection.execute(
        "SELECT revision, at, kind, act, checksum FROM journal WHERE revision > ?"
        " ORDER BY revision",
        (after,),
    )
    try:
        return [entry_of(row) for row in rows]
    except BrokenRecord as error:
        raise broken(error, path) from error


def broken(error: BrokenRecord, path: Path) -> ProjectError:
    """That a record cannot be used."""
    if error.reason == "newer":
        return ProjectError(message("project.newer", file=str(path)))
    reason = message("project.damaged_record", file=str(path), revision=error.revision)
    return ProjectError(reason)


def append(connection: sqlite3.Connection, record: Record) -> Entry:
    """Append a record to the journal; inside a transaction."""
    (last,) = connection.execute("SELECT coalesce(max(revision), 0) FROM journal").fetchone()
    row = row_of(int(last) + 1, record)
    connection.execute("INSERT INTO journal VALUES (?, ?, ?, ?, ?)", row)
    return Entry(revision=row[0], at=datetime.datetime.fromisoformat(row[1]), act=record)


def put_content(connection: sqlite3.Connection, name: str, content: bytes) -> None:
    """Keep a content under its hash; inside a transaction."""
    # What lies there under the same name may be damaged.
    connection.execute("INSERT OR REPLACE INTO content VALUES (?, ?)", (name, content))


def get_content(connection: sqlite3.Connection, name: str) -> bytes:
    """The content of a hash, not yet checked."""
    row = connection.execute("SELECT bytes FROM content WHERE hash = ?", (name,)).fetchone()
    if row is None or not isinstance(row[0], bytes):
        raise DamagedContent(name)
    return bytes(row[0])


def read_about(connection: sqlite3.Connection) -> dict[str, str]:
    """What the project says of itself."""
    return {str(key): str(value) for key, value in connection.execute("SELECT * FROM about")}


def _reader(path: Path) -> sqlite3.Connection:
    try:
        return connect(path, writing=False)
    except sqlite3.OperationalError as error:
        number = error.sqlite_errorcode & 0xFF
        if number not in {sqlite3.SQLITE_CANTOPEN, sqlite3.SQLITE_READONLY}:
            raise
        if _log_of(path).exists() or path.with_name(f"{path.name}-journal").exists():
            raise ProjectError(message("project.not_recovered", file=str(path))) from error
        return connect_unlocked(path)


def _log_of(path: Path) -> Path:
    return path.with_name(f"{path.name}-wal")


def _remove_empty_log(path: Path) -> None:
    """Remove the log that reading makes beside a project which was copied while it was open."""
    made = _log_of(path)
    if not made.exists() or made.stat().st_size:
        return
    with suppress(OSError):
        lock = take_lock(path)
        if isinstance(lock, ProjectLock):
            # Under the lock: it is nobody's log.
            if not made.stat().st_size:
                remove_side_files(path)
            lock.release()


def _identity(path: Path) -> Identity:
    found = path.stat()
    return found.st_dev, found.st_ino
