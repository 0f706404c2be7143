"""What the disk and other people do to a project that is open."""

import os
import resource
import shutil
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from types import SimpleNamespace

import pytest

from domain.errors import EnvironmentFault, ProjectError
from planning.project.journal_mode import file_system
from planning.project.lock import lock_path
from planning.project.project import Project
from tests.planning.project.made_projects import (
    a_day,
    beside,
    closed_day,
    make_day,
    plain,
    written,
)

posix = pytest.mark.skipif(os.name == "nt", reason="Windows lets nobody delete an open file")


@contextmanager
def _no_room(most_bytes: int) -> Iterator[None]:
    """No file can grow beyond a size, as on a full disk."""
    before, hard = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (most_bytes, hard))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, (before, hard))


@contextmanager
def _read_only(folder: Path) -> Iterator[None]:
    """A folder in which nothing can be written, also by the system's administrator."""
    if os.geteuid() != 0:
        folder.chmod(0o555)
        try:
            yield
        finally:
            folder.chmod(0o755)
        return
    bind = ["mount", "--bind", str(folder), str(folder)]
    if subprocess.run(bind, check=False, capture_output=True).returncode:
        pytest.skip("the administrator may write everywhere, and cannot mount here")
    try:
        remount = ["mount", "-o", "remount,bind,ro", str(folder)]
        subprocess.run(remount, check=True, capture_output=True)
        yield
    finally:
        subprocess.run(["umount", str(folder)], check=True, capture_output=True)


@posix
@pytest.mark.parametrize("how", ["deleted", "moved", "replaced"])
def test_act_after_the_file_is_gone_is_refused_and_all_is_saved(tmp_path: Path, how: str) -> None:
    folder = tmp_path / "a"
    folder.mkdir()
    project = make_day(folder)
    project.do(written(project, 2, "name", "done"))
    assert not project.is_gone
    if how == "deleted":
        project.path.unlink()
    else:
        project.path.rename(folder / "elsewhere.wayloom")
    if how == "replaced":
        shutil.copy(folder / "elsewhere.wayloom", project.path)
    assert project.is_gone
    before = plain(project.tables())
    with pytest.raises(ProjectError) as refused:
        project.do(written(project, 2, "name", "lost?"))
    assert refused.value.message.code == "project.gone"
    assert plain(project.tables()) == before
    saved = tmp_path / "saved.wayloom"
    project.copy_to(saved)
    project.close()
    with Project.open(saved) as again:
        assert plain(again.tables()) == before
        assert again.left_open is None
        assert again.undo() is not None
    if how == "moved":
        with Project.open(folder / "elsewhere.wayloom") as moved:
            assert plain(moved.tables()) == before
    expected = {"deleted": [], "moved": ["elsewhere.wayloom"]}
    if how in expected:
        assert sorted(path.name for path in folder.iterdir()) == expected[how]


@posix
def test_deleted_file_is_made_again_under_its_own_name(tmp_path: Path) -> None:
    project = make_day(tmp_path)
    project.do(written(project, 2, "name", "done"))
    with pytest.raises(ProjectError) as refused:
        project.copy_to(project.path)
    assert refused.value.message.code == "project.exists"
    project.path.unlink()
    project.copy_to(project.path)
    assert not project.is_gone
    project.do(written(project, 3, "name", "more"))
    before = plain(project.tables())
    project.close()
    assert beside(project.path) == []
    with Project.open(project.path) as again:
        assert plain(again.tables()) == before


@posix
def test_deleted_folder(tmp_path: Path) -> None:
    folder = tmp_path / "a"
    folder.mkdir()
    project = make_day(folder)
    shutil.rmtree(folder)
    with pytest.raises(ProjectError) as refused:
        project.do(written(project, 2, "name", "x"))
    assert refused.value.message.code == "project.gone"
    project.copy_to(tmp_path / "saved.wayloom")
    project.close()
    with Project.open(tmp_path / "saved.wayloom") as again:
        assert again.revision == 1


@posix
def test_full_disk_refuses_the_act_and_nothing_else(tmp_path: Path) -> None:
    project = make_day(tmp_path, 50)
    project.do(written(project, 2, "name", "before"))
    before, revision = plain(project.tables()), project.revision
    log_bytes = project.path.with_name(f"{project.path.name}-wal").stat().st_size
    with _no_room(log_bytes + 100), pytest.raises(EnvironmentFault) as refused:
        project.do(written(project, 2, "name", "x" * 9000))
    assert refused.value.message.code == "project.not_written"
    assert refused.value.message["reason"]
    assert plain(project.tables()) == before
    assert project.revision == revision
    with _no_room(log_bytes + 100), pytest.raises(EnvironmentFault):
        project.import_tables(a_day(400))
    assert plain(project.tables()) == before
    assert project.do(written(project, 2, "name", "room again")) == revision + 1
    project.close()
    assert beside(project.path) == []
    with Project.open(project.path) as again:
        assert again.cell("orders", 2, "name") == "room again"


