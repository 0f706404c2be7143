"""One alert where much of a place, or an item in many places, moved together.

A closed shop or a season that the predictor does not know shows in many series at once; a planner
should read it once.
"""

import datetime
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Sequence

from domain.demand import SeriesKey
from domain.demand_alert import AlertKind, DemandAlert
from domain.message import message
from forecasting.watch.alert import told_units

LEAST_SERIES = 3
"""Alerts that are told as one, if they are also at least half of what they share."""

_CODES = {
    (AlertKind.UNUSUAL_DAYS, True): "alert.many_days_high",
    (AlertKind.UNUSUAL_DAYS, False): "alert.many_days_low",
    (AlertKind.LEVEL_SHIFT, True): "alert.many_level_up",
    (AlertKind.LEVEL_SHIFT, False): "alert.many_level_down",
    (AlertKind.NO_SALES, False): "alert.many_no_sales",
    (AlertKind.DATA_STOPPED, False): "alert.many_data_stopped",
}


def with_shared(
    alerts: Iterable[DemandAlert], keys: Sequence[SeriesKey]
) -> tuple[DemandAlert, ...]:
    """The alerts, with those of one kind and span at one place, or of one item, told as one.

    Parameters
    ----------
    alerts
        Alerts of single series.
    keys
        All series.
    """
    left = list(alerts)
    for shared in (_by_place, _by_item):
        sizes = Counter(shared(key) for key in keys)
        groups: dict[tuple[SeriesKey, str], list[DemandAlert]] = defaultdict(list)
        kept = []
        for alert in left:
            code = _CODES.get((alert.kind, alert.actual > alert.expected))
            if alert.key is None or code is None or not (alert.key.place_id and alert.key.item_id):
                kept.append(alert)
            else:
                groups[shared(alert.key), code].append(alert)
        for (key, code), members in groups.items():
            kept.extend(_told_together(key, code, members, sizes[key]))
        left = kept
    return tuple(left)


def _by_place(key: SeriesKey) -> SeriesKey:
    return SeriesKey(place_id=key.place_id, item_id="")


def _by_item(key: SeriesKey) -> SeriesKey:
    return SeriesKey(place_id="", item_id=key.item_id)


def _told_together(
    key: SeriesKey, code: str, members: list[DemandAlert], size: int
) -> Iterator[DemandAlert]:
    """The alerts of one place or item and kind: as one from the day most of them share, if many."""
    while len(members) >= max(LEAST_SERIES, size / 2):
        days = Counter(
            alert.first_date + datetime.timedelta(days=day)
            for alert in members
            for day in range(alert.days)
        )
        busiest = max(days, key=lambda day: (days[day], -day.toordinal()))
        together = [alert for alert in members if _covers(alert, busiest)]
        if len({alert.key for alert in together}) < max(LEAST_SERIES, size / 2):
            break
        members = [alert for alert in members if not _covers(alert, busiest)]
        yield _joined(key, code, together, size)
    yield from members


def _covers(alert: DemandAlert, day: datetime.date) -> bool:
    return 0 <= (day - alert.first_date).days < alert.days


def _joined(key: SeriesKey, code: str, alerts: list[DemandAlert], size: int) -> DemandAlert:
    first = min(alert.first_date for alert in alerts)
    days = max((alert.first_date - first).days + alert.days for alert in alerts)
    expected = sum(alert.expected for alert in alerts)
    actual = sum(alert.actual for alert in alerts)
    money = [alert.money_at_risk for alert in alerts if alert.money_at_risk is not None]
    return DemandAlert(
        key=key,
        kind=alerts[0].kind,
        first_date=first,
        days=days,
        expected=expected,
        actual=actual,
        units_at_risk=sum(alert.units_at_risk for alert in alerts),
        money_at_risk=sum(money) if money else None,
        message=message(
            code,
            name=key.place_id or key.item_id,
            count=len({alert.key for alert in alerts}),
            series=size,
            day=first.isoformat(),
            last=(first + datetime.timedelta(days=days - 1)).isoformat(),
            expected=told_units(expected),
            actual=told_units(actual),
        ),
    )
