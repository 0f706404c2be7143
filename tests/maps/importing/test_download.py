"""Roads are downloaded only when the user says so, and kept so that they open offline."""

import socket
import time
from collections.abc import Iterator
from pathlib import Path

import pytest
from osmnx import settings

from domain.errors import EnvironmentFault, Interrupted, RoadDataError
from domain.progress import Flag, Progress
from maps.importing.build_network import build_network
from maps.importing.download import Region, download_roads
from maps.importing.osm_file import read_ways
from maps.network.road_cache import list_roads, open_roads
from maps.network.road_limits import PROFILE_BITS
from tests.maps.osm_xml import Way, grid_nodes, small_town, write_osm
from tests.maps.osmnx_oracle import osmnx_keeps
from tests.maps.overpass_server import Servers, overpass_answer, serving

EXTENT = "POLYGON((7.99 47.99, 8.02 47.99, 8.02 48.02, 7.99 48.02, 7.99 47.99))"
OUTLINE = [[7.99, 47.99], [8.02, 47.99], [8.02, 48.02], [7.99, 48.02], [7.99, 47.99]]
PLACE = {
    "lat": "48.005",
    "lon": "8.005",
    "display_name": "Town",
    "importance": 0.5,
    "boundingbox": ["47.99", "48.02", "7.99", "8.02"],
    "geojson": {"type": "Polygon", "coordinates": [OUTLINE]},
}


def _town_answer() -> object:
    nodes, ways = small_town()
    limited: Way = ([4, 10], {"highway": "residential", "hgv": "no", "maxheight": "3.2 m"})
    kept = [(number, way) for number, way in enumerate([*ways, limited], start=1)]
    answer = overpass_answer(nodes, [way for _, way in kept], {10: {"highway": "traffic_signals"}})
    answer["elements"] = [
        thing
        for thing in answer["elements"]
        if thing["type"] == "node" or osmnx_keeps(thing["tags"])
    ]
    return answer


@pytest.fixture
def servers(monkeypatch: pytest.MonkeyPatch) -> Iterator[Servers]:
    """Servers that know the small town, the only ones that OSMnx knows."""
    with serving(Servers(overpass=_town_answer(), nominatim=[PLACE])) as served:
        monkeypatch.setattr(settings, "overpass_url", f"{served.url}/api")
        monkeypatch.setattr(settings, "nominatim_url", f"{served.url}/")
        monkeypatch.setattr(settings, "overpass_rate_limit", False)
        monkeypatch.setattr(socket, "getaddrinfo", socket.getaddrinfo)
        monkeypatch.setattr("osmnx._nominatim.time.sleep", lambda _: None)
        yield served


def test_polygon_is_the_town(servers: Servers, tmp_path: Path) -> None:
    cache = tmp_path / "cache"
    seen: list[Progress] = []
    before = dict(vars(settings))
    network = download_roads(
        Region(polygon_wkt=EXTENT),
        cache_dir=cache,
        allow_network=True,
        name="town",
        on_progress=seen.append,
    )
    assert dict(vars(settings)) == before
    assert servers.asked == ["/api/status", "/api/interpreter"]
    nodes, ways = small_town()
    limited: Way = ([4, 10], {"highway": "residential"})
    file = write_osm(tmp_path / "town.osm", nodes, [*ways, limited])
    town = build_network(read_ways(file), name="town", source="town.osm")
    assert network.node_osm_id.tolist() == town.node_osm_id.tolist()
    assert network.tail.tolist() == town.tail.tolist()
    assert network.length_m.sum() == pytest.approx(town.length_m.sum(), rel=1e-6)
    assert {"roads.downloading", "roads.reading", "roads.saving"} <= {one.step for one in seen}
    (tall,) = {float(height) for height in network.max_height_m if height}
    assert tall == pytest.approx(3.2)
    assert set(network.closed_to.tolist()) == {0, PROFILE_BITS["truck"]}
    (signal,) = (network.node_osm_id == 10).nonzero()[0].tolist()
    assert (network.signals == (network.head == signal)).all()


def test_place_opens_offline_afterwards(servers: Servers, tmp_path: Path) -> None:
    cache = tmp_path / "cache"
    region = Region(place="Town, Nowhere")
    network = download_roads(region, cache_dir=cache, allow_network=True)
    asked = len(servers.asked)
    (summary,) = list_roads(cache)
    assert summary.name == "Town, Nowhere"
    for path in (cache / "arrays").iterdir():
        path.unlink()
    again = open_roads("Town, Nowhere", cache_dir=cache)
    assert again.length_m.tolist() == network.length_m.tolist()
    assert len(servers.asked) == asked


