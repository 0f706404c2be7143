"""Projects that are edited, imported, saved, exported, made and migrated until a kill."""

import sqlite3
from contextlib import closing
from functools import cache
from itertools import count
from pathlib import Path
from tempfile import TemporaryDirectory

from planning.project.import_json import import_project
from planning.project.import_tables import Gathered
from planning.project.project import Project
from planning.project.project_json import export_project
from planning.project.stored_tables import stored_tables
from tests.torture.forked import forked
from tests.torture.kill_runner import Scenario, Tell
from tests.torture.project_model import (
    TABLE,
    Ledger,
    assert_holds,
    gathered,
    make_project,
    new_ledger,
    rows_imported,
    rows_of,
)

NAME = "p.wayloom"
ORDERS = 60
IMPORTED = 2_000
MOST_TOLD = 3_000
"""Acts after which a process waits to be killed: more lines would not fit into the pipe."""


def last(told: list[str], word: str) -> int:
    """The last number that was told behind a word; 0 where there is none."""
    numbers = [int(line.split()[1]) for line in told if line.split()[0] == word]
    return numbers[-1] if numbers else 0


def assert_tidy(folder: Path, *names: str) -> None:
    """Only files of these names lie in a folder."""
    found = {path.name for path in folder.iterdir()}
    assert found <= {NAME, *names}, found


def _prepare_edits(folder: Path) -> Ledger:
    make_project(folder / NAME, ORDERS)
    return new_ledger(ORDERS, seed=11)


