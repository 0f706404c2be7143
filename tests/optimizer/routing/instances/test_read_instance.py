"""Instances are read whole or refused with the place and the reason."""

from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from domain.errors import InputError
from domain.message import Problem
from optimizer.routing.instances.instance import Counting, InstanceVehicle, Objective, Site
from optimizer.routing.instances.instance_problem import search_problem_of
from optimizer.routing.instances.read_instance import read_instance
from tests.optimizer.routing.instances.texts import (
    BACKHAULS,
    LI_LIM,
    MATRIX,
    RICH,
    SOLOMON,
    VRPLIB,
)


def written(folder: Path, text: str) -> Path:
    path = folder / "instance.txt"
    path.write_text(text, encoding="utf-8")
    return path


def refusal(folder: Path, text: str) -> Problem:
    with pytest.raises(InputError) as caught:
        read_instance(written(folder, text))
    (problem,) = caught.value.problems
    assert problem.file == "instance.txt"
    return problem


def test_vrplib(tmp_path: Path) -> None:
    instance = read_instance(written(tmp_path, VRPLIB))
    assert (instance.name, instance.counting) == ("tiny-n6-k2", Counting.ROUNDED)
    assert instance.vehicles == (InstanceVehicle(capacity=10),)
    assert not instance.has_limited_fleet
    assert instance.sites[5] == Site(x=7, y=7, demand=2)
    assert not instance.has_times
    assert instance.length(0, 5) == 10


def test_solomon(tmp_path: Path) -> None:
    instance = read_instance(written(tmp_path, SOLOMON))
    assert (instance.name, instance.counting) == ("TINY101", Counting.DOUBLE)
    assert instance.vehicles == (InstanceVehicle(capacity=10),) * 3
    assert instance.has_limited_fleet
    assert instance.sites[1] == Site(x=10, y=0, demand=4, ready=20, due=30, service=5)
    assert instance.length(1, 3) == pytest.approx(200**0.5, rel=1e-15)
    assert instance.objective is Objective.DISTANCE


def test_more_than_a_hundred_customers_are_homberger_s(tmp_path: Path) -> None:
    more = "".join(f"{i:5} {i:9} 0 1 0 90 5\n" for i in range(4, 102))
    instance = read_instance(written(tmp_path, SOLOMON + more))
    assert instance.objective is Objective.VEHICLES_THEN_DISTANCE


def test_li_lim(tmp_path: Path) -> None:
    instance = read_instance(written(tmp_path, LI_LIM))
    assert (instance.name, instance.counting) == ("instance", Counting.DOUBLE)
    assert instance.objective is Objective.VEHICLES_THEN_DISTANCE
    assert [site.partner for site in instance.sites] == [0, 2, 1, 4, 3]
    assert [site.demand for site in instance.sites] == [0, 4, -4, -5, 5]


def test_a_mixed_fleet_from_several_depots(tmp_path: Path) -> None:
    instance = read_instance(written(tmp_path, RICH))
    assert (instance.depots, list(instance.customers)) == (2, [2, 3, 4, 5])
    assert instance.counting is Counting.THOUSANDTHS
    assert instance.length(0, 2) == 5000
    assert instance.sites[1] == Site(x=10, y=0, due=40_000)
    assert instance.sites[2].release == 2000
    assert instance.sites[3] == Site(x=0, y=1, demand=3, ready=10_000, due=20_500, service=1500)
    assert (instance.sites[5].prize, instance.sites[5].backhaul) == (7000, 2)
    assert instance.vehicles[0] == InstanceVehicle(
        capacity=5,
        fixed_cost=100_000,
        unit_cost=2,
        most_time=30_000,
        allowed=frozenset({2, 3}),
        reloads=(0,),
    )
    assert [vehicle.depot for vehicle in instance.vehicles] == [0, 1, 0]
    assert [vehicle.reloads for vehicle in instance.vehicles] == [(0,), (), (0, 1)]
    assert not instance.has_equal_vehicles


def test_a_matrix_that_is_not_symmetric(tmp_path: Path) -> None:
    instance = read_instance(written(tmp_path, MATRIX))
    assert instance.counting is Counting.GIVEN
    assert [instance.length(1, 2), instance.length(2, 1), instance.length(2, 2)] == [3, 4, 0]
    assert instance.sites[1].ready == 10


