"""Qt for the tests of the window: no screen, and the map's own addresses known before it starts."""

import os

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

from gui.web_environment import prepare_web_engine

prepare_web_engine()
