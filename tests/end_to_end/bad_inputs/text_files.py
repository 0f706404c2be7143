"""Files of text that other programs write, and other files under their name."""

from collections.abc import Callable

from tests.end_to_end.bad_inputs.case import Bed, Case, Prepare, with_file
from tests.end_to_end.bad_inputs.other_formats import sqlite_of
from tests.planning.reading.small_dataset import csv_text

FILE = "orders.csv"


def replaced(*pairs: tuple[str, str], encoding: str = "utf-8") -> Prepare:
    """Another orders.csv with some texts for others, once each, in an encoding."""

    def content(bed: Bed) -> bytes:
        text = bed.csv("orders")
        for find, put in pairs:
            assert find in text
            text = text.replace(find, put, 1)
        return text.encode(encoding)

    return with_file(FILE, content)


def _raw(find: bytes, put: bytes) -> Prepare:
    """Other bytes in orders.csv."""

    def content(bed: Bed) -> bytes:
        data = bed.csv("orders").encode()
        assert find in data
        return data.replace(find, put, 1)

    return with_file(FILE, content)


def _lines(change: Callable[[list[str]], list[str]]) -> Prepare:
    """Orders with other lines."""
    return with_file(FILE, lambda bed: "\r\n".join(change(bed.csv("orders").splitlines())) + "\r\n")


def _bytes(content: bytes) -> Prepare:
    return with_file(FILE, lambda _: content)


def _separated(delimiter: str, find: str, put: str) -> Prepare:
    """The orders divided by another character, with one text for another."""
    return with_file(
        FILE, lambda bed: csv_text(bed.tables["orders"], delimiter).replace(find, put, 1)
    )


def _sqlite_inside(bed: Bed) -> tuple[object, ...]:
    bed.write(FILE, sqlite_of(bed).read_bytes())
    return "validate", bed.data


def _ending(end: str, find: str, put: str) -> Prepare:
    """The orders with other ends of lines, with one text for another."""
    return with_file(
        FILE, lambda bed: csv_text(bed.tables["orders"], end=end).replace(find, put, 1)
    )


def _lost(number: int, code: str = "row.too_few_cells", column: str = "service_min") -> Case:
    """A record cut short in some row."""
    return Case(
        name=f"row {number} cut short",
        prepare=_lines(
            lambda lines: [
                line.rsplit(",", 2)[0] if at == number - 1 else line
                for at, line in enumerate(lines)
            ]
        ),
        code=code, file=FILE, row=number, column=column,
    )  # fmt: skip


