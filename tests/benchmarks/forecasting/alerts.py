"""Alerts on injected anomalies: how many are found, and how many alerts are about one.

``python -m tests.benchmarks.forecasting.alerts [--network]`` prints a goal a line. Anomalies of
known place are put into the last four weeks of a third of the series; an alert is right where it
is about days of one of them, and an anomaly is found where any alert is. Everything unusual that
the data held before counts as a false alert, so that precision is a lower bound. What
`forecasting.watch` looks at was chosen on days of m5_dept before `FIRST_DAY` and on other seeds.
"""

import argparse
import csv
import datetime
import functools
import math
import sys
from collections import Counter
from collections.abc import Callable, Collection, Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path

import numpy as np
from numpy.random import Generator

from domain.demand import DemandHistory, Holiday, SeriesKey
from domain.demand_alert import DemandAlert
from domain.progress import Never, ignore_progress
from forecasting.distribution import BoolArray, Distribution, IntArray
from forecasting.known_facts import KnownFacts
from forecasting.model import LearnedModel, ModelName, Predictor
from forecasting.panel import build_panel
from forecasting.question import Effort
from forecasting.seasonal_baseline import seasonal_forecast
from forecasting.usable_history import usable_history, view_until
from forecasting.watch.watch_demand import watch_demand
from forecasting.watch.watched_days import PAST_WINDOWS
from tests.benchmarks.goal import Goal

M5 = Path(__file__).parents[4] / "shared" / "data" / "demand" / "m5_dept"
FIRST_DAY, LAST_DAY = 1450, 1941
WATCHED_DAYS = 28
ROUNDS = 12
SHIFT_DAYS = 14
_SHARE = 1 / 3

PredictorOf = Callable[[DemandHistory, KnownFacts, int], Predictor]
"""History known before the watched days, facts and horizon -> predictor."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Anomaly:
    """What was put in: its kind, series and days, `behind` being the day after the last."""

    kind: str
    row: int
    first: int
    behind: int


@dataclass(slots=True, kw_only=True)
class Tally:
    """Anomalies put in and found by kind, and alerts right and false by kind."""

    put: Counter[str] = field(default_factory=Counter)
    found: Counter[str] = field(default_factory=Counter)
    right: Counter[str] = field(default_factory=Counter)
    false: Counter[str] = field(default_factory=Counter)

    def precision(self) -> float:
        """Share of the alerts that are about an anomaly."""
        return self.right.total() / max(self.right.total() + self.false.total(), 1)

    def recall(self) -> float:
        """Share of the anomalies that an alert is about."""
        return self.found.total() / max(self.put.total(), 1)

    def detail(self) -> dict[str, object]:
        """Recall by kind of anomaly, and precision by kind of alert."""
        kinds = sorted(self.right | self.false)
        return {
            "anomalies": self.put.total(),
            "alerts": self.right.total() + self.false.total(),
            "recall_of": {
                kind: _share(self.found[kind], n) for kind, n in sorted(self.put.items())
            },
            "precision_of": {
                kind: _share(self.right[kind], self.right[kind] + self.false[kind])
                for kind in kinds
            },
        }


def _share(part: int, whole: int) -> float:
    return round(part / max(whole, 1), 3)


def alert_goals(
    predictors: Mapping[str, PredictorOf] | None = None,
    rounds: int = ROUNDS,
    datasets: Collection[str] = ("m5_dept", "synthetic"),
) -> Iterator[Goal]:
    """Precision and recall of each predictor on each set; by default of the seasonal mean.

    Parameters
    ----------
    predictors
        Name -> how to make the predictor.
    rounds
        Times that anomalies are drawn.
    datasets
        Which sets.
    """
    rounds_of = {"m5_dept": m5_rounds, "synthetic": synthetic_rounds}
    for name, predictor_of in (predictors or {"seasonal": seasonal_of}).items():
        for dataset in datasets:
            histories, tally = rounds_of[dataset], Tally()
            for history, facts, rng in histories(rounds):
                _round(tally, history, facts, rng, predictor_of)
            if not tally.put:
                continue
            for what, measured, target in (
                ("precision", tally.precision(), 0.8),
                ("recall", tally.recall(), 0.9),
            ):
                yield Goal(
                    goal=f"alerts, {dataset}, {name}: {what}",
                    measured=measured,
                    target=target,
                    at_most=False,
                    detail=tally.detail(),
                )


def seasonal_of(_: DemandHistory, __: KnownFacts, horizon_days: int) -> Predictor:
    """The planner's habit."""

    def predictor(known: DemandHistory, rows: IntArray) -> Distribution:
        return seasonal_forecast(known, horizon_days, rows)

    return predictor


