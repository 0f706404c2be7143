"""A demand history made fit to learn from, and every figure that was not taken as it is."""

import datetime
from collections.abc import Iterator
from dataclasses import dataclass, replace

import numpy as np

from domain.demand import Change, ChangeKind, DemandHistory, SeriesKey
from forecasting.cleaning.closures import closed_days, days_on_sale, recorded_days, shut_days
from forecasting.cleaning.gaps import fill_gaps
from forecasting.cleaning.outliers import (
    capped,
    doubtful_days,
    explained_days,
    impossible_days,
    outlier_days,
)
from forecasting.distribution import BoolArray, FloatArray, IntArray
from forecasting.known_facts import codes_of

MASK, KEEP, CAP, ZERO = "mask", "keep", "cap", "zero"


@dataclass(frozen=True, slots=True, kw_only=True)
class CleaningOptions:
    """What is made of figures that do not look like demand.

    Parameters
    ----------
    negatives
        Units below zero: ``mask`` (unknown) or ``zero`` (returns, which are no demand).
    outliers
        Days far beyond all others: ``mask``, ``keep`` or ``cap``.
    gaps
        Unknown days inside a series: ``mask``, or how they are filled: ``mean``, ``linear``,
        ``cubic``, ``seasonal`` or ``neighbours``.
    named_days
        Holidays and events, which may sell far more than other days.
    """

    negatives: str = MASK
    outliers: str = MASK
    gaps: str = MASK
    named_days: frozenset[datetime.date] = frozenset()

    def without_filling(self) -> "CleaningOptions":
        """The same for a history that forecasts are judged by: only recorded days count there."""
        return replace(self, gaps=MASK)


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Cleaned:
    """A clean history, and what was changed for it, that of the reading included.

    Parameters
    ----------
    history
        Finite units, never below zero, 0 where not observed. Filled days are observed: they may
        be learned from. Which days may be judged says the history without filling.
    changes
        By kind, then by series.
    """

    history: DemandHistory
    changes: tuple[Change, ...]


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class _Step:
    """The history after one step, and the days that it touched."""

    kind: ChangeKind
    touched: BoolArray
    history: DemandHistory


def clean_history(history: DemandHistory, options: CleaningOptions) -> Cleaned:
    """Clean a history and tell what was changed."""
    changes = [*history.changes, *_closures(history)]
    now = history
    for step in _steps(history, options):
        changes += _changes(step, now)
        now = step.history
    changes += _changes(_doubts(history, now, options), now)
    changes += _gaps_left(history, now)
    return Cleaned(history=replace(now, changes=tuple(changes)), changes=tuple(changes))


def cleaned(history: DemandHistory, options: CleaningOptions) -> DemandHistory:
    """The same history without the account of it, in less time."""
    for step in _steps(history, options):
        history = step.history
    return history


def _steps(history: DemandHistory, options: CleaningOptions) -> Iterator[_Step]:
    """Impossible figures, then outliers, then gaps: each step starts from the one before."""
    step = _without_impossible(history)
    if options.negatives == ZERO:
        returns = history.observed & np.isfinite(history.units) & (history.units < 0)
        zero = replace(history, units=np.where(returns, 0, history.units).astype(np.float32))
        yield _Step(kind=ChangeKind.RETURNS, touched=returns, history=zero)
        step = _without_impossible(zero)
    yield step
    if options.outliers != KEEP:
        step = _without_outliers(step.history, options)
        yield step
    if options.gaps != MASK:
        units, filled = fill_gaps(step.history, options.gaps)
        observed = step.history.observed | filled
        whole = replace(step.history, units=units, observed=observed)
        yield _Step(kind=ChangeKind.GAP, touched=filled, history=whole)


def _without_impossible(history: DemandHistory) -> _Step:
    impossible = impossible_days(history)
    observed = history.observed & ~impossible
    # Units of days not observed become 0, so that nothing can depend on them.
    units = np.where(observed, history.units, 0).astype(np.float32)
    known = replace(history, units=units, observed=observed)
    return _Step(kind=ChangeKind.IMPOSSIBLE, touched=impossible, history=known)


def _without_outliers(history: DemandHistory, options: CleaningOptions) -> _Step:
    explained = explained_days(history, options.named_days)
    outlier = outlier_days(history.units, history.observed, explained)
    if options.outliers == CAP:
        known = replace(history, units=capped(history.units, history.observed, outlier))
    else:
        units = np.where(outlier, 0, history.units).astype(np.float32)
        known = replace(history, units=units, observed=history.observed & ~outlier)
    return _Step(kind=ChangeKind.OUTLIER, touched=outlier, history=known)


def _doubts(history: DemandHistory, clean: DemandHistory, options: CleaningOptions) -> _Step:
    """Days that were kept as recorded, though they stand out."""
    kept = history.observed & clean.observed & (history.units == clean.units)
    explained = explained_days(history, options.named_days)
    doubtful = doubtful_days(clean.units, clean.observed, explained) & kept
    return _Step(kind=ChangeKind.DOUBTFUL, touched=doubtful, history=clean)


def _changes(step: _Step, before: DemandHistory) -> Iterator[Change]:
    """One change for each series that a step touched."""
    for row in np.flatnonzero(step.touched.any(axis=1)).tolist():
        days = np.flatnonzero(step.touched[row])
        after = step.history.observed[row, days].all()
        yield Change.on_days(
            days,
            before.first_date,
            kind=step.kind,
            key=before.keys[row],
            before=_sum(before.units[row, days]) if before.observed[row, days].any() else None,
            after=_sum(step.history.units[row, days]) if after else None,
        )


def _closures(history: DemandHistory) -> Iterator[Change]:
    """One change for each place that was closed on some days."""
    place, names = codes_of([key.place_id for key in history.keys])
    closed = closed_days(recorded_days(history), place)
    for number in np.flatnonzero(closed.any(axis=1)).tolist():
        key = SeriesKey(place_id=names[number], item_id="")
        yield _unknown(ChangeKind.CLOSED, history, key, np.flatnonzero(closed[number]))


def _gaps_left(history: DemandHistory, clean: DemandHistory) -> Iterator[Change]:
    """One change for each series with days inside it that have no record and stay unknown.

    Days on which its place was shut are not missing.
    """
    place, _ = codes_of([key.place_id for key in history.keys])
    recorded = recorded_days(history)
    gaps = days_on_sale(recorded) & ~recorded & ~clean.observed
    gaps &= ~shut_days(recorded, place)[place]
    for row in np.flatnonzero(gaps.any(axis=1)).tolist():
        yield _unknown(ChangeKind.GAP, history, history.keys[row], np.flatnonzero(gaps[row]))


def _unknown(kind: ChangeKind, history: DemandHistory, key: SeriesKey, days: IntArray) -> Change:
    """Days without a figure that stay so."""
    return Change.on_days(days, history.first_date, kind=kind, key=key, before=None, after=None)


def _sum(units: FloatArray) -> float | None:
    """Units in all; None where one of them is no number."""
    total = float(units.sum(dtype=np.float64))
    return total if np.isfinite(total) else None
