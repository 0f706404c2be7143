"""Every hard rule of the judge, where it binds and where it just does not."""

from collections.abc import Callable
from dataclasses import replace
from typing import Any

import numpy as np
import pytest

from domain.fleet import OPEN_ROUTE
from domain.orders import TimeWindow
from domain.travel import UNREACHABLE_S, FleetTravel
from domain.warehouses import Warehouse
from optimizer.routing.judge.judge_route import judge_route, judged_cost
from optimizer.routing.judge.judged import RouteRule
from tests.optimizer.routing.build import (
    DAY,
    Case,
    H,
    case,
    parcel,
    pickup,
    transport,
    van,
    with_travel,
)
from tests.optimizer.routing.judge.lines import (
    AT_A,
    AT_B,
    BACK,
    LEAVES_A,
    drive,
    limited,
    line,
    problem_of,
)

Made = Callable[[Any], Case]


def until(time_s: int) -> tuple[TimeWindow, ...]:
    return (TimeWindow(0, time_s),)


BORDERS: dict[str, tuple[RouteRule, Made, Any, Any]] = {
    "window": (
        RouteRule.WINDOW,
        lambda closes: line(van(), parcel("A", windows=until(closes))),
        AT_A, AT_A - 1,
    ),
    "last of several windows": (
        RouteRule.WINDOW,
        lambda closes: line(
            van(), parcel("A", windows=(TimeWindow(0, AT_A - 900), TimeWindow(AT_A - 300, closes)))
        ),
        AT_A, AT_A - 1,
    ),
    "window behind service": (
        RouteRule.WINDOW,
        lambda service_s: line(
            van(), parcel("A", service_s=service_s), parcel("B", windows=until(AT_B))
        ),
        300, 301,
    ),
    "window behind set-up": (
        RouteRule.WINDOW,
        lambda setup_s: line(
            van(),
            parcel("A", service_s=100, setup_s=setup_s),
            parcel("B", windows=until(AT_B)),
        ),
        200, 201,
    ),
    "window behind waiting": (
        RouteRule.WINDOW,
        lambda opens: line(
            van(),
            parcel("A", windows=(TimeWindow(opens, 9 * H),)),
            parcel("B", windows=until(AT_B + 60)),
        ),
        AT_A + 60, AT_A + 61,
    ),
    "release before a window": (
        RouteRule.WINDOW,
        lambda release_s: line(van(), parcel("A", windows=until(9 * H), release_s=release_s)),
        9 * H - 600, 9 * H - 599,
    ),
    "release of another order of the trip": (
        RouteRule.WINDOW,
        lambda release_s: line(
            van(), parcel("A", windows=until(9 * H)), parcel("B", release_s=release_s)
        ),
        9 * H - 600, 9 * H - 599,
    ),
    "release after the shift": (
        RouteRule.RELEASE,
        lambda release_s: line(van(end_warehouse_id=OPEN_ROUTE, max_overtime_s=H),
                               parcel("A", release_s=release_s)),
        17 * H, 18 * H + 1,
    ),
    "end of the shift": (
        RouteRule.END,
        lambda ends: line(van(shift_end_s=ends), parcel("A"), parcel("B")),
        BACK, BACK - 1,
    ),
    "most overtime": (
        RouteRule.END,
        lambda most_s: line(van(shift_end_s=9 * H, max_overtime_s=most_s),
                            parcel("A", windows=(TimeWindow(9 * H, 9 * H),))),
        900, 899,
    ),
    "end of an open route": (
        RouteRule.END,
        lambda ends: line(van(shift_end_s=ends, end_warehouse_id=OPEN_ROUTE), parcel("A")),
        LEAVES_A, LEAVES_A - 1,
    ),
    "close of the end warehouse": (
        RouteRule.END,
        lambda closes: line(
            van(end_warehouse_id="W2"),
            parcel("A"),
            warehouses=[
                Warehouse(warehouse_id="W1", lat=0.0, lon=0.0),
                Warehouse(warehouse_id="W2", lat=0.0, lon=0.0, close_time_s=closes),
            ],
            warehouses_at=[(0.0, 0.0), (12_000.0, 0.0)],
        ),
        LEAVES_A + 600, LEAVES_A + 599,
    ),
    "distance": (
        RouteRule.DISTANCE,
        lambda most_m: line(van(max_distance_m=most_m), parcel("A"), parcel("B")),
        24_000.0, 23_999.0,
    ),
    "stops": (
        RouteRule.STOPS,
        lambda most: line(van(max_stops=most), parcel("A"), parcel("B")),
        2, 1,
    ),
    "stops of neighbours served in one go": (
        RouteRule.STOPS,
        lambda windows: case(
            [parcel("A"), parcel("B", windows=windows)], [van(max_stops=1)], [(6_000, 0)] * 2
        ),
        (DAY,), until(20 * H),
    ),
    "volume of deliveries": (
        RouteRule.LOAD,
        lambda most_m3: line(van(capacity_m3=most_m3), parcel("A"), parcel("B")),
        2.0, 1.99,
    ),
    "weight of deliveries": (
        RouteRule.LOAD,
        lambda most_kg: line(van(capacity_kg=most_kg), parcel("A"), parcel("B")),
        20.0, 19.9,
    ),
    "number of parcels": (
        RouteRule.LOAD,
        lambda most: line(van(capacity_parcels=most), parcel("A"), parcel("B")),
        2, 1,
    ),
    "volume of pickups": (
        RouteRule.LOAD,
        lambda most_m3: line(van(capacity_m3=most_m3), pickup("A"), pickup("B")),
        2.0, 1.99,
    ),
    "pickup before a delivery": (
        RouteRule.LOAD,
        lambda orders: line(van(capacity_m3=1.0), *orders),
        (parcel("A"), pickup("B")), (pickup("A"), parcel("B")),
    ),
    "transport beside a delivery": (
        RouteRule.LOAD,
        lambda most_m3: line(van(capacity_m3=most_m3), transport("A"), parcel("B")),
        2.0, 1.99,
    ),
    "equipment": (
        RouteRule.FIT,
        lambda owned: line(van(equipment=owned), parcel("A", requirements=frozenset({"lift"}))),
        frozenset({"lift", "radio"}), frozenset({"radio"}),
    ),
    "goods": (
        RouteRule.FIT,
        lambda carried: line(van(carries=carried), parcel("A", goods_classes=frozenset({"cold"}))),
        frozenset({"cold"}), frozenset({"dry"}),
    ),
    "territory": (
        RouteRule.FIT,
        lambda zone: line(
            van(zone_ids=frozenset({zone})),
            parcel("A", territory="north"),
            territories={"north", "south"},
        ),
        "north", "south",
    ),
    "locked vehicle": (
        RouteRule.FIT,
        lambda locked: line(van(), parcel("A", locked_vehicle_id=locked)),
        "V1", "V2",
    ),
    "locked position": (
        RouteRule.POSITION,
        lambda position: line(van(), parcel("A"), parcel("B", locked_position=position)),
        2, 1,
    ),
    "incompatible goods": (
        RouteRule.INCOMPATIBLE,
        lambda goods: line(
            van(),
            parcel("A", goods_classes=frozenset({goods})),
            parcel("B", incompatible_with=frozenset({"poison"}), goods_classes=frozenset({"food"})),
            parcel("C", incompatible_with=frozenset({"glass"})),
        ),
        "food", "poison",
    ),
    "warehouse that loads the vehicle": (
        RouteRule.FIT,
        lambda home: line(
            van(), parcel("A", warehouse_id=home), warehouses_at=[(0.0, 0.0), (0.0, 6_000.0)]
        ),
        "W1", "W2",
    ),
    "time for a break": (
        RouteRule.BREAK,
        lambda latest: line(
            van(break_s=1_800, break_earliest_s=8 * H, break_latest_s=latest),
            parcel("A", windows=until(AT_A)),
        ),
        LEAVES_A, LEAVES_A - 1,
    ),
    "window behind a break": (
        RouteRule.BREAK,
        lambda closes: line(
            van(break_s=1_800, break_earliest_s=8 * H, break_latest_s=LEAVES_A),
            parcel("A", windows=until(AT_A)),
            parcel("B", windows=until(closes)),
        ),
        AT_B + 1_800, AT_B + 1_799,
    ),
    "break avoided by a later start": (
        RouteRule.BREAK,
        lambda closes: line(
            van(break_s=1_800, break_earliest_s=8 * H + 1, break_latest_s=8 * H + 60),
            parcel("A", windows=until(closes)),
        ),
        AT_A + 61, AT_A + 60,
    ),
}  # fmt: skip


