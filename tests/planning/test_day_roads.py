"""The roads of a day: by the hour, by each vehicle's way of driving, and the same for every job."""

import datetime
import shutil
from dataclasses import replace
from decimal import Decimal
from pathlib import Path

import pytest

from domain.dataset import Dataset
from domain.message import Severity
from domain.traffic import SpeedProfile
from domain.traffic_day import SpeedSource
from domain.travel import order_place, warehouse_place
from maps.network.road_cache import import_roads
from planning.day import choose_day
from planning.day_roads import DayRoads, matrix_travel, open_day_roads, road_question
from planning.environment import Directories
from planning.reading.read_dataset import read_dataset

NOON_S = 12 * 3600


@pytest.fixture(scope="module")
def folders(tmp_path_factory: pytest.TempPathFactory) -> Directories:
    """A cache of its own."""
    root = tmp_path_factory.mktemp("wayloom")
    return Directories(cache=root / "cache", data=root / "data")


@pytest.fixture(scope="module")
def dataset(town_day: Path) -> Dataset:
    """A small made-up day."""
    return read_dataset(town_day).require()


@pytest.fixture(scope="module")
def day(dataset: Dataset) -> datetime.date:
    """Its day."""
    return choose_day(dataset, None)


@pytest.fixture(scope="module")
def roads_file(town_day: Path) -> str:
    """Its road file."""
    return str(town_day / "city.osm.gz")


@pytest.fixture(scope="module")
def roads(dataset: Dataset, day: datetime.date, roads_file: str, folders: Directories) -> DayRoads:
    """Its roads."""
    return open_day_roads(dataset, day, roads_file, folders)


def with_settings(dataset: Dataset, **facts: object) -> Dataset:
    settings = replace(dataset.settings, **facts)  # type: ignore[arg-type]
    return replace(dataset, settings=settings)


def with_vehicles(dataset: Dataset, **facts: object) -> Dataset:
    """The dataset with something true of its first vehicle alone."""
    first, *others = dataset.vehicles
    return replace(dataset, vehicles=(replace(first, **facts), *others))  # type: ignore[arg-type]


def test_settings_say_whether_there_is_traffic_and_turns_cost(
    dataset: Dataset, day: datetime.date
) -> None:
    question = road_question(dataset, day, "town")
    assert question.traffic.source is SpeedSource.BUILT_IN
    assert question.turns is not None
    empty = with_settings(dataset, traffic="free_flow", turn_costs=False)
    question = road_question(empty, day, "town")
    assert question.traffic.source is SpeedSource.FREE_FLOW
    assert question.turns is None


def test_vehicles_that_drive_alike_share_a_travel(dataset: Dataset, day: datetime.date) -> None:
    alike = replace(
        dataset,
        vehicles=tuple(
            replace(
                v, profile="van", height_m=None, gross_weight_kg=None, cost_per_hour=Decimal(10)
            )
            for v in dataset.vehicles
        ),
    )
    assert len(road_question(alike, day, "town").drivings) == 1
    mixed = with_vehicles(alike, profile="truck")
    question = road_question(mixed, day, "town")
    assert [driving.profile for driving in question.drivings] == ["truck", "van"]


def test_matrices_and_exact_travel_tell_of_the_same_roads(
    roads: DayRoads, folders: Directories
) -> None:
    vehicles = list(roads.question.of_vehicle)
    matrix = matrix_travel(
        roads.question, roads.places, vehicles, (8 * 3600, 16 * 3600), folders
    ).of(vehicles[0])
    exact = roads.exact().of(vehicles[0])
    assert exact.places == matrix.places
    for there in range(1, len(matrix.places)):
        about_s = matrix.duration_s(0, there, NOON_S)
        assert exact.duration_s(0, there, NOON_S) == pytest.approx(about_s, rel=0.03, abs=3)


def test_only_hours_within_the_shifts_have_matrices(roads: DayRoads, folders: Directories) -> None:
    vehicles = list(roads.question.of_vehicle)
    short = matrix_travel(roads.question, roads.places, vehicles, (NOON_S, NOON_S + 1), folders)
    assert len(short.of(vehicles[0]).drive_s) == 1
    long = matrix_travel(roads.question, roads.places, vehicles, (NOON_S, NOON_S + 9_000), folders)
    assert len(long.of(vehicles[0]).drive_s) <= len(roads.question.traffic.starts_s)


def test_the_fingerprint_changes_with_what_travel_depends_on(
    dataset: Dataset, day: datetime.date, roads: DayRoads, roads_file: str, folders: Directories
) -> None:
    slow = SpeedProfile(
        road_class="*", weekdays="mon-fri", start_time_s=0, end_time_s=86_400, speed_ratio=0.5
    )
    others = [
        with_settings(dataset, turn_costs=False),
        replace(dataset, speed_profiles=(slow,)),
        with_vehicles(dataset, profile="bike"),
    ]
    prints = [open_day_roads(other, day, roads_file, folders).fingerprint() for other in others]
    assert len({roads.fingerprint(), *prints}) == 1 + len(others)
    assert open_day_roads(dataset, day, roads_file, folders).fingerprint() == roads.fingerprint()


def test_drives_from_a_warehouse_are_exact_where_turns_cost_nothing(
    dataset: Dataset, day: datetime.date, roads_file: str, folders: Directories
) -> None:
    empty = with_settings(dataset, traffic="free_flow", turn_costs=False)
    roads = open_day_roads(empty, day, roads_file, folders)
    warehouse = dataset.warehouses[0].warehouse_id
    (drives, *_) = roads.depot_drives(warehouse)
    names = [name for name, _ in roads.places]
    home, exact = names.index(warehouse_place(warehouse)), roads.exact().travels[0]
    for order in dataset.orders:
        door = names.index(order_place(order.order_id))
        there_m = exact.distance_m(home, door, NOON_S) + exact.distance_m(door, home, NOON_S)
        assert drives.has_way[door]
        assert drives.round_trip_m[door] == pytest.approx(there_m, abs=1)
    assert drives.round_trip_m[home] == 0


def test_bikes_have_paths_of_their_own_or_it_is_said(
    dataset: Dataset, day: datetime.date, roads_file: str, folders: Directories, tmp_path: Path
) -> None:
    bikes = with_vehicles(dataset, profile="bike")
    roads = open_day_roads(bikes, day, roads_file, folders)
    assert "bike" in {conditions.network.network_type for conditions in roads.conditions}
    assert roads.problems == ()
    gone = Path(shutil.copy(roads_file, tmp_path / "gone.osm.gz"))
    import_roads(gone, cache_dir=folders.roads)
    gone.unlink()
    (problem,) = open_day_roads(bikes, day, "gone", folders).problems
    assert (problem.code, problem.severity) == ("roads.bikes_on_roads", Severity.WARNING)
    assert open_day_roads(dataset, day, "gone", folders).problems == ()
