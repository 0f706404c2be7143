"""A table of text as columns of values, with what is wrong in its header, cells and keys."""

import re
from collections.abc import Iterator
from dataclasses import replace

import numpy as np
import pandas as pd

from domain.column import RESERVED, Column, Kind, columns_of, is_required
from domain.message import Message, Problem
from domain.tables import Table
from domain.units import SECONDS_PER_DAY
from planning.reading.columns import ReadColumn, default_values, read_column
from planning.reading.header import match_header
from planning.reading.problems import Finding
from planning.reading.raw_table import RawTable
from planning.reading.read_table import ReadTable

_SHORTENED_NUMBER = re.compile(r"[0-9](?:\.[0-9]+)?E\+[0-9]+")
"""What a spreadsheet makes of a long id, such as 4.01235E+12."""


def convert_table(raw: RawTable, table: Table) -> tuple[ReadTable, list[Problem | Finding]]:
    """Convert every cell of a table and check what can be checked in it alone."""
    header = match_header(raw, table)
    found: list[Problem | Finding] = list(header.problems)
    columns: dict[str, ReadColumn] = {}
    for field, declared in columns_of(table.noun):
        if declared.name in header.known:
            position = header.known[declared.name]
            columns[declared.name], refused = read_column(raw, position, field, declared)
            found += refused
    read = ReadTable(
        declared=table, raw=raw, columns=_next_days(columns, table), extra=header.extra
    )
    if columns:
        found += [*_empty(read), *_number_ids(read), *_twice(read), *_reserved(read)]
    return read, found


def _next_days(columns: dict[str, ReadColumn], table: Table) -> dict[str, ReadColumn]:
    """Put clock times that lie before what they end on the next day."""
    names = {field.name: declared.name for field, declared in columns_of(table.noun)}
    moved = dict(columns)
    for name, column in columns.items():
        start = columns.get(names.get(column.declared.not_before, ""))
        if start is None:
            continue
        before = column.given & column.good & start.given & (column.values < start.values)
        values = np.where(before, column.values + SECONDS_PER_DAY, column.values)
        moved[name] = replace(column, values=values)
    return moved


def _empty(table: ReadTable) -> Iterator[Problem]:
    if table.declared.required and not len(table) and not table.raw.lost_rows:
        yield Problem(
            message=Message("table.no_rows", {"table": table.declared.name}),
            file=table.raw.file,
            sheet=table.raw.sheet,
            row=table.raw.header_row,
        )


def _number_ids(table: ReadTable) -> Iterator[Finding]:
    """Ids that were numbers in a spreadsheet: zeros in front and digits behind may be gone."""
    for name, column in table.columns.items():
        if not _is_id(column.declared):
            continue
        position = table.raw.header.index(name)
        cells = table.raw.number_cells.get(position, np.zeros(0, dtype=np.int64))
        numeric = np.zeros(len(table), dtype=np.bool_)
        numeric[cells] = True
        if numeric.any():
            yield table.one_warning(numeric, "id.number_cell", name)
        distinct = pd.unique(column.values)
        shortened = [text for text in distinct if _SHORTENED_NUMBER.fullmatch(text)]
        if shortened:
            yield table.one_warning(np.isin(column.values, shortened), "id.shortened", name)


def _is_id(declared: Column) -> bool:
    named = declared.name.endswith("_id") or declared.name in {"sku", "phone"}
    return declared.kind is Kind.ID or (declared.kind is Kind.TEXT and named)


def _twice(table: ReadTable) -> Iterator[Finding]:
    """Records whose key an earlier record has."""
    key = table.declared.key
    absent = [n for n in key if n not in table.columns and is_required(table.declaration(n)[0])]
    if not key or absent or not len(table):
        return
    codes = table.key_codes(key)
    again = pd.Series(codes).duplicated().to_numpy() & (codes >= 0)
    if not again.any():
        return
    distinct, first = np.unique(codes, return_index=True)
    first_record = dict(zip(distinct.tolist(), first.tolist(), strict=True))

    def detail(record: int) -> dict[str, str | int]:
        earlier = first_record[int(codes[record])]
        texts = [table.raw.text(name, record) for name in key]
        return {
            "key": " / ".join(text for text in texts if text)[:100],
            "first_row": int(table.raw.rows[earlier]),
        }

    yield table.finding(again, "row.twice", key[0], detail=detail)


def _reserved(table: ReadTable) -> Iterator[Finding]:
    """Columns that no rule reads yet, where they say more than their default."""
    for name, column in table.columns.items():
        if column.declared.read_by == RESERVED:
            default = default_values(column.field, column.declared, len(table))
            used = column.given & column.good & np.asarray(column.values != default)
            if used.any():
                yield table.one_warning(used, "column.reserved", name)
