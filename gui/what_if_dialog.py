"""Asks what to change of the stock plan, and shows what would come of it."""

from collections.abc import Callable

from PySide6.QtCore import QSize, Slot
from PySide6.QtGui import QFont
from PySide6.QtWidgets import (
    QDialog,
    QHBoxLayout,
    QProgressBar,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

from domain.progress import Progress
from domain.settings import Settings
from gui.background import Operation
from gui.operations import failure_message
from gui.pages.page import MARGIN_PX, SPACING_PX, plain_label
from gui.session import Session
from gui.what_if_form import WhatIfForm
from gui.what_if_tables import ChangedLines, ComparedFigures, compared_figures
from planning.what_if import VariantFigures, WhatIf

Comparison = tuple[VariantFigures, ...]
"""The stock plan as it is, and that with a change."""

Start = Callable[[WhatIf, Callable[[Comparison], None]], Operation | None]
"""Starts to compare; what came of it is handed to the function given."""

_NARROWEST_PX = 560
_WITH_TABLES_PX = (780, 660)


class WhatIfDialog(QDialog):
    """The form on top, both plans side by side below it.

    Parameters
    ----------
    settings
        Of the dataset planned.
    start
        Starts the comparison in the background.
    """

    def __init__(
        self, session: Session, settings: Settings, start: Start, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self.setWindowTitle(self.tr("What if..."))
        self.setMinimumWidth(_NARROWEST_PX)
        self._session = session
        self._start = start
        self._operation: Operation | None = None
        self.form = WhatIfForm(settings)
        self.compare = QPushButton(self.tr("Compare"))
        self.compare.setDefault(True)
        self.cancel = QPushButton(self.tr("Cancel"))
        self.close_button = QPushButton(self.tr("Close"))
        self.bar = QProgressBar(textVisible=False)
        self.bar.setFixedHeight(6)
        self.bar.setAccessibleName(self.tr("Progress"))
        self.told = plain_label(faint=True, wraps=True)
        self.figures = ComparedFigures(session)
        self.lines_heading = plain_label(weight=QFont.Weight.DemiBold)
        self.lines = ChangedLines(session)
        self._lay_out()
        self.compare.clicked.connect(self._compare)
        self.cancel.clicked.connect(self._cancel)
        self.close_button.clicked.connect(self.reject)
        self._show_work(None)
        self._show_tables(visible=False)
        self.form.demand.setFocus()

    def done(self, result: int) -> None:
        """Close; what is still at work is of no more use."""
        self._cancel()
        super().done(result)

    @Slot()
    def _compare(self) -> None:
        """Start to compare."""
        change = self.form.what_if
        if change == WhatIf():
            self.told.setText(self.tr("Nothing is changed yet: change one of the values above."))
            return
        self.told.clear()
        operation = self._start(change, self._show)
        if operation is None:
            return
        operation.progressed.connect(self._take_progress)
        operation.failed.connect(self._tell_failure)
        operation.cancelled.connect(self._tell_cancelled)
        operation.ended.connect(self._end)
        self._show_work(operation)

    @Slot()
    def _cancel(self) -> None:
        if self._operation is not None:
            self._operation.cancel()

    @Slot()
    def _end(self) -> None:
        self._show_work(None)

    @Slot(Progress)
    def _take_progress(self, progress: Progress) -> None:
        self.told.setText(self._session.wording.text(progress.step))
        self.bar.setRange(0, 0 if progress.fraction is None else 1000)
        if progress.fraction is not None:
            self.bar.setValue(round(1000 * progress.fraction))

    @Slot(Exception)
    def _tell_failure(self, error: Exception) -> None:
        self.told.setText(self._session.wording.say(failure_message(error)))

    @Slot()
    def _tell_cancelled(self) -> None:
        self.told.setText(self.tr("Cancelled; nothing has changed."))

    def _show(self, comparison: Comparison) -> None:
        """Put both plans side by side."""
        self._show_tables(visible=bool(comparison))
        if not comparison:
            self.told.setText(self.tr("Stock or demand is not known, so nothing can be compared."))
            return
        self.resize(self.size().expandedTo(QSize(*_WITH_TABLES_PX)))
        base, variant = comparison
        plan = self._session.plan
        self.figures.rows.set_rows(compared_figures(base, variant, plan.currency if plan else ""))
        self.figures.updateGeometry()
        self.lines.rows.set_rows(variant.changes)
        heading = self.tr("Lines of today that differ: {count}")
        self.lines_heading.setText(heading.format(count=f"{len(variant.changes):,}"))
        self.told.clear()

    def _show_tables(self, *, visible: bool) -> None:
        for widget in (self.figures, self.lines_heading, self.lines):
            widget.setVisible(visible)

    def _show_work(self, operation: Operation | None) -> None:
        """Show what is at work, or that nothing is."""
        self._operation = operation
        is_busy = operation is not None
        self.form.setEnabled(not is_busy)
        self.compare.setEnabled(not is_busy)
        self.bar.setVisible(is_busy)
        self.cancel.setVisible(is_busy)
        self.bar.setRange(0, 0)
        (self.cancel if is_busy else self.compare).setFocus()

    def _lay_out(self) -> None:
        explained = plain_label(faint=True, wraps=True)
        explained.setText(
            self.tr(
                "The stock is planned anew as it is and with these changes. No plan is changed."
            )
        )
        buttons = QHBoxLayout()
        buttons.setSpacing(MARGIN_PX)
        buttons.addWidget(self.compare)
        buttons.addWidget(self.cancel)
        buttons.addWidget(self.told, 1)
        left = QHBoxLayout()
        left.addWidget(self.form)
        left.addStretch(1)
        foot = QHBoxLayout()
        foot.addStretch(1)
        foot.addWidget(self.close_button)
        column = QVBoxLayout(self)
        column.setContentsMargins(MARGIN_PX, MARGIN_PX, MARGIN_PX, MARGIN_PX)
        column.setSpacing(SPACING_PX)
        column.addWidget(explained)
        column.addLayout(left)
        column.addLayout(buttons)
        column.addWidget(self.bar)
        column.addWidget(self.figures)
        column.addWidget(self.lines_heading)
        column.addWidget(self.lines, 1)
        column.addStretch()
        column.addLayout(foot)
