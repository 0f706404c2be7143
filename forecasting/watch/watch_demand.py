"""What a planner should look at in the latest demand, dearest first."""

import datetime
from collections.abc import Iterator, Mapping

import numpy as np

from domain.demand import DemandHistory
from domain.demand_alert import DemandAlert
from forecasting.distribution import BoolArray, DoubleArray, IntArray
from forecasting.known_facts import KnownFacts
from forecasting.model import Predictor
from forecasting.usable_history import view_until
from forecasting.watch.alert import ranked
from forecasting.watch.chance import alert_limit
from forecasting.watch.deviation import DOWN, UP, Sign, day_chances, level_shifts, no_sales
from forecasting.watch.missing_records import data_stops, hidden_demand
from forecasting.watch.shared_alerts import with_shared
from forecasting.watch.told import Teller, stale_history
from forecasting.watch.watched_days import WatchedDays, watched_days

FALSE_SHARE = 0.2
"""Share of the alerts that may be false, on average."""


def watch_demand(
    history: DemandHistory,
    predictor: Predictor,
    horizon_days: int,
    *,
    prices: Mapping[str, float],
    lookback_days: int = 28,
    facts: KnownFacts | None = None,
    planned_date: datetime.date | None = None,
    false_share: float = FALSE_SHARE,
    least_money: float = 0.0,
) -> tuple[DemandAlert, ...]:
    """Look for what is unusual in the last days of a history.

    Every day, level and silence of every series is looked at, so something rare is always found
    somewhere. How rare each is, is counted on what the same predictor met in the year before
    (beyond the rarest by a fitted tail). For each of days, levels, silences and hidden demand,
    alerts are raised up to the chance at which, by the rule of Benjamini and Hochberg (1995), no
    more than `false_share` of them are false: for ten series as for ten thousand. Named days and
    their neighbours, closed days and promotions are not judged: they are unlike others by nature.
    What moved together at a place, or of an item, is told as one alert.

    Parameters
    ----------
    history
        Demand as it was recorded.
    predictor
        Asked for forecasts from past days, of views that end there.
    horizon_days
        Days that the predictor forecasts.
    prices
        Item -> what a unit is worth.
    lookback_days
        Days to look at, up to the last one recorded; no more than the horizon.
    facts
        Names holidays, closed days and promotions.
    planned_date
        Day to be planned; records that end too long before it are an alert.
    false_share
        Share of the alerts that may be false, on average.
    least_money
        Alerts with less money at risk are left out; those whose price is not known are kept.

    Returns
    -------
    tuple of DemandAlert
        The dearest first. With less than eight weeks of history before the days looked at, only a
        stale history is found; new levels need twelve weeks more.

    References
    ----------
    Benjamini, Y., Hochberg, Y. (1995). Controlling the false discovery rate. Journal of the Royal
    Statistical Society B 57.
    """
    if not history.observed.any():
        return ()
    recorded = view_until(history, 1 + int(np.flatnonzero(history.observed.any(axis=0))[-1]))
    found = list(stale_history(recorded, planned_date, prices))
    watched = watched_days(recorded, predictor, min(lookback_days, horizon_days), facts)
    if watched is not None:
        single = _alerts(watched, Teller(watched=watched, prices=prices), false_share)
        found.extend(with_shared(single, history.keys))
    dear = [one for one in found if one.money_at_risk is None or one.money_at_risk >= least_money]
    return ranked(dear, prices)


def _alerts(watched: WatchedDays, teller: Teller, false_share: float) -> Iterator[DemandAlert]:
    """Alerts of single series; what one already tells, no other tells again."""
    told = {way: np.zeros_like(watched.now.judged) for way in (UP, DOWN)}

    def found(sign: Sign, limit: float, way: int) -> Iterator[tuple[int, int, int]]:
        for row in np.flatnonzero(sign.chance <= limit).tolist():
            first, behind = int(sign.first[row]), int(sign.behind[row])
            if not told[way][row, first:behind].any():
                told[way][row, first:behind] = True
                yield row, first, behind

    def limit_of(*chances: DoubleArray) -> float:
        return alert_limit(np.concatenate(chances), false_share)

    stopped, nothing = data_stops(watched), no_sales(watched)
    limit = limit_of(stopped.chance, nothing.chance)
    for span in found(stopped, limit, DOWN):
        yield teller.data_stopped(*span)
    for span in found(nothing, limit, DOWN):
        yield teller.no_sales(*span)
    hidden, is_hidden = hidden_demand(watched, stopped.chance < 1)
    for row in np.flatnonzero(hidden.chance <= limit_of(hidden.chance)).tolist():
        yield teller.stockouts(row, is_hidden[row])
    levels = {way: level_shifts(watched, way) for way in (UP, DOWN)}
    limit = limit_of(*(sign.chance for sign in levels.values()))
    for way, sign in levels.items():
        for span in found(sign, limit, way):
            yield teller.level_shift(*span, way)
    days = {way: day_chances(watched, way) for way in (UP, DOWN)}
    limit = limit_of(*(chances[watched.now.judged] for chances in days.values()))
    for way, chances in days.items():
        for span in _runs((chances <= limit) & watched.now.judged & ~told[way]):
            yield teller.unusual_days(*span, way)


def _runs(flagged: BoolArray) -> Iterator[tuple[int, int, int]]:
    """Row, first day and day behind of every run of flagged days."""
    edges = np.diff(np.pad(flagged, ((0, 0), (1, 1))).astype(np.int8), axis=1)
    rows: IntArray = np.nonzero(edges == 1)[0]
    firsts, behinds = np.nonzero(edges == 1)[1], np.nonzero(edges == -1)[1]
    yield from zip(rows.tolist(), firsts.tolist(), behinds.tolist(), strict=True)
