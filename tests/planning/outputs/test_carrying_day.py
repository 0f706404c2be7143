"""What drivers and other systems see of a route that fetches, carries and loads twice."""

import io
import json
import xml.etree.ElementTree as ET
from dataclasses import replace
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from pypdf import PdfReader

from domain.settings import Settings
from maps.picture.plan_text import PlanText
from planning.outputs.geojson import write_geojson
from planning.outputs.gpx import write_gpx_files
from planning.outputs.papers.paper_content import EntryKind, VehiclePapers
from planning.outputs.papers.pdf_papers import PdfPapers
from planning.outputs.papers.vehicle_papers import vehicle_papers
from planning.outputs.papers.xlsx_papers import xlsx_papers
from planning.plan_file import parse_plan, plan_json
from planning.wording import Wording
from tests.maps.carrying_day import UNIT_KG, UNIT_M3, UNITS, carrying_day
from tests.maps.made_up_plan import PlannedDay

WORDS = {
    "en": ("Deliver", "Fetch", "Hand in", "Reload at W2 Depot 2", "Handed over by"),
    "zh": ("送货", "取货", "交回", "在 W2 Depot 2 补装", "交货人"),
}


@pytest.fixture(scope="module")
def day() -> PlannedDay:
    """The day, made once."""
    return carrying_day()


@pytest.fixture(params=["en", "zh"])
def language(request: pytest.FixtureRequest) -> str:
    """Each language in turn."""
    return str(request.param)


def text_of(day: PlannedDay, language: str = "en") -> PlanText:
    return PlanText(day.plan, day.dataset, Wording(language).say)


def papers_of(day: PlannedDay, language: str = "en") -> VehiclePapers:
    return vehicle_papers(day.plan.routes[0], text_of(day, language), Settings())


def test_the_dispatch_sheet_says_what_to_do_where(day: PlannedDay, language: str) -> None:
    deliver, fetch, hand_in, reload, _ = WORDS[language]
    told = [(entry.number, entry.task) for entry in papers_of(day, language).day]
    assert told == [
        (0, ""),
        (1, deliver),
        (2, fetch),
        (3, fetch),
        (4, deliver),
        (0, hand_in),
        (5, deliver),
        (6, fetch),
        (0, hand_in),
    ]
    entries = papers_of(day, language).day
    assert entries[5].kind is EntryKind.RELOAD
    assert entries[5].place == reload


def test_goods_are_told_where_they_change_hands(day: PlannedDay) -> None:
    goods = [entry.goods for entry in papers_of(day).day]
    assert goods == [
        (),
        ("10 × CRATE Crate",),
        ("20 × CRATE Crate",),
        ("40 × CRATE Crate (for stop 4)",),
        ("40 × CRATE Crate (from stop 3)",),
        ("20 × CRATE Crate",),
        ("80 × CRATE Crate",),
        ("160 × CRATE Crate",),
        ("160 × CRATE Crate",),
    ]


def test_where_a_transport_is_fetched_has_its_own_door_and_window(day: PlannedDay) -> None:
    first, second = papers_of(day).day[3:5]
    at = day.plan.routes[0].stops[2].location
    assert (first.place, first.windows) == (f"{at.lat:.5f}, {at.lon:.5f}", "08:00–11:00")
    assert (second.place, second.windows) == ("Rosengasse 7", "09:00–16:00")
    assert first.location == at


def test_only_what_the_warehouse_gives_is_loaded_trip_by_trip(day: PlannedDay) -> None:
    papers = papers_of(day)
    assert [[s.number for s in trip.stops] for trip in papers.trips] == [[1], [5]]
    assert [trip.total.units for trip in papers.trips] == [10, 80]
    assert papers.loaded.units == 90
    assert (papers.day[0].load_m3, papers.day[0].load_kg) == (10 * UNIT_M3, 10 * UNIT_KG)


def test_sums_of_a_route_count_each_order_once(day: PlannedDay) -> None:
    total, route = papers_of(day).total, day.plan.routes[0]
    assert total.units == sum(UNITS.values())
    assert total.volume_m3 == pytest.approx(route.load_m3)
    assert total.weight_kg == pytest.approx(route.load_kg)
    assert papers_of(day).stop_count == 6


