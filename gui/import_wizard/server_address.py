"""Where a database answers, as the parts that a person types.

The readers of databases read and refuse addresses; they take too long to load for a window.
"""

from dataclasses import dataclass
from typing import Self
from urllib.parse import quote, unquote, urlsplit

SERVERS = (
    ("postgresql", "PostgreSQL", 5432),
    ("mysql", "MySQL / MariaDB", 3306),
    ("mssql", "Microsoft SQL Server", 1433),
)
"""What stands first in the address, what the server is called, and where it answers usually."""

_ALIASES = {"postgres": "postgresql", "mariadb": "mysql"}


@dataclass(frozen=True, slots=True, kw_only=True)
class ServerAddress:
    """A database; its text is the address without a password."""

    scheme: str
    host: str
    port: int
    database: str
    user: str

    def __str__(self) -> str:
        host = f"[{self.host}]" if ":" in self.host else self.host
        user, database = quote(self.user, safe=""), quote(self.database, safe="")
        return f"{self.scheme}://{user}@{host}:{self.port}/{database}"

    @classmethod
    def of(cls, text: str) -> Self | None:
        """The parts of an address; None where it is none."""
        try:
            parts = urlsplit(text)
            port = parts.port
        except ValueError:
            return None
        scheme = _ALIASES.get(parts.scheme, parts.scheme)
        usual = {known: port for known, _, port in SERVERS}
        if scheme not in usual:
            return None
        return cls(
            scheme=scheme,
            host=parts.hostname or "",
            port=port or usual[scheme],
            database=unquote(parts.path[1:]),
            user=unquote(parts.username or ""),
        )
