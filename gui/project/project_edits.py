"""What a person does to the open project: each act is on the disk before it is on the screen."""

import logging
from collections.abc import Callable, Mapping
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal

from domain.errors import PlannerError
from gui.one_worker import OneWorker
from gui.project.edited_rows import EditedRows
from planning.project.acts import Act, AddRows, ChangeCells, ImportTables, NewRow, RemoveRows

if TYPE_CHECKING:
    import datetime

    from planning.project.import_tables import Gathered
    from planning.project.project import Project

log = logging.getLogger(__name__)

_Lay = Callable[[EditedRows, Act], bool]
"""How an act is laid over rows: applied, or taken back."""

_FIRST_ROW = 2


class ProjectEdits(QObject):
    """Holds the open project and its tables, does acts and takes them back.

    The tables are read beside the window when the first of them is asked for; from then on each act
    is laid over their rows.

    Attributes
    ----------
    is_busy
        Whether tables are being taken in, or taken back, which may take a while.
    """

    leaving = Signal()
    """The project is about to be closed: what is being typed is to be written now."""
    project_opened = Signal()
    """Another project is open, or none."""
    project_changed = Signal()
    """Another project is open, or none, or whether it can be edited has changed."""
    acted = Signal()
    """There is another history: something was done, taken back, done again, or kept."""
    edited = Signal()
    """The tables are others than before."""
    rows_changed = Signal(str)
    """The rows of a table are others than before; `rows` has them."""
    failed = Signal(Exception)
    """An act could not be done; nothing has changed."""

    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)
        self.project: Project | None = None
        self.is_busy = False
        self._worker = OneWorker(self)
        self._tables: dict[str, EditedRows] | None = None
        self._is_reading = False
        self._asked: set[str] = set()
        self._meanwhile: list[tuple[Act, _Lay]] = []
        self._round = 0

    @property
    def can_edit(self) -> bool:
        """Whether there is a project, and it may be written now."""
        return self.project is not None and not self.project.is_read_only and not self.is_busy

    @property
    def undoable(self) -> Act | None:
        """The act that undo would take back; None where nothing can be."""
        return self.project.undoable if self.project is not None and self.can_edit else None

    @property
    def redoable(self) -> Act | None:
        """The act that redo would do again; None where there is none."""
        return self.project.redoable if self.project is not None and self.can_edit else None

    def open_at(self, path: Path, take: "Callable[[Project | Exception], None]") -> None:
        """Open a project beside the window; it, or why it cannot be opened, is handed back."""

        def take_it(opened: "Project | Exception | None") -> None:
            take(opened if opened is not None else RuntimeError("the project was not opened"))

        self._worker.start(partial(_opened, path), take_it)

    def open(self, project: "Project | None") -> None:
        """Take another project in the place of the one before, which is closed."""
        if self.project is not project:
            self.leaving.emit()
        before, self.project = self.project, project
        self._forget_tables()
        if before is not None and before is not project:
            self._worker.start(partial(_close, before), _do_nothing)
        self.project_opened.emit()
        self.project_changed.emit()
        self.acted.emit()

    def close(self) -> None:
        """Close the project and wait until it is one plain file again."""
        self.leaving.emit()
        project, self.project = self.project, None
        self._worker.finish()
        self._worker.close()
        if project is not None:
            _close(project)

    def rows(self, table: str) -> EditedRows | None:
        """The rows of a table; None while they are being read, or where there is no such table."""
        self._asked.add(table)
        if self._tables is None and self.project is not None and not self._is_reading:
            self._is_reading = True
            read = partial(_read_tables, self.project.path)
            self._worker.start(read, partial(self._take_tables, self._round))
        return (self._tables or {}).get(table)

    @property
    def is_reading(self) -> bool:
        """Whether the tables are being read."""
        return self._is_reading

    def do(self, act: Act) -> bool:
        """Do an act; False where it could not be written, and nothing has changed."""
        project = self.project
        if project is None or self.is_busy or not self._is_done(partial(project.do, act)):
            return False
        self._take_in(act, EditedRows.apply)
        return True

    def undo(self) -> None:
        """Take back the last act that is in force."""
        if self.project is not None and self.undoable is not None:
            self._turn(self.project.undo, self.undoable, EditedRows.revert)

    def redo(self) -> None:
        """Do again what was taken back last."""
        if self.project is not None and self.redoable is not None:
            self._turn(self.project.redo, self.redoable, EditedRows.apply)

    def take_import(self, gathered: "Gathered") -> None:
        """Take tables in that were read anew, beside the window."""
        if self.project is not None and self.can_edit:
            self._beside(partial(_imported, self.project, gathered), EditedRows.apply)

    def keep_day(self, day: "datetime.date") -> None:
        """Keep the day that was chosen, where that can be."""
        if self.project is not None and self.can_edit and self.project.day != day:
            self._is_done(partial(self.project.keep_day, day))

    def refresh(self) -> None:
        """Take in what a job appended to the project."""
        if self.project is not None and not self.is_busy:
            self._is_done(self.project.refresh)
            self.acted.emit()

    def write_settings(self, texts: Mapping[str, str]) -> bool:
        """Write settings into their rows, or into new ones; False where that could not be done."""
        if self._tables is None:
            return False
        act = _settings_act(self._tables.get("settings"), texts)
        return act is None or self.do(act)

    def _turn(self, turn: Callable[[], Act | None], act: Act, lay: _Lay) -> None:
        if isinstance(act, ImportTables):
            self._beside(turn, lay)
        elif self._is_done(turn):
            self._take_in(act, lay)

    def _is_done(self, write: Callable[[], object]) -> bool:
        try:
            write()
        except (PlannerError, OSError) as error:
            self._fail(error)
            return False
        return True

    def _fail(self, error: Exception) -> None:
        log.warning("the project could not be written: %s", error)
        self.failed.emit(error)

    def _beside(self, write: Callable[[], Act | None], lay: _Lay) -> None:
        """Do what may take long beside the window; nothing else is done meanwhile."""
        project, self.is_busy = self.project, True
        self.project_changed.emit()

        def take(act: "Act | Exception | None") -> None:
            self.is_busy = False
            if project is not self.project:
                return
            self.project_changed.emit()
            if isinstance(act, Exception):
                self._fail(act)
            elif act is not None:
                self._take_in(act, lay)

        self._worker.start(partial(_or_error, write), take)

    def _take_in(self, act: Act, lay: _Lay) -> None:
        if self._is_reading:
            self._meanwhile.append((act, lay))
        if isinstance(act, ImportTables) or not self._lay(act, lay):
            self._forget_tables()
        else:
            for name in tables_of(act):
                self.rows_changed.emit(name)
        self.acted.emit()
        self.edited.emit()

    def _lay(self, act: Act, lay: _Lay) -> bool:
        """Lay an act over the tables; False where they must be read anew."""
        if self._tables is None:
            return True
        for name in tables_of(act):
            rows = self._tables.get(name)
            if rows is None or not lay(rows, act):
                return False
        return True

    def _forget_tables(self) -> None:
        """Let the tables be read anew when one is asked for."""
        names, self._asked = self._asked, set()
        self._tables, self._is_reading = None, False
        self._round += 1
        self._meanwhile.clear()
        for name in names:
            self.rows_changed.emit(name)

    def _take_tables(self, asked_in: int, tables: dict[str, EditedRows] | Exception | None) -> None:
        if asked_in != self._round:
            return
        self._is_reading = False
        if isinstance(tables, Exception):
            self.failed.emit(tables)
        self._tables = tables if isinstance(tables, dict) else {}
        # Whether they were read before or after what was done meanwhile, the end is the same.
        if not all(self._lay(act, lay) for act, lay in self._meanwhile):
            self._forget_tables()
            return
        self._meanwhile.clear()
        for name in tuple(self._asked):
            self.rows_changed.emit(name)


