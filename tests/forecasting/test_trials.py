import math
from dataclasses import replace

import numpy as np
import pytest

from domain.demand import DemandHistory
from domain.progress import Flag, Never, Progress, ignore_progress
from forecasting import trials as trials_module
from forecasting.device import with_fallback
from forecasting.distribution import IntArray
from forecasting.known_facts import KnownFacts
from forecasting.model import LearnedModel, ModelName
from forecasting.network.network_model import NetworkModel
from forecasting.panel import build_panel
from forecasting.question import Effort, question_of
from forecasting.trials import Trials, forecasts_of, refresh_model, run_trials, share_of
from tests.forecasting.sample_histories import history_of, weekly_sales
from tests.forecasting.sample_trials import QUICK, SIMPLE_ONLY, fortnightly

NAMES = (ModelName.SEASONAL, ModelName.LSTM, ModelName.BOOSTING)
HORIZON = 7
ORIGINS = (126, 133, 140)
EVERY = np.arange(4)


def tried(
    history: DemandHistory,
    names: tuple[ModelName, ...] = NAMES,
    rows: IntArray = EVERY,
    effort: Effort = QUICK,
) -> Trials:
    question = question_of(history, KnownFacts(), HORIZON)
    return run_trials(question, effort, ORIGINS, rows, names, ignore_progress, Never())


def poisoned(units: np.ndarray, origin: int) -> DemandHistory:
    """The same up to a day, and all else different from there on."""
    after = np.arange(units.shape[1]) >= origin
    observed = ~(after & (np.arange(len(units))[:, None] == 1))
    return history_of(
        np.where(after, 9 * units + 50, units),
        observed=observed,
        promoted=np.broadcast_to(after, units.shape),
    )


@pytest.fixture(scope="module")
def units() -> np.ndarray:
    return fortnightly(4, 154)


@pytest.fixture(scope="module")
def clean(units: np.ndarray) -> Trials:
    return tried(history_of(units))


def test_every_model_is_tried_at_every_date(clean: Trials, units: np.ndarray) -> None:
    assert tuple(clean.by_model) == NAMES
    assert set(clean.learned) == set(clean.seconds) == {ModelName.LSTM, ModelName.BOOSTING}
    assert all(seconds > 0 for seconds in clean.seconds.values())
    for trials in clean.by_model.values():
        assert [trial.origin for trial in trials] == list(ORIGINS)
        for trial in trials:
            after = units[:, trial.origin : trial.origin + HORIZON]
            np.testing.assert_array_equal(trial.actual, after)
            assert trial.forecast.mean.shape == after.shape


@pytest.mark.parametrize("number", [0, 2])
def test_no_model_sees_what_came_after_its_date(
    clean: Trials, units: np.ndarray, number: int
) -> None:
    """Poison all after a date: nothing that is forecast from it or before may change."""
    dirty = tried(poisoned(units, ORIGINS[number]))
    for name in NAMES:
        for place in range(number + 1):
            first, second = clean.by_model[name][place], dirty.by_model[name][place]
            np.testing.assert_array_equal(first.forecast.mean, second.forecast.mean)
            np.testing.assert_array_equal(first.forecast.quantiles, second.forecast.quantiles)
        assert not np.array_equal(first.actual, second.actual)


def test_some_series_are_forecast_as_among_all(clean: Trials, units: np.ndarray) -> None:
    rows = np.array([3, 1])
    question = question_of(history_of(units), KnownFacts(), HORIZON)
    known = question.known_after(ORIGINS[1])
    for name, found in forecasts_of(question, known, rows, NAMES, clean.learned).items():
        whole = clean.by_model[name][1].forecast
        np.testing.assert_allclose(found.mean, whole.mean[rows], rtol=1e-5)


def test_gru_is_trained_as_the_twin_of_lstm(units: np.ndarray) -> None:
    found = tried(history_of(units), (ModelName.GRU,)).learned[ModelName.GRU]
    assert found.name is ModelName.GRU


