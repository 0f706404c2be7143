"""Every sign shows: from the font that has it, else as a box."""

from pathlib import Path

import pytest

from planning.outputs.papers.pdf_fonts import Typefaces, find_typefaces, paper_typefaces
from planning.outputs.papers.pdf_layout import Typesetter
from tests.hostile_texts import HOSTILE
from tests.planning.outputs.papers.made_pdf import extracted, one_page

LATIN = "".join(map(chr, [*range(0x20, 0x7F), *range(0xA1, 0xAD), *range(0xAE, 0x180)]))
CHINESE = "北京市朝阳区建国路八十八号，（放在门卫处）。"


@pytest.fixture(scope="module")
def bare() -> Typefaces:
    """What a computer without any font has."""
    return find_typefaces(())


def test_fonts_are_looked_for_once() -> None:
    assert paper_typefaces() is paper_typefaces()


def test_names_of_europe_and_china_come_out_as_they_went_in() -> None:
    setter = Typesetter(paper_typefaces())
    assert extracted(one_page(LATIN + CHINESE, setter)) == (LATIN + CHINESE).replace(" ", "")


def test_without_any_font_chinese_is_in_the_font_that_readers_have(bare: Typefaces) -> None:
    runs = list(bare.regular.runs("A " + CHINESE))
    assert [run.font for run in runs] == ["Vera", "STSong-Light"]
    content = one_page("A " + CHINESE, Typesetter(bare))
    assert b"STSong-Light" in content
    assert b"UniGB-UCS2-H" in content


@pytest.mark.parametrize("text", [*HOSTILE.values(), "😀 \U0002070e \u0e01 \ue000 \U0010ffff"])
def test_no_sign_stops_the_printing(text: str, bare: Typefaces) -> None:
    for faces in (bare, paper_typefaces()):
        assert one_page(text, Typesetter(faces)).startswith(b"%PDF")
        assert all(run.width_em > 0 for run in faces.bold.runs("x\U0010ffff"))


def test_a_sign_beyond_16_bits_is_a_box() -> None:
    assert "".join(run.text for run in paper_typefaces().regular.runs("a😀b")) == "a□b"


def test_a_file_that_is_no_font_is_passed_over(tmp_path: Path) -> None:
    (tmp_path / "NotoSans-Regular.ttf").write_bytes(b"no font")
    assert next(find_typefaces((tmp_path,)).regular.runs("A")).font == "Vera"


def test_bold_of_a_font_without_one_is_drawn_thicker(bare: Typefaces) -> None:
    assert [run.is_thin for run in bare.bold.runs("A北")] == [False, True]
    assert [run.is_thin for run in bare.regular.runs("A北")] == [False, False]
