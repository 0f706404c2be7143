"""A column of text as values: in bulk where the text is plain, cell by cell where it is not.

Every distinct text is converted once. Plain numbers and texts, of which a column may have a
million distinct ones, are recognised by an expression over the whole column; only what it does
not know goes through `read_cell`, which says why a cell is refused.
"""

import dataclasses
import typing
from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Any, cast

import numpy as np
import numpy.typing as npt
import pyarrow as pa
import pyarrow.compute as pc

from domain.column import MAX_ID_LENGTH, MAX_TEXT_LENGTH, Column, Kind, is_required, refusal
from domain.message import Message, message
from planning.reading.cell_refused import CellRefused
from planning.reading.cells import read_cell
from planning.reading.problems import Finding, where
from planning.reading.raw_table import TEXT, Indices, Mask, RawTable

NUMBERS = frozenset({Kind.NUMBER, Kind.WHOLE, Kind.CLOCK})

_DTYPES: Mapping[Kind, str] = {
    Kind.NUMBER: "float64",
    Kind.WHOLE: "float64",
    Kind.CLOCK: "float64",
    Kind.FLAG: "bool",
    Kind.DATE: "datetime64[D]",
    Kind.TIMESTAMP: "datetime64[us]",
}
"""How values of a kind are kept; all others as objects. NaN and NaT stand for None."""

_PLAIN = {
    Kind.NUMBER: r"^-?[0-9]{1,12}(\.[0-9]{0,17})?$",
    Kind.WHOLE: r"^-?[0-9]{1,12}$",
    Kind.MONEY: r"^-?[0-9]{1,12}(\.[0-9]{1,9})?$",
}
_NOT_PLAIN_TEXT = r"[\p{Cc}\p{Cf}\x{FFFD}]|^#"


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class ReadColumn:
    """The values of one column, in the unit of the field, one per record.

    Parameters
    ----------
    field, declared
        The field of the noun, and what the column holds.
    values
        The values; the field's default where the cell is empty or refused.
    given
        Where the cell is not empty.
    good
        Where the cell could be read; an empty one counts if it has a default.
    """

    field: dataclasses.Field[Any]
    declared: Column
    values: npt.NDArray[Any]
    given: Mask
    good: Mask

    def as_list(self) -> list[Any]:
        """The values as the noun takes them."""
        if self.declared.kind not in NUMBERS:
            return list(self.values.tolist())
        if not holds_integer(self.field):
            return _without_nan(self.values, self.values)
        return _without_nan(self.values, np.nan_to_num(self.values).astype(np.int64))


def _without_nan(values: npt.NDArray[Any], typed: npt.NDArray[Any]) -> list[Any]:
    missing = np.isnan(values)
    if not missing.any():
        return list(typed.tolist())
    boxed = typed.astype(object)
    boxed[missing] = None
    return list(boxed.tolist())


def holds_integer(field: dataclasses.Field[Any]) -> bool:
    """Whether a field is an ``int``, or one that may be missing."""
    return int in (field.type, *typing.get_args(field.type))


def default_values(field: dataclasses.Field[Any], declared: Column, count: int) -> npt.NDArray[Any]:
    """The default of a field, once per record, in the form its values are kept in."""
    dtype = _DTYPES.get(declared.kind, "object")
    return np.broadcast_to(_filler(field, dtype), count)


def _filler(field: dataclasses.Field[Any], dtype: str) -> npt.NDArray[Any]:
    default = None if is_required(field) else field.default
    filler: npt.NDArray[Any] = np.empty(1, dtype=dtype)
    if default is None and dtype != "object":
        default = {"float64": np.nan, "bool": False}.get(dtype, np.datetime64("NaT"))
    filler[0] = "" if default is None and is_required(field) else default
    return filler


def read_column(
    raw: RawTable, position: int, field: dataclasses.Field[Any], declared: Column
) -> tuple[ReadColumn, list[Finding]]:
    """Convert one column of a table; what is refused comes as findings, one per reason."""
    distinct = pc.utf8_trim_whitespace(raw.cells[position]).dictionary_encode()
    codes = np.asarray(distinct.indices, dtype=np.int64)
    texts = cast("pa.LargeStringArray", distinct.dictionary)
    empty = np.asarray(pc.equal(texts, pa.scalar("", TEXT)))
    values, reasons = _convert(texts, empty, field, declared)
    optional = not is_required(field) or declared.kind is Kind.TEXT
    if not optional:
        reasons.update(dict.fromkeys(where(empty).tolist(), message("value.missing")))
    bad = np.zeros(len(texts), dtype=np.bool_)
    bad[list(reasons)] = True
    values[bad | empty] = _filler(field, str(values.dtype))[0]
    column = ReadColumn(
        field=field,
        declared=declared,
        values=values[codes],
        given=~empty[codes],
        good=~bad[codes],
    )
    return column, _findings(raw, declared.name, codes, reasons, bad)


