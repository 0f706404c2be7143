"""Reading OSM files: what is drivable, which way, and what a broken file says."""

import gzip
import itertools
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain.errors import Interrupted, RoadDataError
from domain.progress import Flag, Progress
from maps.importing.osm_file import read_ways
from maps.importing.road_filter import EXCLUDED, NETWORK_TYPES, is_road
from maps.importing.street_arcs import build_arcs
from tests.maps.osm_xml import Way, grid_nodes, osm_text, small_town, write_osm
from tests.maps.osmnx_oracle import osmnx_keeps

BOMB = (
    '<?xml version="1.0"?><!DOCTYPE osm [<!ENTITY a "aaaaaaaaaa">'
    + "".join(
        f'<!ENTITY {new} "{f"&{old};" * 10}">' for old, new in itertools.pairwise("abcdefghij")
    )
    + ']><osm version="0.6"><node id="1" lat="1" lon="1"><tag k="name" v="&j;"/></node></osm>'
)

_PATTERNS = [pattern for patterns in EXCLUDED.values() for pattern in patterns.items()]
_TAGS = sorted({"name", *(tag for tag, _ in _PATTERNS)})
_VALUES = sorted({value for _, pattern in _PATTERNS for value in pattern.split("|")})
_OTHERS = ["residential", "primary", "yes", "designated", "footway_link", "unknown", "Private", ""]


@given(
    st.dictionaries(st.sampled_from(_TAGS), st.sampled_from(_VALUES + _OTHERS)),
    st.sampled_from(NETWORK_TYPES),
)
def test_road_as_osmnx_says(tags: dict[str, str], network_type: str) -> None:
    assert is_road(tags, network_type) == osmnx_keeps(tags, network_type)


@pytest.mark.parametrize(
    ("tags", "arcs"),
    [
        ({}, [(1, 2, False), (2, 3, False), (2, 1, True), (3, 2, True)]),
        ({"oneway": "no"}, [(1, 2, False), (2, 3, False), (2, 1, True), (3, 2, True)]),
        ({"oneway": "yes"}, [(1, 2, False), (2, 3, False)]),
        ({"oneway": "-1"}, [(2, 1, False), (3, 2, False)]),
        ({"oneway": "reverse"}, [(2, 1, False), (3, 2, False)]),
        ({"junction": "roundabout"}, [(1, 2, False), (2, 3, False)]),
        ({"junction": "roundabout", "oneway": "-1"}, [(2, 1, False), (3, 2, False)]),
    ],
)
def test_directions(
    tmp_path: Path, tags: dict[str, str], arcs: list[tuple[int, int, bool]]
) -> None:
    way: Way = ([1, 2, 2, 3], {"highway": "residential", **tags})
    built = build_arcs(read_ways(write_osm(tmp_path / "a.osm", grid_nodes(1, 3), [way])))
    ends = zip(built.node_id[built.tail].tolist(), built.node_id[built.head].tolist(), strict=True)
    assert [(*end, back) for end, back in zip(ends, built.is_against.tolist(), strict=True)] == arcs


def test_no_road_leaps_over_a_missing_node(tmp_path: Path) -> None:
    nodes = grid_nodes(1, 6)
    del nodes[3]
    way: Way = ([1, 2, 3, 4, 5, 6], {"highway": "residential", "oneway": "yes"})
    arcs = build_arcs(read_ways(write_osm(tmp_path / "cut.osm", nodes, [way])))
    assert arcs.node_id[arcs.tail].tolist() == [1, 4, 5]
    assert arcs.node_id[arcs.head].tolist() == [2, 5, 6]


def test_packed_file_reads_the_same(tmp_path: Path) -> None:
    plain = write_osm(tmp_path / "town.osm", *small_town())
    packed = tmp_path / "Größe 城.osm.gz"
    packed.write_bytes(gzip.compress(plain.read_bytes()))
    assert read_ways(packed).node_id.tolist() == read_ways(plain).node_id.tolist()
    assert read_ways(packed).texts == read_ways(plain).texts


TOWN = osm_text(*small_town())
PACKED = gzip.compress(TOWN.encode())
FOOTWAY = osm_text(grid_nodes(1, 2), [([1, 2], {"highway": "footway"})])
NOWHERE = osm_text({}, [([1, 2], {"highway": "residential"})])


@pytest.mark.parametrize(
    ("name", "content", "code"),
    [
        ("bomb.osm", BOMB, "roads.entities"),
        ("cut.osm", TOWN[: len(TOWN) // 2], "roads.damaged"),
        ("cut.osm.gz", PACKED[: len(PACKED) - 20], "roads.damaged"),
        ("page.osm", "<html><body>Not found</body></html>", "roads.damaged"),
        ("no version.osm", TOWN.replace(' version="0.6"', ""), "roads.damaged"),
        ("letters.osm", TOWN.encode().replace("ß".encode(), b"\xff\xfe"), "roads.damaged"),
        ("cut.osm.pbf", b"\x00\x00\x00\x0d\n\tOSMHeader\x18\x80\x01", "roads.damaged"),
        ("zeros.osm.pbf", bytes(1000), "roads.misnamed"),
        ("empty.osm", "", "roads.misnamed"),
        ("empty.osm.gz", gzip.compress(b"", mtime=0), "roads.misnamed"),
        ("empty.osm.pbf", "", "roads.misnamed"),
        ("text.osm", "id,lat,lon", "roads.misnamed"),
        ("plain.osm.gz", TOWN, "roads.misnamed"),
        ("packed.osm", PACKED, "roads.misnamed"),
        ("xml.osm.pbf", TOWN, "roads.misnamed"),
        ("roads.shp", b"", "roads.unknown_kind"),
        ("roads.graphml", "<graphml/>", "roads.unknown_kind"),
        ("footway.osm", FOOTWAY, "roads.empty"),
        ("nodes only.osm", osm_text(grid_nodes(1, 2), []), "roads.empty"),
        ("nowhere.osm", NOWHERE, "roads.nodes_missing"),
    ],
)
def test_broken_files_are_refused(
    tmp_path: Path, name: str, content: bytes | str, code: str
) -> None:
    source = tmp_path / name
    source.write_bytes(content.encode() if isinstance(content, str) else content)
    with pytest.raises(RoadDataError) as caught:
        read_ways(source)
    assert caught.value.message.code == code
    assert caught.value.message["file"] == name


def test_missing_file_and_folder(tmp_path: Path) -> None:
    for source in (tmp_path / "none.osm", tmp_path):
        with pytest.raises(RoadDataError) as caught:
            read_ways(source)
        assert caught.value.message.code == "roads.missing"


def test_progress_and_stop(tmp_path: Path) -> None:
    source = write_osm(tmp_path / "town.osm", *small_town())
    steps: list[Progress] = []
    read_ways(source, on_progress=steps.append)
    assert steps[0].step == "roads.reading"
    with pytest.raises(Interrupted):
        read_ways(source, stop=Flag(lambda: True))
