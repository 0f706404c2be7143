import datetime
import subprocess
import sys
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from domain.demand import Forecast, ForecastBasis, Promotion
from domain.errors import ForecastError
from domain.progress import Flag, Never, ignore_progress
from forecasting.cleaning.clean_history import CleaningOptions
from forecasting.distribution import LEVELS
from forecasting.forecast_demand import forecast_demand
from forecasting.known_facts import KnownFacts
from forecasting.model_choice import choose_model
from forecasting.question import Effort, Question
from forecasting.serving_model import ServingModel
from tests.forecasting.sample_histories import MONDAY, history_of, weekly_sales
from tests.forecasting.sample_trials import QUICK, SIMPLE_ONLY, fortnightly

TRAINED: dict[str, Any] = {"horizon_days": 7, "effort": QUICK, "paths": 50}
HARDLY_TRAINED: dict[str, Any] = {**TRAINED, "effort": replace(QUICK, max_steps=22)}
"""For what must hold however little was learned."""

SIMPLE: dict[str, Any] = {"horizon_days": 7, "effort": SIMPLE_ONLY, "paths": 50}


def assert_usable(forecast: Forecast, series: int, days: int) -> None:
    assert forecast.mean.shape == (series, days)
    assert forecast.quantiles.shape == (series, days, len(LEVELS))
    for figures in (forecast.mean, forecast.quantiles, forecast.paths):
        assert np.isfinite(figures).all()
        assert (figures >= 0).all()
    assert (np.diff(forecast.quantiles, axis=2) >= 0).all()


@pytest.fixture(scope="module")
def forecast() -> Forecast:
    return forecast_demand(history_of(fortnightly()), **TRAINED)


def test_all_models_together_follow_what_the_habit_cannot(forecast: Forecast) -> None:
    assert forecast.method.code == "forecast.method_blend"
    assert forecast.method["error_pct"] < forecast.method["seasonal_error_pct"]  # type: ignore[operator]
    assert forecast.first_date == MONDAY + datetime.timedelta(days=160)
    assert_usable(forecast, 6, 7)


def test_the_same_seed_gives_the_same_bits(forecast: Forecast) -> None:
    again = forecast_demand(history_of(fortnightly()), **TRAINED)
    for name in ("mean", "quantiles", "paths"):
        np.testing.assert_array_equal(getattr(forecast, name), getattr(again, name))
    assert forecast.method == again.method


def test_another_seed_draws_other_futures() -> None:
    history = history_of(fortnightly())
    first, other = (
        forecast_demand(history, **{**SIMPLE, "effort": replace(SIMPLE_ONLY, seed=seed)})
        for seed in (0, 6)
    )
    assert not np.array_equal(first.paths, other.paths)


def test_a_stock_out_day_changed_in_value_changes_nothing() -> None:
    units = fortnightly(4)
    observed = np.ones(units.shape, np.bool_)
    observed[0, 150] = observed[3, 60] = False
    changed = np.where(observed, units, 5000)
    first, second = (
        forecast_demand(history_of(some, observed=observed), **HARDLY_TRAINED)
        for some in (units, changed)
    )
    np.testing.assert_array_equal(first.quantiles, second.quantiles)
    np.testing.assert_array_equal(first.paths, second.paths)


def test_a_planned_promotion_raises_the_forecast(tmp_path: Path) -> None:
    """Also that of a model that was kept before it was planned."""
    days = 182
    units = weekly_sales(10, days)
    on = (np.arange(days) % 19) < 3
    units[:5, on] = (units[:5, on] * 2.5).round()
    promoted = np.zeros(units.shape, np.bool_)
    promoted[:5, on] = True
    history = history_of(units, promoted=promoted)
    planned = tuple(
        Promotion(
            promo_id=f"p{item}",
            start_date=history.last_date + datetime.timedelta(days=3),
            end_date=history.last_date + datetime.timedelta(days=4),
            scope=f"I{item}",
        )
        for item in range(5)
    )
    kept = {**TRAINED, "effort": replace(QUICK, max_steps=52), "model_folder": tmp_path}
    without = forecast_demand(history, **kept)
    with_it = forecast_demand(history, **kept, facts=KnownFacts(promotions=planned))
    ratio = with_it.mean / without.mean
    assert np.median(ratio[:5, 2:4]) > 1.25
    assert np.median(np.abs(ratio[:, [0, 1, 4, 5, 6]] - 1)) < 0.1
    assert np.median(np.abs(ratio[5:] - 1)) < 0.1


