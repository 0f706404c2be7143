"""Parquet files as other programs write them."""

import datetime
import decimal
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq

from tests.end_to_end.bad_inputs.case import Bed, Case, Prepare

FILE = "orders.parquet"
DAY = datetime.datetime(2026, 11, 20)
MOMENT = datetime.datetime(2026, 11, 20, 14, 30)
EPOCH_1600 = datetime.datetime(1600, 1, 1)


def orders(bed: Bed, columns: dict[str, Any], *, names: dict[str, str] | None = None) -> pa.Table:
    """The orders of a dataset with other columns, under other names."""
    header, *records = bed.tables["orders"]
    arrays = dict(zip(header, map(pa.array, map(list, zip(*records, strict=True))), strict=True))
    arrays |= columns
    return pa.table(list(arrays.values()), names=[(names or {}).get(n, n) for n in arrays])


def written(columns: dict[str, Any], *, names: dict[str, str] | None = None) -> Prepare:
    """Validate the dataset with the orders as Parquet."""

    def prepare(bed: Bed) -> tuple[object, ...]:
        (bed.data / "orders.csv").unlink()
        pq.write_table(orders(bed, columns, names=names), bed.data / FILE)
        return "validate", bed.data

    return prepare


def column(name: str, values: Any) -> Prepare:
    """The orders with other values of a column."""
    return written({name: values})


def _content(content: bytes) -> Prepare:
    def prepare(bed: Bed) -> tuple[object, ...]:
        (bed.data / "orders.csv").unlink()
        (bed.data / FILE).write_bytes(content)
        return "validate", bed.data

    return prepare


def _cut(first: float, last: float) -> Prepare:
    """A Parquet file without a stretch in the middle."""

    def prepare(bed: Bed) -> tuple[object, ...]:
        (bed.data / "orders.csv").unlink()
        path = bed.data / FILE
        pq.write_table(orders(bed, {}), path)
        data = path.read_bytes()
        path.write_bytes(data[: int(len(data) * first)] + data[int(len(data) * last) :])
        return "validate", bed.data

    return prepare


def _no_rows(bed: Bed) -> tuple[object, ...]:
    (bed.data / "orders.csv").unlink()
    pq.write_table(orders(bed, {}).slice(0, 0), bed.data / FILE)
    return "validate", bed.data


def _no_columns(bed: Bed) -> tuple[object, ...]:
    (bed.data / "orders.csv").unlink()
    pq.write_table(pa.table({}), bed.data / FILE)
    return "validate", bed.data


def _without(name: str) -> Prepare:
    def prepare(bed: Bed) -> tuple[object, ...]:
        (bed.data / "orders.csv").unlink()
        pq.write_table(orders(bed, {}).drop_columns([name]), bed.data / FILE)
        return "validate", bed.data

    return prepare


def _at(name: str, code: str, row: int, what: str, values: Any) -> Case:
    return Case(
        name=f"Parquet: {what}", prepare=column(name, values), code=code, file=FILE, row=row,
        column=name,
    )  # fmt: skip


NESTED = pa.array([{"lat": 49.4, "lon": 8.6}] * 3)
WIDE = decimal.Decimal("1E+30")

