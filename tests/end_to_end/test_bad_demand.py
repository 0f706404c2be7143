"""Every bad history of demand is told of at its place, and no figure that comes of it is NaN."""

import math
from collections.abc import Iterator
from dataclasses import asdict
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from domain.dataset import Dataset
from domain.demand_outlook import DemandOutlook
from planning.day import choose_day
from planning.demand_in_plan import demand_parts
from planning.forecast_cleaning import cleaning_report
from planning.reading.read_dataset import read_dataset
from planning.stock_decision import decide_stock, stock_question
from tests.end_to_end.bad_inputs.demand import (
    CASES,
    DemandCase,
    all_of,
    cell,
    each,
    setting,
    usual_tables,
    without,
)
from tests.planning.reading.small_dataset import Spoil, write_csv_folder
from tests.planning.test_wording import texts
from tests.quick_outlook import quick_outlook

TEXTS = texts("en")
TRAINED_DAYS = 220
"""Days of history from which on models are trained."""


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.name)
def test_a_bad_history_is_told_of_and_gives_only_figures(case: DemandCase, tmp_path: Path) -> None:
    tables = usual_tables()
    case.spoil(tables)
    reading = read_dataset(write_csv_folder(tmp_path / "data", tables))
    if case.row:
        places = [(p.code, p.file, p.row, p.column) for p in reading.problems]
        assert (case.told, f"{case.table}.csv", case.row, case.column) in places
        assert f"{case.told}.remedy" in TEXTS
    if reading.dataset is None:
        assert case.row
        return
    told = {problem.code for problem in reading.problems}
    outlook = quick_outlook(reading.dataset, tmp_path / "cache")
    told |= {sentence.code for sentence in cleaning_report(reading.dataset)}
    if outlook is not None:
        told |= {basis.value for basis in outlook.forecast.basis}
        told |= {alert.kind.value for alert in outlook.alerts}
        assert_only_figures(reading.dataset, outlook)
    assert case.told in told


def test_without_anything_wrong_nothing_is_told(tmp_path: Path) -> None:
    reading = read_dataset(write_csv_folder(tmp_path / "data", usual_tables()))
    assert reading.problems == ()
    assert reading.dataset is not None
    outlook = quick_outlook(reading.dataset, tmp_path / "cache")
    assert outlook is not None
    assert {basis.value for basis in outlook.forecast.basis} == {"own"}
    assert outlook.alerts == ()
    assert [sentence.code for sentence in cleaning_report(reading.dataset)] == ["cleaning.nothing"]
    assert_only_figures(reading.dataset, outlook)


@pytest.mark.parametrize(
    "spoil",
    [
        pytest.param(each("units", lambda _: "0"), id="all zero"),
        pytest.param(each("units", lambda _: "7"), id="constant"),
        pytest.param(each("units", lambda _: "9e11"), id="huge"),
        pytest.param(each("units", lambda n: f"1e{n % 12}"), id="of all sizes"),
        pytest.param(each("units", lambda n: "0" if n % 4 else "1e9"), id="huge by turns"),
        pytest.param(each("stockout", lambda _: "1"), id="stock-outs on every day"),
        pytest.param(each("price", lambda n: "1e9" if n == 300 else "0"), id="prices"),
        pytest.param(without(100, 300), id="a gap of months"),
        pytest.param(
            all_of(cell("units", "1e9", 300), setting("demand_outliers", "keep")), id="a spike kept"
        ),
    ],
)
def test_trained_models_give_only_figures_too(spoil: Spoil, tmp_path: Path) -> None:
    tables = usual_tables(TRAINED_DAYS)
    spoil(tables)
    dataset = read_dataset(write_csv_folder(tmp_path / "data", tables)).dataset
    assert dataset is not None
    outlook = quick_outlook(dataset, tmp_path / "cache", steps=2)
    assert outlook is not None
    assert outlook.forecast.method.code == "forecast.method_blend"
    assert_only_figures(dataset, outlook)


def test_there_are_forty_of_them() -> None:
    assert len({case.name for case in CASES}) == len(CASES) >= 40


def assert_only_figures(dataset: Dataset, outlook: DemandOutlook) -> None:
    """All of the forecast, of what a plan shows of it and of what is ordered is a figure."""
    forecast, explanation = outlook.forecast, outlook.explanation
    for array in (forecast.mean, forecast.quantiles, forecast.paths):
        assert np.isfinite(array).all()
        assert (array >= 0).all()
    assert np.isfinite(explanation.baseline).all()
    assert np.isfinite(explanation.contributions).all()
    parts = demand_parts(dataset, outlook)
    stock = decide_stock(stock_question(dataset, choose_day(dataset, None), outlook, {}))
    lines = (*stock.lines, *stock.later_supply, *stock.alerts)
    shown = (*parts["forecast"], *parts["expected_loads"], *parts["demand_alerts"], *lines)
    assert all(math.isfinite(figure) for one in shown for figure in numbers(asdict(one)))
    assert all(isinstance(line.units, int) and line.units > 0 for line in stock.lines)


def numbers(value: Any) -> Iterator[float]:
    """Every number in nested lists and tables."""
    if isinstance(value, dict):
        for inner in value.values():
            yield from numbers(inner)
    elif isinstance(value, list | tuple):
        for inner in value:
            yield from numbers(inner)
    elif isinstance(value, int | float):
        yield value