def tables_of(act: Act) -> tuple[str, ...]:
    """Names of the tables that an act changes."""
    if isinstance(act, ChangeCells):
        return tuple(dict.fromkeys(cell.table for cell in act.cells))
    if isinstance(act, AddRows | RemoveRows):
        return (act.table,)
    return tuple(table.name for table in act.tables)


def _settings_act(rows: EditedRows | None, texts: Mapping[str, str]) -> Act | None:
    """The act that writes settings; None where they stand there already."""
    if rows is None:
        news = (NewRow(row=_FIRST_ROW + at, cells=cell) for at, cell in enumerate(texts.items()))
        return AddRows(table="settings", header=("key", "value"), rows=tuple(news))
    key, value = rows.column("key"), rows.column("value")
    place = {rows.cell(int(row), key).strip(): int(row) for row in rows.numbers}
    written = {(place[name], "value"): text for name, text in texts.items() if name in place}
    if written and value >= 0:
        return rows.changes(written)
    added = [
        tuple({"key": name, "value": text}.get(column, "") for column in rows.header)
        for name, text in texts.items()
    ]
    return rows.adding(added)


def _opened(path: Path) -> "Project | Exception":
    from planning.project.project import Project

    try:
        return Project.open(path)
    except (PlannerError, OSError) as error:
        return error


def _read_tables(path: Path) -> dict[str, EditedRows] | Exception:
    from planning.project.stored_tables import stored_tables

    try:
        return {table.name: EditedRows(table) for table in stored_tables(path)}
    except (PlannerError, OSError) as error:
        return error


def _imported(project: "Project", gathered: "Gathered") -> Act:
    project.import_tables(gathered)
    return gathered.act


def _or_error(write: Callable[[], Act | None]) -> "Act | Exception | None":
    try:
        return write()
    except (PlannerError, OSError) as error:
        return error


def _close(project: "Project") -> None:
    """Close a project; all of it is on the disk, whatever comes of that."""
    try:
        project.close()
    except (PlannerError, OSError) as error:
        log.warning("the project was not closed as it should be: %s", error)


def _do_nothing(_: None) -> None:
    """Nobody waits for it."""
