"""The strip of the import that shows work, or says how it ended."""

import logging
from collections.abc import Callable
from typing import Any

from PySide6.QtCore import Signal, Slot
from PySide6.QtWidgets import QHBoxLayout, QProgressBar, QPushButton, QWidget

from domain.errors import InputError
from domain.progress import Progress
from gui.background import Background, Operation, is_our_fault
from gui.operations import failure_message
from gui.pages.page import MARGIN_PX, plain_label
from gui.session import Session
from gui.tables.column import Tone

log = logging.getLogger(__name__)

_MOST_PROBLEMS = 3
_BAR_PX = 160


class WorkStrip(QWidget):
    """Starts one piece of work at a time, shows how far it is, and lets a person cancel it."""

    changed = Signal()
    """Work began or ended."""
    broken = Signal()
    """Work ended without a result: it failed or was cancelled."""
    idle = Signal()
    """Everything that was at work has ended."""

    def __init__(self, session: Session, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._session = session
        self._background = Background(self)
        self._operation: Operation | None = None
        self._left = 0
        self._is_broken = False
        self.told = plain_label(wraps=True)
        self.bar = QProgressBar(textVisible=False)
        self.bar.setFixedSize(_BAR_PX, 6)
        self.bar.setAccessibleName(self.tr("Progress"))
        self.cancel_button = QPushButton(self.tr("Stop"))
        self.cancel_button.setAutoDefault(False)
        self.cancel_button.clicked.connect(self.cancel)
        line = QHBoxLayout(self)
        line.setContentsMargins(0, 0, 0, 0)
        line.setSpacing(MARGIN_PX)
        line.addWidget(self.told, 1)
        line.addWidget(self.bar)
        line.addWidget(self.cancel_button)
        self.setMinimumHeight(self.cancel_button.sizeHint().height())
        self._show_busy()

    @property
    def is_busy(self) -> bool:
        """Whether something is at work that a person waits for."""
        return self._operation is not None

    @property
    def is_idle(self) -> bool:
        """Whether nothing at all is at work, not even what was cancelled."""
        return self._left == 0

    def start(
        self,
        caption: str,
        show: Callable[[Any], None],
        function: Callable[..., Any],
        *arguments: Any,
    ) -> None:
        """Start work in a process of its own, in the place of what is at work."""
        before, self._operation = self._operation, None
        if before is not None:
            before.cancel()
            self.broken.emit()
        operation = self._background.operation("import", show)
        operation.progressed.connect(self._take_progress)
        operation.failed.connect(self._take_failure)
        operation.ended.connect(self._end)
        self._operation = operation
        self._left += 1
        self.bar.setRange(0, 0)
        self.tell(caption)
        self._show_busy()
        self._background.start(operation, function, *arguments)

    @Slot()
    def cancel(self) -> None:
        """End what is at work at once."""
        operation, self._operation = self._operation, None
        if operation is not None:
            operation.cancel()
            self.tell(self.tr("Stopped; nothing has changed."), Tone.WARNING)
            self._show_busy()
            self.broken.emit()

    def tell(self, sentence: str, tone: Tone = Tone.PLAIN) -> None:
        """Say something in the strip."""
        self.told.setText(sentence)
        colour = tone.colour(self._session.colours).name()
        self.told.setStyleSheet(f"color: {colour};" if tone is not Tone.PLAIN else "")

    def close_work(self) -> None:
        """Wait until every process is gone."""
        self._background.close()

    def failure_text(self, error: Exception) -> str:
        """What to say of an error: of bad data what is wrong with them and how to mend it."""
        wording = self._session.wording
        if not isinstance(error, InputError) or not error.problems:
            return wording.say(failure_message(error))
        sentences = []
        for problem in error.problems[:_MOST_PROBLEMS]:
            place = f"{problem.file}: " if problem.file else ""
            sentences.append(place + wording.say(problem.message))
            sentences.append(wording.remedy(problem))
        return " ".join(filter(None, sentences))

    @Slot(Progress)
    def _take_progress(self, progress: Progress) -> None:
        if self.sender() is not self._operation or progress.fraction is None:
            return
        self.bar.setRange(0, 1000)
        self.bar.setValue(round(1000 * progress.fraction))

    @Slot(Exception)
    def _take_failure(self, error: Exception) -> None:
        if is_our_fault(error):
            log.error("the import failed: %s", error)
        if self.sender() is self._operation:
            self.tell(self.failure_text(error), Tone.BAD)
            self._is_broken = True

    @Slot()
    def _end(self) -> None:
        self._left -= 1
        if self.sender() is self._operation:
            self._operation = None
            self._show_busy()
            # Only now: whoever tries again what did not work waits for a person to ask for it.
            is_broken, self._is_broken = self._is_broken, False
            if is_broken:
                self.broken.emit()
        if not self._left:
            self.idle.emit()

    def _show_busy(self) -> None:
        for widget in (self.bar, self.cancel_button):
            widget.setVisible(self.is_busy)
        self.changed.emit()
