"""Goals of accuracy and of calibration, from answers that are there."""

from collections.abc import Iterator, Mapping

import numpy as np
import pandas as pd

from forecasting.distribution import BoolArray, FloatArray, level_index
from tests.benchmarks.forecasting.entrants import HABIT
from tests.benchmarks.forecasting.judging import Judged, error_of, ratio_interval, scores
from tests.benchmarks.forecasting.sets import JUDGED, DemandSet
from tests.benchmarks.goal import Goal

SUM_DAYS = (7, 14)
"""Lead times whose sums are judged."""

_TO_BEST = {"m5_dept": 0.97, "online_retail": 1.0}
_TO_HABIT = {"m5_dept": 0.84, "online_retail": 0.82}
_POOLED_POINTS, _GROUP_POINTS, _SERVICE_POINTS, _SUM_POINTS = 2.0, 4.0, 2.0, 3.0
_TO_NO_EVENTS = 0.9
_VOLUME_CLASSES = ("low", "middle", "high")
_WEEK_DAYS = 7


def accuracy_goals(name: str, ours: Judged, peers: Mapping[str, Judged]) -> Iterator[Goal]:
    """Error against the best peer and against the habit.

    Parameters
    ----------
    name
        The set.
    ours
        What the program answers by default.
    peers
        What each peer answered.
    """
    errors = {model: error_of(found) for model, found in peers.items()}
    rivals = {"best single peer": min(errors, key=errors.__getitem__), "planner's habit": HABIT}
    targets = {"best single peer": _TO_BEST[name], "planner's habit": _TO_HABIT[name]}
    for rival, model in rivals.items():
        if model not in peers:
            continue
        low, high = ratio_interval(ours, peers[model])
        yield Goal(
            goal=f"{name}: WQL as a share of the {rival}'s",
            measured=error_of(ours) / errors[model],
            target=targets[rival],
            detail={
                "ours": round(error_of(ours), 4),
                "theirs": round(errors[model], 4),
                "peer": model,
                "interval_95": [round(low, 3), round(high, 3)],
                "peers": len(peers),
            },
        )


def calibration_goals(name: str, demand: DemandSet, ours: Judged) -> Iterator[Goal]:
    """How often bands and quantiles held, over all days, by week and by volume."""
    groups = dict(_groups(ours))
    for share in (0.8, 0.95):
        inside = _inside(ours, share)
        pooled = 100 * float(inside[ours.counted].mean())
        by_group = {
            group: round(100 * float(inside[mask].mean()), 1) for group, mask in groups.items()
        }
        yield Goal(
            goal=f"{name}: points that the {share:.0%} band is off",
            measured=abs(pooled - 100 * share),
            target=_POOLED_POINTS,
            detail={"held_pct": round(pooled, 1)},
        )
        yield Goal(
            goal=f"{name}: points that the {share:.0%} band is off in the worst week or class",
            measured=max(abs(held - 100 * share) for held in by_group.values()),
            target=_GROUP_POINTS,
            detail={"held_pct": by_group},
        )
    scored = scores(demand, ours)
    yield Goal(
        goal=f"{name}: points that P(y <= q90) is off",
        measured=abs(100 * scored["below_q90"] - 90),
        target=_SERVICE_POINTS,
        detail={"held_pct": round(100 * scored["below_q90"], 1)},
    )
    yield Goal(
        goal=f"{name}: quantiles that cross", measured=scored["crossings"], target=0, detail={}
    )


def _inside(found: Judged, share: float) -> BoolArray:
    low = found.quantiles[..., level_index((1 - share) / 2)]
    high = found.quantiles[..., level_index((1 + share) / 2)]
    return np.asarray((found.actual >= low - 1e-6) & (found.actual <= high + 1e-6))


def _groups(found: Judged) -> Iterator[tuple[str, BoolArray]]:
    """Days judged by week of the horizon and by volume of the series, a third each."""
    week = np.arange(found.actual.shape[2]) // _WEEK_DAYS
    for number in range(week[-1] + 1):
        yield f"week {number + 1}", found.counted & (week == number)
    volume = found.actual.sum(axis=(1, 2))
    third = np.argsort(np.argsort(volume)) * len(_VOLUME_CLASSES) // len(volume)
    for number, label in enumerate(_VOLUME_CLASSES):
        yield f"{label} volume", found.counted & (third == number)[:, None, None]


def sum_goals(name: str, demand: DemandSet, sum_q90: FloatArray) -> Iterator[Goal]:
    """How often demand over a lead time was within its 90 % quantile.

    Parameters
    ----------
    name, demand
        The set.
    sum_q90
        From sample paths, for each of `SUM_DAYS`: ``(o, s, 2)``.
    """
    actual = demand.ahead(demand.history.units)[JUDGED]
    for place, days in enumerate(SUM_DAYS):
        sold = actual[..., :days].sum(axis=2)
        held = 100 * float((sold <= sum_q90[JUDGED][..., place] + 1e-3).mean())
        yield Goal(
            goal=f"{name}: points that P(sum of {days} days <= q90) is off",
            measured=abs(held - 90),
            target=_SUM_POINTS,
            detail={"held_pct": round(held, 1)},
        )


def event_goals(
    name: str, demand: DemandSet, ours: Judged, without: Judged, model: str
) -> Iterator[Goal]:
    """Error on days of events, against the same model that was told of none.

    Parameters
    ----------
    name, demand
        The set.
    ours, without
        What the model answers with and without events.
    model
        Its name.
    """
    named = pd.to_datetime([holiday.date for holiday in demand.facts.holidays])
    is_event = demand.dates.isin(named)
    judged_days = [is_event[day : day + demand.horizon_days] for day in demand.origins[JUDGED]]
    mask = np.stack(judged_days)
    on_events = [error_of(_only(found, mask)) for found in (ours, without)]
    others = [error_of(_only(found, ~mask)) for found in (ours, without)]
    yield Goal(
        goal=f"{name}: WQL on event days as a share of that without events, {model}",
        measured=on_events[0] / on_events[1],
        target=_TO_NO_EVENTS,
        detail={
            "with": round(on_events[0], 4),
            "without": round(on_events[1], 4),
            "other_days": [round(one, 4) for one in others],
            "event_days": int(mask.sum()),
        },
    )


def _only(found: Judged, days: BoolArray) -> Judged:
    """The same, judged on some days only ``(o, h)``."""
    return Judged(
        actual=found.actual,
        counted=found.counted & days,
        quantiles=found.quantiles,
        mean=found.mean,
    )
