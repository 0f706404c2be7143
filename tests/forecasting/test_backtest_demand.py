from collections.abc import Mapping
from dataclasses import replace

import numpy as np
import pytest

from domain.demand import DemandHistory
from domain.errors import ForecastError
from domain.progress import Flag, Progress
from forecasting.backtest import Trial, judgement_of
from forecasting.cleaning.clean_history import CleaningOptions
from forecasting.forecast_demand import VALIDATION_DATES, backtest_demand
from forecasting.model import ModelName
from forecasting.question import Effort
from tests.forecasting.sample_histories import history_of, weekly_sales
from tests.forecasting.sample_trials import QUICK, SIMPLE_ONLY, fortnightly

DAYS, HORIZON, DATES = 168, 7, 3
HARDLY_TRAINED = replace(QUICK, max_steps=24)
MODELS = (ModelName.LSTM, ModelName.BOOSTING)
ALWAYS = {ModelName.SEASONAL, ModelName.COMBINATION}

Found = Mapping[ModelName, tuple[Trial, ...]]


def backtest(
    history: DemandHistory,
    models: tuple[ModelName, ...] = (),
    origins: int = DATES,
    effort: Effort = SIMPLE_ONLY,
) -> Found:
    return backtest_demand(
        history, horizon_days=HORIZON, origins=origins, models=models, effort=effort
    )


@pytest.fixture(scope="module")
def units() -> np.ndarray:
    return fortnightly(4, DAYS)


@pytest.fixture(scope="module")
def found(units: np.ndarray) -> Found:
    return backtest(history_of(units), MODELS, effort=HARDLY_TRAINED)


def test_the_habit_and_all_together_stand_beside_what_was_asked(found: Found) -> None:
    assert set(found) == {*MODELS, *ALWAYS}
    for trials in found.values():
        assert [trial.origin for trial in trials] == [DAYS - 21, DAYS - 14, DAYS - 7]
        for trial in trials:
            assert trial.forecast.mean.shape == trial.actual.shape == (4, HORIZON)


def test_all_models_are_judged_by_the_same_days(found: Found, units: np.ndarray) -> None:
    for trials in found.values():
        for trial in trials:
            after = units[:, trial.origin : trial.origin + HORIZON]
            np.testing.assert_array_equal(trial.actual, after)
            assert trial.observed.all()


@pytest.mark.parametrize("place", [0, DATES - 1])
def test_nothing_sees_what_came_after_its_date(found: Found, units: np.ndarray, place: int) -> None:
    """Poison all after a date: nothing forecast from it or before may change, weights included."""
    origin = DAYS - HORIZON * (DATES - place)
    after = np.arange(DAYS) >= origin
    poisoned = history_of(
        np.where(after, 9 * units + 50, units),
        observed=~(after & (np.arange(4)[:, None] == 1)),
        promoted=np.broadcast_to(after, units.shape),
    )
    dirty = backtest(poisoned, MODELS, effort=HARDLY_TRAINED)
    for name, trials in found.items():
        for first, second in zip(trials[: place + 1], dirty[name], strict=False):
            np.testing.assert_array_equal(first.forecast.mean, second.forecast.mean)
            np.testing.assert_array_equal(first.forecast.quantiles, second.forecast.quantiles)
        assert not np.array_equal(trials[place].actual, dirty[name][place].actual)


def test_the_days_before_the_judged_ones_do_count(found: Found, units: np.ndarray) -> None:
    """The poison of the test above is one: where it may be seen, it is."""
    earlier = units.copy()
    earlier[:, DAYS - 30 : DAYS - 21] *= 5
    dirty = backtest(history_of(earlier), MODELS, effort=HARDLY_TRAINED)
    for name, trials in found.items():
        assert not np.array_equal(trials[0].forecast.mean, dirty[name][0].forecast.mean)


def test_all_together_are_as_good_as_the_best_or_nearly(units: np.ndarray) -> None:
    history = history_of(units)
    simple = (ModelName.SMOOTHING, ModelName.INTERMITTENT, ModelName.MOVING_AVERAGE)
    found = backtest(history, simple, origins=6)
    errors = {
        name: judgement_of(trials, history, np.arange(4)).score.wql
        for name, trials in found.items()
    }
    best = min(errors[name] for name in (ModelName.SEASONAL, *simple))
    assert errors[ModelName.COMBINATION] < 1.1 * best


@pytest.mark.parametrize(("days", "dates"), [(84, 1), (98, 3), (400, 5)])
def test_a_short_history_is_judged_at_fewer_dates(days: int, dates: int) -> None:
    found = backtest(history_of(weekly_sales(3, days)), origins=5)
    assert set(found) == ALWAYS
    assert {len(trials) for trials in found.values()} == {dates}
    first = found[ModelName.SEASONAL][0].origin
    assert first - HORIZON * VALIDATION_DATES >= 56 + HORIZON


@pytest.mark.parametrize("shape", [(3, 0), (3, 60), (3, 83), (0, 400)])
def test_too_little_to_judge_by_is_said(shape: tuple[int, int]) -> None:
    with pytest.raises(ForecastError, match=r"forecast\.backtest_short") as caught:
        backtest(history_of(np.ones(shape)))
    assert caught.value.message["needed_days"] == 84


def test_a_horizon_of_no_days_is_refused() -> None:
    with pytest.raises(ForecastError, match=r"forecast\.horizon"):
        backtest_demand(history_of(weekly_sales(3, 200)), horizon_days=0)


def test_unrecorded_days_are_not_judged(units: np.ndarray) -> None:
    observed = np.ones(units.shape, np.bool_)
    observed[2, DAYS - 3] = False
    found = backtest_demand(
        history_of(units, observed=observed),
        horizon_days=HORIZON,
        origins=1,
        models=(),
        effort=SIMPLE_ONLY,
        cleaning=CleaningOptions(gaps="linear"),
    )
    for (trial,) in found.values():
        assert trial.observed.sum() == 4 * HORIZON - 1
        assert not trial.observed[2, -3]


@pytest.mark.parametrize("units", [0, np.nan])
def test_a_history_without_a_sale_is_judged(units: float) -> None:
    found = backtest(history_of(np.full((2, 200), units)), MODELS, effort=QUICK)
    assert set(found) >= ALWAYS
    for trials in found.values():
        assert not any(trial.forecast.mean.any() for trial in trials)


def test_a_stop_leaves_what_needs_no_training(units: np.ndarray) -> None:
    told: list[Progress] = []
    found = backtest_demand(
        history_of(units),
        horizon_days=HORIZON,
        models=MODELS,
        effort=QUICK,
        on_progress=told.append,
        stop=Flag(lambda: True),
    )
    assert set(found) == ALWAYS
    assert told
