"""Projects that appear under their name whole, or not at all."""

import os
import sqlite3
import uuid
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from domain.errors import ProjectError
from domain.message import message

_UNFINISHED = ".part"


@contextmanager
def unfinished(path: Path) -> Iterator[Path]:
    """A name beside `path` for what is not whole yet; removed if it is still there at the end."""
    part = path.with_name(f".{path.name}.{uuid.uuid4().hex[:12]}{_UNFINISHED}")
    try:
        yield part
    finally:
        with suppress(OSError):
            part.unlink(missing_ok=True)
        remove_side_files(part)


def remove_side_files(path: Path) -> None:
    """Remove what SQLite keeps beside a file that nobody has open any more."""
    for ending in ("-journal", "-wal", "-shm"):
        with suppress(OSError):
            path.with_name(path.name + ending).unlink(missing_ok=True)


def remove_unfinished(path: Path) -> None:
    """Remove what was being written for `path` when a program was killed; under its lock."""
    with suppress(OSError):
        for found in path.parent.iterdir():
            if found.name.startswith(f".{path.name}.") and _UNFINISHED in found.name:
                found.unlink(missing_ok=True)


def publish_new(part: Path, path: Path) -> None:
    """Give a finished file its name; refused where a file of the name is there."""
    _sync(part)
    try:
        if os.name == "nt":
            part.rename(path)
        else:
            # Unlike renaming, this never replaces a file that somebody else has just made.
            path.hardlink_to(part)
    except FileExistsError as error:
        raise ProjectError(message("project.exists", file=str(path))) from error
    except OSError:
        if os.path.lexists(path):
            raise ProjectError(message("project.exists", file=str(path))) from None
        part.rename(path)
    sync_folder(path.parent)


def publish_over(part: Path, path: Path) -> None:
    """Give a finished file its name, in place of a file that was there."""
    _sync(part)
    part.replace(path)
    sync_folder(path.parent)


def copy_into(connection: sqlite3.Connection, part: Path) -> None:
    """Write all that a connection sees into a file that is not there yet."""
    # As bytes, since a name may hold what is no text.
    connection.execute("VACUUM INTO CAST(? AS TEXT)", (os.fsencode(part),))


def sync_folder(folder: Path) -> None:
    """Make names themselves outlast a loss of power; Windows has no such call for folders."""
    if os.name == "nt":
        return
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


def _sync(part: Path) -> None:
    descriptor = os.open(part, os.O_RDWR)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