def test_download_is_clipped(servers: Servers, tmp_path: Path) -> None:
    region, cache = Region(polygon_wkt=EXTENT), tmp_path / "cache"
    whole = download_roads(region, cache_dir=cache, allow_network=True)
    clip = "POLYGON((7.99 47.99, 8.0025 47.99, 8.0025 48.01, 7.99 48.01, 7.99 47.99))"
    part = download_roads(region, cache_dir=cache, allow_network=True, clip_wkt=clip)
    assert 0 < part.edge_count < whole.edge_count
    assert part.node_lon.max() < 8.0025
    asked = len(servers.asked)
    with pytest.raises(RoadDataError) as caught:
        download_roads(region, cache_dir=cache, allow_network=True, clip_wkt="POINT(8 48)")
    assert caught.value.message.code == "roads.bad_clip"
    assert len(servers.asked) == asked


def test_nothing_is_contacted_while_the_network_is_off(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    def refuse(*_: object) -> None:
        raise AssertionError("Something was contacted.")

    monkeypatch.setattr(socket, "socket", refuse)
    monkeypatch.setattr(socket, "getaddrinfo", refuse)
    with pytest.raises(RoadDataError) as caught:
        download_roads(Region(place="Town"), cache_dir=tmp_path, allow_network=False)
    assert caught.value.message.code == "roads.network_off"
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize(
    ("region", "overpass", "nominatim"),
    [
        (Region(place="Atlantis"), {"elements": []}, []),
        (Region(place="A point"), {"elements": []}, [PLACE | {"geojson": {"type": "Point"}}]),
        (Region(polygon_wkt=EXTENT), {"elements": []}, []),
        (Region(polygon_wkt=EXTENT), {"no": "elements"}, []),
        (Region(polygon_wkt=EXTENT), [], []),
        (
            Region(polygon_wkt=EXTENT),
            overpass_answer(grid_nodes(1, 2), [], {}),
            [],
        ),
    ],
)
def test_answers_without_roads(
    servers: Servers, tmp_path: Path, region: Region, overpass: object, nominatim: object
) -> None:
    servers.overpass, servers.nominatim = overpass, nominatim
    with pytest.raises(RoadDataError) as caught:
        download_roads(region, cache_dir=tmp_path / "cache", allow_network=True)
    assert caught.value.message.code == "roads.nothing_there"
    assert list_roads(tmp_path / "cache") == ()


def test_server_that_fails(servers: Servers, tmp_path: Path) -> None:
    servers.status = 500
    with pytest.raises(EnvironmentFault) as caught:
        download_roads(Region(polygon_wkt=EXTENT), cache_dir=tmp_path, allow_network=True)
    assert caught.value.message.code == "roads.server_unreachable"


def test_server_that_is_not_there(
    servers: Servers, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setattr(settings, "overpass_url", "http://127.0.0.1:9/api")
    with pytest.raises(EnvironmentFault) as caught:
        download_roads(Region(polygon_wkt=EXTENT), cache_dir=tmp_path, allow_network=True)
    assert caught.value.message.code == "roads.server_unreachable"
    assert servers.asked == []


def test_server_that_does_not_answer(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setattr(socket, "getaddrinfo", socket.getaddrinfo)
    monkeypatch.setattr(settings, "overpass_rate_limit", False)
    with socket.create_server(("127.0.0.1", 0)) as silent:
        monkeypatch.setattr(settings, "overpass_url", f"http://127.0.0.1:{silent.getsockname()[1]}")
        monkeypatch.setattr(settings, "requests_timeout", 0.2)
        region = Region(polygon_wkt=EXTENT)
        with pytest.raises(EnvironmentFault) as caught:
            download_roads(region, cache_dir=tmp_path, allow_network=True)
        assert caught.value.message.code == "roads.server_unreachable"
        monkeypatch.setattr(settings, "requests_timeout", 1.0)
        asked: list[float] = []

        def should_stop() -> bool:
            asked.append(time.monotonic())
            return len(asked) > 1

        with pytest.raises(Interrupted):
            download_roads(region, cache_dir=tmp_path, allow_network=True, stop=Flag(should_stop))


@pytest.mark.parametrize("polygon", ["POINT(8 48)", "nonsense"])
def test_polygon_that_is_none(tmp_path: Path, polygon: str) -> None:
    with pytest.raises(RoadDataError) as caught:
        download_roads(Region(polygon_wkt=polygon), cache_dir=tmp_path, allow_network=True)
    assert caught.value.message.code == "roads.bad_clip"


@pytest.mark.parametrize(
    "parts", [{}, {"place": " ", "polygon_wkt": ""}, {"place": "Town", "polygon_wkt": EXTENT}]
)
def test_region_is_a_place_or_a_polygon(parts: dict[str, str]) -> None:
    with pytest.raises(ValueError, match="either"):
        Region(**parts)