@pytest.mark.parametrize("name", BORDERS)
def test_a_rule_binds_at_its_border_and_not_before(name: str) -> None:
    rule, made, lawful, unlawful = BORDERS[name]
    assert drive(made(lawful)).broken is RouteRule.NONE
    assert drive(made(unlawful)).broken is rule


@pytest.mark.parametrize("matrix", ["drive_s", "drive_m"])
def test_there_is_a_way_from_call_to_call(matrix: str) -> None:
    made = line(van(), parcel("A"), parcel("B"))
    (travel,) = made.problem.travel.travels
    roads = getattr(travel, matrix).copy()
    roads[0, travel.index("order:A"), travel.index("order:B")] = UNREACHABLE_S
    cut = FleetTravel(
        travels=(replace(travel, **{matrix: roads}),), of_vehicle=made.problem.travel.of_vehicle
    )
    assert drive(with_travel(made, cut), "order:B", "order:A").broken is RouteRule.NONE
    judged = drive(with_travel(made, cut), "order:A", "order:B")
    assert (judged.broken, judged.at) == (RouteRule.WAY, 1)


def test_a_route_may_not_take_longer_than_its_limit() -> None:
    made = line(van(), parcel("A"), parcel("B"))
    just, short = (limited(made, most_time=most_s) for most_s in (3_000, 2_999))
    assert judge_route(just, 0, (0, 1)).broken is RouteRule.NONE
    assert judge_route(short, 0, (0, 1)).broken is RouteRule.TIME


