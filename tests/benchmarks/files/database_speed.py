"""How long a day's orders take out of PostgreSQL, beside its bare driver."""

import statistics
import time
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import psycopg

from planning.reading.database import TableQuery, read_tables
from tests.servers.database import Database, postgresql_database
from tests.servers.server import PASSWORD, USER
from tests.servers.shared import shared_postgresql

ORDERS = 200_000
TIME_LIMIT_S = 120

_FILL = """
CREATE TABLE orders AS SELECT
  'O' || lpad(i::text, 7, '0') AS order_id, 'Customer ' || (i %% 70000) AS customer_name,
  'Mill Lane ' || (i %% 900) || ', ' || (i %% 7) AS address, '+49 ' || i AS phone,
  (49.3 + (i %% 1999) / 10000.0)::numeric(9, 6) AS lat,
  (8.6 + (i %% 2003) / 10000.0)::numeric(9, 6) AS lon,
  date '2026-11-20' + (i %% 3) AS due_date, time '08:00' AS window_start,
  time '12:00' AS window_end, i %% 15 AS service_min
FROM generate_series(1, %s) i
"""


@dataclass(frozen=True, slots=True, kw_only=True)
class DatabaseSpeed:
    """Medians of several runs, in turns; `ratio` is what reading takes of what the driver takes."""

    ratio: float
    read_s: float
    driver_s: float
    rows: int
    runs: int


def database_speed(*, rows: int = ORDERS, runs: int = 7) -> DatabaseSpeed:
    """Read orders into a table of text, and fetch them all with psycopg; connecting included."""
    with shared_postgresql() as server, postgresql_database(server, "orders") as database:
        database.run(_FILL, (rows,))
        database.run("ALTER TABLE orders ADD PRIMARY KEY (order_id)")
        database.run("ANALYZE orders")
        read_s: list[float] = []
        driver_s: list[float] = []
        for _ in range(runs + 1):
            driver_s.append(_seconds(lambda: _fetched(database), rows))
            read_s.append(_seconds(lambda: _read(database), rows))
        # The first turn loads the libraries.
        read, driver = statistics.median(read_s[1:]), statistics.median(driver_s[1:])
    return DatabaseSpeed(ratio=read / driver, read_s=read, driver_s=driver, rows=rows, runs=runs)


def _seconds(act: Callable[[], Any], rows: int) -> float:
    started_s = time.perf_counter()
    found = act()
    taken_s = time.perf_counter() - started_s
    assert len(found) == rows
    return taken_s


def _read(database: Database) -> Any:
    (found,) = read_tables(
        database.address,
        [TableQuery(name="orders", table="public.orders")],
        time_limit_s=TIME_LIMIT_S,
        on_row=lambda _: None,
        password=PASSWORD,
    )
    return found


def _fetched(database: Database) -> Any:
    with psycopg.connect(
        host=database.server.host,
        port=database.server.port,
        user=USER,
        password=PASSWORD,
        dbname=database.name,
    ) as connection:
        return connection.execute("SELECT * FROM orders").fetchall()
