"""Every text of the widgets is there in Chinese, and the compiled file is the newest."""

import re
import xml.etree.ElementTree as ET
from pathlib import Path

import pytest

from tooling.window_texts import TRANSLATION, collect, compile_translation

_PLACE = re.compile(r"\{(\w*)[^}]*\}")


def _messages(file: Path) -> list[tuple[str, str, str | None]]:
    """Source, translation and state of every text."""
    found = []
    for item in ET.parse(file).getroot().iter("message"):
        translation = item.find("translation")
        assert translation is not None
        found.append((item.findtext("source", ""), translation.text or "", translation.get("type")))
    return found


def test_nothing_is_left_to_translate() -> None:
    assert [source for source, _, state in _messages(TRANSLATION) if state is not None] == []
    assert all(text for _, text, _ in _messages(TRANSLATION))


def test_translations_have_the_same_places_to_fill() -> None:
    for source, text, _ in _messages(TRANSLATION):
        assert sorted(_PLACE.findall(source)) == sorted(_PLACE.findall(text)), source


@pytest.fixture
def copy(tmp_path: Path) -> Path:
    """A copy of the translation file that may be changed."""
    file = tmp_path / TRANSLATION.name
    file.write_bytes(TRANSLATION.read_bytes())
    return file


def test_the_file_holds_the_texts_of_the_code(copy: Path) -> None:
    collect(copy)
    assert _messages(copy) == _messages(TRANSLATION)


def test_the_compiled_file_is_the_newest(copy: Path, tmp_path: Path) -> None:
    made = compile_translation(copy, target=tmp_path / "made.qm")
    assert made.read_bytes() == TRANSLATION.with_suffix(".qm").read_bytes()
