import math
from collections.abc import Mapping, Sequence

import numpy as np
import numpy.typing as npt
import pytest
from hypothesis import given
from hypothesis import strategies as st

from forecasting.backtest import Trial
from forecasting.combination import (
    SHARPNESS,
    combine,
    combined_trials,
    cross_fitted_trials,
    soft_weights,
)
from forecasting.distribution import LEVELS, Distribution, DoubleArray, lawful
from forecasting.model import ModelName
from tests.forecasting.sample_trials import certain, trial_of

NAMES = (ModelName.SEASONAL, ModelName.SMOOTHING, ModelName.LSTM)
DAYS = 7
SEEDS = st.integers(0, 2**32 - 1)


def off_by(errors: npt.ArrayLike, dates: int = 2) -> dict[ModelName, tuple[Trial, ...]]:
    """Trials of models that are always off by as much, ``(s, m)`` units a day of 100 sold."""
    by_series = np.atleast_2d(np.asarray(errors, float))
    sold = np.full((len(by_series), DAYS), 100.0)
    return {
        name: tuple(trial_of(sold, certain(sold + by_series[:, [column]])) for _ in range(dates))
        for column, name in enumerate(NAMES[: by_series.shape[1]])
    }


def weights_of(trials: Mapping[ModelName, Sequence[Trial]]) -> tuple[DoubleArray, DoubleArray]:
    return soft_weights(trials, tuple(trials))


def any_distribution(generator: np.random.Generator, series: int, days: int) -> Distribution:
    scale = 10.0 ** generator.uniform(-3, 6, (series, 1))
    values = scale[..., None] * generator.exponential(1, (series, days, len(LEVELS)))
    return lawful(values.mean(axis=2), np.sort(values * generator.integers(0, 2), axis=2))


@given(seed=SEEDS, series=st.integers(1, 5), models=st.integers(1, 3), dates=st.integers(1, 3))
def test_trust_adds_up_to_one(seed: int, series: int, models: int, dates: int) -> None:
    generator = np.random.default_rng(seed)
    sold = generator.poisson(generator.choice([0, 1, 50], (dates, series, 1)), (dates, series, 4))
    observed = generator.random(sold.shape) < generator.choice([0, 0.5, 1])
    trials = {
        name: [
            trial_of(sold[d], any_distribution(generator, series, 4), observed[d])
            for d in range(dates)
        ]
        for name in NAMES[:models]
    }
    own, common = soft_weights(trials, tuple(trials))
    assert own.shape == (series, models)
    for weights in (own, common[None]):
        assert (weights >= 0).all()
        np.testing.assert_allclose(weights.sum(axis=1), 1, rtol=1e-12)


def test_trust_falls_with_the_share_by_which_a_model_is_worse() -> None:
    own, common = weights_of(off_by([[6.0, 7.0]] * 3))
    assert common[1] / common[0] == pytest.approx(math.exp(-SHARPNESS / 6), rel=1e-6)
    np.testing.assert_allclose(own, np.tile(common, (3, 1)), rtol=1e-6)


def test_where_nothing_was_lost_all_are_trusted_alike() -> None:
    own, common = weights_of(off_by(np.zeros((4, 3))))
    np.testing.assert_allclose(own, 1 / 3)
    np.testing.assert_allclose(common, 1 / 3)


def test_a_perfect_model_is_trusted_alone() -> None:
    own, common = weights_of(off_by([[0, 5, 5], [0, 1, 90]]))
    np.testing.assert_array_equal(own, [[1, 0, 0]] * 2)
    np.testing.assert_array_equal(common, [1, 0, 0])


def test_a_series_leans_on_all_and_on_its_own_errors() -> None:
    own, common = weights_of(off_by([[5, 6], [5, 6], [5, 6], [7, 4]]))
    assert own[3, 1] > common[1]
    assert own[3, 1] > own[0, 1]
    # One date of one series does not overturn what three others say for good.
    few, _ = weights_of(off_by([[5, 6], [5, 6], [5, 6], [7, 4]], dates=1))
    assert few[3, 1] < own[3, 1]


def test_a_hopeless_model_is_left_out() -> None:
    own, common = weights_of(off_by([[5, 50]]))
    assert own[0, 1] == common[1] == 0


def test_unobserved_days_earn_no_trust() -> None:
    first = off_by([[5.0, 6.0], [6.0, 5.0]])
    observed = np.ones((2, DAYS), np.bool_)
    observed[:, 3] = False
    found = []
    for sold_on_day in (100, 5000):
        trials = {}
        for name, known in first.items():
            sold = known[0].actual.copy()
            sold[:, 3] = sold_on_day
            trials[name] = (trial_of(sold, known[0].forecast, observed),)
        found.append(weights_of(trials))
    np.testing.assert_array_equal(found[0][0], found[1][0])
    np.testing.assert_array_equal(found[0][1], found[1][1])


@given(seed=SEEDS, series=st.integers(0, 4), models=st.integers(1, 3))
def test_models_together_lie_between_them_and_never_cross(
    seed: int, series: int, models: int
) -> None:
    generator = np.random.default_rng(seed)
    members = [any_distribution(generator, series, 3) for _ in range(models)]
    weights = generator.dirichlet(np.ones(models), series)
    found = combine(members, weights)
    assert (np.diff(found.quantiles, axis=2) >= 0).all()
    for figures, parts in (
        (found.mean, np.stack([member.mean for member in members])),
        (found.quantiles, np.stack([member.quantiles for member in members])),
    ):
        touch = 1e-6 * parts.max(axis=0)
        assert (figures >= parts.min(axis=0) - touch).all()
        assert (figures <= parts.max(axis=0) + touch).all()


def test_each_series_is_answered_by_what_it_trusts() -> None:
    members = [certain([[10.0], [10.0], [10.0]]), certain([[20.0], [20.0], [20.0]])]
    found = combine(members, np.array([[1.0, 0.0], [0.25, 0.75], [0.0, 1.0]]))
    np.testing.assert_allclose(found.mean[:, 0], [10, 17.5, 20])
    np.testing.assert_allclose(found.quantiles[:, 0, 3], [10, 17.5, 20])


def test_combined_trials_keep_what_came() -> None:
    trials = off_by([[10.0, 30.0]], dates=2)
    weights = np.array([[0.5, 0.5]])
    found = combined_trials(trials, tuple(trials), weights)
    assert len(found) == 2
    for trial, known in zip(found, trials[ModelName.SEASONAL], strict=True):
        np.testing.assert_array_equal(trial.actual, known.actual)
        np.testing.assert_allclose(trial.forecast.mean, 120)


def test_a_date_has_no_say_in_the_trust_it_is_judged_with() -> None:
    generator = np.random.default_rng(3)
    sold = generator.poisson(50, (3, 4, DAYS)).astype(np.float32)
    forecasts = {name: [certain(generator.poisson(50, (4, DAYS))) for _ in sold] for name in NAMES}

    def judged(what_came: npt.NDArray[np.float32]) -> tuple[Trial, ...]:
        trials = {
            name: [trial_of(*pair) for pair in zip(what_came, forecasts[name], strict=True)]
            for name in NAMES
        }
        return cross_fitted_trials(trials, NAMES)

    clean = judged(sold)
    for date in range(3):
        poisoned = sold.copy()
        poisoned[date] = 9 * poisoned[date] + 50
        for other, (trial, dirty) in enumerate(zip(clean, judged(poisoned), strict=True)):
            same = np.array_equal(trial.forecast.quantiles, dirty.forecast.quantiles)
            assert same == (other == date)
