"""``wayloom forecast run``: figures of a dataset as a file, and what it refuses."""

import argparse
import csv
import datetime
import json
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from domain.dataset import Dataset
from domain.demand import Forecast
from domain.demand_outlook import DemandOutlook, ForecastExplanation
from domain.errors import InputError
from domain.message import message
from forecasting.distribution import LEVELS
from planning.commands import forecast
from planning.commands.console import Console
from planning.commands.exit_codes import ExitCode
from planning.reading.read_dataset import read_dataset
from planning.wording import Wording
from tests.planning.commands.here_pool import HerePool


@pytest.fixture(autouse=True)
def asked(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> list[tuple[Dataset, datetime.date]]:
    """What is asked of a forecast that expects one unit of everything each day."""
    monkeypatch.setenv("WAYLOOM_CACHE", str(tmp_path / "cache"))
    monkeypatch.setenv("WAYLOOM_DATA", str(tmp_path / "data"))
    questions: list[tuple[Dataset, datetime.date]] = []

    def start_forecast(
        dataset: Dataset, day: datetime.date, *_: Any
    ) -> Callable[[], DemandOutlook]:
        questions.append((dataset, day))
        assert dataset.demand is not None
        shape = len(dataset.demand.keys), dataset.settings.horizon_days
        expected = Forecast(
            keys=dataset.demand.keys,
            first_date=day,
            mean=np.ones(shape, np.float32),
            levels=LEVELS.copy(),
            quantiles=np.ones((*shape, len(LEVELS)), np.float32),
            paths=np.ones((shape[0], 10, shape[1]), np.float32),
            method=message("forecast.method_stopped", borrowed=0),
        )
        explanation = ForecastExplanation(
            keys=(), causes=(), baseline=np.zeros((0, 1)), contributions=np.zeros((0, 1, 0))
        )
        return lambda: DemandOutlook(forecast=expected, explanation=explanation, alerts=())

    monkeypatch.setattr(forecast, "start_forecast", start_forecast)
    monkeypatch.setattr(forecast, "job_pool", lambda _: HerePool())
    return questions


def _run(source: Path, *argv: str) -> int:
    parser = argparse.ArgumentParser()
    forecast.add_arguments(parser, str)
    return forecast.run(
        parser.parse_args((str(source), *argv)), Console(Wording("en"), as_json=True)
    )


def test_a_forecast_begins_on_the_day_after_the_history(
    town_day: Path,
    tmp_path: Path,
    capsys: pytest.CaptureFixture[str],
    asked: list[tuple[Dataset, datetime.date]],
) -> None:
    out = tmp_path / "forecast.csv"
    assert _run(town_day, "--horizon", "9", "--out", str(out)) is ExitCode.DONE
    told = json.loads(capsys.readouterr().out)
    ((dataset, day),) = asked
    assert dataset.demand is not None
    assert dataset.settings.horizon_days == told["horizon_days"] == 9
    assert day == dataset.demand.last_date + datetime.timedelta(days=1)
    assert told["first_date"] == day.isoformat()
    with out.open(encoding="utf-8-sig", newline="") as file:
        rows = list(csv.DictReader(file))
    assert len(rows) == told["rows"]
    assert sum(row["days"] == "1" and row["date"] == told["first_date"] for row in rows) >= 10


def test_without_a_horizon_it_is_that_of_the_dataset(
    town_day: Path, tmp_path: Path, asked: list[tuple[Dataset, datetime.date]]
) -> None:
    _run(town_day, "--out", str(tmp_path / "forecast.json"))
    settings = read_dataset(town_day).require().settings
    assert asked[0][0].settings.horizon_days == settings.horizon_days


def test_an_unknown_kind_is_refused_before_anything_is_read(tmp_path: Path) -> None:
    with pytest.raises(InputError) as refused:
        _run(tmp_path / "no data", "--out", str(tmp_path / "forecast.xlsx"))
    assert [problem.code for problem in refused.value.problems] == ["forecast.unknown_kind"]


@pytest.mark.parametrize("horizon", ["0", "-3", "9999", "ten"])
def test_a_horizon_that_makes_no_sense_is_refused(tmp_path: Path, horizon: str) -> None:
    with pytest.raises(SystemExit):
        _run(tmp_path, "--out", "x.csv", f"--horizon={horizon}")


def test_a_dataset_without_history_is_refused(town_day: Path) -> None:
    dataset = replace(read_dataset(town_day).require(), demand=None)
    with pytest.raises(InputError) as refused:
        forecast.require_history(dataset)
    assert [problem.code for problem in refused.value.problems] == ["forecast.no_history"]
