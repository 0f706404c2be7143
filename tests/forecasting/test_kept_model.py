import datetime
import os
import shutil
import signal
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest

from domain.demand import DemandHistory, Forecast
from domain.progress import Flag, Progress, StopCriterion
from forecasting import kept_model
from forecasting.backtest import judgement_of
from forecasting.forecast_demand import forecast_demand
from forecasting.known_facts import KnownFacts
from forecasting.model import ModelName
from forecasting.model_choice import choose_model
from forecasting.model_file import MANIFEST, load_model, save_model
from forecasting.network.network_model import NetworkModel
from forecasting.question import Effort, ModelSettings, Question, question_of
from forecasting.serving_model import Reason, ServingModel
from forecasting.tuned_settings import load_settings, save_settings
from tests.forecasting.sample_histories import history_of, weekly_sales
from tests.forecasting.sample_trials import QUICK, SIMPLE_ONLY, fortnightly

DAYS, HORIZON = 160, 7
HISTORY = history_of(fortnightly(4, DAYS + 40))
NEVER = Flag(lambda: False)
ROOT = Path(__file__).parents[2]


class Choices:
    """Counts how often models are chosen; by simple rules, to be quick."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch) -> None:
        self.efforts: list[Effort] = []
        monkeypatch.setattr(kept_model, "choose_model", self._choose)

    def _choose(
        self, question: Question, effort: Effort, told: Callable[[Progress], None], stop: Flag
    ) -> ServingModel:
        self.efforts.append(effort)
        return choose_model(question, SIMPLE_ONLY, told, stop)

    @property
    def count(self) -> int:
        return len(self.efforts)


@pytest.fixture
def choices(monkeypatch: pytest.MonkeyPatch) -> Choices:
    return Choices(monkeypatch)


def forecast(
    history: DemandHistory,
    folder: Path | None,
    effort: Effort = QUICK,
    told: list[Progress] | None = None,
    stop: StopCriterion = NEVER,
    facts: KnownFacts | None = None,
) -> Forecast:
    return forecast_demand(
        history,
        horizon_days=HORIZON,
        effort=effort,
        paths=10,
        facts=facts or KnownFacts(),
        model_folder=folder,
        on_progress=(told if told is not None else []).append,
        stop=stop,
    )


def kept_folder(folder: Path) -> Path:
    (manifest,) = folder.rglob(MANIFEST)
    return manifest.parent


def kept(folder: Path) -> ServingModel:
    found = load_model(kept_folder(folder))
    assert found is not None
    return found[0]


def assert_same(first: Forecast, second: Forecast) -> None:
    for name in ("mean", "quantiles", "paths"):
        np.testing.assert_array_equal(getattr(first, name), getattr(second, name))


def test_a_kept_model_serves_again_without_training(tmp_path: Path) -> None:
    history = HISTORY.first_days(DAYS)
    first = forecast(history, tmp_path)
    told: list[Progress] = []
    assert_same(forecast(history, tmp_path, told=told), first)
    assert {progress.step for progress in told} == {"step.forecast_serving", "step.forecast_paths"}
    newer = HISTORY.first_days(DAYS + 3)
    after = forecast(newer, tmp_path, told=told)
    assert "step.forecast_training" not in {progress.step for progress in told}
    assert after.first_date == newer.last_date + datetime.timedelta(days=1)
    assert after.method == first.method


def test_new_days_are_read_by_a_kept_model(tmp_path: Path, choices: Choices) -> None:
    forecast(HISTORY.first_days(DAYS), tmp_path)
    units = HISTORY.units.copy()
    units[:, DAYS:] *= 4
    raised = history_of(units)
    usual, risen = (forecast(h.first_days(DAYS + 5), tmp_path) for h in (HISTORY, raised))
    assert choices.count == 1
    assert risen.mean.sum() > 1.2 * usual.mean.sum()


def test_a_challenger_is_due_after_a_horizon_of_new_days(tmp_path: Path, choices: Choices) -> None:
    for day, count in ((0, 1), (HORIZON - 1, 1), (HORIZON, 2), (HORIZON + 1, 2), (2 * HORIZON, 3)):
        forecast(HISTORY.first_days(DAYS + day), tmp_path)
        assert choices.count == count


@pytest.mark.parametrize("newest_error", [0.0, 10.0])
def test_only_a_better_challenger_replaces_a_kept_model(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, newest_error: float
) -> None:
    dates = iter((1, 2, 3))

    def choose(question: Question, *_: object) -> ServingModel:
        scores = choose_model(question, SIMPLE_ONLY, lambda _: None, NEVER).scores
        return ServingModel(
            reason=Reason.BLEND,
            scores=scores,
            dates=next(dates),
            newest_error=newest_error,
            trained_until=question.history.last_date,
            tried_until=question.history.last_date,
        )

    monkeypatch.setattr(kept_model, "choose_model", choose)
    forecast(HISTORY.first_days(DAYS), tmp_path)
    later = forecast(HISTORY.first_days(DAYS + HORIZON), tmp_path)
    is_replaced = newest_error == 0
    assert later.method["dates"] == kept(tmp_path).dates == (2 if is_replaced else 1)
    # Either way the next is due a horizon later.
    again = forecast(HISTORY.first_days(DAYS + HORIZON + 1), tmp_path)
    assert again.method["dates"] == later.method["dates"]


def test_the_newest_days_judge_kept_and_challenger_alike(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The same model as its own challenger is no better than itself, and stays."""
    scored: list[float] = []

    def judged(*parts: object) -> object:
        found = judgement_of(*parts)  # type: ignore[arg-type]
        scored.append(found.score.wql)
        return found

    monkeypatch.setattr(kept_model, "judgement_of", judged)
    forecast(HISTORY.first_days(DAYS), tmp_path, SIMPLE_ONLY)
    forecast(HISTORY.first_days(DAYS + HORIZON), tmp_path, SIMPLE_ONLY)
    (kept_error,) = scored
    challenger = choose_model(
        question_of(HISTORY.first_days(DAYS + HORIZON), KnownFacts(), HORIZON),
        SIMPLE_ONLY,
        lambda _: None,
        NEVER,
    )
    assert kept_error == pytest.approx(challenger.newest_error, rel=0.2)


