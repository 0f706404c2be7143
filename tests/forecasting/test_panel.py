from dataclasses import replace
from datetime import timedelta

import numpy as np
import pytest

from domain.geo import Location
from forecasting.known_facts import KnownFacts
from forecasting.panel import Panel, build_panel
from forecasting.usable_history import usable_history, view_until
from tests.forecasting.sample_histories import MONDAY, history_of, weekly_sales

FACTS = KnownFacts(item_groups={"I0": "a", "I1": "a", "I2": "b"})
CAUSAL = ("units", "observed", "level", "spread", "trends", "group_demand", "pulse")


def panel_of(units: np.ndarray, observed: np.ndarray | None = None, days: int = 150) -> Panel:
    history = history_of(units, observed=observed, places=2)
    return build_panel(usable_history(view_until(history, days)), FACTS, 14)


def test_shapes_are_those_promised() -> None:
    panel = panel_of(weekly_sales(6, 150))
    assert (panel.series, panel.days) == (6, 150)
    assert panel.level.shape == panel.spread.shape == (6, 151)
    assert panel.known.calendar.shape[0] == 164
    assert panel.code_counts == (2, 2, 2, 3)
    # All together, two regions, two places, two categories, three items.
    assert panel.group_demand.shape == (10, 150)
    assert panel.group_of.shape == (6, 5)


@pytest.mark.parametrize("name", CAUSAL)
def test_no_figure_of_a_day_depends_on_a_later_day(name: str) -> None:
    units = weekly_sales(6, 150)
    poisoned = units.copy()
    poisoned[:, 100:] = np.random.default_rng(5).permuted(poisoned[:, 100:] * 3, axis=1)
    whole, part = getattr(panel_of(poisoned), name), getattr(panel_of(units, days=100), name)
    axis = whole.ndim - 2 if name == "trends" else whole.ndim - 1
    early = np.take(whole, np.arange(part.shape[axis]), axis=axis)
    np.testing.assert_array_equal(early, part)


def test_a_stock_out_day_is_worth_nothing() -> None:
    units = weekly_sales(6, 150)
    observed = np.ones(units.shape, np.bool_)
    observed[2, 140] = False
    changed = units.copy()
    changed[2, 140] = 7777
    first, second = panel_of(units, observed), panel_of(changed, observed)
    for name in CAUSAL:
        np.testing.assert_array_equal(getattr(first, name), getattr(second, name))


def test_the_pulse_shows_a_day_when_everything_sold_more() -> None:
    units = weekly_sales(6, 150)
    units[:, 120] *= 5
    panel = panel_of(units)
    assert panel.pulse[120] == pytest.approx(np.log(5), abs=0.4)
    assert np.abs(panel.pulse[30:120]).max() < 0.5


def located(places: int) -> KnownFacts:
    """Places in a row along the equator, one of them unknown."""
    return KnownFacts(
        place_locations={f"W{place}": Location(lat=0, lon=place) for place in range(1, places)}
    )


def test_neighbours_are_the_nearest_places_by_their_distance() -> None:
    units = np.full((6, 60), 10, np.float32)
    units[5, 50] = 40
    panel = build_panel(usable_history(history_of(units, places=6)), located(6), 7)
    near = panel.group_demand[panel.group_of[:, -1], 50]
    # W5 is next to W4, and counts there for two fifths; W1 and W2 have three that are nearer.
    assert near[4] == pytest.approx(1 + 0.4 * 3, abs=0.05)
    np.testing.assert_allclose(near[[1, 2, 5]], 1, atol=0.01)
    # It is not known where W0 is.
    assert near[0] == 1


def test_without_locations_nobody_is_near() -> None:
    history = usable_history(history_of(weekly_sales(6, 60), places=6))
    plain = build_panel(history, KnownFacts(), 7)
    assert plain.group_of.shape[1] + 1 == build_panel(history, located(6), 7).group_of.shape[1]


def test_a_closed_day_is_worth_nothing_and_known_ahead() -> None:
    units = weekly_sales(6, 60)
    closed = frozenset({("W1", MONDAY + timedelta(days=day)) for day in (40, 63)})
    history = usable_history(history_of(units, places=2))
    panel = build_panel(history, KnownFacts(closed_days=closed), 7)
    assert np.flatnonzero(1 - panel.known.open[1]).tolist() == [40, 63]
    assert panel.known.open[0].all()
    assert not panel.observed[panel.place == 1, 40].any()
    assert panel.observed[panel.place == 0].all()
    units[:, 40] = np.where(panel.place == 1, 9999, units[:, 40])
    again = build_panel(history_of(units, places=2), KnownFacts(closed_days=closed), 7)
    for name in CAUSAL:
        np.testing.assert_array_equal(getattr(panel, name), getattr(again, name))


def test_prices_count_over_their_usual_one_and_look_only_backwards() -> None:
    price = np.full((6, 150), 10, np.float32)
    price[:, 100] = 5
    price[:, 101:110] = np.nan
    price[0] = np.nan

    def ratio(values: np.ndarray, days: int = 150) -> np.ndarray:
        history = replace(history_of(weekly_sales(6, 150)), price=values)
        found = build_panel(usable_history(view_until(history, days)), KnownFacts(), 14).price
        assert found is not None
        return found

    found = ratio(price)
    assert not found[0].any()
    np.testing.assert_allclose(found[1:, 100], np.log(0.5), atol=1e-5)
    assert (found[1:, 101:110] < -0.4).all()
    poisoned = price.copy()
    poisoned[:, 120:] = np.array([1e9, np.nan, np.inf, -1, 0, 7])[:, None]
    np.testing.assert_array_equal(ratio(poisoned)[:, :120], ratio(price, 120))
    assert np.isfinite(ratio(poisoned)).all()


@pytest.mark.parametrize("poison", [np.nan, 1e9, np.inf, -5.0])
def test_a_poisoned_future_changes_nothing_of_the_past(poison: float) -> None:
    units = weekly_sales(6, 150)
    poisoned = units.copy()
    poisoned[:, 100:] = poison
    first, second = panel_of(units, days=100), panel_of(poisoned, days=100)
    for name in CAUSAL:
        np.testing.assert_array_equal(getattr(first, name), getattr(second, name))