def test_backhauls(tmp_path: Path) -> None:
    instance = read_instance(written(tmp_path, BACKHAULS))
    assert instance.backhauls_last
    assert [site.backhaul for site in instance.sites] == [0, 0, 0, 0, 6, 5]


@pytest.mark.parametrize(
    ("kind", "length"), [("CVRP", 10), ("VRPTW", 98), ("PCVRPTW", 98), ("HFVRP", 9899)]
)
def test_each_kind_counts_lengths_in_its_way(tmp_path: Path, kind: str, length: int) -> None:
    instance = read_instance(written(tmp_path, VRPLIB.replace("CVRP", kind)))
    assert instance.length(0, 5) == length
    assert search_problem_of(instance).drives.metres[0, 0, 5] == length


@pytest.mark.parametrize(
    ("old", "new", "code", "section"),
    [
        ("6 2\nDEPOT", "DEPOT", "instance.wrong_count", "DEMAND_SECTION"),
        ("6 7 7\n", "", "instance.wrong_count", "NODE_COORD_SECTION"),
        ("DIMENSION : 6\n", "", "instance.missing_part", ""),
        ("DIMENSION : 6", "DIMENSION : six", "instance.bad_number", "DIMENSION"),
        ("DIMENSION : 6", "DIMENSION : 1e30", "instance.bad_number", "DIMENSION"),
        ("DIMENSION : 6", "DIMENSION : 900000", "instance.too_large", ""),
        ("DIMENSION : 6", "DIMENSION : 1", "instance.no_customers", ""),
        ("CAPACITY : 10", "CAPACITY : 0", "instance.bad_number", "CAPACITY"),
        ("CAPACITY : 10", "CAPACITY : nan", "instance.bad_number", "CAPACITY"),
        ("2 4\n3 4", "2 4.5\n3 4", "instance.bad_number", "DEMAND_SECTION"),
        ("2 4\n3 4", "2 -4\n3 4", "instance.bad_number", "DEMAND_SECTION"),
        ("1 0\n2 4", "1 1\n2 4", "instance.busy_depot", ""),
        ("2 10 0", "2 10 inf", "instance.bad_number", "NODE_COORD_SECTION"),
        ("2 10 0", "2 10 north", "instance.bad_number", "NODE_COORD_SECTION"),
        ("2 10 0", "2 10", "instance.bad_row", "NODE_COORD_SECTION"),
        ("2 10 0\n3", "3 10 0\n2", "instance.bad_row", "NODE_COORD_SECTION"),
        ("2 10 0", "2 999999999 999999999", "instance.too_wide", "NODE_COORD_SECTION"),
        ("EUC_2D", "GEO", "instance.unknown_distances", "EDGE_WEIGHT_TYPE"),
        ("TYPE : CVRP", "TYPE : TSP", "instance.unknown_type", "TYPE"),
        ("DEPOT_SECTION\n1", "DEPOT_SECTION\n3", "instance.depot_not_first", "DEPOT_SECTION"),
        ("DEPOT_SECTION\n1", "DEPOT_SECTION\n1\n2", "instance.busy_depot", ""),
        ("EOF", "LINEHAUL_SECTION\n1 0\nEOF", "instance.unknown_part", ""),
        ("EOF", "SERVICE_TIME_SECTION\n1 0\nEOF", "instance.wrong_count", "SERVICE_TIME_SECTION"),
        ("CAPACITY : 10", "CAPACITY 10", "instance.unreadable", ""),
        ("CAPACITY : 10", "CAPACITY : 10\nCAPACITY : 20", "instance.unreadable", ""),
        ("CAPACITY : 10", "CAPACITY : 10\nVEHICLES : 0", "instance.bad_number", "VEHICLES"),
        ("CAPACITY : 10", "CAPACITY : 10\nDEPOT : 1", "instance.unreadable", ""),
        (VRPLIB, "", "instance.missing_part", ""),
        (VRPLIB, "hello", "instance.unreadable", ""),
        (VRPLIB, "DIMENSION : 0\nEOF", "instance.missing_part", ""),
    ],
)
def test_unsound_vrplib_is_refused(
    tmp_path: Path, old: str, new: str, code: str, section: str
) -> None:
    assert old in VRPLIB
    problem = refusal(tmp_path, VRPLIB.replace(old, new))
    assert (problem.code, problem.column) == (code, section)


