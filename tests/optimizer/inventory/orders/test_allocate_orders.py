"""Order allocation: never more than is there, each order once, and the reasons."""

import datetime
import itertools
from collections import defaultdict
from collections.abc import Mapping, Sequence
from decimal import Decimal
from typing import Any

import numpy as np
import numpy.typing as npt
import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain.orders import Order, OrderLine
from domain.plan import Allocation, Unassigned
from domain.products import Product, SupplyLane
from domain.transport_price import NOT_DELIVERABLE_MINOR, PriceSource, TransportPrice
from domain.warehouses import Warehouse
from optimizer.inventory.orders.allocate_orders import allocate_orders
from optimizer.inventory.orders.together import MoveLanes

DAY = datetime.date(2026, 11, 20)
Answer = tuple[tuple[Allocation, ...], tuple[Unassigned, ...]]


def warehouse(number: int, capacity: int | None = None) -> Warehouse:
    return Warehouse(
        warehouse_id=f"W{number}", lat=47, lon=10, outbound_capacity_orders_per_day=capacity
    )


def allocate(
    needs: Sequence[Mapping[str, int]],
    stock: Sequence[Mapping[str, int]] | None,
    cost: npt.ArrayLike,
    *,
    worth: Sequence[int] | None = None,
    capacity: Sequence[int | None] = (),
    facts: Mapping[int, Mapping[str, Any]] | None = None,
    lanes: Sequence[SupplyLane] = (),
) -> Answer:
    """Allocate orders given as SKU -> units, warehouses given as SKU -> units."""
    costs = np.array(cost, dtype=np.int64).reshape(len(needs), -1)
    count = costs.shape[1]
    orders = [
        Order(order_id=f"O{i}", lat=47, lon=10, due_date=DAY, **(facts or {}).get(i, {}))
        for i in range(len(needs))
    ]
    lines = {
        f"O{i}": [OrderLine(order_id=f"O{i}", sku=s, units=n) for s, n in need.items()]
        for i, need in enumerate(needs)
    }
    available = None
    if stock is not None:
        available = {(f"W{w}", s): n for w, have in enumerate(stock) for s, n in have.items()}
    return allocate_orders(
        orders,
        lines,
        available_units=available,
        warehouses=[warehouse(w, capacity[w] if capacity else None) for w in range(count)],
        price=TransportPrice(stop_minor=costs, alone_minor=costs, source=PriceSource.ROUTES),
        unassigned_cost_minor={f"O{i}": worth[i] if worth else 100_000 for i in range(len(needs))},
        moves=MoveLanes(
            lanes={(lane.from_id, lane.to_id, lane.sku): lane for lane in lanes},
            products={s: Product(sku=s, unit_value=Decimal(1), unit_volume_m3=0) for s in "ABC"},
            currency="EUR",
        ),
    )


def chosen(answer: Answer) -> dict[str, str]:
    return {a.order_id: a.warehouse_id for a in answer[0]}


def test_every_order_ships_from_the_cheapest_where_stock_allows() -> None:
    answer = allocate([{"A": 1}, {"A": 1}], [{"A": 5}, {"A": 5}], [[1, 9], [9, 1]])
    assert chosen(answer) == {"O0": "W0", "O1": "W1"}
    assert answer[0][0].explanation.code == "allocation.nearest"


def test_scarce_stock_goes_where_it_saves_most() -> None:
    answer = allocate([{"A": 1}, {"A": 1}], [{"A": 1}, {"A": 1}], [[10, 20], [10, 90]])
    assert chosen(answer) == {"O0": "W1", "O1": "W0"}
    why = answer[0][0].explanation
    assert why.code == "allocation.nearest_lacks"
    assert (why["nearest"], why["sku"], why["units"], why["left"]) == ("W0", "A", 1, 0)


def test_scarce_stock_goes_to_the_order_that_is_dearest_to_leave_out() -> None:
    answer = allocate([{"A": 1}, {"A": 1}], [{"A": 1}], [[5], [5]], worth=[1_000, 9_000])
    assert chosen(answer) == {"O1": "W0"}
    assert answer[1][0].reason.code == "unassigned.stock_for_others"


def test_an_order_of_several_lines_ships_whole() -> None:
    answer = allocate([{"A": 1, "B": 1}], [{"A": 9}, {"A": 9, "B": 9}], [[1, 50]])
    assert chosen(answer) == {"O0": "W1"}


def test_an_order_is_pushed_away_to_let_another_in() -> None:
    needs = [{"A": 1}, {"A": 1, "B": 1}]
    answer = allocate(needs, [{"A": 1, "B": 1}, {"A": 1}], [[1, 2], [1, 2]], worth=[9_000, 8_000])
    assert chosen(answer) == {"O0": "W1", "O1": "W0"}


def test_unknown_stock_is_plenty() -> None:
    assert chosen(allocate([{"A": 10**6}], None, [[7, 3]])) == {"O0": "W1"}


