"""What of a plan goes to the map's page."""

import json
from dataclasses import replace
from typing import Any

import pytest

from gui.map.plan_content import Mark, ShownContent, orders_content, plan_content
from tests.maps.made_up_plan import RELOAD, PlannedDay
from tests.plain_wording import say


def _values(shown: ShownContent) -> dict[str, Any]:
    values: dict[str, Any] = json.loads(shown.text)
    return values


def test_every_order_can_be_found_where_it_is_drawn(day: PlannedDay) -> None:
    shown = plan_content(day.plan, day.dataset, say)
    values = _values(shown)
    for order in day.dataset.orders:
        mark = shown.marks[order.order_id, False]
        if mark.kind == "stop":
            drawn = values["routes"][mark.first]["stops"][mark.second]
            assert shown.stop_ids[mark.first][mark.second] == (order.order_id, False)
        else:
            assert mark.kind == "unassigned"
            drawn = values["unassigned"][mark.first]
            assert shown.unassigned_ids[mark.first] == order.order_id
        assert drawn["at"] == [order.lat, order.lon]


def test_stops_are_numbered_as_on_the_sheets(day: PlannedDay) -> None:
    route = day.plan.routes[1]
    stops = (*route.stops[:2], RELOAD, *route.stops[2:])
    plan = replace(day.plan, routes=(day.plan.routes[0], replace(route, stops=stops)))
    drawn = _values(plan_content(plan, day.dataset, say))["routes"][1]["stops"]
    assert [stop["number"] for stop in drawn] == ["1", "2", "↻", "3", "4", "5", "6"]
    assert drawn[2]["tip"] == ["2 · ↻ · sheet.reload", "13:00", "W2 Depot 2"]
    assert drawn[3]["tip"][0] == "2 · 3"


def test_only_late_stops_say_so(day: PlannedDay) -> None:
    routes = _values(plan_content(day.plan, day.dataset, say))["routes"]
    late = [stop.get("late") for route in routes for stop in route["stops"]]
    assert late[0] == "window_map.late unit.minutes 25"
    assert set(late[1:]) == {None}


def test_of_an_order_that_the_data_no_longer_has_there_is_no_place(day: PlannedDay) -> None:
    bare = replace(day.dataset, orders=(), order_lines=(), vehicles=(), warehouses=())
    shown = plan_content(day.plan, bare, say)
    assert _values(shown)["unassigned"] == []
    first = day.plan.routes[0].stops[0].order_ids[0]
    assert _values(shown)["routes"][0]["stops"][0]["tip"][2] == first
    assert shown.marks[first, False] == Mark("stop", 0, 0)


def test_without_a_way_on_the_streets_stops_are_joined_straight(day: PlannedDay) -> None:
    route = replace(day.plan.routes[0], geometry=())
    shown = plan_content(replace(day.plan, routes=(route,)), day.dataset, say)
    assert len(_values(shown)["routes"][0]["way"]) == len(route.stops) + 2


def test_orders_without_a_plan_have_their_customers(day: PlannedDay) -> None:
    orders = day.dataset.orders[3:9]
    shown = orders_content(day.dataset, orders)
    values = _values(shown)
    assert [order["tip"] for order in values["orders"]] == [
        [order.order_id, order.customer_name] for order in orders
    ]
    assert shown.marks[orders[2].order_id, False] == Mark("order", 2)
    assert len(values["warehouses"]) == len(day.dataset.warehouses)


@pytest.mark.parametrize(
    ("identifier", "sign"),
    [("W1", "W1"), ("Lager Nord-West 17", "Lager Nord-…"), ("a\nb\t c", "a b c"), ("仓库", "仓库")],
)
def test_a_warehouse_has_a_sign_that_fits(day: PlannedDay, identifier: str, sign: str) -> None:
    house = replace(day.dataset.warehouses[0], warehouse_id=identifier, name="")
    dataset = replace(day.dataset, warehouses=(house,))
    assert _values(orders_content(dataset, ()))["warehouses"][0]["sign"] == sign


def test_the_text_is_ascii_whatever_the_names_are(day: PlannedDay) -> None:
    odd = replace(day.dataset.orders[0], customer_name="half \ud83d 北京\u2028</script>")
    dataset = replace(day.dataset, orders=(odd,))
    shown = orders_content(dataset, (odd,))
    assert shown.text.isascii()
    assert _values(shown)["orders"][0]["tip"][1] == "half \ud83d 北京 </script>"
