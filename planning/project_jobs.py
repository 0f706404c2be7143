"""What the window has done with projects in processes of its own: find, make, read, import again.

Readers and projects are imported inside the functions, so that the window, which only names them,
starts quickly.
"""

import datetime
import logging
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, replace
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from domain.dataset import Dataset
from domain.errors import InputError, Interrupted, PlannerError
from domain.message import Problem, Severity, message
from domain.plan import Plan
from domain.progress import Progress
from planning.environment import Directories
from planning.reading.dataset_reading import DatasetReading

if TYPE_CHECKING:
    from planning.jobs.worker import JobControl
    from planning.project.import_tables import Gathered

log = logging.getLogger(__name__)

_HOLD_SHARE = 0.3
"""Share of opening a source that making its project takes."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ReadProject:
    """What a project says now.

    Attributes
    ----------
    revision
        The last entry of its journal that was read.
    day
        The day to plan; None where the data leave it open or cannot be used.
    plan
        The last plan of these data and this day, if one was kept.
    roads
        Name or file of the roads that fit; None where none do.
    """

    reading: DatasetReading
    revision: int
    day: datetime.date | None = None
    plan: Plan | None = None
    roads: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class OpenedSource:
    """What came of opening a source.

    Attributes
    ----------
    project
        The project that holds the tables; None where there are none.
    source
        Where the tables came from.
    has_changed
        Whether the files of the source are others than those imported.
    """

    project: Path | None
    source: Path
    read: ReadProject
    has_changed: bool = False


def open_source_job(source: Path, folders: Directories, control: "JobControl") -> OpenedSource:
    """Find or make the project of a source; read it; find its day, roads and plan."""
    from planning.held_source import hold_source
    from planning.reading.read_dataset import read_dataset

    held = hold_source(source, folders, partial(_report_part, control, _HOLD_SHARE))
    if held.project is None:
        reading = read_dataset(source, on_progress=control.on_progress, stop=control.stop)
        nothing = ReadProject(reading=reading, revision=0)
        return OpenedSource(project=None, source=source, read=nothing)
    read = read_project_job(held.project, held.source, None, folders, control)
    missed = _not_told(held.problems, read.reading.problems)
    return OpenedSource(
        project=held.project,
        source=held.source,
        read=replace(read, reading=_with_problems(read.reading, missed)),
        has_changed=held.has_changed,
    )


def read_project_job(
    project: Path,
    source: Path,
    day: datetime.date | None,
    folders: Directories,
    control: "JobControl",
) -> ReadProject:
    """What a project says now; of a day that is named, else of the one that is most likely."""
    from planning.choose_roads import choose_roads
    from planning.project.project import Project
    from planning.reading.read_dataset import read_dataset

    with Project.read(project) as opened:
        revision, name, chosen = opened.revision, opened.name, opened.day
        reading = read_dataset(project, on_progress=control.on_progress, stop=control.stop)
        dataset = reading.dataset
        if dataset is None:
            return ReadProject(reading=reading, revision=revision, day=day)
        reading = replace(reading, dataset=replace(dataset, name=name))
        day = day or chosen or _likely_day(dataset)
        kept = opened.kept_plan(dataset.fingerprint, day) if day else None
    return ReadProject(
        reading=reading,
        revision=revision,
        day=day,
        plan=_plan_in(kept, project),
        roads=choose_roads(source, dataset, folders),
    )


def import_again_job(project: Path, control: "JobControl") -> "Gathered":
    """Read the tables of a project once more from where they came.

    Raises
    ------
    InputError
        If there is no table any more.
    """
    from planning.held_source import gather_again
    from planning.project.project import Project

    with Project.read(project) as opened:
        seen = opened.source
    gathered, problems = gather_again(seen, partial(_report_part, control, 1.0))
    if not gathered.act.tables:
        raise InputError(problems)
    return gathered


def copy_project_job(project: Path, copy: Path, _control: "JobControl") -> Path:
    """Write a whole copy of a project under another name."""
    from planning.project.project import Project

    with Project.read(project) as opened:
        opened.copy_to(copy)
    return copy


def _report_part(control: "JobControl", share: float, part: float) -> None:
    """Report a part of reading, which is a share of the work."""
    if control.stop.should_stop():
        raise Interrupted(message("reading.stopped"))
    control.on_progress(Progress(step="step.reading", fraction=share * part))


def _not_told(found: Iterable[Problem], told: Iterable[Problem]) -> tuple[Problem, ...]:
    """What was wrong with whole files, where the project that was made does not say it again."""
    known = {(problem.code, problem.file, problem.sheet) for problem in told}
    return tuple(
        problem
        for problem in found
        if not problem.row and (problem.code, problem.file, problem.sheet) not in known
    )


def _with_problems(reading: DatasetReading, more: tuple[Problem, ...]) -> DatasetReading:
    """A reading with problems that concern whole files, told first."""
    errors = sum(problem.severity is Severity.ERROR for problem in more)
    return replace(
        reading,
        problems=(*more, *reading.problems),
        error_count=reading.error_count + errors,
        warning_count=reading.warning_count + len(more) - errors,
    )


def _likely_day(dataset: Dataset) -> datetime.date | None:
    """The day that the data name, else the one on which most orders are due."""
    from planning.day import choose_day

    try:
        return choose_day(dataset, None)
    except InputError:
        due = Counter(order.due_date for order in dataset.orders)
        return due.most_common(1)[0][0] if due else None


def kept_plan_job(
    project: Path, fingerprint: str, day: datetime.date, _control: "JobControl"
) -> Plan | None:
    """The plan that a project keeps of the data of a fingerprint and a day, if any."""
    from planning.project.project import Project

    with Project.read(project) as opened:
        return _plan_in(opened.kept_plan(fingerprint, day), project)


def _plan_in(kept: bytes | None, project: Path) -> Plan | None:
    """The plan that a project kept; none where it cannot be read any more."""
    from planning.plan_file import parse_plan

    if kept is None:
        return None
    try:
        return parse_plan(kept, project.name)
    except PlannerError:
        log.warning("a kept plan cannot be read and is left alone")
        return None
