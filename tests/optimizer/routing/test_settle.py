"""From any sequences to plans that keep the rules, and orders put into them where that pays."""

from collections.abc import Sequence
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from domain.plan import Route
from domain.routing_problem import Shipment
from optimizer.routing.broken import Rule
from optimizer.routing.insertion import (
    Allowance,
    Insertion,
    insert_left_out,
    try_everywhere,
    try_on,
)
from optimizer.routing.plan_route import time_route
from optimizer.routing.problem_view import ProblemView, view_of
from optimizer.routing.routing_result import RoutingResult, places_of
from optimizer.routing.settle import left_out, routes_of, settle
from tests.optimizer.routing.build import H, case, parcel, pickup, transport, van
from tests.optimizer.routing.by_insertion import by_insertion, explained
from tests.optimizer.routing.random_case import RULES, random_case, random_plan
from tests.optimizer.routing.recheck import broken_on, broken_rules

A, B, C = "order:A", "order:B", "order:C"
FETCH_A, FETCH_B, FETCH_C = "pickup:A", "pickup:B", "pickup:C"
W1, W2 = "warehouse:W1", "warehouse:W2"

SEEDS = st.integers(0, 10**6)
RULE_SETS = st.frozensets(st.sampled_from(RULES))


def view(orders: Sequence[Shipment], vehicles: int = 2, **facts: Any) -> ProblemView:
    """Orders along a line a kilometre apart, the first six from the warehouse."""
    made = case(
        orders,
        [van(f"V{i + 1}", **facts) for i in range(vehicles)],
        [(6_000.0 + 1_000.0 * i, 0.0) for i in range(len(orders))],
        warehouses_at=[(0.0, 0.0), (0.0, 4_000.0)],
        fetched_at={order.order_id: (6_000.0, 1_000.0) for order in orders},
    )
    return view_of(made.problem, made.locations)


@settings(max_examples=100)
@given(seed=SEEDS, rules=RULE_SETS)
def test_whatever_is_proposed_a_settled_plan_keeps_every_rule(
    seed: int, rules: frozenset[str]
) -> None:
    made = random_case(seed, rules)
    of_case = view_of(made.problem, made.locations)
    proposed = random_plan(made, seed)
    for vehicle_id, places in proposed.items():
        found = time_route(of_case, of_case.vehicles[vehicle_id], places)
        assert not isinstance(found, Route) or broken_on(made, found) == []
    settled = settle(of_case, proposed)
    result = explained(of_case, settled)
    assert broken_rules(made, result) == []
    assert settle(of_case, settled) == settled
    again = {route.vehicle_id: places_of(route) for route in result.routes}
    assert again == settled


@settings(max_examples=60)
@given(seed=SEEDS, rules=RULE_SETS)
def test_insertion_keeps_every_rule(seed: int, rules: frozenset[str]) -> None:
    made = random_case(seed, rules)
    assert broken_rules(made, by_insertion(made)) == []


@pytest.mark.parametrize(
    ("proposed", "kept"),
    [
        ([A, "order:gone", A, B], (A, B)),
        ([A, FETCH_C, C, B], (A, FETCH_C, C, B)),
        ([A, FETCH_C, B], (A, B)),
        ([C, A, FETCH_C, B], (A, B)),
        ([A, W2, B], (A, B)),
        (["warehouse:gone", A], (A,)),
        ([FETCH_A, FETCH_B], ()),
        ([W1], ()),
    ],
)
def test_what_cannot_be_called_at_is_left_out(proposed: list[str], kept: tuple[str, ...]) -> None:
    of_case = view([parcel("A"), parcel("B"), transport("C")])
    assert settle(of_case, {"V1": tuple(proposed), "gone": (A,)}) == ({"V1": kept} if kept else {})


@pytest.mark.parametrize(
    ("proposed", "kept"),
    [
        ((A, W1, B, C), (A, W1, B, C)),
        ((W1, A, W1, W1, B, C, W1), (A, W1, B, C)),
        ((A, W1, C), (A, C)),
        ((A, W1, B, W1, C), (A, W1, B, C)),
    ],
)
def test_reloads_that_nothing_needs_are_dropped(
    proposed: tuple[str, ...], kept: tuple[str, ...]
) -> None:
    orders = [parcel("A", volume_m3=6.0), parcel("B", volume_m3=6.0), parcel("C", volume_m3=2.0)]
    assert settle(view(orders, max_trips=2), {"V1": proposed}) == {"V1": kept}


