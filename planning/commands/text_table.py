"""Tables as lines of text, for a terminal."""

import unicodedata
from collections.abc import Iterator, Sequence

from planning.commands.console import one_line

_GAP = "  "


def table_lines(rows: Sequence[Sequence[str]], *, left: int = 1) -> Iterator[str]:
    """Rows with their columns one below the other.

    Parameters
    ----------
    rows
        Cells of every row, the header first.
    left
        How many columns, from the first on, begin where the column begins; the others end where it
        ends, as figures do.
    """
    plain = [[one_line(cell) for cell in row] for row in rows]
    widths = [max(map(_width, column)) for column in zip(*plain, strict=True)]
    for row in plain:
        cells = []
        for number, (cell, width) in enumerate(zip(row, widths, strict=True)):
            space = " " * (width - _width(cell))
            cells.append(cell + space if number < left else space + cell)
        yield _GAP.join(cells).rstrip()


def _width(text: str) -> int:
    """Width of a text in the terminal; Chinese signs take two places."""
    return sum(2 if unicodedata.east_asian_width(sign) in "WF" else 1 for sign in text)
