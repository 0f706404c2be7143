"""Water and green: what is read of a file, what a clip leaves, and what is drawn."""

from dataclasses import fields, replace
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from maps.importing.osm_file import read_ways
from maps.network.land_cover import NO_LAND_COVER, LandCover, LandKind
from maps.network.road_cache import import_roads, open_roads
from maps.network.road_network import RoadNetwork
from maps.picture import base_map
from maps.picture.base_map import METRES_PER_DEGREE, Area, land_lines, line_size
from maps.picture.polyline import decode_polyline
from tests.hostile_texts import HOSTILE
from tests.maps.land import box_ring, cover_of
from tests.maps.osm_xml import Multipolygon, Way, osm_text, small_town

EVERYWHERE = Area(-90, -180, 90, 180)
SAMPLE = Path(__file__).parents[3] / "resources" / "sample_day" / "city.osm.gz"
WATER, PARK = {"natural": "water"}, {"leisure": "park"}

FRAME = [1, 6, 42, 37, 1]
INNER = [8, 11, 35, 32, 8]
FIRST = len(small_town()[1]) + 1
"""Number of the first way after the streets."""


class Land:
    """Imports a town with more ways and multipolygons."""

    def __init__(self, folder: Path) -> None:
        self.source = folder / "land.osm"
        self.cache = folder / "cache"

    def write(self, ways: list[Way], multipolygons: list[Multipolygon], **header: Any) -> None:
        """Write the file."""
        nodes, streets = small_town()
        text = osm_text(nodes, [*streets, *ways], multipolygons, **header)
        self.source.write_text(text, encoding="utf-8")

    def read(self, *ways: Way, clip: str | None = None) -> LandCover:
        """The land cover of the town with some ways."""
        self.write(list(ways), [])
        return self.roads(clip).land

    def roads(self, clip: str | None = None) -> RoadNetwork:
        """Import what was written."""
        return import_roads(self.source, cache_dir=self.cache, clip_wkt=clip)


@pytest.fixture
def land(tmp_path: Path) -> Land:
    """A town to put water and green into."""
    return Land(tmp_path)


def signed_fields(cover: LandCover, shape: int) -> float:
    """Area of an outline in fields of the grid, negative for a hole."""
    lat, lon = cover.points(shape).T - cover.points(shape)[:1].T
    crosses = lon[:-1] * lat[1:] - lon[1:] * lat[:-1]
    return float(crosses.sum() / 2 / 1e-6)


@pytest.mark.parametrize(
    ("tags", "kind"),
    [
        (WATER, LandKind.WATER),
        ({"waterway": "riverbank"}, LandKind.WATER),
        (PARK, LandKind.GREEN),
        ({"landuse": "forest"}, LandKind.GREEN),
        ({"landuse": "grass"}, LandKind.GREEN),
        ({"landuse": "recreation_ground"}, LandKind.GREEN),
        ({"leisure": "park", "natural": "water"}, LandKind.WATER),
    ],
)
def test_closed_ways_are_areas(land: Land, tags: dict[str, str], kind: LandKind) -> None:
    for outline in (INNER, INNER[::-1]):
        cover = land.read((outline, tags))
        assert cover.kind.tolist() == [kind]
        assert signed_fields(cover, 0) == pytest.approx(12)


@pytest.mark.parametrize(
    "way",
    [
        (INNER[:-1], WATER),
        (INNER, {"landuse": "industrial"}),
        ([8, 11], {"waterway": "stream"}),
        ([8, 11], {"waterway": "river", "tunnel": "culvert"}),
        (INNER, {"natural": "water", "area": "no"}),
    ],
)
def test_other_ways_are_not(land: Land, way: Way) -> None:
    assert len(land.read(way)) == 0


def test_rivers_and_canals_are_lines(land: Land) -> None:
    cover = land.read(([1, 8, 16], {"waterway": "river"}), ([3, 4, 5], {"waterway": "canal"}))
    assert cover.kind.tolist() == [LandKind.WATERWAY] * 2
    assert cover.points(0).tolist() == [[48.0, 8.0], [48.001, 8.001], [48.002, 8.003]]
    # The bend in the middle of a straight line is gone.
    assert cover.points(1).tolist() == [[48.0, 8.002], [48.0, 8.004]]


