"""``wayloom roads import`` and ``list``: what they say and what programs read."""

import datetime
import json
from pathlib import Path

import pytest

from maps.importing.road_filter import BIKE
from maps.network.road_cache import import_roads
from planning.commands.run import run_command
from planning.environment import directories
from tests.maps.osm_xml import small_town, write_osm


@pytest.fixture(autouse=True)
def town(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A town imported for driving and for bikes."""
    monkeypatch.setenv("WAYLOOM_CACHE", str(tmp_path / "cache"))
    file = write_osm(tmp_path / "town.osm", *small_town())
    import_roads(file, cache_dir=directories().roads)
    import_roads(file, cache_dir=directories().roads, name="paths", network_type=BIKE)
    return file


def test_imported_roads_are_listed_by_whom_they_are_for(
    capsys: pytest.CaptureFixture[str],
) -> None:
    assert run_command(["roads", "list", "--language", "en"]) == 0
    town, paths = capsys.readouterr().out.splitlines()
    assert town.startswith("town: ")
    assert paths.startswith("paths, for bikes: ")
    assert town.endswith("road sections")
    assert paths.endswith("road sections")


def test_programs_read_numbers_and_places(capsys: pytest.CaptureFixture[str]) -> None:
    run_command(["roads", "list", "--json"])
    town, paths = json.loads(capsys.readouterr().out)["roads"]
    assert (town["name"], town["network_type"]) == ("town", "drive")
    assert (paths["name"], paths["network_type"]) == ("paths", "bike")
    assert 0 < town["nodes"] <= town["edges"]
    assert town["south_west"]["lat"] < town["north_east"]["lat"]
    assert datetime.datetime.fromisoformat(town["imported_at"]).tzinfo is not None


def test_a_polygon_that_is_none_is_quoted_at_its_argument(
    town: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run_command(["roads", "import", str(town), "--clip", "Heidelberg", "--json"]) == 2
    (problem,) = json.loads(capsys.readouterr().out)["problems"]
    assert (problem["column"], problem["value"]) == ("--clip", "Heidelberg")
    assert "Heidelberg" in problem["message"]
