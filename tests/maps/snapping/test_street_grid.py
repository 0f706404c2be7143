"""The grid of streets finds what looking at every street finds."""

from pathlib import Path

import numpy as np
import numpy.typing as npt
import pytest
import shapely
from hypothesis import given
from hypothesis import strategies as st

from domain.geo import EARTH_RADIUS_M, Location
from maps.network.road_cache import open_roads
from maps.network.road_network import RoadNetwork
from maps.snapping.snap import core_edges, snap
from maps.snapping.street_grid import NOTHING, StreetGrid, mercator_m

ROADS = Path(__file__).parents[4] / "shared" / "data" / "roads"
CITY = Path(__file__).parents[3] / "resources" / "sample_day" / "city.osm.gz"

# Steps of 11 m, 1 km and 1,000 km: streets in a cell, over many cells, and far from all others.
DEGREES = st.builds(
    lambda near, middle, far: near * 1e-4 + middle * 1e-2 + far * 10.0,
    st.integers(0, 9),
    st.integers(0, 3),
    st.sampled_from((0, 0, 0, 0, 0, 3)),
)
POINT = st.tuples(DEGREES, DEGREES)
LINES = st.lists(st.lists(POINT, min_size=2, max_size=5), max_size=12)
PLACES = st.lists(POINT | st.tuples(st.floats(-89, 89), st.floats(-180, 180)), max_size=6)


def grid_of(lines: list[list[tuple[float, float]]]) -> StreetGrid:
    lat, lon = np.array([point for line in lines for point in line]).reshape(-1, 2).T.copy()
    offset = np.append(0, np.cumsum([len(line) for line in lines], dtype=np.int64))
    for array in (lat, lon, offset):
        array.setflags(write=False)
    return StreetGrid.build(lat, lon, offset, np.ones(len(lines), dtype=np.bool_))


def line_distances_m(
    line: list[tuple[float, float]], place_m: npt.NDArray[np.float64]
) -> npt.NDArray[np.float64]:
    """Distance on the projection from a place to each segment of a line."""
    point_m = mercator_m(*np.array(line).T)
    start, step = point_m[:-1], np.diff(point_m, axis=0)
    length_m2 = (step**2).sum(axis=1)
    share = ((place_m - start) * step).sum(axis=1) / np.where(length_m2 == 0, 1.0, length_m2)
    nearest = start + np.clip(share, 0.0, 1.0)[:, np.newaxis] * step
    return np.asarray(np.hypot(*(place_m - nearest).T))


@given(LINES, PLACES, st.data())
def test_nearest_of_the_open_streets(
    lines: list[list[tuple[float, float]]], places: list[tuple[float, float]], data: st.DataObject
) -> None:
    is_open = np.array([data.draw(st.booleans()) for _ in lines], dtype=np.bool_)
    grid = grid_of(lines)
    first_point = np.append(0, np.cumsum([len(line) for line in lines]))
    lat, lon = np.array(places).reshape(-1, 2).T
    found = grid.nearest(lat, lon, is_open)
    for i, place_m in enumerate(mercator_m(lat, lon)):
        edge, point = int(found.edge[i]), int(found.point[i])
        if not is_open.any():
            assert (edge, point) == (NOTHING, NOTHING)
            continue
        away_m = [line_distances_m(line, place_m) for line in lines]
        nearest_m = min(away_m[j].min() for j in np.flatnonzero(is_open).tolist())
        tolerance_m = 1e-6 + 1e-12 * nearest_m
        assert is_open[edge]
        assert away_m[edge][point - first_point[edge]] == pytest.approx(nearest_m, abs=tolerance_m)
        start, end = grid.plane_m[point : point + 2]
        there_m = start + found.share[i] * (end - start)
        assert np.hypot(*(place_m - there_m)) == pytest.approx(nearest_m, abs=tolerance_m)
        for j in np.flatnonzero(is_open[:edge]).tolist():
            # Those before it are farther, but for rounding; the very same point is never chosen
            # on a later one.
            assert away_m[j].min() > nearest_m - tolerance_m
            assert away_m[j].min() > 0 or nearest_m > 0


