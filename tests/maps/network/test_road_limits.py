"""Tags of access, height and weight, and what they make of the edges of a network."""

from pathlib import Path

import numpy as np
import pytest

from domain.fleet import PROFILES
from maps.importing.build_network import build_network
from maps.importing.osm_file import read_ways
from maps.network.road_limits import (
    PROFILE_BITS,
    limits_of,
    no_limits,
    parse_height_m,
    parse_weight_kg,
)
from maps.network.road_network import RoadNetwork
from tests.maps.osm_xml import Way, grid_nodes, osm_text

NODES = grid_nodes(2, 5)


def bits(words: str) -> int:
    """Vehicles named in words, as a sum of bits."""
    return sum(PROFILE_BITS[word] for word in words.split())


def test_bits_follow_the_order_of_profiles() -> None:
    assert [PROFILE_BITS[profile] for profile in PROFILES] == [1, 2, 4, 8]


@pytest.mark.parametrize(
    ("tags", "closed", "only"),
    [
        ({}, "", ""),
        ({"access": "yes"}, "", ""),
        ({"access": "no"}, "car van truck bike", ""),
        ({"access": "no", "motor_vehicle": "yes"}, "bike", ""),
        ({"access": "no", "bicycle": "designated"}, "car van truck", ""),
        ({"vehicle": "no", "hgv": "yes", "bicycle": "yes"}, "car van", ""),
        ({"motor_vehicle": "agricultural;forestry"}, "car van truck", ""),
        ({"motor_vehicle": "agricultural; destination"}, "", "car van truck"),
        ({"motor_vehicle": "permissive;private"}, "", ""),
        ({"motor_vehicle": "delivery"}, "", "car van truck"),
        ({"access": "customers"}, "", "car van truck bike"),
        ({"hgv": "no"}, "truck", ""),
        ({"hgv": "destination"}, "", "truck"),
        ({"access": "destination", "hgv": "no", "goods": "yes"}, "truck", "car bike"),
        ({"goods": "no"}, "van", ""),
        ({"motorcar": "no"}, "car", ""),
        ({"bicycle": "use_sidepath"}, "bike", ""),
        ({"highway": "motorway"}, "bike", ""),
        ({"highway": "motorway_link", "access": "yes"}, "bike", ""),
        ({"highway": "trunk", "motorroad": "yes"}, "bike", ""),
        ({"highway": "trunk", "motorroad": "yes", "bicycle": "yes"}, "", ""),
        ({"access": "some new word"}, "", ""),
    ],
)
def test_who_may_drive(tags: dict[str, str], closed: str, only: str) -> None:
    limits = limits_of({"highway": "primary", **tags})
    assert (limits.closed_to, limits.only_to) == (bits(closed), bits(only))


@pytest.mark.parametrize(
    ("text", "metres"),
    [
        ("3.8", 3.8),
        ("3,8 m", 3.8),
        ("3.8m", 3.8),
        ("12'6\"", 3.81),
        ("12 ft 6 in", 3.81),
        ("12 ft", 3.6576),
        ("13'", 3.9624),
        ("380 cm", 3.8),
        ("4.0;3.5", 3.5),
        ("default", 0.0),
        ("none", 0.0),
        ("below_default", 0.0),
        ("", 0.0),
        ("-3", 0.0),
        ("0", 0.0),
        ("1e9", 0.0),
        ("999", 0.0),
    ],
)
def test_heights(text: str, metres: float) -> None:
    assert parse_height_m(text) == pytest.approx(metres)


@pytest.mark.parametrize(
    ("text", "kilograms"),
    [
        ("7.5", 7500.0),
        ("7.5 t", 7500.0),
        ("7,5t", 7500.0),
        ("3500 kg", 3500.0),
        ("3500", 3500.0),
        ("16000 lbs", 7257.477),
        ("5 st", 4535.924),
        ("none", 0.0),
        ("unsigned", 0.0),
        ("", 0.0),
    ],
)
def test_weights(text: str, kilograms: float) -> None:
    assert parse_weight_kg(text) == pytest.approx(kilograms)


def test_the_least_of_several_limits_counts() -> None:
    limits = limits_of(
        {
            **{"highway": "primary", "maxheight": "4", "maxheight:physical": "3.9"},
            **{"maxweight": "12", "maxweightrating:hgv": "7.5", "maxgcweight": "default"},
        }
    )
    assert limits.max_height_m == pytest.approx(3.9)
    assert limits.max_weight_kg == pytest.approx(7500.0)


