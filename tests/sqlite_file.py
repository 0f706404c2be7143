"""SQLite files that tests write, with tables as a company may have them."""

import sqlite3
from collections.abc import Mapping, Sequence
from contextlib import closing
from pathlib import Path


def quoted(name: str) -> str:
    """A name as SQL takes it."""
    return '"' + name.replace('"', '""') + '"'


def write_sqlite(
    path: Path,
    tables: Mapping[str, Sequence[Sequence[object]]],
    *,
    types: Mapping[str, str] | None = None,
) -> Path:
    """Write tables, header first, columns without a type but for those of `types`."""
    path.unlink(missing_ok=True)
    with closing(sqlite3.connect(path)) as connection:
        for name, (header, *records) in tables.items():
            columns = ", ".join(
                f"{quoted(str(column))} {(types or {}).get(str(column), '')}" for column in header
            )
            connection.execute(f"CREATE TABLE {quoted(name)} ({columns})")
            marks = ", ".join("?" for _ in header)
            connection.executemany(f"INSERT INTO {quoted(name)} VALUES ({marks})", records)
        connection.commit()
    return path
