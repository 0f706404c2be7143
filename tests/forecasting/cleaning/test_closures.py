import datetime

import numpy as np

from forecasting.cleaning.closures import (
    closed_days,
    closed_place_days,
    days_on_sale,
    shut_days,
)
from tests.forecasting.sample_histories import history_of, weekly_sales


def test_a_day_that_all_of_a_place_miss_is_a_closure() -> None:
    seen = np.ones((6, 140), np.bool_)
    seen[:3, 70:73] = False
    seen[3, 20] = False
    found = closed_days(seen, np.array([0, 0, 0, 1, 1, 1]))
    assert np.flatnonzero(found[0]).tolist() == [70, 71, 72]
    assert not found[1].any()


def test_a_weekday_never_worked_is_no_closure_but_shut() -> None:
    seen = np.ones((4, 140), np.bool_)
    seen[:, 6::7] = False
    place = np.zeros(4, np.int64)
    assert not closed_days(seen, place).any()
    assert shut_days(seen, place)[0, 6::7].all()


def test_rare_sellers_and_one_series_alone_prove_nothing() -> None:
    generator = np.random.default_rng(3)
    rare = generator.random((8, 400)) < 0.1
    assert (~rare.any(axis=0)).sum() > 100
    assert not closed_days(rare, np.zeros(8, np.int64)).any()
    alone = np.ones((1, 1400), np.bool_)
    alone[0, 50] = False
    assert not closed_days(alone, np.zeros(1, np.int64)).any()


def test_a_series_is_on_sale_from_its_first_to_its_last_record() -> None:
    seen = np.array([[0, 1, 0, 1, 0], [0, 0, 0, 0, 0]], np.bool_)
    assert days_on_sale(seen).tolist() == [[False, True, True, True, False], [False] * 5]


def test_closures_have_place_and_date() -> None:
    seen = np.ones((4, 140), np.bool_)
    seen[1::2, 100] = False
    history = history_of(weekly_sales(4, 140), observed=seen, places=2)
    day = history.first_date + datetime.timedelta(days=100)
    assert closed_place_days(history) == {("W1", day)}


def test_nothing_recorded_is_nothing_closed() -> None:
    assert closed_days(np.zeros((0, 5), np.bool_), np.zeros(0, np.int64)).shape == (0, 5)
    assert closed_days(np.zeros((2, 0), np.bool_), np.zeros(2, np.int64)).shape == (1, 0)
