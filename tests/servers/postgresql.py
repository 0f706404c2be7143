"""PostgreSQL for the tests, in a folder of its own."""

import contextlib
import shutil
import subprocess
from collections.abc import Iterator
from pathlib import Path

import psycopg

from tests.servers.server import PASSWORD, USER, Server, free_port, give_to, run_as, running

_ACCOUNT = "postgres"
_VERSIONS = Path("/usr/lib/postgresql")
_SETTINGS = ("fsync=off", "synchronous_commit=off", "full_page_writes=off", "max_connections=30")


def postgresql_programs() -> Path | None:
    """Folder of the server's programs; None where there is none."""
    found = shutil.which("initdb")
    if found is not None:
        return Path(found).resolve().parent
    folders = sorted(_VERSIONS.glob("*/bin/initdb")) if _VERSIONS.is_dir() else []
    return folders[-1].parent if folders else None


@contextlib.contextmanager
def start_postgresql(programs: Path, folder: Path) -> Iterator[Server]:
    """A server whose user logs in by password."""
    give_to(folder, _ACCOUNT)
    data, port, options = folder / "data", free_port(), run_as(_ACCOUNT)
    secret = folder / "secret"
    secret.write_text(PASSWORD + "\n", encoding="utf-8")
    give_to(secret, _ACCOUNT)
    subprocess.run(
        [
            *(programs / "initdb", "-D", data, "-U", USER, "--pwfile", secret),
            *("-A", "scram-sha-256", "-E", "UTF8", "--locale=C", "--no-sync", "--no-instructions"),
        ],
        check=True,
        capture_output=True,
        cwd=folder,
        **options,  # type: ignore[call-overload]
    )
    secret.unlink()
    command = [str(programs / "postgres"), "-D", str(data), "-p", str(port), "-k", str(folder)]
    for setting in (*_SETTINGS, "listen_addresses=127.0.0.1"):
        command += ["-c", setting]

    def ready() -> bool:
        with contextlib.suppress(psycopg.OperationalError):
            postgresql_as_admin(port, "postgres").close()
            return True
        return False

    options["cwd"] = folder
    with running(command, folder / "server.log", options, ready) as process:
        yield Server(scheme="postgresql", port=port, process=process)


def postgresql_as_admin(port: int, database: str) -> "psycopg.Connection[tuple[object, ...]]":
    """A connection that may do anything, each statement at once in force."""
    return psycopg.connect(
        host="127.0.0.1",
        port=port,
        user=USER,
        password=PASSWORD,
        dbname=database,
        autocommit=True,
        connect_timeout=5,
    )
