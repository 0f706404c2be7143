import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

from forecasting.distribution import LEVELS, MEDIAN, level_index
from forecasting.metrics import (
    bias,
    coverage,
    mean_absolute_error,
    mean_absolute_scaled_error,
    mean_squared_error,
    naive_squared_error,
    pinball_loss,
    root_mean_squared_error,
    root_mean_squared_scaled_error,
    seasonal_naive_error,
    share_below,
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


def test_errors_in_units_by_hand() -> None:
    actual = np.array([[10, 4]], np.float32)
    seen = np.ones((1, 2), np.bool_)
    quantiles = np.full((1, 2, len(LEVELS)), 6, np.float32)
    mean = np.array([[7, 9]], np.float32)
    assert mean_absolute_error(actual, seen, quantiles) == pytest.approx(3)
    assert mean_squared_error(actual, seen, mean) == pytest.approx((9 + 25) / 2)
    assert root_mean_squared_error(actual, seen, mean) == pytest.approx(17**0.5)
    assert bias(actual, seen, mean) == pytest.approx(2 / 14)


def test_scaled_error_of_repeating_yesterday_is_one() -> None:
    units = np.random.default_rng(0).random((3, 700), np.float32)
    seen = np.ones(units.shape, np.bool_)
    error = root_mean_squared_scaled_error(
        units[:, 1:], seen[:, 1:], units[:, :-1], naive_squared_error(units, seen)
    )
    assert error == pytest.approx(1)


def test_a_pair_of_days_with_a_gap_tells_nothing_of_the_scale() -> None:
    units = np.array([[1, 3, 99, 5, 6]], np.float32)
    seen = np.array([[True, True, False, True, True]])
    np.testing.assert_allclose(naive_squared_error(units, seen), [(4 + 1) / 2])


@given(
    actual=arrays(np.float32, (3, 5), elements=st.floats(0, 1000, width=32)),
    seen=arrays(np.bool_, (3, 5)),
    values=arrays(np.float64, 3, elements=st.floats(0.5, 50)),
)
def test_days_that_do_not_count_change_no_figure(
    actual: np.ndarray, seen: np.ndarray, values: np.ndarray
) -> None:
    quantiles = np.broadcast_to(np.linspace(0, 900, len(LEVELS), dtype=np.float32), (3, 5, 23))
    mean = np.full((3, 5), 450, np.float32)
    other = np.where(seen, actual, np.nan).astype(np.float32)

    def figures(units: np.ndarray) -> list[float]:
        return [
            weighted_quantile_loss(units, seen, quantiles),
            weighted_quantile_loss(units, seen, quantiles, values),
            mean_absolute_error(units, seen, quantiles),
            mean_squared_error(units, seen, mean),
            mean_absolute_scaled_error(units, seen, quantiles, values),
            root_mean_squared_scaled_error(units, seen, mean, values),
            bias(units, seen, mean),
            coverage(units, seen, quantiles, 0.8),
            share_below(units, seen, quantiles, 0.9),
        ]

    found = figures(other)
    assert np.isfinite(found).all()
    np.testing.assert_array_equal(found, figures(np.where(seen, actual, 7).astype(np.float32)))


def test_equal_weights_change_nothing_and_a_dear_series_counts_more() -> None:
    actual = np.array([[10], [10]], np.float32)
    seen = np.ones((2, 1), np.bool_)
    quantiles = np.stack([point(10)[0], point(5)[0]])
    plain = weighted_quantile_loss(actual, seen, quantiles)
    assert plain == pytest.approx(0.25)
    same = weighted_quantile_loss(actual, seen, quantiles, np.full(2, 3.0))
    assert same == pytest.approx(plain)
    dear = weighted_quantile_loss(actual, seen, quantiles, np.array([1.0, 9.0]))
    assert dear == pytest.approx(0.9 * 0.5)


def test_the_share_below_counts_the_edge() -> None:
    quantiles = np.tile(np.arange(len(LEVELS), dtype=np.float32), (1, 3, 1))
    edge = np.float32(level_index(0.9))
    actual = np.array([[edge - 1, edge, edge + 1]], np.float32)
    assert share_below(actual, np.ones((1, 3), np.bool_), quantiles, 0.9) == pytest.approx(2 / 3)