@pytest.mark.parametrize("day", [DAYS - 1, DAYS - 40])
def test_a_corrected_history_is_learned_anew(tmp_path: Path, choices: Choices, day: int) -> None:
    forecast(HISTORY.first_days(DAYS), tmp_path)
    units = HISTORY.units.copy()
    units[1, day] += 30
    forecast(history_of(units).first_days(DAYS), tmp_path)
    assert choices.count == 2


def test_a_shortened_history_is_learned_anew(tmp_path: Path, choices: Choices) -> None:
    forecast(HISTORY.first_days(DAYS), tmp_path)
    forecast(HISTORY.first_days(DAYS - 1), tmp_path)
    assert choices.count == 2


def test_a_history_whose_first_days_are_dropped_keeps_its_model(
    tmp_path: Path, choices: Choices
) -> None:
    forecast(HISTORY.first_days(DAYS), tmp_path)
    first_date = HISTORY.first_date + datetime.timedelta(days=2)
    window = history_of(HISTORY.units[:, 2 : DAYS + 2], first_date=first_date)
    forecast(window, tmp_path)
    assert choices.count == 1


def test_other_series_efforts_and_horizons_have_models_of_their_own(
    tmp_path: Path, choices: Choices
) -> None:
    history = HISTORY.first_days(DAYS)
    forecast(history, tmp_path)
    forecast(history.of_rows(np.arange(3)), tmp_path)
    forecast(history, tmp_path, SIMPLE_ONLY)
    forecast(history, tmp_path, facts=KnownFacts(item_groups={"I0": "drinks"}))
    assert choices.count == len(list(tmp_path.rglob(MANIFEST))) == 4
    forecast(history, tmp_path)
    assert choices.count == 4


def test_a_history_too_short_is_looked_at_again_each_time(tmp_path: Path, choices: Choices) -> None:
    """Nothing was learned that could serve, and soon there may be enough."""
    short = history_of(weekly_sales(3, 80))
    for days in (70, 70, 71):
        found = forecast(short.first_days(days), tmp_path)
        assert found.method.code == "forecast.method_short_history"
    assert choices.count == 3


def test_a_damaged_model_is_told_and_made_anew(tmp_path: Path, choices: Choices) -> None:
    history = HISTORY.first_days(DAYS)
    first = forecast(history, tmp_path)
    (kept_folder(tmp_path) / MANIFEST).write_text("{")
    told: list[Progress] = []
    assert_same(forecast(history, tmp_path, told=told), first)
    notes = [progress.note.code for progress in told if progress.note]
    assert notes == ["forecast.model_damaged"]
    assert choices.count == 2
    told.clear()
    forecast(history, tmp_path, told=told)
    assert not [progress.note for progress in told if progress.note]


def test_a_stop_leaves_the_kept_model_serving(tmp_path: Path) -> None:
    forecast(HISTORY.first_days(DAYS), tmp_path, SIMPLE_ONLY)
    before = (kept_folder(tmp_path) / MANIFEST).read_bytes()
    due = HISTORY.first_days(DAYS + HORIZON)
    found = forecast(due, tmp_path, SIMPLE_ONLY, stop=Flag(lambda: True))
    assert found.method == kept(tmp_path).method_message(0)
    assert (kept_folder(tmp_path) / MANIFEST).read_bytes() == before


