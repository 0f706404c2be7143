import numpy as np
import pytest

from forecasting.distribution import MEDIAN, level_index
from forecasting.seasonal_baseline import seasonal_forecast
from forecasting.usable_history import usable_history
from tests.forecasting.sample_histories import history_of, weekly_sales


def test_a_weekly_pattern_is_repeated_exactly() -> None:
    week = np.array([5, 1, 2, 3, 4, 9, 7], np.float32)
    history = history_of(np.tile(week, 20)[None])
    found = seasonal_forecast(history, 10, np.array([0]))
    np.testing.assert_allclose(found.mean[0], np.tile(week, 2)[:10])
    np.testing.assert_allclose(found.quantiles[0, :, MEDIAN], found.mean[0])


def test_bands_hold_what_they_promise_on_plain_noise() -> None:
    generator = np.random.default_rng(0)
    units = generator.normal(100, 10, (200, 260)).astype(np.float32)
    found = seasonal_forecast(history_of(units[:, :232]), 28, np.arange(200))
    after = units[:, 232:]
    low, high = (found.quantiles[..., level_index(level)] for level in (0.1, 0.9))
    assert np.mean((after >= low) & (after <= high)) == pytest.approx(0.8, abs=0.03)


def test_a_stock_out_is_not_demand() -> None:
    units = np.full((1, 140), 10, np.float32)
    observed = np.ones(units.shape, np.bool_)
    observed[0, 130:137] = False
    units[0, 130:137] = 0
    history = usable_history(history_of(units, observed=observed))
    found = seasonal_forecast(history, 7, np.array([0]))
    np.testing.assert_allclose(found.mean, 10)
    counted_as_zero = usable_history(history_of(units))
    assert (seasonal_forecast(counted_as_zero, 7, np.array([0])).mean < 10).all()


def test_no_same_weekday_left_means_the_usual_level() -> None:
    units = np.full((1, 100), 10, np.float32)
    observed = np.ones(units.shape, np.bool_)
    observed[0, 60:] = False
    found = seasonal_forecast(usable_history(history_of(units, observed=observed)), 7, np.arange(1))
    np.testing.assert_allclose(found.mean, 10, rtol=0.05)


@pytest.mark.parametrize("days", [0, 1, 6, 8])
def test_the_shortest_histories_give_finite_figures(days: int) -> None:
    found = seasonal_forecast(history_of(weekly_sales(3, days), places=3), 40, np.arange(3))
    assert found.mean.shape == (3, 40)
    assert np.isfinite(found.quantiles).all()


def test_rows_are_those_wanted() -> None:
    history = history_of(weekly_sales(5, 90), places=5)
    some = seasonal_forecast(history, 7, np.array([3, 1]))
    every = seasonal_forecast(history, 7, np.arange(5))
    np.testing.assert_array_equal(some.quantiles, every.quantiles[[3, 1]])


def test_bands_widen_with_the_lead_where_the_level_wanders() -> None:
    generator = np.random.default_rng(2)
    units = 500 + np.cumsum(generator.normal(0, 5, (20, 300)), axis=1)
    found = seasonal_forecast(history_of(units), 28, np.arange(20))
    width = (found.quantiles[..., -3] - found.quantiles[..., 2]).mean(axis=0)
    assert width[27] > 1.2 * width[0]