def test_a_stop_leaves_out_what_was_not_begun(units: np.ndarray) -> None:
    question = question_of(history_of(units), KnownFacts(), HORIZON)
    at_once = Flag(lambda: True)
    found = run_trials(question, QUICK, ORIGINS, EVERY, NAMES, ignore_progress, at_once)
    assert tuple(found.by_model) == (ModelName.SEASONAL,)
    assert not found.learned


def test_trials_report_how_far_they_are(units: np.ndarray) -> None:
    told: list[Progress] = []
    question = question_of(history_of(units), KnownFacts(), HORIZON)
    run_trials(question, QUICK, ORIGINS, EVERY, NAMES, told.append, Never())
    fractions = [progress.fraction for progress in told if progress.fraction is not None]
    assert fractions == sorted(fractions)
    assert fractions[-1] == 0.9


@pytest.mark.parametrize("last_sale", [0, 20])
def test_where_nothing_is_sold_only_simple_rules_are_tried(last_sale: int) -> None:
    units = weekly_sales(4, 154)
    units[:, last_sale:] = 0
    found = tried(history_of(units))
    assert ModelName.SEASONAL in found.by_model
    assert ModelName.BOOSTING not in found.by_model


def test_unrecorded_days_are_not_judged_where_gaps_are_filled(units: np.ndarray) -> None:
    observed = np.ones(units.shape, np.bool_)
    observed[2, 128:131] = False
    filled = replace(question_of(history_of(units), KnownFacts(), HORIZON).cleaning, gaps="linear")
    question = question_of(
        history_of(units, observed=observed), KnownFacts(), HORIZON, cleaning=filled
    )
    found = run_trials(
        question, SIMPLE_ONLY, ORIGINS, EVERY, (ModelName.SEASONAL,), ignore_progress, Never()
    )
    first = found.by_model[ModelName.SEASONAL][0]
    assert first.observed[2].tolist() == [True, True, False, False, False, True, True]


def test_a_refresh_goes_on_with_a_copy(clean: Trials, units: np.ndarray) -> None:
    question = question_of(history_of(units), KnownFacts(), HORIZON)
    panel = build_panel(question.known_after(154), KnownFacts(), HORIZON)
    for name, model in clean.learned.items():
        before = dict(model.files())
        newer = refresh_model(model, panel, QUICK, ignore_progress, Never())
        assert newer.name is name
        assert dict(model.files()) == before != dict(newer.files())
        if isinstance(model, NetworkModel) and isinstance(newer, NetworkModel):
            assert newer.steps > model.steps


def test_a_share_of_the_work_is_told_as_a_share_of_the_whole() -> None:
    told: list[Progress] = []
    tell = share_of(told.append, 0.5, 0.75)
    for fraction in (0.0, 0.5, 1.0, None):
        tell(Progress(step="step.any", fraction=fraction))
    assert [progress.fraction for progress in told] == [0.5, 0.625, 0.75, None]


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
        with_fallback("cpu", work, ignore_progress)


def test_the_clock_ends_training(units: np.ndarray) -> None:
    found = tried(history_of(units), effort=replace(QUICK, training_s=0.0))
    assert set(found.by_model) == set(NAMES)
    for trials in found.by_model.values():
        assert all(math.isfinite(trial.forecast.mean.sum()) for trial in trials)


def test_a_model_whose_library_is_missing_is_left_out(monkeypatch: pytest.MonkeyPatch) -> None:
    def without_library(name: ModelName, *_: object) -> LearnedModel:
        raise OSError(f"{name}: cannot open shared object file")

    monkeypatch.setattr(trials_module, "train_model", without_library)
    told: list[Progress] = []
    question = question_of(history_of(fortnightly()), KnownFacts(), 7)
    names = (ModelName.SEASONAL, ModelName.BOOSTING)
    found = run_trials(question, SIMPLE_ONLY, (140,), np.arange(6), names, told.append, Never())
    assert set(found.by_model) == {ModelName.SEASONAL}
    assert "forecast.model_unavailable" in {one.note.code for one in told if one.note}
