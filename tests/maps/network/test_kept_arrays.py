"""What the cache keeps beside a network, what it throws away, and what it never trusts."""

import os
import time
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from domain.errors import EnvironmentFault, RoadDataError
from maps.importing.road_filter import BIKE, DRIVE
from maps.network.road_cache import (
    import_roads,
    list_roads,
    load_derived,
    open_islands,
    open_roads,
    store_derived,
)
from tests.maps.osm_xml import Way, small_town, write_osm

DAY_S = 86_400


@pytest.fixture
def town(tmp_path: Path) -> Path:
    """The small town, with a cycleway."""
    nodes, ways = small_town()
    cycleway: Way = ([1, 8], {"highway": "cycleway"})
    return write_osm(tmp_path / "town.osm", nodes, [*ways, cycleway])


@pytest.fixture
def cache(tmp_path: Path) -> Path:
    """A cache that does not exist yet."""
    return tmp_path / "roads"


def _kept(cache: Path) -> set[str]:
    return {path.name for path in (cache / "arrays").iterdir()}


def _change(town: Path) -> None:
    town.write_text(town.read_text() + "\n")


def _age(path: Path, age_s: float) -> None:
    then_s = time.time() - age_s
    os.utime(path, (then_s, then_s))


def test_derived_arrays_come_back_read_only(town: Path, cache: Path) -> None:
    network = import_roads(town, cache_dir=cache)
    assert load_derived(network, "node_order") is None
    rank = np.arange(network.node_count)[::-1].copy()
    store_derived(network, "node_order", {"rank": rank, "none": np.zeros(0, np.int32)})
    for opened in (network, open_roads("town", cache_dir=cache)):
        found = load_derived(opened, "node_order")
        assert found is not None
        assert np.array_equal(found["rank"], rank)
        assert found["none"].dtype == np.int32
        assert not found["rank"].flags.writeable
    assert load_derived(network, "other") is None


def test_derived_arrays_that_are_damaged_are_none(town: Path, cache: Path) -> None:
    network = import_roads(town, cache_dir=cache)
    assert network.cache_path is not None
    store_derived(network, "order", {"rank": np.arange(9)})
    path = network.cache_path.with_suffix(".order.npz")
    content = path.read_bytes()
    for cut in range(0, len(content), 23):
        for damaged in (content[:cut], content[:cut] + b"?" + content[cut + 1 :]):
            path.write_bytes(damaged)
            assert damaged == content or load_derived(network, "order") is None
    path.write_bytes(content)
    assert load_derived(network, "order") is not None
    path.with_suffix(".sha256").unlink()
    assert load_derived(network, "order") is None


def test_pickles_are_never_kept_or_read(town: Path, cache: Path) -> None:
    network = import_roads(town, cache_dir=cache)
    with pytest.raises(ValueError, match="pickle"):
        store_derived(network, "order", {"rank": np.array([object()])})
    assert load_derived(network, "order") is None


def test_network_in_no_cache_keeps_nothing(town: Path, cache: Path) -> None:
    network = replace(import_roads(town, cache_dir=cache), cache_path=None)
    before = _kept(cache)
    store_derived(network, "order", {"rank": np.arange(3)})
    assert load_derived(network, "order") is None
    assert _kept(cache) == before


@pytest.mark.parametrize("kind", ["", "../up", "Order", "a.b", "a b", "_"])
def test_kinds_are_plain_words(town: Path, cache: Path, kind: str) -> None:
    network = import_roads(town, cache_dir=cache)
    with pytest.raises(ValueError, match="kind"):
        load_derived(network, kind)


def test_cache_that_cannot_be_written_keeps_nothing(town: Path, cache: Path) -> None:
    network = import_roads(town, cache_dir=cache)
    (cache / "file").write_text("")
    elsewhere = replace(network, cache_path=cache / "file" / "key.npz")
    with pytest.raises(EnvironmentFault):
        store_derived(elsewhere, "order", {"rank": np.arange(3)})


def test_replaced_roads_go_with_all_that_was_kept_of_them(town: Path, cache: Path) -> None:
    network = import_roads(town, cache_dir=cache)
    store_derived(network, "order", {"rank": np.arange(3)})
    old = _kept(cache)
    _change(town)
    import_roads(town, cache_dir=cache)
    assert not old & _kept(cache)
    assert len(_kept(cache)) == 3


def test_roads_of_another_name_stay(town: Path, cache: Path) -> None:
    import_roads(town, cache_dir=cache, name="one")
    import_roads(town, cache_dir=cache, name="two")
    old = _kept(cache)
    _change(town)
    import_roads(town, cache_dir=cache, name="one")
    assert old < _kept(cache)
    town.unlink()
    assert open_roads("two", cache_dir=cache).name == "two"


def test_what_nobody_knows_goes_when_it_is_old(town: Path, cache: Path) -> None:
    import_roads(town, cache_dir=cache)
    arrays = cache / "arrays"
    young, old = arrays / f"{'a' * 64}.npz", arrays / f"{'b' * 64}.order.npz"
    parts = [arrays / ".new-1.part", cache / "names" / ".new-2.part"]
    fresh = arrays / ".new-3.part"
    for path in (young, old, *parts, fresh):
        path.write_bytes(b"")
    for path in (old, *parts):
        _age(path, 2 * DAY_S)
    _change(town)
    import_roads(town, cache_dir=cache)
    assert young.exists()
    assert fresh.exists()
    assert not any(path.exists() for path in (old, *parts))


def test_a_name_holds_both_types(town: Path, cache: Path) -> None:
    drive = import_roads(town, cache_dir=cache, name="both")
    bike = open_roads("both", cache_dir=cache, network_type=BIKE)
    assert (drive.network_type, bike.network_type) == (DRIVE, BIKE)
    assert "cycleway" in bike.classes
    assert "cycleway" not in drive.classes
    assert drive.cache_path != bike.cache_path
    assert open_roads("both", cache_dir=cache).cache_path == drive.cache_path
    for network_type, network in ((DRIVE, drive), (BIKE, bike)):
        (summary,) = list_roads(cache, network_type)
        assert (summary.name, summary.edges) == ("both", network.edge_count)
    town.unlink()
    again = open_roads("both", cache_dir=cache, network_type=BIKE)
    assert again.travel_ms.tolist() == bike.travel_ms.tolist()


@pytest.mark.parametrize("known", [DRIVE, BIKE])
@pytest.mark.parametrize("lose", [Path.unlink, _change])
def test_other_type_needs_the_same_file(town: Path, cache: Path, known: str, lose: object) -> None:
    assert callable(lose)
    import_roads(town, cache_dir=cache, network_type=known)
    lose(town)
    with pytest.raises(RoadDataError) as caught:
        open_roads("town", cache_dir=cache, network_type=BIKE if known == DRIVE else DRIVE)
    assert caught.value.message.code == "roads.other_type_gone"
    assert caught.value.message["name"] == "town"


def test_damaged_islands_are_made_anew(town: Path, cache: Path) -> None:
    import_roads(town, cache_dir=cache)
    (path,) = (cache / "arrays").glob("*.islands")
    content = path.read_bytes()
    path.write_bytes(content[:-1])
    assert len(open_islands("town", cache_dir=cache)) == 0
    open_roads("town", cache_dir=cache)
    assert path.read_bytes() == content
