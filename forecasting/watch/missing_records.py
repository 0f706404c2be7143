"""Records that are missing: series whose data stopped, and days that hide demand.

Both chances are those of so few records, had recording gone on as in the year before.
"""

import numpy as np

from forecasting.distribution import BoolArray, IntArray
from forecasting.watch.deviation import Sign
from forecasting.watch.watched_days import WatchedDays, recorded_share

_LEAST_GAP_DAYS = 3
_LEAST_HIDDEN_DAYS = 2


def data_stops(watched: WatchedDays) -> Sign:
    """Series without a record at the end, for longer than ever in the year before.

    The chance is that of no record on each of these weekdays, had recording gone on as before.
    """
    history, days = watched.history, watched.now.days
    recorded = history.observed | (history.units > 0)
    total = recorded.shape[1]
    silent = np.where(recorded.any(axis=1), np.argmax(recorded[:, ::-1], axis=1), total)
    share = recorded_share(watched.history, watched.first)
    columns = np.arange(total - days, total)
    log_missing = np.log1p(-share[:, columns % 7])
    is_silent = columns >= (total - silent)[:, None]
    longest = _longest_gap(recorded[:, max(total - 364 - days, 0) : total - days])
    counted = (silent >= _LEAST_GAP_DAYS) & (silent <= days) & (silent > longest)
    figure = -(log_missing * is_silent).sum(axis=1) * counted
    return Sign(
        first=np.maximum(days - silent, 0),
        behind=np.full(len(silent), days),
        chance=np.exp(-figure),
    )


def hidden_demand(watched: WatchedDays, stopped: BoolArray) -> tuple[Sign, BoolArray]:
    """Series with far fewer figures of demand than usual, and which days lack one.

    Parameters
    ----------
    watched
        The watched days.
    stopped
        Series whose data stopped, which are not looked at.

    References
    ----------
    Hoeffding, W. (1963). Probability inequalities for sums of bounded random variables. Journal of
    the American Statistical Association 58, theorem 1.
    """
    days = watched.now.days
    first = watched.first
    seen = watched.history.observed[:, first:]
    share = recorded_share(watched.history, first)[:, (first + np.arange(days)) % 7]
    usual, found = share.mean(axis=1), np.clip(seen.mean(axis=1), 1e-9, 1 - 1e-9)
    apart = found * np.log(found / usual) + (1 - found) * np.log((1 - found) / (1 - usual))
    hidden = ~seen & (share >= 0.5)
    enough = (found < usual) & (hidden.sum(axis=1) >= _LEAST_HIDDEN_DAYS) & ~stopped
    figure = np.where(enough, days * apart, 0.0)
    sign = Sign(
        first=np.argmax(hidden, axis=1),
        behind=days - np.argmax(hidden[:, ::-1], axis=1),
        chance=np.exp(-figure),
    )
    return sign, hidden


def _longest_gap(recorded: BoolArray) -> IntArray:
    """Most days on end without a record, ``(s,)``."""
    longest = run = np.zeros(len(recorded), np.int64)
    for day in range(recorded.shape[1]):
        run = np.where(recorded[:, day], 0, run + 1)
        longest = np.maximum(longest, run)
    return longest
