import numpy as np
import pytest

from domain.demand import SeriesKey
from forecasting.cleaning.decomposition import decompose
from forecasting.cleaning.diagnostics import DemandType, demand_type, diagnose
from tests.forecasting.sample_histories import history_of, weekly_sales

DAYS = np.arange(364)
NOISE = np.random.default_rng(2).normal(size=364)
WEEK = np.array([0.0, 0, 0, 0, 2, 5, 1])[DAYS % 7]


@pytest.mark.parametrize(
    ("values", "trend", "season"),
    [
        (NOISE, (0, 0.2), (0, 0.3)),
        (5 * WEEK + NOISE, (0, 0.3), (0.9, 1)),
        (0.2 * DAYS + NOISE, (0.95, 1), (0, 0.3)),
        (0.2 * DAYS + 5 * WEEK + NOISE, (0.95, 1), (0.9, 1)),
        (np.ones(364), (0, 0), (0, 0)),
    ],
    ids=["noise", "week", "trend", "both", "constant"],
)
def test_strengths_tell_trend_and_week(
    values: np.ndarray, trend: tuple[float, float], season: tuple[float, float]
) -> None:
    parts = decompose(values)
    assert trend[0] <= parts.trend_strength <= trend[1]
    assert season[0] <= parts.season_strength <= season[1]


@pytest.mark.parametrize("days", [0, 1, 5, 13, 14, 15, 20, 100])
def test_parts_add_up(days: int) -> None:
    values = weekly_sales(1, days)[0].astype(np.float64)
    parts = decompose(values)
    np.testing.assert_allclose(parts.trend + parts.season + parts.remainder, values)


def test_the_season_is_the_shape_of_the_week() -> None:
    season = decompose(0.1 * DAYS + WEEK).season
    np.testing.assert_allclose(season[140:147], WEEK[140:147] - WEEK[:7].mean(), atol=0.05)


@pytest.mark.parametrize(
    ("units", "kind"),
    [
        ([5, 6, 5, 7, 6, 5], DemandType.SMOOTH),
        ([1, 30, 2, 1, 25, 1], DemandType.ERRATIC),
        ([0, 0, 5, 0, 0, 6], DemandType.INTERMITTENT),
        ([0, 0, 1, 0, 0, 40], DemandType.LUMPY),
        ([0, 0, 0], DemandType.NONE),
        ([], DemandType.NONE),
    ],
)
def test_demand_types_are_those_of_syntetos_and_boylan(units: list[float], kind: str) -> None:
    assert demand_type(np.array(units, np.float64)) is kind


def test_a_diagnosis_has_all_figures_of_a_series() -> None:
    units = weekly_sales(3, 280, seed=1)
    units[1] = np.cumsum(NOISE[:280]) + 40
    units[2] = np.arange(280) % 10 == 0
    found = diagnose(history_of(units), unit_values=np.array([1.0, 2.0, 0.5]))
    busy, walk, rare = found
    assert busy.key == SeriesKey(place_id="W0", item_id="I0")
    assert busy.season_strength > 0.5 > busy.trend_strength
    assert busy.is_stationary
    assert busy.autocorrelation[1] > 3 * busy.autocorrelation_bound
    assert busy.demand_type is DemandType.SMOOTH
    assert not walk.is_stationary
    assert walk.trend_strength > 0.8
    assert rare.zero_share == pytest.approx(0.9)
    assert rare.demand_type is DemandType.INTERMITTENT
    assert (rare.abc, rare.days) == ("C", 280)


def test_some_series_may_be_diagnosed_alone() -> None:
    history = history_of(weekly_sales(5, 60))
    assert [one.key for one in diagnose(history, [3, 1])] == [history.keys[3], history.keys[1]]
    assert diagnose(history, [3])[0] == diagnose(history)[3]
