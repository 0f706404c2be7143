"""A Parquet file as a table of text: its typed values as a person would write them."""

import logging
from pathlib import Path
from typing import Any, TypeAlias, cast

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq

from domain.message import Problem, message
from planning.reading.raw_table import FIRST_ROW, TEXT, RawTable

log = logging.getLogger(__name__)

LARGEST_EXACT = 2**53
"""Whole numbers up to here are exact in floating point."""

LARGEST_TABLE_BYTES = 8 * 1024**3


_BATCH_ROWS = 65_536

Chunks: TypeAlias = "pa.ChunkedArray[Any]"


class _NoText(ValueError):
    """A type whose values have no one way to be written in a cell."""


def read_parquet(
    path: Path, problems: list[Problem], *, most_rows: int | None = None
) -> RawTable | None:
    """Read a Parquet file; None where it cannot be read. Record `i` is called row `i + 2`.

    Parameters
    ----------
    most_rows
        Records to read, of the beginning; None for all.
    """
    table = _load(path, problems, most_rows)
    if table is None:
        return None
    if not table.column_names:
        problems.append(Problem(message=message("file.empty"), file=path.name))
        return None
    cells, numbers, broken = [], {}, False
    for position, name in enumerate(table.column_names):
        column = table.column(position)
        try:
            cells.append(_as_text(column))
        except (_NoText, pa.ArrowInvalid):
            broken = True
            reason = message("column.type_unknown", column=name, type=str(column.type))
            problems.append(Problem(message=reason, file=path.name, row=1, column=name))
        if pa.types.is_integer(column.type) or pa.types.is_floating(column.type):
            given = np.asarray(pc.is_valid(column))
            numbers[position] = np.flatnonzero(given).astype(np.int64)
    if broken:
        return None
    return RawTable(
        name=path.stem.lower(),
        file=path.name,
        header=tuple(name.strip() for name in table.column_names),
        cells=tuple(cells),
        rows=np.arange(FIRST_ROW, FIRST_ROW + table.num_rows, dtype=np.int64),
        number_cells=numbers,
    )


def _load(path: Path, problems: list[Problem], most_rows: int | None) -> pa.Table | None:
    try:
        with pq.ParquetFile(path) as file:
            if most_rows is not None:
                return _beginning(file, most_rows)
            groups = range(file.metadata.num_row_groups)
            size = sum(file.metadata.row_group(group).total_byte_size for group in groups)
            if size <= LARGEST_TABLE_BYTES:
                return file.read()
    except (pa.ArrowException, OSError, ValueError) as error:
        log.info("%s: %s", path.name, error)
        problems.append(Problem(message=message("file.not_parquet"), file=path.name))
        return None
    limit_mb = LARGEST_TABLE_BYTES // 10**6
    reason = message("file.too_large", megabytes=size // 10**6, limit_mb=limit_mb)
    problems.append(Problem(message=reason, file=path.name))
    return None


def _beginning(file: pq.ParquetFile, most_rows: int) -> pa.Table:
    """The first rows, of as little of the file as holds them."""
    batches, missing = [], most_rows
    for batch in file.iter_batches(batch_size=max(1, min(most_rows, _BATCH_ROWS))):
        batches.append(batch.slice(0, missing))
        missing -= len(batches[-1])
        if missing <= 0:
            break
    return pa.Table.from_batches(batches, file.schema_arrow)


def shown_cells(column: Chunks) -> list[str]:
    """The values of a column as text to show, of whatever type they are."""
    try:
        return [str(cell) for cell in _as_text(column).to_pylist()]
    except (_NoText, pa.ArrowInvalid):
        return ["" if value is None else str(value) for value in column.to_pylist()]


def _as_text(column: Chunks) -> pa.LargeStringArray:
    """One array of text; nothing where a value is missing."""
    if pa.types.is_dictionary(column.type):
        column = pc.cast(column, column.type.value_type)
    text = _text_of(column).fill_null(pa.scalar("", TEXT))
    return cast("pa.LargeStringArray", text.combine_chunks())


def _text_of(column: Chunks) -> Chunks:
    kind = column.type
    types = pa.types
    exact = (types.is_null, types.is_boolean, types.is_integer, types.is_decimal)
    if any(is_kind(kind) for is_kind in exact):
        return pc.cast(column, TEXT)
    if types.is_string(kind) or types.is_large_string(kind):
        return _sound_text(pc.cast(column, TEXT))
    if types.is_floating(kind):
        return _numbers(column)
    if types.is_date(kind) or (types.is_timestamp(kind) and kind.tz is None):
        return _dates(column)
    if types.is_time(kind):
        return pc.cast(pc.cast(column, pa.time32("s"), safe=False), TEXT)
    if types.is_list(kind) or types.is_large_list(kind):
        joined = pc.binary_join(pc.cast(column, pa.list_(pa.string())), ";")
        return cast("Chunks", joined.cast(TEXT))
    raise _NoText(str(kind))


def _sound_text(column: Chunks) -> Chunks:
    """Text as it is; bytes that are no UTF-8, which a file may hold, as lost characters."""
    raw = pc.cast(column, pa.large_binary())
    try:
        return pc.cast(raw, TEXT)
    except pa.ArrowInvalid:
        cells = [
            None if cell is None else cell.decode("utf-8", "replace") for cell in raw.to_pylist()
        ]
        return pa.chunked_array([pa.array(cells, type=TEXT)])


def _numbers(column: Chunks) -> Chunks:
    """Whole values without a decimal point: tables with empty cells often hold ids that way."""
    text = pc.cast(column, TEXT)
    wide = pc.cast(column, pa.float64())
    exact = pc.less_equal(pc.abs(wide), pa.scalar(LARGEST_EXACT, pa.float64()))
    whole = pc.and_(pc.equal(wide, pc.floor(wide)), exact).fill_null(False)
    integers = pc.cast(pc.if_else(whole, wide, pa.scalar(0.0)), pa.int64())
    return cast("Chunks", pc.if_else(whole, pc.cast(integers, TEXT), text))


def _dates(column: Chunks) -> Chunks:
    """ISO text; a moment with its time of day, cut to the second where nothing is lost."""
    if pa.types.is_date(column.type):
        return pc.cast(pc.cast(column, pa.date32()), TEXT)
    try:
        seconds = pc.cast(column, pa.timestamp("s"))
    except pa.ArrowInvalid:
        return pc.cast(pc.cast(column, pa.timestamp("us"), safe=False), TEXT)
    return pc.cast(seconds, TEXT)
