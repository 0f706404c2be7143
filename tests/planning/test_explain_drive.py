"""An explained drive as sentences, as JSON, and found on the roads of a sample day."""

import json
import threading
from dataclasses import replace
from pathlib import Path

import pytest

from domain.dataset import Dataset
from domain.driving import Driving
from domain.errors import InputError, RoadDataError
from domain.geo import Location
from domain.traffic_day import SpeedSource
from maps.driving.drive_facts import Avoided, DriveExplanation, Hindrance, RoadPart, TollPaid
from planning.day import choose_day
from planning.day_roads import RoadQuestion, road_question
from planning.environment import Directories
from planning.explain_drive import (
    NAMED_CLASSES,
    DriveText,
    drive_row,
    explain_drive_job,
    explain_leg_job,
    minutes_text,
    question_of_vehicle,
    without_orders,
)
from planning.jobs.worker import Budget, JobControl
from planning.reading.read_dataset import read_dataset
from tests.plain_wording import say

CONTROL = JobControl(lambda *_: None, threading.Event(), Budget(), None)  # type: ignore[arg-type]
MAIN = RoadPart(
    name="Main Street",
    road_class="primary",
    moving_ms=90_000,
    free_ms=60_000,
    turn_ms=8_000,
    length_dm=12_000,
)
DRIVE = DriveExplanation(
    origin="W1",
    destination="O1",
    depart_s=8 * 3600,
    walk_ms=20_000,
    turns=1,
    signals=1,
    parts=(
        MAIN,
        replace(MAIN, turn_ms=0),
        replace(MAIN, name="", road_class="odd_class", free_ms=95_000, turn_ms=0),
    ),
    tolls=(TollPaid(zone_id="Z1", zone_name="", entries=1, charge_minor=250),),
    avoided=(
        Avoided(hindrance=Hindrance.HEIGHT, street="Low", is_bridge=True, limit=2.8),
        Avoided(hindrance=Hindrance.WEIGHT, road_class="track", limit=3500.0),
        Avoided(hindrance=Hindrance.TURN, street="B", from_street="A"),
        Avoided(hindrance=Hindrance.TOLL, zone_id="Z2", zone_name="Port", charge_minor=1000),
        Avoided(hindrance=Hindrance.ZONE, zone_id="Z3"),
        Avoided(hindrance=Hindrance.ONLY_TO, street="Yard", is_tunnel=True),
    ),
    detour_ms=61_000,
)


@pytest.fixture(scope="module")
def dataset(town_day: Path) -> Dataset:
    """The small day's data."""
    return read_dataset(town_day).require()


@pytest.fixture(scope="module")
def folders(tmp_path_factory: pytest.TempPathFactory) -> Directories:
    """Folders in which the roads stay imported."""
    folder = tmp_path_factory.mktemp("user")
    return Directories(cache=folder / "cache", data=folder / "data")


def _question(dataset: Dataset, town_day: Path) -> RoadQuestion:
    return road_question(dataset, choose_day(dataset, None), str(town_day / "city.osm.gz"))


def test_the_summary_tells_what_walks_turns_and_traffic_have() -> None:
    text = DriveText(DRIVE, say, "EUR")
    assert text.summary() == (
        "drive.total 4:58 3.6",
        "drive.walk_and_turns 0:20 0:08 1 1",
        "drive.congestion 0:55 3:35",
    )
    free = replace(DRIVE, parts=(replace(MAIN, free_ms=90_000),))
    assert DriveText(free, say, "EUR").congestion() == "drive.free_flow"
    fast = replace(DRIVE, parts=(replace(MAIN, free_ms=100_000),))
    assert DriveText(fast, say, "EUR").congestion() == "drive.faster 0:10 1:40"


def test_streets_and_classes_are_lines_that_re_add() -> None:
    text = DriveText(DRIVE, say, "EUR")
    first, unnamed = text.streets()
    assert first.about == "drive.street Main Street road_class.primary"
    assert (first.km, first.minutes, first.added) == ("2.40", "3:08", "+1:00")
    assert (unnamed.about, unnamed.added) == ("odd_class", "-0:05")
    assert [line.about for line in text.classes()] == ["road_class.primary", "odd_class"]
    assert "odd_class" not in NAMED_CLASSES


