"""The place of a problem in the company's table, where it is mended."""

from PySide6.QtCore import QItemSelectionModel, Qt
from PySide6.QtWidgets import QAbstractItemView, QTableView, QVBoxLayout, QWidget

from domain.message import Problem
from gui.import_wizard.mend_model import MendModel
from gui.import_wizard.mends import Mends
from gui.pages.page import SPACING_PX, plain_label
from gui.session import Session
from gui.tables.planner_table import tabular
from planning.importing.shown import RawPlace

_ROW_PX = 24
_NARROWEST_PX, _WIDEST_PX = 70, 220
_HEAD_PX = 42


class MendGrid(QWidget):
    """A few rows as cells to write in; above them what is wrong, and what to do."""

    def __init__(self, session: Session, mends: Mends, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._session = session
        self.rows = MendModel(session, mends, self)
        self.place = plain_label(faint=True, wraps=True)
        self.table = QTableView()
        self.table.setModel(self.rows)
        self.table.setAccessibleName(self.tr("Rows around the problem, to be mended"))
        self.table.setFont(tabular(self.table.font()))
        self.table.setWordWrap(False)
        self.table.setTabKeyNavigation(False)
        self.table.setHorizontalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.table.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.table.verticalHeader().setDefaultSectionSize(_ROW_PX)
        header = self.table.horizontalHeader()
        header.setDefaultAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
        header.setMinimumSectionSize(_NARROWEST_PX)
        header.setMaximumSectionSize(_WIDEST_PX)
        header.setFixedHeight(_HEAD_PX)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(SPACING_PX)
        column.addWidget(self.place)
        column.addWidget(self.table, 1)
        column.addStretch()

    @property
    def is_editing(self) -> bool:
        """Whether a person writes in a cell."""
        return self.table.state() is QAbstractItemView.State.EditingState

    def show_problem(self, place: RawPlace | None, problem: Problem | None) -> None:
        """Show the rows around a problem, its cell ready to be written."""
        had_focus = self.table.hasFocus()
        self.rows.show(place, problem)
        self.place.setText(self._said(place, problem))
        self.table.setVisible(self.rows.rowCount() > 0)
        self.table.resizeColumnsToContents()
        index = self.rows.problem_index()
        if index.isValid():
            flag = QItemSelectionModel.SelectionFlag
            self.table.selectionModel().setCurrentIndex(index, flag.ClearAndSelect)
            self.table.scrollTo(index, QAbstractItemView.ScrollHint.PositionAtCenter)
            if had_focus:
                self.table.setFocus()

    def _said(self, place: RawPlace | None, problem: Problem | None) -> str:
        if problem is None:
            return self.tr("Select a problem to see its row, and mend it here.")
        wording = self._session.wording
        sentence = f"{wording.say(problem.message)} {wording.remedy(problem)}".strip()
        if place is None or problem.row not in place.rows:
            template = self.tr(
                "{sentence} No row can be mended: go back to say where it comes from,"
                " or mend the source."
            )
            return template.format(sentence=sentence)
        there = f"{problem.file} · {problem.sheet}" if problem.sheet else problem.file
        template = self.tr("{place}, row {row}: {sentence}")
        return template.format(place=there, row=f"{problem.row:,}", sentence=sentence)
