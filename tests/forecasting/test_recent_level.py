import numpy as np
import pytest

from forecasting.recent_level import (
    causal_level,
    causal_spread,
    same_weekday_mean,
    trailing_mean,
)
from tests.forecasting.sample_histories import weekly_sales


def test_trailing_mean_is_that_of_the_days_before() -> None:
    generator = np.random.default_rng(1)
    values = generator.random((2, 40), np.float32)
    weights = (generator.random((2, 40)) < 0.7).astype(np.float32)
    found = trailing_mean(values, weights, 9)
    assert found.shape == (2, 41)
    for day in range(41):
        window = slice(max(day - 9, 0), day)
        counted = weights[:, window].sum(1)
        total = (values * weights)[:, window].sum(1)
        expected = np.where(counted > 0, total / np.maximum(counted, 1), 0)
        np.testing.assert_allclose(found[:, day], expected, atol=1e-6)


def test_level_and_spread_know_only_the_past() -> None:
    units = weekly_sales(4, 120)
    seen = np.ones_like(units)
    level = causal_level(units, seen)
    spread = causal_spread(units, seen, level)
    changed = units.copy()
    changed[:, 80:] = np.random.default_rng(9).permuted(changed[:, 80:], axis=1)
    after = causal_level(changed, seen)
    np.testing.assert_array_equal(level[:, :81], after[:, :81])
    np.testing.assert_array_equal(spread[:, :81], causal_spread(changed, seen, after)[:, :81])
    assert not np.array_equal(level[:, 81:], after[:, 81:])


def test_level_is_above_zero_where_nothing_sells() -> None:
    units = np.zeros((1, 50), np.float32)
    assert (causal_level(units, np.ones_like(units)) > 0).all()
    assert (causal_level(units, np.zeros_like(units)) > 0).all()


def test_level_survives_a_month_out_of_stock() -> None:
    units = np.full((1, 100), 20, np.float32)
    observed = np.ones_like(units)
    observed[0, 60:] = 0
    assert causal_level(units, observed)[0, -1] == pytest.approx(20, rel=0.05)


def test_same_weekday_mean_leads_by_whole_weeks() -> None:
    units = np.arange(70, dtype=np.float32)[None]
    mean, count = same_weekday_mean(
        units, np.ones_like(units), np.array([70, 77]), np.array([1, 2])
    )
    assert count.tolist() == [[4, 4]]
    assert mean.tolist() == [[np.mean([63, 56, 49, 42]), np.mean([63, 56, 49, 42])]]


def test_same_weekday_mean_skips_what_was_not_observed() -> None:
    units = np.arange(70, dtype=np.float32)[None]
    observed = np.ones_like(units)
    observed[0, 63] = 0
    mean, count = same_weekday_mean(units, observed, np.array([70]), np.array([1]))
    assert count[0, 0] == 3
    assert mean[0, 0] == pytest.approx(np.mean([56, 49, 42]))
