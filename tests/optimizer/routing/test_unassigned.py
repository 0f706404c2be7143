"""Every reason for leaving an order out, what it names, and that its relaxation helps."""

from dataclasses import replace
from decimal import Decimal
from typing import Any

import pytest

from domain.fleet import Vehicle
from domain.message import Parameter
from domain.orders import TimeWindow
from domain.plan import Unassigned
from domain.routing_problem import Shipment
from optimizer.routing.insertion import Allowance, Plan
from optimizer.routing.problem_view import view_of
from optimizer.routing.settle import settle
from optimizer.routing.unassigned import explain_unassigned
from tests.optimizer.routing.build import Case, H, case, parcel, transport, van, window
from tests.optimizer.routing.by_insertion import by_insertion


def solve(made: Case) -> list[Unassigned]:
    return list(by_insertion(made).unassigned)


def alone(order: Shipment, *vehicles: Vehicle, far_m: float = 6_000, **facts: Any) -> Case:
    return case([order], vehicles, [(far_m, 0.0)], **facts)


def reason(made: Case) -> tuple[str, dict[str, Parameter]]:
    (order,) = solve(made)
    return order.reason.code.removeprefix("unassigned."), dict(order.reason.parameters)


COLD = frozenset({"cold"})
LIFT = frozenset({"lift"})


@pytest.mark.parametrize(
    ("order", "vehicles", "code", "named"),
    [
        (parcel("A"), [], "no_vehicle", {"warehouse_id": "W1"}),
        (parcel("A", locked_vehicle_id="V7"), [van()], "locked_unknown", {"vehicle_id": "V7"}),
        (parcel("A", requirements=LIFT), [van()], "equipment", {"missing": "lift"}),
        (
            parcel("A", goods_classes=COLD),
            [van(carries=frozenset({"dry"}))],
            "goods_class",
            {"classes": "cold"},
        ),
        (
            parcel("A", goods_classes=COLD, requirements=LIFT),
            [van("V1"), van("V2", equipment=LIFT, carries=frozenset({"dry"}))],
            "goods_class_of_fitting",
            {"classes": "cold"},
        ),
        (
            parcel("A", volume_m3=12.0),
            [van("V1"), van("V2", capacity_m3=11.0)],
            "too_large",
            {"load_m3": 12.0, "most_m3": 11.0},
        ),
        (
            parcel("A", volume_m3=12.0, requirements=LIFT),
            [van("V1", capacity_m3=20.0), van("V2", equipment=LIFT)],
            "too_large_for_fitting",
            {"load_m3": 12.0, "most_m3": 10.0},
        ),
        (
            parcel("A", weight_kg=62.0),
            [van(capacity_kg=50.0)],
            "too_heavy",
            {"load_kg": 62.0, "most_kg": 50.0},
        ),
        (
            parcel("A", weight_kg=62.0, requirements=LIFT),
            [van("V1"), van("V2", capacity_kg=50.0, equipment=LIFT)],
            "too_heavy_for_fitting",
            {"load_kg": 62.0, "most_kg": 50.0},
        ),
        (parcel("A"), [van(max_stops=0)], "takes_none", {}),
        (
            parcel("A", windows=(window(6, 8.1),)),
            [van()],
            "window_too_early",
            {"closes": "08:06", "arrives": "08:10"},
        ),
        (
            parcel("A", windows=(window(16.8, 18),)),
            [van()],
            "window_too_late",
            {"opens": "16:48", "ends": "17:00"},
        ),
        (
            parcel("A", release_s=int(16.8 * H)),
            [van()],
            "released_too_late",
            {"released": "16:48", "ends": "17:00"},
        ),
        (parcel("A"), [van(max_distance_m=11_000)], "too_far", {"most_km": 11.0}),
        (parcel("A"), [van(shift_end_s=9 * H)], "beyond_shift", {"ends": "09:00"}),
        (
            parcel("A", unassigned_cost_minor=1_234),
            [van(fixed_cost=Decimal(40))],
            "cheaper_left_out",
            {"extra": "60.33 EUR", "cost": "12.34 EUR"},
        ),
    ],
)
def test_reasons(
    order: Shipment, vehicles: list[Vehicle], code: str, named: dict[str, Parameter]
) -> None:
    far_m = 30_000 if code == "beyond_shift" else 6_000
    assert reason(alone(order, *vehicles, far_m=far_m)) == (code, named)


