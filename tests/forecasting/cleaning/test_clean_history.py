import dataclasses
import datetime
from itertools import product

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

from domain.demand import Change, ChangeKind, DemandHistory, SeriesKey
from domain.settings import GAP_WAYS, OUTLIER_WAYS
from forecasting.cleaning.clean_history import CleaningOptions, clean_history, cleaned
from forecasting.cleaning.diagnostics import diagnose
from tests.forecasting.sample_histories import MONDAY, history_of, weekly_sales

KEY = SeriesKey(place_id="W0", item_id="I0")


def day(number: int) -> datetime.date:
    return MONDAY + datetime.timedelta(days=number)


def of_kind(changes: tuple[Change, ...], kind: ChangeKind) -> list[Change]:
    return [change for change in changes if change.kind is kind]


def test_a_clean_history_stays_as_it_is() -> None:
    history = history_of(weekly_sales(3, 90), places=3)
    found = clean_history(history, CleaningOptions())
    assert found.changes == ()
    np.testing.assert_array_equal(found.history.units, history.units)
    assert found.history.observed.all()


def test_every_kind_of_change_is_told() -> None:
    units = weekly_sales(3, 90) + 1
    observed = np.ones(units.shape, np.bool_)
    observed[:, 40] = False
    observed[0, [50, 51]] = False
    units[0, [10, 20]] = np.nan, -4
    units[1, 30] = 1e9
    found = clean_history(history_of(units, observed=observed), CleaningOptions())
    facts = [(c.kind, c.key.item_id, c.first_day, c.last_day, c.count) for c in found.changes]
    assert facts == [
        (ChangeKind.CLOSED, "", day(40), day(40), 1),
        (ChangeKind.IMPOSSIBLE, "I0", day(10), day(20), 2),
        (ChangeKind.OUTLIER, "I1", day(30), day(30), 1),
        (ChangeKind.GAP, "I0", day(50), day(51), 2),
    ]
    assert [(c.before, c.after) for c in found.changes] == [
        (None, None),
        (None, None),
        (1e9, None),
        (None, None),
    ]


def test_returns_are_no_demand_and_are_counted() -> None:
    history = history_of([[5, -2, 4, -3, 6]])
    found = clean_history(history, CleaningOptions(negatives="zero"))
    assert found.history.units.tolist() == [[5, 0, 4, 0, 6]]
    assert found.history.observed.all()
    (change,) = found.changes
    assert (change.kind, change.count) == (ChangeKind.RETURNS, 2)
    assert (change.before, change.after) == (-5, 0)


def test_an_outlier_may_be_kept_or_capped() -> None:
    units = weekly_sales(1, 60)
    units[0, 30] = 1e9
    history = history_of(units)
    kept = clean_history(history, CleaningOptions(outliers="keep"))
    assert kept.history.units[0, 30] == 1e9
    assert [change.kind for change in kept.changes] == [ChangeKind.DOUBTFUL]
    capped = clean_history(history, CleaningOptions(outliers="cap"))
    greatest = np.delete(units[0], 30).max()
    assert capped.history.units[0, 30] == greatest
    assert capped.history.observed.all()
    (change,) = of_kind(capped.changes, ChangeKind.OUTLIER)
    assert (change.before, change.after) == (1e9, greatest)


def test_a_filled_day_may_be_learned_from_but_not_judged() -> None:
    units = weekly_sales(1, 60)
    observed = np.ones(units.shape, np.bool_)
    observed[0, 30] = False
    history = history_of(units, observed=observed)
    filled = clean_history(history, CleaningOptions(gaps="linear"))
    assert filled.history.observed[0, 30]
    assert filled.history.units[0, 30] == pytest.approx((units[0, 29] + units[0, 31]) / 2)
    (change,) = filled.changes
    assert change.kind is ChangeKind.GAP
    assert change.after == pytest.approx(filled.history.units[0, 30])
    assert not cleaned(history, CleaningOptions()).observed[0, 30]


def test_what_the_reading_changed_is_told_too() -> None:
    known = Change(
        kind=ChangeKind.TWICE,
        key=KEY,
        first_day=MONDAY,
        last_day=MONDAY,
        count=1,
        before=2.0,
        after=5.0,
    )
    history = dataclasses.replace(history_of(weekly_sales(1, 30)), changes=(known,))
    assert clean_history(history, CleaningOptions()).changes == (known,)


