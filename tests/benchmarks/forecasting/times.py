"""Seconds of the processor that a forecast takes, on histories made up for it."""

import json
import math
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from forecasting.forecast_demand import forecast_demand
from forecasting.question import Effort
from tests.benchmarks.forecasting.ours import PREPARING, TRAINING, CpuWatch, load_libraries
from tests.benchmarks.forecasting.peers.answer import Answer
from tests.benchmarks.forecasting.runs import Run, Runs
from tests.benchmarks.forecasting.sets import made_up_history
from tests.benchmarks.goal import Goal
from tests.benchmarks.roads.rows import say_not_measured

_HORIZON_DAYS = 28
_FEW, _MANY = (250, 950), (30_000, 730)
_REFRESH = "step.forecast_refresh"
_SERVING = "step.forecast_serving"
_TRAINING_S = {_FEW: 60.0, _MANY: 75.0}
_PREDICTION_S, _GPU_S = 6.0, 60.0


def measure(*, series: int, days: int, device: str = "cpu") -> Answer:
    """Seconds of a first forecast, which trains, and of a second one by the model kept.

    Parameters
    ----------
    series, days
        Size of the history.
    device
        Where networks are trained.
    """
    history, facts = made_up_history(series, days)
    effort = Effort(training_s=math.inf, device=device)
    row: dict[str, Any] = {}
    load_libraries()
    with tempfile.TemporaryDirectory() as folder:
        for attempt in ("first", "kept"):
            watch, started_s = CpuWatch(), time.perf_counter()
            forecast_demand(
                history,
                horizon_days=_HORIZON_DAYS,
                facts=facts,
                effort=effort,
                model_folder=Path(folder),
                on_progress=watch.note,
            )
            watch.end()
            row[attempt] = {step: round(used_s, 2) for step, used_s in watch.seconds.items()}
            row[f"{attempt}_wall_s"] = round(time.perf_counter() - started_s, 1)
    return Answer(arrays={}, row=row)


def time_goals(runs: Runs, *, quick: bool) -> Iterator[Goal]:
    """Training and prediction on one thread of the processor, and on the graphics card.

    Parameters
    ----------
    runs
        Where measurements are made or found.
    quick
        Whether the large history is left out.
    """
    for size in (_FEW,) if quick else (_FEW, _MANY):
        found = runs.find(_run(*size, "cpu"))
        if found is None:
            continue
        first = found.row["first"]
        trained_s = sum(first.get(step, 0.0) for step in (PREPARING, TRAINING, _REFRESH))
        yield Goal(
            goal=f"CPU seconds of training, {size[0]:,} series x {size[1]} days",
            measured=trained_s,
            target=_TRAINING_S[size],
            detail=dict(found.row),
        )
        if size == _MANY:
            yield Goal(
                goal=f"CPU seconds of prediction, {size[0]:,} series",
                measured=found.row["kept"].get(_SERVING, math.nan),
                target=_PREDICTION_S,
                detail=found.row["kept"],
            )
    if not quick:
        yield from _gpu_goals(runs)


def _gpu_goals(runs: Runs) -> Iterator[Goal]:
    import torch

    goal = f"GPU seconds, {_MANY[0]:,} series x {_MANY[1]} days"
    if not torch.cuda.is_available():
        say_not_measured(goal, "there is no graphics card")
        return
    found = runs.find(_run(*_MANY, "cuda"))
    if found is not None:
        yield Goal(
            goal=goal,
            measured=found.row["first_wall_s"],
            target=_GPU_S,
            detail=dict(found.row),
        )


def _run(series: int, days: int, device: str) -> Run:
    arguments = {"series": series, "days": days, "device": device}
    return Run(
        model=f"times-{device}",
        data=f"{series}x{days}",
        work="times:measure",
        arguments=json.dumps(arguments),
    )
