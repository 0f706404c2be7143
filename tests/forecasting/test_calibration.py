import numpy as np
import pytest

from forecasting.calibration import STRENGTH, Widths, fit_widths, with_widths
from forecasting.distribution import LEVELS, MEDIAN, Distribution
from forecasting.sample_paths import normal_quantile


def normal_bands(width: float, days: int) -> np.ndarray:
    bands = 100 + 10 * width * normal_quantile(LEVELS)
    return np.tile(bands.astype(np.float32), (50, days, 1))


@pytest.mark.parametrize("width", [0.8, 1.0, 1.3])
def test_widths_go_half_of_the_way(width: float) -> None:
    actual = np.random.default_rng(0).normal(100, 10, (50, 400)).astype(np.float32)
    found = fit_widths(actual, np.ones(actual.shape, np.bool_), normal_bands(width, 400))
    expected = 1 + STRENGTH * (1 / width - 1)
    assert found.below == pytest.approx(expected, abs=0.03)
    assert found.above == pytest.approx(expected, abs=0.03)


def test_few_days_leave_the_widths_alone() -> None:
    actual = np.zeros((1, 20), np.float32)
    bands = normal_bands(1, 20)[:1]
    assert fit_widths(actual, np.ones(actual.shape, np.bool_), bands) == Widths()


def test_the_median_never_moves() -> None:
    before = Distribution(mean=np.full((50, 3), 100, np.float32), quantiles=normal_bands(1, 3))
    after = with_widths(before, Widths(below=0.5, above=2.0))
    np.testing.assert_array_equal(after.quantiles[..., MEDIAN], before.quantiles[..., MEDIAN])
    np.testing.assert_array_equal(after.mean, before.mean)
    distance = before.quantiles - 100
    factor = np.where(distance < 0, 0.5, 2.0)
    np.testing.assert_allclose(after.quantiles - 100, factor * distance, atol=1e-3)
