"""Inputs that look odd and are sound: read as what they say, never as something else."""

import datetime
import decimal
import tempfile
from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from pathlib import Path

import openpyxl
import pyarrow as pa

from planning.reading.read_dataset import read_dataset
from tests.end_to_end.bad_inputs import parquet_files, spreadsheets, sqlite_files
from tests.end_to_end.bad_inputs.case import Bed, Prepare, validate
from tests.end_to_end.bad_inputs.text_files import replaced
from tests.planning.reading.small_dataset import Tables, csv_text, set_cell

NOON_S, MIDNIGHT_S = 43_200, 86_400


@dataclass(frozen=True, kw_only=True)
class Sound:
    """An odd input that is sound.

    Attributes
    ----------
    prepare
        Makes it, and returns the arguments of a command, the source second.
    field, value
        A field of the first order, and what it must hold.
    told
        Whether the program may warn of it.
    """

    name: str
    prepare: Prepare
    field: str
    value: object
    told: bool = False


def misreading(case: Sound) -> str:
    """What a source was read as where that is not what it says; empty where it is."""
    with tempfile.TemporaryDirectory() as folder:
        _, source, *_ = case.prepare(Bed(Path(folder)))
        reading = read_dataset(Path(str(source)))
    if reading.dataset is None:
        return f"refused: {[problem.code for problem in reading.errors][:5]}"
    found = getattr(reading.dataset.orders[0], case.field)
    if found != case.value:
        return f"read as {found!r}"
    warned = [problem.code for problem in reading.problems]
    return "" if case.told or not warned else f"warned: {warned[:5]}"


def _both(order_id: str) -> Prepare:
    """Another id in the orders and their lines."""

    def spoil(tables: Tables) -> None:
        set_cell(tables, "orders", "order_id", order_id)
        set_cell(tables, "order_lines", "order_id", order_id)

    return validate(spoil)


def _text(column: str, text: str) -> Prepare:
    return validate(lambda tables: set_cell(tables, "orders", column, text))


def _rewritten(change: Callable[[Tables], bytes | str]) -> Prepare:
    """The orders written in another way."""

    def prepare(bed: Bed) -> tuple[object, ...]:
        bed.write("orders.csv", change(bed.tables))
        return "validate", bed.data

    return prepare


def _orders(tables: Tables, delimiter: str = ",", end: str = "\r\n") -> str:
    return csv_text(tables["orders"], delimiter, end)


def _spaced(tables: Tables) -> str:
    header, *records = _orders(tables).splitlines()
    return "\n".join(["", header, "", *records, "", ",,,,,,,,,"])


def _epoch_of_1904(book: openpyxl.Workbook) -> None:
    book.epoch = datetime.datetime(1904, 1, 1)


NAMES = (
    *("NA", "NULL", "None", "nan", "TRUE", "0", "007", "1e5", "-", "=1+1", "@home", "+49", "#1"),
    *("{{ x }}", "<script>alert(1)</script>", "${js}", "`x`", "a\\b", "'", '"', "%s", "{0}"),
    *(
        "🚚 José",
        "אבי",
        "مرحبا",
        "李雷",
        "e\u0301",
        "👩\u200d👩\u200d👧",
        "ﬁ",
        "１２",
        "a\tb",
        "Ω≈ç√",
    ),
)
IDS = ("00501", "1e5", "0x10", "TRUE", "2026-11-20", "1.0", "１２", "0", "NULL", "ß")
DAY = datetime.date(2026, 11, 20)
FIVE = decimal.Decimal("7.5")


def _named(name: str) -> dict[str, Prepare]:
    """The orders with a name for all customers, or the first, in each format."""
    return {
        "CSV": _text("customer_name", name),
        "Parquet": parquet_files.column("customer_name", pa.array([name] * 3)),
        "SQLite": sqlite_files.value("customer_name", name),
    }


