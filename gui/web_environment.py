"""What the map needs before Qt starts, settled for the program and for its tests alike."""

import os
import sys

from gui.map.scheme import register_scheme

_SWITCH_INTERVAL_S = 0.001


def prepare_web_engine() -> None:
    """Settle it; to be called before the QApplication is made, once or more often."""
    # The window waits this long for Python's lock while a thread beside it paints or builds. At
    # the usual 5 ms a single event, which takes the lock several times, is felt.
    sys.setswitchinterval(_SWITCH_INTERVAL_S)
    # A page reaches the screen through Qt Quick. Drawn by OpenGL without a graphics card it blocks
    # the window for 60 to 120 ms a frame, drawn by the processor for 10 to 20 ms everywhere.
    os.environ.setdefault("QT_QUICK_BACKEND", "software")
    # Chromium refuses to start its sandbox for the superuser, and only there it must do without.
    if hasattr(os, "geteuid") and os.geteuid() == 0:
        os.environ.setdefault("QTWEBENGINE_DISABLE_SANDBOX", "1")
    register_scheme()
