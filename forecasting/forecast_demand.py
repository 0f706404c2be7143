"""The room's one door: a demand history in, demand distributions out."""

import datetime
from collections.abc import Mapping, Sequence
from pathlib import Path

import numpy as np

from domain.demand import DemandHistory, Forecast, Holiday, Promotion
from domain.errors import ForecastError
from domain.message import message
from domain.progress import Never, OnProgress, Progress, StopCriterion, ignore_progress
from forecasting.borrowed_profile import borrowing_rows
from forecasting.calibration import with_widths
from forecasting.distribution import LEVELS, Distribution
from forecasting.known_facts import KnownFacts
from forecasting.model_choice import choose_model, seasonal_predictor, with_fallback
from forecasting.model_file import load_model, save_model
from forecasting.question import Effort, Question, question_of
from forecasting.sample_paths import draw_paths
from forecasting.serving_model import ServingModel
from forecasting.usable_history import usable_history

MAX_STEPS = 500
"""Steps of training by default: some 12 s of one processor core, whatever the history's size."""

_NOTHING: Mapping[str, str] = {}
_NEVER = Never()


def forecast_demand(
    history: DemandHistory,
    *,
    horizon_days: int,
    item_groups: Mapping[str, str] = _NOTHING,
    place_regions: Mapping[str, str] = _NOTHING,
    promotions: Sequence[Promotion] = (),
    holidays: Sequence[Holiday] = (),
    seed: int = 0,
    training_s: float = 20.0,
    max_steps: int = MAX_STEPS,
    threads: int = 1,
    paths: int = 200,
    device: str = "",
    model_folder: Path | None = None,
    on_progress: OnProgress = ignore_progress,
    stop: StopCriterion = _NEVER,
) -> Forecast:
    """Forecast every series of a history for the days after it.

    The seasonal mean and a network are both judged on past dates, and the better one is used;
    the forecast's `method` says which, and how far off each was. A day not observed counts as
    missing, never as zero. A series with less than eight weeks of its own follows similar ones.

    With the same seed, steps and threads the answer on the processor is the same to the bit,
    unless the clock came into it: give `training_s` as infinite to be sure.

    Parameters
    ----------
    history
        Demand, one row per series and one column per day.
    horizon_days
        Days to forecast, from the day after the history.
    item_groups
        Item -> category.
    place_regions
        Place -> region, for holidays that hold in one region.
    promotions
        Past and planned; the scope is an item, a category, a place or ``*``.
    holidays
        Past and to come.
    seed
        Seed of all that is drawn.
    training_s
        Seconds of training at most; everything else takes a few more.
    max_steps
        Steps of training at most; 0 asks for the seasonal mean.
    threads
        Threads of the processor for training.
    paths
        How many sample paths to draw for each series.
    device
        ``cpu`` or ``cuda``; the best there is where empty.
    model_folder
        Where a trained model is kept, and taken from when the same data come again.
    on_progress
        Told how far it is.
    stop
        When it says so, the forecast is made with what was learned so far.

    Raises
    ------
    ForecastError
        If the horizon is not at least one day.
    """
    if horizon_days < 1:
        raise ForecastError(message("forecast.horizon", days=horizon_days))
    facts = KnownFacts(
        item_groups=item_groups,
        place_regions=place_regions,
        promotions=tuple(promotions),
        holidays=tuple(holidays),
    )
    question = question_of(history, facts, horizon_days)
    effort = Effort(
        training_s=training_s, max_steps=max_steps, threads=threads, device=device, seed=seed
    )
    model = _kept_or_chosen(question, effort, model_folder, on_progress, stop)
    distribution = with_widths(_serve(model, question, effort, on_progress), model.widths)
    on_progress(Progress(step="step.forecast_paths", fraction=0.95))
    drawn = draw_paths(distribution, model.dependence, paths, seed)
    borrowed = len(borrowing_rows(usable_history(history)))
    return Forecast(
        keys=history.keys,
        first_date=history.last_date + datetime.timedelta(days=1),
        mean=distribution.mean,
        levels=LEVELS.copy(),
        quantiles=distribution.quantiles,
        paths=drawn,
        method=model.method_message(borrowed),
    )


def _kept_or_chosen(
    question: Question,
    effort: Effort,
    folder: Path | None,
    on_progress: OnProgress,
    stop: StopCriterion,
) -> ServingModel:
    """The model kept for this question, or one chosen now and kept."""
    if folder is None:
        return choose_model(question, effort, on_progress, stop)
    fingerprint = question.fingerprint(effort)
    try:
        kept = load_model(folder, fingerprint)
    except ForecastError as error:
        # A damaged file costs a training, not the plan.
        on_progress(Progress(step="step.forecast_training", note=error.message))
        kept = None
    if kept is not None:
        return kept
    model = choose_model(question, effort, on_progress, stop)
    if not stop.should_stop():
        save_model(folder, model, fingerprint)
    return model


def _serve(
    model: ServingModel, question: Question, effort: Effort, on_progress: OnProgress
) -> Distribution:
    """Distributions of the chosen model for the days after the history."""
    network = model.network
    if network is None:
        known = usable_history(question.history)
        return seasonal_predictor(question)(known, np.arange(len(known.keys)))
    from forecasting.network.network_model import serve

    return with_fallback(
        effort.device,
        lambda device: serve(network, question, device, effort.threads),
        on_progress,
    )
