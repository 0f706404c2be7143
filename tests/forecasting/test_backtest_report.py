import dataclasses
import datetime

import numpy as np
import pytest

from domain.demand import DemandHistory
from forecasting.backtest import Trial, judge
from forecasting.backtest_report import BacktestReport, backtest_report
from forecasting.distribution import LEVELS, Distribution, IntArray
from forecasting.model import ModelName
from forecasting.seasonal_baseline import seasonal_forecast
from tests.forecasting.sample_histories import MONDAY, history_of, weekly_sales

ORIGINS = (190, 196, 202)
DAYS = 12
ROWS = np.arange(8)
HISTORY = history_of(weekly_sales(8, 220), places=2)

SEASONAL, NAIVE = ModelName.SEASONAL, ModelName.SEASONAL_NAIVE
COMBINATION = ModelName.COMBINATION


def seasonal_trials(history: DemandHistory, rows: IntArray = ROWS) -> tuple[Trial, ...]:
    def predictor(known: DemandHistory, wanted: IntArray) -> Distribution:
        return seasonal_forecast(known, DAYS, wanted)

    return judge(history, ORIGINS, DAYS, predictor, rows).trials


def scaled(trials: tuple[Trial, ...], factor: float) -> tuple[Trial, ...]:
    """The same forecasts, all of them too high or too low."""
    return tuple(
        dataclasses.replace(
            trial,
            forecast=Distribution(
                mean=trial.forecast.mean * np.float32(factor),
                quantiles=trial.forecast.quantiles * np.float32(factor),
            ),
        )
        for trial in trials
    )


def known(trials: tuple[Trial, ...]) -> tuple[Trial, ...]:
    """Forecasts of exactly what came."""
    return tuple(
        dataclasses.replace(
            trial,
            forecast=Distribution(
                mean=trial.actual,
                quantiles=np.repeat(trial.actual[..., None], len(LEVELS), axis=2),
            ),
        )
        for trial in trials
    )


@pytest.fixture(scope="module")
def report() -> BacktestReport:
    """Of the baseline, one that is half as high, and one that knows what comes."""
    trials = seasonal_trials(HISTORY)
    models = {NAIVE: scaled(trials, 0.5), SEASONAL: trials, COMBINATION: known(trials)}
    return backtest_report(HISTORY, models, ROWS)


def test_models_are_in_the_order_of_their_error(report: BacktestReport) -> None:
    assert [model.name for model in report.models] == [COMBINATION, SEASONAL, NAIVE]
    assert report.leader.name is COMBINATION
    assert report.baseline.name is SEASONAL
    assert report.first_dates == tuple(MONDAY + datetime.timedelta(days=day) for day in ORIGINS)
    assert report.days == DAYS


def test_figures_are_those_by_which_models_are_chosen(report: BacktestReport) -> None:
    def predictor(known: DemandHistory, wanted: IntArray) -> Distribution:
        return seasonal_forecast(known, DAYS, wanted)

    score = judge(HISTORY, ORIGINS, DAYS, predictor, ROWS).score
    figures = report.baseline.figures
    for name in dataclasses.fields(score):
        assert getattr(figures, name.name) == getattr(score, name.name)


def test_the_baseline_is_as_good_as_itself(report: BacktestReport) -> None:
    assert report.baseline.of_baseline == 1
    assert report.baseline.interval_95 == (1, 1)


def test_who_knows_what_comes_errs_nowhere(report: BacktestReport) -> None:
    best = report.leader
    for figures in (best.figures, *best.by_horizon, *best.by_class.values()):
        assert figures.wql == figures.mae == figures.rmse == figures.rmsse == figures.bias == 0
        assert figures.coverage_80 == figures.coverage_95 == figures.below_90 == 1
    assert best.of_baseline == 0


def test_a_forecast_of_half_is_half_too_low(report: BacktestReport) -> None:
    half, whole = report.models[2], report.baseline
    assert half.figures.bias == pytest.approx((1 + whole.figures.bias) / 2 - 1, abs=1e-6)
    low, high = half.interval_95
    assert 1 < low < half.of_baseline < high


def test_parts_add_up_to_the_whole(report: BacktestReport) -> None:
    """Errors of weeks, of classes and of series, weighted by what they sold, are that of all."""
    model = report.baseline
    whole = model.figures
    by_abc = [figures for label, figures in model.by_class.items() if label in "ABC"]
    by_xyz = [figures for label, figures in model.by_class.items() if label in "XYZ"]
    for parts in (model.by_horizon, by_abc, by_xyz):
        sold = sum(part.sold_units for part in parts)
        assert sold == pytest.approx(whole.sold_units)
        error = sum(part.sold_units * part.wql for part in parts) / sold
        assert error == pytest.approx(whole.wql)
    errors = [series.sold_units * series.baseline_error for series in report.by_series]
    assert sum(errors) / whole.sold_units == pytest.approx(whole.wql)
    assert len(model.by_horizon) == 2


def test_the_worst_forecast_series_comes_first() -> None:
    trials = seasonal_trials(HISTORY)
    report = backtest_report(HISTORY, {SEASONAL: trials}, ROWS)
    errors = [series.error for series in report.by_series]
    assert errors == sorted(errors, reverse=True)
    assert [series.error for series in report.by_series] == [
        series.baseline_error for series in report.by_series
    ]
    assert {series.key for series in report.by_series} == set(HISTORY.keys)


def test_rows_name_the_series_that_were_judged() -> None:
    rows = np.array([6, 2])
    report = backtest_report(HISTORY, {SEASONAL: seasonal_trials(HISTORY, rows)}, rows)
    assert {s.key for s in report.by_series} == {HISTORY.keys[6], HISTORY.keys[2]}
    assert all(HISTORY.keys[rows[series.row]] == series.key for series in report.by_series)


def test_the_value_of_a_unit_weighs_errors_and_classes() -> None:
    trials = seasonal_trials(HISTORY)
    values = np.full(8, 1.0)
    values[3] = 1e6
    report = backtest_report(HISTORY, {SEASONAL: trials}, ROWS, values)
    (dear,) = (series for series in report.by_series if series.row == 3)
    assert dear.abc == "A"
    assert {series.abc for series in report.by_series if series.row != 3} == {"C"}
    assert report.baseline.figures.value_wql == pytest.approx(dear.error, rel=1e-3)


def test_the_interval_holds_what_other_draws_of_the_same_give() -> None:
    """On many made-up series the interval is near, but not at, what was measured."""
    history = history_of(weekly_sales(60, 220, seed=4))
    rows = np.arange(60)
    trials = seasonal_trials(history, rows)
    models = {SEASONAL: trials, NAIVE: scaled(trials, 1.2)}
    first, again = (backtest_report(history, models, rows, seed=5) for _ in range(2))
    (naive,) = (model for model in first.models if model.name is NAIVE)
    low, high = naive.interval_95
    assert low < naive.of_baseline < high
    assert high - low < 0.5 * naive.of_baseline
    (same,) = (model for model in again.models if model.name is NAIVE)
    assert same.interval_95 == naive.interval_95


def test_nothing_sold_is_a_report_without_series() -> None:
    history = history_of(np.zeros((2, 220)))
    rows = np.arange(2)
    report = backtest_report(history, {SEASONAL: seasonal_trials(history, rows)}, rows)
    assert report.by_series == ()
    assert report.baseline.of_baseline == 1
    assert report.baseline.figures.wql == 0
    assert set(report.baseline.by_class) == {"A", "Z"}
