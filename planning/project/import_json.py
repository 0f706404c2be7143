"""Projects made of their exports: every act done again in its order, and whole or not at all."""

import os
import sqlite3
from collections.abc import Mapping, Sequence
from dataclasses import replace
from pathlib import Path

from domain.errors import ProjectError
from domain.message import message
from planning.project.acts import ImportTables
from planning.project.connection import said_plainly, transaction
from planning.project.contents import TableContent, content_hash, packed, table_bytes
from planning.project.exported_project import ExportedProject, read_export
from planning.project.journal import PlanKept, Record, row_of
from planning.project.lock import LockOwner, take_lock
from planning.project.project import Project
from planning.project.project_file import held_by, put_content
from planning.project.schema import make_tables
from planning.project.whole_copy import (
    publish_new,
    publish_over,
    remove_side_files,
    remove_unfinished,
    unfinished,
)
from planning.reading.raw_table import RawTable


def import_project(source: Path, path: Path, *, replaces: bool = False) -> int:
    """Make a project of an export; return the revision that it stands at.

    Parameters
    ----------
    replaces
        Whether a file of the name may be replaced.

    Raises
    ------
    InputError
        If the export is damaged, or its acts do not fit one another; with the line.
    ProjectError
        If there is a file of the name, or somebody has that project open.
    EnvironmentFault
        If it cannot be written; then all is as before.
    """
    path = path.absolute()
    if os.path.lexists(path) and not replaces:
        raise ProjectError(message("project.exists", file=str(path)))
    exported = read_export(source)
    with said_plainly(path, writing=True):
        path.parent.mkdir(parents=True, exist_ok=True)
        path = path.parent.resolve(strict=True) / path.name
        lock = take_lock(path)
        if isinstance(lock, LockOwner):
            raise ProjectError(held_by(lock, path))
        try:
            remove_unfinished(path)
            _publish(exported, path, replaces=replaces)
            lock.was_left = False
        finally:
            lock.release()
    return len(exported.entries)


def _publish(exported: ExportedProject, path: Path, *, replaces: bool) -> None:
    with unfinished(path) as part:
        _write(exported, part)
        if replaces:
            # A log that belongs to the file before would spoil the new one.
            remove_side_files(path)
            publish_over(part, path)
        else:
            publish_new(part, path)


def _write(exported: ExportedProject, part: Path) -> None:
    """Write the first entry, then all others, each tried as if it were done now."""
    part.touch(exist_ok=False)
    names, contents = _packed(exported)
    rows = [
        row_of(entry.revision, _renamed(entry.act, names), entry.at) for entry in exported.entries
    ]
    connection = sqlite3.connect(part, isolation_level=None)
    try:
        with transaction(connection):
            make_tables(connection)
            connection.executemany("INSERT INTO about VALUES (?, ?)", exported.about.items())
            for name, content in contents.items():
                put_content(connection, name, content)
            _insert(connection, rows[:1])
        with Project.read(part) as project:
            with transaction(connection):
                _insert(connection, rows[1:])
            try:
                project.refresh()
            except ProjectError as error:
                revision = project.revision + 1
                code = "project_json.act_does_not_fit"
                raise exported.problem(revision, code, entry=revision) from error
    finally:
        connection.close()


def _insert(connection: sqlite3.Connection, rows: Sequence[tuple[int, str, str, str, int]]) -> None:
    connection.executemany("INSERT INTO journal VALUES (?, ?, ?, ?, ?)", rows)


def _packed(exported: ExportedProject) -> tuple[Mapping[str, str], Mapping[str, bytes]]:
    """The name that each content has in a project, and the contents under those names."""
    made = {name: table_bytes(_raw(table)) for name, table in exported.tables.items()}
    made |= {name: packed(plan) for name, plan in exported.plans.items()}
    names = {name: content_hash(content) for name, content in made.items()}
    return names, {names[name]: content for name, content in made.items()}


def _raw(content: TableContent) -> RawTable:
    return RawTable(
        name="",
        file="",
        cells=content.cells,
        rows=content.rows,
        lost=content.lost,
        lost_rows=content.lost_rows,
        number_cells=content.number_cells,
    )


def _renamed(act: Record, names: Mapping[str, str]) -> Record:
    """An act with the names that contents have in the project."""
    if isinstance(act, ImportTables):
        tables = tuple(replace(stored, content=names[stored.content]) for stored in act.tables)
        return replace(act, tables=tables)
    if isinstance(act, PlanKept):
        return replace(act, content=names[act.content])
    return act
