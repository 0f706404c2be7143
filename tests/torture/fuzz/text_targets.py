"""Parsers of text: tables, cells, plans and published instances."""

import json
from collections.abc import Iterator
from pathlib import Path

from domain.column import Column, columns_of
from domain.tables import TABLE_BY_NAME, TABLES
from optimizer.routing.instances.read_instance import read_instance
from planning.plan_file import parse_plan
from planning.reading.cell_refused import CellRefused
from planning.reading.cells import read_cell
from planning.reading.convert_table import convert_table
from planning.reading.csv_text import read_csv
from planning.reading.problems import Finding
from tests.end_to_end.bad_inputs.plans import sound_plan
from tests.optimizer.routing.instances.texts import LI_LIM, MATRIX, RICH, SOLOMON, VRPLIB
from tests.optimizer.routing.instances.vroom_texts import VROOM
from tests.planning.reading.small_dataset import EXTRA, csv_text, small_tables
from tests.planning.reading.test_bad_cells import BAD_CELLS
from tests.torture.fuzz.target import BINARY_RUNS, TEXT_RUNS, Target, refusing, require_code

_ENCODINGS = ("utf-8", "utf-8-sig", "utf-16", "utf-32", "gb18030")
_DELIMITERS = ",;\t|"


def csv_seeds() -> list[bytes]:
    """The tables of the small dataset in every delimiter and some encodings."""
    texts = [csv_text(records, d) for records in small_tables().values() for d in _DELIMITERS]
    texts += ["sep=;\n" + csv_text(small_tables()["orders"], ";")]
    return [text.encode(_ENCODINGS[n % len(_ENCODINGS)]) for n, text in enumerate(texts)]


def _parse_csv(data: bytes, folder: Path) -> None:
    path = folder / "orders.csv"
    path.write_bytes(data)
    read_csv(path, [], lambda _: None)


def _parse_table(data: bytes, folder: Path) -> None:
    """Read a table and convert every cell of it; the first byte says as which."""
    table = TABLES[data[0] % len(TABLES)] if data else TABLES[0]
    path = folder / f"{table.name}.csv"
    path.write_bytes(data[1:])
    raw = read_csv(path, [], lambda _: None)
    if raw is not None:
        _, found = convert_table(raw, table)
        for problem in found:
            if isinstance(problem, Finding):
                # It makes its problems only when they are asked for.
                list(problem.problems())


def _table_seeds() -> list[bytes]:
    tables = small_tables()
    names = [table.name for table in TABLES]
    texts = [
        (names.index(name), csv_text(records).encode()) for name, records in tables.items()
    ] + [(names.index(name), text.strip().encode()) for name, text in EXTRA.items()]
    return [bytes([number]) + text for number, text in texts]


def _all_columns() -> list[Column]:
    return [declared for table in TABLES for _, declared in columns_of(table.noun)]


COLUMNS = _all_columns()


def _parse_cell(data: bytes, _: Path) -> None:
    """Read one cell; the first two bytes say of which column."""
    declared = COLUMNS[int.from_bytes(data[:2], "big") % len(COLUMNS)]
    text = data[2:].decode("utf-8", "replace").strip()
    if text:
        try:
            read_cell(text, declared)
        except CellRefused as refused:
            require_code(refused.reason.code)


def _cell_seeds() -> list[bytes]:
    return list(_each_cell())


def _each_cell() -> Iterator[bytes]:
    by_name = {
        (table.name, declared.name): COLUMNS.index(declared)
        for table in TABLE_BY_NAME.values()
        for _, declared in columns_of(table.noun)
    }
    cells = [(table, column, text) for table, column, text, *_ in BAD_CELLS]
    for table, (header, *records) in small_tables().items():
        cells += [(table, header[at], text) for record in records for at, text in enumerate(record)]
    for table, column, text in cells:
        if (table, column) in by_name:
            yield by_name[table, column].to_bytes(2, "big") + text.encode()


def _parse_plan(data: bytes, _: Path) -> None:
    parse_plan(data, "plan.json")


VRPLIB_WORDS = (
    *(b"DIMENSION", b"EDGE_WEIGHT_TYPE : EXPLICIT", b"CAPACITY_SECTION", b"-1\n", b"EOF\n"),
)
VROOM_WORDS = (
    b'"jobs": ',
    b'"shipments": [',
    b'"time_windows": [[0, 1]]',
    b'"matrices": {}',
    b"null",
)


def _instances(text: str, name: str, words: tuple[bytes, ...] = VRPLIB_WORDS) -> Target:
    def parse(data: bytes, folder: Path) -> None:
        path = folder / "instance.txt"
        path.write_bytes(data)
        read_instance(path)

    return Target(
        name=name,
        seeds=lambda: [text.encode()],
        parse=refusing(parse),
        runs=TEXT_RUNS,
        words=words,
    )


TARGETS = (
    Target(
        name="csv", seeds=csv_seeds, parse=refusing(_parse_csv), runs=TEXT_RUNS,
        words=(b"order_id", b"sep=;\n", b"\r\n"),
    ),
    Target(name="cells", seeds=_cell_seeds, parse=_parse_cell, runs=TEXT_RUNS, words=(
        b"POLYGON ((0 0, 1 1, 1 0, 0 0))", b"POLYGON EMPTY", b" PM", b"T08:30", b"+08:00", b";",
    )),
    Target(
        name="table", seeds=_table_seeds, parse=refusing(_parse_table), runs=20 * BINARY_RUNS,
        words=(b"order_id", b"2026-11-20", b"08:00"),
    ),
    Target(
        name="plan", seeds=lambda: [sound_plan()], parse=refusing(_parse_plan), runs=TEXT_RUNS,
        words=(b'"routes": ', b'"code": ', b'"wayloom.plan"', b"{}", b"[]"),
    ),
    _instances(VRPLIB, "vrplib"),
    _instances(RICH, "rich vrplib"),
    _instances(MATRIX, "ortec"),
    _instances(SOLOMON, "solomon"),
    _instances(LI_LIM, "li and lim"),
    _instances(json.dumps(VROOM), "vroom", VROOM_WORDS),
)  # fmt: skip
