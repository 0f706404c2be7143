from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from planning.outputs.file_names import (
    path_inside,
    printable_text,
    safe_file_name,
    unique_file_names,
)
from tests.hostile_texts import HOSTILE


def test_an_ordinary_name_stays() -> None:
    assert safe_file_name("VAN-07 Müller 北京", ".gpx") == "VAN-07 Müller 北京.gpx"


@pytest.mark.parametrize(
    "text", [*HOSTILE.values(), "", ".", "..", "a/b\\c", "COM1.txt", "e\u0301"]
)
def test_every_name_stays_in_its_folder_and_can_be_written(text: str, tmp_path: Path) -> None:
    name = safe_file_name(text, ".gpx")
    path = path_inside(tmp_path, name)
    path.write_bytes(b"")
    assert [entry.name for entry in tmp_path.iterdir()] == [name]
    assert set(name).isdisjoint('<>:"/\\|?*\x00\n\u202e')
    assert len(name.encode()) < 200


@pytest.mark.parametrize("device", ["CON", "nul", "Com1", "lpt9.tar", "AUX "])
def test_devices_of_windows_are_no_names(device: str) -> None:
    assert safe_file_name(device).startswith("_")


@given(st.lists(st.text(max_size=200), max_size=8))
def test_names_differ_whatever_they_are_made_from(texts: list[str]) -> None:
    names = unique_file_names(texts, ".gpx")
    assert len({name.casefold() for name in names}) == len(texts)
    assert all(len(name.encode()) <= 255 and Path(name).name == name for name in names)


def test_names_that_differ_in_case_alone_are_numbered() -> None:
    assert unique_file_names(["van", "VAN", "v/n", "v:n"], ".x") == [
        *("van.x", "VAN 2.x", "v_n.x", "v_n 2.x")
    ]


def test_a_path_that_leads_out_is_refused(tmp_path: Path) -> None:
    for name in ("../x", "/etc/passwd", "a/../../x", "a/b"):
        with pytest.raises(ValueError, match="leads out"):
            path_inside(tmp_path, name)


def test_printable_text_keeps_all_but_what_xml_cannot_hold() -> None:
    assert printable_text("a\x00b\tc\n李娜 😀\ud83d\uffff") == "ab\tc\n李娜 😀"
