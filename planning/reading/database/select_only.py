"""Queries that a planner may give: one statement that selects.

The server refuses to write in a read-only session, and takes one statement only; SQL Server has no
such session. So a query is looked at before it is sent. Servers differ in what they take for text
or a comment: what they might read differently is refused.
"""

import re
from collections.abc import Iterator, Mapping
from typing import NoReturn

from domain.errors import InputError
from domain.message import Problem, message
from planning.reading.database.address import ServerKind

_EVERYWHERE = r"""
    (?P<blank>\s+|--(?=\s)[^\n]*|--\Z|/\*(?![!M])(?:(?!/\*|\*/).)*\*/)
  | (?P<word>[^\W\d]\w*)
  | (?P<open>\()
  | (?P<close>\))
  | (?P<end>;)
  | (?P<other>(?!--|/\*)[^\s'"`;()$\\\#\[])
"""
"""Parts that all servers read alike; comments within comments are not among them."""

_OF_SERVER: Mapping[ServerKind, str] = {
    ServerKind.POSTGRESQL: r"""
    (?P<dollar>\$(?P<tag>[A-Za-z_]\w*)?\$.*?\$(?(tag)(?P=tag))\$)
  | (?P<escaped>[eE]'(?:[^'\\]|\\.|'')*')
  | (?P<text>'(?:[^']|'')*' | "(?:[^"]|"")*" | [\[\#])
    """,
    ServerKind.MYSQL: r"""
    (?P<text>'(?:[^'\\]|\\.|'')*' | "(?:[^"\\]|"")*" | `(?:[^`]|``)*`)
    """,
    ServerKind.SQL_SERVER: r"""
    (?P<text>'(?:[^']|'')*' | "(?:[^"]|"")*" | \[(?:[^\]]|\]\])*\])
    """,
}
_TOKENS = {
    kind: re.compile(f"{parts}|{_EVERYWHERE}", re.VERBOSE | re.DOTALL)
    for kind, parts in _OF_SERVER.items()
}

_BEGINS = {"select", "with"}
_WRITES = {"into", "outfile", "dumpfile"}
_BEGINS_ANOTHER = {
    *("insert", "update", "delete", "merge", "truncate", "create", "alter", "drop", "exec"),
    *("execute", "grant", "revoke", "deny", "commit", "rollback", "save", "begin", "set", "use"),
    *("declare", "backup", "restore", "shutdown", "kill", "dbcc", "bulk", "openrowset", "waitfor"),
    *("openquery", "opendatasource", "reconfigure", "writetext", "updatetext", "while", "if"),
    *("goto", "print", "raiserror", "throw", "return", "revert", "disable", "enable", "setuser"),
}
"""Statements of SQL Server need nothing between them: each of these words may begin another."""


def select_only(query: str, kind: ServerKind, name: str) -> str:
    """The query without the semicolon or comment that ends it.

    Parameters
    ----------
    name
        What it is called, for problems.

    Raises
    ------
    InputError
        If it is more than one statement, or may do anything but select.
    """
    depth, length, ended, first = 0, 0, False, True
    for part, word, end in _parts(query, kind, name):
        if ended:
            _refuse("database.more_statements", name)
        ended = part == "end"
        if ended:
            continue
        depth += {"open": 1, "close": -1}.get(part, 0)
        if depth < 0:
            _refuse("database.query_not_read", name)
        if part == "word":
            if (first and word not in _BEGINS) or _may_write(word, kind):
                _refuse("database.query_writes", name)
            first = False
        length = end
    if depth or first:
        _refuse("database.query_not_read", name)
    return query[:length]


def _may_write(word: str, kind: ServerKind) -> bool:
    another = kind is ServerKind.SQL_SERVER and word in _BEGINS_ANOTHER
    return another or word in _WRITES


def _parts(query: str, kind: ServerKind, name: str) -> Iterator[tuple[str, str, int]]:
    """Kind, text and end of each part but blanks and comments."""
    at = 0
    while at < len(query):
        found = _TOKENS[kind].match(query, at)
        if found is None:
            _refuse("database.query_not_read", name)
        at = found.end()
        if found.lastgroup != "blank":
            yield str(found.lastgroup), found[0].lower(), at


def _refuse(code: str, name: str) -> NoReturn:
    raise InputError([Problem(message=message(code, table=name), sheet=name)])
