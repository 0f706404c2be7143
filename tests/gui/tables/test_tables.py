"""Each table shows the plan, and is linked to what is selected in the rest of the window."""

from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QTextDocument
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from gui.session import NOTHING, Selection, Session
from gui.tables.problems_table import ProblemsTable
from gui.tables.routes_table import RoutesTable
from gui.tables.stops_table import StopsTable
from gui.tables.table_panel import TablePanel
from gui.tables.unassigned_table import UnassignedTable
from tests.gui.tables.sessions import hostile_session, planned_session
from tests.hostile_texts import HOSTILE

TABLES = (RoutesTable, StopsTable, UnassignedTable, ProblemsTable)


@pytest.fixture
def session(qapp: QApplication) -> Session:
    """A plan of three routes."""
    return planned_session()


def shown(table: TablePanel[Any], key: str) -> list[str]:
    """What stands in a column, from top to bottom."""
    model = table.model
    column = [c.key for c in model.columns].index(key)
    return [model.index(row, column).data() for row in range(model.rowCount())]


def headings(table: TablePanel[Any]) -> list[str]:
    model = table.model
    across = Qt.Orientation.Horizontal
    return [model.headerData(i, across) for i in range(model.columnCount())]


def test_a_row_clicked_is_selected_in_the_window(session: Session, qtbot: QtBot) -> None:
    table = RoutesTable(session)
    qtbot.addWidget(table)
    table.table.selectRow(1)
    assert session.selection == Selection(vehicle_id="VAN-02")


def test_a_stop_clicked_selects_its_order_and_leaves_the_rows_under_the_mouse(
    session: Session, qtbot: QtBot
) -> None:
    table = StopsTable(session)
    qtbot.addWidget(table)
    before = shown(table, "orders")
    table.table.selectRow(8)
    assert session.selection.order_id == before[8]
    assert shown(table, "orders") == before


def test_what_is_selected_elsewhere_is_selected_and_in_sight(
    session: Session, qtbot: QtBot
) -> None:
    table = StopsTable(session)
    qtbot.addWidget(table)
    table.one_route.setChecked(False)
    table.resize(600, 160)
    table.show()
    order_id = session.plan.routes[2].order_ids[-1] if session.plan else ""
    session.select(Selection(order_id=order_id))
    (position,) = table.table.selected_positions()
    assert shown(table, "orders")[position] == order_id
    place = table.table.visualRect(table.model.index(position, 0))
    assert table.table.viewport().rect().contains(place)
    session.select(NOTHING)
    assert table.table.selected_positions() == []


def test_the_stops_are_those_of_the_route_selected(session: Session, qtbot: QtBot) -> None:
    table = StopsTable(session)
    qtbot.addWidget(table)
    assert table.title_with_count() == "Stops 18"
    session.select(Selection(vehicle_id="VAN-02"))
    assert shown(table, "route") == ["2"] * 6
    assert shown(table, "lateness")[0] == "10 min"
    table.one_route.setChecked(False)
    assert table.title_with_count() == "Stops 18"


def test_a_click_leads_from_an_order_to_its_route(session: Session, qtbot: QtBot) -> None:
    table = RoutesTable(session)
    qtbot.addWidget(table)
    table.show()
    order_id = session.plan.routes[1].order_ids[0] if session.plan else ""
    session.select(Selection(order_id=order_id))
    assert table.table.selected_positions() == [1]
    place = table.table.visualRect(table.model.index(1, 1)).center()
    QTest.mouseClick(table.table.viewport(), Qt.MouseButton.LeftButton, pos=place)
    assert session.selection == Selection(vehicle_id="VAN-02")


def test_an_order_left_out_says_why_and_what_it_costs(session: Session, qtbot: QtBot) -> None:
    table = UnassignedTable(session)
    qtbot.addWidget(table)
    assert table.title_with_count() == "Unassigned 4"
    assert shown(table, "cost") == ["200.00"] * 4
    assert all("unassigned.too_heavy" in reason for reason in shown(table, "reason"))
    session.select(Selection(order_id=shown(table, "order")[2]))
    assert table.table.selected_positions() == [2]


def test_a_title_tells_of_each_change(session: Session, qtbot: QtBot) -> None:
    table = UnassignedTable(session)
    qtbot.addWidget(table)
    with qtbot.waitSignal(table.title_changed) as told:
        show_data_alone(session)
    assert told.args == ["Unassigned 0"]
    assert "No plan yet" in table.table.sentence


