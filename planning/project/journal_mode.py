"""How SQLite makes acts durable: by a log beside the file where the disk allows it."""

import shutil
import sqlite3
import sys
import time
from contextlib import suppress
from pathlib import Path

_MOUNTS = Path("/proc/self/mounts")
_NETWORK = ("nfs", "cifs", "smb", "9p", "afs", "ncp", "fuse.sshfs", "fuse.gvfsd", "fuse.davfs")
_NETWORK_DRIVE = 4
_CLOSING_S = 2.0

LOG_ROOM_BYTES = 1024**2
"""Below this much room a log is not begun."""


def begin_log(connection: sqlite3.Connection, path: Path) -> None:
    """Write acts to a log, or to a rollback journal where computers cannot share a log."""
    # A project that says it has a log cannot even be read where there is no room for it.
    if not on_network(path) and shutil.disk_usage(path.parent).free > LOG_ROOM_BYTES:
        with suppress(sqlite3.OperationalError):
            _switch(connection, "WAL")
            return
    _switch(connection, "DELETE")


def _switch(connection: sqlite3.Connection, mode: str) -> None:
    connection.execute(f"PRAGMA journal_mode = {mode}").fetchone()
    # The log is made by the first reading: it must be there before the folder can be taken away.
    connection.execute("SELECT count(*) FROM sqlite_schema").fetchone()


def end_log(connection: sqlite3.Connection) -> bool:
    """Make the project one plain file again; False where somebody reads it for too long."""
    until = time.monotonic() + _CLOSING_S
    while True:
        try:
            (mode,) = connection.execute("PRAGMA journal_mode = DELETE").fetchone()
        except sqlite3.Error as error:
            # Whatever was acknowledged is in the log, which the next opening takes in.
            if error.sqlite_errorcode & 0xFF not in {sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED}:
                return False
            mode = "wal"
        if mode != "wal":
            return True
        if time.monotonic() > until:
            return False
        time.sleep(0.05)


def settle_log(connection: sqlite3.Connection) -> bool:
    """Bring all that the log holds into the file, wherever that lies now; whether it is empty."""
    try:
        busy, _, _ = connection.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchone()
    except sqlite3.Error:
        return False
    return not busy


def has_log(connection: sqlite3.Connection) -> bool:
    """Whether a project was not closed in order."""
    (mode,) = connection.execute("PRAGMA journal_mode").fetchone()
    return bool(mode == "wal")


def on_network(path: Path) -> bool:
    """Whether a file lies on another computer, as far as the system tells."""
    if sys.platform == "win32":
        import ctypes

        drive = path.drive if not path.drive.startswith("\\\\") else ""
        kind = ctypes.windll.kernel32.GetDriveTypeW(f"{drive}\\")
        return not drive or kind == _NETWORK_DRIVE
    try:
        lines = _MOUNTS.read_text("utf-8", "surrogateescape").splitlines()
    except OSError:
        return False
    return file_system(path, lines).startswith(_NETWORK)


def file_system(path: Path, mounts: list[str]) -> str:
    """The kind of file system that a path lies on, from the lines of the table of mounts."""
    best, kind = -1, ""
    for line in mounts:
        parts = line.split(" ")
        if len(parts) < 3:
            continue
        place = Path(parts[1].replace("\\040", " ").replace("\\011", "\t"))
        # Of two mounts on the same place, the later one hides the earlier.
        if path.is_relative_to(place) and len(place.parts) >= best:
            best, kind = len(place.parts), parts[2]
    return kind