@pytest.mark.parametrize(
    ("old", "new", "code", "section"),
    [
        ("VEHICLES : 3\n", "", "instance.missing_part", ""),
        ("VEHICLES : 3", "VEHICLES : 999999999", "instance.wrong_count", "CAPACITY_SECTION"),
        ("1 3 4\n2 5 6", "1 3 7\n2 5 6", "instance.bad_number", "VEHICLES_ALLOWED_CLIENTS_SECTION"),
        ("1 1\n2 2\n3 1", "1 1\n2 3\n3 1", "instance.bad_number", "VEHICLES_DEPOT_SECTION"),
        ("4 10 20.5", "4 30 20.5", "instance.bad_customer", ""),
        ("4 10 20.5", "4 -1 20.5", "instance.bad_customer", ""),
        ("6 2\nTIME", "6 -2\nTIME", "instance.bad_number", "BACKHAUL_SECTION"),
        ("5 0\n6 2\nTIME", "5 1\n6 2\nTIME", "instance.two_ways", ""),
        ("SERVICE_TIME : 1.5", "SERVICE_TIME : -1.5", "instance.bad_number", "SERVICE_TIME"),
        ("1 5\n2 9", "1 0\n2 9", "instance.bad_number", "CAPACITY_SECTION"),
    ],
)
def test_an_unsound_fleet_is_refused(
    tmp_path: Path, old: str, new: str, code: str, section: str
) -> None:
    assert old in RICH
    problem = refusal(tmp_path, RICH.replace(old, new, 1))
    assert (problem.code, problem.column) == (code, section)


@pytest.mark.parametrize(
    ("old", "new", "code"),
    [
        ("5 0 3", "5 0", "instance.wrong_count"),
        ("5 0 3", "5 0 x", "instance.bad_number"),
        ("5 0 3", "5 0 -3", "instance.bad_number"),
        ("5 0 3", "5 0 nan", "instance.bad_number"),
        ("5 0 3", "5 0 2000000000", "instance.bad_number"),
        ("5 0 3", "5 0 2.5", "instance.bad_number"),
        ("FULL_MATRIX", "LOWER_ROW", "instance.unknown_distances"),
    ],
)
def test_an_unsound_matrix_is_refused(tmp_path: Path, old: str, new: str, code: str) -> None:
    assert old in MATRIX
    assert refusal(tmp_path, MATRIX.replace(old, new)).code == code


@pytest.mark.parametrize(
    ("old", "new", "code"),
    [
        ("20         30", "40         30", "instance.bad_customer"),
        ("0        100          0", "0        -5          0", "instance.bad_customer"),
        ("    2      20", "    5      20", "instance.bad_row"),
        ("    2      20", "    2      2.5", "instance.bad_row"),
        ("    2      20", "    2      ", "instance.bad_row"),
        ("   3          10", "   3          0", "instance.bad_number"),
        ("   3          10", "   0          9", "instance.bad_number"),
        ("   3          10", "   3          ", "instance.bad_row"),
        (SOLOMON[SOLOMON.index("    0 ") :], "\n", "instance.not_solomon"),
    ],
)
def test_unsound_solomon_is_refused(tmp_path: Path, old: str, new: str, code: str) -> None:
    assert old in SOLOMON
    assert refusal(tmp_path, SOLOMON.replace(old, new)).code == code


@pytest.mark.parametrize(
    ("old", "new", "code"),
    [
        ("5 0 2", "5 0 3", "instance.bad_pair"),
        ("5 0 2", "5 0 0", "instance.bad_pair"),
        ("5 0 2", "5 2 2", "instance.bad_pair"),
        ("5 0 2", "5 0 9", "instance.bad_pair"),
        ("1 10 0 4", "1 10 0 3", "instance.bad_pair"),
        ("1 10 0 4", "1 10 0 -4", "instance.bad_pair"),
        ("4 0 5 5 0 100 5 0 3", "4 0 5 5 0 100 5 0", "instance.bad_row"),
        ("4 0 5 5 0 100 5 0 3", "5 0 5 5 0 100 5 0 3", "instance.bad_row"),
        ("4 0 5 5 0 100", "4 0 5 5 101 100", "instance.bad_customer"),
        (LI_LIM[LI_LIM.index("0 0") :], "", "instance.not_li_lim"),
    ],
)
def test_unsound_pairs_are_refused(tmp_path: Path, old: str, new: str, code: str) -> None:
    assert old in LI_LIM
    assert refusal(tmp_path, LI_LIM.replace(old, new)).code == code


