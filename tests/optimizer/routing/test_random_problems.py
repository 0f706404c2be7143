"""Random small problems with every rule mixed: what comes out keeps them all."""

from dataclasses import replace
from decimal import Decimal
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from domain.fleet import OPEN_ROUTE, Vehicle
from domain.orders import TimeWindow
from domain.progress import Never
from domain.routing_problem import Shipment
from optimizer.routing.problem_view import view_of
from optimizer.routing.scale_problem import scale_problem
from optimizer.routing.search import search
from optimizer.routing.settle import settle
from optimizer.routing.solve_routing import solve_routing
from tests.optimizer.routing.build import DAY, Case, H, case, parcel, rush_hour, van
from tests.optimizer.routing.recheck import broken_rules

GOODS = ("", "cold", "dry")


@st.composite
def windows(draw: st.DrawFn) -> tuple[TimeWindow, ...]:
    if draw(st.booleans()):
        return (DAY,)
    edges = draw(st.lists(st.integers(6 * H, 19 * H), min_size=2, max_size=4, unique=True))
    edges = sorted(edges)[: len(edges) // 2 * 2]
    return tuple(TimeWindow(a, b) for a, b in zip(edges[::2], edges[1::2], strict=True))


@st.composite
def shipments(draw: st.DrawFn, order_id: str, warehouses: int) -> Shipment:
    return parcel(
        order_id,
        warehouse_id=f"W{draw(st.integers(1, warehouses))}",
        windows=draw(windows()),
        is_soft=draw(st.integers(0, 3)) == 0,
        late_cost_per_hour_minor=draw(st.integers(0, 20_000)),
        release_s=draw(st.sampled_from([0, 0, 0, 9 * H, 18 * H])),
        setup_s=draw(st.sampled_from([0, 60, 300])),
        service_s=draw(st.integers(0, 1200)),
        volume_m3=draw(st.floats(0, 4)),
        weight_kg=draw(st.floats(0, 40)),
        goods_classes=frozenset({draw(st.sampled_from(GOODS))}) - {""},
        requirements=frozenset({"lift"}) if draw(st.integers(0, 4)) == 0 else frozenset(),
        locked_vehicle_id=draw(st.sampled_from(["", "", "", "V0", "V9"])),
        unassigned_cost_minor=draw(st.sampled_from([0, 500, 5_000, 100_000])),
    )


@st.composite
def vehicles(draw: st.DrawFn, vehicle_id: str, warehouses: int) -> Vehicle:
    def maybe(strategy: st.SearchStrategy[Any]) -> Any:
        return draw(st.none() | strategy)

    start_s = draw(st.integers(5 * H, 11 * H))
    rests: dict[str, Any] = {"break_s": draw(st.sampled_from([0, 0, 900, 2700]))}
    if draw(st.booleans()):
        rests["break_earliest_s"] = draw(st.integers(9 * H, 12 * H))
        rests["break_latest_s"] = rests["break_earliest_s"] + draw(st.integers(0, 2 * H))
    return van(
        vehicle_id,
        warehouse_id=f"W{draw(st.integers(1, warehouses))}",
        end_warehouse_id=draw(st.sampled_from(["", "", OPEN_ROUTE, f"W{warehouses}"])),
        capacity_m3=draw(st.floats(1, 15)),
        capacity_kg=maybe(st.floats(10, 200)),
        capacity_parcels=maybe(st.integers(0, 6)),
        carries=frozenset(draw(st.sampled_from([(), (), ("cold",), ("cold", "dry")]))),
        fixed_cost=Decimal(draw(st.integers(0, 8_000))) / 100,
        cost_per_km=Decimal(draw(st.integers(0, 300))) / 100,
        cost_per_hour=Decimal(draw(st.integers(0, 4_000))) / 100,
        overtime_cost_per_hour=Decimal(draw(st.integers(0, 4_000))) / 100,
        shift_start_s=start_s,
        shift_end_s=start_s + draw(st.integers(H, 9 * H)),
        max_overtime_s=draw(st.sampled_from([0, 1800, 7200])),
        max_distance_m=maybe(st.floats(5_000, 90_000)),
        max_stops=maybe(st.integers(0, 6)),
        equipment=frozenset(draw(st.sampled_from([(), ("lift",)]))),
        **rests,
    )


@st.composite
def cases(draw: st.DrawFn) -> Case:
    depots = draw(st.integers(1, 2))
    point = st.tuples(st.integers(0, 12), st.integers(0, 12))
    orders = [draw(shipments(f"O{i}", depots)) for i in range(draw(st.integers(1, 9)))]
    fleet = [draw(vehicles(f"V{i}", depots)) for i in range(draw(st.integers(0, 4)))]
    at = [(1_500.0 * x, 1_500.0 * y) for x, y in (draw(point) for _ in orders)]
    cut_off = [o.place for o in orders if draw(st.integers(0, 15)) == 0]
    made = case(orders, fleet, at, warehouses_at=[(0, 0), (18_000, 0)][:depots], cut_off=cut_off)
    if draw(st.booleans()):
        slow = rush_hour(made.problem.travel, 7 * H, 10 * H, draw(st.floats(1, 3)))
        return Case(problem=replace(made.problem, travel=slow), locations=made.locations)
    return made


@settings(max_examples=120)
@given(made=cases(), seed=st.integers(0, 3))
def test_every_plan_keeps_every_rule(made: Case, seed: int) -> None:
    result = solve_routing(
        made.problem, locations=made.locations, stop=Never(), seed=seed, solution_limit=60
    )
    assert broken_rules(made, result) == []
    assert result.problems == ()


@settings(max_examples=80)
@given(made=cases())
def test_the_model_proposes_nothing_that_must_be_taken_back(made: Case) -> None:
    apart = [replace(s, setup_s=0) for s in made.problem.shipments]
    problem = replace(made.problem, shipments=tuple(apart))
    view = view_of(problem, made.locations)
    scaled = scale_problem(view)
    if scaled.problem is None:
        return
    outcome = search(scaled.problem, Never(), solution_limit=60)
    proposed = scaled.ids(outcome.routes)
    assert settle(view, proposed) == proposed
