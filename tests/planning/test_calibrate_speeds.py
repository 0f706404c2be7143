"""Speeds learnt from simulated trips in the sample city: right, judged honestly, or refused."""

import datetime
import pickle
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from domain.errors import InputError, Interrupted, RoadDataError
from domain.message import Severity
from domain.progress import Flag, Progress
from domain.speed_hours import HOURS, speeds_in_force
from domain.traffic import SpeedProfile, Trip
from maps.network.road_cache import import_roads
from maps.network.road_network import RoadNetwork
from planning.calibrate_speeds import (
    LearntSpeeds,
    calibrate_speeds_job,
    learn_speeds,
    speed_question,
)
from planning.environment import sample_folder
from planning.reading.read_dataset import read_dataset
from planning.reading.row_index import TableRows
from planning.usable_trips import SpeedQuestion, left_out_problems
from tests.planning.reading.small_dataset import small_tables, write_csv_folder, write_workbook
from tests.simulated_trips import ZONE, Simulated, hidden_profiles, simulate_trips

DAYS = tuple(datetime.date(2026, 11, day) for day in (18, 19, 20))
DATA_H = 10.0
TRIPS = 380


@pytest.fixture(scope="module")
def cache(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Where the roads are imported to."""
    return tmp_path_factory.mktemp("roads")


@pytest.fixture(scope="module")
def city(cache: Path) -> RoadNetwork:
    """The roads of the sample city."""
    return import_roads(sample_folder() / "city.osm.gz", cache_dir=cache, name="city")


@pytest.fixture(scope="module")
def hidden(city: RoadNetwork) -> tuple[SpeedProfile, ...]:
    """Speeds up to 40 % slower and 10 % faster than the built-in ones."""
    return hidden_profiles(city, np.random.default_rng(7), 0.6, 1.1)


@pytest.fixture(scope="module")
def simulated(city: RoadNetwork, hidden: tuple[SpeedProfile, ...]) -> Simulated:
    """Trips of three mornings, with noise and outliers."""
    rng = np.random.default_rng(3)
    return simulate_trips(
        city, hidden, rng, count=TRIPS, days=DAYS, hours=(7.0, 8.0), turn_costs=False
    )


def question(trips: tuple[Trip, ...]) -> SpeedQuestion:
    return SpeedQuestion(
        roads="city", trips=trips, timezone=ZONE.key, turn_costs=False, snap_limit_m=500.0
    )


@pytest.fixture(scope="module")
def learnt(simulated: Simulated, cache: Path) -> LearntSpeeds:
    """What is learnt from the trips."""
    return learn_speeds(question(simulated.trips), cache)


def test_ratios_are_within_five_percent_where_there_are_data(
    learnt: LearntSpeeds, hidden: tuple[SpeedProfile, ...]
) -> None:
    true = speeds_in_force(hidden, learnt.classes)
    has_data = learnt.is_learnt & (learnt.driven_h >= DATA_H)
    has_data[:, 0] = False
    assert has_data.sum() >= 3
    error = np.abs(learnt.learnt / true - 1.0)[has_data]
    before = np.abs(learnt.default / true - 1.0)[has_data]
    assert error.max() <= 0.05
    assert error.mean() < before.mean() / 3


def test_error_of_unknown_trips_falls_by_half(learnt: LearntSpeeds) -> None:
    free_flow, default, fitted = learnt.errors.relative_all
    assert fitted <= free_flow / 2
    assert fitted < default
    minutes = learnt.errors.minutes_all
    assert minutes[2] <= minutes[0] / 2
    assert learnt.errors.by_day
    assert learnt.errors.trips.sum() == learnt.trips_used
    assert set(np.flatnonzero(learnt.errors.trips)) == {7}


def test_gross_outliers_are_found_and_located(learnt: LearntSpeeds, simulated: Simulated) -> None:
    strange = {"trip.unlike_others", "trip.too_fast"}
    flagged = {left.trip for left in learnt.left_out if left.reason.code in strange}
    injected = set(np.flatnonzero(simulated.is_outlier).tolist())
    told = {left.trip for left in learnt.left_out} - flagged
    assert injected - told <= flagged
    assert len(flagged & injected) >= 0.9 * len(flagged)
    rows = TableRows(
        file="trips.csv", sheet="", header_row=1, rows=np.arange(TRIPS, dtype=np.int64) + 2
    )
    asked = replace(question(simulated.trips), rows=rows)
    problems = left_out_problems(learnt.left_out, asked)
    assert [p.row - 2 for p in problems] == [left.trip for left in learnt.left_out]
    assert {p.severity for p in problems} == {Severity.WARNING}
    assert {p.file for p in problems} == {"trips.csv"}


def test_only_days_with_data_are_written_and_they_are_whole(learnt: LearntSpeeds) -> None:
    assert learnt.kinds == ("mon-fri",)
    assert {row.weekdays for row in learnt.profiles} == {"mon-fri"}
    assert {row.road_class for row in learnt.profiles} == set(learnt.classes)
    again = speeds_in_force(learnt.profiles, learnt.classes)
    np.testing.assert_allclose(again[:HOURS], learnt.learnt[:HOURS], atol=6e-4)
    other = ~learnt.is_learnt
    np.testing.assert_array_equal(learnt.learnt[other], learnt.default[other])


def test_order_of_rows_does_not_matter_and_speeds_of_other_days_are_kept(
    simulated: Simulated, cache: Path
) -> None:
    sunday = SpeedProfile(
        road_class="*", weekdays="sun", start_time_s=0, end_time_s=86_400, speed_ratio=0.9
    )
    order = np.random.default_rng(5).permutation(60).tolist()
    given = replace(question(simulated.trips[:60]), profiles=(sunday,))
    shuffled = replace(given, trips=tuple(given.trips[i] for i in order))
    first, second = learn_speeds(given, cache), learn_speeds(shuffled, cache)
    np.testing.assert_array_equal(first.learnt, second.learnt)
    np.testing.assert_array_equal(first.errors.relative, second.errors.relative)
    assert first.profiles == second.profiles
    assert sorted(order[left.trip] for left in second.left_out) == [
        left.trip for left in first.left_out
    ]
    assert first.profiles[-1] == sunday


def test_without_trips_there_is_nothing_to_learn_from(cache: Path) -> None:
    with pytest.raises(InputError) as caught:
        learn_speeds(question(()), cache)
    assert [p.code for p in caught.value.problems] == ["calibration.no_trips"]


def test_too_few_usable_trips_are_refused_with_all_reasons(
    city: RoadNetwork, simulated: Simulated, cache: Path
) -> None:
    good = simulated.trips[:45]
    first = good[0]
    bad = (
        replace(first, profile="truck"),
        replace(first, from_lat=first.from_lat + 2.0),
        replace(first, to_lat=first.to_lat + 2.0),
        replace(first, to_lat=first.from_lat, to_lon=first.from_lon),
        replace(first, duration_s=1.0),
    )
    with pytest.raises(InputError) as caught:
        learn_speeds(question((*bad, *good)), cache)
    found = [(p.code, p.row) for p in caught.value.problems]
    assert found[0] == ("calibration.too_few_trips", 0)
    assert found[1:6] == [
        ("trip.of_truck", 2),
        ("trip.start_too_far", 3),
        ("trip.end_too_far", 4),
        ("trip.too_short", 5),
        ("trip.too_fast", 6),
    ]


def test_trips_of_another_region_are_one_problem(simulated: Simulated, cache: Path) -> None:
    truck = replace(simulated.trips[0], profile="truck")
    elsewhere = [
        replace(trip, from_lat=trip.from_lat + 1.0, to_lat=trip.to_lat + 1.0)
        for trip in simulated.trips[1:10]
    ]
    with pytest.raises(InputError) as caught:
        learn_speeds(question((truck, *elsewhere, *simulated.trips[10:14])), cache)
    region, *others = caught.value.problems
    assert (region.code, region.severity) == ("trip.other_region", Severity.ERROR)
    assert (region.message["count"], region.message["trips"]) == (9, 13)
    assert {problem.code for problem in others} <= {"trip.of_truck", "trip.too_short"}


def test_the_table_of_trips_is_missed_where_it_would_be(tmp_path: Path) -> None:
    data = read_dataset(write_csv_folder(tmp_path / "data", small_tables()))
    book = read_dataset(write_workbook(tmp_path / "data.xlsx", small_tables()))
    for reading, place in ((data, ("trips.csv", "")), (book, ("data.xlsx", "trips"))):
        rows = speed_question(reading.require(), reading.rows, "city").rows
        assert rows is not None
        assert (rows.file, rows.sheet) == place


def test_unknown_roads_are_refused(simulated: Simulated, cache: Path) -> None:
    with pytest.raises(RoadDataError):
        learn_speeds(replace(question(simulated.trips), roads="nowhere"), cache)


def test_it_tells_its_progress_and_can_be_stopped(simulated: Simulated, cache: Path) -> None:
    told: list[Progress] = []
    with pytest.raises(Interrupted):
        learn_speeds(
            question(simulated.trips), cache, on_progress=told.append, stop=Flag(lambda: True)
        )
    assert told[0].fraction == 0.0


def test_question_and_answer_cross_to_another_process(
    simulated: Simulated, learnt: LearntSpeeds
) -> None:
    sent = calibrate_speeds_job, question(simulated.trips), learnt
    job, asked, answer = pickle.loads(pickle.dumps(sent))
    assert job is calibrate_speeds_job
    assert asked == sent[1]
    np.testing.assert_array_equal(answer.learnt, learnt.learnt)