CASES = [
    _at(
        "lat", "value.not_finite", 3, "less than all numbers", pa.array([49.4, -float("inf"), 49.4])
    ),
    _at("lat", "value.missing", 4, "nothing for a number", pa.array([49.4, 49.4, None])),
    _at("lat", "value.not_a_number", 2, "truth for a number", pa.array([True, True, False])),
    _at("lat", "coordinate.swapped", 3, "a place off the globe", pa.array([49.4, 149.4, 49.4])),
    _at("service_min", "value.too_small", 3, "less than no time", pa.array([5, -5, 5])),
    _at(
        "service_min",
        "value.too_large",
        3,
        "a wide number",
        pa.array([decimal.Decimal(5), WIDE, None], pa.decimal128(38, 2)),
    ),
    _at(
        "due_date",
        "value.date_with_time",
        2,
        "moments for days",
        pa.array([MOMENT] * 3, pa.timestamp("us")),
    ),
    _at(
        "due_date",
        "value.date_with_time",
        3,
        "parts of a second in a day",
        pa.array([DAY, MOMENT, DAY], pa.timestamp("ns")),
    ),
    _at(
        "due_date",
        "value.year_out_of_range",
        3,
        "a day of 1600",
        pa.array([DAY, EPOCH_1600, DAY], pa.timestamp("s")),
    ),
    _at("due_date", "value.date_serial", 2, "day numbers for days", pa.array([46346] * 3)),
    _at("due_date", "value.missing", 4, "a day that is not there", pa.array([DAY, DAY, None])),
    _at("window_start", "value.not_a_clock", 2, "days for clock times", pa.array([DAY] * 3)),
    _at("window_start", "value.not_a_clock", 3, "hours as numbers", pa.array([None, 8, None])),
    _at(
        "window_start",
        "column.type_unknown",
        1,
        "spans for clock times",
        pa.array([datetime.timedelta(hours=8)] * 3),
    ),
    _at("address", "column.type_unknown", 1, "a structure for a text", NESTED),
    _at("address", "column.type_unknown", 1, "bytes for a text", pa.array([b"a", b"b", b"c"])),
    _at(
        "address",
        "column.type_unknown",
        1,
        "pairs for a text",
        pa.array([[("a", 1)]] * 3, pa.map_(pa.string(), pa.int64())),
    ),
    _at("order_id", "value.missing", 3, "an id that is not there", pa.array(["O1", None, "O3"])),
    _at(
        "order_id",
        "value.control_character",
        3,
        "a zero byte in an id",
        pa.array(["O1", "O\0", "O3"]),
    ),
    _at("order_id", "row.twice", 3, "an id twice", pa.array(["O1", "O1", "O3"])),
    _at(
        "customer_name",
        "value.too_long",
        3,
        "a cell of 5 MB",
        pa.array(["a", "x" * 5_000_000, "c"]),
    ),
    _at(
        "lat",
        "value.not_a_number",
        3,
        "words in a dictionary",
        pa.array(["49.4", "north", "49.4"]).dictionary_encode(),
    ),
    Case(
        name="Parquet: two columns of one name",
        prepare=written({}, names={"address": "lat"}),
        code="column.twice",
        file=FILE,
        row=1,
        column="lat",
    ),
    Case(
        name="Parquet: a column without a name",
        prepare=written({}, names={"address": ""}),
        exit=0,
        code="column.unnamed",
        file=FILE,
        row=1,
        column="column_3",
    ),
    Case(
        name="Parquet: a name with capitals",
        prepare=written({}, names={"lat": "LAT"}),
        code="column.missing_but_near",
        file=FILE,
        row=1,
        column="lat",
    ),
    Case(
        name="Parquet: without a column",
        prepare=_without("lat"),
        code="column.missing",
        file=FILE,
        row=1,
        column="lat",
    ),
    Case(
        name="Parquet: no rows",
        prepare=_no_rows,
        code="table.no_rows",
        file=FILE,
        row=1,
    ),
    Case(
        name="Parquet: no columns",
        prepare=_no_columns,
        code="file.empty",
        file=FILE,
    ),
    *(
        Case(
            name=f"Parquet: without the bytes from {first:.0%} to {last:.0%}",
            prepare=_cut(first, last),
            code="file.not_parquet",
            file=FILE,
        )
        for first, last in ((0.0, 0.1), (0.4, 0.6), (0.5, 1.0), (0.9, 0.95), (0.99, 1.0))
    ),
    *(
        Case(
            name=f"Parquet: {what}",
            prepare=_content(content),
            code="file.not_parquet",
            file=FILE,
        )
        for what, content in (
            ("CSV under its name", b"order_id,lat\nO1,49.4\n"),
            ("a workbook under its name", b"PK\x03\x04"),
            ("its mark alone", b"PAR1"),
            ("a length beyond its end", b"PAR1" + b"\xff\xff\xff\x7f" + b"PAR1"),
            ("a packed footer that is encrypted", b"PARE" + bytes(40) + b"PARE"),
        )
    ),
]
