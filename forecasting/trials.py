"""Models let loose on past dates: each is trained on what was known at the first of them."""

import datetime
import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, cast

import numpy as np

from domain.demand import DemandHistory
from domain.message import message
from domain.progress import OnProgress, Progress, StopCriterion, ignore_progress
from forecasting.backtest import Trial, scored_days
from forecasting.borrowed_profile import with_borrowed
from forecasting.classical.predictor import classical_predictor
from forecasting.device import with_fallback
from forecasting.distribution import BoolArray, Distribution, IntArray
from forecasting.known_facts import open_days
from forecasting.model import LearnedModel, ModelName, Predictor
from forecasting.panel import Panel, build_panel
from forecasting.question import Effort, Question

if TYPE_CHECKING:
    from forecasting.boosting.boosting_model import BoostingModel
    from forecasting.network.network_model import NetworkModel

LEARNED = (ModelName.LSTM, ModelName.GRU, ModelName.BOOSTING)
"""Models that are trained for all series at once."""


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Trials:
    """What models forecast from past dates.

    Parameters
    ----------
    by_model
        For each model its forecasts, one per date, all of the same series.
    learned
        The trained models, as they were at the first date.
    seconds
        Seconds of training of each.
    """

    by_model: Mapping[ModelName, tuple[Trial, ...]]
    learned: Mapping[ModelName, LearnedModel] = field(default_factory=dict)
    seconds: Mapping[ModelName, float] = field(default_factory=dict)


def run_trials(
    question: Question,
    effort: Effort,
    origins: Sequence[int],
    rows: IntArray,
    names: Sequence[ModelName],
    on_progress: OnProgress,
    stop: StopCriterion,
) -> Trials:
    """Let models forecast from past dates.

    Parameters
    ----------
    question, effort
        What is to be forecast, and how much may be spent.
    origins
        First days forecast, ascending; learned models are trained on the days before the first.
    rows
        Series to forecast.
    names
        Models, the learned ones in the order of their training.
    on_progress
        Told how far it is, as a share of the trials.
    stop
        When it says so, learned models keep what they have, and those not begun are left out.
    """
    learned: dict[ModelName, LearnedModel] = {}
    seconds: dict[ModelName, float] = {}
    wanted = [name for name in names if name in LEARNED]
    first = _panel(question, origins[0]) if wanted else None
    for number, name in enumerate(wanted):
        # Where nothing was ever sold there is nothing to learn.
        if first is None or not first.units.any() or stop.should_stop():
            break
        part = share_of(on_progress, 0.9 * number / len(wanted), 0.9 * (number + 1) / len(wanted))
        started_s = time.monotonic()
        try:
            learned[name] = train_model(name, first, effort, part, stop)
        except ValueError:
            # All that was sold was sold in its first weeks, which nothing is learned from.
            continue
        except OSError:
            # A library that this computer lacks costs one model, not the forecast.
            note = message("forecast.model_unavailable", model=name.value)
            on_progress(Progress(step="step.forecast_training", note=note))
            continue
        seconds[name] = time.monotonic() - started_s
    on_progress(Progress(step="step.forecast_backtest", fraction=0.9))
    found: dict[ModelName, list[Trial]] = {n: [] for n in names if n not in LEARNED or n in learned}
    for origin in origins:
        for name, trial in _trials_at(question, origin, rows, list(found), learned):
            found[name].append(trial)
    return Trials(
        by_model={name: tuple(trials) for name, trials in found.items()},
        learned=learned,
        seconds=seconds,
    )


def _trials_at(
    question: Question,
    origin: int,
    rows: IntArray,
    names: Sequence[ModelName],
    learned: Mapping[ModelName, LearnedModel],
) -> list[tuple[ModelName, Trial]]:
    """What each model forecast at one date, and what came."""
    days = scored_days(question.horizon_days)
    after = slice(origin, origin + days)
    recorded = question.recorded()
    known = question.known_after(origin)
    forecasts = forecasts_of(question, known, rows, names, learned)
    facts = question.facts
    is_open = open_rows(question, rows, origin, days)
    return [
        (
            name,
            Trial(
                origin=origin,
                actual=recorded.units[rows, after],
                observed=recorded.observed[rows, after] & is_open,
                forecast=with_borrowed(forecast, known, facts, rows).first_days(days),
            ),
        )
        for name, forecast in forecasts.items()
    ]


