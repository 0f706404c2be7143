"""Cells as text for spreadsheet programs: copied, or in a CSV file."""

import csv
import io
import re
from collections.abc import Iterable, Sequence

from planning.outputs.file_names import printable_text

_FORMULA = tuple("=+-@\t\r＝＋－＠")
_NUMBER = re.compile(r"[+-]?\d+(\.\d+)?([eE][+-]?\d+)?")


def safe_cell(text: str) -> str:
    """A text that no spreadsheet takes for a formula; an apostrophe before what looks like one."""
    text = printable_text(text)
    bare = text.lstrip()
    if (text.startswith(_FORMULA) or bare.startswith(_FORMULA)) and not _NUMBER.fullmatch(bare):
        return f"'{text}"
    return text


def tab_separated(rows: Iterable[Sequence[str]]) -> str:
    """Rows for the clipboard, a cell on one line each."""
    return "\n".join("\t".join(_one_line(safe_cell(cell)) for cell in row) for row in rows)


def csv_bytes(rows: Iterable[Sequence[str]]) -> bytes:
    """Rows as a CSV file in UTF-8, with the mark by which Excel knows it."""
    buffer = io.StringIO()
    csv.writer(buffer).writerows([safe_cell(cell) for cell in row] for row in rows)
    return buffer.getvalue().encode("utf-8-sig")


def _one_line(text: str) -> str:
    return " ".join(text.replace("\t", " ").splitlines())
