"""Places snap to the nearest street of the strongly connected part, each by itself."""

import gc
import weakref

import numpy as np
import pytest
import shapely
from hypothesis import given

from domain.geo import Location, great_circle_m
from maps.network.road_network import RoadNetwork
from maps.snapping.snap import NO_EDGE, Snapped, core_edges, snap
from tests.maps.small_networks import Street, door_places, location, network_of, networks

SQUARE = [Street(i, (i + 1) % 4, None, 30.0, False) for i in range(4)]
CORNERS = [(0, 0), (6, 0), (6, 6), (0, 6)]


def _nearest_m(network: RoadNetwork, place: Location) -> float:
    """Distance to the nearest core edge, on a plane that touches the earth at the place."""
    scale = np.array([np.cos(np.radians(place.lat)), 1.0]) * 111_195.08
    lines = [
        shapely.LineString((network.edge_shape(edge)[:, ::-1] - (place.lon, place.lat)) * scale)
        for edge in np.flatnonzero(core_edges(network)).tolist()
    ]
    return float(min(shapely.distance(lines, shapely.Point(0, 0)), default=np.inf))


@given(networks(), door_places())
def test_nearest_street_of_the_core(network: RoadNetwork, places: list[Location]) -> None:
    snapped = snap(network, places, limit_m=1e9)
    for i, place in enumerate(places):
        nearest_m = _nearest_m(network, place)
        if not np.isfinite(nearest_m):
            assert snapped.edge[i] == NO_EDGE
            continue
        assert snapped.distance_m[i] == pytest.approx(nearest_m, rel=1e-3, abs=0.05)
        assert core_edges(network)[snapped.edge[i]]
        road = Location(float(snapped.road_lat[i]), float(snapped.road_lon[i]))
        assert great_circle_m(place, road) == pytest.approx(snapped.distance_m[i], abs=1e-3)
        shape = network.edge_shape(int(snapped.edge[i]))
        assert shapely.distance(shapely.LineString(shape), shapely.Point(road.lat, road.lon)) < 1e-7


@given(networks(), door_places())
def test_a_snap_never_depends_on_other_places(network: RoadNetwork, places: list[Location]) -> None:
    together = snap(network, places)
    for i, place in enumerate(places):
        alone = snap(network, [place])
        for name in ("edge", "fraction", "road_lat", "road_lon", "distance_m"):
            both = getattr(together, name)[i : i + 1], getattr(alone, name)
            assert np.array_equal(*both, equal_nan=True)


def _only(snapped: Snapped) -> tuple[int, float, float]:
    return int(snapped.edge[0]), float(snapped.fraction[0]), float(snapped.distance_m[0])


def test_fraction_and_distance() -> None:
    network = network_of(CORNERS, SQUARE)
    edge, fraction, distance_m = _only(snap(network, [location(1.5, 0.2)]))
    assert {int(network.tail[edge]), int(network.head[edge])} == {0, 1}
    from_west = fraction if network.tail[edge] == 0 else 1 - fraction
    assert from_west == pytest.approx(0.25, abs=1e-6)
    assert distance_m == pytest.approx(0.2 * 0.0005 * 111_195, rel=1e-3)


def test_dead_end_one_way_out_is_passed_over() -> None:
    trap = [*SQUARE, Street(1, 4, None, 30.0, True)]
    network = network_of([*CORNERS, (8, 0)], trap)
    edge, _, distance_m = _only(snap(network, [location(8, 0)]))
    assert 4 not in (network.tail[edge], network.head[edge])
    assert distance_m == pytest.approx(74.4, rel=0.01)


def test_limit_keeps_the_distance() -> None:
    network = network_of(CORNERS, SQUARE)
    snapped = snap(network, [location(3, -4), location(3, -1)], limit_m=100.0)
    assert snapped.is_near.tolist() == [False, True]
    assert snapped.distance_m[0] == pytest.approx(222.4, rel=1e-3)
    assert snapped.limit_m == 100.0


def test_of_equally_near_streets_the_first_counts() -> None:
    network = network_of(CORNERS, SQUARE)
    ways = [_only(snap(network, [location(*corner)]))[0] for corner in CORNERS]
    assert ways == [_only(snap(network, [location(*corner)]))[0] for corner in CORNERS]
    assert ways[1] == 0


def test_far_north_distances_are_true() -> None:
    base = network_of(CORNERS, SQUARE)
    values = {name: getattr(base, name) for name in base.__dataclass_fields__}
    values |= {"node_lat": base.node_lat + 20, "shape_lat": base.shape_lat + 20}
    network = RoadNetwork(**values)
    place = Location(68.0 - 0.0005, 8.0005)
    assert snap(network, [place]).distance_m[0] == pytest.approx(55.6, rel=1e-3)


def test_only_allowed_edges_count() -> None:
    network = network_of(CORNERS, SQUARE)
    at = [location(1.5, 0.2)]
    edge, fraction, distance_m = _only(snap(network, at))
    back = int(network.twin[edge])
    allowed = np.ones(network.edge_count, dtype=np.bool_)
    assert _only(snap(network, at, allowed=allowed)) == (edge, fraction, distance_m)
    allowed[edge] = False
    assert _only(snap(network, at, allowed=allowed)) == (back, 1.0 - fraction, distance_m)
    allowed[back] = False
    other, _, farther_m = _only(snap(network, at, allowed=allowed))
    assert other not in (edge, back)
    assert farther_m == pytest.approx(
        min(
            great_circle_m(at[0], location(0, 0.2)),
            great_circle_m(at[0], location(6, 0.2)),
        ),
        abs=0.01,
    )
    allowed[:] = False
    snapped = snap(network, at, allowed=allowed)
    assert snapped.edge.tolist() == [NO_EDGE]
    assert np.isinf(snapped.distance_m).all()
    assert np.isnan(snapped.road_lat).all()


def test_no_places_and_no_streets() -> None:
    assert len(snap(network_of(CORNERS, SQUARE), [])) == 0
    only_out = network_of(CORNERS[:2], [Street(0, 1, None, 30.0, True)])
    assert snap(only_out, [location(0, 0)]).edge.tolist() == [NO_EDGE]


def test_index_goes_with_its_network() -> None:
    network = network_of(CORNERS, SQUARE)
    snap(network, [location(0, 0)])
    gone = weakref.ref(network)
    del network
    gc.collect()
    assert gone() is None
