"""A whole project as JSON that can be compared line by line: its journal and all contents.

Keys are sorted, and each row of a table, line of a plan and act stands on a line of its own.
Contents are named by the hash of what they hold, not of how the project packs it: so a project that
is imported from its export gives the same export again.
"""

import base64
import hashlib
import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

import msgspec

from domain.errors import ProjectError
from domain.message import message
from maps.network.whole_file import write_whole_file
from planning.project.acts import ImportTables
from planning.project.connection import said_plainly
from planning.project.contents import (
    DamagedContent,
    TableContent,
    read_table_bytes,
    unpacked,
)
from planning.project.journal import KINDS, Entry, PlanKept
from planning.project.project_file import ProjectFile, get_content, read_about, read_entries

FORMAT = "wayloom.project"
VERSION = 1

TABLE, TEXT, BYTES = "table", "text", "bytes"
"""Kinds of contents: a table, a plan, and one that is no text."""

_NAMES = {kind: name for name, kind in KINDS.items()}
_BASE64_WIDTH = 100
_LISTS = frozenset({"cells", "rows", "tables"})
"""Parts of acts that may be long: an item on a line."""


def export_project(path: Path, out: Path) -> int:
    """Write a project as JSON; return the revision that it stands at.

    Raises
    ------
    ProjectError
        If it is no project, or damaged.
    EnvironmentFault
        If it cannot be read, or the file not written.
    """
    document, revision = project_json(path)
    write_whole_file(out, document)
    return revision


def project_json(path: Path) -> tuple[bytes, int]:
    """A project as JSON, and the revision that it stands at; works beside whoever writes it."""
    file = _file(path)
    try:
        with file.reading() as connection:
            # One transaction, so that journal and contents are of one moment.
            connection.execute("BEGIN")
            about, entries = read_about(connection), read_entries(connection, path, 0)
            contents = {name: get_content(connection, name) for name in sorted(_names(entries))}
            connection.execute("COMMIT")
        exported = dict(_exported(entries, contents))
    except DamagedContent as error:
        raise ProjectError(message("project.damaged", file=str(path))) from error
    return _document(about, entries, exported), entries[-1].revision if entries else 0


def _file(path: Path) -> ProjectFile:
    path = path.absolute()
    if not path.is_file():
        raise ProjectError(message("project.missing", file=str(path)))
    with said_plainly(path):
        file = ProjectFile(path)
    file.check()
    return file


def table_parts(content: TableContent) -> dict[str, Any]:
    """A table as JSON knows it; rows begin with their number."""
    return {
        "columns": len(content.cells),
        "kind": TABLE,
        "lost": [[record.row, *record.cells] for record in content.lost],
        "lost_rows": content.lost_rows,
        "number_cells": {
            str(at): _spans(content.number_cells[at].tolist())
            for at in sorted(content.number_cells)
        },
        "rows": [
            list(row)
            for row in zip(
                content.rows.tolist(), *(cells.to_pylist() for cells in content.cells), strict=True
            )
        ],
    }


def plan_parts(plan: bytes) -> dict[str, Any]:
    """A plan as lines of text; as Base64 where it is no text."""
    try:
        return {"kind": TEXT, "lines": plan.decode("utf-8").split("\n")}
    except UnicodeDecodeError:
        text = base64.b64encode(plan).decode()
        lines = [text[at : at + _BASE64_WIDTH] for at in range(0, len(text), _BASE64_WIDTH)]
        return {"kind": BYTES, "lines": lines}


def parts_hash(parts: Mapping[str, Any]) -> str:
    """Name of a content: SHA-256 of its parts as JSON without blanks."""
    text = json.dumps(parts, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return hashlib.sha256(text.encode()).hexdigest()


def _names(entries: Iterable[Entry]) -> set[str]:
    """The contents that entries name, also those of acts that were undone."""
    names: set[str] = set()
    for entry in entries:
        if isinstance(entry.act, ImportTables):
            names |= {stored.content for stored in entry.act.tables}
        elif isinstance(entry.act, PlanKept):
            names.add(entry.act.content)
    return names


def _exported(
    entries: Iterable[Entry], contents: Mapping[str, bytes]
) -> Iterator[tuple[str, dict[str, Any]]]:
    """The parts of each content, by its name in the project."""
    done = set[str]()
    for entry in entries:
        if isinstance(entry.act, ImportTables):
            for stored in entry.act.tables:
                if stored.content not in done:
                    done.add(stored.content)
                    content = contents[stored.content]
                    table = read_table_bytes(content, stored.content, len(stored.header))
                    yield stored.content, table_parts(table)
        elif isinstance(entry.act, PlanKept) and entry.act.content not in done:
            name = entry.act.content
            done.add(name)
            yield name, plan_parts(unpacked(contents[name], name, entry.act.size_bytes))


def _document(
    about: Mapping[str, str], entries: Sequence[Entry], exported: Mapping[str, dict[str, Any]]
) -> bytes:
    names = {name: parts_hash(parts) for name, parts in exported.items()}
    by_hash = {names[name]: parts for name, parts in exported.items()}
    contents = [_content({**by_hash[name], "hash": name}) for name in sorted(by_hash)]
    members = {
        "about": _lines("{", (f"{_json(key)}: {_json(about[key])}" for key in sorted(about)), "}"),
        "contents": _lines("[", contents, "]"),
        "format": _json(FORMAT),
        "journal": _lines("[", (_entry(entry, names) for entry in entries), "]"),
        "version": _json(VERSION),
    }
    text = ",\n".join(f' "{name}": {value}' for name, value in members.items())
    return f"{{\n{text}\n}}\n".encode()


def _content(parts: Mapping[str, Any]) -> str:
    """A content with its rows, or lines, a line each."""
    return _opened(parts, {"rows", "lines"})


def _entry(entry: Entry, names: Mapping[str, str]) -> str:
    """An entry of the journal; contents under the names they have in the export."""
    act = msgspec.to_builtins(entry.act)
    for named in (act, *act.get("tables", ())):
        if "content" in named:
            named["content"] = names[named["content"]]
    told = {
        "at": entry.at.isoformat(timespec="milliseconds"),
        "kind": _NAMES[type(entry.act)],
        "revision": entry.revision,
    }
    head = ", ".join(f'"{name}": {_json(told[name])}' for name in sorted(told))
    return f'{{"act": {_opened(act, _LISTS)}, {head}}}'


def _opened(parts: Mapping[str, Any], lists: Iterable[str]) -> str:
    """An object on one line, but for the items of some lists."""
    members = (
        f"{_json(key)}: {_lines('[', map(_json, parts[key]), ']')}"
        if key in lists
        else f"{_json(key)}: {_json(parts[key])}"
        for key in sorted(parts)
    )
    return "{" + ", ".join(members) + "}"


def _lines(opening: str, items: Iterable[str], closing: str) -> str:
    text = ",\n".join(items)
    return f"{opening}\n{text}\n{closing}" if text else opening + closing


def _spans(places: Sequence[int]) -> list[list[int]]:
    """Ascending numbers as first and last of those that follow one another."""
    spans: list[list[int]] = []
    for place in places:
        if spans and spans[-1][1] == place - 1:
            spans[-1][1] = place
        else:
            spans.append([place, place])
    return spans


def _json(value: Any) -> str:
    return json.dumps(value, ensure_ascii=False, allow_nan=False, sort_keys=True)
