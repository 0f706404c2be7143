"""Plans that use what a rule allows, up to its edge, break no rule."""

import datetime
from collections.abc import Sequence
from dataclasses import replace
from decimal import Decimal
from typing import Any

import pytest

from domain.check_plan import check_plan
from domain.dataset import Dataset
from domain.plan import Break, CheckReport, Plan, Route, StopKind
from domain.travel import FleetTravel
from tests.domain.broken.case import route_of, with_route, with_stop
from tests.domain.fetching import (
    DOORS,
    HALTS,
    fetching_dataset,
    fetching_plan,
    fetching_travel,
)
from tests.domain.small_data import (
    all_driving,
    at,
    degrees,
    small_dataset,
    small_matrices,
    small_travel,
    with_lane,
    with_order,
    with_toll,
    with_vehicle,
    with_warehouse,
)
from tests.domain.small_plan import (
    REPLENISHMENT,
    TRANSFERS,
    Halt,
    costed,
    plan_of,
    small_plan,
    timed_route,
)

V1_HALTS = (
    Halt(orders=("O1", "O2"), service_s=720),
    Halt(orders=("O3",), wait_s=6_075, service_s=600, rest_s=1_800),
)


def rules_broken(dataset: Dataset, plan: Plan) -> list[tuple[str, str]]:
    violations = check_plan(dataset, plan, small_travel()).violations
    return [(violation.rule, violation.where) for violation in violations]


def with_v1(dataset: Dataset, start_s: int, halts: Sequence[Halt]) -> Plan:
    """The small day's plan with another route of V1."""
    v1 = timed_route(dataset, small_travel(), "V1", start_s, halts)
    _, v2, v3 = small_plan().routes
    return plan_of(dataset, (v1, v2, v3))


def shifted(route: Route, by_s: int) -> Route:
    """A route some time later."""
    stops = tuple(
        replace(s, arrival_s=s.arrival_s + by_s, departure_s=s.departure_s + by_s)
        for s in route.stops
    )
    rests = tuple(Break(start_s=b.start_s + by_s, end_s=b.end_s + by_s) for b in route.breaks)
    ends_s = route.end_s + by_s
    return replace(route, start_s=route.start_s + by_s, end_s=ends_s, stops=stops, breaks=rests)


def test_the_small_day_uses_what_the_rules_allow() -> None:
    """Two windows, a break, a reload, soft lateness, overtime and an open end, all lawful."""
    v1, v2, v3 = small_plan().routes
    assert v1.stops[1].wait_s > 0
    assert v1.breaks
    assert [stop.kind for stop in v2.stops].count(StopKind.RELOAD) == 1
    assert v2.stops[0].late_s > 0
    assert v3.cost.overtime_minor > 0
    assert v3.end_warehouse_id == ""
    assert rules_broken(small_dataset(), small_plan()) == []


def test_limits_may_be_used_up_to_their_edge() -> None:
    dataset = with_vehicle(
        small_dataset(), "V1", capacity_m3=0.4, capacity_kg=51.0, capacity_parcels=3, max_stops=2
    )
    dataset = with_vehicle(dataset, "V2", capacity_m3=0.43, max_distance_m=20_000.0)
    dataset = with_vehicle(dataset, "V2", shift_start_s=at(7, 35), shift_end_s=at(8, 42))
    dataset = with_warehouse(dataset, "W1", open_time_s=at(7, 35), close_time_s=at(10, 46))
    dataset = with_order(dataset, "O4", release_time_s=at(7, 35))
    assert rules_broken(dataset, small_plan()) == []


def test_a_break_may_lie_within_the_waiting() -> None:
    halts = (V1_HALTS[0], replace(V1_HALTS[1], rest_s=0))
    dataset = with_vehicle(small_dataset(), "V1", break_earliest_s=at(9), break_latest_s=at(9, 30))
    plan = with_v1(dataset, at(7, 55, 30), halts)
    rest = Break(start_s=at(9, 30), end_s=at(10))
    rested = replace(route_of(plan, "V1"), breaks=(rest,))
    assert rules_broken(dataset, with_route(plan, rested)) == []


def test_a_vehicle_may_stand_idle_before_a_break() -> None:
    """The break may begin at 10:20 at the earliest; service ends at 10:10."""
    dataset = with_vehicle(
        small_dataset(), "V1", break_earliest_s=at(10, 20), break_latest_s=at(10, 30)
    )
    plan = with_v1(dataset, at(7, 55, 30), (V1_HALTS[0], replace(V1_HALTS[1], rest_s=2_400)))
    route = route_of(plan, "V1")
    rested = replace(route, breaks=(Break(start_s=at(10, 20), end_s=at(10, 50)),))
    assert route.stops[1].departure_s == at(10, 50)
    assert rules_broken(dataset, with_route(plan, rested)) == []


