"""Projects and their exports that are damaged, foreign, or of a version to come."""

import sqlite3
from collections.abc import Callable
from contextlib import closing
from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory

from planning.project.project import Project
from planning.project.project_json import project_json
from tests.end_to_end.bad_inputs.case import Bed, Case, Prepare
from tests.end_to_end.bad_inputs.other_formats import sqlite_of
from tests.torture.project_model import gathered, new_ledger

FILE, EXPORT = "p.wayloom", "p.json"
ORDERS, EDITS = 12, 6


@cache
def sound() -> bytes:
    """A project with some edits."""
    with TemporaryDirectory() as folder:
        return _made(Path(folder)).read_bytes()


@cache
def export() -> bytes:
    """That project as JSON."""
    with TemporaryDirectory() as folder:
        return project_json(_made(Path(folder)))[0]


def _made(folder: Path) -> Path:
    path = folder / FILE
    ledger = new_ledger(ORDERS, seed=2)
    with Project.create(path, gathered(ORDERS), name="damaged") as project:
        for _ in range(EDITS):
            ledger.step()(project)
    return path


def _bytes(change: Callable[[bytes], bytes]) -> Prepare:
    """Validate a project with other bytes."""

    def prepare(bed: Bed) -> tuple[object, ...]:
        path = bed.folder / FILE
        path.write_bytes(change(sound()))
        return "validate", path

    return prepare


def _sql(statement: str) -> Prepare:
    """Validate a project after some SQL."""

    def prepare(bed: Bed) -> tuple[object, ...]:
        path = bed.folder / FILE
        path.write_bytes(sound())
        with closing(sqlite3.connect(path)) as connection:
            connection.execute(statement)
            connection.commit()
        return "validate", path

    return prepare


def _other_database(bed: Bed) -> tuple[object, ...]:
    path = bed.folder / FILE
    path.write_bytes(sqlite_of(bed).read_bytes())
    (bed.folder / "data.sqlite").unlink()
    return "validate", path


def _folder(bed: Bed) -> tuple[object, ...]:
    path = bed.folder / FILE
    path.mkdir()
    return "validate", path


def _imported(change: Callable[[str], str | bytes]) -> Prepare:
    """Make a project of a changed export."""

    def prepare(bed: Bed) -> tuple[object, ...]:
        path = bed.folder / EXPORT
        content = change(export().decode())
        path.write_bytes(content.encode() if isinstance(content, str) else content)
        return "project", "import", path, "--out", bed.folder / "new.wayloom"

    return prepare


def _put(find: str, text: str) -> Callable[[str], str]:
    def change(content: str) -> str:
        assert find in content, content[:2000]
        return content.replace(find, text, 1)

    return change


def _line(find: str) -> int:
    return export().decode()[: export().decode().index(find)].count("\n") + 1


def _damaged(name: str, prepare: Prepare, code: str = "damaged") -> Case:
    return Case(name=f"a project {name}", prepare=prepare, code=f"project.{code}", file=FILE)


def _first(share: float) -> Prepare:
    return _bytes(lambda data: data[: int(len(data) * share)])


def _of_export(name: str, change: Callable[[str], str | bytes], code: str, row: int = 0) -> Case:
    return Case(
        name=f"an export {name}", prepare=_imported(change), code=f"project_json.{code}",
        file=EXPORT, row=row,
    )  # fmt: skip


CASES = [
    _damaged("of nothing", _bytes(lambda _: b""), "not_a_project"),
    _damaged("that is a text", _bytes(lambda _: b"order_id,lat\n" * 50), "not_a_project"),
    _damaged("that is a workbook", _bytes(lambda _: b"PK\x03\x04" + bytes(200)), "not_a_project"),
    _damaged("that is another database", _other_database, "not_a_project"),
    Case(
        name="a project that is a folder",
        prepare=_folder,
        code="source.no_tables",
        file=FILE,
    ),
    Case(
        name="a project that is not there",
        prepare=lambda bed: ("validate", bed.folder / FILE),
        code="source.missing",
        file=FILE,
    ),
    *(_damaged(f"of which {share:.0%} are there", _first(share)) for share in (0.3, 0.6, 0.9)),
    _damaged("with a page of zeros", _bytes(lambda data: data[:8192] + bytes(4096) + data[12288:])),
    _damaged("of a version to come", _sql("PRAGMA user_version = 99"), "newer"),
    _damaged("of no version", _sql("PRAGMA user_version = 0"), "not_a_project"),
    _damaged("of another program", _sql("PRAGMA application_id = 7"), "not_a_project"),
    _damaged("without its journal", _sql("DROP TABLE journal")),
    _damaged("with an empty journal", _sql("DELETE FROM journal"), "damaged_record"),
    _damaged(
        "that lacks a record", _sql("DELETE FROM journal WHERE revision = 3"), "damaged_record"
    ),
    _damaged(
        "with a changed record",
        _sql("UPDATE journal SET act = act || ' ' WHERE revision = 3"),
        "damaged_record",
    ),
    _damaged(
        "with a record of a kind to come",
        _sql("UPDATE journal SET kind = 'fly' WHERE revision = 3"),
        "damaged_record",
    ),
    _damaged("without a content", _sql("DELETE FROM content"), "damaged_table"),
    _damaged(
        "with a changed content", _sql("UPDATE content SET bytes = x'50415231'"), "damaged_table"
    ),
    _damaged(
        "with a trigger",
        _sql("CREATE TRIGGER evil AFTER INSERT ON journal BEGIN DELETE FROM content; END"),
    ),
    _damaged("with a view", _sql("CREATE VIEW evil AS SELECT * FROM journal")),
    _of_export("of nothing", lambda _: "", "not_json", 1),
    _of_export(
        "cut in half",
        lambda text: text[: len(text) // 2],
        "not_json",
        export()[: len(export()) // 2].count(b"\n") + 1,
    ),
    _of_export("whose bytes are no text", lambda _: b"{\n\xff\xfe}", "not_text", 2),
    _of_export("of another format", _put('"wayloom.project"', '"wayloom.plan"'), "other_format", 1),
    _of_export(
        "of a version to come", _put('"version": 1', '"version": 2'), "newer", _line('"version": 1')
    ),
    _of_export(
        "with a changed cell",
        _put('"Main Street 1"', '"Main Street 2"'),
        "damaged_content",
        _line('"contents": ') + 1,
    ),
    _of_export(
        "without a field", _put('"lost_rows": 0, ', ""), "missing_field", _line('"lost_rows"')
    ),
    _of_export(
        "with a moment that is none",
        _put('"at": "20', '"at": "x20'),
        "damaged_entry",
        _line('"act": '),
    ),
]
