"""What the window does that takes time: open, plan, export; each in a process of its own."""

import datetime
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import TYPE_CHECKING

from domain.message import message
from domain.plan import Plan
from gui.background import Operation
from gui.project.project_operations import ProjectOperations
from gui.work import Notice, failure_message
from planning.project_jobs import kept_plan_job
from planning.window_jobs import (
    DayResult,
    export_job,
    open_plan_job,
    plan_day_job,
    what_if_job,
)

if TYPE_CHECKING:
    from planning.what_if import VariantFigures, WhatIf

__all__ = ("Notice", "Operations", "failure_message")


class Operations(ProjectOperations):
    """Starts long work on the session's values and puts its results back into the session."""

    def import_roads(self, file: Path) -> None:
        """Import a road file and plan on it from now on."""
        self.open_roads(str(file))

    def plan(self, time_limit_s: float) -> None:
        """Plan the chosen day."""
        session, roads = self.session, self._roads_name
        if session.reading is None or session.dataset is None or session.day is None:
            return
        if roads is None:
            self.roads_missing.emit()
            return
        dataset, project = session.dataset, session.project
        language = session.wording.language

        def show(result: DayResult) -> None:
            session.edits.refresh()
            # What was edited meanwhile makes it a plan of older data, and marked as such.
            if session.dataset is not dataset and (not project or session.project is not project):
                return
            if session.day != result.plan.day and result.is_kept:
                told = message("window.planned_other_day", day=result.plan.day.isoformat())
                self.noticed.emit(Notice(message=told, tone="good"))
                return
            session.choose_day(result.plan.day)
            session.show_plan(result.plan, dataset)
            self.noticed.emit(_planned(result))

        arguments = (dataset, session.day, roads, time_limit_s, self.folders, language)
        kept_in = project.path if project is not None and session.edits.can_edit else None
        self.start("plan", show, plan_day_job, *arguments, session.reading.rows, kept_in)

    def choose_day(self, day: datetime.date) -> None:
        """Take another day, with the plan that was kept of it; work goes on as it was."""
        session = self.session
        session.choose_day(day)
        session.edits.keep_day(day)
        if session.dataset is None or session.project is None:
            return
        dataset = session.dataset

        def show(plan: Plan | None) -> None:
            is_due = session.dataset is dataset and session.day == day and session.plan is None
            if plan is not None and is_due:
                session.show_plan(plan)

        # Nobody waits for it: it takes no place of other work, and is not shown as work.
        operation = self.operation("open", show)
        path, fingerprint = session.project.path, dataset.fingerprint
        self.background.start(operation, kept_plan_job, path, fingerprint, day)

    def open_plan(self, file: Path) -> None:
        """Show a plan file made of the session's data."""
        session = self.session
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

        self.start("open", show, open_plan_job, file)

    def export(self, folder: Path, formats: frozenset[str]) -> None:
        """Write the files of the plan into a folder."""
        session = self.session
        if session.plan is None or session.shown_dataset is None:
            return

        def show(files: Mapping[str, Path]) -> None:
            told = message("window.exported", count=len(files), folder=str(folder))
            self.noticed.emit(Notice(message=told, tone="good", folder=folder))

        roads = self._roads_name if session.roads is not None else None
        language = session.wording.language
        dataset = session.shown_dataset
        arguments = (folder, session.plan, dataset, roads, self.folders, language)
        self.start("export", show, export_job, *arguments, formats)

    def compare_stock(
        self, change: "WhatIf", show: "Callable[[tuple[VariantFigures, ...]], None]"
    ) -> Operation | None:
        """Plan the stock of the plan shown as it is and with a change; whoever asks waits for it.

        Returns
        -------
        Operation | None
            The work, which tells of its progress, its failure and its end; None without a plan.
        """
        session = self.session
        if session.plan is None or session.shown_dataset is None:
            return None
        operation = self.background.operation("compare", show)
        arguments = (session.shown_dataset, session.plan, change, self.folders)
        self.background.start(operation, what_if_job, *arguments)
        return operation


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
