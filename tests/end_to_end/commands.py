"""Runs `wayloom` as a person does: a process with arguments, output and an exit code."""

import contextlib
import json
import os
import subprocess
import sys
import time
from dataclasses import dataclass
from pathlib import Path
from typing import IO, Any

ROOT = Path(__file__).parents[2]
MAIN = ROOT / "main.py"
LIMIT_S = 240


@dataclass(frozen=True, slots=True)
class Finished:
    """What a command left behind."""

    code: int
    out: str
    err: str

    @property
    def json(self) -> Any:
        """Standard output, which must be exactly one JSON object on one line."""
        assert self.out.count("\n") == 1, self.out
        return json.loads(self.out)


def start(*arguments: object, cache: Path) -> subprocess.Popen[str]:
    """Start a command with a cache of its own."""
    environment = os.environ | {"WAYLOOM_CACHE": str(cache), "WAYLOOM_LANGUAGE": "en"}
    return subprocess.Popen(
        [sys.executable, str(MAIN), *map(str, arguments)],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        encoding="utf-8",
        env=environment,
        start_new_session=True,
    )


def finish(process: subprocess.Popen[str], seen: str = "", *, limit_s: float = LIMIT_S) -> Finished:
    """Wait for a command; `seen` is standard error read before."""
    out, err = process.communicate(timeout=limit_s)
    return Finished(process.returncode, out, seen + err)


def wayloom(*arguments: object, cache: Path, limit_s: float = LIMIT_S) -> Finished:
    """Run a command to its end."""
    return finish(start(*arguments, cache=cache), limit_s=limit_s)


def read_until(stream: IO[str] | None, text: str) -> str:
    """Read lines until one contains a text; return all of them."""
    assert stream is not None
    seen = ""
    for line in stream:
        seen += line
        if text in line:
            return seen
    raise AssertionError(f"{text!r} never came:\n{seen}")


def job_processes(process: subprocess.Popen[str]) -> list[int]:
    """Ids of the processes of a command's jobs; none once it has ended."""
    found = []
    with contextlib.suppress(FileNotFoundError, ProcessLookupError):
        for task in Path(f"/proc/{process.pid}/task").iterdir():
            for child in (task / "children").read_text().split():
                if b"spawn_main" in Path(f"/proc/{child}/cmdline").read_bytes():
                    found.append(int(child))
    return found


def wait_for_jobs(process: subprocess.Popen[str], limit_s: float = 60) -> list[int]:
    """Ids of the processes of a command's jobs, once there are some."""
    deadline_s = time.monotonic() + limit_s
    while not (found := job_processes(process)):
        assert time.monotonic() < deadline_s
        time.sleep(0.05)
    return found
