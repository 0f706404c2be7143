"""How cells of a workbook are written and look: black on white, one accent rule."""

import datetime
import math
import re
import unicodedata
from collections.abc import Iterable
from typing import Any

from planning.outputs.file_names import printable_text

Value = str | float | datetime.date
"""What a cell may hold."""

ACCENT = "#1F6FEB"
LINE = "#B9C1CB"
QUIET = "#4A5561"
WARNING = "#B25E00"

LONGEST_CELL = 32_000
"""Excel holds 32,767 characters in a cell, and writers drop a longer text without a word."""

_UNFIT_IN_NAME = re.compile(r"[\[\]:*?/\\]")
_LONGEST_NAME = 31

_LEAST_HEIGHT, _LINE_HEIGHT, _GREATEST_HEIGHT = 22.0, 13.0, 400.0

WORKBOOK_OPTIONS = {
    "in_memory": True,
    # A customer's text is never run as a formula nor made a link.
    "strings_to_formulas": False,
    "strings_to_urls": False,
    "strings_to_numbers": False,
    "default_format_properties": {"font_size": 10, "font_name": "Arial"},
}

_CELL = {"valign": "top", "bottom": 1, "bottom_color": LINE}
_HEADER = {"bold": True, "text_wrap": True, "valign": "bottom", "bottom": 2, "bottom_color": ACCENT}
_STYLES: dict[str, dict[str, Any]] = {
    "title": {"font_size": 18, "bold": True, "valign": "vcenter"},
    "facts": {"font_color": QUIET, "text_wrap": True, "valign": "top"},
    "heading": {"font_size": 13, "bold": True},
    "header": {**_HEADER, "align": "left"},
    "header_center": {**_HEADER, "align": "center"},
    "header_right": {**_HEADER, "align": "right"},
    "text": {**_CELL, "text_wrap": True},
    "reason": {**_CELL, "text_wrap": True, "indent": 1},
    "strong": {**_CELL, "text_wrap": True, "bold": True},
    "large": {**_CELL, "font_size": 14, "bold": True, "align": "center"},
    "clock": {**_CELL, "font_size": 14, "bold": True, "align": "center"},
    "late": {**_CELL, "font_size": 14, "bold": True, "align": "center", "font_color": WARNING},
    "center": {**_CELL, "align": "center"},
    "note": {**_CELL, "text_wrap": True, "indent": 1, "border": 1, "border_color": LINE},
    "whole": {**_CELL, "align": "right", "num_format": "#,##0"},
    "count": {**_CELL, "align": "center", "bold": True, "num_format": "#,##0"},
    "thousandths": {**_CELL, "align": "right", "num_format": "#,##0.000"},
    "tenths": {**_CELL, "align": "right", "num_format": "#,##0.0"},
    "date": {**_CELL, "align": "center", "num_format": "yyyy-mm-dd"},
    "hundredths": {**_CELL, "align": "right", "num_format": "#,##0.00"},
}


class StyledWorkbook:
    """A workbook with the styles that sheets name, made once each."""

    def __init__(self, workbook: Any) -> None:
        self.workbook = workbook
        self.styles = {name: workbook.add_format(style) for name, style in _STYLES.items()}

    def write(self, sheet: Any, row: int, column: int, value: Value, style: str) -> None:
        """Put a text, a date or a number into a cell, text always as text."""
        if isinstance(value, str):
            sheet.write_string(row, column, cell_text(value), self.styles[style])
        elif isinstance(value, datetime.date):
            sheet.write_datetime(row, column, value, self.styles[style])
        else:
            sheet.write_number(row, column, value, self.styles[style])

    def write_across(self, sheet: Any, row: int, columns: int, text: str, style: str) -> None:
        """Put a text over all columns of a row."""
        sheet.merge_range(row, 0, row, columns - 1, "", self.styles[style])
        sheet.write_string(row, 0, cell_text(text), self.styles[style])


def fit_sheet_name(name: str) -> str:
    """A name as a sheet may have it."""
    return _UNFIT_IN_NAME.sub("_", printable_text(name))[:_LONGEST_NAME].strip("' ") or "_"


def header_style(style: str) -> str:
    """The style of a header over cells of a style."""
    side = _STYLES[style].get("align", "left")
    return "header" if side == "left" else f"header_{side}"


def row_height(texts: Iterable[tuple[Value, float]]) -> float:
    """Height of a row in points that shows all of its texts.

    Parameters
    ----------
    texts
        Value of each cell, and the width of its column.
    """
    lines = max(
        sum(max(1, math.ceil(_text_width(line) / (width - 1))) for line in value.split("\n"))
        for value, width in texts
        if isinstance(value, str)
    )
    return min(max(_LEAST_HEIGHT, lines * _LINE_HEIGHT + 4), _GREATEST_HEIGHT)


def _text_width(text: str) -> int:
    """Width of a text in digits; Chinese signs take two."""
    return sum(2 if unicodedata.east_asian_width(c) in "WF" else 1 for c in text)


def cell_text(text: str) -> str:
    """A text as a cell can hold it."""
    plain = printable_text(text)
    return plain if len(plain) <= LONGEST_CELL else f"{plain[: LONGEST_CELL - 1]}…"


def set_page(
    sheet: Any, *, left: str, centre: str, right: str, header_row: int, is_upright: bool = False
) -> None:
    """A4, across or upright, as wide as the page, the header on every page, and a foot."""
    sheet.set_paper(9)
    if is_upright:
        sheet.set_portrait()
    else:
        sheet.set_landscape()
    sheet.fit_to_pages(1, 0)
    sheet.set_margins(left=0.4, right=0.4, top=0.5, bottom=0.6)
    sheet.repeat_rows(header_row)
    sheet.freeze_panes(header_row + 1, 0)
    sheet.hide_gridlines(2)
    sheet.set_footer(f"&L&9{_foot(left)}&C&9{centre}&R&9{_foot(right)}")


def _foot(text: str) -> str:
    """Plain text for a foot, where ``&`` starts a command; all of it may hold 255 characters."""
    short = " ".join(cell_text(text).split())[:60]
    return f" {short.replace('&', '&&')}"
