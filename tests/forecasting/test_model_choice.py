import math

import numpy as np
import pytest

from domain.progress import Flag, Never, Progress
from forecasting.known_facts import KnownFacts
from forecasting.model_choice import choose_model, with_fallback
from forecasting.question import Effort, Question, question_of
from forecasting.serving_model import Method, Reason
from tests.forecasting.sample_histories import history_of, weekly_sales


def question(units: np.ndarray, horizon_days: int = 7) -> Question:
    return question_of(history_of(units), KnownFacts(), horizon_days)


def effort(max_steps: int = 40) -> Effort:
    return Effort(training_s=math.inf, max_steps=max_steps, threads=1, device="cpu", seed=0)


def ignore(_: Progress) -> None:
    pass


def alternating(days: int) -> np.ndarray:
    """A fortnightly rhythm that the mean of four weeks cannot follow."""
    units = weekly_sales(8, days)
    units[:, np.arange(days) % 14 < 7] *= 3
    return units


def test_the_network_serves_where_it_is_better() -> None:
    model = choose_model(question(alternating(200)), effort(60), ignore, Never())
    assert model.reason is Reason.LSTM_BETTER
    assert model.network is not None
    assert model.steps == 60
    assert model.scores[Method.LSTM].wql < model.scores[Method.SEASONAL].wql


def test_the_seasonal_mean_serves_where_it_is_better() -> None:
    exact = np.tile(np.array([5, 1, 2, 3, 4, 9, 7], np.float32), (6, 30))
    model = choose_model(question(exact), effort(4), ignore, Never())
    assert model.reason is Reason.SEASONAL_BETTER
    assert model.network is None
    assert set(model.scores) == {Method.SEASONAL, Method.LSTM}
    assert model.dates == 3


@pytest.mark.parametrize("days", [0, 10, 70, 90])
def test_short_histories_are_left_to_the_seasonal_mean(days: int) -> None:
    model = choose_model(question(weekly_sales(3, days), 28), effort(), ignore, Never())
    assert model.reason is Reason.SHORT_HISTORY
    assert model.network is None


def test_a_stop_before_training_leaves_the_seasonal_mean() -> None:
    model = choose_model(question(alternating(200)), effort(), ignore, Flag(lambda: True))
    assert model.reason is Reason.STOPPED
    assert Method.SEASONAL in model.scores


def test_a_stop_within_training_keeps_the_better_so_far() -> None:
    polls = iter(range(10_000))
    stop = Flag(lambda: next(polls) > 50)
    model = choose_model(question(alternating(200)), effort(1000), ignore, stop)
    assert model.steps == 50
    assert model.reason is Reason.LSTM_BETTER


def test_progress_never_falls_back() -> None:
    told: list[Progress] = []
    choose_model(question(alternating(200)), effort(40), told.append, Never())
    fractions = [progress.fraction for progress in told if progress.fraction is not None]
    assert fractions == sorted(fractions)
    assert {"step.forecast_training", "step.forecast_backtest"} <= {
        progress.step for progress in told
    }


def test_a_failing_graphics_card_gives_way_to_the_processor() -> None:
    told: list[Progress] = []

    def work(device: str) -> str:
        if device == "cuda":
            raise RuntimeError("CUDA out of memory")
        return device

    assert with_fallback("cuda", work, told.append) == "cpu"
    assert [progress.note.code for progress in told if progress.note] == ["forecast.gpu_failed"]


def test_a_failure_on_the_processor_is_not_hidden() -> None:
    def work(device: str) -> str:
        raise RuntimeError(device)

    with pytest.raises(RuntimeError, match="cpu"):
        with_fallback("cpu", work, ignore)


def test_a_season_is_carried_on_only_where_a_year_was_seen() -> None:
    assert question(np.zeros((1, 500))).facts.year_seen
    assert not question(np.zeros((1, 300))).facts.year_seen


def test_the_fingerprint_tells_data_and_effort_apart() -> None:
    units = weekly_sales(2, 100)
    first = question(units).fingerprint(effort())
    assert first == question(units.copy()).fingerprint(effort())
    changed = units.copy()
    changed[1, 50] += 1
    others = {
        question(changed).fingerprint(effort()),
        question(units, 8).fingerprint(effort()),
        question(units).fingerprint(effort(41)),
    }
    assert len(others | {first}) == 4
