"""Lines fit their width and lose nothing; what fits on a page is never torn."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from planning.outputs.papers.pdf_fonts import paper_typefaces
from planning.outputs.papers.pdf_layout import (
    Group,
    Paragraph,
    Row,
    Typesetter,
    broken,
    paged,
    paper_text,
)

FACE = paper_typefaces().regular
SETTER = Typesetter(paper_typefaces())


@given(st.text(alphabet=st.sampled_from("ab, 北京，。（ü\n-"), max_size=120))
def test_lines_fit_and_lose_nothing(text: str) -> None:
    lines = list(broken(text, FACE, 8.0))
    assert "".join("".join(lines).split()) == "".join(text.split())
    assert all(FACE.width_em(line) <= 8.0 for line in lines)


def test_words_stay_whole_and_marks_stay_with_what_they_close() -> None:
    assert list(broken("one two three", FACE, FACE.width_em("one two"))) == ["one two", "three"]
    assert list(broken("北京北京。", FACE, 4.0)) == ["北京北", "京。"]
    assert list(broken("aaaaaaaaaa", FACE, FACE.width_em("aaaa"))) == ["aaaa", "aaaa", "aa"]


def test_what_cannot_be_seen_is_left_out() -> None:
    assert paper_text("a\u202eb\x07c\u200bd\te") == "abcd e"


def rows(*heights: float) -> Group:
    return [Row(least_height=height) for height in heights]


@given(
    st.lists(st.lists(st.floats(1, 60), min_size=1, max_size=6), max_size=12),
    st.floats(60, 100),
)
def test_a_group_that_fits_on_a_page_is_never_torn(heights: list[list[float]], room: float) -> None:
    groups = [rows(*group) for group in heights]
    pages = list(paged(groups, first=room / 2, other=room))
    spread = [row for page in pages for row in page]
    assert [id(row) for row in spread] == [id(row) for group in groups for row in group]
    assert all(sum(row.height for row in page) <= room + 1e-9 for page in pages)
    for group in groups:
        if sum(row.height for row in group) <= room / 2:
            first, last = group[0], group[-1]
            assert any(first in page and last in page for page in pages)


@pytest.mark.parametrize("before", [0, 3])
def test_a_text_longer_than_a_page_goes_on_on_the_next(before: int) -> None:
    text = "\n".join(f"line {i}" for i in range(200))
    row = Row(cells=(SETTER.cell(0, 200, Paragraph(text=text, boxed=True)),), above=4, below=4)
    pages = list(
        paged([*([Row(least_height=30)] for _ in range(before)), [row]], first=200, other=300)
    )
    lines = [
        line.text for page in pages for part in page for cell in part.cells for line in cell.lines
    ]
    assert lines == text.split("\n")
    assert all(sum(part.height for part in page) <= 300 for page in pages)


def test_a_text_of_at_most_a_line_ends_in_dots() -> None:
    cell = SETTER.cell(0, 50, Paragraph(text="much longer than fifty points", most_lines=1))
    assert len(cell.lines) == 1
    assert cell.lines[0].text.endswith("…")
