"""The main window: pages in the middle, panels around them, figures at the foot."""

from functools import partial

from PySide6.QtCore import QSize, Qt, Slot
from PySide6.QtGui import (
    QAction,
    QActionGroup,
    QCloseEvent,
    QGuiApplication,
    QResizeEvent,
    QShowEvent,
)
from PySide6.QtWidgets import (
    QApplication,
    QMainWindow,
    QMenu,
    QMessageBox,
    QStackedWidget,
    QTabWidget,
    QToolBar,
    QWidget,
)

from domain.message import message
from gui.actions import ACTIONS, EXCLUSIVE, PAGES, Need, build_action, caption
from gui.command_palette import CommandPalette
from gui.docks import DOCKS, Dock
from gui.icons import icon
from gui.language import WindowLanguage
from gui.map.map_view import MapView
from gui.map_link import MapLink
from gui.operations import Operations
from gui.panel_layout import PanelLayout
from gui.panels.figures_bar import FiguresBar
from gui.preferences import DARK, LIGHT, SYSTEM, Preferences
from gui.project.act_words import act_words
from gui.session import Session
from gui.tables.cell_delegate import one_line
from gui.tables.plain_tip import plain_tip
from gui.tables.problems_table import ProblemsTable
from gui.tables.table_panel import TablePanel
from gui.theme import apply_theme, system_is_dark
from gui.top_bar import TopBar
from gui.views import build_view
from gui.window_commands import WindowCommands
from gui.work import Notice
from planning.environment import Directories

_MAP_PAGE = "show_routes"
"""The page that is the map itself, with no page in the middle."""

_LOOKS = {SYSTEM: "follow_system", LIGHT: "use_light", DARK: "use_dark"}
_LANGUAGES = {"en": "speak_english", "zh": "speak_chinese"}


