import datetime
from dataclasses import replace
from pathlib import Path
from xml.etree.ElementTree import Element

import defusedxml.ElementTree as ET
import pytest

from planning.outputs.file_names import printable_text
from planning.outputs.gpx import write_gpx_files
from tests.hostile_day import hostile_day
from tests.hostile_texts import HOSTILE
from tests.maps.made_up_plan import RELOAD, PlannedDay, plan_day
from tests.plain_wording import say

GPX = "{http://www.topografix.com/GPX/1/1}"


@pytest.fixture(scope="module")
def day() -> PlannedDay:
    """A plan of two routes."""
    return plan_day(routes=2, stops=4, side=20)


def read(path: Path) -> Element:
    root = ET.parse(path).getroot()
    assert root is not None
    return root


def texts(root: Element, path: str) -> list[str]:
    return [found.text or "" for found in root.findall(path.replace("/", f"/{GPX}"))]


def test_a_file_per_vehicle_with_stops_and_the_way(tmp_path: Path, day: PlannedDay) -> None:
    paths = write_gpx_files(tmp_path / "gpx", day.plan, day.dataset, say)
    assert [path.name for path in paths] == ["VAN-01.gpx", "VAN-02.gpx"]
    root, route = read(paths[0]), day.plan.routes[0]
    names = texts(root, "./rte/rtept/name")
    assert names[0] == names[-1] == "W1 Depot 1"
    assert [name.split()[0] for name in names[1:-1]] == ["1", "2", "3", "4"]
    legs = root.findall(f".//{GPX}trkseg")
    assert len(legs) == len(route.geometry)
    assert all(49 < float(p.get("lat", 0)) < 50 for leg in legs for p in leg)


def test_times_are_utc_also_on_the_day_the_clock_changes(tmp_path: Path, day: PlannedDay) -> None:
    plan = replace(day.plan, day=datetime.date(2026, 10, 25))
    path = write_gpx_files(tmp_path, plan, day.dataset, say)[0]
    route = plan.routes[0]
    midnight = datetime.datetime(2026, 10, 24, 22, tzinfo=datetime.UTC)
    expected = midnight + datetime.timedelta(seconds=route.stops[0].arrival_s)
    times = texts(read(path), "./rte/rtept/time")
    assert times[1] == expected.strftime("%Y-%m-%dT%H:%M:%SZ")
    # Eight hours after that midnight the clock shows seven.
    assert texts(read(path), "./rte/rtept/desc")[0].startswith("07:")


def test_a_reload_and_an_open_route(tmp_path: Path, day: PlannedDay) -> None:
    route = day.plan.routes[0]
    open_route = replace(route, stops=(*route.stops, RELOAD), end_warehouse_id="", geometry=())
    path = write_gpx_files(tmp_path, replace(day.plan, routes=(open_route,)), day.dataset, say)[0]
    assert texts(read(path), "./rte/rtept/name")[-1] == "sheet.reload_at W2 Depot 2"
    assert read(path).find(f"{GPX}trk") is None


def test_hostile_texts_stay_in_the_folder_and_the_files_read_back(tmp_path: Path) -> None:
    hostile, folder = hostile_day(), tmp_path / "gpx"
    paths = write_gpx_files(folder, hostile.plan, hostile.dataset, say)
    assert sorted(p.resolve() for p in paths) == sorted(p.resolve() for p in folder.iterdir())
    assert len(paths) == len(HOSTILE)
    for path, text in zip(paths, HOSTILE.values(), strict=True):
        plain = printable_text(text).strip()
        assert any(plain in d for d in texts(read(path), "./rte/rtept/desc"))
        assert texts(read(path), "./rte/rtept/name")[1].startswith("1 ")
