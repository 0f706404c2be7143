"""What spreadsheet programs, and people in them, do to workbooks."""

import datetime
import io
import re
import zipfile
from collections.abc import Callable, Mapping
from typing import Any

import openpyxl
import xlsxwriter
from openpyxl.utils import get_column_letter

from tests.end_to_end.bad_inputs.case import Bed, Case, Prepare
from tests.planning.reading.small_dataset import small_tables
from tests.planning.reading.test_bad_workbooks import XML_BOMB, typed_tables

FILE = "data.xlsx"
ORDERS = tuple(small_tables()["orders"][0])
Change = Callable[[Any], None]


def changed(change: Change) -> Prepare:
    """Validate the dataset as a workbook with typed cells, changed by openpyxl."""

    def prepare(bed: Bed) -> tuple[object, ...]:
        bed.tables = typed_tables()
        book = openpyxl.load_workbook(bed.book)
        change(book)
        book.save(bed.book)
        return "validate", bed.book

    return prepare


def at(column: str, row: int = 2) -> str:
    """Where a column of the orders stands, as a spreadsheet says."""
    return f"{get_column_letter(ORDERS.index(column) + 1)}{row}"


def _cell(column: str, value: object, number_format: str = "General") -> Prepare:
    """One cell of the orders with another value, shown in some form."""

    def change(book: Any) -> None:
        cell = book["orders"][at(column)]
        cell.value, cell.number_format = value, number_format

    return changed(change)


def _day(number: float) -> Prepare:
    """A day as the number that spreadsheets keep it as, shown as a date."""
    return _cell("due_date", number, "yyyy-mm-dd")


def _parts(bed: Bed, *, shared: bool = False) -> dict[str, bytes]:
    """The parts of the workbook; the texts of its cells in a part of their own if `shared`."""
    bed.tables = typed_tables()
    if shared:
        _write_shared(bed)
    with zipfile.ZipFile(bed.book) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def _write_shared(bed: Bed) -> None:
    with xlsxwriter.Workbook(str(bed.book)) as book:
        for name, records in small_tables().items():
            sheet = book.add_worksheet(name)
            for row, record in enumerate(records):
                for column, text in enumerate(record):
                    sheet.write_string(row, column, text)


def _packed(parts: Mapping[str, bytes]) -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in parts.items():
            archive.writestr(name, content)
    return buffer.getvalue()


SHARED = "xl/sharedStrings.xml"
SHEETS = {name: f"xl/worksheets/sheet{n}.xml" for n, name in enumerate(typed_tables(), start=1)}


def in_part(part: str, find: bytes, put: bytes, *, shared: bool = False) -> Prepare:
    """Another text somewhere in a part of the workbook."""

    def prepare(bed: Bed) -> tuple[object, ...]:
        parts = _parts(bed, shared=shared)
        assert find in parts[part], parts[part][:3_000]
        parts[part] = parts[part].replace(find, put, 1)
        bed.book.write_bytes(_packed(parts))
        return "validate", bed.book

    return prepare


def _without(part: str, *, shared: bool = False) -> Prepare:
    def prepare(bed: Bed) -> tuple[object, ...]:
        parts = _parts(bed, shared=shared)
        del parts[part]
        bed.book.write_bytes(_packed(parts))
        return "validate", bed.book

    return prepare


def raw_cell(column: str, xml: str) -> Prepare:
    """A cell of the orders as raw XML."""
    place = at(column)

    def prepare(bed: Bed) -> tuple[object, ...]:
        parts = _parts(bed)
        sheet = parts[SHEETS["orders"]]
        cell = re.compile(rb'<c r="%s"[^>]*(/>|>.*?</c>)' % place.encode())
        assert cell.search(sheet)
        text = f'<c r="{place}" {xml}'.encode()
        parts[SHEETS["orders"]] = cell.sub(lambda _: text, sheet, count=1)
        bed.book.write_bytes(_packed(parts))
        return "validate", bed.book

    return prepare


def _other_zip(*names: str) -> Prepare:
    """A ZIP archive of another kind under the name of a workbook."""

    def prepare(bed: Bed) -> tuple[object, ...]:
        path = bed.folder / FILE
        path.write_bytes(_packed(dict.fromkeys(names, b"<a/>")))
        return "validate", path

    return prepare


def _hide_sheet(book: Any) -> None:
    book["orders"].sheet_state = "hidden"
    book["orders"][at("lat")] = "x"


def _title_rows(book: Any) -> None:
    """Two rows above the header, as of a report."""
    book["orders"].insert_rows(1, 2)
    book["orders"]["A1"] = "Orders of November"


def _totals(book: Any) -> None:
    """A row of totals below the table."""
    book["order_lines"].append(["Total", None, 10])


