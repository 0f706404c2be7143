import datetime
import math
import subprocess
import sys
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from domain.demand import Forecast, Promotion
from domain.errors import ForecastError
from domain.progress import Flag, Progress
from forecasting.distribution import LEVELS
from forecasting.forecast_demand import forecast_demand
from forecasting.model_file import MANIFEST
from tests.forecasting.sample_histories import MONDAY, history_of, weekly_sales

QUICK: dict[str, Any] = {
    "horizon_days": 7,
    "training_s": math.inf,
    "max_steps": 40,
    "device": "cpu",
    "paths": 50,
}


def assert_usable(forecast: Forecast, series: int, days: int) -> None:
    assert forecast.mean.shape == (series, days)
    assert forecast.quantiles.shape == (series, days, len(LEVELS))
    for figures in (forecast.mean, forecast.quantiles, forecast.paths):
        assert np.isfinite(figures).all()
        assert (figures >= 0).all()
    assert (np.diff(forecast.quantiles, axis=2) >= 0).all()


def fortnightly(series: int = 6, days: int = 160) -> np.ndarray:
    units = weekly_sales(series, days)
    units[:, np.arange(days) % 14 < 7] *= 3
    return units


def test_the_network_follows_what_the_seasonal_mean_cannot() -> None:
    forecast = forecast_demand(history_of(fortnightly()), **QUICK)
    assert forecast.method.code == "forecast.method_lstm"
    assert forecast.method["lstm_error_pct"] < forecast.method["seasonal_error_pct"]  # type: ignore[operator]
    assert forecast.first_date == MONDAY + datetime.timedelta(days=160)
    assert_usable(forecast, 6, 7)


def test_the_same_seed_gives_the_same_bits() -> None:
    history = history_of(fortnightly())
    first, again = (forecast_demand(history, **QUICK, seed=5) for _ in range(2))
    other = forecast_demand(history, **QUICK, seed=6)
    for name in ("mean", "quantiles", "paths"):
        np.testing.assert_array_equal(getattr(first, name), getattr(again, name))
    assert first.method == again.method
    assert not np.array_equal(first.quantiles, other.quantiles)


def test_a_stock_out_day_changed_in_value_changes_nothing() -> None:
    units = fortnightly()
    observed = np.ones(units.shape, np.bool_)
    observed[0, 150] = observed[3, 60] = False
    changed = np.where(observed, units, 5000)
    first, second = (
        forecast_demand(history_of(some, observed=observed), **QUICK) for some in (units, changed)
    )
    np.testing.assert_array_equal(first.quantiles, second.quantiles)
    np.testing.assert_array_equal(first.paths, second.paths)


def promotion_days(days: int) -> np.ndarray:
    return (np.arange(days) % 19) < 3


def test_a_planned_promotion_raises_the_forecast() -> None:
    days, horizon = 300, 7
    units = weekly_sales(12, days)
    on = promotion_days(days)
    units[:6, on] = (units[:6, on] * 2.5).round()
    promoted = np.zeros(units.shape, np.bool_)
    promoted[:6, on] = True
    history = history_of(units, promoted=promoted)
    planned = tuple(
        Promotion(
            promo_id=f"p{item}",
            start_date=history.last_date + datetime.timedelta(days=3),
            end_date=history.last_date + datetime.timedelta(days=4),
            scope=f"I{item}",
        )
        for item in range(6)
    )
    effort = {**QUICK, "horizon_days": horizon, "max_steps": 120}
    without = forecast_demand(history, **effort)
    with_it = forecast_demand(history, **effort, promotions=planned)
    assert with_it.method.code == "forecast.method_lstm"
    ratio = with_it.mean / without.mean
    assert np.median(ratio[:6, 2:4]) > 1.5
    assert np.median(np.abs(ratio[:, [0, 1, 4, 5, 6]] - 1)) < 0.1
    assert np.median(np.abs(ratio[6:] - 1)) < 0.1


def test_sums_over_paths_are_wider_than_independent_days() -> None:
    """Levels that wander make the errors of one forecast alike from day to day."""
    generator = np.random.default_rng(1)
    wander = np.cumsum(generator.normal(0, 0.12, (30, 220)), axis=1)
    units = generator.poisson(60 * np.exp(wander - wander.mean(1, keepdims=True)))
    forecast = forecast_demand(
        history_of(units), horizon_days=14, max_steps=0, paths=400, training_s=math.inf
    )
    sums = forecast.paths.sum(axis=2).std(axis=1)
    independent = np.sqrt(forecast.paths.var(axis=1).sum(axis=1))
    assert np.median(sums / independent) > 1.5
    for index, level in enumerate(LEVELS):
        edge = forecast.quantiles[:, None, :, index]
        touch = 1e-4 * (1 + edge)
        assert (np.mean(forecast.paths <= edge + touch, axis=1) >= level - 0.005).all()
        assert (np.mean(forecast.paths < edge - touch, axis=1) <= level + 0.005).all()


