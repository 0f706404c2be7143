"""Workbooks: damaged, hostile, and with what spreadsheets do to data."""

import datetime
import io
import zipfile
from collections.abc import Callable
from typing import Any

import openpyxl

from tests.end_to_end.bad_inputs.case import Bed, Case, Prepare
from tests.planning.reading.test_bad_workbooks import BAD_CELLS, XML_BOMB, typed_tables

Change = Callable[[Any], None]


def _book(change: Change | None = None) -> Prepare:
    """Validate the dataset as a workbook with typed cells, changed by openpyxl."""

    def prepare(bed: Bed) -> tuple[object, ...]:
        bed.tables = typed_tables()
        if change is not None:
            book = openpyxl.load_workbook(bed.book)
            change(book)
            book.save(bed.book)
        return "validate", bed.book

    return prepare


def _cell(sheet: str, column: str, value: object) -> Prepare:
    """Validate the workbook with one typed cell in place of another."""

    def prepare(bed: Bed) -> tuple[object, ...]:
        tables = typed_tables()
        tables[sheet][1][tables[sheet][0].index(column)] = value
        bed.tables = tables
        return "validate", bed.book

    return prepare


def _bytes(content: bytes) -> Prepare:
    def prepare(bed: Bed) -> tuple[object, ...]:
        path = bed.folder / "data.xlsx"
        path.write_bytes(content)
        return "validate", path

    return prepare


def _part(name: str, content: bytes) -> Prepare:
    """The workbook with other bytes in one of its parts."""

    def prepare(bed: Bed) -> tuple[object, ...]:
        parts = {}
        with zipfile.ZipFile(bed.book) as whole:
            parts = {entry: whole.read(entry) for entry in whole.namelist()}
        with zipfile.ZipFile(bed.book, "w", zipfile.ZIP_DEFLATED) as out:
            for entry, data in (parts | {name: content}).items():
                out.writestr(entry, data)
        return "validate", bed.book

    return prepare