def test_sums_over_paths_are_wider_than_independent_days() -> None:
    """Levels that wander make the errors of one forecast alike from day to day."""
    generator = np.random.default_rng(1)
    wander = np.cumsum(generator.normal(0, 0.12, (30, 220)), axis=1)
    units = generator.poisson(60 * np.exp(wander - wander.mean(1, keepdims=True)))
    found = forecast_demand(history_of(units), horizon_days=14, effort=SIMPLE_ONLY, paths=400)
    sums = found.paths.sum(axis=2).std(axis=1)
    independent = np.sqrt(found.paths.var(axis=1).sum(axis=1))
    assert np.median(sums / independent) > 1.4
    for index, level in enumerate(LEVELS):
        edge = found.quantiles[:, None, :, index]
        touch = 1e-4 * (1 + edge)
        assert (np.mean(found.paths <= edge + touch, axis=1) >= level - 0.005).all()
        assert (np.mean(found.paths < edge - touch, axis=1) <= level + 0.005).all()


@pytest.mark.parametrize("days", [0, 1, 5, 20, 60])
def test_short_histories_are_answered(days: int) -> None:
    found = forecast_demand(history_of(weekly_sales(3, days), places=3), **TRAINED)
    assert found.method.code == "forecast.method_short_history"
    assert_usable(found, 3, 7)


@pytest.mark.parametrize("days", [0, 100])
def test_no_series_at_all_is_answered(days: int) -> None:
    assert_usable(forecast_demand(history_of(np.zeros((0, days))), **TRAINED), 0, 7)


@pytest.mark.parametrize("units", [0, np.nan])
def test_a_history_without_a_sale_is_answered(units: float) -> None:
    found = forecast_demand(history_of(np.full((3, 160), units)), **TRAINED)
    assert_usable(found, 3, 7)
    assert not found.mean.any()


def test_all_zero_series_are_forecast_as_zero() -> None:
    units = fortnightly()
    units[2] = 0
    found = forecast_demand(history_of(units), **HARDLY_TRAINED)
    for figures in (found.mean, found.quantiles, found.paths):
        assert not figures[2].any()
    assert found.mean[[0, 1, 3, 4, 5]].all()
    assert found.basis[2] is ForecastBasis.SILENT


@pytest.mark.parametrize(
    "spoil",
    [
        lambda units: np.where(np.arange(units.shape[1]) % 9 == 0, np.nan, units),
        lambda units: np.where(np.arange(units.shape[1]) == 155, 1e9, units),
        lambda units: np.where(np.arange(units.shape[1]) == 155, -5, units),
        lambda units: np.where(np.arange(units.shape[1]) == 155, np.inf, units),
        lambda units: np.where(np.arange(units.shape[1]) > 100, 0, units),
        lambda units: np.full_like(units, 7),
        np.zeros_like,
        lambda units: np.full_like(units, np.nan),
        lambda units: units * 1e6,
        lambda units: units * 1e-6,
    ],
    ids=[
        *("nan", "spike", "negative", "infinite", "died", "constant", "zero", "all nan"),
        *("large", "tiny"),
    ],
)
def test_bad_figures_never_reach_the_forecast(
    spoil: Callable[[np.ndarray], np.ndarray],
) -> None:
    units = fortnightly(4, 160)
    spoiled = units.copy()
    spoiled[:2] = spoil(units[:2])
    found = forecast_demand(history_of(spoiled), **HARDLY_TRAINED)
    assert_usable(found, 4, 7)
    assert found.quantiles[2:].max() < 5 * units.max()