def test_an_order_locked_to_a_vehicle_of_another_warehouse() -> None:
    made = alone(
        parcel("A", locked_vehicle_id="V2"),
        van("V1"),
        van("V2", warehouse_id="W2"),
        warehouses_at=[(0, 0), (9_000, 0)],
    )
    named = {"vehicle_id": "V2", "home": "W2", "warehouse_id": "W1"}
    assert reason(made) == ("locked_elsewhere", named)


def test_an_order_no_road_leads_to() -> None:
    made = alone(parcel("A"), van(), cut_off=["order:A"])
    assert reason(made) == ("unreachable", {"warehouse_id": "W1"})


def full(**facts: Any) -> Case:
    orders = [parcel("A"), parcel("B", unassigned_cost_minor=90_000)]
    return case(orders, [van(**facts)], [(6_000, 0), (7_000, 0)])


@pytest.mark.parametrize(
    ("facts", "relaxation", "named"),
    [
        ({"capacity_m3": 1.75}, "relax.more_m3", {"m3": 0.25}),
        ({"capacity_kg": 15.0}, "relax.more_kg", {"kg": 5.0}),
        ({"capacity_parcels": 1}, None, None),
    ],
)
def test_full_vehicles(
    facts: dict[str, Any], relaxation: str | None, named: dict[str, float] | None
) -> None:
    (order,) = solve(full(**facts))
    assert (order.order_id, order.reason.code) == ("B", "unassigned.no_room")
    assert dict(order.reason.parameters) == {"vehicles": 1}
    assert (order.relaxation.code if order.relaxation else None) == relaxation
    assert (dict(order.relaxation.parameters) if order.relaxation else None) == named


def busy() -> Case:
    windows = (window(9, 9.1),)
    orders = [
        parcel("A", windows=windows, service_s=3000),
        parcel("B", windows=windows, unassigned_cost_minor=90_000),
    ]
    return case(orders, [van()], [(6_000, 0), (7_000, 0)])


def test_a_vehicle_without_time() -> None:
    (order,) = solve(busy())
    assert order.reason.code == "unassigned.no_time"
    assert order.relaxation is not None
    assert order.relaxation.code == "relax.window_until"


def test_the_relaxation_lets_the_order_in() -> None:
    made = busy()
    (order,) = solve(made)
    assert order.relaxation is not None
    hour, minute = str(order.relaxation["until"]).split(":")
    until_s = int(hour) * 3600 + int(minute) * 60
    shipments = tuple(
        replace(s, windows=(TimeWindow(s.windows[0].start_s, until_s),))
        if s.order_id == order.order_id
        else s
        for s in made.problem.shipments
    )
    relaxed = replace(made.problem, shipments=shipments)
    assert solve(Case(problem=relaxed, locations=made.locations)) == []


def test_some_full_and_some_busy() -> None:
    made = busy()
    vehicles = [van("V1"), van("V2", capacity_m3=1.0)]
    third = parcel("C", windows=(window(9, 9.1),), service_s=900, unassigned_cost_minor=80_000)
    both = case([*made.problem.shipments, third], vehicles, [(6_000, 0), (7_000, 0), (6_500, 0)])
    (order,) = solve(both)
    assert order.reason.code == "unassigned.no_room_or_time"
    assert dict(order.reason.parameters) == {"full": 1, "busy": 1}


def left_out_of(
    plan: Plan,
    orders: list[Shipment],
    *vehicles: Vehicle,
    territories: tuple[str, ...] = (),
) -> Unassigned:
    """The last order, which a plan leaves out."""
    made = case(
        orders,
        vehicles,
        [(6_000.0 + 1_000.0 * i, 0.0) for i in range(len(orders))],
        warehouses_at=[(0, 0), (0, 9_000)],
        fetched_at={order.order_id: (6_000.0, 1_000.0) for order in orders},
        territories=territories,
    )
    view = view_of(made.problem, made.locations)
    assert settle(view, plan) == plan
    return explain_unassigned(view, plan, orders[-1], Allowance(1_000))


def said(found: Unassigned) -> tuple[str, dict[str, Parameter], str]:
    """Code of the reason, what it names, and code of what would help."""
    helps = found.relaxation.code if found.relaxation else ""
    return found.reason.code.removeprefix("unassigned."), dict(found.reason.parameters), helps


@pytest.mark.parametrize(
    ("territory", "code", "named"),
    [("south", "territory", {"territory": "south"}), ("", "no_territory", {})],
)
def test_an_order_outside_all_territories(
    territory: str, code: str, named: dict[str, Parameter]
) -> None:
    vehicle = van(zone_ids=frozenset({"north"}))
    orders = [parcel("A", territory=territory)]
    assert said(left_out_of({}, orders, vehicle, territories=("north", "south"))) == (
        code,
        named,
        "",
    )


