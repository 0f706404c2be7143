"""The import's dialog as a test drives it, step by step."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from pytestqt.qtbot import QtBot

from gui.import_wizard.wizard import CHECK, MAPPING, ImportWizard
from gui.session import Session
from planning.environment import Directories
from planning.importing.draft import DRAFTS

PATIENCE_MS = 60_000


def drafts_left(folders: Directories) -> list[Path]:
    """Folders of imports that are not finished."""
    return list((folders.data / DRAFTS).glob("*"))


@contextmanager
def opened(
    qtbot: QtBot, folders: Directories, *, project_path: Path | None = None
) -> Iterator[ImportWizard]:
    """The dialog on the screen; closed, and its work ended, after."""
    wizard = ImportWizard(Session("en"), folders, project_path=project_path)
    wizard.show()
    gone: list[object] = []
    wizard.destroyed.connect(lambda *_: gone.append(True))
    try:
        yield wizard
    finally:
        if not gone:
            wizard.done(0)
        qtbot.waitUntil(lambda: bool(gone), timeout=PATIENCE_MS)


def until_idle(qtbot: QtBot, wizard: ImportWizard) -> None:
    """Wait until nothing is at work and every preview is there."""

    def is_quiet() -> bool:
        return not wizard.work.is_busy and not wizard.mapping_page.is_waiting

    qtbot.waitUntil(is_quiet, timeout=PATIENCE_MS)


def look_at(qtbot: QtBot, wizard: ImportWizard, *paths: Path) -> None:
    """Take a source and go on to what is what."""
    wizard.take_paths(list(paths))
    wizard.next.click()
    until_idle(qtbot, wizard)
    assert wizard.step == MAPPING, wizard.work.told.text()


def check(qtbot: QtBot, wizard: ImportWizard) -> None:
    """Go on to the check."""
    wizard.next.click()
    until_idle(qtbot, wizard)
    assert wizard.step == CHECK, wizard.work.told.text()


def write_cell(qtbot: QtBot, wizard: ImportWizard, text: str) -> None:
    """Mend the cell of the problem that is looked at."""
    rows = wizard.check_page.grid.rows
    index = rows.problem_index()
    assert index.isValid()
    assert rows.setData(index, text)
    until_idle(qtbot, wizard)
