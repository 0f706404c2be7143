"""The problems of the data, each with its place in the file."""

from pathlib import Path

import pytest
from PySide6.QtCore import Qt, QUrl
from PySide6.QtGui import QDesktopServices
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from domain.message import Severity
from gui.session import Session
from gui.tables.problems_table import ProblemsTable
from tests.gui.tables.sessions import planned_session


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A folder with a table of twenty orders."""
    rows = "\n".join(f"A{i},49.{i:02d},{i}" for i in range(20))
    (tmp_path / "orders.csv").write_text(f"order_id,lat,units\n{rows}\n", encoding="utf-8")
    return tmp_path


@pytest.fixture
def table(qapp: QApplication, folder: Path, qtbot: QtBot) -> ProblemsTable:
    """Two problems of that table."""
    made = ProblemsTable(planned_session(source=folder))
    qtbot.addWidget(made)
    made.show()
    return made


def test_a_problem_selected_shows_its_very_cell(table: ProblemsTable, qtbot: QtBot) -> None:
    table.table.selectRow(1)
    assert table.cells.place.text() == "orders.csv, row 12"
    assert "Reading" in table.cells.sentence.text()
    model = table.cells.model
    qtbot.waitUntil(lambda: model.rowCount() > 0)
    index = model.problem_index()
    assert index.data() == "49.10"
    marked = [
        (row, column)
        for row in range(model.rowCount())
        for column in range(model.columnCount())
        if model.index(row, column).data(Qt.ItemDataRole.BackgroundRole) is not None
    ]
    assert marked == [(index.row(), index.column())]
    assert model.headerData(index.row(), Qt.Orientation.Vertical) == "12"
    assert model.headerData(index.column(), Qt.Orientation.Horizontal) == "lat"


def test_the_worst_is_looked_at_first_and_the_one_chosen_stays(table: ProblemsTable) -> None:
    problems = table.session.problems
    worst = next(p for p in problems if p.severity is Severity.ERROR)
    assert table.cells.problem == worst
    other = next(p for p in problems if p is not worst)
    table.table.selectRow(problems.index(other))
    table.refill()
    assert table.cells.problem == other
    assert table.table.selected_positions() == [problems.index(other)]


def test_the_column_of_sheets_is_seen_where_there_are_sheets(table: ProblemsTable) -> None:
    sheet = [column.key for column in table.model.columns].index("sheet")
    assert table.table.isColumnHidden(sheet) is not any(p.sheet for p in table.session.problems)


def test_the_last_of_many_problems_looked_at_is_shown(table: ProblemsTable, qtbot: QtBot) -> None:
    for position in (0, 1, 0, 1, 0):
        table.table.selectRow(position)
    qtbot.waitUntil(lambda: table.cells.model.rowCount() > 0)
    assert table.cells.model.problem_index().data() == "A1"


def test_a_file_that_is_gone_is_no_fault(table: ProblemsTable, folder: Path, qtbot: QtBot) -> None:
    (folder / "orders.csv").unlink()
    table.table.selectRow(0)
    qtbot.waitUntil(lambda: "no rows" in table.cells.sentence.text())


def test_the_file_is_opened_where_it_is_one_of_data(
    table: ProblemsTable, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    opened: list[QUrl] = []
    monkeypatch.setattr(QDesktopServices, "openUrl", opened.append)
    table.table.selectRow(0)
    table.cells.open_button.click()
    assert [Path(url.toLocalFile()) for url in opened] == [folder / "orders.csv"]


def test_all_problems_are_copied_and_saved_without_formulas(
    table: ProblemsTable, tmp_path: Path
) -> None:
    table.copy_button.click()
    copied = QApplication.clipboard().text()
    assert copied.splitlines()[2].split("\t")[:6] == [
        *("warning", "orders.csv", "", "12", "lat", "'=1+1"),
    ]
    table.save_csv(tmp_path / "problems.csv")
    saved = (tmp_path / "problems.csv").read_text(encoding="utf-8-sig").splitlines()
    assert (len(saved), "'=1+1" in saved[2]) == (3, True)


def test_the_title_counts_problems_beyond_those_listed(table: ProblemsTable) -> None:
    assert table.title_with_count() == "Problems 2"


def test_without_data_it_says_what_to_do(qtbot: QtBot) -> None:
    table = ProblemsTable(Session())
    qtbot.addWidget(table)
    assert "Open a data set" in table.table.sentence
    assert not table.copy_button.isEnabled()
