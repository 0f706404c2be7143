"""Training, judging and refreshing the network on one device."""

import time
from collections.abc import Callable
from dataclasses import dataclass

import numpy as np

from domain.demand import DemandHistory
from domain.progress import OnProgress, Progress, StopCriterion
from forecasting.backtest import Judgement, Predictor, judge
from forecasting.borrowed_profile import with_borrowed
from forecasting.distribution import Distribution, IntArray
from forecasting.network.predict import new_network, own_threads_and_seed, predict
from forecasting.network.recurrent_network import LstmNetwork
from forecasting.network.training import TrainingPlan, train
from forecasting.network.windows import to_device
from forecasting.panel import Panel, build_panel
from forecasting.question import Contest, Effort, Question
from forecasting.usable_history import usable_history, view_until

REFRESH_SHARE = 0.25
"""Share of the steps and seconds kept for the newest days, after the backtest."""

_REFRESH_RATE = 2.4e-3
_SHARE_AFTER_TRAINING = 0.65
_REFRESH_SHARES = (0.72, 0.92)


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Learned:
    """A trained network, on the processor, and how it did.

    Parameters
    ----------
    network
        Trained on the days before the first date, and refreshed with the newest if it was better.
    judgement
        How it did before it was refreshed.
    steps
        Steps of training in all.
    device
        Where it was trained.
    """

    network: LstmNetwork
    judgement: Judgement
    steps: int
    device: str


def learn(
    question: Question,
    effort: Effort,
    contest: Contest,
    device: str,
    on_progress: OnProgress,
    stop: StopCriterion,
) -> Learned:
    """Train a network on what was known at the first date, judge it, and refresh it if it is good.

    Parameters
    ----------
    question
        What is to be forecast.
    effort
        How much may be spent.
    contest
        Past forecast dates, and what is to be beaten there.
    device
        Where to compute.
    on_progress
        Told how far it is.
    stop
        When it says so, the weights so far are kept.
    """
    starts_s = time.monotonic()
    refresh_steps = int(REFRESH_SHARE * effort.max_steps)
    first = TrainingPlan(
        steps=effort.max_steps - refresh_steps,
        starts_s=starts_s,
        ends_s=starts_s + effort.training_s * (1 - REFRESH_SHARE),
        seed=effort.seed,
    )
    with own_threads_and_seed(effort.threads, effort.seed):
        panel = _panel(question, contest.origins[0])
        network = new_network(panel, device)
        told = _teller(on_progress, "step.forecast_training", 0.0, _SHARE_AFTER_TRAINING)
        steps = train(network, to_device(panel, device), first, stop, told)
        on_progress(Progress(step="step.forecast_backtest", fraction=_SHARE_AFTER_TRAINING))
        predictor = lstm_predictor(network, question, device)
        judgement = judge(
            question.history, contest.origins, question.horizon_days, predictor, contest.rows
        )
        if judgement.score.wql < contest.wql_to_beat and refresh_steps:
            refresh = TrainingPlan(
                steps=refresh_steps,
                starts_s=time.monotonic(),
                ends_s=starts_s + effort.training_s,
                rate=_REFRESH_RATE,
                seed=effort.seed + 1,
            )
            panel = _panel(question, question.history.days)
            told = _teller(on_progress, "step.forecast_refresh", *_REFRESH_SHARES)
            steps += train(network, to_device(panel, device), refresh, stop, told)
    return Learned(network=network.cpu(), judgement=judgement, steps=steps, device=device)


def lstm_predictor(network: LstmNetwork, question: Question, device: str) -> Predictor:
    """The network as a predictor, with borrowed profiles where history is short.

    Parameters
    ----------
    network
        Trained, on the device.
    question
        What is to be forecast.
    device
        Where to compute.
    """

    def predictor(known: DemandHistory, rows: IntArray) -> Distribution:
        panel = build_panel(known, question.facts, question.horizon_days)
        return with_borrowed(predict(network, panel, device, rows), known, question.facts, rows)

    return predictor


def serve(network: LstmNetwork, question: Question, device: str, threads: int) -> Distribution:
    """Distributions for the days after the whole history.

    Parameters
    ----------
    network
        Trained.
    question
        What is to be forecast.
    device
        Where to compute.
    threads
        Threads of the processor.
    """
    with own_threads_and_seed(threads, 0):
        network = network.to(device)
        known = usable_history(question.history)
        return lstm_predictor(network, question, device)(known, np.arange(len(known.keys)))


def _panel(question: Question, days: int) -> Panel:
    known = usable_history(view_until(question.history, days))
    return build_panel(known, question.facts, question.horizon_days)


def _teller(
    on_progress: OnProgress, step: str, first: float, last: float
) -> Callable[[float], None]:
    """Report a share of one part of the work as a share of the whole."""

    def tell(share: float) -> None:
        on_progress(Progress(step=step, fraction=first + share * (last - first)))

    return tell
