import datetime

import numpy as np
import pytest

from forecasting.cleaning.outliers import (
    capped,
    doubtful_days,
    explained_days,
    impossible_days,
    outlier_days,
)
from tests.forecasting.sample_histories import MONDAY, history_of, weekly_sales


def seen(units: np.ndarray) -> np.ndarray:
    return np.ones(units.shape, np.bool_)


def test_what_is_no_number_or_below_zero_is_impossible() -> None:
    history = history_of([[4, np.nan, -1, np.inf, -np.inf, 0]])
    assert impossible_days(history).tolist() == [[False, True, True, True, True, False]]


@pytest.mark.parametrize("days", [2, 3, 4, 5, 7, 10, 60])
def test_one_slip_is_found_however_short_the_history(days: int) -> None:
    units = weekly_sales(1, days) + 1
    units[0, days // 2] = 1e9
    assert np.argwhere(outlier_days(units, seen(units))).tolist() == [[0, days // 2]]


def test_what_sells_on_one_day_of_the_week_alone_is_no_slip() -> None:
    units = np.ones((1, 140), np.float32)
    units[0, ::7] = 60
    observed = seen(units)
    observed[0, 7::14] = False
    assert not outlier_days(units, observed).any()
    units[0, [10, 20]] = 60
    assert np.flatnonzero(outlier_days(units, observed)[0]).tolist() == [10, 20]


def test_what_comes_again_and_again_is_no_slip() -> None:
    units = np.ones((1, 180), np.float32)
    units[0, ::30] = 60
    assert not outlier_days(units, seen(units)).any()
    units[0, ::30] = 1e9
    assert outlier_days(units, seen(units)).sum() == 6


def test_a_promotion_may_sell_far_more_but_not_everything() -> None:
    units = weekly_sales(1, 60)
    units[0, 20], units[0, 30] = 100 * units.max(), 1e9
    explained = np.zeros(units.shape, np.bool_)
    assert outlier_days(units, seen(units), explained).sum() == 2
    explained[0, [20, 30]] = True
    assert np.argwhere(outlier_days(units, seen(units), explained)).tolist() == [[0, 30]]


def test_promotions_and_named_days_are_explained() -> None:
    promoted = np.zeros((1, 10), np.bool_)
    promoted[0, 2] = True
    history = history_of(np.ones((1, 10)), promoted=promoted)
    named = [MONDAY + datetime.timedelta(days=day) for day in (-3, 5, 99)]
    assert np.flatnonzero(explained_days(history, named)[0]).tolist() == [2, 5]
    assert history.promoted.sum() == 1


def test_a_capped_day_has_what_the_greatest_other_day_has() -> None:
    units = np.array([[3, 900, 7, 5]], np.float32)
    outlier = np.array([[False, True, False, False]])
    assert capped(units, seen(units), outlier).tolist() == [[3, 7, 7, 5]]


def test_a_peak_that_nothing_explains_is_doubtful() -> None:
    units = weekly_sales(2, 140)
    units[0, 50] = 9 * units[0].max()
    explained = np.zeros(units.shape, np.bool_)
    assert np.argwhere(doubtful_days(units, seen(units), explained)).tolist() == [[0, 50]]
    explained[0, 50] = True
    assert not doubtful_days(units, seen(units), explained).any()


def test_wild_demand_has_few_doubtful_days() -> None:
    units = np.random.default_rng(5).lognormal(1, 1.2, (20, 400)).astype(np.float32)
    doubtful = doubtful_days(units, seen(units), np.zeros(units.shape, np.bool_))
    assert doubtful.mean() < 0.002