PICKUP = {"kind": "pickup"}
TRANSPORT = {"kind": "transport", "pickup_lat": 47.1, "pickup_lon": 10.1}


def test_goods_fetched_or_carried_take_no_stock_and_no_room() -> None:
    """Nothing is in stock, and W0 may send out one order: the delivery."""
    needs = [{"A": 3}, {"A": 3}, {"B": 1}]
    answer = allocate(
        needs, [{"B": 1}, {}], [[1, 9], [9, 1], [1, 9]],
        capacity=[1, 0], facts={0: PICKUP, 1: TRANSPORT},
    )  # fmt: skip
    assert chosen(answer) == {"O0": "W0", "O1": "W1", "O2": "W0"}
    codes = [allocation.explanation.code for allocation in answer[0]]
    assert codes == ["allocation.pickup", "allocation.transport", "allocation.nearest"]


def test_a_pickup_that_no_road_leads_to_says_so() -> None:
    _, unassigned = allocate([{"A": 1}], [{}], [[NOT_DELIVERABLE_MINOR]], facts={0: PICKUP})
    assert unassigned[0].reason.code == "unassigned.no_way_by_road"


def test_a_group_comes_from_one_warehouse() -> None:
    grouped = {i: {"same_vehicle_group": "G"} for i in range(2)}
    costs = [[1, 9], [30, 1], [1, 9]]
    answer = allocate([{"A": 1}] * 3, [{"A": 9}, {"A": 9}], costs, facts=grouped)
    assert chosen(answer) == {"O0": "W1", "O1": "W1", "O2": "W0"}
    assert answer[0][0].explanation.code == "allocation.with_group"
    assert answer[0][1].explanation.code == "allocation.nearest"


def test_a_group_that_no_warehouse_has_all_of_stays_apart() -> None:
    grouped = {i: {"same_vehicle_group": "G"} for i in range(2)}
    stock = [{"A": 1}, {"B": 1}]
    answer = allocate([{"A": 1}, {"B": 1}], stock, [[1, 9], [1, 9]], facts=grouped)
    assert chosen(answer) == {"O0": "W0", "O1": "W1"}


BOTH = {"A": 1, "B": 1}


@pytest.mark.parametrize(
    ("needs", "stock", "cost", "capacity", "code"),
    [
        ({"A": 3}, [{"A": 2}], [[1]], [None], "unassigned.not_in_stock"),
        (BOTH, [{"A": 1}, {"B": 1}], [[1, 1]], [], "unassigned.only_together"),
        (BOTH, [{"A": 1}, {"B": 1}], [[1, 1]], [0, 9], "unassigned.no_warehouse_has_all"),
        ({"A": 1}, [{"A": 9}], [[NOT_DELIVERABLE_MINOR]], [None], "unassigned.no_way_by_road"),
        ({"A": 1}, [{"A": 9}], [[1]], [0], "unassigned.warehouses_full"),
    ],
)  # fmt: skip
def test_an_order_left_out_says_why(
    needs: Mapping[str, int],
    stock: Sequence[Mapping[str, int]],
    cost: npt.ArrayLike,
    capacity: Sequence[int | None],
    code: str,
) -> None:
    allocation, unassigned = allocate([needs], stock, cost, capacity=capacity)
    assert not allocation
    assert unassigned[0].reason.code == code


def test_the_reason_of_missing_stock_names_the_amounts() -> None:
    reason = allocate([{"A": 4}], [{"A": 2}, {"A": 1}], [[1, 1]])[1][0].reason
    assert (reason["sku"], reason["units"], reason["available"]) == ("A", 4, 2)


def test_an_order_that_only_two_warehouses_have_together_names_both() -> None:
    stock = [{"A": 3}, {"A": 9, "B": 1}, {"A": 1, "B": 2}]
    (left_out,) = allocate([{"A": 3, "B": 3}], stock, [[1, 50, 60]])[1]
    assert left_out.reason["parts"] == "W1: 3 × A, 1 × B; W2: 2 × B"
    assert left_out.relaxation is not None
    assert left_out.relaxation.code == "relax.in_parts"


def test_what_other_orders_took_is_in_no_part() -> None:
    """O0 is worth more and takes what O1 would have of W0."""
    needs = [{"A": 2}, {"A": 2, "B": 1}]
    answer = allocate(needs, [{"A": 2}, {"B": 1}], [[1, 9], [1, 9]], worth=[9_000, 1_000])
    (left_out,) = answer[1]
    assert (left_out.reason.code, left_out.relaxation) == ("unassigned.no_warehouse_has_all", None)


