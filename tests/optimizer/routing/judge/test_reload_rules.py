"""Every hard rule of the trips of a route, where it binds and where it just does not."""

from collections.abc import Callable
from typing import Any

import pytest

from domain.fleet import OPEN_ROUTE
from domain.orders import TimeWindow
from domain.warehouses import Warehouse
from optimizer.routing.judge.judge_route import judge_route
from optimizer.routing.judge.judged import RouteRule
from tests.optimizer.routing.build import (
    Case,
    H,
    case,
    parcel,
    pickup,
    transport,
    van,
)
from tests.optimizer.routing.judge.lines import (
    drive,
    line,
    problem_of,
)

Made = Callable[[Any], Case]


def until(time_s: int) -> tuple[TimeWindow, ...]:
    return (TimeWindow(0, time_s),)


RELOADED: dict[str, Any] = {"max_trips": 2, "reload_s": 600}


HOME, AWAY = "warehouse:W1", "warehouse:W2"


def reloading(vehicle: dict[str, Any], home: dict[str, Any] | None = None, **order: Any) -> Case:
    """A, a reload at home, then B, five minutes of service each, ten minutes from home."""
    return case(
        [parcel("A"), parcel("B", **order)],
        [van(**(RELOADED | vehicle))],
        [(6_000, 0), (-6_000, 0)],
        warehouses=[Warehouse(warehouse_id="W1", lat=0.0, lon=0.0, **(home or {}))],
    )


RELOADS: dict[str, tuple[RouteRule, Made, Any, Any]] = {
    "trips": (RouteRule.FIT, lambda most: reloading({"max_trips": most}), 2, 1),
    "window behind a reload": (
        RouteRule.WINDOW,
        lambda closes: reloading({}, windows=until(closes)),
        8 * H + 2_700, 8 * H + 2_699,
    ),
    "release of the trip behind": (
        RouteRule.WINDOW,
        lambda release_s: reloading({}, windows=until(10 * H), release_s=release_s),
        10 * H - 600, 10 * H - 599,
    ),
    "hours of the warehouse": (
        RouteRule.WINDOW,
        lambda closes: reloading(
            {"end_warehouse_id": OPEN_ROUTE}, {"open_time_s": 0, "close_time_s": closes}
        ),
        8 * H + 2_100, 8 * H + 2_099,
    ),
}  # fmt: skip


@pytest.mark.parametrize("name", RELOADS)
def test_a_rule_of_reloads_binds_at_its_border(name: str) -> None:
    rule, made, lawful, unlawful = RELOADS[name]
    calls = "order:A", HOME, "order:B"
    assert drive(made(lawful), *calls).broken is RouteRule.NONE
    assert drive(made(unlawful), *calls).broken is rule


def test_a_reload_parts_incompatible_goods() -> None:
    made = case(
        [
            parcel("A", goods_classes=frozenset({"cold"})),
            parcel("B", incompatible_with=frozenset({"cold"})),
        ],
        [van(**RELOADED)],
        [(6_000, 0), (-6_000, 0)],
    )
    assert drive(made, "order:A", "order:B").broken is RouteRule.INCOMPATIBLE
    assert drive(made, "order:A", HOME, "order:B").broken is RouteRule.NONE


def test_a_reload_is_made_at_an_allowed_warehouse_that_loads_the_trip() -> None:
    def made(allowed: frozenset[str], home: str) -> Case:
        return line(
            van(reload_warehouse_ids=allowed, **RELOADED),
            parcel("A"),
            parcel("B", warehouse_id=home),
            warehouses_at=[(0.0, 0.0), (9_000.0, 0.0)],
        )

    calls = "order:A", AWAY, "order:B"
    both = frozenset({"W1", "W2"})
    assert drive(made(both, "W2"), *calls).broken is RouteRule.NONE
    assert drive(made(both, "W1"), *calls).broken is RouteRule.FIT
    assert drive(made(frozenset({"W1"}), "W2"), *calls).broken is RouteRule.FIT


@pytest.mark.parametrize(
    "calls",
    [
        (HOME, "order:A", "order:B"),
        ("order:A", "order:B", HOME),
        ("order:A", HOME, HOME, "order:B"),
    ],
)
def test_every_trip_serves_an_order(calls: tuple[str, ...]) -> None:
    made = line(van(max_trips=3, reload_s=600), *map(parcel, "ABC"))
    assert drive(made, *calls).broken is RouteRule.EMPTY_TRIP


def test_each_trip_has_the_room_of_the_vehicle() -> None:
    made = reloading({"capacity_m3": 1.0})
    assert drive(made, "order:A", "order:B").broken is RouteRule.LOAD
    assert drive(made, "order:A", HOME, "order:B").broken is RouteRule.NONE


def test_a_transport_is_fetched_first_and_on_the_same_trip() -> None:
    made = case([transport("A"), parcel("B")], [van(**RELOADED)], [(6_000, 0), (-6_000, 0)])
    fetch, bring = "pickup:A", "order:A"
    assert drive(made, fetch, "order:B", bring).broken is RouteRule.NONE
    assert drive(made, bring, "order:B", fetch).broken is RouteRule.PAIR
    assert drive(made, fetch, "order:B").broken is RouteRule.PAIR
    assert drive(made, fetch, HOME, bring).broken is RouteRule.PAIR


def test_pickups_leave_the_vehicle_at_a_reload() -> None:
    made = case([pickup("A"), parcel("B")], [van(capacity_m3=1.0, **RELOADED)], [(6_000, 0)] * 2)
    assert drive(made, "pickup:A", "order:B").broken is RouteRule.LOAD
    assert drive(made, "pickup:A", HOME, "order:B").broken is RouteRule.NONE


@pytest.mark.parametrize("node", [-1, 3, 99])
def test_a_node_that_is_no_call_is_refused(node: int) -> None:
    problem = problem_of(reloading({}))
    with pytest.raises(ValueError, match="no task and no warehouse"):
        judge_route(problem, 0, (node,))


def test_a_warehouse_at_which_a_vehicle_is_never_reloaded_does_not_fit() -> None:
    made = line(van(), parcel("A"), parcel("B"))
    assert drive(made, "order:A", HOME, "order:B").broken is RouteRule.FIT
