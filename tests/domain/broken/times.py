"""Mistakes about clocks, windows, shifts, breaks and the roads."""

from dataclasses import replace

import numpy as np

from domain.plan import Break
from domain.travel import (
    UNREACHABLE_M,
    UNREACHABLE_S,
    FleetTravel,
    MatrixTravel,
    fleet_subset,
    order_place,
    warehouse_place,
)
from tests.domain.broken.case import Case, breaks, route_of, summed, with_route, with_stop
from tests.domain.small_data import (
    all_driving,
    at,
    small_dataset,
    small_matrices,
    small_travel,
    with_order,
    with_vehicle,
    with_warehouse,
)
from tests.domain.small_plan import Halt, costed, plan_of, small_plan, timed_route


def with_leg(
    origin: str, destination: str, *, drive_s: int, drive_m: int
) -> FleetTravel[MatrixTravel]:
    """The small day's travel with another way between two places, at every hour."""
    travel = small_matrices()
    pair = (slice(None), travel.index(origin), travel.index(destination))
    seconds, metres = np.copy(travel.drive_s), np.copy(travel.drive_m)
    seconds[pair], metres[pair] = drive_s, drive_m
    return all_driving(replace(travel, drive_s=seconds, drive_m=metres))


@breaks("arrival", "vehicle:V1 stop:2", 60)
def arrives_by_magic() -> Case:
    plan = small_plan()
    route = route_of(plan, "V1")
    stop = route.stops[1]
    late = with_stop(route, 2, arrival_s=stop.arrival_s + 60, wait_s=stop.wait_s - 60)
    return Case(plan=summed(with_route(plan, late)))


@breaks("service_time", "vehicle:V2 stop:3", 60)
def serves_in_a_hurry() -> Case:
    return Case(dataset=with_order(small_dataset(), "O5", service_s=480))


@breaks("service_time", "vehicle:V1 stop:1", 60)
def forgets_the_longer_set_up() -> Case:
    return Case(dataset=with_order(small_dataset(), "O2", setup_s=240))


@breaks("departure", "vehicle:V1 stop:1", 60)
def lingers() -> Case:
    plan = small_plan()
    route = route_of(plan, "V1")
    first, second = route.stops
    lingers = with_stop(route, 1, departure_s=first.departure_s + 60)
    later = with_stop(lingers, 2, arrival_s=second.arrival_s + 60, wait_s=second.wait_s - 60)
    return Case(plan=summed(with_route(plan, later)))


@breaks("route_end_time", "vehicle:V2", 60)
def comes_back_by_magic() -> Case:
    plan = small_plan()
    route = route_of(plan, "V2")
    late = costed(small_dataset(), replace(route, end_s=route.end_s + 60))
    return Case(plan=summed(with_route(plan, late)))


@breaks("time_window", "vehicle:V1 stop:2 order:O3", 270)
def serves_between_two_windows() -> Case:
    dataset = small_dataset()
    halts = (
        Halt(orders=("O1", "O2"), service_s=720),
        Halt(orders=("O3",), wait_s=5_805, service_s=600, rest_s=1_800),
    )
    v1 = timed_route(dataset, small_travel(), "V1", at(7, 55, 30), halts)
    _, v2, v3 = small_plan().routes
    return Case(plan=plan_of(dataset, (v1, v2, v3)))


@breaks("time_window", "vehicle:V1 stop:1 order:O1", 60, "late")
def serves_a_hard_order_late() -> Case:
    dataset = with_order(small_dataset(), "O1", window_start_s=at(7), window_end_s=at(7, 59))
    plan = small_plan()
    return Case(
        dataset=dataset, plan=summed(with_route(plan, with_stop(plan.routes[0], 1, late_s=60)))
    )


@breaks("time_window", "vehicle:V2 stop:1 order:O4", 240)
def serves_a_soft_order_early() -> Case:
    dataset = with_order(small_dataset(), "O4", window_start_s=at(7, 45), window_end_s=at(8))
    v1, v2, v3 = small_plan().routes
    in_time = costed(dataset, with_stop(v2, 1, late_s=0))
    return Case(dataset=dataset, plan=plan_of(dataset, (v1, in_time, v3)))