def open_rows(question: Question, rows: IntArray, first_day: int, days: int) -> BoolArray:
    """Whether the place of each series is open on some days of the history or after it, ``(s, d)``.

    Parameters
    ----------
    question
        Names the closed days.
    rows
        Series wanted.
    first_day, days
        The days, counted from the first of the history.
    """
    history = question.history
    places = [history.keys[row].place_id for row in rows.tolist()]
    number = {place: row for row, place in enumerate(dict.fromkeys(places))}
    first_date = history.first_date + datetime.timedelta(days=first_day)
    found = open_days(question.facts, tuple(number), first_date, days) > 0
    return np.asarray(found[[number[place] for place in places]])


def forecasts_of(
    question: Question,
    known: DemandHistory,
    rows: IntArray,
    names: Sequence[ModelName],
    learned: Mapping[ModelName, LearnedModel],
) -> dict[ModelName, Distribution]:
    """What each model forecasts for the days after a history.

    Parameters
    ----------
    question
        What is to be forecast.
    known
        Usable history as known at the forecast date.
    rows
        Series wanted.
    names
        Models; the learned ones are in `learned`.
    learned
        Trained models.
    """
    panel = None
    if any(name in learned for name in names):
        panel = build_panel(known, question.facts, question.horizon_days)
    found = {}
    for name in names:
        if name in learned and panel is not None:
            found[name] = _predict(learned[name], panel, rows)
        else:
            found[name] = simple_predictor(name, question)(known, rows)
    return found


def _predict(model: LearnedModel, panel: Panel, rows: IntArray) -> Distribution:
    """What a model forecasts; a network on the processor where the graphics card fails."""
    if model.name is ModelName.BOOSTING:
        return model.predict(panel, rows)
    network = cast("NetworkModel", model)

    def work(device: str) -> Distribution:
        there = network if device == network.device else network.on(device)
        return there.predict(panel, rows)

    return with_fallback(network.device, work, ignore_progress)


def simple_predictor(name: ModelName, question: Question) -> Predictor:
    """A model that needs no training, as a predictor."""
    return classical_predictor(name, question.horizon_days)


def train_model(
    name: ModelName, panel: Panel, effort: Effort, on_progress: OnProgress, stop: StopCriterion
) -> LearnedModel:
    """Train one learned model on a panel; a network on the processor where the card fails."""
    if name is ModelName.BOOSTING:
        from forecasting.boosting.training import train_boosting

        return train_boosting(panel, effort, on_progress, stop)
    from forecasting.network.network_model import train_network

    def work(device: str) -> LearnedModel:
        there = replace(effort, device=device)
        return train_network(
            panel,
            there,
            name=name,
            on_progress=on_progress,
            stop=stop,
            checkpoint=effort.checkpoints and effort.checkpoints / f"{name.value}.training",
        )

    return with_fallback(effort.device, work, on_progress)


def refresh_model(
    model: LearnedModel,
    panel: Panel,
    effort: Effort,
    on_progress: OnProgress,
    stop: StopCriterion,
) -> LearnedModel:
    """Train a model on with the newest days."""
    if model.name is ModelName.BOOSTING:
        from forecasting.boosting.training import refresh_boosting

        trees = cast("BoostingModel", model)
        return refresh_boosting(trees, panel, effort, on_progress, stop)
    from forecasting.network.network_model import refresh_network

    network = cast("NetworkModel", model)

    def work(device: str) -> LearnedModel:
        return refresh_network(network, panel, replace(effort, device=device), on_progress, stop)

    return with_fallback(effort.device, work, on_progress)


def _panel(question: Question, days: int) -> Panel:
    return build_panel(question.known_after(days), question.facts, question.horizon_days)


def share_of(on_progress: OnProgress, first: float, last: float) -> OnProgress:
    """Report the share of one part of the work as a share of the whole."""

    def tell(progress: Progress) -> None:
        share = progress.fraction
        whole = None if share is None else first + share * (last - first)
        on_progress(
            Progress(
                step=progress.step,
                fraction=whole,
                cost_minor=progress.cost_minor,
                note=progress.note,
            )
        )

    return tell
