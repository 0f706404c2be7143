"""A mapping as a file that a planner can read and edit; every mistake in it is located."""

import codecs
import tomllib
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from domain.errors import InputError
from domain.message import Problem, message
from domain.tables import TABLE_BY_NAME
from planning.mapping.addresses import holds_password, is_address, without_password
from planning.mapping.file_columns import read_column_mapping
from planning.mapping.file_lines import KeyLines, KeyPath
from planning.mapping.file_settings import read_file_settings
from planning.mapping.file_values import FileValues
from planning.mapping.mapping_text import FORMAT, VERSION, mapping_text
from planning.mapping.source_mapping import (
    DEFAULT_TIME_LIMIT_S,
    SourceKind,
    SourceMapping,
    TableMapping,
    TextFormat,
)
from planning.mapping.units import column_names

__all__ = ["mapping_text", "parse_mapping", "read_mapping"]


LARGEST_BYTES = 4 * 1024**2
LONGEST_TIME_LIMIT_S = 24 * 3600

_KEYS = ("format", "version", "source", "settings", "tables")
_SOURCE_KEYS = ("kind", "location", "time_limit_s")
_TABLE_KEYS = ("from", "query", "encoding", "delimiter", "columns")
_NO_DELIMITERS = '"\r\n'


def read_mapping(path: Path) -> SourceMapping:
    """Read a mapping file.

    Raises
    ------
    InputError
        With every problem in it, each with its line and key.
    """
    text = _text(path)
    return parse_mapping(text, path.name)


def parse_mapping(text: str, name: str) -> SourceMapping:
    """The mapping that a text holds; `name` is what problems call its file.

    Raises
    ------
    InputError
        With every problem in it.
    """
    text = text.replace("\r\n", "\n")
    lines = KeyLines(text)
    values = FileValues(name, lines)
    for line, key in lines.twice.items():
        reason = message("mapping.key_twice", first=lines.line(key))
        values.problems.append(_problem(name, reason_row=line, reason=reason, key=key))
    content = _parsed(text, lines, values, name)
    if content is None:
        raise InputError(values.problems)
    mapping = _mapping(content, values)
    if values.problems or mapping is None:
        raise InputError(sorted(values.problems, key=lambda problem: problem.row))
    return mapping


