"""Instances are read whole or refused with the place and the reason."""

from pathlib import Path

import pytest

from domain.errors import InputError
from domain.message import Problem
from optimizer.routing.instances.instance import Counting, Customer
from optimizer.routing.instances.read_instance import read_instance
from tests.optimizer.routing.instances.texts import SOLOMON, VRPLIB


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
    assert (instance.name, instance.capacity, instance.fleet) == ("tiny-n6-k2", 10, None)
    assert instance.counting is Counting.ROUNDED
    assert instance.customers[5] == Customer(x=7, y=7, demand=2)
    assert not instance.has_windows
    assert instance.length(0, 5) == 10


def test_solomon(tmp_path: Path) -> None:
    instance = read_instance(written(tmp_path, SOLOMON))
    assert (instance.name, instance.capacity, instance.fleet) == ("TINY101", 10, 3)
    assert instance.counting is Counting.EXACT
    assert instance.customers[1] == Customer(x=10, y=0, demand=4, ready=20, due=30, service=5)
    assert instance.length(1, 3) == pytest.approx(200**0.5, rel=1e-15)


@pytest.mark.parametrize(
    ("old", "new", "code", "section"),
    [
        ("6 2\nDEPOT", "DEPOT", "instance.wrong_count", "DEMAND_SECTION"),
        ("6 7 7\n", "", "instance.wrong_count", "NODE_COORD_SECTION"),
        ("DIMENSION : 6\n", "", "instance.missing_part", ""),
        ("DIMENSION : 6", "DIMENSION : six", "instance.bad_number", "DIMENSION"),
        ("DIMENSION : 6", "DIMENSION : 1e30", "instance.bad_number", "DIMENSION"),
        ("CAPACITY : 10", "CAPACITY : 0", "instance.bad_number", "CAPACITY"),
        ("CAPACITY : 10", "CAPACITY : nan", "instance.bad_number", "CAPACITY"),
        ("2 4\n3 4", "2 4.5\n3 4", "instance.bad_number", "DEMAND_SECTION"),
        ("2 4\n3 4", "2 -4\n3 4", "instance.bad_customer", ""),
        ("2 10 0", "2 10 inf", "instance.bad_number", "NODE_COORD_SECTION"),
        ("2 10 0", "2 10 north", "instance.bad_number", "NODE_COORD_SECTION"),
        ("2 10 0", "2 10", "instance.bad_row", "NODE_COORD_SECTION"),
        ("EUC_2D", "GEO", "instance.unknown_distances", "EDGE_WEIGHT_TYPE"),
        ("DEPOT_SECTION\n1", "DEPOT_SECTION\n3", "instance.depot_not_first", "DEPOT_SECTION"),
        ("DEPOT_SECTION\n1", "DEPOT_SECTION\n1\n2", "instance.depot_not_first", "DEPOT_SECTION"),
        ("EOF", "SERVICE_TIME_SECTION\n1 0\nEOF", "instance.unknown_part", ""),
        ("CAPACITY : 10", "CAPACITY 10", "instance.unreadable", ""),
        (VRPLIB, "", "instance.missing_part", ""),
        (VRPLIB, "hello", "instance.unreadable", ""),
        (VRPLIB, "DIMENSION : 0\nEOF", "instance.missing_part", ""),
    ],
)
def test_unsound_vrplib_is_refused(
    tmp_path: Path, old: str, new: str, code: str, section: str
) -> None:
    problem = refusal(tmp_path, VRPLIB.replace(old, new))
    assert (problem.code, problem.column) == (code, section)


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
        ("   3          10", "   3          ", "instance.unreadable"),
        ("CAPACITY", "SIZE", "instance.unreadable"),
        (SOLOMON[SOLOMON.index("    0 ") :], "\n", "instance.not_solomon"),
    ],
)
def test_unsound_solomon_is_refused(tmp_path: Path, old: str, new: str, code: str) -> None:
    assert old in SOLOMON
    assert refusal(tmp_path, SOLOMON.replace(old, new)).code == code


def test_a_file_that_is_not_there_or_no_text(tmp_path: Path) -> None:
    for path in (tmp_path / "gone.vrp", tmp_path):
        with pytest.raises(InputError):
            read_instance(path)
    binary = tmp_path / "binary.vrp"
    binary.write_bytes(b"\xff\xfe\x00\x80")
    with pytest.raises(InputError):
        read_instance(binary)
