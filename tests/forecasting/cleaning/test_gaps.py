import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain.settings import GAP_WAYS
from forecasting.cleaning.gaps import (
    LONGEST_FILLED_DAYS,
    cubic_curve,
    fill_gaps,
    gap_days,
    linear_curve,
    mean_curve,
    seasonal_curve,
)
from forecasting.usable_history import usable_history
from tests.forecasting.sample_histories import history_of, weekly_sales

WAYS = [way for way in GAP_WAYS if way != "mask"]


def masked(days: int, *missing: int) -> np.ndarray:
    observed = np.ones(days, np.bool_)
    observed[list(missing)] = False
    return observed


def test_the_mean_is_that_of_four_weeks_on_both_sides() -> None:
    units = np.concatenate([np.full(100, 50), np.full(60, 10)]).astype(np.float32)
    units[20] = 0
    assert mean_curve(units, masked(160, 20))[20] == pytest.approx(50)
    assert mean_curve(units, masked(160, 150))[150] == pytest.approx(10)
    units[100] = 0
    both = mean_curve(units, masked(160, 100))[100]
    assert both == pytest.approx((28 * 50 + 28 * 10) / 56)


def test_a_line_goes_from_neighbour_to_neighbour() -> None:
    units = np.array([2, 0, 0, 8, 5], np.float32)
    assert linear_curve(units, masked(5, 1, 2)).tolist() == [2, 4, 6, 8, 5]


def test_the_cubic_curve_is_that_of_fritsch_and_butland() -> None:
    """Between (2, 4) and (4, 16) with neighbours (1, 1) and (5, 25).

    The tangents are weighted harmonic means of the slopes 3, 6 and 9 on both sides:
    (w1 + w2) / (w1 / s1 + w2 / s2), w1 = 2 h2 + h1, w2 = h2 + 2 h1.
    """
    units = np.array([0, 1, 4, 0, 16, 25], np.float32)
    left = (5 + 4) / (5 / 3 + 4 / 6)
    right = (4 + 5) / (4 / 6 + 5 / 9)
    # Hermite's midpoint of an interval of length 2.
    expected = (4 + 16) / 2 + 2 * (left - right) / 8
    assert cubic_curve(units, masked(6, 3))[3] == pytest.approx(expected)


@given(st.lists(st.integers(0, 50), min_size=4, max_size=20), st.data())
def test_the_cubic_curve_stays_between_its_neighbours(
    figures: list[int], data: st.DataObject
) -> None:
    hidden = data.draw(st.integers(1, len(figures) - 2))
    units = np.array(figures, np.float32)
    found = cubic_curve(units, masked(len(figures), hidden))[hidden]
    low, high = sorted((figures[hidden - 1], figures[hidden + 1]))
    assert low - 1e-6 <= found <= high + 1e-6


def test_the_season_keeps_the_busy_day_busy() -> None:
    week = np.array([10, 10, 10, 10, 20, 40, 5], np.float32)
    units = np.tile(week, 20)
    hidden = list(range(70, 77))
    units[hidden] = 0
    found = seasonal_curve(units, masked(140, *hidden))
    np.testing.assert_allclose(found[70:77], week, rtol=0.1)


def test_neighbours_tell_of_a_day_that_was_special_everywhere() -> None:
    week = np.array([10, 10, 10, 10, 20, 40, 5], np.float32)
    size = np.array([[1], [2], [3], [4]], np.float32)
    units = np.tile(week, 20) * size
    units[:, 80] *= 3
    expected = units[0, 80]
    observed = np.ones(units.shape, np.bool_)
    observed[0, 80] = False
    filled, days = fill_gaps(usable_history(history_of(units, observed=observed)), "neighbours")
    assert np.argwhere(days).tolist() == [[0, 80]]
    assert filled[0, 80] == pytest.approx(expected, rel=0.1)


@pytest.mark.parametrize("way", WAYS)
def test_only_gaps_change_and_all_is_finite(way: str) -> None:
    generator = np.random.default_rng(4)
    units = weekly_sales(6, 120)
    observed = generator.random(units.shape) > 0.2
    history = usable_history(history_of(units, observed=observed, places=2))
    filled, days = fill_gaps(history, way)
    np.testing.assert_array_equal(days, gap_days(history))
    np.testing.assert_array_equal(filled[~days], history.units[~days])
    assert np.isfinite(filled).all()
    assert (filled >= 0).all()
    assert days.sum() > 50


@pytest.mark.parametrize("way", WAYS)
def test_a_view_is_filled_without_its_future(way: str) -> None:
    units = weekly_sales(4, 120)
    observed = np.random.default_rng(4).random(units.shape) > 0.2
    poisoned = units.copy()
    poisoned[:, 80:] = 1e6
    views = [
        usable_history(history_of(figures, observed=observed).first_days(80))
        for figures in (units, poisoned)
    ]
    sound, other = (fill_gaps(view, way)[0] for view in views)
    np.testing.assert_array_equal(sound, other)


def test_closures_stockouts_ends_and_long_gaps_are_not_filled() -> None:
    observed = np.ones((3, 200), np.bool_)
    observed[:, 20] = False  # The place was closed.
    observed[:, 5::7] = False  # It never opens on this weekday.
    observed[0, :10] = False  # Before the first record.
    observed[0, 190:] = False
    observed[1, 50 : 50 + LONGEST_FILLED_DAYS + 9] = False
    observed[2, 100] = False  # Stock ran out.
    observed[2, 102] = False  # A gap.
    history = history_of(weekly_sales(3, 200), observed=observed)
    stockout = np.zeros(observed.shape, np.bool_)
    stockout[2, 100] = True
    object.__setattr__(history, "stockout", stockout)
    assert np.argwhere(gap_days(history)).tolist() == [[2, 102]]


@pytest.mark.parametrize("way", WAYS)
@pytest.mark.parametrize("days", [0, 1, 2, 5])
def test_hardly_any_history_is_no_trouble(way: str, days: int) -> None:
    observed = np.arange(days) % 2 == 0
    history = history_of(np.ones((2, days)), observed=np.tile(observed, (2, 1)))
    filled, _ = fill_gaps(usable_history(history), way)
    assert filled.shape == (2, days)
    assert np.isfinite(filled).all()
