"""Qt for the tests of the window: no screen, and the map's own addresses known before it starts."""

import os

import pytest
from PySide6.QtWidgets import QApplication

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

from gui.web_environment import prepare_web_engine

prepare_web_engine()


@pytest.fixture(scope="session", autouse=True)
def application_stays(qapp: QApplication) -> None:
    """Keep Qt from ending the web engine when a test closes the last window."""
    qapp.setQuitOnLastWindowClosed(False)
