"""The planner changes her mind: nothing is lost without a question, and nothing is shown stale."""

import datetime
from pathlib import Path
from shutil import copytree

import pytest
from PySide6.QtWidgets import QLineEdit, QListWidget, QMessageBox, QToolButton

from gui.command_palette import CommandPalette
from gui.main_window import MainWindow
from gui.preferences import Preferences
from planning.environment import Directories
from planning.held_source import project_of
from tests.gui.window.driving import live, open_day, wait_until


def test_another_day_does_not_cost_the_roads(window: MainWindow, town: Path) -> None:
    day = window.session.day
    assert day is not None
    window.commands.open_source(town)
    wait_until(lambda: window.operations.work and window.operations.work.name == "roads")
    window.operations.choose_day(day + datetime.timedelta(days=1))
    wait_until(lambda: window.operations.work is None)
    assert window.operations.roads_name is not None
    window.operations.choose_day(day)
    wait_until(lambda: window.session.plan is not None)
    assert window.session.plan is not None
    assert window.session.plan.day == day


def test_a_plan_is_finished_while_another_day_is_looked_at(window: MainWindow) -> None:
    day = window.session.day
    assert day is not None
    before = window.session.plan
    window.operations.plan(1.0)
    window.operations.choose_day(day + datetime.timedelta(days=1))
    wait_until(lambda: window.operations.work is None)
    assert window.session.plan is None
    assert day.isoformat() in window.top.notices.text
    window.operations.choose_day(day)
    wait_until(lambda: window.session.plan is not None)
    assert window.session.plan is not before


def test_a_plan_in_the_making_is_not_given_up_unasked(
    window: MainWindow, monkeypatch: pytest.MonkeyPatch
) -> None:
    answers = [QMessageBox.StandardButton.No, QMessageBox.StandardButton.Yes]
    monkeypatch.setattr(QMessageBox, "question", lambda *_: answers.pop(0))
    window.operations.plan(120.0)
    planning = window.operations.work
    window.actions_by_name["reload"].trigger()
    assert window.operations.work is planning
    window.actions_by_name["reload"].trigger()
    assert window.operations.work is not planning
    wait_until(lambda: window.operations.work is None)
    assert window.session.plan is not None
    assert not answers


def test_what_came_of_the_last_plan_is_not_said_of_the_next(window: MainWindow) -> None:
    window.operations.plan(1.0)
    wait_until(lambda: window.operations.work is None)
    assert window.top.notices.isVisible()
    window.operations.plan(120.0)
    assert not window.top.notices.isVisible()
    window.operations.cancel()
    wait_until(lambda: window.operations.work is None)


def test_a_panel_that_no_tab_names_has_a_title(window: MainWindow) -> None:
    window.show_page("show_routes")
    live(0.1)
    routes = window.docks["routes"]
    assert routes.titleBarWidget() is not None
    others = [window.docks[name] for name in ("stops", "timeline", "unassigned", "problems")]
    for dock in others:
        dock.close()
    live(0.1)
    assert routes.titleBarWidget() is None
    others[0].toggleViewAction().trigger()
    live(0.1)
    assert routes.titleBarWidget() is not None
    window.reset_layout()
    live(0.1)
    assert all(dock.isVisible() for dock in others[:1])


def test_a_larger_window_is_a_larger_map(window: MainWindow) -> None:
    window.show_page("show_routes")
    window.resize(1200, 700)
    live(0.2)
    map_before, side_before = window.map_view.size(), window.docks["selected"].width()
    window.resize(1500, 1000)
    live(0.2)
    assert window.map_view.width() >= map_before.width() + 290
    assert window.map_view.height() >= map_before.height() + 150
    assert abs(window.docks["selected"].width() - side_before) <= 10
    window.resize(1366, 768)


def test_the_palette_shows_what_return_will_choose(window: MainWindow) -> None:
    window.open_palette()
    palette = window.findChild(CommandPalette)
    assert palette is not None
    line, found = palette.findChild(QLineEdit), palette.findChild(QListWidget)
    assert line is not None
    assert found is not None
    live(0.1)
    row = found.visualItemRect(found.item(0))
    picture = found.viewport().grab(row).toImage()
    assert picture.pixelColor(row.width() // 2, 2).name().upper() == window.session.colours.accent
    line.setText("no such thing anywhere")
    assert found.item(0).text() == "Nothing found."
    line.returnPressed.emit()
    assert palette.isVisible()
    palette.close()


def test_a_long_name_leaves_the_buttons_their_room(
    window: MainWindow, town: Path, tmp_path: Path
) -> None:
    open_day(window, copytree(town, tmp_path / ("long name " * 20)))
    live(0.1)
    shown = {button.text() for button in window.top.findChildren(QToolButton) if _is_seen(button)}
    assert {"Plan the day", "Open data folder", "Export"} <= shown
    open_day(window, town)


def test_only_data_that_were_read_are_remembered(
    window: MainWindow, town: Path, folders: Directories, tmp_path: Path
) -> None:
    open_day(window, town)
    open_day(window, tmp_path)
    assert window.session.dataset is None
    assert Preferences(folders.data / "preferences.ini").project == project_of(town, folders)


def _is_seen(button: QToolButton) -> bool:
    return button.isVisible() and not button.visibleRegion().isEmpty()
