"""The third step of an import: what is wrong, mended in place or left out, and where it goes."""

from pathlib import Path

from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtGui import QFont
from PySide6.QtWidgets import (
    QFileDialog,
    QHBoxLayout,
    QLineEdit,
    QPushButton,
    QSplitter,
    QVBoxLayout,
    QWidget,
)

from domain.errors import EnvironmentFault
from gui.import_wizard.import_problems import ImportProblems
from gui.import_wizard.mend_grid import MendGrid
from gui.import_wizard.mends import Mends
from gui.pages.page import SPACING_PX, plain_label
from gui.session import Session
from gui.tables.column import Tone
from planning.importing.draft import PROJECT_ENDING
from planning.importing.problem_place import place_of
from planning.importing.shown import CheckedImport, RawPlace

_ROWS_NAMED = 12


class CheckPage(QWidget):
    """Counts and problems above, the rows of one of them below, and the name of the project."""

    mended = Signal()
    leave_out_wanted = Signal()
    take_back_wanted = Signal()
    told = Signal(str, object)
    """A sentence for the strip of the dialog, and its tone."""

    def __init__(
        self,
        session: Session,
        mends: Mends,
        *,
        asks_path: bool,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._session = session
        self._asks_path = asks_path
        self.checked: CheckedImport | None = None
        self._mends = mends
        self._is_late = False
        self.counts = plain_label(weight=QFont.Weight.DemiBold, wraps=True)
        self.tables = plain_label(faint=True, wraps=True)
        self.left_out = plain_label(wraps=True)
        self.problems = ImportProblems(session)
        self.grid = MendGrid(session, mends)
        self.leave_out = QPushButton()
        self.take_back = QPushButton(self.tr("Take back the last change"))
        self.export = QPushButton(self.tr("Save the problems as CSV ..."))
        self.path = QLineEdit()
        self.choose = QPushButton(self.tr("Choose..."))
        self._path_caption = plain_label(faint=True)
        self._lay_out()
        self.problems.chosen.connect(self._look_at)
        self.problems.activated.connect(self.start_mending)
        self.grid.rows.mended.connect(self.mended)
        closed = self.grid.table.itemDelegate().closeEditor
        # Queued: the table itself is still to learn that nobody writes any more.
        closed.connect(self._show_late, Qt.ConnectionType.QueuedConnection)
        self.leave_out.clicked.connect(self.leave_out_wanted)
        self.take_back.clicked.connect(self.take_back_wanted)
        self.export.clicked.connect(self._export)
        self.choose.clicked.connect(self._choose)

    @property
    def project_path(self) -> Path:
        """Where the project is to lie."""
        text = self.path.text().strip()
        path = Path(text).expanduser()
        return path if path.suffix == PROJECT_ENDING else path.with_name(path.name + PROJECT_ENDING)

    @property
    def may_import(self) -> bool:
        """Whether there is something checked, and a place for it."""
        has_path = bool(self.path.text().strip()) or not self._asks_path
        return self.checked is not None and has_path and not self._mends.is_any_unsent

    @property
    def has_errors(self) -> bool:
        """Whether the data cannot be planned yet."""
        return self.checked is not None and not self.checked.is_usable

    def show_checked(self, checked: CheckedImport) -> None:
        """Show what came of a check; not while a person writes in a cell, but right after."""
        self.checked = checked
        self._is_late = self.grid.is_editing
        if not self._is_late:
            self._show_all(checked)

    @Slot()
    def _show_late(self) -> None:
        if self._is_late and self.checked is not None:
            self._is_late = False
            self._show_all(self.checked)

    def _show_all(self, checked: CheckedImport) -> None:
        self._say_counts(checked)
        self._say_left_out(checked)
        self.leave_out.setText(
            self.tr("Leave out bad rows ({count})").format(count=f"{checked.bad_rows:,}")
        )
        self.leave_out.setVisible(checked.bad_rows > 0)
        self.take_back.setVisible(checked.can_take_back)
        self.export.setEnabled(bool(checked.problems))
        self.problems.show_problems(checked.problems)
        if not self.isAncestorOf(self.focusWidget() or self):
            self.problems.table.setFocus()

    @Slot()
    def start_mending(self) -> None:
        """Write in the cell of the problem that is looked at."""
        index = self.grid.rows.problem_index()
        if index.isValid():
            self.grid.table.setFocus()
            self.grid.table.edit(index)

    def _say_counts(self, checked: CheckedImport) -> None:
        look = self._session.colours
        if checked.is_usable and not checked.warning_count:
            sentence, colour = self.tr("Nothing is wrong."), look.good
        elif checked.is_usable:
            template = self.tr("No errors. Warnings worth a look: {warnings}")
            sentence, colour = template.format(warnings=f"{checked.warning_count:,}"), look.good
        else:
            template = self.tr("Errors: {errors}, warnings: {warnings}")
            sentence = template.format(
                errors=f"{checked.error_count:,}", warnings=f"{checked.warning_count:,}"
            )
            colour = look.bad
        self.counts.setText(sentence)
        self.counts.setStyleSheet(f"color: {colour};")
        rows = (f"{name} {count:,}" for name, count in checked.row_counts.items())
        self.tables.setText(self.tr("Rows: {tables}").format(tables="  ·  ".join(rows)))

    def _say_left_out(self, checked: CheckedImport) -> None:
        self.left_out.setVisible(bool(checked.left_out))
        places: dict[str, list[int]] = {}
        for name, row in checked.left_out:
            places.setdefault(name, []).append(row)
        parts = []
        for name, rows in places.items():
            named = ", ".join(map(str, sorted(rows)[:_ROWS_NAMED]))
            more = " ..." if len(rows) > _ROWS_NAMED else ""
            parts.append(self.tr("{name}, rows {rows}").format(name=name, rows=named + more))
        sentence = self.tr("Left out ({count}): {places}")
        self.left_out.setText(
            sentence.format(count=f"{len(checked.left_out):,}", places="; ".join(parts))
        )

    @Slot()
    def _look_at(self) -> None:
        problem, place = self.problems.current, None
        if problem is not None and self.checked is not None:
            place = place_of(self.checked.places, problem)
        self.grid.show_problem(_with_rows(place), problem)

    @Slot()
    def _export(self) -> None:
        title = self.tr("Save the problems")
        chosen, _ = QFileDialog.getSaveFileName(self, title, "problems.csv", "CSV (*.csv)")
        if not chosen:
            return
        try:
            self.problems.save_csv(Path(chosen))
        except EnvironmentFault as fault:
            self.told.emit(self._session.wording.say(fault.message), Tone.BAD)
        else:
            self.told.emit(self.tr("The problems are saved."), Tone.GOOD)

    @Slot()
    def _choose(self) -> None:
        title = self.tr("Where the project is to lie")
        kinds = self.tr("Wayloom projects (*.wayloom)")
        options = QFileDialog.Option.DontConfirmOverwrite
        chosen, _ = QFileDialog.getSaveFileName(
            self, title, self.path.text(), kinds, options=options
        )
        if chosen:
            self.path.setText(chosen)

    def _lay_out(self) -> None:
        for button in (self.leave_out, self.take_back, self.export, self.choose):
            button.setAutoDefault(False)
        head = QHBoxLayout()
        head.setSpacing(SPACING_PX)
        head.addWidget(self.counts, 1)
        head.addWidget(self.leave_out)
        head.addWidget(self.take_back)
        head.addWidget(self.export)
        split = QSplitter(Qt.Orientation.Vertical)
        split.addWidget(self.problems)
        split.addWidget(self.grid)
        split.setSizes([270, 190])
        split.setChildrenCollapsible(False)
        split.setHandleWidth(SPACING_PX)
        place = QHBoxLayout()
        place.setSpacing(SPACING_PX)
        self._path_caption.setText(self.tr("Save the project as"))
        self.path.setAccessibleName(self.tr("Save the project as"))
        place.addWidget(self._path_caption)
        place.addWidget(self.path, 1)
        place.addWidget(self.choose)
        for widget in (self._path_caption, self.path, self.choose):
            widget.setVisible(self._asks_path)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(SPACING_PX)
        column.addLayout(head)
        column.addWidget(self.tables)
        column.addWidget(self.left_out)
        column.addWidget(split, 1)
        column.addLayout(place)


def _with_rows(place: RawPlace | None) -> RawPlace | None:
    """A table whose rows are known; None where it has none."""
    return place if place is not None and place.rows else None
