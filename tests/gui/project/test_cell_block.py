"""Blocks of cells come back from the clipboard as they were copied."""

from hypothesis import given
from hypothesis import strategies as st

from gui.project.cell_block import filled_down, laid_out, parse_block
from planning.outputs.spreadsheet_text import tab_separated

CELL = st.text(
    st.characters(categories=("L", "N", "P", "S", "Zs"), exclude_characters='"'), max_size=6
).map(str.strip)


@given(st.integers(1, 4).flatmap(lambda n: st.lists(st.tuples(*[CELL] * n), min_size=1)))
def test_what_is_copied_is_pasted_as_it_was(rows: list[tuple[str, ...]]) -> None:
    # A line that is all empty is no line for a spreadsheet either.
    kept = [(f"x{row[0]}", *row[1:]) for row in rows]
    assert parse_block(tab_separated(kept)) == tuple(kept)


def test_a_formula_comes_back_without_its_guard() -> None:
    assert parse_block(tab_separated([["=1+1", "+49 30 1", "-2"]])) == (("=1+1", "+49 30 1", "-2"),)
    assert parse_block("'tis") == (("'tis",),)


def test_cells_that_a_spreadsheet_quotes_keep_their_lines() -> None:
    assert parse_block('a\t"two\nlines, ""quoted"""\r\nb\t\r\n') == (
        ("a", 'two\nlines, "quoted"'),
        ("b", ""),
    )


def test_one_cell_fills_all_that_are_selected() -> None:
    texts, added = laid_out((("x",),), [(1, 1), (4, 0)], 9, 2)
    assert texts == {(1, 1): "x", (4, 0): "x"}
    assert added == []


def test_a_block_begins_at_the_first_cell_and_goes_on_below_the_table() -> None:
    block = (("a", "b", "c"), ("d", "e", "f"), ("g",))
    texts, added = laid_out(block, [(2, 1)], 4, 3)
    assert texts == {(2, 1): "a", (2, 2): "b", (3, 1): "d", (3, 2): "e"}
    assert added == [["", "g"]]


def test_filling_down_takes_the_top_of_each_column() -> None:
    cells = {(0, 0): "a", (1, 0): "b", (1, 1): "c", (2, 1): "d"}
    assert filled_down(cells, list(cells)) == {
        (0, 0): "a",
        (1, 0): "a",
        (1, 1): "c",
        (2, 1): "c",
    }
