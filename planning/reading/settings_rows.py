"""The settings table, one row per key, as settings."""

import re
from collections.abc import Mapping
from typing import Any

from domain.column import Column, Kind, columns_of, refusal
from domain.message import Message, Problem, Severity, message
from domain.settings import Settings
from planning.public_holidays import is_country, is_region
from planning.reading.cell_refused import CellRefused
from planning.reading.cells import read_cell
from planning.reading.columns import NUMBERS
from planning.reading.currencies import CURRENCIES
from planning.reading.datum import UnknownDatum, check_datum
from planning.reading.header import nearest
from planning.reading.problems import shortened
from planning.reading.read_table import ReadTable

_CURRENCY = re.compile(r"[A-Z]{3}")


def read_settings(table: ReadTable) -> tuple[Settings, list[Problem]]:
    """The settings of a dataset; those refused or left out have their default."""
    fields = {column.name: (field.name, column) for field, column in columns_of(Settings)}
    values: dict[str, Any] = {}
    records: dict[str, int] = {}
    problems: list[Problem] = []
    for record in range(len(table)):
        key, text = table.raw.text("key", record), table.raw.text("value", record)
        if key and key not in fields:
            problems.append(_unknown(table, record, key, list(fields)))
        elif key and text:
            name, column = fields[key]
            try:
                values[name] = _setting(text, column)
                records[name] = record
            except CellRefused as refused:
                problems.append(_problem(table, record, refused.reason))
    if "holiday_region" in values and not _is_region(values):
        record = records["holiday_region"]
        problems.append(_problem(table, record, message("setting.holiday_region_unknown")))
        del values["holiday_region"]
    return Settings(**values), problems


def _is_region(values: Mapping[str, Any]) -> bool:
    country = values.get("holiday_country", "")
    return bool(country) and is_region(country, values["holiday_region"])


def _setting(text: str, declared: Column) -> Any:
    value = read_cell(text, declared)
    if declared.kind in NUMBERS or declared.minimum is not None:
        reason = refusal(value, declared)
        if reason is not None:
            raise CellRefused(reason)
    if declared.kind is Kind.WORDS and declared.choices and not value <= set(declared.choices):
        raise CellRefused(message("value.not_a_choice", choices=", ".join(declared.choices)))
    if declared.name == "currency":
        _check_currency(text)
    if declared.name == "holiday_country":
        if not is_country(text.upper()):
            raise CellRefused(message("setting.holiday_country_unknown"))
        return text.upper()
    if declared.name == "coordinate_datum":
        return _datum(text)
    return value


def _check_currency(text: str) -> None:
    if not _CURRENCY.fullmatch(text):
        raise CellRefused(message("setting.currency_form"))
    if text not in CURRENCIES:
        raise CellRefused(message("setting.currency_unknown"))


def _datum(text: str) -> str:
    datum = text.upper() if text.upper().startswith("EPSG:") else text
    try:
        check_datum(datum)
    except UnknownDatum:
        raise CellRefused(message("setting.datum_unknown")) from None
    return datum


def _unknown(table: ReadTable, record: int, key: str, known: list[str]) -> Problem:
    near = nearest(key, known)
    code = "setting.misspelt" if near else "setting.unknown"
    reason = message(code, key=shortened(key), near=near) if near else message(code, key=key[:80])
    return _problem(table, record, reason, "key", Severity.WARNING)


def _problem(
    table: ReadTable,
    record: int,
    reason: Message,
    column: str = "value",
    severity: Severity = Severity.ERROR,
) -> Problem:
    return Problem(
        message=reason,
        severity=severity,
        file=table.raw.file,
        sheet=table.raw.sheet,
        row=int(table.raw.rows[record]),
        column=column,
        value=shortened(table.raw.text(column, record)),
    )
