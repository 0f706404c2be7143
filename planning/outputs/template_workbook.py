"""A workbook to fill in: a sheet per table with its columns explained, and an example row."""

import datetime
import io
from dataclasses import Field
from typing import Any

from domain.column import Column, Kind, columns_of, is_required
from domain.settings import Settings
from domain.tables import TABLES, Table
from planning.outputs.sheet_style import ACCENT, QUIET, WORKBOOK_OPTIONS
from planning.outputs.template_examples import EXAMPLES, HOW_TO_SHEETS
from planning.outputs.template_text import column_lines, table_meaning
from planning.wording import LANGUAGES, Wording

FILLED_ROWS = 5_000
"""Rows below the header that have drop-downs."""

_HEADER_HEIGHT = 24
_COMMENT_WIDTH, _COMMENT_LINE = 320, 19
_KEYS_COLUMN = "A"

_FORMATS = {
    Kind.DATE: "yyyy-mm-dd",
    Kind.CLOCK: "hh:mm",
    Kind.TIMESTAMP: "yyyy-mm-dd hh:mm:ss",
    Kind.NUMBER: "General",
    Kind.WHOLE: "General",
    Kind.MONEY: "General",
}
"""How cells are shown; of all other kinds as text, so that zeros in front of an id stay."""

_TEXT = "@"
_NUMBERS = {Kind.NUMBER, Kind.WHOLE, Kind.MONEY}
_HOW_TO = 9
"""Number of the paragraphs that say how to fill in the template."""


def template_workbook(wording: Wording) -> bytes:
    """The template in one language: required tables first, after a sheet that explains all."""
    import xlsxwriter

    content = io.BytesIO()
    with xlsxwriter.Workbook(content, WORKBOOK_OPTIONS) as workbook:
        workbook.set_properties(
            {"title": wording.text("template.title"), "author": "Wayloom", "company": ""}
        )
        _Template(workbook, wording).write()
    return content.getvalue()


