"""A program that is killed loses no act that it acknowledged, and leaves no project half done."""

import os
import random
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from pathlib import Path

import pytest

from planning.project.project import Project
from tests.planning.project import kill_nursery
from tests.planning.project.edit_forever import edits
from tests.planning.project.made_projects import PlainTable, beside, closed_day, make_day, plain


def _state(project: Project) -> tuple[dict[str, PlainTable], int, object, object, int]:
    return (
        plain(project.tables()),
        project.revision,
        project.undoable,
        project.redoable,
        len(project.plans()),
    )


def _killed_after(
    nursery: subprocess.Popen[str], path: Path, seed: int, acts: int, pause_s: float
) -> int:
    """The last revision that a program acknowledged before it was killed."""
    assert nursery.stdin is not None
    assert nursery.stdout is not None
    nursery.stdin.write(f"{seed} {path}\n")
    nursery.stdin.flush()
    pid = int(nursery.stdout.readline())
    revision = 0
    for _ in range(acts):
        revision = int(nursery.stdout.readline())
    time.sleep(pause_s)
    os.kill(pid, signal.SIGKILL)
    for line in iter(nursery.stdout.readline, "end\n"):
        revision = int(line)
    return revision


def _kill_often(folder: Path, kills: int, seed: int) -> None:
    """Kill again and again, and do the same acts in a project that nobody kills."""
    dice = random.Random(seed)
    # Nobody kills the twin, so it need not wait for a disk.
    memory = Path("/dev/shm")
    twin_folder = Path(tempfile.mkdtemp(dir=memory if memory.is_dir() else folder.parent))
    victim = make_day(folder, 30)
    twin = make_day(twin_folder, 30)
    victim.close()
    nursery = subprocess.Popen(
        [sys.executable, "-m", kill_nursery.__name__],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    )
    for kill in range(kills):
        acts, pause_s = dice.randrange(1, 7), dice.random() * 0.006
        acknowledged = _killed_after(nursery, victim.path, seed + kill, acts, pause_s)
        with Project.open(victim.path) as found:
            assert found.left_open is not None
            assert acknowledged <= found.revision <= acknowledged + 1
            same = edits(twin, seed + kill)
            while twin.revision < found.revision:
                next(same)
            assert _state(found) == _state(twin)
        assert beside(victim.path) == []
    twin.close()
    shutil.rmtree(twin_folder)
    nursery.communicate()
    assert nursery.returncode == 0


def test_no_acknowledged_act_is_lost(tmp_path: Path) -> None:
    _kill_often(tmp_path, 20, seed=1)


@pytest.mark.torture
def test_no_acknowledged_act_is_lost_of_hundreds(tmp_path: Path) -> None:
    _kill_often(tmp_path, 400, seed=1000)


def test_program_for_harnesses_prints_revisions(tmp_path: Path) -> None:
    path = closed_day(tmp_path)
    child = subprocess.Popen(
        [sys.executable, "-m", "tests.planning.project.edit_forever", str(path), "7"],
        stdout=subprocess.PIPE,
        text=True,
    )
    assert child.stdout is not None
    assert [int(child.stdout.readline()) for _ in range(5)] == [2, 3, 4, 5, 6]
    child.kill()
    rest, _ = child.communicate()
    *_, last = [6, *map(int, rest.split())]
    with Project.open(path) as found:
        assert found.revision in {last, last + 1}


def test_unfinished_copies_are_cleared_away(tmp_path: Path) -> None:
    path = closed_day(tmp_path)
    left = tmp_path / f".{path.name}.0123456789ab.part"
    left.write_bytes(b"half")
    other = tmp_path / ".other.wayloom.0123456789ab.part"
    other.write_bytes(b"half")
    Project.open(path).close()
    assert beside(path) == [other.name]
