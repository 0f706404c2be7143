"""Files that are damaged, in another encoding, or no files at all."""

import datetime
import struct
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq

from tests.end_to_end.bad_inputs.case import Bed, Case, Prepare, with_file
from tests.planning.reading.small_dataset import csv_text

MIDNIGHT = datetime.datetime(2026, 11, 20)


def _orders(find: str, put: str, encoding: str = "utf-8") -> Prepare:
    """Another orders.csv with one text for another, in an encoding."""
    return with_file(
        "orders.csv", lambda bed: bed.csv("orders").replace(find, put, 1).encode(encoding)
    )


def _western(encoding: str) -> Prepare:
    """The orders with letters of western Europe only."""

    def content(bed: Bed) -> bytes:
        text = bed.csv("orders").replace("李雷", "Zoë").replace("北京路", "Rue")
        return text.encode(encoding)

    return with_file("orders.csv", content)


def _taiwanese(bed: Bed) -> tuple[object, ...]:
    text = bed.csv("orders").replace("Müller", "").replace("李雷", "")
    bed.write("orders.csv", text.replace("北京路", "臺北市信義區松仁路").encode("big5"))
    return "validate", bed.data


def _bytes(content: bytes) -> Prepare:
    return with_file("orders.csv", lambda _: content)


def _gone(bed: Bed) -> Path:
    path = bed.data / "orders.csv"
    path.unlink()
    return path


def _folder_instead(bed: Bed) -> tuple[object, ...]:
    _gone(bed).mkdir()
    return "validate", bed.data


def _link(target: str) -> Prepare:
    def prepare(bed: Bed) -> tuple[object, ...]:
        _gone(bed).symlink_to(target)
        return "validate", bed.data

    return prepare


def _source_loop(bed: Bed) -> tuple[object, ...]:
    path = bed.folder / "loop"
    path.symlink_to("loop")
    return "validate", path


def _empty_folder(bed: Bed) -> tuple[object, ...]:
    path = bed.folder / "nothing"
    path.mkdir()
    return "validate", path


def _one_file(bed: Bed) -> tuple[object, ...]:
    return "validate", bed.data / "orders.csv"


def _twice(bed: Bed) -> tuple[object, ...]:
    bed.write("orders.parquet", b"PAR1")
    return "validate", bed.data


def _workbook_beside(bed: Bed) -> tuple[object, ...]:
    bed.write("orders.xlsx", b"PK")
    return "validate", bed.data


def _sparse(bed: Bed) -> tuple[object, ...]:
    """A file of 3 GB that takes no room on the disk."""
    with (bed.data / "orders.csv").open("r+b") as file:
        file.truncate(3 * 10**9)
    return "validate", bed.data


def _parquet(column: str, values: Any) -> Prepare:
    """The orders as Parquet, one column with other values."""

    def prepare(bed: Bed) -> tuple[object, ...]:
        _gone(bed)
        header, *records = bed.tables["orders"]
        arrays = [pa.array(list(cells)) for cells in zip(*records, strict=True)]
        arrays[header.index(column)] = values
        pq.write_table(pa.table(arrays, names=header), bed.data / "orders.parquet")
        return "validate", bed.data

    return prepare


def _parquet_bytes(keep: float) -> Prepare:
    def prepare(bed: Bed) -> tuple[object, ...]:
        header, *records = bed.tables["orders"]
        _gone(bed)
        path = bed.data / "orders.parquet"
        columns = [pa.array(list(cells)) for cells in zip(*records, strict=True)]
        pq.write_table(pa.table(columns, names=header), path)
        content = path.read_bytes()
        path.write_bytes(content[: int(len(content) * keep)])
        return "validate", bed.data

    return prepare


def _no_utf8() -> Any:
    """Three texts, the second with bytes that are no UTF-8."""
    data = b"Mill\xff\xfeRoad"
    offsets = struct.pack("<4i", 0, 2, 6, len(data))
    buffers = [None, pa.py_buffer(offsets), pa.py_buffer(data)]
    return pa.Array.from_buffers(pa.string(), 3, buffers)


def _shuffled(bed: Bed) -> bytes:
    """Records with quotes that are never closed, cells too many and too few, and blank lines."""
    header, first, second, third = bed.csv("orders").splitlines()
    return "\n".join([header, "", first, second + ",more", third]).encode()


