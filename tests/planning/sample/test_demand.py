import datetime

import numpy as np
import pytest

from planning.sample.demand import Sales, simulate_sales
from planning.sample.goods import Good, build_goods
from planning.sample.seasons import campaigns, days_before

PLAN_DATE = datetime.date(2026, 11, 20)


@pytest.fixture(scope="module")
def goods() -> tuple[Good, ...]:
    return build_goods(200, np.random.default_rng(1))


@pytest.fixture(scope="module")
def sales(goods: tuple[Good, ...]) -> Sales:
    rng = np.random.default_rng(2)
    days = days_before(PLAN_DATE, 730)
    promotions = campaigns(goods, days[0], PLAN_DATE, rng)
    return simulate_sales(goods, np.array([0.5, 0.3, 0.2]), days, promotions, 1_100.0, rng)


def _per_day(sales: Sales) -> dict[datetime.date, int]:
    total = sales.units.sum(axis=(0, 1))
    return dict(zip(sales.days, total.tolist(), strict=True))


def test_history_ends_the_day_before_the_plan(sales: Sales) -> None:
    assert len(sales.days) == 730
    assert sales.days[-1] == PLAN_DATE - datetime.timedelta(days=1)


def test_the_level_and_the_shares_are_those_asked_for(sales: Sales) -> None:
    assert np.mean(sales.units.sum(axis=(0, 1))) == pytest.approx(1_100, rel=0.1)
    by_place = sales.units.sum(axis=(1, 2))
    assert by_place / by_place.sum() == pytest.approx([0.5, 0.3, 0.2], abs=0.04)


@pytest.mark.parametrize("year", [2025, 2026])
def test_double_11_is_a_peak_with_a_wait_before_and_a_calm_after(sales: Sales, year: int) -> None:
    sold = _per_day(sales)
    eleventh = datetime.date(year, 11, 11)
    autumn = np.mean([sold[eleventh - datetime.timedelta(days=day)] for day in range(20, 40)])
    assert sold[eleventh] > 1.8 * autumn
    assert sold[eleventh - datetime.timedelta(days=1)] > 1.2 * autumn
    assert np.mean([sold[eleventh + datetime.timedelta(days=day)] for day in (4, 5, 6, 7)]) < autumn


def test_sundays_are_slow_and_christmas_is_slower(sales: Sales) -> None:
    sold = _per_day(sales)
    mean = {
        weekday: np.mean([units for day, units in sold.items() if day.weekday() == weekday])
        for weekday in (0, 6)
    }
    assert mean[6] < 0.85 * mean[0]
    assert sold[datetime.date(2025, 12, 25)] < 0.8 * sold[datetime.date(2025, 12, 18)]


def test_garden_goods_sell_in_summer(sales: Sales, goods: tuple[Good, ...]) -> None:
    garden = [index for index, good in enumerate(goods) if good.category == "Garden"]
    months = np.array([day.month for day in sales.days])
    units = sales.units[:, garden].sum(axis=(0, 1))
    assert units[months == 6].mean() > 1.5 * units[months == 12].mean()


def test_promotions_lift_sales(sales: Sales) -> None:
    promoted = np.broadcast_to(sales.campaign >= 0, sales.units.shape)
    mean = sales.mean_units[:, :, None]
    lift = (sales.units * promoted).sum() / (mean * promoted).sum()
    rest = (sales.units * ~promoted).sum() / (mean * ~promoted).sum()
    assert lift > 1.3 * rest


def test_empty_shelves_are_marked_and_cut_sales_short(sales: Sales) -> None:
    assert 0.003 < sales.empty.mean() < 0.02
    mean = np.broadcast_to(sales.mean_units[:, :, None], sales.units.shape)
    cut = sales.units[sales.empty].sum() / mean[sales.empty].sum()
    assert cut < 0.5


def test_slow_movers_sell_in_bursts(sales: Sales) -> None:
    slow = sales.mean_units < 0.3
    assert slow.sum() > 20
    assert (sales.units[slow] == 0).mean() > 0.7
    assert sales.units[slow].max() > 3
