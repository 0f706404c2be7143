"""The checker of stock plans notices every rule that is broken, and prices what it is given."""

from dataclasses import replace
from typing import Any

import numpy as np
import pytest

from domain.check_stock import check_stock, use_of
from domain.stock_problem import (
    NO_LIMIT,
    NO_TRUCK,
    SUPPLIER,
    Prices,
    Shared,
    StockProblem,
    StockSolution,
    SupplyWays,
    Whole,
)

DAYS = 4
SUPPLY, MOVE, EXPRESS = 0, 1, 2
"""Ways: supplier to A, A to B by truck, supplier to B."""


def _problem() -> StockProblem:
    """One SKU at two warehouses; each wants one unit a day, or two with a chance of a quarter."""
    wanted = np.arange(1, DAYS + 1)
    points = np.stack([wanted, 2 * wanted], axis=1).astype(np.float32)
    never_enough = np.full((2, DAYS), np.inf)
    allowed = np.ones((3, DAYS), dtype=np.bool_)
    allowed[SUPPLY, 3] = allowed[MOVE, 3] = False
    return StockProblem(
        keys=(("A", "S"), ("B", "S")),
        warehouse_ids=("A", "B"),
        warehouse=np.array([0, 1]),
        points=np.stack([points, points]),
        weights=np.array([0.75, 0.25]),
        supplied=np.array([[5.0] * DAYS, [1.0] * DAYS]),
        ceiling=np.full((2, DAYS), np.inf),
        holding_cost=np.array([1.0, 1.0]),
        shortage_cost=np.array([8.0, 8.0]),
        volume_m3=np.array([0.5, 0.5]),
        ways=SupplyWays(
            taker=np.array([0, 1, 1]),
            giver=np.array([SUPPLIER, 0, SUPPLIER]),
            lead_days=np.array([1, 1, 0]),
            lot_units=np.array([2, 1, 1]),
            least_units=np.array([4, 1, 1]),
            most_units=np.array([8, NO_LIMIT, NO_LIMIT]),
            fixed_cost=np.array([3.0, 1.0, 5.0]),
            extra_cost=np.array([0.0, 0.2, 0.5]),
            spending=np.array([10.0, 0.0, 12.0]),
            allowed=allowed,
            truck=np.array([NO_TRUCK, 0, NO_TRUCK]),
        ),
        shared=Shared(
            receiving_m3=never_enough,
            storage_m3=never_enough,
            outbound_lines=never_enough,
            budget=np.inf,
            truck_m3=np.array([1.0]),
            truck_cost=np.array([4.0]),
        ),
    )


def _units() -> Whole:
    """A lawful plan: 6 to A on day 0, 3 on to B on day 0, 1 straight to B on day 3."""
    units = np.zeros((3, DAYS), dtype=np.int64)
    units[SUPPLY, 0], units[MOVE, 0], units[EXPRESS, 3] = 6, 3, 1
    return units


def _solution(problem: StockProblem, units: Whole) -> StockSolution:
    cost = use_of(problem, units.astype(np.float64)).cost
    return StockSolution(units=units, cost=cost, lower_bound=0.0, prices=Prices.free(problem))


def _rules(problem: StockProblem, units: Whole) -> set[str]:
    return {fault.rule for fault in check_stock(problem, _solution(problem, units))}


def test_a_lawful_plan_has_no_fault() -> None:
    assert not _rules(_problem(), _units())


def test_use_is_what_the_plan_does() -> None:
    use = use_of(_problem(), _units().astype(np.float64))
    assert use.supplied.tolist() == [[2, 8, 8, 8], [1, 4, 4, 5]]
    assert use.on_hand[0].tolist() == [0.75 * 1, 0.75 * 6 + 0.25 * 4, 0.75 * 5 + 0.25 * 2, 3.0]
    assert use.missing[1].tolist() == [0.25 * 1, 0, 0.25 * 2, 0.25 * 3]
    assert use.received_m3.tolist() == [[0, 3, 0, 0], [0, 1.5, 0, 0.5]]
    assert use.stored_m3.tolist() == (0.5 * use.on_hand).tolist()
    assert use.lines_out.tolist() == [[1, 0, 0, 0], [0, 0, 0, 0]]
    assert use.trucks.tolist() == [[2, 0, 0, 0]]
    assert use.spent == 6 * 10 + 12
    orders, extra, trucks = 3 + 1 + 5, 3 * 0.2 + 0.5, 2 * 4
    stock = use.on_hand.sum() + 8 * use.missing.sum()
    assert use.cost == pytest.approx(stock + orders + extra + trucks)


