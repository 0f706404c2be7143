import datetime

import numpy as np
import pytest
import torch

from domain.demand import Holiday, Promotion
from forecasting.known_facts import KnownFacts
from forecasting.network.windows import (
    DevicePanel,
    days_ahead,
    demand_ahead,
    encoder_window,
    to_device,
)
from forecasting.panel import build_panel
from forecasting.usable_history import usable_history
from tests.forecasting.sample_histories import MONDAY, history_of, weekly_sales

DAYS, HORIZON, ORIGIN = 460, 10, 430
ROWS = torch.tensor([0, 1, 2])
FEAST = datetime.date(2025, 3, 7)
FACTS = KnownFacts(
    holidays=(
        Holiday(date=datetime.date(2024, 3, 2), name="Feast"),
        Holiday(date=FEAST, name="Feast"),
    ),
    promotions=(Promotion(promo_id="p", start_date=FEAST, end_date=FEAST, scope="I1"),),
)


def panel_of(units: np.ndarray, observed: np.ndarray | None = None) -> DevicePanel:
    history = usable_history(history_of(units, observed=observed))
    return to_device(build_panel(history, FACTS, HORIZON), "cpu")


def origins(day: int) -> torch.Tensor:
    return torch.full((3, 1), day)


@pytest.fixture(scope="module")
def sales() -> np.ndarray:
    """More than a year of three items."""
    return weekly_sales(3, DAYS)


def test_the_days_from_an_origin_on_change_nothing_known_at_it(sales: np.ndarray) -> None:
    poisoned = sales.copy()
    poisoned[:, ORIGIN:] = np.random.default_rng(1).permuted(poisoned[:, ORIGIN:], axis=1)
    clean, dirty = panel_of(sales), panel_of(poisoned)
    for first, second in zip(
        days_ahead(clean, ROWS, origins(ORIGIN)),
        days_ahead(dirty, ROWS, origins(ORIGIN)),
        strict=True,
    ):
        torch.testing.assert_close(first, second, rtol=0, atol=0)
    start = torch.full((3,), ORIGIN - 50)
    torch.testing.assert_close(
        encoder_window(clean, ROWS, start, 50).features,
        encoder_window(dirty, ROWS, start, 50).features,
        rtol=0,
        atol=0,
    )


def test_the_last_day_known_is_used(sales: np.ndarray) -> None:
    changed = sales.copy()
    changed[:, ORIGIN - 7] += 5
    first = days_ahead(panel_of(sales), ROWS, origins(ORIGIN))
    second = days_ahead(panel_of(changed), ROWS, origins(ORIGIN))
    assert (second.base[:, 0, 0] > first.base[:, 0, 0]).all()


def test_a_horizon_within_a_year_of_lags_reads_no_future_at_any_origin(sales: np.ndarray) -> None:
    panel = panel_of(np.where(np.arange(DAYS) < ORIGIN, sales, 0))
    every = torch.arange(1, ORIGIN - HORIZON)[None].expand(3, -1)
    assert all(torch.isfinite(part).all() for part in days_ahead(panel, ROWS, every))


def test_an_unobserved_lag_does_not_count(sales: np.ndarray) -> None:
    observed = np.ones(sales.shape, np.bool_)
    observed[:, ORIGIN - 7] = False
    panel = panel_of(sales, observed)
    base = days_ahead(panel, ROWS, origins(ORIGIN)).base[:, 0, 0]
    lags = sales[:, [ORIGIN - 14, ORIGIN - 21, ORIGIN - 28]] / panel.level[:, [ORIGIN]].numpy()
    np.testing.assert_allclose(base, (lags.sum(1) + 0.25) / 3.25, rtol=1e-4)


def test_feasts_and_promotions_of_the_days_ahead_are_known(sales: np.ndarray) -> None:
    feast = (FEAST - MONDAY).days
    ahead = days_ahead(panel_of(sales), ROWS, origins(ORIGIN))
    step = feast - ORIGIN
    assert ahead.drivers[:, 0, step, 0].tolist() == [1, 1, 1]
    assert ahead.drivers[:, 0, step, 6].tolist() == [0, 1, 0]
    assert len(set(ahead.events[0, 0, step - 1 : step + 2].tolist())) == 3
    assert ahead.drivers[..., 0].sum() == 3
    assert ahead.drivers[..., 6].sum() == 1


def test_a_feast_remembers_what_it_sold_last_time(sales: np.ndarray) -> None:
    boosted = sales.copy()
    boosted[:, (datetime.date(2024, 3, 2) - MONDAY).days] *= 6
    ahead = days_ahead(panel_of(boosted), ROWS, origins(ORIGIN))
    step = (FEAST - MONDAY).days - ORIGIN
    pulse = ahead.drivers[0, 0, :, -2]
    assert int(pulse.argmax()) == step
    assert float(pulse[step]) == pytest.approx(np.log(6), abs=0.4)


def test_demand_ahead_is_what_was_sold_over_the_level(sales: np.ndarray) -> None:
    panel = panel_of(sales)
    level = panel.level[ROWS[:, None], origins(ORIGIN)]
    demand, counted = demand_ahead(panel, ROWS, origins(ORIGIN), level)
    np.testing.assert_allclose(demand[:, 0] * level, sales[:, ORIGIN : ORIGIN + HORIZON], rtol=1e-5)
    assert counted.all()


def test_a_feast_within_the_horizon_is_no_memory_for_a_later_one(sales: np.ndarray) -> None:
    market = tuple(
        Holiday(date=MONDAY + datetime.timedelta(days=day), name="Market")
        for day in range(0, DAYS, 30)
    )
    facts, origin = KnownFacts(holidays=market), 385
    poisoned = sales.copy()
    poisoned[:, origin:] = np.random.default_rng(1).permuted(poisoned[:, origin:] * 2, axis=1)
    clean, dirty = (
        days_ahead(
            to_device(build_panel(history_of(units), facts, 40), "cpu"), ROWS, origins(origin)
        )
        for units in (sales, poisoned)
    )
    for first, second in zip(clean, dirty, strict=True):
        torch.testing.assert_close(first, second, rtol=0, atol=0)
    assert clean.drivers[0, 0, 390 - origin, -2] != 0
