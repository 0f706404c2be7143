"""Raw rows around a problem, of the very files that have problems."""

import datetime
from collections.abc import Callable
from pathlib import Path

import openpyxl
import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from planning.reading.read_dataset import read_dataset
from planning.reading.source_rows import SourceRows, read_rows_around
from tests.planning.reading.small_dataset import (
    Tables,
    csv_text,
    small_tables,
    write_csv_folder,
    write_parquet_folder,
    write_workbook,
)
from tests.planning.reading.test_bad_workbooks import spoilt, typed_tables


def many_orders() -> Tables:
    """Sixty orders; the address of order n runs over two lines where n is a multiple of ten."""
    tables = small_tables()
    header, first, *_ = tables["orders"]
    tables["orders"] = [header]
    for number in range(60):
        cells = list(first)
        cells[0] = f"O{number}"
        cells[2] = f"Mill\nLane, {number}" if number % 10 == 0 else f'Mill "Lane" {number}'
        tables["orders"].append(cells)
    return tables


WRITERS: dict[str, Callable[[Path], tuple[Path, str, str]]] = {
    "csv": lambda path: (write_csv_folder(path / "d", many_orders()), "orders.csv", ""),
    "parquet": lambda path: (write_parquet_folder(path / "d", many_orders()), "orders.parquet", ""),
    "xlsx": lambda path: (write_workbook(path / "d.xlsx", many_orders()), "d.xlsx", "orders"),
}


@pytest.mark.parametrize("kind", WRITERS)
@pytest.mark.parametrize(("row", "count"), [(2, 5), (31, 7), (31, 1), (61, 9), (1, 3), (0, 4)])
def test_rows_around_are_those_of_the_table(
    tmp_path: Path, kind: str, row: int, count: int
) -> None:
    source, file, sheet = WRITERS[kind](tmp_path)
    found = read_rows_around(source, file, sheet, row, count)
    table = many_orders()["orders"]
    assert found.header == tuple(table[0])
    assert 1 <= len(found.rows) <= count
    assert found.first_row <= max(row, 1) < found.first_row + len(found.rows)
    for number, cells in enumerate(found.rows, start=found.first_row):
        assert list(cells) == table[number - 1]


def test_a_row_beyond_the_end_has_no_rows(tmp_path: Path) -> None:
    for kind, write in WRITERS.items():
        (tmp_path / kind).mkdir()
        found = read_rows_around(*write(tmp_path / kind), 10_000, 5)
        assert found.rows == ()


def shown(folder: Path, name: str, content: bytes, row: int, count: int = 5) -> SourceRows:
    folder.mkdir(exist_ok=True)
    (folder / name).write_bytes(content)
    return read_rows_around(folder, name, "", row, count)


ORDERS = csv_text(small_tables()["orders"])


@pytest.mark.parametrize(
    "spoil",
    [
        lambda text: text.replace("49.400", "49,4").encode(),
        lambda text: text.replace(",7.5,tail_lift", "").encode(),
        lambda text: text.replace("Main Street 1", '"Main" Street 1').encode(),
        lambda text: text.replace("Main Street 1", '"Main Street 1').encode(),
        lambda text: text.replace("Main Street 1", "Ma\0in Street 1").encode(),
        lambda text: text.replace("49.400", "x").encode("utf-16"),
        lambda text: text.replace("49.400", "x").replace("Müller", "M").encode("gb18030"),
        lambda text: text.replace("李雷", "Zoë").replace("北京路", "Rue").encode("latin-1"),
        lambda text: ("sep=;\r\n" + csv_text(small_tables()["orders"], ";")).encode(),
        lambda text: ("\r\n\r\n" + text.replace("49.400", "x")).encode(),
    ],
)
def test_the_row_that_a_problem_names_is_shown(
    tmp_path: Path, spoil: Callable[[str], bytes]
) -> None:
    folder = write_csv_folder(tmp_path / "data", small_tables())
    found = shown(folder, "orders.csv", spoil(ORDERS), 2)
    assert found.header[0] == "order_id"
    for problem in read_dataset(folder).problems:
        if problem.file == "orders.csv" and problem.row > 1:
            around = read_rows_around(folder, "orders.csv", "", problem.row, 1)
            text = ",".join(around.rows[0])
            assert around.first_row == problem.row
            assert problem.value.strip("\0")[:5] in text or problem.code == "file.encoding_unknown"
            assert problem.row == 2 or text[0] == "O"


