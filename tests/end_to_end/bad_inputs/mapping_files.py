"""Mapping files with something wrong in them."""

from tests.end_to_end.bad_inputs.case import Bed, Case, Prepare

FILE = "company.toml"
SOUND = """\
format = "wayloom.mapping"
version = 1

[source]
kind = "folder"
location = "data"

[tables.orders]
from = "orders.csv"
encoding = "utf-8"
delimiter = ","

[tables.orders.columns]
order_id = "order_id"
lat = { from = "lat", decimal = "," }
due_date = { from = "due_date", form = "DD.MM.YYYY" }
service_min = { from = "service_min", unit = "h" }
window_kind = { value = "hard" }
"""
ORDERS = "tables.orders"
COLUMNS = "tables.orders.columns"


def _validated(content: bytes) -> Prepare:
    def prepare(bed: Bed) -> tuple[object, ...]:
        assert bed.data.is_dir()
        path = bed.folder / FILE
        path.write_bytes(content)
        return "validate", path

    return prepare


def changed(find: str, put: str) -> Prepare:
    """Validate by the mapping with one text for another."""
    assert find in SOUND
    return _validated(SOUND.replace(find, put, 1).encode())


def line_of(text: str) -> int:
    """The line where a text stands."""
    return SOUND[: SOUND.index(text)].count("\n") + 1


def _case(code: str, find: str, put: str, column: str, down: int = 0) -> Case:
    return Case(
        name=f"a mapping with {put[:40].strip()!r} for {find[:30]!r}", prepare=changed(find, put),
        code=f"mapping.{code}", file=FILE, row=line_of(find) + down, column=column,
    )  # fmt: skip


CASES = [
    _case("newer_version", "version = 1", "version = 2", "version"),
    _case("wrong_version", "version = 1", "version = 0", "version"),
    _case("wrong_version", "version = 1", "version = 1.5", "version"),
    _case("wrong_format", '"wayloom.mapping"', '"wayloom.plan"', "format"),
    _case("unknown_key", "version = 1", "version = 1\ncolour = 1", "colour", 1),
    _case("unknown_kind", '"folder"', '"cupboard"', "source.kind"),
    _case("not_a_text", '"folder"', "7", "source.kind"),
    _case("empty", '"data"', '""', "source.location"),
    _case(
        "unknown_table",
        "[tables.orders]",
        "[tables.bills]\nfrom = 'x'\n[tables.orders]",
        "tables.bills",
    ),
    _case("query_of_files", 'from = "orders.csv"', 'query = "select 1"', f"{ORDERS}.query"),
    _case("unknown_encoding", '"utf-8"', '"klingon"', f"{ORDERS}.encoding"),
    _case("unknown_encoding", '"utf-8"', '"base64"', f"{ORDERS}.encoding"),
    _case("not_a_delimiter", 'delimiter = ","', 'delimiter = "ab"', f"{ORDERS}.delimiter"),
    _case("not_a_delimiter", 'delimiter = ","', "delimiter = '\"'", f"{ORDERS}.delimiter"),
    _case("not_a_text", 'from = "orders.csv"', "from = 5", f"{ORDERS}.from"),
    _case("unknown_column", "order_id = ", "orderid = ", f"{COLUMNS}.orderid"),
    _case("not_a_column", '= "order_id"', "= 7", f"{COLUMNS}.order_id"),
    _case("empty", '= "order_id"', '= ""', f"{COLUMNS}.order_id"),
    _case("not_a_decimal", 'decimal = ","', 'decimal = "x"', f"{COLUMNS}.lat.decimal"),
    _case("unknown_form", "DD.MM.YYYY", "TT.MM.JJJJ", f"{COLUMNS}.due_date.form"),
    _case("unknown_unit", 'unit = "h"', 'unit = "parsec"', f"{COLUMNS}.service_min.unit"),
    _case("no_form", 'unit = "h"', 'form = "HH"', f"{COLUMNS}.service_min.form"),
    _case("no_unit", 'form = "DD.MM.YYYY"', 'unit = "h"', f"{COLUMNS}.due_date.unit"),
    _case(
        "key_twice",
        'order_id = "order_id"',
        'order_id = "a"\norder_id = "b"',
        f"{COLUMNS}.order_id",
        1,
    ),
    _case(
        "value_alone", 'value = "hard"', 'value = "hard", unit = "h"', f"{COLUMNS}.window_kind.unit"
    ),
    _case("no_decimal", 'form = "DD.MM.YYYY"', 'decimal = ","', f"{COLUMNS}.due_date.decimal"),
    _case("no_words", 'unit = "h"', 'words = { a = "b" }', f"{COLUMNS}.service_min.words"),
    _case("not_a_path", '"data"', '"postgresql://x@y/z"', "source.location"),
    Case(
        name="a mapping that is no TOML",
        prepare=changed("version = 1", "version : 1"),
        code="mapping.not_toml",
        file=FILE,
        row=2,
    ),
    Case(
        name="a mapping whose text never ends",
        prepare=changed('"data"', '"data'),
        code="mapping.not_toml",
        file=FILE,
        row=6,
    ),
    Case(
        name="a mapping that is no text",
        prepare=_validated(b"\xff\xfe\x00\xd8"),
        code="mapping.not_text",
        file=FILE,
    ),
    Case(
        name="an empty mapping",
        prepare=_validated(b""),
        code="mapping.wrong_format",
        file=FILE,
        column="format",
    ),
    Case(
        name="a mapping to a table that is not there",
        prepare=changed('"orders.csv"', '"bills.csv"'),
        code="mapping.table_missing_but_near",
        file="bills.csv",
    ),
    Case(
        name="a mapping to a column that is not there",
        prepare=changed('from = "lat"', 'from = "width"'),
        code="mapping.column_missing",
        file="orders.csv",
        row=1,
        column="width",
    ),
    Case(
        name="no mapping",
        prepare=lambda bed: ("validate", bed.folder / FILE),
        code="source.missing",
        file=FILE,
    ),
]