@pytest.mark.parametrize(
    ("way", "day", "units", "rule"),
    [
        (EXPRESS, 1, -1, "negative"),
        (SUPPLY, 3, 4, "order_day"),
        (SUPPLY, 1, 5, "lot"),
        (SUPPLY, 1, 2, "order_size"),
        (SUPPLY, 1, 10, "order_size"),
        (MOVE, 0, 6, "stock_given"),
    ],
)
def test_an_unlawful_order_is_noticed(way: int, day: int, units: int, rule: str) -> None:
    changed = _units()
    changed[way, day] = units
    assert rule in _rules(_problem(), changed)


def test_what_is_given_today_must_be_free_today() -> None:
    changed = _units()
    changed[MOVE, 0] = 5
    assert "stock_given" not in _rules(_problem(), changed)
    short = replace(_problem(), supplied=np.array([[4.0, 9.0, 9.0, 9.0], [1.0] * DAYS]))
    assert "stock_given" in _rules(short, changed)


@pytest.mark.parametrize(
    ("rule", "place", "day"),
    [("receiving", 0, 1), ("receiving", 1, 3), ("storage", 0, 1), ("storage", 1, 1)],
)
def test_a_limit_passed_by_little_is_noticed(rule: str, place: int, day: int) -> None:
    problem, units = _problem(), _units()
    use = use_of(problem, units.astype(np.float64))
    used = {"receiving": use.received_m3, "storage": use.stored_m3}[rule]
    for share, is_broken in ((1.0, False), (0.999, True)):
        limit = np.full((2, DAYS), np.inf)
        limit[place, day] = used[place, day] * share
        changed: Any = {f"{rule}_m3": limit}
        limited = replace(problem, shared=replace(problem.shared, **changed))
        assert (rule in _rules(limited, units)) is is_broken


def test_too_many_moves_out_are_noticed() -> None:
    problem = _problem()
    none = np.zeros((2, DAYS))
    limited = replace(problem, shared=replace(problem.shared, outbound_lines=none))
    assert _rules(limited, _units()) == {"outbound"}


@pytest.mark.parametrize(("budget", "is_broken"), [(72.0, False), (71.9, True)])
def test_too_much_spent_is_noticed(budget: float, is_broken: bool) -> None:
    problem = _problem()
    limited = replace(problem, shared=replace(problem.shared, budget=budget))
    assert ("budget" in _rules(limited, _units())) is is_broken


def test_where_there_was_never_room_a_plan_adds_nothing() -> None:
    problem = _problem()
    none = np.zeros((2, DAYS))
    limited = replace(problem, shared=replace(problem.shared, storage_m3=none))
    nothing = np.zeros_like(_units())
    assert not _rules(limited, nothing)
    assert _rules(limited, _units()) == {"storage"}


@pytest.mark.parametrize(("ceiling", "is_broken"), [(8.0, False), (7.5, True)])
def test_more_than_can_be_sold_before_it_expires_is_noticed(
    ceiling: float, is_broken: bool
) -> None:
    problem = _problem()
    top = np.full((2, DAYS), np.inf)
    top[0, 1] = ceiling
    # Nothing arrives on the next day, when there is as much.
    top[0, 2] = 1.0
    assert ("expiry" in _rules(replace(problem, ceiling=top), _units())) is is_broken


@pytest.mark.parametrize(
    ("changes", "rule"), [({"cost": 1.01}, "cost"), ({"lower_bound": 1.01}, "bound")]
)
def test_wrong_figures_are_noticed(changes: dict[str, float], rule: str) -> None:
    problem = _problem()
    solution = _solution(problem, _units())
    wrong: Any = {name: factor * solution.cost for name, factor in changes.items()}
    faults = check_stock(problem, replace(solution, **wrong))
    assert {fault.rule for fault in faults} == {rule}


def test_a_fault_says_where_and_by_how_much() -> None:
    changed = _units()
    changed[SUPPLY, 1] = 5
    (fault,) = check_stock(_problem(), _solution(_problem(), changed))
    assert (fault.rule, fault.where, fault.amount) == ("lot", f"way={SUPPLY} day=1", 1)
