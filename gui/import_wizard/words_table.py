"""Which word of the dataset each of the company's words stands for."""

from collections.abc import Mapping, Sequence

from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtWidgets import QComboBox, QHeaderView, QTableWidget, QTableWidgetItem

_ROW_PX = 28
_MOST_WORDS = 40
_ROWS_SHOWN = 5


class WordsTable(QTableWidget):
    """A row for each word found, with a choice of what it means."""

    changed = Signal()

    def __init__(self) -> None:
        super().__init__(0, 2)
        self._kept: Mapping[str, str] = {}
        self._found: tuple[str, ...] = ()
        self.setHorizontalHeaderLabels([self.tr("Word there"), self.tr("Means")])
        self.setAccessibleName(self.tr("Words and what they mean"))
        self.verticalHeader().hide()
        self.verticalHeader().setDefaultSectionSize(_ROW_PX)
        self.setShowGrid(False)
        self.setTabKeyNavigation(False)
        self.setEditTriggers(QTableWidget.EditTrigger.NoEditTriggers)
        self.setSelectionMode(QTableWidget.SelectionMode.NoSelection)
        self.horizontalHeader().setSectionResizeMode(QHeaderView.ResizeMode.Stretch)
        self.horizontalHeader().setDefaultAlignment(Qt.AlignmentFlag.AlignLeft)

    @property
    def words(self) -> dict[str, str]:
        """Company's word -> word of the dataset; also those said of words not shown here."""
        said = {word: meant for word, meant in self._kept.items() if word not in self._found}
        for row, word in enumerate(self._found):
            box = self.cellWidget(row, 1)
            if isinstance(box, QComboBox) and box.currentData():
                said[word] = box.currentData()
        return said

    def keep(self, words: Mapping[str, str]) -> None:
        """Show no word, and keep what was said."""
        self._kept, self._found = words, ()
        self.setRowCount(0)

    def show_words(
        self, cells: Sequence[str], words: Mapping[str, str], choices: Sequence[str]
    ) -> None:
        """Show the words of cells, and those that something is said of."""
        found = dict.fromkeys([*(cell.strip() for cell in cells if cell.strip()), *words])
        foreign = tuple(word for word in found if word not in choices)[:_MOST_WORDS]
        self._kept = words
        if foreign != self._found:
            self._found = foreign
            self._build(choices)
        for row, word in enumerate(foreign):
            box = self.cellWidget(row, 1)
            assert isinstance(box, QComboBox)
            box.setCurrentIndex(max(0, box.findData(words.get(word, ""))))
        self.setVisible(bool(foreign))
        rows = min(len(foreign), _ROWS_SHOWN)
        self.setFixedHeight(rows * _ROW_PX + self.horizontalHeader().sizeHint().height() + 4)

    def _build(self, choices: Sequence[str]) -> None:
        self.setRowCount(0)
        self.setRowCount(len(self._found))
        for row, word in enumerate(self._found):
            self.setItem(row, 0, QTableWidgetItem(word))
            box = QComboBox()
            box.addItem(self.tr("as it is"), "")
            for choice in choices:
                box.addItem(choice, choice)
            box.setAccessibleName(self.tr("What {word} means").format(word=word))
            box.activated.connect(self._tell)
            self.setCellWidget(row, 1, box)

    @Slot()
    def _tell(self) -> None:
        self.changed.emit()
