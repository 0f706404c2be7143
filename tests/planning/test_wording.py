"""The catalogue: complete in both languages, and every code in the program has a text."""

import ast
import string
from pathlib import Path

import pytest
from babel.messages.pofile import read_po

from domain.message import message
from planning.wording import LANGUAGES, Wording
from tooling.compile_texts import compiled

ROOT = Path(__file__).parents[2]
ROOMS = ("domain", "maps", "forecasting", "optimizer", "planning")
CATALOGUES = {
    language: ROOT / "resources" / "locale" / folder / "LC_MESSAGES" / "wayloom.po"
    for language, folder in LANGUAGES.items()
}


def texts(language: str) -> dict[str, str]:
    """Codes and sentences of a language, as its catalogue file has them."""
    with CATALOGUES[language].open("rb") as file:
        return {str(entry.id): str(entry.string) for entry in read_po(file) if entry.id}


def codes_in_program() -> set[str]:
    """Every code written out in a call of `message(...)` or `Message(...)`."""
    found = set()
    for room in ROOMS:
        for path in (ROOT / room).rglob("*.py"):
            for node in ast.walk(ast.parse(path.read_text("utf-8"))):
                if isinstance(node, ast.Call) and node.args:
                    name = getattr(node.func, "id", getattr(node.func, "attr", ""))
                    first = node.args[0]
                    is_code = isinstance(first, ast.Constant) and isinstance(first.value, str)
                    if name in {"message", "Message"} and is_code:
                        found.add(first.value)  # type: ignore[attr-defined]
    return found


def placeholders(text: str) -> set[str]:
    return {name for _, name, _, _ in string.Formatter().parse(text) if name}


def test_both_languages_have_the_same_codes_and_parameters() -> None:
    english, chinese = texts("en"), texts("zh")
    assert set(english) == set(chinese)
    for code, text in english.items():
        assert text, code
        assert chinese[code], code
        assert placeholders(text) == placeholders(chinese[code]), code


def test_every_code_of_the_program_has_a_text() -> None:
    codes = codes_in_program()
    assert len(codes) > 50
    assert codes - set(texts("en")) == set()


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_compiled_catalogue_is_that_of_the_texts(language: str) -> None:
    path = CATALOGUES[language]
    assert path.with_suffix(".mo").read_bytes() == compiled(path), "run: make texts"


def test_a_sentence_is_said_in_the_language_chosen() -> None:
    served = message("report.orders", served=397, orders=400, unassigned=3)
    assert Wording("en").say(served).endswith("397 of 400 served, 3 unassigned")
    assert "400 张中送达 397 张" in Wording("zh").say(served)


def test_a_text_that_is_missing_or_does_not_fit_still_tells_what_it_can() -> None:
    wording = Wording("en")
    assert wording.say(message("no.such_code", order="A7")) == "no.such_code {'order': 'A7'}"
    assert "report.orders" in wording.say(message("report.orders", served=1))


def test_hostile_parameters_are_only_text() -> None:
    hostile = "{0.__class__} {served} %s"
    said = Wording("en").say(message("report.file_map", path=hostile))
    assert hostile in said
