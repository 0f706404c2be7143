import numpy as np
import pytest
import shapely

from domain.geo import great_circle_m
from planning.sample.city import CENTRE, City, build_city, degrees, location_of
from planning.sample.roads import Road

NEAREST_STREET_M = 60


def _lines(city: City) -> np.ndarray:
    network = city.streets.network
    return np.array(
        [shapely.LineString(network.line(index)) for index in range(len(network.ends))],
        dtype=object,
    )


@pytest.mark.parametrize("nodes", [1_000, 4_000])
def test_a_city_has_about_the_size_asked_for(nodes: int) -> None:
    network = build_city(nodes, 10, seed=5).streets.network
    assert network.junctions() == pytest.approx(nodes, rel=0.1)


@pytest.mark.parametrize("nodes", [999, 500_001])
def test_a_size_out_of_range_is_refused(nodes: int) -> None:
    with pytest.raises(ValueError, match="1000 to 500000"):
        build_city(nodes, 10, seed=5)


def test_nearly_every_corner_can_be_reached_from_every_other(town: City) -> None:
    network = town.streets.network
    used = np.unique(network.ends)
    assert np.bincount(network.parts("strong")[used]).max() > 0.97 * len(used)


def test_only_bridges_cross_the_river(town: City) -> None:
    wet = shapely.intersects(_lines(town), town.terrain.river.water())
    assert not (wet & ~town.streets.network.bridge).any()


def test_streets_cross_at_corners_only_or_on_bridges(city: City) -> None:
    lines, bridge = _lines(city), city.streets.network.bridge
    one, other = shapely.STRtree(lines).query(lines, predicate="crosses")
    assert (~bridge[one] & ~bridge[other]).sum() / 2 < 0.001 * len(lines)


def test_the_river_has_several_bridges_for_the_streets_of_the_city(city: City) -> None:
    network = city.streets.network
    over = shapely.intersects(_lines(city), city.terrain.river.middle_line())
    assert (over & (network.road != Road.MOTORWAY)).sum() >= 6


def test_parks_have_no_streets(city: City) -> None:
    assert len(city.parks) >= 3
    assert not shapely.intersects(_lines(city), shapely.union_all(city.parks)).any()


def test_streets_are_closer_together_in_the_centre(city: City) -> None:
    network = city.streets.network
    corners = network.corners[np.unique(network.ends)]
    away_m = np.hypot(*corners.T)
    radius_m = city.terrain.radius_m
    inner = (away_m < 0.3 * radius_m).sum() / 0.09
    outer = ((away_m > 0.6 * radius_m) & (away_m < 0.9 * radius_m)).sum() / 0.45
    assert inner > 1.5 * outer


def test_there_are_roads_of_all_classes_and_dead_ends(city: City) -> None:
    network = city.streets.network
    assert {Road.MOTORWAY, Road.MOTORWAY_LINK, Road.TRUNK, Road.PRIMARY, Road.SECONDARY} < set(
        network.road.tolist()
    )
    degree = np.bincount(network.ends.ravel())
    assert 0.02 < (degree == 1).sum() / (degree > 0).sum() < 0.25


def test_one_way_streets_are_those_of_the_centre_and_the_separate_carriageways(city: City) -> None:
    network = city.streets.network
    separate = np.isin(network.road, (Road.MOTORWAY, Road.MOTORWAY_LINK))
    assert network.one_way[separate].all()
    local = network.one_way & (network.main < 0)
    away_m = np.hypot(*network.corners[network.ends[local, 0]].T)
    assert local.sum() > 300
    assert away_m.max() < 0.7 * city.terrain.radius_m


def test_some_streets_have_no_known_limit(city: City) -> None:
    assert 0.1 < (city.limit_kph == 0).mean() < 0.4
    assert {30, 50, 80} <= set(city.limit_kph.tolist())


def test_every_street_has_a_name_except_slip_roads(city: City) -> None:
    roads = city.streets.network.road
    for name, chain in zip(city.streets.names, city.streets.chains, strict=True):
        assert bool(name) != (roads[chain[0]] == Road.MOTORWAY_LINK)


def test_the_stretches_of_a_street_follow_each_other(small_city: City) -> None:
    ends = small_city.streets.network.ends
    for chain in small_city.streets.chains:
        assert (ends[chain[:-1], 1] == ends[chain[1:], 0]).all()
    assert sorted(np.concatenate(small_city.streets.chains)) == list(range(len(ends)))


def test_every_door_is_beside_its_street_and_on_dry_land(city: City) -> None:
    lines, doors = _lines(city), city.doors
    assert len(doors) == 2_000
    for door in range(0, len(doors), 10):
        place = shapely.Point(doors.places[door])
        street = lines[city.streets.chains[doors.street[door]]]
        assert shapely.distance(street, place).min() < NEAREST_STREET_M
    water = city.terrain.river.water()
    assert not shapely.contains_xy(water, doors.places).any()


def test_no_two_doors_have_one_address(city: City) -> None:
    addresses = {city.address(door) for door in range(len(city.doors))}
    assert len(addresses) == len(city.doors)


def test_the_same_seed_gives_the_same_city_and_another_one_another() -> None:
    first, again, other = (build_city(1_000, 50, seed) for seed in (9, 9, 10))
    assert np.array_equal(first.streets.network.corners, again.streets.network.corners)
    assert np.array_equal(first.doors.places, again.doors.places)
    assert first.streets.names == again.streets.names
    assert first.streets.names != other.streets.names


def test_plane_distances_are_distances_on_the_ground() -> None:
    east = location_of(np.array([4_000.0, 3_000.0]))
    assert great_circle_m(CENTRE, east) == pytest.approx(5_000, rel=1e-3)
    assert degrees(np.zeros((1, 2))).tolist() == [[CENTRE.lat, CENTRE.lon]]


def test_streets_have_length(town: City) -> None:
    assert shapely.length(_lines(town)).min() > 3
