"""What sets one local model apart from another."""

import sys

import numpy as np
import pytest

from domain.errors import ForecastError
from forecasting.classical.intermittent import (
    SaleChance,
    croston_chance,
    forecast_intermittent,
    tsb_chance,
)
from forecasting.classical.predictor import classical_predictor
from forecasting.classical.running_level import RATES, running_level, weekday_means
from forecasting.distribution import Distribution, FloatArray, level_index
from forecasting.model import ModelName
from tests.forecasting.sample_histories import history_of, weekly_sales


def test_last_week_is_repeated_over_a_gap() -> None:
    units = np.r_[np.arange(14.0), np.zeros(7)][None]
    observed = np.ones((1, 21), np.bool_)
    observed[0, 14:] = False
    found = classical_predictor(ModelName.SEASONAL_NAIVE, 7)(
        history_of(units, observed=observed), np.arange(1)
    )
    np.testing.assert_allclose(found.mean[0], np.arange(7, 14), rtol=1e-5)


def test_the_moving_average_counts_four_weeks_of_observed_days() -> None:
    units = np.r_[np.full(60, 99.0), np.full(14, 3.0), np.full(14, 5.0)][None]
    observed = np.ones((1, 88), np.bool_)
    observed[0, -7:] = False
    found = classical_predictor(ModelName.MOVING_AVERAGE, 7)(
        history_of(units, observed=observed), np.arange(1)
    )
    np.testing.assert_allclose(found.mean, (14 * 3 + 7 * 5) / 21, rtol=1e-5)


@pytest.mark.parametrize("name", [ModelName.SMOOTHING, ModelName.THETA])
def test_a_level_and_a_trend_are_followed(name: ModelName) -> None:
    units = np.tile(100 + 0.3 * np.arange(400), (3, 1)) + weekly_sales(3, 400) / 10
    ahead = classical_predictor(name, 14)(history_of(units), np.arange(3))
    habit = classical_predictor(ModelName.SEASONAL, 14)(history_of(units), np.arange(3))
    after = 100 + 0.3 * np.arange(400, 414) + weekly_sales(3, 414)[:, 400:] / 10
    assert np.abs(ahead.mean - after).mean() < 0.6 * np.abs(habit.mean - after).mean()


def test_smoothing_is_as_good_as_that_of_statsforecast() -> None:
    models = pytest.importorskip("statsforecast.models", reason="statsforecast is not installed")
    units = weekly_sales(6, 378, seed=1) + 10 * np.sin(np.arange(378) / 40)
    units = np.maximum(units, 0)
    history = history_of(units[:, :364])
    ours = classical_predictor(ModelName.SMOOTHING, 14)(history, np.arange(6))
    model = models.AutoETS(season_length=7, model="AAA", damped=True)
    theirs = np.stack([model.forecast(y=y.astype(float), h=14)["mean"] for y in units[:, :364]])
    np.testing.assert_allclose(ours.mean.mean(axis=1), theirs.mean(axis=1), rtol=0.2)
    our_error, their_error = (np.abs(m - units[:, 364:]).mean() for m in (ours.mean, theirs))
    assert our_error < 1.05 * their_error


def test_a_running_level_first_averages_and_then_forgets() -> None:
    values = np.r_[4.0, 8.0, np.full(400, 20.0)][None].astype(np.float32)
    level = running_level(values, np.ones_like(values)).level[0]
    np.testing.assert_allclose(level[:3], [0, 4, 6])
    assert level[-1] == pytest.approx(20, abs=0.1)


def test_a_restless_level_is_followed_faster_than_a_calm_one() -> None:
    generator = np.random.default_rng(0)
    calm = 100 + generator.normal(0, 5, 400)
    restless = 100 + np.cumsum(generator.normal(0, 5, 400))
    values = np.stack([calm, restless]).astype(np.float32)
    rate = running_level(values, np.ones_like(values)).rate
    assert rate[0] == RATES[0]
    assert rate[1] == RATES[-1]


