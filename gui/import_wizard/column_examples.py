"""Some cells of a column as the company writes them, and what they come to be."""

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QGridLayout, QWidget

from gui.pages.page import plain_label
from gui.session import Session
from gui.tables.column import Tone
from planning.importing.shown import ConvertedColumn

_SHOWN = 4
_LONGEST = 24


class ColumnExamples(QWidget):
    """Two columns of texts with an arrow between; what is wrong with one stands below it."""

    def __init__(self, session: Session, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._session = session
        self._grid = QGridLayout(self)
        self._grid.setContentsMargins(0, 0, 0, 0)
        self._grid.setVerticalSpacing(2)
        self._grid.setColumnStretch(2, 1)
        self._lines = [tuple(plain_label() for _ in range(3)) for _ in range(_SHOWN)]
        self.wrong = plain_label(wraps=True)
        for row, (before, arrow, after) in enumerate(self._lines):
            arrow.setForegroundRole(arrow.palette().ColorRole.PlaceholderText)
            for at, label in enumerate((before, arrow, after)):
                self._grid.addWidget(label, row, at, Qt.AlignmentFlag.AlignLeft)
        self._grid.addWidget(self.wrong, _SHOWN, 0, 1, 3)

    @property
    def texts(self) -> list[tuple[str, str]]:
        """The cells that are shown."""
        return [(b.text(), a.text()) for b, _, a in self._lines if not b.isHidden()]

    def show_column(self, column: ConvertedColumn) -> None:
        """Show different cells of a column, those that do not fit first."""
        places = [*sorted(column.wrong), *range(len(column.before))]
        distinct = {column.before[at]: at for at in reversed(places) if column.before[at].strip()}
        shown = sorted(distinct.values(), key=places.index)[:_SHOWN]
        look = self._session.colours
        for number, labels in enumerate(self._lines):
            is_shown = number < len(shown)
            for label in labels:
                label.setVisible(is_shown)
            if not is_shown:
                continue
            at = shown[number]
            before, arrow, after = labels
            before.setText(_short(column.before[at]))
            arrow.setText("→")
            after.setText(_short(column.after[at]))
            tone = Tone.BAD if at in column.wrong else Tone.GOOD
            after.setStyleSheet(f"color: {tone.colour(look).name()};")
        reason = next((column.wrong[at] for at in shown if at in column.wrong), None)
        self.wrong.setVisible(reason is not None)
        if reason is not None:
            self.wrong.setText(self._session.wording.say(reason))
            self.wrong.setStyleSheet(f"color: {look.bad};")


def _short(text: str) -> str:
    line = " ".join(text.split())
    return line if len(line) <= _LONGEST else line[: _LONGEST - 1] + "…"
