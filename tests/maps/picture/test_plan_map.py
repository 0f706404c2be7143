"""The map of a plan: what it holds, and that in a browser its texts are texts."""

import json
import re
import subprocess
import sys
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from maps.picture.map_content import map_content
from maps.picture.map_page import map_page
from maps.picture.plan_map import write_plan_map
from tests.hostile_day import hostile_day
from tests.hostile_texts import HOSTILE
from tests.maps.carrying_day import carrying_day
from tests.maps.land import with_land
from tests.maps.made_up_plan import RELOAD, PlannedDay, plan_day
from tests.plain_wording import say

SMALL_MB = 2


@pytest.fixture(scope="module")
def day() -> PlannedDay:
    """A plan of three routes."""
    return plan_day(routes=3, stops=6, side=30)


def content_of(page: str) -> Any:
    match = re.search(r'<script type="application/json" id="content">(.*?)</script>', page, re.S)
    assert match is not None
    return json.loads(match[1])


def opened(path: Path) -> Any:
    result = subprocess.run(
        [sys.executable, "-m", "tests.maps.open_page", str(path)],
        capture_output=True,
        text=True,
        encoding="utf-8",
        timeout=90,
        check=False,
    )
    assert result.returncode == 0, result.stderr
    return json.loads(result.stdout.splitlines()[-1])


def test_the_map_of_a_city_is_one_small_file_without_addresses(tmp_path: Path) -> None:
    day = plan_day()
    path = tmp_path / "map.html"
    write_plan_map(path, day.plan, day.dataset, day.roads, say)
    page = path.read_text(encoding="utf-8")
    assert len(page.encode()) < SMALL_MB * 1_000_000
    markup = re.sub(r"<script.*?</script>", "", page, flags=re.DOTALL)
    assert re.findall(r"""\b(?:src|href|on\w+)=|url\((?!data:|#)""", markup) == []
    assert "sourceMappingURL" not in page
    assert [len(route["stops"]) for route in content_of(page)["routes"]] == [18] * 20


def test_the_same_plan_gives_the_same_page(day: PlannedDay) -> None:
    pages = {map_page(map_content(day.plan, day.dataset, day.roads, say)) for _ in range(2)}
    assert len(pages) == 1


def test_stops_are_numbered_in_order_and_a_reload_has_no_number(day: PlannedDay) -> None:
    route = day.plan.routes[0]
    stops = (*route.stops[:2], RELOAD, *route.stops[2:])
    plan = replace(day.plan, routes=(replace(route, stops=stops),))
    content = map_content(plan, day.dataset, day.roads, say)
    shown = content["routes"][0]["stops"]
    assert [stop["number"] for stop in shown] == [1, 2, 0, 3, 4, 5, 6]
    assert shown[2]["name"] == "W2 Depot 2"
    assert content["routes"][0]["facts"][0] == "map.stops 6"


def test_an_order_left_out_lies_where_it_is_and_says_why(day: PlannedDay) -> None:
    content = map_content(day.plan, day.dataset, day.roads, say)
    left_out = day.plan.unassigned[0]
    order = next(o for o in day.dataset.orders if o.order_id == left_out.order_id)
    shown = content["unassigned"][0]
    assert shown["at"] == [order.lat, order.lon]
    assert shown["reason"] == "unassigned.too_heavy 1800.5 3"


def test_ids_that_the_data_no_longer_has_are_shown_as_they_are(day: PlannedDay) -> None:
    bare = replace(day.dataset, orders=(), order_lines=(), vehicles=(), warehouses=())
    content = map_content(day.plan, bare, None, say)
    route, stop = day.plan.routes[0], day.plan.routes[0].stops[0]
    assert content["routes"][0]["name"] == route.vehicle_id
    assert content["routes"][0]["stops"][0]["name"] == stop.order_ids[0]
    assert content["unassigned"][0]["at"] is None
    assert content["roads"] == content["land"] == ()


def test_without_a_way_on_the_streets_stops_are_joined_straight(day: PlannedDay) -> None:
    route = replace(day.plan.routes[0], geometry=())
    content = map_content(replace(day.plan, routes=(route,)), day.dataset, None, say)
    assert len(content["routes"][0]["way"]) == len(route.stops) + 2


