"""Laws that every local model keeps."""

import importlib.util

import numpy as np
import numpy.typing as npt
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from domain.demand import DemandHistory
from forecasting.classical.predictor import CLASSICAL, classical_predictor
from forecasting.distribution import MEDIAN, Distribution
from forecasting.model import ModelName
from forecasting.usable_history import usable_history, view_until
from tests.forecasting.sample_histories import history_of, weekly_sales

SLOW = pytest.mark.skipif(
    importlib.util.find_spec("statsforecast") is None, reason="statsforecast is not installed"
)
MODELS = [pytest.param(name, marks=SLOW if name is ModelName.ARIMA else ()) for name in CLASSICAL]
QUICK = [name for name in CLASSICAL if name is not ModelName.ARIMA]
SEASONAL = [
    ModelName.SEASONAL,
    ModelName.SEASONAL_NAIVE,
    ModelName.SMOOTHING,
    ModelName.THETA,
]
WEEK = np.array([5, 1, 0, 3, 4, 9, 7], np.float32)


def forecast(name: ModelName, history: DemandHistory, horizon_days: int = 15) -> Distribution:
    """The forecast of every series."""
    known = usable_history(history)
    return classical_predictor(name, horizon_days)(known, np.arange(len(history.keys)))


def assert_lawful(found: Distribution, shape: tuple[int, int]) -> None:
    """Finite, never negative, never crossing."""
    assert found.mean.shape == shape
    assert np.isfinite(found.mean).all()
    assert np.isfinite(found.quantiles).all()
    assert (found.mean >= 0).all()
    assert (found.quantiles >= 0).all()
    assert (np.diff(found.quantiles, axis=2) >= 0).all()


@st.composite
def odd_histories(draw: st.DrawFn) -> DemandHistory:
    """Three series of few or many days: any figures, gaps, closed weeks, a spike."""
    days = draw(st.sampled_from([0, 1, 2, 6, 8, 13, 30, 57, 120, 460]))
    generator = np.random.default_rng(draw(st.integers(0, 99)))
    counts = generator.poisson(draw(st.sampled_from([0.0, 0.05, 3.0, 500.0])), (3, days))
    units = counts.astype(np.float32) * np.float32(draw(st.sampled_from([1e-6, 1.0, 1e12])))
    observed = generator.random((3, days)) >= draw(st.sampled_from([0.0, 0.3, 0.95, 1.0]))
    if days:
        units[0, draw(st.integers(0, days - 1))] = draw(st.sampled_from([0.0, 1e9, 1e30, np.nan]))
        units[1] = draw(st.sampled_from([0.0, 7.0]))
        observed[2, draw(st.integers(0, days)) :] = False
    return history_of(units, observed=observed)


@pytest.mark.parametrize("name", QUICK)
@given(history=odd_histories(), horizon_days=st.sampled_from([1, 10, 70]))
@settings(max_examples=25, deadline=None)
def test_a_forecast_is_lawful_whatever_the_history(
    name: ModelName, history: DemandHistory, horizon_days: int
) -> None:
    assert_lawful(forecast(name, history, horizon_days), (3, horizon_days))


@pytest.mark.parametrize("name", MODELS)
@pytest.mark.parametrize(
    "units",
    [
        np.zeros((1, 0)),
        np.full((1, 1), 4.0),
        np.zeros((1, 90)),
        np.full((1, 90), 8.0),
        np.r_[np.zeros(89), 1e9][None],
    ],
    ids=["empty", "one day", "all zero", "constant", "a spike"],
)
def test_plain_histories_give_lawful_forecasts(
    name: ModelName, units: npt.NDArray[np.float64]
) -> None:
    found = forecast(name, history_of(units))
    assert_lawful(found, (1, 15))
    if units.size and (units == units[0, 0]).all():
        np.testing.assert_allclose(found.mean, units[0, 0], atol=1e-4)
        np.testing.assert_allclose(found.quantiles, units[0, 0], atol=1e-4)


@pytest.mark.parametrize("name", MODELS)
def test_all_days_masked_is_no_demand(name: ModelName) -> None:
    hidden = history_of(np.full((2, 90), 5.0), observed=np.zeros((2, 90), np.bool_))
    assert not forecast(name, hidden).quantiles.any()