def network_of(_: DemandHistory, facts: KnownFacts, horizon_days: int) -> Predictor:
    """The network, trained once on the days of m5_dept before all that it is asked for."""
    model = _network_of_m5(horizon_days)

    def predictor(known: DemandHistory, rows: IntArray) -> Distribution:
        return model.predict(build_panel(known, facts, horizon_days), rows)

    return predictor


@functools.lru_cache(maxsize=1)
def _network_of_m5(horizon_days: int) -> LearnedModel:
    from forecasting.network.network_model import train_network

    history, facts = m5_dept()
    days = FIRST_DAY - WATCHED_DAYS * (PAST_WINDOWS + 1)
    panel = build_panel(usable_history(view_until(history, days)), facts, horizon_days)
    return train_network(
        panel,
        Effort(training_s=math.inf, device="cpu"),
        name=ModelName.LSTM,
        on_progress=ignore_progress,
        stop=Never(),
    )


def _round(
    tally: Tally,
    history: DemandHistory,
    facts: KnownFacts,
    rng: Generator,
    predictor_of: PredictorOf,
) -> None:
    injected, anomalies = inject(history, facts, rng)
    before = view_until(history, history.days - WATCHED_DAYS)
    predictor = predictor_of(before, facts, WATCHED_DAYS)
    alerts = watch_demand(injected, predictor, WATCHED_DAYS, prices={}, facts=facts)
    count(tally, injected, anomalies, alerts)


def count(
    tally: Tally,
    history: DemandHistory,
    anomalies: tuple[Anomaly, ...],
    alerts: tuple[DemandAlert, ...],
) -> None:
    """Add what was found, and what was rightly raised."""

    def meets(anomaly: Anomaly, alert: DemandAlert) -> bool:
        first = (alert.first_date - history.first_date).days
        return (
            alert.key is not None
            and alert.key.place_id in {"", history.keys[anomaly.row].place_id}
            and alert.key.item_id in {"", history.keys[anomaly.row].item_id}
            and first < anomaly.behind
            and anomaly.first < first + alert.days
        )

    for anomaly in anomalies:
        tally.put[anomaly.kind] += 1
        tally.found[anomaly.kind] += any(meets(anomaly, alert) for alert in alerts)
    for alert in alerts:
        right = any(meets(anomaly, alert) for anomaly in anomalies)
        (tally.right if right else tally.false)[alert.kind.value] += 1


def inject(
    history: DemandHistory, facts: KnownFacts, rng: Generator
) -> tuple[DemandHistory, tuple[Anomaly, ...]]:
    """Put anomalies of every kind in turn into the last four weeks of a third of the series.

    A spike falls on no named day: those are unlike others by nature.
    """
    units, observed = history.units.copy(), history.observed.copy()
    start, end = history.days - WATCHED_DAYS, history.days
    named = {(holiday.date - history.first_date).days for holiday in facts.holidays}
    near = {day + step for day in named for step in (-1, 0, 1)}
    plain = [day for day in range(start, end) if day not in near]
    rows = rng.permutation(len(history.keys))[: round(_SHARE * len(history.keys))]
    anomalies = []
    for turn, row in enumerate(rows.tolist()):
        kind = ("spike", "zero", "shift_up", "shift_down", "stop")[turn % 5]
        first, behind = _span(kind, plain, start, end, rng)
        days = slice(first, behind)
        if kind == "spike":
            units[row, days] = np.round(units[row, days] * rng.uniform(3, 5))
        elif kind == "zero":
            units[row, days] = 0
        elif kind == "stop":
            units[row, days], observed[row, days] = 0, False
        else:
            factor = 1.5 if kind == "shift_up" else 0.5
            units[row, days] = np.round(units[row, days] * factor)
        anomalies.append(Anomaly(kind=kind, row=row, first=first, behind=behind))
    injected = DemandHistory(
        keys=history.keys,
        first_date=history.first_date,
        units=units,
        observed=observed,
        promoted=history.promoted,
    )
    return injected, tuple(anomalies)


