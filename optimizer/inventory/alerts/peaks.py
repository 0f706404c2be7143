"""Peaks of demand ahead, and how far stock and orders cover them."""

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np

from domain.dataset import Dataset
from domain.demand import SeriesKey
from domain.message import Parameter, message
from domain.stock_alert import StockAlert, StockAlertKind
from domain.stock_problem import Flags, Floats, Whole
from optimizer.inventory.alerts.stock_outlook import StockOutlook

PEAK_FACTOR = 1.5
"""A day of a peak has this many times the usual demand."""

READY_LEVEL = 0.8
"""Chance that demand of a peak stays within what a warehouse should be ready for."""

READY_SHARE = 0.95
"""Share of that demand covered from which on a peak needs no look."""

_USUAL_WEEKS, _WEEK_DAYS = 4, 7


@dataclass(frozen=True, slots=True, kw_only=True)
class _Peak:
    """Days of a peak at a warehouse, and how many times the usual a day of it has."""

    warehouse_id: str
    first: int
    last: int
    factor: float


def unready_peaks(ahead: StockOutlook, dataset: Dataset) -> Iterator[StockAlert]:
    """Peaks of a warehouse's demand that what is there, comes and is planned does not cover.

    Units missing of one SKU are not made good by too many of another.
    """
    usual, expected = _usual_demand(ahead, dataset), ahead.mean_demand()
    warehouse_of = np.array([warehouse_id for warehouse_id, _ in ahead.keys])
    for warehouse in dataset.warehouses:
        some = np.flatnonzero(warehouse_of == warehouse.warehouse_id)
        # What is new has no usual demand, and is no peak.
        wanted = np.where(np.isnan(usual[some]), 0, expected[some]).sum(axis=0)
        for peak in _peaks(warehouse.warehouse_id, wanted, np.nansum(usual[some], axis=0)):
            alert = _readiness(ahead, dataset, some, peak)
            if alert is not None:
                yield alert


def _usual_demand(ahead: StockOutlook, dataset: Dataset) -> Floats:
    """Mean of the last four same weekdays known, NaN where there is none; ``(n, t)``."""
    usual = np.full((len(ahead.keys), ahead.days), np.nan)
    history = dataset.demand
    if history is None:
        return usual
    known = min((ahead.first_day - history.first_date).days, history.days)
    first = max(0, known - _USUAL_WEEKS * _WEEK_DAYS)
    row_of = {key: row for row, key in enumerate(history.keys)}
    keys = [SeriesKey(place_id=place, item_id=item) for place, item in ahead.keys]
    found = np.array([number for number, key in enumerate(keys) if key in row_of], dtype=np.int64)
    rows = np.array([row_of[keys[number]] for number in found], dtype=np.int64)
    gap_days = (ahead.first_day - history.first_date).days
    for day in range(min(_WEEK_DAYS, ahead.days)):
        same = slice(first + (gap_days + day - first) % _WEEK_DAYS, max(known, 0), _WEEK_DAYS)
        observed = history.observed[rows, same]
        units = np.where(observed, history.units[rows, same], 0).sum(axis=1)
        count = observed.sum(axis=1)
        mean = np.where(count > 0, units / np.maximum(count, 1), np.nan)
        usual[found, day::_WEEK_DAYS] = mean[:, None]
    return usual


def _peaks(warehouse_id: str, expected: Floats, usual: Floats) -> Iterator[_Peak]:
    """Runs of days with a multiple of what is usual on their weekday and on average."""
    level = np.maximum(usual, usual[:_WEEK_DAYS].mean())
    is_peak = (expected >= PEAK_FACTOR * level) & (level > 0)
    for first, last in _runs(is_peak):
        span = slice(first, last + 1)
        factor = float(expected[span].sum() / level[span].sum())
        yield _Peak(warehouse_id=warehouse_id, first=first, last=last, factor=factor)


def _runs(days: Flags) -> list[tuple[int, int]]:
    """First and last day of each run of days that are set."""
    edges = np.flatnonzero(np.diff(np.concatenate([[False], days, [False]]).astype(np.int64)))
    return [(int(a), int(b) - 1) for a, b in zip(edges[::2], edges[1::2], strict=True)]


def _readiness(
    ahead: StockOutlook, dataset: Dataset, some: Whole, peak: _Peak
) -> StockAlert | None:
    """The alert of a peak; None where what is needed is covered."""
    needed = covered = at_risk_minor = 0.0
    for chunk in ahead.chunks(some):
        wanted = np.cumsum(ahead.demand(chunk, peak.last + 1), axis=2, dtype=np.float64)
        before = np.median(wanted[..., peak.first - 1], axis=1) if peak.first else 0.0
        need = np.quantile(wanted[..., -1], READY_LEVEL, axis=1) - before
        there = ahead.supplied[chunk, peak.last]
        needed += float(need.sum())
        covered += float(np.clip(there - before, 0, need).sum())
        missing = np.maximum(wanted[..., -1] - there[:, None], 0).mean(axis=1)
        margins = [ahead.margin_minor(number) for number in chunk.tolist()]
        at_risk_minor += float(missing @ margins)
    share = covered / needed if needed > 0 else 1.0
    if share >= READY_SHARE:
        return None
    name = _name_of(ahead, dataset, peak)
    facts: dict[str, Parameter] = {
        "warehouse": peak.warehouse_id,
        "first": str(ahead.date(peak.first)),
        "last": str(ahead.date(peak.last)),
        "usual_pct": round(100 * peak.factor),
        "ready_pct": round(100 * share),
        "level_pct": round(100 * READY_LEVEL),
    }
    return StockAlert(
        kind=StockAlertKind.PEAK,
        warehouse_id=peak.warehouse_id,
        date=ahead.date(peak.first),
        money_at_risk_minor=round(at_risk_minor),
        message=message("stock_alert.named_peak", name=name, **facts)
        if name
        else message("stock_alert.peak", **facts),
    )


def _name_of(ahead: StockOutlook, dataset: Dataset, peak: _Peak) -> str:
    """Name of a promotion or holiday on days of a peak; empty where there is none.

    Where there are several, the one that begins nearest to the peak gives its name.
    """
    first, last = ahead.date(peak.first), ahead.date(peak.last)
    spans = [
        (promotion.start_date, promotion.end_date, promotion.name or promotion.promo_id)
        for promotion in dataset.promotions
    ]
    spans += [(holiday.date, holiday.date, holiday.name) for holiday in dataset.holidays]
    there = [
        (abs((start - first).days), name)
        for start, end, name in spans
        if start <= last and end >= first and name
    ]
    return min(there)[1] if there else ""
