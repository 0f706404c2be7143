"""The chance that stock runs out, against a day-by-day reckoning of every future."""

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from optimizer.inventory.alerts.shortfall import NEVER, shortfall

DAYS = 6
DEMAND = st.lists(st.lists(st.integers(0, 9), min_size=DAYS, max_size=DAYS), min_size=1, max_size=7)
RECEIPTS = st.lists(st.integers(0, 12), min_size=DAYS, max_size=DAYS)


def lost_sales(receipts: list[int], demand: list[int], until: int) -> tuple[int, int]:
    """Units turned away before a day, and the first day on which any are."""
    on_hand = lost = 0
    first = NEVER
    for day in range(min(until, DAYS)):
        on_hand += receipts[day]
        missing = max(0, demand[day] - on_hand)
        on_hand -= demand[day] - missing
        if missing and not lost:
            first = day
        lost += missing
    return lost, first


@given(receipts=RECEIPTS, demand=DEMAND, until=st.integers(0, DAYS + 2))
def test_it_agrees_with_turning_customers_away_day_by_day(
    receipts: list[int], demand: list[list[int]], until: int
) -> None:
    found = shortfall(
        np.cumsum([receipts], axis=1).astype(float),
        np.array([demand], np.float32),
        np.array([until]),
    )
    reckoned = [lost_sales(receipts, future, until) for future in demand]
    firsts = sorted(first for _, first in reckoned if first != NEVER)
    assert found.chance[0] == len(firsts) / len(demand)
    assert np.isclose(found.units[0], np.mean([lost for lost, _ in reckoned]))
    assert found.first_day[0] == (firsts[(len(firsts) - 1) // 2] if firsts else NEVER)


@given(receipts=RECEIPTS, demand=DEMAND, more=st.integers(0, 20))
def test_more_stock_never_makes_it_likelier(
    receipts: list[int], demand: list[list[int]], more: int
) -> None:
    supplied = np.cumsum([receipts, receipts], axis=1).astype(float)
    supplied[1] += more
    twice = np.array([demand, demand], np.float32)
    found = shortfall(supplied, twice, np.array([DAYS, DAYS]))
    assert found.chance[1] <= found.chance[0]
    assert found.units[1] <= found.units[0]


def test_days_that_go_together_count_together() -> None:
    """Two days of 0 or 10 that come together exceed 15 half of the time, in turn never."""
    together = [[0, 0], [10, 10]]
    in_turn = [[0, 10], [10, 0]]
    supplied = np.full((2, 2), 15.0)
    found = shortfall(supplied, np.array([together, in_turn], np.float32), np.array([2, 2]))
    assert found.chance.tolist() == [0.5, 0.0]


def test_no_series_and_no_days_are_no_shortfall() -> None:
    nothing = shortfall(np.zeros((0, 3)), np.zeros((0, 2, 3), np.float32), np.zeros(0, np.int64))
    assert len(nothing.chance) == 0
    at_once = shortfall(np.zeros((1, 3)), np.ones((1, 2, 3), np.float32), np.zeros(1, np.int64))
    assert (at_once.chance[0], at_once.first_day[0]) == (0.0, NEVER)