@breaks("lateness", "vehicle:V2 stop:1", 30)
def makes_light_of_being_late() -> Case:
    plan = small_plan()
    return Case(plan=summed(with_route(plan, with_stop(route_of(plan, "V2"), 1, late_s=30))))


@breaks("release_time", "vehicle:V2 trip:1 order:O4", 300)
def leaves_before_an_order_is_released() -> Case:
    return Case(dataset=with_order(small_dataset(), "O4", release_time_s=at(7, 40)))


@breaks("release_time", "vehicle:V2 trip:2 order:O5", 120)
def leaves_a_reload_before_an_order_is_released() -> Case:
    return Case(dataset=with_order(small_dataset(), "O5", release_time_s=at(8, 10)))


@breaks("shift_start", "vehicle:V2", 300)
def starts_before_its_shift() -> Case:
    return Case(dataset=with_vehicle(small_dataset(), "V2", shift_start_s=at(7, 40)))


@breaks("shift_end", "vehicle:V3", 210)
def drives_more_overtime_than_it_may() -> Case:
    return Case(dataset=with_vehicle(small_dataset(), "V3", max_overtime_s=600))


@breaks("warehouse_hours", "vehicle:V2 warehouse:W1", 900)
def leaves_before_the_gate_opens() -> Case:
    return Case(dataset=with_warehouse(small_dataset(), "W1", open_time_s=at(7, 50)))


@breaks("warehouse_hours", "vehicle:V1 warehouse:W1", 360)
def comes_back_after_the_gate_closed() -> Case:
    return Case(dataset=with_warehouse(small_dataset(), "W1", close_time_s=at(10, 40)))


@breaks("break_place", "vehicle:V1 rest:2", 100)
def rests_at_the_wheel() -> Case:
    plan = small_plan()
    route = route_of(plan, "V1")
    driving_s = route.stops[0].departure_s + 100
    rest = Break(start_s=driving_s, end_s=driving_s + 100)
    return Case(plan=with_route(plan, replace(route, breaks=(*route.breaks, rest))))


@breaks("break_taken", "vehicle:V1", 600)
def rests_too_short() -> Case:
    return Case(dataset=with_vehicle(small_dataset(), "V1", break_s=2_400))


@breaks("break_taken", "vehicle:V1", 1_800)
def rests_too_late() -> Case:
    late = {"break_earliest_s": at(9), "break_latest_s": at(10)}
    return Case(dataset=with_vehicle(small_dataset(), "V1", **late))


@breaks("break_taken", "vehicle:V2", 900)
def rests_on_no_route_though_no_latest_time_is_named() -> Case:
    return Case(dataset=with_vehicle(small_dataset(), "V2", break_s=900))


@breaks("travel_place", "vehicle:V3 stop:2", 1)
def stops_where_no_roads_are_known() -> Case:
    travel = small_travel()
    places = [place for place in travel.places if place != order_place("O7")]
    return Case(travel=fleet_subset(travel, places))


@breaks("travel_way", "vehicle:V3 stop:1", 1)
def drives_where_there_is_no_way() -> Case:
    w2, o6 = warehouse_place("W2"), order_place("O6")
    return Case(travel=with_leg(w2, o6, drive_s=UNREACHABLE_S, drive_m=UNREACHABLE_M))


@breaks("travel_time", "vehicle:V3 stop:1", 30)
def drives_faster_than_the_roads_allow() -> Case:
    w2, o6 = warehouse_place("W2"), order_place("O6")
    return Case(travel=with_leg(w2, o6, drive_s=300, drive_m=2_000))


@breaks("travel_distance", "vehicle:V2 warehouse:W1", 100)
def drives_a_shorter_way_than_there_is() -> Case:
    o5, w1 = order_place("O5"), warehouse_place("W1")
    return Case(travel=with_leg(o5, w1, drive_s=810, drive_m=6_100))