def test_a_peak_is_told_and_kept() -> None:
    units = weekly_sales(1, 120)
    units[0, 60] = 9 * units.max()
    found = clean_history(history_of(units), CleaningOptions())
    (change,) = found.changes
    assert change.kind is ChangeKind.DOUBTFUL
    assert change.before == change.after == units[0, 60]
    named = CleaningOptions(named_days=frozenset({day(60)}))
    assert clean_history(history_of(units), named).changes == ()


def spiked() -> np.ndarray:
    units = weekly_sales(2, 60)
    units[0, 30] = 1e9
    return units


def gappy() -> DemandHistory:
    units = weekly_sales(3, 60)
    return history_of(units, observed=np.random.default_rng(1).random(units.shape) < 0.5)


BAD = {
    "nothing": history_of(np.zeros((0, 5))),
    "no_days": history_of(np.zeros((2, 0))),
    "one_day": history_of([[3]]),
    "five_days": history_of([[3, 0, 4, 1, 2]]),
    "five_days_one_spike": history_of([[3, 1, 1e9, 1, 2]]),
    "constant": history_of(np.full((2, 60), 7)),
    "all_zero": history_of(np.zeros((2, 60))),
    "all_nan": history_of(np.full((2, 60), np.nan)),
    "all_infinite": history_of(np.full((2, 60), np.inf)),
    "all_negative": history_of(np.full((2, 60), -3)),
    "some_nan": history_of(np.where(np.arange(60) % 3 == 0, np.nan, 5)),
    "minus_infinite": history_of(np.where(np.arange(60) == 3, -np.inf, 5)),
    "spike": history_of(spiked()),
    "only_a_spike": history_of(np.where(np.arange(60) == 30, 1e9, 0)),
    "largest_float": history_of(np.full((1, 60), np.finfo(np.float32).max)),
    "smallest_float": history_of(np.full((1, 60), 1e-45)),
    "never_observed": history_of(np.ones((2, 60)), observed=np.zeros((2, 60))),
    "observed_once": history_of(np.ones((1, 60)), observed=[np.arange(60) == 30]),
    "gaps": gappy(),
    "two_days_a_year_apart": history_of(np.ones((1, 366)), observed=[np.arange(366) % 365 == 0]),
    "all_promoted": history_of(weekly_sales(1, 60), promoted=np.ones((1, 60))),
    "returns": history_of(np.where(np.arange(60) % 5 == 0, -2, 5)),
}


@pytest.mark.filterwarnings("error")
@pytest.mark.parametrize("name", BAD)
def test_bad_histories_are_cleaned_without_a_fault(name: str) -> None:
    history = BAD[name]
    for negatives, outliers, gaps in product(("mask", "zero"), OUTLIER_WAYS, GAP_WAYS):
        options = CleaningOptions(negatives=negatives, outliers=outliers, gaps=gaps)
        found = clean_history(history, options)
        assert np.isfinite(found.history.units).all()
        assert (found.history.units >= 0).all()
        assert not found.history.units[~found.history.observed].any()
        for change in found.changes:
            assert change.count > 0
            assert all(np.isfinite(c) for c in (change.before, change.after) if c is not None)
    for diagnosis in diagnose(history):
        figures = [value for value in dataclasses.astuple(diagnosis)[1:9]]
        assert np.isfinite([*figures, *diagnosis.autocorrelation]).all()


@settings(max_examples=40, deadline=None)
@given(
    arrays(np.float32, (2, 30), elements=st.floats(width=32)),
    arrays(np.bool_, (2, 30)),
    st.sampled_from(GAP_WAYS),
    st.sampled_from(OUTLIER_WAYS),
)
def test_any_figures_are_cleaned_and_the_quick_way_agrees(
    units: np.ndarray, observed: np.ndarray, gaps: str, outliers: str
) -> None:
    options = CleaningOptions(outliers=outliers, gaps=gaps)
    history = history_of(units, observed=observed)
    found = cleaned(history, options)
    assert np.isfinite(found.units).all()
    assert (found.units >= 0).all()
    told = clean_history(history, options).history
    np.testing.assert_array_equal(found.units, told.units)
    np.testing.assert_array_equal(found.observed, told.observed)
