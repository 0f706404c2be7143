"""Mistakes about vehicles, what they carry, where they stop and how far they go."""

from dataclasses import replace

from tests.domain.broken.case import Case, breaks, route_of, summed, with_route, with_stop
from tests.domain.small_data import (
    NEXT_DAY,
    WAREHOUSES_AT,
    at,
    degrees,
    small_dataset,
    small_travel,
    with_order,
    with_vehicle,
)
from tests.domain.small_plan import Halt, costed, plan_of, small_plan, timed_route


@breaks("vehicle_known", "vehicle:V3", 1, "other_day")
def drives_a_vehicle_of_tomorrow() -> Case:
    return Case(dataset=with_vehicle(small_dataset(), "V3", start_date=NEXT_DAY))


@breaks("vehicle_known", "vehicle:V9", 1)
def drives_a_vehicle_there_is_not() -> Case:
    plan = small_plan()
    ghost = replace(route_of(plan, "V3"), vehicle_id="V9")
    return Case(plan=replace(plan, routes=(*plan.routes[:2], ghost)))


@breaks("vehicle_once", "vehicle:V2", 1)
def drives_two_routes_with_one_vehicle() -> Case:
    dataset, travel, plan = small_dataset(), small_travel(), small_plan()
    late = Halt(orders=("O4",), service_s=360, late_s=60)
    first = timed_route(dataset, travel, "V2", at(7, 35), (late,))
    second = timed_route(dataset, travel, "V2", at(9), (Halt(orders=("O5",), service_s=420),))
    v1, _, v3 = plan.routes
    return Case(plan=plan_of(dataset, (v1, first, second, v3)))


@breaks("route_start", "vehicle:V3", 1)
def starts_at_another_warehouse() -> Case:
    return Case(dataset=with_vehicle(small_dataset(), "V3", warehouse_id="W1"))


@breaks("route_end", "vehicle:V2", 1)
def ends_at_another_warehouse() -> Case:
    return Case(dataset=with_vehicle(small_dataset(), "V2", end_warehouse_id="W2"))


@breaks("route_end", "vehicle:V2", 1, "open")
def comes_back_from_an_open_route() -> Case:
    return Case(dataset=with_vehicle(small_dataset(), "V2", end_warehouse_id="none"))


@breaks("route_end", "vehicle:V3", 1, "closed")
def does_not_come_back() -> Case:
    return Case(dataset=with_vehicle(small_dataset(), "V3", end_warehouse_id=""))


@breaks("open_end", "vehicle:V3", 500)
def drives_on_after_the_end() -> Case:
    plan = small_plan()
    route = route_of(plan, "V3")
    longer = replace(route, return_distance_m=500, distance_m=route.distance_m + 500)
    return Case(plan=summed(with_route(plan, costed(small_dataset(), longer))))


@breaks("locked_vehicle", "vehicle:V2 stop:1 order:O4", 1)
def takes_a_locked_order_with_another_vehicle() -> Case:
    return Case(dataset=with_order(small_dataset(), "O4", locked_vehicle_id="V1"))


@breaks("locked_position", "vehicle:V2 stop:3 order:O5", 1)
def takes_a_locked_order_at_another_position() -> Case:
    # The reload between is no stop that counts: O5 comes second.
    return Case(dataset=with_order(small_dataset(), "O5", locked_position=3))


@breaks("equipment", "vehicle:V2 stop:3 order:O5", 2)
def lacks_equipment() -> Case:
    needs = frozenset({"tail_lift", "crane"})
    return Case(dataset=with_order(small_dataset(), "O5", requirements=needs))


@breaks("goods_class", "vehicle:V1 stop:1 order:O2 sku:B", 2)
def carries_goods_it_may_not() -> Case:
    return Case(dataset=with_vehicle(small_dataset(), "V1", carries=frozenset({"chilled"})))


@breaks("stop_purpose", "vehicle:V1 stop:1", 1, "warehouse")
def delivers_at_a_warehouse() -> Case:
    plan = small_plan()
    return Case(plan=with_route(plan, with_stop(route_of(plan, "V1"), 1, warehouse_id="W1")))


