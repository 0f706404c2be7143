"""Blocks of cells on their way between the window and a spreadsheet."""

import csv
import io
from collections.abc import Sequence

from planning.outputs.spreadsheet_text import safe_cell

Block = tuple[tuple[str, ...], ...]


def parse_block(text: str) -> Block:
    """The cells of a text that a spreadsheet put on the clipboard; each line as long as it is."""
    clean = text.replace("\r\n", "\n").replace("\r", "\n").replace("\0", "")
    # A quote has a meaning only where a spreadsheet opened a cell with it.
    lines = csv.reader(io.StringIO(clean, newline=""), delimiter="\t", strict=False)
    try:
        return tuple(tuple(map(_as_written, line)) for line in lines)
    except csv.Error:
        parted = (line.split("\t") for line in clean.removesuffix("\n").split("\n"))
        return tuple(tuple(map(_as_written, line)) for line in parted)


def _as_written(cell: str) -> str:
    """A cell without the apostrophe that keeps spreadsheets from taking it for a formula."""
    bare = cell.removeprefix("'")
    return bare if bare != cell and safe_cell(bare) == cell else cell


def laid_out(
    block: Block, selected: Sequence[tuple[int, int]], rows: int, columns: int
) -> tuple[dict[tuple[int, int], str], list[list[str]]]:
    """Where the cells of a block go that is pasted onto selected cells.

    A single cell fills every selected cell; any other block begins at the first of them. What
    stands beyond the last column is left out.

    Parameters
    ----------
    selected
        Places (row, column), at least one.
    rows, columns
        How many the table has.

    Returns
    -------
    tuple
        (row, column) -> text for rows that are there, and the cells of rows to be added below.
    """
    if len(block) == 1 and len(block[0]) == 1:
        return dict.fromkeys(selected, block[0][0]), []
    top = min(row for row, _ in selected)
    left = min(column for _, column in selected)
    texts: dict[tuple[int, int], str] = {}
    added: list[list[str]] = []
    for down, line in enumerate(block):
        kept = line[: columns - left]
        if top + down < rows:
            texts.update({(top + down, left + at): cell for at, cell in enumerate(kept)})
        else:
            added.append([""] * left + list(kept))
    return texts, added


def filled_down(
    cells: dict[tuple[int, int], str], selected: Sequence[tuple[int, int]]
) -> dict[tuple[int, int], str]:
    """The selected cells with what stands in the topmost selected cell of their column."""
    tops: dict[int, int] = {}
    for row, column in selected:
        tops[column] = min(row, tops.get(column, row))
    return {(row, column): cells[tops[column], column] for row, column in selected}
