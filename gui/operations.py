"""What the window does that takes time: open, plan, export; each in a process of its own."""

import datetime
import logging
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QObject, Signal, Slot

from domain.errors import InputError, PlannerError
from domain.message import Message, message
from domain.plan import Plan
from gui.background import Background, Operation, is_our_fault
from gui.session import Session
from planning.environment import Directories
from planning.window_jobs import (
    DayResult,
    OpenedSource,
    RoadsOfData,
    export_job,
    kept_plan_job,
    open_plan_job,
    open_source_job,
    plan_day_job,
    roads_of_data_job,
    what_if_job,
)

if TYPE_CHECKING:
    from planning.what_if import VariantFigures, WhatIf

log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True, kw_only=True)
class Notice:
    """Something the planner should know.

    Attributes
    ----------
    tone
        ``good``, ``warning``, ``bad`` or empty.
    folder
        A folder to open from the notice, if any.
    """

    message: Message
    tone: str = ""
    folder: Path | None = None


class Operations(QObject):
    """Starts long work on the session's values and puts its results back into the session."""

    noticed = Signal(Notice)
    work_changed = Signal()
    """Work began or ended; see `work`."""
    roads_missing = Signal()
    """There are data but no roads that fit them."""
    data_refused = Signal()
    """The data cannot be planned; the session holds the problems."""

    def __init__(self, session: Session, folders: Directories, parent: QObject) -> None:
        super().__init__(parent)
        self.work: Operation | None = None
        """What the planner waits for; None while there is nothing."""
        self._session = session
        self._folders = folders
        self._background = Background(self)
        self._roads_name: str | None = None

    @property
    def roads_name(self) -> str | None:
        """Name or file of the roads to plan on."""
        return self._roads_name

    def open_source(self, source: Path) -> None:
        """Read a dataset, then open the roads that fit it."""

        def show(opened: OpenedSource) -> None:
            self._roads_name = None
            self._session.show_data(source, opened.reading, opened.day)
            if opened.plan is not None:
                self._session.show_plan(opened.plan)
            if opened.reading.dataset is not None:
                self._open_roads(opened.roads)

        # Files that are being written are of the plan that was on the screen, and are finished.
        if self.work is not None and self.work.name != "export":
            self.work.cancel()
        self._start("open", show, open_source_job, source, self._folders)

    def import_roads(self, file: Path) -> None:
        """Import a road file and plan on it from now on."""
        self._open_roads(str(file))

    def plan(self, time_limit_s: float) -> None:
        """Plan the chosen day."""
        session, roads = self._session, self._roads_name
        if session.reading is None or session.dataset is None or session.day is None:
            return
        if roads is None:
            self.roads_missing.emit()
            return
        dataset, language = session.dataset, session.wording.language

        def show(result: DayResult) -> None:
            if session.dataset is not dataset:
                return
            if session.day != result.plan.day and result.is_kept:
                told = message("window.planned_other_day", day=result.plan.day.isoformat())
                self.noticed.emit(Notice(message=told, tone="good"))
                return
            session.choose_day(result.plan.day)
            session.show_plan(result.plan)
            self.noticed.emit(_planned(result))

        arguments = (dataset, session.day, roads, time_limit_s, self._folders, language)
        self._start("plan", show, plan_day_job, *arguments, session.reading.rows)

    def choose_day(self, day: datetime.date) -> None:
        """Take another day, with the plan that was kept of it; work goes on as it was."""
        session = self._session
        session.choose_day(day)
        if session.dataset is None:
            return
        dataset = session.dataset

        def show(plan: Plan | None) -> None:
            is_due = session.dataset is dataset and session.day == day and session.plan is None
            if plan is not None and is_due:
                session.show_plan(plan)

        # Nobody waits for it: it takes no place of other work, and is not shown as work.
        operation = self._operation("open", show)
        fingerprint = dataset.fingerprint
        self._background.start(operation, kept_plan_job, fingerprint, day, self._folders)

    def open_plan(self, file: Path) -> None:
        """Show a plan file made of the session's data."""
        session = self._session
        if session.dataset is None:
            return
        fingerprint = session.dataset.fingerprint

        def show(plan: Plan) -> None:
            if plan.origin.dataset_fingerprint != fingerprint:
                names = {"plan": plan.origin.dataset_name, "file": file.name}
                self.noticed.emit(
                    Notice(message=message("window.plan_of_other_data", **names), tone="bad")
                )
                return
            session.choose_day(plan.day)
            session.show_plan(plan)

        self._start("open", show, open_plan_job, file)

    def export(self, folder: Path, formats: frozenset[str]) -> None:
        """Write the files of the plan into a folder."""
        session = self._session
        if session.plan is None or session.dataset is None:
            return

        def show(files: Mapping[str, Path]) -> None:
            told = message("window.exported", count=len(files), folder=str(folder))
            self.noticed.emit(Notice(message=told, tone="good", folder=folder))

        roads = self._roads_name if session.roads is not None else None
        language = session.wording.language
        arguments = (folder, session.plan, session.dataset, roads, self._folders, language)
        self._start("export", show, export_job, *arguments, formats)

    def compare_stock(
        self, change: "WhatIf", show: "Callable[[tuple[VariantFigures, ...]], None]"
    ) -> Operation | None:
        """Plan the stock of the plan shown as it is and with a change; whoever asks waits for it.

        Returns
        -------
        Operation | None
            The work, which tells of its progress, its failure and its end; None without a plan.
        """
        session = self._session
        if session.plan is None or session.dataset is None:
            return None
        operation = self._background.operation("compare", show)
        arguments = (session.dataset, session.plan, change, self._folders)
        self._background.start(operation, what_if_job, *arguments)
        return operation

    def stop(self) -> None:
        """End the work soon and keep its best result."""
        if self.work is not None:
            self.work.stop()
            self.work_changed.emit()

    def cancel(self) -> None:
        """End the work at once."""
        if self.work is not None:
            self.work.cancel()

    def close(self) -> None:
        """End everything, because the window closes."""
        self._background.close()

    def _open_roads(self, roads: str | None) -> None:
        session = self._session
        if roads is None:
            session.show_roads(None)
            self.roads_missing.emit()
            return
        if session.reading is None or session.dataset is None:
            return
        dataset, rows = session.dataset, session.reading.rows

        def show(found: RoadsOfData) -> None:
            if session.dataset is dataset:
                self._roads_name = roads
                session.show_roads(found.network, found.problems)

        self._start("roads", show, roads_of_data_job, roads, dataset, rows, self._folders)

    def _start(
        self,
        name: str,
        show: Callable[[Any], None],
        function: Callable[..., Any],
        *arguments: Any,
    ) -> None:
        operation = self._operation(name, show)
        operation.cancelled.connect(self._tell_cancelled)
        operation.ended.connect(self._end_work)
        operation.best_found.connect(self.work_changed)
        self.work = operation
        self._background.start(operation, function, *arguments)
        self.work_changed.emit()

    def _operation(self, name: str, show: Callable[[Any], None]) -> Operation:
        operation = self._background.operation(name, show)
        operation.failed.connect(self._tell_failure)
        return operation

    @Slot()
    def _end_work(self) -> None:
        if self.sender() is self.work:
            self.work = None
            self.work_changed.emit()

    @Slot()
    def _tell_cancelled(self) -> None:
        # Work that other work has taken the place of ends without a word.
        if self.sender() is not self.work:
            return
        self.noticed.emit(Notice(message=message("window.cancelled"), tone="warning"))

    @Slot(Exception)
    def _tell_failure(self, error: Exception) -> None:
        if is_our_fault(error):
            log.error("work failed: %s", error)
        if isinstance(error, InputError):
            self._session.show_roads(self._session.roads, error.problems)
            self.data_refused.emit()
        self.noticed.emit(Notice(message=failure_message(error), tone="bad"))


def failure_message(error: Exception) -> Message:
    """What to say of an error that ended work."""
    if isinstance(error, PlannerError):
        return error.message
    if isinstance(error, OSError):
        reason = error.strerror or str(error)
        return message("disk.refused", path=str(error.filename or ""), reason=reason)
    return message("window.fault")


def _planned(result: DayResult) -> Notice:
    plan = result.plan
    broken = len(plan.checks.violations) if plan.checks else 0
    if broken:
        return Notice(message=message("window.planned_broken", broken=broken), tone="bad")
    if not result.is_kept:
        return Notice(message=message("window.planned_unkept"), tone="warning")
    left_out = plan.summary.orders_unassigned
    served = plan.summary.orders_served
    if left_out:
        told = message("window.planned_in_part", served=served, left_out=left_out)
        return Notice(message=told, tone="warning")
    return Notice(message=message("window.planned", served=served), tone="good")
