"""Addresses of databases: ``postgresql://user@host:port/database``, without a password."""

import re
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from enum import StrEnum
from typing import NoReturn
from urllib.parse import quote, unquote, urlsplit

from domain.errors import InputError
from domain.message import Parameter, Problem, message

PASSWORD_VARIABLE = "WAYLOOM_DB_PASSWORD"
"""Environment variable that holds the password of the database."""


class ServerKind(StrEnum):
    """Which server answers; MariaDB speaks as MySQL does."""

    POSTGRESQL = "postgresql"
    MYSQL = "mysql"
    SQL_SERVER = "mssql"


_KINDS: Mapping[str, ServerKind] = {
    "postgresql": ServerKind.POSTGRESQL,
    "postgres": ServerKind.POSTGRESQL,
    "mysql": ServerKind.MYSQL,
    "mariadb": ServerKind.MYSQL,
    "mssql": ServerKind.SQL_SERVER,
}
_PORTS: Mapping[ServerKind, int] = {
    ServerKind.POSTGRESQL: 5432,
    ServerKind.MYSQL: 3306,
    ServerKind.SQL_SERVER: 1433,
}
SCHEMES = tuple(_KINDS)

_HOST = re.compile(r"[\w.-]+|[0-9a-fA-F:.]+(?:%\w+)?")
_LONGEST_PART = 200


@dataclass(frozen=True, slots=True, kw_only=True)
class DatabaseAddress:
    """Where a database is and who reads it; its text is what may be shown, kept and logged.

    Attributes
    ----------
    scheme
        As it was written: ``mysql`` and ``mariadb`` are the same kind.
    """

    scheme: str
    user: str
    host: str
    port: int
    database: str

    @property
    def kind(self) -> ServerKind:
        """Which server answers there."""
        return _KINDS[self.scheme]

    def __str__(self) -> str:
        host = f"[{self.host}]" if ":" in self.host else self.host
        user, database = quote(self.user, safe=""), quote(self.database, safe="")
        return f"{self.scheme}://{user}@{host}:{self.port}/{database}"


def is_address(text: str) -> bool:
    """Whether a text is meant as the address of a database, sound or not."""
    scheme, colon, _ = text.partition("://")
    return bool(colon) and scheme.strip().lower() in _KINDS


def parse_address(text: str) -> DatabaseAddress:
    """The parts of an address.

    Raises
    ------
    InputError
        If a part is missing or wrong, or a password stands in it. As a password may stand
        anywhere in an address that is wrong, the problem never shows what was written.
    """
    text = text.strip()
    scheme = text.partition("://")[0].lower()
    if scheme not in _KINDS or "://" not in text:
        _refuse("database.unknown_kind", kinds=", ".join(SCHEMES))
    rest = text.partition("://")[2]
    login, at, _ = rest.rpartition("@")
    if (at and ":" in login) or "password" in rest.lower().partition("?")[2]:
        _refuse("database.password_in_address", variable=PASSWORD_VARIABLE)
    with _wrong_is("host"):
        parts = urlsplit(f"{scheme}://{rest}")
        host = parts.hostname or ""
    with _wrong_is("port"):
        port = parts.port
    with _wrong_is("user"):
        user = unquote(parts.username or "", errors="strict")
    with _wrong_is("database"):
        database = unquote(parts.path[1:], errors="strict")
    if parts.query or parts.fragment or "?" in rest or "#" in rest:
        _refuse_part("end")
    return DatabaseAddress(
        scheme=scheme,
        user=_name(user, "user"),
        host=host if _HOST.fullmatch(host) else _refuse_part("host"),
        port=_PORTS[_KINDS[scheme]] if port is None else port or _refuse_part("port"),
        database=_name(database, "database"),
    )


@contextmanager
def _wrong_is(part: str) -> Iterator[None]:
    """Refuse a part that Python cannot read."""
    try:
        yield
    except ValueError:
        _refuse_part(part)


def _name(text: str, part: str) -> str:
    if not text or len(text) > _LONGEST_PART or not text.isprintable() or "/" in text:
        _refuse_part(part)
    return text


def _refuse_part(part: str) -> NoReturn:
    _refuse(f"database.bad_{part}", variable=PASSWORD_VARIABLE)


def _refuse(code: str, **parameters: Parameter) -> NoReturn:
    raise InputError([Problem(message=message(code, **parameters))]) from None
