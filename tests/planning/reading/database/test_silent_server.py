"""A server that takes connections and never answers."""

import contextlib
import socket
import time
from collections.abc import Iterator

import pytest

from domain.errors import EnvironmentFault, Interrupted
from domain.message import message
from planning.reading.database import list_tables
from planning.reading.database import session as sessions
from tests.planning.reading.database.reading import refusal

STOP_LIMIT_S = 1.0


@contextlib.contextmanager
def silent_server() -> Iterator[int]:
    """Takes connections and never says a word."""
    with socket.create_server(("127.0.0.1", 0)) as listening:
        yield listening.getsockname()[1]


@pytest.mark.parametrize("scheme", ["postgresql", "mariadb", "mssql"])
def test_a_server_that_never_answers_can_be_stopped(scheme: str) -> None:
    at_s: list[float] = []
    first_s = time.monotonic()

    def stop(_: int) -> None:
        if time.monotonic() > first_s + 0.3:
            at_s.append(time.monotonic())
            raise Interrupted(message("reading.stopped"))

    with silent_server() as port, pytest.raises(Interrupted):
        list_tables(f"{scheme}://ann@127.0.0.1:{port}/erp", "x", on_row=stop)
    assert time.monotonic() - at_s[0] < STOP_LIMIT_S


@pytest.mark.parametrize("scheme", ["postgresql", "mariadb", "mssql"])
def test_a_server_that_never_answers_is_told(scheme: str, monkeypatch: pytest.MonkeyPatch) -> None:
    # Shorter than a driver waits: who waits for the thread gives up by itself.
    monkeypatch.setattr(sessions, "CONNECT_LIMIT_S", 1)
    monkeypatch.setattr(sessions, "GRACE_S", -0.5)
    with silent_server() as port:
        refused = refusal(lambda: list_tables(f"{scheme}://ann@127.0.0.1:{port}/erp", "x"))
    assert refused == (EnvironmentFault, ["database.unreachable"])
