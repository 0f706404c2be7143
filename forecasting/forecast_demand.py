"""The room's one door: a demand history in, demand distributions out."""

import datetime
from collections.abc import Mapping, Sequence
from dataclasses import replace
from pathlib import Path

import numpy as np

from domain.demand import DemandHistory, Forecast
from domain.errors import ForecastError
from domain.message import message
from domain.progress import Never, OnProgress, Progress, StopCriterion, ignore_progress
from forecasting.backtest import Trial, judged_rows, scored_days
from forecasting.borrowed_profile import basis_of_rows, borrowing_rows
from forecasting.calibration import with_widths
from forecasting.cleaning.clean_history import CleaningOptions
from forecasting.combination import combined_trials
from forecasting.distribution import LEVELS
from forecasting.kept_model import kept_or_chosen
from forecasting.known_facts import KnownFacts
from forecasting.model import ModelName
from forecasting.model_choice import CANDIDATES, serve, serving_model
from forecasting.question import Effort, Question, question_of
from forecasting.sample_paths import draw_paths
from forecasting.serving_model import ServingModel
from forecasting.trials import run_trials
from forecasting.tuned_settings import load_settings
from forecasting.usable_history import AS_RECORDED

VALIDATION_DATES = 2
"""Past dates of a backtest that tell how far to trust each model, before those it is judged at."""

_LEAST_TRAINING_DAYS = 56
_NO_FACTS = KnownFacts()
_USUAL_EFFORT = Effort()
_NEVER = Never()


def forecast_demand(
    history: DemandHistory,
    *,
    horizon_days: int,
    facts: KnownFacts = _NO_FACTS,
    cleaning: CleaningOptions = AS_RECORDED,
    effort: Effort = _USUAL_EFFORT,
    paths: int = 200,
    model_folder: Path | None = None,
    on_progress: OnProgress = ignore_progress,
    stop: StopCriterion = _NEVER,
) -> Forecast:
    """Forecast every series of a history for the days after it.

    Several models are judged on past dates, and answer together, each trusted as it deserves; the
    forecast's `method` says how far off they were. A day not observed counts as missing, never as
    zero. A series with less than eight weeks of its own follows similar ones.

    With the same seed, steps and threads the answer on the processor is the same to the bit,
    unless the clock came into it: give `training_s` as infinite to be sure.

    Parameters
    ----------
    history
        Demand, one row per series and one column per day.
    horizon_days
        Days to forecast, from the day after the history.
    facts
        What is known beside it: categories, regions, promotions, holidays.
    cleaning
        What is made of figures that do not look like demand.
    effort
        How much may be spent; no steps of training ask for simple rules only.
    paths
        How many sample paths to draw for each series.
    model_folder
        Where trained models are kept, and taken from when the same series come again.
    on_progress
        Told how far it is.
    stop
        When it says so, the forecast is made with what was learned so far.

    Raises
    ------
    ForecastError
        If the horizon is not at least one day.
    """
    forecast, _, _ = forecast_and_model(
        history,
        horizon_days=horizon_days,
        facts=facts,
        cleaning=cleaning,
        effort=effort,
        paths=paths,
        model_folder=model_folder,
        on_progress=on_progress,
        stop=stop,
    )
    return forecast


def forecast_and_model(
    history: DemandHistory,
    *,
    horizon_days: int,
    facts: KnownFacts = _NO_FACTS,
    cleaning: CleaningOptions = AS_RECORDED,
    effort: Effort = _USUAL_EFFORT,
    paths: int = 200,
    model_folder: Path | None = None,
    on_progress: OnProgress = ignore_progress,
    stop: StopCriterion = _NEVER,
) -> tuple[Forecast, ServingModel, Question]:
    """The forecast of `forecast_demand`, what made it, and the question as it was put."""
    if horizon_days < 1:
        raise ForecastError(message("forecast.horizon", days=horizon_days))
    question = question_of(history, facts, horizon_days, cleaning=cleaning)
    effort = replace(effort, settings=load_settings(model_folder, history, effort.settings))
    model = kept_or_chosen(question, effort, model_folder, on_progress, stop)
    return _forecast(question, model, paths, effort.seed, on_progress), model, question


