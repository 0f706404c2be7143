"""The place of a problem in its table: the rows around it, the very cell marked."""

from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QCoreApplication, Qt, QUrl, Signal, Slot
from PySide6.QtGui import QDesktopServices
from PySide6.QtWidgets import (
    QAbstractItemView,
    QHBoxLayout,
    QLabel,
    QPushButton,
    QStackedWidget,
    QTableView,
    QVBoxLayout,
    QWidget,
)

from domain.message import Problem
from gui.one_worker import OneWorker
from gui.session import Session
from gui.tables.cell_delegate import CellDelegate
from gui.tables.planner_table import tabular
from gui.tables.source_model import SourceModel

if TYPE_CHECKING:
    from planning.reading.source_rows import SourceRows

ROWS_AROUND = 41
_ROW_HEIGHT = 23
_WIDEST_COLUMN = 260
_OPENED = frozenset({".csv", ".txt", ".tsv", ".xlsx", ".xlsm", ".parquet"})
"""Files that are handed to the program that knows them; of any other, its folder is opened."""


class CellView(QWidget):
    """Shows the rows around a problem, of the project or, where there is none, of the file."""

    mend_wanted = Signal()
    """The cell is to be shown where it can be mended."""

    def __init__(self, session: Session) -> None:
        super().__init__()
        self._session = session
        self._problem: Problem | None = None
        self._read_problem: Problem | None = None
        self._worker = OneWorker(self)
        self.model = SourceModel(session.colours, self)
        self.place = QLabel(textFormat=Qt.TextFormat.PlainText)
        self.sentence = QLabel(textFormat=Qt.TextFormat.PlainText, wordWrap=True)
        self.sentence.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self.sentence.setForegroundRole(self.sentence.palette().ColorRole.PlaceholderText)
        self.open_button, self.mend_button = QPushButton(), QPushButton()
        self.table = self._make_table()
        self._stack = QStackedWidget()
        self._lay_out()
        self.open_button.clicked.connect(self.open_file)
        self.mend_button.clicked.connect(self.mend_wanted)
        session.edits.rows_changed.connect(self._follow)
        session.language_changed.connect(self.retranslate)
        session.colours_changed.connect(self._recolour)
        application = QCoreApplication.instance()
        if application is not None:
            application.aboutToQuit.connect(self._worker.close)
        self.retranslate()

    @property
    def problem(self) -> Problem | None:
        """The problem whose place is shown."""
        return self._problem

    def show_problem(self, problem: Problem | None) -> None:
        """Show the place of a problem; none for None."""
        if problem is self._problem and self.model.rowCount():
            return
        self._problem = problem
        self.model.show(None, None)
        self._read()

    def _read(self) -> None:
        """Take the rows around the problem, or read them unless others are still being read."""
        source, problem = self._session.source, self._problem
        if problem is not None and self._session.project and self._session.table_of(problem):
            self._show_project_rows(problem)
            return
        if self._read_problem is None and source and problem and problem.file:
            self._read_problem = problem
            self._worker.start(partial(_rows, source, problem), self._take)
        self._say_state()

    def _show_project_rows(self, problem: Problem) -> None:
        from planning.reading.source_rows import SourceRows

        rows = self._session.edits.rows(self._session.table_of(problem))
        if rows is not None:
            first, cells = rows.around(problem.row, ROWS_AROUND)
            self._show(SourceRows(header=rows.header, first_row=first, rows=cells), problem)
        self._say_state()

    @Slot(str)
    def _follow(self, table: str) -> None:
        if self._problem is not None and self._session.table_of(self._problem) == table:
            self._read()

    @Slot()
    def open_file(self) -> None:
        """Open the file in the program that knows it, or else its folder."""
        path = self._path()
        if path is not None:
            known = path.is_file() and path.suffix.lower() in _OPENED
            QDesktopServices.openUrl(QUrl.fromLocalFile(str(path if known else path.parent)))

    @Slot()
    def retranslate(self) -> None:
        """Say everything in the current language."""
        self.mend_button.setText(self.tr("Mend here"))
        self.mend_button.setToolTip(self.tr("Show the cell on the page Data, to write in it"))
        self.open_button.setText(self.tr("Open the file"))
        self.open_button.setToolTip(self.tr("Open it in the program that knows it, to mend it"))
        self.table.setAccessibleName(self.tr("The problem in its file"))
        self._say_state()

    def _make_table(self) -> QTableView:
        table = QTableView()
        table.setModel(self.model)
        table.setItemDelegate(CellDelegate(table))
        table.setSelectionMode(QAbstractItemView.SelectionMode.NoSelection)
        table.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        table.setFrameShape(QTableView.Shape.NoFrame)
        table.setFont(tabular(table.font()))
        table.setWordWrap(False)
        table.verticalHeader().setDefaultSectionSize(_ROW_HEIGHT)
        table.horizontalHeader().setDefaultAlignment(Qt.AlignmentFlag.AlignLeft)
        table.horizontalHeader().setMaximumSectionSize(_WIDEST_COLUMN)
        return table

    def _lay_out(self) -> None:
        line = QHBoxLayout()
        line.setContentsMargins(8, 4, 8, 4)
        line.addWidget(self.place, 1)
        line.addWidget(self.mend_button)
        line.addWidget(self.open_button)
        self._stack.addWidget(self.sentence)
        self._stack.addWidget(self.table)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        layout.addLayout(line)
        layout.addWidget(self._stack, 1)

    def _take(self, rows: "SourceRows | None") -> None:
        read, self._read_problem = self._read_problem, None
        if read is not self._problem:
            self._read()
            return
        self._show(rows, read)

    def _show(self, rows: "SourceRows | None", problem: Problem | None) -> None:
        self.model.show(rows, problem)
        self._say_state()
        self.table.resizeColumnsToContents()
        index = self.model.problem_index()
        if index.isValid():
            self.table.scrollTo(index, QAbstractItemView.ScrollHint.PositionAtCenter)

    def _say_state(self) -> None:
        in_project = self._session.project is not None and self._problem is not None
        can_mend = in_project and bool(self._problem and self._session.table_of(self._problem))
        self.mend_button.setVisible(self._session.project is not None)
        self.mend_button.setEnabled(can_mend)
        # What lies in the project is mended there; its file would not change it.
        self.open_button.setVisible(not can_mend)
        self.open_button.setEnabled(self._path() is not None)
        self.place.setText(self._place_text())
        if self._problem is None:
            self.sentence.setText(self.tr("Select a problem to see its place in the file."))
        elif self._read_problem is not None or self._session.edits.is_reading:
            self.sentence.setText(self.tr("Reading …"))
        else:
            self.sentence.setText(self.tr("There are no rows to show for this problem."))
        shown = self.table if self.model.rowCount() else self.sentence
        self._stack.setCurrentWidget(shown)

    def _place_text(self) -> str:
        problem = self._problem
        if problem is None or not problem.file:
            return ""
        file = f"{problem.file} · {problem.sheet}" if problem.sheet else problem.file
        if not problem.row:
            return file
        return self.tr("{file}, row {row}").format(file=file, row=problem.row)

    def _path(self) -> Path | None:
        source, problem = self._session.source, self._problem
        if source is None or problem is None or not problem.file:
            return None
        return source / Path(problem.file).name if source.is_dir() else source

    @Slot()
    def _recolour(self) -> None:
        self.model.set_look(self._session.colours)


def _rows(source: Path, problem: Problem) -> "SourceRows":
    from planning.reading.source_rows import read_rows_around

    return read_rows_around(source, problem.file, problem.sheet, problem.row, ROWS_AROUND)
