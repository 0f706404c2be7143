"""The header of a table against the columns it may have."""

import difflib
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from domain.column import columns_of, is_required
from domain.message import Message, Problem, Severity, message
from domain.tables import Table
from planning.reading.problems import shortened
from planning.reading.raw_table import RawTable

_NEAR = 0.72
"""Likeness from which one name is offered for another (1 is equal)."""


@dataclass(frozen=True, slots=True, eq=False)
class Header:
    """Which columns of a table were found.

    Parameters
    ----------
    known
        Declared column -> its position in the file.
    extra
        Any other column -> its position.
    problems
        What is wrong with the header.
    """

    known: dict[str, int]
    extra: dict[str, int]
    problems: tuple[Problem, ...]


def nearest(name: str, names: Iterable[str]) -> str:
    """The name most like another, or an empty text where none is near."""
    lowered = {candidate.lower(): candidate for candidate in names}
    key = name.strip().lower().replace(" ", "_").replace("-", "_")
    found = difflib.get_close_matches(key, lowered, n=1, cutoff=_NEAR)
    return lowered[found[0]] if found else ""


def match_header(raw: RawTable, table: Table) -> Header:
    """Match the header of a file with the columns of its table."""
    names = [column.name for _, column in columns_of(table.noun)]
    required = {column.name for field, column in columns_of(table.noun) if is_required(field)}
    known = {name: raw.header.index(name) for name in names if name in raw.header}
    extra = {
        name or f"column_{position + 1}": position
        for position, name in enumerate(raw.header)
        if name not in known
    }
    extra = {name: at for name, at in extra.items() if raw.header[at] or _has_text(raw, at)}
    if not known:
        unknown = _problem(
            raw, message("table.no_header", table=table.name), next(iter(raw.header), "")
        )
        return Header(known, extra, (unknown,))
    problems = [*_twice(raw), *_missing(raw, required - known.keys(), extra)]
    problems += _unknown(raw, extra, set(names) - known.keys())
    return Header(known, extra, tuple(problems))


def _problem(
    raw: RawTable, reason: Message, column: str, severity: Severity = Severity.ERROR
) -> Problem:
    return Problem(
        message=reason,
        severity=severity,
        file=raw.file,
        sheet=raw.sheet,
        row=raw.header_row,
        column=shortened(column),
        value=shortened(column) if column in raw.header else "",
    )


def _twice(raw: RawTable) -> Iterator[Problem]:
    for name, count in Counter(raw.header).items():
        if name and count > 1:
            yield _problem(raw, message("column.twice", column=shortened(name), count=count), name)


def _missing(raw: RawTable, missing: set[str], extra: dict[str, int]) -> Iterator[Problem]:
    for name in sorted(missing):
        near = nearest(name, extra)
        if near:
            reason = message("column.missing_but_near", column=name, near=shortened(near))
        else:
            reason = message("column.missing", column=name)
        yield _problem(raw, reason, name)


def _unknown(raw: RawTable, extra: dict[str, int], free: set[str]) -> Iterator[Problem]:
    for name, position in extra.items():
        near = nearest(name, free)
        if not raw.header[position]:
            reason = message("column.unnamed", position=position + 1)
        elif near:
            reason = message("column.misspelt", column=shortened(name), near=near)
        else:
            reason = message("column.unknown", column=shortened(name))
        yield _problem(raw, reason, name, Severity.WARNING)


def _has_text(raw: RawTable, position: int) -> bool:
    return any(text.strip() for text in raw.cells[position].to_pylist() if text)
