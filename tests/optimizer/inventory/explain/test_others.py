"""Other quantities: what they cost, how long they last, how likely stock runs out."""

import itertools

import pytest

from domain.stock_problem import SUPPLIER
from tests.optimizer.inventory.explain.stock_cases import planned, random_dataset, random_forecast


@pytest.mark.parametrize("seed", range(12))
def test_the_quantity_chosen_is_the_cheapest_where_nothing_is_shared(seed: int) -> None:
    data = random_dataset(seed)
    _, _, plan = planned(data, random_forecast(data, seed))
    for line in plan.replenishment:
        cost = {other.units: other.cost_minor for other in line.others}
        assert cost[line.units] == min(cost.values())


@pytest.mark.parametrize("seed", range(6))
def test_more_units_last_longer_and_run_out_less_often(seed: int) -> None:
    data = random_dataset(seed, is_shared=True, has_moves=True)
    built, _, plan = planned(data, random_forecast(data, seed))
    lots = set(built.problem.ways.lot_units[built.problem.ways.giver == SUPPLIER].tolist())
    for line in (*plan.replenishment, *plan.transfers):
        assert {0, line.units} <= {other.units for other in line.others}
        assert any(other.units % lot == 0 for lot in lots for other in line.others)
        for less, more in itertools.pairwise(line.others):
            assert less.units < more.units
            assert less.cover_days <= more.cover_days
            assert less.stock_out_percent >= more.stock_out_percent
