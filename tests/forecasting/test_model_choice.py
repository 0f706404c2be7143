import dataclasses
import math

import numpy as np
import pytest

from domain.demand import SeriesKey
from domain.progress import Flag, Never, Progress, StopCriterion, ignore_progress
from forecasting.known_facts import KnownFacts
from forecasting.model import ModelName
from forecasting.model_choice import CANDIDATES, SIMPLE, choose_model, serve, used_models
from forecasting.network.network_model import NetworkModel
from forecasting.question import Effort, Question, question_of
from forecasting.serving_model import Reason, ServingModel
from forecasting.trials import LEARNED, forecasts_of
from tests.forecasting.sample_histories import history_of, weekly_sales
from tests.forecasting.sample_trials import QUICK, SIMPLE_ONLY, fortnightly

NEVER = Never()
STEPS, STEPS_OF_LOOKS = 48, 20


def question(units: np.ndarray, horizon_days: int = 7) -> Question:
    return question_of(history_of(units), KnownFacts(), horizon_days)


def chosen(
    asked: Question, effort: Effort = SIMPLE_ONLY, stop: StopCriterion = NEVER
) -> ServingModel:
    return choose_model(asked, effort, ignore_progress, stop)


@pytest.fixture(scope="module")
def fortnight() -> Question:
    return question(fortnightly(6, 200))


@pytest.fixture(scope="module")
def trained(fortnight: Question) -> ServingModel:
    return chosen(fortnight, dataclasses.replace(QUICK, max_steps=STEPS))


def test_learned_models_are_trusted_where_they_are_better(trained: ServingModel) -> None:
    assert trained.reason is Reason.BLEND
    assert trained.names == CANDIDATES
    assert set(trained.scores) == {*CANDIDATES, ModelName.COMBINATION}
    scores = {name: score.wql for name, score in trained.scores.items()}
    assert scores[ModelName.COMBINATION] < 0.7 * scores[ModelName.SEASONAL]
    trust = dict(zip(trained.names, trained.common, strict=True))
    assert sum(trust[name] for name in LEARNED if name in trust) > 0.9
    assert trained.dates == 3
    assert 0 < trained.newest_error < scores[ModelName.SEASONAL]
    assert trained.trained_until.isoformat() == "2024-07-18"


def test_trust_adds_up_and_is_told_in_whole_per_cent(trained: ServingModel) -> None:
    weights = np.array([trained.common, *trained.own.values()])
    np.testing.assert_allclose(weights.sum(axis=1), 1)
    assert len(trained.own) == 6
    said = trained.method_message(2)
    assert said.code == "forecast.method_blend"
    shares = [said[f"{kind}_pct"] for kind in ("network", "trees", "simple")]
    assert sum(share for share in shares if isinstance(share, int)) == 100
    assert said["borrowed"] == 2
    assert said["device"] == "CPU"


def test_trusted_models_learn_the_newest_days(trained: ServingModel) -> None:
    used = used_models(trained)
    assert set(trained.learned) == set(used) & set(LEARNED)
    network = trained.learned.get(ModelName.LSTM)
    assert isinstance(network, NetworkModel)
    assert network.steps == STEPS - STEPS_OF_LOOKS + STEPS // 4


def test_the_habit_is_trusted_alone_where_it_is_never_wrong() -> None:
    exact = np.tile(np.array([5, 1, 2, 3, 4, 9, 7], np.float32), (4, 24))
    model = chosen(question(exact), QUICK)
    trust = dict(zip(model.names, model.common, strict=True))
    assert trust[ModelName.SEASONAL] > 0.3
    assert trust[ModelName.LSTM] == trust[ModelName.BOOSTING] == 0
    assert not model.learned
    assert set(used_models(model)) <= set(SIMPLE)


@pytest.mark.parametrize("days", [0, 10, 70, 83])
def test_histories_too_short_to_judge_are_left_to_the_habit(days: int) -> None:
    model = chosen(question(weekly_sales(3, days), 28), QUICK)
    assert model.reason is Reason.SHORT_HISTORY
    assert used_models(model) == [ModelName.SEASONAL]
    assert not model.learned
    assert model.method_message(3).code == "forecast.method_short_history"


def test_histories_too_short_to_train_on_are_answered_by_simple_rules() -> None:
    model = chosen(question(weekly_sales(3, 130), 28), QUICK)
    assert model.reason is Reason.SHORT_HISTORY
    assert model.names == SIMPLE
    assert ModelName.COMBINATION in model.scores


