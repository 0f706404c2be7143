"""What would come of an import: its project made in the draft, read as any other, and told.

Problems are told as the company sees its tables: its own cells, and its rows, to be mended there.
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import replace
from pathlib import Path

import numpy as np

from domain.message import Problem, Severity
from domain.progress import Flag, Progress
from planning.importing.draft import ImportDraft
from planning.importing.problem_place import place_of
from planning.importing.shown import CheckedImport, RawPlace, RawRow
from planning.importing.source_tables import written_mapping
from planning.importing.taken import taken_of
from planning.mapping.apply import apply_mapping, source_of
from planning.mapping.mapping_text import mapping_text
from planning.mapping.source_mapping import SourceMapping, TableMapping
from planning.project.acts import SourceSeen
from planning.project.import_tables import Gathered, gather
from planning.project.project import Project
from planning.reading.problems import shortened
from planning.reading.raw_table import RawTable
from planning.reading.read_dataset import read_dataset

_AROUND = 2
"""Rows shown before and after one with a problem."""

_MOST_ROWS = 4_000
_BETWEEN = " | "

OnPart = Callable[[float], None]


def gathered(draft: ImportDraft, mapping: SourceMapping, problems: list[Problem]) -> Gathered:
    """The dataset's tables that a draft gives by a mapping, for a project that has others."""
    return _gathered(draft, mapping, taken_of(draft).tables, problems, replaces_all=False)[0]


def check_draft(
    draft: ImportDraft, mapping: SourceMapping, base: Path | None, on_part: OnPart
) -> CheckedImport:
    """Make the project that would come of a draft, and check it."""
    taken, problems = taken_of(draft), list(draft.read_about().problems)
    raw = taken.tables
    made, counts = _gathered(draft, mapping, raw, problems, replaces_all=base is None)
    on_part(0.3)
    _make_project(draft, made, base)

    def report(progress: Progress) -> None:
        on_part(0.3 + 0.7 * (progress.fraction or 0.0))

    reading = read_dataset(draft.checked_project, on_progress=report, stop=Flag(lambda: False))
    places = _Places(mapping, raw)
    told = [*(places.in_own_words(problem) for problem in reading.problems), *problems]
    told.sort(key=lambda problem: problem.severity is not Severity.ERROR)
    errors = sum(problem.severity is Severity.ERROR for problem in problems)
    checked = CheckedImport(
        problems=tuple(told),
        error_count=reading.error_count + errors,
        warning_count=reading.warning_count + len(problems) - errors,
        row_counts=counts,
        places=tuple(places.around(told)),
        bad_rows=0,
        left_out=tuple(_by_place(taken.left_out, raw)),
        can_take_back=taken.can_take_back,
        is_usable=reading.dataset is not None and not errors,
    )
    return replace(checked, bad_rows=sum(map(len, bad_rows(checked).values())))


def bad_rows(checked: CheckedImport) -> Mapping[str, frozenset[int]]:
    """Rows with errors by the company's table: those that can be left out."""
    found: dict[str, set[int]] = {}
    for problem in checked.problems:
        place = place_of(checked.places, problem)
        if place and problem.severity is Severity.ERROR and problem.row in place.rows:
            found.setdefault(place.name, set()).add(problem.row)
    return {name: frozenset(rows) for name, rows in found.items()}


def _gathered(
    draft: ImportDraft,
    mapping: SourceMapping,
    raw: Sequence[RawTable],
    problems: list[Problem],
    *,
    replaces_all: bool,
) -> tuple[Gathered, Mapping[str, int]]:
    tables = apply_mapping(mapping, raw, problems)
    about = draft.read_about()
    seen = SourceSeen(
        location=mapping.location,
        mapping=mapping_text(written_mapping(mapping, about.source)),
        digest=about.digest,
        formats={table.source: table.text for table in mapping.tables if table.text.encoding},
    )
    counts = {table.name: len(table) + table.lost_rows for table in tables}
    return gather(tables, seen, replaces_all=replaces_all), counts


def _make_project(draft: ImportDraft, made: Gathered, base: Path | None) -> None:
    draft.checked_project.unlink(missing_ok=True)
    if base is None:
        Project.create(draft.checked_project, made, name=draft.read_about().source.name).close()
        return
    with Project.read(base) as project:
        project.copy_to(draft.checked_project)
    with Project.open(draft.checked_project) as project:
        project.import_tables(made)


def _by_place(
    rows: Sequence[tuple[str, int]], raw: Sequence[RawTable]
) -> Iterator[tuple[str, int]]:
    shown = {table.name: table.sheet or table.file for table in raw}
    for name, row in rows:
        yield shown.get(name, name), row


class _Places:
    """Where in the company's tables the rows of the dataset's tables come from."""

    def __init__(self, mapping: SourceMapping, raw: Sequence[RawTable]) -> None:
        found = ((table, source_of(mapping.kind, table, raw)) for table in mapping.tables)
        self._tables = [(mapped, table) for mapped, table in found if table is not None]
        self._empty = [_place(mapped, table, {}) for mapped, table in self._tables]

    def in_own_words(self, problem: Problem) -> Problem:
        """A problem with the company's own cell in the place of the converted one."""
        place = place_of(self._empty, problem)
        if place is None or not problem.column:
            return problem
        table = self._tables[self._empty.index(place)][1]
        record = int(np.searchsorted(table.rows, problem.row))
        source = place.columns.get(problem.column, "")
        if record == len(table) or int(table.rows[record]) != problem.row or not source:
            return problem
        return replace(problem, value=shortened(table.text(source, record)))

    def around(self, problems: Sequence[Problem]) -> Iterator[RawPlace]:
        """The tables with the rows around their problems."""
        left = _MOST_ROWS
        wanted: dict[int, list[int]] = {}
        for problem in problems:
            place = place_of(self._empty, problem)
            if place is not None and problem.row:
                wanted.setdefault(self._empty.index(place), []).append(problem.row)
        for number, (mapped, table) in enumerate(self._tables):
            rows = _rows_around(table, wanted.get(number, ()), left)
            left -= len(rows)
            yield _place(mapped, table, rows)


def _rows_around(table: RawTable, wanted: Sequence[int], most: int) -> dict[int, RawRow]:
    lost = {record.row: record.cells for record in table.lost}
    found: dict[int, RawRow] = {}
    for row in dict.fromkeys(wanted):
        if len(found) >= most:
            break
        if row in lost:
            found[row] = RawRow(number=row, cells=_filled(lost[row], table), is_lost=True)
        at = int(np.searchsorted(table.rows, row))
        for record in range(max(0, at - _AROUND), min(len(table), at + _AROUND + 1)):
            number = int(table.rows[record])
            if number not in found:
                cells = tuple(str(column[record].as_py() or "") for column in table.cells)
                found[number] = RawRow(number=number, cells=cells)
    return dict(sorted(found.items()))


def _filled(cells: Sequence[str], table: RawTable) -> tuple[str, ...]:
    """The cells of a lost row, as many as the header has; the last holds all that is over."""
    width = len(table.header)
    if len(cells) > width > 0:
        return (*cells[: width - 1], _BETWEEN.join(cells[width - 1 :]))
    return (*cells, *[""] * (width - len(cells)))


def _place(mapped: TableMapping, table: RawTable, rows: Mapping[int, RawRow]) -> RawPlace:
    return RawPlace(
        name=table.name,
        file=table.file,
        sheet=table.sheet,
        target=mapped.target,
        header=table.header,
        columns={column.target: column.source for column in mapped.columns if column.source},
        rows=rows,
    )
