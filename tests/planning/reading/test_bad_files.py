"""Files, headers and records that cannot be read as they are."""

from collections.abc import Callable
from pathlib import Path

import pytest

from domain.column import columns_of, is_required
from domain.errors import InputError, Interrupted
from domain.message import Severity
from domain.progress import Flag, Progress
from domain.tables import TABLES
from planning.reading import csv_opening
from planning.reading.read_dataset import read_dataset
from tests.planning.reading.conftest import ReadSpoilt, only_problem
from tests.planning.reading.small_dataset import (
    Spoil,
    Tables,
    csv_text,
    drop_column,
    small_tables,
    write_csv_folder,
)

Folder = Callable[[str, bytes | None], Path]


@pytest.fixture
def folder_with(tmp_path: Path) -> Folder:
    """Writes the small dataset, one file of it with other bytes; None removes the file."""

    def write(name: str, data: bytes | None) -> Path:
        folder = write_csv_folder(tmp_path / "data", small_tables())
        if data is None:
            (folder / name).unlink()
        else:
            (folder / name).write_bytes(data)
        return folder

    return write


ORDERS = csv_text(small_tables()["orders"])
HEADER = ORDERS.splitlines()[0]
LINES = csv_text(small_tables()["order_lines"])
DANISH = ORDERS.replace("Müller", "Sø").encode("cp1252", "ignore")
DOS = ORDERS.replace("Müller", "Привет").encode("cp866", "ignore")

BAD_FILES = [
    # bytes of orders.csv, code, row, column, value
    (None, "table.missing", 0, "", ""),
    (b"", "file.empty", 0, "", ""),
    (b"\xef\xbb\xbf", "file.empty", 0, "", ""),
    (b"\r\n \r\n", "file.empty", 0, "", ""),
    (b",,,\r\n", "file.empty", 0, "", ""),
    (HEADER.encode(), "table.no_rows", 1, "", ""),
    (b"a,b,c\n1,2,3\n", "table.no_header", 1, "a", "a"),
    (ORDERS.replace("lat", "Lat", 1).encode(), "column.missing_but_near", 1, "lat", ""),
    (ORDERS.replace("due_date", "day", 1).encode(), "column.missing", 1, "due_date", ""),
    (ORDERS.replace("address", "lat", 1).encode(), "column.twice", 1, "lat", "lat"),
    (ORDERS.replace("49.400", "49,4").encode(), "row.too_many_cells", 2, "requirements", None),
    (ORDERS.replace(",7.5,tail_lift", "").encode(), "row.too_few_cells", 2, "service_min", "12:00"),
    (ORDERS.replace("Main Street 1", '"Main" Street 1').encode(), "file.broken_quote", 2, "", None),
    (ORDERS.replace("Main Street 1", '"Main Street 1').encode(), "file.broken_quote", 2, "", None),
    (ORDERS.replace(",,,5", ",,\0,5").encode(), "value.control_character", 3, "window_end", "\0"),
    (DANISH, "file.encoding_doubtful", 2, "", None),
    (DOS, "file.encoding_unknown", 2, "", None),
    (ORDERS.encode()[:-3] + b"\xe6\x9d", "file.encoding_unknown", 4, "", None),
    (ORDERS.encode("utf-16")[:-1], "file.encoding_unknown", 4, "", None),
]  # fmt: skip


@pytest.mark.parametrize(("data", "code", "row", "column", "value"), BAD_FILES)
def test_a_bad_file_is_located(
    folder_with: Folder, data: bytes | None, code: str, row: int, column: str, value: str | None
) -> None:
    reading = read_dataset(folder_with("orders.csv", data))
    problem = only_problem(reading, code)
    assert reading.dataset is None
    assert (problem.severity, problem.file) == (Severity.ERROR, "orders.csv")
    assert (problem.row, problem.column) == (row, column)
    if value is not None:
        assert problem.value == value


@pytest.mark.parametrize(
    "encoding", ["gb18030", "gbk", "utf-16", "utf-16-le", "utf-16-be", "utf-32"]
)
def test_chinese_in_another_encoding_is_read_with_a_warning(
    folder_with: Folder, encoding: str
) -> None:
    text = ORDERS.replace("Müller", "Miller").encode(encoding)
    reading = read_dataset(folder_with("orders.csv", text))
    problem = only_problem(reading, "file.encoding")
    name = {"gbk": "GB18030"}.get(encoding, encoding.upper()[:7].removesuffix("-"))
    assert problem.message["encoding"] == name
    assert str(problem.message["sample"]).startswith("李雷,")
    assert reading.dataset is not None
    assert reading.dataset.orders[1].customer_name == "李雷"


