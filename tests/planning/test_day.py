"""The day to plan: which one, its times across clock changes, its independent parts."""

import datetime
from dataclasses import replace
from decimal import Decimal

import pytest

from domain.errors import InputError
from domain.geo import Location
from domain.message import message
from domain.orders import TimeWindow
from domain.plan import Allocation
from domain.travel import FleetTravel, fleet_subset
from domain.units import SECONDS_PER_HOUR
from optimizer.routing.validate_problem import set_bad_numbers_aside
from planning.day import choose_day, day_parts, places_of
from tests.domain.fetching import DOORS, T1_FETCHED_AT, fetching_dataset, fetching_travel
from tests.domain.small_data import (
    DAY,
    NEXT_DAY,
    at,
    degrees,
    small_dataset,
    small_travel,
    with_order,
    with_vehicle,
)

WHY = message("allocation.nearest")


def allocated(*pairs: tuple[str, str]) -> list[Allocation]:
    return [Allocation(order_id=o, warehouse_id=w, explanation=WHY) for o, w in pairs]


def test_the_day_asked_for_goes_first_then_the_setting_then_the_only_one() -> None:
    dataset = small_dataset()
    set_to = replace(dataset, settings=replace(dataset.settings, plan_date=NEXT_DAY))
    one_day = replace(dataset, orders=dataset.orders_due(DAY))
    assert choose_day(dataset, DAY) == DAY
    assert choose_day(set_to, None) == NEXT_DAY
    assert choose_day(one_day, None) == DAY


def test_several_days_and_none_asked_for_is_a_question() -> None:
    dataset = with_order(small_dataset(), "O1", due_date=NEXT_DAY)
    with pytest.raises(InputError) as refused:
        choose_day(dataset, None)
    assert refused.value.problems[0].code == "day.unclear"
    assert str(DAY) in str(refused.value.problems[0].message["days"])


def test_a_day_without_orders_is_refused_with_those_that_have_some() -> None:
    with pytest.raises(InputError) as refused:
        choose_day(small_dataset(), datetime.date(2020, 1, 1))
    problem = refused.value.problems[0]
    assert problem.code == "day.nothing_due"
    assert problem.message["first"] == str(DAY)


def test_places_are_the_warehouses_and_the_orders_due() -> None:
    dataset = with_order(small_dataset(), "O1", due_date=NEXT_DAY)
    names = [name for name, _ in places_of(dataset, DAY)]
    assert names[:2] == ["warehouse:W1", "warehouse:W2"]
    assert "order:O1" not in names
    assert "order:O2" in names


def test_loads_and_windows_of_a_shipment_come_from_its_order() -> None:
    dataset = small_dataset()
    (part,) = day_parts(dataset, DAY, allocated(("O5", "W1")))
    (shipment,) = part.shipments
    lines = dataset.lines_by_order()["O5"]
    products = {product.sku: product for product in dataset.products}
    weight_kg = sum(products[line.sku].unit_weight_kg * line.units for line in lines)
    assert shipment.weight_kg == pytest.approx(weight_kg)
    order = next(order for order in dataset.orders if order.order_id == "O5")
    assert shipment.windows == order.windows


def test_on_a_day_of_clock_change_elapsed_time_is_an_hour_short() -> None:
    spring = datetime.date(2026, 3, 29)
    dataset = small_dataset()
    dataset = replace(
        dataset,
        warehouses=tuple(replace(w, timezone="Europe/Berlin") for w in dataset.warehouses),
        vehicles=tuple(replace(v, start_date=None) for v in dataset.vehicles),
    )
    dataset = with_order(dataset, "O1", due_date=spring, window_start_s=9 * SECONDS_PER_HOUR)
    (part,) = day_parts(dataset, spring, allocated(("O1", "W1")))
    assert part.shipments[0].windows[0].start_s == 8 * SECONDS_PER_HOUR
    before = {v.vehicle_id: v.shift_start_s for v in dataset.vehicles_on(spring)}
    assert all(v.shift_start_s == before[v.vehicle_id] - 3600 for v in part.vehicles)


def test_warehouses_are_planned_apart() -> None:
    pairs = allocated(("O1", "W1"), ("O2", "W1"), ("O6", "W2"))
    parts = day_parts(small_dataset(), DAY, pairs)
    assert [part.warehouse_id for part in parts] == ["W1", "W2"]
    assert [[s.order_id for s in part.shipments] for part in parts] == [["O1", "O2"], ["O6"]]
    for part in parts:
        assert {vehicle.warehouse_id for vehicle in part.vehicles} <= {part.warehouse_id}
        assert set(part.places) >= {shipment.place for shipment in part.shipments}


