"""The columns of a mapping file: a name, or a name with how its cells are written."""

from collections.abc import Mapping
from typing import Any

from domain.column import Column, Kind
from domain.message import message
from planning.mapping.file_lines import KeyPath
from planning.mapping.file_values import FileValues
from planning.mapping.forms import forms_of, is_form
from planning.mapping.source_mapping import ColumnMapping
from planning.mapping.units import column_of, units_of
from planning.reading.cell_refused import CellRefused
from planning.reading.cells import read_cell
from planning.reading.problems import shortened

_KEYS = ("from", "value", "unit", "form", "decimal", "words")
_HOW = ("unit", "form", "decimal", "words")
"""Keys that say how the cells of a column of the company are written."""

_NUMBERS = {Kind.NUMBER, Kind.WHOLE, Kind.MONEY}
_WITHOUT_WORDS = {*_NUMBERS, Kind.CLOCK, Kind.DATE, Kind.DATES, Kind.TIMESTAMP, Kind.POLYGON}
_FLAG_WORDS = ("0", "1")


def read_column_mapping(
    table: str, column: str, path: KeyPath, given: Any, values: FileValues
) -> ColumnMapping:
    """Where the values of a column come from, as its key says; what is wrong goes to `values`."""
    if isinstance(given, str):
        return ColumnMapping(target=column, source=values.text(path, given))
    if not isinstance(given, dict):
        values.refuse(path, message("mapping.not_a_column", key=shortened(column)), given)
        return ColumnMapping(target=column)
    values.only(path, given, _KEYS)
    _check_origin(path, given, values)
    read = _Column(table, column, path, given, values)
    return ColumnMapping(
        target=column,
        source=read.text("from"),
        constant=read.constant(),
        unit=read.unit(),
        form=read.form(),
        decimal=read.decimal(),
        words=read.words(),
    )


def _check_origin(path: KeyPath, given: Mapping[str, Any], values: FileValues) -> None:
    """A column has its values from the company or from the mapping, not from both."""
    if "from" in given and "value" in given:
        values.refuse(path, message("mapping.from_and_value"))
    elif "from" not in given and "value" not in given:
        values.refuse(path, message("mapping.key_missing", key="from"))
    for key in _HOW:
        if "value" in given and "from" not in given and key in given:
            values.refuse((*path, key), message("mapping.value_alone", key=key))


class _Column:
    """One column's keys, each checked against what the column holds."""

    def __init__(
        self, table: str, column: str, path: KeyPath, given: Mapping[str, Any], values: FileValues
    ) -> None:
        declared = column_of(table, column)
        assert declared is not None
        self._declared: Column = declared
        self._table = table
        self._path = path
        self._given = given
        self._values = values

    def text(self, key: str) -> str:
        """A key's text; empty where the key is not given."""
        if key not in self._given:
            return ""
        return self._values.text((*self._path, key), self._given[key])

    def constant(self) -> str:
        """The value of every row; it must be one that the column may hold."""
        value = self._given.get("value", "")
        if isinstance(value, int | float) and not isinstance(value, bool):
            value = str(value)
        if "value" not in self._given:
            return ""
        text = self._values.text((*self._path, "value"), value)
        try:
            if text.strip():
                read_cell(text.strip(), self._declared)
        except CellRefused as refused:
            self._values.refuse((*self._path, "value"), refused.reason, text)
        return text

    def unit(self) -> str:
        """The unit of the company's numbers."""
        return self._of("unit", tuple(units_of(self._table, self._declared.name)))

    def form(self) -> str:
        """The form of the company's dates or clock times."""
        form = self.text("form")
        if form and is_form(self._table, self._declared.name, form):
            return form
        return self._of("form", forms_of(self._table, self._declared.name))

    def _of(self, key: str, known: tuple[str, ...]) -> str:
        text = self.text(key)
        if not text.strip() or text in known:
            return text
        path = (*self._path, key)
        name = self._declared.name
        if known:
            self._values.unknown(path, f"mapping.unknown_{key}", text, known, column=name)
        else:
            self._values.refuse(path, message(f"mapping.no_{key}", column=name), text)
        return ""

    def decimal(self) -> str:
        """What stands before the decimals."""
        text = self.text("decimal")
        if text not in {"", ".", ","}:
            reason = message("mapping.not_a_decimal")
            self._values.refuse((*self._path, "decimal"), reason, text)
        elif text and self._declared.kind not in _NUMBERS:
            reason = message("mapping.no_decimal", column=self._declared.name)
            self._values.refuse((*self._path, "decimal"), reason, text)
        return text or "."

    def words(self) -> Mapping[str, str]:
        """Words of the company and what they mean."""
        path = (*self._path, "words")
        words = self._values.table(path, self._given.get("words", {}))
        if words and self._declared.kind in _WITHOUT_WORDS:
            self._values.refuse(path, message("mapping.no_words", column=self._declared.name))
            return {}
        read = {
            word: self._values.text((*path, word), meant, empty_allowed=True)
            for word, meant in words.items()
        }
        self._check_words(path, read)
        return read

    def _check_words(self, path: KeyPath, words: Mapping[str, str]) -> None:
        declared = self._declared
        known = _FLAG_WORDS if declared.kind is Kind.FLAG else declared.choices
        for word, meant in words.items():
            if known and meant and meant not in known:
                at = (*path, word)
                self._values.unknown(at, "mapping.unknown_word", meant, known, column=declared.name)
