"""Who has a project open: one writer, any number of readers, no lock that outlives its owner."""

import datetime
import getpass
import os
import signal
import socket
import subprocess
import sys
import threading
from pathlib import Path

import pytest

from domain.errors import ProjectError
from planning.project.kept_plan import append_plan
from planning.project.lock import LockOwner, ProjectLock, lock_path, take_lock
from planning.project.project import Project
from planning.project.stored_tables import stored_tables
from tests.planning.project.made_projects import (
    a_day,
    beside,
    closed_day,
    make_day,
    plain,
    written,
)

_HOLD = """
import sys
from pathlib import Path
from planning.project.project import Project
project = Project.open(Path(sys.argv[1]))
print(project.is_read_only, flush=True)
sys.stdin.read()
"""


def _holding(path: Path) -> subprocess.Popen[str]:
    child = subprocess.Popen(
        [sys.executable, "-c", _HOLD, str(path)],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    )
    assert child.stdout is not None
    assert child.stdout.readline() == "False\n"
    return child


def _end(child: subprocess.Popen[str]) -> None:
    child.kill()
    child.communicate()


def test_another_process_holds_it_until_it_is_killed(tmp_path: Path) -> None:
    path = closed_day(tmp_path)
    child = _holding(path)
    try:
        with Project.open(path) as second:
            assert second.is_read_only
            assert second.holder is not None
            assert second.holder.person == getpass.getuser()
            assert second.holder.computer == socket.gethostname()
            assert second.holder.since is not None
            holder = second.holder.process
            assert holder == child.pid
            with pytest.raises(ProjectError) as refused:
                second.do(written(second, 2, "name", "x"))
            assert refused.value.message.code == "project.held"
            os.kill(child.pid, signal.SIGKILL)
            child.communicate()
    finally:
        _end(child)
    with Project.open(path) as third:
        assert not third.is_read_only
        assert third.holder is None
        assert third.left_open == third.history()[-1].at
        third.do(written(third, 2, "name", "x"))
    assert beside(path) == []


def test_second_one_reads_and_takes_over_after_the_first_is_closed(tmp_path: Path) -> None:
    first = make_day(tmp_path)
    second = Project.open(first.path)
    assert second.is_read_only
    first.do(written(first, 2, "name", "changed"))
    assert second.refresh()
    assert not second.refresh()
    assert second.cell("orders", 2, "name") == "changed"
    first.undo()
    assert second.refresh()
    assert plain(second.tables()) == plain(first.tables())
    first.close()
    assert beside(first.path) == []
    assert second.is_read_only
    second.close()
    with Project.open(first.path) as taken:
        assert not taken.is_read_only
        assert taken.left_open is None


def test_reader_does_not_keep_the_writer_from_one_plain_file(tmp_path: Path) -> None:
    writer = make_day(tmp_path)
    reader = Project.read(writer.path)
    assert reader.holder is None
    writer.close()
    assert beside(writer.path) == []
    assert reader.cell("orders", 2, "id") == "O0"
    assert not reader.refresh()
    reader.close()
    assert beside(writer.path) == []


def test_job_appends_a_plan_beside_the_window(tmp_path: Path) -> None:
    window = make_day(tmp_path)
    day = datetime.date(2026, 3, 9)
    revision = append_plan(window.path, b"plan" * 1000, day, "f1")
    assert revision == window.revision + 1
    # An act comes after the plan although nobody has told the window.
    assert window.do(written(window, 2, "name", "x")) == revision + 1
    assert window.kept_plan("f1", day) == b"plan" * 1000
    append_plan(window.path, b"better", day, "f1")
    assert window.refresh()
    assert window.kept_plan("f1", day) == b"better"
    assert window.plan_of(revision) == b"plan" * 1000
    assert window.kept_plan("other", day) is None
    assert [plan.fingerprint for plan in window.plans()] == ["f1", "f1"]
    window.close()
    append_plan(window.path, b"last", day, "f1")
    assert beside(window.path) == []
    with Project.read(window.path) as reader:
        assert reader.kept_plan("f1", day) == b"last"


def test_plans_of_several_threads_all_stay(tmp_path: Path) -> None:
    window = make_day(tmp_path)
    days = [datetime.date(2026, 3, at) for at in range(1, 9)]
    jobs = [
        threading.Thread(target=append_plan, args=(window.path, b"p%d" % at, day, "f"))
        for at, day in enumerate(days)
    ]
    for job in jobs:
        job.start()
    for at in range(5):
        window.do(written(window, 2, "name", str(at)))
    for job in jobs:
        job.join()
    window.refresh()
    assert [window.kept_plan("f", day) for day in days] == [b"p%d" % at for at in range(8)]
    assert window.revision == 1 + 5 + 8
    window.close()
    assert beside(window.path) == []


def test_many_at_once_only_one_writes(tmp_path: Path) -> None:
    path = closed_day(tmp_path)
    opened: list[Project] = []
    threads = [threading.Thread(target=lambda: opened.append(Project.open(path))) for _ in range(6)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sum(not project.is_read_only for project in opened) == 1
    for project in opened:
        project.close()
    assert beside(path) == []


def test_lock_is_of_the_file_and_not_of_a_name_for_it(tmp_path: Path) -> None:
    first = make_day(tmp_path)
    link = tmp_path / "linked.wayloom"
    link.symlink_to(first.path)
    with Project.open(link) as second:
        assert second.is_read_only
        assert second.path == first.path
    first.close()


def test_lock_file_is_never_written_through_a_link(tmp_path: Path) -> None:
    path = closed_day(tmp_path)
    victim = tmp_path / "diary.txt"
    victim.write_text("dear diary")
    lock_path(path).symlink_to(victim)
    with Project.open(path) as project:
        assert project.is_read_only
    assert victim.read_text() == "dear diary"


@pytest.mark.parametrize("content", [b"", b"{", b'{"process": "x"}', b"\xff" * 9000])
def test_unreadable_owner_is_an_unknown_one(tmp_path: Path, content: bytes) -> None:
    project = tmp_path / "p.wayloom"
    lock = take_lock(project)
    assert isinstance(lock, ProjectLock)
    lock_path(project).write_bytes(content)
    assert take_lock(project) == LockOwner()
    lock.release()
    lock.release()
    assert not lock_path(project).exists()


def test_lock_that_replaced_ours_stays(tmp_path: Path) -> None:
    project = tmp_path / "p.wayloom"
    first = take_lock(project)
    assert isinstance(first, ProjectLock)
    lock_path(project).unlink()
    second = take_lock(project)
    assert isinstance(second, ProjectLock)
    first.release()
    assert isinstance(take_lock(project), LockOwner)
    second.release()


def test_person_is_nowhere_in_the_project(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(getpass, "getuser", lambda: "canary-person")
    project = Project.create(tmp_path / "day.wayloom", a_day(), name="A day")
    assert b"canary-person" in lock_path(project.path).read_bytes()
    project.do(written(project, 2, "name", "x"))
    project.close()
    content = project.path.read_bytes()
    assert b"canary-person" not in content
    assert socket.gethostname().encode() not in content or len(socket.gethostname()) < 4


def test_stored_tables_beside_the_window(tmp_path: Path) -> None:
    window = make_day(tmp_path)
    window.do(written(window, 3, "name", "now"))
    assert plain(stored_tables(window.path)) == plain(window.tables())
    window.close()
