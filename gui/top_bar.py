"""What runs along the top of the window: menus, the main buttons, work in progress, notices."""

from collections.abc import Mapping

from PySide6.QtCore import QLocale, QSize, Qt, Signal, Slot
from PySide6.QtGui import QAction, QActionGroup, QResizeEvent
from PySide6.QtWidgets import (
    QLabel,
    QMenu,
    QMenuBar,
    QSizePolicy,
    QToolBar,
    QToolButton,
    QVBoxLayout,
    QWidget,
)

from gui.actions import MENUS, RECENT, SEPARATOR, translated
from gui.job_strip import JobStrip
from gui.notice_bar import NoticeBar
from gui.preferences import TIME_LIMITS_S
from gui.project.project_banners import ProjectBanners
from gui.session import Session
from gui.tables.cell_delegate import one_line
from gui.tables.plain_tip import plain_tip

NAME_PX = 220
"""Room for the name of the data."""


class TopBar(QWidget):
    """Menus and buttons over the strip of work and the notices.

    Parameters
    ----------
    actions
        Every action of the window, by name.
    panels_menu
        Menu that shows and hides panels.
    recent_menu
        Menu of the projects opened last.
    """

    time_limit_chosen = Signal(int)

    def __init__(
        self,
        session: Session,
        actions: Mapping[str, QAction],
        time_limit_s: int,
        panels_menu: QMenu,
        recent_menu: QMenu,
    ) -> None:
        super().__init__()
        self._session = session
        self._actions = actions
        self._panels_menu = panels_menu
        self._recent_menu = recent_menu
        self.menus = QMenuBar()
        self._what = QLabel()
        self._what.setTextFormat(Qt.TextFormat.PlainText)
        self._what.setObjectName("what")
        self.tools = QToolBar()
        self._roomy_px = 0
        self._limits = QMenu(self)
        self._limit_group = QActionGroup(self)
        self._fill_limits(time_limit_s)
        self._fill_tools()
        self.strip = JobStrip(session, actions["stop"], actions["cancel"])
        self.notices = NoticeBar(session, actions)
        self.banners = ProjectBanners(session)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        for widget in (self.menus, self.tools, self.strip, self.banners, self.notices):
            column.addWidget(widget)
        session.data_changed.connect(self.retranslate)
        self.retranslate()

    @Slot()
    def retranslate(self) -> None:
        """Write menus and title in the language of the window."""
        self.menus.clear()
        for title, names in MENUS:
            menu = self.menus.addMenu(translated(title))
            for name in names:
                if name == SEPARATOR:
                    menu.addSeparator()
                elif name == RECENT:
                    self._recent_menu.setTitle(self.tr("Recent projects"))
                    menu.addMenu(self._recent_menu)
                else:
                    menu.addAction(self._actions[name])
            if "show_data" in names:
                self._panels_menu.setTitle(self.tr("Panels"))
                menu.addMenu(self._panels_menu)
        for action in self._limit_group.actions():
            action.setText(self._limit_text(int(action.data())))
        self._show_what()

    @Slot()
    def _show_what(self) -> None:
        """Write what is open; a long name is cut, so that the buttons keep their room."""
        name, day = self._title()
        shown = self._what.fontMetrics().elidedText(name, Qt.TextElideMode.ElideMiddle, NAME_PX)
        self._what.setText(f"{shown}    {day}" if day else shown)
        self._what.setToolTip(plain_tip(name) if shown != name else "")
        self.tools.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextBesideIcon)
        self._roomy_px = self.tools.sizeHint().width()
        self._fit_buttons()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Leave the texts of the lesser buttons out where there is no room for all."""
        super().resizeEvent(event)
        self._fit_buttons()

    def _fit_buttons(self) -> None:
        is_roomy = self.width() >= self._roomy_px
        # A button without an icon shows its text all the same.
        style = Qt.ToolButtonStyle
        wanted = style.ToolButtonTextBesideIcon if is_roomy else style.ToolButtonIconOnly
        if self.tools.toolButtonStyle() != wanted:
            self.tools.setToolButtonStyle(wanted)

    def _title(self) -> tuple[str, str]:
        """Name of the data, and the day."""
        session = self._session
        name = session.project.name if session.project else ""
        dataset = session.shown_dataset
        if not name:
            name = dataset.name if dataset else session.source.name if session.source else ""
        day = session.day
        if dataset is None or day is None:
            return one_line(name), ""
        weekday = QLocale().standaloneDayName(day.isoweekday(), QLocale.FormatType.ShortFormat)
        return one_line(name), f"{weekday} {day.isoformat()}"

    def _fill_limits(self, chosen_s: int) -> None:
        for limit_s in TIME_LIMITS_S:
            action = QAction(self)
            action.setCheckable(True)
            action.setData(limit_s)
            action.setChecked(limit_s == chosen_s)
            self._limit_group.addAction(action)
            self._limits.addAction(action)
        self._limit_group.triggered.connect(self._choose_limit)

    @Slot(QAction)
    def _choose_limit(self, action: QAction) -> None:
        self.time_limit_chosen.emit(int(action.data()))

    def _limit_text(self, limit_s: int) -> str:
        if limit_s < 60:
            return self.tr("Search routes for {seconds} s").format(seconds=limit_s)
        return self.tr("Search routes for {minutes} min").format(minutes=limit_s // 60)

    def _fill_tools(self) -> None:
        bar = self.tools
        bar.setIconSize(QSize(20, 20))
        bar.setMovable(False)
        bar.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextBesideIcon)
        brand = QLabel("Wayloom")
        brand.setObjectName("brand")
        bar.addWidget(brand)
        bar.addWidget(self._what)
        bar.addWidget(_spring())
        bar.addAction(self._actions["open_folder"])
        for name in ("undo", "redo"):
            # What would be undone is long: it stands in the menu and in the tip.
            button = QToolButton()
            button.setDefaultAction(self._actions[name])
            button.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonIconOnly)
            bar.addWidget(button)
        plan = QToolButton()
        plan.setObjectName("primary")
        plan.setDefaultAction(self._actions["plan"])
        plan.setMenu(self._limits)
        plan.setPopupMode(QToolButton.ToolButtonPopupMode.MenuButtonPopup)
        plan.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextBesideIcon)
        bar.addWidget(plan)
        bar.addAction(self._actions["stop"])
        bar.addAction(self._actions["export"])
        bar.addWidget(_spring())
        bar.addAction(self._actions["palette"])
        for name in ("speak_english", "speak_chinese"):
            bar.addAction(self._actions[name])


def _spring() -> QWidget:
    spring = QWidget()
    spring.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Preferred)
    return spring
