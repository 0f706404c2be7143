"""Every table of a source under its owner's names, and what could not be told apart in it."""

from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from domain.errors import Interrupted
from domain.message import Problem, message
from planning.mapping.source_mapping import SourceKind, TextFormat
from planning.reading.found_tables import found_format, found_tables
from planning.reading.raw_table import LostRow, RawTable
from tests.planning.reading.small_dataset import small_tables, write_workbook


@pytest.fixture
def company(tmp_path: Path) -> Path:
    """A folder as a company has it."""
    folder = tmp_path / "Export"
    folder.mkdir()
    (folder / "Aufträge.csv").write_bytes(
        "Auftrag;Straße;Menge\n1;Weg, 3;1,5\n2;Gäßchen;2\n".encode("cp1252")
    )
    (folder / "Kunden.tsv").write_text("Nr\tName\n1\tAbel\n")
    pq.write_table(pa.table({"Lkw": ["HD-1"], "kg": [900]}), folder / "Fahrzeuge.parquet")
    (folder / "Notiz.txt").write_text("keine|Tabelle\n1|2\n")
    (folder / ".verborgen.csv").write_text("a\n1\n")
    (folder / "leer.csv").mkdir()
    return folder


def ignore(_: float) -> None:
    pass


def found(
    kind: SourceKind, path: Path, **asked: object
) -> tuple[dict[str, RawTable], list[Problem]]:
    problems: list[Problem] = []
    tables = found_tables(kind, str(path), problems, ignore, **asked)  # type: ignore[arg-type]
    return {table.name: table for table in tables}, problems


def test_a_folder_under_its_own_names(company: Path) -> None:
    used: dict[str, TextFormat] = {}
    tables, problems = found(SourceKind.FOLDER, company, used_formats=used)
    assert sorted(tables) == ["Aufträge", "Fahrzeuge", "Kunden"]
    assert tables["Aufträge"].file == "Aufträge.csv"
    assert tables["Aufträge"].header == ("Auftrag", "Straße", "Menge")
    assert tables["Aufträge"].cells[2].to_pylist() == ["1,5", "2"]
    assert [(p.code, p.file) for p in problems] == [("file.encoding", "Aufträge.csv")]
    assert used == {
        "Aufträge.csv": TextFormat(encoding="cp1252", delimiter=";"),
        "Kunden.tsv": TextFormat(encoding="utf-8", delimiter="\t"),
    }
    assert found_format(company / "Aufträge.csv") == used["Aufträge.csv"]


def test_what_is_wanted_by_file_or_stem(company: Path) -> None:
    tables, _ = found(SourceKind.FOLDER, company, wanted={"Notiz.txt", "Kunden", "nichts"})
    assert sorted(tables) == ["Kunden", "Notiz"]
    assert tables["Notiz"].header == ("keine", "Tabelle")


def test_a_known_format_is_used(company: Path) -> None:
    formats = {"Aufträge.csv": TextFormat(encoding="cp437", delimiter=",")}
    tables, problems = found(SourceKind.FOLDER, company, formats=formats)
    assert problems[0].code == "row.too_many_cells"
    assert "Aufträge" in tables
    assert found_format(company / "Aufträge.csv", formats["Aufträge.csv"]).encoding == "cp437"


def test_files_that_share_a_stem_keep_their_endings(tmp_path: Path) -> None:
    (tmp_path / "a.csv").write_text("x,y\n1,2\n")
    (tmp_path / "a.tsv").write_text("x\ty\n3\t4\n")
    tables, _ = found(SourceKind.FOLDER, tmp_path)
    assert sorted(tables) == ["a.csv", "a.tsv"]


def test_sheets_keep_their_titles(tmp_path: Path) -> None:
    records = small_tables()
    book = write_workbook(tmp_path / "b.xlsx", {"Meine Aufträge": records["orders"], "x": [["a"]]})
    tables, problems = found(SourceKind.WORKBOOK, book, wanted={"Meine Aufträge"}, most_rows=2)
    (table,) = tables.values()
    assert (table.name, table.sheet, table.file) == ("Meine Aufträge", "Meine Aufträge", "b.xlsx")
    assert len(table) == 2
    assert problems == []


