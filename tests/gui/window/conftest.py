"""A window on a small town, for the tests that use it as a planner does."""

from collections.abc import Iterator
from pathlib import Path
from shutil import copytree

import pytest
from PySide6.QtWidgets import QApplication

from gui.main_window import MainWindow
from planning.environment import Directories
from planning.sample.dataset import write_sample
from tests.gui.window.driving import live, open_day, open_window, plan
from tests.quick_outlook import keep_quick_outlook


@pytest.fixture(scope="session")
def town(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A day of 40 orders in a small town, its roads beside it."""
    folder = tmp_path_factory.mktemp("Stadt 城") / "day"
    write_sample(folder, seed=5, nodes=1_000, orders=40, skus=12, days=200)
    return folder


@pytest.fixture(scope="session")
def folders(tmp_path_factory: pytest.TempPathFactory, town: Path) -> Directories:
    """Folders of a user who has forecast the town's demand, and no more."""
    home = tmp_path_factory.mktemp("home")
    keep_quick_outlook(town, home / "cache")
    return Directories(cache=home / "cache", data=home / "data")


@pytest.fixture(scope="session")
def without_roads(town: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The town's tables, with no roads beside them that would take time to import."""
    folder = copytree(town, tmp_path_factory.mktemp("tables") / "day")
    (folder / "city.osm.gz").unlink()
    return folder


@pytest.fixture(scope="module")
def window(qapp: QApplication, folders: Directories, town: Path) -> Iterator[MainWindow]:
    """The window on the town's day, planned."""
    made = open_window(qapp, folders)
    open_day(made, town)
    plan(made, 2.0)
    assert made.session.plan is not None, made.top.notices.text
    live(0.5)
    yield made
    made.close()
    made.deleteLater()
