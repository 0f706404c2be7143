"""``wayloom forecast tune``: what was tried, and what is kept."""

import argparse
import json
from pathlib import Path
from typing import Any

import pytest

from forecasting.model import ModelName
from forecasting.tune import Tried, TuningResult
from planning.commands import forecast_tune
from planning.commands.console import Console
from planning.commands.exit_codes import ExitCode
from planning.wording import Wording
from tests.planning.commands.here_pool import HerePool

LSTM, BOOSTING = ModelName.LSTM, ModelName.BOOSTING
TRIED = (
    Tried(model=LSTM, settings={"hidden": 64, "rate": 0.003}, error=0.52, seconds=12.34),
    Tried(model=LSTM, settings={"hidden": 1128, "rate": 0.0012361}, error=0.48, seconds=20.0),
    Tried(model=BOOSTING, settings={"leaves": 31}, error=float("inf"), seconds=3.0),
)
TUNED = TuningResult(tried=TRIED, best={**TRIED[1].settings, "leaves": 31})
NOTHING = TuningResult(tried=(), best={})


def _run(
    source: Path,
    monkeypatch: pytest.MonkeyPatch,
    tuned: TuningResult,
    *argv: str,
    as_json: bool = False,
) -> list[Any]:
    """Run with a search that has found something; return what was asked of it."""
    asked: list[Any] = []

    def tune_job(*arguments: Any) -> TuningResult:
        asked.extend(arguments)
        return tuned

    monkeypatch.setattr(forecast_tune, "tune_job", tune_job)
    monkeypatch.setattr(forecast_tune, "job_pool", lambda _: HerePool())
    parser = argparse.ArgumentParser()
    forecast_tune.add_arguments(parser, str)
    arguments = parser.parse_args((str(source), *argv))
    console = Console(Wording("en"), as_json=as_json)
    assert forecast_tune.run(arguments, console) is ExitCode.DONE
    return asked


def test_all_that_was_tried_and_the_best_are_told(
    town_day: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    argv = ("--time-limit", "30", "--seed", "4")
    asked = _run(town_day, monkeypatch, TUNED, *argv, as_json=True)
    told = json.loads(capsys.readouterr().out)
    assert told["best"] == {"hidden": 1128, "rate": 0.0012361, "leaves": 31}
    assert [one["error"] for one in told["tried"]] == [0.52, 0.48, None]
    assert told["tried"][0]["model"] == "lstm"
    assert asked[2] == 30.0
    assert 4 in asked


def test_a_person_sees_the_least_error_of_each_model_first(
    town_day: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    _run(town_day, monkeypatch, TUNED)
    lines = capsys.readouterr().out.splitlines()
    at = {
        figure: number
        for number, line in enumerate(lines)
        for figure in ("0.001236", "0.003", " - ")
        if figure in line and number < len(lines) - 1
    }
    assert at[" - "] < at["0.001236"] < at["0.003"]
    assert "48.00 %" in lines[at["0.001236"]]
    assert "1,128" in lines[-1]


def test_no_time_to_try_anything_is_said(
    town_day: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    _run(town_day, monkeypatch, NOTHING)
    assert "%" not in capsys.readouterr().out
