"""The export of a project, read strictly: what is wrong in it is told with its line."""

import base64
import binascii
import datetime
import json
import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, NoReturn

import msgspec
import numpy as np

from domain.errors import InputError, ProjectError
from domain.message import Parameter, Problem, message
from planning.project.acts import ImportTables, StoredTable
from planning.project.contents import TableContent
from planning.project.current_tables import CurrentTables
from planning.project.journal import KINDS, BrokenRecord, Entry, Journal, PlanKept, Record
from planning.project.json_place import line_of, path_steps
from planning.project.project_json import (
    BYTES,
    FORMAT,
    TABLE,
    TEXT,
    VERSION,
    parts_hash,
    plan_parts,
    table_parts,
)
from planning.project.project_state import act_of
from planning.reading.raw_table import LostRow, RawTable, text_array

_AT_PATH = re.compile(r" - at `(?:key in )?(\$[^`]*)`$")
_BYTE = re.compile(r"\(byte (\d+)\)")
_NAMED_FIELD = re.compile(r"(?:unknown|required) field `(?P<field>[^`]*)`")

Steps = Sequence[str | int]


class _TableParts(msgspec.Struct, tag_field="kind", tag=TABLE, forbid_unknown_fields=True):
    hash: str
    columns: int
    lost: list[list[int | str]]
    lost_rows: int
    number_cells: dict[str, list[tuple[int, int]]]
    rows: list[list[int | str]]


class _TextParts(msgspec.Struct, tag_field="kind", tag=TEXT, forbid_unknown_fields=True):
    hash: str
    lines: list[str]


class _BytesParts(msgspec.Struct, tag_field="kind", tag=BYTES, forbid_unknown_fields=True):
    hash: str
    lines: list[str]


class _EntryParts(msgspec.Struct, forbid_unknown_fields=True):
    act: dict[str, Any]
    at: str
    kind: str
    revision: int


class _Header(msgspec.Struct):
    format: str
    version: int


class _Parts(msgspec.Struct, forbid_unknown_fields=True):
    about: dict[str, str]
    contents: list[_TableParts | _TextParts | _BytesParts]
    format: str
    journal: list[_EntryParts]
    version: int


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class ExportedProject:
    """What an export holds.

    Attributes
    ----------
    about
        What the project says of itself.
    entries
        Its journal; acts name contents as the export does.
    tables, plans
        Contents by those names.
    text
        The export itself, in which `problem` finds lines.
    """

    file: str
    about: Mapping[str, str]
    entries: tuple[Entry, ...]
    tables: Mapping[str, TableContent]
    plans: Mapping[str, bytes]
    text: str

    def journal(self) -> Journal:
        """The journal, every entry taken in."""
        journal = Journal()
        for entry in self.entries:
            try:
                journal.take(entry)
            except BrokenRecord:
                raise self.problem(entry.revision, "project_json.out_of_order") from None
        return journal

    def raw_tables(self) -> tuple[RawTable, ...]:
        """The tables as they stand at its end."""
        tables = CurrentTables(lambda stored: self.tables[stored.content])
        tables.rebuilding([act_of(entry) for entry in self.journal().in_force])()
        return tables.raw()

    def problem(self, revision: int, code: str, **parameters: Parameter) -> InputError:
        """What is wrong with the entry of a revision."""
        return _problem(self.file, self.text, ("journal", revision - 1), code, **parameters)


def read_export(path: Path) -> ExportedProject:
    """The export in a file.

    Raises
    ------
    InputError
        If it is none, of a newer version, or damaged; with the line.
    EnvironmentFault
        If it cannot be read.
    """
    try:
        content = path.read_bytes()
    except FileNotFoundError as error:
        raise ProjectError(message("project.missing", file=str(path))) from error
    return parse_export(content, str(path))


