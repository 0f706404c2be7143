"""Databases of both servers, each made anew."""

from collections.abc import Iterator

import pytest

from planning.reading.database.address import PASSWORD_VARIABLE
from tests.servers.database import Database, mariadb_database, postgresql_database
from tests.servers.server import PASSWORD, Server
from tests.servers.shared import shared_mariadb, shared_postgresql


@pytest.fixture(scope="session")
def postgresql() -> Iterator[Server]:
    with shared_postgresql() as server:
        yield server


@pytest.fixture(scope="session")
def mariadb() -> Iterator[Server]:
    with shared_mariadb() as server:
        yield server


@pytest.fixture(autouse=True)
def _password(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(PASSWORD_VARIABLE, PASSWORD)


@pytest.fixture(scope="session")
def _postgres(postgresql: Server) -> Iterator[Database]:
    with postgresql_database(postgresql, "firm") as database:
        yield database


@pytest.fixture(scope="session")
def _maria(mariadb: Server) -> Iterator[Database]:
    with mariadb_database(mariadb, "firm") as database:
        yield database


@pytest.fixture
def postgres(_postgres: Database) -> Database:
    """An empty database of PostgreSQL."""
    _postgres.clear()
    return _postgres


@pytest.fixture
def maria(_maria: Database) -> Database:
    """An empty database of MariaDB."""
    _maria.clear()
    return _maria


@pytest.fixture(params=["postgres", "maria"])
def database(request: pytest.FixtureRequest) -> Database:
    """An empty database of either server."""
    found: Database = request.getfixturevalue(request.param)
    return found