@pytest.mark.parametrize(
    ("text", "old", "new", "line"),
    [
        (VRPLIB, "2 10 0", "2 10 north", "2 10 north"),
        (VRPLIB, "2 10 0", "2 10", "2 10"),
        (VRPLIB, "2 4\n3 4", "2 4.5\n3 4", "2 4.5"),
        (VRPLIB, "2 4\n3 4", "2 -4\n3 4", "2 -4"),
        (VRPLIB, "1 0\n2 4", "1 1\n2 4", "1 1"),
        (VRPLIB, "6 2\nDEPOT", "DEPOT", "DEMAND_SECTION"),
        (VRPLIB, "CAPACITY : 10", "CAPACITY : 0", "CAPACITY : 0"),
        (VRPLIB, "CAPACITY : 10", "CAPACITY 10", "CAPACITY 10"),
        (VRPLIB, "EUC_2D", "GEO", "EDGE_WEIGHT_TYPE : GEO"),
        (VRPLIB, "EOF", "LINEHAUL_SECTION\n1 0\nEOF", "LINEHAUL_SECTION"),
        (VRPLIB, "DEPOT_SECTION\n1", "DEPOT_SECTION\n3", "DEPOT_SECTION"),
        (RICH, "1 3 4\n2 5 6", "1 3 7\n2 5 6", "1 3 7"),
        (RICH, "4 10 20.5", "4 30 20.5", "4 30 20.5"),
        (RICH, "4 10 20.5", "4 -1 20.5", "4 -1 20.5"),
        (RICH, "5 0\n6 2\nTIME", "5 1\n6 2\nTIME", "5 1"),
        (RICH, "1 5\n2 9", "1 0\n2 9", "1 0"),
        (MATRIX, "5 0 3", "5 0 x", "5 0 x"),
        (MATRIX, "5 0 3", "5 0 -3", "5 0 -3"),
        (SOLOMON, "20         30", "40         30", "    1      10"),
        (SOLOMON, "    2      20", "    5      20", "    5      20"),
        (SOLOMON, "   3          10", "   3          0", "   3          0"),
        (LI_LIM, "5 0 2", "5 0 3", "1 10 0 4"),
        (LI_LIM, "4 0 5 5 0 100", "4 0 5 5 101 100", "4 0 5 5 101 100"),
    ],
)
def test_a_refusal_names_the_line(tmp_path: Path, text: str, old: str, new: str, line: str) -> None:
    assert old in text
    spoilt = text.replace(old, new, 1)
    problem = refusal(tmp_path, spoilt)
    assert problem.row > 0
    assert spoilt.splitlines()[problem.row - 1].startswith(line)


def test_a_file_that_is_not_there_or_no_text(tmp_path: Path) -> None:
    for path in (tmp_path / "gone.vrp", tmp_path):
        with pytest.raises(InputError):
            read_instance(path)
    binary = tmp_path / "binary.vrp"
    binary.write_bytes(b"\xff\xfe\x00\x80")
    with pytest.raises(InputError):
        read_instance(binary)


CELLS = st.sampled_from(
    [
        "0",
        "-1",
        "1",
        "2",
        "7",
        "1e9",
        "-1e9",
        "9999999999",
        "0.5",
        "nan",
        "inf",
        "x",
        "",
        ":",
        "EOF",
    ]
)


@settings(max_examples=300, deadline=None)
@given(
    text=st.sampled_from([VRPLIB, SOLOMON, LI_LIM, RICH, MATRIX, BACKHAULS]),
    changes=st.lists(st.tuples(st.integers(0, 300), CELLS), min_size=1, max_size=4),
)
def test_a_damaged_file_is_read_or_refused(
    tmp_path_factory: pytest.TempPathFactory, text: str, changes: list[tuple[int, str]]
) -> None:
    cells = text.replace("\n", " \n ").split(" ")
    for place, cell in changes:
        cells[place % len(cells)] = cell
    path = written(tmp_path_factory.getbasetemp(), " ".join(cells))
    try:
        instance = read_instance(path)
    except InputError:
        return
    problem = search_problem_of(instance)
    assert problem.tasks == len(instance.customers)
    assert problem.drives.metres.min() >= 0
