"""Projects of older versions brought to this one: step by step, in one transaction."""

import sqlite3
from collections.abc import Callable, Mapping
from pathlib import Path

from domain.errors import ProjectError
from domain.message import message
from planning.project.connection import transaction
from planning.project.schema import VERSION
from planning.project.whole_copy import copy_into, publish_new, unfinished

Step = Callable[[sqlite3.Connection], None]

STEPS: Mapping[int, Step] = {}
"""Version -> what makes a project of the next version out of it."""


def newest_version(steps: Mapping[int, Step]) -> int:
    """The version that projects have after all steps."""
    return max((VERSION, *(version + 1 for version in steps)))


def migrate(
    connection: sqlite3.Connection, path: Path, version: int, steps: Mapping[int, Step]
) -> None:
    """Bring a project to the newest version; a copy of it as it was is left beside it.

    Raises
    ------
    ProjectError
        If no step leads on from its version.
    """
    newest = newest_version(steps)
    if version == newest:
        return
    missing = [number for number in range(version, newest) if number not in steps]
    if missing:
        raise ProjectError(message("project.too_old", file=str(path), version=version))
    backup = _free_name(path, version)
    with unfinished(backup) as part:
        copy_into(connection, part)
        publish_new(part, backup)
    try:
        with transaction(connection):
            for number in range(version, newest):
                steps[number](connection)
                connection.execute(f"PRAGMA user_version = {number + 1}")
    except BaseException:
        # The project is as it was, so a copy of it would only confuse.
        backup.unlink(missing_ok=True)
        raise


def _free_name(path: Path, version: int) -> Path:
    """A name for the copy that no file has: an older copy may be all that is left of its time."""
    name, number = f"{path.name}.version-{version}", 1
    while (backup := path.with_name(name)).exists():
        number += 1
        name = f"{path.name}.version-{version}-{number}"
    return backup