def test_days_that_do_not_count_leave_a_level_as_it_was() -> None:
    values = np.array([[3, 0, 0, 5]], np.float32)
    weights = np.array([[1, 0, 0, 1]], np.float32)
    np.testing.assert_allclose(running_level(values, weights).level, [[0, 3, 3, 3, 4]])


def test_weekday_means_skip_what_does_not_count() -> None:
    mean, count = weekday_means(
        np.arange(10, dtype=np.float32)[None], np.r_[1, 0, np.ones(8)][None].astype(np.float32)
    )
    np.testing.assert_allclose(count, [[2, 1, 2, 1, 1, 1, 1]])
    np.testing.assert_allclose(mean[0, [0, 2, 3]], [3.5, 5.5, 3])


def rare_sales(chance: float, series: int = 300, days: int = 400) -> FloatArray:
    """Sales on some days, of one to nine units."""
    generator = np.random.default_rng(7)
    sizes = generator.integers(1, 10, (series, days))
    return np.asarray(sizes * (generator.random((series, days)) < chance), np.float32)


@pytest.mark.parametrize("chance", [0.02, 0.2, 0.6])
@pytest.mark.parametrize(("method", "bias"), [(tsb_chance, 0.15), (croston_chance, 0.25)])
def test_rare_sales_have_their_mean_and_their_quantiles(
    chance: float, method: SaleChance, bias: float
) -> None:
    units = rare_sales(chance)
    found = forecast_intermittent(history_of(units[:, :386]), 14, np.arange(300), method)
    assert found.mean.mean() == pytest.approx(5 * chance, rel=bias)
    for level in (0.5, 0.9, 0.975):
        reached = np.mean(units[:, 386:] <= found.quantiles[..., level_index(level)] + 0.5)
        assert reached >= level - 0.04
    never = found.quantiles[..., level_index(0.3)]
    assert (never == 0).mean() > 0.9 if chance < 0.5 else (never > 0).mean() > 0


def test_the_mean_of_rare_sales_is_not_their_median() -> None:
    found = forecast_intermittent(history_of(rare_sales(0.2)), 7, np.arange(300))
    assert not found.quantiles[..., level_index(0.5)].any()
    assert (found.mean > 0.1).all()


def test_what_stopped_selling_is_forgotten_by_tsb_and_not_by_croston() -> None:
    units = rare_sales(0.5)
    units[:, 250:] = 0
    rows = np.arange(300)

    def mean(found: Distribution) -> float:
        return float(found.mean.mean())

    forgotten = mean(forecast_intermittent(history_of(units), 7, rows, tsb_chance))
    kept = mean(forecast_intermittent(history_of(units), 7, rows, croston_chance))
    assert forgotten < 0.2
    assert kept > 1


def test_weekdays_without_sales_stay_so() -> None:
    units = rare_sales(0.5)
    units[:, 6::7] = 0
    found = forecast_intermittent(history_of(units), 14, np.arange(300))
    sunday = (400 + np.arange(14)) % 7 == 6
    assert found.mean[:, sunday].mean() < 0.2 * found.mean[:, ~sunday].mean()


def test_without_statsforecast_arima_says_so(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "statsforecast.models", None)
    with pytest.raises(ForecastError) as caught:
        classical_predictor(ModelName.ARIMA, 7)(history_of(weekly_sales(1, 60)), np.arange(1))
    assert caught.value.message.code == "forecast.no_statsforecast"


def test_arima_foretells_a_week_where_statsforecast_is_installed() -> None:
    pytest.importorskip("statsforecast", reason="statsforecast is not installed")
    units = weekly_sales(2, 200, seed=2)
    observed = np.ones(units.shape, np.bool_)
    observed[:, 40:45] = False
    found = classical_predictor(ModelName.ARIMA, 14)(
        history_of(units, observed=observed), np.arange(2)
    )
    habit = classical_predictor(ModelName.SEASONAL, 14)(history_of(units), np.arange(2))
    np.testing.assert_allclose(found.mean, habit.mean, rtol=0.4)