@posix
def test_full_disk_leaves_no_half_project_and_no_half_copy(tmp_path: Path) -> None:
    with _no_room(10_000), pytest.raises(EnvironmentFault) as refused:
        make_day(tmp_path, 50)
    assert refused.value.message.code == "project.not_written"
    assert list(tmp_path.iterdir()) == []
    project = make_day(tmp_path, 50)
    target = tmp_path / "copy.wayloom"
    target.write_bytes(b"older")
    with _no_room(10_000), pytest.raises(EnvironmentFault):
        project.copy_to(target)
    assert target.read_bytes() == b"older"
    project.copy_to(target)
    project.close()
    assert beside(project.path) == [target.name]
    with Project.open(target) as copied:
        assert copied.revision == 1


def test_copy_never_replaces_what_somebody_has_open(tmp_path: Path) -> None:
    project = make_day(tmp_path)
    other = make_day(tmp_path, 9, name="other.wayloom")
    with pytest.raises(ProjectError) as refused:
        project.copy_to(other.path)
    assert refused.value.message.code == "project.held"
    other.do(written(other, 2, "name", "mine"))
    other.close()
    project.close()


def test_copy_over_a_project_that_was_killed_takes_nothing_of_it(tmp_path: Path) -> None:
    project = make_day(tmp_path)
    other = make_day(tmp_path, 9, name="other.wayloom")
    other.do(written(other, 2, "name", "mine"))
    victim = tmp_path / "victim.wayloom"
    shutil.copy(other.path, victim)
    shutil.copy(f"{other.path}-wal", f"{victim}-wal")
    other.close()
    project.copy_to(victim)
    with Project.open(victim) as copied:
        assert plain(copied.tables()) == plain(project.tables())
    project.close()


def test_existing_file_is_never_replaced_by_a_new_project(tmp_path: Path) -> None:
    path = closed_day(tmp_path)
    content = path.read_bytes()
    with pytest.raises(ProjectError) as refused:
        make_day(tmp_path)
    assert refused.value.message.code == "project.exists"
    assert path.read_bytes() == content
    with Project.open(path), pytest.raises(ProjectError) as held:
        make_day(tmp_path)
    assert held.value.message.code == "project.held"
    path.unlink()
    path.symlink_to(tmp_path / "nowhere")
    with pytest.raises(ProjectError):
        make_day(tmp_path)
    assert beside(path) == []


def test_new_project_in_no_folder(tmp_path: Path) -> None:
    with pytest.raises(EnvironmentFault) as refused:
        make_day(tmp_path / "none")
    assert refused.value.message.code == "project.not_written"


@posix
def test_folder_that_cannot_be_written_is_read(tmp_path: Path) -> None:
    folder = tmp_path / "a"
    folder.mkdir()
    path = closed_day(folder)
    with _read_only(folder):
        with Project.open(path) as project:
            assert project.is_read_only
            assert project.holder is None
            assert project.why_read_only is not None
            assert project.why_read_only.code == "project.folder_read_only"
            assert project.cell("orders", 2, "id") == "O0"
            with pytest.raises(ProjectError) as refused:
                project.do(written(project, 2, "name", "x"))
            assert refused.value.message.code == "project.folder_read_only"
            project.copy_to(tmp_path / "mine.wayloom")
        with Project.read(path) as reader:
            assert reader.revision == 1
        with pytest.raises(EnvironmentFault):
            make_day(folder, name="new.wayloom")
        with pytest.raises(EnvironmentFault):
            reader_copy(path, folder / "copy.wayloom")
    assert beside(path) == []
    with Project.open(tmp_path / "mine.wayloom") as mine:
        mine.do(written(mine, 2, "name", "x"))


def reader_copy(path: Path, to: Path) -> None:
    with Project.read(path) as reader:
        reader.copy_to(to)


@posix
def test_project_left_open_in_a_folder_that_cannot_be_written(tmp_path: Path) -> None:
    folder = tmp_path / "a"
    folder.mkdir()
    source = make_day(tmp_path)
    source.do(written(source, 2, "name", "in the log"))
    path = folder / "day.wayloom"
    shutil.copy(source.path, path)
    shutil.copy(f"{source.path}-wal", f"{path}-wal")
    source.close()
    with _read_only(folder), pytest.raises(ProjectError) as refused:
        Project.open(path)
    assert refused.value.message.code == "project.not_recovered"
    with Project.open(path) as project:
        assert project.cell("orders", 2, "name") == "in the log"


