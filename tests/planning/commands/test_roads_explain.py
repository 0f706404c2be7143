"""``wayloom roads explain``: from a dataset, from points alone, and what it refuses."""

import argparse
import datetime
import json
from pathlib import Path

import pytest

from domain.errors import InputError
from planning.commands import roads_explain
from planning.commands.console import Console
from planning.commands.exit_codes import ExitCode
from planning.commands.parser import CommandParser
from planning.wording import Wording


@pytest.fixture(autouse=True)
def folders(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Folders of a user of its own."""
    monkeypatch.setenv("WAYLOOM_CACHE", str(tmp_path / "cache"))
    monkeypatch.setenv("WAYLOOM_DATA", str(tmp_path / "data"))


def _arguments(*argv: str) -> argparse.Namespace:
    parser = argparse.ArgumentParser()
    roads_explain.add_arguments(parser, str)
    return parser.parse_args(argv)


def _console() -> Console:
    return Console(Wording("en"), as_json=True)


def test_a_drive_of_a_dataset_is_told_as_one_json_object(
    town_day: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    orders = (town_day / "orders.csv").read_text("utf-8-sig").splitlines()
    order_id = orders[1].split(",")[0]
    arguments = _arguments(
        *(str(town_day), "--roads", str(town_day / "city.osm.gz"), "--from", "W1"),
        *("--to", order_id, "--at", "08:15"),
    )
    assert roads_explain.run(arguments, _console()) is ExitCode.DONE
    told = json.loads(capsys.readouterr().out)
    assert (told["from"], told["to"], told["speeds"]) == ("W1", order_id, "built_in")
    assert told["seconds"] > 0
    assert told["congestion_s"] > 0
    leaves = datetime.datetime.fromisoformat(told["depart"])
    assert (leaves.hour, leaves.minute) == (8, 15)
    arrives = datetime.datetime.fromisoformat(told["arrive"])
    assert (arrives - leaves).total_seconds() == told["seconds"]


@pytest.mark.parametrize(
    ("argv", "code"),
    [
        (("--from", "W1", "--to", "nowhere"), "drive.unknown_place"),
        (("--from", "W1", "--to", "91,8"), "drive.unknown_place"),
        (("--from", "W1", "--to", "W1", "--vehicle", "V?"), "drive.unknown_vehicle"),
        (("--from", "W1", "--to", "W1", "--profile", "van"), "drive.profile_of_vehicle"),
        (("--from", "W1", "--to", "W1", "--date", "1999-01-01"), "day.nothing_due"),
    ],
)
def test_what_a_dataset_does_not_know_is_refused(
    town_day: Path, argv: tuple[str, ...], code: str
) -> None:
    with pytest.raises(InputError) as refused:
        roads_explain.run(_arguments(str(town_day), "--roads", "none", *argv), _console())
    assert [problem.code for problem in refused.value.problems] == [code]


def test_without_a_dataset_only_points_are_places() -> None:
    arguments = _arguments("--roads", "none", "--from", "49.4,8.7", "--to", "W1")
    with pytest.raises(InputError) as refused:
        roads_explain.run(arguments, _console())
    (problem,) = refused.value.problems
    assert (problem.code, problem.column, problem.value) == ("drive.no_point", "--to", "W1")


def test_vehicles_are_those_of_a_dataset() -> None:
    ends = "--from", "49.4,8.7", "--to", "49.4,8.8"
    with pytest.raises(InputError) as refused:
        roads_explain.run(_arguments("--roads", "none", *ends, "--vehicle", "V1"), _console())
    (problem,) = refused.value.problems
    assert (problem.code, problem.column) == ("drive.vehicle_nowhere", "--vehicle")


def test_latitudes_of_the_south_are_values() -> None:
    parser = CommandParser()
    roads_explain.add_arguments(parser, str)
    given = ("--roads", "x", "--from", "-48.003,8.003", "--to", "-.5, -8", "--at", "08:15")
    arguments = parser.parse_args(given)
    assert (arguments.origin, arguments.destination) == ("-48.003,8.003", "-.5, -8")


@pytest.mark.parametrize("text", ["8", "24:00", "08:60", "8.15", "", "08:15:00"])
def test_what_is_no_clock_time_is_refused(text: str) -> None:
    with pytest.raises(argparse.ArgumentTypeError):
        roads_explain.read_clock(text)


def test_clock_times() -> None:
    assert roads_explain.read_clock("8:15") == 8 * 3600 + 15 * 60
    assert roads_explain.read_clock("23:59") == 86_340
