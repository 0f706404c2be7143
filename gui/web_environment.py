"""What QtWebEngine needs before Qt starts: its addresses, and a sandbox that can start."""

import os

from gui.map.scheme import register_scheme


def prepare_web_engine() -> None:
    """Call before the QApplication is made."""
    # Chromium refuses to start its sandbox for the superuser, and only there it must do without.
    if hasattr(os, "geteuid") and os.geteuid() == 0:
        os.environ.setdefault("QTWEBENGINE_DISABLE_SANDBOX", "1")
    register_scheme()
