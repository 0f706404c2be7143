"""A matrix in a file is the travel it was made from, pair by pair."""

import csv
import datetime
from pathlib import Path

import numpy as np
import pyarrow.parquet as pq
import pytest

from domain.errors import EnvironmentFault
from domain.travel import UNREACHABLE_M, UNREACHABLE_S, MatrixTravel
from planning.outputs.matrix_files import (
    SCHEMA,
    Departure,
    unreachable_pairs,
    unreachable_places,
    write_matrix,
)

NOON_S = 12 * 3600
PLACES = ("warehouse:W1", "order:=1+1", "order:A:7", "order:far")


def _travel(*, tolls: bool = True) -> MatrixTravel:
    """Two matrices; the last place has no way to or from any other."""
    rng = np.random.default_rng(4)
    drive_s = rng.integers(60, 900, (2, 4, 4), dtype=np.int32)
    drive_m = rng.integers(500, 9000, (2, 4, 4), dtype=np.int32)
    for k in range(2):
        drive_s[k, 3, :] = drive_s[k, :, 3] = UNREACHABLE_S
        drive_m[k, 3, :] = drive_m[k, :, 3] = UNREACHABLE_M
        np.fill_diagonal(drive_s[k], 0)
        np.fill_diagonal(drive_m[k], 0)
    tolls_minor = np.zeros((2, 4, 4), dtype=np.int32)
    tolls_minor[1, 0, 1] = 250
    return MatrixTravel(
        places=PLACES,
        bucket_starts_s=np.array([0, NOON_S], dtype=np.int64),
        drive_s=drive_s,
        drive_m=drive_m,
        tolls_minor=tolls_minor if tolls else None,
    )


def _departures(*times_s: int) -> tuple[Departure, ...]:
    zone = datetime.timezone(datetime.timedelta(hours=1))
    midnight = datetime.datetime(2026, 11, 27, tzinfo=zone)
    return tuple(
        Departure(time_s=s, moment=midnight + datetime.timedelta(seconds=s)) for s in times_s
    )


def _rows_of(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8-sig", newline="") as file:
        return list(csv.DictReader(file))


def test_csv_tells_every_pair_at_every_departure(tmp_path: Path) -> None:
    travel, path = _travel(), tmp_path / "new folder" / "matrix.csv"
    times_s = (0, NOON_S - 100, NOON_S)
    written = write_matrix(path, travel, _departures(*times_s), currency="EUR")
    rows = _rows_of(path)
    assert len(rows) == written == 12 * 3
    assert list(rows[0]) == SCHEMA.names
    ids = [place.split(":", 1)[1] for place in PLACES]
    for row in rows:
        a, b = ids.index(row["from"].lstrip("'")), ids.index(row["to"].lstrip("'"))
        moment = datetime.datetime.fromisoformat(row["depart"])
        depart_s = moment.hour * 3600 + moment.minute * 60 + moment.second
        if 3 in (a, b):
            assert row["reachable"] == "false"
            assert (row["seconds"], row["metres"], row["toll"]) == ("", "", "")
            continue
        assert row["reachable"] == "true"
        assert int(row["seconds"]) == travel.duration_s(a, b, depart_s)
        assert int(row["metres"]) == travel.distance_m(a, b, depart_s)
        assert float(row["toll"]) == travel.toll_minor(a, b, depart_s) / 100


def test_an_id_like_a_formula_is_text_in_csv_and_itself_in_parquet(tmp_path: Path) -> None:
    for name in ("m.csv", "m.PARQUET"):
        write_matrix(tmp_path / name, _travel(), _departures(0), currency="EUR")
    assert {row["from"] for row in _rows_of(tmp_path / "m.csv")} == {"W1", "'=1+1", "A:7", "far"}
    table = pq.read_table(tmp_path / "m.PARQUET")
    assert table.schema.names == SCHEMA.names
    assert set(table["to"].to_pylist()) == {"W1", "=1+1", "A:7", "far"}
    off = [not reachable for reachable in table["reachable"].to_pylist()]
    assert [seconds is None for seconds in table["seconds"].to_pylist()] == off
    assert sum(off) == 6


def test_npz_holds_the_matrices_themselves(tmp_path: Path) -> None:
    travel, path = _travel(), tmp_path / "m.npz"
    assert write_matrix(path, travel, (), currency="EUR") == 24
    with np.load(path, allow_pickle=False) as stored:
        assert tuple(stored["places"].tolist()) == PLACES
        assert np.array_equal(stored["drive_s"], travel.drive_s)
        assert np.array_equal(stored["drive_m"], travel.drive_m)
        assert np.array_equal(stored["bucket_starts_s"], travel.bucket_starts_s)
        assert stored["bucket_matrix"].tolist() == [0, 1]
        assert stored["tolls_minor"][1, 0, 1] == 250
    write_matrix(path, _travel(tolls=False), (), currency="EUR")
    with np.load(path, allow_pickle=False) as stored:
        assert stored["tolls_minor"].shape == (0, 4, 4)


def test_currencies_without_hundredths(tmp_path: Path) -> None:
    write_matrix(tmp_path / "m.csv", _travel(), _departures(NOON_S), currency="JPY")
    assert {float(row["toll"]) for row in _rows_of(tmp_path / "m.csv") if row["toll"]} == {0, 250}


def test_unreachable_pairs_and_places_are_counted() -> None:
    assert unreachable_pairs(_travel()) == 6
    assert unreachable_places(_travel()) == ("order:far",)


def test_what_lay_there_stays_until_the_new_file_is_whole(tmp_path: Path) -> None:
    path = tmp_path / "m.csv"
    path.write_text("old")
    bad = Departure(time_s=0, moment=None)  # type: ignore[arg-type]
    with pytest.raises(AttributeError):
        write_matrix(path, _travel(), (bad,), currency="EUR")
    assert path.read_text() == "old"
    assert [entry.name for entry in tmp_path.iterdir()] == ["m.csv"]


def test_a_folder_that_cannot_be_made_is_told(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    with pytest.raises(EnvironmentFault):
        write_matrix(tmp_path / "file" / "m.csv", _travel(), (), currency="EUR")


def test_an_unknown_ending_is_refused(tmp_path: Path) -> None:
    with pytest.raises(ValueError, match="xlsx"):
        write_matrix(tmp_path / "m.xlsx", _travel(), (), currency="EUR")
    assert list(tmp_path.iterdir()) == []