class MainWindow(QMainWindow):
    """The desktop of a planner."""

    def __init__(
        self,
        app: QApplication,
        session: Session,
        preferences: Preferences,
        folders: Directories,
    ) -> None:
        super().__init__()
        self._app = app
        self._preferences = preferences
        self._language = WindowLanguage(app)
        self.session = session
        self.operations = Operations(session, folders, self)
        self.commands = WindowCommands(self, session, self.operations, preferences)
        self.actions_by_name: dict[str, QAction] = {}
        self.pages = QStackedWidget()
        self._page_index: dict[str, int] = {}
        self._language.speak(session.wording.language)
        self.follow_look()
        self._build_actions()
        self._panels_menu = QMenu(self)
        self.top = TopBar(
            session,
            self.actions_by_name,
            preferences.time_limit_s,
            self._panels_menu,
            self.commands.recent_menu,
        )
        self.setMenuWidget(self.top)
        rail = self._build_rail()
        self.setCentralWidget(self.pages)
        self.map_view = MapView(session.wording.say)
        self._link = MapLink(session, self.map_view)
        self.docks = {
            spec.name: Dock(spec, partial(self._content, spec.name), self) for spec in DOCKS
        }
        self._build_docks()
        self._layout = PanelLayout(self, self.docks, top=self.top, rail=rail)
        self._palette = CommandPalette(session, list(self.actions_by_name.values()), self)
        self._figures = FiguresBar(session)
        self.statusBar().addWidget(self._figures, 1)
        self.statusBar().setSizeGripEnabled(False)
        self._connect()
        self._retranslate()
        self._restore()

    def show_page(self, name: str) -> None:
        """Show a page, with the panels that were seen on it."""
        if name != _MAP_PAGE:
            if name not in self._page_index:
                page = build_view(name, self.session)
                self._page_index[name] = self.pages.addWidget(page)
                self._connect_page(page)
            self.pages.setCurrentIndex(self._page_index[name])
        self.pages.setVisible(name != _MAP_PAGE)
        self._layout.show_page(name)
        self.actions_by_name[name].setChecked(True)

    def show_dock(self, name: str) -> None:
        """Show a panel and bring its tab to the front."""
        self.docks[name].show()
        self.docks[name].raise_()

    def reset_layout(self) -> None:
        """Put all panels where they stand at first."""
        self._layout.reset()

    def open_palette(self) -> None:
        """Search for anything by a few letters."""
        self._palette.open_over(self)

    def speak(self, language: str) -> None:
        """Speak a language from now on."""
        self._language.speak(language)
        self.session.speak(language)
        self._retranslate()

    @Slot()
    def tell_fault(self) -> None:
        """Say that the program itself is at fault."""
        self.top.notices.tell(Notice(message=message("window.fault"), tone="bad"))

    @Slot()
    def follow_look(self) -> None:
        """Take the colours that the planner, or the system, asks for."""
        look = self._preferences.look
        self.session.set_dark(look == DARK or (look == SYSTEM and system_is_dark()))
        apply_theme(self._app, self.session.colours)
        for spec in ACTIONS:
            action = self.actions_by_name.get(spec.name)
            if action is not None and spec.icon:
                on_accent = self.session.colours.on_accent if spec.name == "plan" else ""
                action.setIcon(icon(spec.icon, self.session.colours, colour=on_accent))

    def showEvent(self, event: QShowEvent) -> None:
        """Give the panels their sizes once the window has its own."""
        super().showEvent(event)
        self._layout.fit_soon()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Give what is gained or lost to the map; the panels beside it stay as they are."""
        super().resizeEvent(event)
        self._layout.fit_soon()

    def closeEvent(self, event: QCloseEvent) -> None:
        """Remember the layout and end all work before the window goes."""
        question = self.tr("The day is being planned. Close all the same, without that plan?")
        exporting = self.tr("Files are being written. Close all the same, before all are there?")
        if not (self.may_drop_work(question) and self.may_drop_work(exporting, "export")):
            event.ignore()
            return
        self._preferences.keep_bytes("geometry", self.saveGeometry())
        for name, dock in self.docks.items():
            table = dock.widget()
            if isinstance(table, TablePanel):
                self._preferences.keep_layout(name, table.save_layout())
        self.operations.close()
        self.map_view.close_map()
        super().closeEvent(event)

    def may_drop_work(self, question: str, name: str = "plan") -> bool:
        """Whether to do without what is in the making; the planner is asked a question."""
        work = self.operations.work
        if work is None or work.name != name:
            return True
        yes, no = QMessageBox.StandardButton.Yes, QMessageBox.StandardButton.No
        return QMessageBox.question(self, "Wayloom", question, yes | no, no) == yes

    def _build_actions(self) -> None:
        for spec in ACTIONS:
            action = build_action(spec, self)
            action.triggered.connect(getattr(self.commands, spec.name))
            self.addAction(action)
            self.actions_by_name[spec.name] = action
        for names in EXCLUSIVE:
            group = QActionGroup(self)
            for name in names:
                group.addAction(self.actions_by_name[name])
        self.actions_by_name[_LOOKS[self._preferences.look]].setChecked(True)
        self.actions_by_name[_LANGUAGES[self.session.wording.language]].setChecked(True)
        self.follow_look()

    def _build_rail(self) -> QToolBar:
        rail = QToolBar()
        rail.setObjectName("rail")
        rail.setMovable(False)
        rail.setIconSize(QSize(24, 24))
        rail.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextUnderIcon)
        rail.toggleViewAction().setVisible(False)
        for name in PAGES:
            rail.addAction(self.actions_by_name[name])
        self.addToolBar(Qt.ToolBarArea.LeftToolBarArea, rail)
        return rail

    def _build_docks(self) -> None:
        self.setDockOptions(
            QMainWindow.DockOption.AllowTabbedDocks
            | QMainWindow.DockOption.AllowNestedDocks
            | QMainWindow.DockOption.GroupedDragging
        )
        self.setTabPosition(Qt.DockWidgetArea.AllDockWidgetAreas, QTabWidget.TabPosition.North)
        self.setCorner(Qt.Corner.BottomRightCorner, Qt.DockWidgetArea.RightDockWidgetArea)
        for dock in self.docks.values():
            self._panels_menu.addAction(dock.toggleViewAction())

    def _content(self, name: str) -> QWidget:
        """The content of a panel, with what it tells of itself connected."""
        if name == "map":
            return self.map_view
        view = build_view(name, self.session)
        if isinstance(view, TablePanel):
            view.restore_layout(self._preferences.layout(name))
        return view

    def _connect(self) -> None:
        session = self.session
        session.data_changed.connect(self._data_changed)
        session.reading_changed.connect(self._enable_actions)
        session.edits.acted.connect(self._name_acts)
        session.edits.project_changed.connect(self._name_window)
        session.edits.project_changed.connect(self._enable_actions)
        session.plan_changed.connect(self._enable_actions)
        session.selection_changed.connect(self._enable_actions)
        self.operations.work_changed.connect(self._work_changed)
        self.operations.noticed.connect(self.top.notices.tell)
        self.operations.roads_missing.connect(self._tell_roads_missing)
        self.operations.data_refused.connect(self.commands.show_problems)
        self.operations.opened.connect(self._opened)
        banners = self.top.banners
        self.operations.source_changed.connect(banners.source.tell)
        banners.source.import_wanted.connect(self.operations.import_again)
        banners.holder.copy_wanted.connect(self.commands.save_copy_and_open)
        banners.holder.retry_wanted.connect(self.commands.work_on_it)
        banners.plan.plan_wanted.connect(self.actions_by_name["plan"].trigger)
        self.top.time_limit_chosen.connect(self._keep_time_limit)
        QGuiApplication.styleHints().colorSchemeChanged.connect(self.follow_look)
        # These count what is in them on their tabs, seen or not.
        for name in ("unassigned", "problems", "stops", "routes"):
            content = self.docks[name].content()
            if isinstance(content, TablePanel):
                content.title_changed.connect(self.docks[name].set_title)
                self.docks[name].set_title(content.title_with_count())
            if isinstance(content, ProblemsTable):
                content.failed.connect(self._tell_failure)
                content.cell_wanted.connect(self.commands.show_cell)

    def _connect_page(self, page: QWidget) -> None:
        for signal, slot in (
            ("open_wanted", self.commands.open_folder),
            # The action knows whether anything can be planned now.
            ("plan_wanted", self.actions_by_name["plan"].trigger),
            ("problems_wanted", self.commands.show_problems),
            ("what_if_wanted", self.actions_by_name["what_if"].trigger),
            ("day_wanted", self.operations.choose_day),
        ):
            if hasattr(page, signal):
                getattr(page, signal).connect(slot)

    @Slot()
    def _data_changed(self) -> None:
        self.top.notices.hide()
        self._enable_actions()

    @Slot()
    def _opened(self) -> None:
        """Show what is wrong with data that were opened just now."""
        self.commands.remember_project()
        reading = self.session.reading
        if reading is not None and reading.dataset is None:
            self.show_page("show_data")
            self.show_dock("problems")
            told = message("window.data_broken", count=reading.error_count)
            self.top.notices.tell(Notice(message=told, tone="bad"))

    @Slot()
    def _work_changed(self) -> None:
        work = self.operations.work
        if work is not None and work is not self.top.strip.operation:
            # What came of the work before would be taken for what comes of this.
            self.top.notices.hide()
        self.top.strip.follow(work)
        self._enable_actions()

    @Slot()
    def _enable_actions(self) -> None:
        session, work = self.session, self.operations.work
        usable = session.dataset is not None
        met = {
            Need.NOTHING: True,
            Need.DATA: session.source is not None,
            Need.PLAN: session.plan is not None and work is None,
            Need.WORK: work is not None,
            Need.IDLE_DATA: usable and work is None,
            Need.SELECTION: session.selection != type(session.selection)(),
            Need.PROJECT: session.project is not None,
            Need.EDIT: session.edits.can_edit,
            Need.UNDO: session.edits.undoable is not None,
            Need.REDO: session.edits.redoable is not None,
        }
        for spec in ACTIONS:
            self.actions_by_name[spec.name].setEnabled(met[spec.need])
        # Before the first routes there is nothing to keep; until then work can be cancelled only.
        stoppable = work is not None and work.has_best and not work.is_stopping
        self.actions_by_name["stop"].setEnabled(stoppable)

    @Slot()
    def _name_acts(self) -> None:
        """Say in the menu what undo takes back, and redo does again."""
        edits, project = self.session.edits, self.session.project
        for name, act in (("undo", edits.undoable), ("redo", edits.redoable)):
            action = self.actions_by_name[name]
            caption(action, next(spec for spec in ACTIONS if spec.name == name))
            action.setEnabled(act is not None)
            if act is not None and project is not None:
                words = self.tr("{what}: {act}")
                text = words.format(what=action.text(), act=act_words(act, project))
                action.setText(text.replace("&", "&&"))
                action.setToolTip(plain_tip(f"{text} ({action.shortcut().toString()})"))

    @Slot()
    def _name_window(self) -> None:
        project = self.session.project
        if project is None:
            self.setWindowTitle("Wayloom")
            return
        template = self.tr("{name} (read only)") if project.is_read_only else "{name}"
        self.setWindowTitle(f"{template.format(name=one_line(project.name))} - Wayloom")

    @Slot()
    def _tell_roads_missing(self) -> None:
        self.top.notices.tell(Notice(message=message("window.roads_missing"), tone="warning"))

    @Slot(str)
    def _tell_failure(self, sentence: str) -> None:
        told = message("window.failed", sentence=sentence)
        self.top.notices.tell(Notice(message=told, tone="bad"))

    @Slot(int)
    def _keep_time_limit(self, time_limit_s: int) -> None:
        self._preferences.time_limit_s = time_limit_s

    def _retranslate(self) -> None:
        self._name_window()
        for spec in ACTIONS:
            caption(self.actions_by_name[spec.name], spec)
        self._name_acts()
        for dock in self.docks.values():
            dock.retranslate()
            content = dock.widget()
            if isinstance(content, TablePanel):
                dock.set_title(content.title_with_count())
        self.top.retranslate()

    def _restore(self) -> None:
        self.resize(1366, 768)
        self.restoreGeometry(self._preferences.bytes_of("geometry"))
        self.show_page(_MAP_PAGE)
        self._enable_actions()