CASES = [
    Case(name="an empty file", prepare=_bytes(b""), code="file.empty", file="orders.csv"),
    Case(
        name="a file of nothing but a byte-order mark",
        prepare=_bytes(b"\xef\xbb\xbf"), code="file.empty", file="orders.csv",
    ),
    Case(
        name="blank lines alone",
        prepare=_bytes(b"\r\n \r\n"),
        code="file.empty", file="orders.csv",
    ),
    Case(name="delimiters alone", prepare=_bytes(b",,,\r\n"), code="file.empty", file="orders.csv"),
    Case(
        name="a file of zero bytes", prepare=_bytes(bytes(4096)),
        code="file.empty", file="orders.csv",
    ),
    Case(
        name="GBK is read, and told", prepare=_orders("Müller", "Miller", "gbk"), exit=0,
        code="file.encoding", file="orders.csv", row=1,
    ),
    Case(
        name="GB18030 is read, and told", prepare=_orders("Müller", "Miller", "gb18030"), exit=0,
        code="file.encoding", file="orders.csv", row=1,
    ),
    Case(
        name="UTF-16 is read, and told", prepare=_orders("x", "x", "utf-16"), exit=0,
        code="file.encoding", file="orders.csv", row=1,
    ),
    Case(
        name="UTF-16 cut in the middle of a character",
        prepare=with_file("orders.csv", lambda bed: bed.csv("orders").encode("utf-16")[:-1]),
        code="file.encoding_unknown", file="orders.csv", row=4,
    ),
    Case(
        name="Latin-1 is read, and told", prepare=_western("latin-1"), exit=0,
        code="file.encoding", file="orders.csv", row=1,
    ),
    Case(
        name="Big5 is read, and told", prepare=_taiwanese, exit=0,
        code="file.encoding", file="orders.csv", row=1,
    ),
    Case(
        name="a character cut in half", prepare=with_file(
            "orders.csv", lambda bed: bed.csv("orders").encode()[:-3] + b"\xe6\x9d"
        ),
        code="file.encoding_unknown", file="orders.csv", row=4,
    ),
    Case(
        name="a picture under the name of a table",
        prepare=_bytes(b"\x89PNG\r\n\x1a\n" + bytes(range(128, 256)) * 8),
        code="file.encoding_unknown", file="orders.csv", row=1,
    ),
    Case(
        name="a workbook under the name of a CSV file",
        prepare=with_file("orders.csv", lambda bed: bed.book.read_bytes()),
        code="file.encoding_unknown", file="orders.csv", row=1,
    ),
    Case(
        name="a cell too many, by a decimal comma", prepare=_orders("49.400", "49,4"),
        code="row.too_many_cells", file="orders.csv", row=2, column="requirements",
    ),
    Case(
        name="a cell too few", prepare=_orders(",7.5,tail_lift", ""),
        code="row.too_few_cells", file="orders.csv", row=2, column="service_min",
    ),
    Case(
        name="a surplus cell below a blank line", prepare=with_file("orders.csv", _shuffled),
        code="row.too_many_cells", file="orders.csv", row=4, column="requirements",
    ),
    Case(
        name="a quote that is never closed", prepare=_orders("Main Street", '"Main Street'),
        code="file.broken_quote", file="orders.csv", row=2,
    ),
    Case(
        name="text behind a closing quote", prepare=_orders("Main Street", '"Main" Street'),
        code="file.broken_quote", file="orders.csv", row=2,
    ),
    Case(
        name="a zero byte in a cell", prepare=_orders(",,,5", ",,\0,5"),
        code="value.control_character", file="orders.csv", row=3, column="window_end",
    ),
    Case(
        name="a decimal comma where semicolons divide",
        prepare=with_file(
            "orders.csv",
            lambda bed: csv_text(bed.tables["orders"], ";").replace("49.400", "49,400", 1),
        ),
        code="value.comma_ambiguous", file="orders.csv", row=2, column="lat",
    ),
    Case(
        name="a folder in place of a file", prepare=_folder_instead,
        code="file.is_a_folder", file="orders.csv",
    ),
    Case(
        name="a link to nothing", prepare=_link("nowhere.csv"),
        code="file.broken_link", file="orders.csv",
    ),
    Case(
        name="a link in a circle", prepare=_link("orders.csv"),
        code="file.broken_link", file="orders.csv",
    ),
    Case(name="a source in a circle", prepare=_source_loop, code="file.broken_link", file="loop"),
    Case(
        name="a source that is not there",
        prepare=lambda bed: ("validate", bed.folder / "nowhere"),
        code="source.missing", file="nowhere",
    ),
    Case(
        name="a name too long for any disk",
        prepare=lambda bed: ("validate", bed.folder / ("x" * 300)),
        code="file.unreadable", file="x" * 79 + "…",
    ),
    Case(
        name="an empty folder", prepare=_empty_folder, code="source.no_tables", file="nothing",
    ),
    Case(
        name="one file of a dataset alone", prepare=_one_file,
        code="source.one_table", file="orders.csv",
    ),
    Case(
        name="a device as source", prepare=lambda _: ("validate", "/dev/null"),
        code="source.wrong_type", file="null",
    ),
    Case(
        name="a table in two formats", prepare=_twice, code="table.twice", file="orders.parquet",
    ),
    Case(
        name="a workbook beside the tables", prepare=_workbook_beside, exit=0,
        code="file.not_read", file="orders.xlsx",
    ),
    Case(
        name="a file of 3 GB", prepare=_sparse, code="file.too_large", file="orders.csv",
    ),
    Case(
        name="half a Parquet file", prepare=_parquet_bytes(0.5),
        code="file.not_parquet", file="orders.parquet",
    ),
    Case(
        name="an empty Parquet file", prepare=_parquet_bytes(0.0),
        code="file.not_parquet", file="orders.parquet",
    ),
    Case(
        name="Parquet with moments of a time zone",
        prepare=_parquet("due_date", pa.array([MIDNIGHT] * 3, pa.timestamp("s", "UTC"))),
        code="column.type_unknown", file="orders.parquet", row=1, column="due_date",
    ),
    Case(
        name="Parquet with infinite numbers",
        prepare=_parquet("lat", pa.array([49.4, float("inf"), 49.4])),
        code="value.not_finite", file="orders.parquet", row=3, column="lat",
    ),
    Case(
        name="Parquet with no numbers",
        prepare=_parquet("lat", pa.array([49.4, 49.4, float("nan")])),
        code="value.not_finite", file="orders.parquet", row=4, column="lat",
    ),
    Case(
        name="Parquet with ids as numbers", exit=2,
        prepare=_parquet("order_id", pa.array([1.0, 2.0, 3.0])),
        code="id.number_cell", file="orders.parquet", row=2, column="order_id",
    ),
    Case(
        name="Parquet with bytes that are no text",
        prepare=_parquet("address", _no_utf8()),
        code="value.lost_character", file="orders.parquet", row=3, column="address",
    ),
]  # fmt: skip
