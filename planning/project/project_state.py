"""What a project holds now: its journal folded into tables, kept in step with its file."""

import sqlite3
from collections.abc import Iterator, Mapping
from contextlib import contextmanager

from domain.errors import ProjectError
from domain.message import message
from planning.project.acts import Act, ImportTables, StoredTable
from planning.project.contents import DamagedContent, TableContent, read_table_bytes, unpacked
from planning.project.current_tables import Change, CurrentTables
from planning.project.journal import (
    BrokenRecord,
    DayChosen,
    Entry,
    Journal,
    PlanKept,
    Record,
    Redone,
    Undone,
)
from planning.project.project_file import (
    ProjectFile,
    append,
    broken,
    get_content,
    put_content,
    read_about,
    read_entries,
)


class ProjectState:
    """The journal and the tables of a project, as of its revision.

    Attributes
    ----------
    about
        What the project says of itself.
    """

    def __init__(self, file: ProjectFile) -> None:
        self._file = file
        self._contents: dict[str, TableContent] = {}
        self.journal = Journal()
        self.tables = CurrentTables(self._content)
        with file.reading() as connection:
            self.about = read_about(connection)
            self._take_all(connection)

    def append(self, record: Record, contents: Mapping[str, bytes] | None = None) -> int:
        """Append a record and the contents it names; durable when this returns its revision."""
        with self._file.writing() as connection:
            self._catch_up(connection)
            for name, content in (contents or {}).items():
                put_content(connection, name, content)
            try:
                change = self._prepared(record)
            except BrokenRecord as error:
                reason = message("project.overtaken", file=str(self._file.path))
                raise ProjectError(reason) from error
            entry = append(connection, record)
        self._take(entry, change)
        return entry.revision

    def catch_up(self) -> bool:
        """Take in what others have appended since; whether there was anything."""
        before = self.journal.revision
        with self._file.reading() as connection:
            self._catch_up(connection)
        return self.journal.revision > before

    def plan(self, record: PlanKept) -> bytes:
        """The plan of a record, as it was before it was packed."""
        try:
            with self._file.reading() as connection:
                content = get_content(connection, record.content)
                return unpacked(content, record.content, record.size_bytes)
        except DamagedContent as error:
            path, day = str(self._file.path), record.day.isoformat()
            raise ProjectError(message("project.damaged_plan", file=path, day=day)) from error

    def _take_all(self, connection: sqlite3.Connection) -> None:
        try:
            for entry in read_entries(connection, self._file.path, 0):
                self.journal.take(entry)
            with self._fitting():
                self._rebuild()
        except BrokenRecord as error:
            raise broken(error, self._file.path) from error

    def _rebuild(self) -> None:
        first = self.journal.in_force[:1]
        if not first or first[0].revision != 1 or not isinstance(first[0].act, ImportTables):
            raise BrokenRecord(1, "damaged")
        self.tables.rebuilding([act_of(entry) for entry in self.journal.in_force])()
        self._forget_contents()

    def _catch_up(self, connection: sqlite3.Connection) -> None:
        for entry in read_entries(connection, self._file.path, self.journal.revision):
            try:
                with self._fitting():
                    change = self._prepared(entry.act)
                self._take(entry, change)
            except BrokenRecord as error:
                raise broken(error, self._file.path) from error

    def _prepared(self, record: Record) -> Change:
        """What a record changes in the tables, checked and made ready."""
        journal = self.journal
        if isinstance(record, Undone):
            act = act_of(journal.next_to_undo(record.of))
            if isinstance(act, ImportTables):
                before = [act_of(entry) for entry in journal.in_force[:-1]]
                return self.tables.rebuilding(before)
            return self.tables.undoing(act)
        if isinstance(record, Redone):
            return self.tables.doing(act_of(journal.next_to_redo(record.of)))
        if isinstance(record, PlanKept | DayChosen):
            return _nothing
        return self.tables.doing(record)

    def _take(self, entry: Entry, change: Change) -> None:
        self.journal.take(entry)
        change()
        if change is not _nothing:
            self._forget_contents()

    @contextmanager
    def _fitting(self) -> Iterator[None]:
        """Raise that a stored act does not fit as what it is: the file is damaged."""
        try:
            yield
        except ProjectError as error:
            if error.message.code.startswith("project.damaged"):
                raise
            raise ProjectError(message("project.damaged", file=str(self._file.path))) from error

    def _forget_contents(self) -> None:
        used = self.tables.contents()
        self._contents = {name: kept for name, kept in self._contents.items() if name in used}

    def _content(self, stored: StoredTable) -> TableContent:
        if stored.content not in self._contents:
            try:
                with self._file.reading() as connection:
                    content = get_content(connection, stored.content)
                    made = read_table_bytes(content, stored.content, len(stored.header))
                if len(made) != stored.rows:
                    raise DamagedContent(stored.content)
            except DamagedContent as error:
                path = str(self._file.path)
                reason = message("project.damaged_table", file=path, table=stored.name)
                raise ProjectError(reason) from error
            self._contents[stored.content] = made
        return self._contents[stored.content]


def _nothing() -> None:
    """No change of the tables."""


def act_of(entry: Entry) -> Act:
    """The act of an entry in force or undone, which is always one."""
    act = entry.act
    assert not isinstance(act, Undone | Redone | PlanKept | DayChosen)
    return act