def show_data_alone(session: Session) -> None:
    """Show the same data anew, without a plan."""
    assert session.source is not None
    assert session.reading is not None
    session.show_data(session.source, session.reading, session.day)


def test_the_filter_says_how_many_of_all_rows_it_leaves(session: Session, qtbot: QtBot) -> None:
    table = StopsTable(session)
    qtbot.addWidget(table)
    assert table.count.text() == "18 rows"
    order_id = shown(table, "orders")[4]
    table.filter_line.setText(order_id.lower())
    assert (table.count.text(), shown(table, "orders")) == ("1 of 18", [order_id])
    table.filter_line.setText("no such word")
    assert table.count.text() == "0 of 18"
    assert "Clear the filter" in table.table.sentence
    table.filter_line.clear()
    assert table.count.text() == "18 rows"


def test_a_selection_comes_back_with_its_row(session: Session, qtbot: QtBot) -> None:
    table = RoutesTable(session)
    qtbot.addWidget(table)
    session.select(Selection(vehicle_id="VAN-03"))
    table.filter_line.setText("VAN-01")
    assert table.table.selected_positions() == []
    table.filter_line.clear()
    assert table.table.selected_positions() == [2]
    assert session.selection.vehicle_id == "VAN-03"


@pytest.mark.parametrize("make", TABLES)
def test_another_language_changes_every_heading(
    make: type[TablePanel[Any]], session: Session, qtbot: QtBot
) -> None:
    table = make(session)
    qtbot.addWidget(table)
    english = headings(table)
    session.speak("zh")
    changed = [a != b for a, b in zip(english, headings(table), strict=True)]
    own = {"Severity", "File", "Sheet", "Row", "Column", "Value", "What is wrong", "What to do"}
    own |= {"Load after, m³", "Cost left out (EUR)"}
    assert all(new or old in own for new, old in zip(changed, english, strict=True))
    session.speak("en")
    assert headings(table) == english


@pytest.mark.parametrize("make", TABLES)
def test_texts_that_do_harm_are_shown_as_they_are(
    make: type[TablePanel[Any]], qtbot: QtBot
) -> None:
    session = hostile_session()
    table = make(session)
    qtbot.addWidget(table)
    table.resize(1600, 900)
    table.show()
    model = table.model
    cells = [model.index(r, c) for r in range(model.rowCount()) for c in range(len(model.columns))]
    texts = {index.data() for index in cells}
    left_out = make is UnassignedTable
    # Half of a surrogate pair is no text, and leaves Qt as a sign of what is missing.
    for text in (f"left out {t}"[:100] if left_out else t for t in HOSTILE.values()):
        assert text in texts or "\ud83d" in text or any(text in cell for cell in texts)
    for index in cells:
        tip = index.data(Qt.ItemDataRole.ToolTipRole)
        assert visible(told(tip)) == visible(index.data())
    assert not table.grab().isNull()


def told(tip: str) -> str:
    """What Qt shows of a tooltip."""
    document = QTextDocument()
    document.setHtml(tip)
    return document.toPlainText()


def visible(text: str) -> str:
    """The letters and signs of a text, without what no tooltip can show."""
    return "".join(c for c in text if c.isprintable() and not c.isspace() and c != "\ufffd")


def test_columns_of_numbers_are_sorted_by_their_size(session: Session, qtbot: QtBot) -> None:
    table = RoutesTable(session)
    qtbot.addWidget(table)
    keys = [column.key for column in table.model.columns]
    table.table.sortByColumn(keys.index("distance"), Qt.SortOrder.DescendingOrder)
    distances = [float(text) for text in shown(table, "distance")]
    assert distances == sorted(distances, reverse=True)


def test_dark_colours_come_at_once(session: Session, qtbot: QtBot) -> None:
    table = RoutesTable(session)
    qtbot.addWidget(table)
    late = [column.key for column in table.model.columns].index("late")
    role = Qt.ItemDataRole.ForegroundRole
    light = table.model.index(1, late).data(role).name()
    session.set_dark(True)
    assert table.model.index(1, late).data(role).name() != light


def test_sentences_of_rows_follow_the_language(session: Session, qtbot: QtBot) -> None:
    table = UnassignedTable(session)
    qtbot.addWidget(table)
    before = [row.text for row in table.model.all_rows]
    session.speak("zh")
    assert [row.text is session.plan_text for row in table.model.all_rows] == [True] * len(before)
