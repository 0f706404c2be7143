"""Parsers of what companies and colleagues send: databases in a file, projects, mappings."""

import sqlite3
import tempfile
from contextlib import closing
from functools import cache
from pathlib import Path

from planning.mapping.mapping_file import read_mapping
from planning.mapping.mapping_text import mapping_text
from planning.mapping.source_mapping import (
    ColumnMapping,
    SourceKind,
    SourceMapping,
    TableMapping,
    TextFormat,
)
from planning.project.exported_project import parse_export
from planning.project.project import Project
from planning.project.project_json import project_json
from planning.reading.sqlite_text import read_sqlite
from tests.planning.reading.small_dataset import small_tables
from tests.sqlite_file import write_sqlite
from tests.torture.fuzz.target import BINARY_RUNS, TEXT_RUNS, Target, refusing
from tests.torture.project_model import make_project, new_ledger

ORDERS, EDITS = 6, 8


def _parse_sqlite(data: bytes, folder: Path) -> None:
    path = folder / "data.sqlite"
    path.write_bytes(data)
    read_sqlite(path, [], lambda _: None, time_limit_s=5)


def _sqlite_files() -> list[bytes]:
    """The small dataset, with a view, and as a file that was written with a log."""
    with tempfile.TemporaryDirectory() as folder:
        path = write_sqlite(Path(folder) / "data.sqlite", small_tables())
        plain = path.read_bytes()
        with closing(sqlite3.connect(path)) as connection:
            connection.execute("CREATE VIEW heavy AS SELECT *, lat * 2 AS twice FROM orders")
            connection.execute("CREATE INDEX by_day ON orders (due_date)")
            connection.execute("PRAGMA journal_mode = WAL")
        return [plain, path.read_bytes()]


@cache
def _project_file() -> bytes:
    with tempfile.TemporaryDirectory() as folder:
        return _made(Path(folder) / "p.wayloom").read_bytes()


def _made(path: Path) -> Path:
    """A project with some edits."""
    make_project(path, ORDERS)
    ledger = new_ledger(ORDERS, seed=5)
    with Project.open(path) as project:
        for _ in range(EDITS):
            ledger.step()(project)
    return path


def _exports() -> list[bytes]:
    with tempfile.TemporaryDirectory() as folder:
        return [project_json(_made(Path(folder) / "p.wayloom"))[0]]


def _parse_project(data: bytes, folder: Path) -> None:
    path = folder / "p.wayloom"
    for old in folder.glob("p.wayloom*"):
        old.unlink()
    path.write_bytes(data)
    with Project.read(path) as project:
        project.tables()
        project.history()


def _parse_export(data: bytes, _: Path) -> None:
    parse_export(data, "p.json")


def _parse_mapping(data: bytes, folder: Path) -> None:
    path = folder / "company.toml"
    path.write_bytes(data)
    read_mapping(path)


def _mappings() -> list[bytes]:
    """A mapping of each kind of source."""
    columns = (
        ColumnMapping(target="order_id", source="Auftrag"),
        ColumnMapping(target="due_date", source="Tag", form="DD.MM.YYYY"),
        ColumnMapping(target="window_kind", source="Art", words={"fest": "hard"}),
        ColumnMapping(target="service_min", constant="5"),
        ColumnMapping(target="lat", source="Breite", decimal=","),
    )
    table = TableMapping(
        target="orders", source="Auftraege.csv", columns=columns,
        text=TextFormat(encoding="cp1252", delimiter=";"),
    )  # fmt: skip
    places = {
        SourceKind.FOLDER: "export",
        SourceKind.WORKBOOK: "data.xlsx",
        SourceKind.SQLITE: "data.sqlite",
        SourceKind.DATABASE: "postgresql://planner@db/shop",
    }
    return [
        mapping_text(SourceMapping(kind=kind, location=place, tables=(table,))).encode()
        for kind, place in places.items()
    ]


TARGETS = (
    Target(
        name="mapping", seeds=_mappings, parse=refusing(_parse_mapping), runs=TEXT_RUNS,
        words=(b"[tables.orders]", b'kind = "x"', b"'''", b'"""', b"= 1979-05-27", b"[[", b"# "),
    ),
    Target(
        name="project json", seeds=_exports, parse=refusing(_parse_export), runs=TEXT_RUNS,
        words=(b'"kind":', b'"revision":', b'"undo"', b'"hash":', b"{}", b"[]"),
    ),
    Target(name="sqlite", seeds=_sqlite_files, parse=refusing(_parse_sqlite), runs=BINARY_RUNS),
    Target(
        name="project", seeds=lambda: [_project_file()], parse=refusing(_parse_project),
        runs=BINARY_RUNS, words=(b'{"of":1}', b"undo", b"import_tables", b"PAR1"),
    ),
)  # fmt: skip
