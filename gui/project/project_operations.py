"""What the window does with projects: open, read again after an edit, import again, copy."""

import logging
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QTimer, Signal, Slot

from domain.dataset import Dataset
from domain.errors import PlannerError
from domain.message import Problem, message
from gui.session import Session
from gui.work import Notice, Work, failure_message
from planning.environment import Directories
from planning.project_jobs import (
    OpenedSource,
    ReadProject,
    copy_project_job,
    import_again_job,
    open_source_job,
    read_project_job,
)
from planning.window_jobs import RoadsOfData, road_problems_job, roads_of_data_job

if TYPE_CHECKING:
    from gui.background import Operation
    from planning.project.import_tables import Gathered
    from planning.project.project import Project

log = logging.getLogger(__name__)

PAUSE_MS = 300
"""How long nothing is edited before the data are read again."""


class ProjectOperations(Work):
    """Keeps the session in step with a project: what is opened, and what is edited in it."""

    roads_missing = Signal()
    """There are data but no roads that fit them."""
    opened = Signal()
    """Data were opened that were not on the screen before."""
    source_changed = Signal(bool)
    """Whether the files that the open project was imported from have changed since."""

    def __init__(self, session: Session, folders: Directories, parent: QObject) -> None:
        super().__init__(session, folders, parent)
        self._roads_name: str | None = None
        self._opening = 0
        self._reading: Operation | None = None
        self._reading_due = QTimer(self, singleShot=True, interval=PAUSE_MS)
        self._reading_due.timeout.connect(self._read_again)
        session.edits.edited.connect(self._reading_due.start)
        session.edits.failed.connect(self._tell_unwritten)

    @property
    def roads_name(self) -> str | None:
        """Name or file of the roads to plan on."""
        return self._roads_name

    def open_source(self, source: Path) -> None:
        """Open the project of a source, made where there is none; then the roads that fit it."""
        self._opening += 1
        number = self._opening

        def show(opened: OpenedSource) -> None:
            if opened.project is None:
                self._show_opened(opened, None)
                return
            edits, project = self.session.edits, self.session.project
            if project is not None and project.path == opened.project.resolve():
                if edits.can_edit:
                    edits.refresh()
                    self._show_opened(opened, project)
                    return
                # Nobody can have one file open twice.
                edits.open(None)
            edits.open_at(opened.project, take)
            waiting.append(opened)

        def take(project: "Project | Exception") -> None:
            if isinstance(project, Exception):
                self.tell_failure(project)
            elif number == self._opening:
                self._show_opened(waiting[0], project)
            else:
                project.close()

        waiting: list[OpenedSource] = []
        self.make_way()
        self.start("open", show, open_source_job, source, self.folders)

    def close_source(self) -> None:
        """Close the open project and show nothing."""
        self._opening += 1
        self.make_way()
        self._stop_reading()
        self._roads_name = None
        self.session.close_data()

    def import_again(self) -> None:
        """Read the tables of the project again from where they came, as an act."""
        project = self.session.project
        if project is None or not self.session.edits.can_edit:
            return

        def take(gathered: "Gathered") -> None:
            if self.session.project is project:
                self.session.edits.take_import(gathered)
                self.source_changed.emit(False)

        self.make_way()
        self.start("open", take, import_again_job, project.path)

    def save_copy(self, path: Path, then: Callable[[Path], None] | None = None) -> None:
        """Write a whole copy of the project under another name."""
        project = self.session.project
        if project is None:
            return

        def show(copy: Path) -> None:
            told = message("window.copy_saved", file=copy.name)
            self.noticed.emit(Notice(message=told, tone="good", folder=copy.parent))
            if then is not None:
                then(copy)

        if project.is_gone:
            # Only the window has what was in it.
            self._copy_here(project, path, show)
        else:
            self.start("export", show, copy_project_job, project.path, path)

    def _copy_here(self, project: "Project", path: Path, show: Callable[[Path], None]) -> None:
        try:
            project.copy_to(path)
        except (PlannerError, OSError) as error:
            self.tell_failure(error)
        else:
            show(path)

    def _show_opened(self, opened: OpenedSource, project: "Project | None") -> None:
        """Show a source whose project is open now."""
        self._stop_reading()
        session, read = self.session, opened.read
        self._roads_name = None
        session.show_data(opened.source, read.reading, read.day, project)
        if read.plan is not None:
            session.show_plan(read.plan)
        self.opened.emit()
        self.source_changed.emit(opened.has_changed)
        if project is not None and project.revision != read.revision:
            self._reading_due.start()
        if read.reading.dataset is not None:
            self.open_roads(read.roads)

    @Slot()
    def _read_again(self) -> None:
        """Read the project once it was edited; what was being read before is of no use any more."""
        session, project = self.session, self.session.project
        if project is None:
            return
        self._stop_reading()

        def show(read: ReadProject) -> None:
            if session.project is not project:
                return
            was_broken = session.dataset is None
            session.show_reading(read.reading)
            if session.day is None and read.day is not None:
                session.choose_day(read.day)
            if read.plan is not None and (session.plan is None or session.is_plan_old):
                session.show_plan(read.plan)
            if read.reading.dataset is None:
                return
            if self._roads_name is not None:
                self._check_roads(read.reading.dataset)
            elif was_broken and self.work is None:
                self.open_roads(read.roads)

        # Nobody waits for it: it takes no place of other work, and is not shown as work.
        self._reading = self.operation("open", show)
        source = session.source or project.path
        arguments = (project.path, source, session.day, self.folders)
        self.background.start(self._reading, read_project_job, *arguments)

    def _stop_reading(self) -> None:
        self._reading_due.stop()
        reading, self._reading = self._reading, None
        if reading is not None:
            reading.cancel()

    def _check_roads(self, dataset: Dataset) -> None:
        """See whether the edited points still lie on the roads."""
        session, roads = self.session, self._roads_name
        if roads is None or session.reading is None:
            return

        def show(problems: tuple[Problem, ...]) -> None:
            if session.dataset is dataset:
                session.show_roads(session.roads, problems)

        operation = self.operation("roads", show)
        arguments = (roads, dataset, session.reading.rows, self.folders)
        self.background.start(operation, road_problems_job, *arguments)

    def close(self) -> None:
        """End everything, because the window closes."""
        self._reading_due.stop()
        super().close()
        self.session.edits.close()

    def open_roads(self, roads: str | None) -> None:
        """Open roads by their name or file, and plan on them from now on."""
        session = self.session
        if roads is None:
            session.show_roads(None)
            self.roads_missing.emit()
            return
        if session.reading is None or session.dataset is None:
            return
        dataset, rows, project = session.dataset, session.reading.rows, session.project

        def show(found: RoadsOfData) -> None:
            if session.dataset is dataset:
                self._roads_name = roads
                session.show_roads(found.network, found.problems)
            elif project is not None and session.project is project:
                self._roads_name = roads
                session.show_roads(found.network)
                if session.dataset is not None:
                    self._check_roads(session.dataset)

        self.start("roads", show, roads_of_data_job, roads, dataset, rows, self.folders)

    @Slot(Exception)
    def _tell_unwritten(self, error: Exception) -> None:
        """Say that an edit could not be kept, and offer to keep all of it elsewhere."""
        told = failure_message(error)
        self.noticed.emit(Notice(message=told, tone="bad", action="save_copy"))
