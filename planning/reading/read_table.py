"""A table as columns of values, with the helpers that the rules between tables are written in."""

import dataclasses
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt
import pandas as pd

from domain.column import Column, columns_of, is_required
from domain.message import Severity
from domain.settings import Settings
from domain.tables import TABLE_BY_NAME, Table
from planning.reading.columns import NUMBERS, ReadColumn, default_values
from planning.reading.problems import Detail, Finding, nothing_more, where
from planning.reading.raw_table import Indices, Mask, RawTable

Values = npt.NDArray[Any]
Numbers = npt.NDArray[np.float64]


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class ReadTable:
    """One table, its cells converted.

    Parameters
    ----------
    declared
        The table's declaration.
    raw
        The text it was read from, for the place and the text of a problem.
    columns
        The columns that the source has, by name.
    extra
        Columns no table declares: name -> position in the raw table.
    present
        Whether the source has the table.
    """

    declared: Table
    raw: RawTable
    columns: Mapping[str, ReadColumn]
    extra: Mapping[str, int] = dataclasses.field(default_factory=dict)
    present: bool = True

    def __len__(self) -> int:
        return len(self.raw)

    def values(self, name: str) -> Values:
        """Values of a column, in the unit of the field; its default where the cell has none."""
        if name in self.columns:
            return self.columns[name].values
        return default_values(*self.declaration(name), len(self))

    def good(self, name: str) -> Mask:
        """Where a column's cell has been read, or may be empty."""
        if name in self.columns:
            return self.columns[name].good
        return np.broadcast_to(np.bool_(not is_required(self.declaration(name)[0])), len(self))

    def given(self, name: str) -> Mask:
        """Where a column's cell is not empty, and has been read."""
        if name in self.columns:
            return self.columns[name].given & self.columns[name].good
        return np.broadcast_to(np.bool_(False), len(self))

    def numbers(self, name: str) -> Numbers:
        """Values of a column of numbers; NaN where there is none, or it was refused."""
        values = self.values(name)
        if self.declaration(name)[1].kind not in NUMBERS:
            values = np.array([np.nan if v is None or v == "" else float(v) for v in values])
        return np.where(self.good(name), values, np.nan).astype(np.float64)

    def declaration(self, name: str) -> tuple[dataclasses.Field[Any], Column]:
        """Field and declaration of a column."""
        for field, column in columns_of(self.declared.noun):
            if column.name == name:
                return field, column
        raise KeyError(f"{self.declared.name} has no column {name}")

    @property
    def is_whole(self) -> bool:
        """Whether every record could be read as far as its key goes."""
        keys = [name for name in self.declared.key if is_required(self.declaration(name)[0])]
        return self.raw.lost_rows == 0 and all(bool(self.good(name).all()) for name in keys)

    def key_codes(self, names: tuple[str, ...]) -> Indices:
        """A number for each record, equal where the columns are; -1 where a cell was refused."""
        combined = np.zeros(len(self), dtype=np.int64)
        bad = np.zeros(len(self), dtype=np.bool_)
        for name in names:
            codes, distinct = pd.factorize(self.values(name), use_na_sentinel=False)
            combined = combined * (len(distinct) + 1) + codes
            # Keeps the numbers small enough however many columns there are.
            combined = pd.factorize(combined)[0].astype(np.int64)
            bad |= ~self.good(name)
        combined[bad] = -1
        return combined

    def finding(
        self,
        records: Mask | Indices,
        code: str,
        column: str = "",
        *,
        severity: Severity = Severity.ERROR,
        detail: Detail = nothing_more,
    ) -> Finding:
        """A finding at records of this table."""
        indices = np.flatnonzero(records) if records.dtype == np.bool_ else records
        return Finding(
            table=self.raw,
            records=indices.astype(np.int64),
            code=code,
            column=column,
            severity=severity,
            detail=detail,
        )

    def warning(
        self, records: Mask | Indices, code: str, column: str = "", detail: Detail = nothing_more
    ) -> Finding:
        """A finding that does not stop the plan."""
        return self.finding(records, code, column, severity=Severity.WARNING, detail=detail)

    def one_warning(
        self, records: Mask, code: str, column: str, **parameters: str | int | float
    ) -> Finding:
        """One warning at the first of many records, with their count."""
        indices = where(records)
        facts = {"count": len(indices), **parameters}
        return self.warning(indices[:1], code, column, lambda _: facts)

    def detail(self, **names: str) -> Detail:
        """Parameters of a message taken from the text of columns: parameter -> column."""
        return lambda record: {
            parameter: self.raw.text(column, record)[:100] for parameter, column in names.items()
        }


def absent_table(name: str) -> ReadTable:
    """A table that the source does not have: no records."""
    raw = RawTable(name=name, file="")
    return ReadTable(declared=TABLE_BY_NAME[name], raw=raw, columns={}, present=False)


@dataclass(frozen=True, slots=True, eq=False)
class ReadTables:
    """All tables of a dataset, those absent as empty ones, and the settings they came with."""

    tables: Mapping[str, ReadTable]
    settings: Settings

    def __getitem__(self, name: str) -> ReadTable:
        return self.tables.get(name) or absent_table(name)