def _text(path: Path) -> str:
    try:
        if path.stat().st_size > LARGEST_BYTES:
            reason = message("mapping.too_large", limit_mb=LARGEST_BYTES // 1024**2)
            raise InputError([Problem(message=reason, file=path.name)])
        return path.read_bytes().decode("utf-8-sig")
    except UnicodeDecodeError:
        raise InputError([Problem(message=message("mapping.not_text"), file=path.name)]) from None
    except FileNotFoundError:
        reason = message("source.missing", name=path.name)
        raise InputError([Problem(message=reason, file=path.name)]) from None
    except OSError as error:
        reason = message("file.unreadable", name=path.name, reason=error.strerror or str(error))
        raise InputError([Problem(message=reason, file=path.name)]) from None


def _problem(name: str, *, reason_row: int, reason: Any, key: KeyPath) -> Problem:
    return Problem(message=reason, file=name, row=reason_row, column=".".join(key)[:80])


def _parsed(text: str, lines: KeyLines, values: FileValues, name: str) -> Mapping[str, Any] | None:
    """The content; keys that stand twice are left out once, so that all else is still checked."""
    kept = text.split("\n")
    for line in lines.twice:
        kept[line - 1] = ""
    try:
        return tomllib.loads("\n".join(kept))
    except tomllib.TOMLDecodeError as error:
        said, _, place = str(error).partition(" (at ")
        row = _line_number(place) or len(kept)
        values.problems.append(
            Problem(message=message("mapping.not_toml", reason=said), file=name, row=row)
        )
    except (RecursionError, ValueError):
        values.problems.append(Problem(message=message("mapping.not_toml", reason=""), file=name))
    return None


def _line_number(place: str) -> int:
    digits = place.removeprefix("line ").partition(",")[0]
    return int(digits) if digits.isdecimal() else 0


def _mapping(content: Mapping[str, Any], values: FileValues) -> SourceMapping | None:
    values.only((), content, _KEYS)
    _check_format(content, values)
    source = values.table(("source",), content.get("source", {}))
    values.only(("source",), source, _SOURCE_KEYS)
    kind = _kind(source, values)
    location = _location(source, kind, values)
    limit_s = source.get("time_limit_s", DEFAULT_TIME_LIMIT_S)
    limit_s = values.whole(("source", "time_limit_s"), limit_s, 1, LONGEST_TIME_LIMIT_S)
    tables = values.table(("tables",), content.get("tables", {}))
    mapped = [_table(name, table, kind, values) for name, table in tables.items()]
    settings = read_file_settings(content.get("settings", {}), values)
    if settings and "settings" in tables:
        values.refuse(("settings",), message("mapping.settings_twice"))
    if kind is None:
        return None
    return SourceMapping(
        kind=kind,
        location=location,
        tables=tuple(table for table in mapped if table is not None),
        time_limit_s=limit_s,
        settings=settings,
    )


def _check_format(content: Mapping[str, Any], values: FileValues) -> None:
    if content.get("format") != FORMAT:
        reason = message("mapping.wrong_format", expected=FORMAT)
        values.refuse(("format",), reason, content.get("format", ""))
    version = content.get("version", 0)
    if isinstance(version, bool) or version != VERSION:
        code = "mapping.newer_version" if _is_newer(version) else "mapping.wrong_version"
        values.refuse(("version",), message(code, version=VERSION), version)


def _is_newer(version: Any) -> bool:
    return isinstance(version, int) and version > VERSION


def _kind(source: Mapping[str, Any], values: FileValues) -> SourceKind | None:
    path = ("source", "kind")
    if "kind" not in source:
        values.refuse(path, message("mapping.key_missing", key="kind"))
        return None
    text = values.text(path, source["kind"])
    kinds = [kind.value for kind in SourceKind]
    if text and text not in kinds:
        values.unknown(path, "mapping.unknown_kind", text, kinds)
    return SourceKind(text) if text in kinds else None


def _location(source: Mapping[str, Any], kind: SourceKind | None, values: FileValues) -> str:
    path = ("source", "location")
    if "location" not in source:
        values.refuse(path, message("mapping.key_missing", key="location"))
        return ""
    location = values.text(path, source["location"])
    if holds_password(location):
        values.refuse(path, message("mapping.password"), without_password(location))
    elif kind is SourceKind.DATABASE and location and not is_address(location):
        values.refuse(path, message("mapping.not_an_address"), location)
    elif kind not in {None, SourceKind.DATABASE} and is_address(location):
        values.refuse(path, message("mapping.not_a_path"), location)
    return location


def _table(
    name: str, value: Any, kind: SourceKind | None, values: FileValues
) -> TableMapping | None:
    path = ("tables", name)
    if name not in TABLE_BY_NAME:
        values.unknown(path, "mapping.unknown_table", name, list(TABLE_BY_NAME))
        return None
    table = values.table(path, value)
    values.only(path, table, _TABLE_KEYS)
    source, query = (
        values.text((*path, key), table[key]) if key in table else "" for key in ("from", "query")
    )
    _check_rows(path, table, kind, values)
    columns = values.table((*path, "columns"), table.get("columns", {}))
    known = column_names(name)
    mapped = []
    for column, given in columns.items():
        at = (*path, "columns", column)
        if column not in known:
            values.unknown(at, "mapping.unknown_column", column, known, table=name)
        else:
            mapped.append(read_column_mapping(name, column, at, given, values))
    text = _text_format(path, table, kind, values)
    return TableMapping(target=name, source=source, query=query, text=text, columns=tuple(mapped))


def _check_rows(
    path: KeyPath, table: Mapping[str, Any], kind: SourceKind | None, values: FileValues
) -> None:
    """A table's rows come from one place, and queries are for databases."""
    if "from" in table and "query" in table:
        values.refuse((*path, "query"), message("mapping.from_and_query"))
    elif "from" not in table and "query" not in table:
        values.refuse(path, message("mapping.key_missing", key="from"))
    if "query" in table and kind not in {None, SourceKind.DATABASE}:
        values.refuse((*path, "query"), message("mapping.query_of_files"))


def _text_format(
    path: KeyPath, table: Mapping[str, Any], kind: SourceKind | None, values: FileValues
) -> TextFormat:
    found = {}
    for key in ("encoding", "delimiter"):
        if key in table:
            if kind not in {None, SourceKind.FOLDER}:
                values.refuse((*path, key), message("mapping.only_csv", key=key))
            value = table[key]
            if key == "delimiter" and isinstance(value, str) and value in {"\t", " "}:
                found[key] = value
            else:
                found[key] = values.text((*path, key), value)
    if found.get("encoding") and not _is_encoding(found["encoding"]):
        values.refuse((*path, "encoding"), message("mapping.unknown_encoding"), found["encoding"])
    delimiter = found.get("delimiter", "")
    if delimiter and (len(delimiter) != 1 or delimiter in _NO_DELIMITERS):
        values.refuse((*path, "delimiter"), message("mapping.not_a_delimiter"), delimiter)
    return TextFormat(**found)


def _is_encoding(name: str) -> bool:
    try:
        return codecs.lookup(name)._is_text_encoding
    except (LookupError, ValueError):
        return False
