import numpy as np
import pytest

from forecasting.boosting.features import category_columns, days_ahead, same_weekdays
from forecasting.known_facts import KnownFacts
from forecasting.panel import Panel, build_panel
from forecasting.usable_history import view_until
from tests.forecasting.sample_histories import history_of, weekly_sales

FACTS = KnownFacts(item_groups={"I0": "a", "I1": "a", "I2": "b"})
HORIZON = 14


def panel_of(units: np.ndarray, days: int, observed: np.ndarray | None = None) -> Panel:
    history = history_of(units, observed=observed, places=2)
    return build_panel(view_until(history, days), FACTS, HORIZON)


def table_of(panel: Panel, origin: int) -> np.ndarray:
    rows = np.arange(panel.series)
    steps = np.broadcast_to(np.arange(HORIZON), (len(rows), HORIZON))
    return days_ahead(panel, rows, np.full(len(rows), origin), steps).features


@pytest.mark.parametrize("origin", [1, 30, 120, 400, 420])
def test_no_feature_reads_the_origin_or_later(origin: int) -> None:
    units = weekly_sales(6, 450)
    poisoned = units.copy()
    poisoned[:, origin:] = poisoned[:, origin:] * 7 + 1000
    np.testing.assert_array_equal(
        table_of(panel_of(poisoned, 450), origin), table_of(panel_of(units, origin), origin)
    )


def test_days_drawn_singly_are_those_of_the_whole_horizon() -> None:
    panel = panel_of(weekly_sales(6, 450), 450)
    whole = table_of(panel, 400).reshape(6, HORIZON, -1)
    some = days_ahead(panel, np.array([4, 1]), np.array([400, 400]), np.array([[3, 9], [0, 13]]))
    np.testing.assert_array_equal(some.features[:2], whole[4, [3, 9]])
    np.testing.assert_array_equal(some.features[2:], whole[1, [0, 13]])


def test_the_mean_of_the_same_weekdays_is_that_of_the_last_four() -> None:
    units = weekly_sales(2, 100)
    panel = panel_of(units, 100)
    found = same_weekdays(table_of(panel, 100)).reshape(2, HORIZON) * panel.level[:, -1:]
    week = units[:, -28:].reshape(2, 4, 7).mean(axis=1)
    np.testing.assert_allclose(found, np.tile(week, 2), rtol=1e-5)


def test_a_day_not_observed_is_unknown_and_not_zero() -> None:
    units = weekly_sales(2, 100)
    observed = np.ones(units.shape, np.bool_)
    observed[0, 93] = False
    table = table_of(panel_of(units, 100, observed), 100).reshape(2, HORIZON, -1)
    assert np.isnan(table[0, [0, 7], 1]).all()
    assert np.isfinite(table[0, 1:7, 1]).all()
    assert np.isfinite(table[1, :, 1]).all()


def test_numbers_of_things_are_whole_and_within_their_count() -> None:
    panel = panel_of(weekly_sales(6, 100), 100)
    table = table_of(panel, 100)
    columns = category_columns(panel, table.shape[1])
    assert columns
    for column, count in columns.items():
        assert set(table[:, column]) <= set(range(count))
