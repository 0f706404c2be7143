"""Which panels are seen on each page, how large they are, and whose tab is in front."""

from collections.abc import Mapping

from PySide6.QtCore import QObject, Qt, QTimer, Slot
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QMainWindow, QWidget

from gui.actions import PAGES
from gui.docks import BOTTOM, DOCKS, FRONT, RIGHT, Dock, arrange

_SIDE_WIDTH = 320
_TABLES_SHARE = 0.34
"""Width of the panels at the side, and share of the height that the tables take at first."""


class PanelLayout(QObject):
    """Arranges the panels of a window, and leaves each page as the planner left it.

    Parameters
    ----------
    docks
        The panels by name.
    top, rail
        What stands above the panels, and at their left.
    """

    def __init__(
        self, window: QMainWindow, docks: Mapping[str, Dock], *, top: QWidget, rail: QWidget
    ) -> None:
        super().__init__(window)
        self._window = window
        self._docks = docks
        self._top = top
        self._rail = rail
        self._page = ""
        self._seen = _first_seen()
        self._sizes: dict[str, tuple[int, int]] = {}
        self._front: dict[str, list[str]] = {}
        self._titles_due = QTimer(self, singleShot=True, interval=0)
        self._titles_due.timeout.connect(self._fit_titles)
        self._sizes_due = QTimer(self, singleShot=True, interval=0)
        self._sizes_due.timeout.connect(self._size_docks)
        self._drawn_due = QTimer(self, singleShot=True, interval=0)
        self._drawn_due.timeout.connect(self._keep_sizes)
        arrange(docks, window)
        for dock in docks.values():
            # Dragged, closed and shown again, panels come to stand alone or side by side.
            dock.visibilityChanged.connect(self._titles_due.start)
            dock.dockLocationChanged.connect(self._titles_due.start)
            dock.topLevelChanged.connect(self._titles_due.start)
            dock.resized.connect(self._follow_drawing)

    def show_page(self, page: str) -> None:
        """Show the panels of a page as it was left; the page before is left as it is."""
        if self._page:
            self._leave_page()
        self._page = page
        self._show_docks()

    def reset(self) -> None:
        """Put all panels where they stand at first."""
        self._seen, self._sizes, self._front = _first_seen(), {}, {}
        arrange(self._docks, self._window)
        self._show_docks()

    def fit_soon(self) -> None:
        """Give the panels their sizes once the window has its own."""
        self._sizes_due.start()

    def _leave_page(self) -> None:
        """Remember which panels are seen on the page."""
        # A panel behind another one's tab counts as seen, too.
        self._seen[self._page] = frozenset(
            name for name, dock in self._docks.items() if not dock.isHidden()
        )
        front = [name for name, dock in self._docks.items() if dock.is_in_front()]
        if self._window.isVisible():
            self._front[self._page] = front

    @Slot()
    def _follow_drawing(self) -> None:
        """Take notice of sizes that change while a button is held: the planner draws them."""
        if QGuiApplication.mouseButtons() & Qt.MouseButton.LeftButton:
            self._drawn_due.start()

    @Slot()
    def _keep_sizes(self) -> None:
        """Remember how large the planner drew the panels of the page."""
        side, tables = self._sizes.get(self._page, (0, 0))
        foot = self._window.statusBar().y()
        for dock in self._docks.values():
            if dock.isFloating() or not dock.is_in_front():
                continue
            area = self._window.dockWidgetArea(dock)
            if area == RIGHT:
                side = dock.width()
            elif area == BOTTOM and self._docks["map"].isVisible():
                # The row of tabs belongs to the height of the panels.
                tables = foot - self._docks["map"].geometry().bottom() - 1
        self._sizes[self._page] = side, tables

    def _show_docks(self) -> None:
        """Show the panels of the page as it was left."""
        seen = self._seen[self._page]
        for name, dock in self._docks.items():
            dock.setVisible(name in seen)
        self._fit_titles()
        for name in self._front.get(self._page, FRONT):
            self._docks[name].raise_()
        self._sizes_due.start()

    @Slot()
    def _fit_titles(self) -> None:
        """Show the title of each panel that no tab names."""
        for name, dock in self._docks.items():
            beside = self._window.tabifiedDockWidgets(dock)
            dock.stand_alone(name != "map" and all(other.isHidden() for other in beside))

    @Slot()
    def _size_docks(self) -> None:
        window, docks = self._window, self._docks
        usual_tables = max(220, round(_TABLES_SHARE * window.height()))
        usual = (min(_SIDE_WIDTH, window.width() // 3), min(usual_tables, window.height() // 2))
        kept = self._sizes.get(self._page, (0, 0))
        side, tables = (size or default for size, default in zip(kept, usual, strict=True))
        rest = window.width() - self._rail.width() - side
        sides = [docks["map"], docks["selected"]]
        window.resizeDocks(sides, [rest, side], Qt.Orientation.Horizontal)
        above = window.height() - self._top.height() - window.statusBar().height() - tables
        low = [d for d in docks.values() if window.dockWidgetArea(d) == BOTTOM and d.isVisible()]
        # Qt shares the height out well only where it is told of both sides.
        sharing = [docks["map"], *low[:1]] if docks["map"].isVisible() else low[:1]
        if sharing:
            heights = [above, tables][-len(sharing) :]
            window.resizeDocks(sharing, heights, Qt.Orientation.Vertical)


def _first_seen() -> dict[str, frozenset[str]]:
    return {page: frozenset(spec.name for spec in DOCKS if page in spec.pages) for page in PAGES}