def test_no_break_is_due_on_a_route_that_ends_before_the_latest_time() -> None:
    dataset = with_vehicle(small_dataset(), "V1", break_latest_s=at(10, 16))
    halts = (V1_HALTS[0], replace(V1_HALTS[1], rest_s=0))
    assert rules_broken(dataset, with_v1(dataset, at(7, 55, 30), halts)) == []


def test_two_stops_at_one_door_pay_its_set_up_once() -> None:
    """O1 sets up for 180 s; O2 would need 120 s of it, which are there already."""
    halts = (
        Halt(orders=("O1",), service_s=180 + 300),
        Halt(orders=("O2",), service_s=240),
        V1_HALTS[1],
    )
    dataset = with_order(small_dataset(), "O3", locked_position=3)
    assert rules_broken(dataset, with_v1(dataset, at(7, 55, 30), halts)) == []


def test_the_second_stop_at_a_door_pays_what_the_first_did_not() -> None:
    halts = (
        Halt(orders=("O2",), service_s=120 + 240),
        Halt(orders=("O1",), service_s=60 + 300),
        V1_HALTS[1],
    )
    dataset = with_order(small_dataset(), "O3", locked_position=3)
    assert rules_broken(dataset, with_v1(dataset, at(7, 55, 30), halts)) == []


def test_a_slower_and_longer_drive_than_the_roads_need_is_lawful() -> None:
    dataset, plan = small_dataset(), small_plan()
    route = route_of(plan, "V3")
    first, second = route.stops
    slow = with_stop(
        route,
        1,
        drive_s=first.drive_s + 30,
        distance_m=first.distance_m + 200,
        arrival_s=first.arrival_s + 30,
        departure_s=first.departure_s + 30,
    )
    slow = with_stop(slow, 2, arrival_s=second.arrival_s + 30, departure_s=second.departure_s + 30)
    totals: dict[str, Any] = {"drive_s": route.drive_s + 30, "distance_m": route.distance_m + 200}
    slow = costed(dataset, replace(slow, end_s=route.end_s + 30, **totals))
    v1, v2, _ = plan.routes
    assert rules_broken(dataset, plan_of(dataset, (v1, v2, slow))) == []


@pytest.mark.parametrize("leg", [("warehouse:W2", "order:O6"), ("warehouse:W1", "order:O1")])
def test_a_toll_is_paid_by_who_drives_there_at_its_hours(leg: tuple[str, str]) -> None:
    """V3 leaves at 08:00, V1 at 07:55:30, when nothing is charged."""
    plan, tolled = small_plan(), all_driving(with_toll(*leg, 250))
    v1, v2, v3 = plan.routes
    paid = replace(v3, cost=replace(v3.cost, toll_minor=250))
    routes = (v1, v2, paid if "W2" in leg[0] else v3)
    assert check_plan(small_dataset(), plan_of(small_dataset(), routes), tolled).violations == ()


