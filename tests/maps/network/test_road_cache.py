"""Roads are imported once, and a cache that does not match its hash is never used."""

import hashlib
import json
import subprocess
import sys
from dataclasses import fields
from pathlib import Path

import numpy as np
import pytest

from domain.errors import EnvironmentFault, Interrupted, RoadDataError
from domain.progress import Flag, Progress
from maps.network import road_cache
from maps.network.land_cover import LandCover
from maps.network.road_cache import default_name, import_roads, list_roads, open_roads
from maps.network.road_network import RoadNetwork
from tests.maps.osm_xml import Way, grid_nodes, small_town, write_osm


@pytest.fixture
def town(tmp_path: Path) -> Path:
    """The small town in a folder with a name that is hard on programs."""
    folder = tmp_path / "Straßen und 道路"
    folder.mkdir()
    return write_osm(folder / "my town.osm", *small_town())


@pytest.fixture
def cache(tmp_path: Path) -> Path:
    """A cache that does not exist yet."""
    return tmp_path / "cache" / "roads"


def _only(cache: Path, pattern: str) -> Path:
    (path,) = (cache / "arrays").glob(pattern)
    return path


def _assert_equal(a: RoadNetwork, b: RoadNetwork) -> None:
    for field in fields(RoadNetwork):
        left, right = getattr(a, field.name), getattr(b, field.name)
        if isinstance(left, np.ndarray):
            assert left.dtype == right.dtype, field.name
            assert np.array_equal(left, right), field.name
            assert not right.flags.writeable
        elif isinstance(left, LandCover):
            for part in fields(LandCover):
                assert np.array_equal(getattr(left, part.name), getattr(right, part.name))
        else:
            assert left == right, field.name


def test_what_is_opened_is_what_was_imported(town: Path, cache: Path) -> None:
    imported = import_roads(town, cache_dir=cache, name="镇")
    _assert_equal(imported, open_roads("镇", cache_dir=cache))
    (summary,) = list_roads(cache)
    assert (summary.name, summary.source) == ("镇", "my town.osm")
    assert (summary.nodes, summary.edges) == (imported.node_count, imported.edge_count)
    assert summary.length_km == pytest.approx(imported.length_km, abs=1e-3)
    assert summary.south_west == imported.south_west
    assert summary.imported_at.tzinfo is not None


