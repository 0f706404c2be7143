"""The bad cells of the tables again: as text in a workbook, in Parquet, in a database file."""

from collections.abc import Callable
from pathlib import Path

from tests.end_to_end.bad_inputs.case import Bed, Case, Prepare
from tests.planning.reading.small_dataset import Tables, set_cell, write_parquet_folder
from tests.planning.reading.test_bad_cells import BAD_CELLS
from tests.sqlite_file import write_sqlite

BOOK, SQLITE = "data.xlsx", "data.sqlite"

NOT_IN_A_WORKBOOK = {"O\x001", "a\x07b"}
"""XML has no such characters; what a workbook makes of them is in `spreadsheets`."""

ALWAYS_FORMULA = "="
"""openpyxl takes a text that begins so for a formula, which comes without a value."""


def in_parquet(spoil: Callable[[Tables], None]) -> Prepare:
    """Validate the dataset as a folder of Parquet files after something was done to it."""

    def prepare(bed: Bed) -> tuple[object, ...]:
        spoil(bed.tables)
        return "validate", write_parquet_folder(bed.folder / "parquet", bed.tables)

    return prepare


def in_sqlite(spoil: Callable[[Tables], None]) -> Prepare:
    """Validate the dataset as an SQLite file after something was done to its tables."""

    def prepare(bed: Bed) -> tuple[object, ...]:
        spoil(bed.tables)
        return "validate", sqlite_of(bed)

    return prepare


def sqlite_of(bed: Bed) -> Path:
    """The dataset as an SQLite file."""
    return write_sqlite(bed.folder / SQLITE, bed.tables)


def _in_workbook(spoil: Callable[[Tables], None]) -> Prepare:
    def prepare(bed: Bed) -> tuple[object, ...]:
        spoil(bed.tables)
        return "validate", bed.book

    return prepare


def _spoil(table: str, column: str, text: str) -> Callable[[Tables], None]:
    return lambda tables: set_cell(tables, table, column, text)


def _cases() -> list[Case]:
    cases = []
    for table, column, text, code, _ in BAD_CELLS:
        spoil, name = _spoil(table, column, text), f"{table}.{column} = {text[:20]!r}"
        cases.append(
            Case(
                name=f"Parquet {name}", prepare=in_parquet(spoil),
                code=code, file=f"{table}.parquet", row=2, column=column,
            )
        )  # fmt: skip
        cases.append(
            Case(
                name=f"SQLite {name}", prepare=in_sqlite(spoil),
                code=code, file=SQLITE, sheet=table, row=2, column=column,
            )
        )  # fmt: skip
        if text not in NOT_IN_A_WORKBOOK and not text.startswith(ALWAYS_FORMULA):
            cases.append(
                Case(
                    name=f"workbook {name}", prepare=_in_workbook(spoil),
                    code=code, file=BOOK, sheet=table, row=2, column=column,
                )
            )  # fmt: skip
    return cases


CASES = _cases()
