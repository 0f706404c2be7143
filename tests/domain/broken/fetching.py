"""Mistakes about pickups, transports, what rides together, and territories."""

from dataclasses import replace
from typing import Any

import numpy as np

from domain.dataset import Dataset
from domain.plan import Plan
from domain.travel import FleetTravel, pickup_place
from tests.domain.broken.case import Case, breaks, route_of, summed, with_route, with_stop
from tests.domain.fetching import (
    DOORS,
    HALTS,
    fetching_dataset,
    fetching_plan,
    fetching_travel,
)
from tests.domain.small_data import (
    at,
    degrees,
    small_dataset,
    with_order,
    with_vehicle,
    with_warehouse,
)
from tests.domain.small_plan import plan_of, small_plan

DELIVERS_D1, FETCHES_T1, FETCHES_P1, DELIVERS_T1, RELOADS, FETCHES_P2 = HALTS
IN_TIME = replace(DELIVERS_T1, late_s=0)


def fetching(dataset: Dataset, plan: Plan | None = None) -> Case:
    """A case of V5's day: with its lawful plan where no other is given."""
    return Case(dataset=dataset, plan=plan or fetching_plan(dataset), travel=fetching_travel())


def unlocked() -> Dataset:
    """V5's day with room to spare, nothing locked to a position, and no hurry."""
    day = with_vehicle(fetching_dataset(), "V5", capacity_m3=1.0, capacity_kg=99.0, max_stops=6)
    day = with_order(day, "P2", locked_position=None, release_time_s=0)
    times: dict[str, Any] = {"pickup_window_end_s": at(9), "window_end_s": at(12)}
    return with_order(day, "T1", locked_position=None, **times)


def with_v5_stop(number: int, **changes: Any) -> Plan:
    """The lawful plan with some facts of a stop of V5 changed."""
    plan = fetching_plan()
    return with_route(plan, with_stop(route_of(plan, "V5"), number, **changes))


@breaks("stop_kind", "vehicle:V3 stop:1 order:O6", 1, "pickup")
def brings_what_is_to_be_fetched() -> Case:
    dataset = with_order(small_dataset(), "O6", kind="pickup")
    return Case(dataset=dataset, plan=plan_of(dataset, small_plan().routes))


@breaks("stop_kind", "vehicle:V5 stop:3 order:P1", 1, "delivery")
def fetches_what_is_to_be_brought() -> Case:
    return fetching(with_order(fetching_dataset(), "P1", kind="delivery"))


@breaks("transport_order", "vehicle:V5 order:T1", 1)
def brings_a_transport_before_it_is_fetched() -> Case:
    halts = (DELIVERS_D1, IN_TIME, FETCHES_P1, FETCHES_T1, RELOADS, FETCHES_P2)
    return fetching(unlocked(), fetching_plan(unlocked(), halts))


@breaks("transport_order", "vehicle:V5 order:T1", 1, "not_delivered")
def keeps_a_transport() -> Case:
    halts = (DELIVERS_D1, FETCHES_T1, FETCHES_P1, RELOADS, FETCHES_P2)
    return fetching(unlocked(), fetching_plan(unlocked(), halts))


@breaks("transport_order", "vehicle:V5 order:T1", 1, "not_fetched")
def brings_a_transport_that_it_never_fetched() -> Case:
    halts = (DELIVERS_D1, FETCHES_P1, IN_TIME, RELOADS, FETCHES_P2)
    return fetching(unlocked(), fetching_plan(unlocked(), halts))


@breaks("transport_order", "vehicle:V5 order:T1", 1, "trips")
def takes_a_transport_home_and_brings_it_on_the_next_trip() -> Case:
    dataset = with_order(unlocked(), "P2", incompatible_with=frozenset())
    halts = (DELIVERS_D1, FETCHES_T1, FETCHES_P1, RELOADS, FETCHES_P2, IN_TIME)
    return fetching(dataset, fetching_plan(dataset, halts))


@breaks("order_repeated", "order:P1", 1)
def fetches_an_order_twice() -> Case:
    dataset = unlocked()
    halts = (DELIVERS_D1, FETCHES_T1, FETCHES_P1, IN_TIME, FETCHES_P1, RELOADS, FETCHES_P2)
    plan = fetching_plan(dataset, halts)
    # Goods that come aboard twice weigh twice, until the route is added up.
    extra = {"load_m3": 0.1, "load_kg": 20.0}
    return fetching(dataset, with_route(plan, with_stop(route_of(plan, "V5"), 5, **extra)))


@breaks("same_vehicle_group", "group:G1", 1)
def parts_a_group() -> Case:
    return fetching(with_order(fetching_dataset(), "O6", same_vehicle_group="G1"))