def test_simple_rules_can_be_asked_for(fortnight: Question) -> None:
    model = chosen(fortnight)
    assert model.reason is Reason.NOT_ASKED
    assert model.names == SIMPLE


def test_a_stop_before_training_leaves_simple_rules(fortnight: Question) -> None:
    model = chosen(fortnight, QUICK, Flag(lambda: True))
    assert model.reason is Reason.STOPPED
    assert model.names == SIMPLE
    assert ModelName.COMBINATION in model.scores


def test_a_stop_within_training_keeps_what_was_learned(fortnight: Question) -> None:
    polls = iter(range(10_000))
    model = chosen(
        fortnight, dataclasses.replace(QUICK, max_steps=1000), Flag(lambda: next(polls) > 30)
    )
    assert model.reason is Reason.BLEND
    assert ModelName.LSTM in model.names
    network = model.learned[ModelName.LSTM]
    assert isinstance(network, NetworkModel)
    assert 25 < network.steps <= 30
    assert ModelName.COMBINATION in model.scores


def test_progress_never_falls_back(fortnight: Question) -> None:
    told: list[Progress] = []
    choose_model(fortnight, QUICK, told.append, NEVER)
    fractions = [progress.fraction for progress in told if progress.fraction is not None]
    assert fractions == sorted(fractions)
    assert {"step.forecast_training", "step.forecast_backtest", "step.forecast_refresh"} <= {
        progress.step for progress in told
    }


def test_a_series_is_served_by_the_models_it_trusts(fortnight: Question) -> None:
    keys = fortnight.history.keys
    model = ServingModel(
        reason=Reason.BLEND,
        names=SIMPLE,
        common=(0.5, 0.5, 0.0),
        own={keys[0]: (1.0, 0.0, 0.0), keys[1]: (0.0, 1.0, 0.0)},
    )
    assert used_models(model) == list(SIMPLE[:2])
    known = fortnight.known_after(200)
    rows = np.array([1, 4, 0])
    alone = forecasts_of(fortnight, known, rows, SIMPLE, {})
    habit, level = (alone[name].mean for name in SIMPLE[:2])
    found = serve(model, fortnight, known, rows).mean
    expected = [level[0], (habit[1] + level[1]) / 2, habit[2]]
    np.testing.assert_allclose(found, expected, rtol=1e-6)


def test_a_series_that_was_not_judged_trusts_as_all_do(trained: ServingModel) -> None:
    stranger = SeriesKey(place_id="W9", item_id="unheard of")
    assert trained.weights((stranger,)).tolist() == [list(trained.common)]
    assert trained.weights(()).shape == (0, len(CANDIDATES))


def test_a_season_is_carried_on_only_where_a_year_was_seen() -> None:
    assert question(np.zeros((1, 500))).facts.year_seen
    assert not question(np.zeros((1, 300))).facts.year_seen


def test_fingerprints_tell_apart_what_a_model_depends_on() -> None:
    units = weekly_sales(2, 100)
    first = question(units).fingerprints(QUICK)
    assert first == question(units.copy()).fingerprints(QUICK)
    settings = dataclasses.replace(QUICK.settings, hidden=32)
    for other in (
        question(units, 8).fingerprints(QUICK),
        question(units).fingerprints(dataclasses.replace(QUICK, max_steps=41)),
        question(units).fingerprints(dataclasses.replace(QUICK, settings=settings)),
        question(units[:1]).fingerprints(QUICK),
    ):
        assert other.structure != first.structure
        assert other.data != first.data
    for machine in ({"threads": 2}, {"device": "cuda"}, {"training_s": math.pi}):
        effort = dataclasses.replace(QUICK, **machine)
        assert question(units).fingerprints(effort) == first


def test_a_longer_history_is_told_from_a_corrected_one() -> None:
    units = weekly_sales(2, 120)
    shorter = question(units[:, :100])
    first = shorter.fingerprints(QUICK)
    longer = question(units)
    assert longer.fingerprints(QUICK).structure == first.structure
    assert longer.fingerprints(QUICK).data != first.data
    assert longer.newest(shorter.history.last_date) == first.newest
    corrected = units.copy()
    corrected[1, 99] += 1
    assert question(corrected).newest(shorter.history.last_date) != first.newest
    long_ago = units.copy()
    long_ago[1, 10] += 1
    assert question(long_ago).newest(shorter.history.last_date) == first.newest
    assert question(long_ago).fingerprints(QUICK).data != longer.fingerprints(QUICK).data
