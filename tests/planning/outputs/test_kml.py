from dataclasses import replace
from html import unescape
from pathlib import Path
from xml.etree.ElementTree import Element

import defusedxml.ElementTree as ET
import pytest

from planning.outputs.file_names import printable_text
from planning.outputs.kml import kml_document, write_kml
from tests.hostile_day import hostile_day
from tests.hostile_texts import HOSTILE
from tests.maps.made_up_plan import RELOAD, PlannedDay, plan_day
from tests.plain_wording import say

KML = "{http://www.opengis.net/kml/2.2}"


@pytest.fixture(scope="module")
def day() -> PlannedDay:
    """A plan of two routes."""
    return plan_day(routes=2, stops=4, side=20)


def read(content: bytes) -> Element:
    root: Element = ET.fromstring(content)
    return root


def placemarks(root: Element, kind: str) -> list[Element]:
    return [mark for mark in root.iter(f"{KML}Placemark") if data(mark)["kind"] == kind]


def data(placemark: Element) -> dict[str, str]:
    found = placemark.findall(f"{KML}ExtendedData/{KML}Data")
    return {item.attrib["name"]: item.findtext(f"{KML}value") or "" for item in found}


def test_each_route_is_a_line_and_its_stops_follow_in_order(
    tmp_path: Path, day: PlannedDay
) -> None:
    write_kml(tmp_path / "plan.kml", day.plan, day.dataset, say)
    root = read((tmp_path / "plan.kml").read_bytes())
    routes, stops = placemarks(root, "route"), placemarks(root, "delivery")
    assert [data(route)["vehicle_id"] for route in routes] == ["VAN-01", "VAN-02"]
    line = (routes[0].findtext(f".//{KML}coordinates") or "").split()
    assert len(line) > 20
    places = [tuple(map(float, place.split(","))) for place in line]
    assert all(8 < lon < 9 and 49 < lat < 50 for lon, lat in places)
    planned = [stop for route in day.plan.routes for stop in route.stops]
    assert [data(stop)["order_ids"] for stop in stops] == [s.order_ids[0] for s in planned]
    at = stops[0].findtext(f"{KML}Point/{KML}coordinates")
    assert at == f"{planned[0].location.lon:.6f},{planned[0].location.lat:.6f}"
    assert data(stops[0])["arrival"] == stops[0].findtext(f"{KML}TimeStamp/{KML}when")
    assert len(placemarks(root, "unassigned")) == 4


def test_telephone_numbers_and_notes_stay_at_home(day: PlannedDay) -> None:
    text = kml_document(day.plan, day.dataset, say).decode()
    assert "6221" not in text
    assert "bell" not in text


def test_a_reload_and_a_way_without_streets(day: PlannedDay) -> None:
    route = day.plan.routes[0]
    straight = replace(route, stops=(*route.stops, RELOAD), geometry=())
    root = read(kml_document(replace(day.plan, routes=(straight,)), day.dataset, say))
    assert [data(mark)["warehouse_id"] for mark in placemarks(root, "reload")] == ["W2"]
    line = placemarks(root, "route")[0].findtext(f".//{KML}coordinates") or ""
    assert len(line.split()) == len(straight.stops) + 2


def test_hostile_texts_are_text_for_xml_and_for_html() -> None:
    hostile = hostile_day()
    root = read(kml_document(hostile.plan, hostile.dataset, say))
    stops = placemarks(root, "delivery")
    assert len(stops) == len(HOSTILE)
    for stop, text in zip(stops, HOSTILE.values(), strict=True):
        description = stop.findtext(f"{KML}description") or ""
        assert "<" not in description.replace("<br/>", "")
        assert printable_text(text) in unescape(description)
        assert "<" not in (stop.findtext(f"{KML}name") or "")
