"""A mapping as the text of its file, with comments that tell a planner how to edit it."""

from collections.abc import Mapping, Sequence

import tomlkit
from tomlkit.items import InlineTable, Table

from domain.message import Message
from planning.mapping.source_mapping import (
    DEFAULT_TIME_LIMIT_S,
    ColumnMapping,
    SourceMapping,
    TableMapping,
)
from planning.mapping.units import column_names, is_optional, own_unit
from planning.wording import Wording

FORMAT = "wayloom.mapping"
VERSION = 1

Remarks = Mapping[tuple[str, str], Sequence[Message]]
"""Remarks for a column, by table and column; by table alone where the column is empty."""

_HEAD = (
    "mapping.file.what",
    "mapping.file.columns",
    "mapping.file.units",
    "mapping.file.forms",
    "mapping.file.words",
    "mapping.file.password",
)


def mapping_text(
    mapping: SourceMapping, *, wording: Wording | None = None, remarks: Remarks | None = None
) -> str:
    """The text of a mapping's file; `read_mapping` makes the same mapping of it.

    Parameters
    ----------
    mapping
        The mapping.
    wording
        Language of the comments; English where none is named.
    remarks
        What a planner must decide, written beside the column it is about.
    """
    return _Writer(wording or Wording("en"), remarks or {}).text(mapping)


class _Writer:
    """Writes one mapping."""

    def __init__(self, wording: Wording, remarks: Remarks) -> None:
        self._wording = wording
        self._remarks = remarks

    def text(self, mapping: SourceMapping) -> str:
        """The whole file."""
        document = tomlkit.document()
        for code in _HEAD:
            for line in self._wording.text(code).splitlines():
                document.add(tomlkit.comment(line))
        document.add(tomlkit.nl())
        document.add("format", tomlkit.item(FORMAT))
        document.add("version", tomlkit.item(VERSION))
        document.add(tomlkit.nl())
        document.add("source", self._source(mapping))
        if mapping.settings:
            document.add("settings", self._settings(mapping.settings))
        tables = tomlkit.table(is_super_table=True)
        for table in mapping.tables:
            tables.add(table.target, self._table(table))
        if mapping.tables:
            document.add("tables", tables)
        return document.as_string()

    def _source(self, mapping: SourceMapping) -> Table:
        source = tomlkit.table()
        source.add("kind", mapping.kind.value)
        source.add("location", mapping.location)
        if mapping.time_limit_s != DEFAULT_TIME_LIMIT_S:
            source.add("time_limit_s", mapping.time_limit_s)
        source.add(tomlkit.nl())
        return source

    def _settings(self, settings: Mapping[str, str]) -> Table:
        written = tomlkit.table()
        for key, value in settings.items():
            written.add(key, value)
        written.add(tomlkit.nl())
        return written

    def _table(self, table: TableMapping) -> Table:
        written = tomlkit.table()
        self._remark(written, table.target, "")
        if table.source or not table.query:
            written.add("from", table.source)
        if table.query:
            written.add("query", table.query)
        if table.text.encoding:
            written.add("encoding", table.text.encoding)
        if table.text.delimiter:
            written.add("delimiter", table.text.delimiter)
        written.add(tomlkit.nl())
        written.add("columns", self._columns(table))
        return written

    def _columns(self, table: TableMapping) -> Table:
        written = tomlkit.table()
        for column in table.columns:
            self._remark(written, table.target, column.target)
            written.add(column.target, _column(column))
        mapped = {column.target for column in table.columns}
        missing = [name for name in column_names(table.target) if name not in mapped]
        for name in missing:
            self._remark(written, table.target, name)
            if not is_optional(table.target, name):
                written.add(tomlkit.comment(self._wording.text("mapping.file.required")))
                written.add(tomlkit.comment(f'{name} = "..."'))
        free = [name for name in missing if is_optional(table.target, name)]
        if free:
            names = ", ".join(self._with_unit(table.target, name) for name in free)
            text = self._wording.text("mapping.file.free", {"columns": names})
            written.add(tomlkit.comment(text))
        written.add(tomlkit.nl())
        return written

    def _with_unit(self, table: str, column: str) -> str:
        unit = own_unit(table, column)
        return f"{column} [{unit}]" if unit else column

    def _remark(self, written: Table, table: str, column: str) -> None:
        for remark in self._remarks.get((table, column), ()):
            written.add(tomlkit.comment(_one_line(self._wording.say(remark))))


def _column(column: ColumnMapping) -> str | InlineTable:
    how: dict[str, object] = {}
    if column.unit:
        how["unit"] = column.unit
    if column.form:
        how["form"] = column.form
    if column.decimal != ".":
        how["decimal"] = column.decimal
    if column.words:
        words = tomlkit.inline_table()
        for word, meant in column.words.items():
            words[word] = meant
        how["words"] = words
    if column.source and not how and not column.constant:
        return column.source
    inline = tomlkit.inline_table()
    if column.source:
        inline["from"] = column.source
    else:
        inline["value"] = column.constant
    for key, value in how.items():
        inline[key] = value
    return inline


def _one_line(text: str) -> str:
    """A text that may stand in a comment: names of columns come from the company's files."""
    return "".join(sign if sign.isprintable() else " " for sign in text)