@breaks("stop_location", "vehicle:V3 stop:2 order:O7", 111.2)
def stops_a_street_away() -> Case:
    plan = small_plan()
    route = route_of(plan, "V3")
    place = route.stops[1].location
    away = replace(place, lat=place.lat + 0.001)
    return Case(plan=with_route(plan, with_stop(route, 2, location=away)))


@breaks("stop_location", "vehicle:V2 stop:2 warehouse:W1", 111.2)
def reloads_a_street_away() -> Case:
    plan = small_plan()
    route = route_of(plan, "V2")
    home = degrees(WAREHOUSES_AT["W1"])
    away = replace(route.stops[1].location, lat=home["lat"] + 0.001)
    return Case(plan=with_route(plan, with_stop(route, 2, location=away)))


@breaks("trip_empty", "vehicle:V2 trip:3", 1)
def reloads_for_nothing() -> Case:
    dataset = with_vehicle(small_dataset(), "V2", max_trips=3)
    v1, _, v3 = small_plan().routes
    halts = (
        Halt(orders=("O4",), service_s=360, late_s=60),
        Halt(reload_at="W1", service_s=900),
        Halt(orders=("O5",), service_s=420),
        Halt(reload_at="W1", service_s=900),
    )
    v2 = timed_route(dataset, small_travel(), "V2", at(7, 35), halts)
    return Case(dataset=dataset, plan=plan_of(dataset, (v1, v2, v3)))


@breaks("max_trips", "vehicle:V2", 1)
def makes_one_trip_too_many() -> Case:
    return Case(dataset=with_vehicle(small_dataset(), "V2", max_trips=1))


@breaks("max_stops", "vehicle:V1", 1)
def makes_one_stop_too_many() -> Case:
    return Case(dataset=with_vehicle(small_dataset(), "V1", max_stops=1))


@breaks("max_distance", "vehicle:V2", 500)
def drives_too_far() -> Case:
    return Case(dataset=with_vehicle(small_dataset(), "V2", max_distance_m=19_500.0))


@breaks("reload_place", "vehicle:V2 stop:2", 1)
def reloads_where_it_may_not() -> Case:
    elsewhere = frozenset({"W2"})
    return Case(dataset=with_vehicle(small_dataset(), "V2", reload_warehouse_ids=elsewhere))


@breaks("reload_time", "vehicle:V2 stop:2", 300)
def reloads_in_a_hurry() -> Case:
    return Case(dataset=with_vehicle(small_dataset(), "V2", reload_s=1_200))


@breaks("capacity_m3", "vehicle:V2 trip:2", 0.03)
def carries_too_much_volume_on_its_second_trip() -> Case:
    return Case(dataset=with_vehicle(small_dataset(), "V2", capacity_m3=0.4))


@breaks("capacity_kg", "vehicle:V1 trip:1", 1)
def carries_too_much_weight() -> Case:
    return Case(dataset=with_vehicle(small_dataset(), "V1", capacity_kg=50.0))


@breaks("capacity_parcels", "vehicle:V1 trip:1", 1)
def carries_too_many_parcels() -> Case:
    return Case(dataset=with_vehicle(small_dataset(), "V1", capacity_parcels=2))


@breaks("stop_load", "vehicle:V1 stop:1", 1, "kg")
def misstates_what_is_on_board() -> Case:
    plan = small_plan()
    return Case(plan=with_route(plan, with_stop(route_of(plan, "V1"), 1, load_kg=16.0)))


@breaks("stop_load", "vehicle:V2 stop:2", 0.43, "m3")
def forgets_what_was_reloaded() -> Case:
    plan = small_plan()
    return Case(plan=with_route(plan, with_stop(route_of(plan, "V2"), 2, load_m3=0.0)))


@breaks("route_load", "vehicle:V1", 0.1, "m3")
def misstates_what_it_brings() -> Case:
    plan = small_plan()
    return Case(plan=with_route(plan, replace(route_of(plan, "V1"), load_m3=0.5)))