@pytest.mark.parametrize("kind", [SourceKind.FOLDER, SourceKind.WORKBOOK, SourceKind.SQLITE])
def test_what_is_not_there_is_named(tmp_path: Path, kind: SourceKind) -> None:
    tables, problems = found(kind, tmp_path / "nowhere.db")
    assert tables == {}
    assert [(p.code, p.file) for p in problems] == [("source.missing", "nowhere.db")]


def bytes_read() -> int:
    """What this process has read from files so far."""
    counts = Path("/proc/self/io")
    if not counts.exists():
        pytest.skip("only Linux counts what a process reads")
    return int(counts.read_text().split()[1])


def test_of_a_large_file_the_beginning_alone_is_read(tmp_path: Path) -> None:
    """However long the file: only as much of it is read as the rows that are wanted take."""
    line = "1;Große Straße;" + "x" * 1_000 + "\n"
    with (tmp_path / "groß.csv").open("wb") as file:
        file.write(("Nr;Ort;Text\n" + line * 20_000).encode("cp1252"))
        file.truncate(1_500_000_000)
    before = bytes_read()
    tables, problems = found(SourceKind.FOLDER, tmp_path, most_rows=200)
    assert bytes_read() - before < 30_000_000
    assert len(tables["groß"]) == 200
    assert [p.code for p in problems] == ["file.encoding"]


def test_long_rows_are_read_until_there_are_enough(tmp_path: Path) -> None:
    cell = '"' + "x\n" * 200_000 + '"'
    (tmp_path / "a.csv").write_text("a,b\n" + f"1,{cell}\n" * 12)
    tables, problems = found(SourceKind.FOLDER, tmp_path, most_rows=10)
    assert problems == []
    assert len(tables["a"]) == 10


def test_the_beginning_is_that_of_the_whole(company: Path) -> None:
    whole, _ = found(SourceKind.FOLDER, company)
    for most in (0, 1, 2, 5):
        first, _ = found(SourceKind.FOLDER, company, most_rows=most)
        for name, table in whole.items():
            assert first[name].header == table.header
            assert [c.to_pylist() for c in first[name].cells] == [
                c.to_pylist()[:most] for c in table.cells
            ]


def test_lost_rows_of_a_csv_file_keep_their_cells(tmp_path: Path) -> None:
    text = 'a,b,c\n1,2\n1,2,3,4\n1,"2,3\n"1"2,3,4\n5,6,7\n'
    (tmp_path / "t.csv").write_text(text)
    tables, problems = found(SourceKind.FOLDER, tmp_path)
    assert tables["t"].lost == (
        LostRow(row=2, cells=("1", "2")),
        LostRow(row=3, cells=("1", "2", "3", "4")),
        LostRow(row=4, cells=("1", '"2', "3")),
        LostRow(row=5, cells=('"1"2', "3", "4")),
    )
    assert tables["t"].lost_rows == len(problems) == 4
    assert [p.row for p in problems] == [2, 3, 4, 5]
    assert tables["t"].rows.tolist() == [6]


def test_a_thousand_lost_rows_are_kept(tmp_path: Path) -> None:
    (tmp_path / "t.csv").write_text("a,b\n" + "1\n" * 1_500)
    tables, problems = found(SourceKind.FOLDER, tmp_path)
    assert (len(tables["t"].lost), tables["t"].lost_rows, len(problems)) == (1_000, 1_500, 1_000)


def test_lost_rows_of_a_workbook_keep_their_cells(tmp_path: Path) -> None:
    book = write_workbook(
        tmp_path / "b.xlsx", {"t": [["a", "b"], [1, 2], [3, 4, 5], ["x", "=1+1"]]}
    )
    tables, problems = found(SourceKind.WORKBOOK, book)
    assert tables["t"].lost == (
        LostRow(row=3, cells=("3", "4", "5")),
        LostRow(row=4, cells=("x", "")),
    )
    assert [p.code for p in problems] == ["row.too_many_cells", "cell.formula_without_value"]


def test_reading_stops_when_asked(company: Path) -> None:
    def stop(_: float) -> None:
        raise Interrupted(message("reading.stopped"))

    with pytest.raises(Interrupted):
        found_tables(SourceKind.FOLDER, str(company), [], stop)
