"""Whatever is given as source is read, or it is said what can be."""

from pathlib import Path

import pytest

from domain.message import Severity
from planning.mapping.mapping_text import mapping_text
from planning.mapping.source_mapping import (
    ColumnMapping,
    SourceKind,
    SourceMapping,
    TableMapping,
    TextFormat,
)
from planning.project.acts import SourceSeen
from planning.project.import_tables import gather
from planning.project.project import Project
from planning.reading.read_dataset import read_dataset
from planning.reading.source import read_source
from planning.reading.source_rows import read_rows_around
from tests.planning.reading.small_dataset import csv_text, small_tables, write_csv_folder


def ignore(_: float) -> None:
    pass


def as_project(folder: Path, path: Path) -> Path:
    source = read_source(folder, ignore)
    gathered = gather(source.tables, SourceSeen(location=str(folder)))
    Project.create(path, gathered, name="small").close()
    return path


def test_a_project_is_the_dataset_it_was_made_of(tmp_path: Path) -> None:
    folder = write_csv_folder(tmp_path / "data", small_tables())
    project = as_project(folder, tmp_path / "day.wayloom")
    made, read = read_dataset(folder), read_dataset(project)
    assert read.problems == ()
    assert made.dataset is not None
    assert read.dataset is not None
    assert read.dataset.fingerprint == made.dataset.fingerprint


def test_lost_rows_of_a_project_are_errors_that_can_be_shown(tmp_path: Path) -> None:
    folder = write_csv_folder(tmp_path / "data", small_tables())
    text = csv_text(small_tables()["order_lines"])
    (folder / "order_lines.csv").write_text(text.replace("O2,A-2,1", "O2,A-2"))
    project = as_project(folder, tmp_path / "day.wayloom")
    (problem,) = [p for p in read_dataset(project).errors if p.code.startswith("row.")]
    assert (problem.code, problem.row, problem.value) == ("row.too_few_cells", 3, "A-2")
    around = read_rows_around(project, problem.file, problem.sheet, problem.row, 3)
    assert around.first_row == 2
    assert around.rows == (("O1", "007", "3"), ("O2", "A-2"), ("O3", "007", "6"))
    assert around.header == ("order_id", "sku", "units")


def test_a_damaged_project_is_one_problem(tmp_path: Path) -> None:
    path = tmp_path / "day.wayloom"
    path.write_bytes(b"no project at all")
    reading = read_dataset(path)
    assert reading.dataset is None
    assert [problem.file for problem in reading.problems] == ["day.wayloom"]


def mapped(folder: Path, tables: dict[str, list[list[str]]]) -> Path:
    """A mapping of a folder whose files are called like the tables, with an X before."""
    path = folder / "firma.toml"
    mapping = SourceMapping(
        kind=SourceKind.FOLDER,
        location="Export",
        tables=tuple(
            TableMapping(
                target=name,
                source=f"X{name}.csv",
                text=TextFormat(encoding="cp437", delimiter=";")
                if name == "orders"
                else TextFormat(),
                columns=tuple(ColumnMapping(target=c, source=c) for c in records[0]),
            )
            for name, records in tables.items()
        ),
    )
    path.write_text(mapping_text(mapping), encoding="utf-8")
    return path


def test_a_mapping_file_leads_to_the_companys_tables(tmp_path: Path) -> None:
    tables = small_tables()
    tables["orders"][2][1:3] = ["Jürgen", "Gäßchen 2"]
    tables["orders"][1][3] = "x"
    export = tmp_path / "Export"
    export.mkdir()
    for name, records in tables.items():
        is_own = name == "orders"
        text = csv_text(records, ";" if is_own else ",")
        (export / f"X{name}.csv").write_bytes(text.encode("cp437" if is_own else "utf-8"))
    source = mapped(tmp_path, tables)
    reading = read_dataset(source)
    (problem,) = reading.errors
    assert (problem.code, problem.file, problem.row) == ("value.not_a_number", "Xorders.csv", 2)
    around = read_rows_around(source, problem.file, problem.sheet, 3, 1)
    assert around.rows[0][1:3] == ("Jürgen", "Gäßchen 2")
    assert read_source(source, ignore).formats["Xorders.csv"] == TextFormat(
        encoding="cp437", delimiter=";"
    )


def test_a_broken_mapping_file_is_shown_by_its_lines(tmp_path: Path) -> None:
    source = tmp_path / "firma.toml"
    source.write_text("[source]\nkind = \n")
    (problem, *_) = read_dataset(source).errors
    assert problem.file == "firma.toml"
    assert read_rows_around(source, "firma.toml", "", 2, 1).rows == (("kind =",),)


def test_the_formats_of_a_folder_are_told(tmp_path: Path) -> None:
    folder = write_csv_folder(tmp_path / "data", small_tables())
    text = csv_text(small_tables()["order_lines"], "\t")
    (folder / "order_lines.csv").unlink()
    (folder / "order_lines.tsv").write_text(text, encoding="utf-16")
    source = read_source(folder, ignore)
    assert source.formats["order_lines.tsv"] == TextFormat(encoding="utf-16", delimiter="\t")
    assert source.formats["orders.csv"] == TextFormat(encoding="utf-8", delimiter=",")
    assert read_dataset(folder).dataset is not None


@pytest.mark.parametrize(
    ("name", "code"),
    [
        ("orders.csv", "source.one_table"),
        ("orders.TSV", "source.one_table"),
        ("orders.parquet", "source.one_table"),
        ("orders.xls", "source.wrong_type"),
        ("orders", "source.wrong_type"),
    ],
)
def test_what_is_no_source_is_told_what_is(tmp_path: Path, name: str, code: str) -> None:
    (tmp_path / name).write_text("x")
    (problem,) = read_dataset(tmp_path / name).problems
    assert (problem.code, problem.severity, problem.file) == (code, Severity.ERROR, name)
    if code == "source.wrong_type":
        for ending in (".wayloom", ".xlsx", ".sqlite", ".db", ".toml"):
            assert ending in str(problem.message["endings"])
    else:
        assert problem.message["folder"] == tmp_path.name
