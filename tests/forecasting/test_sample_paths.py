import numpy as np
import pytest

from forecasting.distribution import LEVELS, Distribution
from forecasting.sample_paths import (
    Dependence,
    draw_paths,
    fit_dependence,
    normal_quantile,
    normal_scores,
)

INDEPENDENT = Dependence(lasting=0, fading=0, decay=0, shared=0)
LASTING = Dependence(lasting=0.5, fading=0.3, decay=0.6, shared=0.2)


def normal_demand(series: int = 6, days: int = 14) -> Distribution:
    quantiles = 50 + 10 * normal_quantile(LEVELS)
    return Distribution(
        mean=np.full((series, days), 50, np.float32),
        quantiles=np.tile(quantiles.astype(np.float32), (series, days, 1)),
    )


def test_every_day_agrees_with_its_quantiles() -> None:
    demand = normal_demand()
    paths = draw_paths(demand, LASTING, 200, seed=3)
    found = np.quantile(paths, LEVELS, axis=1).transpose(1, 2, 0)
    np.testing.assert_allclose(found, demand.quantiles, atol=0.6)


def test_sums_are_wider_where_errors_last() -> None:
    demand = normal_demand()

    def spread(dependence: Dependence) -> float:
        return float(draw_paths(demand, dependence, 400, seed=1).sum(axis=2).std(axis=1).mean())

    independent = spread(INDEPENDENT)
    assert independent == pytest.approx(10 * np.sqrt(14), rel=0.1)
    assert spread(LASTING) > 2 * independent


def test_series_share_a_future() -> None:
    demand = normal_demand(series=20, days=5)
    paths = draw_paths(demand, Dependence(lasting=0, fading=0, decay=0, shared=0.4), 1000, seed=2)
    correlation = np.asarray(np.corrcoef(paths[:, :, 0]))
    assert correlation[np.triu_indices(20, 1)].mean() == pytest.approx(0.4, abs=0.06)
    alone = draw_paths(demand, INDEPENDENT, 1000, seed=2)
    independent = np.asarray(np.corrcoef(alone[:, :, 0]))
    assert abs(independent[np.triu_indices(20, 1)].mean()) < 0.03


def test_paths_are_never_negative_and_zero_stays_zero() -> None:
    quantiles = np.zeros((2, 3, len(LEVELS)), np.float32)
    quantiles[1] = np.maximum(np.linspace(-5, 5, len(LEVELS)), 0)
    demand = Distribution(mean=np.zeros((2, 3), np.float32), quantiles=quantiles)
    paths = draw_paths(demand, LASTING, 50, seed=0)
    assert paths.shape == (2, 50, 3)
    assert paths.min() == 0
    assert not paths[0].any()


def test_the_same_seed_draws_the_same_paths() -> None:
    first, again, other = (draw_paths(normal_demand(), LASTING, 30, seed) for seed in (5, 5, 6))
    np.testing.assert_array_equal(first, again)
    assert not np.array_equal(first, other)


def test_dependence_is_found_again() -> None:
    generator = np.random.default_rng(0)
    days, series, dates = 28, 60, 12
    lag = np.abs(np.subtract.outer(np.arange(days), np.arange(days)))
    correlation = 0.3 + 0.4 * 0.7**lag + 0.3 * (lag == 0)
    root = np.linalg.cholesky(correlation)
    scores = []
    for _ in range(dates):
        common = root @ generator.standard_normal((days, 1))
        own = root @ generator.standard_normal((days, series))
        scores.append((np.sqrt(0.25) * common + np.sqrt(0.75) * own).T)
    seen = [np.ones((series, days), np.bool_)] * dates
    found = fit_dependence(scores, seen)
    lags = np.arange(1, 20)
    expected = 0.3 + 0.4 * 0.7**lags
    np.testing.assert_allclose(
        found.lasting + found.fading * found.decay**lags, expected, atol=0.12
    )
    assert found.shared == pytest.approx(0.25, abs=0.12)


def test_no_errors_known_gives_a_usual_dependence() -> None:
    nothing = np.zeros((2, 10))
    assert fit_dependence([nothing], [np.zeros((2, 10), np.bool_)]) == Dependence()


def test_scores_of_a_true_forecast_are_standard_normal() -> None:
    generator = np.random.default_rng(4)
    demand = normal_demand(series=200, days=50)
    actual = generator.normal(50, 10, (200, 50)).astype(np.float32)
    scores = normal_scores(actual, demand.quantiles, generator)
    assert scores.mean() == pytest.approx(0, abs=0.03)
    assert scores.std() == pytest.approx(1, abs=0.03)


def test_scores_of_ties_at_zero_spread_over_their_levels() -> None:
    quantiles = np.zeros((1, 4000, len(LEVELS)), np.float32)
    quantiles[..., 12:] = np.arange(1, len(LEVELS) - 11)
    scores = normal_scores(np.zeros((1, 4000), np.float32), quantiles, np.random.default_rng(0))
    assert scores.max() <= normal_quantile(LEVELS[12:13])[0] + 1e-6
    assert scores.min() < -2
