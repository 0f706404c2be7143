"""Plans in a project: packed, and appended also beside whoever has it open."""

import datetime
from pathlib import Path

from domain.errors import ProjectError
from domain.message import message
from planning.project.connection import connect, said_plainly, transaction
from planning.project.contents import content_hash, packed
from planning.project.journal import PlanKept
from planning.project.project_file import append, existing_project, put_content
from planning.project.schema import VERSION, version_of


def packed_plan(plan: bytes, day: datetime.date, fingerprint: str) -> tuple[PlanKept, bytes]:
    """The record of a plan, and the content it names."""
    content = packed(plan)
    record = PlanKept(
        day=day, fingerprint=fingerprint, content=content_hash(content), size_bytes=len(plan)
    )
    return record, content


def append_plan(path: Path, plan: bytes, day: datetime.date, fingerprint: str) -> int:
    """Keep a plan in a project that somebody, such as the window, may have open; its revision.

    Raises
    ------
    ProjectError
        If the project is missing, damaged, or of another version.
    EnvironmentFault
        If it cannot be written.
    """
    record, content = packed_plan(plan, day, fingerprint)
    path = existing_project(path)
    with said_plainly(path, writing=True):
        connection = connect(path, writing=True)
        try:
            if version_of(connection, path) < VERSION:
                raise ProjectError(message("project.old_read_only", file=str(path)))
            with transaction(connection):
                put_content(connection, record.content, content)
                return append(connection, record).revision
        finally:
            connection.close()
