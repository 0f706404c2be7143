"""The rows of one table of a dataset, as columns that a table of the window can show."""

import datetime
from collections.abc import Iterable, Sequence
from dataclasses import Field, dataclass, fields
from typing import Any

import numpy as np
from PySide6.QtCore import QCoreApplication

from domain.column import Column as Declared
from domain.column import columns_of, is_required
from domain.dataset import Dataset
from domain.demand import DemandHistory
from domain.settings import Settings
from domain.tables import TABLE_BY_NAME
from gui.pages.cell_text import NUMERIC, cell_number, cell_text, written_text
from gui.pages.setting_meanings import setting_meaning
from gui.pages.settings_model import SettingRow
from gui.tables.column import Column

_WIDTHS = {"address": 200, "customer_name": 150, "name": 170, "note": 200}
_WIDTH, _MEANING_WIDTH = 96, 520
_LETTER_PX, _EDGES_PX = 8, 24


@dataclass(frozen=True, slots=True)
class PreviewRow:
    """A row with its place in the table, counted from 0."""

    index: int
    noun: Any


@dataclass(frozen=True, slots=True, kw_only=True)
class SeriesSpan:
    """One demand series in brief: what the history's thousands of rows say of it."""

    place_id: str
    item_id: str
    first: datetime.date
    days: int
    units: float


Columns = tuple[Column[PreviewRow], ...]


def preview(dataset: Dataset, table: str) -> tuple[Columns, Sequence[PreviewRow]]:
    """Columns and rows of a table.

    Columns are those that every dataset has and those that some row uses, under their names in
    the file; then those that no table declares. Demand history is shown as its series.
    """
    if table == "demand_history":
        return _series_columns(), _numbered(_series_spans(dataset.demand))
    nouns: Sequence[Any] = getattr(dataset, table, None) or ()
    declared = TABLE_BY_NAME.get(table)
    used = _used_columns(declared.noun, nouns) if declared else ()
    extra = dataset.extra_columns.get(table, {})
    columns = (*(_column(*item) for item in used), *(_extra(*item) for item in extra.items()))
    rows = nouns or range(max(map(len, extra.values()), default=0) if not declared else 0)
    return columns, _numbered(rows)


def _numbered(nouns: Iterable[Any]) -> list[PreviewRow]:
    return [PreviewRow(index, noun) for index, noun in enumerate(nouns)]


def _used_columns(noun: type, nouns: Sequence[Any]) -> list[tuple[Field[Any], Declared]]:
    return [
        (field, declared)
        for field, declared in columns_of(noun)
        if is_required(field) or any(getattr(n, field.name) != field.default for n in nouns)
    ]


def _column(field: Field[Any], declared: Declared) -> Column[PreviewRow]:
    is_number = declared.kind in NUMERIC
    name = field.name

    def text(row: PreviewRow) -> str:
        return cell_text(getattr(row.noun, name), declared)

    def number(row: PreviewRow) -> float | None:
        return cell_number(getattr(row.noun, name), declared)

    return Column(
        key=declared.name,
        title=lambda: declared.name,
        text=text,
        value=number if is_number else None,
        width=max(_WIDTHS.get(declared.name, _WIDTH), _LETTER_PX * len(declared.name) + _EDGES_PX),
        is_number=is_number,
    )


def _extra(name: str, texts: Sequence[str]) -> Column[PreviewRow]:
    return Column(
        key=f"extra:{name}",
        title=lambda: name,
        text=lambda row: texts[row.index] if row.index < len(texts) else "",
        width=_WIDTH,
    )


def settings_in_force(settings: Settings) -> list[SettingRow]:
    """Every setting with its value, be it written in the data or not."""
    values = {field.name: getattr(settings, field.name) for field in fields(settings)}
    return [
        SettingRow(
            key=declared.name,
            shown=cell_text(values[field.name], declared),
            written=written_text(values[field.name], declared),
        )
        for field, declared in columns_of(Settings)
    ]


def settings_columns() -> tuple[Column[SettingRow], ...]:
    """Key, value and meaning of a setting."""
    return (
        Column(key="key", title=lambda: "key", text=lambda row: row.key, width=170),
        Column(key="value", title=lambda: "value", text=lambda row: row.shown, width=120),
        Column(
            key="meaning",
            title=lambda: QCoreApplication.translate("TablePreview", "What it means"),
            text=lambda row: setting_meaning(row.key),
            width=_MEANING_WIDTH,
        ),
    )


def _series_spans(history: DemandHistory | None) -> list[SeriesSpan]:
    if history is None:
        return []
    known = history.observed | (history.units > 0)
    firsts, days = known.argmax(axis=1), known.sum(axis=1)
    units = history.units.sum(axis=1, dtype=np.float64)
    return [
        SeriesSpan(
            place_id=key.place_id,
            item_id=key.item_id,
            first=history.first_date + datetime.timedelta(days=int(first)),
            days=int(count),
            units=float(total),
        )
        for key, first, count, total in zip(history.keys, firsts, days, units, strict=True)
    ]


def _series_columns() -> Columns:
    translate = QCoreApplication.translate
    return (
        Column(
            key="place",
            title=lambda: translate("TablePreview", "Warehouse"),
            text=lambda row: row.noun.place_id,
        ),
        Column(
            key="item",
            title=lambda: translate("TablePreview", "SKU"),
            text=lambda row: row.noun.item_id,
        ),
        Column(
            key="first",
            title=lambda: translate("TablePreview", "First day"),
            text=lambda row: row.noun.first.isoformat(),
        ),
        Column(
            key="days",
            title=lambda: translate("TablePreview", "Days with a figure"),
            text=lambda row: f"{row.noun.days:,}",
            value=lambda row: row.noun.days,
            width=130,
            is_number=True,
        ),
        Column(
            key="units",
            title=lambda: translate("TablePreview", "Units sold"),
            text=lambda row: f"{row.noun.units:,.0f}",
            value=lambda row: row.noun.units,
            is_number=True,
        ),
    )
