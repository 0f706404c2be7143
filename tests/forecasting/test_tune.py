from dataclasses import asdict, replace
from pathlib import Path

import numpy as np
import pytest

from domain.errors import ForecastError
from domain.progress import Flag, MaxRuntime, Progress
from forecasting import tune
from forecasting.distribution import IntArray
from forecasting.model import ModelName
from forecasting.question import Effort, ModelSettings, Question
from forecasting.trials import Trials
from forecasting.tune import TuningResult, tune_models
from forecasting.tuned_settings import load_settings
from tests.forecasting.sample_histories import history_of
from tests.forecasting.sample_trials import QUICK, certain, fortnightly, trial_of

HISTORY = history_of(fortnightly(3, 120))
FOREVER_S = 1e9


def tuned(tries: int, folder: Path | None = None, seed: int = 0) -> TuningResult:
    """A search that is stopped within a try, when some tries are made."""
    told: list[Progress] = []
    return tune_models(
        HISTORY,
        horizon_days=7,
        time_limit_s=FOREVER_S,
        effort=replace(QUICK, seed=seed),
        model_folder=folder,
        on_progress=told.append,
        stop=Flag(lambda: len(told) > tries),
    )


class Errors:
    """Trials without training: how far off settings are is a law of theirs."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch) -> None:
        self.tried: list[tuple[ModelName, ModelSettings]] = []
        monkeypatch.setattr(tune, "run_trials", self._run)

    def _run(
        self,
        question: Question,
        effort: Effort,
        origins: tuple[int, ...],
        rows: IntArray,
        names: tuple[ModelName, ...],
        *_: object,
    ) -> Trials:
        (name,) = names
        self.tried.append((name, effort.settings))
        settings = effort.settings
        off = abs(settings.leaves - 15) + abs(settings.hidden - 96) / 10
        sold = question.history.units[:, -7:]
        trials = (trial_of(sold, certain(sold + off), origin=origins[-1]),)
        return Trials(by_model={name: trials})


@pytest.fixture
def errors(monkeypatch: pytest.MonkeyPatch) -> Errors:
    return Errors(monkeypatch)


def test_the_usual_settings_are_tried_first_and_models_in_turn(errors: Errors) -> None:
    found = tuned(6)
    assert [one.model for one in found.tried] == 3 * [ModelName.LSTM, ModelName.BOOSTING]
    assert [settings for _, settings in errors.tried[:2]] == 2 * [ModelSettings()]
    assert len({settings for _, settings in errors.tried}) > 3
    usual = asdict(ModelSettings())
    for one in found.tried[:2]:
        assert one.settings.items() <= usual.items()


def test_the_best_of_each_model_is_kept(errors: Errors, tmp_path: Path) -> None:
    found = tuned(24, tmp_path)
    for name, field in ((ModelName.LSTM, "hidden"), (ModelName.BOOSTING, "leaves")):
        own = [one for one in found.tried if one.model is name]
        best = min(own, key=lambda one: one.error)
        assert best.error < own[0].error
        assert found.best[field] == best.settings[field]
    assert asdict(load_settings(tmp_path, HISTORY, ModelSettings())) == found.best


def test_the_same_seed_tries_the_same(errors: Errors) -> None:
    first, again, other = ([one.settings for one in tuned(8, seed=s).tried] for s in (1, 1, 2))
    assert first == again != other


def test_what_is_drawn_is_sensible(errors: Errors) -> None:
    tuned(60)
    for _, settings in errors.tried:
        assert 32 <= settings.hidden <= 128
        assert 2e-3 <= settings.rate <= 1.2e-2
        assert 0 <= settings.dropout <= 0.3
        assert 7 <= settings.leaves <= 63
        assert 0.03 <= settings.tree_rate <= 0.2


def test_a_try_cut_short_does_not_count(errors: Errors) -> None:
    found = tuned(5)
    assert len(errors.tried) == 6
    assert len(found.tried) == 5


def test_time_ends_the_search(errors: Errors, monkeypatch: pytest.MonkeyPatch) -> None:
    used_s = iter(range(1000))
    monkeypatch.setattr(MaxRuntime, "elapsed_s", lambda _: float(next(used_s)))
    found = tune_models(HISTORY, horizon_days=7, time_limit_s=20, effort=QUICK)
    assert 2 < len(found.tried) < 20


def test_settings_are_judged_by_what_was_forecast_from_past_dates(tmp_path: Path) -> None:
    """With real training, once of each model."""
    found = tuned(2, tmp_path)
    assert [one.model for one in found.tried] == [ModelName.LSTM, ModelName.BOOSTING]
    assert all(0 < one.error < 1 and one.seconds > 0 for one in found.tried)
    assert found.best == asdict(ModelSettings())


@pytest.mark.parametrize("shape", [(3, 0), (3, 60), (0, 300)])
def test_too_little_to_judge_by_is_said(shape: tuple[int, int]) -> None:
    with pytest.raises(ForecastError, match=r"forecast\.tune_short"):
        tune_models(history_of(np.ones(shape)), horizon_days=7, time_limit_s=1)


def test_a_history_without_a_sale_is_answered() -> None:
    told: list[Progress] = []
    found = tune_models(
        history_of(np.zeros((2, 150))),
        horizon_days=7,
        time_limit_s=FOREVER_S,
        effort=QUICK,
        on_progress=told.append,
        stop=Flag(lambda: len(told) > 4),
    )
    assert found.best == asdict(ModelSettings())


def test_a_later_search_starts_from_what_an_earlier_found(errors: Errors, tmp_path: Path) -> None:
    found = tuned(24, tmp_path)
    for tries in (0, 1, 3):
        again = tuned(tries, tmp_path, seed=9)
        for one in again.tried[:2]:
            assert one.settings.items() <= found.best.items()
        kept = load_settings(tmp_path, HISTORY, ModelSettings())
        assert asdict(kept) == again.best
        assert abs(kept.leaves - 15) <= abs(int(found.best["leaves"]) - 15)