def test_no_river_leaps_over_a_missing_node(land: Land) -> None:
    cover = land.read(([1, 8, 99, 16, 17], {"waterway": "river"}))
    assert [len(cover.points(shape)) for shape in range(len(cover))] == [2, 2]


def test_multipolygons_have_holes(land: Land) -> None:
    ways: list[Way] = [([1, 6, 42], {}), ([42, 37, 1], {}), (INNER, PARK)]
    members = [(FIRST, "outer"), (FIRST + 1, "outer"), (FIRST + 2, "inner")]
    land.write(ways, [(members, WATER)])
    cover = land.roads().land
    found = [(int(k), round(signed_fields(cover, i))) for i, k in enumerate(cover.kind)]
    assert sorted(found) == [(LandKind.GREEN, 12), (LandKind.WATER, -12), (LandKind.WATER, 30)]


@pytest.mark.parametrize(
    ("outline", "roles"),
    [
        ([1, 6, 42], ["outer"]),
        ([1, 42, 6, 37, 1], ["outer"]),
        ([1, 6, 42, 998, 1], ["outer"]),
        ([1, 1, 1], ["outer"]),
        (FRAME, ["outer", "outer"]),
        ([997, 998, 999, 997], ["outer"]),
    ],
)
def test_broken_areas_are_passed_over(land: Land, outline: list[int], roles: list[str]) -> None:
    members = [(FIRST, role) for role in roles]
    # A way that is not in the file breaks a multipolygon as well.
    missing = [(FIRST + 1, "outer"), (5_000, "outer")]
    land.write([(outline, {}), (INNER, PARK)], [(members, WATER), (missing, WATER)])
    roads = land.roads()
    assert roads.edge_count > 20
    assert LandKind.GREEN in roads.land.kind


def test_a_file_out_of_order_has_its_roads(land: Land) -> None:
    land.write([(INNER, PARK)], [])
    text = land.source.read_text(encoding="utf-8")
    assert len(land.roads().land) == 1
    land.source.write_text(text.replace('<way id="1" ', '<way id="999" '), encoding="utf-8")
    assert land.roads().edge_count > 20
    assert len(land.roads().land) == 0


def test_a_clip_cuts_areas_and_rivers(land: Land) -> None:
    # The southern half of the town.
    clip = "POLYGON((7.99 47.99, 8.02 47.99, 8.02 48.003, 7.99 48.003, 7.99 47.99))"
    cover = land.read((INNER, PARK), ([8, 38], {"waterway": "river"}), clip=clip)
    assert cover.kind.tolist() == [LandKind.GREEN, LandKind.WATERWAY]
    assert signed_fields(cover, 0) == pytest.approx(6)
    assert cover.lat_e7.max() == 480_030_000


def test_a_clip_beside_all_areas_leaves_none(land: Land) -> None:
    clip = "POLYGON((7.99 47.99, 8.02 47.99, 8.02 48.003, 7.99 48.003, 7.99 47.99))"
    # One lies beyond, one touches it only.
    cover = land.read(([25, 26, 32, 31, 25], PARK), ([20, 21, 27, 26, 20], WATER), clip=clip)
    assert len(cover) == 0


def test_an_area_far_beyond_the_roads_is_cut(land: Land) -> None:
    nodes, streets = small_town()
    far = {201: (47.0, 7.0), 202: (47.0, 9.0), 203: (49.0, 9.0), 204: (49.0, 7.0)}
    ways: list[Way] = [*streets, ([201, 202, 203, 204, 201], {"landuse": "forest"})]
    land.source.write_text(osm_text(nodes | far, ways), encoding="utf-8")
    cover = land.roads().land
    assert 47.9 < cover.lat_e7.min() / 1e7 < 48
    assert 48.006 < cover.lat_e7.max() / 1e7 < 48.1


def test_shapes_are_simplified_and_small_areas_dropped(land: Land) -> None:
    nodes, streets = small_town()
    angle = np.linspace(0, 2 * np.pi, 1_001)[:-1]
    for size, is_kept in ((60.0, True), (20.0, False)):
        up = size / METRES_PER_DEGREE
        pond = {
            1_000 + i: (48.003 + up * float(np.sin(a)), 8.003 + up * float(np.cos(a)))
            for i, a in enumerate(angle)
        }
        ways: list[Way] = [*streets, ([*pond, 1_000], WATER)]
        land.source.write_text(osm_text(nodes | pond, ways), encoding="utf-8")
        cover = land.roads().land
        assert len(cover) == is_kept
        assert len(cover.lat_e7) < 20


