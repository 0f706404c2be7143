"""Tables as bytes are those that were written, or are refused."""

import io
from dataclasses import replace
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from hypothesis import given
from hypothesis import strategies as st

from planning.project.contents import (
    DamagedContent,
    content_hash,
    packed,
    read_table_bytes,
    table_bytes,
    unpacked,
)
from planning.reading.raw_table import LostRow
from tests.planning.project.made_projects import a_table

_TEXT = st.text(st.characters(codec="utf-8"), max_size=5)


@given(
    records=st.lists(st.tuples(_TEXT, _TEXT, _TEXT), max_size=5),
    lost=st.lists(st.tuples(_TEXT, _TEXT), max_size=3),
    gap=st.integers(1, 5),
)
def test_table_is_itself_after_it_was_read(
    records: list[tuple[str, ...]], lost: list[tuple[str, str]], gap: int
) -> None:
    rows = [2 + at * gap for at in range(len(records))]
    broken = [LostRow(row=1000 + at, cells=cells) for at, cells in enumerate(lost)]
    numbers = {1: list(range(0, len(records), 2))} if records else {}
    table = a_table("orders", records, rows=rows, lost=broken, numbers=numbers)
    content = table_bytes(table)
    assert content == table_bytes(table)
    found = read_table_bytes(content, content_hash(content), 3)
    assert [column.to_pylist() for column in found.cells] == [
        column.to_pylist() for column in table.cells
    ]
    assert found.rows.tolist() == rows
    assert found.lost == table.lost
    assert {at: part.tolist() for at, part in found.number_cells.items()} == numbers


def test_wrong_hash_and_wrong_width_are_refused() -> None:
    content = table_bytes(a_table("orders", [("a", "b", "c")]))
    for damaged, name, width in (
        (content + b"\0", content_hash(content), 3),
        (content, content_hash(content), 2),
        (b"", content_hash(b""), 3),
        (b"PAR1" * 9, content_hash(b"PAR1" * 9), 3),
    ):
        with pytest.raises(DamagedContent):
            read_table_bytes(damaged, name, width)


def _parquet(columns: "dict[str, pa.Array[Any]]", facts: bytes) -> bytes:
    sink = io.BytesIO()
    table = pa.table(columns).replace_schema_metadata({b"wayloom": facts})
    pq.write_table(table, sink)
    return sink.getvalue()


_CELLS = pa.array(["a", "b"], pa.large_string())


@pytest.mark.parametrize(
    ("rows", "cells", "facts"),
    [
        (pa.array([2, 2]), _CELLS, b"{}"),
        (pa.array([3, 2]), _CELLS, b"{}"),
        (pa.array([0, 2]), _CELLS, b"{}"),
        (pa.array([2, None]), _CELLS, b"{}"),
        (pa.array(["2", "3"]), _CELLS, b"{}"),
        (pa.array([2, 3]), pa.array([1, 2]), b"{}"),
        (pa.array([2, 3]), pa.array(["a", None], pa.large_string()), b"{}"),
        (pa.array([2, 3]), _CELLS, b""),
        (pa.array([2, 3]), _CELLS, b'{"lost":[{"row":2,"cells":[]}],"lost_rows":1}'),
        (pa.array([2, 3]), _CELLS, b'{"lost":[{"row":9,"cells":[]}],"lost_rows":0}'),
        (pa.array([2, 3]), _CELLS, b'{"lost":[{"row":-9,"cells":[]}],"lost_rows":1}'),
        (pa.array([2, 3]), _CELLS, b'{"number_cells":{"0":[2]}}'),
        (pa.array([2, 3]), _CELLS, b'{"number_cells":{"1":[0]}}'),
        (pa.array([2, 3]), _CELLS, b'{"number_cells":{"0":[-1]}}'),
    ],
)
def test_parquet_that_is_no_table_of_a_project(
    rows: "pa.Array[Any]", cells: "pa.Array[Any]", facts: bytes
) -> None:
    content = _parquet({"row": rows, "c0": cells}, facts)
    with pytest.raises(DamagedContent):
        read_table_bytes(content, content_hash(content), 1)


def test_missing_values_are_empty_cells() -> None:
    table = a_table("orders", [("a", "b", "c")])
    gap = pa.array([None], pa.large_string())
    content = table_bytes(replace(table, cells=(table.cells[0], gap, table.cells[2])))
    found = read_table_bytes(content, content_hash(content), 3)
    assert found.cells[1].to_pylist() == [""]


def test_lost_rows_that_are_rows_too_are_rows() -> None:
    lost = [LostRow(row=2, cells=("?",)), LostRow(row=9, cells=("a",)), LostRow(row=9, cells=())]
    content = table_bytes(a_table("orders", [("a", "b", "c")], lost=lost))
    found = read_table_bytes(content, content_hash(content), 3)
    assert found.rows.tolist() == [2]
    assert [record.row for record in found.lost] == [9]


@given(content=st.binary(max_size=300))
def test_packed_bytes(content: bytes) -> None:
    small = packed(content)
    assert unpacked(small, content_hash(small), len(content)) == content


@pytest.mark.parametrize("size", [-1, 0, 299, 301, 2**62])
def test_packed_bytes_of_another_size_are_refused(size: int) -> None:
    small = packed(np.random.default_rng(1).bytes(300))
    with pytest.raises(DamagedContent):
        unpacked(small, content_hash(small), size)
    with pytest.raises(DamagedContent):
        unpacked(small + b"\0", content_hash(small), 300)