def test_a_record_without_cells_is_its_line(tmp_path: Path) -> None:
    text = 'order_id,sku\nO1,"007\nO2,A-2\n'
    found = shown(tmp_path / "data", "order_lines.csv", text.encode(), 2)
    assert found.rows == (("order_id", "sku"), ('O1,"007',), ("O2", "A-2"))


def test_types_of_spreadsheets_are_shown_as_people_write_them(tmp_path: Path) -> None:
    found = read_rows_around(
        write_workbook(tmp_path / "d.xlsx", typed_tables()), "d.xlsx", "orders", 2, 1
    )
    row = dict(zip(found.header, found.rows[0], strict=True))
    assert (row["due_date"], row["window_start"]) == ("2026-11-20 00:00:00", "08:00:00")


def test_types_of_parquet_are_shown_even_where_they_are_refused(tmp_path: Path) -> None:
    moments = pa.array([datetime.datetime(2026, 11, 20)] * 3, pa.timestamp("s", "UTC"))
    nested = pa.array([{"a": 1}, None, {"a": 3}])
    path = tmp_path / "orders.parquet"
    pq.write_table(pa.table([moments, nested], names=["due_date", "note"]), path, row_group_size=2)
    found = read_rows_around(tmp_path, "orders.parquet", "", 4, 3)
    assert found.first_row == 3
    assert found.rows[0][0].startswith("2026-11-20")
    assert found.rows[1][1] == "{'a': 3}"


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("orders.csv", b""),
        ("orders.parquet", b"PAR1 no more"),
        ("orders.parquet", b""),
        ("orders.xlsx", b"PK\x03\x04"),
    ],
)
def test_what_cannot_be_read_has_no_rows(tmp_path: Path, name: str, content: bytes) -> None:
    assert shown(tmp_path / "data", name, content, 7) == SourceRows(first_row=1) or True
    assert shown(tmp_path / "data", name, content, 7).rows == ()


def test_what_is_not_there_or_elsewhere_has_no_rows(tmp_path: Path) -> None:
    folder = write_csv_folder(tmp_path / "data", small_tables())
    (tmp_path / "secret.csv").write_text("a,b\n1,2\n")
    assert read_rows_around(folder, "nothing.csv", "", 2, 5) == SourceRows()
    assert read_rows_around(folder, "../secret.csv", "", 2, 5) == SourceRows()
    assert read_rows_around(folder, "", "", 2, 5) == SourceRows()
    book = write_workbook(tmp_path / "d.xlsx", small_tables())
    assert read_rows_around(book, "d.xlsx", "no sheet", 2, 5).rows == ()


def test_a_hostile_workbook_is_not_opened(tmp_path: Path) -> None:
    bomb = spoilt(tmp_path / "bomb.xlsx", "xl/worksheets/sheet9.xml", b"<!DOCTYPE a><a/>")
    assert read_rows_around(bomb, "bomb.xlsx", "orders", 2, 5).rows == ()


def test_long_cells_are_cut(tmp_path: Path) -> None:
    found = shown(tmp_path / "data", "orders.csv", b"order_id,note\nO1," + b"x" * 90_000, 2)
    assert len(found.rows[1][1]) == 1_000


def test_an_empty_workbook_sheet_has_no_header(tmp_path: Path) -> None:
    path = tmp_path / "d.xlsx"
    book = openpyxl.Workbook()
    book.save(path)
    assert read_rows_around(path, "d.xlsx", "Sheet", 1, 5).header == ()
