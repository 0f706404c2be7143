"""What would change a quantity, confirmed by solving the whole problem again with the change."""

from collections.abc import Iterator
from dataclasses import replace

import numpy as np
import pytest

from domain.message import Message
from domain.stock_problem import StockProblem
from domain.supply import ReplenishmentLine
from optimizer.inventory.explain.one_series import with_longer_lead
from optimizer.inventory.solve_stock import solve_stock
from tests.optimizer.inventory.explain.stock_cases import planned, random_dataset, random_forecast

_SEEDS = range(6)


def claims(seed: int) -> Iterator[tuple[StockProblem, int, ReplenishmentLine, Message]]:
    """The claims of all lines of a plan without shared limits, with the line's way."""
    data = random_dataset(seed)
    if seed % 2:
        lanes = tuple(replace(n, moq_units=36) for n in data.supply_lanes)
        data = replace(data, supply_lanes=lanes)
    built, _, plan = planned(data, random_forecast(data, seed))
    keys = built.problem.keys
    for line in plan.replenishment:
        series = keys.index((line.to_id, line.sku))
        (way,) = np.flatnonzero(built.problem.ways.taker == series)
        for reason in line.reasons:
            if reason.code.startswith("replenish.if_"):
                yield built.problem, int(way), line, reason


def with_demand_of(problem: StockProblem, series: int, percent: int) -> StockProblem:
    points = problem.points.copy()
    points[series] *= np.float32(1 + percent / 100)
    return replace(problem, points=points)


def changed(problem: StockProblem, way: int, claim: Message) -> StockProblem:
    """The whole problem under the condition of a claim."""
    series = int(problem.ways.taker[way])
    match claim.code:
        case "replenish.if_demand_higher" | "replenish.if_demand_differs":
            return with_demand_of(problem, series, int(claim["percent"]))
        case "replenish.if_demand_lower":
            return with_demand_of(problem, series, -int(claim["percent"]))
        case "replenish.if_lead_longer":
            return with_longer_lead(problem)
        case "replenish.if_no_least":
            return replace(problem, ways=replace(problem.ways, least_units=problem.ways.lot_units))
    raise AssertionError(claim.code)


@pytest.mark.parametrize("seed", _SEEDS)
def test_solving_again_with_the_change_gives_the_units_said(seed: int) -> None:
    for problem, way, line, claim in claims(seed):
        units = solve_stock(changed(problem, way, claim)).units[way, 0]
        said = claim["now"] if claim.code == "replenish.if_demand_differs" else claim["units"]
        assert claim["now"] == line.units
        assert units == said


def test_there_are_enough_claims_of_every_kind_to_speak_of() -> None:
    found = [claim.code for seed in _SEEDS for *_, claim in claims(seed)]
    assert len(found) >= 10
    assert {"replenish.if_demand_higher", "replenish.if_demand_lower"} <= set(found)
    assert {"replenish.if_lead_longer", "replenish.if_no_least"} <= set(found)
