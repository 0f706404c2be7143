import io
import json
import os
import sqlite3
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

import pytest

from planning.commands.run import run_command
from planning.mapping.mapping_file import read_mapping
from planning.mapping.source_mapping import ColumnMapping, SourceKind
from planning.reading.read_dataset import read_dataset
from tests.planning.mapping.company_days import GERMAN
from tests.planning.reading.small_dataset import small_tables, write_csv_folder, write_workbook

Map = Callable[..., tuple[int, Any]]


@pytest.fixture
def map_source(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> Map:
    """Runs `wayloom map` in an empty folder; gives its exit code and JSON."""
    monkeypatch.chdir(tmp_path)

    def run(*arguments: object) -> tuple[int, Any]:
        code = run_command(["map", *map(str, arguments), "--json", "--language", "en"])
        return code, json.loads(capsys.readouterr().out)

    return run


@pytest.fixture
def german(tmp_path: Path) -> Path:
    """A folder of a German company: Windows text, semicolons, decimal commas."""
    folder = tmp_path / "Tagesdaten"
    folder.mkdir()
    for table in GERMAN.raw_tables():
        rows: list[Sequence[str | None]] = [
            table.header,
            *zip(*(cells.to_pylist() for cells in table.cells), strict=True),
        ]
        text = "\r\n".join(";".join(cell or "" for cell in row) for row in rows)
        (folder / f"{table.name}.csv").write_text(text, encoding="utf-8")
    return folder


def codes(answer: Any) -> list[str]:
    """Codes of the problems that a command lists."""
    return [problem["code"] for problem in answer["problems"]]


def test_a_folder_is_mapped_and_read_by_its_mapping(map_source: Map, german: Path) -> None:
    code, answer = map_source(german)
    assert (code, answer["out"], answer["missing"]) == (0, "Tagesdaten.toml", [])
    assert answer["tables"]["orders"]["columns"]["order_id"] == "AuftragNr"
    mapping = read_mapping(Path("Tagesdaten.toml"))
    assert (mapping.kind, mapping.location) == (SourceKind.FOLDER, "Tagesdaten")
    (orders,) = (table for table in mapping.tables if table.target == "orders")
    assert orders.text.delimiter == ";"
    assert ColumnMapping(target="due_date", source="Liefertag", form="DD.MM.YYYY") in orders.columns
    reading = read_dataset(Path("Tagesdaten.toml"))
    wrong = {p.code for p in reading.errors if p.code.startswith(("value.", "column.", "mapping."))}
    # The form of one column is left to the planner: 15.30 may be half past three, or 15.3 hours.
    assert {(d["table"], d["column"]) for d in answer["doubts"] if d["code"].endswith(".form")} == {
        ("vehicles", "shift_end")
    }
    assert wrong <= {"value.clock_form"}


def test_a_workbook_and_an_sqlite_file_are_mapped(map_source: Map, tmp_path: Path) -> None:
    workbook = write_workbook(tmp_path / "tag.xlsx", small_tables())
    assert map_source(workbook)[0] == 0
    assert read_mapping(Path("tag.toml")).kind is SourceKind.WORKBOOK
    with sqlite3.connect(tmp_path / "tag.sqlite") as connection:
        for name, (header, *records) in small_tables().items():
            names = ", ".join(f'"{column}"' for column in header)
            places = ", ".join("?" * len(header))
            connection.execute(f'CREATE TABLE "{name}" ({names})')
            connection.executemany(f'INSERT INTO "{name}" VALUES ({places})', records)
    connection.close()
    assert map_source("tag.sqlite", "--out", "db.toml")[0] == 0
    for mapped in ("tag.toml", "db.toml"):
        reading = read_dataset(Path(mapped))
        assert reading.errors == ()
        assert reading.dataset is not None
        assert [order.order_id for order in reading.dataset.orders][:2] == ["O1", "O2"]


def test_what_is_missing_is_said_and_the_rest_written(map_source: Map, tmp_path: Path) -> None:
    tables = small_tables()
    del tables["vehicles"]
    code, answer = map_source(write_csv_folder(tmp_path / "day", tables))
    assert code == 3
    assert answer["missing"] == [{"table": "vehicles", "column": ""}]
    assert len(read_mapping(Path("day.toml")).tables) == len(tables)


def test_a_mapping_that_is_there_is_kept(map_source: Map, german: Path) -> None:
    Path("Tagesdaten.toml").write_text("mine", encoding="utf-8")
    code, answer = map_source(german)
    assert (code, codes(answer)) == (2, ["map.out_exists"])
    assert Path("Tagesdaten.toml").read_text(encoding="utf-8") == "mine"
    assert map_source(german, "--replace")[0] == 0
    assert read_mapping(Path("Tagesdaten.toml")).tables


@pytest.mark.parametrize(
    ("arguments", "code"),
    [
        (["nowhere"], "source.missing"),
        (["notes.txt"], "map.wrong_source"),
        (["empty"], "map.no_tables"),
        (["empty", "--out", "a.txt"], "map.not_toml"),
        (["empty", "--remember-password"], "map.password_of_files"),
        (["postgresql://planner:geheim@db/shop"], "map.password"),
        (["oracle://planner@db/shop"], "database.unknown_kind"),
        (["postgresql://db"], "database.bad_user"),
    ],
)
def test_what_cannot_be_mapped_is_refused(
    map_source: Map, tmp_path: Path, arguments: list[str], code: str
) -> None:
    (tmp_path / "empty").mkdir()
    (tmp_path / "notes.txt").write_text("hello", encoding="utf-8")
    exit_code, answer = map_source(*arguments)
    assert (exit_code, codes(answer)) == (2, [code])
    assert "geheim" not in json.dumps(answer)
    assert not list(tmp_path.glob("*.toml"))


def test_an_address_keeps_both_of_its_slashes_and_the_password_stays_out(
    map_source: Map, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Only tables of use are read, and the password goes to the keyring once it was right."""
    from planning.reading import database
    from planning.reading.raw_table import RawTable
    from tests.planning.mapping.company_tables import company_table

    kept: list[tuple[str, str]] = []
    asked: list[str] = []
    header = ["warehouse_id", "lat", "lon"]

    def list_tables(address: str, password: str | None, **_: object) -> tuple[object, ...]:
        assert password == "geheim"
        found = [
            database.FoundColumn(name=name, kind=database.ColumnKind.TEXT, type_name="text")
            for name in header
        ]
        return tuple(
            database.FoundTable(schema="public", table=name, rows=1, columns=tuple(columns))
            for name, columns in (("lager", found), ("gehaelter", found[:1]))
        )

    def read_tables(
        address: str, queries: Sequence[database.TableQuery], **_: object
    ) -> list[RawTable]:
        asked.extend(query.table for query in queries)
        return [company_table("public.lager", header, ["W1", "1", "2"])]

    monkeypatch.setattr(database, "list_tables", list_tables)
    monkeypatch.setattr(database, "read_tables", read_tables)
    monkeypatch.setattr(database, "keep_password", lambda *given: kept.append(given))
    monkeypatch.setattr("sys.stdin", io.StringIO("geheim\n"))
    address = "postgresql://planner@db:5432/shop"
    code, answer = map_source(address, "--remember-password")
    assert code == 3
    assert asked == ["public.lager"]
    assert kept == [(address, "geheim")]
    assert answer["unused"] == ["public.gehaelter"]
    assert read_mapping(Path("shop.toml")).location == address
    assert "geheim" not in Path("shop.toml").read_text(encoding="utf-8")
    assert os.environ.get("WAYLOOM_DB_PASSWORD") is None


def test_people_are_told_what_to_run_next(german: Path, capsys: pytest.CaptureFixture[str]) -> None:
    out = german.parent / "my.toml"
    assert run_command(["map", str(german), "--out", str(out)]) == 0
    said = capsys.readouterr().out
    for text in ("orders", "AuftragNr", "DD.MM.YYYY", "Fest=hard", str(out)):
        assert text in said
