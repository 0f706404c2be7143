"""Figures of statsmodels 0.14: `kpss(y, nlags="legacy")`, `adfuller(y)`, `acf(y)`."""

import numpy as np
import pytest

from forecasting.cleaning.stationarity import adf_statistic, autocorrelation, kpss_statistic


def series() -> dict[str, np.ndarray]:
    """Three series of 400 days from a generator that every machine has alike."""
    state, figures = 12345, []
    for _ in range(800):
        state = (1103515245 * state + 12345) % 2**31
        figures.append(state / 2**31 - 0.5)
    noise = np.array(figures[:400]) + np.array(figures[400:])
    week = 3 * np.sin(np.arange(400) * 2 * np.pi / 7) + noise
    return {"noise": noise, "walk": np.cumsum(noise), "week": week}


@pytest.mark.parametrize(
    ("name", "kpss", "adf", "limit"),
    [
        ("noise", 0.0987799, -21.2886542, -2.8688111),
        ("walk", 0.2910100, -1.8917521, -2.8688111),
        ("week", 0.0573327, -5.7579973, -2.8691360),
    ],
)
def test_the_statistics_are_those_of_statsmodels(
    name: str, kpss: float, adf: float, limit: float
) -> None:
    values = series()[name]
    assert kpss_statistic(values) == pytest.approx(kpss, abs=1e-6)
    assert adf_statistic(values) == pytest.approx((adf, limit), abs=1e-6)


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("noise", [-0.0634123, 0.0179981, 0.0365890]),
        ("walk", [0.9780094, 0.8411147, 0.4181706]),
        ("week", [0.5998632, 0.9490253, 0.8954024]),
    ],
)
def test_autocorrelation_is_that_of_statsmodels(name: str, expected: list[float]) -> None:
    assert autocorrelation(series()[name], (1, 7, 28)) == pytest.approx(expected, abs=1e-6)


def test_days_that_are_missing_do_not_count() -> None:
    values = np.tile([1.0, 2, 3, 4, 5, 6, 9], 30)
    whole = autocorrelation(values, (7,))
    values[::11] = np.nan
    assert autocorrelation(values, (7,)) == pytest.approx(whole, abs=0.06)


@pytest.mark.parametrize("values", [np.zeros(0), np.ones(3), np.zeros(100), np.full(100, np.nan)])
def test_few_or_equal_days_have_no_figures(values: np.ndarray) -> None:
    assert autocorrelation(values, (1, 7, 28)) == (0, 0, 0)
    if np.isfinite(values).all():
        assert kpss_statistic(values) == 0
        assert adf_statistic(values) == (0, 0)
