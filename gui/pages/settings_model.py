"""The settings of a project as a model in which their values are written."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from PySide6.QtCore import QObject, Qt

from gui.tables.column import Column
from gui.tables.row_model import Index, RowModel
from gui.theme import Colours

Write = Callable[[dict[str, str]], bool]


@dataclass(frozen=True, slots=True, kw_only=True)
class SettingRow:
    """A setting in force.

    Attributes
    ----------
    shown, written
        Its value as a person reads it, and as it is written in a file.
    """

    key: str
    shown: str
    written: str


class SettingsModel(RowModel[SettingRow]):
    """Shows settings; a value that is typed is written at once, and shown once it is.

    Parameters
    ----------
    write
        Writes settings for good; False where that failed. None where nothing may be written.
    """

    def __init__(
        self,
        columns: Sequence[Column[SettingRow]],
        look: Colours,
        write: Write | None,
        parent: QObject,
    ) -> None:
        super().__init__(columns, look, parent)
        self._write = write
        self._just_written: dict[str, str] = {}

    def take(self, rows: Sequence[SettingRow]) -> None:
        """Take what was read anew; what is being typed meanwhile stays."""
        if [row.key for row in rows] != [row.key for row in self.all_rows]:
            self.set_rows(rows)
            return
        self._just_written.clear()
        self.replace_rows(rows)

    def flags(self, index: Index) -> Qt.ItemFlag:
        """Values can be edited, keys and meanings cannot."""
        flags = super().flags(index)
        editable = self._write is not None and self.columns[index.column()].key == "value"
        return flags | Qt.ItemFlag.ItemIsEditable if editable else flags

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        """What Qt asks of a cell; what was just written stands there until it is read again."""
        if self.columns[index.column()].key == "value":
            row = self.row(index.row())
            if role == Qt.ItemDataRole.EditRole:
                return self._just_written.get(row.key, row.written)
            if role == Qt.ItemDataRole.DisplayRole and row.key in self._just_written:
                return self._just_written[row.key]
        return super().data(index, role)

    def setData(self, index: Index, value: Any, role: int = Qt.ItemDataRole.EditRole) -> bool:
        """Write the value of a setting: on the disk first, then here."""
        row = self.row(index.row())
        text = str(value).strip()
        if role != Qt.ItemDataRole.EditRole or self._write is None:
            return False
        if text == index.data(Qt.ItemDataRole.EditRole):
            return False
        if not self._write({row.key: text}):
            return False
        self._just_written[row.key] = text
        self.dataChanged.emit(index, index)
        return True
