"""Places that no vehicle comes to are located; the plan goes on without them, or stops."""

import pickle
from dataclasses import replace
from pathlib import Path

import pytest

from domain.dataset import Dataset
from domain.message import Severity
from maps.network.cut_off_streets import StreetLines
from maps.network.road_cache import import_roads, open_islands
from maps.network.road_network import RoadNetwork
from planning.reading.dataset_reading import DatasetReading
from planning.reading.read_dataset import read_dataset
from planning.road_checks.check_roads import check_roads
from tests.end_to_end.bad_inputs.town import (
    ISLAND_LON,
    SOUTH,
    STEP,
    TRAP_LAT,
    WEST,
    town_roads,
    town_tables,
)
from tests.planning.reading.small_dataset import set_cell, write_csv_folder, write_workbook


@pytest.fixture(scope="module")
def cache(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("cache")


@pytest.fixture(scope="module")
def town(cache: Path) -> RoadNetwork:
    """The roads of the small town."""
    file = cache / "town.osm"
    file.write_text(town_roads(), encoding="utf-8")
    return import_roads(file, cache_dir=cache)


@pytest.fixture(scope="module")
def islands(town: RoadNetwork, cache: Path) -> StreetLines:
    return open_islands(town.name, cache_dir=cache)


def reading_with(folder: Path, *doors: tuple[int, float, float]) -> DatasetReading:
    """The town's dataset with some doors elsewhere, named by their rows."""
    tables = town_tables()
    for row, lat, lon in doors:
        set_cell(tables, "orders", "lat", f"{lat:.6f}", row)
        set_cell(tables, "orders", "lon", f"{lon:.6f}", row)
    return read_dataset(write_csv_folder(folder / "data", tables))


def dataset_of(reading: DatasetReading) -> Dataset:
    return reading.require()


ISLAND = (SOUTH + STEP * 6, ISLAND_LON + 0.0001)
TRAP = (TRAP_LAT, WEST + STEP * 4)
FIELD = (SOUTH - STEP * 8, WEST + STEP * 8)
ELSEWHERE = (SOUTH + 1.0, WEST)


def test_a_sound_dataset_has_no_problem(
    town: RoadNetwork, islands: StreetLines, tmp_path: Path
) -> None:
    reading = reading_with(tmp_path)
    assert check_roads(dataset_of(reading), town, islands=islands, rows=reading.rows) == ()


def test_every_kind_of_place_is_told_apart(
    town: RoadNetwork, islands: StreetLines, tmp_path: Path
) -> None:
    places = ((4, *ISLAND), (9, *TRAP), (17, *FIELD), (31, *ELSEWHERE))
    reading = reading_with(tmp_path, *places)
    found = check_roads(dataset_of(reading), town, islands=islands, rows=reading.rows)
    assert [(p.file, p.row, p.column, p.code) for p in found] == [
        ("orders.csv", 4, "lat", "coordinate.cut_off"),
        ("orders.csv", 9, "lat", "coordinate.cut_off"),
        ("orders.csv", 17, "lat", "coordinate.off_roads"),
        ("orders.csv", 31, "lat", "coordinate.outside_roads"),
    ]
    assert {p.severity for p in found} == {Severity.WARNING}
    assert found[0].value == f"{ISLAND[0]:.6f}".rstrip("0") + f", {ISLAND[1]:.4f}"
    assert found[2].message["limit_m"] == 500
    assert 500 < float(found[2].message["distance_m"]) < 1_000
    assert found[3].message["distance_km"] == 109


def test_the_door_where_a_transport_is_fetched_is_looked_at_too(
    town: RoadNetwork, tmp_path: Path
) -> None:
    tables = town_tables()
    lat, lon = map(str, FIELD)
    for column, cell in (("kind", "transport"), ("pickup_lat", lat), ("pickup_lon", lon)):
        set_cell(tables, "orders", column, cell, 17)
    reading = read_dataset(write_csv_folder(tmp_path / "data", tables))
    (problem,) = check_roads(dataset_of(reading), town, rows=reading.rows)
    assert (problem.row, problem.column, problem.code) == (17, "pickup_lat", "coordinate.off_roads")
    assert problem.value == ", ".join(str(round(degree, 6)) for degree in FIELD)


def test_only_the_orders_of_the_day_are_looked_at(town: RoadNetwork, tmp_path: Path) -> None:
    reading = reading_with(tmp_path, (17, *FIELD))
    dataset = dataset_of(reading)
    other_day = dataset.orders[0].due_date.replace(day=1)
    assert check_roads(dataset, town, rows=reading.rows, day=other_day) == ()
    assert len(check_roads(dataset, town, rows=reading.rows, day=dataset.orders[0].due_date)) == 1


def test_the_limit_is_that_of_the_settings(town: RoadNetwork, tmp_path: Path) -> None:
    dataset = dataset_of(reading_with(tmp_path, (17, *FIELD)))
    lenient = replace(dataset, settings=replace(dataset.settings, snap_limit_m=2_000.0))
    assert check_roads(lenient, town) == ()
    strict = replace(dataset, settings=replace(dataset.settings, snap_limit_m=1.0))
    assert {p.code for p in check_roads(strict, town)} == {"coordinate.off_roads"}


def test_a_warehouse_that_no_vehicle_leaves_is_an_error(
    town: RoadNetwork, islands: StreetLines, tmp_path: Path
) -> None:
    for place, severity in ((FIELD, Severity.ERROR), (ISLAND, Severity.WARNING)):
        tables = town_tables()
        set_cell(tables, "warehouses", "lat", str(place[0]), 3)
        set_cell(tables, "warehouses", "lon", str(place[1]), 3)
        reading = read_dataset(write_workbook(tmp_path / f"{severity}.xlsx", tables))
        (problem,) = check_roads(dataset_of(reading), town, islands=islands, rows=reading.rows)
        assert (problem.file, problem.sheet) == (f"{severity}.xlsx", "warehouses")
        assert (problem.row, problem.severity) == (3, severity)


def test_without_rows_the_table_is_named(town: RoadNetwork, tmp_path: Path) -> None:
    (problem,) = check_roads(dataset_of(reading_with(tmp_path, (17, *FIELD))), town)
    assert (problem.file, problem.row) == ("orders", 0)


def test_rows_cross_to_another_process_at_a_few_bytes_each(tmp_path: Path) -> None:
    reading = reading_with(tmp_path, (17, *FIELD))
    rows = pickle.loads(pickle.dumps(reading.rows))
    assert rows["orders"].rows.tolist() == list(range(2, 32))
    assert rows["orders"].rows.itemsize * len(rows["orders"].rows) <= 8 * 30
    assert set(rows) == {path.stem for path in (tmp_path / "data").iterdir()}
