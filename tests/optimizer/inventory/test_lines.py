"""From a solution to the plan's lines: order, dates, cost, what follows later, the summary."""

import datetime
import itertools
from dataclasses import replace
from decimal import Decimal

import numpy as np
import pytest

from domain.units import minor_units
from optimizer.inventory.explain import explain_lines
from optimizer.inventory.lines import make_lines
from tests.optimizer.inventory.explain.stock_cases import (
    DAY,
    DAYS,
    planned,
    random_dataset,
    random_forecast,
)


def test_every_unit_of_a_solution_becomes_a_line_today_or_a_supply_later() -> None:
    for seed in range(4):
        data = random_dataset(seed, has_moves=True)
        _, solution, plan = planned(data, random_forecast(data, seed))
        today = (*plan.replenishment, *plan.transfers)
        assert sum(line.units for line in today) == solution.units[:, 0].sum()
        assert sum(line.units for line in plan.later) == solution.units[:, 1:].sum()
        assert all(line.from_id in {"W1", "W2"} for line in plan.transfers)
        assert all(line.from_id == "SUP" for line in plan.replenishment)
        for lines in (plan.replenishment, plan.transfers):
            places = [(line.to_id, line.sku) for line in lines]
            assert places == sorted(places)
        dates = [line.order_date for line in plan.later]
        assert dates == sorted(dates)
        assert all(date > DAY for date in dates)


def test_lines_cost_their_units_and_the_lane_and_come_after_its_lead_time() -> None:
    data = random_dataset(2, has_moves=True)
    _, _, plan = planned(data, random_forecast(data, 2))
    value = {product.sku: product.unit_value for product in data.products}
    lanes = {(lane.from_id, lane.to_id): lane for lane in data.supply_lanes}
    for line in (*plan.replenishment, *plan.transfers):
        lane = lanes[line.from_id, line.to_id]
        unit_cost = value[line.sku] if line.from_id == "SUP" else Decimal("0.10")
        amount = unit_cost * line.units + lane.fixed_cost_per_order
        assert line.cost_minor == minor_units(amount, "EUR")
        assert line.order_date == DAY
        assert line.due_date == DAY + datetime.timedelta(days=int(lane.lead_time_days))


def test_the_summary_tells_cost_gap_and_spending() -> None:
    data = random_dataset(2)
    data = replace(data, settings=replace(data.settings, purchase_budget=Decimal(100_000)))
    built, solution, plan = planned(data, random_forecast(data, 2))
    summary = plan.summary
    assert summary.days == DAYS
    assert summary.cost_minor == round(solution.cost)
    assert summary.lower_bound_minor <= solution.lower_bound
    spent = (solution.units * built.problem.ways.spending[:, None]).sum()
    assert summary.spent_minor == pytest.approx(spent, abs=1)
    assert summary.budget_minor == 10_000_000


def test_a_solution_without_orders_makes_no_lines() -> None:
    data = random_dataset(2)
    built, solution, _ = planned(data, random_forecast(data, 2))
    nothing = replace(solution, units=np.zeros_like(solution.units))
    plan = make_lines(built, nothing, dataset=data, day=DAY)
    assert not plan.replenishment
    assert not plan.transfers
    assert not plan.later


def test_of_very_many_lines_only_the_dearest_are_compared(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(explain_lines, "MOST_LINES_COMPARED", 2)
    data = random_dataset(8, skus=5)
    _, _, plan = planned(data, random_forecast(data, 8))
    lines = sorted(plan.replenishment, key=lambda line: -line.cost_minor)
    assert len(lines) > 2
    assert [bool(line.others) for line in lines] == [True, True, *[False] * (len(lines) - 2)]
    for before, after in itertools.pairwise(lines):
        assert before.explanation.code.startswith("replenish.why")
        assert before.cost_minor >= after.cost_minor
