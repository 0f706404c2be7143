"""Speeds learnt from simulated trips in Heidelberg, against the speeds they were simulated from.

``python -m tests.benchmarks.calibration [--trips 3000] [--seed 1]`` prints one JSON object per
goal. Hidden speeds are drawn per class, kind of day and span of hours: up to 40 % slower than the
built-in ones and up to 10 % faster, as in a congested town. Durations have 10 % noise, and 3 % of
them are grossly wrong. A cell is an hour of a class on a kind of day; it has data if at least
`DATA_H` hours were driven in it.
"""

import argparse
import datetime
import json
import sys
import tempfile
import time
from pathlib import Path

import numpy as np

from domain.speed_hours import speeds_in_force
from maps.network.road_cache import import_roads
from planning.calibrate_speeds import METHODS, LearntSpeeds, learn_speeds
from planning.usable_trips import SpeedQuestion
from tests.simulated_trips import ZONE, Simulated, hidden_profiles, simulate_trips

ROADS = Path(__file__).parents[3] / "shared" / "data" / "roads" / "heidelberg.osm.pbf"
DAYS = tuple(datetime.date(2026, 11, day) for day in (16, 17, 18, 19, 20, 21, 22))
DATA_H = 12.0


def main() -> int:
    """Simulate, learn, and compare."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--trips", type=int, default=3000)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--low", type=float, default=0.6, help="least factor of hidden speeds")
    parser.add_argument("--high", type=float, default=1.1, help="greatest factor")
    arguments = parser.parse_args()
    rng = np.random.default_rng(arguments.seed)
    with tempfile.TemporaryDirectory() as cache:
        network = import_roads(ROADS, cache_dir=Path(cache))
        profiles = hidden_profiles(network, rng, arguments.low, arguments.high)
        simulated = simulate_trips(network, profiles, rng, count=arguments.trips, days=DAYS)
        question = SpeedQuestion(
            roads=network.name, trips=simulated.trips, timezone=ZONE.key, snap_limit_m=500.0
        )
        started_s = time.perf_counter()
        learnt = learn_speeds(question, Path(cache))
        seconds = time.perf_counter() - started_s
    hidden = speeds_in_force(profiles, learnt.classes)
    _ratios(learnt, hidden)
    _errors(learnt, simulated)
    _outliers(learnt, simulated)
    _tell("calibration seconds", round(seconds, 1), None, True, {"trips": arguments.trips})
    return 0


def _ratios(learnt: LearntSpeeds, hidden: np.ndarray) -> None:
    """Ratios against the hidden ones, in cells of named classes by hours driven."""
    error = np.abs(learnt.learnt / hidden - 1.0)[:, 1:]
    driven_h = np.where(learnt.is_learnt, learnt.driven_h, 0.0)[:, 1:]
    by_hours = {}
    for least_h in (1, 2, 5, 8, 12, 20):
        found = error[driven_h >= least_h]
        if len(found):
            by_hours[least_h] = {
                "cells": len(found),
                "mean": round(float(found.mean()), 4),
                "p95": round(float(np.quantile(found, 0.95)), 4),
                "max": round(float(found.max()), 4),
                "within_5_percent": round(float((found <= 0.05).mean()), 3),
            }
    found = error[driven_h >= DATA_H]
    share = round(float((found <= 0.05).mean()), 3) if len(found) else 0.0
    _tell("cells with data within 5 % of the hidden ratio", share, 0.95, share >= 0.95, by_hours)


def _errors(learnt: LearntSpeeds, simulated: Simulated) -> None:
    errors = learnt.errors
    relative = dict(zip(METHODS, errors.relative_all.round(4).tolist(), strict=True))
    with_outliers = dict(zip(METHODS, errors.relative_with_outliers.round(4).tolist(), strict=True))
    minutes = dict(zip(METHODS, errors.minutes_all.round(3).tolist(), strict=True))
    share = round(relative["learnt"] / relative["free_flow"], 3)
    detail = {
        "relative": relative,
        "minutes": minutes,
        "with_outliers": with_outliers,
        "folds": errors.folds,
        "by_day": errors.by_day,
        "noise_alone": round(float(np.mean(np.abs(_noise(simulated)))), 4),
    }
    _tell("out-of-sample error as a share of free flow's", share, 0.5, share <= 0.5, detail)


def _noise(simulated: Simulated) -> np.ndarray:
    """Relative error of somebody who knows the hidden speeds, outliers left aside."""
    observed_s = np.array([trip.duration_s for trip in simulated.trips])
    return np.asarray((simulated.true_s / observed_s - 1.0)[~simulated.is_outlier])


def _outliers(learnt: LearntSpeeds, simulated: Simulated) -> None:
    codes = {"trip.unlike_others", "trip.too_fast"}
    flagged = {left.trip for left in learnt.left_out if left.reason.code in codes}
    told = {left.trip for left in learnt.left_out} - flagged
    injected = set(np.flatnonzero(simulated.is_outlier).tolist()) - told
    hit = len(flagged & injected)
    detail = {"injected": len(injected), "flagged": len(flagged)}
    recall, precision = round(hit / len(injected), 3), round(hit / len(flagged), 3)
    _tell("outliers found", recall, 0.95, recall >= 0.95, detail)
    _tell("outliers rightly flagged", precision, 0.9, precision >= 0.9, detail)


def _tell(goal: str, measured: float, target: float | None, holds: bool, detail: object) -> None:
    line = {
        "goal": goal,
        "measured": measured,
        "target": target,
        "holds": bool(holds),
        "detail": detail,
    }
    print(json.dumps(line), flush=True)


if __name__ == "__main__":
    sys.exit(main())
