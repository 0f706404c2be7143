"""The panels around the page: where each stands, and which are seen on which page."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from PySide6.QtCore import QT_TRANSLATE_NOOP, QCoreApplication, Qt, Signal, Slot
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QDockWidget, QMainWindow, QWidget

BOTTOM = Qt.DockWidgetArea.BottomDockWidgetArea
LEFT = Qt.DockWidgetArea.LeftDockWidgetArea
RIGHT = Qt.DockWidgetArea.RightDockWidgetArea

CONTEXT = "Docks"


@dataclass(frozen=True, slots=True)
class DockSpec:
    """One panel.

    Attributes
    ----------
    title
        What it is called, in English; PySide6 gives texts marked for translation no type.
    area
        Where it stands at first; panels of one area share a row of tabs.
    pages
        Pages on which it is seen at first.
    """

    name: str
    title: Any
    area: Qt.DockWidgetArea
    pages: frozenset[str]


_ROUTES = frozenset({"show_routes"})
_CHARTS = frozenset({"show_demand", "show_stock"})

DOCKS: tuple[DockSpec, ...] = (
    DockSpec("map", QT_TRANSLATE_NOOP("Docks", "Map"), LEFT, _ROUTES),
    DockSpec("routes", QT_TRANSLATE_NOOP("Docks", "Routes"), BOTTOM, _ROUTES),
    DockSpec("stops", QT_TRANSLATE_NOOP("Docks", "Stops"), BOTTOM, _ROUTES),
    DockSpec("timeline", QT_TRANSLATE_NOOP("Docks", "Timeline"), BOTTOM, _ROUTES),
    DockSpec("unassigned", QT_TRANSLATE_NOOP("Docks", "Unassigned"), BOTTOM, _ROUTES),
    DockSpec(
        "problems",
        QT_TRANSLATE_NOOP("Docks", "Problems"),
        BOTTOM,
        frozenset({"show_data", "show_routes"}),
    ),
    DockSpec("selected", QT_TRANSLATE_NOOP("Docks", "Selected"), RIGHT, _ROUTES | _CHARTS),
    DockSpec("figures", QT_TRANSLATE_NOOP("Docks", "Figures"), RIGHT, _ROUTES),
    DockSpec("history", QT_TRANSLATE_NOOP("Docks", "History"), RIGHT, frozenset()),
    DockSpec("load", QT_TRANSLATE_NOOP("Docks", "Load"), RIGHT, _ROUTES),
)

FRONT = ("routes", "selected")
"""Panels whose tabs are in front at first."""


class Dock(QDockWidget):
    """A panel that makes its content when it is first seen.

    Its tab names it, so it has a title bar only where it has no tab: alone in its place, or
    floating as a window of its own.
    """

    resized = Signal()

    def __init__(self, spec: DockSpec, build: Callable[[], QWidget], owner: QMainWindow) -> None:
        super().__init__(owner)
        self.spec = spec
        self._build: Callable[[], QWidget] | None = build
        self._bare = QWidget()
        self._is_alone = False
        self._is_in_front = False
        self.setObjectName(f"dock_{spec.name}")
        self.setTitleBarWidget(self._bare)
        self.setFeatures(
            QDockWidget.DockWidgetFeature.DockWidgetMovable
            | QDockWidget.DockWidgetFeature.DockWidgetFloatable
            | QDockWidget.DockWidgetFeature.DockWidgetClosable
        )
        self.topLevelChanged.connect(self._fit_title_bar)
        self.visibilityChanged.connect(self._fill)
        self.retranslate()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Announce the new size."""
        super().resizeEvent(event)
        self.resized.emit()

    def retranslate(self) -> None:
        """Write the title in the language of the window."""
        self.setWindowTitle(QCoreApplication.translate(CONTEXT, self.spec.title))

    def is_in_front(self) -> bool:
        """Whether the panel is seen, and not only its tab."""
        return self.isVisible() and self._is_in_front

    @Slot(str)
    def set_title(self, title: str) -> None:
        """Take a title that counts what is in the panel."""
        self.setWindowTitle(title)

    def stand_alone(self, alone: bool) -> None:
        """Show the title above the panel where no tab names it."""
        self._is_alone = alone
        self._fit_title_bar()

    @Slot()
    def _fit_title_bar(self) -> None:
        titled = self._is_alone or self.isFloating()
        if titled == (self.titleBarWidget() is self._bare):
            self.setTitleBarWidget(None if titled else self._bare)  # type: ignore[arg-type]

    @Slot(bool)
    def _fill(self, visible: bool) -> None:
        self._is_in_front = visible
        if visible:
            self.content()

    def content(self) -> QWidget:
        """What is in the panel, made now if it was not before."""
        if self._build is not None:
            build, self._build = self._build, None
            self.setWidget(build())
        return self.widget()


def arrange(docks: Mapping[str, Dock], window: QMainWindow) -> None:
    """Put all panels where they stand at first."""
    first: dict[Qt.DockWidgetArea, Dock] = {}
    for dock in docks.values():
        dock.setFloating(False)
        window.removeDockWidget(dock)
    for dock in docks.values():
        area = dock.spec.area
        window.addDockWidget(area, dock)
        if area in first:
            window.tabifyDockWidget(first[area], dock)
        first.setdefault(area, dock)
        dock.show()