def test_second_import_reads_the_cache(
    town: Path, cache: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    import_roads(town, cache_dir=cache)
    monkeypatch.setattr(road_cache, "read_ways", None)
    again = import_roads(town, cache_dir=cache, name="another name")
    assert again.name == "another name"
    assert [summary.name for summary in list_roads(cache)] == ["another name", "my town"]
    assert len(list((cache / "arrays").glob("*.npz"))) == 1


def test_a_file_is_imported_when_first_opened(town: Path, cache: Path) -> None:
    assert open_roads(town, cache_dir=cache).name == "my town"
    assert open_roads(str(town), cache_dir=cache).name == "my town"
    assert open_roads("my town", cache_dir=cache).source == "my town.osm"


def test_unknown_names_and_files(tmp_path: Path, cache: Path) -> None:
    for wanted, code in (("atlantis", "roads.unknown_name"), ("a.osm.pbf", "roads.missing")):
        with pytest.raises(RoadDataError) as caught:
            open_roads(wanted, cache_dir=cache)
        assert caught.value.message.code == code
    assert list_roads(tmp_path) == ()


def _flip(content: bytes) -> bytes:
    middle = len(content) // 2
    return content[:middle] + bytes([content[middle] ^ 1]) + content[middle + 1 :]


@pytest.mark.parametrize("damage", [_flip, lambda content: content[:-10], lambda _: b""])
@pytest.mark.parametrize("pattern", ["*.npz", "*.sha256"])
def test_damaged_cache_is_made_anew_or_refused(
    town: Path, cache: Path, damage: object, pattern: str
) -> None:
    assert callable(damage)
    imported = import_roads(town, cache_dir=cache)
    path = _only(cache, pattern)
    path.write_bytes(damage(path.read_bytes()))
    _assert_equal(imported, open_roads("my town", cache_dir=cache))
    path.write_bytes(damage(path.read_bytes()))
    town.unlink()
    with pytest.raises(RoadDataError) as caught:
        open_roads("my town", cache_dir=cache)
    assert caught.value.message.code == "roads.cache_damaged"


def test_damaged_cache_is_not_made_of_another_file(town: Path, cache: Path) -> None:
    import_roads(town, cache_dir=cache)
    _only(cache, "*.npz").unlink()
    write_osm(town, grid_nodes(1, 2), [([1, 2], {"highway": "primary"})])
    with pytest.raises(RoadDataError):
        open_roads("my town", cache_dir=cache)


def test_arrays_with_a_right_hash_are_still_checked(town: Path, cache: Path) -> None:
    import_roads(town, cache_dir=cache)
    path = _only(cache, "*.npz")
    with np.load(path) as stored:
        arrays = {name: stored[name] for name in stored.files}
    arrays["head"] = arrays["head"] + 10_000
    np.savez(path, allow_pickle=False, **arrays)
    digest = hashlib.sha256(path.read_bytes()).hexdigest()
    path.with_suffix(".sha256").write_text(digest)
    town.unlink()
    with pytest.raises(RoadDataError):
        open_roads("my town", cache_dir=cache)


@pytest.mark.parametrize("content", ["", "[]", "{}", '{"summary": 3}', '{"summary": {}}'])
def test_damaged_name_is_not_listed(town: Path, cache: Path, content: str) -> None:
    import_roads(town, cache_dir=cache)
    (path,) = (cache / "names").iterdir()
    path.write_text(content)
    assert list_roads(cache) == ()


def test_key_of_a_name_stays_within_the_cache(town: Path, cache: Path) -> None:
    import_roads(town, cache_dir=cache)
    (path,) = (cache / "names").iterdir()
    entry = json.loads(path.read_text())
    path.write_text(json.dumps(entry | {"key": "../../elsewhere"}))
    with pytest.raises(RoadDataError) as caught:
        open_roads("my town", cache_dir=cache)
    assert caught.value.message.code == "roads.unknown_name"


def test_failed_import_leaves_the_old_roads(town: Path, cache: Path) -> None:
    imported = import_roads(town, cache_dir=cache, name="home")
    before = {path: path.read_bytes() for path in cache.rglob("*") if path.is_file()}
    town.write_text(town.read_text()[:900])
    with pytest.raises(RoadDataError):
        import_roads(town, cache_dir=cache, name="home")
    fresh = write_osm(town.with_name("b.osm"), *small_town())
    fresh.write_text(fresh.read_text() + "\n")
    with pytest.raises(Interrupted):
        import_roads(fresh, cache_dir=cache, name="home", stop=Flag(lambda: True))
    assert {path: path.read_bytes() for path in cache.rglob("*") if path.is_file()} == before
    _assert_equal(imported, open_roads("home", cache_dir=cache))


def test_cache_that_cannot_be_written(town: Path, tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    with pytest.raises(EnvironmentFault):
        import_roads(town, cache_dir=tmp_path / "file")


def test_clip_keeps_what_lies_within(town: Path, cache: Path) -> None:
    clip = (
        "POLYGON((7.9995 47.9995, 8.0055 47.9995, 8.0055 48.0025, 7.9995 48.0025, 7.9995 47.9995))"
    )
    whole = import_roads(town, cache_dir=cache, name="whole")
    part = import_roads(town, cache_dir=cache, name="part", clip_wkt=clip)
    assert 0 < part.edge_count < whole.edge_count
    assert part.north_east.lat < 48.0025
    assert open_roads("part", cache_dir=cache).edge_count == part.edge_count


@pytest.mark.parametrize(
    "clip",
    ["", "POLYGON((", "POINT(8 48)", "POLYGON EMPTY", "POLYGON((0 0, 1 1, 1 0, 0 1, 0 0))"],
)
def test_clip_that_is_no_polygon(town: Path, cache: Path, clip: str) -> None:
    with pytest.raises(RoadDataError) as caught:
        import_roads(town, cache_dir=cache, clip_wkt=clip)
    assert caught.value.message.code == "roads.bad_clip"


def test_clip_beside_the_roads(town: Path, cache: Path) -> None:
    with pytest.raises(RoadDataError) as caught:
        import_roads(town, cache_dir=cache, clip_wkt="POLYGON((0 0, 1 0, 1 1, 0 0))")
    assert caught.value.message.code == "roads.empty"


def test_progress_names_each_step(town: Path, cache: Path) -> None:
    seen: list[Progress] = []
    import_roads(town, cache_dir=cache, on_progress=seen.append)
    steps = list(dict.fromkeys(progress.step for progress in seen))
    assert steps == ["roads.hashing", "roads.reading", "roads.simplifying", "roads.saving"]
    assert seen[-1].fraction == 1.0


def test_import_is_the_same_every_time(town: Path, cache: Path, tmp_path: Path) -> None:
    import_roads(town, cache_dir=cache)
    import_roads(town, cache_dir=tmp_path / "second")
    name = _only(cache, "*.npz").name
    first, second = (folder / "arrays" / name for folder in (cache, tmp_path / "second"))
    assert first.read_bytes() == second.read_bytes()


def test_more_classes_than_numbers(tmp_path: Path, cache: Path) -> None:
    ways: list[Way] = [([i, i + 1], {"highway": f"kind{i}"}) for i in range(1, 300)]
    ways += [([i, i + 20], {"highway": "primary"}) for i in range(1, 281)]
    network = import_roads(
        write_osm(tmp_path / "odd.osm", grid_nodes(15, 20), ways), cache_dir=cache
    )
    assert network.classes[0] == "primary"
    assert network.classes[-1] == "other"


@pytest.mark.parametrize(
    ("file", "name"),
    [("a.osm", "a"), ("b.c.OSM.PBF", "b.c"), ("d.pbf", "d"), (".osm", ".osm"), ("e", "e")],
)
def test_default_name(file: str, name: str) -> None:
    assert default_name(Path(file)) == name


def test_import_loads_no_library_that_it_does_not_need(tmp_path: Path, cache: Path) -> None:
    file = write_osm(tmp_path / "a.osm", grid_nodes(1, 2), [([1, 2], {"highway": "primary"})])
    program = (
        "import sys, pathlib, maps.importing.download, maps.network.road_cache as cache;"
        "cache.import_roads(pathlib.Path(sys.argv[1]), cache_dir=pathlib.Path(sys.argv[2]));"
        "print(*{'networkx', 'osmnx', 'pandas', 'requests', 'numba'}.intersection(sys.modules))"
    )
    asked = [sys.executable, "-c", program, str(file), str(cache)]
    root = Path(__file__).parents[3]
    said = subprocess.run(asked, check=True, cwd=root, capture_output=True, text=True).stdout
    assert said.split() == []
