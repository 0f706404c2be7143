import numpy as np

from forecasting.usable_history import usable_history, view_until
from tests.forecasting.sample_histories import history_of, weekly_sales


def test_figures_that_cannot_be_demand_are_missing() -> None:
    usable = usable_history(history_of([[4, np.nan, -1, np.inf, 6]]))
    assert usable.observed.tolist() == [[True, False, False, False, True]]
    assert usable.units.tolist() == [[4, 0, 0, 0, 6]]


def test_a_slip_is_missing_but_a_feast_is_demand() -> None:
    units = weekly_sales(2, 60)
    units[0, 30] = 1e9
    units[1, 30] = 8 * units[1].max()
    usable = usable_history(history_of(units))
    assert not usable.observed[0, 30]
    assert usable.observed[1, 30]
    assert usable.observed.sum() == units.size - 1


def test_units_of_unobserved_days_do_not_matter() -> None:
    units = weekly_sales(1, 20)
    observed = np.ones(units.shape, np.bool_)
    observed[0, 7] = False
    other = units.copy()
    other[0, 7] = 999
    first = usable_history(history_of(units, observed=observed))
    second = usable_history(history_of(other, observed=observed))
    np.testing.assert_array_equal(first.units, second.units)
    np.testing.assert_array_equal(first.observed, second.observed)


def test_a_view_ends_at_its_day() -> None:
    history = history_of(weekly_sales(3, 30), places=3)
    view = view_until(history, 10)
    assert view.days == 10
    assert view.keys == history.keys
    np.testing.assert_array_equal(view.units, history.units[:, :10])
