"""``wayloom forecast backtest``: its figures and files, and what it refuses."""

import argparse
import json
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from domain.demand import DemandHistory, SeriesKey
from forecasting.backtest import Trial, judge, judged_rows
from forecasting.distribution import Distribution, IntArray
from forecasting.model import ModelName
from forecasting.seasonal_baseline import seasonal_forecast
from planning.commands import forecast_backtest
from planning.commands.console import Console
from planning.commands.exit_codes import ExitCode
from planning.reading.read_dataset import read_dataset
from planning.wording import Wording
from tests.planning.commands.here_pool import HerePool

Asked = list[tuple[int, int, Sequence[ModelName]]]


@pytest.fixture(autouse=True)
def asked(monkeypatch: pytest.MonkeyPatch) -> Asked:
    """What is asked of a backtest of the habit alone."""
    questions: Asked = []

    def backtest_job(
        history: DemandHistory, days: int, origins: int, models: Sequence[ModelName], *others: Any
    ) -> dict[ModelName, tuple[Trial, ...]]:
        questions.append((days, origins, models))
        seed = others[2]

        def predictor(known: DemandHistory, rows: IntArray) -> Distribution:
            return seasonal_forecast(known, days, rows)

        dates = tuple(history.days - days * back for back in range(origins, 0, -1))
        trials = judge(history, dates, days, predictor, judged_rows(history, seed)).trials
        return {ModelName.SEASONAL: trials, ModelName.COMBINATION: trials}

    monkeypatch.setattr(forecast_backtest, "backtest_job", backtest_job)
    monkeypatch.setattr(forecast_backtest, "job_pool", lambda _: HerePool())
    return questions


def _run(source: Path, *argv: str, as_json: bool = True) -> int:
    parser = argparse.ArgumentParser()
    forecast_backtest.add_arguments(parser, str)
    console = Console(Wording("en"), as_json=as_json)
    return forecast_backtest.run(parser.parse_args((str(source), *argv)), console)


def test_figures_of_the_combination_are_told(
    town_day: Path, capsys: pytest.CaptureFixture[str], asked: Asked
) -> None:
    assert _run(town_day, "--horizon", "7", "--origins", "2") is ExitCode.DONE
    told = json.loads(capsys.readouterr().out)
    assert told["model"] == "combination"
    assert [one["model"] for one in told["models"]] == ["seasonal", "combination"]
    assert told["of_baseline"] == 1
    assert len(told["first_dates"]) == 2
    assert told["files"] == {}
    assert 0 < told["wql"] < 2
    assert 0 < told["coverage_80"] <= told["coverage_95"] <= 1
    assert [week["week"] for week in told["by_horizon"]] == [1]
    assert asked == [(7, 2, ())]


def test_a_page_and_all_figures_are_written(
    town_day: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    out = tmp_path / "new" / "folder"
    _run(town_day, "--horizon", "7", "--out", str(out))
    told = json.loads(capsys.readouterr().out)
    page = Path(told["files"]["page"]).read_text("utf-8")
    figures = json.loads(Path(told["files"]["figures"]).read_text("utf-8"))
    assert page.startswith("<!DOCTYPE html>")
    assert figures["by_series"]
    assert figures["wql"] == told["wql"]


def test_a_person_is_told_in_tables(town_day: Path, capsys: pytest.CaptureFixture[str]) -> None:
    _run(town_day, "--horizon", "14", as_json=False)
    # The habit beside itself in all: two models, two weeks, and some classes.
    assert capsys.readouterr().out.count("100 %") >= 6


def test_models_are_named_once_and_those_always_judged_need_no_name(
    town_day: Path, asked: Asked
) -> None:
    _run(town_day, "--horizon", "7", "--models", "lstm, theta,lstm,seasonal,combination")
    assert asked[0][2] == (ModelName.LSTM, ModelName.THETA)


@pytest.mark.parametrize(
    "argv", [("--models", "oracle"), ("--origins", "0"), ("--origins", "9999"), ("--models", "")]
)
def test_arguments_that_make_no_sense_are_refused(tmp_path: Path, argv: tuple[str, ...]) -> None:
    with pytest.raises(SystemExit):
        _run(tmp_path, *argv)


def test_units_count_by_value_only_where_every_item_is_a_product(town_day: Path) -> None:
    dataset = read_dataset(town_day).require()
    history = dataset.demand
    assert history is not None
    rows = np.arange(3)
    values = forecast_backtest.unit_values_of(dataset, history, rows)
    by_sku = {product.sku: float(product.unit_value) for product in dataset.products}
    assert values is not None
    assert values.tolist() == [by_sku[history.keys[row].item_id] for row in rows]
    category = SeriesKey(place_id="W", item_id="a category")
    other = replace(history, keys=(category, *history.keys[1:]))
    assert forecast_backtest.unit_values_of(dataset, other, rows) is None
