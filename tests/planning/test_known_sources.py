"""A plan finds its dataset again, and a damaged memory of it does no harm."""

from pathlib import Path

import pytest

from planning import known_sources as module
from planning.environment import Directories
from planning.known_sources import MOST_KEPT, known_source, remember_source


@pytest.fixture
def folders(tmp_path: Path) -> Directories:
    """Folders of the program that are not made yet."""
    return Directories(cache=tmp_path / "cache", data=tmp_path / "data")


def test_a_source_is_found_by_the_fingerprint_it_had(
    folders: Directories, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    source = tmp_path / "数据 day"
    source.mkdir()
    monkeypatch.chdir(tmp_path)
    assert known_source(folders, "ab") is None
    remember_source(folders, "ab", Path("数据 day"))
    assert known_source(folders, "ab") == source
    assert known_source(folders, "cd") is None
    source.rmdir()
    assert known_source(folders, "ab") is None


@pytest.mark.parametrize("content", [b"", b"{", b"[1]", b'{"ab": 3}', b"\xff"])
def test_a_damaged_memory_is_as_none(folders: Directories, tmp_path: Path, content: bytes) -> None:
    folders.cache.mkdir()
    (folders.cache / "sources.json").write_bytes(content)
    assert known_source(folders, "ab") is None
    remember_source(folders, "ab", tmp_path)
    assert known_source(folders, "ab") == tmp_path


def test_the_oldest_is_forgotten(
    folders: Directories, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(module, "MOST_KEPT", 2)
    for name in ("a", "b", "a", "c"):
        remember_source(folders, name, tmp_path)
    assert [known_source(folders, name) for name in "abc"] == [tmp_path, None, tmp_path]
    assert MOST_KEPT > 2


def test_a_cache_that_cannot_be_written_is_no_trouble(tmp_path: Path) -> None:
    (tmp_path / "taken").write_text("")
    folders = Directories(cache=tmp_path / "taken", data=tmp_path)
    remember_source(folders, "ab", tmp_path)
    assert known_source(folders, "ab") is None