def test_each_reason_names_its_street_or_zone() -> None:
    text = DriveText(DRIVE, say, "EUR")
    assert text.detour() == "drive.detour 1:01"
    assert text.avoided() == (
        "drive.avoided.height drive.bridge Low 2.8",
        "drive.avoided.weight drive.unnamed road_class.track 3.5",
        "drive.avoided.turn B A",
        "drive.avoided.toll Port 10.00 EUR",
        "drive.avoided.zone Z3",
        "drive.avoided.only_to drive.tunnel Yard",
    )
    assert text.tolls() == ("drive.toll Z1 2.50 EUR 1",)
    assert DriveText(replace(DRIVE, avoided=()), say, "EUR").detour() == "drive.no_detour"


def test_json_tells_the_same() -> None:
    row = json.loads(json.dumps(drive_row(DRIVE, say, "EUR"), allow_nan=False))
    assert (row["seconds"], row["metres"], row["toll_minor"]) == (298, 3600, 250)
    assert sum(street["metres"] for street in row["streets"]) == row["metres"]
    assert [thing["reason"] for thing in row["avoided"]][:2] == ["height", "weight"]
    moving_s = row["free_flow_s"] + row["congestion_s"]
    assert row["seconds"] == moving_s + row["turn_s"] + row["walk_s"]


def test_minutes_and_seconds() -> None:
    assert [minutes_text(ms) for ms in (0, 499, 59_600, 4_330_000)] == [
        *("0:00", "0:00", "1:00", "72:10"),
    ]


def test_a_leg_of_a_day_is_explained(
    dataset: Dataset, town_day: Path, folders: Directories
) -> None:
    order, warehouse = dataset.orders[0], dataset.warehouses[0]
    ends = ((warehouse.warehouse_id, warehouse.location), (order.order_id, order.location))
    vehicle_id = dataset.vehicles[0].vehicle_id
    roads, on = str(town_day / "city.osm.gz"), choose_day(dataset, None)
    lean = without_orders(dataset)
    told = explain_leg_job(lean, on, roads, vehicle_id, ends, 8 * 3600, folders, CONTROL)
    assert (told.origin, told.destination) == (warehouse.warehouse_id, order.order_id)
    assert told.congestion_ms > 0
    question = question_of_vehicle(_question(dataset, town_day), vehicle_id)
    assert explain_drive_job(question, ends, 8 * 3600, folders, CONTROL) == told
    night = explain_drive_job(question, ends, 3 * 3600, folders, CONTROL)
    assert night.total_s < told.total_s


def test_what_roads_depend_on_stays_without_the_orders(dataset: Dataset, town_day: Path) -> None:
    whole, lean = _question(dataset, town_day), None
    on = choose_day(dataset, None)
    lean = road_question(without_orders(dataset), on, str(town_day / "city.osm.gz"))
    assert (lean.drivings, lean.of_vehicle) == (whole.drivings, whole.of_vehicle)
    assert lean.traffic.source is whole.traffic.source is SpeedSource.BUILT_IN
    assert lean.traffic.ratios.tolist() == whole.traffic.ratios.tolist()


def test_one_vehicle_is_asked_for_alone(dataset: Dataset, town_day: Path) -> None:
    truck = Driving(profile="truck")
    whole = replace(
        _question(dataset, town_day), drivings=(Driving(), truck), of_vehicle={"A": 0, "B": 1}
    )
    assert question_of_vehicle(whole, "B").drivings == (truck,)
    assert question_of_vehicle(whole, "").drivings == (Driving(),)


def test_an_end_far_from_all_roads_is_refused(
    dataset: Dataset, town_day: Path, folders: Directories
) -> None:
    ends = (("W1", dataset.warehouses[0].location), ("sea", Location(0.0, 0.0)))
    with pytest.raises(InputError) as refused:
        explain_drive_job(_question(dataset, town_day), ends, 0, folders, CONTROL)
    (problem,) = refused.value.problems
    assert (problem.code, problem.column) == ("roads.place_too_far", "to")
    assert problem.message["place"] == "sea"
    roads, on = str(town_day / "city.osm.gz"), choose_day(dataset, None)
    with pytest.raises(RoadDataError) as told:
        explain_leg_job(dataset, on, roads, "", ends, 0, folders, CONTROL)
    assert told.value.message == problem.message
