"""Papers made again from a plan file, as a person asks for them."""

import csv
import json
import shutil
from pathlib import Path

import pytest

from tests.end_to_end.commands import wayloom


@pytest.fixture(scope="module")
def small_plan(small_day: Path, warm_cache: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A plan of the small day."""
    out = tmp_path_factory.mktemp("small plan") / "out"
    arguments = ("--roads", small_day / "city.osm.gz", "--out", out, "--time-limit", 1)
    made = wayloom("plan", small_day, *arguments, cache=warm_cache)
    assert made.code == 3, made.err
    return out / "plan.json"


def test_a_plan_of_unknown_data_asks_for_them(small_plan: Path, tmp_path: Path) -> None:
    out = tmp_path / "out"
    made = wayloom("sheets", small_plan, "--out", out, "--json", cache=tmp_path / "empty")
    assert made.code == 2
    assert "--dataset" in made.json["problems"][0]["remedy"]
    assert not out.exists()


def test_other_data_are_warned_of_and_used(
    small_plan: Path, small_day: Path, tmp_path: Path
) -> None:
    source = tmp_path / "changed"
    shutil.copytree(small_day, source)
    rows = list(csv.reader((source / "orders.csv").read_text("utf-8").splitlines()))
    rows[1][rows[0].index("address")] = "New Street 1"
    _write(source / "orders.csv", rows)
    arguments = ("--dataset", source, "--out", tmp_path / "out", "--formats", "geojson")
    made = wayloom("sheets", small_plan, *arguments, cache=tmp_path / "empty")
    assert made.code == 0, made.err
    assert "has changed since the plan was made" in made.out


def test_data_that_lack_an_order_or_vehicle_of_the_plan_are_refused(
    small_plan: Path, small_day: Path, tmp_path: Path
) -> None:
    route = json.loads(small_plan.read_text("utf-8"))["routes"][0]
    order = route["stops"][0]["order_ids"][0]
    source = tmp_path / "lacking"
    shutil.copytree(small_day, source)
    for table, column, value in (
        ("vehicles", "vehicle_id", route["vehicle_id"]),
        ("orders", "order_id", order),
        ("order_lines", "order_id", order),
    ):
        rows = list(csv.reader((source / f"{table}.csv").read_text("utf-8").splitlines()))
        at = rows[0].index(column)
        _write(source / f"{table}.csv", [row for row in rows if row[at] != value])
    out = tmp_path / "out"
    arguments = ("--dataset", source, "--out", out, "--json")
    made = wayloom("sheets", small_plan, *arguments, cache=tmp_path / "empty")
    assert made.code == 2
    messages = [problem["message"] for problem in made.json["problems"]]
    assert len(messages) == 2
    assert any(route["vehicle_id"] in text for text in messages)
    assert any(order in text for text in messages)
    assert not out.exists()


@pytest.mark.parametrize("formats", ["doc", "pdf,exe", ""])
def test_a_format_that_is_none_is_refused(formats: str, tmp_path: Path) -> None:
    made = wayloom("sheets", "plan.json", "--out", tmp_path, "--formats", formats, cache=tmp_path)
    assert made.code == 2
    assert "pdf,xlsx,gpx,geojson" in made.err


def _write(path: Path, rows: list[list[str]]) -> None:
    with path.open("w", encoding="utf-8", newline="") as file:
        csv.writer(file).writerows(rows)