def test_an_order_whose_group_rides_on_a_full_vehicle() -> None:
    orders = [parcel("A", same_vehicle_group="set"), parcel("B", same_vehicle_group="set")]
    small = van("V1", capacity_m3=1.0)
    named = {"group": "set", "vehicle_id": "V1"}
    plan: Plan = {"V1": ("order:A",)}
    assert said(left_out_of(plan, orders, small)) == ("group", named, "")
    found = left_out_of(plan, orders, small, van("V2"))
    assert said(found) == ("group", named, "relax.without_group")
    assert found.relaxation is not None
    assert found.relaxation["vehicle_id"] == "V2"


def test_an_order_that_may_not_ride_with_what_is_aboard() -> None:
    orders = [parcel("A", goods_classes=COLD), parcel("B", incompatible_with=COLD)]
    plan: Plan = {"V1": ("order:A",)}
    assert said(left_out_of(plan, orders, van())) == ("incompatible", {"vehicles": 1}, "")
    both = left_out_of(plan, orders, van(), van("V2", capacity_m3=0.5))
    assert said(both)[0] == "incompatible", "the second never fits"


def test_an_order_that_finds_vehicles_full_or_with_other_goods() -> None:
    orders = [
        parcel("A", goods_classes=COLD),
        parcel("C"),
        parcel("B", incompatible_with=COLD),
    ]
    plan: Plan = {"V1": ("order:A",), "V2": ("order:C",)}
    found = left_out_of(plan, orders, van("V1"), van("V2", capacity_m3=1.0))
    assert said(found) == ("no_fit", {"full": 1, "busy": 0, "apart": 1}, "")


def test_an_order_whose_position_is_taken_or_never_reached() -> None:
    orders = [parcel("A", locked_position=1), parcel("B", locked_position=1)]
    named: dict[str, Parameter] = {"position": 1, "vehicle_id": "V1", "other_id": "A"}
    found = left_out_of({"V1": ("order:A",)}, orders, van())
    assert said(found) == ("position_taken", named, "")
    orders = [parcel("A"), parcel("B", locked_position=3)]
    found = left_out_of({"V1": ("order:A",)}, orders, van())
    assert said(found) == ("position", {"position": 3}, "")


def test_an_order_that_no_trip_is_left_for() -> None:
    orders = [parcel("A"), parcel("C"), parcel("B", warehouse_id="W2")]
    vehicle = van(max_trips=2, reload_warehouse_ids=frozenset({"W1", "W2"}))
    plan: Plan = {"V1": ("order:A", "warehouse:W1", "order:C")}
    light = [replace(order, volume_m3=6.0) for order in orders]
    assert said(left_out_of(plan, light, vehicle)) == ("no_trip", {"vehicles": 1}, "")
    assert said(left_out_of({}, [light[-1]], vehicle)) == ("no_trip", {"vehicles": 1}, "")


def test_an_order_that_a_vehicle_comes_too_late_to_be_loaded_for() -> None:
    orders = [
        parcel("A", volume_m3=8.0, windows=(window(16, 16.2),)),
        parcel("B", volume_m3=8.0, unassigned_cost_minor=10**8),
    ]
    vehicle = van(max_trips=2, reload_s=3600)
    plan: Plan = {"V1": ("order:A",)}
    code, _, _ = said(left_out_of(plan, orders, vehicle))
    assert code == "no_reload"


@pytest.mark.parametrize(
    ("facts", "code"),
    [
        ({"windows": (window(8, 8.1),)}, "transport_too_early"),
        ({"pickup_windows": (window(6, 8.1),)}, "pickup_window"),
        ({"windows": (window(6, 7),), "pickup_windows": (window(6, 7),)}, "transport_windows"),
        ({"windows": (window(16.9, 18),)}, "transport_windows"),
        ({"release_s": int(16.8 * H)}, "released_too_late"),
        ({"service_s": 5 * H}, "beyond_shift"),
    ],
)
def test_transports_that_cannot_be_made_in_time(facts: dict[str, Any], code: str) -> None:
    assert said(left_out_of({}, [transport("A", **facts)], van()))[0] == code


def test_a_transport_needs_two_stops() -> None:
    assert said(left_out_of({}, [transport("A")], van(max_stops=1))) == ("takes_none", {}, "")
