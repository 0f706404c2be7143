"""A file that is damaged or no project is refused in words, and never read as something else."""

import datetime
import random
import sqlite3
import zlib
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path

import pytest

from domain.errors import ProjectError
from planning.project.acts import RemoveRows
from planning.project.journal import row_of
from planning.project.project import Project
from planning.project.schema import APPLICATION_ID
from tests.planning.project.made_projects import (
    added,
    beside,
    closed_day,
    make_day,
    plain,
    written,
)

_DAY = datetime.date(2026, 3, 9)


@pytest.fixture(scope="module")
def sound(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A project in which much was done."""
    with make_day(tmp_path_factory.mktemp("sound"), 40) as project:
        for row in range(2, 30):
            project.do(written(project, row, "name", f"changed {row} " * 9))
        project.do(RemoveRows(table="orders", rows=(5, 6)))
        project.do(added(project.next_row("orders"), "N", "new", "5"))
        project.undo()
        project.keep_plan(b"a plan " * 999, _DAY, "f")
        project.keep_day(_DAY)
    return project.path


@pytest.fixture
def path(sound: Path, tmp_path: Path) -> Path:
    """A copy of it to damage."""
    copied = tmp_path / "day.wayloom"
    copied.write_bytes(sound.read_bytes())
    return copied


@contextmanager
def _sql(path: Path) -> Iterator[sqlite3.Connection]:
    with closing(sqlite3.connect(path)) as connection, connection:
        yield connection


def _code(path: Path) -> str:
    """The code with which a file is refused both to write and to read it."""
    with pytest.raises(ProjectError) as opened:
        Project.open(path)
    with pytest.raises(ProjectError) as read:
        Project.read(path)
    assert opened.value.message == read.value.message
    assert beside(path) == []
    return opened.value.message.code


def _seen(path: Path) -> object:
    """All that a project says, or the code with which it is refused."""
    try:
        with Project.open(path) as project:
            plan = project.kept_plan("f", _DAY)
            return plain(project.tables()), project.history(), project.day, project.redoable, plan
    except ProjectError as refused:
        return refused.message.code


def _flip_bits(sound: Path, path: Path, times: int) -> None:
    content, truth = sound.read_bytes(), _seen(path)
    assert not isinstance(truth, str)
    dice = random.Random(times)
    refused = 0
    for _ in range(times):
        damaged = bytearray(content)
        for _ in range(dice.choice((1, 1, 4))):
            damaged[dice.randrange(len(damaged))] ^= 1 << dice.randrange(8)
        path.write_bytes(damaged)
        seen = _seen(path)
        assert seen == truth or str(seen).startswith("project.")
        assert beside(path) == []
        refused += isinstance(seen, str)
    assert refused > times // 3


def test_any_flipped_bit_is_noticed_or_harmless(sound: Path, path: Path) -> None:
    _flip_bits(sound, path, 80)


@pytest.mark.torture
def test_any_of_many_flipped_bits_is_noticed_or_harmless(sound: Path, path: Path) -> None:
    _flip_bits(sound, path, 5_000)


@pytest.mark.parametrize("parts", range(0, 20))
def test_truncated_file_is_refused(path: Path, parts: int) -> None:
    content = path.read_bytes()
    path.write_bytes(content[: len(content) * parts // 20])
    assert _code(path).startswith("project.")


def test_zeroed_page_is_refused(path: Path) -> None:
    content = path.read_bytes()
    for start in range(0, len(content), 4096):
        path.write_bytes(content[:start] + bytes(4096) + content[start + 4096 :])
        assert _code(path) in {"project.damaged", "project.not_a_project"}


@pytest.mark.parametrize(
    "content",
    [b"", b"\0" * 5000, b"id,name\n1,x\n", b"PK\x03\x04" * 999, b"SQLite format 3\0"],
    ids=["empty", "zeros", "csv", "zip", "header only"],
)
def test_file_of_another_kind_is_refused(tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "day.wayloom"
    path.write_bytes(content)
    assert _code(path) in {"project.not_a_project", "project.damaged"}
    assert path.read_bytes() == content


def test_database_of_another_program_is_refused_untouched(tmp_path: Path) -> None:
    path = tmp_path / "day.wayloom"
    with _sql(path) as connection:
        connection.execute("CREATE TABLE notes (text)")
        connection.execute("PRAGMA user_version = 1")
    content = path.read_bytes()
    assert _code(path) == "project.not_a_project"
    assert path.read_bytes() == content


def test_folder_and_missing_file_are_refused(tmp_path: Path) -> None:
    assert _code_of(tmp_path) == "project.not_a_project"
    assert _code_of(tmp_path / "none.wayloom") == "project.missing"
    assert _code_of(tmp_path / "none" / "none.wayloom") == "project.missing"


def _code_of(path: Path) -> str:
    with pytest.raises(ProjectError) as refused:
        Project.open(path)
    return refused.value.message.code


def test_newer_version_is_refused_untouched(path: Path) -> None:
    with _sql(path) as connection:
        connection.execute("PRAGMA user_version = 2")
    content = path.read_bytes()
    assert _code(path) == "project.newer"
    assert path.read_bytes() == content


@pytest.mark.parametrize(
    ("statement", "code"),
    [
        ("UPDATE content SET bytes = substr(bytes, 2)", "project.damaged_table"),
        ("UPDATE content SET bytes = 'text'", "project.damaged_table"),
        ("DELETE FROM content", "project.damaged_table"),
        ("UPDATE journal SET act = '{' WHERE revision = 7", "project.damaged_record"),
        ("UPDATE journal SET act = x'00ff' WHERE revision = 7", "project.damaged_record"),
        ("UPDATE journal SET at = 'soon' WHERE revision = 7", "project.damaged_record"),
        ("UPDATE journal SET kind = 'undo' WHERE revision = 7", "project.damaged_record"),
        ("UPDATE journal SET checksum = NULL WHERE revision = 7", "project.damaged"),
        ("DELETE FROM journal WHERE revision = 7", "project.damaged_record"),
        ("DELETE FROM journal", "project.damaged_record"),
        ("DELETE FROM journal WHERE revision = 1", "project.damaged_record"),
        ("DROP TABLE about", "project.damaged"),
        ("DROP TABLE journal", "project.damaged"),
        ("ALTER TABLE journal RENAME COLUMN act TO deed", "project.damaged"),
        ("CREATE VIEW spy AS SELECT * FROM journal", "project.damaged"),
        (
            "CREATE TRIGGER spy AFTER INSERT ON journal BEGIN DELETE FROM content; END",
            "project.damaged",
        ),
    ],
)
def test_damage_inside_is_told(path: Path, statement: str, code: str) -> None:
    with _sql(path) as connection:
        connection.execute("PRAGMA ignore_check_constraints = ON")
        if "NULL" in statement:
            connection.execute("CREATE TABLE j AS SELECT * FROM journal")
            connection.execute("DROP TABLE journal")
            connection.execute("ALTER TABLE j RENAME TO journal")
        connection.execute(statement)
    assert _code(path).startswith(code)


def _forge(path: Path, revision: int, kind: str, act: str) -> None:
    """Write a record whose checksum is right."""
    at = "2026-03-09T10:00:00.000+00:00"
    checksum = zlib.crc32(f"{revision}\n{at}\n{kind}\n{act}".encode())
    with _sql(path) as connection:
        row = (revision, at, kind, act, checksum)
        connection.execute("INSERT OR REPLACE INTO journal VALUES (?, ?, ?, ?, ?)", row)


@pytest.mark.parametrize(
    ("kind", "act", "code"),
    [
        ("paint_cells", "{}", "project.newer"),
        ("remove_rows", '{"table":"orders","rows":[2],"why":"x"}', "project.newer"),
        ("undo", '{"of":33,"and":1}', "project.newer"),
        ("remove_rows", '{"table":"orders"}', "project.damaged_record"),
        ("remove_rows", '{"table":"orders","rows":["2"]}', "project.damaged_record"),
        ("remove_rows", "[" * 100_000, "project.damaged_record"),
        ("remove_rows", '{"table":"orders","rows":[999]}', "project.damaged"),
        ("remove_rows", '{"table":"none","rows":[2]}', "project.damaged"),
        ("undo", '{"of":5}', "project.damaged_record"),
        ("redo", '{"of":1}', "project.damaged_record"),
        ("redo", '{"of":5}', "project.damaged_record"),
        ("day", '{"day":"2026-13-01"}', "project.damaged_record"),
        (
            "change_cells",
            '{"cells":[{"table":"orders","row":2,"column":"id","before":"?","after":""}]}',
            "project.damaged",
        ),
        ("import_tables", '{"tables":[],"source":{"location":"x","new":1}}', "project.newer"),
    ],
)
def test_record_that_does_not_fit_is_told(tmp_path: Path, kind: str, act: str, code: str) -> None:
    path = closed_day(tmp_path)
    _forge(path, 2, kind, act)
    assert _code(path) == code


def test_fields_with_defaults_may_be_missing(tmp_path: Path) -> None:
    path = closed_day(tmp_path)
    _forge(path, 2, "import_tables", '{"tables":[],"source":{"location":"/older"}}')
    with Project.open(path) as project:
        assert project.tables() == ()
        assert project.source.location == "/older"


def test_sound_record_of_a_damaged_row_number(tmp_path: Path) -> None:
    path = closed_day(tmp_path)
    with _sql(path) as connection:
        row = row_of(9, RemoveRows(table="orders", rows=(2,)))
        connection.execute("INSERT INTO journal VALUES (?, ?, ?, ?, ?)", row)
    assert _code(path) == "project.damaged_record"


def test_damaged_plan_leaves_the_rest(path: Path) -> None:
    with _sql(path) as connection:
        connection.execute(
            "UPDATE content SET bytes = x'00' WHERE hash IN (SELECT json_extract(act,"
            " '$.content') FROM journal WHERE kind = 'plan')"
        )
    with Project.open(path) as project:
        with pytest.raises(ProjectError) as refused:
            project.kept_plan("f", _DAY)
        assert refused.value.message.code == "project.damaged_plan"
        project.do(written(project, 2, "name", "still works"))


def test_log_of_another_file_is_never_taken_for_good(path: Path, tmp_path: Path) -> None:
    other = make_day(tmp_path / "..", 3, name=f"{tmp_path.name}.wayloom")
    other.do(written(other, 2, "name", "other"))
    log = other.path.with_name(other.path.name + "-wal").read_bytes()
    other.close()
    other.path.unlink()
    truth = _seen(path)
    path.with_name("day.wayloom-wal").write_bytes(log)
    seen = _seen(path)
    assert seen == truth or str(seen).startswith("project.")


def test_any_damage_of_the_log_leaves_a_state_that_there_was(tmp_path: Path) -> None:
    source = make_day(tmp_path, 20)
    states = [plain(source.tables())]
    for row in range(2, 14):
        source.do(written(source, row, "name", f"changed {row} " * 9))
        states.append(plain(source.tables()))
    content = source.path.read_bytes()
    log = source.path.with_name("day.wayloom-wal").read_bytes()
    source.close()
    path = tmp_path / "copied" / "day.wayloom"
    path.parent.mkdir()
    dice = random.Random(9)
    for time in range(40):
        damaged = bytearray(log)
        if time % 2:
            del damaged[dice.randrange(len(log)) :]
        else:
            damaged[dice.randrange(len(log))] ^= 1 << dice.randrange(8)
        path.write_bytes(content)
        path.with_name("day.wayloom-wal").write_bytes(damaged)
        with Project.open(path) as project:
            assert plain(project.tables()) == states[project.revision - 1]
        assert beside(path) == []


def test_application_id_is_what_file_programs_look_for(path: Path) -> None:
    assert path.read_bytes()[68:72] == APPLICATION_ID.to_bytes(4, "big") == b"WLOM"