def _findings(
    raw: RawTable, name: str, codes: Indices, reasons: Mapping[int, Message], bad: Mask
) -> list[Finding]:
    """One finding for each reason given, over all records that have it."""
    if not reasons:
        return []
    records = where(bad[codes])
    kinds = sorted({reason.code for reason in reasons.values()})
    of_code = np.zeros(len(bad), dtype=np.int64)
    for code, reason in reasons.items():
        of_code[code] = kinds.index(reason.code)
    kind_of_record = of_code[codes[records]]
    return [
        Finding(
            table=raw,
            records=records[kind_of_record == index],
            code=kind,
            column=name,
            detail=lambda record: reasons[int(codes[record])].parameters,
        )
        for index, kind in enumerate(kinds)
    ]


def _convert(
    texts: pa.LargeStringArray, empty: Mask, field: dataclasses.Field[Any], declared: Column
) -> tuple[npt.NDArray[Any], dict[int, Message]]:
    """Values of distinct texts, and the reasons of those refused, by index."""
    values = np.empty(len(texts), dtype=_DTYPES.get(declared.kind, "object"))
    if declared.kind in NUMBERS:
        values[:] = np.nan
    plain = _fill_plain(texts, declared, values)
    reasons: dict[int, Message] = {}
    for index in where(~plain & ~empty).tolist():
        try:
            values[index] = read_cell(texts[index].as_py(), declared)
        except CellRefused as refused:
            reasons[index] = refused.reason
    if declared.kind in NUMBERS:
        values *= declared.scale
        if holds_integer(field):
            np.rint(values, out=values)
    reasons.update(_out_of_bounds(values, declared))
    return values, reasons


def _fill_plain(texts: pa.LargeStringArray, declared: Column, values: npt.NDArray[Any]) -> Mask:
    """Fill in the values of plain texts in bulk, and tell which those are."""
    kind = declared.kind
    if kind in {Kind.ID, Kind.TEXT}:
        longest = MAX_ID_LENGTH if kind is Kind.ID else MAX_TEXT_LENGTH
        odd = np.asarray(pc.match_substring_regex(texts, _NOT_PLAIN_TEXT))
        plain = ~odd & (np.asarray(pc.utf8_length(texts)) <= longest)
        values[:] = texts.to_numpy(zero_copy_only=False)
        return np.asarray(plain, dtype=np.bool_)
    if kind not in _PLAIN:
        return np.zeros(len(texts), dtype=np.bool_)
    plain = np.asarray(pc.match_substring_regex(texts, _PLAIN[kind]), dtype=np.bool_)
    chosen = texts.filter(pa.array(plain))
    if kind is Kind.MONEY:
        values[plain] = [Decimal(text) for text in chosen.to_pylist() if text]
    else:
        values[plain] = np.asarray(pc.cast(chosen, pa.float64()))
    return plain


def _out_of_bounds(values: npt.NDArray[Any], declared: Column) -> dict[int, Message]:
    """Reasons of the numbers beyond the bounds of their column.

    Coordinates are left alone: theirs hold after the conversion to WGS84.
    """
    if declared.kind not in NUMBERS | {Kind.MONEY} or is_coordinate(declared.name):
        return {}
    if declared.kind is Kind.MONEY:
        filled = np.array([value is not None for value in values], dtype=np.bool_)
        cells = np.full(len(values), np.nan)
        cells[filled] = values[filled].astype(np.float64)
    else:
        cells = values / declared.scale
    outside = np.zeros(len(cells), dtype=np.bool_)
    if declared.above_zero:
        outside |= cells <= 0
    if declared.minimum is not None:
        outside |= cells < declared.minimum
    if declared.maximum is not None:
        outside |= cells > declared.maximum
    found = {index: refusal(values[index], declared) for index in where(outside).tolist()}
    return {index: reason for index, reason in found.items() if reason is not None}


def is_coordinate(column: str) -> bool:
    """Whether a column holds a latitude or a longitude."""
    return column.endswith(("lat", "lon"))