@breaks("incompatible", "vehicle:V5 trip:1 order:P1", 1)
def carries_what_may_not_ride_together() -> Case:
    frozen = frozenset({"frozen"})
    return fetching(with_order(fetching_dataset(), "P1", incompatible_with=frozen))


@breaks("territory", "vehicle:V5 stop:3 order:P1", 1)
def serves_another_territory() -> Case:
    return fetching(with_order(fetching_dataset(), "P1", zone_id="Z2"))


@breaks("territory", "vehicle:V5 stop:4 order:T1", 1, "none")
def leaves_its_territory() -> Case:
    return fetching(with_order(fetching_dataset(), "T1", zone_id=""))


@breaks("capacity_parcels", "vehicle:V5 trip:1", 1)
def fetches_more_than_fits_beside_what_it_carries() -> Case:
    return fetching(with_vehicle(fetching_dataset(), "V5", capacity_parcels=1))


@breaks("stop_load", "vehicle:V5 stop:4", 0.1, "m3")
def forgets_that_a_transport_leaves() -> Case:
    return fetching(fetching_dataset(), with_v5_stop(4, load_m3=0.15))


@breaks("stop_purpose", "vehicle:V5 stop:3", 1, "warehouse")
def fetches_at_a_warehouse() -> Case:
    return fetching(fetching_dataset(), with_v5_stop(3, warehouse_id="W2"))


@breaks("stop_location", "vehicle:V5 stop:2 order:T1", 1329.7)
def waits_for_a_transport_at_its_other_door() -> Case:
    away = replace(route_of(fetching_plan(), "V5").stops[1].location, **degrees(DOORS["T1"]))
    return fetching(fetching_dataset(), with_v5_stop(2, location=away))


@breaks("time_window", "vehicle:V5 stop:2 order:T1", 15, "late")
def fetches_a_transport_too_late() -> Case:
    return fetching(with_order(fetching_dataset(), "T1", pickup_window_end_s=at(8, 16)))


@breaks("time_window", "vehicle:V5 stop:3 order:P1", 30, "late")
def fetches_a_pickup_too_late() -> Case:
    dataset = with_order(fetching_dataset(), "P1", window_end_s=at(8, 21))
    return fetching(dataset, with_late_pickup(dataset))


def with_late_pickup(dataset: Dataset) -> Plan:
    halts = (DELIVERS_D1, FETCHES_T1, replace(FETCHES_P1, late_s=30), *HALTS[3:])
    return fetching_plan(dataset, halts)


@breaks("service_time", "vehicle:V5 stop:2", 60)
def sets_up_at_one_door_of_a_transport_only() -> Case:
    in_a_hurry = replace(FETCHES_T1, service_s=120)
    dataset = unlocked()
    halts = (DELIVERS_D1, in_a_hurry, FETCHES_P1, IN_TIME, *HALTS[4:])
    return fetching(dataset, fetching_plan(dataset, halts))


@breaks("locked_position", "vehicle:V5 stop:4 order:T1", 2)
def counts_where_a_transport_is_fetched() -> Case:
    return fetching(with_order(fetching_dataset(), "T1", locked_position=2))


@breaks("release_time", "vehicle:V5 trip:2 order:P2", 270)
def leaves_for_a_pickup_before_it_is_released() -> Case:
    return fetching(with_order(fetching_dataset(), "P2", release_time_s=at(9, 10)))


@breaks("travel_time", "vehicle:V5 stop:3", 15)
def drives_too_fast_from_where_a_transport_is_fetched() -> Case:
    (usual,) = fetching_travel().travels
    pair = usual.index(pickup_place("T1")), usual.index(pickup_place("P1"))
    slower_s = np.copy(usual.drive_s)
    slower_s[:, *pair] = 150
    travel = FleetTravel(
        travels=(replace(usual, drive_s=slower_s),), of_vehicle=fetching_travel().of_vehicle
    )
    return replace(fetching(fetching_dataset()), travel=travel)


@breaks("cost_late", "vehicle:V5", 30)
def forgets_that_a_transport_is_late_at_its_own_door() -> Case:
    plan = fetching_plan()
    route = route_of(plan, "V5")
    free = with_route(plan, replace(route, cost=replace(route.cost, late_minor=0)))
    return fetching(fetching_dataset(), summed(free, fetching_dataset()))


@breaks("outbound_capacity", "warehouse:W1", 1)
def sends_out_one_more_than_it_can() -> Case:
    """Five deliveries leave W1; P2 is fetched there, and does not count."""
    dataset = with_warehouse(fetching_dataset(), "W1", outbound_capacity_orders_per_day=4)
    return fetching(dataset)