@given(LINES.filter(bool))
def test_cells_hold_their_streets_in_order_and_are_no_more_than_worth(
    lines: list[list[tuple[float, float]]],
) -> None:
    grid = grid_of(lines)
    assert len(grid.offset) == grid.shape[0] * grid.shape[1] + 1 <= 1_300
    entry = grid.segment.astype(np.int64)
    cell = np.repeat(np.arange(len(grid.offset) - 1), np.diff(grid.offset))
    key = (cell * len(lines) + entry[:, 0]) * len(grid.plane_m) + entry[:, 1]
    assert (np.diff(key) > 0).all()
    assert {edge for edge, _ in entry.tolist()} == set(range(len(lines)))


def test_an_island_at_the_other_end_of_the_earth() -> None:
    rng = np.random.default_rng(1)
    corner = rng.uniform(0, 0.1, (20_000, 2))
    city = np.stack((corner, corner + rng.normal(0, 2e-4, corner.shape)), axis=1)
    island = np.array([[[70.0, 170.0], [70.001, 170.001]]])
    lines = np.concatenate((city, island))
    grid = StreetGrid.build(
        lines[:, :, 0].ravel(),
        lines[:, :, 1].ravel(),
        np.arange(len(lines) + 1) * 2,
        np.ones(len(lines), dtype=np.bool_),
    )
    assert len(grid.offset) < 5 * len(lines) * 2
    places = np.array([[0.05, 0.05], [69.0, 165.0], [-80.0, -170.0]])
    found = grid.nearest(places[:, 0], places[:, 1], np.ones(len(lines), dtype=np.bool_))
    tree = shapely.STRtree([shapely.LineString(mercator_m(*line.T)) for line in lines])
    assert found.edge.tolist() == tree.nearest(shapely.points(mercator_m(*places.T))).tolist()


@pytest.fixture(scope="module", params=["city", "heidelberg.osm.pbf"])
def roads(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> RoadNetwork:
    """A made-up city and a real one."""
    path = CITY if request.param == "city" else ROADS / request.param
    if not path.is_file():
        pytest.skip(f"{path.name} is not part of the project")
    return open_roads(path, cache_dir=tmp_path_factory.mktemp("roads"))


@pytest.mark.parametrize("share_allowed", [1.0, 0.02])
def test_a_city_as_shapely_has_it(roads: RoadNetwork, share_allowed: float) -> None:
    rng = np.random.default_rng(2)
    node = rng.integers(0, roads.node_count, 500)
    # Some beside a street, some out of town.
    offset = rng.normal(0, 1, (2, 500)) * rng.choice([0.0005, 0.2], 500)
    lat, lon = np.clip(roads.node_lat[node] + offset[0], -89, 89), roads.node_lon[node] + offset[1]
    allowed = core_edges(roads) & (rng.random(roads.edge_count) < share_allowed)
    edges = np.flatnonzero(allowed)
    places = [Location(*place) for place in zip(lat.tolist(), lon.tolist(), strict=True)]
    snapped = snap(roads, places, limit_m=1e9, allowed=allowed)

    tree = shapely.STRtree(
        [shapely.LineString(mercator_m(*roads.edge_shape(edge).T)) for edge in edges.tolist()]
    )
    points = shapely.points(mercator_m(lat, lon))
    nearest = tree.geometries[tree.nearest(points)]
    mine = tree.geometries[np.searchsorted(edges, snapped.edge)]
    assert allowed[snapped.edge].all()
    np.testing.assert_allclose(
        shapely.distance(points, mine), shapely.distance(points, nearest), atol=1e-6
    )
    there = shapely.points(mercator_m(snapped.road_lat, snapped.road_lon))
    # Between two points of a street, a straight line in degrees is a little off that of the plane.
    np.testing.assert_allclose(
        shapely.distance(points, there), shapely.distance(points, nearest), atol=0.02
    )
    along = shapely.line_interpolate_point(mine, snapped.fraction, normalized=True)
    # The projection stretches the north of a street a little more than its south.
    assert (shapely.distance(along, there) <= 0.02 + 1e-3 * shapely.length(mine)).all()


def test_cells_are_as_wide_on_the_ground_everywhere() -> None:
    widths = []
    for lat in (0.0, 60.0):
        grid = grid_of([[(lat, 0.0), (lat, 0.01)], [(lat + 0.01, 0.0), (lat + 0.01, 0.01)]])
        widths.append(grid.frame[2] * float(np.cos(np.radians(lat + 0.005))))
    assert widths[1] == pytest.approx(widths[0], rel=1e-3)
    assert widths[0] < EARTH_RADIUS_M / 10_000