def network_of_ways(
    tmp_path: Path, ways: list[Way], node_tags: dict[int, dict[str, str]] | None = None
) -> RoadNetwork:
    """A network of ways on the grid of nodes."""
    source = tmp_path / "limits.osm"
    source.write_text(osm_text(NODES, ways, node_tags=node_tags or {}), encoding="utf-8")
    return build_network(read_ways(source), name="limits", source=source.name)


def edge_between(network: RoadNetwork, tail: int, head: int) -> int:
    """The only edge from one OSM node to another."""
    ids = network.node_osm_id
    (edge,) = np.flatnonzero((ids[network.tail] == tail) & (ids[network.head] == head)).tolist()
    return int(edge)


ROAD = {"highway": "primary"}


def test_an_edge_is_as_strict_as_its_parts(tmp_path: Path) -> None:
    network = network_of_ways(
        tmp_path,
        [
            ([1, 2], ROAD | {"hgv": "no", "maxheight": "4", "maxweight": "20"}),
            ([2, 3], ROAD | {"bicycle": "no", "maxheight": "3.5"}),
            ([3, 4], ROAD | {"hgv": "destination"}),
            ([4, 5], ROAD | {"maxweight": "40"}),
            ([3, 8], ROAD),
        ],
    )
    edges = [edge_between(network, *ends) for ends in ((1, 3), (3, 1))]
    assert network.closed_to[edges].tolist() == [bits("truck bike")] * 2
    assert network.only_to[edges].tolist() == [0, 0]
    assert network.max_height_m[edges].tolist() == [3.5, 3.5]
    assert network.max_weight_kg[edges].tolist() == [20_000.0] * 2
    other = edge_between(network, 3, 5)
    assert network.only_to[other] == bits("truck")
    assert network.max_height_m[other] == 0
    assert network.max_weight_kg[other] == 40_000
    plain = edge_between(network, 3, 8)
    assert network.closed_to[plain] == network.only_to[plain] == 0


def test_a_bar_over_the_road_limits_what_drives_under_it(tmp_path: Path) -> None:
    bar = {"barrier": "height_restrictor", "maxheight": "2.1"}
    network = network_of_ways(
        tmp_path, [([1, 2, 3, 4], ROAD | {"maxheight": "4"}), ([3, 8], ROAD)], {2: bar, 3: bar}
    )
    assert network.max_height_m[edge_between(network, 1, 3)] == pytest.approx(2.1)
    assert network.max_height_m[edge_between(network, 3, 1)] == pytest.approx(2.1)
    assert network.max_height_m[edge_between(network, 3, 4)] == 4
    assert network.max_height_m[edge_between(network, 3, 8)] == 0


SIGNAL = {"highway": "traffic_signals"}


@pytest.mark.parametrize(
    ("oneway", "direction", "forth", "back"),
    [
        ({}, {}, 2, 1),
        ({}, {"traffic_signals:direction": "both"}, 2, 1),
        ({}, {"traffic_signals:direction": "forward"}, 2, 0),
        ({}, {"traffic_signals:direction": "backward"}, 1, 1),
        ({"oneway": "yes"}, {"traffic_signals:direction": "backward"}, 1, None),
        ({"oneway": "-1"}, {"traffic_signals:direction": "backward"}, None, 1),
        ({"oneway": "-1"}, {"traffic_signals:direction": "forward"}, None, 0),
    ],
)
def test_signals_on_the_way_and_at_its_end(
    tmp_path: Path,
    oneway: dict[str, str],
    direction: dict[str, str],
    forth: int | None,
    back: int | None,
) -> None:
    network = network_of_ways(
        tmp_path,
        [([1, 2, 3], ROAD | oneway), ([3, 4], ROAD), ([3, 8], ROAD)],
        {2: SIGNAL | direction, 3: SIGNAL},
    )
    for ends, count in (((1, 3), forth), ((3, 1), back)):
        if count is not None:
            assert network.signals[edge_between(network, *ends)] == count
    assert network.signals[edge_between(network, 4, 3)] == 1
    assert network.signals[edge_between(network, 3, 4)] == 0


def test_no_limits_fit_any_number_of_edges() -> None:
    for name, values in no_limits(3).items():
        assert not values.any()
        assert len(values) == (0 if name.startswith("banned") else 3)
