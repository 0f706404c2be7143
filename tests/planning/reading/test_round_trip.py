"""Any rows that nouns allow come back from a file as they went in."""

import csv
import dataclasses
import datetime
import io
import tempfile
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from domain.column import Column, Kind, columns_of, is_required
from domain.message import Severity
from domain.tables import TABLE_BY_NAME, TABLES, Table
from planning.reading.columns import holds_integer
from planning.reading.convert_table import convert_table
from planning.reading.csv_text import read_csv
from planning.reading.nouns import build_nouns

Cell = tuple[str, Any]
"""The text of a cell and the value of the field."""

_LETTERS = st.characters(exclude_categories=("Cc", "Cf", "Cs", "Zs", "Zl", "Zp", "Cn", "Co"))
_WORD = st.text(_LETTERS, min_size=1, max_size=12).filter(
    lambda text: not set(text) & set("#\ufffd")
)
_PLAIN_WORD = _WORD.filter(lambda text: not set(text) & set(",;|，；"))
_DATE = st.dates(datetime.date(1970, 1, 1), datetime.date(2199, 12, 31))
_POLYGON = "POLYGON ((8.6 49.3, 8.8 49.3, 8.8 49.5, 8.6 49.3))"


def texts() -> st.SearchStrategy[Cell]:
    words = st.lists(st.one_of(_WORD, st.sampled_from(['"', "\n", ", ;\t'", " "])), max_size=5)
    return words.map("".join).map(str.strip).map(lambda text: (text, text))


def numbers(declared: Column, field: dataclasses.Field[Any]) -> st.SearchStrategy[Cell]:
    low = (
        0.5 if declared.above_zero else (declared.minimum if declared.minimum is not None else -1e6)
    )
    high = declared.maximum if declared.maximum is not None else 1e6
    if declared.kind is Kind.WHOLE:
        scale = int(declared.scale)
        return st.integers(int(low), int(high)).map(lambda n: (str(n), n * scale))
    if declared.kind is Kind.MONEY:
        places = st.integers(0, 4)
        money = places.flatmap(
            lambda p: st.decimals(Decimal(str(low)), Decimal(str(high)), places=p)
        )
        return money.map(lambda amount: (format(amount, "f"), amount))
    if holds_integer(field):
        halves = st.integers(int(2 * low), int(2 * high))
        return halves.map(lambda n: (str(n / 2), round(n / 2 * declared.scale)))
    return st.floats(low, high).map(lambda x: (repr(x), x * declared.scale))


def cells(declared: Column, field: dataclasses.Field[Any]) -> st.SearchStrategy[Cell]:
    """Texts with their values for one column, empty ones too where they may be."""
    kind = declared.kind
    by_kind: dict[Kind, st.SearchStrategy[Cell]] = {
        Kind.ID: _WORD.map(lambda text: (text, text)),
        Kind.TEXT: texts(),
        Kind.CHOICE: st.sampled_from(declared.choices or ("",)).map(lambda word: (word, word)),
        Kind.WORDS: st.frozensets(
            st.sampled_from(declared.choices) if declared.choices else _PLAIN_WORD, max_size=3
        ).map(lambda s: ("; ".join(s), s)),
        Kind.FLAG: st.sampled_from([("0", False), ("1", True), ("true", True), ("FALSE", False)]),
        Kind.CLOCK: st.integers(0, 86_399).map(lambda s: (str(datetime.timedelta(seconds=s)), s)),
        Kind.DATE: _DATE.map(lambda day: (day.isoformat(), day)),
        Kind.DATES: st.frozensets(_DATE, max_size=3).map(lambda s: ("|".join(map(str, s)), s)),
        Kind.TIMESTAMP: st.datetimes(
            datetime.datetime(1970, 1, 1), datetime.datetime(2199, 12, 31)
        ).map(lambda moment: (moment.isoformat(sep=" "), moment)),
        Kind.POLYGON: st.just((_POLYGON, _POLYGON)),
    }
    filled = by_kind[kind] if kind in by_kind else numbers(declared, field)
    if is_required(field):
        return filled
    # An empty text is an empty cell, which stands for the default.
    given_text = filled.map(lambda cell: cell if cell[0] else ("", field.default))
    return st.one_of(st.just(("", field.default)), given_text)


@st.composite
def rows_of(draw: st.DrawFn, table: Table) -> tuple[list[list[str]], list[dict[str, Any]]]:
    """Some columns of a table in any order, with rows of text and of values."""
    columns = [
        (field, declared)
        for field, declared in columns_of(table.noun)
        if is_required(field) or (not declared.name.startswith("pickup_") and draw(st.booleans()))
    ]
    columns = draw(st.permutations(columns))
    lines = [[declared.name for _, declared in columns]]
    values = []
    for _ in range(draw(st.integers(1, 3))):
        row = {field.name: draw(cells(declared, field)) for field, declared in columns}
        lines.append([text for text, _ in row.values()])
        values.append(_on_the_next_day(table, {name: value for name, (_, value) in row.items()}))
    return lines, values


def _on_the_next_day(table: Table, row: dict[str, Any]) -> dict[str, Any]:
    """Clock times earlier than what they end belong to the day after."""
    moved = dict(row)
    for field, declared in columns_of(table.noun):
        end, start = row.get(field.name), row.get(declared.not_before)
        if end is not None and start is not None and end < start and end != field.default:
            moved[field.name] = end + 86_400
    return moved


@pytest.mark.parametrize("name", [t.name for t in TABLES if t.name != "demand_history"])
@settings(max_examples=40, suppress_health_check=[HealthCheck.too_slow])
@given(data=st.data())
def test_rows_come_back(name: str, data: st.DataObject) -> None:
    table = TABLE_BY_NAME[name]
    lines, values = data.draw(rows_of(table))
    try:
        expected = tuple(table.noun(**row) for row in values)
    except ValueError:
        # Rows that only a rule between columns refuses are no rows to come back.
        return
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / f"{name}.csv"
        text = io.StringIO(newline="")
        csv.writer(text, delimiter=data.draw(st.sampled_from(",;\t"))).writerows(lines)
        path.write_bytes(text.getvalue().encode())
        raw = read_csv(path, [], lambda _: None)
    assert raw is not None
    read, found = convert_table(raw, table)
    errors = [f for f in found if getattr(f, "severity", None) is Severity.ERROR]
    assert {error.code for error in errors} <= {"row.twice"}
    assert build_nouns(read) == (expected, [])
