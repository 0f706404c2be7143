"""Pages as a planner sees them, for tests."""

from collections.abc import Callable
from typing import TypeVar

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLabel, QWidget
from pytestqt.qtbot import QtBot

from gui.session import Session
from gui.tables.planner_table import PlannerTable

PageT = TypeVar("PageT", bound=QWidget)


def show_page(qtbot: QtBot, page: Callable[[Session], PageT], session: Session) -> PageT:
    """A page, shown."""
    widget = page(session)
    qtbot.addWidget(widget)
    widget.resize(1_050, 420)
    widget.show()
    return widget


def cells(table: PlannerTable) -> list[list[str]]:  # type: ignore[type-arg]
    """Every cell of a table as it is shown."""
    model = table.model()
    rows, columns = range(model.rowCount()), range(model.columnCount())
    return [[model.index(row, column).data() for column in columns] for row in rows]


def headings(table: PlannerTable) -> list[str]:  # type: ignore[type-arg]
    """The headings of a table."""
    model = table.model()
    return [
        model.headerData(column, Qt.Orientation.Horizontal) for column in range(model.columnCount())
    ]


def as_shown(text: str) -> str:
    """A text as Qt has it: half a surrogate pair is no text."""
    return text.encode(errors="ignore").decode()


def texts(page: QWidget) -> list[str]:
    """What the labels in sight say; none of them takes markup."""
    labels = [label for label in page.findChildren(QLabel) if label.isVisible()]
    assert all(label.textFormat() is Qt.TextFormat.PlainText for label in labels if label.text())
    return [label.text() for label in labels if label.text()]
