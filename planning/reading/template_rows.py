"""What the template brings along and is no data: its instructions and its example rows."""

from collections.abc import Sequence
from dataclasses import replace

import numpy as np
import pyarrow as pa

from domain.message import Problem, Severity, message
from domain.tables import TABLE_BY_NAME
from planning.outputs.template_examples import EXAMPLES, HOW_TO_SHEETS
from planning.reading.cell_refused import CellRefused
from planning.reading.number_cells import read_number
from planning.reading.problems import shortened
from planning.reading.raw_table import Mask, RawTable

_SHEETS = {name.strip().lower() for name in HOW_TO_SHEETS.values()}
_MIDNIGHT = " 00:00:00"
_WHOLE_MINUTE = ":00"
_CLOCK_LENGTH = len("08:00:00")


def is_how_to(sheet: str) -> bool:
    """Whether a sheet holds the template's instructions."""
    return sheet.strip().lower() in _SHEETS


def without_template_rows(tables: Sequence[RawTable], problems: list[Problem]) -> list[RawTable]:
    """Tables of a workbook without what only the template wrote.

    A template is told by its sheet of instructions, which is left out. So is an example row that
    nobody changed; that is a warning where the table holds rows of its own, or must hold some. A
    table that is not required and in which nobody wrote anything counts as absent: to have no stock
    is not to have filled in no stock.
    """
    is_template = any(is_how_to(table.name) for table in tables)
    # Its rows are sentences, not cells under a header.
    problems[:] = [problem for problem in problems if not is_how_to(problem.sheet)]
    kept = []
    for table in tables:
        if is_how_to(table.name):
            continue
        own = _without_example(table, problems) if is_template else table
        declared = TABLE_BY_NAME.get(_schema_name(table))
        is_untouched = not len(own) and not own.lost_rows
        if is_template and is_untouched and declared is not None and not declared.required:
            continue
        kept.append(own)
    return kept


def _schema_name(table: RawTable) -> str:
    return table.name.strip().lower()


def _without_example(table: RawTable, problems: list[Problem]) -> RawTable:
    name = _schema_name(table)
    if name not in EXAMPLES or not len(table):
        return table
    examples = _examples(table)
    if not examples.any():
        return table
    own = _filtered(table, ~examples)
    if len(own) or own.lost_rows or TABLE_BY_NAME[name].required:
        problems += [_left_out(table, int(at)) for at in np.flatnonzero(examples)]
    return own


def _examples(table: RawTable) -> Mask:
    """The records that are the example, in either language, and nothing else."""
    example = EXAMPLES[_schema_name(table)]
    if not set(table.header) & example.keys():
        return np.zeros(len(table), dtype=np.bool_)
    same = np.ones(len(table), dtype=np.bool_)
    for name, cells in zip(table.header, table.cells, strict=True):
        given = example.get(name, "")
        texts = {given} if isinstance(given, str) else set(given)
        found = cells.to_pylist() if len(cells) < _FEW else cells[:_FEW].to_pylist()
        likes = [_is_like(text or "", texts) for text in found]
        same[: len(likes)] &= likes
        same[len(likes) :] = False
    return same


_FEW = 50
"""Records among which the example is looked for: it stands at the top."""


def _is_like(text: str, given: set[str]) -> bool:
    plain = text.strip().removesuffix(_MIDNIGHT)
    if len(plain) == _CLOCK_LENGTH:
        plain = plain.removesuffix(_WHOLE_MINUTE)
    return plain in given or any(_is_same_number(plain, other) for other in given)


def _is_same_number(text: str, other: str) -> bool:
    try:
        return read_number(text) == read_number(other)
    except CellRefused:
        return False


def _filtered(table: RawTable, kept: Mask) -> RawTable:
    """A table with some of its records."""
    chosen = pa.array(kept)
    place = np.cumsum(kept) - 1
    return replace(
        table,
        cells=tuple(cells.filter(chosen) for cells in table.cells),
        rows=table.rows[kept],
        number_cells={
            position: place[records[kept[records]]]
            for position, records in table.number_cells.items()
        },
    )


def _left_out(table: RawTable, record: int) -> Problem:
    return Problem(
        message=message("template.example_left_out", table=_schema_name(table)),
        severity=Severity.WARNING,
        file=table.file,
        sheet=table.sheet,
        row=int(table.rows[record]),
        column=table.header[0],
        value=shortened(table.text(table.header[0], record)),
    )
