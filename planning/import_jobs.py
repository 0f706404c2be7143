"""What the import has done in processes of its own: look, take, check, mend, and create a project.

Readers and projects are imported inside the functions, so that the window, which only names them,
starts quickly.
"""

import os
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from domain.errors import EnvironmentFault, InputError, ProjectError
from domain.message import Problem, message
from planning.importing.draft import ImportDraft, ImportSource, mapping_formats
from planning.importing.shown import CheckedImport, Doubt, SampleTable
from planning.mapping.source_mapping import SourceKind, SourceMapping, TextFormat

if TYPE_CHECKING:
    from planning.jobs.worker import JobControl
    from planning.project.acts import Act
    from planning.project.import_tables import Gathered

_READ_SHARE, _KEPT_SHARE = 0.4, 0.5
"""Share of the work done when the source is read, and when its tables are kept."""

_MOST_ROUNDS = 20
"""How often rows with errors are left out: those left out may be what others refer to."""


@dataclass(frozen=True, slots=True, kw_only=True)
class DatabaseTable:
    """A table of a database; its rows by the server's own estimate, if it has one."""

    name: str
    rows: int | None
    columns: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class FoundDatabase:
    """What a connection found.

    Attributes
    ----------
    is_password_refused
        Whether the password was to be kept, and the computer's keychain did not take it.
    """

    tables: tuple[DatabaseTable, ...]
    is_password_refused: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Looked:
    """What was seen of a source, and what seems to be what in it.

    Attributes
    ----------
    is_said
        Whether a person has made the mapping, so that nothing in it is in question.
    """

    source: ImportSource
    tables: tuple[SampleTable, ...]
    mapping: SourceMapping
    doubts: tuple[Doubt, ...] = ()
    is_said: bool = False


def look_at_database_job(
    address: str, password: str, keep: bool, _control: "JobControl"
) -> FoundDatabase:
    """Connect to a database and list its tables; keep the password where that is wanted."""
    from planning.reading.database import keep_password, list_tables, password_of

    found = list_tables(address, password or password_of(address))
    refused = False
    if keep and password:
        try:
            keep_password(address, password)
        except EnvironmentFault:
            refused = True
    tables = (
        DatabaseTable(
            name=table.name,
            rows=table.rows,
            columns=tuple(column.name for column in table.columns),
        )
        for table in found
    )
    return FoundDatabase(tables=tuple(tables), is_password_refused=refused)


def look_into_job(
    source: ImportSource, formats: Mapping[str, TextFormat], control: "JobControl"
) -> Looked:
    """Read the first rows of each table, and propose what is what.

    Raises
    ------
    InputError
        If there is no table at all.
    """
    from planning.importing.source_tables import (
        SAMPLE_ROWS,
        found_of,
        located,
        part_of,
        read_tables_of,
        samples_of,
    )
    from planning.mapping.propose import propose

    source, mapping = located(source)
    known = {**(mapping_formats(mapping) if mapping else {}), **formats}
    problems: list[Problem] = []
    used: dict[str, TextFormat] = {}
    tables = read_tables_of(
        source,
        problems,
        part_of(control, 0.0, 1.0),
        formats=known,
        used=used,
        most_rows=SAMPLE_ROWS,
    )
    samples = tuple(samples_of(source, tables, problems, {**known, **used}))
    if not samples:
        raise InputError(problems or [Problem(message=message("source.no_tables"))])
    if mapping is not None:
        mapping, missing = found_of(mapping, tables)
        samples = (*samples, *missing)
        return Looked(source=source, tables=samples, mapping=mapping, is_said=True)
    proposal = propose(source.kind, source.location, tables).with_formats(used)
    doubts = (
        Doubt(table=doubt.table, column=doubt.column, said=doubt.message)
        for doubt in proposal.doubts
    )
    return Looked(source=source, tables=samples, mapping=proposal.mapping, doubts=tuple(doubts))


