"""Builds the library that lets disks fail, and tells it when."""

import ctypes
import os
import shutil
import subprocess
from enum import IntEnum
from pathlib import Path

SOURCE = Path(__file__).with_name("failing_disk.c")


class Mode(IntEnum):
    """How a disk fails: one call alone, all from then on, or in the middle of a write."""

    ONCE = 0
    FROM_THEN_ON = 1
    TORN = 2


def compiler() -> str | None:
    """A C compiler, if there is one."""
    return next((found for name in ("cc", "gcc", "clang") if (found := shutil.which(name))), None)


def build_shim(folder: Path) -> Path:
    """Compile the library into a folder."""
    command = compiler()
    assert command is not None
    library = folder / "failing_disk.so"
    options = ["-O2", "-Wall", "-Wextra", "-Werror", "-shared", "-fPIC"]
    subprocess.run([command, *options, "-o", str(library), str(SOURCE), "-ldl"], check=True)
    return library


class FailingDisk:
    """The library within a process that was started with it."""

    def __init__(self) -> None:
        assert "failing_disk" in os.environ.get("LD_PRELOAD", "")
        self._library = ctypes.CDLL(None)
        self._library.failing_disk_first.restype = ctypes.c_char_p
        for name in ("calls", "failures"):
            getattr(self._library, f"failing_disk_{name}").restype = ctypes.c_long

    def arm(self, folder: Path, call: int, error: int, mode: Mode) -> None:
        """Let a call below the folder fail; none where `call` is 0, to count them."""
        below = ctypes.c_char_p(os.fsencode(folder))
        self._library.failing_disk_arm(below, ctypes.c_long(call), int(error), int(mode))

    def disarm(self) -> None:
        """Let nothing fail any more."""
        self._library.failing_disk_arm(ctypes.c_char_p(b""), ctypes.c_long(0), 0, 0)

    @property
    def calls(self) -> int:
        """Calls counted since it was armed."""
        return int(self._library.failing_disk_calls())

    @property
    def first_failed(self) -> str:
        """What failed first; empty where nothing did."""
        return bytes(self._library.failing_disk_first()).decode()