CASES: tuple[Sound, ...] = (
    *(
        Sound(
            name=f"the name {name!r} in {kind}", prepare=prepare, field="customer_name", value=name,
        )
        for name in NAMES
        for kind, prepare in _named(name).items()
    ),
    *(
        Sound(name=f"the id {text!r}", prepare=_both(text), field="order_id", value=text)
        for text in IDS
    ),
    Sound(
        name="24:00", prepare=_text("window_end", "24:00"), field="window_end_s", value=MIDNIGHT_S,
    ),
    Sound(name="noon", prepare=_text("window_end", "12:00:00"), field="window_end_s", value=NOON_S),
    *(
        Sound(
            name=f"a file in {encoding}", prepare=replaced(("Müller", "Müller"), encoding=encoding),
            field="customer_name", value="Anna Müller", told=encoding != "utf-8-sig",
        )
        for encoding in ("utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "utf-32")
    ),
    Sound(
        name="a file in GB18030", prepare=replaced(("Müller", "Miller"), encoding="gb18030"),
        field="customer_name", value="Anna Miller", told=True,
    ),
    *(
        Sound(
            name=f"cells divided by {name}", prepare=_rewritten(partial(_orders, delimiter=mark)),
            field="customer_name", value="Anna Müller",
        )
        for name, mark in (("semicolons", ";"), ("tabs", "\t"), ("bars", "|"))
    ),
    *(
        Sound(
            name=f"lines that end in {name}", prepare=_rewritten(partial(_orders, end=end)),
            field="address", value="Main Street 1",
        )
        for name, end in (("line feeds", "\n"), ("returns", "\r"), ("both", "\r\n"))
    ),
    Sound(
        name="a line that names the separator",
        prepare=_rewritten(lambda tables: "sep=;\r\n" + _orders(tables, ";")),
        field="address", value="Main Street 1",
    ),
    Sound(
        name="blank lines and commas alone", prepare=_rewritten(_spaced),
        field="address", value="Main Street 1",
    ),
    Sound(
        name="a line break within quotes", prepare=_text("address", "Main Street 1\r\nBack door"),
        field="address", value="Main Street 1\nBack door",
    ),
    Sound(
        name="days counted from 1904", prepare=spreadsheets.changed(_epoch_of_1904),
        field="due_date", value=DAY,
    ),
    Sound(
        name="a style that is not there",
        prepare=spreadsheets.raw_cell("lat", 's="9999"><v>49.4</v></c>'), field="lat", value=49.4,
    ),
    Sound(
        name="a text of many runs",
        prepare=spreadsheets.raw_cell(
            "customer_name", 't="inlineStr"><is><r><t>An</t></r><r><t>na</t></r></is></c>'
        ),
        field="customer_name", value="Anna",
    ),
    Sound(
        name="the text of a formula that was reckoned",
        prepare=spreadsheets.raw_cell("customer_name", 't="str"><f>A1</f><v>Anna</v></c>'),
        field="customer_name", value="Anna",
    ),
    Sound(
        name="decimals in Parquet", field="service_s", value=450,
        prepare=parquet_files.column("service_min", pa.array([FIVE] * 3, pa.decimal128(10, 3))),
    ),
    Sound(
        name="days in Parquet", field="due_date", value=DAY,
        prepare=parquet_files.column("due_date", pa.array([DAY] * 3, pa.date32())),
    ),
    Sound(
        name="days as moments in Parquet", field="due_date", value=DAY,
        prepare=parquet_files.column("due_date", pa.array([DAY] * 3, pa.date64())),
    ),
    Sound(
        name="clock times in Parquet", field="window_start_s", value=30_600,
        prepare=parquet_files.column(
            "window_start", pa.array([datetime.time(8, 30)] * 3, pa.time64("us"))
        ),
    ),
    Sound(
        name="numbers in SQLite", prepare=sqlite_files.value("lat", 49.4), field="lat", value=49.4,
    ),
    Sound(
        name="whole numbers in SQLite", prepare=sqlite_files.value("service_min", 5),
        field="service_s", value=300,
    ),
    Sound(
        name="nothing in SQLite", prepare=sqlite_files.value("window_end", None),
        field="window_end_s", value=MIDNIGHT_S,
    ),
)  # fmt: skip
