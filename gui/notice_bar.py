"""One line under the toolbar that says what came of the planner's last act."""

from collections.abc import Mapping

from PySide6.QtCore import QUrl, Slot
from PySide6.QtGui import QAction, QDesktopServices
from PySide6.QtWidgets import QPushButton, QToolButton

from gui.banner import Banner
from gui.icons import icon
from gui.session import Session
from gui.work import Notice
from planning.wording import REMEDY


class NoticeBar(Banner):
    """Shows the newest notice until it is closed or another takes its place.

    Parameters
    ----------
    actions
        Actions of the window by name, of which a notice may offer one.
    """

    def __init__(self, session: Session, actions: Mapping[str, QAction]) -> None:
        super().__init__(session)
        self._actions = actions
        self._notice: Notice | None = None
        self._folder, self.offer = QPushButton(), QPushButton()
        self._close = QToolButton()
        self._close.setAutoRaise(True)
        self._close.clicked.connect(self.hide)
        self._folder.clicked.connect(self._open_folder)
        self.offer.clicked.connect(self._do_action)
        for widget in (self.offer, self._folder, self._close):
            self.line.addWidget(widget)

    @Slot(Notice)
    def tell(self, notice: Notice) -> None:
        """Show a notice."""
        self._notice = notice
        self.render_anew()
        self.show()

    @Slot()
    def render_anew(self) -> None:
        """Say the notice in the language and colours of now."""
        notice = self._notice
        if notice is None:
            return
        wording, look = self.session.wording, self.session.colours
        sentences = [wording.say(notice.message)]
        remedy = notice.message.code + REMEDY
        if wording.has(remedy):
            sentences.append(wording.text(remedy, notice.message.parameters))
        self.say(" ".join(sentences), notice.tone)
        self._folder.setVisible(notice.folder is not None)
        self._folder.setText(self.tr("Open the folder"))
        action = self._actions.get(notice.action)
        self.offer.setVisible(action is not None)
        self.offer.setText(action.iconText() if action is not None else "")
        self._close.setIcon(icon("mdi6.close", look))
        self._close.setToolTip(self.tr("Close"))
        self._close.setAccessibleName(self.tr("Close"))

    @Slot()
    def _do_action(self) -> None:
        if self._notice is not None and self._notice.action in self._actions:
            self._actions[self._notice.action].trigger()

    @Slot()
    def _open_folder(self) -> None:
        if self._notice is not None and self._notice.folder is not None:
            QDesktopServices.openUrl(QUrl.fromLocalFile(str(self._notice.folder)))
