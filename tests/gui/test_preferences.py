"""Preferences outlive a damaged file: what cannot be read has its default."""

from pathlib import Path

import pytest

from gui.preferences import SYSTEM, Preferences


def test_what_is_remembered_is_there_the_next_morning(tmp_path: Path) -> None:
    file = tmp_path / "preferences.ini"
    first = Preferences(file)
    first.language, first.look, first.time_limit_s = "zh", "dark", 300
    first.source = tmp_path / "Tag, 日; 1=2"
    first.keep_layout("routes", {"widths": [10, 20], "hidden": ["a"]})
    del first
    second = Preferences(file)
    assert (second.language, second.look, second.time_limit_s) == ("zh", "dark", 300)
    assert second.source == tmp_path / "Tag, 日; 1=2"
    assert second.layout("routes") == {"widths": [10, 20], "hidden": ["a"]}


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"\x00\xff\xfe garbage \x80",
        b"[General]\nlanguage=xx\nlook=7\ntime_limit_s=many\n",
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
    assert preferences.source is None
    assert preferences.layout("routes") == {}
    assert preferences.bytes_of("geometry").isEmpty()
