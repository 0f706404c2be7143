"""What a day ahead looks like from an origin: one row of features per series, origin and day.

Nothing reads a figure of an origin's own day or later, but for what is known beforehand. A figure
that was not observed is NaN, which the trees branch on. All demand is over the level at the origin,
so that one model serves series of any size.
"""

import warnings
from dataclasses import dataclass

import numpy as np

from forecasting.distribution import FloatArray, IntArray
from forecasting.panel import Panel

_LAG_WEEKS = 8
_PROFILE_WEEKS = 26
_WINDOW_DAYS = 7 * _PROFILE_WEEKS
_MEAN_DAYS = (7, 14, 28, 56, _WINDOW_DAYS)
_GROUP_WEEKS = 4
_YEAR_DAYS = 364
_YEAR_REACH_DAYS = 3
_MONTH_DAYS = 28
_DEMAND_LIMIT = 32.0
_MOST_CATEGORIES = 64
_LAGS_SHOWN = 5
# Before it stand the days ahead, the lags and the mean of two of them.
_SAME_WEEKDAYS = 1 + _LAGS_SHOWN + 1


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Ahead:
    """Days ahead of some origins as a table.

    Parameters
    ----------
    features
        One row per series, origin and day, ``(n * k, f)``; NaN where a figure is not known.
    level
        Usual daily units at each origin, ``(n,)``.
    """

    features: FloatArray
    level: FloatArray


def days_ahead(panel: Panel, rows: IntArray, origins: IntArray, steps: IntArray) -> Ahead:
    """Features of days ahead of some origins.

    Parameters
    ----------
    panel
        What may be read.
    rows
        Series, ``(n,)``.
    origins
        First day that is not known, ``(n,)``, from 0 to the days of the panel.
    steps
        Days ahead of each origin, from 0, ``(n, k)``.

    Returns
    -------
    Ahead
        The rows of the first origin come first, in the order of its steps.
    """
    level = panel.level[rows, origins]
    days = origins[:, None] + steps
    recent = _recent(panel, rows, origins, _WINDOW_DAYS) / level[:, None]
    parts = [
        steps[..., None].astype(np.float32),
        *_weekday_features(recent, steps),
        _along(_origin_features(panel, rows, origins, recent), steps),
        _group_features(panel, rows, origins, steps),
        _last_year(panel, rows, origins, days, level),
        _price_features(panel, rows, origins, days),
        _known_features(panel, rows, days),
        _along(panel.codes[rows].astype(np.float32), steps),
    ]
    table = np.concatenate(parts, axis=-1, dtype=np.float32)
    return Ahead(features=table.reshape(-1, table.shape[-1]), level=level)


def same_weekdays(features: FloatArray) -> FloatArray:
    """Mean of the last four same weekdays over the level, a column of a table, ``(n,)``."""
    return features[:, _SAME_WEEKDAYS]


def category_columns(panel: Panel, width: int) -> dict[int, int]:
    """Columns of a table that are numbers of things, and how many things there are."""
    counts = panel.code_counts
    columns = {width - len(counts) + place: count for place, count in enumerate(counts)}
    columns[width - len(counts) - 1] = panel.known.event_count
    return {column: count for column, count in columns.items() if count <= _MOST_CATEGORIES}


def _along(figures: FloatArray, steps: IntArray) -> FloatArray:
    """Figures of origins ``(n, f)`` repeated along their steps, ``(n, k, f)``."""
    return np.broadcast_to(figures[:, None], (*steps.shape, figures.shape[-1]))


def _recent(panel: Panel, rows: IntArray, origins: IntArray, days: int) -> FloatArray:
    """Units of the last days before each origin, NaN where not observed, ``(n, days)``."""
    return _units(panel, rows, origins[:, None] + np.arange(-days, 0))


def _units(panel: Panel, rows: IntArray, days: IntArray) -> FloatArray:
    """Units of days, NaN where not observed or outside the history, ``(n, ...)``."""
    row = rows.reshape(-1, *(1,) * (days.ndim - 1))
    past = np.clip(days, 0, panel.days - 1)
    seen = (panel.observed[row, past] > 0) & (days == past)
    return np.where(seen, panel.units[row, past], np.float32(np.nan))


def _mean(values: FloatArray, axis: int = -1) -> FloatArray:
    """Mean of what is known along an axis, NaN where nothing is."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", RuntimeWarning)
        return np.asarray(np.nanmean(values, axis=axis))


def _by_weekday(recent: FloatArray, weeks: int) -> FloatArray:
    """The last weeks of ``(n, d)``, one row a week, ``(n, weeks, 7)``, the latest last."""
    return recent[:, -7 * weeks :].reshape(len(recent), weeks, 7)


def _weekday_features(recent: FloatArray, steps: IntArray) -> list[FloatArray]:
    """Demand of the last same weekdays, its mean and spread, and the weekday's share of a week."""
    lags = np.minimum(_by_weekday(recent, _LAG_WEEKS)[:, ::-1], _DEMAND_LIMIT)
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", RuntimeWarning)
        spread = np.nanstd(lags, axis=1)
        median = np.nanmedian(lags, axis=1)
    long = _mean(_by_weekday(recent, _PROFILE_WEEKS), axis=1)
    figures = (
        *(lags[:, week] for week in range(_LAGS_SHOWN)),
        _mean(lags[:, :2], axis=1),
        _mean(lags[:, :4], axis=1),
        _mean(lags, axis=1),
        median,
        spread,
        np.nanmax(np.nan_to_num(lags), axis=1),
        long,
        long / (_mean(long)[:, None] + 1e-3),
    )
    table = np.stack(figures, axis=-1)
    return [np.take_along_axis(table, (steps % 7)[..., None], axis=1)]


