"""Opens the window."""

import argparse
import logging
import sys
from pathlib import Path

from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QApplication

from gui.main_window import MainWindow
from gui.preferences import Preferences
from gui.session import Session
from gui.web_environment import prepare_web_engine
from planning.environment import directories, sample_folder
from planning.wording import Wording, preferred_language


def run_window(argv: list[str]) -> int:
    """Open the window on a dataset; return the exit code when it is closed.

    Without a dataset named, the one opened last is opened, and at the first start the sample.
    """
    arguments = _parse(argv)
    logging.basicConfig(level=logging.WARNING, format="%(levelname)s %(name)s: %(message)s")
    prepare_web_engine()
    app = QApplication(sys.argv[:1])
    app.setApplicationName("Wayloom")
    folders = directories()
    folders.data.mkdir(parents=True, exist_ok=True)
    preferences = Preferences(folders.data / "preferences.ini")
    window = MainWindow(app, Session(preferences.language), preferences, folders)
    window.show()
    last = None if arguments.sample else preferences.source
    source = arguments.source or last or sample_folder()
    # The window is on the screen before anything is read.
    QTimer.singleShot(0, window, lambda: window.commands.open_source(source))
    return app.exec()


def _parse(argv: list[str]) -> argparse.Namespace:
    say = Wording(preferred_language()).text
    parser = argparse.ArgumentParser(prog="wayloom window", description=say("help.window"))
    parser.add_argument("source", nargs="?", type=Path, help=say("help.source"))
    parser.add_argument("--sample", action="store_true", help=say("help.window_sample"))
    return parser.parse_args(argv)
