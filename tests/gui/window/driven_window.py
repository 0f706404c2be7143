"""A window in a process of its own that tells on its output what it shows.

``python -m tests.gui.window.driven_window SOURCE``: each line of the input is a question, each line
of the output its answer as JSON. The hands that click and type are others'.
"""

import json
import sys
from pathlib import Path
from typing import Any

from PySide6.QtCore import QPoint, QSocketNotifier, QTimer
from PySide6.QtWidgets import QApplication

from gui.main_window import MainWindow
from gui.web_environment import prepare_web_engine
from planning.environment import directories
from tests.gui.window.driving import open_window


class Answers:
    """Answers questions about a window."""

    def __init__(self, window: MainWindow) -> None:
        self._window = window
        self._notifier = QSocketNotifier(sys.stdin.fileno(), QSocketNotifier.Type.Read, window)
        self._notifier.activated.connect(self._read)

    def _read(self) -> None:
        question, *parameters = sys.stdin.readline().split()
        if question == "state":
            self._state()
        else:
            self._stop_at(*parameters)

    def _state(self) -> None:
        window, session = self._window, self._window.session
        plan = session.plan
        _say(
            data=session.dataset is not None,
            roads=session.roads is not None,
            work=window.operations.work.name if window.operations.work else "",
            can_stop=window.actions_by_name["stop"].isEnabled(),
            served=plan.summary.orders_served if plan else -1,
            vehicles=[route.vehicle_id for route in plan.routes] if plan else [],
            ok=bool(plan and plan.checks and plan.checks.ok),
            vehicle=session.selection.vehicle_id,
            order=session.selection.order_id,
            language=session.wording.language,
            plan_text=window.actions_by_name["plan"].text(),
            dark=session.colours.is_dark,
            notice=window.top.notices.text,
            blocked=window.map_view.blocked_requests(),
        )

    def _stop_at(self, route: str, stop: str) -> None:
        """Where a stop is on the screen."""

        def tell(answer: str) -> None:
            x, y = json.loads(answer)
            at = self._window.map_view.mapToGlobal(QPoint(round(x), round(y)))
            _say(x=at.x(), y=at.y())

        self._window.map_view.ask(
            f"JSON.stringify(windowMap.project('stop', {route}, {stop}))", tell
        )


def _say(**values: Any) -> None:
    print(json.dumps(values), flush=True)


def main() -> int:
    """Open the window on the source that the argument names."""
    prepare_web_engine()
    app = QApplication(sys.argv[:1])
    window = open_window(app, directories())
    answers = Answers(window)
    QTimer.singleShot(0, window, lambda: window.commands.open_source(Path(sys.argv[1])))
    code = app.exec()
    del answers
    return code


if __name__ == "__main__":
    sys.exit(main())
