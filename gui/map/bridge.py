"""The one object that the map's page and the window share."""

from PySide6.QtCore import QObject, Signal, Slot


class Bridge(QObject):
    """Signals whose names are changes go to the page, as JSON; the slots are called by it."""

    content_changed = Signal(str)
    selection_changed = Signal(str)
    ground_changed = Signal(str)
    view_restored = Signal(str)

    page_ready = Signal()
    clicked = Signal(int, str, int, int)
    view_moved = Signal(float, float, float)
    refused = Signal(str)

    @Slot()
    def ready(self) -> None:
        """The page listens now."""
        self.page_ready.emit()

    @Slot(int, str, int, int)
    def click(self, turn: int, kind: str, first: int, second: int) -> None:
        """Something was clicked on: its kind and its place in the content of that turn."""
        self.clicked.emit(turn, kind, first, second)

    @Slot(float, float, float)
    def move(self, lat: float, lon: float, zoom: float) -> None:
        """The map shows another part of the world."""
        self.view_moved.emit(lat, lon, zoom)

    @Slot(str)
    def refuse(self, address: str) -> None:
        """The page's security policy refused something."""
        self.refused.emit(address)
