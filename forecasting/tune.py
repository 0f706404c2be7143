"""A search for settings of the learned models, by how far off each was after past dates.

Settings are drawn at random, which finds good ones in fewer tries than a grid does, since few of
them matter (Bergstra, J., Bengio, Y. (2012). Random search for hyper-parameter optimization.
Journal of Machine Learning Research 13). The settings in use are tried first, and kept unless
others are better.
"""

import dataclasses
import time
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.random import Generator

from domain.demand import DemandHistory
from domain.errors import ForecastError
from domain.message import message
from domain.progress import (
    AnyOf,
    MaxRuntime,
    Never,
    OnProgress,
    Progress,
    StopCriterion,
    ignore_progress,
)
from forecasting.backtest import backtest_origins, judged_rows, judgement_of
from forecasting.cleaning.clean_history import CleaningOptions
from forecasting.distribution import IntArray
from forecasting.known_facts import KnownFacts
from forecasting.model import ModelName
from forecasting.question import Effort, ModelSettings, Question, question_of
from forecasting.trials import run_trials
from forecasting.tuned_settings import load_settings, save_settings
from forecasting.usable_history import AS_RECORDED

_OF_NETWORK = ("hidden", "rate", "dropout")
_OF_TREES = ("leaves", "tree_rate")
_SETTINGS = {ModelName.LSTM: _OF_NETWORK, ModelName.BOOSTING: _OF_TREES}

_NO_FACTS = KnownFacts()
_USUAL_EFFORT = Effort()
_NEVER = Never()


@dataclass(frozen=True, slots=True, kw_only=True)
class Tried:
    """One try: the settings, how far off they were as a share of sales, and what that took."""

    model: ModelName
    settings: Mapping[str, float | int]
    error: float
    seconds: float


@dataclass(frozen=True, slots=True, kw_only=True)
class TuningResult:
    """What was tried, in its order, and the settings that are kept."""

    tried: tuple[Tried, ...]
    best: Mapping[str, float | int]


def tune_models(
    history: DemandHistory,
    *,
    horizon_days: int,
    time_limit_s: float,
    facts: KnownFacts = _NO_FACTS,
    cleaning: CleaningOptions = AS_RECORDED,
    effort: Effort = _USUAL_EFFORT,
    model_folder: Path | None = None,
    on_progress: OnProgress = ignore_progress,
    stop: StopCriterion = _NEVER,
) -> TuningResult:
    """Search for better settings until the time is up, and keep the best.

    Parameters
    ----------
    history, horizon_days, facts, cleaning, effort, model_folder, on_progress, stop
        As in `forecasting.forecast_demand.forecast_demand`.
    time_limit_s
        Seconds after which no further try begins; one that runs is cut short and not counted.

    Raises
    ------
    ForecastError
        If the history is too short to judge by.
    """
    question = question_of(history, facts, horizon_days, cleaning=cleaning)
    origins = backtest_origins(history.days, horizon_days)
    if not origins or not history.keys:
        raise ForecastError(message("forecast.tune_short", days=history.days))
    rows = judged_rows(history, effort.seed)
    in_use = load_settings(model_folder, history, effort.settings)
    limit = MaxRuntime(time_limit_s)
    generator = np.random.default_rng(effort.seed)
    tried: list[Tried] = []
    while not (until := AnyOf((stop, limit))).should_stop():
        name = list(_SETTINGS)[len(tried) % len(_SETTINGS)]
        is_first = len(tried) < len(_SETTINGS)
        settings = in_use if is_first else _drawn(generator)
        on_progress(Progress(step="step.forecast_tuning", fraction=limit.fraction()))
        one = _try(question, effort, name, settings, origins, rows, until)
        if not until.should_stop() or is_first:
            tried.append(one)
    best = _best(tried, in_use)
    if model_folder is not None:
        save_settings(model_folder, history, best)
    return TuningResult(tried=tuple(tried), best=dataclasses.asdict(best))


def _try(
    question: Question,
    effort: Effort,
    name: ModelName,
    settings: ModelSettings,
    origins: tuple[int, ...],
    rows: IntArray,
    stop: StopCriterion,
) -> Tried:
    started_s = time.monotonic()
    with_them = dataclasses.replace(effort, settings=settings)
    trials = run_trials(question, with_them, origins, rows, (name,), ignore_progress, stop)
    found = trials.by_model.get(name, ())
    error = judgement_of(found, question.history, rows).score.wql if found else np.inf
    return Tried(
        model=name,
        settings={key: getattr(settings, key) for key in _SETTINGS[name]},
        error=float(error),
        seconds=time.monotonic() - started_s,
    )


def _drawn(generator: Generator) -> ModelSettings:
    """Settings at random, within what is sensible."""
    return ModelSettings(
        hidden=int(generator.choice([32, 48, 64, 96, 128])),
        rate=float(np.exp(generator.uniform(np.log(2e-3), np.log(1.2e-2)))),
        dropout=float(generator.choice([0.0, 0.05, 0.1, 0.2, 0.3])),
        leaves=int(generator.choice([7, 15, 31, 63])),
        tree_rate=float(np.exp(generator.uniform(np.log(0.03), np.log(0.2)))),
    )


def _best(tried: list[Tried], in_use: ModelSettings) -> ModelSettings:
    """The best settings of each kind of model."""
    best = in_use
    for name in _SETTINGS:
        own = [one for one in tried if one.model is name]
        if own:
            changes = dict(min(own, key=lambda one: one.error).settings)
            best = dataclasses.replace(best, **changes)  # type: ignore[arg-type]
    return best
