import json
from dataclasses import replace
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain.plan import Break, Stop, StopKind
from planning.outputs.vroom_solution import vroom_json, vroom_solution, write_vroom_solution
from tests.hostile_day import hostile_day
from tests.hostile_texts import HOSTILE
from tests.maps.made_up_plan import RELOAD, PlannedDay, plan_day

DAY = plan_day(routes=2, stops=4, side=20)


@pytest.fixture(scope="module")
def day() -> PlannedDay:
    """A plan of two routes of four stops, four orders left out."""
    return DAY


def with_stops(stops: tuple[Stop, ...], breaks: tuple[Break, ...] = ()) -> Any:
    """The first route of the day, driven along other stops."""
    route = replace(DAY.plan.routes[0], stops=stops, breaks=breaks, end_s=stops[-1].departure_s)
    plan = replace(DAY.plan, routes=(route,))
    return vroom_solution(plan, DAY.dataset)["routes"][0]


def assert_times_add_up(route: dict[str, Any]) -> None:
    """Each step is reached when the one before is done and the way driven."""
    for before, step in pairwise(route["steps"]):
        done_s = before["arrival"] + before["setup"] + before["service"] + before["waiting_time"]
        assert step["arrival"] == done_s + step["duration"] - before["duration"], step


def test_a_solution_holds_the_routes_with_their_steps_in_order(
    tmp_path: Path, day: PlannedDay
) -> None:
    write_vroom_solution(tmp_path / "vroom.json", day.plan, day.dataset)
    solution = json.loads((tmp_path / "vroom.json").read_bytes())
    assert solution["code"] == 0
    assert [route["vehicle"] for route in solution["routes"]] == [1, 2]
    assert [route["description"] for route in solution["routes"]] == ["VAN-01", "VAN-02"]
    for route, planned in zip(solution["routes"], day.plan.routes, strict=True):
        kinds = [step["type"] for step in route["steps"] if step["type"] != "break"]
        assert kinds == ["start", *["job"] * 4, "end"]
        served = [s["description"] for s in route["steps"] if s["type"] == "job"]
        assert tuple(served) == planned.order_ids
        assert route["distance"] == route["steps"][-1]["distance"] == planned.distance_m
        assert route["duration"] == route["steps"][-1]["duration"] == planned.drive_s
        assert all(8 < s["location"][0] < 9 for s in route["steps"] if "location" in s)
    assert solution["summary"]["unassigned"] == len(solution["unassigned"]) == 4
    assert solution["summary"]["cost"] == sum(r.cost.total_minor for r in day.plan.routes)


def test_ids_are_numbers_and_each_order_has_one_of_its_own(day: PlannedDay) -> None:
    solution = vroom_solution(day.plan, day.dataset)
    steps = [step for route in solution["routes"] for step in route["steps"]]
    numbered = {s["description"]: s["id"] for s in steps if s["type"] == "job"}
    numbered |= {order["description"]: order["id"] for order in solution["unassigned"]}
    assert sorted(numbered.values()) == list(range(1, 13))
    assert [name for name, _ in sorted(numbered.items(), key=lambda i: i[1])] == sorted(numbered)


@given(st.data())
def test_times_add_up_whatever_waits_breaks_and_orders_a_route_has(data: st.DataObject) -> None:
    orders = iter(order.order_id for order in DAY.dataset.orders)
    now_s, stops, breaks = DAY.plan.routes[0].start_s, [], []
    small = st.integers(0, 900)
    for _ in range(data.draw(st.integers(1, 4))):
        drive_s, idle_s, before_s, after_s = (data.draw(small) for _ in range(4))
        count, set_up_s = data.draw(st.integers(0, 2)), data.draw(small)
        service_s = 240 * count + set_up_s
        arrival_s = now_s + drive_s
        start_s = arrival_s + idle_s + before_s
        if before_s:
            breaks.append(Break(start_s=arrival_s + idle_s, end_s=start_s))
        now_s = start_s + service_s + after_s
        if after_s:
            breaks.append(Break(start_s=start_s + service_s, end_s=now_s))
        stop = Stop(
            kind=StopKind.DELIVERY if count else StopKind.RELOAD,
            order_ids=tuple(next(orders) for _ in range(count)),
            warehouse_id="" if count else "W2",
            location=RELOAD.location,
            drive_s=drive_s,
            distance_m=drive_s,
            arrival_s=arrival_s,
            wait_s=idle_s + before_s,
            service_s=service_s,
            departure_s=now_s,
        )
        stops.append(stop)
    route = with_stops(tuple(stops), tuple(breaks))
    assert_times_add_up({"steps": route["steps"][:-1]})
    assert sum(step["type"] == "break" for step in route["steps"]) == len(breaks)
    assert route["steps"][-2]["arrival"] <= route["steps"][-1]["arrival"] == now_s
    assert route["service"] + route["setup"] == sum(s.service_s for s in stops) + sum(
        rest.end_s - rest.start_s for rest in breaks
    )


def test_a_transport_is_fetched_and_brought_under_one_number() -> None:
    orders = DAY.dataset.orders
    carried = replace(orders[0], kind="transport", pickup_lat=49.4, pickup_lon=8.7)
    dataset = replace(DAY.dataset, orders=(carried, *orders[1:]))
    first = DAY.plan.routes[0].stops[0]
    fetch = replace(first, kind=StopKind.PICKUP, order_ids=(carried.order_id,), load_m3=0.5)
    bring = replace(first, order_ids=(carried.order_id,), load_m3=0.0, load_kg=0.0)
    route = replace(DAY.plan.routes[0], stops=(fetch, bring), breaks=())
    plan = replace(DAY.plan, routes=(route,), unassigned=())
    steps = vroom_solution(plan, dataset)["routes"][0]["steps"]
    assert [(s["type"], s.get("id")) for s in steps[1:3]] == [("pickup", 1), ("delivery", 1)]
    assert [step["load"][0] for step in steps] == [0, 500, 0, 0]


def test_a_reload_is_a_step_that_says_so(day: PlannedDay) -> None:
    route = day.plan.routes[0]
    reloaded = with_stops((*route.stops, RELOAD))
    assert [step["description"] for step in reloaded["steps"] if step.get("reload")] == ["W2"]


def test_an_order_that_the_data_no_longer_have_keeps_its_times(day: PlannedDay) -> None:
    dataset = replace(day.dataset, orders=(), order_lines=())
    plan = vroom_solution(day.plan, dataset)
    for route, planned in zip(plan["routes"], day.plan.routes, strict=True):
        jobs = [step for step in route["steps"] if step["type"] == "job"]
        assert sum(s["service"] for s in jobs) == sum(s.service_s for s in planned.stops)


def test_hostile_ids_read_back() -> None:
    hostile = hostile_day()
    solution = json.loads(vroom_json(hostile.plan, hostile.dataset))
    names = [route["description"] for route in solution["routes"]]
    assert names == [text.encode("utf-8", "replace").decode() for text in HOSTILE.values()]
