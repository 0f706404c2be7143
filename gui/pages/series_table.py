"""The demand series, a row each: what sells most is on top."""

import datetime
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from PySide6.QtCore import Qt

from domain.dataset import Dataset
from domain.demand import DemandHistory, ForecastBasis, SeriesKey
from domain.plan import Plan
from gui.panels.forecast_basis import basis_text
from gui.session import Selection, Session
from gui.tables.column import Column, Tone
from gui.tables.table_panel import TablePanel

RECENT_DAYS = 28
_EXPECTED_COLUMN = 2


@dataclass(frozen=True, slots=True, kw_only=True)
class SeriesRow:
    """A series with what it sold of late and what is expected; None where that is not known.

    `basis` says whose history the forecast rests on.
    """

    key: SeriesKey
    name: str
    expected: float | None
    recent: float | None
    basis: ForecastBasis | None = None


class SeriesTable(TablePanel[SeriesRow]):
    """Lists the series; the one selected is shown in the chart."""

    def __init__(self, session: Session) -> None:
        self._numbers: dict[SeriesKey, int] = {}
        super().__init__(session)
        self.table.sortByColumn(_EXPECTED_COLUMN, Qt.SortOrder.DescendingOrder)
        self.start()

    def title(self) -> str:
        """What the table is called."""
        return self.tr("Demand series")

    def empty_sentence(self) -> str:
        """Why there are no rows."""
        return self.tr("The data hold no demand history.")

    def make_rows(self) -> Sequence[SeriesRow]:
        """Series of the history and of the forecast, by warehouse and SKU."""
        dataset, day = self.session.shown_dataset, self.session.day
        rows = series_rows(dataset, self.session.plan, day) if dataset and day else []
        self._numbers = {row.key: i for i, row in enumerate(rows)}
        self._hide_basis(rows)
        return rows

    def _hide_basis(self, rows: Sequence[SeriesRow]) -> None:
        """Show on what forecasts rest only where one rests on others."""
        section = [column.key for column in self.model.columns].index("basis")
        self.table.setColumnHidden(section, not any(map(_basis, rows)))

    def selection_of(self, row: SeriesRow) -> Selection:
        """The row's series."""
        return Selection(place_id=row.key.place_id, item_id=row.key.item_id)

    def number_of(self, selection: Selection) -> int | None:
        """The row of the series selected."""
        key = SeriesKey(place_id=selection.place_id, item_id=selection.item_id)
        return self._numbers.get(key)

    def make_columns(self) -> Sequence[Column[SeriesRow]]:
        """The columns, from left to right."""
        return (
            Column(
                key="place",
                title=lambda: self.tr("Warehouse"),
                text=lambda row: row.key.place_id,
                width=84,
            ),
            Column(
                key="item", title=lambda: self.tr("SKU"), text=lambda row: row.key.item_id, width=78
            ),
            Column(
                key="expected",
                title=lambda: self.tr("Expected"),
                text=lambda row: _units(row.expected),
                value=lambda row: row.expected,
                width=92,
                is_number=True,
            ),
            Column(
                key="recent",
                title=lambda: self.tr("Sold, 28 d"),
                text=lambda row: _units(row.recent),
                value=lambda row: row.recent,
                width=80,
                is_number=True,
            ),
            Column(
                key="basis",
                title=lambda: self.tr("Rests on"),
                text=_basis,
                width=136,
                tone=lambda _: Tone.FAINT,
            ),
            Column(key="name", title=lambda: self.tr("Name"), text=lambda row: row.name, width=150),
        )


def series_rows(dataset: Dataset, plan: Plan | None, day: datetime.date) -> list[SeriesRow]:
    """All series of a dataset and a plan, by warehouse and SKU."""
    names = {product.sku: product.name for product in dataset.products}
    recent = _recent_units(dataset.demand, day) if dataset.demand else {}
    lines = {
        SeriesKey(place_id=line.place_id, item_id=line.item_id): line
        for line in (plan.forecast if plan else ())
    }
    keys = sorted({*recent, *lines}, key=lambda key: (key.place_id, key.item_id))
    return [
        SeriesRow(
            key=key,
            name=names.get(key.item_id, ""),
            expected=sum(lines[key].mean) if key in lines else None,
            recent=recent.get(key),
            basis=lines[key].basis if key in lines else None,
        )
        for key in keys
    ]


def _recent_units(history: DemandHistory, day: datetime.date) -> dict[SeriesKey, float | None]:
    """Units sold in the last days before a day; None for a series without a figure there."""
    end = max(0, min(history.days, (day - history.first_date).days))
    start = max(0, (day - history.first_date).days - RECENT_DAYS)
    units, observed = history.units[:, start:end], history.observed[:, start:end]
    known = np.any(observed | (units > 0), axis=1)
    sums = units.sum(axis=1, dtype=np.float64)
    return {
        key: total if is_known else None
        for key, total, is_known in zip(history.keys, sums.tolist(), known.tolist(), strict=True)
    }


def _basis(row: SeriesRow) -> str:
    """What a forecast rests on, where that is not the series itself."""
    return "" if row.basis in {None, ForecastBasis.OWN} else basis_text(row.basis)


def _units(value: float | None) -> str:
    return "" if value is None else f"{value:,.0f}"
