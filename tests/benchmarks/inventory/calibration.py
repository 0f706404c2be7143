"""How often stock runs out when the alerts say so, on held-back history.

``python -m tests.benchmarks.inventory.calibration [SET ...]`` prints a line of JSON for each goal.
Models learn from the days before the first date, the first two dates tell how far each is trusted,
and all later dates are judged. At each of these every series gets opening stocks, receipts and lead
times at random; the chance that stock runs out within the lead time is the alerts' own, and what
was really sold tells whether it did. Stock is drawn in two ways:

``even``
    A random quantile of what the forecast says is needed, so that chances spread evenly from 0 to
    100 %. It is the hardest test: exactly right chances would reach a precision of about 0.72 at a
    recall of 0.8.
``rule``
    Zero to two times the usual demand of the lead time, whatever the forecast says.
"""

import argparse
import dataclasses
import math
import os
import subprocess
import sys
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path
from typing import Any

import numpy as np
from numpy.random import Generator

from domain.progress import Never, ignore_progress
from domain.stock_problem import Flags, Floats, Whole
from forecasting.calibration import with_widths
from forecasting.combination import combined_trials
from forecasting.distribution import FloatArray
from forecasting.model_choice import CANDIDATES, serving_model
from forecasting.question import Effort, question_of
from forecasting.sample_paths import draw_paths
from forecasting.trials import run_trials
from optimizer.inventory.alerts.running_out import ALERT_CHANCE
from optimizer.inventory.alerts.shortfall import shortfall
from planning.environment import directories
from tests.benchmarks.forecasting.ours import load_libraries
from tests.benchmarks.forecasting.runs import ROOT, our_state
from tests.benchmarks.forecasting.sets import JUDGED, SETS, DemandSet, load_set
from tests.benchmarks.goal import Goal
from tests.benchmarks.roads.rows import say_not_measured

EVEN, RULE = "even", "rule"
EDGES = (0.0, 0.05, 0.1, 0.2, 0.4, 0.6, 0.8, 1.0)
"""Edges of the bins of the chance."""

RECALL, PRECISION = 0.8, 0.7
_GIVEN = (0.1, 0.2)
_PATHS = 200
"""As many futures as the program draws."""

_ROUNDS = 6
_DRAWS = 1000
_USUAL_DAYS = 28
_LEAST_LEAD_DAYS, _MOST_LEAD_DAYS = 3, 14
_THRESHOLDS = (0.1, 0.2, 0.3, 0.4, 0.5)
_ONE_THREAD = dict.fromkeys(("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS"), "1")


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Cases:
    """What was foretold and what happened, in `c` cases.

    Parameters
    ----------
    chance
        Chance that stock runs out, as the alerts see it.
    runs_out
        Whether it did.
    first_day
        Day on which it did.
    date
        Number of the date from which it was foretold.
    """

    chance: Floats
    runs_out: Flags
    first_day: Whole
    date: Whole