CASES = [
    *(
        Case(
            name=f"{encoding} is read, and told", prepare=replaced(encoding=encoding), exit=0,
            code="file.encoding", file=FILE, row=1,
        )
        for encoding in ("utf-16-le", "utf-16-be", "utf-32")
    ),
    *(
        Case(
            name=f"a bad cell in a file of {encoding}",
            prepare=replaced(("49.400", "x"), encoding=encoding),
            code="value.not_a_number", file=FILE, row=2, column="lat",
        )
        for encoding in ("utf-16", "utf-16-le", "utf-32", "utf-8-sig")
    ),
    Case(
        name="a bad cell in a file of GB18030",
        prepare=replaced(("Müller", "Miller"), ("49.400", "x"), encoding="gb18030"),
        code="value.not_a_number", file=FILE, row=2, column="lat",
    ),
    Case(
        name="half a surrogate pair in UTF-8", prepare=_raw(b"Main Street", b"Main\xed\xa0\x80"),
        code="file.encoding_unknown", file=FILE, row=2,
    ),
    Case(
        name="a zero written with two bytes", prepare=_raw(b"Main Street", b"Main\xc0\x80"),
        code="file.encoding_unknown", file=FILE, row=2,
    ),
    Case(
        name="a byte-order mark in the middle", prepare=replaced(("O2", "\ufeffO2")),
        code="value.invisible_character", file=FILE, row=3, column="order_id",
    ),
    Case(
        name="UTF-8 with one byte of Latin-1", prepare=_raw("ü".encode(), b"\xfc"),
        code="file.encoding_unknown", file=FILE, row=2,
    ),
    Case(
        name="a zero byte in the header", prepare=_raw(b"requirements", b"require\0ments"), exit=0,
        code="column.misspelt", file=FILE, row=1, column="require\0ments",
    ),
    *(
        Case(
            name=f"a decimal comma in a file that {name} divide",
            prepare=_separated(mark, "8.680", "8,680"),
            code="value.comma_ambiguous", file=FILE, row=2, column="lon",
        )
        for name, mark in (("semicolons", ";"), ("tabs", "\t"), ("bars", "|"))
    ),
    *(
        Case(
            name=f"a bad cell where {name} divide", prepare=_separated(mark, "49.420", "n/a"),
            code="value.placeholder", file=FILE, row=3, column="lat",
        )
        for name, mark in (("semicolons", ";"), ("tabs", "\t"), ("bars", "|"))
    ),
    *(
        Case(
            name=f"a bad cell where lines end in {name}",
            prepare=_ending(end, "49.390", "abc"),
            code="value.not_a_number", file=FILE, row=4, column="lat",
        )
        for name, end in (("line feeds", "\n"), ("returns alone", "\r"))
    ),
    *(_lost(number) for number in (2, 3, 4)),
    Case(
        name="a comma too many at the end of the header",
        prepare=_lines(lambda lines: [lines[0] + ",", *lines[1:]]),
        code="row.too_few_cells", file=FILE, row=2, column="",
    ),
    Case(
        name="a remark above the header",
        prepare=_lines(lambda lines: ["# orders of November", *lines]),
        code="table.no_header", file=FILE, row=1, column="# orders of November",
    ),
    Case(
        name="no header at all", prepare=_lines(lambda lines: lines[1:]),
        code="table.no_header", file=FILE, row=1, column="O1",
    ),
    Case(
        name="the header once more in the middle",
        prepare=_lines(lambda lines: [*lines[:2], lines[0], *lines[2:]]),
        code="value.not_a_number", file=FILE, row=3, column="lat",
    ),
    Case(
        name="a total below", prepare=_lines(lambda lines: [*lines, "Total,,,,,,,,12.5,"]),
        code="value.missing", file=FILE, row=5, column="lat",
    ),
    Case(
        name="a remark below", prepare=_lines(lambda lines: [*lines, "printed on 19 November"]),
        code="row.too_few_cells", file=FILE, row=5, column="customer_name",
    ),
    Case(
        name="a quote opened in the last line",
        prepare=_lines(lambda lines: [*lines[:-1], lines[-1] + '"']),
        code="file.broken_quote", file=FILE, row=4,
    ),
    Case(
        name="a cell of 5 MB in a CSV file", prepare=replaced(("Main Street 1", "x" * 5_000_000)),
        code="file.broken_quote", file=FILE, row=2,
    ),
    Case(
        name="a cell of 900,000 letters", prepare=replaced(("Main Street 1", "x" * 900_000)),
        code="value.too_long", file=FILE, row=2, column="address",
    ),
    Case(
        name="a header of two names that are one but for capitals",
        prepare=replaced(("customer_name", "LAT")), exit=0,
        code="column.unknown", file=FILE, row=1, column="LAT",
    ),
    *(
        Case(
            name=f"an id that ends in {what}", prepare=replaced(("O1,", f"O1{mark},")),
            code="value.invisible_character", file=FILE, row=2, column="order_id",
        )
        for what, mark in (
            ("a mark of writing to the left", "\u200f"), ("a soft hyphen", "\u00ad"),
            ("a joiner", "\u200d"), ("an override of direction", "\u202e"),
        )
    ),
    Case(
        name="two ids that look alike, composed in two ways", prepare=replaced(("O1,", "Ö1,")),
        code="id.dangling", file="order_lines.csv", row=2, column="order_id",
    ),
    *(
        Case(
            name=f"digits of {script} for a number", prepare=replaced(("49.400", digits)),
            code="value.foreign_digits", file=FILE, row=2, column="lat",
        )
        for script, digits in (
            ("Devanagari", "४९.४"), ("Bengali", "৪৯.৪"), ("Thai", "๔๙.๔"), ("bold letters", "𝟒𝟗.𝟒"),
        )
    ),
    Case(
        name="a circled digit", prepare=replaced(("7.5", "⑦")),
        code="value.not_a_number", file=FILE, row=2, column="service_min",
    ),
    Case(
        name="half a number as one character", prepare=replaced(("7.5", "7½")),
        code="value.unit_in_cell", file=FILE, row=2, column="service_min",
    ),
    Case(
        name="numbers in words", prepare=replaced(("7.5", "sieben")),
        code="value.not_a_number", file=FILE, row=2, column="service_min",
    ),
    *(
        Case(
            name=f"{what} under the name of a CSV file", prepare=_bytes(content),
            code=code, file=FILE, row=row,
        )
        for what, content, code, row in (
            ("a PDF document", b"%PDF-1.7\n%\xe2\xe3\xcf\xd3\n1 0\n", "file.encoding_unknown", 2),
            ("Parquet", b"PAR1" + bytes(range(128, 256)) + b"PAR1", "file.encoding_unknown", 1),
            ("an old workbook", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "file.encoding_unknown", 1),
        )
    ),
    Case(
        name="a web page under the name of a CSV file",
        prepare=_bytes(b"<!DOCTYPE html>\n<html><body>Sign in, please</body></html>\n"),
        code="table.no_header", file=FILE, row=1, column="<!DOCTYPE html>",
    ),
    Case(
        name="JSON under the name of a CSV file",
        prepare=_bytes(b'{"orders": [\n {"order_id": "O1"}\n]}\n'),
        code="table.no_header", file=FILE, row=1, column='{"orders": [',
    ),
    Case(
        name="a database under the name of a CSV file", prepare=_sqlite_inside,
        code="file.encoding_unknown", file=FILE, row=1,
    ),
]  # fmt: skip
