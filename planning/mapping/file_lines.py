"""On which line of a mapping file a key stands: TOML readers tell it for syntax errors only."""

import tomllib
from collections.abc import Iterator
from typing import Any

KeyPath = tuple[str, ...]

_MOST_EQUALS = 20
"""Equals signs of a line that are tried as the end of its key: a quoted key may hold some."""


class KeyLines:
    """Lines of the keys of a TOML text, and those that stand twice.

    Attributes
    ----------
    twice
        Line of each key that its table has already, and the key.
    """

    def __init__(self, text: str) -> None:
        self._lines: dict[KeyPath, int] = {}
        self.twice: dict[int, KeyPath] = {}
        for line, path, is_header in _keys(text.split("\n")):
            if path in self._lines and not is_header:
                self.twice[line] = path
            self._lines.setdefault(path, line)

    def line(self, path: KeyPath) -> int:
        """Line of a key, or of the nearest key above it; 0 where none is found."""
        for length in range(len(path), 0, -1):
            if path[:length] in self._lines:
                return self._lines[path[:length]]
        return 0


def _keys(lines: list[str]) -> Iterator[tuple[int, KeyPath, bool]]:
    """Every ``key =`` with the path of its table before it, and the tables' own headers."""
    table: KeyPath = ()
    fence = ""
    for number, line in enumerate(lines, start=1):
        if fence:
            fence = "" if fence in line else fence
            continue
        bare = line.strip()
        if bare.startswith("["):
            table = _header(bare) or table
            yield number, table, True
        elif "=" in bare and not bare.startswith("#"):
            key, value = _key(bare)
            if key:
                yield number, table + key, False
                fence = _left_open(value)


def _header(line: str) -> KeyPath:
    """Path of ``[a.b]``; empty where it is not one."""
    try:
        return _path(tomllib.loads(line))
    except (ValueError, RecursionError):
        return ()


def _key(line: str) -> tuple[KeyPath, str]:
    """Path of the key of a line, and what stands behind its equals sign."""
    end = -1
    for _ in range(_MOST_EQUALS):
        end = line.find("=", end + 1)
        if end < 0:
            break
        try:
            return _path(tomllib.loads(f"{line[:end]}= 0")), line[end + 1 :].strip()
        except (ValueError, RecursionError):
            continue
    return (), ""


def _path(nested: dict[str, Any]) -> KeyPath:
    path: list[str] = []
    while isinstance(nested, dict) and len(nested) == 1:
        name, nested = next(iter(nested.items()))
        path.append(name)
    return tuple(path)


def _left_open(value: str) -> str:
    """The quotes that close a text of several lines which begins here; empty where none does."""
    for quotes in ('"""', "'''"):
        if value.startswith(quotes) and quotes not in value[3:]:
            return quotes
    return ""
