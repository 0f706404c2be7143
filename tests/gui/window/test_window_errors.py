"""A dataset with errors in the window: nothing can be planned, every problem leads to its cell."""

from pathlib import Path
from shutil import copytree

import pytest
from PySide6.QtWidgets import QApplication

from gui.main_window import MainWindow
from planning.environment import Directories
from tests.gui.window.driving import live, open_window, wait_until


@pytest.fixture(scope="module")
def broken_town(town: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The town's day with a wrong number in the fourth row of its orders."""
    folder = copytree(town, tmp_path_factory.mktemp("broken") / "day")
    orders = folder / "orders.csv"
    lines = orders.read_text(encoding="utf-8").splitlines()
    header = lines[0].split(",")
    cells = lines[3].split(",")
    cells[header.index("lat")] = "north"
    lines[3] = ",".join(cells)
    orders.write_text("\n".join(lines) + "\n", encoding="utf-8")
    return folder


def test_errors_are_listed_and_lead_to_their_cell(
    qapp: QApplication, folders: Directories, broken_town: Path
) -> None:
    window = open_window(qapp, folders)
    try:
        _try_broken_data(window, broken_town)
    finally:
        window.close()
        window.deleteLater()


def _try_broken_data(window: MainWindow, source: Path) -> None:
    window.commands.open_source(source)
    wait_until(lambda: window.session.source == source)
    wait_until(lambda: window.operations.work is None)
    assert window.session.dataset is None
    assert not window.actions_by_name["plan"].isEnabled()
    assert window.actions_by_name["show_data"].isChecked()
    assert window.top.notices.isVisible()
    assert "To be mended: 1;" in window.top.notices.text
    problems = window.docks["problems"].content()
    wait_until(problems.isVisible)
    row = next(
        i
        for i in range(problems.model.rowCount())  # type: ignore[attr-defined]
        if problems.model.row(i).column == "lat"  # type: ignore[attr-defined]
    )
    problems.table.selectRow(row)  # type: ignore[attr-defined]
    live(0.2)
    cells = problems.cells.model  # type: ignore[attr-defined]
    wait_until(lambda: cells.problem_index().isValid())
    assert cells.problem_index().data() == "north"
