"""Connections to a company's database, in which no query takes longer than allowed."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from domain.message import message
from planning.reading.database.address import DatabaseAddress, ServerKind
from planning.reading.database.faults import Asked, faults_told
from planning.reading.database.watched import Watch

if TYPE_CHECKING:
    import sqlalchemy as sa

CONNECT_LIMIT_S = 10
"""How long a server may take to answer at all."""

GRACE_S = 3.0
"""How much longer than its limit a query is waited for: by then the server has given up itself."""

_CANCEL_LIMIT_S = 2
_NAME = "wayloom"


@dataclass(frozen=True, slots=True, kw_only=True)
class Access:
    """How to reach a database.

    Attributes
    ----------
    time_limit_s
        How long one query may take.
    """

    address: DatabaseAddress
    password: str | None = field(repr=False)
    time_limit_s: float
    read_only: bool = True

    def asked(self, table: str = "") -> Asked:
        """What the server is asked for, to be told when it refuses."""
        return Asked(address=self.address, time_limit_s=self.time_limit_s, table=table)


@contextmanager
def session(access: Access, watch: Watch) -> Iterator["sa.Connection"]:
    """A connection to a database, closed at the end.

    Where it only reads, each statement is a transaction of its own until one is begun; where it
    writes, nothing is kept unless it is committed.

    Raises
    ------
    EnvironmentFault
        If the server does not answer or lets nobody in.
    InputError
        If it has no such database.
    """
    too_late = message("database.unreachable", **_place(access.address))
    watch.expect(CONNECT_LIMIT_S + GRACE_S, too_late)
    with faults_told(access.asked(), watch):
        connection = _engine(access).connect()
    try:
        if access.read_only:
            connection = connection.execution_options(isolation_level="AUTOCOMMIT")
        watch.cancel_by(_canceller(access, driver_of(connection)))
        watch.expect(
            access.time_limit_s + GRACE_S, message("database.no_answer", **_place(access.address))
        )
        yield connection
    finally:
        # Ended, not rolled back: a busy server would hold that up.
        with suppress(Exception):
            connection.invalidate()
        with suppress(Exception):
            connection.close()


def driver_of(connection: "sa.Connection") -> Any:
    """The driver's own connection."""
    return connection.connection.driver_connection


def _place(address: DatabaseAddress) -> dict[str, str | int]:
    return {"host": address.host, "port": address.port, "database": address.database}


def _engine(access: Access) -> "sa.Engine":
    import sqlalchemy as sa

    connect: Callable[[Access], Any] = {
        ServerKind.POSTGRESQL: _connect_postgresql,
        ServerKind.MYSQL: _connect_mysql,
        ServerKind.SQL_SERVER: _connect_sql_server,
    }[access.address.kind]
    driver = {
        ServerKind.POSTGRESQL: "postgresql+psycopg",
        ServerKind.MYSQL: "mysql+pymysql",
        ServerKind.SQL_SERVER: "mssql+pymssql",
    }[access.address.kind]
    # The address in the engine has no password: nothing that shows it can show one.
    return sa.create_engine(
        sa.URL.create(driver, host=access.address.host, database=access.address.database),
        creator=lambda: connect(access),
        poolclass=sa.NullPool,
        hide_parameters=True,
    )


def _connect_postgresql(access: Access) -> Any:
    import psycopg

    address = access.address
    connection = psycopg.connect(
        host=address.host,
        port=address.port,
        user=address.user,
        dbname=address.database,
        password=access.password,
        connect_timeout=CONNECT_LIMIT_S,
        application_name=_NAME,
        client_encoding="utf8",
        autocommit=True,
    )
    limit_ms = max(1, round(access.time_limit_s * 1000))
    settings = {
        "statement_timeout": str(limit_ms),
        "default_transaction_read_only": "on" if access.read_only else "off",
        "standard_conforming_strings": "on",
        "datestyle": "ISO",
        "intervalstyle": "postgres",
        "extra_float_digits": "1",
    }
    connection.execute(
        "SELECT set_config(name, value, false) FROM unnest(%s::text[], %s::text[]) s(name, value)",
        (list(settings), list(settings.values())),
    )
    with suppress(psycopg.Error):
        # Where the server can, it gives up once this program is gone.
        connection.execute("SELECT set_config('client_connection_check_interval', '1s', false)")
    connection.autocommit = access.read_only
    return connection


def _connect_mysql(access: Access) -> Any:
    import pymysql

    address = access.address
    connection = pymysql.connect(
        host=address.host,
        port=address.port,
        user=address.user,
        password=_secret(access),
        database=address.database,
        connect_timeout=CONNECT_LIMIT_S,
        read_timeout=access.time_limit_s + GRACE_S,
        charset="utf8mb4",
        local_infile=False,
        program_name=_NAME,
    )
    with connection.cursor() as cursor:
        if "mariadb" in connection.get_server_info().lower():
            cursor.execute("SET SESSION max_statement_time = %s", (access.time_limit_s,))
        else:
            limit_ms = max(1, round(access.time_limit_s * 1000))
            cursor.execute("SET SESSION max_execution_time = %s", (limit_ms,))
        cursor.execute(
            "SET SESSION sql_mode = REPLACE(@@SESSION.sql_mode, 'NO_BACKSLASH_ESCAPES', '')"
        )
        wait_s = max(1, round(access.time_limit_s))
        cursor.execute(
            "SET SESSION lock_wait_timeout = %s, innodb_lock_wait_timeout = %s", (wait_s, wait_s)
        )
        if access.read_only:
            cursor.execute("SET SESSION TRANSACTION READ ONLY")
    return connection


def _connect_sql_server(access: Access) -> Any:
    import pymssql

    address = access.address
    limit_s = max(1, round(access.time_limit_s))
    connection = pymssql.connect(
        server=address.host,
        port=str(address.port),
        user=address.user,
        password=access.password or "",
        database=address.database,
        login_timeout=CONNECT_LIMIT_S,
        timeout=limit_s,
        appname=_NAME,
        read_only=access.read_only,
        use_datetime2=True,
    )
    with connection.cursor() as cursor:
        cursor.execute(f"SET LOCK_TIMEOUT {limit_s * 1000:d}")
    return connection


def _canceller(access: Access, driver: Any) -> Callable[[], None] | None:
    """What makes the server give up, from another thread.

    SQL Server has no such way that is safe beside a thread that waits for it: there the query's
    own time limit ends it.
    """
    if access.address.kind is ServerKind.POSTGRESQL:
        return lambda: driver.cancel_safe(timeout=_CANCEL_LIMIT_S)
    if access.address.kind is ServerKind.MYSQL:
        return lambda: _kill_query(access, driver.thread_id())
    return None


def _kill_query(access: Access, number: int) -> None:
    import pymysql

    address = access.address
    with (
        pymysql.connect(
            host=address.host,
            port=address.port,
            user=address.user,
            password=_secret(access),
            connect_timeout=_CANCEL_LIMIT_S,
            read_timeout=_CANCEL_LIMIT_S,
        ) as other,
        other.cursor() as cursor,
    ):
        cursor.execute("KILL QUERY %s", (number,))


def _secret(access: Access) -> bytes:
    """The password as the server expects it: PyMySQL would take the text for Western European."""
    return (access.password or "").encode()
