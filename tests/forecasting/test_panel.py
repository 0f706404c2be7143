import numpy as np
import pytest

from forecasting.known_facts import KnownFacts
from forecasting.panel import Panel, build_panel
from forecasting.usable_history import usable_history, view_until
from tests.forecasting.sample_histories import history_of, weekly_sales

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
