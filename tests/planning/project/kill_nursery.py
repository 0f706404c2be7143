"""Starts programs that edit a project until they are killed, without loading Python anew for each.

It reads lines of a seed and a path; the program it starts prints its process id and then each
revision that was acknowledged, and ``end`` follows when it was killed.
"""

import os
import sys
from pathlib import Path

from tests.planning.project.edit_forever import edit_forever


class _Pipe:
    def send(self, revision: int) -> None:
        # In one piece, so that what is read was written whole.
        os.write(sys.stdout.fileno(), f"{revision}\n".encode())


def nurse() -> None:
    """Start one program after the other."""
    for line in sys.stdin:
        seed, path = line.rstrip("\n").split(" ", 1)
        pid = os.fork()
        if pid == 0:
            _Pipe().send(os.getpid())
            edit_forever(Path(path), int(seed), _Pipe())
            raise AssertionError("nobody killed it")
        os.waitpid(pid, 0)
        os.write(sys.stdout.fileno(), b"end\n")


if __name__ == "__main__":
    nurse()
