import errno
import os
from pathlib import Path

import pytest

from domain.errors import EnvironmentFault
from maps.network.whole_file import write_whole_file


def test_a_file_is_replaced_and_folders_are_made(tmp_path: Path) -> None:
    path = tmp_path / "new folder" / "方案.json"
    for content in (b"first", b"second"):
        write_whole_file(path, content)
        assert path.read_bytes() == content
    assert [entry.name for entry in path.parent.iterdir()] == [path.name]


def test_a_full_disk_leaves_the_old_file_and_nothing_else(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "plan.json"
    path.write_bytes(b"old")

    def full(_descriptor: int) -> None:
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))

    monkeypatch.setattr(os, "fsync", full)
    with pytest.raises(EnvironmentFault) as fault:
        write_whole_file(path, b"new")
    assert fault.value.message.code == "output.not_written"
    assert fault.value.message["file"] == str(path)
    assert "space" in str(fault.value.message["reason"])
    assert path.read_bytes() == b"old"
    assert list(tmp_path.iterdir()) == [path]


def test_a_folder_that_is_a_file_is_named(tmp_path: Path) -> None:
    (tmp_path / "taken").write_bytes(b"")
    with pytest.raises(EnvironmentFault):
        write_whole_file(tmp_path / "taken" / "plan.json", b"new")
