"""``wayloom inventory``: a stock plan alone, its files, what-ifs beside it, and what it refuses."""

import csv
import datetime
import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import msgspec
import numpy as np
import openpyxl
import pytest
from jsonschema import Draft202012Validator

from domain.dataset import Dataset
from domain.demand import Forecast
from domain.demand_outlook import DemandOutlook, ForecastExplanation
from domain.message import message
from forecasting.distribution import LEVELS
from planning.commands import inventory
from planning.commands.run import run_command
from planning.outputs.stock_file import STOCK_FORMAT, StockFile
from planning.plan_schema import STOCK_SCHEMA_FILE, schema_text, stock_schema
from tests.planning.commands.here_pool import HerePool
from tests.planning.reading.small_dataset import (
    Spoil,
    set_cell,
    small_tables,
    write_csv_folder,
)

DAY = datetime.date(2026, 11, 20)
BUDGET = "budget=60"


def expecting(dataset: Dataset, day: datetime.date) -> DemandOutlook:
    """An outlook that expects a few units of everything each day."""
    assert dataset.demand is not None
    series, days = len(dataset.demand.keys), dataset.settings.horizon_days
    paths = np.random.default_rng(3).poisson(6, (series, 50, days)).astype(np.float32)
    forecast = Forecast(
        keys=dataset.demand.keys,
        first_date=day,
        mean=paths.mean(axis=1),
        levels=LEVELS.copy(),
        quantiles=np.moveaxis(np.quantile(paths, LEVELS, axis=1), 0, 2).astype(np.float32),
        paths=paths,
        method=message("forecast.method_stopped", borrowed=0),
    )
    explanation = ForecastExplanation(
        keys=(), causes=(), baseline=np.zeros((0, 1)), contributions=np.zeros((0, 1, 0))
    )
    return DemandOutlook(forecast=forecast, explanation=explanation, alerts=())