def main() -> int:
    """Measure the sets asked for."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("sets", nargs="*", default=tuple(SETS))
    parser.add_argument("--paths", type=Path, help="only draw futures of a set, to this file")
    chosen = parser.parse_args()
    if chosen.paths is not None:
        (name,) = chosen.sets
        _keep(_drawn(load_set(name)), chosen.paths)
        return 0
    for goal in calibration_goals(chosen.sets):
        print(goal.line(), flush=True)
    return 0


def calibration_goals(names: Sequence[str] = tuple(SETS)) -> Iterator[Goal]:
    """How often stock-outs given 10 to 20 % happen, and how many alerts are right.

    Parameters
    ----------
    names
        Sets of `tests.benchmarks.forecasting.sets`.
    """
    for name in names:
        try:
            demand = load_set(name)
        except FileNotFoundError as error:
            say_not_measured(f"{name}: stock-outs", str(error))
            continue
        futures = _futures(name)
        for draw in (EVEN, RULE):
            yield from _goals(f"{name}, {draw} stock", _cases(demand, futures, draw))


def _goals(name: str, cases: Cases) -> Iterator[Goal]:
    low, high = _GIVEN
    given = (cases.chance >= low) & (cases.chance < high)
    happened = float(cases.runs_out[given].mean())
    yield Goal(
        goal=f"{name}: points that stock-outs given 10-20 % happen outside of 10-20 %",
        measured=100 * max(low - happened, happened - high, 0.0),
        target=0.0,
        detail={
            "happened_pct": round(100 * happened, 1),
            "interval_95_pct": _interval(cases.runs_out[given], cases.date[given]),
            "bins": list(_bins(cases)),
            "brier": round(float(np.mean((cases.chance - cases.runs_out) ** 2)), 4),
            "brier_of_the_mean": round(float(np.var(cases.runs_out)), 4),
            "cases": len(cases.chance),
        },
    )
    yield Goal(
        goal=f"{name}: precision of stock-out alerts at recall {RECALL}",
        measured=precision_at(cases.chance, cases.runs_out, RECALL),
        target=PRECISION,
        at_most=False,
        detail={
            "if_chances_were_exact": round(precision_at(cases.chance, cases.chance, RECALL), 3),
            "at_chance": [_at_threshold(cases, chance) for chance in _THRESHOLDS],
            **_time_to_act(cases),
        },
    )


def _interval(happened: Flags, date: Whole) -> list[float]:
    """Interval of a share in per cent, for dates drawn anew: what happens on one goes together."""
    hits, count = np.bincount(date, happened), np.bincount(date)
    rows = np.random.default_rng(2).integers(0, len(count), (_DRAWS, len(count)))
    shares = hits[rows].sum(axis=1) / np.maximum(count[rows].sum(axis=1), 1)
    return [round(100 * float(edge), 1) for edge in np.quantile(shares, [0.025, 0.975])]


def precision_at(chance: Floats, happened: Floats | Flags, recall: float) -> float:
    """Share of alerts that are right where so many of all stock-outs are alerted.

    Parameters
    ----------
    chance
        What alerts are ranked by, ``(c,)``.
    happened
        Whether each came true, or how likely that was; ``(c,)``.
    recall
        Share of all stock-outs.
    """
    hits = np.cumsum(np.asarray(happened, dtype=np.float64)[np.argsort(-chance, kind="stable")])
    alerts = int(np.searchsorted(hits, recall * hits[-1] - 1e-9)) + 1
    return float(hits[alerts - 1] / alerts)


def _bins(cases: Cases) -> Iterator[dict[str, Any]]:
    """Chance and frequency in each bin, in per cent."""
    bins = np.clip(np.searchsorted(EDGES, cases.chance, side="right") - 1, 0, len(EDGES) - 2)
    for number, (low, high) in enumerate(pairwise(EDGES)):
        there = bins == number
        if there.any():
            yield {
                "pct": f"{100 * low:.0f}-{100 * high:.0f}",
                "given": round(100 * float(cases.chance[there].mean()), 1),
                "happened": round(100 * float(cases.runs_out[there].mean()), 1),
                "cases": int(there.sum()),
            }


def _at_threshold(cases: Cases, chance: float) -> dict[str, float]:
    alerted = cases.chance >= chance
    return {
        "chance": chance,
        "precision": round(float(cases.runs_out[alerted].mean()), 3),
        "recall": round(float(alerted[cases.runs_out].mean()), 3),
    }


def _time_to_act(cases: Cases) -> dict[str, float]:
    """Days from an alert that comes true to the day on which stock runs out."""
    days = cases.first_day[cases.runs_out & (cases.chance >= ALERT_CHANCE)]
    return {
        "middle_days_to_act": float(np.median(days)),
        "a_day_or_more_pct": round(100 * float((days >= 1).mean()), 1),
    }


def _cases(demand: DemandSet, futures: FloatArray, draw: str) -> Cases:
    """Stock at random at every judged date."""
    rng, found = np.random.default_rng(1), list[Cases]()
    for number, (day, paths) in enumerate(zip(_judged_days(demand), futures, strict=True)):
        ahead = slice(day, day + demand.horizon_days)
        is_open = demand.open_days[ahead]
        wanted = (paths * is_open).astype(np.float32)
        sold = demand.history.units[:, ahead] * is_open
        past = slice(day - _USUAL_DAYS, day)
        usual = (demand.history.units[:, past] * demand.open_days[past]).mean(axis=1)
        for _ in range(_ROUNDS):
            found.append(_one_round(rng, wanted, sold, usual, draw, number))
    return Cases(
        chance=np.concatenate([one.chance for one in found]),
        runs_out=np.concatenate([one.runs_out for one in found]),
        first_day=np.concatenate([one.first_day for one in found]),
        date=np.concatenate([one.date for one in found]),
    )


def _one_round(
    rng: Generator,
    wanted: FloatArray,
    sold: FloatArray,
    usual: FloatArray,
    draw: str,
    date: int,
) -> Cases:
    """Stock, a receipt and a lead time for each series; half of them get no receipt."""
    series, days = len(wanted), int(wanted.shape[2])
    lead_days = rng.integers(_LEAST_LEAD_DAYS, _MOST_LEAD_DAYS + 1, series)
    comes_on = rng.integers(1, lead_days)
    share = np.where(rng.random(series) < 0.5, rng.uniform(0, 0.6, series), 0)
    received = np.round(usual * lead_days * share)
    supplied = received[:, None] * (np.arange(days) >= comes_on[:, None])
    stock = np.round(usual * lead_days * rng.uniform(0, 2, series))
    if draw == EVEN:
        needed = np.cumsum(wanted, axis=2) - supplied[:, None]
        needed[np.broadcast_to((np.arange(days) >= lead_days[:, None])[:, None], needed.shape)] = 0
        levels = rng.random(series)
        stock = np.array([np.quantile(n, q) for n, q in zip(needed.max(2), levels, strict=True)])
    supplied += np.round(np.maximum(stock, 0))[:, None]
    foretold = shortfall(supplied, wanted, lead_days)
    came = shortfall(supplied, sold[:, None].astype(np.float32), lead_days)
    return Cases(
        chance=foretold.chance,
        runs_out=came.chance > 0,
        first_day=came.first_day,
        date=np.full(series, date),
    )


def _judged_days(demand: DemandSet) -> list[int]:
    """Half a horizon apart, after the dates that serve to choose."""
    first, horizon = demand.origins[JUDGED.start], demand.horizon_days
    return list(range(first, demand.history.days - horizon + 1, horizon // 2))


def _futures(name: str) -> FloatArray:
    """Futures of each judged date, ``(o, s, p, h)``; drawn in a process of its own, and kept."""
    folder = directories().cache / "benchmarks" / "inventory"
    path = folder / f"futures-{name}-{our_state()[:12]}.npz"
    if not path.exists():
        folder.mkdir(parents=True, exist_ok=True)
        for old in folder.glob(f"futures-{name}-*.npz"):
            old.unlink()
        command = [sys.executable, "-m", "tests.benchmarks.inventory.calibration", name]
        environment = os.environ | _ONE_THREAD
        subprocess.run([*command, "--paths", str(path)], cwd=ROOT, env=environment, check=True)
    with np.load(path) as kept:
        futures: FloatArray = kept["futures"]
        return futures


def _keep(futures: FloatArray, path: Path) -> None:
    half = path.with_suffix(".half.npz")
    np.savez_compressed(half, futures=futures)
    half.replace(path)


def _drawn(demand: DemandSet) -> FloatArray:
    """Forecast as the program does, by models that saw nothing of what is judged."""
    choosing, judged = demand.origins[: JUDGED.start], _judged_days(demand)
    history, rows = demand.history, np.arange(len(demand.history.keys))
    question = question_of(history, demand.facts, demand.horizon_days, first_origin=choosing[0])
    effort = Effort(training_s=math.inf, device="cpu", seed=0)
    load_libraries()
    origins = (*choosing, *judged)
    trials = run_trials(question, effort, origins, rows, CANDIDATES, ignore_progress, Never())
    before = {name: found[: len(choosing)] for name, found in trials.by_model.items()}
    after = {name: found[len(choosing) :] for name, found in trials.by_model.items()}
    model = serving_model(question, before, rows, trials.learned, effort.seed)
    together = [
        dataclasses.replace(trial, forecast=with_widths(trial.forecast, model.widths))
        for trial in combined_trials(after, model.names, model.weights(history.keys))
    ]
    return np.stack(
        [draw_paths(one.forecast, model.dependence, _PATHS, effort.seed) for one in together]
    )


if __name__ == "__main__":
    sys.exit(main())
