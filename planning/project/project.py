"""A planner's project, open: its tables, what was done to them, and its plans."""

import datetime
import os
import sqlite3
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from types import TracebackType
from typing import Self

import domain
from domain.errors import ProjectError
from domain.message import Message, message
from planning.project.acts import Act, ImportTables, SourceSeen
from planning.project.connection import said_plainly, transaction
from planning.project.contents import whole_text
from planning.project.current_tables import check_import
from planning.project.import_tables import Gathered
from planning.project.journal import DayChosen, Entry, PlanKept, Redone, Undone
from planning.project.kept_plan import packed_plan
from planning.project.lock import LockOwner, ProjectLock, take_lock
from planning.project.migrations import STEPS, Step
from planning.project.project_file import (
    ProjectFile,
    append,
    existing_project,
    held_by,
    put_content,
)
from planning.project.project_state import ProjectState, act_of
from planning.project.schema import make_tables
from planning.project.whole_copy import publish_new, unfinished
from planning.reading.raw_table import RawTable


@dataclass(frozen=True, slots=True, kw_only=True)
class PlanEntry:
    """A plan that a project keeps.

    Attributes
    ----------
    day, fingerprint
        Day and data that it plans.
    """

    revision: int
    at: datetime.datetime
    day: datetime.date
    fingerprint: str


