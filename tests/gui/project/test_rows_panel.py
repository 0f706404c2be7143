"""The rows of a project are edited with the keys of a spreadsheet; each edit is kept at once."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import QItemSelection, QItemSelectionModel, Qt
from PySide6.QtGui import QColor
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLineEdit
from pytestqt.qtbot import QtBot

from domain.errors import EnvironmentFault
from domain.message import Problem, message
from gui.project.act_words import act_details, act_words
from gui.project.rows_panel import RowsPanel
from gui.session import Session
from planning.project.acts import AddRows, ChangeCells
from planning.project.project import Project
from planning.reading.dataset_reading import DatasetReading
from planning.reading.row_index import row_index
from tests.planning.project.made_projects import make_day

LOST = 7
CONTROL = Qt.KeyboardModifier.ControlModifier


@pytest.fixture
def session(tmp_path: Path, qapp: QApplication) -> Iterator[Session]:
    """A session with a small project whose second order has no name that can be."""
    made = Session()
    project = make_day(tmp_path)
    problems = (
        Problem(
            message=message("value.missing"), file="orders.csv", row=3, column="name", value="?"
        ),
    )
    reading = DatasetReading(
        dataset=None,
        problems=problems,
        error_count=1,
        warning_count=0,
        rows=row_index(()),
    )
    made.show_data(project.path, reading, None, project)
    yield made
    made.edits.close()


@pytest.fixture
def panel(session: Session, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch) -> RowsPanel:
    """The orders of the project, on the screen."""
    monkeypatch.setattr(session, "table_of", lambda problem: problem.file.removesuffix(".csv"))
    made = RowsPanel(session)
    qtbot.addWidget(made)
    made.resize(700, 400)
    made.show()
    made.show_table("orders")
    qtbot.waitUntil(lambda: made.model.rows is not None, timeout=20_000)
    return made


def project_of(session: Session) -> Project:
    assert session.project is not None
    return session.project


def kept(session: Session, row: int, column: str) -> str:
    """What lies on the disk, as another program would read it."""
    with Project.read(project_of(session).path) as project:
        return project.cell("orders", row, column)


def select(panel: RowsPanel, top: int, left: int, bottom: int, right: int) -> None:
    model = panel.model
    block = QItemSelection(model.index(top, left), model.index(bottom, right))
    flag = QItemSelectionModel.SelectionFlag
    panel.table.selectionModel().setCurrentIndex(model.index(top, left), flag.NoUpdate)
    panel.table.selectionModel().select(block, flag.ClearAndSelect)


def type_over(panel: RowsPanel, text: str, qtbot: QtBot) -> None:
    """Type a text into the current cell and press Return."""
    QTest.keyClicks(panel.table, text[0])
    (editor,) = panel.table.viewport().findChildren(QLineEdit)
    QTest.keyClicks(editor, text[1:])
    QTest.keyClick(editor, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: not panel.table.viewport().findChildren(QLineEdit))


def test_rows_stand_with_their_numbers_and_the_lost_one_among_them(panel: RowsPanel) -> None:
    model = panel.model
    numbers = [model.headerData(i, Qt.Orientation.Vertical) for i in range(model.rowCount())]
    assert numbers == ["2", "3", "4", "5", "6", "7"]
    assert model.index(LOST - 2, 0).data() == "O?"
    lost = model.index(LOST - 2, 0).data(Qt.ItemDataRole.ForegroundRole)
    assert lost.color() == QColor(panel.session.colours.bad)
    assert panel.count.text() == "6 rows"


def test_a_text_typed_over_a_cell_is_on_the_disk_and_return_goes_on_below(
    panel: RowsPanel, session: Session, qtbot: QtBot
) -> None:
    panel.table.show_cell(1, 1)
    type_over(panel, "Works 7", qtbot)
    assert panel.model.index(1, 1).data() == "Works 7"
    assert kept(session, 3, "name") == "Works 7"
    assert (panel.table.currentIndex().row(), panel.table.currentIndex().column()) == (2, 1)
    act = session.edits.undoable
    assert act is not None
    assert act_words(act, project_of(session)) == "name of row 3 of orders"
    assert act_details(act) == "顾客 1 → Works 7"


def test_undo_and_redo_bring_cells_and_rows_back(
    panel: RowsPanel, session: Session, qtbot: QtBot
) -> None:
    before = [panel.model.rows.cells(row) for row in range(2, 8)]  # type: ignore[union-attr]
    panel.table.show_cell(0, 2)
    type_over(panel, "99", qtbot)
    select(panel, 1, 0, 2, 0)
    panel.table.remove_rows()
    assert panel.model.rowCount() == 4
    panel.table.add_row()
    panel.table.closePersistentEditor(panel.table.currentIndex())
    assert panel.model.rowCount() == 5
    for _ in range(3):
        session.edits.undo()
    assert [panel.model.rows.cells(row) for row in range(2, 8)] == before  # type: ignore[union-attr]
    assert session.edits.undoable is None
    for _ in range(3):
        session.edits.redo()
    assert panel.model.rowCount() == 5
    assert kept(session, 2, "load_kg") == "99"


def test_a_block_from_a_spreadsheet_is_pasted_and_rows_are_added_below(
    panel: RowsPanel, session: Session
) -> None:
    QApplication.clipboard().setText("a\t1\nb\t2\nc\t3\n")
    select(panel, LOST - 3, 1, LOST - 3, 1)
    QTest.keyClick(panel.table, Qt.Key.Key_V, CONTROL)
    rows = panel.model.rows
    assert rows is not None
    assert rows.cells(6) == ("O4", "a", "1")
    # The row that could not be read is mended by the cells that were pasted over it.
    assert rows.cells(LOST) == ("O?", "b", "2")
    assert not rows.is_lost(LOST)
    assert rows.cells(8) == ("", "c", "3")
    assert kept(session, LOST, "name") == "b"
    select(panel, LOST - 2, 0, LOST - 1, 2)
    QTest.keyClick(panel.table, Qt.Key.Key_C, CONTROL)
    assert QApplication.clipboard().text() == "O?\tb\t2\n\tc\t3"


def test_cells_are_cleared_and_filled_down_in_one_act(panel: RowsPanel, session: Session) -> None:
    select(panel, 0, 1, 3, 2)
    QTest.keyClick(panel.table, Qt.Key.Key_D, CONTROL)
    act = session.edits.undoable
    assert isinstance(act, ChangeCells)
    assert len(act.cells) == 6
    assert kept(session, 5, "name") == "顾客 0"
    QTest.keyClick(panel.table, Qt.Key.Key_Delete)
    assert kept(session, 5, "name") == ""
    session.edits.undo()
    session.edits.undo()
    assert kept(session, 5, "name") == "顾客 3"


def test_a_problem_tints_its_cell_and_says_what_is_wrong(panel: RowsPanel) -> None:
    panel.refresh()
    tinted = panel.model.index(1, 1)
    ground = tinted.data(Qt.ItemDataRole.BackgroundRole)
    colour = QColor(ground.color())
    colour.setAlpha(255)
    assert colour == QColor(panel.session.colours.bad)
    sentence = panel.session.wording.text("value.missing")
    assert sentence in tinted.data(Qt.ItemDataRole.ToolTipRole)
    assert panel.model.index(1, 0).data(Qt.ItemDataRole.BackgroundRole) is None


def test_a_problem_leads_to_its_cell_even_through_a_filter(panel: RowsPanel, qtbot: QtBot) -> None:
    panel.filter_line.setText("O4")
    qtbot.waitUntil(lambda: panel.model.rowCount() == 1, timeout=20_000)
    panel.show_cell(3, "name")
    assert panel.model.row_number(panel.table.currentIndex().row()) == 3
    assert panel.table.currentIndex().column() == 1


def test_a_row_that_is_added_is_seen_although_others_are_hidden(
    panel: RowsPanel, qtbot: QtBot
) -> None:
    panel.filter_line.setText("O4")
    qtbot.waitUntil(lambda: panel.model.rowCount() == 1, timeout=20_000)
    assert panel.model.add_rows([["O9", "new", "1"]])
    assert [panel.model.row_number(i) for i in range(panel.model.rowCount())] == [6, 8]


def test_an_edit_that_the_disk_refuses_is_not_shown(
    panel: RowsPanel, session: Session, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(_project: Project, _act: object) -> int:
        raise EnvironmentFault(message("project.not_written", file="day", reason="disk full"))

    monkeypatch.setattr(Project, "do", full)
    panel.table.show_cell(1, 1)
    with qtbot.waitSignal(session.edits.failed) as told:
        type_over(panel, "never", qtbot)
    assert isinstance(told.args[0], EnvironmentFault)
    assert panel.model.index(1, 1).data() == "顾客 1"
    assert session.edits.undoable is None


def test_a_project_that_another_window_has_can_only_be_looked_at(
    tmp_path: Path, qtbot: QtBot
) -> None:
    holder = make_day(tmp_path)
    session = Session()
    second = Project.open(holder.path)
    reading = DatasetReading(dataset=None, problems=(), error_count=0, warning_count=0)
    session.show_data(holder.path, reading, None, second)
    panel = RowsPanel(session)
    qtbot.addWidget(panel)
    panel.show_table("orders")
    qtbot.waitUntil(lambda: panel.model.rows is not None, timeout=20_000)
    assert not panel.model.flags(panel.model.index(0, 0)) & Qt.ItemFlag.ItemIsEditable
    assert not panel.add_button.isEnabled()
    select(panel, 0, 0, 1, 1)
    for act in (panel.table.clear_cells, panel.table.fill_down, panel.table.remove_rows):
        act()
    assert panel.model.rowCount() == 6
    assert panel.model.index(0, 0).data() == "O0"
    session.edits.close()
    holder.close()


def test_what_is_being_typed_when_the_project_is_closed_is_kept(
    panel: RowsPanel, session: Session
) -> None:
    path = project_of(session).path
    panel.table.show_cell(1, 1)
    QTest.keyClicks(panel.table, "h")
    (editor,) = panel.table.viewport().findChildren(QLineEdit)
    QTest.keyClicks(editor, "alf")
    assert kept(session, 3, "name") != "half"
    session.edits.close()
    with Project.read(path) as project:
        assert project.cell("orders", 3, "name") == "half"


def test_settings_are_written_into_their_table_which_is_begun_where_there_is_none(
    panel: RowsPanel, session: Session, qtbot: QtBot
) -> None:
    assert session.edits.write_settings({"horizon_days": "14"})
    act = session.edits.undoable
    assert isinstance(act, AddRows)
    assert act.table == "settings"
    session.edits.rows("settings")
    qtbot.waitUntil(lambda: session.edits.rows("settings") is not None, timeout=20_000)
    assert session.edits.write_settings({"horizon_days": "21"})
    assert isinstance(session.edits.undoable, ChangeCells)
    assert project_of(session).cell("settings", 2, "value") == "21"
