"""The model that serves from one forecast to the next, and when another takes its place.

A kept model serves as long as it has seen all but the last few weeks: what is new it still reads,
only its weights are older. After that a challenger is trained, and replaces it only if the
challenger was better on the newest days, which neither of them had seen.
"""

import dataclasses
import shutil
from pathlib import Path

from domain.errors import ForecastError
from domain.progress import OnProgress, Progress, StopCriterion
from forecasting.backtest import Trial, judged_rows, judgement_of, scored_days
from forecasting.model import ModelName
from forecasting.model_choice import choose_model, serve
from forecasting.model_file import MANIFEST, load_model, save_model
from forecasting.question import Effort, Question
from forecasting.serving_model import ServingModel

MODELS_KEPT = 10
"""Models kept, each for its own series, categories and settings."""


def kept_or_chosen(
    question: Question,
    effort: Effort,
    folder: Path | None,
    on_progress: OnProgress,
    stop: StopCriterion,
) -> ServingModel:
    """The model kept for these series, or one chosen now and kept.

    Parameters
    ----------
    question, effort
        What is to be forecast, and how much may be spent.
    folder
        Where models are kept; None to choose anew and keep nothing.
    on_progress
        Told how far it is, and if a kept model could not be read.
    stop
        When it says so, the best so far is taken, and not kept.
    """
    if folder is None:
        return choose_model(question, effort, on_progress, stop)
    made_from = question.fingerprints(effort)
    folder = folder / made_from.structure[:32]
    kept = _kept(question, effort, folder, on_progress)
    if kept is not None and _days_since(kept, question) < scored_days(question.horizon_days):
        return kept
    folder.mkdir(parents=True, exist_ok=True)
    effort = dataclasses.replace(effort, checkpoints=folder)
    model = choose_model(question, effort, on_progress, stop)
    if stop.should_stop():
        return kept or model
    if kept is not None and not _is_better(model, kept, question, effort.seed):
        # It was tried again today: the next trial is due after as many days once more.
        model = dataclasses.replace(kept, tried_until=question.history.last_date)
    save_model(folder, model, made_from)
    _remove_oldest(folder.parent)
    return model


def _kept(
    question: Question, effort: Effort, folder: Path, on_progress: OnProgress
) -> ServingModel | None:
    """The model kept for these series, if the history that it has seen is still the same."""
    try:
        found = load_model(folder, effort.threads)
    except ForecastError as error:
        # A damaged file costs a training, not the plan.
        on_progress(Progress(step="step.forecast_training", note=error.message))
        return None
    if found is None:
        return None
    model, made_from = found
    if not model.scores:
        # Nothing could be measured yet; soon there may be enough history.
        return None
    now = question.fingerprints(effort)
    if made_from.structure != now.structure or model.tried_until > question.history.last_date:
        return None
    is_same = made_from.data == now.data
    return model if is_same or made_from.newest == question.newest(model.tried_until) else None


def _remove_oldest(folder: Path) -> None:
    """Remove all but the newest models; those of other series are made again when they come."""
    models = sorted(folder.glob(f"*/{MANIFEST}"), key=lambda path: -path.stat().st_mtime)
    for manifest in models[MODELS_KEPT:]:
        shutil.rmtree(manifest.parent, ignore_errors=True)


def _days_since(model: ServingModel, question: Question) -> int:
    return (question.history.last_date - model.tried_until).days


def _is_better(challenger: ServingModel, kept: ServingModel, question: Question, seed: int) -> bool:
    """Whether the challenger did better than a kept model on the days that neither had seen."""
    if ModelName.COMBINATION not in challenger.scores:
        return False
    days = scored_days(question.horizon_days)
    origin = question.history.days - days
    known = question.known_after(origin)
    recorded = question.recorded()
    rows = judged_rows(question.history, seed)
    trial = Trial(
        origin=origin,
        actual=recorded.units[rows, origin:],
        observed=recorded.observed[rows, origin:],
        forecast=serve(kept, question, known, rows).first_days(days),
    )
    kept_error = judgement_of([trial], question.history, rows).score.wql
    return challenger.newest_error < kept_error
