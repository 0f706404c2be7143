"""The window on a project: edits are read at once, imports are acts, nothing asks to be saved."""

from collections.abc import Iterator
from pathlib import Path
from shutil import copytree

import pytest
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QFileDialog

from gui.main_window import MainWindow
from gui.pages.data_page import DataPage
from gui.preferences import Preferences
from gui.project.rows_panel import RowsPanel
from planning.environment import Directories
from planning.project.acts import ImportTables
from planning.project.project import Project
from tests.gui.window.driving import open_day, open_window, wait_until


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory) -> Directories:
    """Folders of a user who starts for the first time."""
    home = tmp_path_factory.mktemp("home")
    return Directories(cache=home / "cache", data=home / "data")


@pytest.fixture
def source(without_roads: Path, tmp_path: Path) -> Path:
    """A folder of tables of its own, which may be changed."""
    return copytree(without_roads, tmp_path / "day")


@pytest.fixture(scope="module")
def made(qapp: QApplication, home: Directories) -> Iterator[MainWindow]:
    """A window with nothing in it yet."""
    window = open_window(qapp, home)
    yield window
    window.close()
    window.deleteLater()


@pytest.fixture
def opened(made: MainWindow, source: Path) -> MainWindow:
    """The window on the folder."""
    open_day(made, source)
    return made


def orders(window: MainWindow) -> RowsPanel:
    """The rows of the orders on the page of data."""
    window.show_page("show_data")
    page = window.pages.currentWidget()
    assert isinstance(page, DataPage)
    page.tables.choose("orders")
    wait_until(lambda: page.area.rows.model.rows is not None)
    return page.area.rows


def write(window: MainWindow, row: int, column: str, text: str) -> None:
    """Write a cell of the orders."""
    panel = orders(window)
    assert panel.model.rows is not None
    position = panel.model.position_of(row)
    assert position is not None
    index = panel.model.index(position, panel.model.rows.column(column))
    panel.model.setData(index, text)


def order_id(window: MainWindow, row: int) -> str:
    """The id of the order in a row."""
    assert window.session.project is not None
    return window.session.project.cell("orders", row, "order_id")


def project(window: MainWindow) -> Project:
    assert window.session.project is not None
    return window.session.project


def test_an_edit_is_read_after_a_pause_and_undo_brings_the_data_back(opened: MainWindow) -> None:
    session = opened.session
    before = session.dataset
    assert before is not None
    write(opened, 2, "note", "ring twice")
    wait_until(lambda: session.dataset is not before)
    assert session.dataset is not None
    assert session.dataset.orders[0].note == "ring twice"
    assert session.dataset.fingerprint != before.fingerprint
    undo = opened.actions_by_name["undo"]
    assert undo.text() == f"Undo: note of order {order_id(opened, 2)}"
    undo.trigger()
    wait_until(lambda: session.dataset and session.dataset.fingerprint == before.fingerprint)
    assert not undo.isEnabled()
    assert opened.actions_by_name["redo"].isEnabled()


def test_data_that_an_edit_broke_are_mended_where_the_problem_leads(opened: MainWindow) -> None:
    session = opened.session
    write(opened, 4, "window_end", "noon")
    wait_until(lambda: session.dataset is None)
    assert not opened.actions_by_name["plan"].isEnabled()
    problems = opened.docks["problems"].content()
    model = problems.model  # type: ignore[attr-defined]
    at = next(i for i in range(model.rowCount()) if model.row(i).value == "noon")
    problems.table.selectRow(at)  # type: ignore[attr-defined]
    wait_until(lambda: problems.cells.model.problem_index().isValid())  # type: ignore[attr-defined]
    assert problems.cells.model.problem_index().data() == "noon"  # type: ignore[attr-defined]
    opened.show_page("show_routes")
    problems.cells.mend_button.click()  # type: ignore[attr-defined]
    panel = orders(opened)
    assert panel.table.currentIndex().data() == "noon"
    write(opened, 4, "window_end", "18:00")
    wait_until(lambda: session.dataset is not None)


def test_reading_the_files_again_is_an_act_that_can_be_undone(
    opened: MainWindow, source: Path
) -> None:
    first = order_id(opened, 2)
    write(opened, 2, "note", "mine")
    file = source / "orders.csv"
    text = file.read_text(encoding="utf-8")
    file.write_text(text.replace("\n", "\n\n", 1), encoding="utf-8")
    opened.actions_by_name["reload"].trigger()
    wait_until(lambda: isinstance(opened.session.edits.undoable, ImportTables))
    assert project(opened).cell("orders", 3, "order_id") == first
    opened.actions_by_name["undo"].trigger()
    wait_until(lambda: opened.session.edits.can_edit)
    wait_until(lambda: not isinstance(opened.session.edits.undoable, ImportTables))
    assert project(opened).cell("orders", 2, "note") == "mine"
    wait_until(lambda: opened.operations.work is None)


def test_files_that_changed_are_told_when_their_project_is_opened(
    made: MainWindow, source: Path
) -> None:
    open_day(made, source)
    banner = made.top.banners.source
    assert not banner.isVisible()
    file = source / "vehicles.csv"
    file.write_text(file.read_text(encoding="utf-8") + "\n", encoding="utf-8")
    open_day(made, source)
    wait_until(banner.isVisible)
    banner.keep_button.click()
    assert not banner.isVisible()
    assert made.session.edits.undoable is None


def test_a_closed_project_is_remembered_but_not_opened_by_itself(
    opened: MainWindow, home: Directories
) -> None:
    path = project(opened).path
    preferences = Preferences(home.data / "preferences.ini")
    assert preferences.project == path
    assert preferences.recent[0].path == path
    opened.actions_by_name["close_project"].trigger()
    assert opened.session.project is None
    assert opened.session.reading is None
    assert Preferences(home.data / "preferences.ini").project is None
    opened.session.edits._worker.finish()
    assert [found.name for found in path.parent.glob("*") if path.stem in found.name] == [path.name]
    opened.commands._fill_recent()
    opened.commands.recent_menu.actions()[0].trigger()
    wait_until(lambda: opened.session.project is not None)
    wait_until(lambda: opened.operations.work is None)
    assert project(opened).path == path


def test_what_cannot_be_kept_is_not_shown_and_all_of_it_can_go_elsewhere(
    opened: MainWindow, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    write(opened, 2, "note", "kept")
    path = project(opened).path
    path.rename(path.with_suffix(".moved"))
    write(opened, 2, "note", "lost")
    panel = orders(opened)
    assert panel.model.rows is not None
    assert panel.model.rows.cell(2, panel.model.rows.column("note")) == "kept"
    notices = opened.top.notices
    assert notices.isVisible()
    copy = tmp_path / "copy.wayloom"
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_: (str(copy), ""))
    notices.offer.click()
    wait_until(copy.exists)
    with Project.read(copy) as saved:
        assert saved.cell("orders", 2, "note") == "kept"
    QTest.qWait(1)