def declared_bomb() -> bytes:
    """A workbook that says that it unpacks to 2 GB."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("xl/worksheets/sheet1.xml", b" " * 1024)
    data = bytearray(buffer.getvalue())
    declared = (1024).to_bytes(4, "little")
    at = data.rindex(declared)
    data[at : at + 4] = (2 * 1024**3 - 1).to_bytes(4, "little")
    return bytes(data)


def _many_parts() -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as archive:
        for number in range(10_001):
            archive.writestr(f"xl/worksheets/sheet{number}.xml", b"")
    return buffer.getvalue()


def _cut(share: float) -> Prepare:
    def prepare(bed: Bed) -> tuple[object, ...]:
        content = bed.book.read_bytes()
        bed.book.write_bytes(content[: int(len(content) * share)])
        return "validate", bed.book

    return prepare


def _rename(old: str, new: str) -> Change:
    def change(book: Any) -> None:
        book[old].title = new

    return change


def _copy_with_blank(book: Any) -> None:
    copy = book.copy_worksheet(book["orders"])
    copy.title = "orders "


def _surplus(book: Any) -> None:
    book["orders"]["Z3"] = "surplus"


def _hidden(book: Any) -> None:
    book["orders"].row_dimensions[3].hidden = True


def _merged(book: Any) -> None:
    book["orders"].merge_cells("B2:B4")


def _number_ids(book: Any) -> None:
    for sheet in book:
        for line in sheet.iter_rows(min_row=2):
            for cell in line:
                if cell.value == "007":
                    cell.value = 7


def _lost_zeros(book: Any) -> None:
    book["order_lines"]["B2"] = 7


def _date1904(book: Any) -> None:
    """A workbook of old Macs: the days are right, unless somebody pasted numbers."""
    book.epoch = datetime.datetime(1904, 1, 1)
    cell = book["orders"]["F2"]
    cell.value, cell.number_format = 44_884, "General"


def _empty_orders(book: Any) -> None:
    book["orders"].delete_rows(1, 10)


def _header_only(book: Any) -> None:
    book["orders"].delete_rows(2, 10)


CASES = [
    *(
        Case(
            name=f"sheet {sheet}.{column} = {str(value)[:20]}",
            prepare=_cell(sheet, column, value),
            code=code, file="data.xlsx", sheet=sheet, row=2, column=column,
        )
        for sheet, column, value, code, _ in BAD_CELLS
    ),
    Case(
        name="no workbook at all", prepare=_bytes(b"order_id,lat\n"),
        code="file.not_a_workbook", file="data.xlsx",
    ),
    Case(
        name="an empty workbook file", prepare=_bytes(b""),
        code="file.not_a_workbook", file="data.xlsx",
    ),
    Case(
        name="an old or locked workbook", prepare=_bytes(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"),
        code="file.old_or_locked_workbook", file="data.xlsx",
    ),
    Case(
        name="half a workbook", prepare=_cut(0.5), code="file.not_a_workbook", file="data.xlsx",
    ),
    Case(
        name="nearly all of a workbook", prepare=_cut(0.99),
        code="file.not_a_workbook", file="data.xlsx",
    ),
    Case(
        name="a sheet that is broken XML", prepare=_part("xl/worksheets/sheet3.xml", b"<broken"),
        code="file.not_a_workbook", file="data.xlsx",
    ),
    Case(
        name="a workbook that says it has 2 GB", prepare=_bytes(declared_bomb()),
        code="file.bomb", file="data.xlsx",
    ),
    Case(
        name="a workbook of ten thousand parts", prepare=_bytes(_many_parts()),
        code="file.bomb", file="data.xlsx",
    ),
    Case(
        name="an XML bomb in a sheet", prepare=_part("xl/worksheets/sheet1.xml", XML_BOMB),
        code="file.entities", file="data.xlsx",
    ),
    Case(
        name="a missing sheet", prepare=_book(_rename("orders", "Remarks")),
        code="table.missing", file="data.xlsx", sheet="orders",
    ),
    Case(
        name="a sheet nobody knows", prepare=_book(_rename("orders", "Remarks")),
        code="table.unknown", file="data.xlsx", sheet="Remarks",
    ),
    Case(
        name="a sheet with a near name", prepare=_book(_rename("orders", "order")),
        code="table.missing_but_near", file="data.xlsx", sheet="orders",
    ),
    Case(
        name="two sheets of one name but for a blank", prepare=_book(_copy_with_blank),
        code="table.twice", file="data.xlsx", sheet="orders ",
    ),
    Case(
        name="an empty sheet", prepare=_book(_empty_orders),
        code="file.empty", file="data.xlsx", sheet="orders",
    ),
    Case(
        name="a sheet that is only its header", prepare=_book(_header_only),
        code="table.no_rows", file="data.xlsx", sheet="orders", row=1,
    ),
    Case(
        name="a cell beyond the header", prepare=_book(_surplus),
        code="row.too_many_cells", file="data.xlsx", sheet="orders", row=3, column="requirements",
    ),
    Case(
        name="hidden rows", prepare=_book(_hidden), exit=0,
        code="sheet.hidden_rows", file="data.xlsx", sheet="orders", row=3,
    ),
    Case(
        name="merged cells", prepare=_book(_merged), exit=0,
        code="sheet.merged_cells", file="data.xlsx", sheet="orders", row=2, column="customer_name",
    ),
    Case(
        name="ids as numbers", prepare=_book(_number_ids), exit=0,
        code="id.number_cell", file="data.xlsx", sheet="products", row=2, column="sku",
    ),
    Case(
        name="zeros lost in one sheet", prepare=_book(_lost_zeros),
        code="id.dangling_but_near", file="data.xlsx", sheet="order_lines", row=2, column="sku",
    ),
    Case(
        name="a day number in a workbook that counts from 1904", prepare=_book(_date1904),
        code="value.date_serial", file="data.xlsx", sheet="orders", row=2, column="due_date",
    ),
]  # fmt: skip
