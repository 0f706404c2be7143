"""SQLite files are only read, whatever their schema tries, and never written beside."""

import sqlite3
from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from domain.errors import Interrupted
from domain.message import Problem, message
from planning.reading import sqlite_text
from planning.reading.raw_table import LostRow, RawTable
from planning.reading.read_dataset import read_dataset
from planning.reading.source_rows import read_rows_around
from planning.reading.sqlite_text import read_sqlite
from tests.planning.reading.small_dataset import Tables, small_tables


def ignore(_: float) -> None:
    pass


def made(path: Path, script: str) -> Path:
    connection = sqlite3.connect(path)
    connection.executescript(script)
    connection.commit()
    connection.close()
    return path


def write_sqlite(path: Path, tables: Tables) -> Path:
    connection = sqlite3.connect(path)
    for name, (header, *records) in tables.items():
        columns = ", ".join(f'"{column}" TEXT' for column in header)
        connection.execute(f'CREATE TABLE "{name}" ({columns})')
        marks = ", ".join("?" * len(header))
        connection.executemany(f'INSERT INTO "{name}" VALUES ({marks})', records)
    connection.commit()
    connection.close()
    return path


def read(path: Path, **asked: object) -> tuple[dict[str, RawTable], list[Problem]]:
    problems: list[Problem] = []
    tables = read_sqlite(path, problems, ignore, **asked)  # type: ignore[arg-type]
    return {table.name: table for table in tables}, problems


def test_tables_and_views_as_they_are_written(tmp_path: Path) -> None:
    path = made(
        tmp_path / "a.db",
        """
        CREATE TABLE "Meine Aufträge" (" Nr" INTEGER, Text, Zahl REAL);
        INSERT INTO "Meine Aufträge" VALUES (7, '007', 1.0), (NULL, 'a', 2.5), (3, 'x', 1e300);
        CREATE VIEW Kurz AS SELECT Text FROM "Meine Aufträge" WHERE Zahl < 2;
        """,
    )
    tables, problems = read(path)
    assert problems == []
    table = tables["Meine Aufträge"]
    assert (table.file, table.sheet) == ("a.db", "Meine Aufträge")
    assert table.header == ("Nr", "Text", "Zahl")
    assert [c.to_pylist() for c in table.cells] == [
        ["7", "", "3"],
        ["007", "a", "x"],
        ["1", "2.5", "1e+300"],
    ]
    assert table.rows.tolist() == [2, 3, 4]
    assert {at: found.tolist() for at, found in table.number_cells.items()} == {
        0: [0, 2],
        2: [0, 1, 2],
    }
    assert tables["Kurz"].cells[0].to_pylist() == ["007"]
    first, _ = read(path, wanted={"Meine Aufträge"}, most_rows=1)
    assert [len(found) for found in first.values()] == [1]


def test_bytes_are_refused_in_their_place(tmp_path: Path) -> None:
    path = made(
        tmp_path / "a.db", "CREATE TABLE t (a, b); INSERT INTO t VALUES (1, 2), (3, x'00ff')"
    )
    tables, (problem,) = read(path)
    assert (problem.code, problem.sheet, problem.row, problem.column) == ("cell.bytes", "t", 3, "b")
    assert tables["t"].lost == (LostRow(row=3, cells=("3", "(2 bytes)")),)
    assert len(tables["t"]) == 1


def test_nothing_is_written_beside_a_file_in_wal_mode(tmp_path: Path) -> None:
    path = made(tmp_path / "a.db", "PRAGMA journal_mode = WAL; CREATE TABLE t (a)")
    before = path.read_bytes()
    tables, _ = read(path)
    assert list(tables) == ["t"]
    assert [entry.name for entry in tmp_path.iterdir()] == ["a.db"]
    assert path.read_bytes() == before


def test_what_another_program_has_just_written_is_read(tmp_path: Path) -> None:
    path = tmp_path / "a.db"
    writer = sqlite3.connect(path)
    writer.execute("PRAGMA journal_mode = WAL")
    writer.execute("CREATE TABLE t (a)")
    writer.execute("INSERT INTO t VALUES (5)")
    writer.commit()
    tables, _ = read(path)
    writer.close()
    assert tables["t"].cells[0].to_pylist() == ["5"]


def test_a_view_without_an_end_is_given_up(tmp_path: Path) -> None:
    path = made(
        tmp_path / "a.db",
        "CREATE VIEW endless AS WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n) "
        "SELECT max(i) FROM n; CREATE TABLE t (a); INSERT INTO t VALUES (1)",
    )
    tables, (problem,) = read(path, time_limit_s=0.2)
    assert (problem.code, problem.sheet) == ("table.takes_too_long", "endless")
    assert len(tables["t"]) == 1


