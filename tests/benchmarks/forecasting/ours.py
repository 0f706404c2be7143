"""The program's own forecasts by the same protocol, of each model and of all together."""

import dataclasses
import math
import time
from collections.abc import Sequence
from importlib import import_module

import numpy as np

from domain.progress import Never, Progress
from forecasting.backtest import Trial
from forecasting.calibration import with_widths
from forecasting.combination import combined_trials
from forecasting.distribution import LEVELS, FloatArray
from forecasting.model import ModelName
from forecasting.model_choice import CANDIDATES, serving_model
from forecasting.question import Effort, question_of
from forecasting.sample_paths import draw_paths
from forecasting.serving_model import ServingModel
from forecasting.trials import run_trials
from tests.benchmarks.forecasting.peers.answer import Answer
from tests.benchmarks.forecasting.quality import SUM_DAYS
from tests.benchmarks.forecasting.sets import JUDGED, DemandSet, load_set

PREPARING, TRAINING = "before any step", "step.forecast_training"
_PATHS = 500


def load_libraries() -> None:
    """Import what learned models need, which is no part of their time."""
    for name in ("torch", "lightgbm"):
        import_module(name)


class CpuWatch:
    """Seconds of the processor from each report of progress to the next, by step."""

    def __init__(self) -> None:
        self.seconds: dict[str, float] = {}
        self._step, self._since_s = PREPARING, time.process_time()

    def note(self, progress: Progress) -> None:
        """Count what was used since the last report for its step."""
        self.end()
        self._step = progress.step

    def end(self) -> None:
        """Count what was used until now."""
        now_s = time.process_time()
        used_s = now_s - self._since_s
        self.seconds[self._step] = self.seconds.get(self._step, 0.0) + used_s
        self._since_s = now_s


def forecast_ours(*, data: str, with_events: bool = True, seed: int = 0) -> Answer:
    """Forecast a set as `forecasting.forecast_demand.backtest_demand` does, and keep the paths.

    Parameters
    ----------
    data
        Name of the set.
    with_events
        Whether the models are told of events.
    seed
        Of all that is drawn.
    """
    demand = load_set(data)
    facts = demand.facts if with_events else dataclasses.replace(demand.facts, holidays=())
    history, origins = demand.history, demand.origins
    # Steps end the training, not the clock: others may use the same processor.
    effort = Effort(training_s=math.inf, device="cpu", seed=seed)
    question = question_of(history, facts, demand.horizon_days, first_origin=origins[0])
    rows = np.arange(len(history.keys))
    load_libraries()
    watch = CpuWatch()
    trials = run_trials(question, effort, origins, rows, CANDIDATES, watch.note, Never())
    chosen = JUDGED.start
    before = {name: found[:chosen] for name, found in trials.by_model.items()}
    model = serving_model(question, before, rows, trials.learned, seed)
    watch.end()
    together = [
        dataclasses.replace(trial, forecast=with_widths(trial.forecast, model.widths))
        for trial in combined_trials(trials.by_model, model.names, model.weights(history.keys))
    ]
    arrays = {"levels": np.asarray(LEVELS, np.float32)}
    for name, found in {**trials.by_model, ModelName.COMBINATION: together}.items():
        arrays |= _arrays(demand, name, found)
    arrays["sum_q90"] = _sum_q90(demand, model, together, seed)
    seconds = {step: round(used_s, 2) for step, used_s in watch.seconds.items()}
    return Answer(
        arrays=arrays,
        row={
            "train_cpu_s": round(seconds[PREPARING] + seconds.get(TRAINING, 0.0), 2),
            "cpu_s": round(sum(seconds.values()), 2),
            "seconds_of": seconds,
            "trust": dict(zip(model.names, np.round(model.common, 3).tolist(), strict=True)),
        },
    )


def _arrays(demand: DemandSet, name: str, trials: Sequence[Trial]) -> dict[str, FloatArray]:
    forecasts = [trial.forecast for trial in trials]
    quantiles = np.stack([forecast.quantiles for forecast in forecasts])
    return {
        f"{name}.quantiles": demand.closed_as_zero(quantiles),
        f"{name}.mean": demand.closed_as_zero(np.stack([one.mean for one in forecasts])),
    }


def _sum_q90(
    demand: DemandSet, model: ServingModel, trials: Sequence[Trial], seed: int
) -> FloatArray:
    """The 90 % quantile of demand over lead times, from sample paths, ``(o, s, 2)``."""
    drawn = np.stack(
        [draw_paths(trial.forecast, model.dependence, _PATHS, seed) for trial in trials]
    )
    ahead = [demand.open_days[day : day + demand.horizon_days] for day in demand.origins]
    is_open = np.stack(ahead)[:, None, None]
    sums = [(drawn * is_open)[..., :days].sum(axis=3) for days in SUM_DAYS]
    return np.asarray(np.quantile(np.stack(sums, axis=-1), 0.9, axis=2), np.float32)
