"""What is done to projects on a disk that fails."""

import datetime
import sqlite3
from collections.abc import Callable, Hashable
from contextlib import closing
from functools import partial
from pathlib import Path

from planning.project.import_json import import_project
from planning.project.project import Project
from planning.project.project_json import export_project
from tests.torture.disk_act import DiskAct
from tests.torture.kill_projects import NAME, STEPS
from tests.torture.project_model import gathered, make_project, new_ledger, rows_of

ORDERS, EDITS = 20, 8


def _prepare(folder: Path) -> None:
    """A project with some edits, closed."""
    make_project(folder / NAME, ORDERS)
    ledger = new_ledger(ORDERS, seed=3)
    with Project.open(folder / NAME) as project:
        for _ in range(EDITS):
            ledger.step()(project)


def _state(folder: Path) -> Hashable:
    """The revision and the orders of the project, which can be written again."""
    with Project.open(folder / NAME) as project:
        assert not project.is_read_only
        found = project.revision, tuple(sorted(rows_of(project).items()))
    _assert_plain(folder)
    return found


def _assert_plain(folder: Path, *others: str) -> None:
    """A project that is closed is one file with nothing beside it."""
    found = {path.name for path in folder.iterdir()} - {NAME, *others}
    assert not found, found


def _opened(do: Callable[[Project], object], folder: Path) -> None:
    with Project.open(folder / NAME) as project:
        do(project)


def _edit(project: Project) -> None:
    ledger = new_ledger(ORDERS, seed=3)
    for _ in range(EDITS):
        ledger.step()
    ledger.step()(project)


def _import(project: Project) -> None:
    project.import_tables(gathered(ORDERS, "again "))


def _keep_plan(project: Project) -> None:
    project.keep_plan(b"plan " * 3_000, datetime.date(2026, 11, 20), "fingerprint")


def _create(folder: Path) -> None:
    Project.create(folder / NAME, gathered(ORDERS), name="torture").close()


def _created(folder: Path) -> Hashable:
    """Whether there is a project, and what of it; nothing is left of one that was not made."""
    if not (folder / NAME).exists():
        _assert_plain(folder)
        return None
    return _state(folder)


def _migrate(folder: Path) -> None:
    Project.open(folder / NAME, steps=STEPS).close()


def _version(folder: Path) -> Hashable:
    """The version of the project as it lies there; its orders are the same in every one."""
    with closing(sqlite3.connect(folder / NAME)) as connection:
        (version,) = connection.execute("PRAGMA user_version").fetchone()
    with Project.open(folder / NAME, steps=STEPS) as project:
        assert len(rows_of(project)) > ORDERS / 2
    return int(version)


def _copy(project: Project) -> None:
    project.copy_to(project.path.with_name("copy.wayloom"))


def _two_copies(folder: Path) -> None:
    """A project, and an older copy of it."""
    _prepare(folder)
    with Project.open(folder / NAME) as project:
        _copy(project)
        project.undo()


def _copied(folder: Path) -> Hashable:
    with Project.open(folder / "copy.wayloom") as project:
        found = project.revision, tuple(sorted(rows_of(project).items()))
    with Project.open(folder / NAME) as project:
        assert project.revision == EDITS + 2
    _assert_plain(folder, "copy.wayloom")
    return found


def _export(folder: Path) -> None:
    export_project(folder / NAME, folder / "p.json")


def _exported(folder: Path) -> Hashable:
    path = folder / "p.json"
    _assert_plain(folder, "p.json")
    return path.read_bytes() if path.exists() else None


def _prepare_export(folder: Path) -> None:
    _prepare(folder)
    _export(folder)
    (folder / NAME).unlink()


def _import_export(folder: Path) -> None:
    import_project(folder / "p.json", folder / NAME)


def _imported(folder: Path) -> Hashable:
    if not (folder / NAME).exists():
        _assert_plain(folder, "p.json")
        return None
    with Project.open(folder / NAME) as project:
        return project.revision, tuple(sorted(rows_of(project).items()))


PROJECT_ACTS: tuple[DiskAct, ...] = (
    DiskAct(name="project created", prepare=lambda _: None, do=_create, state=_created),
    DiskAct(name="project edited", prepare=_prepare, do=partial(_opened, _edit), state=_state),
    DiskAct(name="project imported", prepare=_prepare, do=partial(_opened, _import), state=_state),
    DiskAct(name="plan kept", prepare=_prepare, do=partial(_opened, _keep_plan), state=_state),
    DiskAct(name="project migrated", prepare=_prepare, do=_migrate, state=_version),
    DiskAct(name="project copied", prepare=_two_copies, do=partial(_opened, _copy), state=_copied),
    DiskAct(name="project exported", prepare=_prepare, do=_export, state=_exported),
    DiskAct(
        name="project of an export", prepare=_prepare_export, do=_import_export, state=_imported,
    ),
)  # fmt: skip
