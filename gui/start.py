"""Opens the window."""

import argparse
import logging
import os
import signal
import sys
from pathlib import Path

from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QApplication

from gui.faults import Faults
from gui.main_window import MainWindow
from gui.preferences import Preferences
from gui.session import Session
from gui.web_environment import prepare_web_engine
from planning.commands.exit_codes import ExitCode
from planning.environment import directories, sample_folder
from planning.failure_text import log_to_stderr
from planning.wording import LANGUAGES, Wording, preferred_language


def run_window(argv: list[str]) -> int:
    """Open the window on a dataset; return the exit code when it is closed.

    Without a dataset named, the one opened last is opened, and at the first start the sample.
    """
    arguments = _parse(argv)
    level = logging.INFO if arguments.verbose else logging.WARNING
    log_to_stderr(level)
    if not _has_screen():
        print(Wording(preferred_language()).text("window.no_screen"), file=sys.stderr)
        return ExitCode.ENVIRONMENT
    # Else Ctrl+C would be an exception in whatever slot runs next, and leave its work half done.
    signal.signal(signal.SIGINT, signal.SIG_DFL)
    prepare_web_engine()
    app = QApplication(sys.argv[:1])
    app.setApplicationName("Wayloom")
    folders = directories()
    try:
        folders.data.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        refused = {"path": str(folders.data), "reason": error.strerror or str(error)}
        print(Wording(preferred_language()).text("disk.refused", refused), file=sys.stderr)
        return ExitCode.ENVIRONMENT
    preferences = Preferences(folders.data / "preferences.ini")
    if arguments.language is not None:
        preferences.language = arguments.language
    window = MainWindow(app, Session(preferences.language), preferences, folders)
    faults = Faults(window)
    faults.happened.connect(window.tell_fault)
    faults.install()
    window.show()
    last = None if arguments.sample else preferences.project
    source = arguments.source or last or sample_folder()
    # The window is on the screen before anything is read.
    QTimer.singleShot(0, window, lambda: window.commands.open_source(source))
    return app.exec()


def _has_screen() -> bool:
    """Whether there is a screen; without one, Qt would end the process without a word."""
    if sys.platform != "linux" or os.environ.get("QT_QPA_PLATFORM"):
        return True
    return bool(os.environ.get("DISPLAY") or os.environ.get("WAYLAND_DISPLAY"))


def _parse(argv: list[str]) -> argparse.Namespace:
    say = Wording(preferred_language()).text
    parser = argparse.ArgumentParser(prog="wayloom window", description=say("help.window"))
    parser.add_argument("source", nargs="?", type=Path, help=say("help.source"))
    parser.add_argument("--sample", action="store_true", help=say("help.window_sample"))
    parser.add_argument("--language", choices=tuple(LANGUAGES), help=say("help.language"))
    parser.add_argument("--verbose", action="store_true", help=say("help.verbose"))
    after = argv.index("window") if argv else 0
    return parser.parse_args(argv[:after] + argv[after + 1 :])
