"""One line under the toolbar that says what came of the planner's last act."""

from PySide6.QtCore import Qt, QUrl, Slot
from PySide6.QtGui import QDesktopServices
from PySide6.QtWidgets import QHBoxLayout, QLabel, QPushButton, QSizePolicy, QToolButton, QWidget

from gui.icons import icon
from gui.operations import Notice
from gui.session import Session
from planning.wording import REMEDY

_ICONS = {
    "good": "mdi6.check-circle-outline",
    "warning": "mdi6.alert-outline",
    "bad": "mdi6.alert-circle-outline",
    "": "mdi6.information-outline",
}


class NoticeBar(QWidget):
    """Shows the newest notice until it is closed or another takes its place."""

    def __init__(self, session: Session) -> None:
        super().__init__()
        self._session = session
        self._notice: Notice | None = None
        self._picture = QLabel()
        self._text = QLabel()
        self._text.setTextFormat(Qt.TextFormat.PlainText)
        self._text.setWordWrap(True)
        self._text.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Preferred)
        self._text.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        self._folder = QPushButton()
        self._folder.clicked.connect(self._open_folder)
        self._close = QToolButton()
        self._close.setAutoRaise(True)
        self._close.clicked.connect(self.hide)
        row = QHBoxLayout(self)
        row.setContentsMargins(12, 6, 8, 6)
        row.setSpacing(8)
        for widget in (self._picture, self._text, self._folder, self._close):
            row.addWidget(widget)
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self.setObjectName("notice")
        self.hide()
        session.language_changed.connect(self._render)
        session.colours_changed.connect(self._render)

    @property
    def text(self) -> str:
        """What the bar says."""
        return self._text.text()

    @Slot(Notice)
    def tell(self, notice: Notice) -> None:
        """Show a notice."""
        self._notice = notice
        self._render()
        self.show()

    @Slot()
    def _render(self) -> None:
        notice = self._notice
        if notice is None:
            return
        wording, look = self._session.wording, self._session.colours
        sentences = [wording.say(notice.message)]
        remedy = notice.message.code + REMEDY
        if wording.has(remedy):
            sentences.append(wording.text(remedy, notice.message.parameters))
        self._text.setText(" ".join(sentences))
        tone = {"good": look.good, "warning": look.warning, "bad": look.bad}.get(
            notice.tone, look.accent
        )
        self._picture.setPixmap(icon(_ICONS[notice.tone], look, colour=tone).pixmap(18, 18))
        self._folder.setVisible(notice.folder is not None)
        self._folder.setText(self.tr("Open the folder"))
        self._close.setIcon(icon("mdi6.close", look))
        self._close.setToolTip(self.tr("Close"))
        self._close.setAccessibleName(self.tr("Close"))
        self.setProperty("tone", notice.tone)
        self.style().unpolish(self)
        self.style().polish(self)

    @Slot()
    def _open_folder(self) -> None:
        if self._notice is not None and self._notice.folder is not None:
            QDesktopServices.openUrl(QUrl.fromLocalFile(str(self._notice.folder)))
