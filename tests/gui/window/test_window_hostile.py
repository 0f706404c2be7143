"""The whole window on data in which every text is a hostile one: all is text, nothing runs."""

from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QLabel, QWidget

from gui.actions import PAGES
from gui.docks import DOCKS
from gui.main_window import MainWindow
from gui.session import Selection
from planning.environment import Directories
from planning.reading.dataset_reading import DatasetReading
from tests.gui.window.driving import ask, live, open_window, wait_until
from tests.hostile_day import HostileDay, hostile_day
from tests.hostile_texts import HOSTILE


def test_hostile_texts_stay_texts_on_every_page(qapp: QApplication, tmp_path: Path) -> None:
    folders = Directories(cache=tmp_path / "cache", data=tmp_path / "data")
    window = open_window(qapp, folders)
    try:
        day = hostile_day()
        _show(window, day)
        for text in HOSTILE.values():
            window.session.select(Selection(order_id=text))
            window.session.select(Selection(vehicle_id=text))
            window.session.select(Selection(place_id=text, item_id=text))
            QApplication.processEvents()
            _assert_plain(window)
        for page in PAGES:
            window.actions_by_name[page].trigger()
            for spec in DOCKS:
                window.show_dock(spec.name)
                live(0.02)
            _assert_plain(window)
        window.open_palette()
        live(0.1)
        assert ask(window, "window.caught || []") == []
        assert ask(window, "document.querySelectorAll('img:not(.leaflet-tile)').length") == 0
        assert window.map_view.blocked_requests() == ()
    finally:
        window.close()
        window.deleteLater()


def _show(window: MainWindow, day: HostileDay) -> None:
    reading = DatasetReading(dataset=day.dataset, problems=(), error_count=0, warning_count=0)
    window.session.show_data(Path("hostile"), reading, day.plan.day)
    window.session.show_plan(day.plan)
    wait_until(lambda: ask(window, "Boolean(window.windowMap)"))
    wait_until(lambda: ask(window, "windowMap.layer.drawn.routes.length") == len(day.plan.routes))


def _assert_plain(window: MainWindow) -> None:
    """No label may take data for rich text, and no tip may hold markup that Qt would follow."""
    for label in window.findChildren(QLabel):
        is_plain = label.textFormat() == Qt.TextFormat.PlainText
        assert is_plain or not Qt.mightBeRichText(label.text()), label.text()  # type: ignore[attr-defined]
    for widget in window.findChildren(QWidget):
        assert "<img" not in widget.toolTip()