def take_job(
    draft: ImportDraft,
    source: ImportSource,
    mapping: SourceMapping,
    stale: Collection[str],
    base: Path | None,
    control: "JobControl",
) -> CheckedImport:
    """Read the tables that a mapping takes into a draft, and check what would come of them.

    Parameters
    ----------
    stale
        Tables that the draft has, but are to be read again; all others keep what was mended.
    base
        The project whose other tables stay beside those imported; None for a project of its own.
    """
    from planning.importing.source_tables import part_of, read_tables_of, sources_of
    from planning.importing.taken import keep_tables, tables_in
    from planning.source_digest import source_digest

    wanted = sources_of(mapping) - (tables_in(draft, source.kind) - set(stale))
    if wanted:
        problems: list[Problem] = []
        used: dict[str, TextFormat] = {}
        is_database = source.kind is SourceKind.DATABASE
        # Before the tables: what is written meanwhile shows up as a change later.
        digest = "" if is_database else source_digest(Path(source.location))
        tables = read_tables_of(
            source,
            problems,
            part_of(control, 0.0, _READ_SHARE),
            formats=mapping_formats(mapping),
            used=used,
            wanted=wanted,
        )
        keep_tables(draft, source, tables, problems, digest)
    return check_job(draft, source, mapping, base, control)


def check_job(
    draft: ImportDraft,
    source: ImportSource,
    mapping: SourceMapping,
    base: Path | None,
    control: "JobControl",
) -> CheckedImport:
    """Check what would come of a draft by a mapping."""
    from planning.importing.checked import check_draft
    from planning.importing.source_tables import part_of

    draft.write_mapping(mapping)
    return check_draft(draft, mapping, base, part_of(control, _KEPT_SHARE, 1.0))


def mend_job(
    draft: ImportDraft,
    acts: "Sequence[Act]",
    source: ImportSource,
    mapping: SourceMapping,
    base: Path | None,
    control: "JobControl",
) -> CheckedImport:
    """Do acts to the company's tables in a draft, durably; then check it again."""
    from planning.importing.taken import mend

    mend(draft, acts)
    return check_job(draft, source, mapping, base, control)


def take_back_job(
    draft: ImportDraft,
    source: ImportSource,
    mapping: SourceMapping,
    base: Path | None,
    control: "JobControl",
) -> CheckedImport:
    """Take back the last mend of a draft; then check it again."""
    from planning.importing.taken import take_back

    take_back(draft)
    return check_job(draft, source, mapping, base, control)


def leave_out_job(
    draft: ImportDraft,
    source: ImportSource,
    mapping: SourceMapping,
    base: Path | None,
    control: "JobControl",
) -> CheckedImport:
    """Leave the rows with errors out, and those that come to have errors by that."""
    from planning.importing.checked import bad_rows
    from planning.importing.taken import leave_out

    checked = check_job(draft, source, mapping, base, control)
    for _ in range(_MOST_ROUNDS):
        rows = bad_rows(checked)
        if not rows:
            break
        leave_out(draft, rows)
        checked = check_job(draft, source, mapping, base, control)
    return checked


def create_project_job(draft: ImportDraft, path: Path, _control: "JobControl") -> Path:
    """Make the project of a checked draft, whole or not at all."""
    from planning.project.project import Project

    if os.path.lexists(path):
        raise ProjectError(message("project.exists", file=str(path)))
    path.parent.mkdir(parents=True, exist_ok=True)
    with Project.read(draft.checked_project) as project:
        project.copy_to(path)
    return path


def gather_job(draft: ImportDraft, mapping: SourceMapping, _control: "JobControl") -> "Gathered":
    """The tables of a checked draft, ready to be taken into a project that is open."""
    from planning.importing.checked import gathered

    return gathered(draft, mapping, [])


def unfinished_job(draft: ImportDraft, _control: "JobControl") -> Looked:
    """What a draft that a crash left behind was about, from the tables it holds."""
    from planning.importing.source_tables import samples_of
    from planning.importing.taken import taken_of

    source, mapping = draft.read_about().source, draft.read_mapping()
    tables = taken_of(draft).tables
    samples = samples_of(source, tables, (), mapping_formats(mapping))
    return Looked(source=source, tables=tuple(samples), mapping=mapping, is_said=True)


def save_mapping_job(
    path: Path, source: ImportSource, mapping: SourceMapping, language: str, _control: "JobControl"
) -> Path:
    """Write a mapping as a file that a planner can read, and change."""
    from maps.network.whole_file import write_whole_file
    from planning.importing.source_tables import written_mapping
    from planning.mapping.mapping_file import mapping_text
    from planning.wording import Wording

    text = mapping_text(written_mapping(mapping, source), wording=Wording(language))
    write_whole_file(path, text.encode())
    return path
