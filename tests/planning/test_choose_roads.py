"""The roads that a planner would take: those beside the tables, else the nearest fit."""

from dataclasses import replace
from pathlib import Path

import pytest

from domain.dataset import Dataset
from maps.network.road_cache import import_roads, list_roads
from planning.choose_roads import choose_roads
from planning.environment import Directories
from planning.reading.read_dataset import read_dataset
from planning.sample.dataset import write_sample


@pytest.fixture(scope="module")
def day(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A small day, its roads beside it."""
    folder = tmp_path_factory.mktemp("town") / "day"
    write_sample(folder, seed=5, nodes=1_000, orders=12, skus=10, days=60)
    return folder


@pytest.fixture(scope="module")
def dataset(day: Path) -> Dataset:
    """The data of the small day."""
    return read_dataset(day).require()


@pytest.fixture
def folders(tmp_path: Path) -> Directories:
    """Folders in which nothing was imported."""
    return Directories(cache=tmp_path / "cache", data=tmp_path / "data")


def test_the_road_file_beside_the_tables_is_taken(
    day: Path, dataset: Dataset, folders: Directories
) -> None:
    assert choose_roads(day, dataset, folders) == str(day / "city.osm.gz")
    assert choose_roads(day / "day.xlsx", dataset, folders) == str(day / "city.osm.gz")


def test_without_any_roads_none_are_named(
    dataset: Dataset, folders: Directories, tmp_path: Path
) -> None:
    assert choose_roads(tmp_path, dataset, folders) is None


def test_of_two_files_none_is_guessed(
    dataset: Dataset, folders: Directories, tmp_path: Path
) -> None:
    for name in ("a.osm.gz", "B.OSM.PBF"):
        (tmp_path / name).touch()
    assert choose_roads(tmp_path, dataset, folders) is None


def test_the_smallest_imported_roads_around_the_warehouses_are_taken(
    day: Path,
    dataset: Dataset,
    folders: Directories,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    import_roads(day / "city.osm.gz", cache_dir=folders.roads, name="town")
    assert choose_roads(tmp_path, dataset, folders) == "town"
    (town,) = list_roads(folders.roads)
    region = replace(town, name="a region", length_km=9 * town.length_km)
    corner = replace(town, name="corner", length_km=1.0, north_east=town.south_west)
    for imported, expected in (((corner, region, town), "town"), ((corner, region), "a region")):
        monkeypatch.setattr("planning.choose_roads.list_roads", lambda _, there=imported: there)
        assert choose_roads(tmp_path, dataset, folders) == expected
    monkeypatch.setattr("planning.choose_roads.list_roads", lambda _: (corner,))
    assert choose_roads(tmp_path, dataset, folders) is None


def test_a_folder_that_cannot_be_listed_holds_no_roads(
    dataset: Dataset, folders: Directories, tmp_path: Path
) -> None:
    assert choose_roads(tmp_path / "gone" / "day.xlsx", dataset, folders) is None
