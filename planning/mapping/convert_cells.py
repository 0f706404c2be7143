"""Cells of a company's column as the dataset has them: numbers, times and words.

Each distinct text is converted once. A text that does not have the form its mapping says stays as
it is, for the reader to refuse it in its place.
"""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from domain.column import Kind
from planning.mapping.forms import converter
from planning.mapping.source_mapping import ColumnMapping
from planning.mapping.units import column_of, exact_factor, in_own_unit
from planning.reading.raw_table import text_array

COMMA = ","

_NUMBER = re.compile(r"-?(?:[0-9]+\.?[0-9]*|\.[0-9]+)(?:[eE][+-]?[0-9]{1,3})?")
_LONGEST_NUMBER = 60
_MOST_DIGITS = 25
"""Numbers with more digits are refused whatever their unit."""

_COMMA_NUMBER = re.compile(
    r"-?(?:[0-9]{1,3}(?:\.[0-9]{3})+|[0-9]+)?(?:,[0-9]*)?(?:[eE][+-]?[0-9]{1,3})?"
)
_GROUPED = re.compile(r"[ '\u00a0\u2009\u202f]")

_NUMBERS = {Kind.NUMBER, Kind.WHOLE, Kind.MONEY}
_TIMES = {Kind.CLOCK, Kind.DATE, Kind.DATES, Kind.TIMESTAMP}
_WORD_SEPARATORS = re.compile(r"[;|]")

_Change = Callable[[str], str | None]


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Converted:
    """Cells of a column, and how many of them the mapping does not fit in a way of its own.

    Parameters
    ----------
    cells
        One text per record.
    changed
        Whether any cell differs from the company's.
    pointed
        Records whose number has a point where the mapping says that a comma stands.
    """

    cells: pa.LargeStringArray
    changed: bool
    pointed: tuple[int, ...] = ()


def convert_cells(cells: pa.LargeStringArray, table: str, column: ColumnMapping) -> Converted:
    """Convert the cells of a company's column into those of a table's column."""
    change = _change(table, column)
    if change is None:
        return Converted(cells=cells, changed=False)
    encoded = pc.utf8_trim_whitespace(cells).dictionary_encode()
    texts = [text or "" for text in encoded.dictionary.to_pylist()]
    results = [_changed(text, change) for text in texts]
    pointed = _pointed(texts, column, table)
    for index in pointed:
        # Never taken for a number: whoever wrote it may have meant thousands.
        results[index] = f"{texts[index]} ({texts[index].replace('.', ',')}?)"
    if results == texts:
        return Converted(cells=cells, changed=False)
    codes = np.asarray(encoded.indices, dtype=np.int64)
    taken = text_array(results).take(encoded.indices)
    records = np.flatnonzero(np.isin(codes, pointed)).tolist() if pointed else []
    return Converted(cells=taken, changed=True, pointed=tuple(records))


def _changed(text: str, change: _Change) -> str:
    result = change(text) if text else None
    return text if result is None else result


def _change(table: str, column: ColumnMapping) -> _Change | None:
    """What converts one text; None where the company has it as the dataset does."""
    declared = column_of(table, column.target)
    if declared is None:
        return None
    if column.words:
        return _words(column.words, split=declared.kind is Kind.WORDS)
    if declared.kind in _NUMBERS:
        factor = exact_factor(table, column.target, column.unit)
        if factor == 1 and column.decimal != COMMA:
            return None
        return lambda text: _number(text, factor, column.decimal)
    if declared.kind in _TIMES and column.form:
        return converter(declared.kind, column.form)
    return None


def _number(text: str, factor: Fraction, decimal: str) -> str | None:
    plain = _with_point(text) if decimal == COMMA else text
    if plain is None or len(plain) > _LONGEST_NUMBER or not _NUMBER.fullmatch(plain):
        return None
    if factor == 1:
        return plain
    number = Decimal(plain)
    return _plain(in_own_unit(number, factor)) if number.adjusted() < _MOST_DIGITS else None


def _with_point(text: str) -> str | None:
    """A number written with a decimal comma, written with a point; None where it is not one."""
    joined = _GROUPED.sub("", text)
    if not joined.strip("-,.") or not _COMMA_NUMBER.fullmatch(joined):
        return None
    return joined.replace(".", "").replace(",", ".").removesuffix(".")


def _plain(number: Decimal) -> str:
    """A number without an exponent and without zeros behind."""
    text = format(number, "f")
    text = text.rstrip("0").rstrip(".") if "." in text else text
    return "0" if text in {"-0", ""} else text


def _pointed(texts: list[str], column: ColumnMapping, table: str) -> list[int]:
    """Which texts are numbers with a point that no decimal comma explains."""
    declared = column_of(table, column.target)
    if column.decimal != COMMA or declared is None or declared.kind not in _NUMBERS:
        return []
    return [
        index
        for index, text in enumerate(texts)
        if _NUMBER.fullmatch(text) and _with_point(text) is None
    ]


def word_key(text: str) -> str:
    """A word as it is compared: capitals and blanks make no difference."""
    return "".join(text.split()).casefold()


def _words(words: Mapping[str, str], *, split: bool) -> _Change:
    known = {word_key(word): meant for word, meant in words.items()}

    def change(text: str) -> str | None:
        whole = known.get(word_key(text))
        if whole is not None or not split:
            return whole
        parts = [part.strip() for part in _WORD_SEPARATORS.split(text)]
        return ";".join(known.get(word_key(part), part) for part in parts)

    return change
