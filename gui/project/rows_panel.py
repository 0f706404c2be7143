"""The rows of one table of the project, to look through and to mend in place."""

from collections.abc import Sequence
from functools import partial

from PySide6.QtCore import QCoreApplication, QSize, Qt, Slot
from PySide6.QtGui import QFont
from PySide6.QtWidgets import (
    QHBoxLayout,
    QLineEdit,
    QPushButton,
    QSizePolicy,
    QToolButton,
    QVBoxLayout,
    QWidget,
)

from domain.message import Problem
from gui.icons import icon
from gui.one_worker import OneWorker
from gui.pages.page import SPACING_PX, plain_label
from gui.pages.table_meanings import table_meaning
from gui.project.edited_rows import EditedRows, Rows
from gui.project.rows_model import RowsModel
from gui.project.rows_table import MOST_CELLS, RowsTable
from gui.session import Session
from gui.tables.planner_table import write_open_cell

_WIDEST_FILTER_PX = 300

_Cell = tuple[int, str]


class RowsPanel(QWidget):
    """Shows a table's rows with their numbers, text as in the file; each edit is kept at once.

    Attributes
    ----------
    switch
        Leads to another view of the same table, where there is one.
    """

    def __init__(self, session: Session, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.session = session
        self.table_name = ""
        self.model = RowsModel(session.colours, session.edits.do, self._say, self)
        self.table = RowsTable(self.model)
        self.heading = plain_label(weight=QFont.Weight.DemiBold)
        self.meaning = plain_label(faint=True)
        self.filter_line = QLineEdit(clearButtonEnabled=True)
        self.count = plain_label(faint=True)
        self.switch = QPushButton()
        self.add_button, self.remove_button = QToolButton(), QToolButton()
        self._worker = OneWorker(self)
        self._words: tuple[str, ...] = ()
        self._due_cell: _Cell | None = None
        self._lay_out()
        self._listen()

    def show_table(self, name: str) -> None:
        """Show the rows of a table, as soon as they are read."""
        if name != self.table_name:
            self.table_name = name
            self._due_cell = None
            self.filter_line.clear()
            self.model.show(None)
        self.heading.setText(name)
        self.refresh()
        self.retranslate()

    def show_cell(self, row: int, column: str) -> None:
        """Select a cell of the table, or the first of its row, as soon as its rows are there."""
        self._due_cell = (row, column)
        self._go_to_cell()

    @Slot()
    def refresh(self) -> None:
        """Take the rows there are now, and what is wrong with them."""
        rows = self.session.edits.rows(self.table_name) if self.table_name else None
        self.model.can_edit = self.session.edits.can_edit
        if rows is not self.model.rows:
            self.model.show(rows)
            self.table.fit_columns()
            self._filter()
        self.model.show_problems(problems_of(self.session, self.table_name))
        self._go_to_cell()
        self._say_state()

    def retranslate(self) -> None:
        """Say everything in the current language."""
        self.filter_line.setPlaceholderText(self.tr("Filter: words that a row must have"))
        self.filter_line.setAccessibleName(self.filter_line.placeholderText())
        self.table.setAccessibleName(self.table_name)
        self.meaning.setText(table_meaning(self.table_name))
        self.add_button.setToolTip(self.tr("Add a row"))
        self.remove_button.setToolTip(self.tr("Remove the rows selected"))
        for button in (self.add_button, self.remove_button):
            button.setAccessibleName(button.toolTip())
        self._say_state()

    @Slot(str)
    def _follow(self, table: str) -> None:
        """Take in what was done to the rows of a table."""
        if table != self.table_name:
            return
        if self.session.edits.rows(table) is self.model.rows:
            self.model.follow()
            self._say_state()
        else:
            self.refresh()

    def _go_to_cell(self) -> None:
        rows = self.model.rows
        if self._due_cell is None or rows is None:
            return
        row, column = self._due_cell
        if self.model.position_of(row) is None and self._words:
            self.filter_line.clear()
        position = self.model.position_of(row)
        self._due_cell = None
        if position is not None:
            self.table.show_cell(position, max(0, rows.column(column)))

    @Slot()
    def _filter(self) -> None:
        """Show the rows that have all words of the filter, looked for beside the window."""
        words = tuple(self.filter_line.text().split())
        self._words = words
        rows = self.model.rows
        if rows is None or not words:
            self.model.show_only(None)
            self._say_state()
            return
        self._worker.start(partial(rows.rows_with, words), partial(self._take_found, rows, words))

    def _take_found(self, rows: EditedRows, words: tuple[str, ...], found: Rows | None) -> None:
        if rows is self.model.rows and words == self._words and found is not None:
            self.model.show_only(rows.with_edits(found, words))
            self._say_state()

    @Slot(int)
    def _tell_too_many(self, count: int) -> None:
        text = self.tr("{count} cells are too many for one step; {most} can be written at once.")
        self.count.setText(text.format(count=f"{count:,}", most=f"{MOST_CELLS:,}"))

    def _say(self, problem: Problem) -> str:
        wording = self.session.wording
        remedy = wording.remedy(problem)
        return (
            f"{wording.say(problem.message)}\n{remedy}" if remedy else wording.say(problem.message)
        )

    def _say_state(self) -> None:
        rows, edits = self.model.rows, self.session.edits
        known = len(rows) if rows is not None else 0
        if self.model.is_filtered:
            parameters = {"count": f"{self.model.rowCount():,}", "all": f"{known:,}"}
            self.count.setText(self.session.wording.text("map.of", parameters))
        else:
            self.count.setText(self.tr("{count} rows").format(count=f"{known:,}") if known else "")
        if edits.is_reading:
            self.table.sentence = self.tr("The rows are being read …")
        elif self.model.is_filtered and known:
            self.table.sentence = self.tr("No row has all these words.")
        elif rows is None:
            self.table.sentence = self.tr("There is no such table in the project.")
        else:
            self.table.sentence = self.tr("This table has no rows.")
        self.table.viewport().update()
        for button in (self.add_button, self.remove_button):
            button.setEnabled(edits.can_edit and rows is not None)

    def _lay_out(self) -> None:
        self.filter_line.setMaximumWidth(_WIDEST_FILTER_PX)
        # In a narrow window the rows matter more than what they are.
        self.meaning.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Preferred)
        self.switch.hide()
        line = QHBoxLayout()
        line.setSpacing(SPACING_PX)
        line.addWidget(self.heading)
        line.addWidget(self.meaning, 2)
        line.addWidget(self.switch)
        for button in (self.add_button, self.remove_button):
            button.setAutoRaise(True)
            button.setIconSize(QSize(18, 18))
            line.addWidget(button)
        line.addWidget(self.filter_line, 1)
        line.addWidget(self.count, 0, Qt.AlignmentFlag.AlignRight)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(SPACING_PX, 0, 0, 0)
        layout.setSpacing(4)
        layout.addLayout(line)
        layout.addWidget(self.table, 1)

    def _listen(self) -> None:
        session = self.session
        self.filter_line.textChanged.connect(self._filter)
        self.add_button.clicked.connect(self.table.add_row)
        self.remove_button.clicked.connect(self.table.remove_rows)
        self.table.too_many.connect(self._tell_too_many)
        session.edits.leaving.connect(self._write_open_cell)
        session.edits.rows_changed.connect(self._follow)
        session.edits.project_changed.connect(self.refresh)
        session.colours_changed.connect(self._recolour)
        application = QCoreApplication.instance()
        if application is not None:
            application.aboutToQuit.connect(self._worker.close)
        self._recolour()

    @Slot()
    def _write_open_cell(self) -> None:
        write_open_cell(self.table)

    @Slot()
    def _recolour(self) -> None:
        look = self.session.colours
        self.model.set_look(look)
        self.table.set_look(look)
        self.add_button.setIcon(icon("mdi6.table-row-plus-after", look))
        self.remove_button.setIcon(icon("mdi6.table-row-remove", look))


def problems_of(session: Session, table: str) -> Sequence[Problem]:
    """What is wrong with the rows of a table."""
    return [problem for problem in session.problems if session.table_of(problem) == table]
