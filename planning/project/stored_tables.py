"""The tables of a project, for whatever reads a dataset."""

from pathlib import Path

from planning.project.project import Project
from planning.reading.raw_table import RawTable


def stored_tables(path: Path) -> tuple[RawTable, ...]:
    """The tables of a project with all edits in force; works beside a window that writes it.

    Raises
    ------
    ProjectError
        If it is missing, no project, damaged, or of another version.
    EnvironmentFault
        If the disk refuses.
    """
    with Project.read(path) as project:
        return project.tables()
