"""A line across the window that says how things stand, with what can be done about it."""

from abc import abstractmethod

from PySide6.QtCore import Qt, Slot
from PySide6.QtWidgets import QHBoxLayout, QLabel, QSizePolicy, QWidget

from gui.icons import icon
from gui.session import Session

_ICONS = {
    "good": "mdi6.check-circle-outline",
    "warning": "mdi6.alert-outline",
    "bad": "mdi6.alert-circle-outline",
    "": "mdi6.information-outline",
}


class Banner(QWidget):
    """A picture and a sentence; descendants add buttons to `line` and say it in `render_anew`."""

    def __init__(self, session: Session) -> None:
        super().__init__()
        self.session = session
        self._picture = QLabel()
        self._text = QLabel()
        self._text.setTextFormat(Qt.TextFormat.PlainText)
        self._text.setWordWrap(True)
        self._text.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Preferred)
        self._text.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        self.line = QHBoxLayout(self)
        self.line.setContentsMargins(12, 6, 8, 6)
        self.line.setSpacing(8)
        self.line.addWidget(self._picture)
        self.line.addWidget(self._text)
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self.setObjectName("notice")
        self.hide()
        session.language_changed.connect(self.render_anew)
        session.colours_changed.connect(self.render_anew)

    @property
    def text(self) -> str:
        """What the banner says."""
        return self._text.text()

    @abstractmethod
    @Slot()
    def render_anew(self) -> None:
        """Say what is to be said in the language and colours of now."""

    def say(self, text: str, tone: str) -> None:
        """Take a sentence and its tone: ``good``, ``warning``, ``bad`` or empty."""
        look = self.session.colours
        self._text.setText(text)
        colour = {"good": look.good, "warning": look.warning, "bad": look.bad}.get(
            tone, look.accent
        )
        self._picture.setPixmap(icon(_ICONS[tone], look, colour=colour).pixmap(18, 18))
        self.setProperty("tone", tone)
        self.style().unpolish(self)
        self.style().polish(self)
