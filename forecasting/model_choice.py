"""The choice of models by what each did after past dates, and how they answer together.

Learned models are trained on what was known at the first of these dates and judged from there on,
beside the planner's habit and other simple rules. Each series trusts the models by what they did
there; then those that are trusted at all are trained on with the newest days.
"""

import contextlib
import dataclasses
from collections.abc import Mapping, Sequence

import numpy as np

from domain.demand import DemandHistory
from domain.progress import OnProgress, StopCriterion
from forecasting.backtest import Trial, backtest_origins, judged_rows, judgement_of
from forecasting.borrowed_profile import with_borrowed
from forecasting.calibration import fit_widths, with_widths
from forecasting.combination import combine, cross_fitted_trials, soft_weights
from forecasting.distribution import Distribution, IntArray
from forecasting.model import LearnedModel, ModelName
from forecasting.panel import build_panel
from forecasting.question import Effort, Question
from forecasting.sample_paths import Dependence, fit_dependence, normal_scores
from forecasting.serving_model import Reason, ServingModel
from forecasting.trials import forecasts_of, open_rows, refresh_model, run_trials, share_of

SIMPLE = (ModelName.SEASONAL, ModelName.SMOOTHING, ModelName.INTERMITTENT)
"""Models that take part where none can be trained."""

CANDIDATES = (
    ModelName.SEASONAL,
    ModelName.INTERMITTENT,
    ModelName.LSTM,
    ModelName.BOOSTING,
)
"""Models that take part where nothing else is asked for; the habit is always among them."""

_LEAST_TRAINING_DAYS = 56
_TRIALS_SHARE = 0.75


def choose_model(
    question: Question, effort: Effort, on_progress: OnProgress, stop: StopCriterion
) -> ServingModel:
    """Measure all models on past dates, and trust each as it deserves.

    Parameters
    ----------
    question, effort
        What is to be forecast, and how much may be spent.
    on_progress
        Told how far it is.
    stop
        When it says so, the best so far is taken.
    """
    history = question.history
    origins = backtest_origins(history.days, question.horizon_days)
    rows = judged_rows(history, effort.seed)
    if not origins or not len(rows):
        return ServingModel(reason=Reason.SHORT_HISTORY)
    names, reason = _candidates(origins[0] - question.horizon_days, effort, stop)
    told = share_of(on_progress, 0.0, _TRIALS_SHARE)
    trials = run_trials(question, effort, origins, rows, names, told, stop)
    model = serving_model(question, trials.by_model, rows, trials.learned, effort.seed)
    if reason is Reason.BLEND and stop.should_stop() and not trials.learned:
        reason = Reason.STOPPED
    model = dataclasses.replace(model, reason=reason)
    return _refreshed(model, question, effort, share_of(on_progress, _TRIALS_SHARE, 0.92), stop)


def _candidates(
    training_days: int, effort: Effort, stop: StopCriterion
) -> tuple[tuple[ModelName, ...], Reason]:
    """The models that can take part, and why no others."""
    if training_days < _LEAST_TRAINING_DAYS:
        return SIMPLE, Reason.SHORT_HISTORY
    if effort.max_steps < 1:
        return SIMPLE, Reason.NOT_ASKED
    if stop.should_stop():
        return SIMPLE, Reason.STOPPED
    return CANDIDATES, Reason.BLEND


def serving_model(
    question: Question,
    trials: Mapping[ModelName, Sequence[Trial]],
    rows: IntArray,
    learned: Mapping[ModelName, LearnedModel],
    seed: int,
) -> ServingModel:
    """What past forecasts say of how far to trust each model, of widths and of dependence.

    Parameters
    ----------
    question
        What is to be forecast.
    trials
        Forecasts of each model from the same past dates, of the same series.
    rows
        Those series.
    learned
        The trained ones among the models.
    seed
        Seed of what is drawn.
    """
    names = tuple(trials)
    own, common = soft_weights(trials, names)
    together = cross_fitted_trials(trials, names)
    keys = [question.history.keys[row] for row in rows.tolist()]
    scores = {
        name: judgement_of(found, question.history, rows).score
        for name, found in {**trials, ModelName.COMBINATION: together}.items()
    }
    devices = {getattr(model, "device", "cpu") for model in learned.values()}
    return ServingModel(
        reason=Reason.BLEND,
        names=names,
        common=tuple(common.tolist()),
        own=dict(zip(keys, map(tuple, own.tolist()), strict=True)),
        scores=scores,
        dates=len(together),
        newest_error=judgement_of(together[-1:], question.history, rows).score.wql,
        widths=fit_widths(together),
        dependence=_dependence(together, seed),
        learned=learned,
        trained_until=question.history.last_date,
        tried_until=question.history.last_date,
        device=max(devices, default="cpu"),
    )


def _dependence(trials: Sequence[Trial], seed: int) -> Dependence:
    generator = np.random.default_rng(seed)
    scores = [normal_scores(trial.actual, trial.forecast.quantiles, generator) for trial in trials]
    return fit_dependence(scores, [trial.observed for trial in trials])


def _refreshed(
    model: ServingModel,
    question: Question,
    effort: Effort,
    on_progress: OnProgress,
    stop: StopCriterion,
) -> ServingModel:
    """The model with its trusted learned members trained on with the newest days."""
    used = set(used_models(model))
    kept = {name: found for name, found in model.learned.items() if name in used}
    if kept and not stop.should_stop():
        known = question.known_after(question.history.days)
        panel = build_panel(known, question.facts, question.horizon_days)
        for number, name in enumerate(kept):
            told = share_of(on_progress, number / len(kept), (number + 1) / len(kept))
            # Days too few to learn from leave the model as it was judged.
            with contextlib.suppress(ValueError):
                kept[name] = refresh_model(kept[name], panel, effort, told, stop)
    return dataclasses.replace(model, learned=kept)


def used_models(model: ServingModel) -> list[ModelName]:
    """The models that any series trusts."""
    weights = np.array([model.common, *model.own.values()])
    return [name for name, share in zip(model.names, weights.max(axis=0), strict=True) if share > 0]


def serve(
    model: ServingModel, question: Question, known: DemandHistory, rows: IntArray
) -> Distribution:
    """Distributions for the days after a history, by all models together.

    Parameters
    ----------
    model
        What was chosen.
    question
        What is to be forecast.
    known
        Usable history as known at the forecast date.
    rows
        Series wanted.
    """
    used = used_models(model)
    forecasts = forecasts_of(question, known, rows, used, model.learned)
    columns = [model.names.index(name) for name in used]
    keys = tuple(known.keys[row] for row in rows.tolist())
    weights = model.weights(keys)[:, columns]
    together = combine([forecasts[name] for name in used], weights)
    widened = with_widths(with_borrowed(together, known, question.facts, rows), model.widths)
    is_open = open_rows(question, rows, known.days, question.horizon_days)
    return Distribution(
        mean=widened.mean * is_open, quantiles=widened.quantiles * is_open[..., None]
    )
