"""The first rows of a table as a mapping makes them, and what does not fit yet."""

from collections.abc import Mapping, Sequence
from dataclasses import replace

import numpy as np

from domain.message import Message, Problem, Severity
from domain.tables import TABLE_BY_NAME
from planning.importing.shown import ConvertedColumn, Preview, SampleTable
from planning.mapping.apply import apply_mapping
from planning.mapping.propose import propose
from planning.mapping.source_mapping import (
    ColumnMapping,
    SourceKind,
    SourceMapping,
    TableMapping,
)
from planning.reading.convert_table import convert_table
from planning.reading.problems import Finding
from planning.reading.raw_table import RawTable, text_array


def preview(sample: SampleTable, mapped: TableMapping) -> Preview:
    """Convert the rows of a sample by a mapping, and find what does not fit."""
    raw = _raw(sample)
    mapping = SourceMapping(
        kind=SourceKind.SQLITE, location="", tables=(replace(mapped, source=raw.name, query=""),)
    )
    made = apply_mapping(mapping, [raw], [])
    if not made or not made[0].header:
        return Preview(numbers=sample.numbers)
    table = made[0]
    declared = TABLE_BY_NAME[mapped.target]
    _, found = convert_table(table, declared)
    wrong = _wrong(found, table)
    sources = {column.target: column.source for column in mapped.columns}
    columns = []
    for position, name in enumerate(table.header):
        after = _texts(table, position)
        source = sources.get(name, "")
        before = _texts(raw, raw.header.index(source)) if source in raw.header else after
        columns.append(
            ConvertedColumn(name=name, before=before, after=after, wrong=wrong.get(name, {}))
        )
    return Preview(columns=tuple(columns), numbers=sample.numbers)


def propose_columns(sample: SampleTable, target: str) -> tuple[ColumnMapping, ...]:
    """The columns of a sample that seem to be those of a table that a person says it is."""
    named = replace(_raw(sample), name=target, file=f"{target}.csv", sheet="")
    proposed = propose(SourceKind.FOLDER, "", [named]).mapping
    return next((table.columns for table in proposed.tables if table.target == target), ())


def _raw(sample: SampleTable) -> RawTable:
    columns = list(zip(*sample.rows, strict=True)) or [()] * len(sample.header)
    return RawTable(
        name=sample.name,
        file=sample.file,
        sheet=sample.sheet,
        header=sample.header,
        cells=tuple(text_array(list(cells)) for cells in columns),
        rows=np.array(sample.numbers, dtype=np.int64),
    )


def _texts(table: RawTable, position: int) -> tuple[str, ...]:
    return tuple(str(cell or "") for cell in table.cells[position].to_pylist())


def _wrong(
    found: Sequence[Finding | Problem], table: RawTable
) -> Mapping[str, Mapping[int, Message]]:
    """What is wrong with cells: column -> row of the sample -> message."""
    record = {int(row): at for at, row in enumerate(table.rows)}
    own = {source: target for target, source in table.source_names.items()}
    wrong: dict[str, dict[int, Message]] = {}
    for item in found:
        for problem in item.problems() if isinstance(item, Finding) else (item,):
            at = record.get(problem.row)
            if at is not None and problem.severity is Severity.ERROR:
                column = own.get(problem.column, problem.column)
                wrong.setdefault(column, {}).setdefault(at, problem.message)
    return wrong