def test_tuned_settings_are_used_by_the_next_forecast(tmp_path: Path, choices: Choices) -> None:
    history = HISTORY.first_days(DAYS)
    forecast(history, tmp_path)
    tuned = ModelSettings(hidden=32, rate=0.01, dropout=0.2, leaves=7, tree_rate=0.05)
    save_settings(tmp_path, history, tuned)
    newer = HISTORY.first_days(DAYS + 1)
    forecast(newer, tmp_path)
    assert [effort.settings for effort in choices.efforts] == [ModelSettings(), tuned]
    forecast(newer, tmp_path)
    assert choices.count == 2
    assert load_settings(tmp_path, history.of_rows(np.arange(2)), QUICK.settings) == QUICK.settings


SETTINGS = '{"hidden": 64, "rate": 0.006, "dropout": 0.1, "leaves": 31, "tree_rate": 0.1}'


@pytest.mark.parametrize(
    "text",
    [
        *("", "{}", "[]", '{"hidden": "many"}', "\x00"),
        SETTINGS.replace("64", "-64"),
        SETTINGS.replace("64", "Infinity"),
        SETTINGS.replace("31", "0"),
        SETTINGS.replace("0.006", "NaN"),
        SETTINGS.replace("0.1", "3"),
    ],
)
def test_settings_that_cannot_be_read_are_the_usual_ones(tmp_path: Path, text: str) -> None:
    save_settings(tmp_path, HISTORY, ModelSettings(leaves=7))
    (file,) = tmp_path.iterdir()
    assert load_settings(tmp_path, HISTORY, ModelSettings()) == ModelSettings(leaves=7)
    file.write_text(text)
    assert load_settings(tmp_path, HISTORY, ModelSettings()) == ModelSettings()
    assert load_settings(None, HISTORY, ModelSettings()) == ModelSettings()


CHILD = """
import sys, time
from pathlib import Path
from forecasting.network import checkpoint
from tests.forecasting import test_kept_model as test

saved, whole = [], checkpoint.Checkpoint.save_if_due

def save_and_wait_for_the_end(self, state):
    checkpoint.SAVE_EVERY_S = 0.0
    whole(self, state)
    saved.append(self.path)
    if len(saved) == 8:
        print("saved", flush=True)
        time.sleep(600)

checkpoint.Checkpoint.save_if_due = save_and_wait_for_the_end
test.forecast(test.HISTORY.first_days(int(sys.argv[2])), Path(sys.argv[1]))
"""


def killed_in_training(folder: Path, days: int) -> None:
    """A process that forecasts, killed in the middle of its training."""
    command = [sys.executable, "-c", CHILD, str(folder), str(days)]
    with subprocess.Popen(command, stdout=subprocess.PIPE, cwd=ROOT) as child:
        assert child.stdout is not None
        assert child.stdout.readline() == b"saved\n"
        os.kill(child.pid, signal.SIGKILL)
    assert child.returncode == -signal.SIGKILL


@pytest.mark.skipif(not hasattr(signal, "SIGKILL"), reason="the system knows no such signal")
def test_after_a_kill_the_old_model_serves_and_training_goes_on(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder, undisturbed = tmp_path / "killed", tmp_path / "undisturbed"
    old = forecast(HISTORY.first_days(DAYS), folder, SIMPLE_ONLY)
    simple = kept_folder(folder)
    # As if the model that serves had been trained with the effort of today.
    trained = question_of(HISTORY.first_days(DAYS), KnownFacts(), HORIZON).fingerprints(QUICK)
    model = kept(folder)
    save_model(folder / trained.structure[:32], model, trained)
    shutil.rmtree(simple)
    shutil.copytree(folder, undisturbed)
    due = DAYS + HORIZON

    killed_in_training(folder, due)
    assert [path.name for path in folder.rglob("*.training")] == ["lstm.training"]
    assert_same(forecast(HISTORY.first_days(DAYS), folder), old)
    at_once = forecast(HISTORY.first_days(due), folder, stop=Flag(lambda: True))
    assert at_once.method == model.method_message(0)

    monkeypatch.setattr(kept_model, "_is_better", lambda *_: True)
    shares: dict[Path, float] = {}
    found = {}
    for place in (folder, undisturbed):
        told: list[Progress] = []
        found[place] = forecast(HISTORY.first_days(due), place, told=told)
        fractions = [p.fraction for p in told if p.step == "step.forecast_training"]
        shares[place] = fractions[0] or 0.0
    assert shares[folder] > shares[undisturbed]
    assert_same(found[folder], found[undisturbed])
    assert isinstance(kept(folder).learned.get(ModelName.LSTM), NetworkModel)
    assert not list(folder.rglob("*.training"))