def test_a_slip_does_not_move_its_series(forecast: Forecast) -> None:
    units = fortnightly()
    units[0, 155] = 1e9
    found = forecast_demand(history_of(units), **TRAINED)
    np.testing.assert_allclose(found.mean[0], forecast.mean[0], rtol=0.3)


def test_a_new_series_follows_its_likes_and_is_counted() -> None:
    units = np.vstack([fortnightly(6), np.zeros((1, 160), np.float32)])
    observed = np.ones(units.shape, np.bool_)
    observed[6] = False
    facts = KnownFacts(item_groups={f"I{item}": "one" for item in range(7)})
    found = forecast_demand(history_of(units, observed=observed), **SIMPLE, facts=facts)
    assert found.method["borrowed"] == 1
    assert found.basis == (*[ForecastBasis.OWN] * 6, ForecastBasis.SAME_CATEGORY)
    assert found.mean[6].mean() == pytest.approx(units[:6, -91:].mean(), rel=0.4)


def test_returns_count_as_nothing_where_the_planner_says_so() -> None:
    units = fortnightly(3)
    units[:, ::3] = -4
    masked, zero = (
        forecast_demand(history_of(units), **SIMPLE, cleaning=CleaningOptions(negatives=way))
        for way in ("mask", "zero")
    )
    assert zero.mean.sum() < 0.9 * masked.mean.sum()


def test_stopping_gives_a_usable_forecast() -> None:
    history = history_of(fortnightly())
    at_once = forecast_demand(history, **TRAINED, stop=Flag(lambda: True))
    assert at_once.method.code == "forecast.method_stopped"
    assert_usable(at_once, 6, 7)
    polls = iter(range(1000))
    soon = forecast_demand(history, **TRAINED, stop=Flag(lambda: next(polls) > 5))
    assert_usable(soon, 6, 7)


def test_simple_rules_can_be_asked_for() -> None:
    found = forecast_demand(history_of(fortnightly()), **SIMPLE)
    assert found.method.code == "forecast.method_not_asked"
    assert_usable(found, 6, 7)


def test_the_settings_given_are_used(monkeypatch: pytest.MonkeyPatch) -> None:
    settings = replace(QUICK.settings, leaves=4, rate=0.02)
    asked: list[Effort] = []

    def choose(question: Question, effort: Effort, *_: object) -> ServingModel:
        asked.append(effort)
        return choose_model(question, SIMPLE_ONLY, ignore_progress, Never())

    monkeypatch.setattr("forecasting.kept_model.choose_model", choose)
    effort = replace(QUICK, settings=settings)
    forecast_demand(history_of(fortnightly()), **{**TRAINED, "effort": effort})
    assert asked == [effort]


def test_a_horizon_of_no_days_is_refused() -> None:
    with pytest.raises(ForecastError, match=r"forecast\.horizon"):
        forecast_demand(history_of(fortnightly()), horizon_days=0)


def test_a_forecast_cut_short_is_not_kept(tmp_path: Path) -> None:
    polls = iter(range(1000))
    forecast_demand(
        history_of(fortnightly()),
        **TRAINED,
        model_folder=tmp_path,
        stop=Flag(lambda: next(polls) > 5),
    )
    assert not [path for path in tmp_path.rglob("*") if path.is_file()]


@pytest.mark.parametrize("door", ["forecast_demand", "outlook", "tune"])
def test_the_doors_open_without_heavy_libraries(door: str) -> None:
    heavy = ("torch", "lightgbm", "scipy", "pandas", "safetensors", "holidays")
    code = (
        f"import sys, forecasting.{door};print([name for name in {heavy} if name in sys.modules])"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"
