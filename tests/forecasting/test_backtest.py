import numpy as np
import pytest

from domain.demand import DemandHistory
from forecasting.backtest import (
    ROWS_JUDGED,
    backtest_origins,
    joined,
    judge,
    judged_rows,
    scored_days,
)
from forecasting.distribution import LEVELS, Distribution, IntArray
from forecasting.seasonal_baseline import seasonal_forecast
from tests.forecasting.sample_histories import history_of, weekly_sales


@pytest.mark.parametrize(
    ("days", "horizon", "origins"),
    [
        (730, 28, (674, 688, 702)),
        (730, 7, (709, 716, 723)),
        (730, 90, (674, 688, 702)),
        (80, 28, ()),
    ],
)
def test_dates_leave_their_days_to_judge(days: int, horizon: int, origins: tuple[int, ...]) -> None:
    found = backtest_origins(days, horizon)
    assert found == origins
    assert all(origin + scored_days(horizon) <= days for origin in found)


def test_a_model_sees_nothing_after_its_date() -> None:
    """Poison what came after each date: what is forecast from it must not change."""
    units = weekly_sales(4, 150)
    seen: list[DemandHistory] = []

    def predictor(known: DemandHistory, rows: IntArray) -> Distribution:
        seen.append(known)
        return seasonal_forecast(known, 14, rows)

    origins = backtest_origins(150, 14)
    clean = judge(history_of(units), origins, 14, predictor, np.arange(4))
    assert [known.days for known in seen] == list(origins)
    for trial, origin in zip(clean.trials, origins, strict=True):
        poisoned = units.copy()
        poisoned[:, origin:] = 9 * poisoned[:, origin:] + 50
        dirty = judge(history_of(poisoned), origins, 14, predictor, np.arange(4))
        again = next(other for other in dirty.trials if other.origin == origin)
        np.testing.assert_array_equal(again.forecast.quantiles, trial.forecast.quantiles)
        assert not np.array_equal(again.actual, trial.actual)


def test_a_clairvoyant_scores_zero() -> None:
    units = weekly_sales(3, 120)

    def clairvoyant(known: DemandHistory, rows: IntArray) -> Distribution:
        after = units[rows, known.days : known.days + 7]
        quantiles = np.repeat(after[..., None], len(LEVELS), axis=2)
        return Distribution(mean=after, quantiles=quantiles)

    judgement = judge(history_of(units), backtest_origins(120, 7), 7, clairvoyant, np.arange(3))
    assert judgement.score.wql == judgement.score.rmse == judgement.score.mase == 0
    assert judgement.score.coverage_80 == judgement.score.coverage_95 == 1


def test_unobserved_days_are_not_judged() -> None:
    units = weekly_sales(3, 120)
    observed = np.ones(units.shape, np.bool_)
    observed[:, 117] = False
    changed = units.copy()
    changed[:, 117] = 5000

    def predictor(known: DemandHistory, rows: IntArray) -> Distribution:
        return seasonal_forecast(known, 7, rows)

    first, second = (
        judge(history_of(some, observed=observed), (113,), 7, predictor, np.arange(3)).score
        for some in (units, changed)
    )
    assert first == second


def test_dates_are_joined_side_by_side() -> None:
    def predictor(known: DemandHistory, rows: IntArray) -> Distribution:
        return seasonal_forecast(known, 7, rows)

    judgement = judge(history_of(weekly_sales(3, 120)), (99, 106, 113), 7, predictor, np.array([2]))
    actual, observed, forecast = joined(judgement.trials)
    assert actual.shape == observed.shape == forecast.mean.shape == (1, 21)


def test_many_series_are_judged_by_a_sample() -> None:
    many = history_of(np.zeros((ROWS_JUDGED + 5, 1)))
    rows = judged_rows(many, seed=1)
    assert len(rows) == len(set(rows.tolist())) == ROWS_JUDGED
    np.testing.assert_array_equal(rows, judged_rows(many, seed=1))
    assert judged_rows(history_of(np.zeros((3, 1))), seed=1).tolist() == [0, 1, 2]
