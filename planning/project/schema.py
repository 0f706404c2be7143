"""The tables of a project's SQLite file, and what tells it from any other file."""

import sqlite3
from pathlib import Path

from domain.errors import ProjectError
from domain.message import message

APPLICATION_ID = 0x574C4F4D
"""``WLOM`` in the header of the file."""

VERSION = 1

ENDING = ".wayloom"

_TABLES = {
    "about": "CREATE TABLE about (key TEXT PRIMARY KEY, value TEXT NOT NULL)",
    "content": "CREATE TABLE content (hash TEXT PRIMARY KEY, bytes BLOB NOT NULL)",
    "journal": (
        "CREATE TABLE journal (revision INTEGER PRIMARY KEY, at TEXT NOT NULL,"
        " kind TEXT NOT NULL, act TEXT NOT NULL, checksum INTEGER NOT NULL)"
    ),
}

CHECKED_BYTES = 64 * 1024**2
"""Files up to here are checked page by page when they are opened: it takes some 20 ms."""


def make_tables(connection: sqlite3.Connection) -> None:
    """Make an empty file a project of this version; inside a transaction."""
    for statement in _TABLES.values():
        connection.execute(statement)
    connection.execute(f"PRAGMA application_id = {APPLICATION_ID}")
    connection.execute(f"PRAGMA user_version = {VERSION}")


def version_of(connection: sqlite3.Connection, path: Path, *, newest: int = VERSION) -> int:
    """The version of a project.

    Raises
    ------
    ProjectError
        If the file is no project, or of a newer version than `newest`.
    """
    (application_id,) = connection.execute("PRAGMA application_id").fetchone()
    (version,) = connection.execute("PRAGMA user_version").fetchone()
    if application_id != APPLICATION_ID or version < 1:
        raise ProjectError(message("project.not_a_project", file=str(path)))
    if version > newest:
        raise ProjectError(message("project.newer", file=str(path)))
    return int(version)


def check_tables(connection: sqlite3.Connection, path: Path) -> None:
    """Refuse a file whose tables or pages are not as this program writes them."""
    found = connection.execute("SELECT type, name FROM sqlite_schema").fetchall()
    tables = {name for kind, name in found if kind == "table"}
    # Neither triggers nor views are ever made; an index is made by SQLite for each primary key.
    if not tables >= _TABLES.keys() or {kind for kind, _ in found} - {"table", "index"}:
        raise ProjectError(message("project.damaged", file=str(path)))
    (pages,) = connection.execute("PRAGMA page_count").fetchone()
    (page_bytes,) = connection.execute("PRAGMA page_size").fetchone()
    if pages * page_bytes > CHECKED_BYTES:
        return
    (finding,) = connection.execute("PRAGMA quick_check(1)").fetchone()
    if finding != "ok":
        raise ProjectError(message("project.damaged", file=str(path)))
