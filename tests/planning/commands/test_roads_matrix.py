"""``wayloom roads matrix``: a day's matrix as a file, and what it refuses."""

import argparse
import csv
import json
from pathlib import Path

import pytest

from domain.errors import InputError
from domain.message import Parameter
from planning.commands import roads_matrix
from planning.commands.console import Console
from planning.commands.exit_codes import ExitCode
from planning.wording import Wording
from tests.end_to_end.bad_inputs.town import town_roads, town_tables
from tests.planning.commands.here_pool import HerePool
from tests.planning.reading.small_dataset import write_csv_folder


@pytest.fixture(autouse=True)
def folders(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Folders of a user of its own."""
    monkeypatch.setenv("WAYLOOM_CACHE", str(tmp_path / "cache"))
    monkeypatch.setenv("WAYLOOM_DATA", str(tmp_path / "data"))


def _run(town_day: Path, out: Path, *argv: str) -> int:
    parser = argparse.ArgumentParser()
    roads_matrix.add_arguments(parser, str)
    given = (str(town_day), "--roads", str(town_day / "city.osm.gz"), "--out", str(out), *argv)
    return roads_matrix.run(parser.parse_args(given), Console(Wording("en"), as_json=True))


def test_the_places_of_a_day_are_written_at_one_hour(
    town_day: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    out = tmp_path / "matrix.csv"
    assert _run(town_day, out, "--at", "08:15") is ExitCode.DONE
    told = json.loads(capsys.readouterr().out)
    with out.open(encoding="utf-8-sig", newline="") as file:
        rows = list(csv.DictReader(file))
    assert len(rows) == told["rows"] == told["places"] * (told["places"] - 1)
    assert {row["depart"][10:16] for row in rows} == {"T08:15"}
    assert told["unreachable_pairs"] == 0
    assert all(int(row["seconds"]) > 0 for row in rows)


def test_every_hour_of_the_day_and_no_other_is_written(
    town_day: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(roads_matrix, "job_pool", lambda _: HerePool())
    out = tmp_path / "matrix.csv"
    assert _run(town_day, out) is ExitCode.DONE
    with out.open(encoding="utf-8-sig", newline="") as file:
        departures = {row["depart"] for row in csv.DictReader(file)}
    assert len({departure[:10] for departure in departures}) == 1
    assert min(departures)[10:16] == "T00:00"
    assert len(departures) > 4


def test_an_unknown_kind_is_refused_before_anything_is_read(tmp_path: Path) -> None:
    with pytest.raises(InputError) as refused:
        _run(tmp_path / "no data", tmp_path / "matrix.xlsx")
    assert [problem.code for problem in refused.value.problems] == ["matrix.unknown_kind"]


class Spoken(Console):
    """A console whose sentences can be read again."""

    def __init__(self) -> None:
        super().__init__(Wording("en"), as_json=False)
        self.codes: list[str] = []
        self.places: dict[str, Parameter] = {}

    def say(self, code: str, /, **parameters: Parameter) -> None:
        """Remember a sentence."""
        self.codes.append(code)
        if "places" in parameters:
            self.places[code] = parameters["places"]


@pytest.mark.parametrize(
    ("tag", "shift_deg", "code"),
    [
        ('<tag k="goods" v="no"/>', 0.0, "matrix.closed"),
        ("", 1.0, "matrix.unreachable"),
    ],
)
def test_places_without_a_way_are_told_with_the_reason(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, tag: str, shift_deg: float, code: str
) -> None:
    monkeypatch.setattr(roads_matrix, "job_pool", lambda _: HerePool())
    data = write_csv_folder(tmp_path / "data", town_tables(shift_deg))
    street = '<tag k="highway" v="residential"/>'
    roads, out = tmp_path / "town.osm", tmp_path / "matrix.csv"
    roads.write_text(town_roads().replace(street, street + tag), encoding="utf-8")
    parser, spoken = argparse.ArgumentParser(), Spoken()
    roads_matrix.add_arguments(parser, str)
    given = (str(data), "--roads", str(roads), "--out", str(out), "--at", "08:15")
    assert roads_matrix.run(parser.parse_args(given), spoken) is ExitCode.IN_PART
    assert {"matrix.closed", "matrix.unreachable"} & set(spoken.codes) == {code}
    assert str(spoken.places[code]).startswith("W1, ")
    with out.open(encoding="utf-8-sig", newline="") as file:
        assert {row["reachable"] for row in csv.DictReader(file)} == {"false"}


def test_an_unknown_vehicle_is_refused(town_day: Path, tmp_path: Path) -> None:
    with pytest.raises(InputError) as refused:
        _run(town_day, tmp_path / "matrix.csv", "--vehicle", "V?")
    assert [problem.code for problem in refused.value.problems] == ["drive.unknown_vehicle"]
