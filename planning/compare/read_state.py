"""The state of a project, read from its file or from its export."""

import contextlib
import datetime
from collections.abc import Sequence
from pathlib import Path

import msgspec

from planning.compare.projects import ImportSeen, PlanSeen, ProjectSnapshot
from planning.project.acts import ImportTables, SourceSeen
from planning.project.exported_project import read_export
from planning.project.journal import Entry, PlanKept
from planning.project.project import Project
from planning.reading.raw_table import RawTable

_SQLITE = b"SQLite format 3\0"


class _Header(msgspec.Struct):
    format: str = ""


def document_format(path: Path) -> str | None:
    """The format that a JSON document names; None for a file of a database."""
    with path.open("rb") as file:
        if file.read(len(_SQLITE)) == _SQLITE:
            return None
        file.seek(0)
        content = file.read()
    try:
        return msgspec.json.decode(content, type=_Header).format
    except (msgspec.DecodeError, UnicodeDecodeError, RecursionError):
        return ""


def project_state(path: Path) -> ProjectSnapshot:
    """What a project holds now; works beside a window that writes it."""
    with contextlib.closing(Project.read(path)) as project:
        history = [entry for entry in project.history() if not entry.undone]
        return _state(project.name, project.day, project.source, project.tables(), history)


def exported_state(path: Path) -> ProjectSnapshot:
    """What an export holds."""
    exported = read_export(path)
    journal = exported.journal()
    imports = [e.act for e in journal.in_force if isinstance(e.act, ImportTables)]
    history = [entry for entry in journal.history() if not entry.undone]
    name = exported.about.get("name", path.stem)
    return _state(name, journal.day, imports[-1].source, exported.raw_tables(), history)


def _state(
    name: str,
    day: datetime.date | None,
    source: SourceSeen,
    tables: tuple[RawTable, ...],
    history: Sequence[Entry],
) -> ProjectSnapshot:
    """A state of what its journal has in force."""
    acts = [entry for entry in history if not isinstance(entry.act, PlanKept)]
    return ProjectSnapshot(
        name=name,
        day=day,
        source=source,
        tables=tables,
        imports=tuple(
            ImportSeen(
                at=entry.at,
                location=entry.act.source.location,
                tables=tuple(stored.name for stored in entry.act.tables),
            )
            for entry in acts
            if isinstance(entry.act, ImportTables)
        ),
        plans=tuple(
            PlanSeen(at=entry.at, day=entry.act.day, fingerprint=entry.act.fingerprint)
            for entry in history
            if isinstance(entry.act, PlanKept)
        ),
        acts=len(acts),
    )
