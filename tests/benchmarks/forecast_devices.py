"""The forecast on the processor and on the graphics card, side by side.

``python -m tests.benchmarks.forecast_devices [--series 600] [--days 730]`` forecasts a
made-up panel on each device there is, with a limit of steps instead of the clock, and prints a line
for each: seconds, the error, and how far the medians are from those of the first run.
"""

import argparse
import datetime
import json
import math
import sys
import time

import numpy as np
import torch

from domain.demand import DemandHistory, Forecast, SeriesKey
from forecasting.forecast_demand import forecast_demand
from forecasting.question import Effort

HORIZON_DAYS = 28


def made_up_history(series: int, days: int, seed: int) -> tuple[DemandHistory, np.ndarray]:
    """A panel with seasons and negative-binomial noise, and what comes after it."""
    rng = np.random.default_rng(seed)
    day = np.arange(days + HORIZON_DAYS)
    level = rng.lognormal(1.5, 1.0, (series, 1))
    week = 1 + 0.4 * np.sin(2 * np.pi * (day % 7 + rng.integers(0, 7, (series, 1))) / 7)
    year = 1 + 0.3 * np.sin(2 * np.pi * (day + rng.integers(0, 90, (series, 1))) / 365.25)
    mean = level * week * year * (1 + 0.0003 * day)
    units = rng.poisson(rng.gamma(4.0, mean / 4.0)).astype(np.float32)
    known = units[:, :days]
    history = DemandHistory(
        keys=tuple(SeriesKey(place_id=f"W{i % 3}", item_id=f"S{i}") for i in range(series)),
        first_date=datetime.date(2024, 11, 20),
        units=known,
        observed=np.ones_like(known, dtype=bool),
        promoted=np.zeros_like(known, dtype=bool),
    )
    return history, units[:, days:]


def quantile_error(forecast: Forecast, truth: np.ndarray) -> float:
    """Weighted quantile loss of a forecast against what came."""
    error = truth[..., np.newaxis] - forecast.quantiles
    loss = np.maximum(forecast.levels * error, (forecast.levels - 1) * error)
    return float(2 * loss.mean(axis=2).sum() / truth.sum())


def main() -> int:
    """Forecast on each device."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--series", type=int, default=600)
    parser.add_argument("--days", type=int, default=730)
    parser.add_argument("--steps", type=int, default=300)
    parser.add_argument("--threads", type=int, default=2)
    arguments = parser.parse_args()
    history, truth = made_up_history(arguments.series, arguments.days, seed=1)
    medians = []
    for device in ["cpu", *(["cuda"] if torch.cuda.is_available() else [])]:
        for attempt in ("first", "second"):
            started_s = time.monotonic()
            effort = Effort(
                training_s=math.inf,
                max_steps=arguments.steps,
                threads=arguments.threads,
                device=device,
            )
            forecast = forecast_demand(history, horizon_days=HORIZON_DAYS, effort=effort)
            medians.append(forecast.quantiles[:, :, len(forecast.levels) // 2])
            row = {
                "device": device,
                "attempt": attempt,
                "seconds": round(time.monotonic() - started_s, 2),
                "quantile_error": round(quantile_error(forecast, truth), 5),
                "method": forecast.method.code,
                "said": dict(forecast.method.parameters),
                "median_apart": round(float(np.abs(medians[-1] - medians[0]).mean()), 5),
            }
            print(json.dumps(row), flush=True)
    return 0


if __name__ == "__main__":
    sys.exit(main())