def test_the_problem_of_a_part_takes_any_travel_between_its_places() -> None:
    (part,) = day_parts(small_dataset(), DAY, allocated(("O1", "W1"), ("O2", "W1")))
    (usual,) = small_travel().travels
    vans = usual.subset(part.places)
    bikes = replace(vans, drive_s=vans.drive_s // 2)
    mixed = FleetTravel(travels=(vans, bikes), of_vehicle={"V1": 0, "V2": 1})
    problem = part.problem(mixed, "EUR")
    assert problem.travel.places == part.places
    assert [problem.travel.of(v.vehicle_id) for v in problem.vehicles] == [vans, bikes]


def test_a_late_cost_finer_than_a_cent_is_kept_exactly() -> None:
    dataset = with_order(small_dataset(), "O1", late_cost_per_hour=Decimal("0.125"))
    (part,) = day_parts(dataset, DAY, allocated(("O1", "W1")))
    problem = part.problem(fleet_subset(small_travel(), part.places), "EUR")
    assert problem.shipments[0].late_cost_per_hour_minor == Decimal("12.5")
    assert set_bad_numbers_aside(problem).problem.shipments == problem.shipments


SERVED = (("D1", "W2"), ("T1", "W2"), ("P1", "W2"), ("P2", "W1"))


def test_places_are_all_doors_that_orders_have() -> None:
    names = [name for name, _ in places_of(fetching_dataset(), DAY)]
    assert set(names) >= {"order:D1", "order:T1", "pickup:T1", "pickup:P1", "pickup:P2"}
    assert "order:P1" not in names
    assert len(set(names)) == len(names)


def test_a_transport_is_fetched_at_its_other_door_in_windows_of_its_own() -> None:
    dataset = fetching_dataset()
    where = dict(places_of(dataset, DAY))
    assert where["pickup:T1"] == Location(**degrees(T1_FETCHED_AT))
    assert where["order:T1"] == Location(**degrees(DOORS["T1"]))
    (part,) = day_parts(dataset, DAY, allocated(*SERVED))
    t1 = next(s for s in part.shipments if s.order_id == "T1")
    assert t1.pickup_windows == (TimeWindow(at(8), at(8, 16, 15)),)
    assert t1.windows == (TimeWindow(at(8), at(8, 26, 45)),)
    always = with_order(dataset, "T1", pickup_window_start_s=None, pickup_window_end_s=None)
    (part,) = day_parts(always, DAY, allocated(*SERVED))
    t1 = next(s for s in part.shipments if s.order_id == "T1")
    assert t1.pickup_windows == (TimeWindow(0, at(24)),)


def test_a_shipment_says_what_it_may_ride_with_and_where() -> None:
    (part,) = day_parts(fetching_dataset(), DAY, allocated(*SERVED))
    t1, p2 = (next(s for s in part.shipments if s.order_id == i) for i in ("T1", "P2"))
    assert (t1.kind, t1.same_vehicle_group, t1.locked_position) == ("transport", "G1", 4)
    assert (p2.kind, set(p2.incompatible_with), p2.territory) == ("pickup", {"frozen"}, "Z1")
    assert p2.pickup_windows == ()
    assert part.territories == {"Z1", "Z2"}


def test_a_zone_of_another_kind_is_no_territory() -> None:
    dataset = fetching_dataset()
    dataset = replace(dataset, zones=tuple(replace(z, kind="avoid") for z in dataset.zones))
    (part,) = day_parts(dataset, DAY, allocated(*SERVED))
    assert part.territories == frozenset()
    assert {shipment.territory for shipment in part.shipments} == {""}


def test_warehouses_that_a_vehicle_links_are_planned_together() -> None:
    """V5 starts at W2 and may be reloaded at W1, where V1 and V2 are at home."""
    (part,) = day_parts(fetching_dataset(), DAY, allocated(("O1", "W1"), *SERVED))
    assert {v.vehicle_id for v in part.vehicles} == {"V1", "V2", "V3", "V5"}
    assert {w.warehouse_id for w in part.warehouses} == {"W1", "W2"}
    vehicle_ids = [v.vehicle_id for v in part.vehicles]
    (usual,) = fetching_travel().travels
    travel = FleetTravel(
        travels=(usual.subset(part.places),), of_vehicle=dict.fromkeys(vehicle_ids, 0)
    )
    assert part.problem(travel, "EUR").territories == part.territories


def test_a_vehicle_of_one_trip_links_nothing() -> None:
    dataset = with_vehicle(fetching_dataset(), "V5", max_trips=1)
    dataset = with_order(dataset, "P2", same_vehicle_group="")
    parts = day_parts(dataset, DAY, allocated(*SERVED))
    assert [part.warehouse_id for part in parts] == ["W1", "W2"]


def test_a_group_links_the_warehouses_that_its_orders_ship_from() -> None:
    dataset = with_vehicle(fetching_dataset(), "V5", max_trips=1)
    (part,) = day_parts(dataset, DAY, allocated(*SERVED))
    assert {s.warehouse_id for s in part.shipments} == {"W1", "W2"}


def test_a_warehouse_that_serves_nothing_links_nothing() -> None:
    """V2 and V3 may both be reloaded at W3, from where no order ships."""
    dataset, reloads = small_dataset(), frozenset({"W3"})
    w3 = replace(dataset.warehouses[0], warehouse_id="W3")
    dataset = replace(dataset, warehouses=(*dataset.warehouses, w3))
    for vehicle_id in ("V2", "V3"):
        dataset = with_vehicle(dataset, vehicle_id, max_trips=2, reload_warehouse_ids=reloads)
    parts = day_parts(dataset, DAY, allocated(("O1", "W1"), ("O6", "W2")))
    assert [part.warehouse_id for part in parts] == ["W1", "W2"]
    for part in parts:
        assert "warehouse:W3" in part.places
