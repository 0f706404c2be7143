"""What separates the cells, told from foreign column names too."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from planning.reading.csv_dialect import DELIMITERS, first_lines, guess_delimiter, separator_line

CELLS = st.text("abcäöü 0123456789.-", min_size=1, max_size=8).filter(lambda cell: cell.strip())


@given(
    delimiter=st.sampled_from(DELIMITERS),
    rows=st.integers(2, 5).flatmap(
        lambda width: st.lists(
            st.lists(CELLS, min_size=width, max_size=width), min_size=2, max_size=6
        )
    ),
)
def test_rows_of_equal_width_tell_the_delimiter(delimiter: str, rows: list[list[str]]) -> None:
    lines = [delimiter.join(row) + "\n" for row in rows]
    assert guess_delimiter(lines, "Aufträge") == delimiter


@pytest.mark.parametrize(
    ("text", "delimiter"),
    [
        ("Auftrag;Straße;Menge\n1;Weg, 3;1,5\n2;Gasse, 1;2,5\n", ";"),
        ("Name, Vorname;Ort\nMüller, Jan;Köln\nAbel;Bonn\n", ";"),
        ("Auftrag\tText\n1\ta,b;c\n2\td,e;f\n", "\t"),
        ("Auftrag|Mittel|Ort\n1|a;b|Köln\n2|c;d|Bonn\n", "|"),
        ('Nr;"Straße;Ort"\n1;"a;b"\n2;"c\nd;e"\n', ";"),
        ("einzig\n1,5\n2,5\n", ","),
    ],
)
def test_delimiters_of_odd_files(text: str, delimiter: str) -> None:
    lines = first_lines(text.splitlines(keepends=True))
    assert guess_delimiter(lines, "Tabelle") == delimiter


def test_declared_columns_count_before_the_shape() -> None:
    lines = ["order_id;sku,units;x\n", "O1;007,3;y\n", "O2;008,4;z\n"]
    assert guess_delimiter(["sku,order_id,units;x\n", "1,2,3;y\n"], "order_lines") == ","
    assert guess_delimiter(lines, "other") == ";"


@pytest.mark.parametrize(("line", "found"), [("sep=;\r\n", ";"), ("\ufeffsep=|", "|"), ("sep", "")])
def test_a_line_may_name_the_delimiter(line: str, found: str) -> None:
    assert separator_line(line) == found
