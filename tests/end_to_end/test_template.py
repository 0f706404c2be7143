"""From an empty template to a plan, as a person would fill it in: with slips, then mended."""

import csv
import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date, time
from pathlib import Path
from typing import Any

import openpyxl
import pytest

from planning.commands.run import run_command
from tests.end_to_end.commands import ROOT, wayloom

SAMPLE = ROOT / "resources" / "sample_day"

Cell = str | float | date | time
Place = tuple[str, str, int]
"""Sheet, column, row."""


def rows_of(town: Path, table: str, count: int) -> list[dict[str, str]]:
    """The first rows of a table of a day, whose places lie on the roads beside it."""
    with (town / f"{table}.csv").open(encoding="utf-8", newline="") as file:
        return [row for _, row in zip(range(count), csv.DictReader(file), strict=False)]


def ten_orders(town: Path) -> dict[str, list[dict[str, Cell]]]:
    """A warehouse, products, two vehicles and ten orders, as somebody types them."""
    (depot,) = rows_of(town, "warehouses", 1)
    doors = rows_of(town, "orders", 10)
    return {
        "warehouses": [
            {
                "warehouse_id": " W1",
                "name": "Depot North",
                "lat": float(depot["lat"]),
                "lon": float(depot["lon"]),
                "open_time": "5:30 ",
                "close_time": time(22, 0),
                "timezone": "Europe/Zurich",
            }
        ],
        "products": [
            {"sku": "007", "name": "Box", "unit_value": "9,40", "unit_volume_m3": 0.02},
            {"sku": "008", "name": "Case", "unit_value": 5, "unit_volume_m3": 0.01,
             "unit_weight_kg": "1.5 kg"},
        ],
        "vehicles": [
            {
                "vehicle_id": f"V{number}",
                "warehouse_id": "W1",
                "profile": "van",
                "capacity_m3": "11 m3" if number == 1 else 11,
                "capacity_kg": 1_200,
                "cost_per_km": 0.45,
                "cost_per_hour": 32,
                "shift_start": "7am" if number == 2 else time(7, 0),
                "shift_end": time(19, 0),
            }
            for number in (1, 2)
        ],
        "orders": [
            {
                "order_id": f"O{number:02d}",
                "customer_name": door["customer_name"],
                "lat": float(door["lat"]),
                "lon": float(door["lon"]),
                "due_date": {1: "20.11.2026", 2: "20/11/2026", 3: "2026-11-20"}.get(
                    number, date(2026, 11, 20)
                ),
                "window_start": {4: "8:00 ", 5: "8.30"}.get(number, time(8, 0)),
                "window_end": time(18, 0),
                "window_kind": {6: "Soft"}.get(number, ""),
                "service_min": {7: "1,5", 8: "1,5 min"}.get(number, 5),
            }
            for number, door in enumerate(doors, start=1)
        ],
        "order_lines": [
            {"order_id": f"O{number:02d}", "sku": "007" if number % 2 else "008", "units": number}
            for number in range(1, 11)
        ],
    }  # fmt: skip


WRONG: Mapping[Place, str] = {
    ("products", "unit_value", 3): "9.40",
    ("products", "unit_weight_kg", 4): "1.5",
    ("vehicles", "capacity_m3", 3): "11",
    ("vehicles", "shift_start", 4): "07:00",
    ("orders", "due_date", 3): "2026-11-20",
    ("orders", "due_date", 4): "2026-11-20",
    ("orders", "window_start", 7): "08:30",
    ("orders", "window_kind", 8): "soft",
    ("orders", "service_min", 9): "1.5",
    ("orders", "service_min", 10): "1.5",
}
"""Every slip, and the form that its remedy must show."""


def fill_in(path: Path, tables: Mapping[str, list[dict[str, Cell]]]) -> None:
    """Type rows below the example rows, which stay as they are."""
    book = openpyxl.load_workbook(path)
    for name, rows in tables.items():
        sheet = book[name]
        places = {cell.value: at for at, cell in enumerate(sheet[1], start=1)}
        for at, row in enumerate(rows, start=3):
            for column, value in row.items():
                if value != "":
                    sheet.cell(at, places[column]).value = value
    book.save(path)


