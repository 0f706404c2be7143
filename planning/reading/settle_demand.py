"""Demand records that cannot stand as they are, settled as the dataset's settings say."""

import datetime
from collections.abc import Iterator
from dataclasses import replace

import numpy as np
import numpy.typing as npt

from domain.demand import Change, ChangeKind, DemandHistory
from domain.settings import Settings
from forecasting.cleaning.closures import closed_days, days_on_sale, recorded_days
from forecasting.known_facts import codes_of
from planning.reading.demand_rows import DemandRows
from planning.reading.raw_table import Indices, Mask

_EPOCH = datetime.date(1970, 1, 1)


def settle_rows(rows: DemandRows, settings: Settings) -> tuple[DemandRows, tuple[Change, ...]]:
    """One record for each day of a series, none below zero, and what was changed for it."""
    single, twice = _one_per_day(rows, settings.demand_duplicates)
    known, returns = _without_returns(single, settings.demand_negatives)
    return known, (*twice, *returns)


def second_records(rows: DemandRows) -> Mask:
    """Records of a day of which the series has one before."""
    same = (np.diff(rows.series) == 0) & (np.diff(rows.day) == 0)
    return np.concatenate((np.zeros(min(1, len(rows.series)), np.bool_), same))


def _one_per_day(rows: DemandRows, way: str) -> tuple[DemandRows, Iterator[Change]]:
    """The sum of a day's records, or the last of them in the table."""
    second = second_records(rows)
    if not second.any():
        return rows, iter(())
    first = np.flatnonzero(~second)
    last = np.append(first[1:], len(second)) - 1
    single = replace(
        rows,
        series=rows.series[first],
        day=rows.day[first],
        units=rows.units[last],
        censored=rows.censored[last],
        promoted=rows.promoted[last],
        price=rows.price[last],
        record=rows.record[last],
    )
    if way == "sum":
        single = replace(
            single,
            units=np.add.reduceat(rows.units, first),
            censored=np.logical_or.reduceat(rows.censored, first),
            promoted=np.logical_or.reduceat(rows.promoted, first),
            price=_last_known(rows, first, last),
        )
    touched = np.flatnonzero(last > first)
    before = replace(single, units=rows.units[first])
    return single, _changes(ChangeKind.TWICE, before, single, touched)


def _last_known(rows: DemandRows, first: Indices, last: Indices) -> npt.NDArray[np.float64]:
    """Price of the last record of each day that has one, NaN where none has."""
    place = np.where(np.isfinite(rows.price), np.arange(len(rows.price)), -1)
    found = np.maximum.reduceat(place, first)
    return np.where(found >= 0, rows.price[np.maximum(found, 0)], np.nan)


def _without_returns(rows: DemandRows, way: str) -> tuple[DemandRows, Iterator[Change]]:
    """Units below zero as no demand, where the settings take them for returns."""
    below = np.flatnonzero(rows.units < 0) if way == "returns" else np.zeros(0, np.int64)
    known = replace(rows, units=np.maximum(rows.units, 0)) if len(below) else rows
    return known, _changes(ChangeKind.RETURNS, rows, known, below)


def _changes(
    kind: ChangeKind, before: DemandRows, after: DemandRows, touched: Indices
) -> Iterator[Change]:
    """One change for each series among some records."""
    for series, records in _by_series(after.series, touched):
        yield Change.on_days(
            after.day[records],
            _EPOCH,
            kind=kind,
            key=after.keys[series],
            before=float(before.units[records].sum()),
            after=float(after.units[records].sum()),
        )


def _by_series(series: Indices, touched: Indices) -> Iterator[tuple[int, Indices]]:
    """The touched records of each series that has any."""
    starts = np.flatnonzero(np.diff(series[touched], prepend=-1))
    for records in np.split(touched, starts[1:]) if len(touched) else ():
        yield int(series[records[0]]), records


def with_no_sales(history: DemandHistory) -> DemandHistory:
    """Days without a record from the first to the last of a series as days without a sale.

    Days on which its place was closed stay unknown.
    """
    place, _ = codes_of([key.place_id for key in history.keys])
    recorded = recorded_days(history)
    no_sale = days_on_sale(recorded) & ~recorded & ~closed_days(recorded, place)[place]
    changes = (
        Change.on_days(
            np.flatnonzero(no_sale[row]),
            history.first_date,
            kind=ChangeKind.NO_SALE,
            key=history.keys[row],
            before=None,
            after=0.0,
        )
        for row in np.flatnonzero(no_sale.any(axis=1)).tolist()
    )
    return replace(
        history,
        observed=history.observed | no_sale,
        changes=(*history.changes, *changes),
    )
