"""A name for the content of a dataset, the same whatever files it comes in."""

import hashlib
from collections.abc import Iterable
from typing import Any

import numpy as np
import pandas as pd

from domain.column import columns_of
from planning.reading.columns import default_values
from planning.reading.read_table import ReadTable, Values


def fingerprint(tables: Iterable[ReadTable]) -> str:
    """SHA-256 over the values of all tables, in their order.

    Names of files, times of change, the order of columns, the way a number is written and cells
    that say no more than the default leave no trace. The order of rows does.
    """
    digest = hashlib.sha256(b"wayloom.dataset 1\n")
    for table in tables:
        digest.update(f"table {table.declared.name} {len(table)}\n".encode())
        for _, declared in columns_of(table.declared.noun):
            column = table.columns.get(declared.name)
            if column is not None and not _is_default(table, declared.name):
                digest.update(f"column {declared.name}\n".encode())
                _add(digest, column.values)
        for name, position in sorted(table.extra.items()):
            digest.update(f"extra {name}\n".encode())
            _add(digest, table.raw.cells[position].to_numpy(zero_copy_only=False))
    return digest.hexdigest()


def _is_default(table: ReadTable, name: str) -> bool:
    values, default = table.values(name), default_values(*table.declaration(name), len(table))
    same = np.asarray(values == default) | (pd.isna(values) & pd.isna(default))
    return bool(same.all())


def _add(digest: Any, values: Values) -> None:
    """Add a column as its distinct values and where they stand."""
    if values.dtype.kind == "f":
        # One zero and one NaN: their other bit patterns mean the same.
        clean = np.where(np.isnan(values), np.nan, values + 0.0)
        digest.update(clean.astype("<f8").tobytes())
    elif values.dtype.kind in "Mb":
        digest.update(values.astype("<i8").tobytes())
    else:
        codes, distinct = pd.factorize(values, use_na_sentinel=False)
        digest.update("\x1f".join(_text(value) for value in distinct).encode())
        digest.update(codes.astype("<i8").tobytes())


def _text(value: Any) -> str:
    """One text for equal values: 1.50 and 1.5, and sets in any order."""
    if isinstance(value, frozenset):
        return "\x1e".join(sorted(str(item) for item in value))
    if isinstance(value, str):
        return value
    # Of amounts of money some of which are missing, pandas makes None a NaN.
    if pd.isna(value):
        return "\x00"
    return format(value.normalize(), "f")