class _Template:
    """Writes the sheets of one template."""

    def __init__(self, workbook: Any, wording: Wording) -> None:
        self._workbook = workbook
        self._wording = wording
        self._formats: dict[tuple[str, bool], Any] = {}
        self._how_to_name = HOW_TO_SHEETS[wording.language]
        base = {"bottom": 2, "bottom_color": ACCENT, "valign": "vcenter"}
        self._required = workbook.add_format({**base, "bold": True, "bg_color": "#DCE8FD"})
        self._optional = workbook.add_format({**base, "font_color": QUIET})
        self._title = workbook.add_format({"bold": True, "font_size": 16})
        self._heading = workbook.add_format({"bold": True, "font_size": 11})
        self._text = workbook.add_format({"text_wrap": True, "valign": "top"})

    def write(self) -> None:
        """All sheets."""
        keys_at = self._how_to()
        for table in sorted(TABLES, key=lambda table: not table.required):
            self._table(table, keys_at)

    def _how_to(self) -> tuple[int, int]:
        """Write the sheet of instructions; return the rows in which the settings stand."""
        sheet = self._workbook.add_worksheet(self._how_to_name)
        sheet.set_column(0, 0, 34)
        sheet.set_column(1, 1, 90)
        sheet.hide_gridlines(2)
        row = 0
        for wording in self._languages():
            row = self._instructions(sheet, row, wording)
        row = self._tables(sheet, row + 1)
        return self._settings(sheet, row + 1)

    def _languages(self) -> list[Wording]:
        """The language chosen, and then the others, for whoever gets the workbook next."""
        others = [name for name in LANGUAGES if name != self._wording.language]
        return [self._wording, *(Wording(name) for name in others)]

    def _instructions(self, sheet: Any, row: int, wording: Wording) -> int:
        sheet.write_string(row, 0, wording.text("template.title"), self._title)
        for number in range(1, _HOW_TO + 1):
            row += 1
            text = wording.text(f"template.how_to_{number}")
            sheet.merge_range(row, 0, row, 1, "", self._text)
            sheet.write_string(row, 0, text, self._text)
            sheet.set_row(row, 15 * max(1, -(-_width(text) // 118)))
        return row + 2

    def _tables(self, sheet: Any, row: int) -> int:
        """Write what each sheet holds."""
        sheet.write_string(row, 0, self._wording.text("template.sheets"), self._heading)
        for table in sorted(TABLES, key=lambda table: not table.required):
            row += 1
            mark = self._required if table.required else self._text
            sheet.write_string(row, 0, table.name, mark)
            sheet.write_string(row, 1, table_meaning(table, self._wording), self._text)
        return row + 1

    def _settings(self, sheet: Any, row: int) -> tuple[int, int]:
        """Write what settings there are; return their first and last row."""
        sheet.write_string(row, 0, self._wording.text("template.settings"), self._heading)
        first = row + 1
        for field, column in columns_of(Settings):
            row += 1
            lines = list(column_lines("settings", field, column, self._wording))
            sheet.write_string(row, 0, column.name, self._text)
            sheet.write_string(row, 1, " ".join(lines[1:]), self._text)
        return first, row

    def _table(self, table: Table, keys_at: tuple[int, int]) -> None:
        sheet = self._workbook.add_worksheet(table.name)
        sheet.set_row(0, _HEADER_HEIGHT)
        sheet.freeze_panes(1, 1)
        if table.required:
            sheet.set_tab_color(ACCENT)
        for position, (field, column) in enumerate(columns_of(table.noun)):
            self._column(sheet, position, table, field, column)
            if (table.name, column.name) == ("settings", "key"):
                first, last = (f"${_KEYS_COLUMN}${row + 1}" for row in keys_at)
                source = f"='{self._how_to_name}'!{first}:{last}"
                sheet.data_validation(1, position, FILLED_ROWS, position, _list_of(source))

    def _column(
        self, sheet: Any, position: int, table: Table, field: Field[Any], column: Column
    ) -> None:
        header = self._required if is_required(field) else self._optional
        width = max(len(column.name) + 3, 14 if column.kind is Kind.TEXT else 11)
        sheet.set_column(position, position, width, self._format(column.kind, example=False))
        sheet.write_string(0, position, column.name, header)
        lines = list(column_lines(table.name, field, column, self._wording))
        wrapped = sum(max(1, -(-_width(line) // 46)) for line in lines)
        options = {
            "author": "",
            "x_scale": _COMMENT_WIDTH / 128,
            "y_scale": (wrapped + 1) * _COMMENT_LINE / 74,
        }
        sheet.write_comment(0, position, "\n".join(lines), options)
        self._drop_down(sheet, position, column)
        self._example(sheet, position, table.name, column)

    def _drop_down(self, sheet: Any, position: int, column: Column) -> None:
        choices = ["0", "1"] if column.kind is Kind.FLAG else list(column.choices)
        if choices and column.kind is not Kind.WORDS:
            sheet.data_validation(1, position, FILLED_ROWS, position, _list_of(choices))

    def _example(self, sheet: Any, position: int, table: str, column: Column) -> None:
        given = EXAMPLES[table].get(column.name, "")
        languages = list(LANGUAGES)
        text = given if isinstance(given, str) else given[languages.index(self._wording.language)]
        style = self._format(column.kind, example=True)
        if not text:
            sheet.write_blank(1, position, None, style)
        elif column.kind in _NUMBERS:
            sheet.write_number(1, position, float(text), style)
        elif column.kind is Kind.DATE:
            sheet.write_datetime(1, position, datetime.date.fromisoformat(text), style)
        elif column.kind is Kind.CLOCK:
            sheet.write_datetime(1, position, datetime.time.fromisoformat(text), style)
        elif column.kind is Kind.TIMESTAMP:
            sheet.write_datetime(1, position, datetime.datetime.fromisoformat(text), style)
        else:
            sheet.write_string(1, position, text, style)

    def _format(self, kind: Kind, *, example: bool) -> Any:
        """The format of cells of a kind, made once; examples are grey and slanted."""
        shown = _FORMATS.get(kind, _TEXT)
        if (shown, example) not in self._formats:
            look = {"italic": True, "font_color": "#8A939E"} if example else {}
            self._formats[shown, example] = self._workbook.add_format({"num_format": shown, **look})
        return self._formats[shown, example]


def _list_of(source: str | list[str]) -> dict[str, Any]:
    return {"validate": "list", "source": source, "error_type": "warning"}


def _width(text: str) -> int:
    """Width of a text in digits; Chinese signs take two."""
    return sum(2 if ord(sign) > 0x2E80 else 1 for sign in text)
