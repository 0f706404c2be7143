"""The company's tables in a draft: kept as they were read, and every mend as an act to them."""

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from domain.message import Problem
from planning.importing.draft import About, ImportDraft, ImportSource
from planning.mapping.apply import source_name
from planning.mapping.source_mapping import SourceKind
from planning.project.acts import (
    Act,
    AddRows,
    CellChange,
    ChangeCells,
    ImportTables,
    RemoveRows,
    SourceSeen,
)
from planning.project.import_tables import gather
from planning.project.project import Project
from planning.reading.raw_table import RawTable


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Taken:
    """What a draft holds of the company's tables.

    Attributes
    ----------
    tables
        With all mends.
    left_out
        Rows that were left out: table of the company, and row.
    can_take_back
        Whether anything was mended or left out that can be taken back.
    """

    tables: tuple[RawTable, ...] = ()
    left_out: tuple[tuple[str, int], ...] = ()
    can_take_back: bool = False


def taken_of(draft: ImportDraft) -> Taken:
    """What a draft holds; nothing before any table was read."""
    if not draft.source_project.exists():
        return Taken()
    with Project.read(draft.source_project) as project:
        return Taken(
            tables=project.tables(),
            left_out=tuple(
                (entry.act.table, row)
                for entry in project.history()
                if isinstance(entry.act, RemoveRows) and not entry.undone
                for row in entry.act.rows
            ),
            can_take_back=not isinstance(project.undoable, ImportTables | None),
        )


def tables_in(draft: ImportDraft, kind: SourceKind) -> frozenset[str]:
    """What a mapping calls the tables that a draft has."""
    return frozenset(source_name(kind, table) for table in taken_of(draft).tables)


def keep_tables(
    draft: ImportDraft,
    source: ImportSource,
    tables: Sequence[RawTable],
    problems: Sequence[Problem],
    digest: str,
) -> None:
    """Keep tables in a draft beside those it has, and what was wrong with their files."""
    seen = SourceSeen(location=source.location)
    if draft.source_project.exists():
        gathered = gather(tables, seen, replaces_all=False)
        with Project.open(draft.source_project) as project:
            project.import_tables(gathered)
        kept = draft.read_about().problems
    else:
        Project.create(draft.source_project, gather(tables, seen), name=source.name).close()
        kept = ()
    read = {table.file for table in tables} | {problem.file for problem in problems}
    others = tuple(problem for problem in kept if problem.file not in read)
    lost = {(table.file, table.sheet, record.row) for table in tables for record in table.lost}
    # What is wrong with a row that was lost is found anew at every check, until it is mended.
    lasting = tuple(p for p in problems if (p.file, p.sheet, p.row) not in lost)
    draft.write_about(About(source=source, problems=(*others, *lasting), digest=digest))


def mend(draft: ImportDraft, acts: Sequence[Act]) -> None:
    """Do acts to the company's tables; what an act writes that stands there already is no fault.

    Work may have been stopped after an act was done and before anybody was told.
    """
    with Project.open(draft.source_project) as project:
        standing = {table.name: set(table.rows.tolist()) for table in project.tables()}
        for act in acts:
            for settled in _settled(project, act, standing):
                project.do(settled)


def _settled(project: Project, act: Act, standing: Mapping[str, Collection[int]]) -> Iterator[Act]:
    """An act against the cells as they stand now; nothing where they are so already."""
    if isinstance(act, AddRows):
        new = tuple(row for row in act.rows if row.row not in standing.get(act.table, ()))
        if new:
            yield replace(act, rows=new)
        written = [
            CellChange(table=act.table, row=row.row, column=column, before="", after=text)
            for row in act.rows
            if row not in new
            for column, text in zip(act.header, row.cells, strict=True)
        ]
    elif isinstance(act, ChangeCells):
        written = list(act.cells)
    else:
        yield act
        return
    found = ((change, project.cell(change.table, change.row, change.column)) for change in written)
    cells = tuple(replace(change, before=now) for change, now in found if now != change.after)
    if cells:
        yield ChangeCells(cells=cells)


def leave_out(draft: ImportDraft, rows: Mapping[str, Collection[int]]) -> None:
    """Take rows out of the company's tables."""
    with Project.open(draft.source_project) as project:
        for table, numbers in rows.items():
            project.do(RemoveRows(table=table, rows=tuple(sorted(numbers))))


def take_back(draft: ImportDraft) -> None:
    """Take back the last mend, or all rows left out last; tables that were read stay."""
    with Project.open(draft.source_project) as project:
        if isinstance(project.undoable, ImportTables | None):
            return
        taken = project.undo()
        while isinstance(taken, RemoveRows) and isinstance(project.undoable, RemoveRows):
            taken = project.undo()