@pytest.mark.parametrize("name", QUICK)
def test_what_comes_later_changes_nothing(name: ModelName) -> None:
    units = weekly_sales(4, 200)
    changed = units.copy()
    changed[:, 150:] = 1e6 * changed[:, 150:][:, ::-1]
    before, after = (forecast(name, view_until(history_of(u), 150)) for u in (units, changed))
    np.testing.assert_array_equal(before.quantiles, after.quantiles)


@pytest.mark.parametrize("name", QUICK)
def test_units_of_masked_days_change_nothing(name: ModelName) -> None:
    units = weekly_sales(4, 200)
    observed = np.random.default_rng(1).random(units.shape) > 0.2
    hidden = np.where(observed, units, 1e6)
    before, after = (
        classical_predictor(name, 15)(history_of(u, observed=observed), np.arange(4))
        for u in (units, hidden)
    )
    np.testing.assert_array_equal(before.quantiles, after.quantiles)


@pytest.mark.parametrize("name", SEASONAL)
@pytest.mark.parametrize("days", [28, 61, 147, 470, 800])
def test_a_weekly_pattern_is_repeated_exactly(name: ModelName, days: int) -> None:
    units = np.resize(WEEK, days)[None]
    found = forecast(name, history_of(units), 40)
    after = np.resize(np.roll(WEEK, -(days % 7)), 40)
    np.testing.assert_allclose(found.mean[0], after, atol=1e-3)
    np.testing.assert_allclose(found.quantiles[0, :, MEDIAN], after, atol=1e-3)


@pytest.mark.parametrize("name", SEASONAL)
def test_masked_days_do_not_disturb_a_weekly_pattern(name: ModelName) -> None:
    units = np.resize(WEEK, 147)[None]
    observed = np.random.default_rng(2).random(units.shape) > 0.3
    found = forecast(name, history_of(np.where(observed, units, 0), observed=observed), 21)
    np.testing.assert_allclose(found.mean[0], np.resize(WEEK, 21), atol=1e-3)


@pytest.mark.parametrize("name", QUICK)
@pytest.mark.parametrize("factor", [1 / 1024, 0.37, 2.5e5])
def test_scaling_all_units_scales_the_forecast(name: ModelName, factor: float) -> None:
    units = weekly_sales(6, 300) * (np.random.default_rng(3).random((6, 300)) > 0.5)
    small, large = (forecast(name, history_of(u)) for u in (units, units * factor))
    np.testing.assert_allclose(large.mean, small.mean * factor, rtol=1e-3)
    np.testing.assert_allclose(large.quantiles, small.quantiles * factor, rtol=1e-2, atol=factor)


@pytest.mark.parametrize("name", QUICK)
def test_a_series_is_forecast_alike_alone_and_among_others(name: ModelName) -> None:
    history = history_of(weekly_sales(5, 120), places=5)
    predictor = classical_predictor(name, 10)
    some, every = predictor(history, np.array([3, 1])), predictor(history, np.arange(5))
    np.testing.assert_allclose(some.quantiles, every.quantiles[[3, 1]], rtol=1e-5)
    assert predictor(history, np.arange(0)).mean.shape == (0, 10)


@pytest.mark.parametrize("name", QUICK)
def test_bands_hold_what_they_promise(name: ModelName) -> None:
    units = np.random.default_rng(4).poisson(20, (200, 330)).astype(np.float32)
    found = forecast(name, history_of(units[:, :302]), 28)
    inside = (units[:, 302:] >= found.quantiles[..., 3]) & (
        units[:, 302:] <= found.quantiles[..., -4]
    )
    assert 0.78 < inside.mean() < 0.86
    assert found.mean.mean() == pytest.approx(20, rel=0.03)


@pytest.mark.parametrize("name", QUICK)
def test_a_short_history_borrows_the_errors_of_the_others(name: ModelName) -> None:
    units = np.random.default_rng(5).poisson(20, (40, 200)).astype(np.float32)
    observed = np.ones(units.shape, np.bool_)
    observed[0, :-20] = False
    found = forecast(name, history_of(units * observed, observed=observed))
    width = found.quantiles[:, :, -4] - found.quantiles[:, :, 3]
    assert 0.6 < width[0].mean() / width[1:].mean() < 1.6