def test_a_group_rides_on_the_vehicle_that_has_most_of_its_worth() -> None:
    group = {"same_vehicle_group": "set"}
    orders = [parcel("A", **group), parcel("B", **group), parcel("C", **group)]
    of_case = view(orders)
    plan = settle(of_case, {"V1": (A,), "V2": (B, C)})
    assert plan == {"V2": (B, C)}
    missing = tuple(order.order_id for order in left_out(of_case, plan))
    completed = insert_left_out(of_case, plan, missing, Allowance(100))
    assert sorted(completed["V2"]) == [A, B, C]
    alone = view([parcel("A"), parcel("B"), parcel("C")])
    assert settle(alone, {"V1": (A,), "V2": (B, C)}) == {"V1": (A,), "V2": (B, C)}


def test_a_group_with_a_full_vehicle_is_split_by_none() -> None:
    group = {"same_vehicle_group": "set"}
    of_case = view([parcel("A", **group), parcel("B", **group)], capacity_m3=1.0)
    trial = try_everywhere(of_case, {"V2": (A,)}, of_case.shipments["B"], Allowance(100))
    assert trial.found == []
    assert dict(trial.broken) == {Rule.VOLUME: 1}


def tried(of_case: ProblemView, order_id: str, *places: str, timelines: int = 100) -> Any:
    vehicle = of_case.vehicles["V1"]
    order = of_case.shipments[order_id]
    return try_on(of_case, vehicle, places, order, Allowance(timelines))


def cost_minor(of_case: ProblemView, places: tuple[str, ...]) -> int:
    found = time_route(of_case, of_case.vehicles["V1"], places)
    assert isinstance(found, Route)
    return found.cost.total_minor


@pytest.mark.parametrize(
    ("added", "sequences"),
    [
        (parcel("B"), [(B, A, C), (A, B, C), (A, C, B)]),
        (pickup("B"), [(FETCH_B, A, C), (A, FETCH_B, C), (A, C, FETCH_B)]),
        (
            transport("B"),
            [
                (FETCH_B, B, A, C), (FETCH_B, A, B, C), (FETCH_B, A, C, B),
                (A, FETCH_B, B, C), (A, FETCH_B, C, B), (A, C, FETCH_B, B),
            ],
        ),
    ],
)  # fmt: skip
def test_an_order_comes_where_it_costs_least(
    added: Shipment, sequences: list[tuple[str, ...]]
) -> None:
    of_case = view([parcel("A"), added, parcel("C")])
    found = tried(of_case, "B", A, C)
    assert isinstance(found, Insertion)
    assert found.places in sequences
    least = min(cost_minor(of_case, places) for places in sequences)
    assert cost_minor(of_case, found.places) == least
    assert found.extra_minor == least - cost_minor(of_case, (A, C))
    route = time_route(of_case, of_case.vehicles["V1"], found.places)
    assert isinstance(route, Route)
    (own,) = (stop for stop in route.stops if "B" in stop.order_ids and stop.location.lon > 0.065)
    assert found.begin_s == own.arrival_s + own.wait_s


def test_a_full_vehicle_makes_another_trip_where_it_may() -> None:
    orders = [parcel("A", volume_m3=8.0), parcel("B", volume_m3=8.0)]
    found = tried(view(orders, max_trips=2), "B", A)
    assert isinstance(found, Insertion)
    assert found.places == (A, W1, B)
    assert tried(view(orders, max_trips=1), "B", A) is Rule.VOLUME
    assert isinstance(tried(view(orders, max_trips=2, shift_end_s=8 * H + 3200), "B", A), Insertion)
    assert tried(view(orders, max_trips=2, shift_end_s=8 * H + 3199), "B", A) is Rule.END


def test_goods_of_another_warehouse_are_fetched_by_a_reload() -> None:
    orders = [parcel("A"), parcel("B", warehouse_id="W2")]
    facts: dict[str, Any] = {"max_trips": 2, "reload_warehouse_ids": frozenset({"W2"})}
    found = tried(view(orders, **facts), "B", A)
    assert isinstance(found, Insertion)
    assert found.places == (A, W2, B)
    assert tried(view(orders, **facts), "B") is Rule.TRIPS, "its first trip would be empty"


def test_no_more_timelines_are_tried_than_allowed() -> None:
    of_case = view([parcel("A"), transport("B"), parcel("C")])
    allowance = Allowance(2)
    try_on(of_case, of_case.vehicles["V1"], (A, C), of_case.shipments["B"], allowance)
    assert allowance.timelines == 0


def test_the_routes_of_a_result_are_told_by_the_places_they_call_at() -> None:
    orders = [parcel("A", volume_m3=8.0), transport("B"), pickup("C")]
    of_case = view(orders, max_trips=2)
    sequence = (A, W1, FETCH_B, FETCH_C, B)
    result: RoutingResult = explained(of_case, {"V2": sequence})
    (calls,) = result.sequences()
    assert (calls.vehicle_id, calls.places) == ("V2", sequence)
    assert [route.order_ids for route in routes_of(of_case, {"V2": sequence})] == [("A", "B", "C")]