@pytest.mark.parametrize("days", [0, 1, 5, 20, 60])
def test_short_histories_are_answered(days: int) -> None:
    forecast = forecast_demand(history_of(weekly_sales(3, days), places=3), **QUICK)
    assert forecast.method.code == "forecast.method_short_history"
    assert_usable(forecast, 3, 7)


def test_no_series_at_all_is_answered() -> None:
    forecast = forecast_demand(history_of(np.zeros((0, 100))), **QUICK)
    assert_usable(forecast, 0, 7)


def test_all_zero_series_are_forecast_as_zero() -> None:
    units = fortnightly()
    units[2] = 0
    forecast = forecast_demand(history_of(units), **QUICK)
    assert not forecast.mean[2].any()
    assert not forecast.quantiles[2].any()
    assert not forecast.paths[2].any()
    assert forecast.mean[[0, 1, 3, 4, 5]].all()


@pytest.mark.parametrize(
    "spoil",
    [
        lambda units: np.where(np.arange(units.shape[1]) % 9 == 0, np.nan, units),
        lambda units: np.where(np.arange(units.shape[1]) == 155, 1e9, units),
        lambda units: np.where(np.arange(units.shape[1]) == 155, -5, units),
        lambda units: np.where(np.arange(units.shape[1]) > 100, 0, units),
        lambda units: np.full_like(units, 7),
        np.zeros_like,
        lambda units: np.full_like(units, np.nan),
        lambda units: units * 1e6,
        lambda units: units * 1e-6,
    ],
    ids=["nan", "spike", "negative", "died", "constant", "zero", "all nan", "large", "tiny"],
)
def test_bad_figures_never_reach_the_forecast(spoil: Any) -> None:
    units = fortnightly(4, 160)
    spoiled = units.copy()
    spoiled[:2] = spoil(units[:2])
    forecast = forecast_demand(history_of(spoiled), **{**QUICK, "max_steps": 16})
    assert_usable(forecast, 4, 7)
    assert forecast.quantiles[2:].max() < 5 * units.max()


def test_a_slip_does_not_move_its_series() -> None:
    units = fortnightly(4, 160)
    units[0, 155] = 1e9
    forecast = forecast_demand(history_of(units), **QUICK)
    assert forecast.quantiles[0].max() < 5 * units[0, :150].max()


def test_a_new_series_follows_its_likes_and_is_counted() -> None:
    units = np.vstack([fortnightly(6), np.zeros((1, 160), np.float32)])
    observed = np.ones(units.shape, np.bool_)
    observed[6] = False
    groups = {f"I{item}": "one" for item in range(7)}
    forecast = forecast_demand(history_of(units, observed=observed), **QUICK, item_groups=groups)
    assert forecast.method["borrowed"] == 1
    assert forecast.mean[6].mean() == pytest.approx(units[:6, -91:].mean(), rel=0.4)


def test_stopping_gives_a_usable_forecast() -> None:
    history = history_of(fortnightly())
    at_once = forecast_demand(history, **QUICK, stop=Flag(lambda: True))
    assert at_once.method.code == "forecast.method_stopped"
    assert_usable(at_once, 6, 7)
    polls = iter(range(1000))
    soon = forecast_demand(history, **QUICK, stop=Flag(lambda: next(polls) > 5))
    assert_usable(soon, 6, 7)


def test_the_seasonal_mean_can_be_asked_for() -> None:
    forecast = forecast_demand(history_of(fortnightly()), **{**QUICK, "max_steps": 0})
    assert forecast.method.code == "forecast.method_not_asked"


def test_a_horizon_of_no_days_is_refused() -> None:
    with pytest.raises(ForecastError, match=r"forecast\.horizon"):
        forecast_demand(history_of(fortnightly()), horizon_days=0)


def test_a_kept_model_is_used_again_and_a_damaged_one_trained_anew(tmp_path: Path) -> None:
    history = history_of(fortnightly())
    first = forecast_demand(history, **QUICK, model_folder=tmp_path)
    steps: list[Progress] = []
    again = forecast_demand(history, **QUICK, model_folder=tmp_path, on_progress=steps.append)
    assert {progress.step for progress in steps} == {"step.forecast_paths"}
    np.testing.assert_array_equal(first.paths, again.paths)
    (tmp_path / MANIFEST).write_text("{")
    notes: list[Progress] = []
    anew = forecast_demand(history, **QUICK, model_folder=tmp_path, on_progress=notes.append)
    np.testing.assert_array_equal(first.paths, anew.paths)
    codes = [progress.note.code for progress in notes if progress.note]
    assert codes == ["forecast.model_damaged"]


def test_a_forecast_cut_short_is_not_kept(tmp_path: Path) -> None:
    polls = iter(range(1000))
    forecast_demand(
        history_of(fortnightly()),
        **QUICK,
        model_folder=tmp_path,
        stop=Flag(lambda: next(polls) > 20),
    )
    assert not list(tmp_path.iterdir())


def test_the_door_opens_without_heavy_libraries() -> None:
    code = (
        "import sys, forecasting.forecast_demand;"
        "print([name for name in ('torch', 'pandas', 'scipy') if name in sys.modules])"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"
