"""Streets that are cut off: islands of the file, and traps of the network."""

from pathlib import Path

import numpy as np
import pytest

from domain.geo import Location, great_circle_m
from maps.network.cut_off_streets import (
    NO_STREETS,
    StreetLines,
    distance_to_lines_m,
    packed,
    traps_of,
    unpacked,
)
from maps.network.road_cache import import_roads, open_islands
from tests.maps.osm_xml import SPACING, small_town, write_osm
from tests.maps.small_networks import Street, network_of

ISLAND = [31, 32, 33]


def island_of(tmp_path: Path, clip_wkt: str | None = None) -> StreetLines:
    file = write_osm(tmp_path / "town.osm", *small_town())
    import_roads(file, cache_dir=tmp_path / "cache", clip_wkt=clip_wkt)
    return open_islands("town", cache_dir=tmp_path / "cache")


def test_islands_are_kept_beside_the_network(tmp_path: Path) -> None:
    lines = island_of(tmp_path)
    nodes, _ = small_town()
    assert len(lines) == 1
    assert lines.lat.tolist() == pytest.approx([nodes[node][0] for node in ISLAND])
    assert lines.lon.tolist() == pytest.approx([nodes[node][1] for node in ISLAND])


def test_roads_imported_before_have_no_islands(tmp_path: Path) -> None:
    assert open_islands("nowhere", cache_dir=tmp_path) is NO_STREETS
    island_of(tmp_path)
    (kept,) = (tmp_path / "cache" / "arrays").glob("*.islands")
    kept.unlink()
    assert len(open_islands("town", cache_dir=tmp_path / "cache")) == 0


def test_damaged_islands_are_none(tmp_path: Path) -> None:
    content = packed(island_of(tmp_path))
    assert len(unpacked(content)) == 1
    for cut in range(0, len(content), 7):
        assert len(unpacked(content[:cut])) == 0
        flipped = content[:cut] + bytes([content[cut] ^ 0xFF]) + content[cut + 1 :]
        assert len(unpacked(flipped)) == 0


def test_traps_are_the_streets_of_no_return() -> None:
    square = [Street(i, (i + 1) % 4, None, 30.0, False) for i in range(4)]
    corners = [(0, 0), (6, 0), (6, 6), (0, 6), (8, 0)]
    assert len(traps_of(network_of(corners[:4], square))) == 0
    trap = traps_of(network_of(corners, [*square, Street(1, 4, None, 30.0, True)]))
    assert len(trap) == 1
    assert trap.lon.tolist() == pytest.approx([8.003, 8.004])


def test_distances_are_those_on_the_ground() -> None:
    lines = StreetLines(
        offset=np.array([0, 2]), lat=np.array([60.0, 60.0]), lon=np.array([10.0, 10.1])
    )
    here = Location(60.0 + SPACING, 10.05)
    found = distance_to_lines_m(lines, [here, Location(60.0, 10.05)])
    assert found[0] == pytest.approx(great_circle_m(here, Location(60.0, 10.05)), rel=1e-3)
    assert found[1] == pytest.approx(0.0, abs=0.5)
    assert distance_to_lines_m(NO_STREETS, [here]).tolist() == [np.inf]
    assert len(distance_to_lines_m(lines, [])) == 0
