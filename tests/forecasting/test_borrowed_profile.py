import numpy as np
import pytest

from forecasting.borrowed_profile import borrowing_rows, silent_rows, with_borrowed
from forecasting.distribution import LEVELS, MEDIAN, Distribution, lawful, zero_distribution
from forecasting.known_facts import KnownFacts
from tests.forecasting.sample_histories import history_of, weekly_sales

DAYS = 120


def borrowed(units: np.ndarray, observed: np.ndarray, facts: KnownFacts) -> Distribution:
    history = history_of(units, observed=observed, places=2)
    start = zero_distribution(len(units), 14)
    return with_borrowed(start, history, facts, np.arange(len(units)))


def four_series() -> tuple[np.ndarray, np.ndarray]:
    """I0 at W0 sells 10, I0 at W1 nothing known; I1 at W0 sells 100, I1 at W1 nothing known."""
    units = np.zeros((4, DAYS), np.float32)
    units[0], units[2] = 10, 100
    observed = np.zeros(units.shape, np.bool_)
    observed[[0, 2]] = True
    return units, observed


def test_a_new_place_follows_the_same_item_elsewhere() -> None:
    facts = KnownFacts(item_groups={"I0": "toys", "I1": "toys"})
    found = borrowed(*four_series(), facts)
    np.testing.assert_allclose(found.mean[1], 10)
    np.testing.assert_allclose(found.mean[3], 100)
    assert not found.mean[[0, 2]].any(), "Series with a history keep what they had."


def test_a_new_item_follows_its_category() -> None:
    units, observed = four_series()
    units, observed = np.vstack([units, units[1:2]]), np.vstack([observed, observed[1:2]])
    facts = KnownFacts(item_groups={"I0": "toys", "I1": "books", "I2": "books"})
    found = borrowed(units, observed, facts)
    np.testing.assert_allclose(found.mean[4], 100)
    unknown_category = borrowed(units, observed, KnownFacts())
    np.testing.assert_allclose(unknown_category.mean[4], 55)


def test_own_days_outweigh_what_is_borrowed_as_they_come() -> None:
    units, observed = four_series()
    units[1], means = 40, []
    for own_days in (0, 3, 14, 50):
        observed[1, DAYS - own_days :] = True
        means.append(borrowed(units * observed, observed, KnownFacts()).mean[1].mean())
    assert means[0] == pytest.approx(10)
    assert means == sorted(means)
    assert means[-1] == pytest.approx(40, rel=0.15)


def test_the_week_is_borrowed_too() -> None:
    units, observed = four_series()
    units[0] = np.tile([1, 1, 1, 1, 1, 10, 10], DAYS)[:DAYS]
    found = borrowed(units * observed, observed, KnownFacts())
    weekend = (DAYS + np.arange(14)) % 7 >= 5
    assert found.mean[1][weekend].min() > 3 * found.mean[1][~weekend].max()


def test_a_series_never_seen_is_less_certain_than_one_seen_a_while() -> None:
    units = np.vstack([weekly_sales(8, DAYS) * size for size in (1, 3)])[:9]
    observed = np.ones(units.shape, np.bool_)
    units[8, 80:], observed[8, :80] = units[:8, 80:].mean(0), False
    history_known = borrowed(units * observed, observed, KnownFacts())
    observed[8] = False
    unknown = borrowed(units * observed, observed, KnownFacts())

    def width(found: Distribution) -> float:
        band = found.quantiles[8, :, -3] - found.quantiles[8, :, 2]
        return float((band / found.quantiles[8, :, MEDIAN]).mean())

    assert width(unknown) > 1.3 * width(history_known)


def test_nothing_seen_anywhere_means_no_demand() -> None:
    units = np.zeros((2, 20), np.float32)
    found = borrowed(units, np.zeros(units.shape, np.bool_), KnownFacts())
    assert not found.mean.any()
    assert found.quantiles.shape == (2, 14, len(LEVELS))


def test_a_young_panel_lends_to_itself() -> None:
    units = weekly_sales(4, 10)
    found = borrowed(units, np.ones(units.shape, np.bool_), KnownFacts())
    assert (found.mean > 0).all()


def test_a_series_that_never_sold_is_zero() -> None:
    units = np.vstack([weekly_sales(1, DAYS), np.zeros((1, DAYS), np.float32)])
    history = history_of(units, places=2)
    assert silent_rows(history).tolist() == [False, True]
    start = lawful(np.ones((2, 3)), np.ones((2, 3, len(LEVELS))))
    found = with_borrowed(start, history, KnownFacts(), np.arange(2))
    assert found.mean.tolist() == [[1, 1, 1], [0, 0, 0]]


def test_eight_weeks_are_a_history() -> None:
    observed = np.zeros((2, 100), np.bool_)
    observed[0, 45:], observed[1, 44:] = True, True
    history = history_of(np.ones((2, 100)), observed=observed, places=2)
    assert borrowing_rows(history).tolist() == [0]


def test_only_the_rows_wanted_are_touched() -> None:
    units, observed = four_series()
    history = history_of(units, observed=observed, places=2)
    found = with_borrowed(zero_distribution(1, 5), history, KnownFacts(), np.array([3]))
    np.testing.assert_allclose(found.mean, 100)