@pytest.mark.parametrize("encoding", ["koi8-r", "cp866", "cp1255", "cp874"])
def test_no_other_encoding_is_read_as_mojibake(folder_with: Folder, encoding: str) -> None:
    text = {"cp1255": "רחוב הרצל שדרות ירושלים", "cp874": "ถนนสุขุมวิท เชียงใหม่"}
    street = text.get(encoding, "улица Ленина Невский проспект")
    data = ORDERS.replace("Müller", "").replace("李雷", "").replace("北京路", street)
    reading = read_dataset(folder_with("orders.csv", data.encode(encoding)))
    assert only_problem(reading, "file.encoding_unknown").row == 3


def test_a_mark_before_utf8_is_no_part_of_the_first_name(folder_with: Folder) -> None:
    reading = read_dataset(folder_with("orders.csv", ORDERS.encode("utf-8-sig")))
    assert reading.dataset is not None
    assert reading.problems == ()


@pytest.mark.parametrize("delimiter", [",", ";", "\t", "|"])
@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
def test_delimiters_and_line_ends_are_found(folder_with: Folder, delimiter: str, end: str) -> None:
    tables = small_tables()
    tables["orders"][1][9] = "tail_lift;two_person" if delimiter == "|" else "tail_lift|two_person"
    text = csv_text(tables["orders"], delimiter, end)
    reading = read_dataset(folder_with("orders.csv", text.encode()))
    assert reading.dataset is not None, reading.problems
    assert len(reading.dataset.orders) == 3


def test_a_line_that_names_the_delimiter_is_not_the_header(folder_with: Folder) -> None:
    text = "sep=;\r\n" + csv_text(small_tables()["orders"], ";").replace("49.400", "x", 1)
    problem = only_problem(
        read_dataset(folder_with("orders.csv", text.encode())), "value.not_a_number"
    )
    assert (problem.row, problem.column) == (3, "lat")


def test_rows_are_counted_as_a_spreadsheet_does(folder_with: Folder) -> None:
    """Blank lines count; a cell over several lines is one row; broken records are stepped over."""
    text = 'order_id,sku,units\n\nO1,007,3\nO2,"A\n-2",1\n,,\nO3,007,"6\n O3,A-2,x\nO3,A-2,\n'
    reading = read_dataset(folder_with("order_lines.csv", text.encode()))
    found = [(p.row, p.column, p.code) for p in reading.errors]
    assert found == [
        (4, "sku", "value.control_character"),
        (6, "", "file.broken_quote"),
        (7, "units", "value.not_a_number"),
        (8, "order_id", "row.twice"),
        (8, "units", "value.missing"),
    ]


def test_a_quote_that_is_never_closed_does_not_hide_the_rest(folder_with: Folder) -> None:
    rows = "".join(f"O{row},007,1\n" for row in range(4, 3000))
    text = f'order_id,sku,units\nO1,"007,1\nO2,A-2,x\n{rows}'
    reading = read_dataset(folder_with("order_lines.csv", text.encode()))
    assert [(p.row, p.code) for p in reading.errors[:2]] == [
        (2, "file.broken_quote"),
        (3, "value.not_a_number"),
    ]
    assert only_problem(reading, "input.more").message["errors"] == 1998


HEADERS: list[tuple[Spoil, str, str]] = [
    (lambda t: t["orders"][0].__setitem__(5, "duedate"), "column.misspelt", "duedate"),
    (lambda t: t["orders"][0].__setitem__(2, "colour"), "column.unknown", "colour"),
    (lambda t: t["orders"][0].__setitem__(2, ""), "column.unnamed", "column_3"),
]


@pytest.mark.parametrize(("spoil", "code", "column"), HEADERS)
def test_odd_columns_are_warnings(
    read_spoilt: ReadSpoilt, spoil: Spoil, code: str, column: str
) -> None:
    problem = only_problem(read_spoilt(spoil), code)
    assert problem.severity is Severity.WARNING
    assert (problem.file, problem.row, problem.column) == ("orders.csv", 1, column)


def test_unknown_columns_and_tables_are_kept(read_spoilt: ReadSpoilt) -> None:
    def spoil(tables: Tables) -> None:
        tables["orders"][0][2] = "colour"
        tables["remarks"] = [["text"], ["keep"]]

    reading = read_spoilt(spoil)
    assert reading.dataset is not None
    assert reading.dataset.extra_columns["orders"]["colour"][0] == "Main Street 1"
    assert reading.dataset.extra_columns["remarks"] == {"text": ("keep",)}
    assert only_problem(reading, "table.unknown").file == "remarks.csv"


def test_a_missing_table_names_the_one_that_is_near(tmp_path: Path) -> None:
    tables = small_tables()
    tables["order"] = tables.pop("orders")
    reading = read_dataset(write_csv_folder(tmp_path / "data", tables))
    assert only_problem(reading, "table.missing_but_near").message["near"] == "order"
    assert only_problem(reading, "table.misspelt").message["near"] == "orders"


REQUIRED = [
    (table.name, column.name)
    for table in TABLES
    if table.name in small_tables()
    for field, column in columns_of(table.noun)
    if is_required(field)
]