def test_a_limit_of_time_makes_a_route_start_later() -> None:
    """It waits at home rather than at the door."""
    made = line(van(), parcel("A", windows=(TimeWindow(12 * H, 13 * H),)))
    judged = judge_route(limited(made, most_time=1_500, per_time=0), 0, (0,))
    assert (judged.broken, judged.start) == (RouteRule.NONE, 12 * H - 600)


def test_a_group_rides_on_one_vehicle() -> None:
    orders = [parcel(name, same_vehicle_group="G", unassigned_cost_minor=1) for name in "AB"]
    problem = problem_of(case(orders, [van("V1"), van("V2")], [(6_000, 0), (12_000, 0)]))
    apart, together = judged_cost(problem, ((0,), (1,))), judged_cost(problem, ((0, 1), ()))
    assert np.isinf(apart)
    assert np.isfinite(together)
    one, rest = judged_cost(problem, ((0,), ())), judge_route(problem, 0, (0,)).cost
    assert one == pytest.approx(rest + 1)


def test_a_task_is_called_at_once() -> None:
    problem = problem_of(case([parcel("A")], [van("V1"), van("V2")], [(6_000, 0)]))
    assert np.isinf(judged_cost(problem, ((0,), (0,))))


def test_more_calls_than_a_route_can_have_are_refused() -> None:
    problem = problem_of(line(van(), parcel("A")))
    with pytest.raises(ValueError, match="more calls"):
        judge_route(problem, 0, (0,) * 99)


def test_a_vehicle_without_hours_drives_nowhere() -> None:
    problem = problem_of(line(van(), parcel("A")))
    never = replace(problem, fleet=problem.fleet._replace(ends=problem.fleet.ends * 0))
    assert judge_route(never, 0, (0,)).broken is RouteRule.END
