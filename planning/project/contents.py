"""Tables as bytes: Parquet of text columns, named by the hash of the bytes."""

import hashlib
import io
from dataclasses import dataclass, field
from typing import cast

import msgspec
import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq

from planning.reading.raw_table import FIRST_ROW, TEXT, Indices, LostRow, RawTable

LARGEST_TABLE_BYTES = 8 * 1024**3
"""What a table may take in memory; a file may claim anything."""

_FACTS = b"wayloom"
_ROW = "row"


class DamagedContent(ValueError):
    """Bytes that are not those that were written, or no table."""


@dataclass(frozen=True, slots=True, kw_only=True)
class TableFacts:
    """What a table holds beside its cells.

    Attributes
    ----------
    lost, lost_rows, number_cells
        As in `RawTable`.
    """

    lost: tuple[LostRow, ...] = ()
    lost_rows: int = 0
    number_cells: dict[int, tuple[int, ...]] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class TableContent:
    """The cells of a table as it was imported; `rows` ascend."""

    cells: tuple[pa.LargeStringArray, ...] = ()
    rows: Indices = field(default_factory=lambda: np.zeros(0, dtype=np.int64))
    lost: tuple[LostRow, ...] = ()
    lost_rows: int = 0
    number_cells: dict[int, Indices] = field(default_factory=dict)

    def __len__(self) -> int:
        return len(self.rows)


def content_hash(content: bytes) -> str:
    """Name of a content: SHA-256 of its bytes."""
    return hashlib.sha256(content).hexdigest()


def table_bytes(table: RawTable) -> bytes:
    """A table as Parquet; its rows are numbered anew where their numbers do not ascend."""
    rows, lost = table.rows, table.lost
    if not _ascend(rows):
        rows = np.arange(FIRST_ROW, FIRST_ROW + len(rows), dtype=np.int64)
    taken = set(rows.tolist())
    clear = [record for record in lost if record.row not in taken]
    lost = tuple({record.row: record for record in clear}.values())
    facts = TableFacts(
        lost=tuple(
            LostRow(row=record.row, cells=tuple(map(whole_text, record.cells))) for record in lost
        ),
        lost_rows=max(table.lost_rows, len(lost)),
        number_cells={
            at: tuple(found.tolist()) for at, found in table.number_cells.items() if len(found)
        },
    )
    cells = [_filled(column) for column in table.cells]
    types: list[tuple[str, pa.DataType]] = [(_ROW, pa.int64())]
    types += [(f"c{at}", TEXT) for at in range(len(cells))]
    schema = pa.schema(types, metadata={_FACTS: msgspec.json.encode(facts)})
    arrow = pa.table([pa.array(rows, type=pa.int64()), *cells], schema=schema)
    sink = io.BytesIO()
    pq.write_table(arrow, sink, compression="zstd")
    return sink.getvalue()


def read_table_bytes(content: bytes, name: str, width: int) -> TableContent:
    """The table in bytes whose hash is `name`, with as many columns of text as `width`.

    Raises
    ------
    DamagedContent
        If they are not the bytes that were written, or no such table.
    """
    if content_hash(content) != name:
        raise DamagedContent(name)
    try:
        with pq.ParquetFile(io.BytesIO(content)) as file:
            groups = range(file.metadata.num_row_groups)
            size = sum(file.metadata.row_group(group).total_byte_size for group in groups)
            if size > LARGEST_TABLE_BYTES or file.metadata.num_columns != width + 1:
                raise DamagedContent(name)
            arrow = file.read()
        found = (arrow.schema.metadata or {}).get(_FACTS, b"")
        facts = msgspec.json.decode(found, type=TableFacts)
    except MemoryError:
        raise
    except (pa.ArrowException, OSError, ValueError, KeyError) as error:
        raise DamagedContent(name) from error
    _check_columns(arrow, width, name)
    rows = arrow.column(0).to_numpy().astype(np.int64)
    if not _ascend(rows) or not _facts_fit(facts, rows, width):
        raise DamagedContent(name)
    return TableContent(
        cells=tuple(_one_array(arrow, at) for at in range(1, width + 1)),
        rows=rows,
        lost=facts.lost,
        lost_rows=facts.lost_rows,
        number_cells={
            at: np.array(found, dtype=np.int64) for at, found in facts.number_cells.items()
        },
    )


def packed(content: bytes) -> bytes:
    """Bytes made smaller."""
    return bytes(pa.Codec("zstd").compress(content, asbytes=True))


def unpacked(content: bytes, name: str, size: int) -> bytes:
    """Bytes as they were before `packed`, which were as many as `size`."""
    if content_hash(content) != name or not 0 <= size <= LARGEST_TABLE_BYTES:
        raise DamagedContent(name)
    try:
        return bytes(pa.Codec("zstd").decompress(content, size, asbytes=True))
    except MemoryError:
        raise
    except (pa.ArrowException, OSError, ValueError) as error:
        raise DamagedContent(name) from error


def _facts_fit(facts: TableFacts, rows: Indices, width: int) -> bool:
    """Whether lost rows and cells of numbers are where they can be."""
    lost = {record.row for record in facts.lost}
    if len(lost) < len(facts.lost) or any(row < 1 for row in lost) or len(lost) > facts.lost_rows:
        return False
    if lost & set(rows.tolist()):
        return False
    return all(
        0 <= at < width and all(0 <= record < len(rows) for record in found)
        for at, found in facts.number_cells.items()
    )


def _check_columns(arrow: pa.Table, width: int, name: str) -> None:
    expected = [pa.int64(), *(TEXT for _ in range(width))]
    if arrow.schema.types != expected or any(column.null_count for column in arrow.columns):
        raise DamagedContent(name)


def _one_array(arrow: pa.Table, at: int) -> pa.LargeStringArray:
    return cast("pa.LargeStringArray", arrow.column(at).combine_chunks())


def _filled(column: pa.LargeStringArray) -> pa.LargeStringArray:
    return cast("pa.LargeStringArray", column.fill_null("")) if column.null_count else column


def whole_text(text: str) -> str:
    """Text with question marks for halves of characters, which no file can hold."""
    return text.encode("utf-8", "replace").decode()


def _ascend(rows: Indices) -> bool:
    return len(rows) == 0 or (int(rows[0]) > 0 and bool(np.all(np.diff(rows) > 0)))
