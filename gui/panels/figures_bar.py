"""The bar at the foot of the window: what the plan is worth."""

from PySide6.QtCore import QTimer, Slot
from PySide6.QtWidgets import QHBoxLayout, QLabel, QSizePolicy, QWidget

from gui.panels.figures import Figure, plan_figures
from gui.panels.labels import plain_label
from gui.session import Session
from gui.tables.column import Tone

CHANGES_SHOWN_MS = 20_000
_BETWEEN_PX = 18


class FiguresBar(QWidget):
    """Figures side by side; after a new plan each shows for a while how much it changed."""

    def __init__(self, session: Session) -> None:
        super().__init__()
        self._session = session
        self._figures: tuple[Figure, ...] = ()
        self._row = QHBoxLayout(self)
        self._row.setContentsMargins(12, 3, 12, 3)
        self._row.setSpacing(6)
        # However long the figures, the window may be made as narrow as before.
        self.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)
        self._changes_end = QTimer(self, singleShot=True, interval=CHANGES_SHOWN_MS)
        self._changes_end.timeout.connect(self.retranslate)
        session.plan_changed.connect(self.show_plan)
        session.language_changed.connect(self.retranslate)
        session.colours_changed.connect(self.retranslate)
        self.retranslate()

    @property
    def figures(self) -> tuple[Figure, ...]:
        """What is shown."""
        return self._figures

    @Slot()
    def show_plan(self) -> None:
        """Show the figures of the plan, and for a while how they changed."""
        if self._session.previous_plan is not None:
            self._changes_end.start()
        else:
            self._changes_end.stop()
        self.retranslate()

    @Slot()
    def retranslate(self) -> None:
        """Show the figures in the current language and colours."""
        self.setAccessibleName(self.tr("What the plan is worth"))
        text = self._session.plan_text
        before = self._session.previous_plan if self._changes_end.isActive() else None
        self._figures = plan_figures(text, before) if text else ()
        self._empty()
        for number, figure in enumerate(self._figures):
            self._set_apart(figure, is_first=number == 0)
            self._add(figure)
        if not self._figures or self._figures[-1].code != "figure.check":
            self._row.addStretch(1)
        if not self._figures:
            hint = self.tr("No plan yet. Open a data set and press Plan.")
            self._row.insertWidget(0, self._label(hint, Tone.FAINT))

    def _set_apart(self, figure: Figure, *, is_first: bool) -> None:
        """Leave room before a figure: the plan check stands at the right end."""
        if figure.code == "figure.check":
            self._row.addStretch(1)
        elif not is_first:
            self._row.addSpacing(_BETWEEN_PX)

    def _add(self, figure: Figure) -> None:
        name = self._session.wording.text(figure.code)
        self._row.addWidget(self._label(name, Tone.FAINT))
        self._row.addWidget(self._label(figure.value, figure.tone, bold=True))
        if figure.change:
            self._row.addWidget(self._label(figure.change, figure.change_tone, bold=True))

    def _empty(self) -> None:
        while (item := self._row.takeAt(0)) is not None:
            widget = item.widget()
            if widget is not None:
                widget.hide()
                widget.deleteLater()

    def _label(self, text: str, tone: Tone, *, bold: bool = False) -> QLabel:
        label = plain_label(text, self._session.colours, tone, bold=bold, parent=self)
        label.setSizePolicy(QSizePolicy.Policy.Maximum, QSizePolicy.Policy.Preferred)
        return label
