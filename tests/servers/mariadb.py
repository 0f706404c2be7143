"""MariaDB for the tests, in a folder of its own."""

import contextlib
import shutil
import subprocess
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pymysql

from tests.servers.server import PASSWORD, USER, Server, free_port, give_to, run_as, running

_ACCOUNT = "mysql"
_SETTINGS = (
    *("--skip-log-bin", "--innodb-flush-log-at-trx-commit=0", "--innodb-buffer-pool-size=64M"),
    *("--innodb-flush-method=nosync", "--skip-name-resolve", "--performance-schema=off"),
    *("--max-connections=30", "--character-set-server=utf8mb4"),
)


def mariadb_programs() -> tuple[Path, Path] | None:
    """The server and what prepares its folder; None where they are missing."""
    path = "/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin"
    found = [
        shutil.which(name) or shutil.which(name, path=path)
        for name in ("mariadbd", "mariadb-install-db")
    ]
    return (Path(found[0]), Path(found[1])) if found[0] and found[1] else None


@contextlib.contextmanager
def start_mariadb(programs: tuple[Path, Path], folder: Path) -> Iterator[Server]:
    """A server whose user logs in by password."""
    give_to(folder, _ACCOUNT)
    data, port, options = folder / "data", free_port(), run_as(_ACCOUNT)
    secret = folder / "first.sql"
    login, secret_text = f"'{USER}'@'127.0.0.1'", PASSWORD.replace("'", "''")
    secret.write_text(
        f"CREATE USER {login} IDENTIFIED BY '{secret_text}';\n"
        f"GRANT ALL ON *.* TO {login} WITH GRANT OPTION;\n",
        encoding="utf-8",
    )
    give_to(secret, _ACCOUNT)
    subprocess.run(
        [
            *(programs[1], "--no-defaults", f"--datadir={data}", "--skip-test-db"),
            *("--auth-root-authentication-method=normal", f"--tmpdir={folder}"),
        ],
        check=True,
        capture_output=True,
        cwd=folder,
        **options,  # type: ignore[call-overload]
    )
    command = [
        *(str(programs[0]), "--no-defaults", f"--datadir={data}", f"--port={port}"),
        *(f"--socket={folder / 'sock'}", "--bind-address=127.0.0.1", f"--tmpdir={folder}"),
        *(f"--pid-file={folder / 'pid'}", f"--init-file={secret}", *_SETTINGS),
    ]

    def ready() -> bool:
        with contextlib.suppress(pymysql.OperationalError):
            mariadb_as_admin(port).close()
            return True
        return False

    options["cwd"] = folder
    with running(command, folder / "server.log", options, ready) as process:
        yield Server(scheme="mariadb", port=port, process=process)


def mariadb_as_admin(port: int, database: str | None = None) -> Any:
    """A connection that may do anything, each statement at once in force."""
    return pymysql.connect(
        host="127.0.0.1",
        port=port,
        user=USER,
        password=PASSWORD.encode(),
        database=database,
        charset="utf8mb4",
        autocommit=True,
        local_infile=True,
        connect_timeout=5,
    )
