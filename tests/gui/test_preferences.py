"""Preferences outlive a damaged file: what cannot be read has its default."""

from pathlib import Path

import pytest

from gui.preferences import MOST_RECENT, SYSTEM, Preferences


def test_what_is_remembered_is_there_the_next_morning(tmp_path: Path) -> None:
    file = tmp_path / "preferences.ini"
    first = Preferences(file)
    first.language, first.look, first.time_limit_s = "zh", "dark", 300
    first.remember_project(tmp_path / "Tag, 日; 1=2.wayloom", "Tag, 日")
    first.keep_layout("routes", {"widths": [10, 20], "hidden": ["a"]})
    del first
    second = Preferences(file)
    assert (second.language, second.look, second.time_limit_s) == ("zh", "dark", 300)
    assert second.project == tmp_path / "Tag, 日; 1=2.wayloom"
    assert [project.title for project in second.recent] == ["Tag, 日"]
    assert second.layout("routes") == {"widths": [10, 20], "hidden": ["a"]}


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"\x00\xff\xfe garbage \x80",
        b"[General]\nlanguage=xx\nlook=7\ntime_limit_s=many\n",
        b"[General]\nrecent=[[1], 2]\nproject=\n",
        b"[General]\nlanguage=@Variant(\\0\\0)\n[tables]\nroutes=@Invalid()\n[window]\ngeometry=3\n",
    ],
)
def test_a_damaged_file_costs_only_what_was_in_it(tmp_path: Path, content: bytes) -> None:
    file = tmp_path / "preferences.ini"
    file.write_bytes(content)
    preferences = Preferences(file)
    assert preferences.language in {"en", "zh"}
    assert preferences.look == SYSTEM
    assert preferences.time_limit_s == 30
    assert preferences.project is None
    assert preferences.recent == ()
    assert preferences.layout("routes") == {}
    assert preferences.bytes_of("geometry").isEmpty()


def test_the_projects_opened_last_come_newest_first_and_once(tmp_path: Path) -> None:
    preferences = Preferences(tmp_path / "preferences.ini")
    paths = [tmp_path / f"{number}.wayloom" for number in range(MOST_RECENT + 3)]
    for path in (*paths, paths[4]):
        preferences.remember_project(path, path.stem)
    recent = [project.path for project in Preferences(tmp_path / "preferences.ini").recent]
    assert recent == [paths[4], *(path for path in reversed(paths[3:]) if path != paths[4])]
    assert len(recent) == MOST_RECENT


def test_data_remembered_by_an_older_program_are_opened_again(tmp_path: Path) -> None:
    file = tmp_path / "preferences.ini"
    file.write_text("[General]\nsource=/data/monday\n")
    preferences = Preferences(file)
    assert preferences.project == Path("/data/monday")
    preferences.remember_project(tmp_path / "monday.wayloom", "monday")
    assert Preferences(file).project == tmp_path / "monday.wayloom"
    preferences.forget_project()
    assert Preferences(file).project is None