def test_land_is_stored_and_opened_again(land: Land) -> None:
    land.write([(INNER, PARK), ([1, 8], {"waterway": "river"})], [], generator="wayloom sample")
    imported, opened = land.roads(), open_roads("land", cache_dir=land.cache)
    assert opened is not imported
    assert opened.is_made_up
    for field in fields(LandCover):
        ours, stored = getattr(imported.land, field.name), getattr(opened.land, field.name)
        assert ours.dtype == stored.dtype
        assert ours.tolist() == stored.tolist()
        assert not stored.flags.writeable


def test_only_our_own_sample_is_made_up(land: Land) -> None:
    assert read_ways(SAMPLE).is_made_up
    for generator in ("", "osmium/1.18.0", "Wayloom", *HOSTILE.values()):
        header = "".join(letter for letter in generator if letter.isprintable())
        land.write([], [], generator=header.encode("utf-8", "replace").decode())
        assert not read_ways(land.source).is_made_up


def test_hostile_tags_of_areas_are_kept_nowhere(land: Land) -> None:
    evil = "</script><script>PWN()</script>"
    land.write([(INNER, {**PARK, "name": evil, evil: evil})], [], generator=evil)
    roads = land.roads()
    assert len(roads.land) == 1
    assert not any("PWN" in text for text in roads.texts)
    stored = b"".join(path.read_bytes() for path in land.cache.rglob("*") if path.is_file())
    assert b"PWN" not in stored


@pytest.mark.parametrize(
    "change",
    [
        {"kind": np.array([0, 1, 9], np.uint8)},
        {"kind": np.array([0, 1], np.uint8)},
        {"offset": np.array([0, 5, 10])},
        {"offset": np.array([0, 5, 10, 11])},
        {"offset": np.array([0, 11, 10, 12])},
        {"lat_e7": np.zeros(3, np.int32)},
        {"lat_e7": np.full(12, -(2**31), np.int32)},
        {"lon_e7": np.full(12, 1_800_000_001, np.int32)},
        {"lat_e7": np.zeros((12, 2), np.int32)},
    ],
)
def test_arrays_that_do_not_fit_are_refused(change: dict[str, Any]) -> None:
    cover = cover_of(
        [
            (LandKind.GREEN, box_ring((48, 8), 0.1)),
            (LandKind.WATER, box_ring((48, 8), 0.05)),
            (LandKind.WATERWAY, [(48, 8), (49, 8)]),
        ]
    )
    with pytest.raises(ValueError, match=r"\."):
        replace(cover, **change)


def test_outlines_are_drawn_by_kind() -> None:
    lake, island = box_ring((48, 8), 0.1), box_ring((48, 8), 0.05, is_hole=True)
    cover = cover_of(
        [
            (LandKind.WATER, lake),
            (LandKind.WATER, island),
            (LandKind.WATERWAY, [(48, 8), (49, 8)]),
        ]
    )
    green, water, waterways = land_lines(cover, EVERYWHERE)
    assert green == ()
    for line, ring in zip(water, (lake, island), strict=True):
        assert decode_polyline(line) == pytest.approx(np.array(ring))
    assert len(waterways) == 1
    assert land_lines(cover, Area(10, 10, 11, 11)) == ((), (), ())
    assert land_lines(NO_LAND_COVER, EVERYWHERE) == ((), (), ())


def test_the_smallest_areas_are_left_out_first(monkeypatch: pytest.MonkeyPatch) -> None:
    sizes = [0.001 * (1 + 7 * i % 50) for i in range(50)]
    cover = cover_of(
        [(LandKind.GREEN, box_ring((48 + size, 8), size)) for size in sizes]
        + [(LandKind.WATERWAY, [(48, 8), (48.0001, 8)])]
    )
    monkeypatch.setattr(base_map, "_MOST_LAND_CHARACTERS", 600)
    lines = land_lines(cover, EVERYWHERE)
    assert 300 < line_size(lines) <= 600
    assert len(lines[LandKind.WATERWAY]) == 1
    drawn = sorted(float(np.ptp(decode_polyline(line)[:, 0])) / 2 for line in lines[0])
    assert drawn == pytest.approx(sorted(sizes)[-len(drawn) :], abs=1e-5)
