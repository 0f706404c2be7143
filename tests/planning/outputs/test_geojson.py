import json
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest

from planning.outputs.geojson import write_geojson
from tests.hostile_day import hostile_day
from tests.hostile_texts import HOSTILE
from tests.maps.made_up_plan import PlannedDay, plan_day


@pytest.fixture(scope="module")
def day() -> PlannedDay:
    """A plan of two routes."""
    return plan_day(routes=2, stops=4, side=20)


def features(path: Path) -> list[Any]:
    collection = json.loads(path.read_text(encoding="utf-8"))
    assert collection["type"] == "FeatureCollection"
    found: list[Any] = collection["features"]
    return found


def test_routes_run_along_the_streets_and_stops_follow_in_order(
    tmp_path: Path, day: PlannedDay
) -> None:
    path = tmp_path / "plan.geojson"
    write_geojson(path, day.plan, day.dataset)
    found = features(path)
    kinds = [feature["properties"]["kind"] for feature in found]
    assert kinds == ["warehouse"] * 3 + (["route"] + ["stop"] * 4) * 2 + ["unassigned"] * 4
    route, stops = found[3], found[4:8]
    line = route["geometry"]["coordinates"]
    assert route["geometry"]["type"] == "LineString"
    assert len(line) > 20
    assert all(a != b for a, b in pairwise(line))
    assert all(8 < lon < 9 and 49 < lat < 50 for lon, lat in line)
    assert [stop["properties"]["stop"] for stop in stops] == [1, 2, 3, 4]
    assert route["properties"]["start"] == "2026-11-20T08:00:00+01:00"
    assert found[-1]["properties"]["reason_code"] == "unassigned.too_heavy"


def test_telephone_numbers_and_notes_stay_at_home(tmp_path: Path, day: PlannedDay) -> None:
    path = tmp_path / "plan.geojson"
    write_geojson(path, day.plan, day.dataset)
    text = path.read_text(encoding="utf-8")
    assert "6221" not in text
    assert "bell" not in text


def test_hostile_texts_are_kept_as_text(tmp_path: Path) -> None:
    hostile, path = hostile_day(), tmp_path / "plan.geojson"
    write_geojson(path, hostile.plan, hostile.dataset)
    found = features(path)
    names = [f["properties"]["customer"] for f in found if f["properties"]["kind"] == "stop"]
    assert names == [text.encode("utf-8", "replace").decode() for text in HOSTILE.values()]
    # Straight lines from the warehouse to the stop and back.
    assert len(found[len(HOSTILE)]["geometry"]["coordinates"]) == 3