class Project:
    """A project that is open; one thread at a time may use it."""

    def __init__(self, file: ProjectFile) -> None:
        self._file = file
        self._state = ProjectState(file)
        self.name = self._state.about.get("name", file.path.stem)
        left = self._state.journal.last_at if file.was_left else None
        self.left_open: datetime.datetime | None = left

    @classmethod
    def create(cls, path: Path, gathered: Gathered, *, name: str) -> Self:
        """Make a project of tables, and open it.

        Raises
        ------
        ProjectError
            If there is a file of the name.
        EnvironmentFault
            If it cannot be written; then there is no file.
        """
        path = path.absolute()
        with said_plainly(path, writing=True):
            path = path.parent.resolve(strict=True) / path.name
            lock = take_lock(path)
            if isinstance(lock, LockOwner):
                raise ProjectError(held_by(lock, path))
            try:
                if os.path.lexists(path):
                    raise ProjectError(message("project.exists", file=str(path)))
                check_import(gathered.act)
                _write_new(path, gathered, name)
                lock.was_left = False
                return cls._held(path, lock, STEPS)
            except BaseException:
                lock.release()
                raise

    @classmethod
    def open(cls, path: Path, *, steps: Mapping[int, Step] = STEPS) -> Self:
        """Open a project to write it; only to read it where somebody else has it open.

        Parameters
        ----------
        steps
            What brings older versions to the newest.

        Raises
        ------
        ProjectError
            If it is missing, no project, damaged, or of a newer version.
        """
        path = existing_project(path)
        lock = _lock_or_why(path)
        if isinstance(lock, ProjectLock):
            try:
                return cls._held(path, lock, steps)
            except BaseException:
                lock.release()
                raise
        with said_plainly(path):
            file = ProjectFile(path)
        if isinstance(lock, LockOwner):
            file.holder, file.why_read_only = lock, held_by(lock, path)
        else:
            file.why_read_only = lock
        file.check(steps)
        return cls(file)

    @classmethod
    def read(cls, path: Path) -> Self:
        """Open a project only to read it, beside whoever writes it."""
        path = existing_project(path)
        with said_plainly(path):
            file = ProjectFile(path)
        file.why_read_only = message("project.read_only", file=str(path))
        file.check()
        return cls(file)

    @classmethod
    def _held(cls, path: Path, lock: ProjectLock, steps: Mapping[int, Step]) -> Self:
        with said_plainly(path):
            file = ProjectFile(path)
        file.hold(lock, steps)
        try:
            project = cls(file)
            file.begin()
        except BaseException:
            file.close()
            raise
        return project

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.close()

    @property
    def path(self) -> Path:
        """Where it lies."""
        return self._file.path

    @property
    def revision(self) -> int:
        """Number of the last entry of its journal."""
        return self._state.journal.revision

    @property
    def is_read_only(self) -> bool:
        """Whether nothing can be done to it."""
        return self._file.is_read_only

    @property
    def why_read_only(self) -> Message | None:
        """Why nothing can be done to it; None where it can be edited."""
        return self._file.why_read_only

    @property
    def holder(self) -> LockOwner | None:
        """Who else has it open for writing."""
        return self._file.holder

    @property
    def is_gone(self) -> bool:
        """Whether its file was deleted, moved or replaced since; `copy_to` still saves it."""
        return self._file.is_gone()

    @property
    def source(self) -> SourceSeen:
        """Where the tables of the last import in force were read from."""
        acts = [entry.act for entry in reversed(self._state.journal.in_force)]
        return next(act.source for act in acts if isinstance(act, ImportTables))

    @property
    def undoable(self) -> Act | None:
        """The act that `undo` takes back; the import that made the project stays."""
        return act_of(self._state.journal.in_force[-1]) if self._state.journal.can_undo() else None

    @property
    def redoable(self) -> Act | None:
        """The act that `redo` does again."""
        return act_of(self._state.journal.to_redo[-1]) if self._state.journal.to_redo else None

    @property
    def day(self) -> datetime.date | None:
        """The day that was chosen to plan."""
        return self._state.journal.day

    def tables(self) -> tuple[RawTable, ...]:
        """The tables as they stand now."""
        return self._state.tables.raw()

    def cell(self, table: str, row: int, column: str) -> str:
        """The text of a cell."""
        position = self._state.tables.position(table, row, column)
        return self._state.tables.table(table).cell(row, position)

    def next_row(self, table: str) -> int:
        """The number of the next row that is added to a table."""
        return self._state.tables.table(table).next_row()

    def history(self) -> tuple[Entry, ...]:
        """Every act and plan with its revision and time, and which acts are undone now."""
        return self._state.journal.history()

    def do(self, act: Act) -> int:
        """Do an act; it is durable when this returns its revision.

        Raises
        ------
        ProjectError
            If it does not fit the tables, or the project cannot be written; nothing is changed.
        EnvironmentFault
            If the disk refuses; nothing is changed, and the project can be used on.
        """
        return self._state.append(act)

    def import_tables(self, gathered: Gathered) -> int:
        """Take in tables that were read, in place of those of their names, or of all."""
        return self._state.append(gathered.act, gathered.contents)

    def undo(self) -> Act | None:
        """Take back the last act in force; None where there is none."""
        act = self.undoable
        if act is not None:
            self._state.append(Undone(of=self._state.journal.in_force[-1].revision))
        return act

    def redo(self) -> Act | None:
        """Do the act that was undone last again; None where there is none."""
        act = self.redoable
        if act is not None:
            self._state.append(Redone(of=self._state.journal.to_redo[-1].revision))
        return act

    def keep_day(self, day: datetime.date | None) -> int:
        """Keep the day that was chosen to plan."""
        return self._state.append(DayChosen(day=day))

    def keep_plan(self, plan: bytes, day: datetime.date, fingerprint: str) -> int:
        """Keep a plan of a day and of the data of a fingerprint."""
        record, content = packed_plan(plan, day, fingerprint)
        return self._state.append(record, {record.content: content})

    def kept_plan(self, fingerprint: str, day: datetime.date) -> bytes | None:
        """The last plan that was kept of a day and of the data of a fingerprint."""
        for entry in reversed(self._state.journal.plans):
            record = entry.act
            assert isinstance(record, PlanKept)
            if (record.fingerprint, record.day) == (fingerprint, day):
                return self._state.plan(record)
        return None

    def plan_of(self, revision: int) -> bytes:
        """The plan that was kept at a revision."""
        for entry in self._state.journal.plans:
            if entry.revision == revision and isinstance(entry.act, PlanKept):
                return self._state.plan(entry.act)
        raise ProjectError(message("project.unknown_plan", revision=revision))

    def plans(self) -> tuple[PlanEntry, ...]:
        """The plans that are kept, the oldest first."""
        found = []
        for entry in self._state.journal.plans:
            record = entry.act
            assert isinstance(record, PlanKept)
            found.append(
                PlanEntry(
                    revision=entry.revision,
                    at=entry.at,
                    day=record.day,
                    fingerprint=record.fingerprint,
                )
            )
        return tuple(found)

    def refresh(self) -> bool:
        """Take in what others have appended since; whether there was anything."""
        return self._state.catch_up()

    def copy_to(self, path: Path) -> None:
        """Write a whole copy under another name, in place of what is there.

        It works also when the file of the project was deleted, and then under its own name too.
        """
        path = path.absolute()
        with said_plainly(path, writing=True):
            path = path.parent.resolve(strict=True) / path.name
        self._file.copy_to(path)

    def close(self) -> None:
        """Close it to one plain file, with nothing beside it."""
        self._file.close()


def _lock_or_why(path: Path) -> ProjectLock | LockOwner | Message:
    """The lock of a project that can be written, or what is in the way."""
    try:
        lock = take_lock(path)
    except OSError:
        return message("project.folder_read_only", file=str(path))
    if isinstance(lock, LockOwner):
        return lock
    try:
        # Nobody has it open, so that closing it again gives no lock of SQLite away.
        with path.open("r+b"):
            return lock
    except OSError:
        lock.release()
        return message("project.file_read_only", file=str(path))


def _write_new(path: Path, gathered: Gathered, name: str) -> None:
    with unfinished(path) as part:
        part.touch(exist_ok=False)
        connection = sqlite3.connect(part, isolation_level=None)
        try:
            connection.execute("PRAGMA synchronous = FULL")
            with transaction(connection):
                make_tables(connection)
                about = {"name": whole_text(name), "made_by": f"wayloom {domain.__version__}"}
                connection.executemany("INSERT INTO about VALUES (?, ?)", about.items())
                for key, content in gathered.contents.items():
                    put_content(connection, key, content)
                append(connection, gathered.act)
        finally:
            connection.close()
        publish_new(part, path)
