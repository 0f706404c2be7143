import gzip
from pathlib import Path
from xml.etree.ElementTree import Element

import numpy as np
import pytest
from defusedxml.ElementTree import fromstring

from maps.network.road_cache import import_roads
from maps.snapping.snap import snap
from planning.sample.city import City
from planning.sample.osm_file import write_osm


@pytest.fixture(scope="module")
def road_file(city: City, tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("roads") / "city.osm.gz"
    write_osm(city, path)
    return path


@pytest.fixture(scope="module")
def document(road_file: Path) -> Element:
    root = fromstring(gzip.decompress(road_file.read_bytes()))
    assert isinstance(root, Element)
    return root


def _tags(element: Element) -> dict[str, str]:
    return {tag.attrib["k"]: tag.attrib["v"] for tag in element.iter("tag")}


def test_every_way_is_made_of_nodes_of_the_file(document: Element) -> None:
    known = {node.attrib["id"] for node in document.iter("node")}
    for way in document.iter("way"):
        refs = [nd.attrib["ref"] for nd in way.iter("nd")]
        assert len(refs) > 1
        assert known.issuperset(refs)


def test_ways_say_what_a_map_needs(document: Element) -> None:
    tags = [_tags(way) for way in document.iter("way")]
    assert {"residential", "primary", "trunk", "motorway", "motorway_link"} <= {
        tag.get("highway") for tag in tags
    }
    keys = {"name", "maxspeed", "oneway", "bridge", "waterway", "natural", "leisure"}
    assert keys <= {key for tag in tags for key in tag}


def test_areas_are_closed(document: Element) -> None:
    for way in document.iter("way"):
        if _tags(way).keys() & {"natural", "leisure"}:
            refs = [nd.attrib["ref"] for nd in way.iter("nd")]
            assert refs[0] == refs[-1]


def test_house_numbers_are_in_the_file(document: Element, city: City) -> None:
    numbered = [node for node in document.iter("node") if "addr:housenumber" in _tags(node)]
    assert len(numbered) == len(city.doors)


def test_the_roads_can_be_imported_and_every_door_is_near_one(
    road_file: Path, city: City, tmp_path: Path
) -> None:
    network = import_roads(road_file, cache_dir=tmp_path)
    assert len(network.node_lat) == pytest.approx(city.streets.network.junctions(), rel=0.01)
    assert len(network.node_lat) == pytest.approx(8_000, rel=0.1)
    near = snap(network, [city.door(door) for door in range(len(city.doors))])
    assert np.max(near.distance_m) < 60


def test_the_file_is_the_same_whatever_its_name_and_the_time(
    small_city: City, tmp_path: Path
) -> None:
    for name in ("a.osm.gz", "b.osm.gz"):
        write_osm(small_city, tmp_path / name)
    first, second = ((tmp_path / name).read_bytes() for name in ("a.osm.gz", "b.osm.gz"))
    assert first == second
    assert first[4:8] == b"\0\0\0\0"
