"""One database of a test on a server, and what a test does to it behind the program's back."""

import contextlib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from tests.servers.mariadb import mariadb_as_admin
from tests.servers.postgresql import postgresql_as_admin
from tests.servers.server import Server


@dataclass(frozen=True, slots=True, kw_only=True)
class Database:
    """A database, and a connection to it that may do anything."""

    server: Server
    name: str
    admin: Any

    @property
    def address(self) -> str:
        return self.server.address(self.name)

    @property
    def is_postgresql(self) -> bool:
        return self.server.scheme == "postgresql"

    def run(self, statement: str, values: Sequence[Any] | None = None) -> list[tuple[Any, ...]]:
        """Run a statement; its rows, where it has any."""
        with self.admin.cursor() as cursor:
            cursor.execute(statement, values)
            return list(cursor.fetchall()) if cursor.description else []

    def busy(self, doing: str) -> list[int]:
        """Sessions of the program in which the server is at work on a statement with a text."""
        like = (f"%{doing}%",)
        if self.is_postgresql:
            found = self.run(
                "SELECT pid FROM pg_stat_activity WHERE application_name = 'wayloom'"
                " AND datname = current_database() AND state = 'active' AND query LIKE %s",
                like,
            )
        else:
            found = self.run(
                "SELECT id FROM information_schema.processlist"
                " WHERE db = DATABASE() AND command = 'Query' AND id <> CONNECTION_ID()"
                " AND info LIKE %s",
                like,
            )
        return [int(row[0]) for row in found]

    def kill(self, number: int) -> None:
        """End a session from the server's side."""
        if self.is_postgresql:
            self.run("SELECT pg_terminate_backend(%s)", (number,))
        else:
            self.run("KILL CONNECTION %s", (number,))

    def clear(self) -> None:
        """Drop all that is in it."""
        if self.is_postgresql:
            self.run("DROP SCHEMA public CASCADE")
            self.run("CREATE SCHEMA public")
            self.run("GRANT USAGE ON SCHEMA public TO PUBLIC")
        else:
            self.run(f"DROP DATABASE {self.name}")
            self.run(f"CREATE DATABASE {self.name}")
            self.run(f"USE {self.name}")


@contextlib.contextmanager
def postgresql_database(server: Server, name: str) -> Iterator[Database]:
    """A new database of PostgreSQL, gone after the block."""
    with postgresql_as_admin(server.port, "postgres") as maintenance:
        maintenance.execute(f"CREATE DATABASE {name}".encode())
        try:
            with postgresql_as_admin(server.port, name) as admin:
                yield Database(server=server, name=name, admin=admin)
        finally:
            maintenance.execute(f"DROP DATABASE {name} WITH (FORCE)".encode())


@contextlib.contextmanager
def mariadb_database(server: Server, name: str) -> Iterator[Database]:
    """A new database of MariaDB, gone after the block."""
    with contextlib.closing(mariadb_as_admin(server.port)) as admin:
        with admin.cursor() as cursor:
            cursor.execute(f"CREATE DATABASE {name}")
            cursor.execute(f"USE {name}")
        try:
            yield Database(server=server, name=name, admin=admin)
        finally:
            with admin.cursor() as cursor:
                cursor.execute(f"DROP DATABASE {name}")