def test_every_vehicle_is_judged_by_how_it_drives() -> None:
    """The bike V3 is faster than the vans; each plan is lawful for its own vehicles only."""
    dataset, vans = small_dataset(), small_matrices()
    bike = replace(vans, drive_s=vans.drive_s * 2 // 3, drive_m=vans.drive_m - vans.drive_m // 5)
    mixed = FleetTravel(travels=(vans, bike), of_vehicle={"V1": 0, "V2": 0, "V3": 1, "V4": 0})
    halts = (Halt(orders=("O6",), service_s=300), Halt(orders=("O7",), service_s=300))
    v1, v2, v3 = small_plan().routes
    ridden = timed_route(dataset, mixed, "V3", at(8), halts)
    assert ridden.drive_s < v3.drive_s
    plan = plan_of(dataset, (v1, v2, ridden))
    assert check_plan(dataset, plan, mixed).violations == ()
    too_fast = {("travel_time", "V3"), ("travel_distance", "V3")}
    assert _broken(check_plan(dataset, plan, small_travel())) == too_fast
    hurried = timed_route(dataset, all_driving(bike), "V1", at(7, 55, 30), V1_HALTS)
    fast = plan_of(dataset, (hurried, v2, ridden))
    assert _broken(check_plan(dataset, fast, mixed)) >= {("travel_time", "V1")}
    assert {name for _, name in _broken(check_plan(dataset, fast, mixed))} == {"V1"}


def _broken(report: CheckReport) -> set[tuple[str, str]]:
    return {(v.rule, str(v.message["vehicle_id"])) for v in report.violations}


def test_a_vehicle_may_be_reloaded_at_another_warehouse_that_ships_the_order() -> None:
    dataset = with_vehicle(
        small_dataset(), "V1", reload_warehouse_ids=frozenset({"W2"}), reload_s=600, max_trips=2
    )
    halts = (
        *V1_HALTS,
        Halt(reload_at="W2", service_s=600),
        Halt(orders=("O6",), service_s=300),
    )
    travel, plan = small_travel(), small_plan()
    v1 = timed_route(dataset, travel, "V1", at(7, 55, 30), halts)
    v3 = timed_route(dataset, travel, "V3", at(8), (Halt(orders=("O7",), service_s=300),))
    moved = plan_of(dataset, (v1, plan.routes[1], v3))
    assert rules_broken(dataset, moved) == []


def test_a_warehouse_open_round_the_clock_never_closes() -> None:
    """A vehicle comes back after midnight to a warehouse whose hours are 00:00 to 24:00."""
    dataset = with_warehouse(small_dataset(), "W1", open_time_s=0, close_time_s=at(24))
    dataset = with_vehicle(dataset, "V2", shift_start_s=at(20), shift_end_s=at(28))
    dataset = with_order(dataset, "O4", window_start_s=at(23, 30), window_end_s=at(23, 40))
    dataset = with_order(dataset, "O5", window_start_s=at(22), window_end_s=at(26))
    halts = (
        Halt(orders=("O4",), service_s=360, late_s=60),
        Halt(reload_at="W1", service_s=900),
        Halt(orders=("O5",), service_s=420),
    )
    night = timed_route(dataset, small_travel(), "V2", at(23, 35), halts)
    v1, _, v3 = small_plan().routes
    assert night.stops[1].departure_s > at(24)
    assert rules_broken(dataset, plan_of(dataset, (v1, night, v3))) == []


def test_a_warehouse_open_overnight_is_open_before_and_after_midnight() -> None:
    dataset = with_warehouse(small_dataset(), "W1", open_time_s=at(22), close_time_s=at(30))
    early = [("warehouse_hours", "vehicle:V1 warehouse:W1")] * 2
    early += [("warehouse_hours", "vehicle:V2 warehouse:W1")] * 4
    assert rules_broken(dataset, small_plan()) == early
    night = with_warehouse(small_dataset(), "W1", open_time_s=at(22), close_time_s=at(35))
    assert rules_broken(night, small_plan()) == []


@pytest.mark.parametrize(
    ("day", "shift_s", "broken"),
    [
        (datetime.date(2026, 3, 29), -3_600, "shift_end"),
        (datetime.date(2026, 10, 25), 3_600, "time_window"),
    ],
    ids=["spring", "autumn"],
)
def test_on_a_day_of_clock_change_clock_times_are_local(
    day: datetime.date, shift_s: int, broken: str
) -> None:
    """At 08:00 on the clock, 7 or 9 hours have passed since midnight."""
    dataset, plan = small_dataset(), small_plan()
    orders = tuple(replace(o, due_date=day) if o.order_id != "O10" else o for o in dataset.orders)
    vehicles = tuple(replace(v, start_date=None) for v in dataset.vehicles if v.vehicle_id != "V4")
    changed = replace(dataset, orders=orders, vehicles=vehicles)
    days: dict[str, Any] = {"order_date": day, "due_date": day + datetime.timedelta(days=1)}
    lines: dict[str, Any] = {
        "replenishment": (
            replace(REPLENISHMENT[0], order_date=day, due_date=day + datetime.timedelta(days=2)),
        ),
        "transfers": (replace(TRANSFERS[0], **days),),
    }
    moved = replace(
        plan, day=day, routes=tuple(shifted(route, shift_s) for route in plan.routes), **lines
    )
    assert check_plan(changed, moved, None).violations == ()
    still = replace(plan, day=day, **lines)
    assert broken in {v.rule for v in check_plan(changed, still, None).violations}


def test_a_lane_of_the_sku_comes_before_one_of_all() -> None:
    dataset = with_lane(small_dataset(), "S1", unit_cost=Decimal(9))
    own = replace(dataset.supply_lanes[0], sku="A", unit_cost=Decimal(8), max_units_per_day=None)
    both = replace(dataset, supply_lanes=(*dataset.supply_lanes, own))
    line = replace(REPLENISHMENT[0], units=60, cost_minor=60 * 800 + 2_500)
    plan = plan_of(both, small_plan().routes, replenishment=(line,))
    assert rules_broken(both, plan) == []


def test_a_row_for_the_day_comes_before_a_vehicle_of_any_day() -> None:
    dataset = small_dataset()
    any_day = replace(
        next(v for v in dataset.vehicles if v.vehicle_id == "V3"),
        start_date=None,
        shift_end_s=at(7, 30),
    )
    for vehicles in ((*dataset.vehicles, any_day), (any_day, *dataset.vehicles)):
        assert rules_broken(replace(dataset, vehicles=vehicles), small_plan()) == []


def fetching_rules_broken(dataset: Dataset, plan: Plan | None = None) -> list[tuple[str, str]]:
    """Rules that V5's day breaks, with its lawful plan where no other is given."""
    report = check_plan(dataset, plan or fetching_plan(dataset), fetching_travel())
    return [(violation.rule, violation.where) for violation in report.violations]


def test_the_fetching_day_uses_what_the_rules_allow() -> None:
    """Every rule of pickups and transports binds, and holds."""
    v5 = route_of(fetching_plan(), "V5")
    assert [stop.kind.value for stop in v5.stops] == [
        "delivery", "pickup", "pickup", "delivery", "reload", "pickup"
    ]  # fmt: skip
    assert [stop.load_m3 for stop in v5.stops] == pytest.approx([0, 0.1, 0.15, 0.05, 0, 0.2])
    assert v5.load_m3 == pytest.approx(0.75)
    assert v5.order_ids == ("D1", "T1", "P1", "P2")
    assert fetching_rules_broken(fetching_dataset()) == []


def test_what_a_trip_serves_may_be_more_than_fits_at_once() -> None:
    """D1 is gone when T1 and P1 come aboard: 0.55 m3, 56 kg and 3 parcels on one trip."""
    trip = [order for order in fetching_dataset().orders if order.order_id in {"D1", "T1", "P1"}]
    (v5,) = (v for v in fetching_dataset().vehicles if v.vehicle_id == "V5")
    assert (len(trip), v5.capacity_m3, v5.capacity_kg, v5.capacity_parcels) == (3, 0.4, 30, 2)
    assert fetching_rules_broken(fetching_dataset()) == []


def test_goods_fetched_take_no_stock() -> None:
    stock = tuple(
        replace(s, on_hand_units=0, reserved_units=0) if s.sku == "B" else s
        for s in fetching_dataset().stock or ()
    )
    dataset = replace(fetching_dataset(), stock=stock)
    broken = fetching_rules_broken(dataset)
    assert broken == [("stock", "warehouse:W1 sku:B")]  # what O2 takes; T1 carries B as well


def test_the_units_of_every_order_served_count() -> None:
    """22 + 1 + 10 + 23 units of the small day, and 2 + 2 + 5 + 1."""
    small, fetching = small_plan().summary, fetching_plan().summary
    assert fetching.units_served - small.units_served == 10
    assert fetching.orders_served - small.orders_served == 4


def test_a_vehicle_without_territories_serves_any() -> None:
    dataset = with_vehicle(fetching_dataset(), "V5", zone_ids=frozenset())
    assert fetching_rules_broken(with_order(dataset, "P1", zone_id="Z2")) == []


def test_a_zone_that_is_no_territory_binds_no_vehicle() -> None:
    """A permit to drive into a low-emission zone leaves a vehicle free to serve all orders."""
    zones = tuple(replace(z, kind="low_emission") for z in fetching_dataset().zones)
    dataset = replace(fetching_dataset(), zones=zones)
    assert fetching_rules_broken(with_order(dataset, "P1", zone_id="")) == []


def test_goods_that_may_not_ride_together_may_ride_on_two_trips() -> None:
    """P2 excludes frozen goods, which T1 has: they share a vehicle, not a trip."""
    (p2,) = (o for o in fetching_dataset().orders if o.order_id == "P2")
    assert p2.incompatible_with == {"frozen"}
    assert fetching_rules_broken(fetching_dataset()) == []


def test_an_order_may_ride_with_its_own_goods() -> None:
    dataset = with_order(fetching_dataset(), "T1", incompatible_with=frozenset({"frozen"}))
    assert fetching_rules_broken(dataset) == []


def test_a_transport_may_be_fetched_at_any_hour_where_no_window_is_given() -> None:
    dataset = with_order(
        fetching_dataset(), "T1", pickup_window_start_s=None, pickup_window_end_s=None
    )
    assert fetching_rules_broken(dataset) == []


def test_an_order_fetched_and_left_at_one_door_sets_it_up_once() -> None:
    """Where P1 and T1's other door are one, the second stop has its set-up already."""
    dataset = with_order(fetching_dataset(), "P1", **degrees(DOORS["T1"]), setup_s=60)
    travel = fetching_travel({"pickup:P1": DOORS["T1"]})
    halts = (
        *HALTS[:2],
        replace(HALTS[2], service_s=300),
        replace(HALTS[3], service_s=120, late_s=120),
        *HALTS[4:],
    )
    v5 = timed_route(dataset, travel, "V5", at(8), halts)
    plan = plan_of(dataset, (*small_plan().routes, v5))
    assert check_plan(dataset, plan, travel).violations == ()