@pytest.mark.parametrize(("table", "column"), REQUIRED)
def test_a_missing_column_is_named(read_spoilt: ReadSpoilt, table: str, column: str) -> None:
    reading = read_spoilt(lambda tables: drop_column(tables, table, column))
    missing = [p for p in reading.errors if p.code.startswith("column.missing")]
    assert [(p.file, p.row, p.column) for p in missing] == [(f"{table}.csv", 1, column)]
    assert {p.file for p in reading.errors} == {f"{table}.csv"}


@pytest.mark.parametrize("table", [table.name for table in TABLES if table.required])
def test_a_missing_table_is_the_only_error(read_spoilt: ReadSpoilt, table: str) -> None:
    reading = read_spoilt(lambda tables: tables.__delitem__(table))
    assert [(p.code, p.file) for p in reading.errors] == [("table.missing", f"{table}.csv")]


def test_a_missing_required_column_does_not_hide_other_errors(read_spoilt: ReadSpoilt) -> None:
    def spoil(tables: Tables) -> None:
        drop_column(tables, "orders", "due_date")
        tables["orders"][1][3] = "x"

    codes = {problem.code for problem in read_spoilt(spoil).errors}
    assert codes == {"column.missing", "value.not_a_number"}


def test_a_table_in_two_formats_is_refused(tmp_path: Path) -> None:
    folder = write_csv_folder(tmp_path / "data", small_tables())
    (folder / "orders.parquet").write_bytes(b"PAR1")
    problem = only_problem(read_dataset(folder), "table.twice")
    assert (problem.file, problem.message["first"]) == ("orders.parquet", "orders.csv")


def test_sources_that_are_none(tmp_path: Path) -> None:
    (tmp_path / "empty").mkdir()
    (tmp_path / "orders.csv").write_text("x")
    (tmp_path / "notes.txt").write_text("x")
    (tmp_path / "folder.csv").mkdir()
    for name, code in (
        ("nowhere", "source.missing"),
        ("empty", "source.no_tables"),
        ("orders.csv", "source.one_table"),
        ("notes.txt", "source.wrong_type"),
        ("folder.csv", "source.no_tables"),
    ):
        reading = read_dataset(tmp_path / name)
        assert [problem.code for problem in reading.problems] == [code]
        assert reading.problems[0].file == name


def test_other_files_of_a_folder_are_left_alone(tmp_path: Path) -> None:
    folder = write_csv_folder(tmp_path / "data", small_tables())
    (folder / "city.osm.gz").write_bytes(b"\x1f\x8b")
    (folder / "export.csv").write_bytes(b"\xff\xfe\xff")
    (folder / "more.xlsx").write_bytes(b"PK")
    reading = read_dataset(folder)
    assert reading.dataset is not None
    assert [(p.file, p.code) for p in reading.problems] == [("more.xlsx", "file.not_read")]


def test_requiring_a_dataset_raises_with_every_problem(folder_with: Folder) -> None:
    with pytest.raises(InputError) as refused:
        read_dataset(folder_with("orders.csv", None)).require()
    assert [problem.code for problem in refused.value.problems] == ["table.missing"]


def test_reading_tells_how_far_it_is_and_stops_when_asked(tmp_path: Path) -> None:
    folder = write_csv_folder(tmp_path / "data", small_tables())
    told: list[Progress] = []
    assert read_dataset(folder, on_progress=told.append).dataset is not None
    fractions = [progress.fraction for progress in told if progress.fraction is not None]
    assert fractions == sorted(fractions)
    assert (fractions[0], fractions[-1]) == (0.0, 1.0)
    with pytest.raises(Interrupted):
        read_dataset(folder, stop=Flag(lambda: True))


def test_a_file_that_may_not_be_read_is_named(
    folder_with: Folder, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(path: Path) -> bytes:
        raise PermissionError(13, "Permission denied", str(path))

    folder = folder_with("orders.csv", ORDERS.encode())
    monkeypatch.setattr(Path, "read_bytes", refuse)
    problem = next(p for p in read_dataset(folder).errors if p.file == "orders.csv")
    assert (problem.code, problem.message["name"]) == ("file.not_permitted", "orders.csv")


def test_a_file_beyond_the_limit_is_refused(
    folder_with: Folder, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(csv_opening, "LARGEST_FILE_BYTES", 300)
    reading = read_dataset(folder_with("orders.csv", ORDERS.encode()))
    assert ("orders.csv", "file.too_large") in {(p.file, p.code) for p in reading.errors}


def test_ids_shortened_by_a_spreadsheet_are_a_warning(read_spoilt: ReadSpoilt) -> None:
    def spoil(tables: Tables) -> None:
        for table in ("orders", "order_lines"):
            tables[table][1][0] = "4.01235E+12"

    reading = read_spoilt(spoil)
    assert reading.dataset is not None
    found = [(p.file, p.row, p.column) for p in reading.warnings if p.code == "id.shortened"]
    assert found == [("order_lines.csv", 2, "order_id"), ("orders.csv", 2, "order_id")]
