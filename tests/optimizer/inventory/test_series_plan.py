"""The plan of one series is the best of all its plans."""

from itertools import product

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from domain.stock_problem import SUPPLIER, Floats, Prices, StockProblem, Whole
from optimizer.inventory.series_plan import SeriesPlan, plan_series
from tests.optimizer.inventory.small_stock import Draw, draw_prices, draw_problem

_SERIES = 12
"""Series drawn for each example."""

_MOST_PLANS = 2_000

seeds = st.integers(0, 2**32 - 1)


class _Brute:
    """All plans of one series: what each costs, and at the prices."""

    def __init__(
        self, problem: StockProblem, series: int, prices: Prices, taken: Floats | None = None
    ) -> None:
        self.own = np.flatnonzero(problem.ways.taker == series)
        ways = problem.ways
        self.slots = [
            (way, day)
            for way in self.own
            for day in np.flatnonzero(ways.allowed[way])
            if day + ways.lead_days[way] < problem.days
        ]
        short = problem.points[series].max(axis=1) - problem.supplied[series]
        short = short if taken is None else short + np.cumsum(taken)
        most = int(np.ceil(max(0.0, short.max())))
        options = [self._options(problem, int(way), most) for way, _ in self.slots]
        self.count = int(np.prod([len(option) for option in options]))
        if self.count > _MOST_PLANS:
            return
        self.plans = np.array(list(product(*options)), dtype=np.float64)
        self.plans = self.plans.reshape(self.count, len(self.slots))
        self._price(problem, series, prices, taken)

    @staticmethod
    def _options(problem: StockProblem, way: int, most: int) -> list[int]:
        """Orders that can be of use: beyond all demand only the least is."""
        lot, least = problem.ways.lot_units[way], problem.ways.least_units[way]
        last = min(max(most + lot - 1, least), problem.ways.most_units[way])
        return [0, *range(least, last + 1, lot)]

    def _price(
        self, problem: StockProblem, series: int, prices: Prices, taken: Floats | None
    ) -> None:
        ways, place = problem.ways, problem.warehouse[series]
        supplied = np.repeat(problem.supplied[series][None, :], self.count, axis=0)
        if taken is not None:
            supplied = supplied - np.cumsum(taken)
        own, priced = np.zeros(self.count), np.zeros(self.count)
        volume = problem.volume_m3[series]
        for slot, (way, day) in enumerate(self.slots):
            units = self.plans[:, slot]
            arrival = day + ways.lead_days[way]
            supplied[:, arrival:] += units[:, None]
            own += units * ways.extra_cost[way] + (units > 0) * ways.fixed_cost[way]
            priced += units * volume * prices.receiving[place, arrival]
            priced += units * ways.spending[way] * prices.budget
            giver = ways.giver[way]
            if giver != SUPPLIER:
                priced += units * prices.giving[giver, day]
                priced += (units > 0) * prices.outbound[problem.warehouse[giver], day]
        over = supplied[:, :, None] - problem.points[series]
        on_hand = np.maximum(over, 0) @ problem.weights
        missing = np.maximum(-over, 0) @ problem.weights
        own += on_hand.sum(axis=1) * problem.holding_cost[series]
        own += missing.sum(axis=1) * problem.shortage_cost[series]
        self.costs = own
        self.priced = own + priced + volume * on_hand @ prices.storage[place]
        for slot, (way, day) in enumerate(self.slots):
            arrival = day + ways.lead_days[way]
            expires = supplied[:, arrival] > problem.ceiling[series, arrival] + 1e-9
            self.priced[expires & (self.plans[:, slot] > 0)] = np.inf

    def of(self, units: Whole) -> int:
        """Number of the plan with these units."""
        ordered = [units[np.searchsorted(self.own, way), day] for way, day in self.slots]
        assert sum(ordered) == units.sum()
        return int(np.flatnonzero((self.plans == ordered).all(axis=1))[0])

    def holds(self, plan: SeriesPlan) -> None:
        """The plan is lawful, costs what it says, and none is better."""
        number = self.of(plan.units)
        assert plan.cost == pytest.approx(self.costs[number], abs=1e-4)
        assert plan.priced == pytest.approx(self.priced[number], abs=1e-4)
        assert plan.priced == pytest.approx(self.priced.min(), abs=1e-4)


def _drawn(seed: int, draw: Draw) -> tuple[np.random.Generator, StockProblem, Prices]:
    random = np.random.default_rng(seed)
    problem = draw_problem(random, draw)
    return random, problem, draw_prices(random, problem)


@settings(max_examples=250)
@given(seed=seeds, has_ceilings=st.booleans())
def test_no_plan_of_a_series_is_better(seed: int, has_ceilings: bool) -> None:
    draw = Draw(skus=_SERIES, has_ceilings=has_ceilings)
    _, problem, prices = _drawn(seed, draw)
    for series in range(len(problem)):
        brute = _Brute(problem, series, prices)
        if brute.count <= _MOST_PLANS:
            brute.holds(plan_series(problem, series, prices))


@settings(max_examples=60)
@given(seed=seeds)
def test_what_others_give_is_paid_for(seed: int) -> None:
    _, problem, prices = _drawn(seed, Draw(warehouses=3, skus=2, most_ways=1, has_moves=True))
    for series in range(len(problem)):
        brute = _Brute(problem, series, prices)
        if brute.count <= _MOST_PLANS:
            brute.holds(plan_series(problem, series, prices))


@settings(max_examples=60)
@given(seed=seeds)
def test_what_others_take_is_missing(seed: int) -> None:
    random, problem, prices = _drawn(seed, Draw(skus=4))
    for series in range(len(problem)):
        taken = random.integers(0, 2, problem.days).astype(np.float64)
        brute = _Brute(problem, series, prices, taken)
        if brute.count <= _MOST_PLANS:
            brute.holds(plan_series(problem, series, prices, taken=taken))


@settings(max_examples=60)
@given(seed=seeds)
def test_what_is_ordered_today_can_be_fixed(seed: int) -> None:
    _, problem, prices = _drawn(seed, Draw(skus=4))
    for series in range(len(problem)):
        brute = _Brute(problem, series, prices)
        today = [slot for slot, (_, day) in enumerate(brute.slots) if day == 0]
        if brute.count > _MOST_PLANS or not today:
            continue
        for units in np.unique(brute.plans[:, today[0]]):
            brute_fixed = brute.priced[brute.plans[:, today[0]] == units].min()
            if np.isfinite(brute_fixed):
                way = int(brute.slots[today[0]][0])
                plan = plan_series(problem, series, prices, today={way: int(units)})
                assert plan.units[np.searchsorted(brute.own, way), 0] == units
                assert plan.priced == pytest.approx(brute_fixed, abs=1e-4)


def test_an_order_that_no_way_brings_is_refused() -> None:
    _, problem, prices = _drawn(1, Draw())
    way = int(np.flatnonzero(problem.ways.taker == 0)[0])
    units = int(problem.ways.least_units[way]) - 1
    if units:
        with pytest.raises(ValueError, match="no lawful order"):
            plan_series(problem, 0, prices, today={way: units})
