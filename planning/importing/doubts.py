"""Questions that only a person can answer: texts that can be read in two ways."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace

from domain.column import Kind
from planning.importing.shown import Doubt, Reading, SampleTable
from planning.mapping.convert_cells import convert_cells
from planning.mapping.forms import forms_of
from planning.mapping.source_mapping import ColumnMapping, TableMapping
from planning.mapping.units import column_of
from planning.reading.raw_table import text_array

_TWO_WAYS = (
    ("DD/MM/YYYY", "MM/DD/YYYY"),
    ("DD-MM-YYYY", "MM-DD-YYYY"),
    ("DD/MM/YY", "MM/DD/YY"),
    ("DDMMYYYY", "YYYYMMDD"),
)
"""Forms of days that the same text may have."""

_NUMBERS = {Kind.NUMBER, Kind.WHOLE, Kind.MONEY}
_GROUPED = re.compile(r"-?[1-9][0-9]{0,2}\.[0-9]{3}")
_DECIMAL = re.compile(r"-?[0-9]+([.,])(?:[0-9]{1,2}|[0-9]{4,})")
_PLAIN = re.compile(r"-?[0-9]+")


def doubts_of(sample: SampleTable, mapped: TableMapping) -> tuple[Doubt, ...]:
    """The columns of a table whose texts can be read in two ways."""
    found, clear = [], _clear_sign(sample)
    for column in mapped.columns:
        if column.source not in sample.header:
            continue
        position = sample.header.index(column.source)
        texts = list(dict.fromkeys(row[position].strip() for row in sample.rows))
        doubt = _doubt(mapped.target, column, [text for text in texts if text], clear)
        if doubt is not None:
            found.append(doubt)
    return tuple(found)


def _clear_sign(sample: SampleTable) -> str:
    """What stands before the decimals all over the table; empty where that is not clear."""
    found = {match[1] for row in sample.rows for match in map(_DECIMAL.fullmatch, row) if match}
    return found.pop() if len(found) == 1 else ""


def _doubt(table: str, column: ColumnMapping, texts: Sequence[str], clear: str) -> Doubt | None:
    declared = column_of(table, column.target)
    if declared is None or not texts:
        return None
    if declared.kind in _NUMBERS:
        return None if column.decimal == clear else _number_doubt(table, column, texts)
    possible = forms_of(table, column.target)
    for pair in _TWO_WAYS:
        forms = [form for form in possible if form in pair]
        if len(forms) < 2 or (column.form and column.form.partition(" ")[0] not in pair):
            continue
        ways = [replace(column, form=form) for form in forms]
        doubt = _between(table, ways, texts, "form")
        if doubt is not None:
            return doubt
    return None


def _number_doubt(table: str, column: ColumnMapping, texts: Sequence[str]) -> Doubt | None:
    """Whether a point before three digits parts thousands or decimals."""
    parted = [text for text in texts if _GROUPED.fullmatch(text)]
    are_others = any(text not in parted and not _PLAIN.fullmatch(text) for text in texts)
    # Places on the globe have decimals, and none has thousands of degrees.
    is_degree = column.target.rpartition("_")[2] in {"lat", "lon"}
    if are_others or not parted or (is_degree and column.decimal == "."):
        return None
    ways = [replace(column, decimal=decimal) for decimal in (".", ",")]
    return _between(table, ways, parted, "decimal")


def _between(
    table: str, ways: Sequence[ColumnMapping], texts: Sequence[str], kind: str
) -> Doubt | None:
    """A doubt where every text can be read in all ways, and some text differs by it."""
    results = [list(_converted(table, way, texts)) for way in ways]
    if any(None in result for result in results):
        return None
    for at, text in enumerate(texts):
        shown = [str(result[at]) for result in results]
        if len(set(shown)) == len(shown):
            readings = tuple(map(_reading, ways, shown))
            column = ways[0].target
            return Doubt(table=table, column=column, kind=kind, example=text, readings=readings)
    return None


def _reading(way: ColumnMapping, result: str) -> Reading:
    return Reading(column=way, result=result)


def _converted(table: str, column: ColumnMapping, texts: Sequence[str]) -> Iterator[str | None]:
    """Each text as a way reads it; None where it does not fit."""
    made = convert_cells(text_array(texts), table, column).cells.to_pylist()
    for before, after in zip(texts, made, strict=True):
        yield None if column.form and before == after else after