def test_a_view_without_an_end_is_stopped_when_asked(tmp_path: Path) -> None:
    path = made(
        tmp_path / "a.db",
        "CREATE VIEW endless AS WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n) "
        "SELECT max(i) FROM n",
    )
    asked = []

    def stop(share: float) -> None:
        asked.append(share)
        if len(asked) > 3:
            raise Interrupted(message("reading.stopped"))

    with pytest.raises(Interrupted):
        read_sqlite(path, [], stop)


@pytest.mark.parametrize(
    "view",
    [
        "SELECT load_extension('x')",
        "SELECT * FROM pragma_table_info('t')",
        "SELECT * FROM nowhere",
        "SELECT zeroblob(900000000)",
    ],
)
def test_what_a_view_may_not_do_is_an_error_of_that_view(tmp_path: Path, view: str) -> None:
    path = made(tmp_path / "a.db", f"CREATE TABLE t (a); CREATE VIEW v AS {view}")
    tables, (problem,) = read(path)
    assert (problem.code, problem.file, problem.sheet) == ("table.not_readable", "a.db", "v")
    assert list(tables) == ["t"]


def test_names_are_never_sql(tmp_path: Path) -> None:
    name = 'a"; DROP TABLE t; --'
    path = made(
        tmp_path / "a.db",
        f'CREATE TABLE t (a); CREATE TABLE "{name.replace(chr(34), chr(34) * 2)}" (b)',
    )
    tables, problems = read(path)
    assert problems == []
    assert sorted(tables) == sorted(["t", name])


def test_limits_of_size(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = made(tmp_path / "a.db", "CREATE TABLE t (a); INSERT INTO t VALUES ('long enough')")
    monkeypatch.setattr(sqlite_text, "LARGEST_TABLE_CHARACTERS", 5)
    assert [(p.code, p.sheet) for p in read(path)[1]] == [("file.too_large", "t")]
    monkeypatch.setattr(sqlite_text, "LARGEST_FILE_BYTES", 100)
    assert [(p.code, p.sheet) for p in read(path)[1]] == [("file.too_large", "")]


@settings(max_examples=60, deadline=None)
@given(
    places=st.lists(
        st.tuples(st.integers(0, 12_000), st.binary(min_size=1, max_size=20)), max_size=4
    ),
    cut=st.integers(0, 13_000),
)
def test_a_damaged_file_is_read_or_refused(
    tmp_path_factory: pytest.TempPathFactory, places: list[tuple[int, bytes]], cut: int
) -> None:
    folder = tmp_path_factory.mktemp("damaged")
    path = write_sqlite(folder / "d.sqlite", small_tables())
    data = bytearray(path.read_bytes())
    for at, found in places:
        data[at : at + len(found)] = found
    path.write_bytes(bytes(data[:cut] if cut < 12_000 else data))
    _, problems = read(path)
    assert all(problem.file == "d.sqlite" for problem in problems)


@pytest.mark.parametrize("data", [b"", b"no database", b"SQLite format 3\x00" + b"\x00" * 200])
def test_what_is_no_database_is_named(tmp_path: Path, data: bytes) -> None:
    path = tmp_path / "a.sqlite3"
    path.write_bytes(data)
    tables, (problem,) = read(path)
    assert tables == {}
    assert (problem.code, problem.file) == ("file.not_sqlite", "a.sqlite3")


def test_a_dataset_in_a_file_is_the_same_dataset(tmp_path: Path) -> None:
    tables = small_tables()
    reading = read_dataset(write_sqlite(tmp_path / "d.sqlite", tables))
    assert reading.dataset is not None, reading.problems
    assert len(reading.dataset.orders) == 3


SPOILS: list[Callable[[Tables], object]] = [
    lambda tables: tables["orders"][2].__setitem__(3, "x"),
    lambda tables: tables["orders"][1].__setitem__(5, "03/04/2026"),
]


@pytest.mark.parametrize("spoil", SPOILS)
def test_problems_lie_in_rows_that_can_be_shown(
    tmp_path: Path, spoil: Callable[[Tables], object]
) -> None:
    tables = small_tables()
    spoil(tables)
    source = write_sqlite(tmp_path / "d.sqlite", tables)
    problem = read_dataset(source).errors[0]
    assert (problem.file, problem.sheet) == ("d.sqlite", "orders")
    around = read_rows_around(source, problem.file, problem.sheet, problem.row, 1)
    assert around.first_row == problem.row
    assert problem.value in around.rows[0]
    assert list(around.header) == tables["orders"][0]
    assert read_rows_around(source, problem.file, problem.sheet, 1, 2).rows[0] == around.header


def test_other_tables_are_named_and_not_read(tmp_path: Path) -> None:
    tables = {**small_tables(), "Order": [["a"], ["1"]]}
    del tables["orders"]
    reading = read_dataset(write_sqlite(tmp_path / "d.sqlite", tables))
    codes = {(p.code, p.sheet) for p in reading.problems}
    assert codes == {("table.missing_but_near", "orders"), ("table.misspelt", "Order")}
