"""A server of the tests: where it listens, and how its process is started and ended."""

import contextlib
import os
import pwd
import shutil
import signal
import socket
import subprocess
import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

START_LIMIT_S = 60
STOP_LIMIT_S = 20

USER, PASSWORD = "planner", "canary-7Q!x@3/:p%20ä"
"""A password with every sign that an address could mistake for one of its own."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Server:
    """A running server with one user who may do all, `USER`."""

    scheme: str
    port: int
    process: subprocess.Popen[bytes]
    host: str = "127.0.0.1"

    def address(self, database: str, user: str = USER) -> str:
        return f"{self.scheme}://{user}@{self.host}:{self.port}/{database}"


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def run_as(name: str) -> dict[str, object]:
    """Options of a process that must not run as root: the user's, where there is one."""
    if os.geteuid() != 0:
        return {}
    for candidate in (name, "nobody"):
        with contextlib.suppress(KeyError):
            user = pwd.getpwnam(candidate)
            return {"user": user.pw_uid, "group": user.pw_gid, "extra_groups": []}
    return {}


def give_to(folder: Path, name: str) -> None:
    """Make a folder the server's own."""
    user = run_as(name).get("user")
    if isinstance(user, int):
        shutil.chown(folder, user)


@contextlib.contextmanager
def running(
    command: Sequence[str], log: Path, options: dict[str, object], ready: Callable[[], bool]
) -> Iterator[subprocess.Popen[bytes]]:
    """Run a server until the end of the block; all its processes are gone after it."""
    with log.open("wb") as output:
        process = subprocess.Popen(
            [*_dies_with_us(), *command],
            stdin=subprocess.DEVNULL,
            stdout=output,
            stderr=subprocess.STDOUT,
            start_new_session=True,
            **options,  # type: ignore[call-overload]
        )
    try:
        _wait_until(ready, process, log)
        yield process
    finally:
        _stop(process)


def _wait_until(ready: Callable[[], bool], process: subprocess.Popen[bytes], log: Path) -> None:
    deadline_s = time.monotonic() + START_LIMIT_S
    while not ready():
        if process.poll() is not None or time.monotonic() > deadline_s:
            raise RuntimeError(log.read_text(errors="replace")[-4000:])
        time.sleep(0.05)


def _dies_with_us() -> list[str]:
    """What ends a server when the tests are killed, where the system can."""
    setpriv = shutil.which("setpriv")
    return [setpriv, "--pdeathsig", "KILL"] if setpriv else []


def _stop(process: subprocess.Popen[bytes]) -> None:
    # To PostgreSQL this means: end all sessions now. MariaDB listens to the other.
    process.send_signal(signal.SIGINT)
    process.send_signal(signal.SIGTERM)
    try:
        process.wait(STOP_LIMIT_S)
    except subprocess.TimeoutExpired:
        with contextlib.suppress(ProcessLookupError):
            os.killpg(process.pid, signal.SIGKILL)
        process.wait(STOP_LIMIT_S)
