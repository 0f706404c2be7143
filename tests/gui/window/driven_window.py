"""A window in a process of its own that tells on its output what it shows.

``python -m tests.gui.window.driven_window [SOURCE]``: each line of the input is a
question, each line of the output its answer as JSON. The hands that click and type are others'.
"""

import json
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QPoint, QSocketNotifier, Qt, QTimer
from PySide6.QtGui import QKeySequence
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLineEdit, QTableView

from gui.main_window import MainWindow
from gui.pages.data_page import DataPage
from gui.preferences import Preferences
from gui.project.edited_rows import EditedRows
from gui.project.rows_panel import RowsPanel
from gui.web_environment import prepare_web_engine
from planning.environment import directories
from tests.gui.window.driving import open_window, wait_until

if TYPE_CHECKING:
    from collections.abc import Callable


class Answers:
    """Answers questions about a window."""

    def __init__(self, window: MainWindow) -> None:
        self._window = window
        self._notifier = QSocketNotifier(sys.stdin.fileno(), QSocketNotifier.Type.Read, window)
        self._notifier.activated.connect(self._read)

    def _read(self) -> None:
        line = sys.stdin.readline()
        if not line:
            # Nobody asks any more: the test is over, however it ended.
            self._notifier.setEnabled(False)
            self._window.close()
            QApplication.quit()
            return
        question, *parameters = line.rstrip("\n").split(" ")
        answers: dict[str, Callable[..., None]] = {
            "state": self._state,
            "stop_at": self._stop_at,
            "project": self._project,
            "edit": self._edit,
            "cell": self._cell,
            "press": self._press,
            "retry": self._retry,
        }
        answers[question](*parameters)

    def _project(self) -> None:
        """How it stands with the open project."""
        window, session = self._window, self._window.session
        project = session.project
        holder, recovered = window.top.banners.holder, window.top.banners.recovered
        _say(
            path=str(project.path) if project else "",
            title=window.windowTitle(),
            can_edit=session.edits.can_edit,
            work=window.operations.work.name if window.operations.work else "",
            undo=window.actions_by_name["undo"].text(),
            can_undo=window.actions_by_name["undo"].isEnabled(),
            can_redo=window.actions_by_name["redo"].isEnabled(),
            recovered=recovered.text if recovered.isVisible() else "",
            holder=holder.text if holder.isVisible() else "",
            entries=len(project.history()) if project else 0,
        )

    def _edit(self, table: str, row: str, column: str, text: str) -> None:
        """Type a text over a cell on the page of data, with the keys a planner presses."""
        panel, rows = self._panel(table), self._rows(table)
        at = panel.model.position_of(int(row))
        assert at is not None
        panel.table.show_cell(at, rows.column(column))
        QTest.keyClicks(panel.table, text[0])
        (editor,) = panel.table.viewport().findChildren(QLineEdit)
        QTest.keyClicks(editor, text[1:])
        QTest.keyClick(editor, Qt.Key.Key_Return)
        wait_until(lambda: panel.table.state() != QTableView.State.EditingState)
        _say(shown=rows.cell(int(row), rows.column(column)))

    def _cell(self, table: str, row: str, column: str) -> None:
        rows = self._rows(table)
        _say(shown=rows.cell(int(row), rows.column(column)))

    def _press(self, keys: str) -> None:
        """Press keys in the table, such as Ctrl+Z."""
        table = self._panel("").table
        window = self._window.windowHandle()
        window.requestActivate()
        wait_until(self._window.isActiveWindow)
        table.setFocus()
        QTest.keySequence(table, QKeySequence(keys))
        _say(pressed=keys)

    def _retry(self) -> None:
        """Press the button with which a planner tries to edit a project that was held."""
        button = self._window.top.banners.holder.retry_button
        button.click()
        _say(pressed=button.text())

    def _rows(self, table: str) -> EditedRows:
        rows = self._panel(table).model.rows
        assert rows is not None
        return rows

    def _panel(self, table: str) -> RowsPanel:
        """The rows of a table on the page of data, once they are there."""
        self._window.show_page("show_data")
        page = self._window.pages.currentWidget()
        assert isinstance(page, DataPage)
        if table:
            page.tables.choose(table)
        wait_until(lambda: page.area.rows.model.rows is not None)
        return page.area.rows

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
    """Open the window on the source that the argument names, or on the project opened last."""
    prepare_web_engine()
    app = QApplication(sys.argv[:1])
    window = open_window(app, directories())
    answers = Answers(window)
    last = Preferences(directories().data / "preferences.ini").project
    source = Path(sys.argv[1]) if len(sys.argv) > 1 else last
    assert source is not None
    QTimer.singleShot(0, window, lambda: window.commands.open_source(source))
    code = app.exec()
    del answers
    return code


if __name__ == "__main__":
    sys.exit(main())