@pytest.fixture(autouse=True)
def quick(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """Jobs here and now, and demand that is known at once."""
    monkeypatch.setenv("WAYLOOM_CACHE", str(tmp_path / "cache"))

    def start_forecast(
        dataset: Dataset, day: datetime.date, *_: Any
    ) -> Callable[[], DemandOutlook]:
        return lambda: expecting(dataset, day)

    monkeypatch.setattr(inventory, "start_forecast", start_forecast)
    monkeypatch.setattr(inventory, "job_pool", lambda _: HerePool())


def source(tmp_path: Path, *spoils: Spoil) -> Path:
    tables = small_tables()
    set_cell(tables, "supply_lanes", "fixed_cost_per_order", "5")
    set_cell(tables, "stock", "on_hand_units", "12")
    set_cell(tables, "inbound", "units", "6")
    for spoil in spoils:
        spoil(tables)
    return write_csv_folder(tmp_path / "data", tables)


def ran(capsys: pytest.CaptureFixture[str], *arguments: object) -> tuple[int, Any]:
    """Exit code and answer of the command."""
    code = run_command(["inventory", *map(str, arguments), "--json", "--language", "en"])
    return code, json.loads(capsys.readouterr().out)


def test_a_stock_plan_alone_is_told_as_json(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    code, told = ran(capsys, source(tmp_path))
    assert code == 0
    assert (told["format"], told["day"]) == (STOCK_FORMAT, str(DAY))
    assert [(line["to_id"], line["sku"]) for line in told["replenishment"]] == [("W1", "007")]
    assert all(line["units"] % 6 == 0 and line["units"] >= 12 for line in told["replenishment"])
    assert told["costs"]["ordering_minor"] >= 500
    parts = ("holding_minor", "shortage_minor", "ordering_minor")
    assert sum(told["costs"][part] for part in parts) == told["stock_summary"]["cost_minor"]
    assert told["comparison"] == []
    assert Draft202012Validator(stock_schema()).is_valid(told)


def test_the_schema_in_its_file_is_that_of_the_types() -> None:
    stored = STOCK_SCHEMA_FILE.read_text("utf-8")
    assert stored == schema_text(stock_schema()), "Run: python -m planning.plan_schema"
    Draft202012Validator.check_schema(stock_schema())


def test_a_folder_gets_a_file_of_each_kind(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    out = tmp_path / "out"
    _, told = ran(capsys, source(tmp_path), "--out", out)
    assert {path.name for path in out.iterdir()} == {
        *("stock_plan.csv", "stock_plan.json", "stock_plan.xlsx")
    }
    content = (out / "stock_plan.json").read_bytes()
    assert json.loads(content) == {key: told[key] for key in told if key != "problems"}
    read = msgspec.json.decode(content, type=StockFile)
    assert read.replenishment[0].units == told["replenishment"][0]["units"]
    rows = list(csv.DictReader((out / "stock_plan.csv").read_text("utf-8-sig").splitlines()))
    lines = told["replenishment"] + told["transfers"]
    assert [int(row["units"]) for row in rows] == [line["units"] for line in lines]
    book = openpyxl.load_workbook(out / "stock_plan.xlsx")
    assert len(book.sheetnames) == 5
    assert book.worksheets[0]["E3"].value == read.replenishment[0].units


@pytest.mark.parametrize("name", ["plan.json", "lines.csv", "tables.xlsx"])
def test_a_file_is_written_as_its_name_ends(
    tmp_path: Path, name: str, capsys: pytest.CaptureFixture[str]
) -> None:
    code, _ = ran(capsys, source(tmp_path), "--out", tmp_path / name)
    assert code == 0
    assert (tmp_path / name).stat().st_size > 100


def test_what_ifs_stand_beside_the_plan(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    changes = ("--what-if", "more:demand=+100%", "--what-if", BUDGET)
    _, told = ran(capsys, source(tmp_path), *changes)
    base, more, poor = told["comparison"]
    assert [more["name"], poor["name"]] == ["more", BUDGET]
    assert more["units"] > base["units"]
    assert more["changes"][0]["units_after"] > more["changes"][0]["units_before"]
    assert poor["spent_minor"] <= 6_000 < base["spent_minor"]
    total = ("holding_minor", "shortage_minor", "ordering_minor")
    assert sum(poor["costs"][part] for part in total) > sum(base["costs"][part] for part in total)


def test_the_report_names_orders_and_variants(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    data = source(tmp_path)
    code = run_command(
        ["inventory", str(data), "--what-if", "more:demand=+100%", "--language", "en"]
    )
    said = capsys.readouterr().out
    assert code == 0
    assert "007" in said
    assert "more" in said


def test_goods_that_cannot_fit_are_named_and_the_plan_is_in_part(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    def narrow(tables: Any) -> None:
        set_cell(tables, "warehouses", "inbound_capacity_m3_per_day", "0.01")

    code, told = ran(capsys, source(tmp_path, narrow))
    assert code == 3
    (conflict,) = told["conflicts"]
    assert conflict["parameters"]["inbound"] == "PO-1"
    assert conflict["parameters"]["warehouse"] == "W1"
    assert (conflict["code"], "warehouses") in {(p["code"], p["file"]) for p in told["problems"]}


def test_the_same_data_give_the_same_plan(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    data = source(tmp_path)
    assert ran(capsys, data) == ran(capsys, data)


def test_stock_is_planned_on_a_day_without_orders(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    code, told = ran(capsys, source(tmp_path), "--date", "2026-11-23")
    assert (code, told["day"]) == (0, "2026-11-23")


@pytest.mark.parametrize(
    ("arguments", "code", "column"),
    [
        (("--out", "plan.pdf"), "inventory.unknown_kind", "--out"),
        (("--what-if", "a:demand=20"), "what_if.unreadable", "--what-if"),
        (
            ("--what-if", "a:demand=+1%", "--what-if", "a:demand=+2%"),
            "inventory.name_twice",
            "--what-if",
        ),
    ],
)
def test_arguments_that_make_no_sense_are_refused(
    tmp_path: Path,
    arguments: tuple[str, ...],
    code: str,
    column: str,
    capsys: pytest.CaptureFixture[str],
) -> None:
    ended, told = ran(capsys, source(tmp_path), *arguments)
    assert ended == 2
    assert [(p["code"], p["column"]) for p in told["problems"]] == [(code, column)]


@pytest.mark.parametrize(
    ("table", "code"),
    [
        ("stock", "inventory.no_stock"),
        ("demand_history", "forecast.no_history"),
        ("supply_lanes", "inventory.nothing_to_plan"),
    ],
)
def test_a_dataset_without_what_is_needed_is_refused(
    tmp_path: Path, table: str, code: str, capsys: pytest.CaptureFixture[str]
) -> None:
    data = source(tmp_path)
    (data / f"{table}.csv").unlink()
    ended, told = ran(capsys, data)
    assert ended == 2
    assert [(p["code"], p["file"]) for p in told["problems"]] == [(code, table)]
