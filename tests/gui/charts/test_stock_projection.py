"""The stock projected is what is there, plus what comes, less what leaves and what is sold."""

from dataclasses import replace

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from gui.charts.stock_projection import project_stock
from tests.domain.small_data import DAY
from tests.gui.charts.demand_day import (
    A1,
    A2,
    HORIZON,
    MEAN,
    OLD,
    days,
    demand_dataset,
    demand_plan,
    forecast,
    inbound,
    line,
)
from tests.gui.pages.stock_day import later


def test_the_small_day() -> None:
    stock = project_stock(demand_dataset(), demand_plan(), DAY, A1)
    assert (stock.on_hand, stock.reserved, stock.free, stock.on_order) == (30, 4, 26, 1_035)
    # Five overdue units are counted on the first day; a thousand come after the last.
    assert stock.level[0] == 26 + 5 - MEAN[0]
    assert stock.level[1] == stock.level[0] + 12 - MEAN[1]
    assert stock.level[-1] == 26 + 5 + 30 + 12 + 24 - sum(MEAN)
    assert stock.first_short_day is None


def test_what_is_moved_away_leaves_the_giver() -> None:
    stock = project_stock(demand_dataset(), demand_plan(), DAY, A2)
    assert stock.moved_away[0] == 12
    assert stock.level[0] == 200 - 12 - 40 * MEAN[0]
    assert stock.first_short_day == DAY + days(1)


def test_what_is_ordered_later_counts_on_the_day_it_is_due() -> None:
    likely = (later("S1", "W1", 36, 9, lead=4), later("W1", "W2", 5, 3, lead=1))
    stock = project_stock(demand_dataset(), demand_plan(later_supply=likely), DAY, A1)
    assert np.flatnonzero(stock.later).tolist() == [13]
    assert np.flatnonzero(stock.moved_away).tolist() == [3]
    assert stock.level[13] == stock.level[12] + 36 - MEAN[13]
    assert stock.level[3] == stock.level[2] + 30 - 5 - MEAN[3]


units = st.integers(0, 500)
when = st.integers(-5, HORIZON + 5)


@given(
    arrivals=st.lists(st.tuples(units, when), max_size=4),
    ordered=st.lists(st.tuples(units, when), max_size=3),
    likely=st.lists(st.tuples(units, st.integers(1, HORIZON)), max_size=3),
    moved=st.lists(units, max_size=2),
    scale=st.floats(0, 100),
)
def test_the_balance_holds(
    arrivals: list[tuple[int, int]],
    ordered: list[tuple[int, int]],
    likely: list[tuple[int, int]],
    moved: list[int],
    scale: float,
) -> None:
    dataset = demand_dataset(
        inbound=tuple(inbound(f"PO-{i}", n, days(d)) for i, (n, d) in enumerate(arrivals))
    )
    plan = demand_plan(
        forecast=(forecast(A1, scale=scale),),
        replenishment=tuple(line("S1", "W1", n, days(max(0, d))) for n, d in ordered),
        transfers=tuple(line("W1", "W2", n, days(1)) for n in moved),
        later_supply=tuple(later("S1", "W1", n, d, lead=2) for n, d in likely),
    )
    stock = project_stock(dataset, plan, DAY, A1)
    before = np.concatenate([[stock.free], stock.level[:-1]])
    change = stock.inbound + stock.ordered + stock.later - stock.moved_away - stock.demand
    np.testing.assert_allclose(stock.level, before + change, atol=1e-6)
    came = [n for n, d in arrivals if d < HORIZON] + [n for n, d in ordered if d < HORIZON]
    came += [n for n, d in likely if d + 2 < HORIZON]
    end = 26 + sum(came) - sum(moved) - scale * sum(MEAN)
    np.testing.assert_allclose(stock.level[-1], end, atol=1e-6)


def test_the_band_is_exact_at_the_end_of_the_lead_time_and_on_the_first_day() -> None:
    stock = project_stock(demand_dataset(), demand_plan(), DAY, A1)
    np.testing.assert_allclose(
        [stock.level[8] - stock.low[8], stock.high[8] - stock.level[8]], [8, 5]
    )
    np.testing.assert_allclose(stock.level[0] - stock.low[0], 2)
    widths = stock.high - stock.low
    assert np.all(np.diff(widths) > 0)
    # Nine days at 2 units above the mean each would be 18: quantiles of days are not added.
    assert stock.level[8] - stock.low[8] < 9 * 2


def test_without_a_forecast_there_is_no_band_and_nothing_is_sold() -> None:
    stock = project_stock(demand_dataset(), demand_plan(), DAY, OLD)
    assert (len(stock.low), stock.lead_time_days, stock.demand.sum()) == (0, 0, 0)
    unknown = project_stock(replace(demand_dataset(), stock=None), None, DAY, A1)
    assert unknown.on_hand == 0