def _edit(folder: Path, ledger: Ledger, tell: Tell) -> None:
    """Edit, undo and redo; close and open again every few acts."""
    for _ in range(MOST_TOLD // 10):
        with Project.open(folder / NAME) as project:
            for _ in range(10):
                step = ledger.step()
                tell(f"begun {ledger.revision}")
                step(project)
                assert project.revision == ledger.revision
                tell(f"done {ledger.revision}")


def _check_edits(folder: Path, ledger: Ledger, told: list[str]) -> Ledger:
    begun = max(last(told, "begun"), ledger.revision)
    done = max(last(told, "done"), ledger.revision)
    with Project.open(folder / NAME) as project:
        assert done <= project.revision <= begun, (done, project.revision, begun)
        while ledger.revision < project.revision:
            ledger.step()
        assert_holds(project, ledger)
    assert_tidy(folder)
    return ledger


@cache
def _imports() -> tuple[Gathered, ...]:
    """Three states of the company's data."""
    made: tuple[Gathered, ...] = forked(
        lambda: tuple(gathered(IMPORTED, f"state {n} ") for n in range(3))
    )
    return made


def _prepare_imports(folder: Path) -> int:
    Project.create(folder / NAME, _imports()[1], name="torture").close()
    return 1


def _import(folder: Path, revision: int, tell: Tell) -> None:
    with Project.open(folder / NAME) as project:
        for number in range(revision + 1, revision + MOST_TOLD):
            tell(f"begun {number}")
            project.import_tables(_imports()[number % 3])
            tell(f"done {number}")


def _check_imports(folder: Path, revision: int, told: list[str]) -> int:
    with Project.open(folder / NAME) as project:
        found = project.revision
        assert max(revision, last(told, "done")) <= found <= max(revision, last(told, "begun"))
        assert rows_of(project) == rows_imported(IMPORTED, f"state {found % 3} ")
        assert project.source.digest == f"state {found % 3} "
    assert_tidy(folder)
    return found


def _prepare_copies(folder: Path) -> Ledger:
    ledger = _prepare_edits(folder)
    with Project.open(folder / NAME) as project:
        project.copy_to(folder / "copy.wayloom")
    return ledger


def _copy(folder: Path, ledger: Ledger, tell: Tell) -> None:
    """Edit, and save a copy over the one before."""
    with Project.open(folder / NAME) as project:
        for _ in range(MOST_TOLD // 2):
            ledger.step()(project)
            tell(f"edited {ledger.revision}")
            project.copy_to(folder / "copy.wayloom")
            tell(f"done {ledger.revision}")


def _check_copies(folder: Path, ledger: Ledger, told: list[str]) -> Ledger:
    first = new_ledger(ORDERS, ledger.seed)
    copied = last(told, "done")
    with Project.open(folder / "copy.wayloom") as copy:
        assert copied <= copy.revision <= max(ledger.revision, last(told, "edited")), copied
        while first.revision < copy.revision:
            first.step()
        assert_holds(copy, first)
    with Project.open(folder / NAME) as project:
        while ledger.revision < project.revision:
            ledger.step()
        assert ledger.revision >= last(told, "edited")
        assert_holds(project, ledger)
    # What a killed save left goes away when a project in the folder is opened or saved again.
    assert_tidy(folder, "copy.wayloom")
    return ledger


def _export(folder: Path, ledger: Ledger, tell: Tell) -> None:
    """Edit, and export over the export before."""
    with Project.open(folder / NAME) as project:
        for _ in range(MOST_TOLD // 2):
            ledger.step()(project)
            export_project(folder / NAME, folder / "p.json")
            tell(f"done {ledger.revision}")


def _check_exports(folder: Path, ledger: Ledger, told: list[str]) -> Ledger:
    exported = new_ledger(ORDERS, ledger.seed)
    if (folder / "p.json").exists():
        again = folder / "again.wayloom"
        found = import_project(folder / "p.json", again)
        assert found >= last(told, "done")
        while exported.revision < found:
            exported.step()
        with Project.open(again) as project:
            assert_holds(project, exported)
        again.unlink()
    else:
        assert not last(told, "done")
    with Project.open(folder / NAME) as project:
        while ledger.revision < project.revision:
            ledger.step()
        assert_holds(project, ledger)
    for part in folder.glob(".new-*.part"):
        # An export is no project's own file: its remains go after an hour.
        part.unlink()
    assert_tidy(folder, "p.json")
    return ledger


def _create(folder: Path, _: object, tell: Tell) -> None:
    for number in count(1):
        name = f"{number}.wayloom"
        Project.create(folder / name, _imports()[number % 3], name="torture").close()
        tell(f"done {number}")


def _check_created(folder: Path, _: object, told: list[str]) -> None:
    done = last(told, "done")
    for number in range(1, done + 2):
        path = folder / f"{number}.wayloom"
        assert path.exists() or number > done
        if path.exists():
            with Project.open(path) as project:
                assert rows_of(project) == rows_imported(IMPORTED, f"state {number % 3} ")
    for path in folder.iterdir():
        # Of the one that was being made there may be remains, as nobody has asked for it again.
        assert path.suffix == ".wayloom" or f"{done + 1}.wayloom" in path.name, path.name


def warm_up() -> None:
    """Load what is loaded at first use, so that forks of this process begin at once."""
    with TemporaryDirectory() as folder:
        _prepare_edits(Path(folder))
        with Project.open(Path(folder) / NAME) as project:
            new_ledger(ORDERS, seed=1).step()(project)
        export_project(Path(folder) / NAME, Path(folder) / "p.json")
        import_project(Path(folder) / "p.json", Path(folder) / "again.wayloom")
    _imports()


EXTRA_ROWS = 3_000


def _next_version(connection: sqlite3.Connection) -> None:
    """A step to a version to come, which rewrites much."""
    connection.execute("CREATE TABLE extra (number INTEGER PRIMARY KEY, text TEXT)")
    rows = [(n, f"text {n}") for n in range(EXTRA_ROWS)]
    connection.executemany("INSERT INTO extra VALUES (?, ?)", rows)
    connection.execute("INSERT INTO about VALUES ('step', 'taken')")


STEPS = {1: _next_version}


def _prepare_old(folder: Path) -> None:
    Project.create(folder / NAME, _imports()[1], name="torture").close()


def _migrate(folder: Path, _: object, tell: Tell) -> None:
    Project.open(folder / NAME, steps=STEPS).close()
    tell("done 1")


def _check_migrated(folder: Path, _: object, told: list[str]) -> None:
    with closing(sqlite3.connect(folder / NAME)) as connection:
        (version,) = connection.execute("PRAGMA user_version").fetchone()
        tables = [name for (name,) in connection.execute("SELECT name FROM sqlite_schema")]
        assert ("extra" in tables) == (version == 2)
    assert version == 2 or not last(told, "done")
    with Project.open(folder / NAME, steps=STEPS) as project:
        assert rows_of(project) == rows_imported(IMPORTED, "state 1 ")
    with closing(sqlite3.connect(folder / NAME)) as connection:
        assert connection.execute("SELECT count(*) FROM extra").fetchone() == (EXTRA_ROWS,)
    backups = [path for path in folder.iterdir() if path.name.startswith(f"{NAME}.version-1")]
    assert backups
    assert_tidy(folder, *(backup.name for backup in backups))
    for backup in backups:
        assert {len(t) for t in stored_tables(backup) if t.name == TABLE} == {IMPORTED}


SCENARIOS = (
    Scenario(
        name="edit", prepare=_prepare_edits, act=_edit, check=_check_edits, fresh_after=50,
    ),
    Scenario(
        name="import", prepare=_prepare_imports, act=_import, check=_check_imports, fresh_after=10,
    ),
    Scenario(
        name="save a copy", prepare=_prepare_copies, act=_copy, check=_check_copies,
        fresh_after=50,
    ),
    Scenario(
        name="export", prepare=_prepare_edits, act=_export, check=_check_exports, fresh_after=20,
    ),
    Scenario(name="create", prepare=lambda _: None, act=_create, check=_check_created),
    Scenario(name="migrate", prepare=_prepare_old, act=_migrate, check=_check_migrated),
)  # fmt: skip
