import pytest

from planning.outputs.html_page import html_page, html_table, shown
from planning.wording import LANGUAGES, Wording
from tests.hostile_texts import HOSTILE
from tests.planning.outputs.page_tags import Tags


@pytest.mark.parametrize("language", LANGUAGES)
def test_hostile_texts_are_only_text(language: str) -> None:
    table = [["name", "figure"], *([text, text] for text in HOSTILE.values())]
    page = html_page(HOSTILE["script"], html_table(table), Wording(language))
    tags = Tags(page)
    assert tags.bad == []
    assert tags.opened == []
    assert "PWN" in page
    assert page.encode()


def test_the_row_that_leads_is_pointed_out() -> None:
    rows = "".join(html_table([["a"], ["b"], ["c"]], leading=1))
    assert '<tr class="leader"><td>c</td></tr>' in rows
    assert rows.count("leader") == 1


def test_what_xml_cannot_hold_is_left_out() -> None:
    assert shown("a\x00<b>\ud800") == "a&lt;b&gt;"