def test_an_empty_plan_has_a_map(day: PlannedDay) -> None:
    plan = replace(day.plan, routes=(), unassigned=(), checks=None)
    empty = replace(day.dataset, orders=(), order_lines=())
    page = map_page(map_content(plan, empty, day.roads, say))
    assert content_of(page)["routes"] == []
    bare = replace(empty, warehouses=(), vehicles=())
    assert map_content(plan, bare, None, say)["bounds"] == [[0, 0], [0, 0]]


def test_only_roads_of_openstreetmap_are_said_to_be_its(day: PlannedDay) -> None:
    content = map_content(day.plan, day.dataset, day.roads, say)
    assert content["attribution"] == "map.attribution made-up"
    ours = replace(day.roads, is_made_up=True)
    told = map_content(day.plan, day.dataset, ours, say)
    assert told["attribution"] == "map.attribution_made_up made-up"
    assert map_content(day.plan, day.dataset, None, say)["attribution"] == ""


def test_hostile_texts_stand_in_the_page_as_escaped_json_only() -> None:
    day = hostile_day()
    page = map_page(map_content(day.plan, day.dataset, None, say))
    assert len(re.findall(r"<script[ >]", page)) == 5
    assert page.count("PWN") > 100
    outside = re.sub(r'<script type="application/json".*?</script>', "", page, flags=re.S)
    for text in ("PWN", "getpid", "half", "depot", "example.test"):
        assert text not in outside
    names = [route["stops"][0]["name"] for route in content_of(page)["routes"]]
    assert names == [text.encode("utf-8", "replace").decode() for text in HOSTILE.values()]


def test_in_a_browser_hostile_texts_are_shown_and_run_nothing(tmp_path: Path) -> None:
    day, path = hostile_day(), tmp_path / "map.html"
    write_plan_map(path, day.plan, day.dataset, None, say)
    found = opened(path)
    assert found["caught"] == []
    assert found["broken_in"] == "[]"
    assert found["asked"] == [path.as_uri()]
    assert found["said"] == []
    assert found["title"] == "map.title 2026-11-20"
    assert found["chosen"] == 1
    for text in HOSTILE.values():
        shown = text.encode("utf-8", "replace").decode()
        for place in ("popups", "tooltips", "names", "stops", "reasons", "icons"):
            assert any(shown in line for line in found[place]), (place, text)


def test_the_browser_would_tell_if_something_ran(tmp_path: Path) -> None:
    path = tmp_path / "open.html"
    path.write_text("<body><script>PWN('it runs')</script></body>", encoding="utf-8")
    assert "it runs" in opened(path)["broken_in"]


def test_in_a_browser_a_plan_is_drawn_without_a_request_or_a_complaint(
    tmp_path: Path, day: PlannedDay
) -> None:
    path = tmp_path / "map of 方案.html"
    write_plan_map(path, day.plan, day.dataset, with_land(day.roads), say)
    found = opened(path)
    assert len(found["asked"]) == 1
    assert found["said"] == []
    assert found["canvases"] == 2
    assert len(found["names"]) == 3
    # Each of 18 stops, 4 orders left out, 3 warehouses.
    assert len(found["popups"]) == 25
    assert "figure.unassigned4" in found["figures"]


def test_in_a_browser_pickups_and_reloads_are_called_so(tmp_path: Path) -> None:
    day, path = carrying_day(), tmp_path / "map.html"
    write_plan_map(path, day.plan, day.dataset, None, say)
    found = opened(path)
    assert found["said"] == []
    told = [text for text in found["popups"] if "CARRY" in text]
    assert told[0].startswith("map.pickup 1·3 · Weber")
    assert "map.fetch40 × CRATE Crate" in told[0]
    assert told[1].startswith("map.stop 1·4 · Weber")
    assert "map.unload40 × CRATE Crate" in told[1]
    assert any(text.startswith("map.reload 1·↻ · W2 Depot 2") for text in found["popups"])
