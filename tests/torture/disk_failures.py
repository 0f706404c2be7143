"""Lets every call that writes fail, one after the other, and looks what is left.

``python -m tests.torture.disk_failures [--act NAME] [--quick]`` prints a line of JSON per act.
"""

import argparse
import errno
import json
import os
import shutil
import subprocess
import sys
import tempfile
from collections import Counter
from collections.abc import Hashable, Iterator, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from domain.errors import EnvironmentFault, ProjectError
from tests.torture.disk_shim import FailingDisk, Mode, build_shim
from tests.torture.forked import Died, forked, silent

ROOT = Path(__file__).parents[2]
RAM_DISK = Path("/dev/shm")
ERRORS = (errno.ENOSPC, errno.EIO, errno.EROFS, errno.EACCES)
QUICK = ((errno.ENOSPC, Mode.FROM_THEN_ON),)
QUICK_STEP = 9
READ_ONLY = {"project.folder_read_only", "project.old_read_only"}
MOST_CALLS = 5_000


@dataclass(frozen=True, slots=True, kw_only=True)
class Tried:
    """An act on a failing disk.

    Attributes
    ----------
    call
        Number of the call that failed, and what it was.
    said
        What the program said: done, a fault, or how it crashed.
    left
        What was left: the old state, the new one, or what is wrong.
    """

    error: str
    mode: str
    call: int
    failed: str
    said: str
    left: str

    @property
    def is_right(self) -> bool:
        """Whether nothing is lost, and the program said so."""
        return (self.said, self.left) in {("fault", "old"), ("fault", "new"), ("done", "new")}


class Trials:
    """One act, on a disk that fails at each of its calls."""

    def __init__(self, act: Any, folder: Path, disk: FailingDisk) -> None:
        self._act = act
        self._disk = disk
        self._base = folder / "base"
        self._work = folder / "work"
        self._base.mkdir()
        with silent():
            forked(lambda: act.prepare(self._base))
            self._old = self._after_copy(do=False)
            self._new = self._after_copy(do=True)
        assert self._old != self._new, self._old

    def _after_copy(self, *, do: bool) -> Hashable:
        """The state of a fresh copy, and of one on which the act was done."""
        self._copy()
        if do:
            forked(lambda: self._act.do(self._work))
        state: Hashable = forked(lambda: self._act.state(self._work))
        return state

    def _copy(self) -> None:
        shutil.rmtree(self._work, ignore_errors=True)
        shutil.copytree(self._base, self._work, symlinks=True)

    def all_calls(self, error: int, mode: Mode, step: int) -> Iterator[Tried]:
        """Let every call, or every so many, fail, until the act makes no more calls."""
        for call in range(1, MOST_CALLS, step):
            self._copy()
            with silent():
                said, failed = self._try(call, error, mode)
                left = self._what_is_left()
            tried = Tried(
                error=errno.errorcode[error],
                mode=mode.name.lower(),
                call=call,
                failed=failed,
                said=said,
                left=left,
            )
            if not failed:
                assert (said, left) == ("done", "new"), tried
                return
            yield tried

    def _try(self, call: int, error: int, mode: Mode) -> tuple[str, str]:
        try:
            said, failed = forked(lambda: self._do(call, error, mode))
        except Died as died:
            return f"crash: {str(died)[-1500:]}", "unknown"
        return said, failed

    def _do(self, call: int, error: int, mode: Mode) -> tuple[str, str]:
        """In a process of its own: do it while the disk fails."""
        self._disk.arm(self._work, call, error, mode)
        said = "done"
        try:
            self._act.do(self._work)
        except EnvironmentFault:
            said = "fault"
        except ProjectError as refused:
            # Where not even the lock can be made, a project is open only to be read.
            said = "fault" if refused.message.code in READ_ONLY else f"crash: {refused!r}"
        except OSError as failure:
            said = "fault" if self._act.may_raise_os_errors else f"crash: {failure!r}"
        failed = self._disk.first_failed
        self._disk.disarm()
        return said, failed

    def _what_is_left(self) -> str:
        try:
            state = forked(lambda: self._act.state(self._work))
        except Died as died:
            return f"broken: {str(died)[-1500:]}"
        if state == self._old:
            return "old"
        return "new" if state == self._new else f"between: {state!r}"


def try_act(act: Any, kinds: Sequence[tuple[int, Mode]], step: int) -> list[Tried]:
    """All trials of an act, or a share of them."""
    with tempfile.TemporaryDirectory(dir=RAM_DISK if RAM_DISK.is_dir() else None) as made:
        trials = Trials(act, Path(made), FailingDisk())
        return [tried for error, mode in kinds for tried in trials.all_calls(error, mode, step)]


def told(act: Any, tried: Sequence[Tried]) -> dict[str, Any]:
    """What came of an act, to print."""
    return {
        "act": act.name,
        "trials": len(tried),
        "calls": dict(Counter(t.failed for t in tried)),
        "said": dict(Counter(t.said.partition(":")[0] for t in tried)),
        "left": dict(Counter(t.left.partition(":")[0] for t in tried)),
        "wrong": [asdict(t) for t in tried if not t.is_right][:20],
        "wrong_count": sum(not t.is_right for t in tried),
    }


def run_all(*, quick: bool, act: str = "") -> list[dict[str, Any]]:
    """Try all acts, or one, in a process whose disk can fail."""
    with tempfile.TemporaryDirectory() as folder:
        library = build_shim(Path(folder))
        command = [sys.executable, "-m", "tests.torture.disk_failures", "--in-place"]
        command += ["--quick"] * quick + (["--act", act] if act else [])
        environment = os.environ | {"LD_PRELOAD": str(library)}
        done = subprocess.run(
            command, cwd=ROOT, env=environment, stdout=subprocess.PIPE, text=True, check=True
        )
    return [json.loads(line) for line in done.stdout.splitlines()]


def main() -> int:
    """Try acts, and tell what came of each."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--act", default="")
    parser.add_argument("--quick", action="store_true")
    parser.add_argument("--in-place", action="store_true", help="this process has such a disk")
    arguments = parser.parse_args()
    if not arguments.in_place:
        found = run_all(quick=arguments.quick, act=arguments.act)
        print("\n".join(json.dumps(line, ensure_ascii=False) for line in found))
        return int(any(line["wrong_count"] for line in found))
    from tests.torture.disk_acts import ACTS
    from tests.torture.kill_projects import warm_up

    kinds = QUICK if arguments.quick else [(error, mode) for error in ERRORS for mode in Mode]
    step = QUICK_STEP if arguments.quick else 1
    warm_up()
    for act in ACTS:
        if arguments.act in {"", act.name}:
            print(json.dumps(told(act, try_act(act, kinds, step)), ensure_ascii=False), flush=True)
    return 0


if __name__ == "__main__":
    sys.exit(main())