def _forecast(
    question: Question, model: ServingModel, paths: int, seed: int, on_progress: OnProgress
) -> Forecast:
    on_progress(Progress(step="step.forecast_serving", fraction=0.92))
    known = question.known_after(question.history.days)
    distribution = serve(model, question, known, np.arange(len(known.keys)))
    on_progress(Progress(step="step.forecast_paths", fraction=0.95))
    return Forecast(
        keys=known.keys,
        first_date=known.last_date + datetime.timedelta(days=1),
        mean=distribution.mean,
        levels=LEVELS.copy(),
        quantiles=distribution.quantiles,
        paths=draw_paths(distribution, model.dependence, paths, seed),
        method=model.method_message(len(borrowing_rows(known))),
        basis=basis_of_rows(known, question.facts),
    )


def backtest_demand(
    history: DemandHistory,
    *,
    horizon_days: int,
    origins: int = 4,
    models: Sequence[ModelName] = CANDIDATES,
    facts: KnownFacts = _NO_FACTS,
    cleaning: CleaningOptions = AS_RECORDED,
    effort: Effort = _USUAL_EFFORT,
    on_progress: OnProgress = ignore_progress,
    stop: StopCriterion = _NEVER,
) -> Mapping[ModelName, tuple[Trial, ...]]:
    """Forecast from past dates, a horizon apart, and set it beside what came.

    Learned models are trained once, on the days before all of these dates. Two more dates before
    those judged tell how far to trust each model and how wide its forecasts must be, so nothing
    that is judged was seen by anything.

    Parameters
    ----------
    history, horizon_days, facts, cleaning, effort, on_progress, stop
        As in `forecast_demand`.
    origins
        Dates to judge at; fewer where the history is too short for them.
    models
        Models to judge; the planner's habit and the combination of all always are.

    Returns
    -------
    mapping
        For each model its forecasts, the earliest date first.

    Raises
    ------
    ForecastError
        If the history is too short for any, or the horizon is not at least one day.
    """
    if horizon_days < 1:
        raise ForecastError(message("forecast.horizon", days=horizon_days))
    apart = scored_days(horizon_days)
    dates = VALIDATION_DATES + origins
    room = (history.days - _LEAST_TRAINING_DAYS - horizon_days) // apart
    if room <= VALIDATION_DATES or not history.keys:
        needed = _LEAST_TRAINING_DAYS + horizon_days + apart * (VALIDATION_DATES + 1)
        raise ForecastError(
            message("forecast.backtest_short", days=history.days, needed_days=needed)
        )
    firsts = [history.days - apart * back for back in range(min(dates, room), 0, -1)]
    question = question_of(history, facts, horizon_days, cleaning=cleaning, first_origin=firsts[0])
    rows = judged_rows(history, effort.seed)
    names = tuple(dict.fromkeys((ModelName.SEASONAL, *models)))
    trials = run_trials(question, effort, firsts, rows, names, on_progress, stop)
    before = {name: found[:VALIDATION_DATES] for name, found in trials.by_model.items()}
    judged = {name: found[VALIDATION_DATES:] for name, found in trials.by_model.items()}
    model = serving_model(question, before, rows, trials.learned, effort.seed)
    weights = model.weights(tuple(history.keys[row] for row in rows.tolist()))
    together = combined_trials(judged, model.names, weights)
    return judged | {
        ModelName.COMBINATION: tuple(
            Trial(
                origin=trial.origin,
                actual=trial.actual,
                observed=trial.observed,
                forecast=with_widths(trial.forecast, model.widths),
            )
            for trial in together
        )
    }