def _second_table(book: Any) -> None:
    """Another table some rows below the first."""
    book["orders"]["A8"], book["orders"]["B8"] = "vehicle_id", "driver"


def _notes_beside(book: Any) -> None:
    book["orders"]["L2"] = "call first"


def _merged_header(book: Any) -> None:
    book["orders"].merge_cells("A1:B1")


def _formula(formula: str, column: str = "service_min") -> Prepare:
    return _cell(column, formula)


def _header_number(book: Any) -> None:
    book["orders"][at("requirements", 1)] = 2026


def _hidden_columns(book: Any) -> None:
    book["orders"].column_dimensions["D"].hidden = True
    book["orders"][at("lat")] = "x"


def _filtered(book: Any) -> None:
    """Rows that a filter hides."""
    book["orders"].auto_filter.ref = "A1:J4"
    book["orders"].row_dimensions[4].hidden = True


CASES = [
    *(
        Case(
            name=f"a day of the number {number}", prepare=_day(number),
            code=code, file=FILE, sheet="orders", row=2, column="due_date",
        )
        for number, code in (
            (59, "value.year_out_of_range"), (60, "value.year_out_of_range"),
            (61, "value.year_out_of_range"), (0, "value.not_a_date"), (1, "value.not_a_date"),
            (-5, "value.year_out_of_range"), (1e10, "value.spreadsheet_error"),
            (46346.5, "value.date_with_time"), (2_958_466, "value.spreadsheet_error"),
        )
    ),
    *(
        Case(
            name=f"the error {error} in a cell", prepare=_cell("lat", error),
            code="value.spreadsheet_error", file=FILE, sheet="orders", row=2, column="lat",
        )
        for error in ("#REF!", "#VALUE!", "#DIV/0!", "#NAME?", "#NUM!", "#NULL!")
    ),
    *(
        Case(
            name=f"the formula {formula}", prepare=_formula(formula),
            code="cell.formula_without_value", file=FILE, sheet="orders", row=2,
            column="service_min",
        )
        for formula in ("=1+1", "=SUM(D2:D4)", "=[1]Sheet1!A1", '=HYPERLINK("http://x","y")')
    ),
    Case(
        name="a formula for an id", prepare=_formula("=A3", "order_id"),
        code="cell.formula_without_value", file=FILE, sheet="orders", row=2, column="order_id",
    ),
    Case(
        name="a day of text between days", prepare=_cell("due_date", "21.11.2026"),
        code="value.date_form", file=FILE, sheet="orders", row=2, column="due_date",
    ),
    Case(
        name="a day whose month comes first or second", prepare=_cell("due_date", "04/03/2026"),
        code="value.date_ambiguous", file=FILE, sheet="orders", row=2, column="due_date",
    ),
    Case(
        name="a percentage for minutes", prepare=_cell("service_min", "50%"),
        code="value.unit_in_cell", file=FILE, sheet="orders", row=2, column="service_min",
    ),
    Case(
        name="a number too large to be exact for an id",
        prepare=_cell("order_id", 12_345_678_901_234_567_890), exit=2,
        code="id.number_cell", file=FILE, sheet="orders", row=2, column="order_id",
    ),
    Case(
        name="a clock time as hours and a half", prepare=_cell("window_start", 8.5),
        code="value.not_a_clock", file=FILE, sheet="orders", row=2, column="window_start",
    ),
    Case(
        name="a clock time of more than a day",
        prepare=_cell("window_start", datetime.timedelta(hours=30), "[h]:mm"),
        code="value.clock_too_late", file=FILE, sheet="orders", row=2, column="window_start",
    ),
    Case(
        name="a moment for a clock time",
        prepare=_cell("window_start", datetime.datetime(2026, 11, 20, 8), "yyyy-mm-dd hh:mm"),
        code="value.not_a_clock", file=FILE, sheet="orders", row=2, column="window_start",
    ),
    Case(
        name="half a surrogate pair", exit=2,
        prepare=raw_cell("customer_name", 't="inlineStr"><is><t>&#xD800;</t></is></c>'),
        code="file.not_a_workbook", file=FILE,
    ),
    Case(
        name="a zero byte in a sheet",
        prepare=in_part(SHEETS["orders"], b"<sheetData>", b"<sheetData>\0"),
        code="file.not_a_workbook", file=FILE,
    ),
    Case(
        name="a shared text that is not there",
        prepare=raw_cell("customer_name", 't="s"><v>99999</v></c>'),
        code="file.not_a_workbook", file=FILE,
    ),
    Case(
        name="a number that is none", prepare=raw_cell("lat", 't="n"><v>forty</v></c>'),
        code="file.not_a_workbook", file=FILE,
    ),
    Case(
        name="NaN as a number", prepare=raw_cell("lat", 't="n"><v>NaN</v></c>'),
        code="file.not_a_workbook", file=FILE,
    ),
    Case(
        name="a number beyond all bounds", prepare=raw_cell("lat", 't="n"><v>1e999</v></c>'),
        code="value.not_finite", file=FILE, sheet="orders", row=2, column="lat",
    ),
    Case(
        name="a cell beyond the last column",
        prepare=raw_cell("requirements", '><v>1</v></c><c r="ZZZ2" t="n"><v>1</v></c>'),
        code="row.too_many_cells", file=FILE, sheet="orders", row=2, column="requirements",
    ),
    Case(
        name="a cell of 40,000 letters",
        prepare=raw_cell("customer_name", f't="inlineStr"><is><t>{"x" * 40_000}</t></is></c>'),
        code="value.too_long", file=FILE, sheet="orders", row=2, column="customer_name",
    ),
    Case(
        name="a cell of 5 MB in a sheet",
        prepare=raw_cell("address", f't="inlineStr"><is><t>{"x" * 5_000_000}</t></is></c>'),
        code="value.too_long", file=FILE, sheet="orders", row=2, column="address",
    ),
    Case(
        name="a hidden sheet is read as any other", prepare=changed(_hide_sheet),
        code="value.not_a_number", file=FILE, sheet="orders", row=2, column="lat",
    ),
    Case(
        name="hidden columns are read as any other", prepare=changed(_hidden_columns),
        code="value.not_a_number", file=FILE, sheet="orders", row=2, column="lat",
    ),
    Case(
        name="rows that a filter hides are read, and told", prepare=changed(_filtered), exit=0,
        code="sheet.hidden_rows", file=FILE, sheet="orders", row=4,
    ),
    Case(
        name="a title above the header", prepare=changed(_title_rows),
        code="table.no_header", file=FILE, sheet="orders", row=1, column="Orders of November",
    ),
    Case(
        name="totals below the table", prepare=changed(_totals),
        code="id.dangling", file=FILE, sheet="order_lines", row=5, column="order_id",
    ),
    Case(
        name="a second table below the first", prepare=changed(_second_table),
        code="value.missing", file=FILE, sheet="orders", row=8, column="lat",
    ),
    Case(
        name="a remark beside the table", prepare=changed(_notes_beside),
        code="row.too_many_cells", file=FILE, sheet="orders", row=2, column="requirements",
    ),
    Case(
        name="a merged header", prepare=changed(_merged_header), exit=0,
        code="column.unnamed", file=FILE, sheet="orders", row=1, column="column_2",
    ),
    Case(
        name="a number for the name of a column", prepare=changed(_header_number), exit=0,
        code="column.unknown", file=FILE, sheet="orders", row=1, column="2026",
    ),
    *(
        Case(
            name=f"a workbook without {part}", prepare=_without(part), code=code, file=FILE,
        )
        for part, code in (
            ("[Content_Types].xml", "file.not_a_workbook"),
            ("xl/workbook.xml", "file.not_a_workbook"),
            ("xl/_rels/workbook.xml.rels", "file.not_a_workbook"),
        )
    ),
    Case(
        name="a workbook without one of its sheets", prepare=_without(SHEETS["orders"]),
        code="table.missing", file=FILE, sheet="orders",
    ),
    Case(
        name="a workbook without the texts of its cells", prepare=_without(SHARED, shared=True),
        code="file.not_a_workbook", file=FILE,
    ),
    Case(
        name="fewer texts than cells",
        prepare=in_part(SHARED, b"<si><t>O1</t></si>", b"", shared=True),
        code="file.not_a_workbook", file=FILE,
    ),
    Case(
        name="an XML bomb in the texts of cells",
        prepare=in_part(SHARED, b"<sst", XML_BOMB + b"<sst", shared=True),
        code="file.entities", file=FILE,
    ),
    *(
        Case(
            name=f"an XML bomb in {part}",
            prepare=in_part(part, b"<", XML_BOMB + b"<"), code="file.entities", file=FILE,
        )
        for part in ("xl/workbook.xml", "xl/styles.xml", "[Content_Types].xml")
    ),
    *(
        Case(
            name=f"{what} under the name of a workbook", prepare=_other_zip(*names),
            code="file.not_a_workbook", file=FILE,
        )
        for what, names in (
            ("a text document", ("[Content_Types].xml", "word/document.xml")),
            ("an OpenDocument table", ("mimetype", "content.xml", "META-INF/manifest.xml")),
            ("an archive of CSV files", ("orders.csv", "vehicles.csv")),
            ("an archive that climbs out of its folder", ("../../xl/workbook.xml", "/etc/x")),
            ("an empty archive", ()),
        )
    ),
]  # fmt: skip
