"""``wayloom forecast clean``: what was changed, told and written."""

import argparse
import json
from pathlib import Path

import pytest

from planning.commands import forecast_clean
from planning.commands.console import Console
from planning.commands.exit_codes import ExitCode
from planning.wording import Wording


def _run(source: Path, *argv: str, as_json: bool = True) -> int:
    parser = argparse.ArgumentParser()
    forecast_clean.add_arguments(parser, str)
    console = Console(Wording("en"), as_json=as_json)
    return forecast_clean.run(parser.parse_args((str(source), *argv)), console)


def test_changes_are_told_and_written(
    town_day: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    out = tmp_path / "cleaning"
    assert _run(town_day, "--out", str(out)) is ExitCode.DONE
    told = json.loads(capsys.readouterr().out)
    assert told["report"]
    assert all(Path(path).is_file() for path in told["files"].values())
    assert all(change["days"] >= 1 for change in told["changes"])


def test_a_person_is_told_in_sentences(town_day: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert _run(town_day, as_json=False) is ExitCode.DONE
    assert capsys.readouterr().out.strip()
