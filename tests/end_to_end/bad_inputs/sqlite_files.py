"""SQLite files as other programs write them, and what is none."""

import sqlite3
from collections.abc import Callable
from contextlib import closing

from tests.end_to_end.bad_inputs.case import Bed, Case, Prepare
from tests.end_to_end.bad_inputs.other_formats import SQLITE, in_sqlite, sqlite_of
from tests.planning.reading.small_dataset import Tables, add_row, drop_column


def changed(*statements: str, values: tuple[object, ...] = ()) -> Prepare:
    """Validate the dataset as an SQLite file after some SQL; `values` belong to the last one."""

    def prepare(bed: Bed) -> tuple[object, ...]:
        path = sqlite_of(bed)
        with closing(sqlite3.connect(path)) as connection:
            for statement in statements[:-1]:
                connection.execute(statement)
            connection.execute(statements[-1], values)
            connection.commit()
        return "validate", path

    return prepare


def value(column: str, cell: object, row: int = 2) -> Prepare:
    """Another value of any type in a row of the orders."""
    return changed(f"UPDATE orders SET {column} = ? WHERE rowid = {row - 1}", values=(cell,))


def _bytes(change: Callable[[bytes], bytes]) -> Prepare:
    """Validate the dataset as an SQLite file with other bytes."""

    def prepare(bed: Bed) -> tuple[object, ...]:
        path = sqlite_of(bed)
        path.write_bytes(change(path.read_bytes()))
        return "validate", path

    return prepare


def _pages(data: bytes) -> bytes:
    """All pages but the first overwritten."""
    return data[:4096] + b"\xa5" * (len(data) - 4096)


def _folder(bed: Bed) -> tuple[object, ...]:
    path = bed.folder / SQLITE
    path.mkdir()
    return "validate", path


def _link(bed: Bed) -> tuple[object, ...]:
    path = bed.folder / SQLITE
    path.symlink_to("nowhere.sqlite")
    return "validate", path


def _missing(bed: Bed) -> tuple[object, ...]:
    return "validate", bed.folder / SQLITE


def _raw(content: bytes) -> Prepare:
    def prepare(bed: Bed) -> tuple[object, ...]:
        path = bed.folder / SQLITE
        path.write_bytes(content)
        return "validate", path

    return prepare


def _without_table(tables: Tables) -> None:
    del tables["orders"]


def _renamed(tables: Tables) -> None:
    tables["order"] = tables.pop("orders")


def _no_rows(tables: Tables) -> None:
    del tables["orders"][1:]


def _duplicated(tables: Tables) -> None:
    add_row(tables, "orders")


def _at(name: str, column: str, cell: object, code: str, row: int = 2) -> Case:
    return Case(
        name=f"SQLite: {name}", prepare=value(column, cell, row), code=code,
        file=SQLITE, sheet="orders", row=row, column=column,
    )  # fmt: skip


def _whole(name: str, prepare: Prepare, code: str, **place: object) -> Case:
    return Case(name=f"SQLite: {name}", prepare=prepare, code=code, file=SQLITE, **place)  # type: ignore[arg-type]


CASES = [
    _at("nothing for an id", "order_id", None, "value.missing"),
    _at("nothing for a place", "lat", None, "value.missing", 3),
    _at("a text for a number", "lat", "north", "value.not_a_number", 3),
    _at("an infinite number", "lat", float("inf"), "value.not_finite"),
    _at("less than all numbers", "lon", -float("inf"), "value.not_finite"),
    _at("a place off the globe", "lat", 149.4, "coordinate.swapped"),
    _at("bytes for an id", "order_id", b"O1", "cell.bytes"),
    _at("bytes for a place", "lat", b"\x00\x01", "cell.bytes", 4),
    _at("a number for a day", "due_date", 46346, "value.date_serial"),
    _at("a moment for a day", "due_date", "2026-11-20 14:30:00", "value.date_with_time"),
    _at("seconds since 1970 for a day", "due_date", 1_795_132_800, "value.not_a_date"),
    _at("a day that does not exist", "due_date", "2026-02-30", "value.no_such_day", 3),
    _at("less than no time", "service_min", -5, "value.too_small"),
    _at("a number beyond all bounds", "service_min", 2**62, "value.too_large"),
    _at("a zero byte in a text", "customer_name", "An\0na", "value.control_character"),
    _at("a text of 5 MB", "address", "x" * 5_000_000, "value.too_long"),
    _at("a clock time as a fraction", "window_start", 0.375, "value.clock_fraction"),
    _whole(
        "bytes that are no text",
        changed("UPDATE orders SET address = CAST(X'4d696c6cfffe' AS TEXT) WHERE rowid = 2"),
        "value.lost_character", sheet="orders", row=3, column="address",
    ),
    _whole(
        "an id twice", in_sqlite(_duplicated), "row.twice",
        sheet="orders", row=5, column="order_id",
    ),
    _whole("without a table", in_sqlite(_without_table), "table.missing", sheet="orders"),
    _whole("a table of a near name", in_sqlite(_renamed), "table.missing_but_near", sheet="orders"),
    _whole("a table without rows", in_sqlite(_no_rows), "table.no_rows", sheet="orders", row=1),
    _whole(
        "without a column", in_sqlite(lambda tables: drop_column(tables, "orders", "lat")),
        "column.missing", sheet="orders", row=1, column="lat",
    ),
    _whole(
        "a column nobody knows", changed("ALTER TABLE orders ADD COLUMN colour TEXT"),
        "column.unknown", exit=0, sheet="orders", row=1, column="colour",
    ),
    _whole(
        "a table nobody knows", changed("CREATE TABLE remarks (text TEXT)"),
        "table.unknown", exit=0, sheet="remarks",
    ),
    _whole(
        "a view that cannot be read",
        changed("CREATE VIEW zones AS SELECT * FROM nowhere"),
        "table.not_readable", sheet="zones", row=2,
    ),
    _whole("an empty file", _raw(b""), "file.not_sqlite"),
    _whole("a text", _raw(b"order_id,lat\nO1,49.4\n"), "file.not_sqlite"),
    _whole("a workbook", _raw(b"PK\x03\x04" + bytes(100)), "file.not_sqlite"),
    _whole("nothing but its mark", _raw(b"SQLite format 3\x00"), "file.not_sqlite"),
    _whole("zeros behind its mark", _raw(b"SQLite format 3\x00" + bytes(4080)), "file.not_sqlite"),
    _whole(
        "a file cut in half", _bytes(lambda data: data[: len(data) // 2]), "file.sqlite_damaged",
    ),
    _whole("pages of rubbish", _bytes(_pages), "file.sqlite_damaged", sheet="orders", row=2),
    _whole("a file that is packed", _bytes(lambda data: data[::-1]), "file.not_sqlite"),
    _whole("a folder", _folder, "source.no_tables"),
    _whole("a link to nothing", _link, "file.broken_link"),
    _whole("no file", _missing, "source.missing"),
]  # fmt: skip
