"""Workbooks: damaged, hostile, and with the habits of spreadsheets."""

import datetime
import zipfile
from pathlib import Path
from typing import Any

import openpyxl
import pytest

from domain.message import Severity
from planning.reading.read_dataset import read_dataset
from planning.reading.workbook_safety import LARGEST_UNPACKED_BYTES
from tests.planning.reading.conftest import only_problem
from tests.planning.reading.small_dataset import small_tables, write_workbook


def typed_tables() -> dict[str, list[list[Any]]]:
    """The small tables with the cells that spreadsheets make of them."""
    tables: dict[str, list[list[Any]]] = dict(small_tables())
    day = datetime.datetime(2026, 11, 20)
    for record in tables["orders"][1:]:
        record[3], record[4], record[5] = float(record[3]), float(record[4]), day
        record[8] = float(record[8])
    tables["orders"][1][6] = datetime.time(8, 0)
    tables["orders"][1][7] = datetime.timedelta(hours=12)
    for record in tables["vehicles"][1:]:
        record[4:6] = [datetime.time(int(clock[:2])) for clock in record[4:6]]
    for record in tables["demand_history"][1:]:
        record[0] = datetime.date.fromisoformat(record[0])
        record[4] = bool(record[4] == "1")
    for record in tables["order_lines"][1:]:
        record[2] = int(record[2])
    return tables


def test_typed_cells_read_like_text(tmp_path: Path) -> None:
    typed = read_dataset(write_workbook(tmp_path / "data.xlsx", typed_tables()))
    plain = read_dataset(write_workbook(tmp_path / "plain.xlsx", small_tables()))
    assert typed.problems == plain.problems == ()
    assert typed.dataset is not None
    assert plain.dataset is not None
    assert typed.dataset.orders == plain.dataset.orders
    assert typed.dataset.fingerprint == plain.dataset.fingerprint
    assert typed.dataset.name == "data"


BAD_CELLS = [
    # sheet, column, cell, code, value
    ("orders", "lat", "49,4", "value.decimal_comma", "49,4"),
    ("orders", "due_date", 46346, "value.date_serial", "46346"),
    ("orders", "due_date", "20.11.2026", "value.date_form", "20.11.2026"),
    ("orders", "due_date", datetime.datetime(2026, 11, 20, 9), "value.date_with_time", None),
    ("orders", "window_start", 0.375, "value.clock_fraction", "0.375"),
    ("orders", "window_start", datetime.timedelta(hours=26), "value.clock_too_late", "26:00:00"),
    ("orders", "window_start", datetime.timedelta(hours=-1), "value.not_a_clock", None),
    ("orders", "lat", "=#REF!+1", "cell.formula_without_value", ""),
    ("orders", "lat", "=A1*2", "cell.formula_without_value", ""),
    ("orders", "lat", "#N/A", "value.spreadsheet_error", "#N/A"),
    ("orders", "lat", True, "value.not_a_number", "true"),
    ("order_lines", "units", 2.5, "value.not_whole", "2.5"),
    ("order_lines", "units", "１２", "value.foreign_digits", "１２"),
    ("products", "unit_value", None, "value.missing", ""),
]


@pytest.mark.parametrize(("sheet", "column", "cell", "code", "value"), BAD_CELLS)
def test_a_bad_cell_is_located(
    tmp_path: Path, sheet: str, column: str, cell: object, code: str, value: str | None
) -> None:
    tables = typed_tables()
    tables[sheet][1][tables[sheet][0].index(column)] = cell
    problem = only_problem(read_dataset(write_workbook(tmp_path / "data.xlsx", tables)), code)
    assert (problem.file, problem.sheet) == ("data.xlsx", sheet)
    assert (problem.row, problem.column) == (2, column)
    assert problem.severity is Severity.ERROR
    if value is not None:
        assert problem.value == value


def test_24_00_as_a_time_is_the_end_of_the_day(tmp_path: Path) -> None:
    tables = typed_tables()
    tables["orders"][1][7] = datetime.timedelta(days=1)
    path = write_workbook(tmp_path / "data.xlsx", tables)
    book = openpyxl.load_workbook(path)
    cell = book["orders"]["H4"]
    cell.value, cell.number_format = 1.0, "hh:mm"
    book.save(path)
    dataset = read_dataset(path).dataset
    assert dataset is not None
    assert [order.window_end_s for order in dataset.orders] == [86_400] * 3


def test_ids_that_are_numbers_are_a_warning(tmp_path: Path) -> None:
    tables = typed_tables()
    for sheet, position in (("products", 0), ("order_lines", 1), ("stock", 1), ("inbound", 2)):
        for record in tables[sheet][1:]:
            record[position] = 7 if record[position] == "007" else record[position]
    tables["promotions"][1][3] = tables["supply_lanes"][1][2] = 7
    for record in tables["demand_history"][1:]:
        record[2] = 7 if record[2] == "007" else record[2]
    reading = read_dataset(write_workbook(tmp_path / "data.xlsx", tables))
    assert reading.dataset is not None, reading.problems
    problem = next(p for p in reading.warnings if p.sheet == "order_lines")
    assert (problem.code, problem.row, problem.column) == ("id.number_cell", 2, "sku")
    assert problem.message["count"] == 2
    assert reading.dataset.products[0].sku == "7"