def test_moving_stock_is_named_where_it_costs_less_than_a_second_stop() -> None:
    lane = SupplyLane(
        from_id="W1", to_id="W0", lead_time_days=1.5, moq_units=3, fixed_cost_per_order=Decimal(2)
    )
    needs, stock = [{"A": 2, "B": 1}], [{"A": 2}, {"A": 1, "B": 3}]
    (dear,) = allocate(needs, stock, [[100, 500]], lanes=[lane])[1]
    assert dear.relaxation is not None
    assert dict(dear.relaxation.parameters) == {
        "moves": "3 × B W1 → W0", "days": 2, "warehouse": "W0",
    }  # fmt: skip
    assert dear.reason["parts"] == "W0: 2 × A; W1: 1 × B"
    (cheap,) = allocate(needs, stock, [[100, 150]], lanes=[lane])[1]
    assert cheap.relaxation is not None
    assert cheap.relaxation.code == "relax.in_parts"
    (scarce,) = allocate(needs, [{"A": 2}, {"B": 2}], [[100, 500]], lanes=[lane])[1]
    assert scarce.relaxation is not None
    assert scarce.relaxation.code == "relax.in_parts", "the lane moves three at least"


@st.composite
def problems(draw: st.DrawFn) -> tuple[list[dict[str, int]], list[dict[str, int]], list[list[int]]]:
    count = draw(st.integers(1, 3))
    units = st.integers(1, 4)
    needs = draw(
        st.lists(st.dictionaries(st.sampled_from("ABC"), units, min_size=1), min_size=1, max_size=6)
    )
    have = st.dictionaries(st.sampled_from("ABC"), st.integers(0, 8))
    stock = draw(st.lists(have, min_size=count, max_size=count))
    row = st.lists(st.integers(1, 99), min_size=count, max_size=count)
    return needs, stock, draw(st.lists(row, min_size=len(needs), max_size=len(needs)))


@given(problems())
def test_nothing_ships_that_is_not_there(
    problem: tuple[list[dict[str, int]], list[dict[str, int]], list[list[int]]],
) -> None:
    needs, stock, cost = problem
    allocation, unassigned = allocate(needs, stock, cost)
    ids = sorted([a.order_id for a in allocation] + [u.order_id for u in unassigned])
    assert ids == sorted(f"O{i}" for i in range(len(needs)))
    shipped: dict[tuple[str, str], int] = defaultdict(int)
    for order_id, warehouse_id in chosen((allocation, unassigned)).items():
        for sku, units in needs[int(order_id[1:])].items():
            shipped[warehouse_id, sku] += units
    for (warehouse_id, sku), units in shipped.items():
        assert units <= stock[int(warehouse_id[1:])].get(sku, 0)


@given(problems(), st.lists(st.none() | st.integers(0, 3), min_size=3, max_size=3))
def test_no_warehouse_sends_out_more_orders_than_it_can(
    problem: tuple[list[dict[str, int]], list[dict[str, int]], list[list[int]]],
    capacity: list[int | None],
) -> None:
    needs, stock, cost = problem
    answer = allocate(needs, stock, cost, capacity=capacity)
    sent = list(chosen(answer).values())
    assert len(sent) + len(answer[1]) == len(needs)
    for number, most in enumerate(capacity):
        assert most is None or sent.count(f"W{number}") <= most


@given(problems())
def test_whoever_has_an_order_together_really_has_it_left(
    problem: tuple[list[dict[str, int]], list[dict[str, int]], list[list[int]]],
) -> None:
    needs, stock, cost = problem
    answer = allocate(needs, stock, cost)
    left = [defaultdict(int, have) for have in stock]
    for order_id, warehouse_id in chosen(answer).items():
        for sku, units in needs[int(order_id[1:])].items():
            left[int(warehouse_id[1:])][sku] -= units
    for order in answer[1]:
        if order.relaxation is None:
            continue
        together: dict[str, int] = defaultdict(int)
        for part in str(order.relaxation["parts"]).split("; "):
            warehouse_id, goods = part.split(": ")
            for count, sku in (some.split(" × ") for some in goods.split(", ")):
                assert int(count) <= left[int(warehouse_id[1:])][sku]
                together[sku] += int(count)
        assert together == needs[int(order.order_id[1:])]


@given(problems())
def test_single_lines_are_allocated_about_as_well_as_by_trying_everything(
    problem: tuple[list[dict[str, int]], list[dict[str, int]], list[list[int]]],
) -> None:
    """One unit of one SKU an order: the flow is exact, and so must be the answer."""
    needs, stock, cost = [{"A": 1} for _ in problem[0]], problem[1], problem[2]
    answer = allocate(needs, stock, cost)
    total = sum(cost[int(o[1:])][int(w[1:])] for o, w in chosen(answer).items())
    total += 100_000 * len(answer[1])
    assert total == _best_total(len(needs), [have.get("A", 0) for have in stock], cost)


def _best_total(orders: int, stock: list[int], cost: list[list[int]]) -> int:
    totals = []
    for choice in itertools.product(range(len(stock) + 1), repeat=orders):
        used = [choice.count(w) for w in range(len(stock))]
        if all(n <= have for n, have in zip(used, stock, strict=True)):
            parts = (100_000 if w == len(stock) else cost[o][w] for o, w in enumerate(choice))
            totals.append(sum(parts))
    return min(totals)
