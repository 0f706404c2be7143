import numpy as np
import pytest

from forecasting.distribution import LEVELS, MEDIAN
from forecasting.metrics import (
    coverage,
    mean_absolute_scaled_error,
    pinball_loss,
    root_mean_squared_error,
    seasonal_naive_error,
    weighted_quantile_loss,
)


def point(value: float) -> np.ndarray:
    return np.full((1, 1, len(LEVELS)), value, np.float32)


ACTUAL = np.array([[10.0]], np.float32)
SEEN = np.array([[True]])


def test_pinball_loss_by_hand() -> None:
    loss = pinball_loss(ACTUAL, point(8))[0, 0]
    np.testing.assert_allclose(loss, 2 * LEVELS)
    np.testing.assert_allclose(pinball_loss(ACTUAL, point(13))[0, 0], 3 * (1 - LEVELS))


def test_weighted_quantile_loss_of_a_point_is_its_relative_error() -> None:
    assert weighted_quantile_loss(ACTUAL, SEEN, point(8)) == pytest.approx(0.2)
    assert weighted_quantile_loss(ACTUAL, SEEN, point(10)) == 0


def test_a_day_not_observed_costs_nothing() -> None:
    actual = np.array([[10, 500]], np.float32)
    seen = np.array([[True, False]])
    quantiles = np.full((1, 2, len(LEVELS)), 8, np.float32)
    assert weighted_quantile_loss(actual, seen, quantiles) == pytest.approx(0.2)
    assert root_mean_squared_error(actual, seen, quantiles[..., MEDIAN]) == pytest.approx(2)
    assert coverage(actual, seen, quantiles, 0.8) == 0


def test_scaled_error_of_repeating_last_week_is_one() -> None:
    units = np.random.default_rng(0).random((3, 700), np.float32)
    seen = np.ones(units.shape, np.bool_)
    quantiles = np.repeat(units[:, :-7, None], len(LEVELS), axis=2)
    error = mean_absolute_scaled_error(
        units[:, 7:], seen[:, 7:], quantiles, seasonal_naive_error(units, seen)
    )
    assert error == pytest.approx(1)


def test_nothing_observed_scores_zero() -> None:
    nothing = np.zeros((1, 1), np.bool_)
    assert weighted_quantile_loss(ACTUAL, nothing, point(8)) == 0
    assert root_mean_squared_error(ACTUAL, nothing, ACTUAL) == 0
    assert coverage(ACTUAL, nothing, point(8), 0.95) == 0
    assert mean_absolute_scaled_error(ACTUAL, nothing, point(8), np.ones(1)) == 0


def test_coverage_counts_both_edges_as_inside() -> None:
    quantiles = np.tile(np.linspace(0, 22, len(LEVELS), dtype=np.float32), (1, 4, 1))
    actual = np.array([[3, 19, 2.9, 19.1]], np.float32)
    seen = np.ones((1, 4), np.bool_)
    assert coverage(actual, seen, quantiles, 0.8) == 0.5
