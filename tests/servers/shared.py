"""Servers shared by all tests of a process: started for the first, ended after the last."""

import contextlib
import shutil
import tempfile
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager
from pathlib import Path

import pytest

from tests.servers.mariadb import mariadb_programs, start_mariadb
from tests.servers.postgresql import postgresql_programs, start_postgresql
from tests.servers.server import Server

_running: dict[str, tuple[Server, contextlib.ExitStack]] = {}
_used_by: dict[str, int] = {}


@contextlib.contextmanager
def shared_postgresql() -> Iterator[Server]:
    """PostgreSQL; tests that need it are skipped where it is not installed."""
    programs = postgresql_programs()
    if programs is None:
        pytest.skip("PostgreSQL is not installed: make servers")
    with _shared("postgresql", lambda folder: start_postgresql(programs, folder)) as server:
        yield server


@contextlib.contextmanager
def shared_mariadb() -> Iterator[Server]:
    """MariaDB; tests that need it are skipped where it is not installed."""
    programs = mariadb_programs()
    if programs is None:
        pytest.skip("MariaDB is not installed: make servers")
    with _shared("mariadb", lambda folder: start_mariadb(programs, folder)) as server:
        yield server


@contextlib.contextmanager
def _shared(name: str, start: Callable[[Path], AbstractContextManager[Server]]) -> Iterator[Server]:
    if name not in _running:
        with contextlib.ExitStack() as stack:
            # Not in pytest's folder: the server's own user may not look into that.
            folder = Path(tempfile.mkdtemp(prefix=f"wayloom-{name}-"))
            stack.callback(shutil.rmtree, folder, ignore_errors=True)
            folder.chmod(0o755)
            server = stack.enter_context(start(folder))
            _running[name] = server, stack.pop_all()
    _used_by[name] = _used_by.get(name, 0) + 1
    try:
        yield _running[name][0]
    finally:
        _used_by[name] -= 1
        if not _used_by[name]:
            _running.pop(name)[1].close()
