"""The choice between the seasonal mean and the network, by what each did after past dates.

The network is trained on what was known at the first of these dates, judged from there on, and,
if it is the better one, trained on with the newest days before it serves.
"""

import dataclasses
from collections.abc import Callable
from typing import TypeVar

import numpy as np

from domain.demand import DemandHistory
from domain.message import message
from domain.progress import OnProgress, Progress, StopCriterion
from forecasting.backtest import Judgement, Predictor, backtest_origins, joined, judge, judged_rows
from forecasting.borrowed_profile import with_borrowed
from forecasting.calibration import fit_widths
from forecasting.distribution import Distribution, IntArray
from forecasting.question import Contest, Effort, Question
from forecasting.sample_paths import fit_dependence, normal_scores
from forecasting.seasonal_baseline import seasonal_forecast
from forecasting.serving_model import Method, Reason, ServingModel

_LEAST_TRAINING_DAYS = 56
_T = TypeVar("_T")


def choose_model(
    question: Question, effort: Effort, on_progress: OnProgress, stop: StopCriterion
) -> ServingModel:
    """Measure both models on past dates and take the better.

    Parameters
    ----------
    question
        What is to be forecast.
    effort
        How much may be spent.
    on_progress
        Told how far it is.
    stop
        When it says so, the best so far is taken.
    """
    history, horizon = question.history, question.horizon_days
    origins = backtest_origins(history.days, horizon)
    rows = judged_rows(history, effort.seed)
    if not origins or not len(rows):
        return ServingModel(reason=Reason.SHORT_HISTORY)
    judgement = judge(history, origins, horizon, seasonal_predictor(question), rows)
    seasonal = _serving(Reason.SEASONAL_BETTER, Method.SEASONAL, judgement, effort.seed)
    if origins[0] - horizon < _LEAST_TRAINING_DAYS:
        return dataclasses.replace(seasonal, reason=Reason.SHORT_HISTORY)
    if effort.max_steps < 1:
        return dataclasses.replace(seasonal, reason=Reason.NOT_ASKED)
    if stop.should_stop():
        return dataclasses.replace(seasonal, reason=Reason.STOPPED)
    contest = Contest(origins=origins, rows=rows, wql_to_beat=judgement.score.wql)
    return _contested(seasonal, question, effort, contest, on_progress, stop)


def _contested(
    seasonal: ServingModel,
    question: Question,
    effort: Effort,
    contest: Contest,
    on_progress: OnProgress,
    stop: StopCriterion,
) -> ServingModel:
    """The network if it beats the seasonal mean, else that."""
    from forecasting.network.network_model import learn

    learned = with_fallback(
        effort.device,
        lambda device: learn(question, effort, contest, device, on_progress, stop),
        on_progress,
    )
    lstm = _serving(Reason.LSTM_BETTER, Method.LSTM, learned.judgement, effort.seed)
    scores = {**seasonal.scores, **lstm.scores}
    if learned.judgement.score.wql < contest.wql_to_beat:
        return dataclasses.replace(
            lstm,
            scores=scores,
            network=learned.network,
            steps=learned.steps,
            device=learned.device,
        )
    cut_short = stop.should_stop() and learned.steps < effort.max_steps // 2
    reason = Reason.STOPPED if cut_short else Reason.SEASONAL_BETTER
    return dataclasses.replace(seasonal, scores=scores, reason=reason)


def _serving(reason: Reason, method: Method, judgement: Judgement, seed: int) -> ServingModel:
    """A model with what its past errors say of widths and dependence."""
    actual, observed, forecast = joined(judgement.trials)
    generator = np.random.default_rng(seed)
    scores = [
        normal_scores(trial.actual, trial.forecast.quantiles, generator)
        for trial in judgement.trials
    ]
    return ServingModel(
        reason=reason,
        scores={method: judgement.score},
        dates=len(judgement.trials),
        widths=fit_widths(actual, observed, forecast.quantiles),
        dependence=fit_dependence(scores, [trial.observed for trial in judgement.trials]),
    )


def seasonal_predictor(question: Question) -> Predictor:
    """The seasonal mean as a predictor, with borrowed profiles where history is short."""

    def predictor(known: DemandHistory, rows: IntArray) -> Distribution:
        own = seasonal_forecast(known, question.horizon_days, rows)
        return with_borrowed(own, known, question.facts, rows)

    return predictor


def with_fallback(device: str, work: Callable[[str], _T], on_progress: OnProgress) -> _T:
    """Do work on a device, and on the processor where the graphics card fails.

    Parameters
    ----------
    device
        ``cpu``, ``cuda``, or empty for the best there is.
    work
        Given the device.
    on_progress
        Told if the graphics card failed.
    """
    if not device:
        from forecasting.network.predict import best_device

        device = best_device()
    try:
        return work(device)
    except RuntimeError:
        # Out of memory and every other failure of CUDA are RuntimeErrors of torch.
        if device == "cpu":
            raise
        on_progress(Progress(step="step.forecast_training", note=message("forecast.gpu_failed")))
        return work("cpu")