def mend(path: Path, cells: Mapping[Place, str]) -> None:
    """Write into each cell what its remedy says."""
    book = openpyxl.load_workbook(path)
    for (name, column, row), text in cells.items():
        sheet = book[name]
        (place,) = (at for at, cell in enumerate(sheet[1], start=1) if cell.value == column)
        sheet.cell(row, place).value = text
    book.save(path)


@dataclass(frozen=True, slots=True)
class Answer:
    """What a command answers a program."""

    code: int
    json: Any

    @property
    def errors(self) -> dict[Place, dict[str, Any]]:
        """The errors that it lists, by place."""
        found = [p for p in self.json["problems"] if p["severity"] == "error"]
        return {(p["sheet"], p["column"], p["row"]): p for p in found}


Ask = Callable[..., Answer]


@pytest.fixture
def ask(capsys: pytest.CaptureFixture[str]) -> Ask:
    """Runs a command in this process."""

    def run(*arguments: object) -> Answer:
        code = run_command([*map(str, arguments), "--json", "--language", "en"])
        return Answer(code, json.loads(capsys.readouterr().out))

    return run


@pytest.fixture
def template(tmp_path: Path, ask: Ask) -> Path:
    """An empty template."""
    path = tmp_path / "my day.xlsx"
    made = ask("template", "--out", path)
    assert (made.code, made.json) == (0, {"out": str(path)})
    return path


def fill_in_and_mend(template: Path, town: Path, ask: Ask) -> None:
    """Fill in a template with slips, and mend each as its remedy says until none is left."""
    fill_in(template, ten_orders(town))
    checked = ask("validate", template)
    assert checked.code == 2
    assert checked.errors.keys() == WRONG.keys()
    for place, form in WRONG.items():
        assert form in checked.errors[place]["remedy"], checked.errors[place]

    mend(template, WRONG)
    clean = ask("validate", template)
    assert clean.code == 0, clean.json
    left_out = [p for p in clean.json["problems"] if p["code"] == "template.example_left_out"]
    assert {(p["sheet"], p["row"]) for p in left_out} == {(name, 2) for name in ten_orders(town)}
    assert len(clean.json["problems"]) == len(left_out)


def plan_serves_all(template: Path, town: Path, out: Path, cache: Path) -> None:
    """Plan a filled template on the roads of a town."""
    planned = wayloom(
        "plan", template, "--roads", town / "city.osm.gz", "--out", out, "--time-limit", 2,
        "--json", cache=cache,
    )  # fmt: skip
    assert planned.code == 0, planned.out + planned.err
    assert planned.json["orders"] == {"served": 10, "unassigned": 0}
    assert planned.json["violations"] == 0


def test_a_template_filled_with_slips_is_mended_as_told_and_planned(
    template: Path, small_day: Path, warm_cache: Path, tmp_path: Path, ask: Ask
) -> None:
    fill_in_and_mend(template, small_day, ask)
    plan_serves_all(template, small_day, tmp_path / "plan", warm_cache)


@pytest.mark.torture
def test_a_template_is_planned_in_the_city_of_the_sample(
    template: Path, cache: Path, tmp_path: Path, ask: Ask
) -> None:
    fill_in_and_mend(template, SAMPLE, ask)
    plan_serves_all(template, SAMPLE, tmp_path / "plan", cache)


def test_slips_are_located_and_mended_as_told(template: Path, ask: Ask) -> None:
    fill_in_and_mend(template, SAMPLE, ask)


def test_an_empty_template_says_what_is_missing(template: Path, ask: Ask) -> None:
    checked = ask("validate", template)
    assert checked.code == 2
    errors = {(p["code"], p["sheet"]) for p in checked.errors.values()}
    required = {"warehouses", "products", "orders", "order_lines", "vehicles"}
    assert errors == {("table.no_rows", name) for name in required}


def test_a_template_that_is_there_is_not_written_over(template: Path, ask: Ask) -> None:
    before = template.read_bytes()
    again = ask("template", "--out", template)
    assert again.code == 2
    assert again.json["problems"][0]["code"] == "template.out_exists"
    assert template.read_bytes() == before