def test_a_pickup_has_a_receipt_of_its_own(day: PlannedDay) -> None:
    signed = [
        (stop.number, stop.is_fetch, stop.orders[0].order_id) for stop in papers_of(day).receipts
    ]
    assert signed == [
        (1, False, "BRING-1"),
        (2, True, "BACK-1"),
        (3, True, "CARRY"),
        (4, False, "CARRY"),
        (5, False, "BRING-2"),
        (6, True, "BACK-2"),
    ]


def test_the_pdf_has_the_words_of_its_language(day: PlannedDay, language: str) -> None:
    setter = PdfPapers(text_of(day, language), Settings())
    document = setter.document(setter.vehicle_pages(papers_of(day, language)), "day")
    text = "\n".join(page.extract_text() for page in PdfReader(io.BytesIO(document)).pages)
    *words, giver = WORDS[language]
    for word in words:
        assert word in text
    # On the receipts of the three stops that fetch.
    assert text.count(giver) == 3


def test_a_trip_that_only_fetches_says_that_nothing_is_loaded(day: PlannedDay) -> None:
    route = day.plan.routes[0]
    text = text_of(day)
    only = vehicle_papers(replace(route, stops=route.stops[1:3]), text, Settings())
    assert only.trips[0].stops == ()
    assert only.trips[0].total.units == 0
    setter = PdfPapers(text, Settings())
    document = setter.document(setter.vehicle_pages(only), "day")
    pages = "\n".join(page.extract_text() for page in PdfReader(io.BytesIO(document)).pages)
    assert "Nothing to load for this trip." in pages
    book = openpyxl.load_workbook(io.BytesIO(xlsx_papers(only, text, Settings())))
    assert "Nothing to load for this trip." in _values(book["Loading list"])


def test_the_workbook_has_a_column_for_what_to_do(day: PlannedDay, language: str) -> None:
    deliver, fetch, hand_in, reload, _ = WORDS[language]
    text = text_of(day, language)
    book = openpyxl.load_workbook(
        io.BytesIO(xlsx_papers(papers_of(day, language), text, Settings()))
    )
    dispatch, loading, receipts = book.worksheets
    tasks = [row[1] for row in dispatch.iter_rows(min_row=5, values_only=True)]
    assert tasks == ["", deliver, fetch, fetch, deliver, hand_in, deliver, fetch, hand_in]
    assert reload in _values(dispatch)
    assert receipts.title == text.say("paper.handovers")
    signed = [row[1] for row in receipts.iter_rows(min_row=4, values_only=True)]
    assert signed == [deliver, fetch, fetch, deliver, deliver, fetch, ""]
    # Of what is carried, nothing is loaded; of the whole route, it is counted once.
    assert 40 not in _values(loading)
    assert sum(UNITS.values()) in _values(receipts)


def test_other_systems_are_told_the_kind_of_each_stop(tmp_path: Path, day: PlannedDay) -> None:
    path = tmp_path / "plan.geojson"
    write_geojson(path, day.plan, day.dataset)
    features = json.loads(path.read_text(encoding="utf-8"))["features"]
    stops = [f["properties"] for f in features if f["properties"].get("route") == 1]
    assert [(p["kind"], p.get("stop")) for p in stops[1:]] == [
        ("stop", 1),
        ("pickup", 2),
        ("pickup", 3),
        ("stop", 4),
        ("reload", None),
        ("stop", 5),
        ("pickup", 6),
    ]
    assert stops[0]["stops"] == 6
    assert [p["address"] for p in stops[3:5]] == ["", "Rosengasse 7"]


def test_navigation_devices_name_what_is_fetched(
    tmp_path: Path, day: PlannedDay, language: str
) -> None:
    _, fetch, _, reload, _ = WORDS[language]
    path = write_gpx_files(tmp_path, day.plan, day.dataset, Wording(language).say)[0]
    points = ET.parse(path).getroot().findall("{*}rte/{*}rtept")
    names = [point.findtext("{*}name", "") for point in points]
    assert names[3] == f"3 {fetch} Weber"
    assert names[4] == "4 Weber"
    assert names[5] == reload
    kinds = [point.findtext("{*}type") for point in points[1:-1]]
    assert kinds == ["delivery", "pickup", "pickup", "delivery", "reload", "delivery", "pickup"]


def test_a_plan_file_keeps_the_kinds_of_stops(day: PlannedDay) -> None:
    content = plan_json(day.plan, Wording("en").say)
    assert parse_plan(content, "plan.json") == day.plan


def _values(sheet: Any) -> list[Any]:
    return [value for row in sheet.iter_rows(values_only=True) for value in row]