def test_lost_zeros_name_the_id_that_is_near(tmp_path: Path) -> None:
    tables = typed_tables()
    tables["order_lines"][1][1] = 7
    reading = read_dataset(write_workbook(tmp_path / "data.xlsx", tables))
    problem = only_problem(reading, "id.dangling_but_near")
    assert problem.message["near"] == "007"
    assert (problem.sheet, problem.row, problem.column) == ("order_lines", 2, "sku")


def test_rows_of_a_sheet_are_counted_with_its_gaps(tmp_path: Path) -> None:
    path = write_workbook(tmp_path / "data.xlsx", typed_tables())
    book = openpyxl.load_workbook(path)
    book["orders"].insert_rows(1, 2)
    book["orders"].insert_rows(5, 3)
    book["orders"]["D8"] = "x"
    book["orders"]["Z9"] = "surplus"
    book.save(path)
    reading = read_dataset(path)
    assert [(p.row, p.code) for p in reading.errors] == [
        (8, "value.not_a_number"),
        (9, "row.too_many_cells"),
    ]


def test_a_missing_sheet_is_named(tmp_path: Path) -> None:
    tables = typed_tables()
    tables["Remarks"] = tables.pop("orders")
    reading = read_dataset(write_workbook(tmp_path / "data.xlsx", tables))
    problem = only_problem(reading, "table.missing")
    assert (problem.file, problem.sheet) == ("data.xlsx", "orders")
    assert only_problem(reading, "table.unknown").sheet == "Remarks"


def test_an_empty_sheet_is_named(tmp_path: Path) -> None:
    tables = typed_tables()
    tables["orders"] = []
    problem = only_problem(
        read_dataset(write_workbook(tmp_path / "data.xlsx", tables)), "file.empty"
    )
    assert (problem.file, problem.sheet) == ("data.xlsx", "orders")


def spoilt(path: Path, part: str, data: bytes) -> Path:
    """A workbook with one part replaced."""
    write_workbook(path.with_suffix(".whole.xlsx"), typed_tables())
    with (
        zipfile.ZipFile(path.with_suffix(".whole.xlsx")) as whole,
        zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as out,
    ):
        for entry in whole.infolist():
            content = data if entry.filename == part else whole.read(entry)
            out.writestr(entry.filename, content)
    return path


XML_BOMB = (
    b'<?xml version="1.0"?><!DOCTYPE lolz [<!ENTITY lol "lol">'
    + b"".join(b'<!ENTITY l%d "%s">' % (n, b"&l%d;" % (n - 1) * 10) for n in range(1, 10))
    + b"]><worksheet>&l9;</worksheet>"
)


def test_an_xml_bomb_is_refused(tmp_path: Path) -> None:
    path = spoilt(tmp_path / "data.xlsx", "xl/worksheets/sheet1.xml", XML_BOMB)
    problem = only_problem(read_dataset(path), "file.entities")
    assert problem.message["part"] == "xl/worksheets/sheet1.xml"


def test_an_xml_bomb_in_utf16_is_refused(tmp_path: Path) -> None:
    bomb = XML_BOMB.decode().replace("?>", ' encoding="UTF-16"?>', 1).encode("utf-16")
    path = spoilt(tmp_path / "data.xlsx", "xl/worksheets/sheet1.xml", bomb)
    assert only_problem(read_dataset(path), "file.not_a_workbook").file == "data.xlsx"


def test_a_workbook_that_unpacks_to_gigabytes_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "data.xlsx"
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("xl/worksheets/sheet1.xml", b" " * 80 * 1024**2)
    assert only_problem(read_dataset(path), "file.bomb").message["megabytes"] == 83
    # The declared size counts, whether or not it is true.
    data = bytearray(path.read_bytes())
    declared = (80 * 1024**2).to_bytes(4, "little")
    at = data.rindex(declared)
    data[at : at + 4] = (2 * LARGEST_UNPACKED_BYTES - 1).to_bytes(4, "little")
    path.write_bytes(data)
    assert only_problem(read_dataset(path), "file.bomb").message["megabytes"] == 2147


@pytest.mark.parametrize(
    ("data", "code"),
    [
        (b"", "file.not_a_workbook"),
        (b"order_id,lat\n", "file.not_a_workbook"),
        (b"PK\x03\x04 truncated", "file.not_a_workbook"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "file.old_or_locked_workbook"),
    ],
)
def test_what_is_no_workbook_is_refused(tmp_path: Path, data: bytes, code: str) -> None:
    path = tmp_path / "data.xlsx"
    path.write_bytes(data)
    assert [problem.code for problem in read_dataset(path).problems] == [code]


@pytest.mark.parametrize("part", ["xl/workbook.xml", "xl/worksheets/sheet3.xml", "xl/styles.xml"])
def test_a_damaged_part_is_refused(tmp_path: Path, part: str) -> None:
    path = spoilt(tmp_path / "data.xlsx", part, b"<broken")
    assert [problem.code for problem in read_dataset(path).problems] == ["file.not_a_workbook"]
