import dataclasses
import json

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from forecasting.backtest import Trial
from forecasting.calibration import (
    CLASSES,
    NARROWING_STRENGTH,
    STRENGTH,
    Widths,
    fit_widths,
    with_widths,
)
from forecasting.distribution import LEVELS, MEDIAN, Distribution, lawful
from tests.forecasting.sample_trials import normal, trial_of

SERIES, DAYS = 300, 28
VOLUME = np.repeat([100.0, 1000.0, 10000.0], SERIES // CLASSES)[:, None]


def trials_off_by(
    needed: np.ndarray | float, dates: int = 2, series: int = SERIES, days: int = DAYS
) -> list[Trial]:
    """Past forecasts whose bands should have been `needed` times as wide, a factor per series."""
    generator = np.random.default_rng(0)
    volume = VOLUME[:: SERIES // series]
    spread = 0.05 * volume / np.broadcast_to(needed, (series,))[:, None]
    forecast = normal(np.repeat(volume, days, axis=1), spread)
    return [
        trial_of(generator.normal(volume, 0.05 * volume, (series, days)), forecast)
        for _ in range(dates)
    ]


def in_part(needed: float) -> float:
    return 1 + (STRENGTH if needed > 1 else NARROWING_STRENGTH) * (needed - 1)


@pytest.mark.parametrize("needed", [0.8, 1.0, 1.3])
def test_widths_go_part_of_the_way(needed: float) -> None:
    found = fit_widths(trials_off_by(needed))
    for side in (found.below, found.above):
        np.testing.assert_allclose(side, in_part(needed), atol=0.05)
        assert np.shape(side) == (CLASSES, DAYS // 7)


def test_no_correction_is_without_end() -> None:
    for needed, limit in ((0.05, 0.6), (20.0, 1.7)):
        found = fit_widths(trials_off_by(needed))
        np.testing.assert_allclose((found.below, found.above), in_part(limit), rtol=1e-6)


def test_each_class_of_volume_has_its_own_widths() -> None:
    needed = np.repeat([1.4, 1.0, 0.75], SERIES // CLASSES)
    found = fit_widths(trials_off_by(needed))
    assert 100 < found.edges[0] <= 1000 < found.edges[1] <= 10000
    means = np.mean([found.below, found.above], axis=(0, 2))
    assert means[0] > means[1] > means[2]
    np.testing.assert_allclose(means, [in_part(1.4), in_part(1.0), in_part(0.75)], atol=0.07)
    one = normal(np.full((1, DAYS), 50.0), 10)
    wider = with_widths(one, found)
    np.testing.assert_allclose(
        wider.quantiles[0, ::7, -1] - 50,
        (one.quantiles[0, ::7, -1] - 50) * found.above[0],
        rtol=1e-4,
    )


def test_a_class_leans_on_all_together() -> None:
    """With half of its days or fewer, a class is drawn further to what all need."""
    needed = np.repeat([1.4, 1.0, 1.0], SERIES // CLASSES)
    many, few = (fit_widths(trials_off_by(needed, dates)) for dates in (8, 1))
    pooled = np.mean([few.below[1:], few.above[1:]])
    first = [np.mean([found.below[0], found.above[0]]) for found in (many, few)]
    assert in_part(1.4) > first[0] - 0.02
    assert first[0] > first[1] > pooled


def test_a_class_of_few_days_takes_what_all_need() -> None:
    trials = trials_off_by(1.3, dates=1, series=30)
    found = fit_widths(trials)
    for side in (found.below, found.above):
        assert len(set(np.ravel(side).tolist())) == 1
        assert side[0][0] == pytest.approx(in_part(1.3), abs=0.08)


def test_few_days_leave_the_widths_alone() -> None:
    trials = trials_off_by(1.5, dates=1, series=6)
    found = fit_widths(trials)
    assert set(np.ravel([found.below, found.above]).tolist()) == {1.0}
    before = trials[0].forecast
    np.testing.assert_allclose(with_widths(before, found).quantiles, before.quantiles, rtol=1e-6)


def test_no_past_forecasts_leave_the_widths_alone() -> None:
    assert fit_widths([]) == Widths()
    empty = trial_of(np.zeros((0, 7)), normal(np.zeros((0, 7)), 1))
    assert fit_widths([empty]) == Widths()


def test_series_that_sell_nothing_have_no_widths() -> None:
    nothing = trial_of(np.zeros((SERIES, 7)), normal(np.zeros((SERIES, 7)), 0))
    found = fit_widths([nothing])
    assert set(np.ravel([found.below, found.above]).tolist()) == {1.0}


def test_unobserved_days_do_not_count() -> None:
    observed = np.ones((SERIES, DAYS), np.bool_)
    observed[::2, 5] = False
    (trial,) = trials_off_by(1.2, dates=1)
    changed = np.where(observed, trial.actual, 1e6)
    first, second = (
        fit_widths([trial_of(sold, trial.forecast, observed)]) for sold in (trial.actual, changed)
    )
    assert first == second


@given(
    seed=st.integers(0, 2**32 - 1),
    below=st.lists(st.floats(0.3, 2), min_size=9, max_size=9),
    above=st.lists(st.floats(0.3, 2), min_size=9, max_size=9),
)
def test_median_and_mean_never_move_and_nothing_crosses(
    seed: int, below: list[float], above: list[float]
) -> None:
    generator = np.random.default_rng(seed)
    values = np.sort(generator.exponential(50, (4, 30, len(LEVELS))), axis=2)
    before: Distribution = lawful(values.mean(axis=2), values)
    rows = [tuple(tuple(side[row : row + 3]) for row in (0, 3, 6)) for side in (below, above)]
    after = with_widths(before, Widths(edges=(40.0, 55.0), below=rows[0], above=rows[1]))
    np.testing.assert_array_equal(after.mean, before.mean)
    np.testing.assert_array_equal(after.quantiles[..., MEDIAN], before.quantiles[..., MEDIAN])
    assert (np.diff(after.quantiles, axis=2) >= 0).all()


def test_weeks_beyond_those_judged_are_like_the_last() -> None:
    before = normal(np.full((1, 21), 100.0), 10)
    after = with_widths(before, Widths(below=((1.0, 0.5),), above=((1.0, 2.0),)))
    top = (after.quantiles[0, :, -1] - 100) / (before.quantiles[0, :, -1] - 100)
    bottom = (after.quantiles[0, :, 0] - 100) / (before.quantiles[0, :, 0] - 100)
    np.testing.assert_allclose(top, np.repeat([1, 2, 2], 7), rtol=1e-4)
    np.testing.assert_allclose(bottom, np.repeat([1, 0.5, 0.5], 7), rtol=1e-4)


def test_widths_come_back_from_json() -> None:
    found = fit_widths(trials_off_by(1.2))
    text = json.dumps(dataclasses.asdict(found))
    assert Widths.from_json(json.loads(text)) == found


@pytest.mark.parametrize(
    "change",
    [
        {"edges": [1.0]},
        {"below": [[1.0]]},
        {"above": [[1.0, 1.0], [1.0], [1.0]]},
        {"below": [[], [], []], "above": [[], [], []]},
    ],
)
def test_widths_that_do_not_fit_together_are_refused(change: dict[str, object]) -> None:
    whole = {"edges": [1.0, 2.0], "below": [[1.0]] * 3, "above": [[1.0]] * 3}
    with pytest.raises(ValueError, match="factor"):
        Widths.from_json({**whole, **change})