def _origin_features(
    panel: Panel, rows: IntArray, origins: IntArray, recent: FloatArray
) -> FloatArray:
    """Size, spread, recent means and how often there is demand, as seen at each origin."""
    level = panel.level[rows, origins]
    means = [_mean(recent[:, -days:]) for days in _MEAN_DAYS]
    month = recent[:, -56:]
    figures = (
        np.log(level),
        panel.spread[rows, origins],
        *means,
        _mean((month > 0) + 0 * month),
        np.nanmax(np.nan_to_num(month), axis=1),
        _mean(np.abs(recent[:, -28:] - means[2][:, None])),
        *(recent[:, -back] for back in (1, 2, 3)),
        np.isfinite(recent).sum(axis=1),
        *panel.trends[rows, origins - 1].T,
    )
    return np.stack(figures, axis=-1).astype(np.float32)


def _group_features(panel: Panel, rows: IntArray, origins: IntArray, steps: IntArray) -> FloatArray:
    """Demand over level of the groups of each series: last week, last month, same weekdays."""
    back = origins[:, None] + np.arange(-7 * _GROUP_WEEKS, 0)
    groups = panel.group_of[rows]
    known = (back >= 0)[:, None]
    demand = panel.group_demand[groups[..., None], np.maximum(back, 0)[:, None]]
    demand = np.where(known, demand, np.float32(np.nan))
    weeks = demand.reshape(*groups.shape, _GROUP_WEEKS, 7)
    weekday = _mean(weeks, axis=2).transpose(0, 2, 1)
    pulse = np.where(back >= 0, panel.pulse[np.maximum(back, 0)], np.float32(np.nan))
    recent = np.concatenate(
        (_mean(demand[..., -7:]), _mean(demand), _mean(pulse[:, -7:])[:, None]), axis=1
    )
    aligned = np.take_along_axis(weekday, (steps % 7)[..., None], axis=1)
    return np.concatenate((_along(recent, steps), aligned), axis=-1)


def _last_year(
    panel: Panel, rows: IntArray, origins: IntArray, days: IntArray, level: FloatArray
) -> FloatArray:
    """A year before: the like day, the day, the week around; how much has changed since."""
    like = panel.known.analogue[panel.place[rows][:, None], days]
    figures = []
    for past in (like, days - _YEAR_DAYS):
        units = np.where(past < origins[:, None], _units(panel, rows, past), np.float32(np.nan))
        then = panel.level[rows[:, None], np.clip(past, 0, panel.days)]
        figures += [units / level[:, None], units / then]
    pulse = np.where(
        (like >= 0) & (like < origins[:, None]),
        panel.pulse[np.clip(like, 0, panel.days - 1)],
        np.float32(np.nan),
    )
    around = _around(panel, rows, origins, days)
    ago = origins - _YEAR_DAYS
    then = panel.level[rows, np.maximum(ago, 0)]
    change = np.where(ago >= _MONTH_DAYS, np.log(level / then), np.float32(np.nan))
    week = around / level[:, None]
    scaled = around / then[:, None]
    table = np.stack((*figures, pulse, week, scaled), axis=-1)
    return np.concatenate(
        (np.minimum(table, _DEMAND_LIMIT), _along(change[:, None], days)), axis=-1
    )


def _around(panel: Panel, rows: IntArray, origins: IntArray, days: IntArray) -> FloatArray:
    """Mean of the week around each day a year before, ``(n, k)``."""
    total = np.zeros(days.shape, np.float32)
    count = np.zeros(days.shape, np.float32)
    for off in range(-_YEAR_REACH_DAYS, _YEAR_REACH_DAYS + 1):
        past = days - _YEAR_DAYS + off
        units = np.where(past < origins[:, None], _units(panel, rows, past), np.float32(np.nan))
        total += np.nan_to_num(units)
        count += np.isfinite(units)
    return np.divide(total, count, out=np.full_like(total, np.nan), where=count > 0)


def _price_features(panel: Panel, rows: IntArray, origins: IntArray, days: IntArray) -> FloatArray:
    """The latest price and the planned one over the usual one, where there are prices."""
    figures = []
    if panel.price is not None:
        latest = panel.price[rows, np.maximum(origins - 1, 0)]
        figures.append(np.broadcast_to(latest[:, None], days.shape))
    if panel.known.price is not None:
        figures.append(panel.known.price[rows[:, None], days])
    return np.stack(figures, axis=-1) if figures else np.empty((*days.shape, 0), np.float32)


def _known_features(panel: Panel, rows: IntArray, days: IntArray) -> FloatArray:
    """Calendar, holidays, closures, promotions and, as the last column, the number of an event."""
    place = panel.place[rows][:, None]
    known = panel.known
    last = known.calendar.shape[0] - 1
    promotion = known.promotion[rows[:, None], days]
    beside = [known.promotion[rows[:, None], np.clip(days + off, 0, last), :1] for off in (-1, 1)]
    return np.concatenate(
        (
            known.calendar[days],
            known.holiday[place, days],
            known.open[place, days][..., None],
            promotion,
            *beside,
            known.event[place, days][..., None],
        ),
        axis=-1,
    )
