"""A server that is slow, silent or gone holds nobody up, and leaves nothing half read."""

import os
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Callable
from pathlib import Path

import pytest

from domain.errors import EnvironmentFault, Interrupted
from domain.message import message
from planning.reading.database import TableQuery, read_tables
from planning.reading.database.watched import OnRow
from tests.planning.reading.database.reading import refusal, table_of
from tests.servers.database import Database

ROOT = Path(__file__).parents[4]
STOP_LIMIT_S = 1.0
WORK = "numbers"
"""What every slow statement here has in its text."""

MANY_ROWS = (
    "SELECT repeat('x', 1000) AS x FROM numbers a, numbers b, numbers c, numbers d,"
    " numbers e, numbers f"
)


@pytest.fixture(autouse=True)
def numbers(database: Database) -> None:
    database.run("CREATE TABLE numbers (n int PRIMARY KEY)")
    database.run("INSERT INTO numbers VALUES " + ", ".join(f"({n})" for n in range(50)))


def sleeping(database: Database, seconds: float) -> str:
    """A query that sends nothing for a while."""
    if database.is_postgresql:
        return f"SELECT pg_sleep({seconds})::text AS numbers"
    # Sleeping tells MariaDB's clients too early that it was cut short.
    return (
        "SELECT count(*) AS a FROM numbers a, numbers b, numbers c, numbers d, numbers e, numbers f"
    )


def start(database: Database, query: str, on_row: OnRow, time_limit_s: float = 60) -> object:
    return read_tables(
        database.address,
        [TableQuery(name="q", query=query)],
        time_limit_s=time_limit_s,
        on_row=on_row,
    )


class Stop:
    """Stops at the first chance after the server is at work, and notes when."""

    def __init__(self, database: Database, *, rows: int = 0) -> None:
        self._database = database
        self._rows = rows
        self.at_s = 0.0

    def __call__(self, rows: int) -> None:
        if rows >= self._rows and self._database.busy(WORK):
            self.at_s = time.monotonic()
            raise Interrupted(message("reading.stopped"))


def wait_until(holds: Callable[[], bool], limit_s: float) -> None:
    deadline_s = time.monotonic() + limit_s
    while not holds():
        assert time.monotonic() < deadline_s
        time.sleep(0.05)


@pytest.mark.parametrize("rows", [0, 10_000])
def test_a_stop_works_within_a_second_and_the_server_gives_up(
    database: Database, rows: int
) -> None:
    stop = Stop(database, rows=rows)
    query = MANY_ROWS if rows else sleeping(database, 30)
    with pytest.raises(Interrupted):
        start(database, query, stop)
    assert time.monotonic() - stop.at_s < STOP_LIMIT_S
    wait_until(lambda: not database.busy(WORK), 3)


def test_no_query_takes_longer_than_allowed(database: Database) -> None:
    started_s = time.monotonic()
    refused = refusal(lambda: start(database, sleeping(database, 30), lambda _: None, 0.5))
    assert refused == (EnvironmentFault, ["database.too_slow"])
    assert time.monotonic() - started_s < 3
    wait_until(lambda: not database.busy(WORK), 3)


def test_rows_without_end_take_no_longer_than_allowed(database: Database) -> None:
    refused = refusal(lambda: start(database, MANY_ROWS, lambda _: None, 0.5))
    assert refused == (EnvironmentFault, ["database.too_slow"])


def test_a_table_that_others_hold_takes_no_longer_than_allowed(database: Database) -> None:
    lock = "BEGIN; LOCK TABLE numbers IN ACCESS EXCLUSIVE MODE"
    database.run(lock if database.is_postgresql else "LOCK TABLES numbers WRITE")
    try:
        refused = refusal(
            lambda: read_tables(
                database.address,
                [TableQuery(name="n", table="numbers")],
                time_limit_s=1,
                on_row=lambda _: None,
            )
        )
    finally:
        database.run("ROLLBACK" if database.is_postgresql else "UNLOCK TABLES")
    assert refused == (EnvironmentFault, ["database.too_slow"])


@pytest.mark.parametrize("rows", [0, 10_000])
def test_a_connection_lost_while_reading_is_told(database: Database, rows: int) -> None:
    killed: list[int] = []

    def kill(read: int) -> None:
        busy = database.busy(WORK)
        if read >= rows and busy and not killed:
            killed.append(busy[0])
            database.kill(busy[0])

    refused = refusal(lambda: start(database, MANY_ROWS if rows else sleeping(database, 30), kill))
    assert killed
    assert refused == (EnvironmentFault, ["database.connection_lost"])


def test_the_database_can_be_read_again_after_all_that(database: Database) -> None:
    with pytest.raises(Interrupted):
        start(database, sleeping(database, 30), Stop(database))
    assert len(table_of(database, "numbers")["n"]) == 50


@pytest.mark.parametrize("sign", [signal.SIGINT, signal.SIGKILL])
def test_a_program_that_ends_leaves_no_query_behind(
    database: Database, sign: signal.Signals
) -> None:
    if sign is signal.SIGKILL and not database.is_postgresql:
        pytest.skip("MariaDB looks for its client only when it sends; the time limit ends that")
    code = (
        # Started behind a shell's back, a program would ignore Ctrl-C.
        "import signal\n"
        "signal.signal(signal.SIGINT, signal.default_int_handler)\n"
        "from planning.reading.database import TableQuery, read_tables\n"
        f"read_tables({database.address!r}, [TableQuery(name='q', query="
        f"{sleeping(database, 30)!r})], time_limit_s=60, on_row=lambda _: None)"
    )
    process = subprocess.Popen(
        [sys.executable, "-c", code], cwd=ROOT, stderr=subprocess.DEVNULL, env=os.environ
    )
    try:
        wait_until(lambda: bool(database.busy(WORK)), 20)
        process.send_signal(sign)
        process.wait(5)
        wait_until(lambda: not database.busy(WORK), 5)
    finally:
        process.kill()
        process.wait()


def test_nobody_is_asked_from_another_thread(database: Database) -> None:
    """What `on_row` does, such as telling a window, happens where the reading was asked for."""
    threads: set[int] = set()
    start(database, "SELECT n FROM numbers", lambda _: threads.add(threading.get_ident()))
    assert threads == {threading.get_ident()}


def test_how_many_rows_were_read_is_told(database: Database) -> None:
    told: list[int] = []
    start(database, "SELECT a.n FROM numbers a, numbers b", told.append)
    assert told[-1] == 2500
    assert told == sorted(told)
