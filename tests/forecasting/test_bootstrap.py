import numpy as np
import pytest

from forecasting.bootstrap import Draws, ratios


@pytest.mark.parametrize(("series", "dates"), [(1, 1), (2, 3), (40, 4), (1000, 2)])
def test_a_loss_in_proportion_has_no_spread(series: int, dates: int) -> None:
    loss = np.random.default_rng(0).random((series, dates)) + 0.1
    draws = Draws(series=series, dates=dates, seed=0)
    assert draws.interval(0.7 * loss, loss) == pytest.approx((0.7, 0.7))


def test_the_interval_covers_the_truth_as_often_as_it_says() -> None:
    """Losses whose expected ratio is 0.8: some 95 of 100 intervals hold it."""
    generator = np.random.default_rng(3)
    held = 0
    for seed in range(100):
        baseline = generator.gamma(4, 1, (60, 6))
        loss = 0.8 * generator.gamma(4, 1, (60, 6))
        low, high = Draws(series=60, dates=6, seed=seed).interval(loss, baseline)
        held += low <= 0.8 <= high
    assert held >= 85


def test_neighbours_that_move_together_widen_the_interval() -> None:
    generator = np.random.default_rng(1)
    alone = generator.gamma(1, 1, (120, 5))
    alike = np.repeat(generator.gamma(1, 1, (12, 5)), 10, axis=0)
    baseline = np.ones((120, 5))
    draws = Draws(series=120, dates=5, seed=0)
    widths = [high - low for low, high in (draws.interval(x, baseline) for x in (alone, alike))]
    assert widths[1] > 1.4 * widths[0]


def test_the_same_seed_draws_the_same() -> None:
    loss, baseline = np.random.default_rng(2).random((2, 30, 4))
    first, again = (Draws(series=30, dates=4, seed=9).interval(loss, baseline) for _ in range(2))
    assert first == again


def test_nothing_over_nothing_is_one() -> None:
    np.testing.assert_array_equal(ratios(np.zeros(2), np.array([0.0, 2.0])), [1, 0])
