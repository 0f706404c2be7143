"""Waits for the window and looks into its map."""

import json
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

from PySide6.QtCore import QCoreApplication, QEventLoop, QPoint, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QWidget

from gui.main_window import MainWindow
from gui.preferences import Preferences
from gui.session import Session
from planning.environment import Directories

LIMIT_S = 150.0
ASK_AGAIN_S = 5.0


def open_window(app: QApplication, folders: Directories, language: str = "en") -> MainWindow:
    """A window of its own, as at the first start."""
    folders.data.mkdir(parents=True, exist_ok=True)
    preferences = Preferences(folders.data / "preferences.ini")
    preferences.language = language
    preferences.look = "light"
    window = MainWindow(app, Session(language), preferences, folders)
    window.resize(1366, 768)
    window.show()
    return window


def wait_until(is_true: Callable[[], object]) -> None:
    """Let the window live until something is true."""
    _live_until(is_true, time.monotonic() + LIMIT_S)
    assert is_true(), "it never came true"


def _live_until(is_true: Callable[[], object], deadline_s: float) -> None:
    """Let the window live until something is true, or the time is over."""
    while not is_true() and time.monotonic() < deadline_s:
        QCoreApplication.processEvents(QEventLoop.ProcessEventsFlag.AllEvents, 20)
        time.sleep(0.005)


def live(seconds: float) -> None:
    """Let the window live for a while."""
    deadline_s = time.monotonic() + seconds
    wait_until(lambda: time.monotonic() >= deadline_s)


def ask(window: MainWindow, question: str) -> Any:
    """The value of an expression in the map's page."""
    answers: list[Any] = []
    deadline_s = time.monotonic() + LIMIT_S
    while not answers:
        assert time.monotonic() < deadline_s, f"the page never answered: {_page_state(window)}"
        # A question is lost where its page is just being loaded, so it is asked again.
        window.map_view.ask(f"JSON.stringify({question})", answers.append)
        _live_until(lambda: answers, time.monotonic() + ASK_AGAIN_S)
    return json.loads(answers[0]) if answers[0] else None


def _page_state(window: MainWindow) -> str:
    """What is known of a page that does not answer."""
    view = window.map_view
    page, server = view._page, view._profile.server
    return (
        f"ready={view._is_ready} files={len(server._files)} loading={page.isLoading()} "
        f"process={page.renderProcessPid()} watched={view._load_watch.isActive()} "
        f"limit_ms={view._load_limit_ms} at={page.url().toString()} "
        f"reading={server._worker._pool.activeThreadCount()}"
    )


def open_day(window: MainWindow, source: Path) -> None:
    """Open a dataset and wait for its roads."""
    window.commands.open_source(source)
    wait_until(lambda: window.session.source == source)
    wait_until(lambda: window.operations.work is None)


def plan(window: MainWindow, time_limit_s: float) -> None:
    """Plan the open day to its end."""
    window.operations.plan(time_limit_s)
    wait_until(lambda: window.operations.work is None)


def click(widget: QWidget, x: float, y: float) -> None:
    """Click into a widget, or into the page that it shows."""
    while (proxy := widget.focusProxy()) is not None:
        widget = proxy
    QTest.mouseClick(widget, Qt.MouseButton.LeftButton, pos=QPoint(round(x), round(y)))