def parse_export(content: bytes, file: str) -> ExportedProject:
    """The export in the bytes of a file; errors name the file as `file`."""
    try:
        text = content.decode("utf-8")
    except UnicodeDecodeError as error:
        line = content.count(b"\n", 0, error.start) + 1
        raise _at_line(file, line, "project_json.not_text") from error
    parts = _decoded(content, text, file)
    tables, plans = {}, {}
    for at, content_parts in enumerate(parts.contents):
        made = _content(content_parts)
        name = "" if made is None else parts_hash(_parts_of(made))
        if made is None or name != content_parts.hash:
            raise _problem(file, text, ("contents", at), "project_json.damaged_content")
        if isinstance(made, TableContent):
            tables[name] = made
        else:
            plans[name] = made
    entries = []
    for at, entry_parts in enumerate(parts.journal):
        entry = _entry(entry_parts, file, text, at)
        _check_contents(entry, tables, plans, file, text, at)
        entries.append(entry)
    exported = ExportedProject(
        file=file,
        about=parts.about,
        entries=tuple(entries),
        tables=tables,
        plans=plans,
        text=text,
    )
    if not entries or not isinstance(entries[0].act, ImportTables):
        raise _problem(file, text, ("journal",), "project_json.no_import")
    exported.journal()
    return exported


def _decoded(content: bytes, text: str, file: str) -> _Parts:
    """The parts of an export; no key that nobody knows and none twice."""
    try:
        header = msgspec.json.decode(content, type=_Header)
        if header.format != FORMAT or header.version < 1:
            raise _at_line(file, 1, "project_json.other_format")
        if header.version > VERSION:
            raise _problem(file, text, ("version",), "project_json.newer", version=header.version)
        parts = msgspec.json.decode(content, type=_Parts)
        json.loads(text, object_pairs_hook=_once)
    except msgspec.ValidationError as error:
        _raise_misfit(str(error), text, file, error)
    except msgspec.DecodeError as error:
        found = _BYTE.search(str(error))
        before = content[: int(found[1])] if found else content
        line = before.count(b"\n") + 1
        raise _at_line(file, line, "project_json.not_json") from error
    except _Twice as error:
        raise _at_line(file, 0, "project_json.key_twice", key=error.key) from error
    except RecursionError as error:
        raise _at_line(file, 0, "project_json.not_json") from error
    return parts


class _Twice(ValueError):
    """An object has a key twice."""

    def __init__(self, key: str) -> None:
        super().__init__(key)
        self.key = key


def _once(pairs: Sequence[tuple[str, Any]]) -> None:
    seen = set[str]()
    for key, _ in pairs:
        if key in seen:
            raise _Twice(key)
        seen.add(key)


def _raise_misfit(fault: str, text: str, file: str, error: Exception) -> NoReturn:
    """Raise what is missing, unknown, or of another type, with the line."""
    found, field = _AT_PATH.search(fault), _NAMED_FIELD.search(fault)
    steps = path_steps(found[1] if found else "$")
    if field is None:
        raise _problem(file, text, steps, "project_json.wrong_type") from error
    kind = "unknown" if "unknown" in fault else "missing"
    if kind == "unknown":
        steps = [*steps, field["field"]]
    code = f"project_json.{kind}_field"
    raise _problem(file, text, steps, code, field=field["field"]) from error


def _content(parts: _TableParts | _TextParts | _BytesParts) -> TableContent | bytes | None:
    """A content of its parts; None where they do not fit each other."""
    if isinstance(parts, _TableParts):
        return _table(parts)
    if isinstance(parts, _TextParts):
        return "\n".join(parts.lines).encode("utf-8", "replace")
    try:
        return base64.b64decode("".join(parts.lines), validate=True)
    except binascii.Error:
        return None


