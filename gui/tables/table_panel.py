"""A table with its filter line, linked to what is selected in the rest of the window."""

from abc import abstractmethod
from collections.abc import Callable, Mapping, Sequence
from functools import partial
from typing import Any, Generic

from PySide6.QtCore import QItemSelection, QModelIndex, Qt, Signal, Slot
from PySide6.QtWidgets import QHBoxLayout, QLabel, QLineEdit, QVBoxLayout, QWidget

from gui.session import Selection, Session
from gui.tables.column import Column, RowT
from gui.tables.planner_table import PlannerTable
from gui.tables.row_model import RowModel

_WIDEST_FILTER_PX = 420


class TablePanel(QWidget, Generic[RowT]):
    """What the tables of the window have in common; each says which rows it has and what they are.

    Attributes
    ----------
    filter_line, count, table
        Where one types what to look for; how many rows there are; the rows.
    """

    title_changed = Signal(str)

    def __init__(self, session: Session) -> None:
        super().__init__()
        self.session = session
        self.model: RowModel[RowT] = RowModel(self.make_columns(), session.colours, self)
        self.table = PlannerTable(self.model)
        self.filter_line = QLineEdit(clearButtonEnabled=True)
        self.count = QLabel(textFormat=Qt.TextFormat.PlainText)
        self.count.setAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
        self.column = QVBoxLayout(self)
        self.line = QHBoxLayout()
        self._selects_itself = False
        self._lay_out()
        self._listen()

    def start(self) -> None:
        """Show what the session holds; each panel calls it when it is built."""
        self.retranslate()
        self.recolour()
        self.refill()

    @abstractmethod
    def make_columns(self) -> Sequence[Column[RowT]]:
        """The columns, from left to right."""

    @abstractmethod
    def make_rows(self) -> Sequence[RowT]:
        """The rows there are now."""

    @abstractmethod
    def title(self) -> str:
        """What the table is called."""

    @abstractmethod
    def empty_sentence(self) -> str:
        """Why there are no rows, and what to do next."""

    @abstractmethod
    def selection_of(self, row: RowT) -> Selection | None:
        """What is selected with a row; None for nothing that others know."""

    @abstractmethod
    def number_of(self, selection: Selection) -> int | None:
        """The number of the row that shows a selection, among all rows."""

    def word(self, code: str) -> Callable[[], str]:
        """A heading that the papers have too, in the current language when asked for."""
        return partial(_text_of, self.session, code)

    def title_with_count(self) -> str:
        """The title and how many rows there are."""
        return f"{self.title()} {self.row_count():,}"

    def row_count(self) -> int:
        """How many rows the title tells of."""
        return len(self.model.all_rows)

    def save_layout(self) -> dict[str, Any]:
        """How the columns stand, as JSON can hold it."""
        return self.table.save_layout()

    def restore_layout(self, layout: Mapping[str, Any]) -> None:
        """Take a layout saved before."""
        self.table.restore_layout(layout)

    def _lay_out(self) -> None:
        self.line.setContentsMargins(8, 4, 8, 4)
        self.line.setSpacing(8)
        self.filter_line.setMaximumWidth(_WIDEST_FILTER_PX)
        self.line.addWidget(self.filter_line, 100)
        self.line.addStretch(1)
        self.line.addWidget(self.count)
        self.column.setContentsMargins(0, 0, 0, 0)
        self.column.setSpacing(0)
        self.column.addLayout(self.line)
        self.column.addWidget(self.table, 1)

    def _listen(self) -> None:
        session = self.session
        session.plan_changed.connect(self.refill)
        session.selection_changed.connect(self.follow)
        session.language_changed.connect(self.retranslate)
        session.colours_changed.connect(self.recolour)
        self.filter_line.textChanged.connect(self.model.set_filter)
        self.model.shown_changed.connect(self._take_shown)
        self.table.selectionModel().selectionChanged.connect(self._select)
        self.table.clicked.connect(self._click)

    @Slot()
    def retranslate(self) -> None:
        """Say everything in the current language."""
        self.filter_line.setPlaceholderText(self.tr("Filter: words that a row must have"))
        self.filter_line.setAccessibleName(self.filter_line.placeholderText())
        self.table.setAccessibleName(self.title())
        self.model.retranslate()
        self._take_shown()

    @Slot()
    def recolour(self) -> None:
        """Take the current colours."""
        self.model.set_look(self.session.colours)
        self.table.set_look(self.session.colours)

    @Slot()
    def refill(self) -> None:
        """Take the rows there are now."""
        self.model.set_rows(self.make_rows())
        self.follow()

    @Slot()
    def follow(self) -> None:
        """Select the row that shows what is selected elsewhere."""
        number = self.number_of(self.session.selection)
        position = None if number is None else self.model.position_of(number)
        if self._selects_itself or (position is not None and self._is_selected(position)):
            return
        self._selects_itself = True
        self.table.show_row(position)
        self._selects_itself = False

    def _is_selected(self, position: int) -> bool:
        return position in self.table.selected_positions()

    @Slot()
    def _take_shown(self) -> None:
        shown, known = self.model.rowCount(), len(self.model.all_rows)
        parameters = {"count": f"{shown:,}", "all": f"{known:,}"}
        filtered = self.model.is_filtered
        all_rows = self.tr("{count} rows").format(count=parameters["all"])
        text = self.session.wording.text("map.of", parameters) if filtered else all_rows
        self.count.setText(text if known else "")
        self.table.sentence = (
            self.tr("No row has all these words. Clear the filter to see every row.")
            if known and filtered
            else self.empty_sentence()
        )
        self.table.viewport().update()
        self.title_changed.emit(self.title_with_count())
        self.follow()

    @Slot(QItemSelection, QItemSelection)
    def _select(self, _selected: QItemSelection, _left: QItemSelection) -> None:
        positions = self.table.selected_positions()
        if positions and not self._selects_itself:
            current = self.table.currentIndex().row()
            self._choose(current if current in positions else positions[0])

    @Slot(QModelIndex)
    def _click(self, index: QModelIndex) -> None:
        """Select a row anew that was selected with something else, such as a route by its order."""
        if self.table.selected_positions() == [index.row()]:
            self._choose(index.row())

    def _choose(self, position: int) -> None:
        selection = self.selection_of(self.model.row(position))
        if selection is not None:
            self._selects_itself = True
            self.session.select(selection)
            self._selects_itself = False


def _text_of(session: Session, code: str) -> str:
    return session.wording.text(code)