def _span(kind: str, plain: list[int], start: int, end: int, rng: Generator) -> tuple[int, int]:
    if kind == "spike":
        first = int(rng.choice(plain))
        return first, first + 1
    if kind == "stop":
        return end - int(rng.integers(5, 15)), end
    days = int(rng.integers(3, 7)) if kind == "zero" else SHIFT_DAYS
    first = int(rng.integers(start, end - days + 1))
    return first, first + days


def m5_rounds(rounds: int) -> Iterator[tuple[DemandHistory, KnownFacts, Generator]]:
    """Views of m5_dept that end on different days; none where the set is not at hand."""
    if not M5.exists():
        return
    history, facts = m5_dept()
    for seed, end in enumerate(np.linspace(FIRST_DAY, LAST_DAY, rounds).astype(int).tolist()):
        yield view_until(history, end), facts, np.random.default_rng(seed)


def m5_dept() -> tuple[DemandHistory, KnownFacts]:
    """Units of 70 departments of shops, and the named days."""
    with (M5 / "sales_state_store_dept_train.csv").open(newline="") as file:
        header, *rows = csv.reader(file)
    with (M5 / "calendar.csv").open(newline="") as file:
        named = tuple(
            Holiday(date=datetime.date.fromisoformat(row["date"]), name=row["event_name_1"])
            for row in csv.DictReader(file)
            if row["event_name_1"]
        )
    columns = next(place for place, name in enumerate(header) if name[:1].isdigit())
    units = np.array([row[columns:] for row in rows], np.float32)
    history = DemandHistory(
        keys=tuple(
            SeriesKey(place_id=f"{row[0]}-{row[1]}", item_id=f"{row[2]}-{row[3]}") for row in rows
        ),
        first_date=datetime.date.fromisoformat(header[columns]),
        units=units,
        observed=np.ones(units.shape, np.bool_),
        promoted=np.zeros(units.shape, np.bool_),
    )
    return history, KnownFacts(holidays=named)


def synthetic_rounds(rounds: int) -> Iterator[tuple[DemandHistory, KnownFacts, Generator]]:
    """Made-up shops: season, trend, levels that wander, noise wider than that of counts."""
    for seed in range(rounds):
        rng = np.random.default_rng(1000 + seed)
        yield synthetic(rng), KnownFacts(), rng


def synthetic(rng: Generator, series: int = 200, days: int = 500) -> DemandHistory:
    """A panel of negative-binomial demand of some 8 to 400 units a day."""
    day = np.arange(days)
    level = rng.lognormal(np.log(60), 0.8, (series, 1))
    week = np.exp(rng.normal(0, 0.25, (series, 7)))[:, day % 7]
    year = 1 + 0.2 * np.sin(2 * np.pi * (day / 365.25 + rng.uniform(0, 1, (series, 1))))
    wander = np.exp(np.cumsum(rng.normal(0, 0.01, (series, days)), axis=1))
    mean = level * week * year * wander
    shape = rng.uniform(6, 40, (series, 1))
    units = rng.poisson(rng.gamma(shape, mean / shape)).astype(np.float32)
    observed: BoolArray = rng.random(units.shape) > 0.002
    return DemandHistory(
        keys=tuple(SeriesKey(place_id=f"W{i % 5}", item_id=f"S{i}") for i in range(series)),
        first_date=datetime.date(2024, 11, 20),
        units=np.where(observed, units, 0).astype(np.float32),
        observed=observed,
        promoted=np.zeros(units.shape, np.bool_),
    )


def main() -> int:
    """Print the goals of the seasonal mean, and those of the network if asked."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--network", action="store_true", help="also train and watch with it")
    arguments = parser.parse_args()
    for goal in alert_goals():
        print(goal.line(), flush=True)
    if arguments.network and M5.exists():
        for goal in alert_goals({"network": network_of}, datasets=("m5_dept",)):
            print(goal.line(), flush=True)
    return 0


if __name__ == "__main__":
    sys.exit(main())