@contextmanager
def _write_protected(path: Path) -> Iterator[None]:
    """A file that cannot be written, also by the system's administrator."""
    if os.geteuid() != 0:
        path.chmod(0o444)
        yield
        return
    if subprocess.run(["chattr", "+i", str(path)], check=False, capture_output=True).returncode:
        pytest.skip("the administrator may write every file, and none can be protected here")
    try:
        yield
    finally:
        subprocess.run(["chattr", "-i", str(path)], check=True, capture_output=True)


@posix
def test_file_that_cannot_be_written_is_read(tmp_path: Path) -> None:
    path = closed_day(tmp_path)
    with _write_protected(path), Project.open(path) as project:
        assert project.why_read_only is not None
        assert project.why_read_only.code == "project.file_read_only"
        assert project.cell("orders", 2, "id") == "O0"
        assert Project.read(path).revision == 1
    assert beside(path) == []


@posix
def test_copy_made_while_it_was_open_is_read_without_a_trace(tmp_path: Path) -> None:
    source = make_day(tmp_path)
    (tmp_path / "b").mkdir()
    path = tmp_path / "b" / "copied.wayloom"
    shutil.copy(source.path, path)
    source.close()
    with Project.read(path) as reader:
        assert reader.revision == 1
    assert beside(path) == []
    with Project.open(path) as project:
        assert project.left_open is not None
    assert beside(path) == []


def test_closed_project_refuses_everything_in_words(tmp_path: Path) -> None:
    project = make_day(tmp_path)
    project.close()
    project.close()
    for use in (
        lambda: project.do(written(project, 2, "name", "x")),
        project.refresh,
        lambda: project.copy_to(tmp_path / "x.wayloom"),
    ):
        with pytest.raises(ProjectError) as refused:
            use()
        assert refused.value.message.code == "project.closed"
    assert not lock_path(project.path).exists()


@pytest.mark.parametrize("name", ["a b#?%20.wayloom", "订单 €.wayloom", "'; DROP.wayloom", "-x"])
def test_any_name_of_a_file(tmp_path: Path, name: str) -> None:
    project = make_day(tmp_path, name=name)
    project.do(written(project, 2, "name", "x"))
    project.copy_to(tmp_path / f"copy of {name}")
    project.close()
    with Project.open(tmp_path / f"copy of {name}") as copied:
        assert copied.cell("orders", 2, "name") == "x"
    assert sorted(path.name for path in tmp_path.iterdir()) == sorted([name, f"copy of {name}"])


@posix
def test_name_that_is_no_text(tmp_path: Path) -> None:
    name = os.fsdecode(b"caf\xe9.wayloom")
    project = make_day(tmp_path, name=name)
    project.do(written(project, 2, "name", "x"))
    project.copy_to(tmp_path / f"copy-{name}")
    project.close()
    with Project.open(tmp_path / f"copy-{name}") as copied:
        assert copied.cell("orders", 2, "name") == "x"


def test_kind_of_file_system() -> None:
    mounts = [
        "/dev/vda / ext4 rw 0 0",
        "srv:/plans /home/plans\\040of\\040all nfs4 rw 0 0",
        "tmpfs /home tmpfs rw 0 0",
        "broken",
    ]
    assert file_system(Path("/etc/x"), mounts) == "ext4"
    assert file_system(Path("/home/plans of all/day.wayloom"), mounts) == "nfs4"
    assert file_system(Path("/home/plans"), mounts) == "tmpfs"


@posix
def test_project_opens_on_a_full_disk_and_goes_on_when_there_is_room(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = closed_day(tmp_path)
    with monkeypatch.context() as full, _no_room(0):
        full.setattr(shutil, "disk_usage", lambda _: SimpleNamespace(total=1, used=1, free=0))
        project = Project.open(path)
        assert not project.is_read_only
        with pytest.raises(EnvironmentFault) as refused:
            project.do(written(project, 2, "name", "x"))
        assert refused.value.message.code == "project.not_written"
        assert project.cell("orders", 2, "name") == "顾客 0"
        with Project.read(path) as reader:
            assert reader.revision == 1
    assert project.do(written(project, 2, "name", "x")) == 2
    project.close()
    assert beside(path) == []


def test_on_a_network_share_nothing_lies_beside(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("planning.project.journal_mode.on_network", lambda path: True)
    project = make_day(tmp_path)
    project.do(written(project, 2, "name", "x"))
    assert beside(project.path) == [lock_path(project.path).name]
    with Project.read(project.path) as reader:
        assert reader.cell("orders", 2, "name") == "x"
    (tmp_path / "b").mkdir()
    for found in (project.path, lock_path(project.path)):
        shutil.copy(found, tmp_path / "b")
    project.close()
    with Project.open(tmp_path / "b" / project.path.name) as left:
        assert left.left_open == left.history()[-1].at
