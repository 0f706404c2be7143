"""What is scarce: which cause a part is given, and the list of all."""

import datetime
from dataclasses import replace

import numpy as np
import pytest

from domain.stock_problem import Prices, StockProblem
from optimizer.inventory.explain.causes import Causes, scarcities
from tests.optimizer.inventory.explain.stock_cases import (
    DAY,
    built_of,
    random_dataset,
    random_forecast,
)


@pytest.fixture(scope="module")
def problem() -> StockProblem:
    data = random_dataset(5, has_moves=True)
    return built_of(data, random_forecast(data, 5)).problem


def causes(problem: StockProblem, prices: Prices) -> Causes:
    return Causes(problem=problem, prices=prices, day=DAY, currency="EUR")


def test_fewer_units_are_laid_to_the_dock_on_the_day_that_they_come(problem: StockProblem) -> None:
    prices, way = Prices.free(problem), 0
    arrival = int(problem.ways.lead_days[way])
    warehouse = problem.warehouse[problem.ways.taker[way]]
    prices.receiving[warehouse, arrival] = 310.0
    told = causes(problem, prices).of_part(way, -12)
    assert told.code == "replenish.part_receiving"
    assert told["part"] == -12
    assert told["date"] == str(DAY + datetime.timedelta(days=arrival))
    assert told["price"] == "3.10 EUR"
    prices.receiving[:] = 0
    prices.receiving[warehouse, arrival + 3] = 310.0
    assert causes(problem, prices).of_part(way, -12).code == "replenish.part_other"
    assert causes(problem, prices).of_part(way, 12).code == "replenish.part_receiving"


def test_of_several_causes_the_one_that_weighs_most_on_a_unit_is_told(
    problem: StockProblem,
) -> None:
    prices, way = Prices.free(problem), 0
    series = problem.ways.taker[way]
    prices.storage[problem.warehouse[series], 4] = 100.0
    on_unit = 100.0 * problem.volume_m3[series] / problem.ways.spending[way]
    weak = replace(prices, budget=0.5 * on_unit)
    assert causes(problem, weak).of_part(way, -3).code == "replenish.part_storage"
    strong = replace(prices, budget=2 * on_unit)
    assert causes(problem, strong).of_part(way, -3).code == "replenish.part_budget"


def test_fewer_moved_units_are_laid_to_what_their_giver_has(problem: StockProblem) -> None:
    prices = Prices.free(problem)
    way = int(np.flatnonzero(problem.ways.giver >= 0)[0])
    giver = int(problem.ways.giver[way])
    prices.giving[giver, 0] = 42.0
    told = causes(problem, prices).of_part(way, -6)
    assert (told.code, told["warehouse_id"]) == ("replenish.part_giver", problem.keys[giver][0])


def test_scarce_things_are_listed_the_dearest_first(problem: StockProblem) -> None:
    prices = replace(Prices.free(problem), budget=0.25)
    prices.receiving[1, 3], prices.storage[0, 2] = 7.0, 9.0
    found = scarcities(problem, prices, DAY)
    assert [(one.kind, one.warehouse_id, one.price_minor) for one in found] == [
        ("storage", "W1", 9.0),
        ("receiving", "W2", 7.0),
        ("budget", "", 0.25),
    ]
    assert found[1].date == DAY + datetime.timedelta(days=3)
    prices.storage[:] = 1.0
    assert len(scarcities(problem, prices, DAY)) <= 50