def _table(parts: _TableParts) -> TableContent | None:
    width, count = parts.columns, len(parts.rows)
    rows = [row[0] for row in parts.rows if row]
    numbers = [*rows, *(record[0] for record in parts.lost if record)]
    is_sound = (
        len(rows) == count
        and all(len(row) == width + 1 for row in parts.rows)
        and all(parts.lost)
        and all(isinstance(number, int) and 0 < number < 2**62 for number in numbers)
        and all(isinstance(cell, str) for row in (*parts.rows, *parts.lost) for cell in row[1:])
        and all(at.isascii() and at.isdigit() and int(at) < width for at in parts.number_cells)
        and all(
            0 <= first <= last < count
            for spans in parts.number_cells.values()
            for first, last in spans
        )
    )
    if not is_sound:
        return None
    columns = list(zip(*(row[1:] for row in parts.rows), strict=True)) or [()] * width
    return TableContent(
        cells=tuple(text_array([str(cell) for cell in cells]) for cells in columns),
        rows=np.array(rows, dtype=np.int64),
        lost=tuple(
            LostRow(row=int(number), cells=tuple(map(str, cells))) for number, *cells in parts.lost
        ),
        lost_rows=parts.lost_rows,
        number_cells={int(at): _places(spans) for at, spans in parts.number_cells.items()},
    )


def _places(spans: Iterable[tuple[int, int]]) -> "np.ndarray[Any, np.dtype[np.int64]]":
    ranges = [np.arange(first, last + 1, dtype=np.int64) for first, last in spans]
    return np.concatenate(ranges) if ranges else np.zeros(0, dtype=np.int64)


def _parts_of(content: TableContent | bytes) -> dict[str, Any]:
    return table_parts(content) if isinstance(content, TableContent) else plan_parts(content)


def _entry(parts: _EntryParts, file: str, text: str, at: int) -> Entry:
    """An entry of its parts; one that this program does not wholly know is refused."""
    code, kind = "", KINDS.get(parts.kind)
    if parts.revision != at + 1:
        code = "project_json.out_of_order"
    elif kind is None:
        code = "project_json.newer_entry"
    else:
        try:
            record: Record = msgspec.convert(parts.act, kind)
            when = datetime.datetime.fromisoformat(parts.at)
        except (ValueError, RecursionError):
            code = "project_json.damaged_entry"
        else:
            if when.tzinfo is None:
                code = "project_json.damaged_entry"
            elif not _knows(json.loads(msgspec.json.encode(record)), parts.act):
                code = "project_json.newer_entry"
    if code:
        raise _problem(file, text, ("journal", at), code, kind=parts.kind[:40])
    return Entry(revision=parts.revision, at=when, act=record)


def _knows(known: Any, found: Any) -> bool:
    """Whether every field that was found is one of those that are known."""
    if isinstance(found, dict):
        return isinstance(known, dict) and all(
            name in known and _knows(known[name], value) for name, value in found.items()
        )
    if isinstance(found, list):
        return len(known) == len(found) and all(map(_knows, known, found))
    return True


def _check_contents(
    entry: Entry,
    tables: Mapping[str, TableContent],
    plans: Mapping[str, bytes],
    file: str,
    text: str,
    at: int,
) -> None:
    """Refuse an entry that names a content which is not there, or another one."""
    act, fits = entry.act, True
    if isinstance(act, ImportTables):
        fits = all(_fits(stored, tables.get(stored.content)) for stored in act.tables)
    elif isinstance(act, PlanKept):
        fits = act.content in plans and len(plans[act.content]) == act.size_bytes
    if not fits:
        raise _problem(file, text, ("journal", at), "project_json.no_content")


def _fits(stored: StoredTable, content: TableContent | None) -> bool:
    if content is None:
        return False
    return (len(content), len(content.cells)) == (stored.rows, len(stored.header))


def _problem(file: str, text: str, steps: Steps, code: str, **parameters: Parameter) -> InputError:
    return _at_line(file, line_of(text, steps), code, **parameters)


def _at_line(file: str, line: int, code: str, **parameters: Parameter) -> InputError:
    reason = message(code, line=line, **parameters)
    return InputError([Problem(message=reason, file=file, row=line)])
