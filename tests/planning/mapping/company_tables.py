"""A company's tables for tests: names, units and forms of its own."""

from collections.abc import Sequence

import numpy as np

from planning.mapping.source_mapping import (
    ColumnMapping,
    SourceKind,
    SourceMapping,
    TableMapping,
)
from planning.reading.raw_table import FIRST_ROW, RawTable, text_array


def company_table(name: str, header: Sequence[str], *records: Sequence[str]) -> RawTable:
    """A CSV file of a company."""
    return RawTable(
        name=name,
        file=f"{name}.csv",
        header=tuple(header),
        cells=tuple(text_array([record[at] for record in records]) for at in range(len(header))),
        rows=np.arange(len(records), dtype=np.int64) + FIRST_ROW,
    )


def folder_mapping(target: str, source: str, *columns: ColumnMapping) -> SourceMapping:
    """A mapping of one file of a folder."""
    table = TableMapping(target=target, source=source, columns=columns)
    return SourceMapping(kind=SourceKind.FOLDER, location="data", tables=(table,))


def texts(table: RawTable, column: str) -> list[str]:
    """The cells of a column as the reader gets them."""
    return [text or "" for text in table.cells[table.header.index(column)].to_pylist()]
