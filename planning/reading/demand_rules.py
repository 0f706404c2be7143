"""Rules on the demand history: which series a record is of, and days that mislead a forecast."""

from collections.abc import Iterator

import numpy as np

from planning.reading.demand_panel import MOST_DAYS
from planning.reading.demand_rows import DemandRows, demand_rows
from planning.reading.problems import Finding
from planning.reading.raw_table import Indices, Mask
from planning.reading.read_table import ReadTable, ReadTables
from planning.reading.settle_demand import second_records

_LEAST_RUN_DAYS = 3
_LEAST_MISSED_UNITS = 20.0
_MOST_ZERO_SHARE = 0.2


def places_and_items(data: ReadTables) -> Iterator[Finding]:
    """Records that name both or neither of warehouse and region, or of SKU and category."""
    history = data["demand_history"]
    for one, other, twice, missing in (
        ("warehouse_id", "region_id", "demand.two_places", "demand.no_place"),
        ("sku", "category", "demand.two_items", "demand.no_item"),
    ):
        if not len(history):
            continue
        read = history.good(one) & history.good(other)
        both = history.given(one) & history.given(other)
        neither = ~history.given(one) & ~history.given(other)
        yield history.finding(read & both, twice, other)
        yield history.finding(read & neither, missing, one)


def days_of_series(data: ReadTables) -> Iterator[Finding]:
    """What is odd in the days of the series, one after the other."""
    history, settings = data["demand_history"], data.settings
    rows = demand_rows(history)
    yield from _negatives(history, rows, settings.demand_negatives)
    yield from _days_twice(history, rows, settings.demand_duplicates)
    yield from _too_many_days(history, rows)
    yield from _gaps(history, rows, settings.demand_missing)
    yield from _stockouts_as_zero(history, rows)


def _negatives(history: ReadTable, rows: DemandRows, way: str) -> Iterator[Finding]:
    """Units below zero: a slip, unless the settings take them for returns."""
    below = rows.record[rows.units < 0]
    if way == "reject":
        detail = {"minimum": 0}
        yield history.finding(np.sort(below), "value.too_small", "units", detail=lambda _: detail)
    elif len(below):
        returned = float(-rows.units[rows.units < 0].sum())
        yield _one(history, below, "demand.returns", "units", count=len(below), units=returned)


def _days_twice(history: ReadTable, rows: DemandRows, way: str) -> Iterator[Finding]:
    """A series with two records of one day: adding them up unasked would be a guess."""
    second = np.flatnonzero(second_records(rows))
    records = rows.record[second]
    if way != "reject":
        if len(records):
            yield _one(history, records, f"demand.day_twice_{way}", count=len(records))
        return
    earlier = dict(zip(records.tolist(), rows.record[second - 1].tolist(), strict=True))
    yield history.finding(
        np.sort(records),
        "demand.day_twice",
        "date",
        detail=lambda record: {"first_row": int(history.raw.rows[earlier[record]])},
    )


def _too_many_days(history: ReadTable, rows: DemandRows) -> Iterator[Finding]:
    """A span that no history has: one of the dates is wrong."""
    if not len(rows.day) or rows.day.max() - rows.day.min() < MOST_DAYS:
        return
    typical = np.median(rows.day)
    farthest = int(np.argmax(np.abs(rows.day - typical)))
    yield history.finding(
        rows.record[farthest : farthest + 1],
        "demand.span",
        "date",
        detail=lambda _: {"years": round(float(np.ptp(rows.day)) / 365.25)},
    )


def future_days(data: ReadTables) -> Iterator[Finding]:
    """Records of days that lie after the day to plan."""
    history, orders = data["demand_history"], data["orders"]
    day = data.settings.plan_date
    due = orders.values("due_date")[orders.good("due_date")]
    if day is None and not len(due):
        return
    last = np.datetime64(day) if day else due.max()
    future = history.given("date") & (history.values("date") > last)
    if future.any():
        yield history.one_warning(future, "demand.in_the_future", "date", day=str(last))


def _gaps(history: ReadTable, rows: DemandRows, way: str) -> Iterator[Finding]:
    """Days between the first and the last of a series that have no record."""
    code = "demand.gaps_are_zero" if way == "zero" else "demand.gaps"
    same = np.diff(rows.series) == 0
    missed = np.where(same, np.diff(rows.day) - 1, 0)
    after = missed > 0
    if after.any():
        yield _one(
            history,
            rows.record[1:][after],
            code,
            days=int(missed[after].sum()),
            series=len(np.unique(rows.series[1:][after])),
        )


def _stockouts_as_zero(history: ReadTable, rows: DemandRows) -> Iterator[Finding]:
    """Runs of zero in a series that sells nearly every day, not marked as stock-outs."""
    if not len(rows.record):
        return
    starts, lengths = _zero_runs(rows)
    count = np.bincount(rows.series)
    mean = np.bincount(rows.series, weights=rows.units) / count
    zero_share = np.bincount(rows.series, weights=rows.units == 0) / count
    series = rows.series[starts]
    missed = mean[series] * lengths
    odd = (lengths >= _LEAST_RUN_DAYS) & (missed >= _LEAST_MISSED_UNITS)
    odd &= (zero_share[series] <= _MOST_ZERO_SHARE) & _sold_on_both_sides(rows, starts, lengths)
    if odd.any():
        yield _one(
            history,
            rows.record[starts[odd]],
            "demand.stockout_as_zero",
            "units",
            days=int(lengths[odd].sum()),
            series=len(np.unique(series[odd])),
        )


def _one(
    history: ReadTable, records: Indices, code: str, column: str = "date", **facts: float
) -> Finding:
    """One warning at the first of some records."""
    return history.warning(np.sort(records)[:1], code, column, lambda _: facts)


def _zero_runs(rows: DemandRows) -> tuple[Indices, Indices]:
    """Start and length of each run of days of one series without a sale or a stock-out."""
    zero = (rows.units == 0) & ~rows.censored
    same = np.concatenate(([False], (np.diff(rows.series) == 0) & (np.diff(rows.day) == 1)))
    goes_on = zero & same & np.concatenate(([False], zero[:-1]))
    starts = np.flatnonzero(zero & ~goes_on)
    ends = np.flatnonzero(zero & ~np.concatenate((goes_on[1:], [False])))
    return starts, ends - starts + 1


def _sold_on_both_sides(rows: DemandRows, starts: Indices, lengths: Indices) -> Mask:
    """Whether the series has records before and after a run: it was on sale already, and still."""
    before, after = starts - 1, starts + lengths
    inside = (before >= 0) & (after < len(rows.series))
    before, after = np.maximum(before, 0), np.minimum(after, len(rows.series) - 1)
    series = rows.series[starts]
    return np.asarray(inside & (rows.series[before] == series) & (rows.series[after] == series))
