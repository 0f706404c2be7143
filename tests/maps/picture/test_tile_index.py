"""What lies on a tile of the map."""

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from maps.network.land_cover import LandKind
from maps.network.road_network import RoadNetwork
from maps.picture.tile_index import ROAD_KINDS, TILE_PX, TileIndex, mercator
from tests.maps.land import with_land
from tests.maps.made_up_streets import build_streets
from tests.maps.small_networks import Street, network_of

ZOOM = 15


@pytest.fixture(scope="module")
def streets() -> RoadNetwork:
    """Some streets with a wood, a lake and a river."""
    return with_land(build_streets(20))


@pytest.mark.parametrize(
    ("lat", "lon", "right", "down"),
    [
        (0, 0, 0.5, 0.5),
        (85.0511287798, -180, 0, 0),
        (-90, 180, 1, 1),
        (41.8500330, -87.65, 0.256528, 0.371777),
    ],
)
def test_places_lie_where_web_maps_put_them(
    lat: float, lon: float, right: float, down: float
) -> None:
    point = mercator(np.array([float(lat)]), np.array([float(lon)]))[0]
    assert point == pytest.approx((right, down), abs=1e-5)


def test_a_street_is_on_every_tile_that_it_runs_over(streets: RoadNetwork) -> None:
    index = TileIndex(streets)
    for edge in range(0, streets.edge_count, 37):
        for zoom in (13, 16, 18):
            shape = streets.edge_shape(edge)
            line = mercator(shape[:, 0], shape[:, 1]) * TILE_PX * 2**zoom
            for x, y in {(int(a), int(b)) for a, b in line // TILE_PX}:
                assert _is_drawn(index, zoom, x, y, line)


@given(st.integers(0, 5), st.integers(0, 5), st.integers(0, 5), st.integers(0, 5))
def test_a_street_over_a_border_is_on_both_tiles_and_meets_itself(
    x0: int, y0: int, x1: int, y1: int
) -> None:
    if (x0, y0) == (x1, y1):
        return
    network = network_of([(x0, y0), (x1, y1)], [Street(0, 1, None, 30.0, False)])
    line = mercator(network.shape_lat[:2], network.shape_lon[:2]) * TILE_PX * 2**18
    index, found = TileIndex(network), []
    tiles = {(int(x), int(y)) for x, y in line // TILE_PX}
    for x, y in tiles:
        (group,) = index.tile(18, x, y).roads
        assert len(group.lines) == 1, "the way back is the same street"
        found.append(group.lines[0] + np.array([x, y]) * TILE_PX)
    for same in found:
        assert same == pytest.approx(line, abs=1e-3)


def test_a_street_beside_a_tile_reaches_into_it_by_its_width(streets: RoadNetwork) -> None:
    index = TileIndex(streets)
    line = mercator(streets.edge_shape(0)[:, 0], streets.edge_shape(0)[:, 1]) * TILE_PX * 2**18
    x, y = (int(value) for value in line[0] // TILE_PX)
    beside = (int(line[:, 0].max() // TILE_PX) + 1, y)
    gap_px = beside[0] * TILE_PX - line[:, 0].max()
    assert _is_drawn(index, 18, *beside, line, margin_px=gap_px + 1)
    assert not _is_drawn(index, 18, *beside, line, margin_px=gap_px - 1)
    assert _is_drawn(index, 18, x, y, line, margin_px=0)


def test_far_out_only_great_roads_are_drawn(streets: RoadNetwork) -> None:
    index = TileIndex(streets)
    for zoom in range(6, 18):
        drawn = {kind for kind, _ in _kinds(index, streets, zoom)}
        allowed = {kind.name for kind in ROAD_KINDS if kind.from_zoom <= zoom}
        assert drawn <= allowed
    assert {kind for kind, _ in _kinds(index, streets, 7)} <= {"motorway", "primary"}
    assert "street" in {kind for kind, _ in _kinds(index, streets, 13)}


def test_roads_come_in_the_order_of_drawing(streets: RoadNetwork) -> None:
    order = [kind.name for kind in ROAD_KINDS]
    ranks = [order.index(kind) for kind, _ in _kinds(TileIndex(streets), streets, 13)]
    assert ranks == sorted(ranks)


def test_far_out_lines_are_simpler_and_no_point_is_off_by_a_pixel(streets: RoadNetwork) -> None:
    index = TileIndex(streets)
    points = [_point_count(index, streets, zoom) for zoom in (9, 18)]
    assert points[0] < points[1]
    shape = streets.edge_shape(0)
    for zoom in (12, 14):
        exact = mercator(shape[:, 0], shape[:, 1]) * TILE_PX * 2**zoom
        x, y = (int(value) for value in exact[0] // TILE_PX)
        assert _is_drawn(index, zoom, x, y, exact[[0, -1]])


def test_land_comes_green_first_and_tiny_shapes_not_at_all(streets: RoadNetwork) -> None:
    index = TileIndex(streets)
    centre = (float(streets.node_lat.mean()), float(streets.node_lon.mean()))
    at = mercator(np.array([centre[0]]), np.array([centre[1]]))[0]

    def kinds(zoom: int) -> list[LandKind]:
        x, y = (int(value) for value in at * 2**zoom)
        return [kind for kind, _ in index.tile(zoom, x, y).land]

    assert kinds(14) == [LandKind.GREEN, LandKind.WATER, LandKind.WATERWAY]
    assert kinds(3) == []


def test_names_are_those_of_the_streets_in_the_square() -> None:
    network = network_of([(0, 0), (3, 0), (3, 3)], [Street(0, 1, None, 30.0, False)])
    named = _named(network, "Lindenweg")
    corner = (mercator(np.array([48.0]), np.array([8.0]))[0] * TILE_PX * 2**17).astype(int)
    roads = TileIndex(named).named(17, (int(corner[0]) - 200, int(corner[1]) - 200), 1024)
    assert roads.names == ("Lindenweg",)
    assert TileIndex(named).named(15, (0, 0), 10**9).names == ()
    assert TileIndex(network).named(17, (int(corner[0]), int(corner[1])), 1024).names == ()


def test_a_network_without_land_or_streets_has_empty_tiles() -> None:
    network = network_of([(0, 0), (1, 0)], [Street(0, 1, None, 30.0, True)])
    content = TileIndex(network).tile(ZOOM, 0, 0)
    assert not content.land
    assert not content.roads


def _named(network: RoadNetwork, name: str) -> RoadNetwork:
    return replace(
        network, name_text=np.ones(network.edge_count, np.int32), texts=(*network.texts[:1], name)
    )


def _is_drawn(
    index: TileIndex,
    zoom: int,
    x: int,
    y: int,
    line: np.ndarray[tuple[int, int], np.dtype[np.float64]],
    *,
    margin_px: float = 16.0,
) -> bool:
    """Whether a tile has a line from end to end of this one, whichever way."""
    ends = line[[0, -1]] - np.array([x, y]) * TILE_PX
    for group in index.tile(zoom, x, y, margin_px=margin_px).roads:
        for number in range(len(group.lines)):
            drawn = group.lines[number][[0, -1]]
            if np.abs(drawn - ends).max() < 0.7 or np.abs(drawn[::-1] - ends).max() < 0.7:
                return True
    return False


def _tiles(network: RoadNetwork, zoom: int) -> list[tuple[int, int]]:
    world = mercator(network.shape_lat, network.shape_lon) * 2**zoom
    low, high = world.min(axis=0).astype(int), world.max(axis=0).astype(int)
    return [(x, y) for x in range(low[0], high[0] + 1) for y in range(low[1], high[1] + 1)]


def _kinds(index: TileIndex, network: RoadNetwork, zoom: int) -> list[tuple[str, int]]:
    x, y = _tiles(network, zoom)[0] if zoom < 14 else _tiles(network, zoom)[3]
    return [(group.kind.name, group.level) for group in index.tile(zoom, x, y).roads]


def _point_count(index: TileIndex, network: RoadNetwork, zoom: int) -> int:
    chosen = index._at_zoom(zoom)[0]
    assert chosen is not None
    return len(chosen.lines.points)
